// SPDX-License-Identifier: Apache-2.0
// The network thread and its sources.
#include "intake/intake.hpp"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"
#include "source.hpp"

namespace fairlead::intake {

namespace {

using Sources = std::vector<SourcePointer>;

Result<SourcePointer> open(Surroundings around, domain::Source about, const SourceUrl& url) {
  switch (url.kind) {
    case SourceKind::file:
      return open_file(around, std::move(about), url);
    case SourceKind::tcp:
      return open_tcp(around, std::move(about), url);
    case SourceKind::tcp_listen:
      return open_tcp_listen(around, std::move(about), url);
    case SourceKind::udp:
      return open_udp(around, std::move(about), url);
    case SourceKind::serial:
      return open_serial(around, std::move(about), url);
    case SourceKind::standard_input:
      return open_standard_input(around, std::move(about), url);
  }
  return fail(ErrorCode::internal, "a kind of source that nobody opens");
}

}  // namespace

struct Intake::State {
  State(engine::Inbox& i, const WallClock& w, const SteadyClock& s, IntakeLimits l)
      : inbox(i), wall(w), steady(s), limits(l), timer(io) {}

  engine::Inbox& inbox;
  const WallClock& wall;
  const SteadyClock& steady;
  const IntakeLimits limits;
  boost::asio::io_context io{1};
  boost::asio::steady_timer timer;
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work;
  Convoys convoys;  // outlive their travellers
  Published<Sources> sources{std::make_shared<const Sources>()};
  std::thread thread;
  bool stopped = false;

  void watch() {
    timer.expires_after(limits.watch_every);
    timer.async_wait([this](boost::system::error_code error) {
      if (error) return;
      const auto current = sources.get();
      for (const auto& source : *current) source->tick();
      watch();
    });
  }
};

Intake::Intake(engine::Inbox& inbox, const WallClock& wall, const SteadyClock& steady, IntakeLimits limits)
    : state_(std::make_unique<State>(inbox, wall, steady, limits)) {}

Intake::~Intake() { stop(); }

Result<void> Intake::add(domain::SourceId id, SourceConfig config) {
  FL_TRY(auto url, parse_source_url(config.url));
  if (config.stall) url.stall = *config.stall;
  domain::Source about;
  about.id = id;
  about.name = config.name.empty() ? url.name : config.name;
  about.url = url.url;
  about.originator = config.originator.empty() ? url.originator : config.originator;
  about.label = std::move(config.label);

  const auto before = state_->sources.get();
  for (const auto& other : *before) {
    if (other->id() == id || other->meter().source().name == about.name) {
      return fail(ErrorCode::conflict, fmt::format("there are two sources named `{}`: give one of them another `name`",
                                                   other->meter().source().name));
    }
  }
  const Surroundings around{state_->io, state_->inbox, state_->wall, state_->steady, state_->limits, state_->convoys};
  auto opened = open(around, std::move(about), url);
  if (!opened) return Failure(std::move(opened).error());
  auto after = *before;
  after.push_back(*opened);
  state_->sources.set(std::make_shared<const Sources>(std::move(after)));
  if (state_->thread.joinable()) boost::asio::post(state_->io, [source = *opened] { source->start(); });
  return {};
}

void Intake::start() {
  if (state_->thread.joinable() || state_->stopped) return;
  state_->work.emplace(state_->io.get_executor());
  const auto sources = state_->sources.get();
  for (const auto& source : *sources) {
    boost::asio::post(state_->io, [source] { source->start(); });
  }
  state_->watch();
  state_->thread = std::thread([state = state_.get()] { state->io.run(); });
}

void Intake::stop() {
  if (!state_->thread.joinable()) return;
  boost::asio::post(state_->io, [state = state_.get()] {
    const auto sources = state->sources.get();
    for (const auto& source : *sources) source->close();
    state->io.stop();
  });
  state_->thread.join();
  state_->stopped = true;
}

std::vector<domain::SourceHealth> Intake::health() const {
  const auto dropped = state_->inbox.dropped();
  std::vector<domain::SourceHealth> all;
  const auto sources = state_->sources.get();
  for (const auto& source : *sources) {
    all.push_back(source->meter().read());
    if (const auto found = dropped.find(source->id()); found != dropped.end()) all.back().dropped_total = found->second;
  }
  return all;
}

std::uint16_t Intake::port(domain::SourceId id) const {
  const auto sources = state_->sources.get();
  for (const auto& source : *sources) {
    if (source->id() == id) return source->port();
  }
  return 0;
}

bool Intake::finished() const {
  const auto sources = state_->sources.get();
  return std::ranges::any_of(*sources, [](const auto& source) { return source->can_end(); }) &&
         std::ranges::all_of(*sources, [](const auto& source) { return !source->can_end() || source->has_ended(); });
}

bool Intake::recorded_time() const {
  const auto sources = state_->sources.get();
  return !sources->empty() && std::ranges::all_of(*sources, [](const auto& source) { return source->recorded_time(); });
}

}  // namespace fairlead::intake
