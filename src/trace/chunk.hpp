// SPDX-License-Identifier: Apache-2.0
// Up to 128 items of one recipient and track as bytes, under a header that tells without reading them whether any of
// them, or all, can be meant. Private to `trace`.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trace/question.hpp"

namespace fairlead::trace {

inline constexpr std::size_t kChunkItems = 128;
// A chunk covers no more than this, so that a question about a day does not meet chunks of a year.
inline constexpr Duration kChunkSpan = std::chrono::hours(12);

struct ChunkHeader {
  std::uint64_t track = 0;
  std::uint32_t recipient = 0;
  std::uint32_t items = 0;
  std::int64_t released_first = 0;  // milliseconds
  std::int64_t released_last = 0;
  std::int64_t placed_first = 0;
  std::int64_t placed_last = 0;
  std::int32_t south = 0, north = 0, west = 0, east = 0;  // 1/10,000 minute, of the items that are placed
  std::uint32_t sigma_max = 0;                            // metres
  std::uint32_t placed = 0;                               // items that are
  std::uint64_t entry_first = 0;
  std::uint64_t entry_last = 0;
};

// Needs: at least one item, all of one recipient and track, in order.
ChunkHeader header_of(std::span<const Item> items);
void append_items(std::string& out, std::span<const Item> items);
// What append_items() wrote; nothing when the bytes are not that.
std::vector<Item> read_items(const ChunkHeader& header, std::string_view bytes);

void append_header(std::string& out, const ChunkHeader& header);
// Takes the header off `bytes`; false when they do not begin with one.
bool read_header(std::string_view& bytes, ChunkHeader& header);
inline constexpr std::size_t kHeaderBytesMax = 150;

enum class Meant : std::uint8_t { none, some, all };
// Without looking at the items: a safe answer, that may be `some` where it is none or all. Not asked: the track.
Meant meant(const Question& question, const ChunkHeader& header);

}  // namespace fairlead::trace
