// SPDX-License-Identifier: Apache-2.0
// Feeds as partners open and close them, and how they follow the tracker.
#include "feeds.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "leaks.hpp"

namespace fairlead::engine {

using accounts::Permission;
using fusion::ViewMask;

namespace {

constexpr std::size_t kToldMax = 10'000;
constexpr std::size_t kClosingsMax = 50'000;
constexpr std::ptrdiff_t kFeedsPerAgencyMax = 256;

constexpr ViewMask bit_of(std::uint8_t view) { return ViewMask{1} << view; }

template <class Map>
void rename(Map& map, std::uint64_t from, std::uint64_t to) {
  const auto found = map.find(from);
  if (found == map.end()) return;
  auto value = std::move(found->second);
  map.erase(found);
  map.insert_or_assign(to, std::move(value));
}

}  // namespace

Feeds::Feed* Feeds::find(FeedId id) {
  const auto found = feeds_.find(id);
  return found == feeds_.end() ? nullptr : &found->second;
}

bool Feeds::any_connected() const {
  return std::ranges::any_of(feeds_, [](const auto& feed) { return feed.second.connected; });
}

Result<Answer> Feeds::open(const accounts::Actor& by, const OpenFeed& request, Instant now, Audience& audience,
                           const fusion::Tracker& tracker) {
  FL_CHECK(by.check(Permission::follow_feed, now));
  if (!by.agency()) return fail(ErrorCode::unsupported, "only a partner follows a feed");
  auto place = std::ranges::find_if(feeds_, [&](const auto& entry) {
    const Feed& feed = entry.second;
    return feed.account == by.account() && feed.agency == *by.agency() && feed.purpose == request.purpose &&
           feed.channel == request.channel;
  });
  if (place == feeds_.end()) {
    const auto is_of = [&](const auto& entry) { return entry.second.agency == *by.agency(); };
    if (std::ranges::count_if(feeds_, is_of) >= kFeedsPerAgencyMax) {
      // The agency's own oldest that nobody follows makes room.
      const auto unused =
          std::ranges::find_if(feeds_, [&](const auto& entry) { return is_of(entry) && !entry.second.connected; });
      if (unused == feeds_.end()) return fail(ErrorCode::full, "there are too many feeds");
      feeds_.erase(unused);
    }
    place = feeds_.emplace(FeedId(next_feed_++), Feed{}).first;
    place->second.agency = *by.agency();
    place->second.purpose = request.purpose;
    place->second.account = by.account();
    place->second.channel = request.channel;
  }
  Feed& feed = place->second;
  // What was not agreed has no view: the partner gets a feed in which nothing ever comes.
  if (const std::uint8_t view = audience.find(feed.agency, feed.purpose).value_or(0); view != feed.view) {
    feed.view = view;
    feed.reset = true;
  }
  feed.connected = true;
  feed.rules = feed.view == 0 ? Digest{} : audience.views().at(feed.view).rules;
  if (FL_LEAK(cursor_of_any_feed) && request.cursor) {
    for (const auto& [id, other] : feeds_) {
      if (*request.cursor <= other.sequence) feed.sequence = std::max(feed.sequence, *request.cursor);
    }
  }
  // What the partner says it holds decides where it goes on. A cursor that we never gave means: from the beginning.
  const bool goes_on = request.cursor && *request.cursor <= feed.sequence && *request.cursor > 0 && !feed.reset &&
                       (feed.told.size() < kToldMax || feed.told.front().sequence <= *request.cursor + 1);
  if (goes_on) {
    for (const Sent& told : feed.told) {
      if (told.sequence > *request.cursor) feed.closings.push_back(told);
    }
    look_at_all(feed, tracker);
  } else {
    begin_anew(feed, tracker);
  }
  // The same for what the desk offers, which has a beginning of its own.
  feed.offers_wait = true;
  const bool offers_go_on =
      request.cursor && *request.cursor <= feed.sequence && *request.cursor > 0 && !feed.offers_reset;
  if (!offers_go_on) {
    feed.offers_reset = true;
    feed.offers.clear();
  }
  for (auto& [reference, held] : feed.offers) held.again = held.again || held.sequence > *request.cursor;
  feed.handed_over = feed.sequence;
  Answer answer;
  answer.number = place->first.number();
  return answer;
}

void Feeds::look_at_all(Feed& feed, const fusion::Tracker& tracker) {
  feed.waiting.clear();
  if (feed.view == 0) return;
  tracker.for_each_in(bit_of(feed.view),
                      [&feed](const domain::Track& track, ViewMask) { feed.waiting.insert(track.id.number()); });
}

void Feeds::begin_anew(Feed& feed, const fusion::Tracker& tracker) {
  feed.reset = true;
  feed.held.clear();
  feed.closings.clear();
  feed.untold.clear();
  feed.told.clear();
  look_at_all(feed, tracker);
}

void Feeds::close(FeedId id) {
  if (Feed* feed = find(id)) {
    feed->connected = false;
    feed->waiting.clear();
  }
}

void Feeds::close_all() {
  for (auto& [id, feed] : feeds_) {
    feed.connected = false;
    feed.waiting.clear();
  }
}

void Feeds::handed_over(const NoteHandedOver& note) {
  Feed* feed = find(note.feed);
  if (feed == nullptr || note.sequence > feed->sequence) return;
  feed->handed_over = std::max(feed->handed_over, note.sequence);
}

void Feeds::acknowledged(const accounts::Actor& by, const std::string& release) {
  for (auto& [id, feed] : feeds_) {
    if (feed.account != by.account()) continue;
    // One word covers what came before it.
    const auto found = std::ranges::find(feed.unacknowledged, release);
    if (found != feed.unacknowledged.end()) feed.unacknowledged.erase(feed.unacknowledged.begin(), found + 1);
  }
}

void Feeds::follow(const fusion::TrackChanges& changes, Audience& audience, const fusion::Tracker& tracker) {
  const bool connected = any_connected();
  const auto mark = [&](domain::TrackId id) {
    if (!connected) return;
    if (changed_place_.try_emplace(id.number(), 0U).second) changed_.push_back(id);
  };
  for (const fusion::Moved& moved : changes.moved) {
    for (ViewMask rest = moved.views & ~fusion::kHomeView; rest != 0; rest &= rest - 1) {
      const auto bit = static_cast<std::uint8_t>(std::countr_zero(rest));
      const auto view = audience.views().find(bit);
      if (view == audience.views().end()) continue;
      rename(view->second.names, moved.from.number(), moved.to.number());
      for (auto& [id, feed] : feeds_) {
        if (feed.view != bit) continue;
        rename(feed.held, moved.from.number(), moved.to.number());
        if (feed.waiting.erase(moved.from.number()) != 0) feed.waiting.insert(moved.to.number());
      }
    }
    if (changed_place_.contains(moved.from.number())) mark(moved.to);
    for (FedTracks& tracks : fed_) {
      if (const auto fed = tracks.find(moved.from.number()); fed != tracks.end()) {
        tracks[moved.to.number()] = fed->second;
      }
    }
  }
  for (const domain::TrackId id : changes.changed) mark(id);
  if (connected) {
    for (const fusion::Fed& fed : changes.fed) fed_.front()[fed.track.number()].push_back(fed.observation.number());
  }
  for (const fusion::Closed& closed : changes.closed_for) {
#ifdef FAIRLEAD_SEEDED_LEAKS
    for (auto& [id, feed] : feeds_) {
      if (!FL_LEAK(closing_of_withheld) || feed.held.empty() || (closed.views & bit_of(feed.view)) != 0) continue;
      feed.closings.push_back({0, closed.id.number(), feed.held.begin()->second.facts});
    }
#endif
    for (ViewMask rest = closed.views & ~fusion::kHomeView; rest != 0; rest &= rest - 1) {
      const auto bit = static_cast<std::uint8_t>(std::countr_zero(rest));
      for (auto& [id, feed] : feeds_) {
        if (feed.view != bit) continue;
        feed.waiting.erase(closed.id.number());
        const auto held = feed.held.find(closed.id.number());
        if (held == feed.held.end()) continue;
        feed.closings.push_back(held->second);
        feed.held.erase(held);
        if (feed.closings.size() + feed.untold.size() > kClosingsMax) begin_anew(feed, tracker);
      }
      if (const auto view = audience.views().find(bit); view != audience.views().end()) {
        view->second.names.erase(closed.id.number());
      }
    }
  }
}

namespace {

bool covers(const release::StopCell& cell, const View& view) {
  if (FL_LEAK(stop_of_one_agency_shuts_its_state) && cell.agency) {
    return release::state_of(*cell.agency) == release::state_of(view.agency);
  }
  return cell.covers_agency(view.agency) && (!cell.purpose || *cell.purpose == view.purpose);
}

}  // namespace

std::vector<FeedId> Feeds::shut(std::span<const Governance::Shut> cells, const Audience& audience) {
  std::vector<FeedId> shut;
  for (auto& [id, feed] : feeds_) {
    const auto view = audience.views().find(feed.view);
    if (view == audience.views().end()) continue;
    const bool is_covered = std::ranges::any_of(cells, [&](const Governance::Shut& shut_cell) {
      // What survives every stop need not be decided again because of one.
      return covers(shut_cell.cell, view->second) && !(shut_cell.epoch != 0 && view->second.always_survives);
    });
    if (!is_covered) continue;
    shut.push_back(id);
    // What was on its way will not arrive: it is decided again, and if it may still go, it goes as something new.
    for (const auto& [track, sent] : feed.held) {
      if (sent.sequence > feed.handed_over) feed.waiting.insert(track);
    }
    for (const Sent& told : feed.told) {
      if (told.sequence > feed.handed_over) feed.closings.push_back(told);
    }
    for (auto& [reference, held] : feed.offers) held.again = held.again || held.sequence > feed.handed_over;
    feed.offers_wait = true;
    feed.handed_over = feed.sequence;
  }
  return shut;
}

void Feeds::ask_back(std::uint64_t epoch, const release::StopCell& cell, Governance& governance,
                     const Audience& audience, Instant now, Records& records) {
  for (auto& [id, feed] : feeds_) {
    const auto view = audience.views().find(feed.view);
    if (view == audience.views().end()) continue;
    if (!covers(cell, view->second) && !FL_LEAK(recall_from_everybody)) continue;
    if (feed.to_give_back_total == 0) continue;
    governance.ask_back(epoch, view->second.agency, view->second.purpose,
                        {feed.to_give_back.begin(), feed.to_give_back.end()}, feed.to_give_back_total, now, records);
    feed.to_give_back.clear();
    feed.given_of.clear();
    feed.to_give_back_total = 0;
  }
}

void Feeds::ask_back(domain::SourceId source, Governance& governance, const Audience& audience, Instant now,
                     Records& records) {
  for (auto& [id, feed] : feeds_) {
    const auto view = audience.views().find(feed.view);
    if (view == audience.views().end()) continue;
    std::vector<std::string> releases;
    std::deque<std::string> kept;
    std::deque<std::vector<domain::SourceId>> kept_of;
    for (std::size_t i = 0; i < feed.to_give_back.size(); ++i) {
      // Of what was handed over before sources were kept, nobody knows: it is asked back.
      const bool is_of =
          feed.given_of[i].empty() || std::ranges::find(feed.given_of[i], source) != feed.given_of[i].end();
      if (is_of) {
        releases.push_back(feed.to_give_back[i]);
      } else {
        kept.push_back(std::move(feed.to_give_back[i]));
        kept_of.push_back(std::move(feed.given_of[i]));
      }
    }
    if (!releases.empty()) {
      const std::uint64_t total = releases.size();
      feed.to_give_back_total -= std::min(feed.to_give_back_total, total);
      governance.ask_back(0, view->second.agency, view->second.purpose, std::move(releases), total, now, records);
    }
    feed.to_give_back = std::move(kept);
    feed.given_of = std::move(kept_of);
  }
}

void Feeds::look_again(const Audience& audience, const fusion::Tracker& tracker) {
  for (auto& [id, feed] : feeds_) {
    const std::uint8_t view = audience.find(feed.agency, feed.purpose).value_or(0);
    const Digest rules = view == 0 ? Digest{} : audience.views().at(view).rules;
    const bool same_rules = std::exchange(feed.rules, rules) == rules && !FL_LEAK(others_rules_send_all_again);
    if (FL_LEAK(others_rules_reset) && view != 0) begin_anew(feed, tracker);
    feed.offers_wait = true;
    if (view != feed.view) {
      feed.view = view;
      begin_anew(feed, tracker);
      feed.offers_reset = true;
      feed.offers.clear();
    } else if (view != 0 && !same_rules) {
      feed.closings.insert(feed.closings.end(), feed.untold.begin(), feed.untold.end());
      feed.untold.clear();
      look_at_all(feed, tracker);
    }
    if (!feed.connected) feed.waiting.clear();
  }
}

std::vector<DeliveredTo> Feeds::delivered(domain::TrackId track) const {
  std::vector<DeliveredTo> found;
  for (const auto& [id, feed] : feeds_) {
    const auto held = feed.held.find(track.number());
    if (held != feed.held.end()) found.push_back({feed.view, held->second.sequence});
  }
  return found;
}

ViewTaken Feeds::take_view(std::uint8_t bit, const Audience& audience, const fusion::Tracker& tracker,
                           const Sources& sources, Instant now) const {
  const View& view = audience.views().at(bit);
  ViewTaken taken;
  taken.agency = view.agency;
  taken.purpose = view.purpose;
  taken.tick = tick_;
  taken.taken_at = now;
  taken.evaluator = audience.shared_evaluator();
  taken.stopped = std::ranges::any_of(taken.evaluator->desk().stops.open(),
                                      [&](const auto& open) { return covers(open.second.cell, view); });
  taken.sources = sources;
  taken.held.reserve(tracker.size(bit_of(bit)));
  tracker.for_each_in(bit_of(bit), [&](const domain::Track& track, ViewMask) {
    const domain::Label* own = audience.own_label(track.id);
    taken.held.push_back(
        {track, tracker.home_of(track.id), own == nullptr ? std::nullopt : std::optional<domain::Label>(*own)});
  });
  return taken;
}

void Feeds::publish(Sharing& sharing, const Audience& audience, const fusion::Tracker& tracker,
                    const release::DeskState& desk) const {
  for (const auto& [bit, view] : audience.views()) {
    ViewState state;
    state.bit = bit;
    state.agency = view.agency;
    state.purpose = view.purpose;
    state.survives_stops = view.always_survives;
    state.tracks = tracker.size(bit_of(bit));
    for (const auto& [epoch, stop] : desk.stops.open()) {
      if (covers(stop.cell, view)) state.stopped.push_back(epoch);
    }
    sharing.views.push_back(std::move(state));
  }
  for (const auto& [id, feed] : feeds_) {
    FeedState state;
    state.id = id;
    state.view = feed.view;
    state.account = feed.account;
    state.channel = feed.channel;
    state.connected = feed.connected;
    state.sequence = feed.sequence;
    state.handed_over = feed.handed_over;
    state.waiting = feed.waiting.size();
    state.objects = feed.objects;
    state.last_release_at = feed.last_release_at;
    if (!feed.last_release.empty()) state.last_release = feed.last_release;
    state.unacknowledged = feed.unacknowledged.size();
    sharing.feeds.push_back(std::move(state));
  }
}

// ---- state ----

namespace {

void write(wire::ByteWriter& out, std::uint64_t sequence, std::uint64_t name, const Audience::TrackFacts& facts) {
  out.varint(sequence);
  out.fixed64(name);
  out.varint(facts.label);
  out.u8(static_cast<std::uint8_t>(facts.kind));
  out.optional(facts.position, [&](geo::Position position) { out.position(position); });
  out.instant(facts.at);
}

Audience::TrackFacts read_facts(wire::ByteReader& in) {
  Audience::TrackFacts facts;
  facts.label = in.number<std::uint32_t>();
  const std::uint8_t kind = in.u8();
  if (kind > static_cast<std::uint8_t>(domain::TrackKind::contact)) in.fail();
  facts.kind = in.ok() ? static_cast<domain::TrackKind>(kind) : domain::TrackKind::contact;
  facts.position = in.optional([&in] { return in.position(); });
  facts.at = in.instant();
  return facts;
}

void write_offer(wire::ByteWriter& out, OfferId offer) {
  out.u8(static_cast<std::uint8_t>(offer.type));
  out.varint(offer.number);
}

OfferId read_offer(wire::ByteReader& in) {
  const std::uint8_t type = in.u8();
  const bool known = type == static_cast<std::uint8_t>(release::ObjectType::lead) ||
                     type == static_cast<std::uint8_t>(release::ObjectType::request);
  if (!known) in.fail();
  const auto number = in.number<std::uint32_t>();
  return {known ? static_cast<release::ObjectType>(type) : release::ObjectType::lead, number};
}

template <class List>
void write_texts(wire::ByteWriter& out, const List& list) {
  out.varint(list.size());
  for (const std::string& text : list) out.text(text);
}

void read_texts(wire::ByteReader& in, std::deque<std::string>& list) {
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) list.emplace_back(in.text());
}

}  // namespace

