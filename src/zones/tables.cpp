// SPDX-License-Identifier: Apache-2.0
#include "tables.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.hpp"
#include "tables_text.hpp"

namespace fairlead::zones {
namespace {

struct Row {
  std::size_t line = 0;
  std::vector<std::string> cells;
};

// Comma-separated, quoted cells allowed, `#` begins a comment line, the first row names the columns.
Result<std::vector<Row>> rows_of(std::string_view text, std::string_view file, std::string_view header) {
  std::vector<Row> rows;
  std::size_t line = 0;
  bool headed = false;
  const auto columns = static_cast<std::size_t>(std::count(header.begin(), header.end(), ',') + 1);
  while (!text.empty()) {
    ++line;
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view rest = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
    if (rest.empty() || rest.front() == '#') continue;
    if (!headed) {
      if (rest != header) {
        return fail(ErrorCode::invalid_argument, fmt::format("{}:{}: the columns must be `{}`", file, line, header));
      }
      headed = true;
      continue;
    }
    Row row{line, {}};
    std::string cell;
    bool quoted = false;
    for (const char c : rest) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        row.cells.push_back(std::move(cell));
        cell.clear();
      } else {
        cell += c;
      }
    }
    row.cells.push_back(std::move(cell));
    if (quoted || row.cells.size() != columns) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{}:{}: {} cells instead of {}; put cells with commas in double quotes", file, line,
                              row.cells.size(), columns));
    }
    rows.push_back(std::move(row));
  }
  if (!headed) return fail(ErrorCode::invalid_argument, fmt::format("{}: there is no row `{}`", file, header));
  return rows;
}

Failure bad(std::string_view file, std::size_t line, std::string_view word, std::string_view what) {
  return fail(ErrorCode::invalid_argument, fmt::format("{}:{}: `{}` is not {}", file, line, word, what));
}

Result<double> miles_of(std::string_view file, std::size_t line, const std::string& cell, double most) {
  const auto value = parse_number<double>(cell);
  if (!value || *value < 0 || *value > most) {
    return bad(file, line, cell, fmt::format("a number from 0 to {}", most));
  }
  return *value;
}

Result<StateCode> code_of(std::string_view file, std::size_t line, const std::string& cell) {
  const auto code = state_code_from(cell);
  if (!code) return bad(file, line, cell, "a State's two capital letters (ISO 3166-1)");
  return *code;
}

class AreaReader {
 public:
  AreaReader(const toml::table& table, std::string_view file) : table_(table), file_(file) {}

  Result<Area> read() {
    static constexpr std::array<std::string_view, 14> kKeys = {
        "id",     "name",    "polygon",         "box",  "when",   "claims", "flag", "fade",
        "mapped", "on_land", "territorial_sea", "note", "source", "claim"};
    for (const auto& [key, value] : table_) {
      if (std::find(kKeys.begin(), kKeys.end(), key.str()) == kKeys.end()) {
        return wrong(value.source(), key.str(), "a key of an area");
      }
    }
    Area area;
    area.id = table_["id"].value_or(std::string{});
    if (area.id.empty()) return wrong(table_.source(), "id", "given; each area needs one");
    area.name = table_["name"].value_or(area.id);
    area.note = table_["note"].value_or(std::string{});
    area.source = table_["source"].value_or(std::string{});
    if (area.source.empty()) return wrong(table_.source(), area.id, "complete: `source` is missing");
    area.fade_nm = table_["fade"].value_or(3.0);
    if (!(area.fade_nm > 0) || area.fade_nm > 60) return wrong(table_.source(), "fade", "a number from 0 to 60");
    area.uses_mapped = table_["mapped"].value_or(true);
    area.on_land = table_["on_land"].value_or(false);
    FL_CHECK(read_flag(area));
    FL_CHECK(read_corners(area));
    FL_CHECK(read_when(area));
    FL_CHECK(read_claims(area));
    if (const auto* breadths = table_["territorial_sea"].as_table()) {
      for (const auto& [key, value] : *breadths) {
        const auto code = state_code_from(key.str());
        const auto miles = value.value<double>();
        if (!code || !miles || *miles < 0 || *miles > 200) {
          return wrong(value.source(), key.str(), "a State with a breadth of 0 to 200 nm");
        }
        area.territorial_sea.emplace_back(*code, *miles);
      }
    }
    return area;
  }

 private:
  Failure wrong(const toml::source_region& where, std::string_view word, std::string_view what) const {
    return bad(file_, where.begin.line, word, what);
  }

  Result<void> read_flag(Area& area) const {
    const std::string word = table_["flag"].value_or(std::string{"special"});
    for (const Flag flag : all_flags()) {
      if (name(flag) == word && flag <= Flag::special) {
        area.flag = flag;
        return {};
      }
    }
    return wrong(table_.source(), word, "a flag of an area");
  }

