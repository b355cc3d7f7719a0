// SPDX-License-Identifier: Apache-2.0
#include "chunk.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "base/digest.hpp"
#include "chunk_columns.hpp"

namespace fairlead::store_sqlite {
namespace {

constexpr std::uint8_t kFormat = 1;
constexpr std::size_t kHeader = 5;  // format, CRC-32C of the rest
constexpr std::size_t kColumns = 6;
constexpr std::size_t kPointBytesMax = 3 * 10 + 3 * (1 + 8);
constexpr std::uint64_t kPointsMax = 65'536;  // more than any writer puts into one
constexpr std::uint64_t kRatioMax = 8;        // how far a movement is carried on
constexpr std::uint64_t kGapMaxMs = 86'400'000;

// The numbers of a column are steps of a unit; these two stand for absence and for a number that is no step.
constexpr std::int64_t kAbsent = -1;
constexpr std::int64_t kFullPrecision = -2;

// How a quantity goes into steps. Directions come from a table, because bringing them into a circle is slow.
struct SpeedColumn {
  using Quantity = Speed;
  static constexpr auto member = &HistoryPoint::speed;
  static constexpr std::int64_t steps = 1'000'000;
  static constexpr bool circle = false;
  static Speed from_step(std::int64_t step) { return Speed::knots(static_cast<double>(step) / 10.0); }
  static double in_steps(Speed speed) { return speed.in_knots() * 10.0; }
  static double raw(Speed speed) { return speed.in_metres_per_second(); }
  static Speed from_raw(double value) { return Speed::metres_per_second(value); }
};

template <class Direction, std::int64_t count, int per_degree>
struct DirectionColumn {
  using Quantity = Direction;
  static constexpr std::int64_t steps = count;
  static constexpr bool circle = true;
  static Direction from_step(std::int64_t step) {
    static const auto table = [] {
      std::array<Direction, static_cast<std::size_t>(count)> made{};
      for (std::size_t i = 0; i < made.size(); ++i) made[i] = Direction::degrees(static_cast<double>(i) / per_degree);
      return made;
    }();
    return table[static_cast<std::size_t>(step)];
  }
  static double in_steps(Direction direction) { return direction.in_degrees() * per_degree; }
  static double raw(Direction direction) { return direction.in_degrees(); }
  static Direction from_raw(double value) { return Direction::degrees(value); }
};
struct CourseColumn : DirectionColumn<Course, 3'600, 10> {
  static constexpr auto member = &HistoryPoint::course;
};
struct HeadingColumn : DirectionColumn<Heading, 360, 1> {
  static constexpr auto member = &HistoryPoint::heading;
};

template <class Column>
std::int64_t step_of(const std::optional<typename Column::Quantity>& value) {
  if (!value) return kAbsent;
  const double nearest = std::floor(Column::in_steps(*value) + 0.5);
  if (!(nearest >= 0 && nearest < static_cast<double>(Column::steps))) return kFullPrecision;
  const auto step = static_cast<std::int64_t>(nearest);
  // Bit for bit, so that a negative zero keeps its sign.
  const bool exact = std::bit_cast<std::uint64_t>(Column::raw(Column::from_step(step))) ==
                     std::bit_cast<std::uint64_t>(Column::raw(*value));
  return exact ? step : kFullPrecision;
}

// Each value against the one before; a full circle wraps. 0 absent, 1 full precision, else 2 + zigzag of the change.
template <class Column>
void write_column(ColumnWriter& out, std::span<const HistoryPoint> points, std::vector<std::int64_t>& codes) {
  codes.clear();
  std::int64_t before = 0;
  for (const HistoryPoint& point : points) {
    const std::int64_t code = step_of<Column>(point.*Column::member);
    codes.push_back(code);
    if (code < 0) {
      out.number(code == kAbsent ? 0 : 1);
      continue;
    }
    std::int64_t change = code - before;
    if (Column::circle && change > Column::steps / 2) change -= Column::steps;
    if (Column::circle && change < -Column::steps / 2) change += Column::steps;
    out.number(2 + folded(change));
    before = code;
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (codes[i] == kFullPrecision) out.real(Column::raw(*(points[i].*Column::member)));
  }
}

template <class Column>
bool read_codes(ColumnReader& in, std::size_t count, std::vector<std::int64_t>& codes) {
  codes.clear();
  std::int64_t before = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t word = in.number();
    if (word < 2) {
      codes.push_back(word == 0 ? kAbsent : kFullPrecision);
      continue;
    }
    if (word > static_cast<std::uint64_t>(4 * Column::steps)) return false;
    std::int64_t code = before + unfolded(word - 2);
    if (Column::circle && code < 0) code += Column::steps;
    if (Column::circle && code >= Column::steps) code -= Column::steps;
    if (code < 0 || code >= Column::steps) return false;
    codes.push_back(code);
    before = code;
  }
  return in.ok();
}

