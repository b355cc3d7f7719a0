// SPDX-License-Identifier: Apache-2.0
// The first scenario of the world generator: a day at the western English Channel and the Dover Strait, as AIS
// sentences.
//
// Through traffic in the lanes, ferries, ships for eleven ports, anchorages, fishing grounds, yachts, pilots, rescue
// helicopters, buoys, weather stations and base stations; heard by thirteen shore stations and, far out, by a
// satellite.
// 1. The same options give the same bytes in every build: whole numbers only, own random numbers, no clock.
// 2. Lines are in order of time; memory depends on the number of vessels alone.
// 3. No moving ship is on land (README.md says how that was checked). Ships, names and numbers are invented.
//
// Threads: one owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace fairlead::testing {

struct CoastOptions {
  int vessels = 300;
  std::int64_t seconds = 3600;
  std::uint64_t seed = 1;
  std::int64_t start = 1'767'225'600;  // seconds since 1970: 2026-01-01T00:00:00Z
  bool tag_blocks = true;              // false: one plain sentence a transmission, as a single receiver writes it
  bool faults = true;                  // false: no wrong checksums, doubled numbers, jumps, lagging clocks, dark ships
};

inline constexpr int kCoastVesselsMax = 100'000;
inline constexpr std::int64_t kCoastSecondsMax = 366 * 86'400;

enum class CoastFaultKind : std::uint8_t {
  shared_number,  // two ships transmit with this MMSI
  zero_number,    // a unit without its MMSI: 0
  position_jump,  // one report far from the track
  dark,           // silent from `from` to `until`
  no_position,    // a unit without a position sensor
  lagging_clock,  // a station whose times are late from `from` on; `mmsi` is the station's
};
std::string_view name(CoastFaultKind kind);

// What was planted, for tests and measurements to hold findings against.
struct CoastFault {
  CoastFaultKind kind = CoastFaultKind::dark;
  std::uint32_t mmsi = 0;
  std::int64_t from = 0;  // seconds since 1970
  std::int64_t until = 0;
};

struct CoastCounts {
  std::uint64_t transmissions = 0;
  std::uint64_t unheard = 0;
  std::uint64_t lines = 0;
  std::uint64_t spoiled_lines = 0;  // wrong checksum, cut short, or no sentence at all
};

class CoastTraffic {
 public:
  static Result<CoastTraffic> open(const CoastOptions& options);
  ~CoastTraffic();
  CoastTraffic(CoastTraffic&&) noexcept;
  CoastTraffic& operator=(CoastTraffic&&) noexcept;

  // Appends the lines of the next transmission, if any station heard it. False when the time is over.
  bool append_next(std::string& out);

  // Seconds of simulated time behind us.
  [[nodiscard]] std::int64_t elapsed() const;
  [[nodiscard]] const CoastCounts& counts() const;
  // Faults of ships and stations, in order of planting. Spoiled lines are only counted.
  [[nodiscard]] const std::vector<CoastFault>& faults() const;

 private:
  class World;
  explicit CoastTraffic(std::unique_ptr<World> world);
  std::unique_ptr<World> world_;
};

// Writes the whole scenario to a file; `-` is standard output. `progress` is called about a hundred times with the
// simulated seconds done and the total.
using CoastProgress = std::function<void(std::int64_t done, std::int64_t total)>;
Result<CoastCounts> write_coast(const std::string& path, const CoastOptions& options,
                                const CoastProgress& progress = {});

// At least `lines` lines of one busy scenario in memory, for benchmarks.
std::string coast_lines(std::size_t lines, std::uint64_t seed = 1, bool tag_blocks = true);

}  // namespace fairlead::testing
