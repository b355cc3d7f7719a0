// SPDX-License-Identifier: Apache-2.0
// Settings from TOML files and from the environment.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.hpp"
#include "release/plain_label.hpp"
#include "settings.hpp"

namespace fairlead::app {
namespace {

namespace fs = std::filesystem;

std::string place(const std::string& file, const toml::source_region& where) {
  return fmt::format("{}:{}", file, where.begin.line);
}

// A scalar as the text a user would write in a flag; nothing for tables and lists.
std::optional<std::string> scalar_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  return std::nullopt;
}

Failure unknown(const std::string& where, std::string_view what, std::string_view word,
                std::span<const std::string_view> known) {
  const auto near = nearest_word(word, known);
  return fail(ErrorCode::invalid_argument, fmt::format("{}: unknown {} `{}`{}", where, what, word,
                                                       near ? fmt::format("; did you mean `{}`", *near) : ""));
}

Result<std::set<std::string>> text_list(const toml::node& node, const std::string& file, std::string_view key) {
  const auto* list = node.as_array();
  std::set<std::string> texts;
  if (list != nullptr) {
    for (const toml::node& element : *list) {
      const auto* text = element.as_string();
      if (text == nullptr) {
        list = nullptr;
        break;
      }
      texts.insert(text->get());
    }
  }
  if (list == nullptr) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}: `{}` is not a list of texts; write it as [\"GBR\", \"NLD\"]",
                            place(file, node.source()), key));
  }
  return texts;
}

Result<domain::Label> read_label(const toml::table& table, const std::string& file);

// Labels that single fields need besides: [source.label.fields.name].
Result<void> read_field_labels(release::Marking& marking, const toml::node& node, const std::string& file) {
  const auto* fields = node.as_table();
  if (fields == nullptr) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}: write the label of a field under a heading of its own, [source.label.fields.name]",
                            place(file, node.source())));
  }
  for (const auto& [key, value] : *fields) {
    const std::string where = place(file, value.source());
    const auto field = release::from_word<release::Field>(key.str());
    if (!field) return unknown(where, "field", key.str(), release::words<release::Field>());
    if (!value.is_table()) {
      return fail(ErrorCode::invalid_argument, fmt::format("{}: the label of `{}` is not a table", where, key.str()));
    }
    if (value.as_table()->contains("fields") || value.as_table()->contains("onward")) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{}: a field has neither fields nor an onward rule of its own", where));
    }
    FL_TRY(marking.fields[*field], read_label(*value.as_table(), file));
  }
  return {};
}

Result<domain::Label> read_label(const toml::table& table, const std::string& file) {
  static constexpr std::array<std::string_view, 11> kKeys{"policy",   "level",       "releasable_to", "caveats",
                                                          "purposes", "originators", "personal_data", "sensitivity",
                                                          "onward",   "fields",      "expires"};
  release::Marking marking;
  domain::Label& label = marking.label;
  for (const auto& [key, node] : table) {
    const std::string where = place(file, node.source());
    const std::string_view word = key.str();
    if (word == "policy" && node.is_string()) {
      label.policy = node.as_string()->get();
    } else if (word == "level" && node.is_string()) {
      const auto level = domain::level(node.as_string()->get());
      if (!level) {
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("{}: `{}` is not a level; use unclassified, restricted, confidential, secret or top_secret",
                        where, node.as_string()->get()));
      }
      label.level = *level;
    } else if (word == "releasable_to") {
      FL_TRY(label.releasable_to, text_list(node, file, word));
    } else if (word == "caveats") {
      FL_TRY(label.caveats, text_list(node, file, word));
    } else if (word == "purposes") {
      FL_TRY(label.purposes, text_list(node, file, word));
    } else if (word == "originators") {
      FL_TRY(label.originators, text_list(node, file, word));
    } else if (word == "personal_data" && node.is_boolean()) {
      label.personal_data = node.as_boolean()->get();
    } else if (word == "sensitivity" && node.is_string()) {
      marking.sensitivity = node.as_string()->get();
    } else if (word == "onward" && node.is_string()) {
      const auto onward = release::from_word<release::Onward>(node.as_string()->get());
      if (!onward) {
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("{}: `{}` is no onward rule; use free, with_consent or none", where, node.as_string()->get()));
      }
      marking.onward = *onward;
    } else if (word == "expires" && node.is_string()) {
      auto at = parse_rfc3339(node.as_string()->get());
      if (!at) return Failure(at.error().within(where));
      label.expires_at = *at;
    } else if (word == "fields") {
      FL_CHECK(read_field_labels(marking, node, file));
    } else if (std::ranges::find(kKeys, word) != kKeys.end()) {
      return fail(ErrorCode::invalid_argument, fmt::format("{}: `{}` has a value of the wrong kind", where, word));
    } else {
      return unknown(where, "key in a label", word, kKeys);
    }
  }
  return release::label_of(marking);
}