void Feeds::save(wire::ByteWriter& out) const {
  out.varint(next_feed_);
  out.instant(tick_);
  out.varint(feeds_.size());
  const auto write_sent = [&out](const Sent& sent) { write(out, sent.sequence, sent.name, sent.facts); };
  for (const auto& [id, feed] : feeds_) {
    out.varint(id.number());
    out.u8(feed.view);
    out.text(feed.agency);
    out.u8(static_cast<std::uint8_t>(feed.purpose));
    out.text(feed.account);
    out.text(feed.channel);
    out.boolean(feed.connected);
    out.boolean(feed.reset);
    out.raw({reinterpret_cast<const char*>(feed.rules.data()), feed.rules.size()});
    out.varint(feed.sequence);
    out.varint(feed.handed_over);
    out.varint(feed.waiting.size());
    for (const std::uint64_t track : feed.waiting) out.varint(track);
    std::map<std::uint64_t, const Sent*> held;
    for (const auto& [track, sent] : feed.held) held.emplace(track, &sent);
    out.varint(held.size());
    for (const auto& [track, sent] : held) {
      out.varint(track);
      write_sent(*sent);
    }
    // Those that may not be told now are tried again after a restart, to the same end.
    out.varint(feed.untold.size() + feed.closings.size());
    for (const Sent& sent : feed.untold) write_sent(sent);
    for (const Sent& sent : feed.closings) write_sent(sent);
    out.varint(feed.told.size());
    for (const Sent& sent : feed.told) write_sent(sent);
    out.varint(feed.objects);
    out.optional(feed.last_release_at, [&](Instant at) { out.instant(at); });
    out.text(feed.last_release);
    write_texts(out, feed.unacknowledged);
    write_texts(out, feed.to_give_back);
    for (const std::vector<domain::SourceId>& of : feed.given_of) {
      out.varint(of.size());
      for (const domain::SourceId source : of) out.varint(source.number());
    }
    out.varint(feed.to_give_back_total);
    out.boolean(feed.offers_reset);
    out.varint(feed.offers.size());
    for (const auto& [reference, given] : feed.offers) {
      out.text(reference);
      out.varint(given.sequence);
      out.varint(given.version);
      write_offer(out, given.of);
      out.boolean(given.over);
      out.boolean(given.again);
    }
  }
  out.varint(refused_.size());
  for (const auto& [offer, why] : refused_) {
    write_offer(out, offer);
    out.varint(why);
  }
  out.varint(changed_.size());
  for (const domain::TrackId id : changed_) out.varint(id.number());
  out.varint(fed_.size());
  for (const FedTracks& tracks : fed_) {
    out.varint(tracks.size());
    for (const auto& [track, observations] : tracks) {
      out.varint(track);
      out.varint(observations.size());
      for (const std::uint64_t observation : observations) out.varint(observation);
    }
  }
}

