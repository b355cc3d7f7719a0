// SPDX-License-Identifier: Apache-2.0
// Any value of each noun, for properties. Texts are what JSON can carry (UTF-8) unless said otherwise; floating-point
// values are of all sizes, and often those that radio gives.
#pragma once

#include <string>
#include <vector>

#include <rapidcheck.h>

#include "domain/finding.hpp"
#include "domain/label.hpp"
#include "domain/source.hpp"
#include "domain/track.hpp"

namespace fairlead::wire::any {

inline bool often() { return *rc::gen::inRange(0, 3) > 0; }

template <class Make>
auto maybe(Make make) -> std::optional<decltype(make())> {
  if (!often()) return std::nullopt;
  return make();
}

template <class Number>
Number number(Number least, Number greatest) {
  return static_cast<Number>(*rc::gen::inRange<std::int64_t>(least, static_cast<std::int64_t>(greatest) + 1));
}

inline std::uint64_t number64() { return *rc::gen::arbitrary<std::uint64_t>(); }

inline std::string text(std::size_t pieces_max = 6) {
  std::string made;
  const auto pieces = *rc::gen::inRange<std::size_t>(0, pieces_max + 1);
  for (std::size_t i = 0; i < pieces; ++i) {
    made +=
        *rc::gen::element<std::string>("A", "z", "9", " ", "\"", "\\", "\n", "\x01", "\x7f", "ø", "船", "⚓", "/", ",");
  }
  return made;
}

inline std::string bytes() { return *rc::gen::arbitrary<std::string>(); }

inline std::vector<std::string> texts() {
  std::vector<std::string> list(*rc::gen::inRange<std::size_t>(0, 4));
  for (auto& item : list) item = text();
  return list;
}

inline std::set<std::string> text_set() {
  const auto list = texts();
  return {list.begin(), list.end()};
}

// What can be written with four digits of year.
inline Instant instant() {
  return Instant::from_unix_ms(*rc::gen::inRange<std::int64_t>(-62'135'596'800'000, 253'402'300'800'000));
}

inline double finite(double least, double greatest) {
  if (often())
    return static_cast<double>(
               number(static_cast<std::int64_t>(least) * 10, static_cast<std::int64_t>(greatest) * 10)) /
           10.0;
  const double share = static_cast<double>(number64() >> 11) * 0x1p-53;
  return least + share * (greatest - least);
}

inline geo::Position position() {
  return geo::Position::from_units(number(-geo::kLatitudeMax, geo::kLatitudeMax),
                                   number(-geo::kLongitudeMax, geo::kLongitudeMax))
      .value();
}

inline Speed speed() {
  return often() ? Speed::knots(number(0, 1022) / 10.0) : Speed::metres_per_second(finite(0, 1000));
}

inline domain::StaticClaims claims() {
  domain::StaticClaims c;
  const auto letters = [](std::size_t most) {
    return *rc::gen::container<std::string>(*rc::gen::inRange<std::size_t>(0, most + 1),
                                            rc::gen::inRange<char>(' ', '_' + 1));
  };
  c.name = std::string_view(letters(34));
  c.call_sign = std::string_view(letters(7));
  c.destination = std::string_view(letters(20));
  c.imo = maybe([] { return number<std::uint32_t>(0, 0xFFFFFFFF); });
  c.ship_type = maybe([] { return number<std::uint8_t>(0, 255); });
  c.dimensions = maybe([] {
    const auto side = [] { return number<std::uint16_t>(0, 65'535); };
    return domain::Dimensions{side(), side(), side(), side()};
  });
  c.draught_dm = maybe([] { return number<std::uint16_t>(0, 65'535); });
  c.eta = maybe([] {
    const auto part = [] { return maybe([] { return number<std::uint8_t>(0, 99); }); };
    return domain::Eta{part(), part(), part(), part()};
  });
  c.mothership = maybe([] { return number<std::uint32_t>(0, 0xFFFFFFFF); });
  c.aid_type = maybe([] { return number<std::uint8_t>(0, 255); });
  if (c.aid_type) {
    c.aid_is_virtual = often();
    c.aid_is_off_position = often();
  }
  return c;
}

inline domain::Label label() {
  domain::Label l;
  l.policy = text();
  l.level = static_cast<domain::Level>(number(0, 4));
  l.releasable_to = text_set();
  l.caveats = text_set();
  l.purposes = text_set();
  l.originators = text_set();
  l.expires_at = maybe(instant);
  l.personal_data = often();
  return l;
}

inline domain::SourceId source_id() { return domain::SourceId(number<std::uint32_t>(0, 0xFFFFFFFF)); }

inline domain::Source source() { return {source_id(), text(), text(), text(), label()}; }

inline domain::Sentence sentence() { return {source_id(), instant(), text(20)}; }

inline std::shared_ptr<const domain::Detection> detection() {
  domain::Detection d;
  d.scan = often() ? number64() : 0;
  d.error = maybe([] {
    return domain::ErrorEllipse{Length::metres(finite(0, 5'000)), Length::metres(finite(0, 5'000)), finite(0, 180)};
  });
  d.seen_from = maybe(position);
  d.length = maybe([] { return Length::metres(finite(0, 400)); });
  d.width = maybe([] { return Length::metres(finite(0, 60)); });
  d.seen_as = text();
  d.remarks = text();
  d.photos = texts();
  d.label = maybe(label);
  return std::make_shared<const domain::Detection>(std::move(d));
}

inline domain::Scan scan(domain::SourceId source) {
  domain::Scan s;
  s.source = source;
  s.number = number64();
  s.received_at = instant();
  s.at = instant();
  s.coverage.centre = maybe(position);
  s.coverage.range_min = Length::metres(finite(0, 1'000));
  s.coverage.range_max = Length::metres(finite(0, 100'000));
  s.coverage.bearing_from_degrees = finite(0, 360);
  s.coverage.bearing_to_degrees = finite(0, 360);
  s.coverage.ring.resize(*rc::gen::inRange<std::size_t>(0, 5));
  for (auto& corner : s.coverage.ring) corner = position();
  s.detection_near = finite(0, 1);
  s.detection_far = finite(0, 1);
  s.false_plots = maybe([] { return finite(0, 5'000); });
  return s;
}

// Without a place in a batch's text.
inline domain::Observation observation(domain::SourceId source) {
  domain::Observation o;
  o.source = source;
  o.sensor = static_cast<domain::SensorKind>(number(0, 3));
  o.kind = static_cast<domain::TrackKind>(number(0, 8));
  o.received_at = instant();
  o.observed_at = maybe(instant);
  o.transmission = often() ? number64() : 0;
  o.hearer = *rc::gen::element<std::string_view>("", "A", "2573315", "exactly15bytes!");
  o.mmsi = maybe([] { return *domain::Mmsi::from_number(number<std::uint32_t>(0, domain::Mmsi::kMax)); });
  o.target_number = maybe([] { return number<std::uint16_t>(0, 65'535); });
  o.position = maybe(position);
  if (o.position) o.position_sigma = Length::metres(finite(0, 100'000));
  o.speed = maybe(speed);
  o.course = maybe([] { return Course::degrees(finite(0, 360)); });
  o.heading = maybe([] { return Heading::degrees(finite(0, 360)); });
  o.turn_rate = maybe([] { return TurnRate::degrees_per_minute(finite(-720, 720)); });
  o.nav_status = maybe([] { return number<std::uint8_t>(0, 255); });
  o.altitude = maybe([] { return Length::metres(finite(-100, 20'000)); });
  o.claims = maybe(claims);
  if (often()) o.detection = detection();
  return o;
}

inline domain::ObservationBatch batch() {
  domain::ObservationBatch b;
  b.source = source_id();
  const auto count = *rc::gen::inRange<std::size_t>(0, 6);
  for (std::size_t i = 0; i < count; ++i) {
    domain::Observation o = observation(b.source);
    if (often()) {
      const std::string said = "!" + bytes();
      o.text_offset = static_cast<std::uint32_t>(b.text.size());
      o.text_length = static_cast<std::uint32_t>(said.size());
      b.text += said;
    }
    b.observations.push_back(std::move(o));
  }
  const auto scans = *rc::gen::inRange<std::size_t>(0, 3);
  for (std::size_t i = 0; i < scans; ++i) b.scans.push_back(scan(b.source));
  return b;
}

inline domain::Track track() {
  domain::Track t;
  t.id = domain::TrackId(number64());
  t.kind = static_cast<domain::TrackKind>(number(0, 8));
  t.state = static_cast<domain::TrackState>(number(0, 1));
  t.flags.bits = number<std::uint16_t>(0, 127);
  t.mmsi = maybe([] { return *domain::Mmsi::from_number(number<std::uint32_t>(0, domain::Mmsi::kMax)); });
  t.claims = claims();
  t.claims_at = maybe(instant);
  t.position = maybe(position);
  t.position_sigma = Length::metres(finite(0, 100'000));
  t.observed_at = instant();
  t.received_at = instant();
  t.first_at = instant();
  t.speed = maybe(speed);
  t.course = maybe([] { return Course::degrees(finite(0, 360)); });
  t.heading = maybe([] { return Heading::degrees(finite(0, 360)); });
  t.turn_rate = maybe([] { return TurnRate::degrees_per_minute(finite(-720, 720)); });
  t.nav_status = maybe([] { return number<std::uint8_t>(0, 255); });
  t.altitude = maybe([] { return Length::metres(finite(-100, 20'000)); });
  const auto sources = *rc::gen::inRange<std::uint32_t>(0, 4);
  for (std::uint32_t i = 0; i < sources; ++i) t.sources.emplace_back(i * 7);
  if (often()) t.hearers[0] = std::string_view("2573315");
  if (often()) t.hearers[1] = std::string_view("ø");
  t.observations = number<std::uint32_t>(0, 0xFFFFFFFF);
  if (often()) {
    domain::Fused fused;
    fused.existence = finite(0, 1);
    fused.error = {Length::metres(finite(0, 5'000)), Length::metres(finite(0, 5'000)), finite(0, 180)};
    for (const domain::SourceId source : t.sources) fused.seen_by.push_back({source, instant(), 7});
    fused.seen_as = text();
    fused.reasons = texts();
    t.fused = std::make_shared<const domain::Fused>(std::move(fused));
  }
  return t;
}

inline domain::Finding finding() {
  domain::Finding f;
  f.id = text();
  f.rule = text();
  f.rule_version = number<std::uint32_t>(0, 0xFFFFFFFF);
  f.priority = static_cast<domain::Priority>(number(0, 3));
  f.position = maybe(position);
  f.tracks.resize(*rc::gen::inRange<std::size_t>(0, 4));
  for (auto& id : f.tracks) id = domain::TrackId(number64());
  f.begins_at = instant();
  f.ends_at = maybe(instant);
  f.reasons = texts();
  f.evidence.resize(*rc::gen::inRange<std::size_t>(0, 4));
  for (auto& id : f.evidence) id = domain::ObservationId(number64());
  return f;
}

inline domain::Authority authority() {
  return {text(), text(), static_cast<domain::AuthorityOutcome>(number(0, 3)), texts(), texts(), texts(), texts()};
}

inline domain::Decision decision() {
  return {text(),  text(),     text(),   static_cast<domain::DecisionOutcome>(number(0, 6)), text(), number64(),
          texts(), number64(), instant()};
}

inline domain::Delivery delivery() {
  domain::Delivery d{text(), text(), text(), instant(), number64(), {}, texts(), maybe([] { return text(); })};
  for (auto& byte : d.payload) byte = number<std::uint8_t>(0, 255);
  return d;
}

}  // namespace fairlead::wire::any
