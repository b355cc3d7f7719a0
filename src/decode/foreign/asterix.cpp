// SPDX-License-Identifier: Apache-2.0
// EUROCONTROL ASTERIX data blocks, categories 010, 048 and 062, to observations. asterix_items.hpp names the editions.
//
// Range and bearing are slant range and true bearing from the radar, whose place the configuration gives: the messages
// do not. Times are times of day, of the day nearest to the receipt; recordings begin on the day that the caller names.
// What flies (a flight level of 3 or more, a Mode S address, an SSR reply) is left out unless asked for.
#include <algorithm>
#include <cmath>
#include <memory>

#include "foreign/asterix_items.hpp"
#include "foreign/frame.hpp"
#include "foreign/plot.hpp"
#include "geo/geodesic.hpp"

namespace fairlead::decode {
namespace {

using asterix::Item;

// Errors where the message gives none: IEC 62388 asks 30 m or 1 % of a marine radar, surveillance radars are better in
// bearing; the position of a surface movement sensor, and of a system track.
constexpr double kRangeSigma = 60;
constexpr double kBearingSigmaDegrees = 0.2;
constexpr double kSurfaceSigma = 15;
constexpr double kTrackSigma = 75;
constexpr double kMetresPerFlightLevel = 100 * kMetresPerFoot;

std::uint64_t whole(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return value;
}
// Two's complement of `count` bytes.
double signed_whole(std::string_view bytes, std::size_t at, std::size_t count) {
  const std::uint64_t value = whole(bytes, at, count);
  const std::uint64_t top = 1ULL << (8 * count - 1);
  return (value & top) != 0 ? -static_cast<double>((top << 1U) - value) : static_cast<double>(value);
}

// Eight characters of six bits (ICAO annex 10): letters, digits, blank.
std::string call_letters(std::string_view bytes, std::size_t at) {
  const std::uint64_t bits = whole(bytes, at, 6);
  std::string text;
  for (unsigned i = 0; i < 8; ++i) {
    const auto code = static_cast<unsigned>(bits >> (42U - 6U * i) & 0x3FU);
    if (code >= 1 && code <= 26) {
      text += static_cast<char>('A' + code - 1);
    } else if (code >= 48 && code <= 57) {
      text += static_cast<char>('0' + code - 48);
    } else {
      text += ' ';
    }
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

// What one record says.
struct Target {
  std::uint16_t site = 0;
  std::optional<Duration> time_of_day;
  std::optional<double> range, bearing;  // m, degrees
  std::optional<double> x, y;            // m east and north of the site or of the system's centre
  std::optional<geo::Position> position;
  std::optional<double> sigma_x, sigma_y, covariance;
  std::optional<double> speed, course;
  std::optional<std::uint16_t> number;
  std::optional<std::uint32_t> address;
  std::string call;
  std::optional<double> altitude;
  bool is_service = false;  // no target: status and cycle messages
  bool is_test = false;
  bool ssr = false;
  bool ended = false;
};

void set_velocity(Target& t, double east, double north) {
  t.speed = std::hypot(east, north);
  if (*t.speed > 0) t.course = std::atan2(east, north) * (180.0 / 3.14159265358979323846);
}

constexpr double kAngle16 = 360.0 / 65'536;
constexpr double kMilesPerSecond14 = kMetresPerNauticalMile / 16'384;

void take_common(Target& t, std::uint16_t number, std::string_view b) {
  switch (number) {
    case 10:
      t.site = static_cast<std::uint16_t>(whole(b, 0, 2));
      break;
    case 161:
      t.number = static_cast<std::uint16_t>(whole(b, 0, 2) & 0x0FFFU);
      break;
    case 200:
      t.speed = static_cast<double>(whole(b, 0, 2)) * kMilesPerSecond14;
      t.course = static_cast<double>(whole(b, 2, 2)) * kAngle16;
      break;
    case 220:
      t.address = static_cast<std::uint32_t>(whole(b, 0, 3));
      break;
    case 90: {
      auto quarter = static_cast<double>(whole(b, 0, 2) & 0x3FFFU);
      if (quarter >= 8192) quarter -= 16'384;
      t.altitude = quarter / 4 * kMetresPerFlightLevel;
      break;
    }
    default:
      break;
  }
}

void take_048(Target& t, const Item& item, std::string_view b) {
  switch (item.number) {
    case 140:
      t.time_of_day = Duration(static_cast<std::int64_t>(whole(b, 0, 3) * 1000 / 128));
      break;
    case 20:
      t.ssr = (static_cast<unsigned char>(b[0]) >> 5U) >= 2;
      // Simulated, from a field monitor, a test target.
      t.is_test = (static_cast<unsigned char>(b[0]) & 0x12U) != 0 ||
                  (b.size() > 1 && (static_cast<unsigned char>(b[1]) & 0x80U) != 0);
      break;
    case 40:
      t.range = static_cast<double>(whole(b, 0, 2)) / 256 * kMetresPerNauticalMile;
      t.bearing = static_cast<double>(whole(b, 2, 2)) * kAngle16;
      break;
    case 42:
      t.x = signed_whole(b, 0, 2) / 128 * kMetresPerNauticalMile;
      t.y = signed_whole(b, 2, 2) / 128 * kMetresPerNauticalMile;
      break;
    case 240:
      t.call = call_letters(b, 0);
      break;
    case 170:
      t.ended = b.size() > 1 && (static_cast<unsigned char>(b[1]) & 0x80U) != 0;
      break;
    default:
      take_common(t, item.number, b);
  }
}

void take_010(Target& t, const Item& item, std::string_view b) {
  switch (item.number) {
    case 0:
      t.is_service = b[0] != 1;
      break;
    case 20:
      if (b.size() > 1) t.is_test = (static_cast<unsigned char>(b[1]) & 0xE0U) != 0;  // simulated, test, monitor
      break;
    case 140:
      t.time_of_day = Duration(static_cast<std::int64_t>(whole(b, 0, 3) * 1000 / 128));
      break;
    case 41:
      t.position = geo::Position::from_degrees(signed_whole(b, 0, 4) * 180.0 / 2'147'483'648.0,
                                               signed_whole(b, 4, 4) * 180.0 / 2'147'483'648.0);
      break;
    case 40:
      t.range = static_cast<double>(whole(b, 0, 2));
      t.bearing = static_cast<double>(whole(b, 2, 2)) * kAngle16;
      break;
    case 42:
      t.x = signed_whole(b, 0, 2);
      t.y = signed_whole(b, 2, 2);
      break;
    case 202:
      set_velocity(t, signed_whole(b, 0, 2) * 0.25, signed_whole(b, 2, 2) * 0.25);
      break;
    case 245:
      t.call = call_letters(b, 1);
      break;
    case 500:
      t.sigma_x = static_cast<double>(whole(b, 0, 1)) * 0.25;
      t.sigma_y = static_cast<double>(whole(b, 1, 1)) * 0.25;
      t.covariance = signed_whole(b, 2, 2) * 0.25;
      break;
    case 170:
      t.ended = (static_cast<unsigned char>(b[0]) & 0x40U) != 0;
      break;
    default:
      take_common(t, item.number, b);
  }
}

void take_062(Target& t, const Item& item, std::string_view b) {
  switch (item.number) {
    case 10:
      t.site = static_cast<std::uint16_t>(whole(b, 0, 2));
      break;
    case 70:
      t.time_of_day = Duration(static_cast<std::int64_t>(whole(b, 0, 3) * 1000 / 128));
      break;
    case 105:
      t.position = geo::Position::from_degrees(signed_whole(b, 0, 4) * 180.0 / 33'554'432.0,
                                               signed_whole(b, 4, 4) * 180.0 / 33'554'432.0);
      break;
    case 100:
      t.x = signed_whole(b, 0, 3) * 0.5;
      t.y = signed_whole(b, 3, 3) * 0.5;
      break;
    case 185:
      set_velocity(t, signed_whole(b, 0, 2) * 0.25, signed_whole(b, 2, 2) * 0.25);
      break;
    case 245:
      t.call = call_letters(b, 1);
      break;
    case 380:
      static_cast<void>(asterix::for_each_item(item.parts, b, [&](const Item& part, std::string_view content) {
        if (part.number == 1) t.address = static_cast<std::uint32_t>(whole(content, 0, 3));
        if (part.number == 2 && t.call.empty()) t.call = call_letters(content, 0);
      }));
      break;
    case 40:
      t.number = static_cast<std::uint16_t>(whole(b, 0, 2));
      break;
    case 80:
      if (b.size() > 1) {
        t.is_test = (static_cast<unsigned char>(b[1]) & 0x80U) != 0;
        t.ended = (static_cast<unsigned char>(b[1]) & 0x40U) != 0;
      }
      break;
    case 136:
      t.altitude = signed_whole(b, 0, 2) / 4 * kMetresPerFlightLevel;
      break;
    case 500:
      static_cast<void>(asterix::for_each_item(item.parts, b, [&](const Item& part, std::string_view content) {
        if (part.number == 1) {
          t.sigma_x = static_cast<double>(whole(content, 0, 2)) * 0.5;
          t.sigma_y = static_cast<double>(whole(content, 2, 2)) * 0.5;
        }
        if (part.number == 2) {  // the root of the covariance, with its sign
          const double root = signed_whole(content, 0, 2) * 0.5;
          t.covariance = root * std::fabs(root);
        }
      }));
      break;
    default:
      break;
  }
}

class AsterixReader final : public RecordReader {
 public:
  using RecordReader::RecordReader;

 private:
  // Blocks: category, length of the whole, records.
  std::size_t take(std::string_view bytes, bool at_end) override {
    std::size_t done = 0;
    while (bytes.size() - done >= 3) {
      const auto length = static_cast<std::size_t>(whole(bytes, done + 1, 2));
      // Where no block can begin the stream is out of step; it is taken up where one of a category read here may begin.
      if (length < 4 ||
          (lost_ && (length >= 2048 || asterix::items_of(static_cast<std::uint8_t>(bytes[done])).empty()))) {
        if (!lost_) reject(ForeignRejection::kUnreadable, {});
        lost_ = true;
        ++done;
        continue;
      }
      if (bytes.size() - done < length) break;
      lost_ = false;
      take_block(bytes.substr(done, length));
      done += length;
    }
    if (at_end && done < bytes.size()) {
      if (!lost_) reject(ForeignRejection::kUnreadable, {});
      done = bytes.size();
    }
    if (at_end) lost_ = false;
    return done;
  }
  std::size_t resume(std::string_view bytes) override { return bytes.size(); }
  void ended() override { last_.reset(); }

  void take_block(std::string_view block) {
    const auto category = static_cast<std::uint8_t>(block[0]);
    const auto items = asterix::items_of(category);
    if (items.empty()) {
      // Service messages of the categories that are read, and categories that carry no targets of interest.
      if (category == 2 || category == 34 || category == 63 || category == 8) return ignore();
      return reject(ForeignRejection::kUnknownCategory, {});
    }
    std::string_view rest = block.substr(3);
    while (!rest.empty()) {
      Target target;
      const auto length = asterix::for_each_item(items, rest, [&](const Item& item, std::string_view content) {
        if (category == 48) take_048(target, item, content);
        if (category == 10) take_010(target, item, content);
        if (category == 62) take_062(target, item, content);
      });
      if (!length) return reject(ForeignRejection::kUnreadable, {});
      settle(category, target, rest.substr(0, *length));
      rest.remove_prefix(*length);
    }
  }

  const RadarSite* site_of(std::uint16_t code) const {
    const RadarSite* any = nullptr;
    for (const auto& site : options().sites) {
      if (site.code == code) return &site;
      if (!site.code) any = &site;
    }
    return any;
  }

  void settle(std::uint8_t category, const Target& t, std::string_view record) {
    if (t.is_service) return ignore();
    if (t.is_test) return reject(ForeignRejection::kTestTarget, {});
    if (t.ended && !t.position && !t.range && !t.x) return ignore();  // a track that ends without a place
    const bool flies = t.altitude.value_or(0) >= 3 * kMetresPerFlightLevel || (category != 10 && (t.address || t.ssr));
    if (flies && !options().keep_aircraft) return reject(ForeignRejection::kNotAVessel, {});

    domain::Observation observation;
    domain::Detection detection;
    observation.sensor = domain::SensorKind::radar;
    observation.kind = domain::TrackKind::contact;
    if (const auto problem = set_position(category, t, observation, detection)) return reject(*problem, {});
    if (t.time_of_day) set_time(*t.time_of_day, observation);
    if (t.speed && *t.speed < 1000) observation.speed = Speed::metres_per_second(*t.speed);
    if (t.course) observation.course = Course::degrees(*t.course);
    observation.target_number = t.number;
    if (t.altitude) observation.altitude = Length::metres(*t.altitude);
    if (!t.call.empty()) observation.claims.emplace().name = std::string_view(t.call);
    if (t.address) detection.remarks = "transponder address " + hexadecimal(*t.address, 6);
    if (flies) detection.seen_as = "aircraft";
    observation.hearer = std::string_view(hexadecimal(t.site, 4));
    observation.detection = std::make_shared<const domain::Detection>(std::move(detection));
    std::string text;
    for (const char byte : record) text += hexadecimal(static_cast<unsigned char>(byte), 2);
    give(observation, text);
  }

  std::optional<ForeignRejection> set_position(std::uint8_t category, const Target& t, domain::Observation& observation,
                                               domain::Detection& detection) const {
    const RadarSite* site = site_of(t.site);
    if (site != nullptr) detection.seen_from = site->position;
    if (t.position) {
      observation.position = t.position;
    } else if (t.range && t.bearing) {
      if (site == nullptr) return ForeignRejection::kNoSite;
      observation.position = geo::destination(site->position, Bearing::degrees(*t.bearing), Length::metres(*t.range));
    } else if (t.x && t.y) {
      if (site == nullptr) return ForeignRejection::kNoSite;
      const double bearing = std::atan2(*t.x, *t.y) * (180.0 / 3.14159265358979323846);
      observation.position =
          geo::destination(site->position, Bearing::degrees(bearing), Length::metres(std::hypot(*t.x, *t.y)));
    } else {
      return ForeignRejection::kNoPosition;
    }
    if (t.sigma_x && t.sigma_y && *t.sigma_x > 0 && *t.sigma_y > 0) {
      const double ee = *t.sigma_x * *t.sigma_x, nn = *t.sigma_y * *t.sigma_y;
      const double most = 0.99 * std::sqrt(ee * nn);
      const double en = std::clamp(t.covariance.value_or(0), -most, most);
      const double mean = (ee + nn) / 2, spread = std::hypot((ee - nn) / 2, en);
      set_error(observation, detection, std::sqrt(mean + spread), std::sqrt(std::max(mean - spread, 0.0)),
                std::atan2(2 * en, nn - ee) / 2 * (180.0 / 3.14159265358979323846));
    } else if (category == 48 && t.range && t.bearing) {
      const double across = *t.range * kBearingSigmaDegrees * (3.14159265358979323846 / 180.0);
      const bool long_across = across > kRangeSigma;
      set_error(observation, detection, std::max(across, kRangeSigma), std::min(across, kRangeSigma),
                *t.bearing + (long_across ? 90 : 0));
    } else {
      observation.position_sigma = Length::metres(category == 10 ? kSurfaceSigma : kTrackSigma);
    }
    return std::nullopt;
  }

  void set_time(Duration time_of_day, domain::Observation& observation) {
    if (time_of_day >= Duration(86'400'000)) return;
    // Of the day nearest to the record before, which carries a recording over midnight.
    const auto base = received_at() ? received_at() : last_ ? last_ : options().day;
    if (!base) return;
    if (!received_at() && !last_) {
      observation.observed_at = *base + time_of_day;
    } else {
      observation.observed_at = nearest_time_of_day(*base, time_of_day);
    }
    last_ = observation.observed_at;
  }

  static std::string hexadecimal(std::uint32_t value, unsigned digits) {
    std::string text;
    while (digits-- > 0) text += "0123456789ABCDEF"[value >> (4U * digits) & 0xFU];
    return text;
  }

  std::optional<Instant> last_;
  bool lost_ = false;  // out of step
};

}  // namespace

std::unique_ptr<ForeignReader> open_asterix(ForeignOptions options) {
  return std::make_unique<AsterixReader>(std::move(options));
}

}  // namespace fairlead::decode
