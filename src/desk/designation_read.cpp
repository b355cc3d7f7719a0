// SPDX-License-Identifier: Apache-2.0
// FollowTheMoney JSON lines, the choice of reader, and the comparison of snapshots.
#include "desk/designation_read.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "designation_rows.hpp"
#include "desk/scrub.hpp"
#include "form.hpp"

namespace fairlead::desk {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string().data(), value.get_string().size());
  if (value.is_object()) {
    for (const char* name : {"caption", "id"}) {
      if (const json::value* inner = value.get_object().if_contains(name)) {
        if (inner->is_string()) return text_of(*inner);
      }
    }
  }
  return "";
}

std::string member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(json::string_view(name.data(), name.size()));
  return value == nullptr ? std::string() : text_of(*value);
}

std::vector<std::string> texts(const json::object& properties, std::string_view name) {
  std::vector<std::string> found;
  const json::value* value = properties.if_contains(json::string_view(name.data(), name.size()));
  if (value == nullptr) return found;
  if (!value->is_array()) {
    if (std::string text = text_of(*value); !text.empty()) found.push_back(std::move(text));
    return found;
  }
  for (const json::value& item : value->get_array()) {
    if (std::string text = text_of(item); !text.empty()) found.push_back(std::move(text));
  }
  return found;
}

// "OFAC: SDGT, since 2025-02-20": what the list itself says of a designation.
std::string sanction_words(const json::object& properties) {
  std::string words = fmt::format("{}", fmt::join(texts(properties, "authority"), ", "));
  auto program = texts(properties, "programId");
  if (program.empty()) program = texts(properties, "program");
  if (!program.empty()) words += fmt::format("{}{}", words.empty() ? "" : ": ", fmt::join(program, ", "));
  const auto since = texts(properties, "startDate");
  const auto listed = texts(properties, "listingDate");
  if (!since.empty())
    words += ", since " + since.front();
  else if (!listed.empty())
    words += ", listed " + listed.front();
  if (const auto end = texts(properties, "endDate"); !end.empty()) words += ", until " + end.front();
  return words;
}

class FtmReader {
 public:
  ListContent read(std::string_view text) {
    std::size_t line = 0;
    while (!text.empty()) {
      ++line;
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view row = trim(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      if (row.starts_with("\xEF\xBB\xBF")) row.remove_prefix(3);
      if (!row.empty()) one(row, line);
    }
    for (const auto& [entity, words] : sanctions_) {
      for (const std::string& text_of_one : words) rows_.note_sanction(entity, text_of_one);
    }
    for (const auto& [asset, owner] : owners_) rows_.note_owner(asset, owner);
    return rows_.finish();
  }

 private:
  void one(std::string_view row, std::size_t line) {
    rows_.count();
    json::error_code error;
    json::parse_options options;
    options.max_depth = 16;
    const json::value value = json::parse({row.data(), row.size()}, error, {}, options);
    if (error || !value.is_object()) {
      return rows_.broken(line, error ? "not valid JSON" : "not a JSON object",
                          "write the entity as one JSON object on one line, or leave the line out");
    }
    const json::object& object = value.get_object();
    const std::string schema = member(object, "schema");
    const std::string id = member(object, "id");
    if (id.empty()) return rows_.broken(line, "no `id`", "give the entity an `id`");
    if (schema.empty()) return rows_.broken(line, "no `schema`", "say what it is, such as `Vessel`");
    for (const auto& one_member : object) {
      if (is_member_of_that_kind({one_member.key().data(), one_member.key().size()})) rows_.drop();
    }
    static const json::object kNone;
    const json::value* given = object.if_contains("properties");
    if (given != nullptr && !given->is_object()) {
      return rows_.broken(line, "`properties` is no object", "write `\"properties\":{\"name\":[…]}`");
    }
    const json::object& properties = given == nullptr ? kNone : given->get_object();
    for (const auto& one_member : properties) {
      if (is_member_of_that_kind({one_member.key().data(), one_member.key().size()})) rows_.drop();
    }
    if (schema == "Sanction") {
      for (const std::string& entity : texts(properties, "entity")) {
        sanctions_[entity].push_back(sanction_words(properties));
      }
      return;
    }
    if (schema == "Ownership") {
      for (const std::string& asset : texts(properties, "asset")) {
        for (const std::string& owner : texts(properties, "owner")) owners_.emplace_back(asset, owner);
      }
      return;
    }
    Entity entity;
    entity.id = id;
    entity.schema = schema;
    entity.names = texts(properties, "name");
    entity.caption = member(object, "caption");
    if (entity.caption.empty() && !entity.names.empty()) entity.caption = entity.names.front();
    entity.aliases = texts(properties, "alias");
    entity.weak_aliases = texts(properties, "weakAlias");
    entity.previous_names = texts(properties, "previousName");
    entity.imo_numbers = texts(properties, "imoNumber");
    entity.mmsis = texts(properties, "mmsi");
    entity.call_signs = texts(properties, "callSign");
    entity.flags = texts(properties, "flag");
    entity.past_flags = texts(properties, "pastFlags");
    entity.types = texts(properties, "type");
    entity.registrations = texts(properties, "registrationNumber");
    entity.topics = texts(properties, "topics");
    entity.programs = texts(properties, "programId");
    entity.owners = texts(properties, "owner");
    if (const auto built = texts(properties, "buildDate"); !built.empty()) entity.build_date = built.front();
    if (const auto url = texts(properties, "sourceUrl"); !url.empty()) entity.url = url.front();
    entity.first_seen = member(object, "first_seen");
    entity.last_seen = member(object, "last_seen");
    if (const json::value* nested = properties.if_contains("sanctions"); nested != nullptr && nested->is_array()) {
      for (const json::value& item : nested->get_array()) {
        if (!item.is_object()) continue;
        if (const json::value* inner = item.get_object().if_contains("properties"); inner && inner->is_object()) {
          entity.sanctions.push_back(sanction_words(inner->get_object()));
        }
      }
    }
    rows_.add(std::move(entity), line);
  }

  Rows rows_;
  std::map<std::string, std::vector<std::string>> sanctions_;
  std::vector<std::pair<std::string, std::string>> owners_;
};

}  // namespace

