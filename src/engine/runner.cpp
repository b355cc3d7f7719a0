// SPDX-License-Identifier: Apache-2.0
#include "engine/runner.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "base/published.hpp"
#include "base/system.hpp"
#include "engine/casework_now.hpp"
#include "engine/durable_release_maker.hpp"
#include "engine/findings_now.hpp"
#include "engine/law_now.hpp"
#include "faults.hpp"

namespace fairlead::engine {
namespace {

using std::chrono::milliseconds;

using Promise = std::promise<Result<Answer>>;

// A command that waits for its slot, with whoever waits for it.
struct Waiting {
  Command command;
  std::optional<Promise> done;
};

// A question to the engine as it stands between two slots; asked of nothing when fairlead stops before.
using Question = std::move_only_function<void(const Engine*)>;
// While the store has no room, the engine stands still, and whoever asks must not stand with it.
constexpr std::chrono::seconds kAnswerWithin{5};

// What goes from the engine thread to the writer.
struct Closed {
  struct Answered {
    Promise done;
    Result<Answer> answer;
    std::vector<Release> pulled;
  };
  SlotRecord record;
  std::shared_ptr<const Picture> picture;
  std::shared_ptr<const Sharing> sharing;  // only when it changed
  std::shared_ptr<const LawNow> law;       // only when it changed
  std::shared_ptr<const FindingsNow> findings;
  std::shared_ptr<const CaseworkNow> casework;
  std::vector<domain::Source> sources;  // only when they changed
  std::vector<Answered> answered;
  std::vector<ShutFeeds> shut;
  std::vector<Release> releases;
  bool accounts_changed = false;
  std::optional<std::string> state;  // for a checkpoint after this slot
  std::uint64_t observations_total = 0;
  std::uint64_t duplicates_total = 0;
};

[[maybe_unused]] bool holds_stop(const std::vector<Closed>& group) {
  return std::ranges::any_of(group, [](const Closed& closed) { return !closed.shut.empty(); });
}

// Observations and scans that a slot always has room for.
constexpr std::size_t kSlotRoomMin = 256;

Duration since_floor(Instant at, Duration step) {
  const std::int64_t ms = at.unix_ms();
  return Duration(((ms % step.count()) + step.count()) % step.count());
}
// Whether a multiple of `step` lies between the two.
bool passes(Instant before, Instant now, Duration step) {
  return now > before && now - since_floor(now, step) > before - since_floor(before, step);
}

}  // namespace

struct Runner::State {
  RunnerOptions options;
  Store& store;
  const WallClock& clock;
  Inbox inbox;
  Engine engine;
  BoundedQueue<Closed> writer_queue;
  Published<Picture> picture;
  Published<Sharing> sharing;
  Published<LawNow> law;
  Published<FindingsNow> findings;
  Published<CaseworkNow> casework;
  Gate gate;
  Exits* exits = nullptr;

  std::mutex mutex;  // guards what follows
  std::vector<Waiting> waiting;
  std::vector<Question> questions;
  std::vector<domain::Source> sources;
  RunnerStatus status;
  std::function<void()> heard;

  std::atomic<bool> recorded_time{false};
  std::atomic<bool> stopping{false};
  std::thread engine_thread;
  std::thread writer_thread;

  // Belong to the engine thread.
  std::shared_ptr<const Picture> newest_picture;
  std::uint64_t duplicates_total = 0;
  std::size_t slot_room = kSlotRoomMin;  // observations and scans
  std::uint64_t observations_at_checkpoint = 0;
  std::int64_t checkpoint_ms = 0;

  State(RunnerOptions o, Store& s, const WallClock& c, Engine e)
      : options(std::move(o)),
        store(s),
        clock(c),
        inbox(options.inbox_observations_max, options.slot_observations_max),
        engine(std::move(e)),
        writer_queue("writer", options.writer_queue_slots) {}

  Instant now() const { return Instant::from_unix_ms(clock.now_ms()); }

