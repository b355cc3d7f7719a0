// SPDX-License-Identifier: Apache-2.0
// Listeners, threads, and the set of connections.
#include "serve/server.hpp"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"
#include "connection.hpp"
#include "http/host.hpp"
#include "hub.hpp"

namespace fairlead::serve {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto kTick = std::chrono::milliseconds(100);
// At the end, what is on its way has so long to go out.
constexpr auto kGraceStep = std::chrono::milliseconds(10);
constexpr int kGraceSteps = 30;
constexpr Duration kWarnBefore = std::chrono::days(14);

Result<tcp::acceptor> bind_to(asio::io_context& io, const std::string& text) {
  FL_TRY(const http::Listen listen, http::parse_listen(text));
  error_code error;
  const std::string host = listen.host == "localhost" ? "127.0.0.1" : listen.host;
  const asio::ip::address address = asio::ip::make_address(host, error);
  if (error) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is not an address of this machine; write its number, such as 127.0.0.1:8480", text));
  }
  tcp::acceptor acceptor(io);
  const tcp::endpoint endpoint(address, listen.port);
  if (!acceptor.open(endpoint.protocol(), error)) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) return acceptor;
  if (error == asio::error::address_in_use) {
    return fail(
        ErrorCode::conflict,
        fmt::format("address `{}` is in use; stop the other program, or choose another with `--listen HOST:PORT`",
                    text));
  }
  if (error == asio::error::access_denied) {
    return fail(ErrorCode::io, fmt::format("no permission to listen at `{}`; choose a port above 1023", text));
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

struct Server::State {
  struct Listener {
    tcp::acceptor acceptor;
    Door door;
    std::string address;
    bool with_tls = false;
    bool paused = false;  // no descriptor was left
  };

  State(ServerOptions o, ServerInputs i) : options(std::move(o)), inputs(std::move(i)) {}

  void accept(Listener& listener);
  void take(tcp::socket socket, const Listener& listener);
  void on_tick();
  void end_soon(int steps);
  void arm();
  void tick_all();

  const ServerOptions options;
  const ServerInputs inputs;
  std::unique_ptr<http::TlsSource> tls;
  // The hub goes last: connections that die with the context's pending handlers still count in it.
  std::unique_ptr<Hub> hub;
  asio::io_context io{1};
  asio::steady_timer timer{io};
  std::vector<std::unique_ptr<Listener>> listeners;
  std::vector<std::shared_ptr<Connection>> connections;
  std::thread network;
  std::atomic<bool> change_posted = false;
  bool stopped = false;
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() { stop(); }

Result<std::unique_ptr<Server>> Server::open(ServerOptions options, ServerInputs inputs) {
  auto state = std::make_unique<State>(std::move(options), std::move(inputs));
  if (state->options.tls) {
    FL_TRY(state->tls, http::TlsSource::open(*state->options.tls));
  }
  const auto add = [&](const std::string& text, Door door) -> Result<void> {
    FL_TRY(tcp::acceptor acceptor, bind_to(state->io, text));
    std::string address = text_of(acceptor);
    error_code ignored;
    const bool local = acceptor.local_endpoint(ignored).address().is_loopback();
    const bool with_tls = state->tls && (door == Door::all || !local);
    state->listeners.push_back(
        std::make_unique<State::Listener>(State::Listener{std::move(acceptor), door, std::move(address), with_tls}));
    if (!with_tls && !local) {
      log::warning("listening_in_the_clear", {{"address", state->listeners.back()->address},
                                              {"cure", "give a certificate, or stand behind a proxy that has one"}});
    }
    return {};
  };
  FL_CHECK(add(state->options.listen, Door::all));
  if (!state->options.metrics_listen.empty()) FL_CHECK(add(state->options.metrics_listen, Door::metrics_only));
  error_code ignored;
  const bool loopback = state->listeners.front()->acceptor.local_endpoint(ignored).address().is_loopback();
  state->hub = std::make_unique<Hub>(state->options, state->inputs, loopback);
  state->hub->post = [&io = state->io](std::function<void()> work) { asio::post(io, std::move(work)); };
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

std::string Server::address() const { return state_->listeners.front()->address; }

std::string Server::metrics_address() const {
  return state_->listeners.size() > 1 ? state_->listeners[1]->address : std::string();
}

void Server::start() {
  State& state = *state_;
  for (auto& lane : state.hub->lanes) lane->start();
  for (auto& listener : state.listeners) state.accept(*listener);
  state.arm();
  state.network = std::thread([&state] {
    state.hub->refresh();
    state.io.run();
  });
  log::info("serving", {{"address", address()}, {"metrics_address", metrics_address()}, {"tls", state.tls != nullptr}});
  if (state.options.demo) {
    log::warning("open_to_everybody", {{"cure", "run without demo: whoever reaches this address may do everything"}});
  }
  if (state.tls) {
    const std::int64_t left =
        state.tls->context()->certificate_expires_at_ms().value_or(0) - system_wall_clock().now_ms();
    if (left < kWarnBefore.count()) {
      log::warning("certificate_expires", {{"in_hours", left / 3'600'000}, {"cure", "renew it"}});
    }
  }
}

void Server::stop() {
  State& state = *state_;
  if (state.stopped) return;
  state.stopped = true;
  asio::post(state.io, [&state] {
    error_code ignored;
    for (auto& listener : state.listeners) listener->acceptor.close(ignored);
    for (auto& connection : state.connections) connection->farewell();
    state.end_soon(kGraceSteps);
  });
  if (state.network.joinable()) state.network.join();
  // What the lanes still post is dropped with the context.
  for (auto& lane : state.hub->lanes) lane->stop();
  state.connections.clear();
}

Result<void> Server::reload_certificates() {
  if (!state_->tls) return {};
  FL_CHECK(state_->tls->reload());
  log::info("certificates_reloaded", {{"address", address()}});
  return {};
}

void Server::picture_changed() {
  State& state = *state_;
  if (state.change_posted.exchange(true)) return;
  asio::post(state.io, [&state] {
    state.change_posted = false;
    state.hub->refresh();
    state.tick_all();
  });
}

void Server::State::end_soon(int steps) {
  if (steps == 0 || std::ranges::all_of(connections, [](const auto& c) { return c->has_said_all(); })) {
    io.stop();
    return;
  }
  timer.expires_after(kGraceStep);
  timer.async_wait([this, steps](error_code) { end_soon(steps - 1); });
}

void Server::State::accept(Listener& listener) {
  listener.acceptor.async_accept([this, &listener](error_code error, tcp::socket socket) {
    if (!listener.acceptor.is_open()) return;
    if (!error) {
      take(std::move(socket), listener);
    } else if (error != asio::error::connection_aborted) {
      // Most likely no descriptor is left: try again with the next tick.
      listener.paused = true;
      log::warning("accept_failed", {{"detail", error.message()}});
      return;
    }
    accept(listener);
  });
}

void Server::State::take(tcp::socket socket, const Listener& listener) {
  if (connections.size() >= options.limits.connections_max) {
    static constexpr std::string_view kBusy =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    error_code ignored;
    socket.non_blocking(true, ignored);
    if (!listener.with_tls) socket.send(asio::buffer(kBusy), 0, ignored);
    ++hub->metrics.connections_refused_total;
    return;
  }
  connections.push_back(std::make_shared<Connection>(std::move(socket), *hub, listener.door,
                                                     listener.with_tls ? tls->context() : nullptr));
  connections.back()->start();
}

void Server::State::arm() {
  timer.expires_after(kTick);
  timer.async_wait([this](error_code error) {
    if (!error) on_tick();
  });
}

void Server::State::on_tick() {
  hub->refresh();
  tick_all();
  for (auto& listener : listeners) {
    if (!listener->paused) continue;
    listener->paused = false;
    accept(*listener);
  }
  arm();
}

void Server::State::tick_all() {
  const std::int64_t now = system_steady_clock().now_ns();
  for (auto& connection : connections) connection->tick(now);
  std::erase_if(connections, [](const auto& connection) { return connection->is_closed(); });
}

}  // namespace fairlead::serve
