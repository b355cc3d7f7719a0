// SPDX-License-Identifier: Apache-2.0
// Parses source URLs, strictly: what is not understood is refused with the nearest right word.
#include "intake/source_url.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::intake {

namespace {

constexpr std::array<std::string_view, 6> kSchemes = {"file", "tcp", "tcp-listen", "udp", "serial", "-"};
constexpr std::array<unsigned, 15> kBauds = {300,    600,    1'200,  2'400,   4'800,   9'600,   14'400, 19'200,
                                             28'800, 38'400, 57'600, 115'200, 230'400, 460'800, 921'600};

std::span<const std::string_view> parameters_of(SourceKind kind) {
  static constexpr std::array<std::string_view, 10> kFile = {"speed",      "loop",   "retime", "rate", "name",
                                                             "originator", "format", "site",   "day",  "aircraft"};
  static constexpr std::array<std::string_view, 6> kTcp = {"stall", "name", "originator", "format", "site", "aircraft"};
  static constexpr std::array<std::string_view, 7> kUdp = {"interface", "stall", "name",    "originator",
                                                           "format",    "site",  "aircraft"};
  static constexpr std::array<std::string_view, 5> kSerial = {"baud", "stall", "name", "originator", "format"};
  static constexpr std::array<std::string_view, 5> kStandardInput = {"name", "originator", "format", "site",
                                                                     "aircraft"};
  switch (kind) {
    case SourceKind::file:
      return kFile;
    case SourceKind::tcp:
    case SourceKind::tcp_listen:
      return kTcp;
    case SourceKind::udp:
      return kUdp;
    case SourceKind::serial:
      return kSerial;
    case SourceKind::standard_input:
      return kStandardInput;
  }
  return {};
}

std::string_view scheme_of(SourceKind kind) { return kSchemes[static_cast<std::size_t>(kind)]; }

template <class... Words>
Failure refuse(fmt::format_string<Words...> form, Words&&... words) {
  return fail(ErrorCode::invalid_argument, fmt::format(form, std::forward<Words>(words)...));
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
  return std::nullopt;
}

Result<std::string> percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
    if (!high || !low) return refuse("`%` in `{}` is not followed by two hexadecimal digits; write `%25` for it", text);
    out += static_cast<char>(*high * 16U + *low);
    i += 2;
  }
  if (out.find('\0') != std::string::npos) return refuse("a source URL cannot hold a zero byte");
  return out;
}

Result<double> positive_number(std::string_view key, std::string_view value, double max) {
  const auto number = parse_number<double>(value);
  if (!number || !std::isfinite(*number) || *number <= 0 || *number > max) {
    return refuse("`{}={}`: give a number above 0, at most {}", key, value, max);
  }
  return *number;
}

// `12.5,-70.0` for every radar of the source, or `0A/1B:12.5,-70.0;0A/1C:…` by system area and identification code.
Result<void> set_sites(SourceUrl& out, std::string_view value) {
  while (!value.empty()) {
    const auto end = std::min(value.find(';'), value.size());
    auto item = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    decode::RadarSite site;
    if (const auto colon = item.find(':'); colon != std::string_view::npos) {
      const auto code = item.substr(0, colon);
      unsigned number = 0;
      bool good = code.size() == 5 && code[2] == '/';
      for (const std::size_t i : {0U, 1U, 3U, 4U}) {
        const auto digit = good ? hex_digit(code[i]) : std::nullopt;
        good = digit.has_value();
        number = number * 16 + digit.value_or(0);
      }
      if (!good)
        return refuse("`site={}`: write a radar's code as two times two hexadecimal digits, as in `0A/1B`", item);
      site.code = static_cast<std::uint16_t>(number);
      item.remove_prefix(colon + 1);
    }
    const auto comma = item.find(',');
    const auto latitude = parse_number<double>(item.substr(0, comma));
    const auto longitude =
        comma == std::string_view::npos ? std::nullopt : parse_number<double>(item.substr(comma + 1));
    const auto place = latitude && longitude ? geo::Position::from_degrees(*latitude, *longitude) : std::nullopt;
    if (!place) return refuse("`site={}`: give latitude and longitude in degrees, as in `12.5,-70.0`", item);
    site.position = *place;
    out.sites.push_back(site);
  }
  if (out.sites.empty()) return refuse("`site=`: give latitude and longitude in degrees, as in `12.5,-70.0`");
  return {};
}

Result<void> set_format(SourceUrl& out, std::string_view value) {
  if (value == "auto") return {};
  out.format = decode::format_of(value);
  if (out.format) return {};
  const auto nearest = nearest_word(value, decode::kFormatWords);
  if (nearest) return refuse("`format={}`: did you mean `{}`?", value, *nearest);
  return refuse("`format={}`: there are auto, nmea, detections, csv, geojson, cot, asterix, marinecadastre and dma",
                value);
}

