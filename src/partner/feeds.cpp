// SPDX-License-Identifier: Apache-2.0
#include "feeds.hpp"

#include <algorithm>
#include <set>

#include "base/log.hpp"
#include "base/system.hpp"
#include "hub.hpp"
#include "session.hpp"

namespace fairlead::partner {

namespace {

// How long segments may be between two kernels, and how many such findings are kept.
constexpr std::int64_t kOnItsWayNs = 2'000'000'000;
constexpr std::size_t kCalledBackMax = 10'000;

}  // namespace

void Feeds::begin(Session& session) {
  Line& line = lines_[session.following()->key];
  // It takes the place first, so that the end of the other does not close the feed.
  Session* const other = std::exchange(line.session, &session);
  if (other != nullptr && other != &session) other->finish_stream(http::CloseCode::policy);
}

bool Feeds::open(const std::shared_ptr<Session>& session) {
  Following& following = *session->following();
  if (!following.purpose) return true;
  engine::Command command{following.by, engine::OpenFeed{*following.purpose, "stream", following.cursor}};
  Workers::Job job = [this, session, key = following.key, command = std::move(command)]() mutable {
    auto answer = std::make_shared<Result<engine::Answer>>(hub_.inputs.command(command));
    // The last reference must not die here: a connection belongs to the network thread.
    hub_.post([this, shared = std::move(session), key = std::move(key), by = command.by, answer] {
      opened(*shared, key, by, *answer);
    });
  };
  if (!hub_.workers.post(std::move(job))) return false;
  ++lines_[following.key].opening;
  ++opening_;
  following.opening = true;
  return true;
}

void Feeds::opened(Session& session, const std::string& key, const accounts::Actor& by,
                   const Result<engine::Answer>& answer) {
  Line& line = lines_[key];
  --line.opening;
  --opening_;
  if (answer) {
    line.feed = engine::FeedId(answer->number);
    line.by = by;
  }
  const bool follows = line.session == &session && session.following() != nullptr;
  if (follows) session.following()->opening = false;
  if (answer && follows) {
    const engine::FeedId feed = *line.feed;
    session.following()->feed = feed;
    holders_[feed] = &session;
    log::info("partner_feed_opened", {{"account", by.account()}, {"feed", feed.number()}});
    if (const auto early = early_.find(feed); early != early_.end()) {
      for (engine::DurableRelease& release : early->second) session.offer(std::move(release));
      early_.erase(early);
    }
    session.pump();
  } else if (!answer) {
    // Not agreed, or stopped: home's to know. The partner hears heartbeats.
    log::info("partner_feed_not_opened", {{"account", by.account()}, {"code", name(answer.error().code)}});
  }
  settle(key);
  if (opening_ == 0) {
    for (const auto& [feed, releases] : early_) hub_.counters.without_reader_total += releases.size();
    early_.clear();
  }
}

void Feeds::end(Session& session) {
  const Following& following = *session.following();
  if (following.feed) {
    const auto holder = holders_.find(*following.feed);
    if (holder != holders_.end() && holder->second == &session) holders_.erase(holder);
  }
  const auto line = lines_.find(following.key);
  if (line == lines_.end()) return;
  if (line->second.session == &session) line->second.session = nullptr;
  settle(following.key);
}

void Feeds::settle(const std::string& key) {
  const auto found = lines_.find(key);
  if (found == lines_.end() || found->second.session != nullptr || found->second.opening > 0) return;
  const Line line = std::move(found->second);
  lines_.erase(found);
  if (!line.feed) return;
  flush_notes();
  hub_.inputs.post({*line.by, engine::CloseFeed{*line.feed}});
}

void Feeds::take(std::vector<engine::DurableRelease> releases) {
  std::set<Session*> touched;
  for (engine::DurableRelease& release : releases) {
    const engine::FeedId feed = release.feed();
    const auto holder = holders_.find(feed);
    if (holder != holders_.end()) {
      touched.insert(holder->second);
      holder->second->offer(std::move(release));
    } else if (opening_ > 0) {
      early_[feed].push_back(std::move(release));
    } else {
      ++hub_.counters.without_reader_total;
    }
  }
  for (Session* const session : touched) session->pump();
}

void Feeds::note_handed_over(const Session& session, std::uint64_t sequence) {
  const Following& following = *session.following();
  notes_.insert_or_assign(*following.feed, Note{following.by, sequence});
}

void Feeds::flush_notes() {
  for (auto& [feed, note] : std::exchange(notes_, {})) {
    hub_.inputs.post({note.by, engine::NoteHandedOver{feed, note.sequence}});
  }
}

void Feeds::count_refused(engine::FeedId feed, bool closed) {
  engine::StopReach& refused = refused_[feed];
  ++refused.deliveries_dropped;
  if (closed) ++refused.connections_closed;
}

void Feeds::cut(std::span<const engine::FeedId> feeds, engine::StopReach& reach) {
  for (const engine::FeedId feed : feeds) {
    if (const auto early = early_.find(feed); early != early_.end()) {
      reach.deliveries_dropped += std::erase_if(
          early->second, [&](const engine::DurableRelease& release) { return !hub_.inputs.gate->is_open(release); });
    }
    if (const auto refused = refused_.find(feed); refused != refused_.end()) {
      reach.deliveries_dropped += refused->second.deliveries_dropped;
      reach.connections_closed += refused->second.connections_closed;
      refused_.erase(refused);
    }
  }
  // Told to every stop that covers it: each speaks for itself.
  const std::int64_t now = system_steady_clock().now_ns();
  while (!called_back_.empty() && now - called_back_.front().at_ns > kOnItsWayNs) called_back_.pop_front();
  for (const CalledBack& found : called_back_) {
    const bool of_feed = found.feed && std::ranges::find(feeds, *found.feed) != feeds.end();
    const bool of_pull =
        std::ranges::any_of(found.pulled, [&](release::Purpose purpose) { return is_stopped(found.agency, purpose); });
    if (of_feed || of_pull) reach.kernel_bytes += found.bytes;
  }
}

void Feeds::called_back(CalledBack found) {
  if (found.bytes == 0) return;
  found.at_ns = system_steady_clock().now_ns();
  called_back_.push_back(std::move(found));
  while (called_back_.size() > kCalledBackMax) called_back_.pop_front();
}

bool Feeds::is_stopped(std::string_view agency, release::Purpose purpose) const {
  const auto sharing = hub_.inputs.sharing();
  return std::ranges::any_of(sharing->views, [&](const engine::ViewState& view) {
    return view.agency == agency && view.purpose == purpose && !view.survives_stops && !view.stopped.empty();
  });
}

}  // namespace fairlead::partner
