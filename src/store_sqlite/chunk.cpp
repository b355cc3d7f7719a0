// SPDX-License-Identifier: Apache-2.0
#include "chunk.hpp"

#include <bit>
#include <cmath>

#include "base/digest.hpp"
#include "wire/bytes.hpp"

namespace fairlead::store_sqlite {
namespace {

using wire::ByteReader;
using wire::ByteWriter;

constexpr std::uint8_t kFormat = 1;
constexpr std::size_t kHeader = 5;            // format, CRC-32C of the rest
constexpr std::uint64_t kPointsMax = 65'536;  // more than any writer puts into one
constexpr std::uint64_t kRatioMax = 8;        // how far a movement is carried on
constexpr std::uint64_t kGapMaxMs = 86'400'000;

// The numbers of a column are steps of a unit; these two stand for absence and for a number that is no step.
constexpr std::int64_t kAbsent = -1;
constexpr std::int64_t kFullPrecision = -2;

constexpr std::int64_t kSpeedSteps = 1'000'000;
constexpr std::int64_t kCourseSteps = 3'600;
constexpr std::int64_t kHeadingSteps = 360;

template <class Quantity>
Quantity from_step(std::int64_t step);
template <>
Speed from_step<Speed>(std::int64_t step) {
  return Speed::knots(static_cast<double>(step) / 10.0);
}
template <>
Course from_step<Course>(std::int64_t step) {
  return Course::degrees(static_cast<double>(step) / 10.0);
}
template <>
Heading from_step<Heading>(std::int64_t step) {
  return Heading::degrees(static_cast<double>(step));
}

double raw(Speed speed) { return speed.in_metres_per_second(); }
double raw(Course course) { return course.in_degrees(); }
double raw(Heading heading) { return heading.in_degrees(); }
double in_steps(Speed speed) { return speed.in_knots() * 10.0; }
double in_steps(Course course) { return course.in_degrees() * 10.0; }
double in_steps(Heading heading) { return heading.in_degrees(); }

void set_raw(std::optional<Speed>& to, double value) { to = Speed::metres_per_second(value); }
template <class Tag>
void set_raw(std::optional<Direction<Tag>>& to, double value) {
  to = Direction<Tag>::degrees(value);
}

template <class Quantity>
std::int64_t step_of(const std::optional<Quantity>& value, std::int64_t steps) {
  if (!value) return kAbsent;
  const double nearest = std::nearbyint(in_steps(*value));
  if (!(nearest >= 0 && nearest < static_cast<double>(steps))) return kFullPrecision;
  const auto step = static_cast<std::int64_t>(nearest);
  // Bit for bit, so that a negative zero keeps its sign.
  const bool exact =
      std::bit_cast<std::uint64_t>(raw(from_step<Quantity>(step))) == std::bit_cast<std::uint64_t>(raw(*value));
  return exact ? step : kFullPrecision;
}

// Each value against the one before; a full circle wraps. 0 absent, 1 full precision, else 2 + zigzag of the change.
template <class Quantity>
void write_column(ByteWriter& out, std::span<const HistoryPoint> points, std::vector<std::int64_t>& codes,
                  std::optional<Quantity> HistoryPoint::* member, std::int64_t steps, bool circle) {
  codes.clear();
  for (const HistoryPoint& point : points) codes.push_back(step_of(point.*member, steps));
  std::int64_t before = 0;
  for (const std::int64_t code : codes) {
    if (code < 0) {
      out.varint(code == kAbsent ? 0 : 1);
      continue;
    }
    std::int64_t change = code - before;
    if (circle && change > steps / 2) change -= steps;
    if (circle && change < -steps / 2) change += steps;
    out.varint(2 + ((static_cast<std::uint64_t>(change) << 1) ^ static_cast<std::uint64_t>(change >> 63)));
    before = code;
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (codes[i] == kFullPrecision) out.real(raw(*(points[i].*member)));
  }
}

template <class Quantity>
bool read_column(ByteReader& in, std::span<HistoryPoint> points, std::vector<std::int64_t>& codes,
                 std::optional<Quantity> HistoryPoint::* member, std::int64_t steps, bool circle) {
  codes.clear();
  std::int64_t before = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::uint64_t word = in.varint();
    if (word < 2) {
      codes.push_back(word == 0 ? kAbsent : kFullPrecision);
      continue;
    }
    const std::uint64_t folded = word - 2;
    if (folded > static_cast<std::uint64_t>(4 * steps)) return false;
    std::int64_t code = before + (static_cast<std::int64_t>(folded >> 1) ^ -static_cast<std::int64_t>(folded & 1U));
    if (circle && code < 0) code += steps;
    if (circle && code >= steps) code -= steps;
    if (code < 0 || code >= steps) return false;
    codes.push_back(code);
    before = code;
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (codes[i] == kFullPrecision) {
      set_raw(points[i].*member, in.real());
    } else if (codes[i] != kAbsent) {
      points[i].*member = from_step<Quantity>(codes[i]);
    }
  }
  return in.ok();
}

// Where the movement from i - 2 to i - 1 leads at i. Integers only, the same on every machine.
std::int64_t predicted(const std::vector<std::int64_t>& values, const std::vector<std::int64_t>& times, std::size_t i) {
  if (i == 1) return values[0];
  const auto before = static_cast<std::uint64_t>(times[i - 1]) - static_cast<std::uint64_t>(times[i - 2]);
  const auto ahead = static_cast<std::uint64_t>(times[i]) - static_cast<std::uint64_t>(times[i - 1]);
  // Long gaps are not carried on: it would not help, and so nothing can overflow.
  if (before == 0 || before > kGapMaxMs || ahead > kGapMaxMs || ahead > kRatioMax * before) return values[i - 1];
  const std::int64_t change = values[i - 1] - values[i - 2];
  return values[i - 1] + change * static_cast<std::int64_t>(ahead) / static_cast<std::int64_t>(before);
}

void write_coordinates(ByteWriter& out, const std::vector<std::int64_t>& values,
                       const std::vector<std::int64_t>& times) {
  out.zigzag(values[0]);
  for (std::size_t i = 1; i < values.size(); ++i) out.zigzag(values[i] - predicted(values, times, i));
}

bool read_coordinates(ByteReader& in, std::vector<std::int64_t>& values, const std::vector<std::int64_t>& times,
                      std::int64_t value_max) {
  values.clear();
  for (std::size_t i = 0; i < times.size(); ++i) {
    const std::int64_t change = in.zigzag();
    // Far beyond any true change, and small enough that the sums cannot overflow.
    if (change > 64 * value_max || change < -64 * value_max) return false;
    values.push_back(0);
    const std::int64_t value = i == 0 ? change : predicted(values, times, i) + change;
    if (value > value_max || value < -value_max) return false;
    values.back() = value;
  }
  return in.ok();
}

void write_times(ByteWriter& out, const std::vector<std::int64_t>& times) {
  std::uint64_t unit = 1000;
  for (std::size_t i = 1; i < times.size() && unit != 1; ++i) {
    const std::uint64_t gap = static_cast<std::uint64_t>(times[i]) - static_cast<std::uint64_t>(times[i - 1]);
    if (gap % unit != 0) unit = 1;
  }
  out.varint(unit);
  out.zigzag(times[0]);
  for (std::size_t i = 1; i < times.size(); ++i) {
    out.varint((static_cast<std::uint64_t>(times[i]) - static_cast<std::uint64_t>(times[i - 1])) / unit);
  }
}

bool read_times(ByteReader& in, std::size_t count, std::vector<std::int64_t>& times) {
  times.clear();
  const std::uint64_t unit = in.varint();
  if (unit != 1 && unit != 1000) return false;
  times.push_back(in.zigzag());
  for (std::size_t i = 1; i < count; ++i) {
    const std::uint64_t gap = in.varint();
    const std::uint64_t room = static_cast<std::uint64_t>(INT64_MAX) - static_cast<std::uint64_t>(times.back());
    if (gap > room / unit) return false;
    times.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(times.back()) + gap * unit));
  }
  return in.ok();
}