  Result<void> add_corner(Area& area, double latitude, double longitude, const toml::source_region& where) const {
    if (!(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180)) {
      return wrong(where, fmt::format("{}, {}", latitude, longitude), "a corner [latitude, longitude]");
    }
    area.corners.push_back({longitude, latitude});
    return {};
  }

  Result<void> read_corners(Area& area) const {
    if (const auto* box = table_["box"].as_array()) {
      std::array<double, 4> side{};
      bool good = box->size() == 4;
      for (std::size_t i = 0; good && i < 4; ++i) {
        const auto value = (*box)[i].value<double>();
        good = value.has_value();
        if (good) side[i] = *value;
      }
      if (!good || side[0] >= side[2] || side[1] >= side[3]) {
        return wrong(box->source(), area.id, "described by `box = [south, west, north, east]`");
      }
      FL_CHECK(add_corner(area, side[0], side[1], box->source()));
      FL_CHECK(add_corner(area, side[0], side[3], box->source()));
      FL_CHECK(add_corner(area, side[2], side[3], box->source()));
      FL_CHECK(add_corner(area, side[2], side[1], box->source()));
      return {};
    }
    const auto* polygon = table_["polygon"].as_array();
    if (polygon == nullptr || polygon->size() < 3) {
      return wrong(table_.source(), area.id, "complete: it needs a `polygon` of three corners or more, or a `box`");
    }
    for (const auto& corner : *polygon) {
      const auto* pair = corner.as_array();
      if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_number() || !(*pair)[1].is_number()) {
        return wrong(corner.source(), area.id, "made of corners [latitude, longitude]");
      }
      FL_CHECK(add_corner(area, (*pair)[0].value_or(0.0), (*pair)[1].value_or(0.0), corner.source()));
    }
    return {};
  }

  Result<void> read_when(Area& area) const {
    const auto* when = table_["when"].as_array();
    if (when == nullptr) {
      area.when = ~0U;
      return {};
    }
    for (const auto& item : *when) {
      const auto kind = zone_kind_from(item.value_or(std::string{}));
      if (!kind) return wrong(item.source(), item.value_or(std::string{}), "a kind of zone");
      area.when |= 1U << static_cast<unsigned>(*kind);
    }
    return {};
  }

  Result<void> read_claims(Area& area) const {
    const auto* claims = table_["claims"].as_array();
    if (claims == nullptr) return {};
    double sum = 0;
    for (const auto& item : *claims) {
      const auto* row = item.as_table();
      if (row == nullptr) return wrong(item.source(), area.id, "made of claims {kind, states, share}");
      AreaClaim claim;
      const std::string word = (*row)["kind"].value_or(std::string{});
      if (word != "same") {
        claim.kind = zone_kind_from(word);
        if (!claim.kind) return wrong(item.source(), word, "a kind of zone, or `same`");
      }
      if (const auto* states = (*row)["states"].as_array()) {
        for (const auto& state : *states) {
          const auto code = state_code_from(state.value_or(std::string{}));
          if (!code) return wrong(state.source(), state.value_or(std::string{}), "a State's two capital letters");
          claim.states.push_back(*code);
        }
      }
      claim.share = (*row)["share"].value_or(-1.0);
      sum += claim.share;
      if (claim.share <= 0 || sum > 1.0 + 1e-9) return wrong(item.source(), area.id, "shared out between 0 and 1");
      area.claims.push_back(claim);
    }
    return {};
  }

  const toml::table& table_;
  std::string_view file_;
};

}  // namespace

Result<std::vector<State>> states_from_csv(std::string_view text, std::string_view file) {
  FL_TRY(const auto rows,
         rows_of(text, file, "code,alpha3,name,sovereign,territorial_sea,contiguous_zone,eez,archipelago,mapped,note"));
  std::vector<State> states;
  for (const Row& row : rows) {
    State state;
    FL_TRY(state.code, code_of(file, row.line, row.cells[0]));
    state.alpha3 = row.cells[1];
    if (state.alpha3.size() != 3) return bad(file, row.line, state.alpha3, "three letters (ISO 3166-1 alpha-3)");
    state.name = row.cells[2];
    FL_TRY(state.sovereign, code_of(file, row.line, row.cells[3]));
    FL_TRY(state.territorial_sea, miles_of(file, row.line, row.cells[4], 200));
    FL_TRY(state.contiguous_zone, miles_of(file, row.line, row.cells[5], 24));
    FL_TRY(state.eez, miles_of(file, row.line, row.cells[6], 200));
    if (row.cells[7] == "yes") {
      state.archipelago = Archipelago::yes;
    } else if (row.cells[7] == "claimed") {
      state.archipelago = Archipelago::claimed;
    } else if (row.cells[7] != "no") {
      return bad(file, row.line, row.cells[7], "`yes`, `no` or `claimed`");
    }
    if (row.cells[8] != "trust" && row.cells[8] != "ignore")
      return bad(file, row.line, row.cells[8], "`trust` or `ignore`");
    state.mapped_trusted = row.cells[8] == "trust";
    state.note = row.cells[9];
    states.push_back(std::move(state));
  }
  std::sort(states.begin(), states.end(), [](const State& a, const State& b) { return a.code < b.code; });
  for (std::size_t i = 0; i + 1 < states.size(); ++i) {
    if (states[i].code == states[i + 1].code) {
      return fail(ErrorCode::invalid_argument, fmt::format("{}: `{}` stands there twice", file, states[i].code.view()));
    }
  }
  return states;
}

