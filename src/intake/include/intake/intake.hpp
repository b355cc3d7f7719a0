// SPDX-License-Identifier: Apache-2.0
// Listens to sources of sentences, decodes what they say, and hands observations to the engine's inbox.
//
// 1. One thread does everything: sockets, serial lines, files and decoding. No source can hold it for longer than its
//    share of a turn, so a flood on one leaves the others alone.
// 2. Live sources never wait: what the inbox cannot hold is dropped by the inbox's rule, and counted. Files and
// standard
//    input wait: no sentence of theirs is lost.
// 3. Memory per source is bounded, whatever arrives.
// Time: live sources are stamped with the wall clock at receipt. A file whose lines carry times is stamped with those;
// see SourceUrl and docs/reference/sources.md.
// Threads: add, start and stop belong to one thread; health, port, finished and recorded_time may be called by any.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/system.hpp"
#include "domain/source.hpp"
#include "engine/inbox.hpp"
#include "units/instant.hpp"

namespace fairlead::intake {

struct SourceConfig {
  std::string name;               // empty: the URL's `name`, or one made from the URL
  std::string url;                // see parse_source_url
  std::string originator;         // empty: the URL's `originator`
  domain::Label label;            // for everything it delivers
  std::optional<Duration> stall;  // instead of the URL's
};

struct IntakeLimits {
  std::size_t turn_bytes_max = 256 * 1024;  // one source, before the others have their turn
  std::size_t batch_observations_max = 4096;
  Duration batch_age_max = std::chrono::milliseconds(5);
  Duration retry_after = std::chrono::milliseconds(5);  // a source that waits for room tries again
  Duration reconnect_first = std::chrono::milliseconds(500);
  Duration reconnect_max = std::chrono::seconds(30);
  Duration connect_max = std::chrono::seconds(15);
  unsigned stalls_until_reconnect = 3;                    // a silence of so many stall times ends a connection
  Duration watch_every = std::chrono::milliseconds(100);  // how often silence is looked for
  std::size_t peers_max = 64;                             // of one tcp-listen or udp source
  int standard_input = 0;                                 // the descriptor that `-` means
};

class Intake {
 public:
  // The inbox and the clocks must outlive this object.
  Intake(engine::Inbox& inbox, const WallClock& wall, const SteadyClock& steady, IntakeLimits limits = {});
  ~Intake();  // stops

  // Takes a source on, before or after start. An error when the URL is not understood, a file is not there, or an
  // address cannot be listened on; a host that does not answer is no error, it is tried again.
  Result<void> add(domain::SourceId id, SourceConfig config);

  void start();
  // No batch is offered after this returns. What was decoded is offered before.
  void stop();

  // In order of addition.
  std::vector<domain::SourceHealth> health() const;
  // The local port of a tcp-listen or udp source; 0 for others.
  std::uint16_t port(domain::SourceId id) const;
  // True when there are sources that can come to an end (files, standard input) and all of those have.
  bool finished() const;
  // True when there are sources and all of them replay recorded time, so that the picture should show that time.
  bool recorded_time() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fairlead::intake
