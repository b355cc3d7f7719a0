// SPDX-License-Identifier: Apache-2.0
// Tracks and position histories as files that other programs read: GeoJSON (RFC 7946), CSV (RFC 4180), GPX 1.1,
// KML 2.2.
//
// Threads: one owner.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/track.hpp"
#include "fusion/track_changes.hpp"
#include "wire/json.hpp"

namespace fairlead::app {

enum class ExportFormat : std::uint8_t { geojson, csv, gpx, kml };
std::optional<ExportFormat> export_format(std::string_view word);

// Appends to `out`; the caller empties it as it likes between calls.
class ExportWriter {
 public:
  virtual ~ExportWriter() = default;
  virtual void begin(std::string& out) = 0;
  // A track as it stands.
  virtual void track(std::string& out, const domain::Track& track) = 0;
  // Where a track has been; `track` is missing when it was dropped since.
  virtual void history(std::string& out, domain::TrackId id, const domain::Track* track,
                       std::span<const fusion::HistoryPoint> points) = 0;
  virtual void end(std::string& out) = 0;
};

enum class ExportSubject : std::uint8_t { tracks, history };
std::unique_ptr<ExportWriter> make_export_writer(ExportFormat format, ExportSubject subject,
                                                 wire::SourceName source_name);

}  // namespace fairlead::app
