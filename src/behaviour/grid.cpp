// SPDX-License-Identifier: Apache-2.0
#include "grid.hpp"

namespace fairlead::behaviour {
namespace {

constexpr std::int32_t kUnits = geo::kUnitsPerDegree / 50;

}  // namespace

void Grid::put(Ordinal vessel, geo::Position position) {
  const std::uint32_t cell = cell_of(position, kUnits);
  const auto [known, fresh] = where_.try_emplace(vessel, cell);
  if (!fresh) {
    if (known->second == cell) return;
    std::vector<Ordinal>& old = cells_[known->second];
    std::erase(old, vessel);
    if (old.empty()) cells_.erase(known->second);
    known->second = cell;
  }
  cells_[cell].push_back(vessel);
}

void Grid::erase(Ordinal vessel) {
  const auto known = where_.find(vessel);
  if (known == where_.end()) return;
  std::vector<Ordinal>& old = cells_[known->second];
  std::erase(old, vessel);
  if (old.empty()) cells_.erase(known->second);
  where_.erase(known);
}

std::vector<Ordinal> Grid::around(geo::Position centre, Length radius) const {
  std::vector<Ordinal> found;
  each_cell(centre, radius, kUnits, [&](std::uint32_t cell) {
    const auto at = cells_.find(cell);
    if (at != cells_.end()) found.insert(found.end(), at->second.begin(), at->second.end());
  });
  std::ranges::sort(found);
  return found;
}

}  // namespace fairlead::behaviour
