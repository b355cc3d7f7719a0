// SPDX-License-Identifier: Apache-2.0
// Listener, threads, and the set of connections.
#include "partner/door.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <set>
#include <thread>

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"
#include "http/host.hpp"
#include "hub.hpp"
#include "session.hpp"

namespace fairlead::partner {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// How long a stop waits for the network.
constexpr auto kCutPatience = std::chrono::seconds(2);
// At the end, what is on its way has so long to go out.
constexpr auto kGraceStep = std::chrono::milliseconds(10);
constexpr int kGraceSteps = 30;
constexpr std::int64_t kSweepNs = 60'000'000'000;
constexpr std::int64_t kIndexNs = 5'000'000'000;
constexpr std::uint64_t kIndexEntries = 16 * 1024;  // of one agency, before others have their turn

Result<tcp::acceptor> bind_to(asio::io_context& io, const std::string& text) {
  FL_TRY(const http::Listen listen, http::parse_listen(text));
  error_code error;
  const std::string host = listen.host == "localhost" ? "127.0.0.1" : listen.host;
  const asio::ip::address address = asio::ip::make_address(host, error);
  if (error) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is not an address of this machine; write its number, such as 127.0.0.1:8481", text));
  }
  tcp::acceptor acceptor(io);
  const tcp::endpoint endpoint(address, listen.port);
  if (!acceptor.open(endpoint.protocol(), error)) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) return acceptor;
  if (error == asio::error::address_in_use) {
    return fail(ErrorCode::conflict,
                fmt::format("address `{}` is in use; stop the other program, or choose another for partners", text));
  }
  return fail(ErrorCode::io, fmt::format("cannot listen at `{}`: {}", text, error.message()));
}

std::string text_of(const tcp::acceptor& acceptor) {
  error_code ignored;
  const tcp::endpoint endpoint = acceptor.local_endpoint(ignored);
  const std::string host = endpoint.address().to_string();
  return endpoint.address().is_v6() ? fmt::format("[{}]:{}", host, endpoint.port())
                                    : fmt::format("{}:{}", host, endpoint.port());
}

}  // namespace

struct Door::State {
  State(DoorOptions o, DoorInputs i) : options(std::move(o)), inputs(std::move(i)), hub(options, inputs) {}

  void accept();
  void admit(tcp::socket socket);
  void arm();
  void on_tick();
  void index_receipts();
  void end_soon(int steps);
  engine::StopReach cut(const std::vector<engine::FeedId>& feeds);

  const DoorOptions options;
  const DoorInputs inputs;
  std::unique_ptr<http::TlsSource> tls;
  Hub hub;  // before the context: connections that die with its pending handlers still count in it
  asio::io_context io{1};
  asio::steady_timer timer{io};
  tcp::acceptor acceptor{io};
  std::string address;
  std::vector<std::shared_ptr<Session>> sessions;
  std::thread network;
  std::atomic<bool> running = false;
  bool stopped = false;
  bool paused = false;  // no descriptor was left
  std::int64_t swept_ns = 0;
  std::int64_t index_at_ns = 0;  // when the logs are looked at again
};

Door::Door(std::unique_ptr<State> state) : state_(std::move(state)) {}

Door::~Door() { stop(); }

Result<std::unique_ptr<Door>> Door::open(DoorOptions options, DoorInputs inputs) {
  auto state = std::make_unique<State>(std::move(options), std::move(inputs));
  FL_TRY(state->acceptor, bind_to(state->io, state->options.listen));
  error_code ignored;
  const bool loopback = state->acceptor.local_endpoint(ignored).address().is_loopback();
  if (state->options.tls) {
    FL_TRY(state->tls, http::TlsSource::open(*state->options.tls));
  } else if (!loopback && !state->options.allow_plain) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("partners would be served in clear at `{}`; give a certificate, or listen on loopback "
                            "behind a proxy that ends TLS",
                            state->options.listen));
  }
  state->address = text_of(state->acceptor);
  state->hub.post = [&io = state->io](std::function<void()> work) { asio::post(io, std::move(work)); };
  return std::unique_ptr<Door>(new Door(std::move(state)));
}

std::string Door::address() const { return state_->address; }
bool Door::is_secure() const { return state_->tls != nullptr; }

void Door::start() {
  State& state = *state_;
  state.hub.workers.start();
  state.hub.log_reader.start();
  state.accept();
  state.arm();
  state.running = true;
  state.network = std::thread([&state] { state.io.run(); });
  log::info("serving_partners", {{"address", state.address}, {"tls", state.tls != nullptr}});
}

void Door::stop() {
  State& state = *state_;
  if (state.stopped) return;
  state.stopped = true;
  asio::post(state.io, [&state] {
    error_code ignored;
    state.acceptor.close(ignored);
    for (const auto& session : state.sessions) session->farewell();
    state.hub.feeds.flush_notes();
    state.end_soon(kGraceSteps);
  });
  if (state.network.joinable()) state.network.join();
  state.running = false;
  // What they still post is dropped with the context.
  state.hub.workers.stop();
  state.hub.log_reader.stop();
  state.sessions.clear();
}

Result<void> Door::reload_tls() { return state_->tls ? state_->tls->reload() : Result<void>{}; }