template <class Column>
bool read_column(std::string_view bytes, std::span<HistoryPoint> points, std::vector<std::int64_t>& codes) {
  ColumnReader in(bytes);
  if (!read_codes<Column>(in, points.size(), codes)) return false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (codes[i] == kFullPrecision) {
      points[i].*Column::member = Column::from_raw(in.real());
    } else if (codes[i] != kAbsent) {
      points[i].*Column::member = Column::from_step(codes[i]);
    }
  }
  return in.ok() && in.at_end();
}

// The value at `index` alone.
template <class Column>
bool read_one(std::string_view bytes, std::size_t count, std::size_t index, HistoryPoint& point,
              std::vector<std::int64_t>& codes) {
  ColumnReader in(bytes);
  if (!read_codes<Column>(in, index + 1, codes)) return false;
  if (codes[index] == kAbsent) return true;
  if (codes[index] != kFullPrecision) {
    point.*Column::member = Column::from_step(codes[index]);
    return true;
  }
  // The numbers stand behind all the codes.
  ColumnReader again(bytes);
  if (!read_codes<Column>(again, count, codes)) return false;
  for (std::size_t i = 0; i < index; ++i) {
    if (codes[i] == kFullPrecision) again.real();
  }
  point.*Column::member = Column::from_raw(again.real());
  return again.ok();
}

// Where the movement from i - 2 to i - 1 leads at i. Integers only, the same on every machine.
std::int64_t predicted(const std::vector<std::int64_t>& values, const std::vector<std::int64_t>& times, std::size_t i) {
  if (i == 1) return values[0];
  const std::int64_t change = values[i - 1] - values[i - 2];
  if (change == 0) return values[i - 1];
  const auto before = static_cast<std::uint64_t>(times[i - 1]) - static_cast<std::uint64_t>(times[i - 2]);
  const auto ahead = static_cast<std::uint64_t>(times[i]) - static_cast<std::uint64_t>(times[i - 1]);
  // Long gaps are not carried on: it would not help, and so nothing can overflow.
  if (before == 0 || before > kGapMaxMs || ahead > kGapMaxMs || ahead > kRatioMax * before) return values[i - 1];
  if (ahead == before) return values[i - 1] + change;
  return values[i - 1] + change * static_cast<std::int64_t>(ahead) / static_cast<std::int64_t>(before);
}

void write_coordinates(ColumnWriter& out, const std::vector<std::int64_t>& values,
                       const std::vector<std::int64_t>& times) {
  out.number(folded(values[0]));
  for (std::size_t i = 1; i < values.size(); ++i) out.number(folded(values[i] - predicted(values, times, i)));
}

// The first `times.size()` of them.
bool read_coordinates(ColumnReader& in, std::vector<std::int64_t>& values, const std::vector<std::int64_t>& times,
                      std::int64_t value_max) {
  values.resize(times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    const std::int64_t change = unfolded(in.number());
    // Far beyond any true change, and small enough that the sums cannot overflow.
    if (change > 64 * value_max || change < -64 * value_max) return false;
    values[i] = i == 0 ? change : predicted(values, times, i) + change;
    if (values[i] > value_max || values[i] < -value_max) return false;
  }
  return in.ok();
}

