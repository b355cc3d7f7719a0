// SPDX-License-Identifier: Apache-2.0
// The door for partners: the only place that hands a partner's bytes to a socket, and it can do so only inside the
// engine's gate. `docs/reference/partner-api.md` is its contract.
//
// 1. What was released goes out through engine::Gate::pass(), and no other way: framing and encryption of a payload
//    happen inside it, and between two calls nothing of the payload moves.
// 2. Everything else that goes out is constant, or made of what this partner may know anyway; see ungated.hpp.
// 3. Unknown, of somebody else, withheld, stopped, not agreed: the same bytes.
// 4. Whoever asks is admitted anew for each request and each release.
// Threads: one for the network, some that wait for the engine. open(), start() and stop() belong to one thread, the
// rest is as engine::Exits says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/system.hpp"
#include "engine/exits.hpp"
#include "engine/sharing.hpp"
#include "http/tls.hpp"
#include "ledger/store.hpp"
#include "units/instant.hpp"

namespace fairlead::partner {

// What the door needs of the engine. Each function may be called from any thread of the door.
struct DoorInputs {
  std::function<Result<engine::Answer>(engine::Command)> command;  // waits until it is durable
  std::function<void(engine::Command)> post;                       // does not wait
  std::function<std::shared_ptr<const engine::Sharing>()> sharing;
  engine::Gate* gate = nullptr;  // outlives the door
  // The log of one agency, such as `XAA/coast_guard`.
  std::function<Result<std::unique_ptr<ledger::LogReader>>(std::string_view)> log;
  const WallClock* clock = &system_wall_clock();
};

struct DoorLimits {
  std::size_t connections_max = 1024;
  std::size_t strangers_max = 256;  // connections that nobody was recognised on yet
  std::size_t account_connections_max = 16;
  double account_streams_per_s = 1;  // beginnings of streams; a storm is told to wait
  double account_streams_burst = 20;
  double account_requests_per_s = 10;
  double account_requests_burst = 40;
  std::size_t head_bytes_max = 16 * 1024;
  std::size_t target_bytes_max = 4 * 1024;
  std::size_t body_bytes_max = 32 * 1024;
  std::size_t message_bytes_max = 1024;     // of a WebSocket message from a partner; nothing is expected
  std::size_t waiting_releases_max = 4096;  // of one feed; the engine's window is far below
  std::size_t workers = 4;                  // threads that wait for the engine
  std::size_t waiting_commands_max = 256;
  Duration handshake_time_max = std::chrono::seconds(10);
  Duration head_time_max = std::chrono::seconds(10);   // from a request's first byte to its end
  Duration idle_time_max = std::chrono::seconds(60);   // between two requests
  Duration stall_time_max = std::chrono::seconds(30);  // without a byte taken by the partner
  Duration heartbeat = std::chrono::seconds(15);       // on a fixed clock from the stream's beginning
  Duration retry_every = std::chrono::seconds(60);     // a stream that may not be followed yet is asked for again
  Duration note_every = std::chrono::milliseconds(50);
  int send_buffer_bytes = 32 * 1024;       // what the kernel holds, a stop cannot call back
  int unsent_bytes_max = 16 * 1024;        // TCP_NOTSENT_LOWAT
  std::size_t pass_bytes_max = 64 * 1024;  // in one passage through the gate, so that a stop need not wait for long
};

struct DoorOptions {
  std::string listen = "127.0.0.1:8481";  // HOST:PORT; port 0 takes a free one
  std::optional<http::TlsOptions> tls;    // required unless `listen` is loopback
  bool allow_plain = false;               // without TLS elsewhere too, as behind a proxy that ends it
  DoorLimits limits;
  // For tests: told of each write to a socket, inside the gate when it carries a payload.
  std::function<void(int socket, std::size_t bytes, bool of_payload)> on_sent;
};

struct DoorStatus {
  std::uint64_t connections = 0;
  std::uint64_t connections_total = 0;
  std::uint64_t streams = 0;
  std::uint64_t handed_over_total = 0;     // releases
  std::uint64_t refused_total = 0;         // releases that the gate refused
  std::uint64_t without_reader_total = 0;  // releases that nobody was connected for
  std::uint64_t not_admitted_total = 0;    // requests without a good token or certificate
  std::uint64_t told_to_wait_total = 0;    // requests beyond a limit
  std::uint64_t bytes_total = 0;
  std::uint64_t waiting_releases = 0;  // durable, and not yet with the kernel; as of the last tick
  std::uint64_t waiting_bytes = 0;
};

class Door final : public engine::Exits {
 public:
  // Binds. Errors: `invalid_argument` for an address of the wrong form, for TLS files, and for an address that needs
  // TLS; `conflict` when it is in use; `io`.
  static Result<std::unique_ptr<Door>> open(DoorOptions options, DoorInputs inputs);
  ~Door() override;

  std::string address() const;  // HOST:PORT as bound
  bool is_secure() const;
  void start();
  // Closes what is open and ends the threads. May be called more than once.
  void stop();
  // Reads the TLS files anew, for connections from now on. Keeps the old ones when the new ones are not good.
  Result<void> reload_tls();
  DoorStatus status() const;  // from any thread

  void take(std::vector<engine::DurableRelease> releases) override;
  engine::StopReach cut(std::span<const engine::FeedId> feeds) override;
  void accounts_changed() override;

 private:
  struct State;
  explicit Door(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fairlead::partner