  void run_engine();
  void close_slot(std::vector<Waiting> commands, std::vector<domain::ObservationBatch> batches, bool last);
  Instant time_of_picture(const std::vector<domain::ObservationBatch>& batches, Instant closed_at) const;
  bool checkpoint_is_due(bool last);
  bool is_worth_a_slot(const Event& event) const;

  void run_writer();
  bool make_durable(std::vector<Closed>& group);
  void publish(std::vector<Closed>& group);
  void write_checkpoint(const Closed& closed);
  void set_store(StoreState state, std::string detail);
  std::vector<FeedId> feeds_under(const release::StopCell& cell) const;

  // What `look(const Engine&)` gives between two slots; nothing where there is none in time.
  template <class T, class Look>
  std::optional<T> look(Look look);
};

template <class T, class Look>
std::optional<T> Runner::State::look(Look look) {
  std::promise<std::optional<T>> promise;
  std::future<std::optional<T>> answer = promise.get_future();
  {
    const std::lock_guard lock(mutex);
    if (stopping.load()) return std::nullopt;
    questions.emplace_back([promise = std::move(promise), look = std::move(look)](const Engine* asked) mutable {
      promise.set_value(asked == nullptr ? std::optional<T>() : std::optional<T>(look(*asked)));
    });
  }
  inbox.wake();
  if (answer.wait_for(kAnswerWithin) != std::future_status::ready) return std::nullopt;
  return answer.get();
}

// ---- the engine thread ----

void Runner::State::run_engine() {
  // What a slot may hold at most follows from how long the last ones took: a stop waits for the slot that is being
  // made, so a flood must not make one long. The rest waits in line.
  std::vector<domain::ObservationBatch> line;
  while (true) {
    const bool last = stopping.load();
    // Until the next multiple of the slot's length: when slots end must not depend on what made others end early.
    const Duration left = options.slot_length - since_floor(now(), options.slot_length);
    // The box is emptied only when nothing waits in line: what it cannot hold is its sources' to keep.
    if (line.empty()) {
      if (!last) inbox.wait_for(slot_room, left);
      line = inbox.take_all();
    }
    std::vector<Waiting> commands;
    std::vector<Question> asked;
    {
      const std::lock_guard lock(mutex);
      commands.swap(waiting);
      asked.swap(questions);
    }
    for (Question& question : asked) question(&engine);
    std::size_t taken = 0;
    std::size_t observations = 0;
    while (taken < line.size() && (taken == 0 || observations < slot_room)) {
      observations += line[taken].observations.size() + line[taken].scans.size();
      ++taken;
    }
    std::vector<domain::ObservationBatch> now_due(
        std::make_move_iterator(line.begin()),
        std::make_move_iterator(line.begin() + static_cast<std::ptrdiff_t>(taken)));
    line.erase(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(taken));
    const bool done = last && line.empty() && inbox.size() == 0;
    const std::int64_t began_ns = system_steady_clock().now_ns();
    close_slot(std::move(commands), std::move(now_due), done);
    const auto took = std::chrono::nanoseconds(system_steady_clock().now_ns() - began_ns);
    if (took > 2 * options.slot_work) {
      slot_room = std::max(kSlotRoomMin, slot_room / 2);
    } else if (took < options.slot_work && observations >= slot_room) {
      slot_room = std::min(options.slot_observations_max, slot_room * 2);
    }
    if (done) break;
  }
  writer_queue.close();
}

Instant Runner::State::time_of_picture(const std::vector<domain::ObservationBatch>& batches, Instant closed_at) const {
  if (!recorded_time.load()) return closed_at;
  Instant newest = engine.picture_time();
  for (const auto& batch : batches) {
    for (const auto& observation : batch.observations) newest = std::max(newest, observation.received_at);
    for (const auto& scan : batch.scans) newest = std::max(newest, scan.received_at);
  }
  return newest;
}

bool Runner::State::checkpoint_is_due(bool last) {
  const std::uint64_t since = engine.observations_total() - observations_at_checkpoint;
  const bool due = last || since >= options.checkpoint_observations ||
                   (since > 0 && clock.now_ms() - checkpoint_ms >= options.checkpoint_age.count());
  if (due) {
    observations_at_checkpoint = engine.observations_total();
    checkpoint_ms = clock.now_ms();
  }
  return due;
}

// Time alone is an event once a second, and for partners at each tick, whether anything waits or not: what they see
// must not depend on what made slots. Anything else always is. Ageing at the next real event gives the same state,
// because the tracker's clock only moves forward.
bool Runner::State::is_worth_a_slot(const Event& event) const {
  if (!event.commands.empty() || !event.batches.empty()) return true;
  if (passes(engine.picture_time(), event.picture_time, std::chrono::seconds(1))) return true;
  return engine.is_sharing() && passes(engine.closed_at(), event.closed_at, options.engine.delivery_tick);
}

void Runner::State::close_slot(std::vector<Waiting> commands, std::vector<domain::ObservationBatch> batches,
                               bool last) {
  const Instant closed_at = now();
  Event event;
  event.slot = engine.slot() + 1;
  event.closed_at = closed_at;
  event.picture_time = time_of_picture(batches, closed_at);
  event.batches = std::move(batches);
  for (Waiting& w : commands) event.commands.push_back(std::move(w.command));
  if (!last && !is_worth_a_slot(event)) return;
  Random& random = options.random != nullptr ? *options.random : system_random();
  random.fill(std::as_writable_bytes(std::span(event.seed)));

  Closed closed;
  closed.record.slot = event.slot;
  closed.record.closed_at = closed_at;
  closed.record.event = to_bytes(event);
  const Effects& effects = engine.step(event);
  FL_REACHED(stop_stepped, !effects.shut.empty());
  duplicates_total += effects.tracks.duplicates;
  closed.record.history = effects.tracks.history;
  closed.record.logs = effects.logs;
  newest_picture = Picture::next(*newest_picture, event.slot, closed_at, engine.picture_time(), engine.tracker(),
                                 effects.tracks, engine.coverage());
  closed.picture = newest_picture;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (!commands[i].done) continue;
    Closed::Answered answered{std::move(*commands[i].done), effects.answers[i], {}};
    if (const auto pulled = effects.pulled.find(i); pulled != effects.pulled.end()) answered.pulled = pulled->second;
    closed.answered.push_back(std::move(answered));
  }
  if (effects.sources_changed) {
    for (const auto& [id, source] : engine.sources()) closed.sources.push_back(source);
  }
  closed.shut = effects.shut;
  closed.releases = effects.releases;
  closed.accounts_changed = effects.accounts_changed;
  if (effects.sharing_changed) closed.sharing = engine.sharing();
  if (effects.law_changed) closed.law = engine.law();
  if (effects.findings_changed) closed.findings = engine.findings();
  if (effects.casework_changed) closed.casework = engine.casework();
  closed.observations_total = engine.observations_total();
  closed.duplicates_total = duplicates_total;
  if (checkpoint_is_due(last)) closed.state = engine.save();
  writer_queue.push(std::move(closed));
}