std::uint64_t gap_before(const std::vector<std::int64_t>& times, std::size_t i) {
  return static_cast<std::uint64_t>(times[i]) - static_cast<std::uint64_t>(times[i - 1]);
}

void write_times(ColumnWriter& out, const std::vector<std::int64_t>& times) {
  std::uint64_t unit = 1000;
  for (std::size_t i = 1; i < times.size() && unit != 1; ++i) {
    if (gap_before(times, i) % unit != 0) unit = 1;
  }
  out.number(unit);
  out.number(folded(times[0]));
  for (std::size_t i = 1; i < times.size(); ++i)
    out.number(unit == 1 ? gap_before(times, i) : gap_before(times, i) / 1000);
}

// Up to `count` of them, none after `last`.
bool read_times(ColumnReader& in, std::size_t count, std::int64_t last, std::vector<std::int64_t>& times) {
  times.clear();
  const std::uint64_t unit = in.number();
  if (unit != 1 && unit != 1000) return false;
  std::int64_t time = unfolded(in.number());
  for (std::size_t i = 0; in.ok(); ++i) {
    if (time > last) return true;
    times.push_back(time);
    if (i + 1 == count) return true;
    const std::uint64_t gap = in.number();
    const std::uint64_t room = static_cast<std::uint64_t>(INT64_MAX) - static_cast<std::uint64_t>(time);
    if (gap > room / unit) return false;
    time = static_cast<std::int64_t>(static_cast<std::uint64_t>(time) + gap * unit);
  }
  return false;
}

geo::Position position_of(std::int64_t latitude, std::int64_t longitude) {
  return *geo::Position::from_units(static_cast<std::int32_t>(latitude), static_cast<std::int32_t>(longitude));
}

std::uint32_t checksum(std::string_view bytes) { return crc32c(std::as_bytes(std::span(bytes.substr(kHeader)))); }

}  // namespace

struct ChunkCoder::Head {
  std::size_t count = 0;
  std::array<std::string_view, kColumns> columns;
};

