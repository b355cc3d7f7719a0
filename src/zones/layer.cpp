// SPDX-License-Identifier: Apache-2.0
#include "layer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fairlead::zones {
namespace {

Failure torn(std::string_view table) {
  return fail(ErrorCode::corrupt, fmt::format("the table of {} points outside itself", table));
}

// Where the best edge of each owner is kept while a probe goes on.
struct Best {
  std::uint16_t owner;
  std::uint32_t edge;
  float square;
  float along;
};

// The nearest edge of each owner among lists of entries.
class Chooser {
 public:
  Chooser(const LayerView& layer, Vec q)
      : layer_(layer), x_(static_cast<float>(q.x)), y_(static_cast<float>(q.y)), z_(static_cast<float>(q.z)) {}

  void offer(std::uint32_t first, std::uint32_t count) {
    const std::uint32_t* entry = layer_.entries.data() + first;
    const Vertex* vertices = layer_.vertices.data();
    for (std::uint32_t i = 0; i < count && i < kAhead; ++i) __builtin_prefetch(vertices + first_edge(entry[i]));
    for (std::uint32_t i = 0; i < count; ++i) {
      if (i + kAhead < count) __builtin_prefetch(vertices + first_edge(entry[i + kAhead]));
      std::uint32_t edge = first_edge(entry[i]);
      const std::uint32_t stop = edge + run_length(entry[i]);
      Origin a = layer_.vertex(edge);
      for (; edge < stop; ++edge) {
        const Origin b = layer_.vertex(edge + 1);
        float along = 0;
        const float square = nearest_square(x_, y_, z_, a.x, a.y, a.z, b.x, b.y, b.z, along);
        take({static_cast<std::uint16_t>(vertices[edge].owner & kOwnerMask), edge, square, along});
        a = b;
      }
    }
  }

  void tell(Vec q, Probe& out) const {
    for (std::size_t i = 0; i < count_; ++i) {
      const Best& best = best_[i];
      const Nearest exact = nearest_on_edge(q, layer_.point(best.edge), layer_.point(best.edge + 1));
      Hit hit{best.owner, best.edge, exact.square, exact.along};
      std::size_t place = out.hit_count++;
      for (; place > 0 && before(hit, out.hits[place - 1]); --place) out.hits[place] = out.hits[place - 1];
      out.hits[place] = hit;
    }
  }

 private:
  static constexpr std::uint32_t kAhead = 4;

  static bool before(const Hit& a, const Hit& b) {
    return a.square != b.square ? a.square < b.square : a.owner < b.owner;
  }

  void take(const Best& one) {
    // Lists are in the order of edges, and neighbours have one owner.
    if (count_ > 0 && best_[last_].owner == one.owner) {
      if (one.square < best_[last_].square) best_[last_] = one;
      return;
    }
    for (std::size_t i = 0; i < count_; ++i) {
      if (best_[i].owner != one.owner) continue;
      last_ = i;
      if (one.square < best_[i].square) best_[i] = one;
      return;
    }
    if (count_ < Probe::kHitsMax) {
      last_ = count_;
      best_[count_++] = one;
      return;
    }
    const auto farthest =
        std::max_element(best_.begin(), best_.end(), [](const Best& a, const Best& b) { return a.square < b.square; });
    if (one.square >= farthest->square) return;
    *farthest = one;
    last_ = static_cast<std::size_t>(farthest - best_.begin());
  }

  const LayerView& layer_;
  float x_, y_, z_;
  std::array<Best, Probe::kHitsMax> best_;
  std::size_t count_ = 0;
  std::size_t last_ = 0;
};

void toggle(Probe& out, std::uint16_t owner) {
  for (std::size_t i = 0; i < out.inside_count; ++i) {
    if (out.inside[i] != owner) continue;
    out.inside[i] = out.inside[--out.inside_count];
    return;
  }
  if (out.inside_count < Probe::kInsideMax) out.inside[out.inside_count++] = owner;
}

}  // namespace

