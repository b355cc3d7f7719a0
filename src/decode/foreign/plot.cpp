// SPDX-License-Identifier: Apache-2.0
// Members to a plot: which member means what, and which values are taken.
#include "foreign/plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/text.hpp"
#include "foreign/plot_members.hpp"
#include "geo/geodesic.hpp"
#include "wire/json.hpp"

namespace fairlead::decode {
namespace {

namespace json = boost::json;

using Reason = ForeignRejection;

// Holds what was read so far; the first thing that is wrong decides.
class PlotReader {
 public:
  PlotReader(const ForeignOptions& options, std::optional<geo::Position> position)
      : options_(options), position_(position) {}

  PlotOutcome read(const json::object& members) {
    for (const auto& [key, value] : members) {
      if (value.is_null() || (value.is_string() && value.get_string().empty())) continue;
      take(std::string_view(key.data(), key.size()), value);
    }
    if (bad_) {
      out_.is = *bad_;
    } else if (at_ && members.size() == 1) {
      out_.is = *at_;
    } else if (coverage_ != nullptr) {
      finish_scan();
    } else {
      finish_observation();
    }
    return std::move(out_);
  }

 private:
  void bad(Reason reason) {
    if (!bad_) bad_ = reason;
  }

  std::optional<double> number(const json::value& value, double first, double last, Reason reason) {
    std::optional<double> n;
    if (value.is_number()) {
      n = value.to_number<double>();
    } else if (value.is_string()) {
      n = parse_number<double>(trim(std::string_view(value.get_string().data(), value.get_string().size())));
    }
    if (!n || !std::isfinite(*n) || *n < first || *n > last) {
      bad(reason);
      return std::nullopt;
    }
    return n;
  }
  std::optional<std::uint64_t> whole(const json::value& value, double last, Reason reason) {
    const auto n = number(value, 0, last, reason);
    if (!n) return std::nullopt;
    if (*n != std::floor(*n)) bad(reason);
    return static_cast<std::uint64_t>(*n);
  }
  static std::string text(const json::value& value) {
    if (value.is_string()) return std::string(trim({value.get_string().data(), value.get_string().size()}));
    if (value.is_int64() || value.is_uint64()) return json::serialize(value);
    return {};
  }
  std::optional<geo::Position> place(const json::value& value) {
    const auto* object = value.if_object();
    if (object == nullptr) {
      bad(Reason::kBadPosition);
      return std::nullopt;
    }
    std::optional<double> lat, lon;
    for (const auto& [key, member] : *object) {
      const auto name = plot_member({key.data(), key.size()});
      if (name == PlotMember::lat) lat = number(member, -90, 90, Reason::kBadPosition);
      if (name == PlotMember::lon) lon = number(member, -360, 360, Reason::kBadPosition);
    }
    if (!lat || !lon) {
      bad(Reason::kBadPosition);
      return std::nullopt;
    }
    return geo::Position::from_degrees(*lat, *lon);
  }

  void take(std::string_view key, const json::value& value);
  void take_error(PlotMember member, const json::value& value);
  void take_identity(PlotMember member, const json::value& value);
  void take_covariance(const json::value& value);
  void take_ellipse(const json::value& value);
  void take_photos(const json::value& value);
  void take_label(const json::value& value);
  void take_probability(const json::value& value);
  void finish_observation();
  void finish_scan();
  bool finish_position();
  void finish_error();
  bool read_sector(const json::value& value, domain::Coverage& coverage);
  bool read_ring(const json::value& value, domain::Coverage& coverage);

  const ForeignOptions& options_;
  PlotOutcome out_;
  std::optional<Reason> bad_;

