// SPDX-License-Identifier: Apache-2.0
#include "matching.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace fairlead::fusion {
namespace {

// The cheapest full assignment of `n` rows to `m` >= n columns; `cost` by rows.
std::vector<std::size_t> assign_rows(const std::vector<double>& cost, std::size_t n, std::size_t m) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  std::vector<double> u(n + 1, 0), v(m + 1, 0), least(m + 1);
  std::vector<std::size_t> row_of(m + 1, 0), way(m + 1, 0);
  std::vector<char> used(m + 1);
  for (std::size_t i = 1; i <= n; ++i) {
    row_of[0] = i;
    std::size_t j0 = 0;
    std::fill(least.begin(), least.end(), kFar);
    std::fill(used.begin(), used.end(), 0);
    do {
      used[j0] = 1;
      const std::size_t i0 = row_of[j0];
      double delta = kFar;
      std::size_t j1 = 0;
      for (std::size_t j = 1; j <= m; ++j) {
        if (used[j]) continue;
        const double reduced = cost[(i0 - 1) * m + (j - 1)] - u[i0] - v[j];
        if (reduced < least[j]) {
          least[j] = reduced;
          way[j] = j0;
        }
        if (least[j] < delta) {
          delta = least[j];
          j1 = j;
        }
      }
      for (std::size_t j = 0; j <= m; ++j) {
        if (used[j]) {
          u[row_of[j]] += delta;
          v[j] -= delta;
        } else {
          least[j] -= delta;
        }
      }
      j0 = j1;
    } while (row_of[j0] != 0);
    do {
      const std::size_t j1 = way[j0];
      row_of[j0] = row_of[j1];
      j0 = j1;
    } while (j0 != 0);
  }
  std::vector<std::size_t> column_of(n);
  for (std::size_t j = 1; j <= m; ++j) {
    if (row_of[j] != 0) column_of[row_of[j] - 1] = j - 1;
  }
  return column_of;
}

}  // namespace

std::vector<std::int64_t> match(std::size_t rows, std::size_t columns, const std::vector<MatchPair>& pairs,
                                double most) {
  std::vector<std::int64_t> partner(rows, -1);
  std::vector<std::size_t> parent(rows + columns);
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t x) {
    while (parent[x] != x) x = parent[x] = parent[parent[x]];
    return x;
  };
  for (const MatchPair& p : pairs) {
    const std::size_t a = root(p.row);
    const std::size_t b = root(rows + p.column);
    parent[std::max(a, b)] = std::min(a, b);
  }
  std::vector<MatchPair> sorted = pairs;
  std::ranges::stable_sort(sorted, {}, [&](const MatchPair& p) { return root(p.row); });
  std::vector<std::uint32_t> local_row(rows), local_column(columns);
  for (std::size_t begin = 0; begin < sorted.size();) {
    const std::size_t group = root(sorted[begin].row);
    std::size_t end = begin;
    std::vector<std::uint32_t> r, c;
    while (end < sorted.size() && root(sorted[end].row) == group) {
      r.push_back(sorted[end].row);
      c.push_back(sorted[end].column);
      ++end;
    }
    for (std::vector<std::uint32_t>* list : {&r, &c}) {
      std::ranges::sort(*list);
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    for (std::uint32_t i = 0; i < r.size(); ++i) local_row[r[i]] = i;
    for (std::uint32_t i = 0; i < c.size(); ++i) local_column[c[i]] = i;
    const bool turned = r.size() > c.size();
    const std::size_t n = turned ? c.size() : r.size();
    const std::size_t m = turned ? r.size() : c.size();
    std::vector<double> cost(n * m, most);
    for (std::size_t k = begin; k < end; ++k) {
      const std::size_t i = local_row[sorted[k].row];
      const std::size_t j = local_column[sorted[k].column];
      cost[turned ? j * m + i : i * m + j] = sorted[k].cost;
    }
    const std::vector<std::size_t> answer = assign_rows(cost, n, m);
    for (std::size_t i = 0; i < n; ++i) {
      if (!(cost[i * m + answer[i]] < most)) continue;
      if (turned)
        partner[r[answer[i]]] = c[i];
      else
        partner[r[i]] = c[answer[i]];
    }
    begin = end;
  }
  return partner;
}

}  // namespace fairlead::fusion