Result<void> set_parameter(SourceUrl& out, std::string_view key, const std::string& value) {
  if (key == "name" || key == "originator") {
    if (value.empty() || value.size() > 100 ||
        std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
      return refuse("`{}=`: give 1 to 100 printable characters", key);
    }
    (key == "name" ? out.name : out.originator) = value;
  } else if (key == "format") {
    return set_format(out, value);
  } else if (key == "site") {
    return set_sites(out, value);
  } else if (key == "day") {
    const auto day = parse_rfc3339(value + "T00:00:00Z");
    if (!day) return refuse("`day={}`: give a date, as in `2026-03-14`", value);
    out.day = *day;
  } else if (key == "aircraft") {
    if (value != "0" && value != "1")
      return refuse("`aircraft={}`: give 1 to take what flies or 0 to leave it out", value);
    out.aircraft = value == "1";
  } else if (key == "speed") {
    FL_TRY(out.speed, positive_number(key, value, 1e6));
  } else if (key == "rate") {
    FL_TRY(out.rate, positive_number(key, value, 1e7));
  } else if (key == "loop") {
    if (value != "0" && value != "1") return refuse("`loop={}`: give 1 to repeat the file or 0 to read it once", value);
    out.loop = value == "1";
  } else if (key == "retime") {
    if (value != "now") return refuse("`retime={}`: the one choice is `now`", value);
    out.retime_now = true;
  } else if (key == "stall") {
    auto stall = parse_duration(value);
    if (!stall) return Failure(stall.error().within("`stall`"));
    if (*stall < std::chrono::milliseconds(10) || *stall > std::chrono::hours(24 * 30)) {
      return refuse("`stall={}`: give a time between 10ms and 30d", value);
    }
    out.stall = *stall;
  } else if (key == "interface") {
    if (value.empty()) return refuse("`interface=`: give an address or the name of a network interface");
    out.interface = value;
  } else if (key == "baud") {
    const auto baud = parse_number<unsigned>(value);
    if (!baud || std::find(kBauds.begin(), kBauds.end(), *baud) == kBauds.end()) {
      return refuse("`baud={}` is not a usual rate; AIS receivers speak 38400, other instruments 4800", value);
    }
    out.baud = *baud;
  }
  return {};
}

Failure refuse_parameter(SourceKind kind, std::string_view key) {
  const auto known = parameters_of(kind);
  std::string list;
  for (const auto word : known) list += fmt::format("{}{}", list.empty() ? "" : ", ", word);
  for (std::size_t other = 0; other < kSchemes.size(); ++other) {
    const auto theirs = parameters_of(static_cast<SourceKind>(other));
    if (std::find(theirs.begin(), theirs.end(), key) != theirs.end()) {
      return refuse("parameter `{}` has no meaning for `{}` sources, which take {}", key, scheme_of(kind), list);
    }
  }
  if (const auto nearest = nearest_word(key, known)) {
    return refuse("unknown parameter `{}` of a `{}` source: did you mean `{}`?", key, scheme_of(kind), *nearest);
  }
  return refuse("unknown parameter `{}` of a `{}` source, which takes {}", key, scheme_of(kind), list);
}

Result<void> parse_query(SourceUrl& out, std::string_view query) {
  std::set<std::string_view> seen;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto item = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (item.empty()) continue;
    const auto equals = item.find('=');
    const auto key = item.substr(0, equals);
    const auto known = parameters_of(out.kind);
    if (std::find(known.begin(), known.end(), key) == known.end()) return refuse_parameter(out.kind, key);
    if (equals == std::string_view::npos) return refuse("parameter `{}` has no value: write `{}=…`", key, key);
    if (!seen.insert(key).second) return refuse("parameter `{}` is given twice", key);
    FL_TRY(const std::string value, percent_decoded(item.substr(equals + 1)));
    FL_CHECK(set_parameter(out, key, value));
  }
  return {};
}

