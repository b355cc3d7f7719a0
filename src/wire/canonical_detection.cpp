// SPDX-License-Identifier: Apache-2.0
// Detections, scans and how tracks were fused, as canonical bytes.
#include "canonical_parts.hpp"

namespace fairlead::wire {
namespace {

void write_length(ByteWriter& out, const std::optional<Length>& length) {
  out.optional(length, [&](Length v) { out.real(v.in_metres()); });
}
std::optional<Length> read_length(ByteReader& in) {
  return in.optional([&] { return Length::metres(read_finite(in)); });
}

void write_ellipse(ByteWriter& out, const domain::ErrorEllipse& ellipse) {
  out.real(ellipse.major.in_metres());
  out.real(ellipse.minor.in_metres());
  out.real(ellipse.orientation_degrees);
}
domain::ErrorEllipse read_ellipse(ByteReader& in) {
  domain::ErrorEllipse ellipse;
  ellipse.major = Length::metres(read_finite(in));
  ellipse.minor = Length::metres(read_finite(in));
  ellipse.orientation_degrees = read_finite(in);
  return ellipse;
}

}  // namespace

void write_detection_body(ByteWriter& out, const domain::Detection& detection) {
  out.varint(detection.scan);
  out.optional(detection.error, [&](const domain::ErrorEllipse& e) { write_ellipse(out, e); });
  out.optional(detection.seen_from, [&](geo::Position p) { out.position(p); });
  write_length(out, detection.length);
  write_length(out, detection.width);
  out.text(detection.seen_as);
  out.text(detection.remarks);
  write_texts(out, detection.photos);
  out.optional(detection.label, [&](const domain::Label& label) { write_label_body(out, label); });
}

domain::Detection read_detection_body(ByteReader& in) {
  domain::Detection detection;
  detection.scan = in.varint();
  detection.error = in.optional([&] { return read_ellipse(in); });
  detection.seen_from = in.optional([&] { return in.position(); });
  detection.length = read_length(in);
  detection.width = read_length(in);
  detection.seen_as = in.text();
  detection.remarks = in.text();
  detection.photos = read_texts(in);
  detection.label = in.optional([&] { return read_label_body(in); });
  return detection;
}

void write_scan_body(ByteWriter& out, const domain::Scan& scan) {
  out.varint(scan.number);
  out.instant(scan.received_at);
  out.instant(scan.at);
  const domain::Coverage& coverage = scan.coverage;
  out.optional(coverage.centre, [&](geo::Position p) { out.position(p); });
  out.real(coverage.range_min.in_metres());
  out.real(coverage.range_max.in_metres());
  out.real(coverage.bearing_from_degrees);
  out.real(coverage.bearing_to_degrees);
  out.varint(coverage.ring.size());
  for (const geo::Position corner : coverage.ring) out.position(corner);
  out.real(scan.detection_near);
  out.real(scan.detection_far);
  out.optional(scan.false_plots, [&](double v) { out.real(v); });
}

domain::Scan read_scan_body(ByteReader& in, domain::SourceId source) {
  domain::Scan scan;
  scan.source = source;
  scan.number = in.varint();
  scan.received_at = in.instant();
  scan.at = in.instant();
  domain::Coverage& coverage = scan.coverage;
  coverage.centre = in.optional([&] { return in.position(); });
  coverage.range_min = Length::metres(read_finite(in));
  coverage.range_max = Length::metres(read_finite(in));
  coverage.bearing_from_degrees = read_finite(in);
  coverage.bearing_to_degrees = read_finite(in);
  coverage.ring.resize(in.count(2));
  for (auto& corner : coverage.ring) corner = in.position();
  scan.detection_near = read_finite(in);
  scan.detection_far = read_finite(in);
  scan.false_plots = in.optional([&] { return read_finite(in); });
  return scan;
}

void write_fused_body(ByteWriter& out, const domain::Fused& fused) {
  out.real(fused.existence);
  write_ellipse(out, fused.error);
  out.varint(fused.seen_by.size());
  for (const domain::Fused::Seen& seen : fused.seen_by) {
    out.varint(seen.source.number());
    out.instant(seen.at);
    out.varint(seen.observations);
  }
  out.text(fused.seen_as);
  write_texts(out, fused.reasons);
}

domain::Fused read_fused_body(ByteReader& in) {
  domain::Fused fused;
  fused.existence = read_finite(in);
  fused.error = read_ellipse(in);
  fused.seen_by.resize(in.count(3));
  for (domain::Fused::Seen& seen : fused.seen_by) {
    seen.source = domain::SourceId(in.number<std::uint32_t>());
    seen.at = in.instant();
    seen.observations = in.number<std::uint32_t>();
  }
  fused.seen_as = in.text();
  fused.reasons = read_texts(in);
  return fused;
}

}  // namespace fairlead::wire
