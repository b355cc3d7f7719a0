// SPDX-License-Identifier: Apache-2.0
// Archives of AIS as comma-separated values: MarineCadastre (United States, both headers) and the Danish Maritime
// Authority. Each row is a position report with what was known of the vessel; both become one observation.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>

#include "base/text.hpp"
#include "foreign/csv.hpp"
#include "foreign/frame.hpp"
#include "foreign/plot.hpp"
#include "foreign/plot_members.hpp"

namespace fairlead::decode {
namespace {

using domain::TrackKind;

// Positions of an archive have lost the word on their accuracy.
constexpr Length kSigma = Length::metres(15);

// What ITU-R M.1371 table 53 and the status of navigation are called in archives, by their beginning in lower case.
template <std::size_t N>
std::optional<std::uint8_t> value_of(std::string_view text,
                                     const std::array<std::pair<std::string_view, std::uint8_t>, N>& words) {
  if (const auto number = parse_number<std::uint8_t>(text)) return number;
  const std::string word = to_lower(text);
  for (const auto& [begin, value] : words) {
    if (std::string_view(word).starts_with(begin)) return value;
  }
  return std::nullopt;
}
constexpr auto kStatusWords =
    std::to_array<std::pair<std::string_view, std::uint8_t>>({{"under way using engine", 0},
                                                              {"at anchor", 1},
                                                              {"not under command", 2},
                                                              {"restricted man", 3},
                                                              {"constrained by", 4},
                                                              {"moored", 5},
                                                              {"aground", 6},
                                                              {"engaged in fishing", 7},
                                                              {"under way sailing", 8},
                                                              {"power-driven vessel towing", 11},
                                                              {"power-driven vessel pushing", 12},
                                                              {"ais-sart", 14}});
constexpr auto kTypeWords = std::to_array<std::pair<std::string_view, std::uint8_t>>({{"fishing", 30},
                                                                                      {"towing long", 32},
                                                                                      {"towing", 31},
                                                                                      {"dredging", 33},
                                                                                      {"diving", 34},
                                                                                      {"military", 35},
                                                                                      {"sailing", 36},
                                                                                      {"pleasure", 37},
                                                                                      {"hsc", 40},
                                                                                      {"pilot", 50},
                                                                                      {"sar", 51},
                                                                                      {"tug", 52},
                                                                                      {"port tender", 53},
                                                                                      {"anti-pollution", 54},
                                                                                      {"law enforcement", 55},
                                                                                      {"medical", 58},
                                                                                      {"passenger", 60},
                                                                                      {"cargo", 70},
                                                                                      {"tanker", 80},
                                                                                      {"wig", 20}});

// A hash of what a row says: equal rows are one transmission.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash == 0 ? 1 : hash;
}

class ArchiveReader : public LineReader {
 public:
  using LineReader::LineReader;

 protected:
  // The cell under the first of these names that the header has; empty when there is none.
  std::string_view cell(std::initializer_list<std::string_view> names) const {
    for (const auto name : names) {
      const auto found = columns_.find(name);
      if (found != columns_.end() && found->second < cells_.size()) return cells_[found->second];
    }
    return {};
  }
  std::optional<double> real(std::initializer_list<std::string_view> names) const {
    return parse_number<double>(cell(names));
  }
  virtual std::optional<Instant> time() const = 0;
  virtual void fill(domain::Observation& observation, domain::StaticClaims& claims) const = 0;

 private:
  bool goes_on(std::string_view line) const override { return csv_goes_on(line); }

