// SPDX-License-Identifier: Apache-2.0
// Cursor on Target, ASTERIX, archives of AIS.
#include <gtest/gtest.h>

#include "foreign_support.hpp"
#include "geo/geodesic.hpp"

namespace fairlead::decode {
namespace {

std::string event(std::string_view type, std::string_view detail, std::string_view how = "h-e") {
  return "<event version=\"2.0\" uid=\"X-1\" type=\"" + std::string(type) +
         "\" time=\"2026-03-14T20:00:15.5Z\" start=\"2026-03-14T20:00:15Z\" stale=\"2026-03-14T20:05:15Z\" how=\"" +
         std::string(how) + "\"><point lat=\"12.9\" lon=\"-70.1\" hae=\"0\" ce=\"120\" le=\"9999999\"/><detail>" +
         std::string(detail) + "</detail></event>";
}

TEST(CursorOnTarget, an_atom_at_sea_is_a_sighting) {
  const auto text = "<?xml version='1.0' encoding='UTF-8'?>\n" +
                    event("a-u-S-X",
                          "<contact callsign=\"PANGA 1\"/><track course=\"45.5\" speed=\"15\"/>"
                          "<remarks>three &amp; more</remarks><vessel mmsi=\"307123456\" imo=\"IMO 9074729\"/>");
  const auto taken = take(Format::cot, text + text);
  ASSERT_EQ(taken.observations.size(), 2U);
  const auto& o = taken.observations[0];
  EXPECT_EQ(o.sensor, domain::SensorKind::sighting);
  EXPECT_EQ(to_rfc3339(*o.observed_at), "2026-03-14T20:00:15.500Z");
  EXPECT_NEAR(o.position->latitude_degrees(), 12.9, 1e-6);
  EXPECT_EQ(o.position_sigma, Length::metres(120));
  EXPECT_NEAR(o.course->in_degrees(), 45.5, 1e-9);
  EXPECT_EQ(o.speed, Speed::metres_per_second(15));
  EXPECT_EQ(o.claims->name.view(), "PANGA 1");
  EXPECT_EQ(o.claims->imo, 9'074'729U);
  EXPECT_EQ(o.mmsi->number(), 307'123'456U);
  EXPECT_EQ(o.detection->remarks, "three & more");
  EXPECT_FALSE(taken.texts[0].empty());
}

TEST(CursorOnTarget, hostile_stays_the_word_of_who_sent_it) {
  ForeignOptions options;
  options.partner = "partner A";
  const auto taken = take(Format::cot, event("a-h-S", "<remarks>seen</remarks>"), options);
  ASSERT_EQ(taken.observations.size(), 1U);
  EXPECT_NE(taken.observations[0].detection->remarks.find("partner A calls this: hostile"), std::string::npos);
  EXPECT_EQ(taken.texts[0], "");
}

TEST(CursorOnTarget, tasking_is_refused_and_targeting_dropped) {
  const auto taken = take(Format::cot, event("t-k", "") + event("t-x-c-t", "") +
                                           event("a-u-S", "<targeting priority=\"1\"/><x weapon=\"y\"/>"));
  EXPECT_EQ(taken.rejections, std::vector<std::string>{"tasking"});
  EXPECT_EQ(taken.counters.ignored, 1U);
  ASSERT_EQ(taken.observations.size(), 1U);
  EXPECT_EQ(taken.counters.targeting_fields, 2U);
  EXPECT_EQ(taken.texts[0], "");
}

TEST(CursorOnTarget, entities_of_a_document_type_are_not_expanded) {
  const auto taken = take(Format::cot, "<!DOCTYPE event [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" +
                                           event("a-u-S", "<remarks>&b;</remarks>"));
  ASSERT_EQ(taken.observations.size(), 1U);
  EXPECT_EQ(taken.observations[0].detection->remarks, "&b;");
}

TEST(CursorOnTarget, broken_events_and_others_are_counted_and_stop_nothing) {
  const auto taken = take(Format::cot, "<event type='a-u-S'><point lat='x'/></event>" + event("a-u-G", "") +
                                           event("b-t-f", "") + "<event <></event>" + event("a-n-S", ""));
  EXPECT_EQ(taken.rejections, (std::vector<std::string>{"no_position", "not_a_vessel", "unreadable"}));
  EXPECT_EQ(taken.counters.ignored, 1U);
  EXPECT_EQ(taken.observations.size(), 1U);
}

TEST(CursorOnTarget, how_the_bytes_are_cut_changes_nothing) {
  const auto text = "<events>\n" + event("a-u-S", "<remarks>a</remarks>") + "\n<!-- x -->" + event("a-u-S", "");
  for (std::size_t piece = 1; piece < 40; ++piece) {
    EXPECT_EQ(take(Format::cot, text, {}, piece).observations.size(), 2U) << piece;
  }
}

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int value : values) out += static_cast<char>(value);
  return out;
}

