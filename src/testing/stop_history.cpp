// SPDX-License-Identifier: Apache-2.0
#include "testing/stop_history.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace fairlead::testing {
namespace {

using Kind = StopViolation::Kind;
using Stop = StopHistory::Stop;
using Line = StopHistory::Line;

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

bool covers(const release::StopCell& cell, const Line& line) {
  return !line.survives_stops && cell.covers_agency(line.agency) && (!cell.purpose || *cell.purpose == line.purpose);
}

// Whether nothing at all may go on a line that the stop covers.
bool is_whole(const release::StopCell& cell, const Line& line) {
  return !cell.area && (!cell.type || line.types.has(*cell.type));
}

std::string text_of(const Stop& stop) { return fmt::format("stop {} of {}", stop.epoch, release::to_text(stop.cell)); }

double ms(std::int64_t ns) { return static_cast<double>(ns) / 1e6; }

// What happened on one line, by time.
struct OnLine {
  std::vector<const StopHistory::Handed*> handed;
  std::vector<std::size_t> least_epoch_from;  // the place of the least epoch from here on
  std::vector<const StopHistory::Arrived*> arrived;
};

template <class T>
auto first_after(const std::vector<const T*>& items, std::int64_t at) {
  return std::ranges::upper_bound(items, at, {}, [](const T* item) { return item->at_ns; });
}

class Judge {
 public:
  explicit Judge(const StopHistory& history) : history_(history), lines_(history.lines.size()) {
    for (const auto& handed : history.handed) lines_.at(handed.line).handed.push_back(&handed);
    for (const auto& arrived : history.arrived) {
      lines_.at(arrived.line).arrived.push_back(&arrived);
      found_.bytes_arrived += arrived.bytes;
    }
    found_.handed = history.handed.size();
    for (OnLine& line : lines_) {
      std::ranges::stable_sort(line.handed, {}, [](const auto* h) { return h->at_ns; });
      std::ranges::stable_sort(line.arrived, {}, [](const auto* a) { return a->at_ns; });
      line.least_epoch_from.resize(line.handed.size());
      for (std::size_t i = line.handed.size(); i-- > 0;) {
        const bool is_last = i + 1 == line.handed.size();
        const std::size_t later = is_last ? i : line.least_epoch_from[i + 1];
        line.least_epoch_from[i] = line.handed[later]->stop_epoch < line.handed[i]->stop_epoch ? later : i;
      }
    }
  }

  StopJudgement judged() {
    for (place_ = 0; place_ < history_.stops.size(); ++place_) {
      const Stop& stop = history_.stops[place_];
      if (!stop.acknowledged_ns) continue;
      ++found_.acknowledged;
      judge_stop(stop);
    }
    for (place_ = 0; place_ < history_.starts.size(); ++place_) judge_start(history_.starts[place_]);
    return std::move(found_);
  }

 private:
  void add(Kind kind, std::size_t stop, std::string text) {
    found_.violations.push_back({kind, stop, std::move(text)});
  }

