// SPDX-License-Identifier: Apache-2.0
// What the operator can set, and where each value came from.
//
// Order, the last wins: built-in default, the configuration file, `conf.d/*.toml` beside it in name order, environment
// variables (FAIRLEAD_HTTP__LISTEN for http.listen), the command line. Unknown keys, values without a unit and secrets
// in the environment stop the start, with file, line and the nearest right key.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/label.hpp"
#include "units/instant.hpp"

namespace fairlead::app {

struct SourceSetting {
  std::string name;
  std::string url;
  std::string originator;
  std::optional<Duration> stall;
  domain::Label label;
  // Who we are at another Fairlead, and whom we trust to be it.
  std::string token_file, certificate_file, key_file, authorities_file;
  std::string origin;  // file and line, for messages
};

// An identity provider through which people may sign in.
struct OidcSettings {
  std::string issuer;  // empty: none
  std::string client_id;
  std::string client_secret_file;
  std::string client_secret;  // read from the file at the start
  std::string redirect_url;
  std::string scopes = "openid profile";  // some providers list groups only when asked for `groups`, too
  std::string groups_claim = "groups";
  std::string authorities_file;  // PEM; empty: the system's
  struct Rule {
    std::string group;
    std::string role;
    std::string agency;  // for partners
  };
  std::vector<Rule> rules;  // the first that fits counts
};

struct Settings {
  std::string own_name = "Fairlead";
  std::string own_state;    // ISO 3166-1 alpha-2; empty: not set
  std::string originators;  // comma-separated; what they made is ours to release under an agreement
  std::string tls_certificate;
  std::string tls_key;
  std::string partners_listen;  // empty: no door for partners
  std::string partners_tls_certificate;
  std::string partners_tls_key;
  std::string partners_client_ca;
  std::string partners_client_certificates = "optional";
  std::string partners_allow_plain = "false";
  Duration sharing_tick = std::chrono::milliseconds(500);  // from one release of a feed to its next
  std::uint64_t releases_per_minute = 256;  // of an agency; its log grows by as many entries, whatever happens
  std::string ledger_origin = "fairlead/home";
  OidcSettings oidc;
  std::string listen = "127.0.0.1:8480";
  std::string metrics_listen;
  std::string allowed_hosts;    // comma-separated
  std::string trusted_proxies;  // comma-separated
  std::string web_root;
  std::string data_folder = "fairlead-data";
  Duration journal_age_max = std::chrono::days(30);
  std::uint64_t journal_size_max = 20ULL << 30U;
  Duration history_age_max = std::chrono::days(365);
  std::uint64_t history_size_max = 100ULL << 30U;
  Duration slot_length = std::chrono::milliseconds(100);
  std::uint64_t tracks_max = 500'000;
  std::string rules_file;  // of behaviour; empty: as they come
  std::string zones_file;  // empty: where ./dev or a package puts it, else the small one inside the program
  std::uint64_t evidence_file_max = std::uint64_t{1} << 30U;
  std::string timestamp_url;  // of an RFC 3161 authority; empty: none
  std::string timestamp_ca;   // PEM: whose time stamps count
  std::string log_level = "info";
  std::vector<SourceSetting> sources;

  // How `sharing_tick` is divided, so that not all feeds deliver at once: into parts that end with slots.
  struct Delivery {
    Duration tick;
    unsigned parts = 1;
  };
  Delivery delivery() const;

  // Where each key got its value; absent: the default.
  std::map<std::string, std::string, std::less<>> origins;
};

// One key that can be set.
struct SettingKey {
  std::string_view name;  // section.key
  std::string_view form;  // what a value looks like
  std::string_view meaning;
};
std::span<const SettingKey> setting_keys();

// Sets one key from text, as from an environment variable or a flag.
Result<void> set(Settings& settings, std::string_view key, std::string_view value, std::string origin);
std::string value_text(const Settings& settings, std::string_view key);

// Reads a file; `file` and everything in `conf.d` beside it.
Result<void> load_file(Settings& settings, const std::string& file);
// The text of one file, `file` being its name in messages.
Result<void> load_text(Settings& settings, std::string_view text, const std::string& file);
// `environment` as NAME=VALUE.
Result<void> load_environment(Settings& settings, std::span<const std::string> environment);

// "20GB", "512MB", "1.5TB" with powers of 1000, or GiB, MiB, KiB with powers of 1024.
Result<std::uint64_t> parse_size(std::string_view text);
std::string size_text(std::uint64_t bytes);

}  // namespace fairlead::app
