// SPDX-License-Identifier: Apache-2.0
#include "zones/build.hpp"

#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "area_index.hpp"
#include "atlas_file.hpp"
#include "coast_read.hpp"
#include "edge_grid.hpp"
#include "geojson_read.hpp"
#include "meta.hpp"
#include "rings.hpp"
#include "simplify.hpp"
#include "tables.hpp"
#include "zones/atlas.hpp"

namespace fairlead::zones {
namespace {

constexpr double kSecondCoastFrom =
    1852.0;                           // metres (1 nm): nearer, the second coast is the first one, drawn otherwise
constexpr double kAround = 2000.0;    // from here on, a second coast that stands behind the first changes nothing
constexpr double kTinyIslet = 800.0;  // metres; a shorter islet becomes a single edge, and so does one of 2 tolerances
constexpr double kLimitTolerance = 150.0;
constexpr double kLandTolerance = 2000.0;  // land borders only have to part the coasts
constexpr double kOwnerWithin = 30.0 * kNauticalMile;
constexpr std::size_t kOwnerRun = 8;
constexpr std::uint16_t kUnowned = kOwnerMask - 1;

Result<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) {
    return fail(ErrorCode::not_found, fmt::format("the table `{}` cannot be read, or is empty", path));
  }
  return text.str();
}

class Maker {
 public:
  Maker(const BuildInputs& inputs, const BuildProgress& progress) : inputs_(inputs), progress_(progress) {}

  Result<BuildSummary> run(const std::string& out) {
    if (inputs_.limits.empty() && !countries()) {
      return fail(ErrorCode::invalid_argument,
                  "neither limits nor countries are given: nothing tells whose coast is whose");
    }
    FL_CHECK(read_tables());
    FL_CHECK(read_coast_lines());
    FL_CHECK(read_limits());
    FL_CHECK(add_second_coast());
    FL_CHECK(build_mapped());
    own_coasts();
    // Borders on land told whose coast is whose, and are no limits.
    if (countries()) parts_.layers[static_cast<std::size_t>(LayerId::mapped)] = {};
    add_islets();
    tell("coast", 0);
    LayerLimits coast;
    coast.one_area = true;
    coast.owners_max = 3;
    coast.leaf_max = 40;
    coast.edge_max = edge_max();
    limit_to_region(coast);
    FL_TRY(parts_.layers[static_cast<std::size_t>(LayerId::coast)], build_layer(owned_, coast, progress_, "coast"));
    FL_CHECK(build_areas());
    return finish(out);
  }

 private:
  void tell(std::string_view what, double share) const {
    if (progress_) progress_(what, share);
  }

  bool countries() const { return !inputs_.countries.empty(); }

  double edge_max() const { return countries() ? kEdgeMaxCoarse : kEdgeMax; }

  Result<void> read_tables() {
    if (inputs_.tables.empty()) {
      const TableTexts texts = built_in_table_texts();
      parts_.states = texts.states;
      parts_.islets = texts.islets;
      parts_.areas = texts.areas;
    } else {
      FL_TRY(parts_.states, text_of(inputs_.tables + "/states.csv"));
      FL_TRY(parts_.islets, text_of(inputs_.tables + "/islets.csv"));
      FL_TRY(parts_.areas, text_of(inputs_.tables + "/areas.toml"));
    }
    FL_TRY(tables_, tables_from(parts_.states, parts_.islets, parts_.areas));
    return {};
  }

  void limit_to_region(LayerLimits& limits) const {
    if (!inputs_.region || inputs_.region->west > inputs_.region->east) return;
    const auto degrees = [](std::int32_t units) { return static_cast<double>(units) / geo::kUnitsPerDegree; };
    const double west = std::floor(degrees(inputs_.region->west));
    limits.region =
        CellBounds{west, std::floor(degrees(inputs_.region->south)), std::ceil(degrees(inputs_.region->east)) - west};
    limits.region_north = std::ceil(degrees(inputs_.region->north));
  }

  bool in_region(LonLat p) const {
    if (!inputs_.region) return true;
    const auto position = geo::Position::from_degrees(p.lat, p.lon);
    return position && inputs_.region->contains(*position);
  }
  bool in_region(const std::vector<LonLat>& points) const {
    if (!inputs_.region) return true;
    for (const LonLat p : points) {
      if (in_region(p)) return true;
    }
    return false;
  }

