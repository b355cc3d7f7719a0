// SPDX-License-Identifier: Apache-2.0
// One stream of sentences, or of another form, on its way to observations: decodes pieces and gathers what they say,
// with the text that said it, in a batch.
//
// Memory: the reader's fixed amount, one batch, and the last few lines that are parts of longer messages.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "decode/foreign.hpp"
#include "decode/observe.hpp"
#include "decode/reader.hpp"
#include "domain/observation.hpp"
#include "line_buffer.hpp"
#include "meter.hpp"

namespace fairlead::intake {

// In which form a source speaks; without one, its first bytes tell.
struct FeedForm {
  std::optional<decode::Format> format;
  decode::ForeignOptions foreign;
};

class Feed final : private decode::Sink, private decode::ForeignSink {
 public:
  Feed(domain::SourceId source, Meter& meter, FeedForm form = {decode::Format::nmea, {}});

  // Everything that a live stream has brought, in whatever form it speaks. `at_end`: of the datagram or connection.
  void take(LineBuffer& lines, Instant received_at, bool at_end);

  // `received_at`: by the clock that stamps this stream; `shift` is added to every time of what comes out.
  void take(const LineBuffer::Piece& piece, Instant received_at, Duration shift = Duration(0));
  // For silent streams: gives up parts of messages that waited too long.
  void tick(Instant now);
  // The end of the stream.
  void finish();
  // Tells the meter what was counted since the last call.
  void report();

  domain::ObservationBatch& batch() { return batch_; }
  std::size_t size() const { return batch_.observations.size() + batch_.scans.size(); }

  // What a recording in another form says, decoded elsewhere.
  void add(domain::Observation& observation, std::string_view text, Instant received_at, Duration shift);
  void add(domain::Scan& scan, Instant received_at, Duration shift);
  void count(const decode::ForeignCounters& counters) { foreign_counters_ = counters; }

 private:
  // A line that holds one part of a longer message.
  struct Part {
    std::string text;
    std::uint8_t total = 0;
    std::uint8_t number = 0;
    std::string group;  // sequence number and channel
  };
  static constexpr std::size_t kPartsKept = 64;
  static constexpr std::size_t kTextMax = 1024;  // of one line, in the batch

  void on_message(const decode::ais::Message& message) override;
  void on_nmea(const decode::nmea::Record& record) override;
  void on_observation(domain::Observation& observation, std::string_view text) override;
  void on_scan(domain::Scan& scan) override;
  bool know_form(std::string_view first_bytes, bool complete);
  void begin_batch();
  void add(domain::Observation& observation, std::size_t parts);
  void add_text(domain::Observation& observation, std::size_t parts);
  void remember_part();

  const domain::SourceId source_;
  Meter& meter_;
  FeedForm form_;
  std::unique_ptr<decode::ForeignReader> foreign_;
  decode::ForeignCounters foreign_counters_, foreign_reported_;
  decode::Reader reader_;
  decode::Observer observer_;
  decode::Counters reported_;
  std::uint64_t observations_ = 0;  // since the last report
  std::size_t usual_size_ = 0;      // of a batch
  domain::ObservationBatch batch_;

  std::string_view line_;  // the one being decoded, without its end; empty when it is not whole
  Instant received_at_;
  Duration shift_{0};
  std::array<Part, kPartsKept> parts_;
  std::size_t next_part_ = 0;
};

}  // namespace fairlead::intake
