// SPDX-License-Identifier: Apache-2.0
#include "export_format.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace fairlead::app {
namespace {

using domain::Track;

Track a_track(std::string_view name) {
  Track track;
  track.id = domain::TrackId(7);
  track.kind = domain::TrackKind::ship;
  track.mmsi = domain::Mmsi::from_number(2320001);
  track.claims.name = name;
  track.position = geo::Position::from_degrees(50.25, -4.5);
  track.observed_at = track.received_at = track.first_at = Instant::from_civil(2026, 11, 22, 12);
  track.speed = Speed::knots(10);
  track.sources = {domain::SourceId(1)};
  return track;
}

std::vector<fusion::HistoryPoint> two_points() {
  fusion::HistoryPoint point;
  point.track = domain::TrackId(7);
  point.at = Instant::from_civil(2026, 11, 22, 12);
  point.position = *geo::Position::from_degrees(50.25, -4.5);
  auto later = point;
  later.at = point.at + std::chrono::seconds(10);
  later.position = *geo::Position::from_degrees(50.26, -4.5);
  return {point, later};
}

std::string written(ExportFormat format, ExportSubject subject, const Track& track) {
  const auto writer = make_export_writer(format, subject, [](domain::SourceId) { return "north"; });
  std::string out;
  writer->begin(out);
  if (subject == ExportSubject::tracks) {
    writer->track(out, track);
    writer->track(out, track);
  } else {
    writer->history(out, track.id, &track, two_points());
  }
  writer->end(out);
  return out;
}

TEST(Export, writes_geojson_with_longitude_first) {
  const std::string text = written(ExportFormat::geojson, ExportSubject::tracks, a_track("PETREL"));
  EXPECT_TRUE(text.starts_with("{\"type\":\"FeatureCollection\",\"features\":[\n"));
  EXPECT_NE(text.find(R"("coordinates":[-4.5,50.25])"), std::string::npos);
  EXPECT_NE(text.find(R"("mmsi":2320001)"), std::string::npos);
}

TEST(Export, writes_a_line_with_a_time_for_each_point) {
  const std::string text = written(ExportFormat::geojson, ExportSubject::history, a_track("PETREL"));
  EXPECT_NE(text.find(R"("type":"LineString","coordinates":[[-4.5,50.25],[-4.5,50.26]])"), std::string::npos);
  EXPECT_NE(text.find(R"("times":["2026-11-22T12:00:00Z","2026-11-22T12:00:10Z"])"), std::string::npos);
}

TEST(Export, keeps_a_name_with_quotes_and_markup_harmless) {
  const Track track = a_track("A,\"B\" <C>&");
  EXPECT_NE(written(ExportFormat::csv, ExportSubject::tracks, track).find("\"A,\"\"B\"\" <C>&\""), std::string::npos);
  EXPECT_NE(written(ExportFormat::kml, ExportSubject::tracks, track).find("A,&quot;B&quot; &lt;C&gt;&amp;"),
            std::string::npos);
  EXPECT_NE(written(ExportFormat::gpx, ExportSubject::history, track).find("&lt;C&gt;&amp;"), std::string::npos);
}

TEST(Export, gives_every_csv_record_as_many_fields_as_the_header) {
  for (const auto subject : {ExportSubject::tracks, ExportSubject::history}) {
    const std::string text = written(ExportFormat::csv, subject, a_track("PETREL"));
    std::size_t line_start = 0;
    std::optional<long> fields;
    while (line_start < text.size()) {
      const std::size_t line_end = text.find('\n', line_start);
      const auto commas = std::count(text.begin() + static_cast<std::ptrdiff_t>(line_start),
                                     text.begin() + static_cast<std::ptrdiff_t>(line_end), ',');
      if (!fields) fields = commas;
      EXPECT_EQ(commas, *fields) << text.substr(line_start, line_end - line_start);
      line_start = line_end + 1;
    }
  }
}

}  // namespace
}  // namespace fairlead::app
