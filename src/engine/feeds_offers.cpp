// SPDX-License-Identifier: Apache-2.0
// What the desk offers, on its way out: decided at the tick like a track, one release for each, with its entries.
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "feeds.hpp"
#include "leaks.hpp"
#include "release/plain_label.hpp"

namespace fairlead::engine {

using domain::DecisionOutcome;
using fusion::ViewMask;
using release::Act;

namespace {

constexpr std::size_t kOffersHeldMax = 20'000;
constexpr std::uint64_t kSigmaM = 2000;  // of a position that a person wrote down
// What no source fed is asked back by no source's recall.
constexpr domain::SourceId kNoSource{0};

// What was referred to a person has been approved by one: an offer is live only then. Fields with labels of their own
// are for permits alone.
void settle_referred(release::Verdict& verdict, const Offer& offer, const release::Evaluator& evaluator) {
  if (verdict.outcome != DecisionOutcome::refer) return;
  const release::ClauseName clause = evaluator.clause(verdict.clause);
  if (clause.clause == nullptr) return;
  verdict.fields = clause.clause->fields;
  for (const auto& [field, label] : offer.marking.fields) verdict.fields.remove(field);
  verdict.grid_m = clause.clause->grid_m;
  verdict.obligations = clause.clause->obligations;
  verdict.due_at = std::max(verdict.due_at, offer.at + clause.clause->delay);
  verdict.outcome = DecisionOutcome::permit_reduced;
}

// What another centre gave is theirs still: nothing of it leaves while its source is shut, or was recalled.
release::Marking marking_now(const Offer& offer, const Feeds::Sources& sources) {
  if (offer.source.empty()) return offer.marking;
  for (const auto& [id, source] : sources) {
    if (source.name == offer.source) return release::strictest(offer.marking, release::marking_of(source.label));
  }
  release::Marking nobody = offer.marking;
  nobody.label.releasable_to.clear();
  return nobody;
}

release::Verdict decide(const Offer& offer, const release::Marking& marking, std::uint8_t view, Act act,
                        const Audience& audience) {
  release::Facts facts;
  facts.type = offer.id.type;
  facts.position = offer.position;
  facts.at = offer.at;
  release::Verdict verdict = audience.decide(marking, facts, view, act);
  settle_referred(verdict, offer, audience.evaluator());
  // A stream is both: the partner follows it, and home sends.
  if (!verdict.released() && act == Act::push) {
    release::Verdict followed = audience.decide(marking, facts, view, Act::subscribe);
    settle_referred(followed, offer, audience.evaluator());
    if (followed.released()) return followed;
  }
  return verdict;
}

bool is_due(const release::Verdict& verdict, const Offer& offer, const Audience& audience) {
  return verdict.due_at <= offer.at || verdict.due_at <= audience.now();
}

// The partner's own name of the vessel's track, where it was given both.
std::optional<std::uint64_t> track_in_view(const Offer& offer, const release::Verdict& verdict, const View& view,
                                           std::uint8_t bit, const fusion::Tracker& tracker) {
  const auto mmsi = offer.vessel().mmsi;
  if (offer.ask.tear_line_only || !mmsi || !verdict.fields.has(release::Field::mmsi)) return {};
  std::optional<std::uint64_t> found;
  bool is_one = true;
  tracker.for_each_in(ViewMask{1} << bit, [&](const domain::Track& track, ViewMask) {
    if (!track.mmsi || track.mmsi->number() != *mmsi) return;
    const auto name = view.names.find(track.id.number());
    if (name == view.names.end()) return;
    is_one = !found;
    found = name->second;
  });
  return is_one ? found : std::nullopt;
}

}  // namespace

std::optional<Feeds::Printed> Feeds::print_offer(Feed& feed, const Offer& offer, bool over,
                                                 const release::Verdict& verdict, std::uint64_t sequence, bool reset,
                                                 Act act, Audience& audience, const fusion::Tracker& tracker,
                                                 std::uint64_t slot, Records& records) {
  View& view = audience.views().at(feed.view);
  const release::ClauseName clause = audience.evaluator().clause(verdict.clause);
  const Entry entry{&verdict,
                    offer.id.type,
                    &offer.marking,
                    release::digest(offer.marking),
                    verdict.obligations | offer.conditions,
                    act,
                    1};
  Printed printed;
  begin_payload(printed, view, entry, sequence, reset, audience, records);
  std::string& out = printed.payload;
  const bool is_lead = offer.id.type == release::ObjectType::lead;
  const bool has_end = offer.has_end();
  out += is_lead ? R"(,"leads":[)" : has_end ? R"(,"requests":[)" : R"(,"answers":[)";
  if (!over) {
    append_json(out, offer, verdict.fields, verdict.grid_m, clause.clause->tear_line);
    if (const auto track = track_in_view(offer, verdict, view, feed.view, tracker); track && has_end) {
      out.insert(out.size() - 1, fmt::format(",\"track\":\"T-{:016x}\"", *track));
    }
  }
  if (has_end) {
    out += R"(],"withdrawn":[)";
    if (over) {
      out += R"({"id":)";
      append_json_string(out, offer.reference);
      out += offer.expired ? R"(,"because":"expired"})" : R"(,"because":"withdrawn"})";
    }
  }
  out += "]}";
  if (FL_LEAK(leads_of_all_counted)) out.insert(out.size() - 1, fmt::format(",\"of\":{}", offers_of_all_));

  std::vector<ledger::ReleasedObject> objects;
  std::optional<ledger::Whereabouts> placed;
  if (offer.position) {
    placed.emplace();
    placed->at = offer.at;
    placed->latitude = offer.position->latitude_units();
    placed->longitude = offer.position->longitude_units();
    placed->sigma_m = kSigmaM;
  }
  objects.push_back({over ? "closing" : is_lead ? "lead" : "request", offer.home_id, offer.reference, {}, placed});
  // Under the track that it is about, a trace finds it.
  if (!over && domain::parse_track_id(offer.track)) {
    objects.push_back({"track", offer.track, offer.reference, {}, placed});
  }
  if (!enter(printed, view, entry, std::move(objects), audience, slot, records)) return std::nullopt;
  return printed;
}

void Feeds::note_refused(const Offer& offer, const release::Verdict& verdict, Audience& audience, std::uint64_t slot,
                         Records& records) {
  // Each reason once.
  const std::uint64_t why = std::uint64_t{verdict.failed.bits} << 8 | static_cast<std::uint64_t>(verdict.outcome);
  const auto [noted, is_new] = refused_.try_emplace(offer.id, why);
  if (!is_new && noted->second == why) return;
  noted->second = why;
  const release::Evaluator& evaluator = audience.evaluator();
  const release::ClauseName clause =
      verdict.clause == release::kNoClause ? release::ClauseName{} : evaluator.clause(verdict.clause);
  ledger::Refusal refusal;
  refusal.slot = slot;
  refusal.partner = release::state_of(offer.agency);
  refusal.agency = offer.agency;
  refusal.purpose = release::name(offer.purpose);
  refusal.object_type = release::name(offer.id.type);
  refusal.outcome = domain::name(verdict.outcome);
  if (clause.agreement != nullptr) {
    refusal.basis.agreement = fmt::format("{} v{}", clause.agreement->id, clause.agreement->version);
    refusal.basis.clause = clause.clause->id;
  }
  refusal.basis.agreements_hash = evaluator.agreements_digest();
  refusal.basis.engine_hash = release::Evaluator::engine_digest();
  refusal.basis.stop_epoch = verdict.stop_epoch;
  refusal.reasons = verdict.failed.bits;
  if (!verdict.failed.empty()) refusal.would_permit = release::to_text(verdict.failed);
  refusal.objects.push_back(offer.home_id);
  records.add(std::move(refusal));
}

void Feeds::deliver_offers(FeedId id, Feed& feed, Audience& audience, const fusion::Tracker& tracker,
                           const Sources& sources, const desk::Book& book, const Offers& offers, std::uint64_t slot,
                           Records& records, std::vector<Release>& releases) {
  const std::map<OfferId, Offer>& live = offers.live(feed.agency, feed.purpose);
  const std::uint64_t on_their_way = feed.sequence - feed.handed_over;
  const std::uint64_t left = limits_.window - std::min(limits_.window, on_their_way);
  std::uint64_t room = (left + 1) / 2;  // tracks have the other half
  bool waits = false;
  std::set<std::string_view> references;
  const auto give = [&](const Offer& offer, bool over, const release::Verdict& verdict) {
    if (room == 0) return false;
    auto printed = print_offer(feed, offer, over, verdict, feed.sequence + 1, feed.offers_reset, Act::push, audience,
                               tracker, slot, records);
    if (!printed) return false;
    --room;
    ++feed.sequence;
    feed.offers_reset = false;
    feed.offers[offer.reference] = {feed.sequence, offer.version, offer.id, over, false};
    ++feed.objects;
    std::set<domain::SourceId> of{kNoSource};
    if (const auto track = domain::parse_track_id(offer.track)) {
      if (const domain::Track* known = tracker.find(*track)) of.insert(known->sources.begin(), known->sources.end());
    }
    for (const auto& [source_id, source] : sources) {
      if (!offer.source.empty() && source.name == offer.source) of.insert(source_id);
    }
    note_given(feed, *printed, over ? release::Set<release::Obligation>{} : verdict.obligations | offer.conditions, of);
    if (!over && offer.has_end()) handed_.push_back({offer.id, printed->release});
    releases.push_back({id, feed.sequence, slot, verdict.stop_epoch, printed->ledger_index, std::move(printed->payload),
                        offer.kind()});
    return true;
  };
  const auto look_at = [&](const Offer& offer) {
    references.insert(offer.reference);
    const auto held = feed.offers.find(offer.reference);
    const bool has_it = held != feed.offers.end() && !held->second.again && held->second.version >= offer.version;
    if (has_it) return;
    const release::Verdict verdict = decide(offer, marking_now(offer, sources), feed.view, Act::push, audience);
    if (!verdict.released()) {
      note_refused(offer, verdict, audience, slot, records);
      waits = true;
    } else if (!is_due(verdict, offer, audience) || !give(offer, false, verdict)) {
      waits = true;
    }
  };
  for (const auto& [offer_id, offer] : live) look_at(offer);
#ifdef FAIRLEAD_SEEDED_LEAKS
  offers_of_all_ = offers.size();
  for (const auto& [of, others] : offers.all()) {
    for (const auto& [offer_id, offer] : others) {
      if (FL_LEAK(leads_of_one_agency_go_to_its_state) && of.first != feed.agency && of.second == feed.purpose &&
          release::state_of(of.first) == release::state_of(feed.agency)) {
        look_at(offer);
      }
    }
  }
#endif
  // What ended is told once, where it still may be.
  std::vector<std::pair<std::string, HeldOffer>> ended;
  for (const auto& [reference, held] : feed.offers) {
    if ((held.over && !held.again) || references.contains(reference)) continue;
    ended.emplace_back(reference, held);
  }
  for (const auto& [reference, held] : ended) {
    const auto offer = make_offer(book, held.of);
    if (!offer || !offer->has_end() || offer->live) continue;
    // An end says nothing of what it ends: it is told also when the source is gone.
    const release::Verdict verdict = decide(*offer, offer->marking, feed.view, Act::push, audience);
    if (!verdict.released() || !give(*offer, true, verdict)) waits = true;
  }
  while (feed.offers.size() > kOffersHeldMax) {
    const auto over = std::ranges::find_if(feed.offers, [](const auto& held) { return held.second.over; });
    if (over == feed.offers.end()) break;
    feed.offers.erase(over);
  }
  feed.offers_wait = waits;
}

Result<std::vector<Release>> Feeds::pull(const accounts::Actor& by, const PullLeads& request, const Offers& offers,
                                         Audience& audience, const fusion::Tracker& tracker, const Sources& sources,
                                         std::uint64_t slot, Records& records) {
  FL_CHECK(by.check(accounts::Permission::follow_feed, audience.moment().now()));
  std::vector<Release> releases;
  if (!by.agency()) return releases;
  const auto bit = audience.find(*by.agency(), request.purpose);
  if (!bit) return releases;
  Feed once;
  once.view = *bit;
  const FeedId id(next_feed_++);
  std::string payload;
  std::uint64_t index = 0;
  std::uint64_t epoch = 0;
  std::size_t printed_offers = 0;
  for (const auto& [offer_id, offer] : offers.live(*by.agency(), request.purpose)) {
    const release::Verdict verdict = decide(offer, marking_now(offer, sources), *bit, Act::pull, audience);
    if (!verdict.released()) {
      note_refused(offer, verdict, audience, slot, records);
      continue;
    }
    if (!is_due(verdict, offer, audience)) continue;
    auto printed = print_offer(once, offer, false, verdict, 0, false, Act::pull, audience, tracker, slot, records);
    if (!printed) continue;
    payload += printed_offers++ == 0 ? "" : ",";
    payload += printed->payload;
    index = printed->ledger_index;
    epoch = verdict.stop_epoch;
    if (offer.has_end()) handed_.push_back({offer.id, printed->release});
  }
  if (printed_offers == 0) return releases;
  if (printed_offers > 1) payload = R"({"v":1,"releases":[)" + payload + "]}";
  releases.push_back({id, 0, slot, epoch, index, std::move(payload), ReleaseKind::leads});
  return releases;
}

}  // namespace fairlead::engine