std::string_view ChunkCoder::encode(std::span<const HistoryPoint> points, Packing packing) {
  times_.clear();
  latitudes_.clear();
  longitudes_.clear();
  for (const HistoryPoint& point : points) {
    times_.push_back(point.at.unix_ms());
    latitudes_.push_back(point.position.latitude_units());
    longitudes_.push_back(point.position.longitude_units());
  }
  columns_.resize(points.size() * kPointBytesMax + 16);
  ColumnWriter out(columns_.data());
  std::array<std::size_t, kColumns> ends{};
  const auto here = [&] { return static_cast<std::size_t>(out.at() - columns_.data()); };
  if (!points.empty()) {
    write_times(out, times_);
    ends[0] = here();
    write_coordinates(out, latitudes_, times_);
    ends[1] = here();
    write_coordinates(out, longitudes_, times_);
    ends[2] = here();
    write_column<SpeedColumn>(out, points, steps_);
    ends[3] = here();
    write_column<CourseColumn>(out, points, steps_);
    ends[4] = here();
    write_column<HeadingColumn>(out, points, steps_);
    ends[5] = here();
  }
  wire::ByteWriter head;
  head.u8(kFormat);
  head.raw(std::string_view("\0\0\0\0", 4));
  head.varint(points.size());
  for (std::size_t i = 0; i < kColumns; ++i) head.varint(ends[i] - (i == 0 ? 0 : ends[i - 1]));
  bytes_ = head.take();
  const std::string_view columns(columns_.data(), ends.back());
  if (packing == Packing::zstd) {
    packer_.pack(columns, bytes_);
  } else {
    bytes_.append(columns);
  }
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

bool ChunkCoder::open(std::string_view bytes, Head& head) {
  wire::ByteReader in(bytes);
  if (in.u8() != kFormat) return false;
  in.raw(kHeader - 1);
  const std::uint64_t count = in.varint();
  if (count > kPointsMax) return false;
  std::array<std::uint64_t, kColumns> sizes{};
  std::uint64_t total = 0;
  for (std::uint64_t& size : sizes) {
    size = in.varint();
    // A column has at least a byte for each point, which bounds what a lying count can make us reserve.
    if (size < count || size > count * kPointBytesMax + 16) return false;
    total += size;
  }
  if (!in.ok() || !packer_.unpack(in.raw(in.remaining()), total, columns_)) return false;
  std::string_view rest(columns_);
  for (std::size_t i = 0; i < kColumns; ++i) {
    head.columns[i] = rest.substr(0, sizes[i]);
    rest.remove_prefix(sizes[i]);
  }
  head.count = static_cast<std::size_t>(count);
  return true;
}

bool ChunkCoder::decode(std::string_view bytes, domain::TrackId track, std::vector<HistoryPoint>& points) {
  Head head;
  if (!open(bytes, head)) return false;
  if (head.count == 0) return columns_.empty();
  ColumnReader times(head.columns[0]);
  if (!read_times(times, head.count, INT64_MAX, times_) || !times.at_end()) return false;
  ColumnReader latitudes(head.columns[1]);
  if (!read_coordinates(latitudes, latitudes_, times_, geo::kLatitudeMax) || !latitudes.at_end()) return false;
  ColumnReader longitudes(head.columns[2]);
  if (!read_coordinates(longitudes, longitudes_, times_, geo::kLongitudeMax) || !longitudes.at_end()) return false;
  const std::size_t before = points.size();
  points.resize(before + head.count);
  const std::span<HistoryPoint> added = std::span(points).subspan(before);
  for (std::size_t i = 0; i < added.size(); ++i) {
    added[i].track = track;
    added[i].at = Instant::from_unix_ms(times_[i]);
    added[i].position = position_of(latitudes_[i], longitudes_[i]);
  }
  if (read_column<SpeedColumn>(head.columns[3], added, steps_) &&
      read_column<CourseColumn>(head.columns[4], added, steps_) &&
      read_column<HeadingColumn>(head.columns[5], added, steps_)) {
    return true;
  }
  points.resize(before);
  return false;
}

bool ChunkCoder::decode_last(std::string_view bytes, domain::TrackId track, Instant when,
                             std::optional<HistoryPoint>& point) {
  point.reset();
  Head head;
  if (!open(bytes, head)) return false;
  if (head.count == 0) return columns_.empty();
  ColumnReader times(head.columns[0]);
  if (!read_times(times, head.count, when.unix_ms(), times_)) return false;
  if (times_.empty()) return true;
  ColumnReader latitudes(head.columns[1]);
  if (!read_coordinates(latitudes, latitudes_, times_, geo::kLatitudeMax)) return false;
  ColumnReader longitudes(head.columns[2]);
  if (!read_coordinates(longitudes, longitudes_, times_, geo::kLongitudeMax)) return false;
  const std::size_t index = times_.size() - 1;
  HistoryPoint last;
  last.track = track;
  last.at = Instant::from_unix_ms(times_[index]);
  last.position = position_of(latitudes_[index], longitudes_[index]);
  if (!read_one<SpeedColumn>(head.columns[3], head.count, index, last, steps_) ||
      !read_one<CourseColumn>(head.columns[4], head.count, index, last, steps_) ||
      !read_one<HeadingColumn>(head.columns[5], head.count, index, last, steps_)) {
    return false;
  }
  point = last;
  return true;
}

void append_to_tail(std::string& tail, std::string_view chunk) {
  wire::ByteWriter head;
  head.varint(chunk.size());
  tail.append(head.view());
  tail.append(chunk);
}

}  // namespace fairlead::store_sqlite
