// SPDX-License-Identifier: Apache-2.0
#include "fusion/score.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <deque>
#include <set>

#include "matching.hpp"

namespace fairlead::fusion {
namespace {

// Pairs of points nearer than `most`, found by cells of that size. Ordered by row, then column.
std::vector<MatchPair> near_pairs(const std::vector<ScoredPoint>& rows, const std::vector<ScoredPoint>& columns,
                                  double most) {
  std::vector<MatchPair> pairs;
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::uint32_t>> cells;
  const auto cell = [&](double x) { return static_cast<std::int64_t>(std::clamp(std::floor(x / most), -1e15, 1e15)); };
  for (std::uint32_t j = 0; j < columns.size(); ++j)
    cells[{cell(columns[j].east), cell(columns[j].north)}].push_back(j);
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    const std::size_t first = pairs.size();
    const std::int64_t e = cell(rows[i].east);
    const std::int64_t n = cell(rows[i].north);
    for (std::int64_t a = e - 1; a <= e + 1; ++a) {
      for (std::int64_t b = n - 1; b <= n + 1; ++b) {
        const auto found = cells.find({a, b});
        if (found == cells.end()) continue;
        for (const std::uint32_t j : found->second) {
          const double d = std::hypot(rows[i].east - columns[j].east, rows[i].north - columns[j].north);
          if (d < most) pairs.push_back({i, j, d});
        }
      }
    }
    std::sort(pairs.begin() + static_cast<std::ptrdiff_t>(first), pairs.end(),
              [](const MatchPair& a, const MatchPair& b) { return a.column < b.column; });
  }
  return pairs;
}

double power(double d, double p) { return p == 2 ? d * d : std::pow(d, p); }
double unpower(double d, double p) { return p == 2 ? std::sqrt(d) : std::pow(d, 1 / p); }

std::vector<MatchPair> raised(std::vector<MatchPair> pairs, double p) {
  for (MatchPair& pair : pairs) pair.cost = power(pair.cost, p);
  return pairs;
}

double mean(const std::vector<double>& list, std::size_t from = 0) {
  if (from >= list.size()) return 0;
  double sum = 0;
  for (std::size_t i = from; i < list.size(); ++i) sum += list[i];
  return sum / static_cast<double>(list.size() - from);
}

// OSPA between the sets of tracks within a sliding window.
class WindowedOspa {
 public:
  explicit WindowedOspa(const ScoreSettings& settings)
      : settings_(settings), window_(static_cast<std::size_t>(std::clamp(settings.window, 1, 64))) {}

  double add(const ScoredMoment& moment, const std::vector<MatchPair>& pairs) {
    const std::uint64_t keep = window_ == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << window_) - 1;
    shift(truth_, moment.truth, keep);
    shift(tracks_, moment.tracks, keep);
    std::map<Names, double> here;
    for (const MatchPair& p : pairs) {
      const Names names{moment.truth[p.row].name, moment.tracks[p.column].name};
      const auto [entry, fresh] = here.try_emplace(names, p.cost);
      if (!fresh) entry->second = std::min(entry->second, p.cost);
    }
    near_.push_back(std::move(here));
    if (near_.size() > window_) near_.pop_front();

    std::map<std::uint32_t, std::uint32_t> row_of, column_of;
    for (const auto& entry : truth_) row_of.emplace(entry.first, static_cast<std::uint32_t>(row_of.size()));
    for (const auto& entry : tracks_) column_of.emplace(entry.first, static_cast<std::uint32_t>(column_of.size()));
    std::map<Names, std::pair<double, int>> sums;
    for (const auto& moment_pairs : near_) {
      for (const auto& [names, d] : moment_pairs) {
        auto& sum = sums[names];
        sum.first += power(d, settings_.order);
        ++sum.second;
      }
    }
    const double most = power(settings_.cut_off, settings_.order);
    std::vector<MatchPair> between;
    for (const auto& [names, sum] : sums) {
      const int either = std::popcount(truth_[names.first] | tracks_[names.second]);
      const double d = (sum.first + most * (either - sum.second)) / either;
      if (d < most) between.push_back({row_of[names.first], column_of[names.second], d});
    }
    const std::size_t n = std::max(row_of.size(), column_of.size());
    if (n == 0) return 0;
    const std::vector<std::int64_t> partner = match(row_of.size(), column_of.size(), between, most);
    double total = most * static_cast<double>(n);
    for (const MatchPair& p : between) {
      if (partner[p.row] == p.column) total += p.cost - most;
    }
    return unpower(total / static_cast<double>(n), settings_.order);
  }

