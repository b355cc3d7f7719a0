// SPDX-License-Identifier: Apache-2.0
// Messages and records to observations: units, absences, times, radar geometry.
#include "decode/observe.hpp"

#include <gtest/gtest.h>

#include "decode/ais/encode.hpp"
#include "decode_support.hpp"
#include "geo/geodesic.hpp"

namespace fairlead::decode {
namespace {

using domain::Observation;
using domain::TrackKind;

constexpr Instant kNow = Instant::from_unix_seconds(1'654'088'303);  // 12:58:23

std::string checked(std::string body) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const std::uint8_t sum = ais::nmea_checksum(body);
  return "$" + body + "*" + kHex[sum >> 4U] + kHex[sum & 15U] + "\n";
}

class ObservingSink final : public Sink {
 public:
  void on_message(const ais::Message& message) override { keep(observer.observe(message, kNow)); }
  void on_nmea(const nmea::Record& record) override { keep(observer.observe(record, kNow)); }
  std::vector<Observation> all;

 private:
  void keep(std::optional<Observation> o) {
    if (o) all.push_back(*o);
  }
  Observer observer{domain::SourceId(7)};
};

std::vector<Observation> observe(const std::string& text) {
  ObservingSink sink;
  Reader reader;
  reader.feed(text, sink);
  reader.finish(sink);
  return sink.all;
}

TEST(Observer, gives_exactly_what_a_position_report_says) {
  const auto all = observe("\\s:2573310,c:1654088303*0B\\!AIVDM,1,1,,A,13m62@001sPh4;0RAV`3T2nt0000,0*22\n");
  ASSERT_EQ(all.size(), 1U);
  const Observation& o = all[0];
  EXPECT_EQ(o.source, domain::SourceId(7));
  EXPECT_EQ(o.kind, TrackKind::ship);
  EXPECT_EQ(o.mmsi->number(), 257'000'000U);
  EXPECT_EQ(o.position->longitude_units(), 6'300'000);
  EXPECT_EQ(o.position->latitude_units(), 35'940'000);
  EXPECT_NEAR(o.speed->in_knots(), 12.3, 1e-9);
  EXPECT_NEAR(o.course->in_degrees(), 91.2, 1e-9);
  EXPECT_NEAR(o.heading->in_degrees(), 91, 1e-9);
  EXPECT_EQ(o.hearer.view(), "2573310");
  EXPECT_EQ(o.received_at, kNow);
  EXPECT_EQ(o.observed_at, kNow) << "second 30 lies seven seconds ahead: not a refinement";
  EXPECT_NE(o.transmission, 0U);
}

TEST(Observer, leaves_out_what_was_not_available) {
  const auto all = observe("!AIVDM,1,1,,A,13m62@?P?wdtSF0l4Q@>4?wp0000,0*64\n");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_FALSE(all[0].position || all[0].speed || all[0].course || all[0].heading || all[0].turn_rate ||
               all[0].nav_status || all[0].observed_at);
}

TEST(Observer, distrusts_a_time_from_the_future) {
  const auto all = observe(test::tag("c:1999999999") + "!AIVDM,1,1,,A,13m62@?P?wdtSF0l4Q@>4?wp0000,0*64\n");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_FALSE(all[0].observed_at.has_value());
}

TEST(Observer, gives_the_two_parts_of_static_data_each_by_itself) {
  const auto all =
      observe("!AIVDM,1,1,,A,H3m62@1<l4hj08t5@00000000000,0*1A\n!AIVDM,1,1,,A,H3m62@4UCBDD30q31<<ijk104224,0*0D\n");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].claims->name.view(), "SMALL BOAT");
  EXPECT_FALSE(all[0].claims->ship_type.has_value());
  EXPECT_EQ(all[1].claims->call_sign.view(), "CALL123");
  EXPECT_EQ(all[1].claims->dimensions, (domain::Dimensions{8, 4, 2, 2}));
  EXPECT_EQ(all[1].kind, TrackKind::class_b);
}

