// SPDX-License-Identifier: Apache-2.0
// Comparing sessions, and what to show of worlds that differ.
#include "testing/paired_worlds.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "paired_worlds_state.hpp"

namespace fairlead::testing {

struct WorldPlayer::State {
  Papers papers;
  Cast cast;
};

WorldPlayer::WorldPlayer(Papers papers) : state_(std::make_unique<State>(State{std::move(papers), Cast()})) {}
WorldPlayer::~WorldPlayer() = default;

Session WorldPlayer::play(const PairedWorlds& worlds, unsigned world, bool keep) {
  return play_world(state_->cast, state_->papers, worlds, world, keep);
}

std::optional<std::string> WorldPlayer::difference(const PairedWorlds& worlds, Tally* tally) {
  const Session a = play(worlds, kWorldA);
  const Session b = play(worlds, kWorldB);
  if (tally != nullptr) {
    tally->add(a.tally);
    tally->add(b.tally);
  }
  if (a.bytes == b.bytes) return std::nullopt;
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(a.bytes, b.bytes).in1 - a.bytes.begin());
  const auto around = [&](const std::string& bytes) {
    const std::size_t line = bytes.rfind('\n', at == 0 ? 0 : at - 1);
    const std::size_t from = std::max(line == std::string::npos ? 0 : line, at > 300 ? at - 300 : 0);
    std::string text = bytes.substr(from, at - from) + ">>>" + bytes.substr(std::min(at, bytes.size()), 200);
    for (char& c : text) {
      if (static_cast<unsigned char>(c) < 32 && c != '\n') c = '.';
      if (static_cast<unsigned char>(c) > 126) c = '.';
    }
    return text;
  };
  return fmt::format("the sessions of {} and {} bytes differ from byte {} on\nA: {}\nB: {}", a.bytes.size(),
                     b.bytes.size(), at, around(a.bytes), around(b.bytes));
}

PairedWorlds WorldPlayer::shrink(PairedWorlds worlds) {
  const auto without = [](const PairedWorlds& from, std::size_t first, std::size_t count) {
    PairedWorlds less = from;
    less.happenings.erase(less.happenings.begin() + static_cast<std::ptrdiff_t>(first),
                          less.happenings.begin() + static_cast<std::ptrdiff_t>(first + count));
    // What was withheld because of something that is gone goes with it.
    std::erase_if(less.happenings, [&](const Happening& h) {
      return h.needs != 0 && std::ranges::none_of(less.happenings, [&](const Happening& o) { return o.id == h.needs; });
    });
    return less;
  };
  const auto try_to = [&](PairedWorlds less) {
    if (!difference(less)) return false;
    worlds = std::move(less);
    return true;
  };
  for (std::size_t size = std::max<std::size_t>(worlds.happenings.size() / 2, 1);; size /= 2) {
    bool again = true;
    while (again) {
      again = false;
      for (std::size_t from = 0; from + size <= worlds.happenings.size();) {
        if (try_to(without(worlds, from, size))) {
          again = size == 1;
        } else {
          from += size;
        }
      }
    }
    if (size <= 1) break;
  }
  for (std::size_t i = worlds.closings.size(); i-- > 0;) {
    PairedWorlds less = worlds;
    less.closings.erase(less.closings.begin() + static_cast<std::ptrdiff_t>(i));
    try_to(std::move(less));
  }
  for (std::size_t i = worlds.ticks.size(); i-- > 0;) {
    if (i + 1 != worlds.ticks.size()) continue;  // from the end only: the others hold time together
    PairedWorlds less = worlds;
    less.ticks.pop_back();
    try_to(std::move(less));
  }
  return worlds;
}

