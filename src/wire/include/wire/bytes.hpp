// SPDX-License-Identifier: Apache-2.0
// Canonical bytes: one value, one encoding, on every machine. Integers are LEB128 varints (signed ones zigzag), doubles
// their IEEE 754 bits in little-endian order, text and lists carry their length, optional values a presence byte.
// Used for the journal, snapshots and hashes. `docs/reference/formats/canonical-bytes.md` is the page of the format.
//
// Threads: a writer or reader belongs to one.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "geo/position.hpp"
#include "units/instant.hpp"
#include "units/quantity.hpp"

namespace fairlead::wire {

class ByteWriter {
 public:
  void u8(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
  void boolean(bool value) { u8(value ? 1 : 0); }

  void varint(std::uint64_t value) {
    char buffer[10];
    std::size_t size = 0;
    while (value >= 0x80) {
      buffer[size++] = static_cast<char>(value | 0x80U);
      value >>= 7;
    }
    buffer[size++] = static_cast<char>(value);
    bytes_.append(buffer, size);
  }
  void zigzag(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void fixed64(std::uint64_t value) {
    char buffer[8];
    for (char& byte : buffer) {
      byte = static_cast<char>(value & 0xFFU);
      value >>= 8;
    }
    bytes_.append(buffer, sizeof buffer);
  }
  void real(double value) { fixed64(std::bit_cast<std::uint64_t>(value)); }
  void text(std::string_view value) {
    varint(value.size());
    bytes_.append(value);
  }
  void raw(std::string_view value) { bytes_.append(value); }

  void instant(Instant value) { zigzag(value.unix_ms()); }
  void position(geo::Position value) {
    zigzag(value.latitude_units());
    zigzag(value.longitude_units());
  }

  // A presence byte, then the value by `write` when there is one.
  template <class Value, class Write>
  void optional(const std::optional<Value>& value, Write write) {
    boolean(value.has_value());
    if (value) write(*value);
  }

  std::string_view view() const { return bytes_; }
  std::size_t size() const { return bytes_.size(); }
  void clear() { bytes_.clear(); }
  void reserve(std::size_t size) { bytes_.reserve(size); }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what ByteWriter wrote. Reading past the end or an ill-formed value makes the reader fail for good: every later
// read gives zero values, and the caller asks ok() once at the end. Memory is bounded by the size of the input.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }
  std::size_t remaining() const { return rest_.size(); }
  void fail() {
    ok_ = false;
    rest_ = {};
  }

  std::uint8_t u8() {
    if (rest_.empty()) {
      fail();
      return 0;
    }
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  bool boolean() {
    const std::uint8_t value = u8();
    if (value > 1) fail();
    return value == 1;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = u8();
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) {
        // Canonical: no padding with zero groups, nothing beyond 64 bits.
        if ((byte == 0 && shift != 0) || (shift == 63 && byte > 1)) fail();
        return ok_ ? value : 0;
      }
    }
    fail();
    return 0;
  }
  std::int64_t zigzag() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1U);
  }
  std::uint64_t fixed64() {
    const std::string_view bytes = raw(8);
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
    return value;
  }
  double real() { return std::bit_cast<double>(fixed64()); }
  std::string_view text() {
    const std::uint64_t size = varint();
    return raw(size);
  }
  std::string_view raw(std::uint64_t size) {
    if (size > rest_.size()) {
      fail();
      return {};
    }
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  // The number of elements of a list of which each takes at least `least` bytes; more than fit fails.
  std::size_t count(std::size_t least = 1) {
    const std::uint64_t n = varint();
    if (n > rest_.size() / (least == 0 ? 1 : least)) {
      fail();
      return 0;
    }
    return static_cast<std::size_t>(n);
  }
  // A varint that must fit the narrower type.
  template <class Number>
  Number number() {
    const std::uint64_t value = varint();
    if (value > static_cast<std::uint64_t>(std::numeric_limits<Number>::max())) {
      fail();
      return 0;
    }
    return static_cast<Number>(value);
  }

  Instant instant() { return Instant::from_unix_ms(zigzag()); }
  geo::Position position() {
    const std::int64_t latitude = zigzag();
    const std::int64_t longitude = zigzag();
    if (latitude < -geo::kLatitudeMax || latitude > geo::kLatitudeMax || longitude < -geo::kLongitudeMax ||
        longitude > geo::kLongitudeMax) {
      fail();
      return {};
    }
    return *geo::Position::from_units(static_cast<std::int32_t>(latitude), static_cast<std::int32_t>(longitude));
  }
  template <class Read>
  auto optional(Read read) -> std::optional<decltype(read())> {
    if (!boolean()) return std::nullopt;
    return read();
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace fairlead::wire
