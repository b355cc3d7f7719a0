// SPDX-License-Identifier: Apache-2.0
// Up to 64 items of one recipient and track as bytes, under a header that tells without reading them whether any of
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

inline constexpr std::size_t kChunkItems = 64;
// A chunk covers no more than this, so that a question about a day does not meet chunks of a year.
inline constexpr Duration kChunkSpan = std::chrono::hours(12);

// Whereabouts as they are written.
struct PackedWhere {
  std::int64_t at = 0;                       // milliseconds
  std::int32_t latitude = 0, longitude = 0;  // 1/10,000 minute
  std::uint32_t sigma = 0;                   // metres, plus one; 0: not placed
  std::uint32_t speed = 0;                   // centimetres a second, plus one; 0: not known
};

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
  PackedWhere where_last;  // of the last item
};

// Needs: at least one item, all of one recipient and track, in order.
ChunkHeader header_of(std::span<const Item> items);
void append_items(std::string& out, std::span<const Item> items);
// The last item, without reading any.
Item last_item(const ChunkHeader& header);

// An item as it is written, and as it is.
struct PackedItem {
  std::uint64_t entry = 0;
  std::int64_t released_at = 0;  // milliseconds
  PackedWhere where;
};
Item unpacked(const ChunkHeader& header, const PackedItem& item);

// Reads what append_items() wrote, one item after the other.
// Needs: header and bytes outlive it.
class ItemReader {
 public:
  ItemReader(const ChunkHeader& header, std::string_view bytes)
      : header_(header),
        at_(bytes.data()),
        end_(bytes.data() + bytes.size()),
        left_(header.items),
        released_(header.released_first),
        entry_(header.entry_first) {}
  // False behind the last one, and where the bytes are not that: then ok() is false, and what was read counts for
  // nothing.
  bool next();
  bool ok() const { return ok_; }
  PackedItem packed() const { return {entry_, released_, where_}; }

 private:
  // As wire::ByteReader reads them; here a question meets hundreds of thousands.
  std::uint64_t varint() {
    if (at_ != end_ && static_cast<unsigned char>(*at_) < 0x80U) return static_cast<unsigned char>(*at_++);
    return long_varint();
  }
  std::uint64_t long_varint();
  std::int64_t zigzag() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1U);
  }

  const ChunkHeader& header_;
  const char* at_;
  const char* end_;
  std::uint32_t left_;
  bool ok_ = true;
  std::int64_t released_;
  std::uint64_t entry_;
  PackedWhere where_;
  std::int64_t latitude_ = 0, longitude_ = 0;
};

void append_header(std::string& out, const ChunkHeader& header);
// Takes the header off `bytes`; false when they do not begin with one.
bool read_header(std::string_view& bytes, ChunkHeader& header);
inline constexpr std::size_t kHeaderBytesMax = 200;

enum class Meant : std::uint8_t { none, some, all };
// Without looking at the items: a safe answer, that may be `some` where it is none or all. Not asked: the track.
Meant meant(const Question& question, const ChunkHeader& header);

}  // namespace fairlead::trace