 private:
  using Names = std::pair<std::uint32_t, std::uint32_t>;
  using Presence = std::map<std::uint32_t, std::uint64_t>;  // the last moment is bit 0

  static void shift(Presence& presence, const std::vector<ScoredPoint>& points, std::uint64_t keep) {
    for (auto& entry : presence) entry.second = entry.second << 1 & keep;
    for (const ScoredPoint& p : points) presence[p.name] |= 1;
    std::erase_if(presence, [](const auto& entry) { return entry.second == 0; });
  }

  ScoreSettings settings_;
  std::size_t window_;
  Presence truth_, tracks_;
  std::deque<std::map<Names, double>> near_;
};

// Who follows whom, from moment to moment.
class Follower {
 public:
  explicit Follower(double gate) : gate_(gate) {}

  void add(const ScoredMoment& moment, const std::vector<MatchPair>& pairs) {
    std::map<std::uint32_t, std::uint32_t> column_of;
    for (std::uint32_t j = 0; j < moment.tracks.size(); ++j) column_of[moment.tracks[j].name] = j;
    std::vector<std::int64_t> partner(moment.truth.size(), -1);
    std::vector<double> distance(moment.truth.size(), 0);
    std::vector<char> taken(moment.tracks.size(), 0);
    const auto distance_of = [&](std::uint32_t i, std::uint32_t j) {
      return std::hypot(moment.truth[i].east - moment.tracks[j].east, moment.truth[i].north - moment.tracks[j].north);
    };
    // What held yesterday holds while it is near; the rest is assigned anew.
    for (std::uint32_t i = 0; i < moment.truth.size(); ++i) {
      const auto last = last_.find(moment.truth[i].name);
      if (last == last_.end()) continue;
      const auto column = column_of.find(last->second);
      if (column == column_of.end() || taken[column->second]) continue;
      const double d = distance_of(i, column->second);
      if (!(d < gate_)) continue;
      partner[i] = column->second;
      distance[i] = d;
      taken[column->second] = 1;
    }
    std::vector<MatchPair> open;
    for (const MatchPair& p : pairs) {
      if (p.cost < gate_ && partner[p.row] < 0 && !taken[p.column]) open.push_back(p);
    }
    const std::vector<std::int64_t> rest = match(moment.truth.size(), moment.tracks.size(), open, gate_);
    for (const MatchPair& p : open) {
      if (rest[p.row] != p.column) continue;
      partner[p.row] = p.column;
      distance[p.row] = p.cost;
    }
    std::size_t matched = 0;
    for (std::uint32_t i = 0; i < moment.truth.size(); ++i) {
      const ScoredPoint& truth = moment.truth[i];
      ++truths_;
      first_seen_.emplace(truth.name, moment.at_ms);
      ++kinds_all_[truth.kind];
      kinds_hit_.try_emplace(truth.kind, 0);
      if (partner[i] < 0) {
        ++missed_;
        if (last_.contains(truth.name)) covered_[truth.name] = false;
        continue;
      }
      ++matched;
      const std::uint32_t track = moment.tracks[static_cast<std::size_t>(partner[i])].name;
      const auto last = last_.find(truth.name);
      if (last != last_.end() && last->second != track) ++switches_;
      const auto covered = covered_.find(truth.name);
      if (covered != covered_.end() && !covered->second) ++fragmentations_;
      last_[truth.name] = track;
      covered_[truth.name] = true;
      ++hits_;
      ++kinds_hit_[truth.kind];
      first_track_.emplace(truth.name, moment.at_ms);
      error_ += distance[i];
      used_.insert(track);
    }
    wrong_ += moment.tracks.size() - matched;
  }