// The example of the manual of a widely used decoder: an airliner seen by a radar with Mode S, 197.68 NM away.
std::string airliner() {
  return bytes({0x30, 0x00, 0x30, 0xfd, 0xf7, 0x02, 0x19, 0xc9, 0x35, 0x6d, 0x4d, 0xa0, 0xc5, 0xaf, 0xf1, 0xe0,
                0x02, 0x00, 0x05, 0x28, 0x3c, 0x66, 0x0c, 0x10, 0xc2, 0x36, 0xd4, 0x18, 0x20, 0x01, 0xc0, 0x78,
                0x00, 0x31, 0xbc, 0x00, 0x00, 0x40, 0x0d, 0xeb, 0x07, 0xb9, 0x58, 0x2e, 0x41, 0x00, 0x20, 0xf5});
}

ForeignOptions with_site(double latitude, double longitude) {
  ForeignOptions options;
  options.sites.push_back({std::nullopt, *geo::Position::from_degrees(latitude, longitude)});
  options.day = *parse_rfc3339("2026-03-14T00:00:00Z");
  return options;
}

TEST(Asterix, category_048_is_placed_from_the_radar) {
  auto options = with_site(45, 15);
  options.keep_aircraft = true;
  const auto taken = take(Format::asterix, airliner(), options);
  ASSERT_EQ(taken.observations.size(), 1U);
  const auto& o = taken.observations[0];
  EXPECT_EQ(o.sensor, domain::SensorKind::radar);
  EXPECT_EQ(o.target_number, 3563);
  EXPECT_EQ(o.claims->name.view(), "DLH65A");
  EXPECT_EQ(o.hearer.view(), "19C9");
  EXPECT_NEAR(o.altitude->in_metres(), 330 * 30.48, 0.1);
  EXPECT_NEAR(o.speed->in_knots(), 434.4, 0.1);
  EXPECT_NEAR(o.course->in_degrees(), 124.0, 0.01);
  EXPECT_EQ(o.detection->seen_as, "aircraft");
  EXPECT_EQ(o.detection->remarks, "transponder address 3C660C");
  const auto line = geo::line_between(*geo::Position::from_degrees(45, 15), *o.position);
  EXPECT_NEAR(line.distance.in_nautical_miles(), 197.684, 0.01);
  EXPECT_NEAR(line.initial.in_degrees(), 340.137, 0.01);
  EXPECT_EQ(to_rfc3339(*o.observed_at), "2026-03-14T07:35:54.601Z");
}

TEST(Asterix, what_flies_is_left_out_unless_asked_for) {
  EXPECT_EQ(take(Format::asterix, airliner(), with_site(45, 15)).rejections, std::vector<std::string>{"not_a_vessel"});
}

TEST(Asterix, without_the_place_of_the_radar_there_is_no_position) {
  ForeignOptions options;
  options.keep_aircraft = true;
  EXPECT_EQ(take(Format::asterix, airliner(), options).rejections, std::vector<std::string>{"no_site"});
}

// A boat on a surface movement radar: 010, 000, 020, 140, 041, FX, 202, 161, 500.
std::string surface_block() {
  std::string record =
      bytes({0b11111001, 0b01100001, 0b00000001, 0b10000000});        // 010 000 020 140 041 | 202 161 | - | 500
  record += bytes({0x01, 0x02});                                      // area, identification
  record += bytes({0x01});                                            // target report
  record += bytes({0x20});                                            // one byte
  record += bytes({0x00, 0x02, 0x40});                                // 4.5 s after midnight
  record += bytes({0x09, 0x11, 0x11, 0x11, 0xCE, 0x38, 0xE3, 0x8E});  // 12.75 N, 70 W
  record += bytes({0x00, 0x28, 0xFF, 0xD8});                          // 10 m/s east, 10 m/s south
  record += bytes({0x00, 0x2A});                                      // track 42
  record += bytes({0x28, 0x14, 0x00, 0x00});                          // 10 m, 5 m
  std::string block = bytes({0x0A, 0x00, static_cast<int>(record.size() + 3)});
  return block + record;
}

