// SPDX-License-Identifier: Apache-2.0
// What all foreign readers share: counting, the kept bytes of a record that is not whole yet, and the way out to the
// sink. Private to `decode`.
//
// Threads: one owner.
#pragma once

#include <string>
#include <utility>

#include "decode/foreign.hpp"
#include "foreign/plot.hpp"
#include "observe_time.hpp"

namespace fairlead::decode {

class RecordReader : public ForeignReader {
 public:
  explicit RecordReader(ForeignOptions options) : options_(std::move(options)) {}

  void feed(std::string_view bytes, ForeignSink& sink, std::optional<Instant> received_at) final;
  void end_of_datagram(ForeignSink& sink) final;
  void finish(ForeignSink& sink) final;
  const ForeignCounters& counters() const noexcept final { return counters_; }

 protected:
  // Takes whole records from the front of `bytes` and says how many bytes it is done with. `at_end`: nothing follows.
  // The rest is offered again, with more behind it.
  virtual std::size_t take(std::string_view bytes, bool at_end) = 0;
  // After a record that was too long: how many bytes to pass over until a new record may begin; all when unknown.
  virtual std::size_t resume(std::string_view bytes) = 0;
  virtual void ended() {}

  [[nodiscard]] const ForeignOptions& options() const { return options_; }
  [[nodiscard]] std::uint64_t records() const { return counters_.records; }
  // Times of records are judged against this; the record's own time where nothing better is known.
  [[nodiscard]] std::optional<Instant> received_at() const { return received_at_; }
  [[nodiscard]] std::optional<Instant> last_at() const { return last_at_; }

  void give(domain::Observation& observation, std::string_view text);
  void give(domain::Scan& scan);
  void give(Instant time);
  void give(PlotOutcome& outcome, std::string_view text);
  void reject(ForeignRejection reason, std::string_view text);
  void ignore() {
    ++counters_.records;
    ++counters_.ignored;
  }
  void dropped_targeting(std::uint64_t fields) { counters_.targeting_fields += fields; }

 private:
  void run(bool at_end);

  const ForeignOptions options_;
  ForeignCounters counters_;
  std::string kept_;
  bool skipping_ = false;
  ForeignSink* sink_ = nullptr;
  std::optional<Instant> received_at_;
  std::optional<Instant> last_at_;
};

// A form whose records are lines.
class LineReader : public RecordReader {
 public:
  using RecordReader::RecordReader;

 protected:
  // Without its end; never empty.
  virtual void take_line(std::string_view line) = 0;
  // True when the record goes on behind this line (a line break inside quotes).
  virtual bool goes_on(std::string_view) const { return false; }

  std::size_t take(std::string_view bytes, bool at_end) final;
  std::size_t resume(std::string_view bytes) final;
};

std::unique_ptr<ForeignReader> open_detections(ForeignOptions options);
std::unique_ptr<ForeignReader> open_csv(ForeignOptions options);
std::unique_ptr<ForeignReader> open_geojson(ForeignOptions options);
std::unique_ptr<ForeignReader> open_cot(ForeignOptions options);
std::unique_ptr<ForeignReader> open_asterix(ForeignOptions options);
std::unique_ptr<ForeignReader> open_marinecadastre(ForeignOptions options);
std::unique_ptr<ForeignReader> open_dma(ForeignOptions options);

}  // namespace fairlead::decode
