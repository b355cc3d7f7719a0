// SPDX-License-Identifier: Apache-2.0
// The plots of one look in square cells, so that a contact asks only what lies near it.
//
// Threads: one owner.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "fusion/look.hpp"

namespace fairlead::fusion {

class PlotGrid {
 public:
  void build(const std::vector<Plot>& plots) {
    count_ = plots.size();
    if (plots.empty()) return;
    low_ = high_ = plots[0].place;
    for (const Plot& p : plots) {
      low_ = {std::min(low_.east, p.place.east), std::min(low_.north, p.place.north)};
      high_ = {std::max(high_.east, p.place.east), std::max(high_.north, p.place.north)};
    }
    side_ = 1;
    while (side_ * side_ < static_cast<int>(std::min<std::size_t>(count_, 1U << 18)) && side_ < 512) side_ *= 2;
    const double width = std::max(high_.east - low_.east, 1e-9);
    const double height = std::max(high_.north - low_.north, 1e-9);
    across_ = side_ / width;
    up_ = side_ / height;
    start_.assign(static_cast<std::size_t>(side_ * side_) + 1, 0);
    for (const Plot& p : plots) ++start_[cell(column(p.place.east), row(p.place.north)) + 1];
    for (std::size_t i = 1; i < start_.size(); ++i) start_[i] += start_[i - 1];
    items_.resize(count_);
    fill_ = start_;
    for (std::uint32_t i = 0; i < count_; ++i) {
      items_[fill_[cell(column(plots[i].place.east), row(plots[i].place.north))]++] = i;
    }
  }

  // Adds the plots in cells that touch the box, not sorted.
  void find(Place low, Place high, std::vector<std::uint32_t>& out) const {
    if (count_ == 0 || high.east < low_.east || low.east > high_.east || high.north < low_.north ||
        low.north > high_.north) {
      return;
    }
    const int c0 = column(low.east), c1 = column(high.east);
    const int r0 = row(low.north), r1 = row(high.north);
    for (int r = r0; r <= r1; ++r) {
      for (std::uint32_t k = start_[cell(c0, r)]; k < start_[cell(c1, r) + 1]; ++k) out.push_back(items_[k]);
    }
  }

 private:
  int column(double east) const { return clamp((east - low_.east) * across_); }
  int row(double north) const { return clamp((north - low_.north) * up_); }
  int clamp(double x) const { return x <= 0 ? 0 : (x >= side_ ? side_ - 1 : static_cast<int>(x)); }
  std::size_t cell(int column, int row) const { return static_cast<std::size_t>(row * side_ + column); }

  std::size_t count_ = 0;
  Place low_, high_;
  int side_ = 1;
  double across_ = 1, up_ = 1;
  std::vector<std::uint32_t> start_, fill_, items_;
};

}  // namespace fairlead::fusion
