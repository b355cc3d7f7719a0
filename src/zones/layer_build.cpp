// SPDX-License-Identifier: Apache-2.0
#include "layer_build.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "area_index.hpp"
#include "base/assert.hpp"
#include "layer_cell.hpp"

namespace fairlead::zones {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kTakeUndecided = 1;
constexpr std::size_t kSettleMost = 8;        // edges of an owner that a cell above a leaf may hold
constexpr double kToleranceBase = 60.0;       // metres
constexpr double kToleranceShare = 0.0003;    // of the distance
constexpr double kToleranceShareFar = 0.001;  // of what of it lies beyond
constexpr double kToleranceFar = 50'000.0;    // this distance
constexpr double kInland = 4000.0;            // from here on, on land, a rough distance will do
constexpr double kInlandBase = 1000.0;
constexpr double kInlandShare = 0.05;
const std::vector<std::uint32_t> kNothing;

class Builder {
 public:
  Builder(const LayerLimits& limits, const Progress& progress, std::string_view name)
      : limits_(limits), progress_(progress), name_(name) {}

  Result<LayerData> run(const std::vector<Chain>& chains) {
    FL_CHECK(flatten(chains));
    make_blocks();
    data_.set_starts = {0, 0};
    data_.leaves.push_back({0, 0, 0, 0, 0});  // the empty leaf comes first: most of the world has no limits nearby
    same_leaves_[{0, 0, 0, 0, 0}] = 0;
    sets_[{}] = 0;
    data_.roots.resize(kRootColumns * kRootRows);
    std::vector<std::uint32_t> all(blocks_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
    std::vector<std::uint32_t> bounding;
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
      if (owners_[i] != kNoOwner && (owners_[i] & kDistanceOnly) == 0 && !at_pole(i))
        bounding.push_back(static_cast<std::uint32_t>(i));
    }
    for (int row = 0; row < 4; ++row) {
      for (int column = 0; column < 8; ++column)
        descend({column * 45.0 - 180.0, row * 45.0 - 90.0, 45.0}, all, bounding);
    }
    data_.set_starts.shrink_to_fit();
    return std::move(data_);
  }

 private:
  Result<void> flatten(const std::vector<Chain>& chains) {
    for (const Chain* each : by_place(chains)) {
      const Chain& chain = *each;
      const std::vector<LonLat> points = with_short_edges(chain.points, limits_.edge_max);
      for (std::size_t i = 0; i < points.size(); ++i) {
        const Vec v = on_grid(to_ecef(points[i]));
        if (!fits(v)) {
          // The edge to here moves into the next block, with both its ends.
          const LonLatBox box = boxes_.back();
          owners_.back() = kNoOwner;
          const Vec before = points_.back();
          while (points_.size() % (1U << kBlockShift) != 0) push(before, kNoOwner);
          if (i > 0) {
            push(before, chain.owner);
            boxes_.back() = box;
          }
        }
        const bool last = i + 1 == points.size();
        push(v, last ? kNoOwner : chain.owner);
        if (last) break;
        const LonLat p = points[i];
        const LonLat n = points[i + 1];
        // The grid moves points by up to 4 m.
        const double north = kGrid / 110'000.0;
        const double east = north / std::max(1e-4, std::cos(std::max(std::abs(p.lat), std::abs(n.lat)) * kPi / 180.0));
        boxes_.back() = {std::min(p.lon, n.lon) - east, std::min(p.lat, n.lat) - north, std::max(p.lon, n.lon) + east,
                         std::max(p.lat, n.lat) + north};
        if ((chain.owner & kDistanceOnly) == 0) {
          areas_.add(v, on_grid(to_ecef(n)),
                     limits_.one_area ? std::uint16_t{0} : static_cast<std::uint16_t>(chain.owner & kOwnerMask));
        }
      }
      if (points_.size() > kVerticesMax) {
        return fail(ErrorCode::full,
                    fmt::format("{} has more than {} edges; simplify the lines first", name_, kVerticesMax));
      }
    }
    make_vertices();
    return {};
  }