  Result<void> read_coast_lines() {
    tell("reading the coastline", 0);
    const Result<std::size_t> chains = read_coast(inputs_.coast, [&](std::vector<LonLat>&& chain) {
      if (!in_region(chain)) return;
      if (is_tiny(chain)) {
        tiny_.push_back(std::move(chain));
        return;
      }
      std::vector<LonLat> kept = with_short_edges(simplify(chain, inputs_.tolerance_m), edge_max());
      for (std::size_t i = 0; i + 1 < kept.size(); ++i) {
        land_.add(to_ecef(kept[i]), to_ecef(kept[i + 1]), 0);
        near_coast_.add(kept[i], kept[i + 1]);
      }
      coast_.push_back(std::move(kept));
    });
    if (!chains) return Failure(chains.error());
    add_tiny();
    return {};
  }

  // An islet so short that a single edge through it is as far off as its shore, to within about the tolerance.
  // Whether a piece of the second coast can be the nearest for a ship more than kAround off it. It cannot when the
  // first coast lies as near to each of the points around it: whoever comes from there is nearer to that.
  bool matters_offshore(LonLat p) const {
    const double north = kAround / 111'000.0;
    const double east = north / std::max(0.05, std::cos(p.lat * kPi / 180.0));
    for (int i = 0; i < 8; ++i) {
      const double angle = i * kPi / 4;
      const LonLat around{p.lon + east * std::sin(angle), p.lat + north * std::cos(angle)};
      if (!near_coast_.near(around, kAround)) return true;
    }
    return false;
  }

  bool is_tiny(const std::vector<LonLat>& ring) const {
    if (!(ring.front() == ring.back()) || ring.size() > 64) return false;
    const Vec from = to_ecef(ring.front());
    for (const LonLat p : ring) {
      if (length(to_ecef(p) - from) > std::max(kTinyIslet, 2 * inputs_.tolerance_m)) return false;
    }
    return true;
  }

  // Islets off no other coast; one that lies within the tolerance of a coast changes nothing.
  void add_tiny() {
    for (const std::vector<LonLat>& ring : tiny_) {
      if (near_coast_.near(ring.front(), countries() ? 2 * inputs_.tolerance_m : inputs_.tolerance_m)) continue;
      const Vec from = to_ecef(ring.front());
      LonLat across = ring.front();
      for (const LonLat p : ring) {
        if (length(to_ecef(p) - from) > length(to_ecef(across) - from)) across = p;
      }
      near_coast_.add(ring.front(), across);
      islets_.push_back({ring.front(), across});
    }
    tiny_ = {};
  }

  // The rings of each State, whole, to tell whose coast is whose; and simplified, as the layer of mapped limits.
  Result<void> read_limits() {
    tell("reading the limits", 0);
    GeojsonSummary summary;
    const std::string& file = countries() ? inputs_.countries : inputs_.limits;
    FL_TRY(summary, read_geojson(file, [&](Feature&& feature) -> Result<void> {
             std::optional<std::uint16_t> state;
             if (const auto at = feature.properties.find("isoA2"); at != feature.properties.end()) {
               if (const auto code = state_code_from(at->second)) state = tables_.index_of(*code);
             }
             if (const auto at = feature.properties.find("isoA3"); !state && at != feature.properties.end()) {
               state = tables_.index_of_alpha3(at->second);
             }
             if (!state) return {};  // Kosovo and the like: no code, no coast
             for (const Polygon& polygon : feature.polygons) {
               for (const Ring& ring : polygon) add_limit_ring(unwrapped(ring), *state);
             }
             return {};
           }));
    if (summary.features == 0) {
      return fail(ErrorCode::corrupt, fmt::format("`{}` holds no feature with an `isoA2` or `isoA3`", file));
    }
    return {};
  }

