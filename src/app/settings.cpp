// SPDX-License-Identifier: Apache-2.0
#include "settings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::app {
namespace {

constexpr std::array<std::string_view, 4> kLogLevels{"debug", "info", "warning", "error"};

struct SizeUnit {
  std::string_view name;
  double bytes;
};
constexpr std::array kSizeUnits{SizeUnit{"TB", 1e12},     SizeUnit{"GB", 1e9},         SizeUnit{"MB", 1e6},
                                SizeUnit{"KB", 1e3},      SizeUnit{"TiB", 1ULL << 40}, SizeUnit{"GiB", 1ULL << 30},
                                SizeUnit{"MiB", 1 << 20}, SizeUnit{"KiB", 1 << 10}};

// One row: the key as users see it, how to read a value, how to print it.
struct Row {
  SettingKey key;
  Result<void> (*read)(Settings&, std::string_view);
  std::string (*print)(const Settings&);
};

template <std::string Settings::* Member>
Row text_row(SettingKey key) {
  return {key,
          [](Settings& s, std::string_view value) -> Result<void> {
            s.*Member = value;
            return {};
          },
          [](const Settings& s) { return s.*Member; }};
}

template <Duration Settings::* Member>
Row duration_row(SettingKey key) {
  return {key,
          [](Settings& s, std::string_view value) -> Result<void> {
            FL_TRY(s.*Member, parse_duration(value));
            return {};
          },
          [](const Settings& s) { return to_text(s.*Member); }};
}

template <std::uint64_t Settings::* Member>
Row size_row(SettingKey key) {
  return {key,
          [](Settings& s, std::string_view value) -> Result<void> {
            FL_TRY(s.*Member, parse_size(value));
            return {};
          },
          [](const Settings& s) { return size_text(s.*Member); }};
}

template <std::uint64_t Settings::* Member, std::uint64_t max = std::numeric_limits<std::uint64_t>::max()>
Row count_row(SettingKey key) {
  return {key,
          [](Settings& s, std::string_view value) -> Result<void> {
            const auto number = parse_number<std::uint64_t>(value);
            if (!number || *number == 0) {
              return fail(ErrorCode::invalid_argument, fmt::format("`{}` is not a whole number above zero", value));
            }
            if (*number > max) {
              return fail(ErrorCode::invalid_argument, fmt::format("`{}` is more than {}", value, max));
            }
            s.*Member = *number;
            return {};
          },
          [](const Settings& s) { return std::to_string(s.*Member); }};
}

// The words that a setting may have.
template <std::string Settings::* Member>
std::string_view find_form() {
  if constexpr (Member == &Settings::partners_client_certificates) return "none|optional|required";
  return "true|false";
}

template <std::string OidcSettings::* Member>
Row oidc_row(SettingKey key) {
  return {key,
          [](Settings& s, std::string_view value) -> Result<void> {
            s.oidc.*Member = value;
            return {};
          },
          [](const Settings& s) { return s.oidc.*Member; }};
}

// One word of a list that stands in the key's form, with `|` between.
template <std::string Settings::* Member>
Row word_row(SettingKey key) {
  return {key,
          [](Settings& s, std::string_view value) -> Result<void> {
            const std::string_view form = find_form<Member>();
            const std::string wanted = fmt::format("|{}|", value);
            if (value.empty() || fmt::format("|{}|", form).find(wanted) == std::string::npos) {
              return fail(ErrorCode::invalid_argument, fmt::format("`{}` is none of {}", value, form));
            }
            s.*Member = value;
            return {};
          },
          [](const Settings& s) { return s.*Member; }};
}

Row log_level_row(SettingKey key) {
  return {key,
          [](Settings& s, std::string_view value) -> Result<void> {
            if (std::ranges::find(kLogLevels, value) == kLogLevels.end()) {
              return fail(ErrorCode::invalid_argument,
                          fmt::format("`{}` is not a log level; use debug, info, warning or error", value));
            }
            s.log_level = value;
            return {};
          },
          [](const Settings& s) { return s.log_level; }};
}

const std::vector<Row>& rows() {
  static const std::vector<Row> table{
      text_row<&Settings::own_name>({"centre.name", "text", "the name of this centre, as screens show it"}),
      text_row<&Settings::originators>(
          {"centre.originators", "names", "whose data are our own to release under an agreement, with commas between"}),
      text_row<&Settings::own_state>(
          {"centre.state", "two letters", "whose centre this is (ISO 3166-1), for what the law lets it do"}),
      text_row<&Settings::listen>({"http.listen", "address:port", "where the web page and the API are served"}),
      text_row<&Settings::metrics_listen>(
          {"http.metrics_listen", "address:port", "a second address for metrics and health answers only"}),
      text_row<&Settings::allowed_hosts>(
          {"http.allowed_hosts", "names", "further names under which the server may be asked, with commas between"}),
      text_row<&Settings::trusted_proxies>(
          {"http.trusted_proxies", "addresses", "of proxies whose X-Forwarded-For is believed, with commas between"}),
      text_row<&Settings::web_root>(
          {"http.web_root", "folder", "serve the web client from here, not from the program"}),
      text_row<&Settings::tls_certificate>(
          {"http.tls_certificate", "file", "PEM; with it the page and the API use TLS"}),
      text_row<&Settings::tls_key>({"http.tls_key", "file", "PEM, readable by nobody but its owner"}),
      text_row<&Settings::partners_listen>(
          {"partners.listen", "address:port", "the door for partners; without it nothing can be fetched by any"}),
      text_row<&Settings::partners_tls_certificate>({"partners.tls_certificate", "file", "PEM"}),
      text_row<&Settings::partners_tls_key>({"partners.tls_key", "file", "PEM, readable by nobody but its owner"}),
      text_row<&Settings::partners_client_ca>(
          {"partners.client_ca", "file", "PEM: who signs the certificates of partners"}),
      word_row<&Settings::partners_client_certificates>(
          {"partners.client_certificates", "none|optional|required", "whether partners show a certificate"}),
      word_row<&Settings::partners_allow_plain>(
          {"partners.allow_plain", "true|false", "without TLS beyond this machine, as behind a proxy that ends it"}),
      duration_row<&Settings::sharing_tick>(
          {"sharing.tick", "duration", "how often what is released goes out to partners"}),
      count_row<&Settings::releases_per_minute, 65'536>(
          {"sharing.releases_per_minute", "number",
           "of an agency, in the long run; its log grows by as many entries a minute, whatever happens"}),
      text_row<&Settings::ledger_origin>({"ledger.origin", "name", "the name of the ledger and of its key"}),
      oidc_row<&OidcSettings::issuer>({"oidc.issuer", "URL", "the identity provider through which people may sign in"}),
      oidc_row<&OidcSettings::client_id>({"oidc.client_id", "text", "our name there"}),
      oidc_row<&OidcSettings::client_secret_file>(
          {"oidc.client_secret_file", "file", "holds the secret, if there is one"}),
      oidc_row<&OidcSettings::redirect_url>(
          {"oidc.redirect_url", "URL", "our address as people see it, with /api/v1/oidc/return behind it"}),
      oidc_row<&OidcSettings::scopes>({"oidc.scopes", "words", "what is asked for, `openid` among it"}),
      oidc_row<&OidcSettings::groups_claim>({"oidc.groups_claim", "text", "where the token lists the groups"}),
      oidc_row<&OidcSettings::authorities_file>({"oidc.ca", "file", "PEM: who signs the provider's certificate"}),
      text_row<&Settings::data_folder>({"data.folder", "folder", "journal, state and position history"}),
      duration_row<&Settings::journal_age_max>(
          {"data.journal_age_max", "duration", "older journal entries are removed"}),
      size_row<&Settings::journal_size_max>({"data.journal_size_max", "size", "the journal is kept below this size"}),
      duration_row<&Settings::history_age_max>({"data.history_age_max", "duration", "older positions are removed"}),
      size_row<&Settings::history_size_max>(
          {"data.history_size_max", "size", "the position history is kept below this size"}),
      duration_row<&Settings::slot_length>(
          {"engine.slot_length", "duration", "how long observations are gathered before they are recorded together"}),
      count_row<&Settings::tracks_max>({"tracks.max", "number", "tracks held at the most"}),
      text_row<&Settings::rules_file>(
          {"behaviour.rules", "file",
           "thresholds, owners and places of the rules of findings; without it, as they come"}),
      text_row<&Settings::zones_file>(
          {"zones.file", "file", "the maritime zones; without it, where `./dev zones` or a package put them"}),
      size_row<&Settings::evidence_file_max>(
          {"evidence.file_size_max", "size", "the largest file that is kept as evidence, or as a list"}),
      text_row<&Settings::timestamp_url>(
          {"evidence.timestamp_url", "URL", "the authority (RFC 3161) that stamps evidence and bundles with the time"}),
      text_row<&Settings::timestamp_ca>({"evidence.timestamp_ca", "file", "PEM: who signs for that authority"}),
      log_level_row({"log.level", "debug|info|warning|error", "what the operator's log tells"}),
  };
  return table;
}

