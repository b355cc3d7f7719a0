// SPDX-License-Identifier: Apache-2.0
// Plots, sightings and scans: JSON lines, tables, GeoJSON.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "foreign_support.hpp"
#include "geo/geodesic.hpp"

namespace fairlead::decode {
namespace {

Taken detections(std::string_view text, ForeignOptions options = {}) {
  return take(Format::detections, text, std::move(options));
}

TEST(Detections, a_plot_has_place_time_scan_and_error) {
  const auto taken = detections(
      R"({"time":"2026-03-14T20:00:15Z","sensor":"radar","source":"ARUBA","scan":2,"lat":12.9,"lon":-70.1,)"
      R"("seen_from":{"lat":12.61,"lon":-70.05},"range_sigma":40,"bearing_sigma":0.3,"course":90,"speed_kn":31})"
      "\n");
  ASSERT_EQ(taken.observations.size(), 1U);
  const auto& o = taken.observations[0];
  EXPECT_EQ(o.source, domain::SourceId(7));
  EXPECT_EQ(o.sensor, domain::SensorKind::radar);
  EXPECT_EQ(o.kind, domain::TrackKind::contact);
  EXPECT_EQ(to_rfc3339(*o.observed_at), "2026-03-14T20:00:15Z");
  EXPECT_EQ(o.received_at, *o.observed_at);
  EXPECT_NEAR(o.position->latitude_degrees(), 12.9, 1e-6);
  EXPECT_EQ(o.hearer.view(), "ARUBA");
  EXPECT_NEAR(o.speed->in_knots(), 31, 1e-9);
  ASSERT_TRUE(o.detection);
  EXPECT_EQ(o.detection->scan, 2U);
  // 32.5 km away a third of a degree is wider than 40 m; the bearing is 350 degrees, so the long axis lies at 80.
  EXPECT_NEAR(o.detection->error->minor.in_metres(), 40, 1e-6);
  EXPECT_NEAR(o.detection->error->major.in_metres(), 32'550 * 0.3 * 3.14159 / 180, 2);
  EXPECT_NEAR(o.detection->error->orientation_degrees, 80.4, 1);
  EXPECT_FALSE(taken.texts[0].empty());
}

TEST(Detections, range_and_bearing_from_a_known_place_are_a_position) {
  const auto taken =
      detections(R"({"time":1773518415,"range":10000,"bearing":45,"sensor_position":{"lat":12.5,"lon":-70},)"
                 R"("error":{"range":50,"bearing":0.1}})");
  ASSERT_EQ(taken.observations.size(), 1U);
  const auto at =
      geo::destination(*geo::Position::from_degrees(12.5, -70), Bearing::degrees(45), Length::metres(10'000));
  EXPECT_LT(geo::distance(at, *taken.observations[0].position).in_metres(), 1);
  EXPECT_EQ(taken.observations[0].sensor, domain::SensorKind::radar);
  EXPECT_EQ(taken.observations[0].observed_at->unix_ms(), 1'773'518'415'000);
}

TEST(Detections, a_covariance_becomes_its_ellipse) {
  // 200 m along 30 degrees, 50 m across.
  const double s = 0.5, c = 0.8660254037844386;
  const double ee = 40'000 * s * s + 2500 * c * c, nn = 40'000 * c * c + 2500 * s * s, en = (40'000 - 2500) * s * c;
  const auto text = "{\"lat\":1,\"lon\":2,\"covariance\":[[" + std::to_string(ee) + "," + std::to_string(en) + "],[" +
                    std::to_string(en) + "," + std::to_string(nn) + "]]}";
  const auto taken = detections(text);
  ASSERT_EQ(taken.observations.size(), 1U);
  const auto& error = *taken.observations[0].detection->error;
  EXPECT_NEAR(error.major.in_metres(), 200, 1e-3);
  EXPECT_NEAR(error.minor.in_metres(), 50, 1e-3);
  EXPECT_NEAR(error.orientation_degrees, 30, 1e-3);
}

TEST(Detections, a_covariance_that_is_none_rejects_the_record) {
  EXPECT_EQ(detections(R"({"lat":1,"lon":2,"covariance":[100,300,100]})").rejections.at(0), "bad_error");
  EXPECT_EQ(detections(R"({"lat":1,"lon":2,"covariance":[-1,0,1]})").rejections.at(0), "bad_error");
  EXPECT_EQ(detections(R"({"lat":1,"lon":2,"ellipse":{"minor":3}})").rejections.at(0), "bad_error");
  EXPECT_EQ(detections(R"({"lat":1,"lon":2,"range_sigma":3})").rejections.at(0), "bad_error");
}

TEST(Detections, a_scan_says_what_was_looked_at) {
  const auto taken = detections(
      R"({"scan":2,"at":"2026-03-14T20:00:15Z","coverage":{"centre":{"lat":12.61,"lon":-70.05},"range":85000,)"
      R"("range_min":500,"sector":[300,60]},"detection_probability":{"near":0.95,"far":0.55},"false_plots":8})"
      "\n"
      R"({"scan":3,"at":"2026-03-14T20:00:30Z","coverage":{"ring":[{"lat":1,"lon":1},{"lat":1,"lon":2},{"lat":2,"lon":2},)"
      R"({"lat":1,"lon":1}]},"detection_probability":0.4})"
      "\n");
  ASSERT_EQ(taken.scans.size(), 2U);
  EXPECT_EQ(taken.scans[0].number, 2U);
  EXPECT_EQ(taken.scans[0].coverage.range_max, Length::metres(85'000));
  EXPECT_EQ(taken.scans[0].coverage.range_min, Length::metres(500));
  EXPECT_EQ(taken.scans[0].coverage.bearing_from_degrees, 300);
  EXPECT_EQ(taken.scans[0].detection_far, 0.55);
  EXPECT_EQ(taken.scans[0].false_plots, 8.0);
  EXPECT_EQ(taken.scans[1].coverage.ring.size(), 3U);
  EXPECT_EQ(taken.scans[1].detection_near, 0.4);
  EXPECT_EQ(taken.scans[1].detection_far, 0.4);
}

TEST(Detections, a_scan_without_number_or_probability_is_refused) {
  for (
      const char* text :
      {R"({"at":"2026-03-14T20:00:15Z","coverage":{"centre":{"lat":1,"lon":1},"range":5},"detection_probability":0.5})",
       R"({"scan":1,"coverage":{"centre":{"lat":1,"lon":1},"range":5}})",
       R"({"scan":1,"coverage":{"centre":{"lat":1,"lon":1},"range":5},"detection_probability":1.5})",
       R"({"scan":1,"coverage":{"ring":[{"lat":1,"lon":1}]},"detection_probability":0.5})",
       R"({"scan":1,"coverage":{},"detection_probability":0.5})"}) {
    const auto taken = detections(text);
    EXPECT_EQ(taken.scans.size(), 0U) << text;
    EXPECT_EQ(taken.counters.of(ForeignRejection::kBadScan), 1U) << text;
  }
}

TEST(Detections, members_of_targeting_are_dropped_and_their_text_is_not_kept) {
  const auto taken = detections(
      R"({"lat":1,"lon":2,"targetPriority":1,"active_target":true,"Hostile":"yes","weapon-system":"x","track":12})");
  ASSERT_EQ(taken.observations.size(), 1U);
  EXPECT_EQ(taken.counters.targeting_fields, 4U);
  EXPECT_EQ(taken.texts[0], "");
  EXPECT_EQ(taken.observations[0].target_number, 12);
}

TEST(Detections, somebody_elses_judgement_stays_a_remark_of_theirs) {
  ForeignOptions options;
  options.partner = "COAST GUARD";
  const auto taken = detections(R"({"lat":1,"lon":2,"identity":"HOSTILE","remarks":"two engines"})", options);
  ASSERT_EQ(taken.observations.size(), 1U);
  const auto& remarks = taken.observations[0].detection->remarks;
  EXPECT_NE(remarks.find("COAST GUARD calls this: hostile"), std::string::npos) << remarks;
  EXPECT_NE(remarks.find("two engines"), std::string::npos) << remarks;
  EXPECT_EQ(taken.texts[0], "");
}

TEST(Detections, a_label_that_cannot_be_read_rejects_the_record) {
  EXPECT_EQ(detections(R"({"lat":1,"lon":2,"label":{"level":"cosmic"}})").rejections.at(0), "bad_label");
}

TEST(Detections, what_cannot_be_used_is_counted_by_reason_and_stops_nothing) {
  const auto taken = detections(
      "not json\n"
      R"({"time":"2026-03-14T20:00:00Z","speed":3})"
      "\n"
      R"({"lat":91,"lon":2})"
      "\n"
      R"({"lat":1,"lon":2,"time":"yesterday"})"
      "\n"
      R"({"lat":1,"lon":2,"speed":-3})"
      "\n[1,2]\n# a comment\n\n"
      R"({"lat":1,"lon":2})"
      "\n");
  EXPECT_EQ(taken.rejections, (std::vector<std::string>{"unreadable", "no_position", "bad_position", "bad_time",
                                                        "bad_number", "unreadable"}));
  EXPECT_EQ(taken.observations.size(), 1U);
  EXPECT_EQ(taken.counters.records, taken.counters.observations + taken.counters.scans + taken.counters.ignored +
                                        taken.counters.rejected_total());
}

TEST(Detections, a_line_with_a_time_alone_moves_the_clock_of_a_recording) {
  const auto taken = detections("{\"time\":\"2026-03-14T20:00:00Z\"}\n{\"lat\":1,\"lon\":2}\n");
  ASSERT_EQ(taken.times.size(), 1U);
  ASSERT_EQ(taken.observations.size(), 1U);
  EXPECT_FALSE(taken.observations[0].observed_at);
  EXPECT_EQ(to_rfc3339(taken.observations[0].received_at), "2026-03-14T20:00:00Z");
}

TEST(Detections, a_time_far_ahead_of_the_receipt_is_a_lie) {
  const auto received = *parse_rfc3339("2026-03-14T20:00:00Z");
  const auto taken =
      take(Format::detections, "{\"lat\":1,\"lon\":2,\"time\":\"2027-01-01T00:00:00Z\"}\n", {}, 0, received);
  ASSERT_EQ(taken.observations.size(), 1U);
  EXPECT_FALSE(taken.observations[0].observed_at);
  EXPECT_EQ(taken.observations[0].received_at, received);
}

TEST(Detections, a_line_without_end_is_skipped_and_the_next_one_read) {
  ForeignOptions options;
  options.record_bytes_max = 1000;
  const std::string text = "{\"remarks\":\"" + std::string(5000, 'x') + "\"}\n{\"lat\":1,\"lon\":2}\n";
  const auto taken = take(Format::detections, text, options, 100);
  EXPECT_EQ(taken.rejections, std::vector<std::string>{"record_too_long"});
  EXPECT_EQ(taken.observations.size(), 1U);
}

TEST(Tables, columns_are_the_same_members) {
  const auto taken = take(Format::csv,
                          "time;Latitude;Longitude;SOG (kn);kind;\"remarks\";seen_from_lat;seen_from_lon\r\n"
                          "2026-03-14 20:00:15;12.9;-70.1;31.5;go-fast;\"three;\r\noutboards\";12.5;-70\r\n"
                          "2026-03-14 20:00:16;12.9;;31.5;go-fast;;;\r\n");
  ASSERT_EQ(taken.observations.size(), 1U);
  const auto& o = taken.observations[0];
  EXPECT_NEAR(o.speed->in_knots(), 31.5, 1e-9);
  EXPECT_EQ(o.detection->seen_as, "go-fast");
  EXPECT_EQ(o.detection->remarks, "three;\r\noutboards");
  EXPECT_EQ(taken.rejections, std::vector<std::string>{"no_position"});
}

TEST(GeoJson, features_of_a_collection_are_taken_one_by_one) {
  const std::string text = R"({
    "type": "FeatureCollection", "name": "x", "features": [
      {"type":"Feature","geometry":{"type":"Point","coordinates":[-70.1,12.9,0]},"properties":{"time":"2026-03-14T20:00:15Z","kind":"fishing","sigma":30}},
      {"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{}},
      {"type":"Feature","geometry":{"type":"Point","coordinates":[-70.2,12.8]},"properties":null}
    ] })";
  const auto taken = take(Format::geojson, text);
  ASSERT_EQ(taken.observations.size(), 2U);
  EXPECT_NEAR(taken.observations[0].position->longitude_degrees(), -70.1, 1e-6);
  EXPECT_EQ(taken.observations[0].detection->seen_as, "fishing");
  EXPECT_EQ(taken.observations[0].position_sigma, Length::metres(30));
  EXPECT_EQ(taken.rejections, std::vector<std::string>{"not_a_point"});
  EXPECT_EQ(detect_format(text, false), Format::geojson);
}

RC_GTEST_PROP(Foreign, how_the_bytes_are_cut_changes_nothing, ()) {
  const std::string lines =
      "{\"lat\":1,\"lon\":2,\"time\":\"2026-03-14T20:00:15Z\"}\r\n{\"lat\":1,\"l\n\n{\"lat\":3,\"lon\":4}\n"
      "{\"scan\":3,\"at\":\"2026-03-14T20:00:30Z\",\"coverage\":{\"centre\":{\"lat\":1,\"lon\":1},\"range\":5},"
      "\"detection_probability\":0.5}";
  const auto whole = take(Format::detections, lines);
  const auto piece = *rc::gen::inRange<std::size_t>(1, 60);
  const auto cut = take(Format::detections, lines, {}, piece);
  RC_ASSERT(whole.texts == cut.texts);
  RC_ASSERT(whole.scans == cut.scans);
  RC_ASSERT(whole.rejections == cut.rejections);
  RC_ASSERT(cut.observations.size() == 2U);
}

TEST(Format, first_bytes_tell_the_form) {
  const auto form = [](std::string_view bytes, bool complete = false) { return detect_format(bytes, complete); };
  EXPECT_EQ(form("!AIVDM,1,1,,A,"), Format::nmea);
  EXPECT_EQ(form("\\s:x,c:1*00\\!AIVDM"), Format::nmea);
  EXPECT_EQ(form("1700000000 !AIVDM,1\n"), Format::nmea);
  EXPECT_EQ(form("# recorded by hand\n"), Format::nmea);
  EXPECT_EQ(form("<?xml version=\"1.0\"?>"), Format::cot);
  EXPECT_EQ(form("\xEF\xBB\xBF<event "), Format::cot);
  EXPECT_EQ(form("{\"time\":1}\n"), Format::detections);
  EXPECT_EQ(form("{"), std::nullopt);
  EXPECT_EQ(form("{\n \"type\" : \"Feature\","), Format::geojson);
  EXPECT_EQ(form("MMSI,BaseDateTime,LAT,LON,SOG\n"), Format::marinecadastre);
  EXPECT_EQ(form("mmsi,base_date_time,longitude,latitude\n"), Format::marinecadastre);
  EXPECT_EQ(form("# Timestamp,Type of mobile,MMSI,Latitude,Longitude\n"), Format::dma);
  EXPECT_EQ(form("time,lat,lon,sigma\n"), Format::csv);
  EXPECT_EQ(form(std::string_view("\x30\x00\x30\xfd", 4)), Format::asterix);
  EXPECT_EQ(form("0 lines of text\n"), Format::nmea);
  EXPECT_EQ(form("", true), Format::nmea);
  EXPECT_EQ(form(std::string(5000, '\n')), Format::nmea);
}

}  // namespace
}  // namespace fairlead::decode
