// SPDX-License-Identifier: Apache-2.0
// Bytes of one source to AIS messages and NMEA records: framing, tag blocks, checksums, joining of parts.
//
// Feed bytes as they come, cut anywhere; the sink is called in the order of the lines. No input ends the stream, and no
// input makes it use more than a fixed amount of memory. Nothing is allocated per sentence. Time never comes from a
// clock: pass the time of reception where there is one, else time-outs count lines.
//
// Threads: one owner, not shared. One reader for each source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "decode/ais/message.hpp"
#include "decode/counters.hpp"
#include "decode/nmea.hpp"
#include "decode/rejection.hpp"
#include "units/instant.hpp"

namespace fairlead::decode {

// Receives what a reader makes of its bytes. References are good until the call returns; copy what is kept.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void on_message(const ais::Message& message) = 0;
  virtual void on_nmea(const nmea::Record& record) { static_cast<void>(record); }
  // `text` is the sentence (or the start of the line) that came to nothing; empty for parts lost to a time-out.
  virtual void on_rejected(Rejection reason, std::string_view text, std::uint64_t line) {
    static_cast<void>(reason);
    static_cast<void>(text);
    static_cast<void>(line);
  }
};

struct ReaderOptions {
  bool accept_missing_checksum = false;
  std::size_t line_bytes_max = 4096;
  // Parts further apart are not joined: by time where it is known, and by lines (more of them where a station or a tag
  // group tells senders apart). Recorded feeds have the parts of a message one to three lines apart.
  Duration join_time_max{30'000};
  std::uint64_t join_lines_max = 64;
  std::size_t open_groups_max = 256;
  // Off: every line takes the general path. For tests, which hold the two against each other.
  bool fast_path = true;
};

class Reader {
 public:
  explicit Reader(ReaderOptions options = {});
  ~Reader();
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;

  // `received_at`: when these bytes arrived, if known.
  void feed(std::string_view bytes, Sink& sink, std::optional<Instant> received_at = std::nullopt);
  // For silent live sources: releases and gives up what waited too long.
  void tick(Instant now, Sink& sink);
  // The end of the source: takes a last line without line end, gives up parts that wait.
  void finish(Sink& sink);

  [[nodiscard]] const Counters& counters() const noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fairlead::decode
