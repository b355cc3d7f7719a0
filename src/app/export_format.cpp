// SPDX-License-Identifier: Apache-2.0
#include "export_format.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::app {
namespace {

using domain::Track;
using fusion::HistoryPoint;

std::string label_of(const Track& track) {
  if (!track.claims.name.empty()) return track.claims.name.str();
  if (track.mmsi) return fmt::format("MMSI {:09}", track.mmsi->number());
  return domain::to_text(track.id);
}

void append_xml(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // XML 1.0 has no way to carry control characters.
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
}

void append_csv_field(std::string& out, std::string_view text) {
  if (text.find_first_of("\",\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_lon_lat(std::string& out, geo::Position p, char between) {
  geo::append_degrees(out, p.longitude_units());
  out += between;
  geo::append_degrees(out, p.latitude_units());
}

void append_optional(std::string& out, bool there, double value, int digits) {
  out += ',';
  if (there) wire::append_real(out, value, digits);
}

class GeoJsonWriter final : public ExportWriter {
 public:
  explicit GeoJsonWriter(wire::SourceName source_name) : source_name_(std::move(source_name)) {}
  void begin(std::string& out) override { out += "{\"type\":\"FeatureCollection\",\"features\":[\n"; }
  void track(std::string& out, const Track& track) override {
    open_feature(out);
    if (track.position) {
      out += "{\"type\":\"Point\",\"coordinates\":[";
      append_lon_lat(out, *track.position, ',');
      out += "]}";
    } else {
      out += "null";
    }
    out += ",\"properties\":";
    wire::append_json(out, track, source_name_);
    out += '}';
  }
  void history(std::string& out, domain::TrackId id, const Track* track,
               std::span<const HistoryPoint> points) override {
    open_feature(out);
    // A line needs two points (RFC 7946, 3.1.4).
    const bool line = points.size() > 1;
    out += line ? "{\"type\":\"LineString\",\"coordinates\":[" : "{\"type\":\"MultiPoint\",\"coordinates\":[";
    for (std::size_t i = 0; i < points.size(); ++i) {
      out += i == 0 ? "[" : ",[";
      append_lon_lat(out, points[i].position, ',');
      out += ']';
    }
    out += "]},\"properties\":{\"id\":";
    append_json_string(out, domain::to_text(id));
    if (track != nullptr) {
      out += ",\"name\":";
      append_json_string(out, label_of(*track));
      if (track->mmsi) out += fmt::format(",\"mmsi\":{}", track->mmsi->number());
    }
    out += ",\"times\":[";
    for (std::size_t i = 0; i < points.size(); ++i) {
      out += i == 0 ? "\"" : ",\"";
      append_rfc3339(out, points[i].at);
      out += '"';
    }
    out += "]}}";
  }
  void end(std::string& out) override { out += "\n]}\n"; }

 private:
  void open_feature(std::string& out) {
    if (!first_) out += ",\n";
    first_ = false;
    out += "{\"type\":\"Feature\",\"geometry\":";
  }
  wire::SourceName source_name_;
  bool first_ = true;
};

class CsvTrackWriter final : public ExportWriter {
 public:
  explicit CsvTrackWriter(ExportSubject subject) : subject_(subject) {}
  void begin(std::string& out) override {
    out += subject_ == ExportSubject::tracks ? "id,kind,state,mmsi,flag,name,call_sign,imo,ship_type,lat,lon,speed_mps,"
                                               "course_deg,heading_deg,nav_status,"
                                               "destination,observed_at,received_at,flags\n"
                                             : "id,mmsi,name,time,lat,lon,speed_mps,course_deg,heading_deg\n";
  }
  void track(std::string& out, const Track& track) override {
    out += fmt::format("{},{},{},", domain::to_text(track.id), domain::name(track.kind), domain::name(track.state));
    if (track.mmsi) out += fmt::format("{:09}", track.mmsi->number());
    out += fmt::format(",{},", track.mmsi ? track.mmsi->flag() : std::string_view());
    append_csv_field(out, track.claims.name);
    out += ',';
    append_csv_field(out, track.claims.call_sign);
    out += track.claims.imo ? fmt::format(",{}", *track.claims.imo) : ",";
    out += track.claims.ship_type ? fmt::format(",{}", *track.claims.ship_type) : ",";
    out += ',';
    if (track.position) geo::append_degrees(out, track.position->latitude_units());
    out += ',';
    if (track.position) geo::append_degrees(out, track.position->longitude_units());
    append_motion(out, track.speed, track.course, track.heading);
    out += track.nav_status ? fmt::format(",{},", *track.nav_status) : ",,";
    append_csv_field(out, track.claims.destination);
    out += ',';
    append_rfc3339(out, track.observed_at);
    out += ',';
    append_rfc3339(out, track.received_at);
    out += fmt::format(",{}\n", fmt::join(domain::names(track.flags), " "));
  }
  void history(std::string& out, domain::TrackId id, const Track* track,
               std::span<const HistoryPoint> points) override {
    for (const HistoryPoint& point : points) {
      out += domain::to_text(id);
      out += ',';
      if (track != nullptr && track->mmsi) out += fmt::format("{:09}", track->mmsi->number());
      out += ',';
      if (track != nullptr) append_csv_field(out, track->claims.name);
      out += ',';
      append_rfc3339(out, point.at);
      out += ',';
      geo::append_degrees(out, point.position.latitude_units());
      out += ',';
      geo::append_degrees(out, point.position.longitude_units());
      append_motion(out, point.speed, point.course, point.heading);
      out += '\n';
    }
  }
  void end(std::string&) override {}

 private:
  static void append_motion(std::string& out, const std::optional<Speed>& speed, const std::optional<Course>& course,
                            const std::optional<Heading>& heading) {
    append_optional(out, speed.has_value(), speed ? speed->in_metres_per_second() : 0, 3);
    append_optional(out, course.has_value(), course ? course->in_degrees() : 0, 1);
    append_optional(out, heading.has_value(), heading ? heading->in_degrees() : 0, 1);
  }
  ExportSubject subject_;
};

class GpxWriter final : public ExportWriter {
 public:
  void begin(std::string& out) override {
    out +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<gpx version=\"1.1\" creator=\"Fairlead\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n";
  }
  void track(std::string& out, const Track& track) override {
    if (!track.position) return;
    open_point(out, "wpt", *track.position);
    out += "<time>";
    append_rfc3339(out, track.observed_at);
    out += "</time><name>";
    append_xml(out, label_of(track));
    out += "</name></wpt>\n";
  }
  void history(std::string& out, domain::TrackId id, const Track* track,
               std::span<const HistoryPoint> points) override {
    out += "<trk><name>";
    append_xml(out, track != nullptr ? label_of(*track) : domain::to_text(id));
    out += "</name><trkseg>\n";
    for (const HistoryPoint& point : points) {
      open_point(out, "trkpt", point.position);
      out += "<time>";
      append_rfc3339(out, point.at);
      out += "</time></trkpt>\n";
    }
    out += "</trkseg></trk>\n";
  }
  void end(std::string& out) override { out += "</gpx>\n"; }

 private:
  static void open_point(std::string& out, std::string_view element, geo::Position p) {
    out += fmt::format("<{} lat=\"", element);
    geo::append_degrees(out, p.latitude_units());
    out += "\" lon=\"";
    geo::append_degrees(out, p.longitude_units());
    out += "\">";
  }
};

class KmlWriter final : public ExportWriter {
 public:
  void begin(std::string& out) override {
    out +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>Fairlead</name>\n";
  }
  void track(std::string& out, const Track& track) override {
    if (!track.position) return;
    open_placemark(out, label_of(track));
    out += "<TimeStamp><when>";
    append_rfc3339(out, track.observed_at);
    out += "</when></TimeStamp><Point><coordinates>";
    append_lon_lat(out, *track.position, ',');
    out += "</coordinates></Point></Placemark>\n";
  }
  void history(std::string& out, domain::TrackId id, const Track* track,
               std::span<const HistoryPoint> points) override {
    if (points.empty()) return;
    open_placemark(out, track != nullptr ? label_of(*track) : domain::to_text(id));
    out += "<TimeSpan><begin>";
    append_rfc3339(out, points.front().at);
    out += "</begin><end>";
    append_rfc3339(out, points.back().at);
    out += "</end></TimeSpan><LineString><coordinates>";
    for (const HistoryPoint& point : points) {
      append_lon_lat(out, point.position, ',');
      out += ' ';
    }
    out += "</coordinates></LineString></Placemark>\n";
  }
  void end(std::string& out) override { out += "</Document></kml>\n"; }

 private:
  static void open_placemark(std::string& out, std::string_view name) {
    out += "<Placemark><name>";
    append_xml(out, name);
    out += "</name>";
  }
};

}  // namespace

std::optional<ExportFormat> export_format(std::string_view word) {
  if (word == "geojson") return ExportFormat::geojson;
  if (word == "csv") return ExportFormat::csv;
  if (word == "gpx") return ExportFormat::gpx;
  if (word == "kml") return ExportFormat::kml;
  return std::nullopt;
}

std::unique_ptr<ExportWriter> make_export_writer(ExportFormat format, ExportSubject subject,
                                                 wire::SourceName source_name) {
  switch (format) {
    case ExportFormat::geojson:
      return std::make_unique<GeoJsonWriter>(std::move(source_name));
    case ExportFormat::csv:
      return std::make_unique<CsvTrackWriter>(subject);
    case ExportFormat::gpx:
      return std::make_unique<GpxWriter>();
    case ExportFormat::kml:
      return std::make_unique<KmlWriter>();
  }
  return nullptr;
}

}  // namespace fairlead::app