// `host:port`, `[v6]:port`, `:port`.
Result<void> parse_authority(SourceUrl& out, std::string_view rest) {
  const auto scheme = scheme_of(out.kind);
  if (!rest.starts_with("//")) return refuse("`{}` sources are written `{}://HOST:PORT`", scheme, scheme);
  rest.remove_prefix(2);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find('@') != std::string_view::npos) {
    return refuse("a user name or password has no meaning for `{}` sources: leave out what stands before `@`", scheme);
  }
  if (rest.find('/') != std::string_view::npos) {
    return refuse("`{}` sources have no path: write `{}://HOST:PORT`", scheme, scheme);
  }
  std::string_view host, port;
  if (rest.starts_with('[')) {
    const auto close = rest.find(']');
    if (close == std::string_view::npos) return refuse("`{}`: `[` without `]`", rest);
    host = rest.substr(1, close - 1);
    rest.remove_prefix(close + 1);
    if (rest.starts_with(':')) port = rest.substr(1);
    if (!rest.empty() && !rest.starts_with(':')) return refuse("`{}` after `]`: write `[ADDRESS]:PORT`", rest);
  } else {
    const auto colon = rest.find(':');
    if (colon != std::string_view::npos && rest.find(':', colon + 1) != std::string_view::npos) {
      return refuse("`{}`: write an IPv6 address in brackets, as in `[::1]:10110`", rest);
    }
    host = rest.substr(0, colon);
    if (colon != std::string_view::npos) port = rest.substr(colon + 1);
  }
  if (port.empty()) {
    return refuse("`{}://{}` has no port: write `{}://{}:10110` (10110 is the registered NMEA port)", scheme, host,
                  scheme, host.empty() ? std::string_view("HOST") : host);
  }
  const auto number = parse_number<std::uint16_t>(port);
  if (!number || (*number == 0 && out.kind == SourceKind::tcp)) {
    return refuse("`{}` is not a port: give a number between 1 and 65535", port);
  }
  if (host.empty() && out.kind == SourceKind::tcp) return refuse("`tcp://:{}` has no host", port);
  if (std::any_of(host.begin(), host.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20; })) {
    return refuse("a host name has no blanks: `{}`", host);
  }
  out.host = host == "*" ? "" : std::string(host);
  out.port = *number;
  return {};
}

Result<void> parse_path(SourceUrl& out, std::string_view rest) {
  const auto scheme = scheme_of(out.kind);
  if (rest.starts_with("//")) {  // file:///path and file://localhost/path
    rest.remove_prefix(2);
    if (rest.starts_with("localhost/")) rest.remove_prefix(9);
    if (!rest.starts_with('/')) {
      return refuse("`{}://` names another machine: write `{}:/PATH`, or `{}:PATH` from where you are", scheme, scheme,
                    scheme);
    }
  }
  FL_TRY(out.path, percent_decoded(rest));
  if (out.path.empty()) return refuse("`{}:` has no path: write `{}:PATH`", scheme, scheme);
  return {};
}

std::string made_name(const SourceUrl& url) {
  switch (url.kind) {
    case SourceKind::standard_input:
      return "stdin";
    case SourceKind::file:
    case SourceKind::serial: {
      const auto slash = url.path.find_last_of('/');
      const auto last = slash == std::string::npos ? url.path : url.path.substr(slash + 1);
      return last.empty() ? url.path : last;
    }
    default:
      return fmt::format("{}:{}", scheme_of(url.kind), to_endpoint_text(url.host.empty() ? "*" : url.host, url.port));
  }
}

}  // namespace

std::string_view name(SourceKind kind) { return scheme_of(kind); }

std::string to_endpoint_text(std::string_view host, std::uint16_t port) {
  if (host.find(':') != std::string_view::npos) return fmt::format("[{}]:{}", host, port);
  return fmt::format("{}:{}", host, port);
}

Result<SourceUrl> parse_source_url(std::string_view text) {
  SourceUrl out;
  out.url = std::string(text);
  const auto question = text.find('?');
  const auto query = question == std::string_view::npos ? std::string_view() : text.substr(question + 1);
  text = text.substr(0, question);
  if (text.empty()) return refuse("a source is a URL such as `tcp://HOST:10110`, `file:PATH` or `-`");

  if (text == "-") {
    out.kind = SourceKind::standard_input;
    FL_CHECK(parse_query(out, query));
  } else {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) {
      if (text.find('@') != std::string_view::npos) return refuse("a source begins with its kind, as in `tcp://`");
      return refuse("`{}` does not say what kind of source it is: for a file write `file:{}`", text, text);
    }
    const auto scheme = to_lower(text.substr(0, colon));
    const auto found = std::find(kSchemes.begin(), kSchemes.end() - 1, scheme);
    if (found == kSchemes.end() - 1) {
      const auto nearest = nearest_word(scheme, std::span(kSchemes).first(5));
      if (nearest) return refuse("unknown kind of source `{}:`: did you mean `{}:`?", scheme, *nearest);
      return refuse("unknown kind of source `{}:`; there are file, tcp, tcp-listen, udp, serial and `-`", scheme);
    }
    out.kind = static_cast<SourceKind>(found - kSchemes.begin());
    const auto rest = text.substr(colon + 1);
    if (out.kind == SourceKind::file || out.kind == SourceKind::serial) {
      FL_CHECK(parse_path(out, rest));
    } else {
      FL_CHECK(parse_authority(out, rest));
    }
    FL_CHECK(parse_query(out, query));
  }
  if (out.name.empty()) out.name = made_name(out);
  return out;
}

}  // namespace fairlead::intake