  void judge_stop(const Stop& stop) {
    const std::int64_t from = *stop.acknowledged_ns;
    const std::int64_t until = stop.lift_asked_ns.value_or(kNever);
    bool told_handed = false;
    bool told_decided = false;
    bool told_inside = false;
    std::uint64_t late = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Line& line = history_.lines[i];
      const OnLine& on = lines_[i];
      const auto begin = first_after(on.handed, from);
      if (!covers(stop.cell, line)) {
        for (auto at = begin; at != on.handed.end() && (*at)->at_ns < until; ++at) ++found_.handed_under_stops;
        continue;
      }
      if (begin != on.handed.end() && !told_decided) {
        const auto* oldest = on.handed[on.least_epoch_from[static_cast<std::size_t>(begin - on.handed.begin())]];
        if (oldest->stop_epoch < stop.epoch) {
          told_decided = true;
          add(Kind::decided_before, place_,
              fmt::format("{}: a release to {} that knew epoch {} passed {:.3f} ms after the acknowledgement",
                          text_of(stop), line.agency, oldest->stop_epoch, ms(oldest->at_ns - from)));
        }
      }
      for (auto at = begin; at != on.handed.end() && (*at)->at_ns < until; ++at) {
        if (is_whole(stop.cell, line)) {
          if (!told_handed) {
            add(Kind::handed_after, place_,
                fmt::format("{}: a release to {} for {} passed {:.3f} ms after the acknowledgement", text_of(stop),
                            line.agency, release::name(line.purpose), ms((*at)->at_ns - from)));
          }
          told_handed = true;
          break;
        }
        if (stop.cell.area && !stop.cell.type && !told_inside && holds_inside(**at, *stop.cell.area)) {
          told_inside = true;
          add(Kind::inside_area, place_,
              fmt::format("{}: a release to {} held what was inside, {:.3f} ms after the acknowledgement",
                          text_of(stop), line.agency, ms((*at)->at_ns - from)));
        }
      }
      if (!is_whole(stop.cell, line)) continue;
      for (auto at = first_after(on.arrived, from); at != on.arrived.end() && (*at)->at_ns < until; ++at) {
        late += (*at)->since_ns >= from ? (*at)->bytes : (*at)->is_exact ? 1U : 0U;
      }
    }
    if (!stop.kernel_bytes) {
      ++found_.without_figures;
    } else if (late > *stop.kernel_bytes) {
      add(Kind::arrived_after, place_,
          fmt::format("{}: {} bytes arrived after the acknowledgement, which spoke of {}", text_of(stop), late,
                      *stop.kernel_bytes));
    }
  }

  bool holds_inside(const StopHistory::Handed& handed, const release::Area& area) const {
    const auto content = history_.contents.find(handed.release);
    if (content == history_.contents.end()) return false;
    return std::ranges::any_of(content->second, [&](const geo::Position& position) {
      return area.inside(position, {}) == release::Inside::yes;
    });
  }

  void judge_start(const StopHistory::Started& start) {
    std::set<std::uint64_t> known;
    std::size_t unanswered = 0;
    for (std::size_t i = 0; i < history_.stops.size(); ++i) {
      const Stop& stop = history_.stops[i];
      if (stop.asked_ns > start.at_ns) continue;
      if (stop.epoch != 0) known.insert(stop.epoch);
      if (stop.epoch == 0) ++unanswered;
      const bool stands = start.open.contains(stop.epoch);
      const bool acknowledged = stop.acknowledged_ns && *stop.acknowledged_ns <= start.at_ns;
      const bool may_be_lifted = stop.lift_asked_ns && *stop.lift_asked_ns <= start.at_ns;
      if (acknowledged && !may_be_lifted && !stands) {
        add(Kind::lost, i, fmt::format("{} does not stand after a restart", text_of(stop)));
      }
      if (stop.lifted_ns && *stop.lifted_ns <= start.at_ns && stands) {
        add(Kind::came_back, i, fmt::format("{} was lifted, and stands after a restart", text_of(stop)));
      }
    }
    std::size_t strange = 0;
    for (const std::uint64_t epoch : start.open) strange += known.contains(epoch) ? 0U : 1U;
    if (strange > unanswered) {
      add(Kind::unordered, place_,
          fmt::format("{} stops stand after a restart that nobody ordered", strange - unanswered));
    }
  }

  const StopHistory& history_;
  std::vector<OnLine> lines_;
  StopJudgement found_;
  std::size_t place_ = 0;
};

}  // namespace

std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::handed_after:
      return "handed_after";
    case Kind::decided_before:
      return "decided_before";
    case Kind::arrived_after:
      return "arrived_after";
    case Kind::inside_area:
      return "inside_area";
    case Kind::lost:
      return "lost";
    case Kind::came_back:
      return "came_back";
    case Kind::unordered:
      return "unordered";
  }
  return "unordered";
}

StopJudgement judge(const StopHistory& history) { return Judge(history).judged(); }

}  // namespace fairlead::testing
