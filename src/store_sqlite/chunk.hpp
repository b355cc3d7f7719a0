// SPDX-License-Identifier: Apache-2.0
// A chunk: some positions of one track as bytes, in columns, a few bytes each. What comes from AIS (speed and course in
// tenths, heading in whole degrees) is stored in those steps; every other number keeps its full 64 bits. Decoding gives
// exactly what was encoded. Its page is `docs/reference/formats/store.md`.
//
// Threads: a ChunkCoder belongs to one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store.hpp"
#include "packing.hpp"

namespace fairlead::store_sqlite {

using engine::HistoryPoint;

// A full chunk; the chunk that a track still fills is smaller.
inline constexpr std::size_t kChunkPoints = 256;

class ChunkCoder {
 public:
  // Needs: points of one track in order of time. The bytes stay valid until the next call.
  std::string_view encode(std::span<const HistoryPoint> points);
  // Appends the points; false when the bytes are damaged, and nothing is appended. Memory is bounded by their size.
  bool decode(std::string_view bytes, domain::TrackId track, std::vector<HistoryPoint>& points);
  // Whether the bytes are those that encode() made.
  static bool intact(std::string_view bytes);

 private:
  Packer packer_;
  std::string bytes_;
  std::string columns_;
  std::vector<std::int64_t> steps_;
  std::vector<std::int64_t> times_;
  std::vector<std::int64_t> latitudes_;
  std::vector<std::int64_t> longitudes_;
};

}  // namespace fairlead::store_sqlite
