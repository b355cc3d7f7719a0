// SPDX-License-Identifier: Apache-2.0
// A small sea for the tests: ships that report, a picture of them slot by slot, and a history double.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "base/published.hpp"
#include "engine/picture.hpp"
#include "engine/store.hpp"
#include "fusion/tracker.hpp"
#include "serve/server.hpp"

namespace fairlead::serve {

inline const Instant kNoon = Instant::from_civil(2026, 11, 22, 12);

// Keeps what it is told.
class HistoryDouble final : public engine::History {
 public:
  void add(const std::vector<engine::HistoryPoint>& points) {
    const std::lock_guard lock(mutex_);
    for (const engine::HistoryPoint& point : points) points_[{point.track, point.at}] = point;
  }
  void break_down() { broken_ = true; }

  Result<Points> of_track(domain::TrackId track, Instant from, Instant to, std::size_t limit) override {
    if (broken_) return fail(ErrorCode::io, "cannot read `/var/lib/secret/place.db`");
    const std::lock_guard lock(mutex_);
    Points found;
    for (const auto& [key, point] : points_) {
      if (key.first == track && key.second >= from && key.second <= to) found.points.push_back(point);
    }
    if (found.points.size() > limit) {
      found.truncated = true;
      found.points.erase(found.points.begin(), found.points.end() - static_cast<std::ptrdiff_t>(limit));
    }
    return found;
  }
  Result<std::vector<engine::HistoryPoint>> at(Instant when, Duration reach) override {
    if (broken_) return fail(ErrorCode::io, "cannot read `/var/lib/secret/place.db`");
    const std::lock_guard lock(mutex_);
    std::map<domain::TrackId, engine::HistoryPoint> newest;
    for (const auto& [key, point] : points_) {
      if (key.second <= when && when - key.second <= reach) newest[key.first] = point;
    }
    std::vector<engine::HistoryPoint> found;
    for (const auto& [id, point] : newest) found.push_back(point);
    return found;
  }
  Result<std::optional<engine::TimeSpan>> span() override {
    const std::lock_guard lock(mutex_);
    std::optional<engine::TimeSpan> span;
    for (const auto& [key, point] : points_) {
      if (!span) span = engine::TimeSpan{key.second, key.second};
      span->from = std::min(span->from, key.second);
      span->to = std::max(span->to, key.second);
    }
    return span;
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<domain::TrackId, Instant>, engine::HistoryPoint> points_;
  std::atomic<bool> broken_ = false;
};

// Ships at places, one slot after the other.
class Sea {
 public:
  explicit Sea(fusion::TrackerLimits limits = {}) : tracker_(limits) { publish(); }

  domain::Observation report(std::uint32_t mmsi, double latitude, double longitude) const {
    domain::Observation o;
    o.source = domain::SourceId(1);
    o.kind = domain::TrackKind::ship;
    o.mmsi = domain::Mmsi::from_number(mmsi);
    o.received_at = now_;
    o.observed_at = now_;
    o.position = geo::Position::from_degrees(latitude, longitude);
    o.speed = Speed::knots(10);
    o.course = Course::degrees(90);
    o.heading = Heading::degrees(91);
    return o;
  }
  domain::Observation named(std::uint32_t mmsi, std::string_view name, std::uint32_t imo = 0,
                            std::string_view call_sign = {}) const {
    domain::Observation o;
    o.source = domain::SourceId(1);
    o.kind = domain::TrackKind::ship;
    o.mmsi = domain::Mmsi::from_number(mmsi);
    o.received_at = now_;
    o.claims.emplace();
    o.claims->name = name;
    o.claims->call_sign = call_sign;
    if (imo != 0) o.claims->imo = imo;
    return o;
  }
  void absorb(const domain::Observation& observation) { tracker_.absorb(observation, changes_); }
  void advance(Duration by) {
    now_ = now_ + by;
    tracker_.advance(now_, changes_);
  }
  void look(domain::Scan scan, std::optional<domain::SensorKind> sensor = {}) {
    auto coverage = std::make_shared<engine::CoverageNow>(coverage_ ? *coverage_ : engine::CoverageNow());
    coverage->looks.insert(coverage->looks.begin(), {std::move(scan), sensor});
    coverage_ = std::move(coverage);
  }
  Instant now() const { return now_; }

  // Closes the slot.
  void publish() {
    history_.add(changes_.history);
    const auto before = picture_.get();
    const std::uint64_t slot = before ? before->slot() + 1 : 1;
    picture_.set(before ? engine::Picture::next(*before, slot, now_, now_, tracker_, changes_, coverage_)
                        : engine::Picture::whole(slot, now_, now_, tracker_, coverage_));
    changes_.clear();
  }
  std::shared_ptr<const engine::Picture> picture() const { return picture_.get(); }
  HistoryDouble& history() { return history_; }

  ServerInputs inputs() {
    ServerInputs inputs;
    inputs.picture = [this] { return picture(); };
    inputs.history = &history_;
    inputs.sources = [] {
      domain::SourceHealth health;
      health.source = {domain::SourceId(1), "north-sea", "tcp://example.org:10110", "Coast Agency", {}};
      health.state = domain::SourceState::live;
      health.last_sentence_at = Instant::from_unix_ms(system_wall_clock().now_ms());
      health.sentences_per_second = 12.5;
      health.sentences_total = 1003;
      health.rejected = {{"bad_checksum", 3}};
      return std::vector{health};
    };
    inputs.status = [this] {
      engine::RunnerStatus status;
      status.slot = picture()->slot();
      status.started_at = kNoon;
      return status;
    };
    return inputs;
  }

 private:
  Instant now_ = kNoon;
  fusion::Tracker tracker_;
  fusion::TrackChanges changes_;
  std::shared_ptr<const engine::CoverageNow> coverage_;
  HistoryDouble history_;
  Published<engine::Picture> picture_;
};

// A server of a test that is not about who asks.
inline ServerOptions open_to_all() {
  ServerOptions options;
  options.listen = "127.0.0.1:0";
  options.demo = true;
  return options;
}

// So many ships on a grid over the North Sea, each with a name.
inline void fill(Sea& sea, std::uint32_t ships) {
  for (std::uint32_t i = 0; i < ships; ++i) {
    const double latitude = 52.0 + (i / 200) % 200 * 0.02;
    const double longitude = 1.0 + i % 200 * 0.02;
    sea.absorb(sea.named(232'000'000 + i, "SHIP " + std::to_string(i), 9'000'000 + i, "CS" + std::to_string(i)));
    sea.absorb(sea.report(232'000'000 + i, latitude, longitude));
  }
  sea.publish();
}

}  // namespace fairlead::serve