const Row* find_row(std::string_view key) {
  for (const Row& row : rows()) {
    if (row.key.name == key) return &row;
  }
  return nullptr;
}

}  // namespace

std::span<const SettingKey> setting_keys() {
  static const std::vector<SettingKey> keys = [] {
    std::vector<SettingKey> list;
    for (const Row& row : rows()) list.push_back(row.key);
    return list;
  }();
  return keys;
}

Result<void> set(Settings& settings, std::string_view key, std::string_view value, std::string origin) {
  const Row* row = find_row(key);
  if (row == nullptr) {
    std::vector<std::string_view> names;
    for (const Row& r : rows()) names.push_back(r.key.name);
    const auto near = nearest_word(key, names);
    return fail(ErrorCode::invalid_argument, fmt::format("{}: unknown key `{}`{}", origin, key,
                                                         near ? fmt::format("; did you mean `{}`", *near) : ""));
  }
  if (auto read = row->read(settings, value); !read) {
    return Failure(read.error().within(fmt::format("{}: `{}`", origin, key)));
  }
  settings.origins.insert_or_assign(std::string(key), std::move(origin));
  return {};
}

Settings::Delivery Settings::delivery() const {
  constexpr unsigned kPartsMax = 10;
  for (unsigned parts = kPartsMax; parts > 1; --parts) {
    const Duration tick = sharing_tick / parts;
    if (tick * parts == sharing_tick && tick % slot_length == Duration(0) && tick > Duration(0)) return {tick, parts};
  }
  return {sharing_tick, 1};
}