TEST(Asterix, category_010_carries_position_and_error) {
  const auto taken = take(Format::asterix, surface_block() + surface_block(), with_site(0, 0), 5);
  ASSERT_EQ(taken.observations.size(), 2U);
  const auto& o = taken.observations[0];
  EXPECT_NEAR(o.position->latitude_degrees(), 12.75, 1e-5);
  EXPECT_NEAR(o.position->longitude_degrees(), -70.0, 1e-5);
  EXPECT_EQ(o.target_number, 42);
  EXPECT_NEAR(o.speed->in_metres_per_second(), 14.142, 0.001);
  EXPECT_NEAR(o.course->in_degrees(), 135, 0.001);
  EXPECT_NEAR(o.detection->error->major.in_metres(), 10, 1e-6);
  EXPECT_NEAR(o.detection->error->minor.in_metres(), 5, 1e-6);
  EXPECT_NEAR(o.detection->error->orientation_degrees, 90, 1e-6);
  EXPECT_EQ(to_rfc3339(*o.observed_at), "2026-03-14T00:00:04.500Z");
}

// A system track: 010, 015, 070, 105, 185 | 040 080.
std::string system_track(int second_status) {
  std::string record = bytes({0b10111011, 0b00001100});
  record += bytes({0x01, 0x02, 0x01});
  record += bytes({0xA8, 0xBF, 0xC0});                                // 86399.5 s
  record += bytes({0x00, 0x24, 0x44, 0x44, 0xFF, 0x38, 0xE3, 0x8E});  // 12.75 N, 70 W
  record += bytes({0x00, 0x28, 0x00, 0x28});
  record += bytes({0x12, 0x34});
  record += second_status < 0 ? bytes({0x00}) : bytes({0x01, second_status});
  return bytes({0x3E, 0x00, static_cast<int>(record.size() + 3)}) + record;
}

TEST(Asterix, category_062_is_a_track_on_the_ellipsoid) {
  const auto taken = take(Format::asterix, system_track(-1), with_site(0, 0));
  ASSERT_EQ(taken.observations.size(), 1U);
  const auto& o = taken.observations[0];
  EXPECT_NEAR(o.position->latitude_degrees(), 12.75, 1e-4);
  EXPECT_NEAR(o.position->longitude_degrees(), -70.0, 1e-4);
  EXPECT_NEAR(o.course->in_degrees(), 45, 1e-6);
  EXPECT_EQ(o.target_number, 0x1234);
  EXPECT_EQ(to_rfc3339(*o.observed_at), "2026-03-14T23:59:59.500Z");
}

TEST(Asterix, simulated_targets_are_refused) {
  EXPECT_EQ(take(Format::asterix, system_track(0x80), with_site(0, 0)).rejections,
            std::vector<std::string>{"test_target"});
}

TEST(Asterix, a_recording_goes_over_midnight) {
  auto late = system_track(-1), early = late;
  early.replace(8, 3, bytes({0x00, 0x00, 0x40}));  // half a second after midnight
  const auto taken = take(Format::asterix, late + early, with_site(0, 0));
  ASSERT_EQ(taken.observations.size(), 2U);
  EXPECT_EQ(to_rfc3339(*taken.observations[1].observed_at), "2026-03-15T00:00:00.500Z");
}

TEST(Asterix, blocks_that_do_not_fit_are_counted_and_skipped) {
  auto broken = surface_block();
  broken[3] = static_cast<char>(0xFF);  // asks for items that are not there
  const auto unknown = bytes({0x15, 0x00, 0x05, 0x80, 0x00});
  const auto taken = take(Format::asterix, broken + unknown + surface_block() + bytes({0x30, 0x00}), with_site(0, 0));
  EXPECT_EQ(taken.observations.size(), 1U);
  EXPECT_EQ(taken.counters.of(ForeignRejection::kUnknownCategory), 1U);
  EXPECT_GE(taken.counters.of(ForeignRejection::kUnreadable), 1U);
}