  void take_line(std::string_view line) override {
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    if (!split_csv(line, separator_, cells_)) return reject(ForeignRejection::kUnreadable, line);
    // The header, also again where archives were joined.
    if (columns_.empty() || header_ == line) return take_header(line);
    if (cells_.size() > columns_.size() || cells_.size() < 4) return reject(ForeignRejection::kUnreadable, line);
    const auto mmsi = parse_number<std::uint32_t>(cell({"mmsi"}));
    if (!mmsi || *mmsi > domain::Mmsi::kMax) return reject(ForeignRejection::kBadNumber, line);
    domain::Observation o;
    o.sensor = domain::SensorKind::ais;
    o.kind = TrackKind::ship;
    o.mmsi = domain::Mmsi::from_number(*mmsi);
    o.observed_at = time();
    if (!o.observed_at) return reject(ForeignRejection::kBadTime, line);
    const auto lat = real({"lat", "latitude"}), lon = real({"lon", "longitude"});
    if (!lat || !lon) return reject(ForeignRejection::kNoPosition, line);
    // 91 and 181: not available. Such a row still says who is there.
    if (*lat != 91 && *lon != 181) {
      if (std::fabs(*lon) <= 180) o.position = geo::Position::from_degrees(*lat, *lon);
      if (!o.position) return reject(ForeignRejection::kBadPosition, line);
    }
    o.position_sigma = kSigma;
    o.transmission = hash_of(line);
    motion(o);
    domain::StaticClaims claims;
    fill(o, claims);
    if (claims != domain::StaticClaims{}) o.claims = claims;
    if (!o.position && !o.claims) return reject(ForeignRejection::kNoPosition, line);
    give(o, line);
  }

  void take_header(std::string_view line) {
    separator_ = csv_separator(line);
    columns_.clear();
    if (split_csv(line, separator_, cells_)) {
      for (std::size_t i = 0; i < cells_.size(); ++i) {
        auto word = plot_word(cells_[i]);
        if (word.starts_with('#')) word.erase(0, 1);
        columns_.emplace(std::move(word), i);
      }
    }
    if (columns_.contains("mmsi") && (columns_.contains("lat") || columns_.contains("latitude"))) {
      header_ = line;
      return ignore();
    }
    columns_.clear();
    reject(ForeignRejection::kNoHeader, line);
  }

  void motion(domain::Observation& o) const {
    if (auto sog = real({"sog"})) {
      if (*sog < 0) *sog += 102.4;  // years in which a sign was read into the field
      if (*sog >= 0 && *sog < 102.3) o.speed = Speed::knots(*sog);
    }
    if (auto cog = real({"cog"})) {
      if (*cog < 0) *cog += 409.6;
      if (*cog >= 0 && *cog < 360) o.course = Course::degrees(*cog);
    }
    if (const auto heading = real({"heading"}); heading && *heading >= 0 && *heading < 360) {
      o.heading = Heading::degrees(*heading);
    }
  }

  char separator_ = ',';
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::vector<std::string> cells_;
  std::string header_;
};

void set_size(domain::StaticClaims& claims, double length, double width) {
  if (length < 1 || length > 500) return;
  // The place of the antenna is not told: amidships.
  const auto half = [](double value) { return static_cast<std::uint16_t>(std::lround(value) / 2); };
  domain::Dimensions d;
  d.to_bow = half(length);
  d.to_stern = static_cast<std::uint16_t>(std::lround(length) - d.to_bow);
  if (width >= 1 && width <= 100) {
    d.to_port = half(width);
    d.to_starboard = static_cast<std::uint16_t>(std::lround(width) - d.to_port);
  }
  claims.dimensions = d;
}

void set_draught(domain::StaticClaims& claims, std::optional<double> metres) {
  if (metres && *metres > 0 && *metres <= 25.5)
    claims.draught_dm = static_cast<std::uint16_t>(std::lround(*metres * 10));
}

void set_imo(domain::StaticClaims& claims, std::string_view text) {
  if (to_lower(text).starts_with("imo")) text.remove_prefix(3);
  if (const auto number = parse_number<std::uint32_t>(trim(text)); number && *number > 0 && *number <= 9'999'999) {
    claims.imo = *number;
  }
}

class MarineCadastreReader final : public ArchiveReader {
 public:
  using ArchiveReader::ArchiveReader;

 private:
  std::optional<Instant> time() const override { return read_time(cell({"basedatetime"})); }

