// SPDX-License-Identifier: Apache-2.0
#include "zones/report.hpp"

#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "wire/json.hpp"

namespace fairlead::zones {
namespace {

void key(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':';
}

void text(std::string& out, std::string_view name, std::string_view value) {
  key(out, name);
  append_json_string(out, value);
}

void miles(std::string& out, std::string_view name, double value) {
  key(out, name);
  wire::append_real(out, value, 2);
}

template <class List, class Write>
void list(std::string& out, std::string_view name, const List& items, Write&& write) {
  key(out, name);
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    write(item);
  }
  out += ']';
}

bool known(StateCode code) { return code != StateCode{}; }

std::string states_text(const Atlas& atlas, const States& states) {
  std::string out;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (i > 0) out += i + 1 == states.size() ? " and " : ", ";
    out += atlas.state_name(states[i]);
  }
  return out;
}

std::string reading_text(const Atlas& atlas, const Reading& reading) {
  std::string out(title(reading.kind));
  if (!reading.states.empty()) out += fmt::format(" of {}", states_text(atlas, reading.states));
  if (known(reading.territory)) out += fmt::format(" ({})", atlas.state_name(reading.territory));
  return out;
}

std::string miles_text(double value) {
  return std::abs(value) < 10 ? fmt::format("{:.1f} nm", value) : fmt::format("{:.0f} nm", value);
}

std::string_view limit_title(LimitKind kind) {
  switch (kind) {
    case LimitKind::territorial_sea:
      return "territorial sea";
    case LimitKind::contiguous_zone:
      return "contiguous zone";
    case LimitKind::eez:
      return "EEZ";
    case LimitKind::median_line:
      return "line halfway to the coast";
  }
  return {};
}

}  // namespace

std::string_view title(ZoneKind kind) {
  switch (kind) {
    case ZoneKind::unknown:
      return "no zone known to the law of the sea";
    case ZoneKind::internal_waters:
      return "internal waters";
    case ZoneKind::archipelagic_waters:
      return "archipelagic waters";
    case ZoneKind::territorial_sea:
      return "territorial sea";
    case ZoneKind::contiguous_zone:
      return "contiguous zone";
    case ZoneKind::eez:
      return "EEZ";
    case ZoneKind::high_seas:
      return "high seas";
  }
  return {};
}

std::string_view confidence_word(double confidence) {
  return confidence >= 0.9 ? "high" : confidence >= 0.6 ? "fair" : "low";
}

void append_json(std::string& out, const Atlas& atlas, const ZoneReport& report) {
  out += '{';
  key(out, "position");
  wire::append_json(out, report.position);
  list(out, "readings", report.readings, [&](const Reading& reading) {
    out += '{';
    text(out, "kind", name(reading.kind));
    list(out, "states", reading.states, [&](StateCode code) { append_json_string(out, code.view()); });
    if (known(reading.territory)) text(out, "territory", reading.territory.view());
    miles(out, "distance_nm", reading.distance_nm);
    text(out, "basis", name(reading.basis));
    key(out, "confidence");
    wire::append_real(out, reading.confidence, 3);
    out += '}';
  });
  key(out, "flags");
  out += '[';
  bool first = true;
  for (const Flag flag : all_flags()) {
    if (!report.has(flag)) continue;
    if (!first) out += ',';
    first = false;
    append_json_string(out, name(flag));
  }
  out += ']';
  list(out, "coasts", report.coasts, [&](const CoastDistance& coast) {
    out += '{';
    text(out, "state", coast.state.view());
    if (known(coast.territory)) text(out, "territory", coast.territory.view());
    miles(out, "distance_nm", coast.distance_nm);
    key(out, "lat");
    wire::append_real(out, coast.latitude, 5);
    key(out, "lon");
    wire::append_real(out, coast.longitude, 5);
    out += '}';
  });
  list(out, "limits", report.limits, [&](const LimitDistance& limit) {
    out += '{';
    text(out, "limit", name(limit.kind));
    text(out, "state", limit.state.view());
    miles(out, "distance_nm", limit.distance_nm);
    text(out, "basis", name(limit.basis));
    out += '}';
  });
  list(out, "areas", report.areas, [&](std::uint16_t number) {
    const AreaNote area = atlas.area(number);
    out += '{';
    text(out, "id", area.id);
    text(out, "name", area.name);
    text(out, "flag", name(area.flag));
    if (!area.note.empty()) text(out, "note", area.note);
    text(out, "source", area.source);
    out += '}';
  });
  text(out, "headline", headline(atlas, report));
  text(out, "data", atlas.version());
  out += '}';
}

std::string to_json(const Atlas& atlas, const ZoneReport& report) {
  std::string out;
  append_json(out, atlas, report);
  return out;
}

std::string headline(const Atlas& atlas, const ZoneReport& report) {
  const Reading& first = report.likeliest();
  std::string out = reading_text(atlas, first);
  out[0] = to_upper(out.substr(0, 1))[0];
  for (const LimitDistance& limit : report.limits) {
    if (limit.kind != LimitKind::territorial_sea || report.has(Flag::on_land)) continue;
    if (first.kind == ZoneKind::high_seas && report.coasts[0].distance_nm > 400) continue;
    const bool own = !first.states.empty() && first.states[0] == limit.state;
    out += fmt::format(
        ", {} {} {}", miles_text(std::abs(limit.distance_nm)),
        limit.distance_nm < 0 ? "inside the limit of" : "outside",
        own ? "its territorial sea" : fmt::format("the territorial sea of {}", atlas.state_name(limit.state)));
    break;
  }
  out += fmt::format(", {} confidence", confidence_word(first.confidence));
  return out;
}

std::string to_text(const Atlas& atlas, const ZoneReport& report) {
  std::string out = fmt::format("{}\n{}\n", geo::to_dmm(report.position), headline(atlas, report));
  out += "\nreadings\n";
  for (const Reading& reading : report.readings) {
    out += fmt::format("  {:>5.1f} %  {}, {} from its coast, by {}\n", reading.confidence * 100,
                       reading_text(atlas, reading), miles_text(reading.distance_nm), name(reading.basis));
  }
  if (!report.coasts.empty()) out += "\nnearest coasts\n";
  for (const CoastDistance& coast : report.coasts) {
    const auto point = geo::Position::from_degrees(coast.latitude, coast.longitude);
    out += fmt::format("  {:>9}  {}{}{}\n", miles_text(coast.distance_nm), atlas.state_name(coast.state),
                       known(coast.territory) ? fmt::format(" ({})", atlas.state_name(coast.territory)) : std::string{},
                       point ? fmt::format(", at {}", geo::to_dmm(*point)) : std::string{});
  }
  if (!report.limits.empty()) out += "\nlimits\n";
  for (const LimitDistance& limit : report.limits) {
    out += fmt::format("  {:>9} {}  {} of {}, by {}\n", miles_text(std::abs(limit.distance_nm)),
                       limit.distance_nm < 0 ? "inside " : "outside", limit_title(limit.kind),
                       atlas.state_name(limit.state), name(limit.basis));
  }
  std::string flags;
  for (const Flag flag : all_flags()) {
    if (report.has(flag)) flags += fmt::format("{}{}", flags.empty() ? "" : ", ", name(flag));
  }
  if (!flags.empty()) out += fmt::format("\nflags: {}\n", flags);
  for (const std::uint16_t number : report.areas) {
    const AreaNote area = atlas.area(number);
    out += fmt::format("  {}: {}{}{} [{}]\n", name(area.flag), area.name, area.note.empty() ? "" : ": ", area.note,
                       area.source);
  }
  return out;
}

}  // namespace fairlead::zones