TEST(Archives, marinecadastre_rows_of_both_headers_are_position_reports) {
  const auto old_form =
      take(Format::marinecadastre,
           "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,"
           "Width,Draft,Cargo,TransceiverClass\n"
           "338000001,2020-06-30T23:59:58,29.10,-90.20,10.3,-49.6,511,TEST BOAT,IMO9074729,WXY1234,31,12,"
           "30,9,3.1,31,B\n"
           "338000002,2020-07-01T00:00:01,91,-90.2,0.0,0.0,511,,,,,,,,,,A\n");
  ASSERT_EQ(old_form.observations.size(), 1U);
  const auto& o = old_form.observations[0];
  EXPECT_EQ(o.sensor, domain::SensorKind::ais);
  EXPECT_EQ(o.kind, domain::TrackKind::class_b);
  EXPECT_EQ(o.mmsi->number(), 338'000'001U);
  EXPECT_EQ(to_rfc3339(*o.observed_at), "2020-06-30T23:59:58Z");
  EXPECT_FALSE(o.course);  // 360.0 read with a sign
  EXPECT_FALSE(o.heading);
  EXPECT_EQ(o.claims->imo, 9'074'729U);
  EXPECT_EQ(o.claims->dimensions->length(), 30U);
  EXPECT_EQ(o.claims->draught_dm, 31);
  EXPECT_EQ(o.nav_status, 12);
  EXPECT_EQ(old_form.rejections, std::vector<std::string>{"no_position"});

  const auto new_form =
      take(Format::marinecadastre,
           "mmsi,base_date_time,longitude,latitude,sog,cog,heading,vessel_name,imo,call_sign,vessel_type,"
           "status,length,width,draft,cargo,transceiver\n"
           "338000001,2025-01-01 00:00:02,-90.2,29.1,0.1,12.5,90,TEST,,,70,0,120,20,7,70,A\n");
  ASSERT_EQ(new_form.observations.size(), 1U);
  EXPECT_NEAR(new_form.observations[0].position->latitude_degrees(), 29.1, 1e-6);
  EXPECT_EQ(new_form.observations[0].claims->ship_type, 70);
}

TEST(Archives, danish_rows_are_position_reports) {
  const auto taken = take(
      Format::dma,
      "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational "
      "status,ROT,SOG,COG,Heading,IMO,Callsign,Name,Ship "
      "type,Cargo type,Width,Length,Type of position fixing device,Draught,Destination,ETA,Data source type,A,B,C,D\n"
      "31/12/2025 23:59:59,Class A,219000001,55.500000,11.250000,Under way using "
      "engine,0.0,12.3,181.5,180,9074729,OXYZ,"
      "\"TEST, SHIP\",Cargo,,20,120,GPS,6.5,AARHUS,01/01/2026 06:00:00,AIS,100,20,12,8\n"
      "31/12/2025 23:59:59,Base Station,2190001,56.0,10.0,Unknown "
      "value,,,,,Unknown,Unknown,,Undefined,,,,GPS,,,,AIS,,,,\n"
      "31/12/2025 23:59:59,Class A,219000002,91.000000,0.000000,Unknown "
      "value,,,,,Unknown,Unknown,LOST,Fishing,,,,,,,,AIS,,,,\n"
      "99/99/2025 23:59:59,Class A,219000002,55,11,,,,,,,,,,,,,,,,,,,,,\n");
  ASSERT_EQ(taken.observations.size(), 3U);
  const auto& o = taken.observations[0];
  EXPECT_EQ(to_rfc3339(*o.observed_at), "2025-12-31T23:59:59Z");
  EXPECT_EQ(o.nav_status, 0);
  EXPECT_NEAR(o.course->in_degrees(), 181.5, 1e-9);
  EXPECT_EQ(o.claims->name.view(), "TEST, SHIP");
  EXPECT_EQ(o.claims->destination.view(), "AARHUS");
  EXPECT_EQ(o.claims->ship_type, 70);
  EXPECT_EQ(o.claims->dimensions, (domain::Dimensions{100, 20, 12, 8}));
  EXPECT_EQ(taken.observations[1].kind, domain::TrackKind::base_station);
  EXPECT_FALSE(taken.observations[2].position);
  EXPECT_EQ(taken.observations[2].claims->ship_type, 30);
  EXPECT_EQ(taken.rejections, std::vector<std::string>{"bad_time"});
}

TEST(Archives, equal_rows_are_one_transmission) {
  const std::string row = "338000001,2020-06-30T23:59:58,29.10,-90.20,10.3,49.6,511,,,,,,,,,,A\n";
  const auto taken = take(Format::marinecadastre,
                          "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,"
                          "Width,Draft,Cargo,TransceiverClass\n" +
                              row + row);
  ASSERT_EQ(taken.observations.size(), 2U);
  EXPECT_EQ(taken.observations[0].transmission, taken.observations[1].transmission);
}

}  // namespace
}  // namespace fairlead::decode
