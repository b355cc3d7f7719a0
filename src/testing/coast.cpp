// SPDX-License-Identifier: Apache-2.0
// The simulated coast: who is there, when each one transmits, and what is planted to be found.
//
// Threads: one owner.
#include "testing/coast.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <queue>
#include <set>

#include <fmt/format.h>

#include "coast_chart.hpp"
#include "coast_messages.hpp"
#include "coast_radio.hpp"
#include "coast_vessel.hpp"
#include "decode/ais/encode.hpp"

namespace fairlead::testing {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

// What is due. The order breaks ties of time and source.
enum class Task : std::uint8_t { position, description, base, aid, weather, safety };

struct Event {
  std::int64_t at = 0;
  std::uint32_t source = 0;
  Task task = Task::position;
};
struct Later {
  bool operator()(const Event& a, const Event& b) const {
    if (a.at != b.at) return a.at > b.at;
    if (a.task != b.task) return a.task > b.task;
    return a.source > b.source;
  }
};

// What only the world knows about a ship.
struct Fate {
  std::int64_t dark_from = -1;
  std::int64_t dark_until = -1;
  std::int64_t jump_at = -1;
  bool no_position = false;
  std::int64_t long_range_at = 0;  // the next message 27
};

// Which percentage of the ships is what; the rest, and what finds its share full, goes through the lanes.
struct Share {
  int below;
  CoastKind kind;
};

}  // namespace

std::string_view name(CoastFaultKind kind) {
  static constexpr std::array<std::string_view, 6> kNames = {"shared_number", "zero_number", "position_jump",
                                                             "dark",          "no_position", "lagging_clock"};
  return kNames[static_cast<std::size_t>(kind)];
}