Result<SourceSetting> read_source(const toml::table& table, const std::string& file) {
  static constexpr std::array<std::string_view, 12> kKeys{"name", "url", "originator", "stall",       "label", "format",
                                                          "site", "day", "token_file", "certificate", "key",   "ca"};
  SourceSetting source;
  std::string parameters;
  source.origin = place(file, table.source());
  for (const auto& [key, node] : table) {
    const std::string where = place(file, node.source());
    const std::string_view word = key.str();
    if (std::ranges::find(kKeys, word) == kKeys.end()) return unknown(where, "key in a source", word, kKeys);
    if (word == "label") {
      if (!node.is_table()) {
        return fail(ErrorCode::invalid_argument, fmt::format("{}: `label` is not a table", where));
      }
      FL_TRY(source.label, read_label(*node.as_table(), file));
      continue;
    }
    const auto* text = node.as_string();
    if (text == nullptr) return fail(ErrorCode::invalid_argument, fmt::format("{}: `{}` is not a text", where, word));
    if (word == "name") source.name = text->get();
    if (word == "url") source.url = text->get();
    if (word == "originator") source.originator = text->get();
    // These belong to the URL; they may stand on lines of their own.
    if (word == "format" || word == "site" || word == "day") {
      parameters += fmt::format("{}{}={}", parameters.empty() ? "" : "&", word, text->get());
    }
    if (word == "token_file") source.token_file = text->get();
    if (word == "certificate") source.certificate_file = text->get();
    if (word == "key") source.key_file = text->get();
    if (word == "ca") source.authorities_file = text->get();
    if (word == "stall") {
      auto stall = parse_duration(text->get());
      if (!stall) return Failure(stall.error().within(where));
      source.stall = *stall;
    }
  }
  if (source.url.empty()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}: a source without `url`; write url = \"tcp://host:port\"", source.origin));
  }
  if (!parameters.empty()) source.url += (source.url.find('?') == std::string::npos ? '?' : '&') + parameters;
  return source;
}

Result<void> read_sources(Settings& settings, const toml::node& node, const std::string& file) {
  const auto* list = node.as_array();
  if (list == nullptr || !list->is_homogeneous<toml::table>()) {
    return fail(ErrorCode::invalid_argument, fmt::format("{}: write each source under a heading of its own, [[source]]",
                                                         place(file, node.source())));
  }
  for (const toml::node& element : *list) {
    FL_TRY(SourceSetting source, read_source(*element.as_table(), file));
    const auto same = [&](const SourceSetting& s) { return !source.name.empty() && s.name == source.name; };
    if (const auto known = std::ranges::find_if(settings.sources, same); known != settings.sources.end()) {
      *known = std::move(source);  // a later file replaces it
    } else {
      settings.sources.push_back(std::move(source));
    }
  }
  return {};
}

