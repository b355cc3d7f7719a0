// SPDX-License-Identifier: Apache-2.0
#include "audience.hpp"

#include <algorithm>
#include <bit>
#include <set>

#include "base/assert.hpp"
#include "leaks.hpp"
#include "release/reduce.hpp"
#include "track_decision.hpp"
#include "wire/canonical.hpp"

namespace fairlead::engine {

using fusion::kHomeView;
using fusion::ViewMask;
using release::ObjectType;

namespace {

constexpr std::uint64_t kHeldPerViewMax = 1'000'000;
constexpr Duration kPositionKnownFor = std::chrono::minutes(30);
constexpr std::int64_t kHourMs = 3'600'000;

constexpr Duration kCarriedFor = std::chrono::minutes(10);

constexpr ViewMask bit_of(std::uint8_t view) { return ViewMask{1} << view; }

// The first eight bytes of a digest as a number.
std::uint64_t number_of(const Digest& digest) {
  std::uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | digest[static_cast<std::size_t>(i)];
  return number;
}

// Names that a partner sees: a keyed hash of a count of its own, so that they say nothing and depend on nothing else.
std::uint64_t made_from(const std::array<std::uint8_t, 32>& secret, std::string_view what, std::uint64_t count) {
  wire::ByteWriter out;
  out.raw({reinterpret_cast<const char*>(secret.data()), secret.size()});
  out.text(what);
  out.varint(count);
  return number_of(sha256(out.view()));
}

bool is_observation(ObjectType type) {
  return type == ObjectType::ais || type == ObjectType::radar || type == ObjectType::own_navigation ||
         type == ObjectType::sighting;
}

// Equal as long as nothing that concerns the agency has changed, whatever changed for others.
Digest rules_of(const release::Evaluator& evaluator, const std::string& agency) {
  const release::DeskState& desk = evaluator.desk();
  release::DeskState own;
  own.home = desk.home;
  wire::ByteWriter out;
  for (const release::Agreement& agreement : evaluator.agreements()) {
    if (!is_party(agreement, agency)) continue;
    const Digest digest = release::digest(agreement);
    out.raw({reinterpret_cast<const char*>(digest.data()), digest.size()});
    if (const auto held = desk.assessments.find(agreement.id); held != desk.assessments.end()) {
      own.assessments.insert(*held);
    }
  }
  for (const auto& [key, given] : desk.assurances) {
    if (key.agency == agency) own.assurances.emplace(key, given);
  }
  for (const release::Consent& consent : desk.consents) {
    if (consent.agency == agency) own.consents.insert(consent);
  }
  if (const auto cannot = desk.cannot.find(agency); cannot != desk.cannot.end()) own.cannot.insert(*cannot);
  release::write(out, own);
  for (const auto& [epoch, stop] : desk.stops.open()) {
    if (!stop.cell.covers_agency(agency)) continue;
    out.varint(epoch);
    release::write(out, stop.cell);
  }
  return sha256(out.view());
}

// Whether any decision for the agency asks where something is.
bool asks_for_places(const release::Evaluator& evaluator, const std::string& agency) {
  for (const release::Agreement& agreement : evaluator.agreements()) {
    if (!is_party(agreement, agency)) continue;
    if (!std::ranges::all_of(agreement.clauses, &release::Clause::everywhere)) return true;
  }
  return std::ranges::any_of(evaluator.desk().stops.open(), [&](const auto& open) {
    return open.second.cell.area && open.second.cell.covers_agency(agency);
  });
}

}  // namespace

std::uint64_t View::name_of(domain::TrackId track) {
  const auto [place, is_new] = names.try_emplace(track.number(), 0);
  // The highest bit is set so that all names have sixteen digits.
  if (is_new) place->second = made_from(secret, "track", ++named) | (std::uint64_t{1} << 63);
  if (FL_LEAK(names_are_home_ids)) place->second = track.number() | (std::uint64_t{1} << 63);
  if (FL_LEAK(names_hash_home_ids)) place->second = made_from(secret, "track", track.number());
  return place->second;
}

std::string View::next_release() {
  const std::uint64_t made = made_from(secret, "release", ++released);
  std::array<std::uint8_t, 8> bytes;
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(made >> (56 - 8 * i));
  return "r-" + hex(bytes);
}

std::optional<std::uint8_t> Audience::find(std::string_view agency, release::Purpose purpose) const {
  for (const auto& [bit, view] : views_) {
    if (view.agency == agency && view.purpose == purpose) return bit;
  }
  return std::nullopt;
}

// ---- which views there are ----

void Audience::follow(Governance& governance, Instant tick, Instant now, const ledger::SaltStream::Seed& seed,
                      const Sources& sources, fusion::Tracker& tracker, fusion::TrackChanges& changes) {
  now_ = FL_LEAK(due_at_slots) ? now : tick;
  const release::Moment& moment = governance.moment(now);
  const bool same_rules = revision_ == governance.revision() && evaluator_ != nullptr;
  if (same_rules && !sources_changed_ && moment_ && moment_at_ == moment.now()) return;
  moment_ = moment;
  moment_at_ = moment.now();
  evaluator_ = governance.evaluator(now);
  plans_.clear();
  track_plans_.clear();
  labels_.resize(label_numbers_.size());
  for (const auto& [of, number] : label_numbers_) labels_[number] = make_label(of, sources);
  sources_changed_ = false;
  if (same_rules) return;
  revision_ = governance.revision();

  struct Wanted {
    bool subscribable = false, pull_apart = false, always_survives = true;
  };
  std::map<std::pair<std::string, release::Purpose>, Wanted> wanted;
  for (const release::Agreement& agreement : evaluator_->agreements()) {
    for (const release::Clause& clause : agreement.clauses) {
      if (clause.effect == release::Effect::deny) continue;
      const bool subscribes = clause.acts.has(release::Act::subscribe);
      const bool pulls = clause.acts.has(release::Act::pull);
      bool of_tracks = clause.types.has(ObjectType::track);
      for (const ObjectType type : release::members(clause.types)) of_tracks = of_tracks || is_observation(type);
      of_tracks = of_tracks && clause.effect == release::Effect::permit && (subscribes || pulls);
      const bool of_desk = clause.types.has(ObjectType::lead) || clause.types.has(ObjectType::request);
      if (!of_tracks && !of_desk) continue;
      for (const std::string& agency : agreement.parties) {
        for (const release::Purpose purpose : release::members(clause.purposes)) {
          Wanted& w = wanted[{agency, purpose}];
          w.subscribable = w.subscribable || (of_tracks && subscribes);
          w.pull_apart = w.pull_apart || (of_tracks && pulls && !subscribes);
          w.always_survives = w.always_survives && clause.survives_stop;
        }
      }
    }
  }
  for (auto view = views_.begin(); view != views_.end();) {
    if (wanted.contains({view->second.agency, view->second.purpose})) {
      ++view;
      continue;
    }
    tracker.forget(bit_of(view->first), changes);
    for (auto held = held_.begin(); held != held_.end();) {
      held->second.views &= ~bit_of(view->first);
      held = held->second.views == 0 ? held_.erase(held) : std::next(held);
    }
    held_count_.erase(view->first);
    for (auto& [mmsi, known] : known_) {
      for (Known& one : known) one.views &= ~bit_of(view->first);
    }
    view = views_.erase(view);
  }
  for (const auto& [key, w] : wanted) {
    auto bit = find(key.first, key.second);
    if (!bit) {
      for (std::uint8_t free = 1; free <= kViewsMax && !bit; ++free) {
        if (!views_.contains(free)) bit = free;
      }
      if (!bit) continue;  // more than 63: the rest gets nothing; adoption says so
      View view;
      view.agency = key.first;
      view.purpose = key.second;
      wire::ByteWriter out;
      out.raw({reinterpret_cast<const char*>(seed.data()), seed.size()});
      out.text("view");
      out.text(view.agency);
      out.text(release::name(view.purpose));
      view.secret = sha256(out.view());
      views_.emplace(*bit, std::move(view));
    }
    View& view = views_.at(*bit);
    view.subscribable = w.subscribable;
    view.pull_apart = w.pull_apart;
    view.always_survives = w.always_survives;
    view.rules = rules_of(*evaluator_, view.agency);
  }
  placed_ = 0;
  for (const auto& [bit, view] : views_) {
    if (asks_for_places(*evaluator_, view.agency)) placed_ |= bit_of(bit);
  }

  asks_.clear();
  bits_.clear();
  pull_asks_.clear();
  pull_bits_.clear();
  const std::uint8_t stream = *evaluator_->channel("stream");
  const std::uint8_t pull = *evaluator_->channel("pull");
  for (auto& [bit, view] : views_) {
    const auto number = evaluator_->agency(view.agency);
    view.alive = number.has_value();
    if (!number) continue;
    view.number = *number;
    if (view.subscribable) {
      asks_.push_back({*number, view.purpose, release::Act::subscribe, stream});
      bits_.push_back(bit);
    }
    if (view.pull_apart || !view.subscribable) {
      pull_asks_.push_back({*number, view.purpose, release::Act::pull, pull});
      pull_bits_.push_back(bit);
    }
  }
  verdicts_.resize(std::max(asks_.size(), pull_asks_.size()));
}

// ---- observations ----

void Audience::note_withheld(std::uint8_t bit, ObjectType type, std::uint32_t label, const release::Verdict& verdict,
                             domain::ObservationId example) {
  const std::array<std::uint64_t, 2> kind{static_cast<std::uint64_t>(bit) << 48 |
                                              static_cast<std::uint64_t>(type) << 40 |
                                              static_cast<std::uint64_t>(verdict.outcome) << 32 | verdict.failed.bits,
                                          number_of(labels_[label].digest)};
  const std::int64_t hour = now_.unix_ms() / kHourMs;
  const auto [noted, is_new] = noted_.try_emplace(kind, hour);
  if (!is_new && noted->second == hour) return;
  noted->second = hour;
  withheld_.push_back({bit, type, verdict, example});
}

// Which of `among` get the observation, and how.
void Audience::plan(const domain::Observation& observation, std::uint32_t label, ViewMask among, Plan& plan) {
  plan.groups.clear();
  const ObjectType type = release::object_type(observation.sensor);
  release::Facts facts;
  facts.type = type;
  facts.position = observation.position;
  facts.at = observation.at();
  const auto ask = [&](const std::vector<release::Ask>& asks, const std::vector<std::uint8_t>& bits, ViewMask wanted) {
    if (asks.empty() || wanted == 0) return ViewMask{0};
    moment_->decide_all(object_, asks, verdicts_.data());
    ViewMask given = 0;
    for (std::size_t i = 0; i < asks.size(); ++i) {
      if ((wanted & bit_of(bits[i])) == 0) continue;
      const release::Verdict& v = verdicts_[i];
      if (!v.released()) {
        note_withheld(bits[i], type, label, v, observation.id);
        continue;
      }
      given |= bit_of(bits[i]);
      const Duration delay = std::max(v.due_at - facts.at, Duration{});
      auto group = std::ranges::find_if(plan.groups, [&](const Group& g) {
        return g.fields == v.fields && g.grid_m == v.grid_m && g.delay == delay;
      });
      if (group == plan.groups.end()) {
        plan.groups.push_back({0, v.fields, v.grid_m, delay});
        group = plan.groups.end() - 1;
      }
      group->views |= bit_of(bits[i]);
    }
    return given;
  };
  const auto ask_all = [&](ViewMask wanted) {
    moment_->prepare(object_, labels_[label].prepared, facts);
    const ViewMask given = ask(asks_, bits_, wanted);
    return given | ask(pull_asks_, pull_bits_, wanted & ~given);
  };
  ViewMask left = among;
  // A report without a position is where the view last saw the vessel.
  if (!observation.position && observation.mmsi && evaluator_->position_matters()) {
    const auto known = known_.find(observation.mmsi->number());
    if (known != known_.end()) {
      for (const Known& one : known->second) {
        if ((one.views & left) == 0 || observation.received_at - one.at > kPositionKnownFor) continue;
        facts.position = one.position;
        ask_all(one.views & left);
        left &= ~one.views;
      }
      facts.position.reset();
    }
  }
  ask_all(left);
}

const Audience::Plan& Audience::plan_for(const domain::Observation& observation, std::uint32_t label) {
  constexpr ViewMask kAll = ~kHomeView;
  if (evaluator_->position_matters()) {
    plan(observation, label, kAll, scratch_);
    return scratch_;
  }
  const auto [place, is_new] =
      plans_.try_emplace({label, static_cast<std::uint8_t>(release::object_type(observation.sensor))});
  if (is_new) plan(observation, label, kAll, place->second);
  return place->second;
}

fusion::ViewMask Audience::told_of_scans(domain::SourceId source, std::uint32_t label) {
  domain::Observation look;
  look.source = source;
  look.sensor = domain::SensorKind::radar;
  look.received_at = now_;
  Plan planned;
  plan(look, label, ~kHomeView, planned);
  ViewMask told = 0;
  for (const Group& group : planned.groups) {
    if (group.delay.count() == 0) told |= group.views;
  }
  return told;
}

void Audience::take(const domain::Scan& scan, const Sources& sources, fusion::Tracker& tracker,
                    fusion::TrackChanges& changes) {
  ViewMask told = kHomeView;
  if (!views_.empty()) told |= told_of_scans(scan.source, label_of({&scan.source, 1}, sources));
  if (FL_LEAK(scans_told_to_all)) told = ~ViewMask{0};
  const Mark before = Mark::of(changes);
  tracker.absorb(scan, told, changes);
  inherit(changes, before, tracker);
}

void Audience::give(const domain::Observation& observation, const Plan& plan, ViewMask told, bool with_home,
                    fusion::Tracker& tracker, fusion::TrackChanges& changes) {
  ViewMask whole = with_home ? kHomeView : 0;
  shares_.clear();
  forms_.clear();
  const Duration age = now_ - observation.at();
  const bool in_scan = observation.detection && observation.detection->scan != 0;
  // Each group may fall in two: to those who are not told of the scan, the plot names none.
  forms_.reserve(2 * plan.groups.size());
  for (const Group& group : plan.groups) {
    if (with_home && group.delay.count() > 0 && age < group.delay) {
      hold(observation, group.views, observation.at() + group.delay);
      continue;
    }
    const bool is_whole = group.is_whole() && (with_home || group.delay.count() == 0);
    for (const ViewMask views : {group.views & told, group.views & ~told}) {
      if (views == 0) continue;
      const bool unnamed = in_scan && (views & told) == 0;
      if (is_whole && !unnamed) {
        whole |= views;
        continue;
      }
      domain::Observation& form = forms_.emplace_back(observation);
      if (!is_whole) release::reduce(form, group.fields, group.grid_m);
      form.source = observation.source;  // the view's tracks need it for their label; it is cut again on the way out
      if (unnamed) {
        domain::Detection detection = *form.detection;
        detection.scan = 0;
        form.detection = std::make_shared<const domain::Detection>(std::move(detection));
      }
      // What was delayed was received when it was released, or it would be old on arrival.
      if (group.delay.count() > 0) form.received_at = std::max(form.received_at, observation.at() + group.delay);
      shares_.push_back({views, &form});
    }
  }
  if (whole != 0) shares_.push_back({whole, &observation});
  if (!shares_.empty()) tracker.absorb(observation, shares_, changes);
  if (placed_ != 0) {
    ViewMask given = 0;
    for (const fusion::Share& share : shares_) given |= share.views;
    // For those alone whose own rules ask for it: what a view knows must not depend on the rules of others.
    if (FL_LEAK(places_known_to_all)) given = ~kHomeView;
    remember(observation, given & placed_);
  }
}

void Audience::hold(const domain::Observation& observation, ViewMask views, Instant due) {
  ViewMask taken = 0;
  for (ViewMask rest = views; rest != 0; rest &= rest - 1) {
    const auto bit = static_cast<std::uint8_t>(std::countr_zero(rest));
    std::uint64_t& count = held_count_[bit];
    if (count >= kHeldPerViewMax) continue;  // the view loses the newest; others are not touched
    ++count;
    taken |= bit_of(bit);
  }
  if (FL_LEAK(delay_cut_short_when_much_waits) && held_.size() > 2) due = now_;
  if (taken != 0) held_.emplace(due, Held{observation, taken});
}

void Audience::remember(const domain::Observation& observation, ViewMask views) {
  if (!observation.position || !observation.mmsi || views == 0) return;
  std::vector<Known>& known = known_[observation.mmsi->number()];
  for (Known& one : known) one.views &= ~views;
  std::erase_if(known, [](const Known& one) { return one.views == 0; });
  known.push_back({views, *observation.position, observation.received_at});
  if (now_ - known_swept_ < kPositionKnownFor) return;
  known_swept_ = now_;
  // What waits is decided by what was known when it was received; when this runs must not show.
  Instant oldest = now_;
  for (const auto& [due, held] : held_) oldest = std::min(oldest, held.observation.received_at);
  for (auto entry = known_.begin(); entry != known_.end();) {
    std::erase_if(entry->second,
                  [&](const Known& one) { return one.views == 0 || oldest - one.at > kPositionKnownFor; });
    entry = entry->second.empty() ? known_.erase(entry) : std::next(entry);
  }
}

void Audience::take(const domain::Observation& observation, const Sources& sources, fusion::Tracker& tracker,
                    fusion::TrackChanges& changes) {
  const Mark before = Mark::of(changes);
  if (observation.detection && observation.detection->label) {
    const std::uint32_t own = own_number(*observation.detection->label);
    // What is late by more has fed its track.
    while (!carried_.empty() && observation.received_at - carried_.begin()->second.second > kCarriedFor) {
      carried_.erase(carried_.begin());
    }
    carried_.emplace(observation.id.number(), std::pair(own, observation.received_at));
  }
  if (views_.empty()) {
    tracker.absorb(observation, changes);
    return inherit(changes, before, tracker);
  }
  const std::uint32_t label = label_of(observation, sources);
  if (FL_LEAK(names_counted_with_withheld)) {
    for (auto& [bit, view] : views_) ++view.named;
  }
  const bool in_scan = observation.detection && observation.detection->scan != 0;
  const ViewMask told = in_scan ? told_of_scans(observation.source, label) : ~ViewMask{0};
  give(observation, plan_for(observation, label), told, true, tracker, changes);
  inherit(changes, before, tracker);
}

void Audience::take_due(const Sources& sources, fusion::Tracker& tracker, fusion::TrackChanges& changes) {
  Plan plan_now;
  while (!held_.empty() && held_.begin()->first <= now_) {
    const Held held = std::move(held_.begin()->second);
    held_.erase(held_.begin());
    for (ViewMask rest = held.views; rest != 0; rest &= rest - 1) {
      --held_count_[static_cast<std::uint8_t>(std::countr_zero(rest))];
    }
    // Decided again, with what holds now: a stop in the meantime counts.
    const std::uint32_t label = label_of(held.observation, sources);
    plan(held.observation, label, held.views, plan_now);
    const Mark before = Mark::of(changes);
    if (held.observation.detection && held.observation.detection->label) {
      carried_.try_emplace(held.observation.id.number(),
                           std::pair(own_number(*held.observation.detection->label), held.observation.received_at));
    }
    // What is late belongs to no scan any more.
    give(held.observation, plan_now, held.observation.detection ? 0 : ~ViewMask{0}, false, tracker, changes);
    inherit(changes, before, tracker);
  }
}

// ---- tracks ----

Audience::TrackFacts Audience::facts_of(const domain::Track& track, const Sources& sources) {
  const auto own = track_own_.find(track.id.number());
  return {label_of(track.sources, own == track_own_.end() ? 0 : own->second, sources), track.kind, track.position,
          track.observed_at};
}

Audience::TrackVerdict Audience::decide(const TrackFacts& facts, std::uint8_t bit, release::Act act) {
  const View& view = views_.at(bit);
  if (evaluator_->position_matters()) return decide_now(facts, view, act);
  const std::uint64_t key = std::uint64_t{facts.label} << 24 | static_cast<std::uint64_t>(facts.kind) << 16 |
                            std::uint64_t{bit} << 8 | static_cast<std::uint64_t>(act);
  const auto [place, is_new] = track_plans_.try_emplace(key);
  if (is_new) {
    place->second = decide_now(facts, view, act);
    place->second.verdict.due_at = Instant{} + (place->second.verdict.due_at - facts.at);  // as a delay
  }
  TrackVerdict decided = place->second;
  decided.verdict.due_at = facts.at + (decided.verdict.due_at - Instant{});
  return decided;
}

Audience::TrackVerdict Audience::decide_now(const TrackFacts& facts, const View& view, release::Act act) const {
  const std::uint8_t channel = *evaluator_->channel(act == release::Act::pull ? "pull" : "stream");
  const TrackDecision decided = decide_track(*moment_, labels_[facts.label].prepared, facts.kind, facts.position,
                                             facts.at, {view.number, view.purpose, act, channel});
  return {decided.verdict, decided.type, facts.label};
}

release::Verdict Audience::decide(const release::Marking& marking, const release::Facts& facts, std::uint8_t bit,
                                  release::Act act) const {
  const View& view = views_.at(bit);
  const std::uint8_t channel = *evaluator_->channel(act == release::Act::pull ? "pull" : "stream");
  return moment_->decide(moment_->prepare(moment_->prepare(&marking), facts),
                         {view.number, view.purpose, act, channel});
}

}  // namespace fairlead::engine