class CoastTraffic::World {
 public:
  explicit World(const CoastOptions& options) : options_(options), radio_(options_, counts_) {
    populate();
    if (options_.faults) {
      plant();
    }
    schedule();
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  bool append_next(std::string& out) {
    if (events_.empty() || events_.top().at >= options_.seconds * 1000) {
      elapsed_ = options_.seconds;
      return false;
    }
    Event event = events_.top();
    events_.pop();
    elapsed_ = event.at / 1000;
    perform(out, event);
    return true;
  }

  std::int64_t elapsed_ = 0;
  CoastCounts counts_;
  std::vector<CoastFault> faults_;

 private:
  void populate();
  void add(CoastKind kind, CoastRandom random, std::size_t index);
  void plant();
  void schedule();
  void perform(std::string& out, Event event);
  void report(std::string& out, Event& event);
  void describe(std::string& out, Event& event);
  void transmit(std::string& out, std::int64_t at, CoastPoint from, std::int32_t reach);
  [[nodiscard]] bool silent(std::uint32_t vessel, std::int64_t at) const;

  const CoastOptions options_;
  CoastRadio radio_;
  std::set<std::uint32_t> used_;
  std::vector<CoastVessel> vessels_;
  std::vector<Fate> fates_;
  std::priority_queue<Event, std::vector<Event>, Later> events_;
  CoastRandom air_{options_.seed, 0xA1A};
  decode::ais::Message message_{};
  decode::ais::PackedBits packed_{};
};

void CoastTraffic::World::add(CoastKind kind, CoastRandom random, std::size_t index) {
  const auto unit = kind == CoastKind::rescue  ? CoastUnit::aircraft
                    : kind == CoastKind::yacht ? (random.one_in(6) ? CoastUnit::class_b_extended : CoastUnit::class_b)
                    : kind == CoastKind::fishing && random.one_in(3) ? CoastUnit::class_b
                                                                     : CoastUnit::class_a;
  CoastIdentity identity = make_identity(kind, random, used_);
  CoastVessel vessel(kind, unit, std::move(identity), CoastRandom(random.next()));
  const auto choose = [&](std::size_t count) {
    return static_cast<std::size_t>(random.below(static_cast<std::int64_t>(count)));
  };
  switch (kind) {
    case CoastKind::ferry:
      vessel.sail(ferry_routes(), index % ferry_routes().size());
      break;
    case CoastKind::pilot:
    case CoastKind::tug:
      vessel.sail(pilot_routes(), index % pilot_routes().size());
      break;
    case CoastKind::fishing:
      vessel.wander(fishing_grounds()[choose(fishing_grounds().size())]);
      break;
    case CoastKind::yacht:
      vessel.wander(yacht_waters()[choose(yacht_waters().size())]);
      break;
    case CoastKind::rescue:
      vessel.wander(rescue_waters()[choose(rescue_waters().size())]);
      break;
    default: {
      const std::int64_t plan = random.below(100);
      if (plan < 22) {
        vessel.anchor(anchorages()[choose(anchorages().size())]);
      } else if (plan < 52) {
        vessel.sail(port_routes(), choose(port_routes().size()));
      } else {
        vessel.sail(lane_routes(), choose(lane_routes().size()));
      }
      break;
    }
  }
  vessels_.push_back(std::move(vessel));
}

void CoastTraffic::World::populate() {
  static constexpr std::array<Share, 8> kShares = {{{7, CoastKind::ferry},
                                                    {20, CoastKind::fishing},
                                                    {36, CoastKind::yacht},
                                                    {38, CoastKind::pilot},
                                                    {40, CoastKind::tug},
                                                    {62, CoastKind::cargo},
                                                    {80, CoastKind::tanker},
                                                    {100, CoastKind::container}}};
  constexpr std::size_t kFerriesMax = 22;
  constexpr std::size_t kWorkboatsMax = 14;
  std::size_t ferries = 0;
  std::size_t pilots = 0;
  std::size_t tugs = 0;
  CoastRandom dice(options_.seed, 0xD1CE);
  const int rescuers = options_.vessels >= 20 ? 1 + options_.vessels / 500 : 0;
  vessels_.reserve(static_cast<std::size_t>(options_.vessels));
  for (int i = 0; i < options_.vessels; ++i) {
    const std::int64_t roll = dice.below(100);
    CoastKind kind = std::ranges::find_if(kShares, [roll](const Share& s) { return roll < s.below; })->kind;
    if (i < rescuers) {
      kind = CoastKind::rescue;
    }
    std::size_t index = 0;
    if (kind == CoastKind::ferry) {
      kind = ferries < kFerriesMax ? kind : CoastKind::cargo;
      index = ferries++;
    } else if (kind == CoastKind::pilot) {
      kind = pilots < kWorkboatsMax ? kind : CoastKind::fishing;
      index = pilots++;
    } else if (kind == CoastKind::tug) {
      kind = tugs < kWorkboatsMax ? kind : CoastKind::fishing;
      index = tugs++;
    }
    add(kind, CoastRandom(options_.seed, 0x5000 + static_cast<std::uint64_t>(i)), index);
  }
  fates_.resize(vessels_.size());
}

void CoastTraffic::World::plant() {
  CoastRandom random(options_.seed, 0xFA17);
  const auto count = static_cast<std::int64_t>(vessels_.size());
  const auto ship = [&] { return static_cast<std::size_t>(random.below(count)); };
  const auto ships_with = [&](auto&& fits) -> std::optional<std::size_t> {
    for (int attempt = 0; attempt < 200; ++attempt) {
      const std::size_t index = ship();
      if (fits(vessels_[index])) return index;
    }
    return std::nullopt;
  };
  const auto fault = [&](CoastFaultKind kind, std::uint32_t mmsi, std::int64_t from, std::int64_t until) {
    faults_.push_back({kind, mmsi, options_.start + from / 1000, options_.start + until / 1000});
  };
  const std::int64_t end = options_.seconds * 1000;
  // With at least sixty miles to go.
  const auto sailing = [](const CoastVessel& v) {
    return v.unit() == CoastUnit::class_a && v.phase() == CoastPhase::under_way && v.kind() <= CoastKind::tanker &&
           v.way_left() > 111'120'000;
  };
  // Two ships on one number, one east, one west of the middle.
  for (std::int64_t i = 0; i < (count + 300) / 500; ++i) {
    const auto first = ships_with([&](const CoastVessel& v) { return sailing(v) && v.position().lon > -300'000; });
    const auto second = ships_with([&](const CoastVessel& v) { return sailing(v) && v.position().lon < -1'500'000; });
    if (first && second) {
      vessels_[*second].identity().mmsi = vessels_[*first].identity().mmsi;
      fault(CoastFaultKind::shared_number, vessels_[*first].identity().mmsi, 0, end);
    }
  }
  for (std::int64_t i = 0; i < (count + 150) / 400; ++i) {
    const auto dark = ships_with(sailing);
    if (dark && end > kHour / 2) {
      Fate& fate = fates_[*dark];
      fate.dark_from = random.between(end / 10, end / 2);
      fate.dark_until = fate.dark_from + random.between(kHour / 2, 4 * kHour);
      fault(CoastFaultKind::dark, vessels_[*dark].identity().mmsi, fate.dark_from, std::min(fate.dark_until, end));
    }
    if (const auto jumper = ships_with(sailing)) {
      fates_[*jumper].jump_at = random.between(end / 8, end - end / 8);
      fault(CoastFaultKind::position_jump, vessels_[*jumper].identity().mmsi, fates_[*jumper].jump_at,
            fates_[*jumper].jump_at + kMinute);
    }
    if (const auto blind = ships_with([](const CoastVessel& v) { return v.kind() == CoastKind::fishing; })) {
      fates_[*blind].no_position = true;
      fault(CoastFaultKind::no_position, vessels_[*blind].identity().mmsi, 0, end);
    }
  }
  if (count >= 50) {
    if (const auto unset = ships_with([](const CoastVessel& v) { return v.unit() == CoastUnit::class_b; })) {
      vessels_[*unset].identity().mmsi = 0;
      fault(CoastFaultKind::zero_number, 0, 0, end);
    }
  }
  if (options_.tag_blocks && radio_.lagging_from() < end) {
    fault(CoastFaultKind::lagging_clock, radio_.lagging_station(), radio_.lagging_from(), end);
  }
}

void CoastTraffic::World::schedule() {
  CoastRandom random(options_.seed, 0x7133);
  for (std::size_t i = 0; i < vessels_.size(); ++i) {
    const auto source = static_cast<std::uint32_t>(i);
    events_.push({random.below(vessels_[i].report_interval()), source, Task::position});
    if (vessels_[i].unit() != CoastUnit::aircraft) {
      events_.push({random.below(6 * kMinute), source, Task::description});
    }
  }
  for (std::uint32_t i = 0; i < coast_stations().size(); ++i) {
    events_.push({random.below(10'000), i, Task::base});
    events_.push({random.below(3 * kHour), i, Task::safety});
  }
  for (std::uint32_t i = 0; i < coast_aids().size(); ++i) {
    events_.push({random.below(3 * kMinute), i, Task::aid});
    if (i % 3 == 0) {
      events_.push({random.below(6 * kMinute), i, Task::weather});
    }
  }
}

bool CoastTraffic::World::silent(std::uint32_t vessel, std::int64_t at) const {
  const Fate& fate = fates_[vessel];
  return vessels_[vessel].phase() == CoastPhase::away || (at >= fate.dark_from && at < fate.dark_until);
}

void CoastTraffic::World::transmit(std::string& out, std::int64_t at, CoastPoint from, std::int32_t reach) {
  if (decode::ais::pack_message(message_, packed_)) {
    radio_.receive(
        out, {.at = at, .from = from, .reach = reach, .payload = &packed_, .channel = air_.one_in(2) ? 'A' : 'B'});
  }
}

void CoastTraffic::World::report(std::string& out, Event& event) {
  CoastVessel& vessel = vessels_[event.source];
  Fate& fate = fates_[event.source];
  vessel.advance(event.at);
  const std::int64_t interval = vessel.report_interval();
  const std::int64_t at = event.at;
  event.at += std::max<std::int64_t>(interval + vessel.random().between(-interval / 12, interval / 12), 500);
  if (silent(event.source, at)) {
    return;
  }
  position_report(message_, vessel, options_.start + at / 1000, !fate.no_position);
  if (fate.jump_at >= 0 && at >= fate.jump_at) {
    fate.jump_at = -1;
    if (auto* body = std::get_if<decode::ais::PositionA>(&message_.body)) {
      const CoastPoint there = vessel.elsewhere();
      body->position = {.lon_raw = there.lon, .lat_raw = there.lat};
    }
  }
  const std::uint64_t unheard = counts_.unheard;
  const std::int32_t reach = vessel.unit() == CoastUnit::class_a    ? 100
                             : vessel.unit() == CoastUnit::aircraft ? 200
                                                                    : 60;
  transmit(out, at, vessel.position(), reach);
  if (counts_.unheard > unheard && vessel.unit() == CoastUnit::class_a && at >= fate.long_range_at &&
      CoastRadio::satellite_in_view(at) && !fate.no_position) {
    fate.long_range_at = at + 3 * kMinute;
    long_range_report(message_, vessel);
    if (decode::ais::pack_message(message_, packed_)) {
      radio_.receive_from_orbit(out, {.at = at, .from = vessel.position(), .reach = 100, .payload = &packed_});
    }
  }
}

void CoastTraffic::World::describe(std::string& out, Event& event) {
  CoastVessel& vessel = vessels_[event.source];
  const std::int64_t at = event.at;
  event.at += 6 * kMinute + vessel.random().between(-5000, 5000);
  if (silent(event.source, at)) {
    return;
  }
  vessel.advance(at);
  if (silent(event.source, at)) {
    return;
  }
  const std::int32_t reach = vessel.unit() == CoastUnit::class_a ? 100 : 60;
  const int parts = vessel.unit() == CoastUnit::class_b ? 2 : 1;
  for (int part = 0; part < parts; ++part) {
    static_report(message_, vessel, options_.start + at / 1000, part);
    if (fates_[event.source].no_position) {
      if (auto* body = std::get_if<decode::ais::PositionBExtended>(&message_.body)) {
        body->position = {};
      }
    }
    transmit(out, at, vessel.position(), reach);
  }
}

void CoastTraffic::World::perform(std::string& out, Event event) {
  const std::int64_t at = event.at;
  const std::int64_t seconds = options_.start + at / 1000;
  switch (event.task) {
    case Task::position:
      report(out, event);
      break;
    case Task::description:
      describe(out, event);
      break;
    case Task::base: {
      const CoastStation& station = coast_stations()[event.source];
      base_station_report(message_, station, seconds);
      transmit(out, at, station.point, 90);
      event.at += 10'000;
      break;
    }
    case Task::aid: {
      const CoastAid& aid = coast_aids()[event.source];
      aid_report(message_, aid, air_, seconds);
      transmit(out, at, aid.point, 70);
      event.at += 3 * kMinute;
      break;
    }
    case Task::weather: {
      const CoastAid& aid = coast_aids()[event.source];
      weather_report(message_, aid, air_, seconds);
      transmit(out, at, aid.point, 70);
      event.at += 6 * kMinute;
      break;
    }
    case Task::safety: {
      const CoastStation& station = coast_stations()[event.source];
      safety_broadcast(message_, station, at / kHour + event.source);
      transmit(out, at, station.point, 90);
      event.at += 3 * kHour;
      break;
    }
  }
  events_.push(event);
}

Result<CoastTraffic> CoastTraffic::open(const CoastOptions& options) {
  if (options.vessels < 1 || options.vessels > kCoastVesselsMax) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` vessels: give 1 to {}", options.vessels, kCoastVesselsMax));
  }
  if (options.seconds < 1 || options.seconds > kCoastSecondsMax) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` seconds: give 1 to {} (a year)", options.seconds, kCoastSecondsMax));
  }
  if (options.start < 0 || options.start > 4'102'444'800) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("start `{}`: give a time between 1970 and 2100", options.start));
  }
  return CoastTraffic(std::make_unique<World>(options));
}

CoastTraffic::CoastTraffic(std::unique_ptr<World> world) : world_(std::move(world)) {}
CoastTraffic::~CoastTraffic() = default;
CoastTraffic::CoastTraffic(CoastTraffic&&) noexcept = default;
CoastTraffic& CoastTraffic::operator=(CoastTraffic&&) noexcept = default;

bool CoastTraffic::append_next(std::string& out) { return world_->append_next(out); }
std::int64_t CoastTraffic::elapsed() const { return world_->elapsed_; }
const CoastCounts& CoastTraffic::counts() const { return world_->counts_; }
const std::vector<CoastFault>& CoastTraffic::faults() const { return world_->faults_; }

Result<CoastCounts> write_coast(const std::string& path, const CoastOptions& options, const CoastProgress& progress) {
  FL_TRY(CoastTraffic traffic, CoastTraffic::open(options));
  std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
  if (file == nullptr) {
    return fail(ErrorCode::io, fmt::format("cannot write `{}`: {}", path, std::strerror(errno)));
  }
  constexpr std::size_t kChunk = 1 << 20;
  std::string chunk;
  chunk.reserve(kChunk + 8192);
  bool good = true;
  std::int64_t told = -1;
  const std::int64_t step = std::max<std::int64_t>(options.seconds / 100, 1);
  for (bool more = true; more && good;) {
    while (chunk.size() < kChunk && (more = traffic.append_next(chunk))) {
    }
    good = std::fwrite(chunk.data(), 1, chunk.size(), file) == chunk.size();
    chunk.clear();
    if (progress && traffic.elapsed() / step != told) {
      told = traffic.elapsed() / step;
      progress(traffic.elapsed(), options.seconds);
    }
  }
  good = (file == stdout ? std::fflush(file) : std::fclose(file)) == 0 && good;
  if (!good) {
    return fail(ErrorCode::io, fmt::format("cannot write `{}`: {}", path, std::strerror(errno)));
  }
  return traffic.counts();
}

std::string coast_lines(std::size_t lines, std::uint64_t seed, bool tag_blocks) {
  CoastOptions options;
  options.vessels = 1000;
  options.seconds = kCoastSecondsMax;
  options.seed = seed;
  options.tag_blocks = tag_blocks;
  std::string out;
  out.reserve(lines * 96);
  if (auto traffic = CoastTraffic::open(options)) {
    while (traffic->counts().lines < lines && traffic->append_next(out)) {
    }
  }
  return out;
}

}  // namespace fairlead::testing