Result<void> read_groups(Settings& settings, const toml::node& node, const std::string& file) {
  static constexpr std::array<std::string_view, 3> kKeys{"group", "role", "agency"};
  const auto* list = node.as_array();
  if (list == nullptr || !list->is_homogeneous<toml::table>()) {
    return fail(ErrorCode::invalid_argument, fmt::format("{}: write each group under a heading of its own, "
                                                         "[[oidc_group]]",
                                                         place(file, node.source())));
  }
  for (const toml::node& element : *list) {
    OidcSettings::Rule rule;
    for (const auto& [key, value] : *element.as_table()) {
      const std::string where = place(file, value.source());
      const std::string_view word = key.str();
      if (std::ranges::find(kKeys, word) == kKeys.end()) return unknown(where, "key in an oidc_group", word, kKeys);
      const auto* text = value.as_string();
      if (text == nullptr) return fail(ErrorCode::invalid_argument, fmt::format("{}: `{}` is not a text", where, word));
      (word == "group" ? rule.group : word == "role" ? rule.role : rule.agency) = text->get();
    }
    if (rule.group.empty() || rule.role.empty()) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{}: an oidc_group needs `group` and `role`", place(file, element.source())));
    }
    settings.oidc.rules.push_back(std::move(rule));
  }
  return {};
}

Result<void> read_section(Settings& settings, std::string_view section, const toml::table& table,
                          const std::string& file) {
  for (const auto& [key, node] : table) {
    const std::string where = place(file, node.source());
    const std::string name = fmt::format("{}.{}", section, key.str());
    const auto value = scalar_text(node);
    if (!value) return fail(ErrorCode::invalid_argument, fmt::format("{}: `{}` is not a single value", where, name));
    FL_CHECK(set(settings, name, *value, where));
  }
  return {};
}

Result<std::string> read_whole(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return fail(ErrorCode::not_found, fmt::format("cannot read `{}`; check the path and its permissions", file));
  }
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

Result<void> load_text(Settings& settings, std::string_view text, const std::string& file) {
  toml::table root;
  try {
    root = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}:{}: {}", file, error.source().begin.line, to_lower(error.description())));
  }
  std::vector<std::string_view> sections{"source", "oidc_group"};
  for (const SettingKey& key : setting_keys()) {
    const auto section = key.name.substr(0, key.name.find('.'));
    if (std::ranges::find(sections, section) == sections.end()) sections.push_back(section);
  }
  for (const auto& [key, node] : root) {
    const std::string_view word = key.str();
    if (word == "source") {
      FL_CHECK(read_sources(settings, node, file));
    } else if (word == "oidc_group") {
      FL_CHECK(read_groups(settings, node, file));
    } else if (std::ranges::find(sections, word) == sections.end()) {
      return unknown(place(file, node.source()), node.is_table() ? "section" : "key", word, sections);
    } else if (const auto* table = node.as_table()) {
      FL_CHECK(read_section(settings, word, *table, file));
    } else {
      return fail(ErrorCode::invalid_argument, fmt::format("{}: `{}` is a section; write [{}] on a line of its own",
                                                           place(file, node.source()), word, word));
    }
  }
  return {};
}

Result<void> load_file(Settings& settings, const std::string& file) {
  FL_TRY(const std::string text, read_whole(file));
  FL_CHECK(load_text(settings, text, file));
  const fs::path folder = fs::path(file).parent_path() / "conf.d";
  std::error_code error;
  std::set<std::string> extra;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".toml") extra.insert(entry.path().string());
  }
  for (const std::string& more : extra) {
    FL_TRY(const std::string more_text, read_whole(more));
    FL_CHECK(load_text(settings, more_text, more));
  }
  return {};
}

Result<void> load_environment(Settings& settings, std::span<const std::string> environment) {
  static constexpr std::string_view kPrefix = "FAIRLEAD_";
  for (const std::string& entry : environment) {
    const auto equals = entry.find('=');
    if (!entry.starts_with(kPrefix) || equals == std::string::npos) continue;
    const std::string variable = entry.substr(0, equals);
    std::string key = to_lower(variable.substr(kPrefix.size()));
    const auto joint = key.find("__");
    // Names without the double underscore belong to the build and the tests, not to the configuration.
    if (joint == std::string::npos) continue;
    key.replace(joint, 2, ".");
    FL_CHECK(set(settings, key, entry.substr(equals + 1), "environment variable " + variable));
  }
  return {};
}

}  // namespace fairlead::app