  void tell(Score& score) const {
    const auto all = static_cast<double>(std::max<std::uint64_t>(1, truths_));
    score.mota = 1 - static_cast<double>(missed_ + wrong_ + switches_) / all;
    score.motp = error_ / static_cast<double>(std::max<std::uint64_t>(1, hits_));
    score.switches = switches_;
    score.fragmentations = fragmentations_;
    score.coverage = static_cast<double>(hits_) / all;
    for (const auto& [kind, count] : kinds_all_) {
      score.coverage_by_kind[kind] = static_cast<double>(kinds_hit_.at(kind)) / static_cast<double>(count);
    }
    double wait = 0;
    for (const auto& [name, at] : first_track_) wait += static_cast<double>(at - first_seen_.at(name)) / 1000;
    if (!first_track_.empty()) score.seconds_to_first_track = wait / static_cast<double>(first_track_.size());
    score.never_tracked = first_seen_.size() - first_track_.size();
    score.tracks_matched = used_.size();
  }

 private:
  double gate_;
  std::map<std::uint32_t, std::uint32_t> last_;
  std::map<std::uint32_t, bool> covered_;
  std::map<std::uint32_t, std::int64_t> first_seen_, first_track_;
  std::map<std::uint32_t, std::uint64_t> kinds_hit_, kinds_all_;
  std::set<std::uint32_t> used_;
  std::uint64_t truths_ = 0, missed_ = 0, wrong_ = 0, switches_ = 0, fragmentations_ = 0, hits_ = 0;
  double error_ = 0;
};

}  // namespace

Score score(const std::vector<ScoredMoment>& moments, const ScoreSettings& settings) {
  const double c = settings.cut_off;
  const double p = settings.order;
  const double most = power(c, p);
  std::vector<double> gospa, ospa, ospa2, location, missed, wrong, cardinality;
  WindowedOspa windowed(settings);
  Follower follower(c / 2);
  for (const ScoredMoment& moment : moments) {
    const std::vector<MatchPair> pairs = near_pairs(moment.truth, moment.tracks, c);
    const std::vector<std::int64_t> partner = match(moment.truth.size(), moment.tracks.size(), raised(pairs, p), most);
    double near = 0;
    double squares = 0;
    std::size_t matched = 0;
    for (const MatchPair& pair : pairs) {
      if (partner[pair.row] != pair.column) continue;
      near += power(pair.cost, p);
      squares += pair.cost * pair.cost;
      ++matched;
    }
    const auto x = static_cast<double>(moment.truth.size());
    const auto y = static_cast<double>(moment.tracks.size());
    const auto m = static_cast<double>(matched);
    gospa.push_back(unpower(near + most / 2 * (x + y - 2 * m), p));
    const double n = std::max(x, y);
    ospa.push_back(n == 0 ? 0 : unpower((near + most * (n - m)) / n, p));
    ospa2.push_back(windowed.add(moment, pairs));
    if (matched > 0) location.push_back(std::sqrt(squares / m));
    missed.push_back(x - m);
    wrong.push_back(y - m);
    cardinality.push_back(std::abs(y - x));
    follower.add(moment, pairs);
  }
  Score score;
  score.moments = moments.size();
  score.gospa = mean(gospa);
  score.gospa_last_half = mean(gospa, gospa.size() / 2);
  score.ospa = mean(ospa);
  score.ospa2 = mean(ospa2);
  if (!location.empty()) score.location_rmse = mean(location);
  score.missed = mean(missed);
  score.wrong = mean(wrong);
  score.cardinality_error = mean(cardinality);
  follower.tell(score);
  return score;
}

}  // namespace fairlead::fusion
