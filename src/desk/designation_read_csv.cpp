// SPDX-License-Identifier: Apache-2.0
// Designation lists as CSV.
#include <algorithm>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "csv.hpp"
#include "designation_rows.hpp"
#include "desk/match.hpp"
#include "desk/scrub.hpp"
#include "form.hpp"
#include "json_text.hpp"

namespace fairlead::desk {
namespace {

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const std::size_t at = separator.empty() ? std::string_view::npos : text.find(separator);
    const std::string_view item = trim(text.substr(0, at));
    if (!item.empty()) found.emplace_back(item);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + separator.size());
  }
  return found;
}

// The heading of a CSV, and cells by the names of their columns.
class Columns {
 public:
  static Result<Columns> read(CsvReader& reader, std::initializer_list<std::string_view> needed) {
    const auto heading = reader.next();
    if (!heading || !heading->fault.empty()) {
      return fail(ErrorCode::invalid_argument, "line 1: no heading; the first line names the columns");
    }
    Columns columns;
    for (std::size_t i = 0; i < heading->cells.size(); ++i) {
      columns.at_.emplace(to_lower(trim(heading->cells[i])), i);
    }
    columns.size_ = heading->cells.size();
    for (const std::string_view name : needed) FL_CHECK(columns.check(name, heading->line));
    return columns;
  }

  Result<void> check(std::string_view name, std::size_t line) const {
    if (at_.contains(to_lower(name))) return {};
    std::vector<std::string_view> known;
    for (const auto& [heading, at] : at_) known.push_back(heading);
    const auto nearest = nearest_word(to_lower(name), known);
    return fail(ErrorCode::invalid_argument,
                fmt::format("line {}: no column `{}`{}; the heading has `{}`", line, name,
                            nearest ? fmt::format("; is it `{}`?", *nearest) : "", fmt::join(known, "`, `")));
  }
  std::string_view cell(const CsvReader::Row& row, std::string_view name) const {
    const auto at = at_.find(to_lower(name));
    return at == at_.end() || at->second >= row.cells.size() ? std::string_view() : trim(row.cells[at->second]);
  }
  std::size_t size() const { return size_; }
  std::uint32_t foreign() const {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(at_, [](const auto& column) { return is_member_of_that_kind(column.first); }));
  }

 private:
  std::map<std::string, std::size_t> at_;
  std::size_t size_ = 0;
};

// Each row in turn, those of a wrong width told and left out.
template <class Make>
ListContent each_row(CsvReader& reader, const Columns& columns, Make make) {
  Rows rows;
  while (const auto row = reader.next()) {
    rows.count();
    for (std::uint32_t i = 0; i < columns.foreign(); ++i) rows.drop();
    if (!row->fault.empty()) {
      rows.broken(row->line, row->fault, "the row is left out");
    } else if (row->cells.size() != columns.size()) {
      rows.broken(row->line, fmt::format("{} columns, where the heading has {}", row->cells.size(), columns.size()),
                  "quote values that hold the delimiter");
    } else {
      make(rows, *row);
    }
  }
  return rows.finish();
}

void add_number(Entity& entity, std::string text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  const bool says_imo = to_upper(text).contains("IMO");
  if (says_imo || (digits.size() == 7 && digits.size() == text.size() && ship_imo(text))) {
    entity.imo_numbers.push_back(std::move(text));
  } else if (digits.size() == 9 && digits.size() == text.size()) {
    entity.mmsis.push_back(std::move(text));
  } else {
    entity.registrations.push_back(std::move(text));
  }
}

struct Member {
  std::string_view name;
  std::string Entity::* one = nullptr;
  std::vector<std::string> Entity::* many = nullptr;
};
constexpr Member kMembers[] = {
    {"id", &Entity::id, nullptr},
    {"schema", &Entity::schema, nullptr},
    {"caption", &Entity::caption, nullptr},
    {"name", nullptr, &Entity::names},
    {"alias", nullptr, &Entity::aliases},
    {"weakAlias", nullptr, &Entity::weak_aliases},
    {"previousName", nullptr, &Entity::previous_names},
    {"imoNumber", nullptr, &Entity::imo_numbers},
    {"mmsi", nullptr, &Entity::mmsis},
    {"callSign", nullptr, &Entity::call_signs},
    {"flag", nullptr, &Entity::flags},
    {"pastFlags", nullptr, &Entity::past_flags},
    {"type", nullptr, &Entity::types},
    {"registrationNumber", nullptr, &Entity::registrations},
    {"topics", nullptr, &Entity::topics},
    {"programId", nullptr, &Entity::programs},
    {"sanctions", nullptr, &Entity::sanctions},
    {"owner", nullptr, &Entity::owners},
    {"buildDate", &Entity::build_date, nullptr},
    {"sourceUrl", &Entity::url, nullptr},
    {"first_seen", &Entity::first_seen, nullptr},
    {"last_seen", &Entity::last_seen, nullptr},
};

}  // namespace

std::vector<std::string_view> mappable_members() {
  std::vector<std::string_view> names;
  for (const Member& one : kMembers) names.push_back(one.name);
  return names;
}