  // Neighbours on the globe as neighbours in the file: fewer origins, and what is asked for together lies together.
  static std::vector<const Chain*> by_place(const std::vector<Chain>& chains) {
    std::vector<std::pair<std::size_t, const Chain*>> keyed;
    for (const Chain& chain : chains) {
      if (chain.points.size() < 2) continue;
      const LonLat p = chain.points.front();
      const double lon = p.lon - 360.0 * std::floor((p.lon + 180.0) / 360.0);
      const auto row = static_cast<std::size_t>(std::clamp(p.lat + 90.0, 0.0, 180.0));
      const auto column = static_cast<std::size_t>(std::clamp(lon + 180.0, 0.0, 359.0));
      keyed.emplace_back(row * kRootColumns + (row % 2 == 0 ? column : kRootColumns - 1 - column), &chain);
    }
    std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<const Chain*> result;
    result.reserve(keyed.size());
    for (const auto& [key, chain] : keyed) result.push_back(chain);
    return result;
  }

  static Vec on_grid(Vec v) {
    const double step = kGrid;
    // Plus zero: there is no minus zero on the grid.
    return {std::round(v.x / step) * step + 0.0, std::round(v.y / step) * step + 0.0,
            std::round(v.z / step) * step + 0.0};
  }

  // Whether a vertex can stand in the block at hand.
  bool fits(Vec v) const {
    const std::size_t in_block = points_.size() % (1U << kBlockShift);
    if (in_block == 0) return true;
    const Vec away = v - points_[points_.size() - in_block];
    constexpr double kReach = 32'767.0 * kGrid;
    return std::abs(away.x) <= kReach && std::abs(away.y) <= kReach && std::abs(away.z) <= kReach;
  }

  void push(Vec v, std::uint16_t owner) {
    points_.push_back(v);
    owners_.push_back(owner);
    boxes_.push_back({});
  }

  void make_vertices() {
    data_.vertices.reserve(points_.size());
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const Vec from = points_[i >> kBlockShift << kBlockShift];
      if (i % (1U << kBlockShift) == 0) {
        data_.origins.push_back({static_cast<float>(from.x), static_cast<float>(from.y), static_cast<float>(from.z)});
      }
      const auto steps = [](double metres) { return static_cast<std::int16_t>(std::lround(metres / kGrid)); };
      const Vec away = points_[i] - from;
      data_.vertices.push_back({steps(away.x), steps(away.y), steps(away.z), owners_[i]});
    }
  }

  // An edge along a pole, as rings of Antarctica have it, has no length and bounds nothing.
  bool at_pole(std::size_t edge) const {
    return std::hypot(start(edge).x, start(edge).y) < 10 && std::hypot(end(edge).x, end(edge).y) < 10;
  }

  bool counts_for_distance(std::size_t edge) const {
    const std::uint16_t owner = owners_[edge];
    return owner != kNoOwner && (owner & kParityOnly) == 0;
  }
  std::uint16_t owner_of(std::size_t edge) const { return owners_[edge] & kOwnerMask; }
  Vec start(std::size_t edge) const { return points_[edge]; }
  Vec end(std::size_t edge) const { return points_[edge + 1]; }

