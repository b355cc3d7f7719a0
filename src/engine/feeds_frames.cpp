// SPDX-License-Identifier: Apache-2.0
// The frames of a tick: decided, printed, entered in the ledger.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "feeds.hpp"
#include "leaks.hpp"
#include "release/plain_label.hpp"
#include "track_body.hpp"
#include "wire/json.hpp"

namespace fairlead::engine {

using fusion::ViewMask;
using release::Act;

namespace {

constexpr std::size_t kToGiveBackMax = 1000;
constexpr std::size_t kUnacknowledgedMax = 10'000;
constexpr std::size_t kToldMax = 10'000;
constexpr std::size_t kObservationsMax = 256;  // named for one track of one release

constexpr ViewMask bit_of(std::uint8_t view) { return ViewMask{1} << view; }

void append_name(std::string& out, std::uint64_t name) {
  fmt::format_to(std::back_inserter(out), "\"T-{:016x}\"", name);
}

// For the question which of our releases fed something that happened later.
std::optional<ledger::Whereabouts> placed(const domain::Track& track) {
  if (!track.position) return std::nullopt;
  ledger::Whereabouts found;
  found.at = track.observed_at;
  found.latitude = track.position->latitude_units();
  found.longitude = track.position->longitude_units();
  found.sigma_m = static_cast<std::uint64_t>(std::ceil(std::clamp(track.position_sigma.in_metres(), 0.0, 1e7)));
  if (track.speed) {
    found.speed_cm_per_s =
        static_cast<std::uint64_t>(std::llround(std::clamp(track.speed->in_metres_per_second(), 0.0, 1e4) * 100));
  }
  return found;
}

#ifdef FAIRLEAD_SEEDED_LEAKS
// Home's track of the same vessel.
const domain::Track* home_twin(const domain::Track& track, const fusion::Tracker& tracker) {
  const domain::Track* found = nullptr;
  tracker.for_each([&](const domain::Track& other) {
    if (found == nullptr && track.mmsi && other.mmsi == track.mmsi) found = &other;
  });
  return found;
}

// The track as it is in the view, but for what a mistake takes from home.
domain::Track spoiled(domain::Track track, const fusion::Tracker& tracker) {
  const domain::Track* home = home_twin(track, tracker);
  if (home == nullptr) return track;
  if (FL_LEAK(position_of_home)) track.position = home->position;
  if (FL_LEAK(uncertainty_of_home)) track.position_sigma = home->position_sigma;
  if (FL_LEAK(velocity_of_home)) {
    track.speed = home->speed;
    track.course = home->course;
  }
  if (FL_LEAK(state_of_home)) track.state = home->state;
  if (FL_LEAK(received_at_of_home)) track.received_at = home->received_at;
  if (FL_LEAK(first_at_of_home)) track.first_at = home->first_at;
  if (FL_LEAK(flags_of_home)) track.flags = home->flags;
  if (FL_LEAK(claims_of_home)) track.claims = home->claims;
  if (FL_LEAK(hearers_of_home)) track.hearers = home->hearers;
  if (FL_LEAK(sources_of_home)) track.sources = home->sources;
  if (FL_LEAK(observations_of_home)) track.observations = home->observations;
  return track;
}
#endif

}  // namespace

const std::string& Feeds::body_of(const domain::Track& track, const release::Verdict& verdict, const Sources& sources) {
  const auto [place, is_new] = bodies_[{verdict.fields.bits, verdict.grid_m}].try_emplace(track.id.number());
  if (is_new) {
    place->second = track_body(track, verdict.fields, verdict.grid_m, sources);
  }
  return place->second;
}

std::vector<domain::TrackId> Feeds::in_order(const Feed& feed, const fusion::Tracker& tracker, std::size_t max) const {
  std::vector<std::pair<std::uint64_t, domain::TrackId>> order;
  order.reserve(feed.waiting.size());
  for (const std::uint64_t number : feed.waiting) {
    const domain::TrackId id(number);
    order.emplace_back(FL_LEAK(order_of_home_ids) ? ~number : tracker.opened(id), id);
  }
  const std::size_t taken = std::min(max, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(taken), order.end());
  std::vector<domain::TrackId> ids;
  ids.reserve(taken);
  for (std::size_t i = 0; i < taken; ++i) ids.push_back(order[i].second);
  return ids;
}

Feeds::Part& Feeds::part_for(std::vector<Part>& parts, const Audience::TrackVerdict& verdict,
                             Audience& audience) const {
  const auto found = std::ranges::find_if(parts, [&](const Part& part) {
    const release::Verdict& v = part.verdict.verdict;
    return v.clause == verdict.verdict.clause && v.outcome == verdict.verdict.outcome &&
           v.fields == verdict.verdict.fields && part.verdict.type == verdict.type &&
           (part.verdict.label == verdict.label ||
            audience.label(part.verdict.label).digest == audience.label(verdict.label).digest);
  });
  if (found != parts.end()) return *found;
  parts.push_back({verdict, {}, {}});
  return parts.back();
}

std::vector<Feeds::Part> Feeds::parts_of(Feed& feed, std::span<const domain::TrackId> tracks, Act act,
                                         Audience& audience, const fusion::Tracker& tracker, const Sources& sources) {
  std::vector<Part> parts;
  View& view = audience.views().at(feed.view);
  for (const domain::TrackId id : tracks) {
    const domain::Track* track = tracker.find(id);
    if (track == nullptr || (tracker.views_of(id) & bit_of(feed.view)) == 0) continue;
#ifdef FAIRLEAD_SEEDED_LEAKS
    static std::deque<domain::Track> kept;
    if (kept.size() > 10'000) kept.pop_front();
    track = &kept.emplace_back(spoiled(*track, tracker));
#endif
    const Audience::TrackFacts facts = audience.facts_of(*track, sources);
    const auto verdict = audience.decide(facts, feed.view, act);
    // What is withheld is not there. When anything about it changes, it is looked at again. (A source whose clock is
    // ahead delays nothing; only a clause does.)
    const Instant due = verdict.verdict.due_at;
    if (!verdict.verdict.released() || (due > facts.at && due > audience.now())) continue;
    part_for(parts, verdict, audience).tracks.emplace_back(track, view.name_of(id));
  }
  return parts;
}

void Feeds::begin_payload(Printed& printed, View& view, const Entry& entry, std::uint64_t sequence, bool reset,
                          Audience& audience, Records& records) const {
  const release::ClauseName clause = audience.evaluator().clause(entry.verdict->clause);
  FL_ASSERT(clause.agreement != nullptr);
  if (FL_LEAK(releases_counted_for_all)) view.released = records.entries();
  printed.release = view.next_release();
  std::string& out = printed.payload;
  fmt::format_to(std::back_inserter(out), R"({{"v":1,"release":"{}","sequence":{},)", printed.release, sequence);
  if (reset) out += R"("reset":true,)";
  fmt::format_to(std::back_inserter(out), R"("as_of":"{}","agency":"{}","purpose":"{}","agreement":{{"id":)",
                 to_rfc3339(tick_), view.agency, release::name(view.purpose));
  append_json_string(out, clause.agreement->id);
  fmt::format_to(std::back_inserter(out), R"(,"version":{},"clause":)", clause.agreement->version);
  append_json_string(out, clause.clause->id);
  out += R"(},"label":)";
  wire::append_json(out, release::label_of(*entry.marking));
  out += R"(,"conditions":[)";
  [[maybe_unused]] release::Set<release::Obligation> obligations = entry.obligations;
#ifdef FAIRLEAD_SEEDED_LEAKS
  for (const release::Agreement& agreement : audience.evaluator().agreements()) {
    for (const release::Clause& other : agreement.clauses) {
      if (FL_LEAK(conditions_of_all_clauses)) obligations = obligations | other.obligations;
    }
  }
#endif
  for (const release::Obligation obligation : release::members(obligations)) {
    if (out.back() != '[') out += ',';
    fmt::format_to(std::back_inserter(out), "\"{}\"", release::name(obligation));
  }
  out += ']';
}

// False when the partner's log has no room: no record, no release.
bool Feeds::enter(Printed& printed, const View& view, const Entry& entry, std::vector<ledger::ReleasedObject> objects,
                  Audience& audience, std::uint64_t slot, Records& records) const {
  const release::Verdict& verdict = *entry.verdict;
  const release::ClauseName clause = audience.evaluator().clause(verdict.clause);
  std::vector<std::string> conditions;
  for (const release::Obligation obligation : release::members(entry.obligations)) {
    conditions.emplace_back(release::name(obligation));
  }
  const Digest hash = sha256(printed.payload);
  const std::string agreement = fmt::format("{} v{}", clause.agreement->id, clause.agreement->version);
  ledger::Delivery delivery{
      printed.release,       std::string(release::name(view.purpose)), agreement, conditions, entry.objects, hash,
      printed.payload.size()};
  if (FL_LEAK(entry_counts_home_records)) delivery.objects = records.entries();
  auto offered = records.offer(view.agency, tick_, delivery);
  if (!offered) return false;

  ledger::Manifest manifest;
  manifest.objects = std::move(objects);
  manifest.slot = slot;
  manifest.partner = release::state_of(view.agency);
  manifest.agency = view.agency;
  manifest.purpose = release::name(view.purpose);
  manifest.object_type = release::name(entry.type);
  manifest.channel = entry.act == Act::pull ? "pull" : "stream";
  manifest.outcome = domain::name(verdict.outcome);
  manifest.survives_stop = clause.clause->survives_stop;
  if (!clause.clause->everywhere && clause.clause->areas.size() == 1) manifest.area = clause.clause->areas.front();
  const auto renewed = audience.evaluator().desk().assessments.find(clause.agreement->id);
  const release::Assessment& assessment = renewed == audience.evaluator().desk().assessments.end()
                                              ? clause.agreement->assessment
                                              : renewed->second.assessment;
  manifest.basis = {agreement,
                    clause.clause->id,
                    assessment.scheme,
                    std::string(release::name(assessment.approver)),
                    entry.label_digest,
                    audience.evaluator().agreements_digest(),
                    release::Evaluator::engine_digest(),
                    verdict.stop_epoch};
  manifest.obligations = std::move(conditions);
  manifest.payload_hash = hash;
  manifest.payload_bytes = printed.payload.size();
  manifest.delivery = *offered;
  printed.ledger_index = records.add(std::move(manifest));
  return true;
}

std::optional<Feeds::Printed> Feeds::print(Feed& feed, const Part& part, std::uint64_t sequence, bool reset, Act act,
                                           Audience& audience, const Sources& sources, std::uint64_t slot,
                                           Records& records) {
  View& view = audience.views().at(feed.view);
  const release::Verdict& verdict = part.verdict.verdict;
  const LabelOfSources& label = audience.label(part.verdict.label);
  const Entry entry{&verdict,
                    part.verdict.type,
                    &label.marking,
                    label.digest,
                    verdict.obligations,
                    act,
                    part.tracks.size() + part.closed.size()};
  Printed printed;
  begin_payload(printed, view, entry, sequence, reset, audience, records);
  std::string& out = printed.payload;
  out += R"(,"tracks":[)";

  std::vector<ledger::ReleasedObject> objects;
  for (const auto& [track, name] : part.tracks) {
    if (out.back() != '[') out += ',';
    out += R"({"id":)";
    append_name(out, name);
    out += body_of(*track, verdict, sources);
    ledger::ReleasedObject object{
        "track", domain::to_text(track->id), fmt::format("T-{:016x}", name), {}, placed(*track)};
    // The newest, if there are too many.
    std::vector<std::uint64_t>& named = object.observations;
    for (const FedTracks& tracks : fed_) {
      const auto fed = tracks.find(track->id.number());
      if (fed == tracks.end()) continue;
      const auto& ids = fed->second;
      const std::size_t some = std::min(ids.size(), kObservationsMax - named.size());
      named.insert(named.end(), ids.end() - static_cast<std::ptrdiff_t>(some), ids.end());
    }
    std::ranges::sort(named);
    named.erase(std::unique(named.begin(), named.end()), named.end());
    objects.push_back(std::move(object));
  }
  out += R"(],"closed":[)";
  for (const Sent& closed : part.closed) {
    if (out.back() != '[') out += ',';
    append_name(out, closed.name);
    objects.push_back({"closing", "", fmt::format("T-{:016x}", closed.name), {}, {}});
  }
  out += "]}";
  if (FL_LEAK(total_counts_withheld)) {
    out.insert(out.size() - 1, fmt::format(",\"total\":{}", fed_.front().size()));
  }
  if (FL_LEAK(length_depends_on_work)) out.append(changed_.size() % 16, ' ');
  if (FL_LEAK(epoch_in_payload)) {
    out.insert(out.size() - 1, fmt::format(",\"epoch\":{}", audience.evaluator().desk().stops.epoch()));
  }
  if (FL_LEAK(slot_in_payload)) out.insert(out.size() - 1, fmt::format(",\"slot\":{}", slot));
  if (FL_LEAK(home_index_in_payload)) {
    out.insert(out.size() - 1, fmt::format(",\"index\":{}", records.entries()));
  }
  if (!enter(printed, view, entry, std::move(objects), audience, slot, records)) return std::nullopt;
  return printed;
}

void Feeds::note_sent(Feed& feed, const Part& part, const Printed& printed, std::uint64_t sequence, Audience& audience,
                      const Sources& sources) {
  const release::Set<release::Obligation> conditions = part.verdict.verdict.obligations;
  const bool may_be_asked_back = conditions.has(release::Obligation::delete_on_recall);
  std::set<domain::SourceId> of;
  for (const auto& [track, name] : part.tracks) {
    feed.held[track->id.number()] = {sequence, name, audience.facts_of(*track, sources)};
    if (may_be_asked_back) of.insert(track->sources.begin(), track->sources.end());
  }
  for (Sent closed : part.closed) {
    closed.sequence = sequence;
    feed.told.push_back(closed);
  }
  while (feed.told.size() > kToldMax) feed.told.pop_front();
  feed.objects += part.tracks.size() + part.closed.size();
  note_given(feed, printed, conditions, of);
}

void Feeds::note_given(Feed& feed, const Printed& printed, release::Set<release::Obligation> conditions,
                       const std::set<domain::SourceId>& of) {
  feed.last_release = printed.release;
  feed.last_release_at = tick_;
  if (conditions.has(release::Obligation::acknowledge)) {
    feed.unacknowledged.push_back(printed.release);
    if (feed.unacknowledged.size() > kUnacknowledgedMax) feed.unacknowledged.pop_front();
  }
  if (conditions.has(release::Obligation::delete_on_recall)) {
    feed.to_give_back.push_back(printed.release);
    feed.given_of.emplace_back(of.begin(), of.end());
    if (feed.to_give_back.size() > kToGiveBackMax) {
      feed.to_give_back.pop_front();
      feed.given_of.pop_front();
    }
    ++feed.to_give_back_total;
  }
}

bool Feeds::begin_tick(Instant now) {
  if (FL_LEAK(as_of_of_slot)) return now > std::exchange(tick_, std::max(now, tick_));
  const Instant tick = Instant::from_unix_ms(now.unix_ms() / limits_.tick.count() * limits_.tick.count());
  if (tick <= tick_) return false;
  tick_before_ = std::exchange(tick_, tick);
  return true;
}

// Ticks that passed in one count as one. The part is a hash (FNV-1a) of the feed's own names.
bool Feeds::has_turn(const Feed& feed) const {
  if (limits_.parts <= 1) return true;
  const std::int64_t now = tick_.unix_ms() / limits_.tick.count();
  const std::int64_t before = tick_before_.unix_ms() / limits_.tick.count();
  if (now - before >= limits_.parts) return true;
  std::uint64_t hash = 14695981039346656037ULL;
  const auto add = [&hash](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  };
  add(feed.agency);
  add("\n");
  add(release::name(feed.purpose));
  const std::int64_t turn = static_cast<std::int64_t>((hash >> 32) % limits_.parts);
  for (std::int64_t tick = before + 1; tick <= now; ++tick) {
    if (tick % limits_.parts == turn) return true;
  }
  return false;
}

std::vector<Release> Feeds::deliver(Audience& audience, const fusion::Tracker& tracker, const Sources& sources,
                                    const desk::Book& book, const Offers& offers, std::uint64_t slot,
                                    Records& records) {
  std::vector<Release> releases;
  const bool offers_changed = std::exchange(offers_seen_, offers.revision()) != offers.revision();
  for (auto& [id, feed] : feeds_) {
    if (!feed.connected || feed.view == 0) continue;
    feed.offers_wait = feed.offers_wait || offers_changed;
    if (FL_LEAK(sequence_counts_withheld) && !changed_.empty()) ++feed.sequence;
#ifdef FAIRLEAD_SEEDED_LEAKS
    for (const domain::TrackId changed : changed_) {
      const domain::Track* home = tracker.find(changed);
      if (!FL_LEAK(withheld_change_sends_again) || home == nullptr || !home->mmsi) continue;
      tracker.for_each_in(bit_of(feed.view), [&](const domain::Track& own, ViewMask) {
        if (own.mmsi == home->mmsi) feed.waiting.insert(own.id.number());
      });
    }
#endif
    for (const domain::TrackId track : changed_) {
      if ((tracker.views_of(track) & bit_of(feed.view)) != 0) feed.waiting.insert(track.number());
    }
    if (!has_turn(feed)) continue;
    if (feed.offers_wait) deliver_offers(id, feed, audience, tracker, sources, book, offers, slot, records, releases);
    std::uint64_t on_their_way = feed.sequence - feed.handed_over;
    if (FL_LEAK(window_counts_all_feeds)) {
      on_their_way = 0;
      for (const auto& [other_id, other] : feeds_) on_their_way += other.sequence - other.handed_over;
    }
    const std::uint64_t room = limits_.window - std::min(limits_.window, on_their_way);
    if (FL_LEAK(empty_frame_for_withheld) && feed.waiting.empty() && feed.closings.empty() && !changed_.empty()) {
      releases.push_back({id, ++feed.sequence, slot, 0, 0, R"({"v":1,"tracks":[]})"});
    }
    const std::size_t frames = std::min<std::size_t>(room, limits_.frames_per_tick_max);
    if (frames == 0 || (feed.waiting.empty() && feed.closings.empty())) continue;
    if (FL_LEAK(busy_slot_puts_off) && changed_.size() > 3) continue;
    if (FL_LEAK(frame_cut_counts_withheld)) limits_.frame_tracks_max = changed_.size() > 2 ? 1 : 512;
    const std::vector<domain::TrackId> taken = in_order(feed, tracker, frames * limits_.frame_tracks_max);
    const std::vector<Sent> closings = std::exchange(feed.closings, {});
    std::size_t from = 0;
    do {
      const std::span<const domain::TrackId> some =
          std::span(taken).subspan(from, std::min(limits_.frame_tracks_max, taken.size() - from));
      std::vector<Part> parts = parts_of(feed, some, Act::subscribe, audience, tracker, sources);
      for (const domain::TrackId track : some) feed.waiting.erase(track.number());
      for (const Sent& closing : from == 0 ? closings : std::vector<Sent>()) {
        const auto verdict = audience.decide(closing.facts, feed.view, Act::subscribe);
        if (verdict.verdict.released()) {
          part_for(parts, verdict, audience).closed.push_back(closing);
        } else {
          feed.untold.push_back(closing);
        }
      }
      for (const Part& part : parts) {
        const bool reset = std::exchange(feed.reset, false);
        auto printed = print(feed, part, feed.sequence + 1, reset, Act::subscribe, audience, sources, slot, records);
        if (!printed) {
          // The partner's log has no room: no record, no release. It is tried again.
          for (const auto& [track, name] : part.tracks) feed.waiting.insert(track->id.number());
          feed.closings.insert(feed.closings.end(), part.closed.begin(), part.closed.end());
          feed.reset = feed.reset || reset;
          continue;
        }
        ++feed.sequence;
        note_sent(feed, part, *printed, feed.sequence, audience, sources);
        releases.push_back({id, feed.sequence, slot, part.verdict.verdict.stop_epoch, printed->ledger_index,
                            std::move(printed->payload)});
      }
      from += some.size();
    } while (from < taken.size());
  }
  changed_.clear();
  changed_place_.clear();
  fed_.emplace_front();
  while (fed_.size() > std::max(1U, limits_.parts)) fed_.pop_back();
  bodies_.clear();
  return releases;
}

Result<std::vector<Release>> Feeds::pull(const accounts::Actor& by, const PullTracks& request, Audience& audience,
                                         const fusion::Tracker& tracker, const Sources& sources, std::uint64_t slot,
                                         Records& records) {
  FL_CHECK(by.check(accounts::Permission::follow_feed, audience.moment().now()));
  std::vector<Release> releases;
  if (!by.agency()) return releases;
  const auto bit = audience.find(*by.agency(), request.purpose);
  if (!bit) return releases;
  // One pull is a feed of its own that ends with its answer.
  Feed once;
  once.view = *bit;
  const FeedId id(next_feed_++);
  bodies_.clear();
  std::vector<domain::TrackId> all;
  tracker.for_each_in(bit_of(*bit), [&](const domain::Track& track, ViewMask) { all.push_back(track.id); });
  std::ranges::sort(all, {}, [&](domain::TrackId track) { return tracker.opened(track); });
  const std::vector<Part> parts = parts_of(once, all, Act::pull, audience, tracker, sources);
  std::string payload;
  std::uint64_t index = 0;
  std::uint64_t epoch = 0;
  std::size_t printed_parts = 0;
  for (const Part& part : parts) {
    auto printed = print(once, part, 0, false, Act::pull, audience, sources, slot, records);
    if (!printed) continue;
    payload += printed_parts++ == 0 ? "" : ",";
    payload += printed->payload;
    index = printed->ledger_index;
    epoch = part.verdict.verdict.stop_epoch;
  }
  bodies_.clear();
  if (FL_LEAK(withheld_is_an_empty_list) && printed_parts == 0 && tracker.size() > 0) {
    releases.push_back({id, 0, slot, 0, 0, R"({"v":1,"tracks":[]})"});
  }
  if (printed_parts == 0) return releases;
  if (printed_parts > 1) payload = R"({"v":1,"releases":[)" + payload + "]}";
  releases.push_back({id, 0, slot, epoch, index, std::move(payload)});
  return releases;
}

}  // namespace fairlead::engine