std::string value_text(const Settings& settings, std::string_view key) {
  const Row* row = find_row(key);
  return row == nullptr ? std::string() : row->print(settings);
}

Result<std::uint64_t> parse_size(std::string_view text) {
  const auto digits_end = text.find_first_not_of("0123456789.");
  const auto number = parse_number<double>(text.substr(0, digits_end));
  if (number && std::isfinite(*number) && digits_end != std::string_view::npos) {
    const std::string_view unit_text = trim(text.substr(digits_end));
    for (const SizeUnit& unit : kSizeUnits) {
      if (unit.name == unit_text && *number * unit.bytes < 1e18) {
        return static_cast<std::uint64_t>(*number * unit.bytes);
      }
    }
  }
  return fail(ErrorCode::invalid_argument,
              fmt::format("`{}` is not a size; write a number and its unit, as in 512MB, 20GB or 1TB", text));
}

std::string size_text(std::uint64_t bytes) {
  for (const SizeUnit& unit : kSizeUnits) {
    const auto whole = static_cast<std::uint64_t>(unit.bytes);
    if (bytes >= whole && bytes % whole == 0) return fmt::format("{}{}", bytes / whole, unit.name);
  }
  return fmt::format("{}KB", static_cast<double>(bytes) / 1000.0);
}

}  // namespace fairlead::app