void Tally::add(const Tally& other) {
  slots += other.slots;
  releases += other.releases;
  tracks_in_releases += other.tracks_in_releases;
  pulls += other.pulls;
  pulled += other.pulled;
  stops += other.stops;
  resumes += other.resumes;
  lapses += other.lapses;
  recalls += other.recalls;
  resets += other.resets;
  closings += other.closings;
  reopened += other.reopened;
  log_entries += other.log_entries;
  receipts += other.receipts;
  leads += other.leads;
  lead_ends += other.lead_ends;
  answered += other.answered;
  use_reports += other.use_reports;
  leads_of_others += other.leads_of_others;
  asked += other.asked;
  steps += other.steps;
  withheld += other.withheld;
  withheld_of_seen += other.withheld_of_seen;
  splits += other.splits;
  delayed += other.delayed;
  reduced += other.reduced;
  releases_of_others += other.releases_of_others;
  errors += other.errors;
}

std::string Tally::text() const {
  return fmt::format(
      "{} slots, {} releases with {} tracks, {} resets, {} with closings, {} pulls of which {} gave something, {} "
      "stops, "
      "{} resumes, {} lapses, {} recalls, {} reopened feeds, {} leads, {} ends of leads, {} answers, {} use reports, "
      "{} leads of others, {} requests of home, {} steps of them, {} log entries, {} receipts, {} withheld "
      "observations of "
      "which {} of vessels that the partner may see, {} splits, {} agreements with delays, {} with coarse positions, "
      "{} releases to others, {} refused commands",
      slots, releases, tracks_in_releases, resets, closings, pulls, pulled, stops, resumes, lapses, recalls, reopened,
      leads, lead_ends, answered, use_reports, leads_of_others, asked, steps, log_entries, receipts, withheld,
      withheld_of_seen, splits, delayed, reduced, releases_of_others, errors);
}

std::string to_text(const PairedWorlds& worlds) {
  std::string text =
      fmt::format("worlds of seed {}, tick {} ms, window {}, at most {} tracks\n", worlds.seed,
                  worlds.limits.delivery_tick.count(), worlds.limits.feed_window, worlds.limits.tracker.tracks_max);
  for (const auto& at : worlds.ticks) {
    text += fmt::format("{} in A, {} in B: a slot ends at its tick\n", to_rfc3339(at[0]), to_rfc3339(at[1]));
  }
  for (const auto& [at, in] : worlds.closings) {
    text += fmt::format("{} {} a slot ends\n", to_rfc3339(at), in == kBothWorlds ? "AB" : in == kWorldA ? "A " : " B");
  }
  static constexpr std::array kWords{"declare",        "adopt",        "withdraw",    "assure",       "stop",
                                     "agree first",    "agree second", "open",        "close",        "pull",
                                     "hand over",      "draft lead",   "ask lead",    "approve lead", "end lead",
                                     "answer request", "ask partner",  "end request", "has delivery", "has conditions",
                                     "answers recall", "pull leads",   "report use",  "tell request", "tell step",
                                     "look",           "note"};
  for (const Happening& h : worlds.happenings) {
    text += fmt::format("{} {} ", to_rfc3339(h.at), h.worlds == kBothWorlds ? "AB" : h.worlds == kWorldA ? "A " : " B");
    if (const Act* act = std::get_if<Act>(&h.what)) {
      text += fmt::format("{} {} {} {} {}\n", kWords[static_cast<std::size_t>(act->what)], act->who,
                          release::name(act->purpose), act->number, act->text);
      continue;
    }
    if (const auto* scan = std::get_if<domain::Scan>(&h.what)) {
      text += fmt::format("look {} of source {} is over\n", scan->number, scan->source.number());
      continue;
    }
    const auto& o = std::get<domain::Observation>(h.what);
    text += fmt::format(
        "{} by source {} mmsi {} at {} target {} position {} claims {} transmission {:x}\n", domain::name(o.sensor),
        o.source.number(), o.mmsi ? o.mmsi->number() : 0, o.observed_at ? to_rfc3339(*o.observed_at) : "-",
        o.target_number.value_or(0),
        o.position ? fmt::format("{:.4f},{:.4f}", o.position->latitude_degrees(), o.position->longitude_degrees())
                   : "-",
        o.claims ? std::string(o.claims->name.view()) : "-", o.transmission);
  }
  return text;
}

}  // namespace fairlead::testing
