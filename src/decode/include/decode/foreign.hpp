// SPDX-License-Identifier: Apache-2.0
// Bytes of one source that does not speak NMEA to observations and scans: plots and sightings as JSON lines, CSV and
// GeoJSON, Cursor on Target, ASTERIX, archives of AIS.
//
// 1. Feed bytes as they come, cut anywhere. No input ends the stream, and a record longer than the limit is skipped.
// 2. Every record has one fate: ignored (not meant for us), rejected with a reason, or an observation or a scan.
// 3. Members that nominate, prioritise or task targets never enter: they are dropped and counted, and the text that
//    carried them is not kept. Somebody else's word that a vessel is hostile or suspect stays a remark of theirs.
// 4. No clock is read: `observed_at` is what the record says, `received_at` is given by the caller, or, for recordings,
//    is the record's own time.
// Threads: one owner, not shared. One reader for each source.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decode/format.hpp"
#include "domain/observation.hpp"

namespace fairlead::decode {

// Why a record came to nothing. The names are stable: they appear in tables, metrics and documents.
enum class ForeignRejection : std::uint8_t {
  kTooLong,          // a record longer than the limit; counted once, skipped
  kUnreadable,       // not JSON, not XML, a row whose cells do not fit its header, a block whose fields do not fit
  kNoHeader,         // CSV whose header names no position or no identity
  kNoPosition,       // nowhere: neither a position, nor range and bearing from a known place
  kBadPosition,      // a position outside the range of latitudes and longitudes
  kBadTime,          // a time that cannot be read
  kBadNumber,        // a speed, course, size or identity that cannot be
  kBadError,         // an error ellipse, covariance or sigma that cannot be
  kBadLabel,         // a label that cannot be read: what it covers cannot be handled
  kBadScan,          // a coverage statement that cannot be
  kNotAPoint,        // a GeoJSON geometry other than a point
  kNotAVessel,       // aircraft, vehicles, people
  kTasking,          // a message that tasks, nominates or engages: never taken
  kUnknownCategory,  // an ASTERIX category that is not read here
  kNoSite,           // range and bearing of a radar whose place the configuration does not say
  kTestTarget,       // simulated, test or field monitor
};
inline constexpr std::size_t kForeignRejectionCount = 16;

[[nodiscard]] constexpr std::string_view to_text(ForeignRejection reason) noexcept {
  constexpr std::array<std::string_view, kForeignRejectionCount> kNames = {
      "record_too_long", "unreadable",       "no_header", "no_position", "bad_position", "bad_time",
      "bad_number",      "bad_error",        "bad_label", "bad_scan",    "not_a_point",  "not_a_vessel",
      "tasking",         "unknown_category", "no_site",   "test_target"};
  return kNames[static_cast<std::size_t>(reason)];
}

struct ForeignCounters {
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;  // = observations + scans + ignored + rejected_total()
  std::uint64_t observations = 0;
  std::uint64_t scans = 0;
  std::uint64_t ignored = 0;           // headers, comments, service messages
  std::uint64_t targeting_fields = 0;  // dropped from records that were taken without them
  std::array<std::uint64_t, kForeignRejectionCount> rejected{};

  [[nodiscard]] std::uint64_t rejected_total() const noexcept {
    std::uint64_t sum = 0;
    for (const std::uint64_t n : rejected) sum += n;
    return sum;
  }
  [[nodiscard]] std::uint64_t of(ForeignRejection reason) const noexcept {
    return rejected[static_cast<std::size_t>(reason)];
  }
};

// Receives what a reader makes of its bytes. References are good until the call returns.
class ForeignSink {
 public:
  virtual ~ForeignSink() = default;
  // `text` is the record (ASTERIX: in hexadecimal digits); empty when it is not to be kept.
  virtual void on_observation(domain::Observation& observation, std::string_view text) = 0;
  virtual void on_scan(domain::Scan& scan) = 0;
  // A recording says what time it is: nothing was seen until then.
  virtual void on_time(Instant time) { static_cast<void>(time); }
  virtual void on_rejected(ForeignRejection reason, std::string_view text, std::uint64_t record) {
    static_cast<void>(reason);
    static_cast<void>(text);
    static_cast<void>(record);
  }
};

// Where a radar stands that sends range and bearing.
struct RadarSite {
  std::optional<std::uint16_t> code;  // system area code * 256 + system identification code; absent: any
  geo::Position position;
};

struct ForeignOptions {
  domain::SourceId source;
  std::string partner;           // whose word it is when a record calls a vessel `suspect`
  std::vector<RadarSite> sites;  // ASTERIX
  std::optional<Instant> day;    // ASTERIX recordings carry the time of day only: the first record is of this day
  bool keep_aircraft = false;    // ASTERIX, CoT: take what flies, as kind `aircraft`
  std::size_t record_bytes_max = 256 * 1024;
};

class ForeignReader {
 public:
  // `format` is any but `nmea`.
  static std::unique_ptr<ForeignReader> open(Format format, ForeignOptions options);
  virtual ~ForeignReader() = default;
  ForeignReader(const ForeignReader&) = delete;
  ForeignReader& operator=(const ForeignReader&) = delete;

  // `received_at`: when these bytes arrived; absent for recordings.
  virtual void feed(std::string_view bytes, ForeignSink& sink, std::optional<Instant> received_at) = 0;
  // The end of a datagram: a record that has no end by now has it here.
  virtual void end_of_datagram(ForeignSink& sink) = 0;
  // The end of the source.
  virtual void finish(ForeignSink& sink) = 0;

  [[nodiscard]] virtual const ForeignCounters& counters() const noexcept = 0;

 protected:
  ForeignReader() = default;
};

// True for the name of a member, element or column that nominates, prioritises or engages targets. Case, blanks, `_`
// and
// `-` do not matter.
[[nodiscard]] bool is_targeting_name(std::string_view name);

}  // namespace fairlead::decode
