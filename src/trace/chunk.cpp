// SPDX-License-Identifier: Apache-2.0
#include "chunk.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

#include "wire/bytes.hpp"

namespace fairlead::trace {
namespace {

constexpr double kMetresPerUnit = 0.1852;
constexpr double kRadiansPerUnit = std::numbers::pi / 180.0 / geo::kUnitsPerDegree;
// Both bounds hold for metres_between() with room to spare.
constexpr double kLess = 0.98;
constexpr double kMore = 1.02;
constexpr std::int32_t kFar = 30 * geo::kUnitsPerDegree;

std::uint32_t whole_metres(Length length) {
  return static_cast<std::uint32_t>(std::ceil(std::clamp(length.in_metres(), 0.0, 4e6)));
}

PackedWhere packed(const Item& item) {
  PackedWhere where;
  if (!item.where) return where;
  where.at = item.where->at.unix_ms();
  where.latitude = item.where->position.latitude_units();
  where.longitude = item.where->position.longitude_units();
  where.sigma = whole_metres(item.where->sigma) + 1;
  if (const auto& speed = item.where->speed) {
    where.speed =
        static_cast<std::uint32_t>(std::llround(std::clamp(speed->in_metres_per_second(), 0.0, 1e4) * 100)) + 1;
  }
  return where;
}

std::int64_t beyond(std::int64_t value, std::int64_t low, std::int64_t high) {
  return std::max<std::int64_t>({0, low - value, value - high});
}

// A distance that no item of the chunk is nearer than.
double nearest_metres(const ChunkHeader& header, geo::Position place) {
  const auto dy = static_cast<double>(beyond(place.latitude_units(), header.south, header.north));
  const std::int64_t x = place.longitude_units();
  constexpr std::int64_t kTurn = 2LL * geo::kLongitudeMax;
  std::int64_t dx = kTurn;
  for (const std::int64_t turn : {-kTurn, std::int64_t{0}, kTurn}) {
    dx = std::min(dx, beyond(x + turn, header.west, header.east));
  }
  const std::int32_t highest =
      std::max({std::abs(header.south), std::abs(header.north), std::abs(place.latitude_units())});
  const double narrowest = std::cos(std::min(highest, geo::kLatitudeMax) * kRadiansPerUnit);
  const double along = static_cast<double>(std::min<std::int64_t>(dx, kFar)) * std::max(0.0, narrowest) * 0.9;
  return kMetresPerUnit * kLess * std::max(dy, along);
}

// A distance that no item of the chunk is farther than.
double farthest_metres(const ChunkHeader& header, geo::Position place) {
  const auto reach = [](std::int64_t value, std::int64_t low, std::int64_t high) {
    return static_cast<double>(std::max(std::abs(value - low), std::abs(high - value)));
  };
  return kMetresPerUnit * kMore *
         (reach(place.latitude_units(), header.south, header.north) +
          reach(place.longitude_units(), header.west, header.east));
}

}  // namespace

ChunkHeader header_of(std::span<const Item> items) {
  ChunkHeader header;
  header.track = items.front().track.number();
  header.recipient = items.front().recipient.number();
  header.items = static_cast<std::uint32_t>(items.size());
  header.released_first = items.front().released_at.unix_ms();
  header.released_last = items.back().released_at.unix_ms();
  header.entry_first = items.front().entry;
  header.entry_last = items.back().entry;
  header.where_last = packed(items.back());
  for (const Item& item : items) {
    if (!item.where) continue;
    const std::int64_t at = item.where->at.unix_ms();
    const std::int32_t latitude = item.where->position.latitude_units();
    const std::int32_t longitude = item.where->position.longitude_units();
    if (header.placed++ == 0) {
      header.placed_first = header.placed_last = at;
      header.south = header.north = latitude;
      header.west = header.east = longitude;
    }
    header.placed_first = std::min(header.placed_first, at);
    header.placed_last = std::max(header.placed_last, at);
    header.south = std::min(header.south, latitude);
    header.north = std::max(header.north, latitude);
    header.west = std::min(header.west, longitude);
    header.east = std::max(header.east, longitude);
    header.sigma_max = std::max(header.sigma_max, whole_metres(item.where->sigma));
  }
  return header;
}

void append_items(std::string& out, std::span<const Item> items) {
  wire::ByteWriter bytes;
  std::int64_t released = items.front().released_at.unix_ms();
  std::uint64_t entry = items.front().entry;
  std::int64_t latitude = 0, longitude = 0;
  for (const Item& item : items) {
    bytes.varint(item.entry - entry);
    entry = item.entry;
    bytes.zigzag(item.released_at.unix_ms() - released);
    released = item.released_at.unix_ms();
    const PackedWhere where = packed(item);
    bytes.varint(where.sigma);
    if (where.sigma == 0) continue;
    bytes.zigzag(where.at - released);
    bytes.zigzag(where.latitude - latitude);
    bytes.zigzag(where.longitude - longitude);
    latitude = where.latitude;
    longitude = where.longitude;
    bytes.varint(where.speed);
  }
  out.append(bytes.view());
}

std::uint64_t ItemReader::long_varint() {
  std::uint64_t value = 0;
  const char* at = at_;
  for (unsigned shift = 0; shift < 64 && at != end_; shift += 7) {
    const auto byte = static_cast<std::uint8_t>(*at++);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) != 0) continue;
    // Canonical: no padding with zero groups, nothing beyond 64 bits.
    if ((byte == 0 && shift != 0) || (shift == 63 && byte > 1)) break;
    at_ = at;
    return value;
  }
  ok_ = false;
  return 0;
}