// ---- rows ----

void Rows::broken(std::size_t line, std::string_view what, std::string_view cure) {
  ++content_.report.broken;
  if (content_.report.faults.size() < 32) {
    content_.report.faults.push_back(fmt::format("line {}: {}; {}", line, what, cure));
  }
}

void Rows::add(Entity entity, std::size_t line) {
  if (entity.names.empty() && entity.caption.empty() && entity.imo_numbers.empty() && entity.mmsis.empty()) {
    return broken(line, "neither a name nor a number", "give it a name");
  }
  if (entity.names.empty() && !entity.caption.empty()) entity.names.push_back(entity.caption);
  if (entity.caption.empty()) entity.caption = entity.names.empty() ? entity.id : entity.names.front();
  Faults faults;
  check_form(form_of<Entity>(), &entity, "", faults);
  if (!faults.empty()) return broken(line, faults.front().detail, "correct the text");
  const auto [at, is_new] = index_.emplace(entity.id, content_.entities.size());
  if (!is_new) {
    return broken(line, fmt::format("`{}` stands twice", shown(entity.id)),
                  "give each entity one line; the first stays");
  }
  content_.entities.push_back(std::move(entity));
}

void Rows::note_sanction(const std::string& id, const std::string& words) {
  if (const auto at = index_.find(id); at != index_.end()) content_.entities[at->second].sanctions.push_back(words);
}

void Rows::note_owner(const std::string& asset, const std::string& owner) {
  const auto at = index_.find(asset);
  if (at == index_.end()) return;
  const auto who = index_.find(owner);
  content_.entities[at->second].owners.push_back(who == index_.end() ? owner : content_.entities[who->second].caption);
}

ListContent Rows::finish() {
  std::ranges::sort(content_.entities, {}, &Entity::id);
  content_.report.entities = static_cast<std::uint32_t>(content_.entities.size());
  content_.report.vessels = static_cast<std::uint32_t>(
      std::ranges::count_if(content_.entities, [](const Entity& entity) { return entity.schema == "Vessel"; }));
  return std::move(content_);
}

const Entity* ListContent::find(std::string_view id) const {
  const auto at = std::ranges::lower_bound(entities, id, {}, &Entity::id);
  return at == entities.end() || at->id != id ? nullptr : &*at;
}

Result<ListContent> read_list(ListFormat format, std::string_view text, const CsvMapping* mapping) {
  if (trim(text).empty()) return fail(ErrorCode::invalid_argument, "line 1: the file is empty; export the list again");
  switch (format) {
    case ListFormat::ftm_json_lines:
      return FtmReader().read(text);
    case ListFormat::targets_simple_csv:
      return read_targets_simple(text);
    case ListFormat::maritime_csv:
      return read_maritime(text);
    case ListFormat::mapped_csv:
      if (mapping == nullptr) {
        return fail(ErrorCode::invalid_argument, "a CSV of your own needs a mapping: which column is the name");
      }
      return read_mapped(text, *mapping);
  }
  return fail(ErrorCode::internal, "unknown list format");
}

std::optional<ListFormat> guess_format(std::string_view text) {
  text = trim(text.substr(0, std::min<std::size_t>(text.size(), 4096)));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.starts_with('{')) return ListFormat::ftm_json_lines;
  const std::string_view heading = text.substr(0, text.find('\n'));
  if (heading.contains("schema") && heading.contains("identifiers")) return ListFormat::targets_simple_csv;
  if (heading.contains("imo") && heading.contains("risk") && heading.contains("caption"))
    return ListFormat::maritime_csv;
  return std::nullopt;
}

void compare(ListContent& newer, const ListContent* older) {
  ImportReport& report = newer.report;
  report.added = report.changed = report.removed = 0;
  for (const Entity& entity : newer.entities) {
    const Entity* before = older == nullptr ? nullptr : older->find(entity.id);
    if (before == nullptr) {
      ++report.added;
    } else if (digest(*before) != digest(entity)) {
      ++report.changed;
    }
  }
  if (older == nullptr) return;
  for (const Entity& entity : older->entities) {
    if (newer.find(entity.id) == nullptr) ++report.removed;
  }
}

}  // namespace fairlead::desk
