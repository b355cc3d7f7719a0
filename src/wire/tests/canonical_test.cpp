// SPDX-License-Identifier: Apache-2.0
// Canonical bytes: there and back for every noun, one value one encoding, and nothing that mutated bytes can do.
#include "wire/canonical.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "generators.hpp"

namespace fairlead::wire {
namespace {

template <class Noun>
std::string bytes_of(const Noun& noun) {
  ByteWriter out;
  write(out, noun);
  return out.take();
}

// Reads it, sees that nothing is left over, and writes it again: the same bytes. Every member is written, so equal
// bytes mean equal members.
template <class Noun, class Read>
void expect_round_trip(const Noun& noun, Read read) {
  const std::string bytes = bytes_of(noun);
  ByteReader in(bytes);
  const Noun again = read(in);
  RC_ASSERT(in.ok());
  RC_ASSERT(in.at_end());
  RC_ASSERT(bytes_of(again) == bytes);
  if constexpr (std::equality_comparable<Noun>) RC_ASSERT(again == noun);
}

RC_GTEST_PROP(Canonical, claims_come_back, ()) { expect_round_trip(any::claims(), read_claims); }
RC_GTEST_PROP(Canonical, a_label_comes_back, ()) { expect_round_trip(any::label(), read_label); }
RC_GTEST_PROP(Canonical, a_source_comes_back, ()) { expect_round_trip(any::source(), read_source); }
RC_GTEST_PROP(Canonical, a_track_comes_back, ()) { expect_round_trip(any::track(), read_track); }
RC_GTEST_PROP(Canonical, a_finding_comes_back, ()) { expect_round_trip(any::finding(), read_finding); }
RC_GTEST_PROP(Canonical, an_authority_comes_back, ()) { expect_round_trip(any::authority(), read_authority); }
RC_GTEST_PROP(Canonical, a_decision_comes_back, ()) { expect_round_trip(any::decision(), read_decision); }
RC_GTEST_PROP(Canonical, a_delivery_comes_back, ()) { expect_round_trip(any::delivery(), read_delivery); }

RC_GTEST_PROP(Canonical, a_sentence_comes_back_whatever_its_bytes, ()) {
  const domain::Sentence sentence{any::source_id(), any::instant(), any::bytes()};
  expect_round_trip(sentence, read_sentence);
  const std::string bytes = bytes_of(sentence);
  ByteReader in(bytes);
  RC_ASSERT(read_sentence(in).bytes == sentence.bytes);
}

void expect_equal(const domain::Observation& a, const domain::Observation& b) {
  RC_ASSERT(a.source == b.source);
  RC_ASSERT(a.sensor == b.sensor && a.kind == b.kind);
  RC_ASSERT(a.received_at == b.received_at && a.observed_at == b.observed_at);
  RC_ASSERT(a.transmission == b.transmission && a.hearer == b.hearer);
  RC_ASSERT(a.mmsi == b.mmsi && a.target_number == b.target_number);
  RC_ASSERT(a.position == b.position);
  if (a.position) RC_ASSERT(a.position_sigma == b.position_sigma);
  RC_ASSERT(a.speed == b.speed && a.course == b.course && a.heading == b.heading);
  RC_ASSERT(a.turn_rate == b.turn_rate && a.nav_status == b.nav_status && a.altitude == b.altitude);
  RC_ASSERT(a.claims == b.claims);
  RC_ASSERT((a.detection == nullptr) == (b.detection == nullptr));
  if (a.detection) RC_ASSERT(*a.detection == *b.detection);
  RC_ASSERT(a.text_length == b.text_length);
  if (a.text_length != 0) RC_ASSERT(a.text_offset == b.text_offset);
}

RC_GTEST_PROP(Canonical, a_batch_comes_back_member_by_member, ()) {
  const domain::ObservationBatch batch = any::batch();
  expect_round_trip(batch, read_batch);
  const std::string bytes = bytes_of(batch);
  ByteReader in(bytes);
  const domain::ObservationBatch again = read_batch(in);
  RC_ASSERT(again.source == batch.source && again.text == batch.text);
  RC_ASSERT(again.observations.size() == batch.observations.size());
  RC_ASSERT(again.scans == batch.scans);
  for (std::size_t i = 0; i < batch.observations.size(); ++i) {
    expect_equal(batch.observations[i], again.observations[i]);
  }
}

TEST(Canonical, keeps_every_speed_and_angle_that_radio_gives_in_few_bytes_and_exactly) {
  for (int tenths = 0; tenths < 3600; ++tenths) {
    domain::ObservationBatch batch;
    domain::Observation o;
    o.speed = Speed::knots(tenths / 10.0);
    o.course = Course::degrees(tenths / 10.0);
    batch.observations.push_back(o);
    const std::string bytes = bytes_of(batch);
    ASSERT_LE(bytes.size(), 13U);
    ByteReader in(bytes);
    const auto again = read_batch(in);
    ASSERT_TRUE(in.ok());
    ASSERT_EQ(again.observations[0].speed, o.speed);
    ASSERT_EQ(again.observations[0].course, o.course);
  }
}

TEST(Canonical, keeps_the_sign_of_zero_and_the_extremes) {
  for (const double value : {-0.0, 0.0, -1.5, 5e-324, 1e300, 1e9 * 1852 / 36000, 123456.789}) {
    domain::ObservationBatch batch;
    domain::Observation o;
    o.speed = Speed::metres_per_second(value);
    o.altitude = Length::metres(value);
    o.received_at = Instant::from_unix_ms(std::numeric_limits<std::int64_t>::min());
    o.observed_at = Instant::from_unix_ms(std::numeric_limits<std::int64_t>::max());
    batch.observations = {o, o};
    const std::string bytes = bytes_of(batch);
    ByteReader in(bytes);
    const auto again = read_batch(in);
    ASSERT_TRUE(in.ok()) << value;
    for (const auto& read : again.observations) {
      EXPECT_EQ(read.speed->in_metres_per_second(), value);
      EXPECT_EQ(std::signbit(read.speed->in_metres_per_second()), std::signbit(value));
      EXPECT_EQ(std::signbit(read.altitude->in_metres()), std::signbit(value));
      EXPECT_EQ(read.received_at, o.received_at);
      EXPECT_EQ(read.observed_at, o.observed_at);
    }
  }
}

TEST(Canonical, refuses_numbers_that_are_none) {
  for (const double value : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    domain::Track track;
    track.altitude = Length::metres(value);
    const std::string bytes = bytes_of(track);
    ByteReader in(bytes);
    read_track(in);
    EXPECT_FALSE(in.ok());
  }
}

TEST(Canonical, leaves_out_what_is_no_number_so_that_the_record_stays_readable) {
  // A radar target whose speed field holds 309 digits once gave an infinite speed.
  const double infinite = std::numeric_limits<double>::infinity();
  domain::ObservationBatch batch;
  domain::Observation o;
  o.speed = Speed::metres_per_second(infinite);
  o.turn_rate = TurnRate::degrees_per_minute(std::nan(""));
  o.altitude = Length::metres(-infinite);
  o.course = Course::degrees(90);
  o.position = geo::Position::from_units(1, 2);
  batch.observations.push_back(o);
  const std::string bytes = bytes_of(batch);
  ByteReader in(bytes);
  const auto again = read_batch(in).observations.at(0);
  EXPECT_TRUE(in.ok());
  EXPECT_FALSE(again.speed || again.turn_rate || again.altitude);
  EXPECT_EQ(again.course, o.course);
  EXPECT_EQ(again.position, o.position);
}

TEST(Canonical, refuses_another_version) {
  std::string bytes = bytes_of(domain::Label{});
  for (const char version : {'\0', '\3', '\xFF'}) {
    bytes[0] = version;
    ByteReader in(bytes);
    read_label(in);
    EXPECT_FALSE(in.ok());
  }
}

TEST(Canonical, a_typical_position_report_takes_few_bytes) {
  domain::ObservationBatch batch;
  for (int i = 0; i < 100; ++i) {
    domain::Observation o;
    o.kind = domain::TrackKind::ship;
    o.received_at = Instant::from_unix_ms(1'795'348'800'000 + i * 37);
    o.mmsi = domain::Mmsi::from_number(257'000'000U + static_cast<std::uint32_t>(i) * 7919);
    o.position = geo::Position::from_units(35'000'000 + i * 1000, 6'000'000 + i * 900);
    o.speed = Speed::knots(12.3);
    o.course = Course::degrees(271.4);
    o.heading = Heading::degrees(272);
    o.nav_status = std::uint8_t{0};
    batch.observations.push_back(o);
  }
  EXPECT_LT(bytes_of(batch).size(), 100U * 28);
}

// ---- whatever the bytes are ----

// Reads any bytes as any noun. What is accepted to the end has one encoding: these very bytes.
template <class Read>
void expect_harmless(std::string_view bytes, Read read) {
  ByteReader in(bytes);
  const auto noun = read(in);
  if (in.ok() && in.at_end()) RC_ASSERT(bytes_of(noun) == bytes);
}

void expect_harmless_as_anything(std::string_view bytes) {
  expect_harmless(bytes, read_claims);
  expect_harmless(bytes, read_label);
  expect_harmless(bytes, read_source);
  expect_harmless(bytes, read_sentence);
  expect_harmless(bytes, read_track);
  expect_harmless(bytes, read_finding);
  expect_harmless(bytes, read_authority);
  expect_harmless(bytes, read_decision);
  expect_harmless(bytes, read_delivery);
  expect_harmless(bytes, read_batch);
}

std::string mutated(std::string bytes) {
  const int changes = *rc::gen::inRange(1, 4);
  for (int i = 0; i < changes && !bytes.empty(); ++i) {
    const auto place = *rc::gen::inRange<std::size_t>(0, bytes.size());
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        bytes[place] = *rc::gen::arbitrary<char>();
        break;
      case 1:
        bytes.resize(place);
        break;
      case 2:
        bytes.insert(place, 1, *rc::gen::arbitrary<char>());
        break;
      default:
        bytes[place] = static_cast<char>(bytes[place] ^ static_cast<char>(1 << *rc::gen::inRange(0, 7)));
        break;
    }
  }
  return bytes;
}

RC_GTEST_PROP(Canonical, mutated_bytes_do_no_harm_and_are_refused_or_canonical, ()) {
  switch (*rc::gen::inRange(0, 6)) {
    case 0:
      return expect_harmless_as_anything(mutated(bytes_of(any::batch())));
    case 1:
      return expect_harmless_as_anything(mutated(bytes_of(any::track())));
    case 2:
      return expect_harmless_as_anything(mutated(bytes_of(any::source())));
    case 3:
      return expect_harmless_as_anything(mutated(bytes_of(any::finding())));
    case 4:
      return expect_harmless_as_anything(mutated(bytes_of(any::delivery())));
    default:
      return expect_harmless_as_anything(any::bytes());
  }
}

RC_GTEST_PROP(Canonical, every_shorter_beginning_is_refused, ()) {
  const std::string bytes = bytes_of(any::track());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ByteReader in(std::string_view(bytes).substr(0, size));
    read_track(in);
    RC_ASSERT(!in.ok());
  }
}

