// SPDX-License-Identifier: Apache-2.0
#include "foreign/frame.hpp"

#include <algorithm>

namespace fairlead::decode {

void RecordReader::feed(std::string_view bytes, ForeignSink& sink, std::optional<Instant> received_at) {
  counters_.bytes += bytes.size();
  sink_ = &sink;
  received_at_ = received_at;
  if (skipping_) {
    const auto passed = std::min(resume(bytes), bytes.size());
    skipping_ = passed == bytes.size();
    bytes.remove_prefix(passed);
  }
  if (bytes.empty()) return;
  if (kept_.empty()) {
    // The common case: whole records, nothing to copy.
    const auto done = take(bytes, false);
    kept_.assign(bytes.substr(done));
  } else {
    kept_.append(bytes);
    run(false);
  }
  if (kept_.size() > options_.record_bytes_max) {
    reject(ForeignRejection::kTooLong, std::string_view(kept_).substr(0, 128));
    kept_.clear();
    skipping_ = true;
  }
}

void RecordReader::run(bool at_end) { kept_.erase(0, take(kept_, at_end)); }

void RecordReader::end_of_datagram(ForeignSink& sink) {
  sink_ = &sink;
  if (!kept_.empty()) run(true);
  kept_.clear();
  skipping_ = false;
}

void RecordReader::finish(ForeignSink& sink) {
  end_of_datagram(sink);
  ended();
}

void RecordReader::give(domain::Observation& observation, std::string_view text) {
  ++counters_.records;
  ++counters_.observations;
  observation.source = options_.source;
  if (received_at_) {
    observation.received_at = *received_at_;
    if (observation.observed_at && *observation.observed_at > *received_at_ + kAheadMax)
      observation.observed_at.reset();
  } else {
    observation.received_at = observation.observed_at.value_or(last_at_.value_or(Instant()));
  }
  last_at_ = observation.at();
  sink_->on_observation(observation, text);
}

void RecordReader::give(domain::Scan& scan) {
  ++counters_.records;
  ++counters_.scans;
  scan.source = options_.source;
  if (scan.at == Instant()) scan.at = received_at_.value_or(last_at_.value_or(Instant()));
  scan.received_at = received_at_.value_or(scan.at);
  // A look into the future is a clock that is wrong.
  if (received_at_ && scan.at > *received_at_ + kAheadMax) scan.at = *received_at_;
  last_at_ = scan.at;
  sink_->on_scan(scan);
}

void RecordReader::give(Instant time) {
  ignore();
  last_at_ = time;
  sink_->on_time(time);
}

void RecordReader::give(PlotOutcome& outcome, std::string_view text) {
  dropped_targeting(outcome.targeting_fields);
  if (!outcome.text_may_be_kept) text = {};
  if (auto* observation = std::get_if<domain::Observation>(&outcome.is)) {
    give(*observation, text);
  } else if (auto* scan = std::get_if<domain::Scan>(&outcome.is)) {
    give(*scan);
  } else if (const auto* time = std::get_if<Instant>(&outcome.is)) {
    give(*time);
  } else {
    reject(std::get<ForeignRejection>(outcome.is), text);
  }
}

void RecordReader::reject(ForeignRejection reason, std::string_view text) {
  ++counters_.records;
  ++counters_.rejected[static_cast<std::size_t>(reason)];
  sink_->on_rejected(reason, text, counters_.records);
}

std::size_t LineReader::take(std::string_view bytes, bool at_end) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    std::size_t end = bytes.find_first_of("\r\n", done);
    // A record may span lines; it ends where its last quote is closed, and nowhere beyond the limit.
    while (end != std::string_view::npos && goes_on(bytes.substr(done, end - done))) {
      end = bytes.find_first_of("\r\n", end + 1);
    }
    if (end == std::string_view::npos && !at_end) break;
    const auto line = bytes.substr(done, end == std::string_view::npos ? end : end - done);
    done = end == std::string_view::npos ? bytes.size() : end + 1;
    if (line.size() > options().record_bytes_max) {
      reject(ForeignRejection::kTooLong, line.substr(0, 128));
    } else if (line.find_first_not_of(" \t\x1E") != std::string_view::npos) {
      take_line(line);
    }
  }
  return done;
}

std::size_t LineReader::resume(std::string_view bytes) {
  const auto end = bytes.find_first_of("\r\n");
  return end == std::string_view::npos ? bytes.size() : end;
}

std::unique_ptr<ForeignReader> ForeignReader::open(Format format, ForeignOptions options) {
  switch (format) {
    case Format::csv:
      return open_csv(std::move(options));
    case Format::geojson:
      return open_geojson(std::move(options));
    case Format::cot:
      return open_cot(std::move(options));
    case Format::asterix:
      return open_asterix(std::move(options));
    case Format::marinecadastre:
      return open_marinecadastre(std::move(options));
    case Format::dma:
      return open_dma(std::move(options));
    case Format::detections:
    case Format::nmea:  // has a reader of its own
      break;
  }
  return open_detections(std::move(options));
}

}  // namespace fairlead::decode
