// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "casework.hpp"
#include "feeds.hpp"
#include "findings.hpp"
#include "governance.hpp"
#include "law.hpp"
#include "leaks.hpp"
#include "looks.hpp"
#include "records.hpp"
#include "release/plain_label.hpp"
#include "wire/canonical.hpp"

namespace fairlead::engine {
namespace {

// 1: sources and tracks. 2: with sharing. 3: with the law. 4: with findings. 5: with the desk. 6: with labels of
// observations. 7: with what the desk offers to partners. 8: with what was looked at. 9: with feeds that deliver in
// parts.
constexpr std::uint8_t kStateVersion = 9;

// Tracks age at whole seconds, so that the moment at which one is lost in a view does not tell what else was going on.
Instant whole_second(Instant at) {
  const std::int64_t ms = at.unix_ms();
  return Instant::from_unix_ms(ms - ((ms % 1000) + 1000) % 1000);
}

// An id stands once in a list.
void append_new(std::vector<domain::TrackId>& to, const std::vector<domain::TrackId>& from) {
  if (from.empty()) return;
  std::set<domain::TrackId> known(from.begin(), from.end());
  for (const domain::TrackId id : to) known.erase(id);
  std::ranges::copy_if(from, std::back_inserter(to), [&](domain::TrackId id) { return known.contains(id); });
}

template <class T>
void append_all(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

void append(fusion::TrackChanges& to, const fusion::TrackChanges& from) {
  append_new(to.changed, from.changed);
  append_new(to.described, from.described);
  append_all(to.closed, from.closed);
  append_all(to.closed_for, from.closed_for);
  append_all(to.moved, from.moved);
  append_all(to.fed, from.fed);
  append_all(to.history, from.history);
  to.duplicates += from.duplicates;
  to.set_aside += from.set_aside;
  to.unidentified += from.unidentified;
}

// One observation or scan of an event.
struct Arrival {
  Instant at;
  domain::SourceId source;
  std::uint64_t number = 0;
  const domain::Observation* observation = nullptr;
  const domain::Scan* scan = nullptr;
};

// Observations are numbered in the order in which they came, and taken in the order of their receipt; at one moment
// by source, observations before scans. So it makes no difference how much of what several sources bring falls into
// one slot: a recording played fast is taken as the same at its own pace.
std::vector<Arrival> arrivals_of(const Event& event, std::uint64_t number) {
  std::vector<Arrival> all;
  for (const domain::ObservationBatch& batch : event.batches) {
    for (const domain::Observation& received : batch.observations) {
      all.push_back({received.received_at, batch.source, ++number, &received, nullptr});
    }
    for (const domain::Scan& scan : batch.scans) {
      all.push_back({scan.received_at, batch.source, 0, nullptr, &scan});
    }
  }
  const auto order = [](const Arrival& a) { return std::tuple(a.at, a.source, a.scan != nullptr); };
  if (!std::ranges::is_sorted(all, {}, order)) std::ranges::stable_sort(all, {}, order);
  return all;
}

}  // namespace

struct Engine::Share {
  explicit Share(const EngineLimits& limits, const LogKeys* keys)
      : records(keys != nullptr ? keys->home_origin() : limits.ledger_origin,
                {.tick = limits.partner_log_tick, .capacity = limits.partner_log_capacity}),
        feeds({.tick = limits.delivery_tick, .parts = limits.delivery_parts, .window = limits.feed_window}),
        law(limits.atlas),
        findings(limits.rules ? *limits.rules : behaviour::Rules(), limits.atlas) {}
  Governance governance;
  Records records;
  Audience audience;
  Feeds feeds;
  Law law;
  Findings findings;
  Casework casework;
  Looks looks;
  std::vector<Arrival> arrivals;  // of the event
};

Engine::Engine(EngineLimits limits, LogKeys* keys)
    : tracker_(limits.tracker), keys_(keys), share_(std::make_unique<Share>(limits, keys)) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

const Effects& Engine::step(const Event& event) {
  FL_ASSERT(event.slot == slot_ + 1);
  effects_.tracks.clear();
  effects_.answers.assign(event.commands.size(), Answer{});
  effects_.pulled.clear();
  effects_.releases.clear();
  effects_.shut.clear();
  effects_.logs.clear();
  effects_.observations = 0;
  effects_.sources_changed = effects_.accounts_changed = effects_.sharing_changed = effects_.law_changed = false;
  effects_.findings_changed = effects_.casework_changed = false;
  effects_.zone_events.clear();
  slot_ = event.slot;
  share_->arrivals = arrivals_of(event, observations_total_);
  share_->findings.begin(event, observations_total_, picture_time_);
  closed_at_ = std::max(closed_at_, event.closed_at);  // a clock that is set back opens nothing again
  picture_time_ = std::max(picture_time_, event.picture_time);

  Share& s = *share_;
  s.records.begin(closed_at_, event.seed);
  const bool ticks = s.feeds.begin_tick(closed_at_);
  const Instant tick = s.feeds.tick();
  if (!s.audience.is_ready()) {
    s.audience.follow(s.governance, tick, tick, event.seed, sources_, tracker_, effects_.tracks);
  }

  const bool at_once = FL_LEAK(frames_take_what_came_after);
  absorb(ticks && !at_once ? Part::until_tick : Part::all, effects_.tracks);
  s.feeds.follow(effects_.tracks, s.audience, tracker_);
  note_refusals();  // while that holds by which they were decided
  fusion::TrackChanges changes;
  govern(event, ticks, changes);
  if (ticks || FL_LEAK(due_at_slots)) s.audience.take_due(sources_, tracker_, changes);
  // Where the picture's time is our own, it too has ticks.
  const bool is_ours = picture_time_ == closed_at_;
  const Audience::Mark before = Audience::Mark::of(changes);
  if (ticks || !is_ours) tracker_.advance(whole_second(is_ours ? tick : picture_time_), changes);
  s.audience.inherit(changes, before, tracker_);
  s.findings.take(changes, {}, tracker_);
  follow(changes);
  serve_feeds(event);
  if (FL_LEAK(changes_followed_twice)) s.feeds.follow(effects_.tracks, s.audience, tracker_);
  if (ticks) {
    effects_.releases =
        s.feeds.deliver(s.audience, tracker_, sources_, s.casework.book(), s.casework.offers(), slot_, s.records);
    if (!effects_.releases.empty()) effects_.sharing_changed = true;
    if (!at_once) absorb(Part::after_tick, changes);
    follow(changes);
  }
  answer_pulls(event);
  for (const Feeds::Handed& handed : s.feeds.take_handed()) {
    s.casework.note_release(handed.of, handed.release, closed_at_, s.records);
  }
  note_refusals();
  watch_law(event);
  find(event);
  s.looks.advance(picture_time_);
  effects_.casework_changed = s.casework.take_changed();
  effects_.sharing_changed = effects_.sharing_changed || effects_.casework_changed;
  for (const domain::ObservationBatch& batch : event.batches) effects_.observations += batch.observations.size();
  observations_total_ += effects_.observations;
  effects_.logs = s.records.finish(keys_, ticks);
  return effects_;
}

// Each change is followed once: a copy made before a change must not be taken for changed.
void Engine::follow(fusion::TrackChanges& changes) {
  if (changes.empty()) return;
  share_->feeds.follow(changes, share_->audience, tracker_);
  append(effects_.tracks, changes);
  changes.clear();
}

void Engine::absorb(Part part, fusion::TrackChanges& changes) {
  Share& s = *share_;
  const Instant tick = s.feeds.tick();
  for (const Arrival& arrival : s.arrivals) {
    if (part != Part::all && (arrival.at > tick) != (part == Part::after_tick)) continue;
    const Findings::Mark before = Findings::Mark::of(changes);
    s.findings.pass(arrival.at);
    if (arrival.observation != nullptr) {
      domain::Observation observation = *arrival.observation;
      observation.id = domain::ObservationId(arrival.number);
      s.audience.take(observation, sources_, tracker_, changes);
    } else {
      s.audience.take(*arrival.scan, sources_, tracker_, changes);
    }
    s.findings.take(changes, before, tracker_);
    if (arrival.observation != nullptr) s.looks.saw(*arrival.observation);
    if (arrival.scan == nullptr) continue;
    s.findings.scanned(*arrival.scan);
    s.looks.take(*arrival.scan);
  }
}

// Commands that change what may leave, and what time has ended.
void Engine::govern(const Event& event, bool ticks, fusion::TrackChanges& changes) {
  Share& s = *share_;
  std::vector<Governance::Shut> shut;
  const auto hold_all = [&](const std::vector<HoldAssurance>& held, std::vector<Governance::Shut>& all) {
    for (const HoldAssurance& hold : held) {
      auto outcome = s.governance.apply({accounts::Actor::automatic(), hold}, closed_at_, s.records);
      if (!outcome) continue;  // it holds no such word any more
      for (Governance::Shut& one : outcome->shut) all.push_back(std::move(one));
      effects_.sharing_changed = true;
    }
  };
  const std::uint64_t revision = s.governance.revision();
  // What was handed over before a stop is out, in whichever slot the note of it arrived.
  for (const Command& command : event.commands) {
    const auto* note = std::get_if<NoteHandedOver>(&command.request);
    if (note == nullptr || FL_LEAK(notes_after_commands) || !s.governance.stands(command.by, closed_at_)) continue;
    s.feeds.handed_over(*note);
    effects_.sharing_changed = true;
  }
  for (std::size_t i = 0; i < event.commands.size(); ++i) {
    const Command& command = event.commands[i];
    if (const auto* declared = std::get_if<DeclareSource>(&command.request)) {
      effects_.answers[i]->number = declare(declared->source).number();
      effects_.sources_changed = true;
      s.audience.sources_changed();
      continue;
    }
    if (const auto* recalled = std::get_if<RecallSource>(&command.request)) {
      effects_.answers[i] = recall(*recalled);
      continue;
    }
    if (std::holds_alternative<ActOnDesk>(command.request)) {
      const auto marking_of_track = [this, &s](domain::TrackId id) -> std::optional<release::Marking> {
        const domain::Track* track = tracker_.find(id);
        if (track == nullptr || (tracker_.views_of(id) & fusion::kHomeView) == 0) return std::nullopt;
        return s.audience.controlled_marking(*track, sources_);
      };
      const auto marking_of_source = [this](std::string_view name) -> std::optional<release::Marking> {
        for (const auto& [id, source] : sources_) {
          if (source.name == name) return release::marking_of(source.label);
        }
        return std::nullopt;
      };
      auto acted = s.casework.apply(command, s.governance, *law(), s.law.atlas(), *sharing(),
                                    {marking_of_track, marking_of_source}, closed_at_, event.seed, s.records);
      if (!acted) {
        effects_.answers[i] = Failure(acted.error());
        continue;
      }
      effects_.answers[i] = std::move(acted->answer);
      hold_all(acted->assurances, shut);
      continue;
    }
    if (std::holds_alternative<TellDesk>(command.request)) {
      auto told = s.casework.tell(command, s.governance, closed_at_, event.seed, s.records);
      if (!told) {
        effects_.answers[i] = Failure(told.error());
        continue;
      }
      effects_.answers[i] = std::move(told->answer);
      hold_all(told->assurances, shut);
      continue;
    }
    if (!Governance::takes(command.request)) continue;
    if (auto lawful = s.law.check(command, s.governance, closed_at_, s.records); !lawful) {
      effects_.answers[i] = Failure(lawful.error());
      continue;
    }
    auto outcome = s.governance.apply(command, closed_at_, s.records);
    effects_.sharing_changed = true;
    if (!outcome) {
      effects_.answers[i] = Failure(outcome.error());
      continue;
    }
    effects_.answers[i] = std::move(outcome->answer);
    effects_.accounts_changed = effects_.accounts_changed || outcome->accounts_changed;
    for (Governance::Shut& one : outcome->shut) shut.push_back(std::move(one));
    if (const auto* word = std::get_if<Acknowledge>(&command.request); word != nullptr && word->what == "delivery") {
      s.feeds.acknowledged(command.by, word->name);
    }
  }
  const std::size_t ordered = shut.size();
  if (ticks || FL_LEAK(lapse_at_slots)) {
    hold_all(s.casework.lapse(s.governance, closed_at_, s.records), shut);
    for (Governance::Shut& one : s.governance.lapse(closed_at_, s.records)) shut.push_back(std::move(one));
  }
  const Instant tick = s.feeds.tick();
  for (const Governance::Shut& one : shut) {
    effects_.shut.push_back({one.epoch, s.feeds.shut({&one, 1}, s.audience)});
    // What lapsed did so at the tick: how late its slot ended is nobody's business.
    const Instant at = &one < &shut[0] + ordered ? closed_at_ : tick;
    if (one.epoch != 0) s.casework.stop_leads(one.epoch, one.cell, s.governance, at, s.records);
    if (one.recall) s.feeds.ask_back(one.epoch, one.cell, s.governance, s.audience, at, s.records);
  }
  s.audience.follow(s.governance, tick, ticks || FL_LEAK(due_at_slots) ? closed_at_ : tick, event.seed, sources_,
                    tracker_, changes);
  s.findings.take(changes, {}, tracker_);
  follow(changes);
  if (revision != s.governance.revision() || !shut.empty()) {
    effects_.sharing_changed = true;
    s.feeds.look_again(s.audience, tracker_);
  }
#ifdef FAIRLEAD_SEEDED_LEAKS
  for (const Command& command : event.commands) {
    if (const auto* note = std::get_if<NoteHandedOver>(&command.request)) s.feeds.handed_over(*note);
  }
#endif
  // The answer to a stop names the feeds that it shut.
  std::size_t of_stop = 0;
  for (std::size_t i = 0; i < event.commands.size(); ++i) {
    if (!effects_.answers[i] || !std::holds_alternative<OrderStop>(event.commands[i].request)) continue;
    while (of_stop < effects_.shut.size() && effects_.shut[of_stop].epoch != effects_.answers[i]->number) ++of_stop;
    if (of_stop < effects_.shut.size()) effects_.answers[i]->shut = effects_.shut[of_stop].feeds;
  }
}

// Feeds that open and close.
void Engine::serve_feeds(const Event& event) {
  Share& s = *share_;
  for (std::size_t i = 0; i < event.commands.size(); ++i) {
    const Command& command = event.commands[i];
    const auto stands = s.governance.stands(command.by, closed_at_);
    if (!stands && !Governance::takes(command.request)) {
      effects_.answers[i] = Failure(stands.error());
    } else if (const auto* open = std::get_if<OpenFeed>(&command.request)) {
      effects_.answers[i] = s.feeds.open(command.by, *open, closed_at_, s.audience, tracker_);
    } else if (const auto* close = std::get_if<CloseFeed>(&command.request)) {
      s.feeds.close(close->feed);
    } else if (std::holds_alternative<Restarted>(command.request)) {
      s.feeds.close_all();
    } else {
      continue;
    }
    effects_.sharing_changed = true;
  }
}

// A pull is decided at its own moment; what it shows is the picture with all that has come in.
void Engine::answer_pulls(const Event& event) {
  Share& s = *share_;
  bool pulled_any = false;
  for (std::size_t i = 0; i < event.commands.size(); ++i) {
    const Command& command = event.commands[i];
    const auto* pull = std::get_if<PullTracks>(&command.request);
    const auto* pull_leads = std::get_if<PullLeads>(&command.request);
    if ((pull == nullptr && pull_leads == nullptr) || !effects_.answers[i]) continue;
    if (!std::exchange(pulled_any, true)) {
      s.audience.follow(s.governance, s.feeds.tick(), closed_at_, event.seed, sources_, tracker_, effects_.tracks);
    }
    auto pulled = pull != nullptr ? s.feeds.pull(command.by, *pull, s.audience, tracker_, sources_, slot_, s.records)
                                  : s.feeds.pull(command.by, *pull_leads, s.casework.offers(), s.audience, tracker_,
                                                 sources_, slot_, s.records);
    if (pulled) {
      effects_.pulled[i] = std::move(*pulled);
    } else {
      effects_.answers[i] = Failure(pulled.error());
    }
    effects_.sharing_changed = true;
  }
  const Instant tick = s.feeds.tick();
  if (pulled_any) s.audience.follow(s.governance, tick, tick, event.seed, sources_, tracker_, effects_.tracks);
}

void Engine::note_refusals() {
  Share& s = *share_;
  for (const Audience::Withheld& one : s.audience.take_withheld()) {
    const View& view = s.audience.views().at(one.view);
    const release::Evaluator& evaluator = s.audience.evaluator();
    const release::ClauseName clause =
        one.verdict.clause == release::kNoClause ? release::ClauseName{} : evaluator.clause(one.verdict.clause);
    ledger::Refusal refusal;
    refusal.slot = slot_;
    refusal.partner = release::state_of(view.agency);
    refusal.agency = view.agency;
    refusal.purpose = release::name(view.purpose);
    refusal.object_type = release::name(one.type);
    refusal.outcome = domain::name(one.verdict.outcome);
    if (clause.agreement != nullptr) {
      refusal.basis.agreement = fmt::format("{} v{}", clause.agreement->id, clause.agreement->version);
      refusal.basis.clause = clause.clause->id;
    }
    refusal.basis.agreements_hash = evaluator.agreements_digest();
    refusal.basis.engine_hash = release::Evaluator::engine_digest();
    refusal.basis.stop_epoch = one.verdict.stop_epoch;
    refusal.reasons = one.verdict.failed.bits;
    if (!one.verdict.failed.empty()) refusal.would_permit = release::to_text(one.verdict.failed);
    refusal.observations.push_back(one.example.number());
    if (FL_LEAK(refusals_in_partners_log)) {
      (void)s.records.offer(view.agency, s.feeds.tick(), {"", refusal.purpose, "", {}, 0, {}, 0});
    }
    s.records.add(std::move(refusal));
  }
}

// What people say of pursuits and uses, after what the tracks themselves showed: a signal and the crossing in one slot
// are told apart by their times.
void Engine::watch_law(const Event& event) {
  Share& s = *share_;
  s.law.follow(effects_.tracks, tracker_, picture_time_, effects_.zone_events, s.records);
  for (std::size_t i = 0; i < event.commands.size(); ++i) {
    const Command& command = event.commands[i];
    if (!Law::takes(command.request) || !effects_.answers[i]) continue;
    effects_.answers[i] = s.law.apply(command, s.governance, tracker_, closed_at_, picture_time_, s.records);
  }
  effects_.law_changed = s.law.take_changed();
}

void Engine::find(const Event& event) {
  Share& s = *share_;
  for (std::size_t i = 0; i < event.commands.size(); ++i) {
    const Command& command = event.commands[i];
    if (!Findings::takes(command.request) || !effects_.answers[i]) continue;
    effects_.answers[i] = s.findings.apply(command, s.governance, closed_at_);
  }
  s.findings.finish(closed_at_, picture_time_);
  effects_.findings_changed = s.findings.take_changed();
}

// What an originator takes back, nobody else gets, and nobody else keeps.
Result<Answer> Engine::recall(const RecallSource& request) {
  Share& s = *share_;
  const auto found =
      std::ranges::find_if(sources_, [&](const auto& known) { return known.second.name == request.name; });
  if (found == sources_.end()) return fail(ErrorCode::not_found, fmt::format("there is no source `{}`", request.name));
  domain::Label nobody;
  nobody.policy = "recalled";
  nobody.level = domain::Level::top_secret;
  found->second.label = std::move(nobody);
  s.audience.sources_changed();
  s.feeds.ask_back(found->first, s.governance, s.audience, closed_at_, s.records);
  s.casework.recall(found->second, closed_at_, s.records);
  effects_.sources_changed = effects_.sharing_changed = true;
  Answer answer;
  answer.number = found->first.number();
  return answer;
}

domain::SourceId Engine::declare(const domain::Source& source) {
  for (auto& [id, known] : sources_) {
    if (known.name != source.name) continue;
    known = source;
    known.id = id;
    return id;
  }
  const domain::SourceId id(sources_.empty() ? 1 : sources_.rbegin()->first.number() + 1);
  domain::Source& added = sources_[id] = source;
  added.id = id;
  return id;
}

bool Engine::is_sharing() const { return !share_->audience.views().empty(); }

std::vector<DeliveredTo> Engine::delivered(domain::TrackId track) const { return share_->feeds.delivered(track); }

Result<ViewTaken> Engine::take_view(std::string_view agency, release::Purpose purpose) const {
  const Share& s = *share_;
  if (!s.audience.is_ready()) return fail(ErrorCode::unreachable, "sharing has not begun yet; try again in a moment");
  const auto bit = s.audience.find(agency, purpose);
  if (!bit) {
    return fail(ErrorCode::not_found,
                fmt::format("no agreement in force opens a view for `{}` and `{}`", agency, release::name(purpose)));
  }
  return s.feeds.take_view(*bit, s.audience, tracker_, sources_, closed_at_);
}

std::shared_ptr<const Sharing> Engine::sharing() const {
  auto sharing = std::make_shared<Sharing>();
  sharing->slot = slot_;
  sharing->as_of = closed_at_;
  share_->governance.publish(*sharing, closed_at_);
  share_->feeds.publish(*sharing, share_->audience, tracker_, share_->governance.desk());
  sharing->ledger = share_->records.head();
  sharing->book = share_->casework.shared_book();
  sharing->own_labels = std::make_shared<const std::map<domain::TrackId, domain::Label>>(share_->audience.own_labels());
  return sharing;
}

std::shared_ptr<const CoverageNow> Engine::coverage() const { return share_->looks.publish(); }

std::shared_ptr<const LawNow> Engine::law() const { return share_->law.publish(slot_, closed_at_); }

std::shared_ptr<const CaseworkNow> Engine::casework() const { return share_->casework.publish(slot_, closed_at_); }

std::shared_ptr<const FindingsNow> Engine::findings() const {
  return share_->findings.publish(slot_, closed_at_, picture_time_);
}

std::string Engine::save() const {
  wire::ByteWriter out;
  out.u8(kStateVersion);
  out.varint(slot_);
  out.instant(closed_at_);
  out.instant(picture_time_);
  out.varint(observations_total_);
  out.varint(sources_.size());
  for (const auto& [id, source] : sources_) wire::write(out, source);
  tracker_.save(out);
  share_->governance.save(out);
  share_->records.save(out);
  share_->audience.save(out);
  share_->feeds.save(out);
  share_->law.save(out);
  share_->findings.save(out);
  share_->casework.save(out);
  share_->looks.save(out);
  return out.take();
}

Result<Engine> Engine::restore(std::string_view state, EngineLimits limits, LogKeys* keys) {
  wire::ByteReader in(state);
  const std::uint8_t version = in.u8();
  if (version > kStateVersion) {
    return fail(ErrorCode::newer_version,
                fmt::format("a state of version {} was written by a newer fairlead; this one reads up to {}", version,
                            kStateVersion));
  }
  Engine engine(limits, keys);
  engine.slot_ = in.varint();
  engine.closed_at_ = in.instant();
  engine.picture_time_ = in.instant();
  engine.observations_total_ = in.varint();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    domain::Source source = wire::read_source(in);
    const domain::SourceId id = source.id;
    engine.sources_.emplace_hint(engine.sources_.end(), id, std::move(source));
  }
  if (!in.ok() || version == 0) return fail(ErrorCode::corrupt, "an engine state that cannot be read");
  FL_TRY(engine.tracker_, fusion::Tracker::restore(in, limits.tracker));
  if (version >= 2 && in.ok()) {
    Share& s = *engine.share_;
    FL_CHECK(s.governance.restore(in));
    FL_CHECK(s.records.restore(in));
    if (keys != nullptr && s.records.head().origin != keys->home_origin()) {
      return fail(ErrorCode::conflict,
                  fmt::format("the ledger is `{}` and the key is of `{}`; a ledger is signed by a key of its name",
                              s.records.head().origin, keys->home_origin()));
    }
    s.audience.restore(in, version >= 6);
    s.feeds.restore(in, version >= 6, version >= 7, version >= 9);
    if (version >= 3 && in.ok()) FL_CHECK(s.law.restore(in));
    if (version >= 4 && in.ok()) FL_CHECK(s.findings.restore(in));
    if (version >= 5 && in.ok()) FL_CHECK(s.casework.restore(in));
    if (version >= 8 && in.ok()) FL_CHECK(s.looks.restore(in));
  }
  if (!in.ok() || !in.at_end()) return fail(ErrorCode::corrupt, "an engine state that cannot be read");
  return engine;
}

}  // namespace fairlead::engine
