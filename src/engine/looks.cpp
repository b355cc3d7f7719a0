// SPDX-License-Identifier: Apache-2.0
#include "looks.hpp"

#include <algorithm>
#include <cmath>

#include "geo/geodesic.hpp"
#include "wire/canonical.hpp"

namespace fairlead::engine {
namespace {

// Two looks about as good as one: the same shape, with centres no further apart than this part of its range.
constexpr double kApart = 1.0 / 4;

bool is_shape(const domain::Coverage& coverage) {
  return coverage.centre ? coverage.range_max > coverage.range_min : coverage.ring.size() >= 3;
}

bool lie_close(const domain::Coverage& a, const domain::Coverage& b) {
  if (!a.centre || !b.centre || a.range_min != b.range_min || a.range_max != b.range_max) return false;
  const double width = a.bearing_to_degrees - a.bearing_from_degrees;
  const double turned = a.bearing_from_degrees - b.bearing_from_degrees;
  if (a.bearing_to_degrees - b.bearing_to_degrees != turned || std::abs(turned) > std::abs(width) * kApart) {
    return false;
  }
  return geo::quick_distance(*a.centre, *b.centre) <= a.range_max * kApart;
}

}  // namespace

void Looks::saw(const domain::Observation& plot) {
  if (!plot.detection || plot.detection->scan == 0) return;
  const auto known = sources_.find(plot.source);
  if (known == sources_.end()) {
    if (sources_.size() < kSourcesMax) sources_[plot.source].sensor = plot.sensor;
    return;
  }
  if (known->second.sensor == plot.sensor) return;
  known->second.sensor = plot.sensor;
  published_.reset();
}

void Looks::take(const domain::Scan& received) {
  if (!is_shape(received.coverage)) return;
  if (!sources_.contains(received.source) && sources_.size() >= kSourcesMax) return;
  domain::Scan scan = received;
  scan.at = std::min(scan.at, scan.received_at);  // nobody looked in the future
  std::vector<domain::Scan>& scans = sources_[scan.source].scans;
  const auto same = std::ranges::find(scans, scan.coverage, &domain::Scan::coverage);
  if (same != scans.end()) {
    if (same->at > scan.at) return;  // came late
    scans.erase(same);
  } else if (scans.size() >= 2 && scans[0].at <= scan.at && lie_close(scans[0].coverage, scans[1].coverage) &&
             lie_close(scan.coverage, scans[0].coverage)) {
    scans.erase(scans.begin());
  }
  // Of one moment, what came later is the newer.
  const auto place = std::ranges::find_if(scans, [&](const domain::Scan& kept) { return kept.at <= scan.at; });
  scans.insert(place, std::move(scan));
  if (scans.size() > kLooksMax) scans.pop_back();
  published_.reset();
}

void Looks::advance(Instant picture_time) {
  for (auto& [id, source] : sources_) {
    while (!source.scans.empty() && picture_time - source.scans.back().at > kCoverageAge) {
      source.scans.pop_back();
      published_.reset();
    }
  }
}

std::shared_ptr<const CoverageNow> Looks::publish() const {
  if (published_) return published_;
  auto now = std::make_shared<CoverageNow>();
  for (const auto& [id, source] : sources_) {
    for (const domain::Scan& scan : source.scans) now->looks.push_back({scan, source.sensor});
  }
  return published_ = std::move(now);
}

// The scans of a source as a batch of the journal.
void Looks::save(wire::ByteWriter& out) const {
  out.varint(sources_.size());
  for (const auto& [id, source] : sources_) {
    out.optional(source.sensor, [&](domain::SensorKind kind) { out.u8(static_cast<std::uint8_t>(kind)); });
    wire::write(out, domain::ObservationBatch{id, {}, source.scans, {}});
  }
}

Result<void> Looks::restore(wire::ByteReader& in) {
  sources_.clear();
  published_.reset();
  for (std::size_t n = in.count(2); n > 0 && in.ok(); --n) {
    Source source;
    source.sensor = in.optional([&] { return static_cast<domain::SensorKind>(in.u8()); });
    if (source.sensor > domain::SensorKind::sighting) in.fail();
    domain::ObservationBatch batch = wire::read_batch(in);
    if (batch.scans.size() > kLooksMax || !batch.observations.empty()) in.fail();
    source.scans = std::move(batch.scans);
    sources_.insert_or_assign(batch.source, std::move(source));
  }
  if (!in.ok()) return fail(ErrorCode::corrupt, "the state of what was looked at cannot be read");
  return {};
}

}  // namespace fairlead::engine