Result<std::vector<Islet>> islets_from_csv(std::string_view text, std::string_view file) {
  FL_TRY(const auto rows, rows_of(text, file, "name,lat,lon,state,capture,radius,eez,note"));
  std::vector<Islet> islets;
  for (const Row& row : rows) {
    Islet islet;
    islet.name = row.cells[0];
    const auto latitude = parse_number<double>(row.cells[1]);
    const auto longitude = parse_number<double>(row.cells[2]);
    if (!latitude || std::abs(*latitude) > 90) return bad(file, row.line, row.cells[1], "a latitude");
    if (!longitude || std::abs(*longitude) > 180) return bad(file, row.line, row.cells[2], "a longitude");
    islet.at = {*longitude, *latitude};
    FL_TRY(islet.state, code_of(file, row.line, row.cells[3]));
    FL_TRY(islet.capture_nm, miles_of(file, row.line, row.cells[4], 60));
    FL_TRY(islet.radius_m, miles_of(file, row.line, row.cells[5], 20'000));
    const std::string& effect = row.cells[6];
    if (effect == "yes") {
      islet.effect = EezEffect::yes;
    } else if (effect == "no") {
      islet.effect = EezEffect::no;
    } else if (effect == "contested") {
      islet.effect = EezEffect::contested;
    } else if (effect == "tide") {
      islet.effect = EezEffect::tide;
    } else {
      return bad(file, row.line, effect, "`yes`, `no`, `contested` or `tide`");
    }
    islet.note = row.cells[7];
    islets.push_back(std::move(islet));
  }
  return islets;
}

Result<std::vector<Area>> areas_from_toml(std::string_view text, std::string_view file) {
  toml::table parsed;
  try {
    parsed = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}:{}: {}", file, error.source().begin.line, to_lower(error.description())));
  }
  std::vector<Area> areas;
  const auto* list = parsed["area"].as_array();
  if (list == nullptr) return areas;
  for (const auto& item : *list) {
    const auto* table = item.as_table();
    if (table == nullptr) return bad(file, item.source().begin.line, "area", "a table; write [[area]]");
    FL_TRY(Area area, AreaReader(*table, file).read());
    for (const Area& other : areas) {
      if (other.id == area.id) return bad(file, item.source().begin.line, area.id, "a new id; it stands there twice");
    }
    areas.push_back(std::move(area));
  }
  return areas;
}

const State* Tables::find(StateCode code) const {
  const auto index = index_of(code);
  return index ? &states[*index] : nullptr;
}

std::optional<std::uint16_t> Tables::index_of(StateCode code) const {
  const auto at = std::lower_bound(states.begin(), states.end(), code,
                                   [](const State& state, StateCode wanted) { return state.code < wanted; });
  if (at == states.end() || at->code != code) return std::nullopt;
  return static_cast<std::uint16_t>(at - states.begin());
}

std::optional<std::uint16_t> Tables::index_of_alpha3(std::string_view alpha3) const {
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].alpha3 == alpha3) return static_cast<std::uint16_t>(i);
  }
  return std::nullopt;
}

Result<Tables> tables_from(std::string_view states, std::string_view islets, std::string_view areas) {
  Tables tables;
  FL_TRY(tables.states, states_from_csv(states, "states.csv"));
  FL_TRY(tables.islets, islets_from_csv(islets, "islets.csv"));
  FL_TRY(tables.areas, areas_from_toml(areas, "areas.toml"));
  const auto known = [&](StateCode code, std::string_view file, std::string_view row) -> Result<void> {
    if (tables.find(code) != nullptr) return {};
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}: `{}` of `{}` is not in states.csv", file, code.view(), row));
  };
  for (const State& state : tables.states) FL_CHECK(known(state.sovereign, "states.csv", state.name));
  for (const Islet& islet : tables.islets) FL_CHECK(known(islet.state, "islets.csv", islet.name));
  for (const Area& area : tables.areas) {
    for (const AreaClaim& claim : area.claims) {
      for (const StateCode code : claim.states) FL_CHECK(known(code, "areas.toml", area.id));
    }
    for (const auto& breadth : area.territorial_sea) FL_CHECK(known(breadth.first, "areas.toml", area.id));
  }
  return tables;
}

TableTexts built_in_table_texts() {
  TableTexts texts{kStatesText, kIsletsText, {}};
  for (const char* part : kAreasText) texts.areas += part;
  return texts;
}

Result<Tables> built_in_tables() {
  const TableTexts texts = built_in_table_texts();
  return tables_from(texts.states, texts.islets, texts.areas);
}

}  // namespace fairlead::zones
