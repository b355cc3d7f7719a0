// SPDX-License-Identifier: Apache-2.0
#include "reception.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "grid.hpp"

namespace fairlead::behaviour {
namespace {

std::size_t slot(std::int64_t bin) {
  return static_cast<std::size_t>((bin % Reception::kBins + Reception::kBins) % Reception::kBins);
}

}  // namespace

void Reception::heard(geo::Position position, std::int64_t bin, bool class_a) {
  Cell& cell = cells_.try_emplace(cell_of(position, kUnits), Cell{bin, {}, {}}).first->second;
  if (bin <= cell.newest - kBins) return;
  if (bin > cell.newest) {
    const std::int64_t from = std::max(cell.newest + 1, bin - kBins + 1);
    for (std::int64_t b = from; b <= bin; ++b) cell.class_a[slot(b)] = cell.class_b[slot(b)] = 0;
    cell.newest = bin;
  }
  std::uint16_t& count = class_a ? cell.class_a[slot(bin)] : cell.class_b[slot(bin)];
  if (count < std::numeric_limits<std::uint16_t>::max()) ++count;
}

std::uint32_t Reception::others(geo::Position centre, Length radius, std::int64_t bin, bool class_b) const {
  std::uint32_t sum = 0;
  each_cell(centre, radius, kUnits, [&](std::uint32_t number) {
    const auto at = cells_.find(number);
    if (at == cells_.end()) return;
    const Cell& cell = at->second;
    if (bin > cell.newest || bin <= cell.newest - kBins) return;
    sum += cell.class_b[slot(bin)];
    if (!class_b) sum += cell.class_a[slot(bin)];
  });
  return sum;
}

void Reception::sweep(std::int64_t bin, std::size_t cells_max) {
  std::erase_if(cells_, [&](const auto& entry) { return entry.second.newest <= bin - kBins; });
  if (cells_.size() <= cells_max) return;
  std::vector<std::pair<std::int64_t, std::uint32_t>> ages;
  ages.reserve(cells_.size());
  for (const auto& [number, cell] : cells_) ages.emplace_back(cell.newest, number);
  std::ranges::sort(ages);
  ages.resize(cells_.size() - cells_max);
  for (const auto& [newest, number] : ages) cells_.erase(number);
}

}  // namespace fairlead::behaviour
