// SPDX-License-Identifier: Apache-2.0
// Who hears a transmission of the simulated coast, and how each station writes it down.
//
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "coast_chart.hpp"
#include "decode/ais/bits.hpp"
#include "testing/coast.hpp"

namespace fairlead::testing {

struct CoastTransmission {
  std::int64_t at = 0;  // milliseconds since the start
  CoastPoint from;
  std::int32_t reach = 100;  // percent of the range for a ship of class A
  const decode::ais::PackedBits* payload = nullptr;
  char channel = 'A';
};

class CoastRadio {
 public:
  CoastRadio(const CoastOptions& options, CoastCounts& counts);

  // Appends what the stations wrote. False when none heard it.
  bool receive(std::string& out, const CoastTransmission& transmission);
  // Appends what the satellite wrote, when it is in view.
  bool receive_from_orbit(std::string& out, const CoastTransmission& transmission);
  [[nodiscard]] static bool satellite_in_view(std::int64_t at);

  // The station whose clock is late, and from when (milliseconds since the start).
  [[nodiscard]] std::uint32_t lagging_station() const;
  [[nodiscard]] std::int64_t lagging_from() const;

 private:
  struct Heard {
    std::size_t station = 0;
    std::string lines[2];
  };
  struct Tag {
    std::int64_t second = -1;
    std::string text;
  };

  [[nodiscard]] bool hears(std::size_t station, const CoastTransmission& transmission, std::uint64_t chance) const;
  [[nodiscard]] bool is_down(std::size_t station, std::int64_t at) const;
  std::string_view tag_of(std::size_t station, std::int64_t at);
  void write_single(std::string& out, const CoastTransmission& transmission);
  void write_parts(std::string& out, const CoastTransmission& transmission, std::uint64_t chance);
  void finish_line(std::string& out, std::size_t start);

  const CoastOptions& options_;
  CoastCounts& counts_;
  std::vector<std::size_t> heard_;
  std::vector<Tag> tags_;
  std::vector<std::uint8_t> sequences_;
  std::uint32_t group_ = 0;
  std::string sentence_;
};

}  // namespace fairlead::testing