void probe(const LayerView& layer, LonLat at, Vec ecef, bool one_area, Probe& out) {
  out.hit_count = 0;
  out.inside_count = 0;
  const double x = at.lon >= 180.0 ? at.lon - 180.0 : at.lon + 180.0;
  const double y = at.lat + 90.0;
  const auto column = std::min(static_cast<std::size_t>(x), kRootColumns - 1);
  const auto row = std::min(static_cast<std::size_t>(y), kRootRows - 1);
  CellBounds cell{static_cast<double>(column) - 180.0, static_cast<double>(row) - 90.0, 1.0};
  double in_x = x - static_cast<double>(column);
  double in_y = y - static_cast<double>(row);
  std::uint32_t reference = layer.roots[row * kRootColumns + column];
  Chooser chooser(layer, ecef);
  while ((reference & kLeafBit) == 0) {
    const Node& node = layer.nodes[reference];
    chooser.offer(node.first, node.near);
    cell.size /= 2;
    std::size_t child = 0;
    in_x *= 2;
    in_y *= 2;
    if (in_x >= 1.0) {
      child |= 1U;
      in_x -= 1.0;
      cell.west += cell.size;
    }
    if (in_y >= 1.0) {
      child |= 2U;
      in_y -= 1.0;
      cell.south += cell.size;
    }
    reference = node.child[child];
  }
  const Leaf& leaf = layer.leaves[reference & ~kLeafBit];
  chooser.offer(leaf.first, std::uint32_t{leaf.both} + leaf.near);
  chooser.tell(ecef, out);

  for (std::uint32_t i = layer.set_starts[leaf.inside]; i < layer.set_starts[leaf.inside + 1U]; ++i) {
    if (out.inside_count < Probe::kInsideMax) out.inside[out.inside_count++] = layer.set_items[i];
  }
  if (leaf.both + leaf.bound == 0) return;
  const Vec centre = to_ecef(cell.centre());
  const Vec way = cross(ecef, centre);
  const auto count_crossings = [&](std::uint32_t entry) {
    std::uint32_t edge = first_edge(entry);
    const std::uint32_t stop = edge + run_length(entry);
    Vec a = layer.point(edge);
    for (; edge < stop; ++edge) {
      const Vec b = layer.point(edge + 1);
      if (edges_cross(ecef, centre, way, a, b)) {
        toggle(out, one_area ? std::uint16_t{0} : static_cast<std::uint16_t>(layer.owner(edge) & kOwnerMask));
      }
      a = b;
    }
  };
  const std::uint32_t* entry = layer.entries.data() + leaf.first;
  for (std::uint32_t i = 0; i < leaf.both; ++i) count_crossings(entry[i]);
  entry += std::uint32_t{leaf.both} + leaf.near;
  for (std::uint32_t i = 0; i < leaf.bound; ++i) count_crossings(entry[i]);
  std::sort(out.inside.begin(), out.inside.begin() + static_cast<std::ptrdiff_t>(out.inside_count));
}

Result<void> LayerView::check(std::size_t owner_count) const {
  if (vertices.size() > kVerticesMax || origins.size() != (vertices.size() + (1U << kBlockShift) - 1) >> kBlockShift) {
    return torn("origins");
  }
  if (roots.size() != kRootColumns * kRootRows) return torn("roots");
  for (const Vertex& v : vertices) {
    if (v.owner != kNoOwner && std::size_t{v.owner} % (kOwnerMask + 1U) >= owner_count) return torn("owners");
  }
  if (!vertices.empty() && vertices.back().owner != kNoOwner) return torn("owners");
  for (std::size_t i = 0; i < vertices.size(); ++i) {
    const Origin v = vertex(i);
    const float square = v.x * v.x + v.y * v.y + v.z * v.z;
    // Also false for what is not a number.
    if (!(square > 6.3e6F * 6.3e6F && square < 6.4e6F * 6.4e6F)) return torn("vertices");
  }
  const auto reference_holds = [&](std::uint32_t reference, std::size_t after) {
    if ((reference & kLeafBit) != 0) return (reference & ~kLeafBit) < leaves.size();
    return reference < nodes.size() && reference >= after;
  };
  for (const std::uint32_t root : roots) {
    if (!reference_holds(root, 0)) return torn("roots");
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (const std::uint32_t child : nodes[i].child) {
      if (!reference_holds(child, i + 1)) return torn("nodes");
    }
    if (std::uint64_t{nodes[i].first} + nodes[i].near > entries.size()) return torn("nodes");
  }
  if (set_starts.size() < 2) return torn("sets");
  for (std::size_t i = 0; i + 1 < set_starts.size(); ++i) {
    if (set_starts[i] > set_starts[i + 1] || set_starts[i + 1] > set_items.size()) return torn("sets");
  }
  for (const std::uint16_t item : set_items) {
    if (item >= owner_count) return torn("sets");
  }
  for (const Leaf& leaf : leaves) {
    const std::uint64_t end = std::uint64_t{leaf.first} + leaf.both + leaf.near + leaf.bound;
    if (end > entries.size() || leaf.inside + 1U >= set_starts.size()) return torn("leaves");
  }
  for (const std::uint32_t entry : entries) {
    const std::size_t stop = std::size_t{first_edge(entry)} + run_length(entry);
    if (stop >= vertices.size()) return torn("entries");
    for (std::size_t edge = first_edge(entry); edge < stop; ++edge) {
      if (vertices[edge].owner == kNoOwner) return torn("entries");
    }
  }
  return {};
}

}  // namespace fairlead::zones
