// SPDX-License-Identifier: Apache-2.0
// The hand-made tables: States, islets, areas; and the records of imported limits. Read from `tables/` when an atlas is
// built, kept inside the atlas, read back when it is opened.
//
// Threads: plain values once read.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "globe.hpp"
#include "zones/zone.hpp"

namespace fairlead::zones {

enum class Archipelago : std::uint8_t { no, yes, claimed };

struct State {
  StateCode code;
  std::string alpha3;
  std::string name;
  StateCode sovereign;
  double territorial_sea = 12;  // nm
  double contiguous_zone = 24;  // nm; 0: none claimed
  double eez = 200;             // nm; 0: none claimed
  Archipelago archipelago = Archipelago::no;
  bool mapped_trusted = true;
  std::string note;
};

enum class EezEffect : std::uint8_t { yes, no, contested, tide };

struct Islet {
  std::string name;
  LonLat at;
  StateCode state;
  double capture_nm = 0;
  double radius_m = 0;
  EezEffect effect = EezEffect::yes;
  std::string note;
};

struct AreaClaim {
  std::optional<ZoneKind> kind;  // absent: the derived kind
  States states;
  double share = 0;
};

struct Area {
  std::string id;
  std::string name;
  std::vector<LonLat> corners;
  std::uint32_t when = 0;  // bits by ZoneKind
  std::vector<AreaClaim> claims;
  Flag flag = Flag::special;
  double fade_nm = 3;
  bool uses_mapped = true;
  bool on_land = false;  // applies on what the coast calls land
  std::vector<std::pair<StateCode, double>> territorial_sea;
  std::string note;
  std::string source;
};

struct Tables {
  std::vector<State> states;
  std::vector<Islet> islets;
  std::vector<Area> areas;

  const State* find(StateCode code) const;
  std::optional<std::uint16_t> index_of(StateCode code) const;
  std::optional<std::uint16_t> index_of_alpha3(std::string_view alpha3) const;
};

// Each names file and line when a row does not hold.
Result<std::vector<State>> states_from_csv(std::string_view text, std::string_view file);
Result<std::vector<Islet>> islets_from_csv(std::string_view text, std::string_view file);
Result<std::vector<Area>> areas_from_toml(std::string_view text, std::string_view file);
// All three, and that the States they name exist.
Result<Tables> tables_from(std::string_view states, std::string_view islets, std::string_view areas);
// The tables this program was made with.
Result<Tables> built_in_tables();
struct TableTexts {
  std::string states;
  std::string islets;
  std::string areas;
};
TableTexts built_in_table_texts();

}  // namespace fairlead::zones
