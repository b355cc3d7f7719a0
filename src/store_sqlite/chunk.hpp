// SPDX-License-Identifier: Apache-2.0
// A chunk: some positions of one track as bytes, in columns, a few bytes each. What comes from AIS (speed and course in
// tenths, heading in whole degrees) is stored in those steps; every other number keeps its full 64 bits. Decoding gives
// exactly what was encoded. Its page is `docs/reference/formats/store.md`.
//
// Threads: a ChunkCoder belongs to one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store.hpp"
#include "packing.hpp"
#include "wire/bytes.hpp"

namespace fairlead::store_sqlite {

using engine::HistoryPoint;

// A full chunk; what a track still fills is smaller.
inline constexpr std::size_t kChunkPoints = 128;

class ChunkCoder {
 public:
  enum class Packing { none, zstd };
  // Needs: points of one track in order of time. The bytes stay valid until the next call.
  std::string_view encode(std::span<const HistoryPoint> points, Packing packing = Packing::zstd);
  // Appends the points; false when the bytes are damaged, and nothing is appended. Memory is bounded by their size.
  bool decode(std::string_view bytes, domain::TrackId track, std::vector<HistoryPoint>& points);
  // Only the last point at or before `when`, if there is one: far less work. False when the bytes are damaged.
  bool decode_last(std::string_view bytes, domain::TrackId track, Instant when, std::optional<HistoryPoint>& point);
  // Whether the bytes are those that encode() made.
  static bool intact(std::string_view bytes);

 private:
  struct Head;
  bool open(std::string_view bytes, Head& head);

  Packer packer_;
  std::string bytes_;
  std::string columns_;
  std::vector<std::int64_t> steps_;
  std::vector<std::int64_t> times_;
  std::vector<std::int64_t> latitudes_;
  std::vector<std::int64_t> longitudes_;
};

// A tail is a row of small chunks, each behind its length, in order of arrival.
void append_to_tail(std::string& tail, std::string_view chunk);
// Calls `use(chunk)` for each until one returns false; false then, or when the bytes are damaged.
template <class Use>
bool for_each_chunk(std::string_view tail, Use use) {
  wire::ByteReader in(tail);
  while (in.ok() && !in.at_end()) {
    const std::string_view chunk = in.text();
    if (!in.ok() || !use(chunk)) return false;
  }
  return in.ok();
}

}  // namespace fairlead::store_sqlite