DoorStatus Door::status() const {
  const Counters& c = state_->hub.counters;
  return {c.connections,        c.connections_total,  c.streams,
          c.handed_over_total,  c.refused_total,      c.without_reader_total,
          c.not_admitted_total, c.told_to_wait_total, c.bytes_total,
          c.waiting_releases,   c.waiting_bytes};
}

void Door::take(std::vector<engine::DurableRelease> releases) {
  if (releases.empty()) return;
  State& state = *state_;
  asio::post(state.io, [&state, shared = std::make_shared<std::vector<engine::DurableRelease>>(std::move(releases))] {
    state.hub.feeds.take(std::move(*shared));
  });
}

engine::StopReach Door::cut(std::span<const engine::FeedId> feeds) {
  State& state = *state_;
  engine::StopReach nothing;
  nothing.complete = true;
  if (!state.running) return nothing;
  auto found = std::make_shared<std::promise<engine::StopReach>>();
  auto reach = found->get_future();
  asio::post(state.io, [&state, found, list = std::vector<engine::FeedId>(feeds.begin(), feeds.end())] {
    found->set_value(state.cut(list));
  });
  if (reach.wait_for(kCutPatience) == std::future_status::ready) return reach.get();
  log::error("partner_cut_unanswered", {{"feeds", std::uint64_t{feeds.size()}}});
  return {};
}

void Door::accounts_changed() {
  State& state = *state_;
  asio::post(state.io, [&state] {
    for (const auto& session : state.sessions) session->check_admission();
  });
}

engine::StopReach Door::State::cut(const std::vector<engine::FeedId>& feeds) {
  engine::StopReach reach;
  ++hub.cuts;
  const std::set<engine::FeedId> set(feeds.begin(), feeds.end());
  hub.feeds.cut(feeds, reach);
  for (const auto& session : sessions) session->cut(set, reach);
  reach.complete = true;
  return reach;
}

void Door::State::accept() {
  acceptor.async_accept([this](error_code error, tcp::socket socket) {
    if (!acceptor.is_open()) return;
    if (!error) {
      admit(std::move(socket));
    } else if (error != asio::error::connection_aborted) {
      // Most likely no descriptor is left: try again with the next tick.
      paused = true;
      log::warning("accept_failed", {{"detail", error.message()}});
      return;
    }
    accept();
  });
}

void Door::State::admit(tcp::socket socket) {
  if (sessions.size() >= options.limits.connections_max || hub.strangers >= options.limits.strangers_max) {
    ++hub.counters.told_to_wait_total;
    // Under TLS it is closed without a word: there is no session to say it in.
    if (!tls) Exit::dismiss(std::move(socket), answers::kNoRoom);
    return;
  }
  std::optional<http::TlsSession> session;
  if (tls) session.emplace(tls->context(), *inputs.clock);
  sessions.push_back(std::make_shared<Session>(std::move(socket), std::move(session), hub));
  sessions.back()->start();
}

void Door::State::arm() {
  timer.expires_after(options.limits.note_every);
  timer.async_wait([this](error_code error) {
    if (!error) on_tick();
  });
}

void Door::State::on_tick() {
  const std::int64_t now = system_steady_clock().now_ns();
  Session::Waiting waiting;
  for (const auto& session : sessions) {
    session->tick(now);
    const Session::Waiting one = session->waiting();
    waiting.releases += one.releases;
    waiting.bytes += one.bytes;
  }
  hub.counters.waiting_releases = waiting.releases;
  hub.counters.waiting_bytes = waiting.bytes;
  if (now >= index_at_ns) index_receipts();
  std::erase_if(sessions, [](const auto& session) { return session->is_closed(); });
  hub.feeds.flush_notes();
  if (now - swept_ns > kSweepNs) {
    swept_ns = now;
    hub.guests.sweep(now);
  }
  if (paused) {
    paused = false;
    accept();
  }
  arm();
}

// Where releases stand in the logs of those who are here is found out before they ask for a receipt, a little at a
// time.
void Door::State::index_receipts() {
  const std::int64_t now = system_steady_clock().now_ns();
  index_at_ns = now + kIndexNs;
  std::set<std::string> agencies;
  for (const auto& session : sessions) {
    if (auto agency = session->agency()) agencies.insert(std::move(*agency));
  }
  if (agencies.empty() || !inputs.log) return;
  auto work = [this, agencies = std::move(agencies)] {
    bool more = false;
    for (const std::string& agency : agencies) {
      const auto log = inputs.log(agency);
      if (!log) continue;
      const auto left = hub.receipts.read_on(**log, agency, kIndexEntries);
      more = more || (left && *left > 0);
    }
    hub.post([this, more] {
      if (more) index_at_ns = 0;
    });
  };
  index_at_ns = hub.log_reader.post(std::move(work)) ? now + 12 * kIndexNs : now + kIndexNs;
}

void Door::State::end_soon(int steps) {
  std::erase_if(sessions, [](const auto& session) { return session->is_closed(); });
  if (steps == 0 || sessions.empty()) {
    for (const auto& session : sessions) session->abandon();
    hub.feeds.flush_notes();
    io.stop();
    return;
  }
  timer.expires_after(kGraceStep);
  timer.async_wait([this, steps](error_code) { end_soon(steps - 1); });
}

}  // namespace fairlead::partner
