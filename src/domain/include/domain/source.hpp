// SPDX-License-Identifier: Apache-2.0
// A source of sentences as the engine and the screens know it: who it is, what label its data carry, how it is doing.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "domain/label.hpp"
#include "domain/observation.hpp"

namespace fairlead::domain {

// Sentence: bytes as received, with receipt time and source.
struct Sentence {
  SourceId source;
  Instant received_at;
  std::string bytes;  // without line end
};

struct Source {
  SourceId id;
  std::string name;        // unique, chosen by the operator
  std::string url;         // as configured, without credentials
  std::string originator;  // whose data these are
  Label label;             // for everything it delivers, unless an object says otherwise
  friend bool operator==(const Source&, const Source&) = default;
};

enum class SourceState : std::uint8_t { connecting, live, stale, stopped, failed, finished };
std::string_view name(SourceState state);

// Counters only grow while the process lives.
struct SourceHealth {
  Source source;
  SourceState state = SourceState::connecting;
  std::optional<Instant> last_sentence_at;  // by our clock
  double sentences_per_second = 0;          // over the last ten seconds
  std::uint64_t bytes_total = 0;
  std::uint64_t sentences_total = 0;
  std::uint64_t messages_total = 0;
  std::uint64_t observations_total = 0;
  std::map<std::string, std::uint64_t> rejected;  // by reason
  std::uint64_t dropped_total = 0;                // repeats dropped because the engine's inbox was full
  std::uint64_t reconnects_total = 0;
  std::string detail;  // why it is in this state, in words
};

}  // namespace fairlead::domain
