// SPDX-License-Identifier: Apache-2.0
// The HTTP server: JSON API, live stream (server-sent events and WebSocket), health, metrics and the web client.
// api/openapi.yaml is its contract.
//
// 1. Nothing but health, the web client's files and signing in answers without sign-in, except in `demo`. Each route
//    names the permission it needs.
// 2. Whoever follows the stream is remembered by the slot it last saw; a slow reader gets larger steps and costs no
//    memory, a stalled one is closed.
// 3. Everything that a client can make grow has a bound in ServerLimits.
//
// Threads: six of its own: the network, and one each for long reads, commands, urgent commands, sign-ins and files.
// open(), start(), stop() and reload_certificates() belong to one thread; picture_changed() may be called from any.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/system.hpp"
#include "domain/source.hpp"
#include "engine/picture.hpp"
#include "engine/runner.hpp"
#include "engine/store.hpp"
#include "http/tls.hpp"
#include "serve/desk.hpp"
#include "serve/people.hpp"
#include "serve/story_talk.hpp"
#include "vault/byte_store.hpp"
#include "vault/register.hpp"
#include "zones/atlas.hpp"

namespace fairlead::serve {

// What is served. Each function is called from all threads of the server, at the same time; those of `people` as they
// say.
struct ServerInputs {
  std::function<std::shared_ptr<const engine::Picture>()> picture;  // may give nothing while starting
  engine::History* history = nullptr;                               // outlives the server
  std::function<std::vector<domain::SourceHealth>()> sources;
  std::function<engine::RunnerStatus()> status;
  // All sources ever declared, for the names of those no longer configured. May be left out.
  std::function<std::vector<domain::Source>()> declared;
  std::shared_ptr<const zones::Atlas> zones;  // absent: zones are answered with 503
  People people;
  Desk desk;
  StoryTalk story;  // of a demonstration
  // The bytes of evidence and lists, and the register of reports; both outlive the server. Absent: what needs them
  // answers 503.
  vault::ByteStore* vault = nullptr;
  vault::Register* reports = nullptr;
  // Asks a time-stamp authority (RFC 3161): a request to its answer, both DER. Absent: there is none. May take long.
  std::function<Result<std::string>(std::string_view request)> stamp;
  std::string stamp_authorities;  // PEM: whose time stamps count
  // Numbers of other parts for /metrics. May be left out.
  struct Measure {
    std::string_view name;  // fairlead_...
    std::string_view kind;  // gauge or counter
    std::string_view meaning;
    std::uint64_t value = 0;
  };
  std::function<std::vector<Measure>()> measures;
};

struct ServerLimits {
  std::size_t connections_max = 1024;
  std::size_t head_bytes_max = 16 * 1024;              // of a request, request line included
  std::size_t target_bytes_max = 8 * 1024;             // of a request line's target
  std::size_t body_bytes_max = 1U << 20U;              // of a request that has one; routes may ask for less
  std::size_t incoming_bytes_max = 64U << 20U;         // of all bodies that are on their way in
  std::size_t message_bytes_max = 4 * 1024;            // of a WebSocket message from a client
  std::size_t reader_queue_max = 64;                   // long reads that wait; further ones are answered with 503
  std::size_t commands_queue_max = 64;                 // commands that wait
  std::size_t sign_ins_queue_max = 16;                 // a password takes a tenth of a second
  std::size_t outgoing_bytes_max = 256U << 20U;        // of distinct frames and bodies that are on their way out
  Duration head_time_max = std::chrono::seconds(10);   // from a request's first byte to the end of its head
  Duration body_time_max = std::chrono::seconds(30);   // from the end of a head to the end of its body
  Duration idle_time_max = std::chrono::seconds(60);   // between two requests
  Duration stall_time_max = std::chrono::seconds(20);  // without a byte taken by the client
  Duration write_time_max = std::chrono::seconds(90);  // for one answer or frame as a whole
  Duration session_idle_max = std::chrono::hours(12);  // a session without a request or an open stream ends
  Duration admission_every = std::chrono::seconds(2);  // how often an open stream is asked again who follows it
  Duration heartbeat = std::chrono::seconds(15);
  Duration sources_every = std::chrono::seconds(5);
  Duration events_every = std::chrono::milliseconds(250);  // least time between two picture events of one client
  Duration fresh_age_max = std::chrono::seconds(60);
  Duration playback_reach = std::chrono::minutes(30);  // how old a position `at` may use
  int send_buffer_bytes = 256 * 1024;                  // of a stream; what the kernel holds is not coalesced
};

struct ServerOptions {
  std::string listen = "127.0.0.1:8480";  // HOST:PORT; port 0 takes a free one
  // A listener of its own for /metrics and health. When it is set and `listen` is not loopback, /metrics is served
  // here only, so that a firewall can part the two.
  std::string metrics_listen;
  std::string web_root;  // a folder to serve the web client from; empty: the one inside the binary
  std::string version;
  std::string commit;
  std::string mode = "live";
  std::string own_name;
  std::string own_state;  // ISO 3166-1 alpha-2; empty: not set
  // Further names under which the server may be asked. On loopback its own names are always among them; elsewhere an
  // empty list means any name.
  std::vector<std::string> allowed_hosts;
  // Addresses of proxies before us. Of a request from one of them, X-Forwarded-For says who asks: its last address that
  // is none of these. Nobody else's is believed.
  std::vector<std::string> trusted_proxies;
  // TLS on the main listener, and on that for metrics unless it is loopback. Absent: in the clear.
  std::optional<http::TlsOptions> tls;
  // Whoever shows no proof is a visitor with all permissions of an administrator. For demonstrations only.
  bool demo = false;
  ServerLimits limits;
};

class Server {
 public:
  // Binds. Errors: `invalid_argument` for an address of the wrong form, `conflict` when it is in use, `io`.
  static Result<std::unique_ptr<Server>> open(ServerOptions options, ServerInputs inputs);
  ~Server();

  std::string address() const;          // HOST:PORT as bound
  std::string metrics_address() const;  // empty when there is no listener of its own
  void start();
  // Closes what is open and ends the threads. May be called more than once.
  void stop();
  // Reads certificate and key anew, for new connections; keeps the old ones when that fails.
  Result<void> reload_certificates();
  // There is a newer picture. Cheap.
  void picture_changed();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fairlead::serve