// ---- the writer thread ----

void Runner::State::run_writer() {
  while (auto first = writer_queue.pop()) {
    std::deque<Closed> line;
    line.push_back(std::move(*first));
    for (Closed& more : writer_queue.drain()) line.push_back(std::move(more));
    while (!line.empty()) {
      // A checkpoint belongs to the newest slot appended, so a group ends with the slot that carries one.
      std::vector<Closed> group;
      do {
        group.push_back(std::move(line.front()));
        line.pop_front();
      } while (!line.empty() && !group.back().state);
      if (!make_durable(group)) {
        // What still waits has no record either; with it go the promises of those who wait for it.
        static_cast<void>(writer_queue.drain());
        return;
      }
      publish(group);
      if (group.back().state) write_checkpoint(group.back());
    }
  }
}

// Tries until the group is durable. False when the runner is to stop and the store still refuses: the group is then
// lost, but nobody was told of it.
bool Runner::State::make_durable(std::vector<Closed>& group) {
  std::vector<SlotRecord> records;
  records.reserve(group.size());
  for (Closed& closed : group) records.push_back(std::move(closed.record));
  while (true) {
    const auto appended = FL_MISTAKE(stop_not_durable) && holds_stop(group) ? Result<void>{} : store.append(records);
    if (appended) {
      set_store(StoreState::ok, {});
      for (std::size_t i = 0; i < group.size(); ++i) group[i].record.slot = records[i].slot;
      return true;
    }
    const bool full = appended.error().code == ErrorCode::full;
    set_store(full ? StoreState::full : StoreState::failed, appended.error().message);
    if (stopping.load()) {
      gate.shut_all();  // nothing that follows will have a record
      for (Closed& closed : group) {
        for (Closed::Answered& answered : closed.answered) answered.done.set_value(Failure(appended.error()));
      }
      writer_queue.close();
      return false;
    }
    // What retention may remove makes room. Whether it did shows at the next attempt.
    if (full) static_cast<void>(store.retire(now()));
    std::this_thread::sleep_for(milliseconds(500));
  }
}