TEST(Observer, knows_distress_devices_and_their_text) {
  ais::Message m;
  m.type = 14;
  m.mmsi = 970'010'001;
  m.body.emplace<ais::SafetyBroadcast>();
  ais::set_safety_text(m, "SART ACTIVE");
  Observer observer{domain::SourceId(1)};
  const auto active = observer.observe(m, kNow);
  ASSERT_TRUE(active.has_value());
  EXPECT_EQ(active->kind, TrackKind::distress);
  EXPECT_EQ(active->nav_status, 14);
  ais::set_safety_text(m, "SART TEST");
  EXPECT_FALSE(observer.observe(m, kNow)->nav_status.has_value());
  m.mmsi = 257'000'000;
  EXPECT_FALSE(observer.observe(m, kNow).has_value());
}

TEST(Observer, takes_own_position_from_rmc) {
  const auto all = observe(checked("GPRMC,125823.00,A,5954.0000,N,01030.0000,E,12.3,91.2,010622,,,A"));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].kind, TrackKind::own_ship);
  EXPECT_EQ(all[0].position->latitude_units(), 35'940'000);
  EXPECT_EQ(all[0].observed_at, kNow);
  EXPECT_TRUE(observe(checked("GPRMC,125823.00,V,5954.0000,N,01030.0000,E,12.3,91.2,010622,,,N")).empty());
}

TEST(Observer, places_a_radar_target_by_bearing_and_distance) {
  const std::string own = checked("GPRMC,125823.00,A,5954.0000,N,01030.0000,E,12.3,90.0,010622,,,A");
  const std::string heading = checked("HEHDT,080.0,T");
  const auto all = observe(own + heading + checked("RATTM,11,2.0,10.0,R,7.5,20.0,T,0,0,N,CASPER,T,,125822.00,A") +
                           checked("RATTM,12,2.0,90.0,T,7.5,20.0,R,0,0,N,,L,,125822.00,A"));
  ASSERT_EQ(all.size(), 2U) << "own position and one target; the lost one gives nothing";
  const Observation& o = all[1];
  EXPECT_EQ(o.sensor, domain::SensorKind::radar);
  EXPECT_EQ(o.kind, TrackKind::contact);
  EXPECT_EQ(o.target_number, 11);
  const auto line = geo::line_between(*all[0].position, *o.position);
  EXPECT_NEAR(line.distance.in_nautical_miles(), 2.0, 0.001);
  EXPECT_NEAR(line.initial.in_degrees(), 90.0, 0.05);
  EXPECT_NEAR(o.speed->in_knots(), 7.5, 1e-9);
  EXPECT_NEAR(o.course->in_degrees(), 20.0, 1e-9);
  EXPECT_EQ(o.observed_at, kNow - Duration(1000));
  EXPECT_EQ(o.claims->name.view(), "CASPER");
  EXPECT_TRUE(observe(checked("RATTM,11,2.0,10.0,T,7.5,20.0,T,0,0,N,,T,,,A")).empty()) << "own position unknown";
}

TEST(Observer, takes_a_radar_target_by_position_with_its_label) {
  const auto all = observe(checked("RATLB,1,ALPHA") + checked("RATLL,01,5954.0000,N,01030.0000,W,,125820.00,T,"));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].position->longitude_units(), -6'300'000);
  EXPECT_EQ(all[0].claims->name.view(), "ALPHA");
}

TEST(Observer, sees_one_transmission_in_what_two_stations_heard) {
  const auto all = observe(
      "\\s:a*28\\!AIVDM,1,1,,A,13m62@001sPh4;0RAV`3T2nt0000,0*22\n\\s:b*2B\\!BSVDM,1,1,,B,13m62@001sPh4;0RAV`3T2nt0000,"
      "0*38\n");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].transmission, all[1].transmission);
}

}  // namespace
}  // namespace fairlead::decode
