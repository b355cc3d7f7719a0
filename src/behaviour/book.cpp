// SPDX-License-Identifier: Apache-2.0
#include "book.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fairlead::behaviour {
namespace {

constexpr std::size_t kEvidenceMax = 24;
constexpr std::size_t kNotesMax = 6;

}  // namespace

std::string_view name(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::opened:
      return "opened";
    case ChangeKind::updated:
      return "updated";
    case ChangeKind::ended:
      return "ended";
  }
  return "";
}

domain::Finding Situation::finding() const {
  domain::Finding f;
  f.id = fmt::format("F-{:08x}", number);
  f.rule = name(rule);
  f.rule_version = version;
  f.priority = priority;
  f.tracks = tracks;
  f.position = position;
  f.begins_at = begins_at;
  f.ends_at = ends_at;
  f.reasons = reasons;
  f.reasons.insert(f.reasons.end(), notes.begin(), notes.end());
  f.evidence = evidence;
  return f;
}

std::uint64_t Book::open(Situation draft, Duration again_within) {
  const std::set<std::uint64_t>& known = by_vessel_[draft.vessels.front()];
  for (auto it = known.rbegin(); it != known.rend(); ++it) {  // the newest first
    Situation& old = situations_.at(*it);
    if (old.rule != draft.rule || old.subject != draft.subject || old.vessels != draft.vessels) continue;
    if (!old.ends_at) return old.number;
    if (draft.begins_at - *old.ends_at > again_within) break;
    old.ends_at.reset();
    old.priority = std::max(old.priority, draft.priority);
    old.reasons = std::move(draft.reasons);
    open_.insert(old.number);
    note(old.number, draft.told_at, fmt::format("began again at {}", to_rfc3339(draft.begins_at)));
    for (const domain::ObservationId id : draft.evidence) add_evidence(old.number, id);
    return old.number;
  }
  draft.number = next_++;
  const std::uint64_t number = draft.number;
  for (const Ordinal vessel : draft.vessels) by_vessel_[vessel].insert(number);
  if (draft.evidence.size() > kEvidenceMax) draft.evidence.resize(kEvidenceMax);
  situations_.emplace_hint(situations_.end(), number, std::move(draft));
  open_.insert(number);
  born_.insert(number);
  dirty_[number] = ChangeKind::opened;
  return number;
}

Situation* Book::find(std::uint64_t number) {
  const auto it = situations_.find(number);
  return it == situations_.end() ? nullptr : &it->second;
}
const Situation* Book::find(std::uint64_t number) const {
  const auto it = situations_.find(number);
  return it == situations_.end() ? nullptr : &it->second;
}

bool Book::is_open(std::uint64_t number) const { return open_.contains(number); }

void Book::touch(std::uint64_t number, Instant at) {
  Situation* s = find(number);
  if (s == nullptr) return;
  s->told_at = std::max(s->told_at, at);
  dirty_.try_emplace(number, ChangeKind::updated);
}

void Book::note(std::uint64_t number, Instant at, std::string text) {
  Situation* s = find(number);
  if (s == nullptr) return;
  if (!s->notes.empty() && s->notes.back() == text) return;
  // The first note stays: it says how the story went on; of the others the oldest makes room.
  if (s->notes.size() >= kNotesMax) s->notes.erase(s->notes.begin() + 1);
  s->notes.push_back(std::move(text));
  touch(number, at);
}

void Book::end(std::uint64_t number, Instant at, std::string why) {
  Situation* s = find(number);
  if (s == nullptr || s->ends_at) return;
  s->ends_at = std::max(at, s->begins_at);
  open_.erase(number);
  if (!why.empty()) note(number, at, std::move(why));
  dirty_[number] = ChangeKind::ended;
}

void Book::add_evidence(std::uint64_t number, domain::ObservationId id) {
  Situation* s = find(number);
  if (s == nullptr || std::ranges::find(s->evidence, id) != s->evidence.end()) return;
  // The first half is how it began and stays; the newest follow.
  if (s->evidence.size() >= kEvidenceMax) s->evidence.erase(s->evidence.begin() + kEvidenceMax / 2);
  s->evidence.push_back(id);
}