// The slots are durable. What they shut is shut before what they release is handed on, and both before anyone is told.
void Runner::State::publish(std::vector<Closed>& group) {
  FL_REACHED(stop_durable, holds_stop(group));
  picture.set(group.back().picture);
  std::function<void()> tell;
  std::uint64_t released = 0;
  std::vector<DurableRelease> out;
  bool accounts_changed = false;
  for (Closed& closed : group) {
    if (closed.sharing) sharing.set(closed.sharing);
    if (closed.law) law.set(closed.law);
    if (closed.findings) findings.set(closed.findings);
    if (closed.casework) casework.set(closed.casework);
    for (const ShutFeeds& shut : closed.shut) gate.shut(shut.feeds, closed.record.slot);
    for (Release& release : closed.releases) out.push_back(DurableReleaseMaker::make(std::move(release)));
    accounts_changed = accounts_changed || closed.accounts_changed;
  }
  released = out.size();
  if (exits != nullptr) {
    if (accounts_changed) exits->accounts_changed();
    if (!out.empty()) exits->take(std::move(out));
  }
  {
    const std::lock_guard lock(mutex);
    status.slot = group.back().record.slot;
    status.observations_total = group.back().observations_total;
    status.duplicates_total = group.back().duplicates_total;
    status.releases_total += released;
    for (Closed& closed : group) {
      if (!closed.sources.empty()) sources = std::move(closed.sources);
    }
    tell = heard;
  }
  FL_REACHED(stop_shut, holds_stop(group));
  for (Closed& closed : group) {
    for (Closed::Answered& answered : closed.answered) {
      if (answered.answer) {
        for (Release& release : answered.pulled) {
          answered.answer->releases.push_back(DurableReleaseMaker::make(std::move(release)));
        }
      }
      answered.done.set_value(std::move(answered.answer));
    }
  }
  FL_REACHED(stop_answered, holds_stop(group));
  if (tell) tell();
}

void Runner::State::write_checkpoint(const Closed& closed) {
  const auto written = store.checkpoint({closed.record.slot, *closed.state});
  if (!written) {
    // Not fatal: the journal alone suffices, only the next start takes longer.
    set_store(written.error().code == ErrorCode::full ? StoreState::full : StoreState::failed, written.error().message);
    return;
  }
  const auto retired = store.retire(now());
  const std::lock_guard lock(mutex);
  ++status.checkpoints;
  if (!retired) status.store_detail = retired.error().message;
}

void Runner::State::set_store(StoreState state, std::string detail) {
  const std::lock_guard lock(mutex);
  status.store = state;
  status.store_detail = std::move(detail);
}