std::uint32_t checksum(std::string_view bytes) { return crc32c(std::as_bytes(std::span(bytes.substr(kHeader)))); }

}  // namespace

std::string_view ChunkCoder::encode(std::span<const HistoryPoint> points) {
  times_.clear();
  latitudes_.clear();
  longitudes_.clear();
  for (const HistoryPoint& point : points) {
    times_.push_back(point.at.unix_ms());
    latitudes_.push_back(point.position.latitude_units());
    longitudes_.push_back(point.position.longitude_units());
  }
  ByteWriter columns;
  columns.reserve(points.size() * 10 + 32);
  if (!points.empty()) {
    write_times(columns, times_);
    write_coordinates(columns, latitudes_, times_);
    write_coordinates(columns, longitudes_, times_);
    write_column(columns, points, steps_, &HistoryPoint::speed, kSpeedSteps, false);
    write_column(columns, points, steps_, &HistoryPoint::course, kCourseSteps, true);
    write_column(columns, points, steps_, &HistoryPoint::heading, kHeadingSteps, true);
  }
  ByteWriter head;
  head.u8(kFormat);
  head.raw(std::string_view("\0\0\0\0", 4));
  head.varint(points.size());
  head.varint(columns.size());
  bytes_ = head.take();
  packer_.pack(columns.view(), bytes_);
  std::uint32_t crc = checksum(bytes_);
  for (std::size_t i = 1; i < kHeader; ++i, crc >>= 8) bytes_[i] = static_cast<char>(crc & 0xFFU);
  return bytes_;
}