  void fill(domain::Observation& o, domain::StaticClaims& claims) const override {
    const auto unit = cell({"transceiverclass", "transceiver", "transcieverclass"});
    if (unit == "B") o.kind = TrackKind::class_b;
    if (o.mmsi->kind() == domain::MmsiKind::aid_to_navigation) o.kind = TrackKind::aid_to_navigation;
    if (o.mmsi->kind() == domain::MmsiKind::coast_station) o.kind = TrackKind::base_station;
    if (o.mmsi->kind() == domain::MmsiKind::sar_aircraft) o.kind = TrackKind::sar_aircraft;
    if (o.mmsi->is_distress_device()) o.kind = TrackKind::distress;
    if (const auto status = value_of(cell({"status"}), kStatusWords); status && *status < 15) o.nav_status = status;
    claims.name = cell({"vesselname"});
    claims.call_sign = cell({"callsign"});
    set_imo(claims, cell({"imo"}));
    // Up to 2017 the coast guard's own codes from 1001 on; those do not fit.
    if (const auto type = parse_number<unsigned>(cell({"vesseltype"})); type && *type > 0 && *type < 256) {
      claims.ship_type = static_cast<std::uint8_t>(*type);
    }
    set_size(claims, real({"length"}).value_or(0), real({"width"}).value_or(0));
    set_draught(claims, real({"draft", "draught"}));
  }
};

class DmaReader final : public ArchiveReader {
 public:
  using ArchiveReader::ArchiveReader;

 private:
  // 31/12/2015 23:59:59, UTC.
  std::optional<Instant> time() const override {
    const auto text = cell({"timestamp"});
    if (text.size() != 19 || text[2] != '/' || text[5] != '/') return read_time(text);
    std::string form(text.substr(6, 4));
    form += '-';
    form += text.substr(3, 2);
    form += '-';
    form += text.substr(0, 2);
    form += 'T';
    form += text.substr(11);
    return read_time(form);
  }

  void fill(domain::Observation& o, domain::StaticClaims& claims) const override {
    const std::string unit = to_lower(cell({"typeofmobile"}));
    if (unit == "class b") o.kind = TrackKind::class_b;
    if (unit == "base station") o.kind = TrackKind::base_station;
    if (unit == "aton") o.kind = TrackKind::aid_to_navigation;
    if (unit.starts_with("sar airborne")) o.kind = TrackKind::sar_aircraft;
    if (unit.find("sart") != std::string::npos || o.mmsi->is_distress_device()) o.kind = TrackKind::distress;
    if (const auto status = value_of(cell({"navigationalstatus"}), kStatusWords); status && *status < 15) {
      o.nav_status = status;
    }
    if (const auto rate = real({"rot"}); rate && std::fabs(*rate) < 709)
      o.turn_rate = TurnRate::degrees_per_minute(*rate);
    const auto known = [](std::string_view text) { return text == "Unknown" ? std::string_view() : text; };
    claims.name = known(cell({"name"}));
    claims.call_sign = known(cell({"callsign"}));
    claims.destination = known(cell({"destination"}));
    set_imo(claims, cell({"imo"}));
    if (const auto type = value_of(cell({"shiptype"}), kTypeWords)) claims.ship_type = type;
    set_draught(claims, real({"draught"}));
    const auto a = real({"a"}), b = real({"b"}), c = real({"c"}), d = real({"d"});
    if (a && b && c && d && *a + *b >= 1 && *a + *b <= 1022 && *c + *d <= 126 && *a >= 0 && *b >= 0 && *c >= 0 &&
        *d >= 0) {
      const auto metres = [](double value) { return static_cast<std::uint16_t>(std::lround(value)); };
      claims.dimensions = domain::Dimensions{metres(*a), metres(*b), metres(*c), metres(*d)};
    } else {
      set_size(claims, real({"length"}).value_or(0), real({"width"}).value_or(0));
    }
  }
};

}  // namespace

std::unique_ptr<ForeignReader> open_marinecadastre(ForeignOptions options) {
  return std::make_unique<MarineCadastreReader>(std::move(options));
}
std::unique_ptr<ForeignReader> open_dma(ForeignOptions options) {
  return std::make_unique<DmaReader>(std::move(options));
}

}  // namespace fairlead::decode