void Book::rename(domain::TrackId from, domain::TrackId to, Ordinal vessel) {
  const auto known = by_vessel_.find(vessel);
  if (known == by_vessel_.end()) return;
  for (const std::uint64_t number : known->second) {
    Situation& s = situations_.at(number);
    for (std::size_t i = 0; i < s.vessels.size(); ++i) {
      if (s.vessels[i] != vessel || s.tracks[i] != from) continue;
      s.tracks[i] = to;
      dirty_.try_emplace(number, s.ends_at ? ChangeKind::ended : ChangeKind::updated);
    }
  }
}

void Book::replace(Ordinal from, Ordinal into, domain::TrackId track) {
  const auto known = by_vessel_.find(from);
  if (known == by_vessel_.end()) return;
  const std::set<std::uint64_t> numbers = known->second;
  by_vessel_.erase(known);
  for (const std::uint64_t number : numbers) {
    by_vessel_[into].insert(number);
    Situation& s = situations_.at(number);
    const auto at = std::ranges::find(s.vessels, from);
    if (at == s.vessels.end()) continue;
    const auto index = static_cast<std::size_t>(at - s.vessels.begin());
    if (std::ranges::find(s.vessels, into) != s.vessels.end()) {
      s.vessels.erase(at);
      s.tracks.erase(s.tracks.begin() + static_cast<std::ptrdiff_t>(index));
    } else {
      s.vessels[index] = into;
      s.tracks[index] = track;
    }
    dirty_.try_emplace(number, s.ends_at ? ChangeKind::ended : ChangeKind::updated);
  }
}

void Book::flush(FindingChanges& changes) {
  if (dirty_.empty()) return;
  for (const auto& [number, kind] : dirty_) {
    const Situation* s = find(number);
    if (s == nullptr) continue;
    ChangeKind told = kind;
    if (s->ends_at) {
      told = ChangeKind::ended;
    } else if (born_.contains(number)) {
      told = ChangeKind::opened;
    } else if (kind == ChangeKind::ended) {
      told = ChangeKind::updated;
    }
    changes.push_back({told, number, s->finding()});
  }
  dirty_.clear();
  born_.clear();
}

void Book::sweep(Instant before, std::size_t findings_max) {
  for (auto it = situations_.begin(); it != situations_.end();) {
    const Situation& s = it->second;
    const bool old = s.ends_at && std::max(*s.ends_at, s.told_at) < before;
    if (old && !dirty_.contains(s.number)) {
      forget(s);
      it = situations_.erase(it);
    } else {
      ++it;
    }
  }
  // For room: those that ended first, then the oldest of the least priority.
  while (situations_.size() > findings_max) {
    auto victim = situations_.begin();
    const auto rank = [](const Situation& s) {
      return std::pair(s.ends_at ? 0 : 1 + static_cast<int>(s.priority), s.number);
    };
    for (auto it = situations_.begin(); it != situations_.end(); ++it) {
      if (rank(it->second) < rank(victim->second)) victim = it;
    }
    const std::uint64_t number = victim->first;
    if (!victim->second.ends_at) {
      end(number, victim->second.told_at, "dropped for room: too many findings");
      // Told as ended at the next flush, forgotten at the next sweep.
      break;
    }
    if (dirty_.contains(number)) break;
    forget(victim->second);
    situations_.erase(victim);
  }
}

void Book::forget(const Situation& s) {
  for (const Ordinal vessel : s.vessels) {
    const auto known = by_vessel_.find(vessel);
    if (known == by_vessel_.end()) continue;
    known->second.erase(s.number);
    if (known->second.empty()) by_vessel_.erase(known);
  }
}

void Book::include(std::uint64_t number, const Vessel& vessel, Instant at) {
  Situation* s = find(number);
  if (s == nullptr || std::ranges::find(s->vessels, vessel.ordinal) != s->vessels.end()) return;
  s->vessels.push_back(vessel.ordinal);
  s->tracks.push_back(vessel.track);
  by_vessel_[vessel.ordinal].insert(number);
  touch(number, at);
}

bool Book::index() {
  open_.clear();
  by_vessel_.clear();
  for (const auto& [number, s] : situations_) {
    if (s.number != number || number >= next_ || s.vessels.empty() || s.vessels.size() != s.tracks.size()) return false;
    if (!s.ends_at) open_.insert(number);
    for (const Ordinal vessel : s.vessels) by_vessel_[vessel].insert(number);
  }
  return true;
}

}  // namespace fairlead::behaviour