bool ChunkCoder::intact(std::string_view bytes) {
  if (bytes.size() < kHeader) return false;
  std::uint32_t stored = 0;
  for (std::size_t i = kHeader; i-- > 1;) stored = stored << 8 | static_cast<std::uint8_t>(bytes[i]);
  return stored == checksum(bytes);
}

bool ChunkCoder::decode(std::string_view bytes, domain::TrackId track, std::vector<HistoryPoint>& points) {
  ByteReader head(bytes);
  if (head.u8() != kFormat) return false;
  head.raw(kHeader - 1);
  const std::uint64_t count = head.varint();
  const std::uint64_t size = head.varint();
  // Each point takes at least six bytes before packing, which bounds what a lying count can make us reserve.
  if (!head.ok() || count > kPointsMax || count * 6 > size + 6 || size > count * 64 + 64) return false;
  if (!packer_.unpack(head.raw(head.remaining()), size, columns_)) return false;
  if (count == 0) return columns_.empty();
  ByteReader in(columns_);
  if (!read_times(in, static_cast<std::size_t>(count), times_)) return false;
  if (!read_coordinates(in, latitudes_, times_, geo::kLatitudeMax)) return false;
  if (!read_coordinates(in, longitudes_, times_, geo::kLongitudeMax)) return false;
  const std::size_t before = points.size();
  points.resize(before + static_cast<std::size_t>(count));
  const std::span<HistoryPoint> added = std::span(points).subspan(before);
  for (std::size_t i = 0; i < added.size(); ++i) {
    added[i].track = track;
    added[i].at = Instant::from_unix_ms(times_[i]);
    added[i].position =
        *geo::Position::from_units(static_cast<std::int32_t>(latitudes_[i]), static_cast<std::int32_t>(longitudes_[i]));
  }
  if (read_column(in, added, steps_, &HistoryPoint::speed, kSpeedSteps, false) &&
      read_column(in, added, steps_, &HistoryPoint::course, kCourseSteps, true) &&
      read_column(in, added, steps_, &HistoryPoint::heading, kHeadingSteps, true) && in.ok() && in.at_end()) {
    return true;
  }
  points.resize(before);
  return false;
}

}  // namespace fairlead::store_sqlite