void Feeds::restore(wire::ByteReader& in, bool with_sources, bool with_offers, bool with_parts) {
  feeds_.clear();
  refused_.clear();
  offers_seen_ = 0;
  next_feed_ = in.varint();
  tick_ = in.instant();
  const auto read_sent = [&in] {
    Sent sent;
    sent.sequence = in.varint();
    sent.name = in.fixed64();
    sent.facts = read_facts(in);
    return sent;
  };
  for (std::size_t n = in.count(12); n > 0 && in.ok(); --n) {
    const FeedId id(in.varint());
    Feed& feed = feeds_[id];
    feed.view = in.u8();
    feed.agency = in.text();
    const std::uint8_t purpose = in.u8();
    if (purpose >= release::kCount<release::Purpose>) in.fail();
    if (!in.ok()) return;
    feed.purpose = static_cast<release::Purpose>(purpose);
    feed.account = in.text();
    feed.channel = in.text();
    feed.connected = in.boolean();
    feed.reset = in.boolean();
    if (const std::string_view rules = in.raw(feed.rules.size()); rules.size() == feed.rules.size()) {
      std::ranges::copy(rules, feed.rules.begin());
    }
    feed.sequence = in.varint();
    feed.handed_over = in.varint();
    for (std::size_t m = in.count(); m > 0 && in.ok(); --m) feed.waiting.insert(in.varint());
    for (std::size_t m = in.count(12); m > 0 && in.ok(); --m) {
      const std::uint64_t track = in.varint();
      feed.held.emplace(track, read_sent());
    }
    for (std::size_t m = in.count(12); m > 0 && in.ok(); --m) feed.closings.push_back(read_sent());
    for (std::size_t m = in.count(12); m > 0 && in.ok(); --m) feed.told.push_back(read_sent());
    feed.objects = in.varint();
    feed.last_release_at = in.optional([&in] { return in.instant(); });
    feed.last_release = in.text();
    read_texts(in, feed.unacknowledged);
    read_texts(in, feed.to_give_back);
    feed.given_of.assign(feed.to_give_back.size(), {});
    for (std::size_t i = 0; with_sources && i < feed.given_of.size() && in.ok(); ++i) {
      for (std::size_t m = in.count(); m > 0 && in.ok(); --m) feed.given_of[i].emplace_back(in.number<std::uint32_t>());
    }
    feed.to_give_back_total = in.varint();
    if (!with_offers) continue;
    feed.offers_reset = in.boolean();
    for (std::size_t m = in.count(6); m > 0 && in.ok(); --m) {
      HeldOffer& held = feed.offers[std::string(in.text())];
      held.sequence = in.varint();
      held.version = in.number<std::uint32_t>();
      held.of = read_offer(in);
      held.over = in.boolean();
      held.again = in.boolean();
    }
  }
  for (std::size_t n = with_offers ? in.count(3) : 0; n > 0 && in.ok(); --n) {
    const OfferId offer = read_offer(in);
    refused_[offer] = in.varint();
  }
  changed_.clear();
  changed_place_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    changed_.emplace_back(in.varint());
    changed_place_.emplace(changed_.back().number(), 0U);
  }
  fed_.clear();
  for (std::size_t ticks = with_parts ? in.count() : 1; ticks > 0 && in.ok(); --ticks) {
    FedTracks& tracks = fed_.emplace_back();
    for (std::size_t n = in.count(2); n > 0 && in.ok(); --n) {
      std::vector<std::uint64_t>& observations = tracks[in.varint()];
      for (std::size_t m = in.count(); m > 0 && in.ok(); --m) observations.push_back(in.varint());
    }
  }
  if (fed_.empty()) in.fail();
}

}  // namespace fairlead::engine