TEST(Canonical, a_length_that_lies_allocates_nothing_for_it) {
  ByteWriter out;
  out.u8(1);                                              // version
  out.varint(7);                                          // source
  out.text("");                                           // text
  out.varint(std::numeric_limits<std::uint64_t>::max());  // so many observations
  ByteReader in(out.view());
  EXPECT_TRUE(read_batch(in).observations.empty());
  EXPECT_FALSE(in.ok());
}

// ---- the reader ----

TEST(ByteReader, once_failed_gives_zeros_for_good) {
  ByteReader in("\x05");
  EXPECT_EQ(in.text(), "");
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.u8(), 0);
  EXPECT_EQ(in.varint(), 0U);
  EXPECT_EQ(in.fixed64(), 0U);
  EXPECT_FALSE(in.ok());
}

TEST(ByteReader, refuses_padded_and_overlong_varints) {
  for (const std::string_view bytes :
       {std::string_view("\x80\x00", 2), std::string_view("\xFF\x80\x00", 3),
        std::string_view("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02"),
        std::string_view("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"), std::string_view("\x80")}) {
    ByteReader in(bytes);
    EXPECT_EQ(in.varint(), 0U);
    EXPECT_FALSE(in.ok());
  }
}

RC_GTEST_PROP(ByteReader, reads_what_the_writer_wrote,
              (std::uint64_t a, std::int64_t b, double c, const std::string& d)) {
  ByteWriter out;
  out.varint(a);
  out.zigzag(b);
  out.real(c);
  out.text(d);
  out.fixed64(a);
  ByteReader in(out.view());
  RC_ASSERT(in.varint() == a);
  RC_ASSERT(in.zigzag() == b);
  RC_ASSERT(std::bit_cast<std::uint64_t>(in.real()) == std::bit_cast<std::uint64_t>(c));
  RC_ASSERT(in.text() == d);
  RC_ASSERT(in.fixed64() == a);
  RC_ASSERT(in.ok() && in.at_end());
}

}  // namespace
}  // namespace fairlead::wire