  void add_limit_ring(const Ring& ring, std::uint16_t state) {
    if (ring.size() < 4 || !in_region(ring)) return;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) states_.add(to_ecef(ring[i]), to_ecef(ring[i + 1]), state);
    // Runs on land and at sea, each simplified as it deserves; their shared ends stay.
    std::vector<bool> ashore(ring.size());
    for (std::size_t i = 0; i < ring.size(); ++i) ashore[i] = land_.any(to_ecef(ring[i]));
    const auto kind_of = [&](std::size_t i) -> std::uint16_t {
      const bool cut = std::abs(ring[i].lon) > 179.9999 && std::abs(ring[i + 1].lon) > 179.9999;
      const bool pole = std::abs(ring[i].lat) > 89.9 || std::abs(ring[i + 1].lat) > 89.9;
      return cut || pole || (!countries() && ashore[i] && ashore[i + 1]) ? kParityOnly : std::uint16_t{0};
    };
    std::size_t first = 0;
    while (first + 1 < ring.size()) {
      const std::uint16_t kind = kind_of(first);
      std::size_t last = first + 1;
      while (last + 1 < ring.size() && kind_of(last) == kind) ++last;
      const std::vector<LonLat> run(ring.begin() + static_cast<std::ptrdiff_t>(first),
                                    ring.begin() + static_cast<std::ptrdiff_t>(last) + 1);
      Chain chain;
      chain.owner = static_cast<std::uint16_t>(state | kind);
      chain.points = simplify(run, countries() || kind == kParityOnly ? kLandTolerance : kLimitTolerance);
      limit_edges_ += chain.points.size() - 1;
      limits_.push_back(std::move(chain));
      first = last;
    }
  }

  // What the second coast has and the first has not: pieces at sea, away from the first.
  Result<void> add_second_coast() {
    if (inputs_.seas.empty()) return {};
    tell("reading the second coastline", 0);
    GeojsonSummary summary;
    FL_TRY(summary, read_geojson(inputs_.seas, [&](Feature&& feature) -> Result<void> {
             for (const Polygon& polygon : feature.polygons) {
               for (const Ring& ring : polygon) add_second_ring(ring);
             }
             return {};
           }));
    return {};
  }

  void add_second_ring(const Ring& whole) {
    if (!in_region(whole)) return;
    if (is_tiny(whole)) {
      if (!near_coast_.near(whole.front(), kSecondCoastFrom) && !land_.any(to_ecef(whole.front())))
        tiny_.push_back(whole);
      return;
    }
    const Ring ring = simplify(whole, inputs_.tolerance_m);
    std::vector<LonLat> run;
    const auto flush = [&] {
      if (run.size() >= 2) {
        added_ += run.size() - 1;
        second_.push_back(with_short_edges(run, edge_max()));
      }
      run.clear();
    };
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const LonLat a = ring[i];
      const LonLat b = ring[i + 1];
      const bool cut = std::abs(a.lon) > 179.9999 && std::abs(b.lon) > 179.9999;
      const bool pole = std::abs(a.lat) > 89.0 || std::abs(b.lat) > 89.0;
      const auto apart = [&](LonLat p) {
        return !near_coast_.near(p, kSecondCoastFrom) && !land_.any(to_ecef(p)) && matters_offshore(p);
      };
      if (cut || pole || !(in_region(a) || in_region(b)) || !(apart(a) || apart(b))) {
        flush();
        continue;
      }
      if (run.empty()) run.push_back(a);
      run.push_back(b);
    }
    flush();
  }

  Result<void> build_mapped() {
    tell("limits", 0);
    LayerLimits limits;
    limits.within = 30 * kNauticalMile;
    limits.owners_max = 3;
    limits.leaf_max = 32;
    limit_to_region(limits);
    FL_TRY(parts_.layers[static_cast<std::size_t>(LayerId::mapped)], build_layer(limits_, limits, progress_, "limits"));
    limits_ = {};
    return {};
  }

  std::uint16_t party(std::uint16_t state, std::uint16_t islet) {
    for (std::size_t i = 0; i < meta_.coast_parties.size(); ++i) {
      if (meta_.coast_parties[i].state == state && meta_.coast_parties[i].islet == islet) {
        return static_cast<std::uint16_t>(i);
      }
    }
    meta_.coast_parties.push_back({state, islet});
    return static_cast<std::uint16_t>(meta_.coast_parties.size() - 1);
  }

  // Whose coast a point is: an islet's of the table, the State's whose ring contains it, or the nearest ring's.
  std::uint16_t owner_of(LonLat p, std::uint16_t before) {
    const Vec at = to_ecef(p);
    for (std::size_t i = 0; i < tables_.islets.size(); ++i) {
      const Islet& islet = tables_.islets[i];
      if (std::abs(islet.at.lat - p.lat) > 1) continue;
      if (length(to_ecef(islet.at) - at) > islet.capture_nm * kNauticalMile) continue;
      taken_[i] = true;
      return party(*tables_.index_of(islet.state), static_cast<std::uint16_t>(i));
    }
    const std::vector<std::uint16_t> inside = states_.containing(at);
    if (!inside.empty()) {
      // A dependency may be drawn in its sovereign's ring too.
      for (const std::uint16_t state : inside) {
        if (tables_.states[state].sovereign != tables_.states[state].code) return party(state, kNoIslet);
      }
      return party(inside.front(), kNoIslet);
    }
    if (before != kUnowned) return before;
    Probe near;
    probe(parts_.layers[static_cast<std::size_t>(LayerId::mapped)].view(), p, at, false, near);
    if (near.hit_count > 0 && near.hits[0].square < kOwnerWithin * kOwnerWithin)
      return party(near.hits[0].owner, kNoIslet);
    if (p.lat < -60) {
      if (const auto antarctica = tables_.index_of(StateCode{{'A', 'Q'}})) return party(*antarctica, kNoIslet);
    }
    return kUnowned;
  }

  static LonLat middle_of(const std::vector<LonLat>& points, std::size_t i) {
    return {(points[i].lon + points[i + 1].lon) / 2, (points[i].lat + points[i + 1].lat) / 2};
  }

  // Cuts each chain where the owner changes.
  void own(const std::vector<std::vector<LonLat>>& chains, std::uint16_t flags) {
    std::size_t done = 0;
    for (const std::vector<LonLat>& points : chains) {
      if (++done % 4096 == 0) tell("whose coast", static_cast<double>(done) / static_cast<double>(chains.size()));
      std::uint16_t before = kUnowned;
      Chain chain;
      // Owners change rarely: of a run with the same owner at both ends, the middle is not asked.
      std::size_t same_until = 0;
      for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        std::uint16_t owner = before;
        if (i >= same_until) {
          owner = owner_of(middle_of(points, i), before);
          const std::size_t ahead = std::min(i + kOwnerRun, points.size() - 2);
          if (ahead > i && owner_of(middle_of(points, ahead), owner) == owner) same_until = ahead + 1;
        }
        if (owner == kUnowned) ++unowned_;
        if (chain.points.empty() || owner != before) {
          if (chain.points.size() >= 2) owned_.push_back(std::move(chain));
          chain = {};
          chain.owner = static_cast<std::uint16_t>(owner | flags);
          chain.points.push_back(points[i]);
        }
        chain.points.push_back(points[i + 1]);
        before = owner;
      }
      if (chain.points.size() >= 2) owned_.push_back(std::move(chain));
    }
  }

  void own_coasts() {
    taken_.assign(tables_.islets.size(), false);
    own(coast_, 0);
    coast_ = {};
    own(second_, kDistanceOnly);
    second_ = {};
    own(islets_, kDistanceOnly);
    islets_ = {};
    // Coast nobody owns still bounds land; it has no zones.
    for (Chain& chain : owned_) {
      if ((chain.owner & kOwnerMask) == kUnowned) {
        chain.owner = static_cast<std::uint16_t>((chain.owner & ~kOwnerMask) | kParityOnly);  // of party 0
      }
    }
    std::erase_if(owned_, [](const Chain& chain) {
      return (chain.owner & kDistanceOnly) != 0 && (chain.owner & kParityOnly) != 0;
    });
  }

  void add_islets() {
    for (std::size_t i = 0; i < tables_.islets.size(); ++i) {
      const Islet& islet = tables_.islets[i];
      if (taken_[i] || islet.radius_m <= 0 || !in_region(islet.at)) continue;
      Chain chain;
      chain.owner = static_cast<std::uint16_t>(party(*tables_.index_of(islet.state), static_cast<std::uint16_t>(i)) |
                                               kDistanceOnly);
      const double north = islet.radius_m / 111'000.0;
      const double east = north / std::cos(islet.at.lat * kPi / 180.0);
      chain.points = {{islet.at.lon + east, islet.at.lat},
                      {islet.at.lon, islet.at.lat + north},
                      {islet.at.lon - east, islet.at.lat},
                      {islet.at.lon, islet.at.lat - north},
                      {islet.at.lon + east, islet.at.lat}};
      owned_.push_back(std::move(chain));
    }
    for (const Chain& chain : owned_) coast_edges_ += chain.points.size() - 1;
  }

  Result<void> build_areas() {
    std::vector<Chain> chains;
    for (std::size_t i = 0; i < tables_.areas.size(); ++i) {
      const std::vector<LonLat> ring = unwrapped(closed(tables_.areas[i].corners));
      for (std::size_t k = 0; k + 1 < ring.size(); ++k) {
        // An edge at 180 degrees that only closes a ring is no border.
        const bool cut = std::abs(ring[k].lon) == 180.0 && ring[k].lon == ring[k + 1].lon;
        chains.push_back({{ring[k], ring[k + 1]}, static_cast<std::uint16_t>(i | (cut ? kParityOnly : 0U))});
      }
    }
    LayerLimits limits;
    limits.within = 61 * kNauticalMile;
    limits.owners_max = 8;
    limits.leaf_max = 16;
    limit_to_region(limits);
    FL_TRY(parts_.layers[static_cast<std::size_t>(LayerId::areas)], build_layer(chains, limits, progress_, "claims"));
    return {};
  }

  Result<BuildSummary> finish(const std::string& out) {
    meta_.title = inputs_.region ? "a region's maritime zones" : "the world's maritime zones";
    if (countries()) meta_.title += ", small: coarse coast, no drawn limits";
    meta_.built_with = inputs_.built_with;
    meta_.coast_tolerance_m = inputs_.tolerance_m;
    meta_.sources = {
        {"GSHHG", "2.3.7 (2017)", "LGPL-3.0-or-later",
         "Wessel, P., and W. H. F. Smith (1996), A Global Self-consistent, Hierarchical, High-resolution Shoreline "
         "Database"},
        countries()
            ? DataSource{"Digital Chart of the World (of GMT), whose coast is whose", "2.1.1 (2022)",
                         "LGPL-3.0-or-later", "The Generic Mapping Tools, github.com/GenericMappingTools/dcw-gmt"}
            : DataSource{"OpenStreetMap boundaries (@osm_borders/maritime_10m)", "1.1.0 (April 2022)", "ODbL-1.0",
                         "(c) OpenStreetMap contributors, openstreetmap.org/copyright"},
        {"claims table of Fairlead", std::string(inputs_.built_with), "Apache-2.0", "rows name their sources"}};
    if (!inputs_.seas.empty()) {
      meta_.sources.push_back({"OpenStreetMap coastline (@geo-maps/earth-seas-10m)", "0.6.0 (2017)", "ODbL-1.0",
                               "(c) OpenStreetMap contributors, openstreetmap.org/copyright"});
    }
    parts_.meta = to_json(meta_);
    std::string bytes = bytes_of(parts_);
    parts_ = {};
    FL_CHECK(write_file(out, bytes));
    BuildSummary summary;
    summary.bytes = bytes.size();
    summary.coast_edges = coast_edges_;
    summary.limit_edges = limit_edges_;
    summary.added_coast_edges = added_;
    summary.unowned_coast_edges = unowned_;
    FL_TRY(const Atlas atlas, Atlas::from_bytes(std::move(bytes), out));
    summary.version = std::string(atlas.version());
    return summary;
  }

  const BuildInputs& inputs_;
  const BuildProgress& progress_;
  Tables tables_;
  Meta meta_;
  AtlasParts parts_;
  AreaIndex land_;
  AreaIndex states_;
  EdgeGrid near_coast_;
  std::vector<std::vector<LonLat>> coast_;
  std::vector<std::vector<LonLat>> second_;
  std::vector<std::vector<LonLat>> tiny_;
  std::vector<std::vector<LonLat>> islets_;  // of both coasts
  std::vector<Chain> limits_;
  std::vector<Chain> owned_;
  std::vector<bool> taken_;
  std::size_t coast_edges_ = 0;
  std::size_t limit_edges_ = 0;
  std::size_t added_ = 0;
  std::size_t unowned_ = 0;
};

}  // namespace

Result<BuildSummary> build(const BuildInputs& inputs, const std::string& out, const BuildProgress& progress) {
  return Maker(inputs, progress).run(out);
}

}  // namespace fairlead::zones