std::vector<FeedId> Runner::State::feeds_under(const release::StopCell& cell) const {
  std::vector<FeedId> feeds;
  const auto now_shared = sharing.get();
  for (const FeedState& feed : now_shared->feeds) {
    for (const ViewState& view : now_shared->views) {
      const bool covered = view.bit == feed.view && cell.covers_agency(view.agency) &&
                           (!cell.purpose || *cell.purpose == view.purpose) && !view.survives_stops;
      if (covered) feeds.push_back(feed.id);
    }
  }
  return feeds;
}

// ---- the runner ----

Runner::Runner(std::unique_ptr<State> state) : state_(std::move(state)) {}

Runner::~Runner() {
  if (state_) stop();
}

Result<std::unique_ptr<Runner>> Runner::open(RunnerOptions options, Store& store, const WallClock& clock) {
  Engine engine(options.engine, options.keys);
  FL_TRY(const auto checkpoint, store.newest_checkpoint());
  if (checkpoint) {
    auto restored = Engine::restore(checkpoint->state, options.engine, options.keys);
    if (!restored) return Failure(restored.error().within("the newest checkpoint"));
    engine = std::move(*restored);
  }
  std::uint64_t recovered = 0;
  std::uint64_t duplicates = 0;
  FL_CHECK(store.replay(engine.slot(), [&](const StoredSlot& stored) -> Result<void> {
    auto event = event_from_bytes(stored.event);
    if (!event) return Failure(event.error().within(fmt::format("slot {}", stored.slot)));
    if (event->slot != engine.slot() + 1) {
      return fail(ErrorCode::corrupt,
                  fmt::format("slot {} follows slot {} in the journal", event->slot, engine.slot()));
    }
    const Effects& effects = engine.step(*event);
    duplicates += effects.tracks.duplicates;
    FL_CHECK(store.remember(stored.slot, effects.tracks.history));
    ++recovered;
    return {};
  }));

  auto state = std::make_unique<State>(std::move(options), store, clock, std::move(engine));
  const Engine& e = state->engine;
  state->newest_picture = Picture::whole(e.slot(), e.closed_at(), e.picture_time(), e.tracker(), e.coverage());
  state->picture.set(state->newest_picture);
  state->sharing.set(e.sharing());
  state->law.set(e.law());
  state->findings.set(e.findings());
  state->casework.set(e.casework());
  for (const auto& [id, source] : e.sources()) state->sources.push_back(source);
  state->duplicates_total = duplicates;
  state->observations_at_checkpoint = e.observations_total();
  state->checkpoint_ms = clock.now_ms();
  state->status.slot = e.slot();
  state->status.observations_total = e.observations_total();
  state->status.started_at = state->now();
  state->status.recovered_slots = recovered;
  return std::unique_ptr<Runner>(new Runner(std::move(state)));
}

void Runner::start() {
  FL_ASSERT(!state_->engine_thread.joinable());
  // Whoever was connected is not any more.
  state_->waiting.push_back({{accounts::Actor::automatic(), Restarted{}}, std::nullopt});
  state_->writer_thread = std::thread([this] { state_->run_writer(); });
  state_->engine_thread = std::thread([this] { state_->run_engine(); });
}

void Runner::stop() {
  if (!state_->engine_thread.joinable()) return;
  state_->inbox.close();
  state_->stopping = true;
  state_->engine_thread.join();
  state_->writer_thread.join();
  const std::lock_guard lock(state_->mutex);
  for (Waiting& w : state_->waiting) {
    if (w.done) w.done->set_value(fail(ErrorCode::unreachable, "fairlead is stopping"));
  }
  state_->waiting.clear();
  for (Question& question : state_->questions) question(nullptr);
  state_->questions.clear();
}

Inbox& Runner::inbox() { return state_->inbox; }

Result<domain::SourceId> Runner::declare(domain::Source source) {
  FL_TRY(const Answer answer, command({accounts::Actor::automatic(), DeclareSource{std::move(source)}}));
  return domain::SourceId(static_cast<domain::SourceId::number_type>(answer.number));
}