Result<ListContent> read_targets_simple(std::string_view text) {
  CsvReader reader(text, ',');
  FL_TRY(const Columns columns, Columns::read(reader, {"id", "schema", "name"}));
  return each_row(reader, columns, [&](Rows& rows, const CsvReader::Row& row) {
    const auto cell = [&](std::string_view name) { return columns.cell(row, name); };
    Entity entity;
    entity.id = cell("id");
    entity.schema = cell("schema");
    if (entity.id.empty()) return rows.broken(row.line, "no `id`", "give the row an `id`");
    if (entity.schema.empty()) return rows.broken(row.line, "no `schema`", "say what it is, such as `Vessel`");
    entity.caption = cell("name");
    if (!entity.caption.empty()) entity.names = {entity.caption};
    entity.aliases = split(cell("aliases"), ";");
    entity.flags = split(cell("countries"), ";");
    for (std::string& one : split(cell("identifiers"), ";")) add_number(entity, std::move(one));
    entity.sanctions = split(cell("sanctions"), ";");
    entity.programs = split(cell("program_ids"), ";");
    entity.first_seen = cell("first_seen");
    entity.last_seen = cell("last_seen");
    rows.add(std::move(entity), row.line);
  });
}

Result<ListContent> read_maritime(std::string_view text) {
  CsvReader reader(text, ',');
  FL_TRY(const Columns columns, Columns::read(reader, {"type", "caption", "imo", "id"}));
  return each_row(reader, columns, [&](Rows& rows, const CsvReader::Row& row) {
    const auto cell = [&](std::string_view name) { return columns.cell(row, name); };
    Entity entity;
    entity.id = cell("id");
    if (entity.id.empty()) return rows.broken(row.line, "no `id`", "give the row an `id`");
    entity.schema = to_upper(cell("type")) == "VESSEL" ? "Vessel" : "Company";
    entity.caption = cell("caption");
    if (!entity.caption.empty()) entity.names = {entity.caption};
    entity.imo_numbers = split(cell("imo"), ";");
    entity.mmsis = split(cell("mmsi"), ";");
    entity.flags = split(cell("flag"), ";");
    entity.topics = split(cell("risk"), ";");
    entity.aliases = split(cell("aliases"), ";");
    entity.url = cell("url");
    rows.add(std::move(entity), row.line);
  });
}

Result<ListContent> read_mapped(std::string_view text, const CsvMapping& mapping) {
  CsvReader reader(text, mapping.delimiter);
  FL_TRY(const Columns columns, Columns::read(reader, {}));
  for (const auto& [member, heading] : mapping.columns) FL_CHECK(columns.check(heading, 1));
  return each_row(reader, columns, [&](Rows& rows, const CsvReader::Row& row) {
    Entity entity;
    entity.schema = mapping.schema;
    for (const Member& member : kMembers) {
      const auto at = mapping.columns.find(std::string(member.name));
      if (at == mapping.columns.end()) continue;
      const std::string_view cell = columns.cell(row, at->second);
      if (cell.empty()) continue;
      if (member.one != nullptr) {
        entity.*member.one = cell;
      } else {
        entity.*member.many = split(cell, mapping.separator);
      }
    }
    if (entity.id.empty()) {
      // Where a list numbers nothing, the row is known by what it says.
      if (mapping.columns.contains("id")) return rows.broken(row.line, "no `id`", "give the row an `id`");
      std::string said;
      for (const std::string& cell : row.cells) said += cell + '\n';
      entity.id = "row-" + hex(sha256(said)).substr(0, 16);
    }
    rows.add(std::move(entity), row.line);
  });
}

Result<CsvMapping> read_mapping(std::string_view text) {
  namespace json = boost::json;
  const auto value = parse_object(text);
  if (!value) return fail(ErrorCode::invalid_argument, "the mapping: " + value.error().front().detail);
  CsvMapping mapping;
  const auto wrong = [](std::string detail) { return fail(ErrorCode::invalid_argument, "the mapping: " + detail); };
  for (const auto& member : value->get_object()) {
    const std::string_view name(member.key().data(), member.key().size());
    const json::value& given = member.value();
    if (name == "columns" && given.is_object()) {
      const auto known = mappable_members();
      for (const auto& column : given.get_object()) {
        const std::string_view target(column.key().data(), column.key().size());
        if (std::ranges::find(known, target) == known.end()) {
          const auto nearest = nearest_word(target, known);
          return wrong(
              nearest ? fmt::format("unknown member `{}`; did you mean `{}`?", shown(target), *nearest)
                      : fmt::format("unknown member `{}`; known are `{}`", shown(target), fmt::join(known, "`, `")));
        }
        if (!column.value().is_string()) return wrong(fmt::format("`{}` must be the heading of a column", target));
        mapping.columns.emplace(target,
                                std::string(column.value().get_string().data(), column.value().get_string().size()));
      }
    } else if (name == "delimiter" && given.is_string() && given.get_string().size() == 1) {
      mapping.delimiter = given.get_string()[0];
    } else if (name == "separator" && given.is_string()) {
      mapping.separator = std::string(given.get_string().data(), given.get_string().size());
    } else if (name == "schema" && given.is_string()) {
      mapping.schema = std::string(given.get_string().data(), given.get_string().size());
    } else {
      return wrong(
          fmt::format("`{}` is not understood; known are `columns`, `delimiter` (one character), `separator` "
                      "and `schema`",
                      shown(name)));
    }
  }
  if (!mapping.columns.contains("name") && !mapping.columns.contains("imoNumber")) {
    return wrong("`columns` must say which column is the `name` or the `imoNumber`");
  }
  return mapping;
}

}  // namespace fairlead::desk