  std::optional<Instant> at_;
  std::optional<geo::Position> position_, seen_from_;
  std::optional<double> lat_, lon_, from_lat_, from_lon_, range_, bearing_;
  std::optional<double> sigma_, range_sigma_, bearing_sigma_, major_, minor_, orientation_;
  std::array<std::optional<double>, 3> covariance_;  // east-east, east-north, north-north
  std::optional<std::uint64_t> scan_;
  std::optional<domain::SensorKind> sensor_;
  domain::Observation observation_;
  domain::Detection detection_;
  domain::StaticClaims claims_;
  const json::value* coverage_ = nullptr;
  std::optional<double> probability_near_, probability_far_, false_plots_;
};

void PlotReader::take(std::string_view key, const json::value& value) {
  if (is_targeting_name(key)) {
    ++out_.targeting_fields;
    out_.text_may_be_kept = false;
    return;
  }
  const auto member = plot_member(key);
  switch (member) {
    case PlotMember::time: {
      const auto time = read_time(value.is_double() ? std::to_string(value.get_double()) : text(value));
      if (!time) bad(Reason::kBadTime);
      at_ = time;
      break;
    }
    case PlotMember::lat:
      lat_ = number(value, -90, 90, Reason::kBadPosition);
      break;
    case PlotMember::lon:
      lon_ = number(value, -360, 360, Reason::kBadPosition);
      break;
    case PlotMember::position:
      position_ = place(value);
      break;
    case PlotMember::seen_from:
      seen_from_ = place(value);
      break;
    case PlotMember::seen_from_lat:
      from_lat_ = number(value, -90, 90, Reason::kBadPosition);
      break;
    case PlotMember::seen_from_lon:
      from_lon_ = number(value, -360, 360, Reason::kBadPosition);
      break;
    case PlotMember::range:
      range_ = number(value, 0, 2e6, Reason::kBadPosition);
      break;
    case PlotMember::bearing:
      bearing_ = number(value, -360, 720, Reason::kBadPosition);
      break;
    case PlotMember::scan:
      scan_ = whole(value, 9e15, Reason::kBadNumber);
      break;
    case PlotMember::coverage:
      coverage_ = &value;
      break;
    case PlotMember::detection_probability:
      take_probability(value);
      break;
    case PlotMember::false_plots:
      false_plots_ = number(value, 0, 1e6, Reason::kBadScan);
      break;
    case PlotMember::course:
      if (const auto n = number(value, -360, 720, Reason::kBadNumber)) observation_.course = Course::degrees(*n);
      break;
    case PlotMember::heading:
      if (const auto n = number(value, -360, 720, Reason::kBadNumber)) observation_.heading = Heading::degrees(*n);
      break;
    case PlotMember::speed:
      if (const auto n = number(value, 0, 500, Reason::kBadNumber)) observation_.speed = Speed::metres_per_second(*n);
      break;
    case PlotMember::speed_knots:
      if (const auto n = number(value, 0, 1000, Reason::kBadNumber)) observation_.speed = Speed::knots(*n);
      break;
    case PlotMember::altitude:
      if (const auto n = number(value, -1000, 1e6, Reason::kBadNumber)) observation_.altitude = Length::metres(*n);
      break;
    case PlotMember::length:
      if (const auto n = number(value, 0, 1000, Reason::kBadNumber)) detection_.length = Length::metres(*n);
      break;
    case PlotMember::width:
      if (const auto n = number(value, 0, 1000, Reason::kBadNumber)) detection_.width = Length::metres(*n);
      break;
    case PlotMember::label:
      take_label(value);
      break;
    case PlotMember::photos:
      take_photos(value);
      break;
    case PlotMember::covariance:
    case PlotMember::covariance_ee:
    case PlotMember::covariance_en:
    case PlotMember::covariance_nn:
    case PlotMember::ellipse:
    case PlotMember::sigma:
    case PlotMember::major:
    case PlotMember::minor:
    case PlotMember::orientation:
    case PlotMember::range_sigma:
    case PlotMember::bearing_sigma:
    case PlotMember::error:
      take_error(member, value);
      break;
    default:
      take_identity(member, value);
      break;
  }
}

void PlotReader::take_error(PlotMember member, const json::value& value) {
  constexpr double kMax = 1e6;
  switch (member) {
    case PlotMember::sigma:
      sigma_ = number(value, 0, kMax, Reason::kBadError);
      break;
    case PlotMember::major:
      major_ = number(value, 0, kMax, Reason::kBadError);
      break;
    case PlotMember::minor:
      minor_ = number(value, 0, kMax, Reason::kBadError);
      break;
    case PlotMember::orientation:
      orientation_ = number(value, -360, 720, Reason::kBadError);
      break;
    case PlotMember::range_sigma:
      range_sigma_ = number(value, 0, kMax, Reason::kBadError);
      break;
    case PlotMember::bearing_sigma:
      bearing_sigma_ = number(value, 0, 90, Reason::kBadError);
      break;
    case PlotMember::covariance_ee:
      covariance_[0] = number(value, 0, kMax * kMax, Reason::kBadError);
      break;
    case PlotMember::covariance_en:
      covariance_[1] = number(value, -kMax * kMax, kMax * kMax, Reason::kBadError);
      break;
    case PlotMember::covariance_nn:
      covariance_[2] = number(value, 0, kMax * kMax, Reason::kBadError);
      break;
    case PlotMember::covariance:
      take_covariance(value);
      break;
    case PlotMember::ellipse:
      take_ellipse(value);
      break;
    default: {  // `error`: a number is a sigma, an object holds any of the above
      const auto* object = value.if_object();
      if (object == nullptr) {
        sigma_ = number(value, 0, kMax, Reason::kBadError);
        return;
      }
      for (const auto& [key, inner] : *object) {
        switch (const auto name = plot_member({key.data(), key.size()})) {
          case PlotMember::range:
            take_error(PlotMember::range_sigma, inner);
            break;
          case PlotMember::bearing:
            take_error(PlotMember::bearing_sigma, inner);
            break;
          case PlotMember::sigma:
          case PlotMember::major:
          case PlotMember::minor:
          case PlotMember::orientation:
          case PlotMember::range_sigma:
          case PlotMember::bearing_sigma:
          case PlotMember::covariance:
          case PlotMember::ellipse:
            take_error(name, inner);
            break;
          default:
            bad(Reason::kBadError);
        }
      }
    }
  }
}

// [ee, en, nn] or [[ee, en], [en, nn]], square metres, east before north.
void PlotReader::take_covariance(const json::value& value) {
  const auto* rows = value.if_array();
  const bool flat = rows != nullptr && rows->size() == 3 && rows->front().is_number();
  const bool square = rows != nullptr && rows->size() == 2 && rows->at(0).is_array() && rows->at(1).is_array() &&
                      rows->at(0).get_array().size() == 2 && rows->at(1).get_array().size() == 2;
  if (!flat && !square) return bad(Reason::kBadError);
  take_error(PlotMember::covariance_ee, flat ? rows->at(0) : rows->at(0).get_array()[0]);
  take_error(PlotMember::covariance_en, flat ? rows->at(1) : rows->at(0).get_array()[1]);
  take_error(PlotMember::covariance_nn, flat ? rows->at(2) : rows->at(1).get_array()[1]);
}

void PlotReader::take_ellipse(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return bad(Reason::kBadError);
  for (const auto& [key, inner] : *object) {
    const auto name = plot_member({key.data(), key.size()});
    if (name != PlotMember::major && name != PlotMember::minor && name != PlotMember::orientation) {
      return bad(Reason::kBadError);
    }
    take_error(name, inner);
  }
}

void PlotReader::take_photos(const json::value& value) {
  constexpr std::size_t kPhotosMax = 32;
  if (const auto* list = value.if_array()) {
    for (const auto& item : *list) {
      if (auto photo = text(item); !photo.empty() && detection_.photos.size() < kPhotosMax) {
        detection_.photos.push_back(std::move(photo));
      }
    }
  } else if (auto photo = text(value); !photo.empty()) {
    detection_.photos.push_back(std::move(photo));
  }
}

void PlotReader::take_label(const json::value& value) {
  auto label = wire::label_from_json(value.is_string() ? text(value) : json::serialize(value));
  if (!label) return bad(Reason::kBadLabel);
  detection_.label = *std::move(label);
}

// A number, [near, far], or {"near":, "far":}.
void PlotReader::take_probability(const json::value& value) {
  if (const auto* pair = value.if_array()) {
    if (pair->size() != 2) return bad(Reason::kBadScan);
    probability_near_ = number(pair->at(0), 0, 1, Reason::kBadScan);
    probability_far_ = number(pair->at(1), 0, 1, Reason::kBadScan);
  } else if (const auto* object = value.if_object()) {
    for (const auto& [key, inner] : *object) {
      const std::string_view word(key.data(), key.size());
      if (word == "near") probability_near_ = number(inner, 0, 1, Reason::kBadScan);
      if (word == "far") probability_far_ = number(inner, 0, 1, Reason::kBadScan);
    }
    if (!probability_near_) bad(Reason::kBadScan);
  } else {
    probability_near_ = number(value, 0, 1, Reason::kBadScan);
  }
}

void PlotReader::take_identity(PlotMember member, const json::value& value) {
  switch (member) {
    case PlotMember::mmsi: {
      const auto n = whole(value, domain::Mmsi::kMax, Reason::kBadNumber);
      if (n) observation_.mmsi = domain::Mmsi::from_number(static_cast<std::uint32_t>(*n));
      break;
    }
    case PlotMember::imo: {
      std::string digits = to_lower(text(value));
      if (digits.starts_with("imo")) digits = std::string(trim(std::string_view(digits).substr(3)));
      const auto n = parse_number<std::uint32_t>(digits);
      if (!n || *n > 9'999'999) return bad(Reason::kBadNumber);
      if (*n != 0) claims_.imo = *n;
      break;
    }
    case PlotMember::name:
      claims_.name = std::string_view(text(value));
      break;
    case PlotMember::call_sign:
      claims_.call_sign = std::string_view(text(value));
      break;
    case PlotMember::track:
      if (const auto n = whole(value, 65'535, Reason::kBadNumber)) {
        observation_.target_number = static_cast<std::uint16_t>(*n);
      }
      break;
    case PlotMember::kind:
      detection_.seen_as = text(value).substr(0, 64);
      break;
    case PlotMember::remarks: {
      std::string remark = text(value).substr(0, 2048);
      detection_.remarks = detection_.remarks.empty() ? remark : remark + "; " + detection_.remarks;
      break;
    }
    case PlotMember::source:
      observation_.hearer = std::string_view(text(value));
      break;
    case PlotMember::sensor: {
      const std::string word = to_lower(text(value));
      if (word.find("radar") != std::string::npos) {
        sensor_ = domain::SensorKind::radar;
      } else if (word == "ais") {
        sensor_ = domain::SensorKind::ais;
      } else {
        sensor_ = domain::SensorKind::sighting;
      }
      break;
    }
    case PlotMember::identity: {
      const std::string word = to_lower(text(value));
      if (word.empty() || word == "unknown" || word == "pending") break;
      out_.text_may_be_kept = false;
      if (!detection_.remarks.empty()) detection_.remarks += "; ";
      detection_.remarks += their_word(options_, word.substr(0, 32));
      break;
    }
    default:
      break;  // other people's members are no concern of ours
  }
}

bool PlotReader::finish_position() {
  if (lat_ && lon_) position_ = geo::Position::from_degrees(*lat_, *lon_);
  if (from_lat_ && from_lon_) seen_from_ = geo::Position::from_degrees(*from_lat_, *from_lon_);
  if (range_ && bearing_ && seen_from_ && !position_) {
    position_ = geo::destination(*seen_from_, Bearing::degrees(*bearing_), Length::metres(*range_));
  }
  if (!position_) bad(Reason::kNoPosition);
  return position_.has_value();
}

void PlotReader::finish_error() {
  const bool covariance = covariance_[0] || covariance_[1] || covariance_[2];
  const bool ellipse = major_ || minor_;
  if (covariance) {
    const double ee = covariance_[0].value_or(-1), en = covariance_[1].value_or(0), nn = covariance_[2].value_or(-1);
    // Positive semi-definite, or it is no covariance.
    if (ee < 0 || nn < 0 || en * en > ee * nn * (1 + 1e-9)) return bad(Reason::kBadError);
    const double mean = (ee + nn) / 2, spread = std::sqrt((ee - nn) * (ee - nn) / 4 + en * en);
    const double axis = std::atan2(2 * en, nn - ee) / 2 * (180.0 / 3.14159265358979323846);
    set_error(observation_, detection_, std::sqrt(mean + spread), std::sqrt(std::max(mean - spread, 0.0)), axis);
  } else if (ellipse) {
    if (!major_) return bad(Reason::kBadError);
    const double minor = minor_.value_or(*major_);
    const double turn = orientation_.value_or(0);
    if (minor > *major_) {
      set_error(observation_, detection_, minor, *major_, turn + 90);
    } else {
      set_error(observation_, detection_, *major_, minor, turn);
    }
  } else if (range_sigma_ || bearing_sigma_) {
    if (!seen_from_ || !range_sigma_ || !bearing_sigma_) return bad(Reason::kBadError);
    const auto line = geo::line_between(*seen_from_, *position_);
    const double along = *range_sigma_;
    const double across = line.distance.in_metres() * *bearing_sigma_ * (3.14159265358979323846 / 180.0);
    const double towards = line.final.in_degrees();
    if (along >= across) {
      set_error(observation_, detection_, along, across, towards);
    } else {
      set_error(observation_, detection_, across, along, towards + 90);
    }
  } else {
    const bool radar = observation_.sensor == domain::SensorKind::radar;
    observation_.position_sigma = Length::metres(std::max(sigma_.value_or(radar ? kPlotSigma : kSightingSigma), 1.0));
  }
}

void PlotReader::finish_observation() {
  if (!finish_position()) {
    out_.is = bad_.value_or(Reason::kNoPosition);
    return;
  }
  observation_.sensor =
      sensor_.value_or(range_ || range_sigma_ ? domain::SensorKind::radar : domain::SensorKind::sighting);
  observation_.kind = domain::TrackKind::contact;
  observation_.observed_at = at_;
  observation_.position = position_;
  finish_error();
  if (bad_) {
    out_.is = *bad_;
    return;
  }
  if (claims_ != domain::StaticClaims{}) observation_.claims = claims_;
  detection_.scan = scan_.value_or(0);
  detection_.seen_from = seen_from_;
  observation_.detection = std::make_shared<const domain::Detection>(std::move(detection_));
  out_.is = std::move(observation_);
}

bool PlotReader::read_sector(const json::value& value, domain::Coverage& coverage) {
  const auto* pair = value.if_array();
  if (pair == nullptr || pair->size() != 2) return false;
  const auto from = number(pair->at(0), -360, 720, Reason::kBadScan);
  const auto to = number(pair->at(1), -360, 720, Reason::kBadScan);
  if (!from || !to) return false;
  coverage.bearing_from_degrees = *from;
  coverage.bearing_to_degrees = *to;
  return true;
}

bool PlotReader::read_ring(const json::value& value, domain::Coverage& coverage) {
  constexpr std::size_t kCornersMax = 1000;
  const auto* list = value.if_array();
  if (list == nullptr || list->size() > kCornersMax) return false;
  for (const auto& corner : *list) {
    const auto point = place(corner);
    if (!point) return false;
    coverage.ring.push_back(*point);
  }
  if (coverage.ring.size() > 1 && coverage.ring.front() == coverage.ring.back()) coverage.ring.pop_back();
  return coverage.ring.size() >= 3;
}

void PlotReader::finish_scan() {
  out_.is = Reason::kBadScan;
  const auto* object = coverage_->if_object();
  if (object == nullptr || scan_.value_or(0) == 0 || !probability_near_) return;
  domain::Scan scan;
  scan.number = *scan_;
  if (at_) scan.at = *at_;
  scan.detection_near = *probability_near_;
  scan.detection_far = probability_far_.value_or(*probability_near_);
  scan.false_plots = false_plots_;
  for (const auto& [key, value] : *object) {
    const std::string word = plot_word({key.data(), key.size()});
    if (word == "centre" || word == "center") {
      scan.coverage.centre = place(value);
    } else if (word == "range" || word == "rangemax" || word == "radius") {
      scan.coverage.range_max = Length::metres(number(value, 0, 2e6, Reason::kBadScan).value_or(0));
    } else if (word == "rangemin") {
      scan.coverage.range_min = Length::metres(number(value, 0, 2e6, Reason::kBadScan).value_or(0));
    } else if (word == "sector") {
      if (!read_sector(value, scan.coverage)) return;
    } else if (word == "ring") {
      if (!read_ring(value, scan.coverage)) return;
    }
  }
  const bool round = scan.coverage.centre && scan.coverage.range_max > scan.coverage.range_min;
  const bool ring = !scan.coverage.centre && !scan.coverage.ring.empty();
  if (!bad_ && (round || ring)) out_.is = std::move(scan);
}

}  // namespace

PlotOutcome read_plot(const json::object& members, const ForeignOptions& options,
                      std::optional<geo::Position> position) {
  return PlotReader(options, position).read(members);
}

void set_error(domain::Observation& observation, domain::Detection& detection, double major, double minor,
               double orientation_degrees) {
  major = std::max(major, 1.0);
  minor = std::clamp(minor, 1.0, major);
  double turn = std::fmod(orientation_degrees, 180.0);
  if (turn < 0) turn += 180.0;
  if (turn >= 180.0) turn = 0;
  detection.error = domain::ErrorEllipse{Length::metres(major), Length::metres(minor), turn};
  observation.position_sigma = Length::metres(std::sqrt((major * major + minor * minor) / 2));
}

std::optional<Instant> read_time(std::string_view text) {
  text = trim(text);
  if (const auto number = parse_number<double>(text)) {
    // 1990 to 2100, in seconds or in milliseconds.
    const double ms = *number < 1e11 ? *number * 1000 : *number;
    if (ms < 631'152'000'000.0 || ms >= 4'102'444'800'000.0) return std::nullopt;
    return Instant::from_unix_ms(std::llround(ms));
  }
  std::string form(text);
  if (form.size() < 16 || form.size() > 40) return std::nullopt;
  if (form[10] == ' ') form[10] = 'T';
  if (form.ends_with(" UTC")) form.replace(form.size() - 4, 4, "Z");
  if (form.size() == 16) form += ":00";
  const bool zone = form.back() == 'Z' || form.back() == 'z' || form.find_first_of("+-", 11) != std::string::npos;
  if (!zone) form += 'Z';
  const auto time = parse_rfc3339(form);
  if (!time) return std::nullopt;
  return *time;
}

std::string their_word(const ForeignOptions& options, std::string_view word) {
  return (options.partner.empty() ? std::string("the source") : options.partner) + " calls this: " + std::string(word);
}

}  // namespace fairlead::decode