Result<Answer> Runner::command(Command command) {
  FL_CHECK(check(command));
  std::future<Result<Answer>> answer;
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->stopping.load()) return fail(ErrorCode::unreachable, "fairlead is stopping");
    Waiting w{std::move(command), Promise()};
    answer = w.done->get_future();
    state_->waiting.push_back(std::move(w));
    FL_REACHED(stop_queued, std::holds_alternative<OrderStop>(state_->waiting.back().command.request));
  }
  state_->inbox.wake();
  try {
    return answer.get();
  } catch (const std::future_error&) {
    // The slot was dropped with its promises: the store refused until the end.
    return fail(ErrorCode::unreachable, "fairlead stopped before this was recorded");
  }
}

Result<Runner::Stopped> Runner::stop_sharing(accounts::Actor by, OrderStop order) {
  FL_REACHED(stop_received, true);
  // Whoever may not stop, or names what cannot be stopped, must not hold anything up; everybody else does so at once,
  // before the store has it, and for good where the store never has it.
  const Instant now = state_->now();
  FL_CHECK(by.check(accounts::Permission::stop, now));
  release::StopBook trial;
  FL_TRY([[maybe_unused]] const std::uint64_t valid, trial.stop(order.cell, by.account(), now, order.needs_assessment));
  const std::vector<FeedId> held = state_->feeds_under(order.cell);
  state_->gate.block(held);
  FL_TRY(const Answer answer, command({std::move(by), std::move(order)}));
  state_->gate.unblock(held);
  Stopped stopped;
  stopped.epoch = answer.number;
  // The gate is shut. What the network held is dropped and counted; the count is no part of the promise.
  if (state_->exits != nullptr) {
    stopped.reach = state_->exits->cut(answer.shut);
  } else {
    stopped.reach.complete = true;
  }
  if (stopped.reach.complete) {
    post({accounts::Actor::automatic(), NoteStopReach{stopped.epoch, stopped.reach.deliveries_dropped,
                                                      stopped.reach.kernel_bytes, stopped.reach.connections_closed}});
  }
  return stopped;
}

void Runner::post(Command command) {
  if (!check(command)) return;
  const std::lock_guard lock(state_->mutex);
  if (!state_->stopping.load()) state_->waiting.push_back({std::move(command), std::nullopt});
}

void Runner::use_exits(Exits& exits) { state_->exits = &exits; }

Gate& Runner::gate() { return state_->gate; }

std::shared_ptr<const Sharing> Runner::sharing() const { return state_->sharing.get(); }
std::shared_ptr<const LawNow> Runner::law() const { return state_->law.get(); }
std::shared_ptr<const FindingsNow> Runner::findings() const { return state_->findings.get(); }
std::shared_ptr<const CaseworkNow> Runner::casework() const { return state_->casework.get(); }

std::vector<DeliveredTo> Runner::delivered(domain::TrackId track) {
  return state_->look<std::vector<DeliveredTo>>([track](const Engine& engine) { return engine.delivered(track); })
      .value_or(std::vector<DeliveredTo>{});
}

Result<ViewNow> Runner::view_now(std::string_view agency, release::Purpose purpose) {
  const auto taken = state_->look<Result<ViewTaken>>(
      [agency = std::string(agency), purpose](const Engine& engine) { return engine.take_view(agency, purpose); });
  if (!taken) return fail(ErrorCode::unreachable, "the engine does not answer now; try again in a moment");
  if (!*taken) return Failure(taken->error());
  return decide_view(**taken);
}

void Runner::use_recorded_time(bool on) { state_->recorded_time = on; }

std::shared_ptr<const Picture> Runner::picture() const { return state_->picture.get(); }

std::vector<domain::Source> Runner::sources() const {
  const std::lock_guard lock(state_->mutex);
  return state_->sources;
}

RunnerStatus Runner::status() const {
  const std::lock_guard lock(state_->mutex);
  RunnerStatus status = state_->status;
  status.writer_queue = state_->writer_queue.counters();
  return status;
}

void Runner::on_publish(std::function<void()> heard) {
  const std::lock_guard lock(state_->mutex);
  state_->heard = std::move(heard);
}

}  // namespace fairlead::engine