  // Runs of up to 64 edges of one owner that lie close together; lines of few edges share a block with their
  // neighbours.
  void make_blocks() {
    std::size_t i = 0;
    const std::size_t n = owners_.size();
    while (i < n) {
      if (!counts_for_distance(i)) {
        ++i;
        continue;
      }
      Block block{static_cast<std::uint32_t>(i), 0, owner_of(i), {}, 0};
      std::size_t stop = i;
      const Vec anchor = start(i);
      while (stop < n && stop - i < kBlock) {
        if (counts_for_distance(stop) && (owner_of(stop) != block.owner || length(start(stop) - anchor) > 30'000.0))
          break;
        ++stop;
      }
      while (stop > i && !counts_for_distance(stop - 1)) --stop;
      block.count = static_cast<std::uint32_t>(stop - i);
      Vec sum{};
      double edges = 0;
      for (std::size_t e = i; e < stop; ++e) {
        if (!counts_for_distance(e)) continue;
        sum = sum + start(e) + end(e);
        edges += 2;
      }
      block.centre = sum * (1.0 / edges);
      for (std::size_t e = i; e < stop; ++e) {
        if (!counts_for_distance(e)) continue;
        block.radius = std::max({block.radius, length(start(e) - block.centre), length(end(e) - block.centre)});
      }
      blocks_.push_back(block);
      i = stop;
    }
  }

  // Of owners' smallest and largest possible distances in a cell: which owners can matter there.
  struct Reach {
    std::uint16_t owner;
    double least;  // no point of the cell is nearer than this
    double most;   // every point of the cell is at least as near as this
  };

  // Keeps what can be among the nearest owners; gives the distance beyond which nothing of an owner matters, by owner.
  std::vector<std::pair<std::uint16_t, double>> relevant(std::vector<Reach> reach) const {
    std::vector<std::pair<std::uint16_t, double>> result;
    if (reach.empty()) return result;
    std::vector<double> most;
    most.reserve(reach.size());
    for (const Reach& r : reach) most.push_back(r.most);
    std::sort(most.begin(), most.end());
    for (const Reach& r : reach) {
      if (limits_.within > 0 && r.least > limits_.within) continue;
      if (r.least > most.front() && r.least > kOwnersWithin) continue;
      if (most.size() > limits_.owners_max && r.least > most[limits_.owners_max - 1]) continue;
      // Farther than the nearest coast and than all that is told apart, nothing matters.
      result.emplace_back(r.owner, std::min(r.most, std::max(most.front(), kOwnersWithin)));
    }
    std::sort(result.begin(), result.end());
    return result;
  }

  static void widen(std::vector<Reach>& reach, std::vector<std::uint32_t>& slot, std::uint16_t owner, double least,
                    double most) {
    if (slot.size() <= owner) slot.resize(owner + 1U, ~0U);
    if (slot[owner] == ~0U) {
      slot[owner] = static_cast<std::uint32_t>(reach.size());
      reach.push_back({owner, least, most});
      return;
    }
    Reach& r = reach[slot[owner]];
    r.least = std::min(r.least, least);
    r.most = std::min(r.most, most);
  }

  static const double* most_for(const std::vector<std::pair<std::uint16_t, double>>& owners, std::uint16_t owner) {
    const auto at = std::lower_bound(owners.begin(), owners.end(), owner,
                                     [](const auto& pair, std::uint16_t value) { return pair.first < value; });
    return at != owners.end() && at->first == owner ? &at->second : nullptr;
  }

  // From 45 degrees down to 1 degree, over blocks.
  void descend(CellBounds bounds, const std::vector<std::uint32_t>& blocks,
               const std::vector<std::uint32_t>& bounding) {
    const Cell cell = cell_of(bounds);
    const bool left_out = limits_.region && !meets_region(bounds);
    if (left_out && bounds.size < 1.5) {
      set_root(bounds, kLeafBit);
      return;
    }
    std::vector<Reach> reach;
    std::vector<std::uint32_t> slot;
    for (const std::uint32_t index : left_out ? kNothing : blocks) {
      const Block& block = blocks_[index];
      const double d = length(block.centre - cell.centre);
      widen(reach, slot, block.owner, std::max(0.0, d - block.radius - cell.radius), d + block.radius + cell.radius);
    }
    const auto owners = relevant(std::move(reach));
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t index : blocks) {
      const Block& block = blocks_[index];
      const double* most = most_for(owners, block.owner);
      if (most == nullptr) continue;
      const double least = length(block.centre - cell.centre) - block.radius - cell.radius;
      if (least <= *most && (limits_.within <= 0 || least <= limits_.within)) kept.push_back(index);
    }
    const std::vector<std::uint32_t> inside = touching(bounds, bounding);
    if (bounds.size > 1.5) {
      const int parts = bounds.size > 40 ? 5 : 3;
      const double size = bounds.size / parts;
      for (int row = 0; row < parts; ++row) {
        for (int column = 0; column < parts; ++column) {
          descend({std::round(bounds.west + column * size), std::round(bounds.south + row * size), size}, kept, inside);
        }
      }
      return;
    }
    std::vector<std::uint32_t> edges;
    for (const std::uint32_t index : kept) {
      const Block& block = blocks_[index];
      for (std::uint32_t e = block.first; e < block.first + block.count; ++e) {
        if (counts_for_distance(e)) edges.push_back(e);
      }
    }
    set_root(bounds, grow(bounds, edges, inside, 0, ~0U));
    if (++done_ % 324 == 0 && progress_) progress_(name_, static_cast<double>(done_) / (kRootColumns * kRootRows));
  }

  void set_root(CellBounds bounds, std::uint32_t reference) {
    const auto row = static_cast<std::size_t>(std::lround(bounds.south + 90.0));
    const auto column = static_cast<std::size_t>(std::lround(bounds.west + 180.0));
    data_.roots[row * kRootColumns + column] = reference;
  }

  bool meets_region(CellBounds bounds) const {
    const CellBounds& region = *limits_.region;
    return bounds.west < region.west + region.size && bounds.west + bounds.size > region.west &&
           bounds.south < limits_.region_north && bounds.south + bounds.size > region.south;
  }

  // Edges whose box meets the cell, a little widened: the way from a point to the cell's centre bulges out of it by
  // less.
  std::vector<std::uint32_t> touching(CellBounds bounds, const std::vector<std::uint32_t>& edges) const {
    const double margin = bounds.size * 0.02;
    const LonLatBox cell{bounds.west - margin, bounds.south - margin, bounds.west + bounds.size + margin,
                         bounds.south + bounds.size + margin};
    std::vector<std::uint32_t> result;
    for (const std::uint32_t e : edges) {
      const LonLatBox& box = boxes_[e];
      if (box.north < cell.south || box.south > cell.north) continue;
      // Edges at 180 degrees may bound a cell on the other side.
      const bool beside = (box.east >= cell.west && box.west <= cell.east) ||
                          (box.east + 360 >= cell.west && box.west + 360 <= cell.east) ||
                          (box.east - 360 >= cell.west && box.west - 360 <= cell.east);
      if (beside) result.push_back(e);
    }
    return result;
  }

  // Makes the subtree of a cell and returns the reference to it. `inside` is a set known for all of the cell, or ~0.
  std::uint32_t grow(CellBounds bounds, const std::vector<std::uint32_t>& edges,
                     const std::vector<std::uint32_t>& bounding, int depth, std::uint32_t inside) {
    const Cell cell = cell_of(bounds);
    std::vector<Sight> sights = see(cell, edges);
    std::vector<std::uint32_t> crossing = touching(bounds, bounding);
    if (inside == ~0U && crossing.empty()) inside = set_at(cell.centre);
    inland_ = limits_.one_area && inside != ~0U && inside != 0 && nearest_of(sights) > kInland + cell.radius;
    const bool smallest = depth == kDepthMax;
    const std::vector<Group> groups = choose(cell, sights, smallest);
    std::size_t chosen_count = 0;
    bool all = smallest || crossing.size() <= limits_.leaf_max;
    for (const Group& group : groups) {
      all = all && group.settled;
      chosen_count += group.chosen.size();
    }
    if (all && (smallest || chosen_count <= limits_.leaf_max)) {
      std::vector<std::uint32_t> near;
      for (const Group& group : groups) near.insert(near.end(), group.chosen.begin(), group.chosen.end());
      return leaf(cell, std::move(near), std::move(crossing), inside);
    }
    // What few edges settle for all of the cell stays here; the rest goes down.
    std::vector<std::uint32_t> kept;
    std::vector<std::uint32_t> here;
    for (const Group& group : groups) {
      if (group.settled && group.chosen.size() <= kSettleMost) {
        here.insert(here.end(), group.chosen.begin(), group.chosen.end());
      } else {
        for (std::size_t i = group.first; i < group.stop; ++i) kept.push_back(sights[i].edge);
      }
    }
    sights = {};
    const auto node = static_cast<std::uint32_t>(data_.nodes.size());
    std::sort(here.begin(), here.end());
    const std::vector<std::uint32_t> runs = runs_of(here);
    data_.nodes.push_back({{}, place(runs), static_cast<std::uint32_t>(runs.size())});
    for (std::uint32_t child = 0; child < 4; ++child) {
      const double half = bounds.size / 2;
      const CellBounds quarter{bounds.west + ((child & 1U) != 0 ? half : 0.0),
                               bounds.south + ((child & 2U) != 0 ? half : 0.0), half};
      const std::uint32_t reference = grow(quarter, kept, crossing, depth + 1, inside);
      data_.nodes[node].child[child] = reference;
    }
    return node;
  }

  // The edges that may be nearest somewhere in the cell, sorted by owner, as seen from its centre. Where all owners are
  // far away they count as one.
  std::vector<Sight> see(const Cell& cell, const std::vector<std::uint32_t>& edges) {
    std::vector<Sight> sights;
    sights.reserve(edges.size());
    std::vector<Reach> reach;
    std::vector<std::uint32_t> slot;
    double least = std::numeric_limits<double>::max();
    for (const std::uint32_t e : edges) {
      const Vec a = start(e);
      const Vec b = end(e);
      const Nearest nearest = nearest_on_edge(cell.centre, a, b);
      const double d = std::sqrt(nearest.square);
      const Vec way = a + (b - a) * nearest.along - cell.centre;
      sights.push_back({e, owner_of(e), d, d > 0 ? way * (1.0 / d) : Vec{}});
      least = std::min(least, d);
    }
    const bool far = least - cell.radius > kOwnersWithin;
    for (Sight& s : sights) {
      if (far) s.owner = 0;
      widen(reach, slot, s.owner, std::max(0.0, s.distance - cell.radius), s.distance + cell.radius);
    }
    const auto owners = relevant(std::move(reach));
    std::vector<Sight> kept;
    for (const Sight& s : sights) {
      const double* most = most_for(owners, s.owner);
      if (most == nullptr || s.distance - cell.radius > *most) continue;
      if (limits_.within > 0 && s.distance - cell.radius > limits_.within) continue;
      kept.push_back(s);
    }
    std::stable_sort(kept.begin(), kept.end(), [](const Sight& a, const Sight& b) { return a.owner < b.owner; });
    // Of each owner, only what can be nearer somewhere in the cell than the edge nearest to the middle.
    std::vector<Sight> able;
    able.reserve(kept.size());
    for (std::size_t i = 0; i < kept.size();) {
      std::size_t stop = i;
      std::size_t best = i;
      for (; stop < kept.size() && kept[stop].owner == kept[i].owner; ++stop) {
        if (kept[stop].distance < kept[best].distance) best = stop;
      }
      for (std::size_t k = i; k < stop; ++k) {
        if (k == best || gain_of(cell, kept[k], kept[best]) > 0) able.push_back(kept[k]);
      }
      i = stop;
    }
    kept = std::move(able);
    return kept;
  }

  static double nearest_of(const std::vector<Sight>& sights) {
    double least = std::numeric_limits<double>::max();
    for (const Sight& s : sights) least = std::min(least, s.distance);
    return least;
  }

  // Sights of one owner, and the edges that stand in for all of them within the tolerance, if they are few enough.
  struct Group {
    std::size_t first = 0;
    std::size_t stop = 0;
    bool settled = false;
    std::vector<std::uint32_t> chosen;
  };

  std::vector<Group> choose(const Cell& cell, const std::vector<Sight>& sights, bool smallest) {
    std::vector<Group> groups;
    for (std::size_t i = 0; i < sights.size();) {
      Group group;
      group.first = i;
      double least = std::numeric_limits<double>::max();
      std::vector<std::uint32_t> candidates;
      for (; i < sights.size() && sights[i].owner == sights[group.first].owner; ++i) {
        candidates.push_back(sights[i].edge);
        least = std::min(least, sights[i].distance);
      }
      group.stop = i;
      // With so many edges about, a coast runs through the cell, and only smaller cells will do.
      const bool promising = smallest || candidates.size() <= 16 * limits_.leaf_max || least > 2 * cell.radius;
      group.settled = promising && cover(cell, candidates, smallest ? ~std::size_t{0} : limits_.leaf_max, group.chosen);
      if (!group.settled) group.chosen.clear();
      groups.push_back(std::move(group));
    }
    return groups;
  }

  // By how much an edge may be nearer than the best one, anywhere in the cell. With q at most `radius` from the centre
  // c, u the unit vectors towards the nearest points and d the distances from c:  d(q,s) >= d_s - (q-c).u_s  (the
  // distance to an edge is convex), and  d(q,best) <= d_best - (q-c).u_best + radius^2 / (2 d_best). Their difference
  // bounds the gain.
  static double gain_of(const Cell& cell, const Sight& s, const Sight& best) {
    const double behind = s.distance - best.distance;
    const double most = 2.0 * cell.radius;
    if (behind >= most || !(best.distance > 0)) return most - behind;
    const double bend = cell.radius * cell.radius / (2.0 * best.distance);
    return std::min(most, cell.radius * length(s.towards - best.towards) + bend) - behind;
  }

  double tolerance_at(double distance) const {
    if (inland_) return kInlandBase + kInlandShare * distance;
    return kToleranceBase + kToleranceShare * distance + kToleranceShareFar * std::max(0.0, distance - kToleranceFar);
  }

  // Adds to `chosen` (sorted) until no other candidate can be nearer, anywhere in the cell, than the nearest chosen one
  // by more than the tolerance.
  bool cover(const Cell& cell, const std::vector<std::uint32_t>& candidates, std::size_t most,
             std::vector<std::uint32_t>& chosen) {
    std::vector<Sight> sights;
    sights.reserve(candidates.size());
    const Sight* best = nullptr;
    for (const std::uint32_t e : candidates) {
      const Vec a = start(e);
      const Vec b = end(e);
      const Nearest nearest = nearest_on_edge(cell.centre, a, b);
      const double d = std::sqrt(nearest.square);
      const Vec way = a + (b - a) * nearest.along - cell.centre;
      sights.push_back({e, 0, d, d > 0 ? way * (1.0 / d) : Vec{}});
    }
    for (const Sight& s : sights) {
      if (best == nullptr || s.distance < best->distance) best = &s;
    }
    if (best == nullptr) return true;
    const auto place = std::lower_bound(chosen.begin(), chosen.end(), best->edge);
    if (place == chosen.end() || *place != best->edge) {
      if (chosen.size() >= most) return false;
      chosen.insert(place, best->edge);
    }
    const double tolerance = tolerance_at(std::max(0.0, best->distance - cell.radius));
    std::vector<std::uint32_t> open;
    std::vector<std::uint32_t> undecided;
    for (const Sight& s : sights) {
      const double gain = gain_of(cell, s, *best);
      const bool is_chosen = std::binary_search(chosen.begin(), chosen.end(), s.edge);
      if (gain > tolerance || (is_chosen && gain > 0)) open.push_back(s.edge);
      if (gain > tolerance && !is_chosen) undecided.push_back(s.edge);
    }
    if (undecided.empty()) return true;
    if (undecided.size() <= kTakeUndecided && chosen.size() + undecided.size() <= most) {
      // To look closer would cost more than to carry them along.
      for (const std::uint32_t e : undecided) chosen.insert(std::lower_bound(chosen.begin(), chosen.end(), e), e);
      return true;
    }
    const double half = cell.bounds.size / 2;
    for (std::uint32_t child = 0; child < 4; ++child) {
      const Cell quarter = cell_of({cell.bounds.west + ((child & 1U) != 0 ? half : 0.0),
                                    cell.bounds.south + ((child & 2U) != 0 ? half : 0.0), half});
      if (!cover(quarter, open, most, chosen)) return false;
    }
    return true;
  }

  std::uint32_t set_at(Vec at) {
    const std::vector<std::uint16_t> items = areas_.containing(at);
    const auto [place, added] = sets_.try_emplace(items, static_cast<std::uint32_t>(data_.set_starts.size() - 1));
    if (added) {
      data_.set_items.insert(data_.set_items.end(), items.begin(), items.end());
      data_.set_starts.push_back(static_cast<std::uint32_t>(data_.set_items.size()));
    }
    return place->second;
  }

  // Where a list stands in the entries. Neighbours often need the very same one.
  std::uint32_t place(const std::vector<std::uint32_t>& list) {
    if (list.empty()) return 0;
    const auto [at, added] = lists_.try_emplace(list, static_cast<std::uint32_t>(data_.entries.size()));
    if (added) data_.entries.insert(data_.entries.end(), list.begin(), list.end());
    return at->second;
  }

  std::uint32_t leaf(const Cell& cell, std::vector<std::uint32_t> near, std::vector<std::uint32_t> bound,
                     std::uint32_t inside) {
    std::sort(near.begin(), near.end());
    std::sort(bound.begin(), bound.end());
    std::vector<std::uint32_t> both;
    std::vector<std::uint32_t> only_near;
    std::vector<std::uint32_t> only_bound;
    std::set_intersection(near.begin(), near.end(), bound.begin(), bound.end(), std::back_inserter(both));
    std::set_difference(near.begin(), near.end(), bound.begin(), bound.end(), std::back_inserter(only_near));
    std::set_difference(bound.begin(), bound.end(), near.begin(), near.end(), std::back_inserter(only_bound));
    const std::uint32_t set = inside == ~0U ? set_at(cell.centre) : inside;
    both = runs_of(both);
    only_near = runs_of(only_near);
    only_bound = runs_of(only_bound);
    FL_ASSERT(both.size() < 65536 && only_near.size() < 65536 && only_bound.size() < 65536 && set < 65536);
    std::vector<std::uint32_t> list = both;
    list.insert(list.end(), only_near.begin(), only_near.end());
    list.insert(list.end(), only_bound.begin(), only_bound.end());
    const std::uint32_t first = place(list);
    const std::array<std::uint32_t, 5> content = {first, static_cast<std::uint32_t>(both.size()),
                                                  static_cast<std::uint32_t>(only_near.size()),
                                                  static_cast<std::uint32_t>(only_bound.size()), set};
    const auto [at, added] = same_leaves_.try_emplace(content, static_cast<std::uint32_t>(data_.leaves.size()));
    if (added) {
      data_.leaves.push_back({first, static_cast<std::uint16_t>(both.size()),
                              static_cast<std::uint16_t>(only_near.size()),
                              static_cast<std::uint16_t>(only_bound.size()), static_cast<std::uint16_t>(set)});
    }
    return at->second | kLeafBit;
  }

  LayerLimits limits_;
  const Progress& progress_;
  std::string_view name_;
  LayerData data_;
  // By vertex, as a reader will decode it.
  std::vector<Vec> points_;
  std::vector<std::uint16_t> owners_;
  std::vector<LonLatBox> boxes_;
  std::vector<Block> blocks_;
  AreaIndex areas_;
  std::map<std::vector<std::uint16_t>, std::uint32_t> sets_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> lists_;
  bool inland_ = false;  // the cell at hand
  std::map<std::array<std::uint32_t, 5>, std::uint32_t> same_leaves_;
  std::size_t done_ = 0;
};

}  // namespace

Result<LayerData> build_layer(const std::vector<Chain>& chains, const LayerLimits& limits, const Progress& progress,
                              std::string_view name) {
  return Builder(limits, progress, name).run(chains);
}

}  // namespace fairlead::zones