bool ItemReader::next() {
  if (left_ == 0) return false;
  --left_;
  entry_ += varint();
  released_ += zigzag();
  where_.sigma = static_cast<std::uint32_t>(varint());
  if (where_.sigma != 0) {
    where_.at = released_ + zigzag();
    where_.latitude = static_cast<std::int32_t>(latitude_ += zigzag());
    where_.longitude = static_cast<std::int32_t>(longitude_ += zigzag());
    where_.speed = static_cast<std::uint32_t>(varint());
  }
  if (!ok_) left_ = 0;
  return ok_;
}

Item unpacked(const ChunkHeader& header, const PackedItem& written) {
  const PackedWhere& packed = written.where;
  Item item;
  item.track = domain::TrackId(header.track);
  item.recipient = RecipientId(header.recipient);
  item.entry = written.entry;
  item.released_at = Instant::from_unix_ms(written.released_at);
  if (packed.sigma == 0) return item;
  Whereabouts& where = item.where.emplace();
  where.sigma = Length::metres(packed.sigma - 1);
  where.at = Instant::from_unix_ms(packed.at);
  if (const auto position = geo::Position::from_units(packed.latitude, packed.longitude)) where.position = *position;
  if (packed.speed != 0) where.speed = Speed::metres_per_second((packed.speed - 1) / 100.0);
  return item;
}

Item last_item(const ChunkHeader& header) {
  return unpacked(header, {header.entry_last, header.released_last, header.where_last});
}

void append_header(std::string& out, const ChunkHeader& header) {
  wire::ByteWriter bytes;
  for (const std::uint64_t value :
       {header.track, std::uint64_t{header.recipient}, std::uint64_t{header.items}, std::uint64_t{header.placed},
        header.entry_first, header.entry_last - header.entry_first}) {
    bytes.varint(value);
  }
  bytes.zigzag(header.released_first);
  bytes.zigzag(header.released_last - header.released_first);
  if (header.placed != 0) {
    bytes.zigzag(header.placed_first - header.released_first);
    bytes.zigzag(header.placed_last - header.placed_first);
    bytes.zigzag(header.south);
    bytes.zigzag(std::int64_t{header.north} - header.south);
    bytes.zigzag(header.west);
    bytes.zigzag(std::int64_t{header.east} - header.west);
    bytes.varint(header.sigma_max);
    const PackedWhere& last = header.where_last;
    bytes.varint(last.sigma);
    if (last.sigma != 0) {
      bytes.zigzag(last.at - header.placed_last);
      bytes.zigzag(std::int64_t{last.latitude} - header.south);
      bytes.zigzag(std::int64_t{last.longitude} - header.west);
      bytes.varint(last.speed);
    }
  }
  out.append(bytes.view());
}

bool read_header(std::string_view& bytes, ChunkHeader& header) {
  wire::ByteReader in(bytes);
  header.track = in.varint();
  header.recipient = in.number<std::uint32_t>();
  header.items = in.number<std::uint32_t>();
  header.placed = in.number<std::uint32_t>();
  header.entry_first = in.varint();
  header.entry_last = header.entry_first + in.varint();
  header.released_first = in.zigzag();
  header.released_last = header.released_first + in.zigzag();
  if (header.placed != 0) {
    const auto degrees = [&](std::int64_t from) { return static_cast<std::int32_t>(from + in.zigzag()); };
    header.placed_first = header.released_first + in.zigzag();
    header.placed_last = header.placed_first + in.zigzag();
    header.south = degrees(0);
    header.north = degrees(header.south);
    header.west = degrees(0);
    header.east = degrees(header.west);
    header.sigma_max = in.number<std::uint32_t>();
    PackedWhere& last = header.where_last;
    last.sigma = in.number<std::uint32_t>();
    if (last.sigma != 0) {
      last.at = header.placed_last + in.zigzag();
      last.latitude = degrees(header.south);
      last.longitude = degrees(header.west);
      last.speed = in.number<std::uint32_t>();
    }
  }
  if (!in.ok() || header.items == 0 || header.items > kChunkItems || header.placed > header.items) return false;
  bytes.remove_prefix(bytes.size() - in.remaining());
  return true;
}

Meant meant(const Question& question, const ChunkHeader& header) {
  const std::int64_t since = (question.from - question.lookback).unix_ms();
  const std::int64_t until = question.to.unix_ms();
  if (header.released_first > until || header.released_last < since) return Meant::none;
  const bool within = header.released_first >= since && header.released_last <= until;
  if (!question.place) return within ? Meant::all : Meant::some;
  if (header.placed == 0) return question.tracks.empty() ? Meant::none : within ? Meant::all : Meant::some;
  if (header.placed < header.items) return Meant::some;
  const double time = static_cast<double>(std::max({std::int64_t{0}, until - header.placed_first,
                                                    header.placed_last - question.from.unix_ms()})) /
                      1000.0;
  const double reach =
      question.place->radius.in_metres() + 3.0 * header.sigma_max + question.speed_max.in_metres_per_second() * time;
  if (nearest_metres(header, question.place->position) > reach) return Meant::none;
  const double time_least = static_cast<double>(std::max({std::int64_t{0}, until - header.placed_last,
                                                          header.placed_first - question.from.unix_ms()})) /
                            1000.0;
  const double reach_least =
      question.place->radius.in_metres() + question.speed_max.in_metres_per_second() * time_least;
  return within && farthest_metres(header, question.place->position) <= reach_least ? Meant::all : Meant::some;
}

}  // namespace fairlead::trace
