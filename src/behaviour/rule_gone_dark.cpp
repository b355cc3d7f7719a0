// SPDX-License-Identifier: Apache-2.0
// gone_dark: a vessel that was heard well falls silent where others are still heard.
//
// Definition: an AIS vessel under way that was heard steadily has sent no position for `silence_min`, while at least
// `others_min` other vessels were heard within `others_within` both of where it was last and of where it would be, in
// `covered_min` of the ten-minute spans since, of those before no less than `others_kept_min`, and somebody
// ahead, behind and to either side, for at the edge of reception a ship comes and goes; or sensors have seen a
// class A ship `seen_min` times in `silence_seen_min` of silence. A class B vessel is told after `silence_class_b_min`,
// seen or not. Without such proof of reception a silence is no finding.
//
// Source: the idea of reception before disabling from Welch et al. 2022 and Global Fishing Watch; 6 h (Skylight,
// pipe-gaps) and 12 h are told when they are reached.
//
// A report that comes late closes or shortens the silence; the finding stays and says so.
#include <algorithm>
#include <cmath>

#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::gone_dark);
constexpr Duration kLate = std::chrono::minutes(5);
constexpr Duration kAgain = std::chrono::minutes(10);
constexpr Duration kWorthAWord = std::chrono::minutes(1);

bool may(const Vessel& v) {
  return (v.kind == domain::TrackKind::ship || v.kind == domain::TrackKind::class_b) && v.heard && v.mmsi &&
         v.mmsi->kind() == domain::MmsiKind::ship;
}

bool is_class_b(const Vessel& v) { return v.kind == domain::TrackKind::class_b; }

Duration silence_for(const World& w, const Vessel& v) {
  return is_class_b(v) ? w.rules.gone_dark.silence_class_b_min : w.rules.gone_dark.silence_min;
}

std::uint32_t reports_before(const Vessel& v) {
  std::uint32_t sum = 0;
  for (const std::uint32_t n : v.heard_counts) sum += n;
  return sum;
}

bool was_heard_well(const World& w, const Vessel& v) {
  const GoneDark& t = w.rules.gone_dark;
  return reports_before(v) >= (is_class_b(v) ? t.reports_before_class_b_min : t.reports_before_min);
}

struct Covered {
  std::int64_t spans = 0;
  std::int64_t covered = 0;
  std::uint32_t others_least = 0;  // in a covered span
  std::uint32_t before = 0;        // others in the span before the silence
};

// A place beside another, seen along a course.
geo::Position beside(geo::Position from, geo::Position there, geo::Position of, double ahead, double right) {
  const geo::LocalOffset way = geo::local_offset(from, there);
  const double metres = std::hypot(way.east_m, way.north_m);
  if (metres < 100) return geo::from_local_offset(of, {right, ahead});
  const double east = way.east_m / metres, north = way.north_m / metres;
  return geo::from_local_offset(of, {ahead * east + right * north, ahead * north - right * east});
}

// Somebody is heard behind it and to either side too: reception lies about it, and does not end there. What sensors see
// needs no such proof.
bool lies_within_reception(const World& w, const Vessel& v, geo::Position there, std::int64_t bin) {
  if (v.seen_at && *v.seen_at > v.heard->at) return true;
  const Length within = w.rules.gone_dark.others_within;
  const double metres = within.in_metres();
  const geo::Position from = v.heard->position;
  const auto hears = [&](geo::Position place) { return w.reception.others(place, within, bin, is_class_b(v)) >= 1; };
  return hears(beside(from, there, from, -metres, 0)) && hears(beside(from, there, there, 0, metres)) &&
         hears(beside(from, there, there, 0, -metres));
}

// Over the ten-minute spans since it was last heard, the unfinished one left out unless `unfinished`. Reception is as
// it was only where most of those heard before are heard still, and only as far as somebody is heard beyond.
Covered reception(const World& w, const Vessel& v, geo::Position there, Instant now, bool unfinished) {
  const GoneDark& t = w.rules.gone_dark;
  const std::int64_t last = now.unix_ms() / Vessel::kBin.count() - (unfinished ? 0 : 1);
  const std::int64_t first = std::max(v.heard_bin + 1, last - Reception::kBins + 3);
  const bool weak = is_class_b(v);
  const std::int64_t now_bin = now.unix_ms() / Vessel::kBin.count();
  const geo::Position ahead_of_it = beside(v.heard->position, there, there, t.others_within.in_metres(), 0);
  Covered c;
  for (const std::int64_t bin : {v.heard_bin - 1, v.heard_bin}) {
    c.before = std::max(c.before, w.reception.others(v.heard->position, t.others_within, bin, weak));
  }
  c.before -= std::min(c.before, std::uint32_t{1});  // itself
  for (std::int64_t bin = first; bin <= last; ++bin) {
    ++c.spans;
    const std::uint32_t here = w.reception.others(v.heard->position, t.others_within, bin, weak);
    if (here < t.others_min || (bin < now_bin && here < t.others_kept_min * c.before)) continue;
    const std::uint32_t ahead = w.reception.others(there, t.others_within, bin, weak);
    if (ahead < t.others_min) continue;
    if (!unfinished && w.reception.others(ahead_of_it, t.others_within, bin, weak) < 1) continue;
    if (!unfinished && !lies_within_reception(w, v, there, bin)) continue;
    const std::uint32_t least = std::min(here, ahead);
    c.others_least = c.covered == 0 ? least : std::min(c.others_least, least);
    ++c.covered;
  }
  return c;
}

std::vector<std::string> reasons(const World& w, const Vessel& v, Instant now, const Covered& c) {
  const Duration silent = now - v.heard->at;
  std::vector<std::string> all;
  all.push_back(fmt::format("{} was last heard at {}, moving {} on {:.0f}°, {} reports in the half hour before",
                            words::who(v), words::when(v.heard->at), words::knots(v.heard->deci_knots / 10.0),
                            std::max(0, v.heard->deci_degrees) / 10.0, reports_before(v)));
  all.push_back(fmt::format(
      "no AIS position for {}, though at least {} other vessels were heard within {} of where it was "
      "and would be, in {} of {} spans of ten minutes: reception there is good",
      words::minutes(silent), c.others_least, words::length(w.rules.gone_dark.others_within), c.covered, c.spans));
  if (silent >= std::chrono::hours(12)) {
    all.emplace_back("longer than 12 h: a disabling event by the definition of Welch et al. if far from shore");
  } else if (silent >= std::chrono::hours(6)) {
    all.emplace_back("longer than 6 h: a potential dark activity by Skylight's definition");
  }
  if (v.seen_at && *v.seen_at > v.heard->at) {
    all.push_back(
        fmt::format("other sensors saw it {} times since, last at {}", v.seen_since_heard, words::when(*v.seen_at)));
  }
  const geo::Position there = predicted(*v.heard, now);
  for (const auto& [source, look] : w.looks) {
    if (!look.centre || look.at <= v.heard->at || (v.seen_at && *v.seen_at >= look.at)) continue;
    const Length range = geo::quick_distance(*look.centre, there);
    if (range > look.range || look.detection < 0.5) continue;
    all.push_back(fmt::format("a sensor looked at {} to where it would be, {} away, and did not see it",
                              words::when(look.at), words::length(range)));
    break;
  }
  return all;
}

void schedule(World& w, Vessel& v, Instant at) {
  if (v.silence_due) w.due.erase({*v.silence_due, v.ordinal});
  v.silence_due = at;
  w.due.emplace(at, v.ordinal);
}

void open(World& w, Vessel& v, Instant now, const Covered& c) {
  w.open_for(v, {.rule = Rule::gone_dark,
                 .vessels = {&v},
                 .begins_at = v.heard->at,
                 .at = now,
                 .position = v.heard->position,
                 .reasons = reasons(w, v, now, c),
                 .evidence = {v.heard->evidence},
                 .subject = {},
                 .priority = std::nullopt,
                 .again_within = std::nullopt});
}

// A harbour or the land lies ahead: there ships switch off, or are hidden.
bool heads_into_quiet(const World& w, const Vessel& v, Instant now) {
  if (!w.surroundings || !v.heard) return false;
  const geo::Position there = predicted(*v.heard, now);
  for (const double part : {0.34, 0.67, 1.0}) {
    const geo::LocalOffset o = geo::local_offset(v.heard->position, there);
    const Place p = w.surroundings->at(geo::from_local_offset(v.heard->position, {o.east_m * part, o.north_m * part}));
    if (p.on_land.value_or(false)) return true;
    if (p.to_port && *p.to_port <= w.rules.harbour_within) return true;
    if (p.to_coast && *p.to_coast < w.rules.gone_dark.coast_min) return true;
  }
  return false;
}

}  // namespace

void gone_dark_heard(World& w, Vessel& v, const Sighting& s, const std::optional<Fix>& heard_before) {
  if (!may(v)) return;
  if (!v.silence_due) schedule(w, v, s.at + silence_for(w, v));
  const std::uint64_t number = v.open[kRule];
  if (number == 0 || !heard_before) return;
  Situation* open = w.book.find(number);
  if (open == nullptr || s.at <= open->begins_at) return;
  const Duration silent = s.at - open->begins_at;
  const bool late = s.received_at - s.at > kLate;
  w.book.add_evidence(number, s.evidence);
  const Length apart = open->position ? geo::quick_distance(*open->position, *s.position) : Length::metres(0);
  const std::string came = late ? fmt::format(", received only at {}", words::when(s.received_at)) : std::string();
  if (w.now - s.at < silence_for(w, v)) {
    v.silence = Silence{number, open->begins_at, s.at};
    const double knots = apart.in_metres() / static_cast<double>(silent.count()) * 1943.844492440605;
    w.end_for(v, Rule::gone_dark, s.at,
              fmt::format("heard again at {}{} after {} of silence, {} from where it fell silent ({} between)",
                          words::when(s.at), came, words::minutes(silent), words::length(apart), words::knots(knots)));
    return;
  }
  // It spoke in between, and has been silent since.
  open->begins_at = s.at;
  open->position = s.position;
  w.book.note(number, w.now,
              fmt::format("a report of {}{} shortened the silence: it began {} later and now lasts {}",
                          words::when(s.at), came, words::minutes(silent), words::minutes(w.now - s.at)));
}

void gone_dark_late(World& w, Vessel& v, const Sighting& s) {
  if (!v.silence || s.at <= v.silence->from || s.at >= v.silence->to) return;
  Situation* was = w.book.find(v.silence->finding);
  if (was == nullptr || !was->ends_at) return;
  const Duration before = v.silence->to - v.silence->from;
  const bool first_half_longer = s.at - v.silence->from >= v.silence->to - s.at;
  (first_half_longer ? v.silence->to : v.silence->from) = s.at;
  const Duration after = v.silence->to - v.silence->from;
  was->begins_at = v.silence->from;
  was->ends_at = v.silence->to;
  // Reports held up by seconds at either end change the times, and are not worth a word each.
  if (before - after < kWorthAWord) return;
  std::string text =
      fmt::format("a report of {} came late, at {}: the longest silence was {}, not {}", words::when(s.at),
                  words::when(s.received_at), words::minutes(after), words::minutes(before));
  if (after < silence_for(w, v)) text += "; that is below the threshold, so it was late delivery and not silence";
  w.book.add_evidence(v.silence->finding, s.evidence);
  w.book.note(v.silence->finding, s.received_at, std::move(text));
}

void gone_dark_seen(const Moment& m) {
  Vessel& v = m.v;
  World& w = m.w;
  const GoneDark& t = w.rules.gone_dark;
  if (m.ais || v.open[kRule] != 0 || !may(v)) return;
  if (m.s.at - v.heard->at < t.silence_seen_min || v.seen_since_heard < t.seen_min) return;
  if (!w.terms(Rule::gone_dark).in_force(m.s.at) || w.is_quiet(v, Rule::gone_dark) || !was_heard_well(w, v)) return;
  // So weak a transmitter is lost at the edge of reception, where its neighbours are still heard.
  if (is_class_b(v) && m.s.at - v.heard->at < t.silence_class_b_min) return;
  const Covered c = reception(w, v, m.s.position.value(), m.s.at, true);
  if (c.covered < 1 || static_cast<double>(c.covered) < t.covered_min * static_cast<double>(c.spans - 1)) return;
  open(w, v, m.s.at, c);
  w.book.add_evidence(v.open[kRule], m.s.evidence);
}

void gone_dark_due(World& w, Vessel& v, Instant now) {
  v.silence_due.reset();
  if (!may(v)) return;
  const GoneDark& t = w.rules.gone_dark;
  const Duration silent = now - v.heard->at;
  if (silent < silence_for(w, v)) {
    schedule(w, v, v.heard->at + silence_for(w, v));
    return;
  }
  if (silent > t.forgotten_after) {
    w.end_for(v, Rule::gone_dark, now,
              fmt::format("not heard again within {}: no longer waited for", words::minutes(t.forgotten_after)));
    return;
  }
  const geo::Position there = predicted(*v.heard, now);
  if (v.open[kRule] != 0) {
    const Situation* open = w.book.find(v.open[kRule]);
    if (open != nullptr) {
      // What was known of reception when it opened still holds; only the length and the looks of others are new.
      std::vector<std::string> fresh = open->reasons;
      const std::vector<std::string> all = reasons(w, v, now, reception(w, v, there, now, false));
      fresh.resize(std::min<std::size_t>(fresh.size(), 2));
      fresh.insert(fresh.end(), all.begin() + 2, all.end());
      fresh.push_back(fmt::format("still silent at {}, after {}", words::when(now), words::minutes(silent)));
      w.renew(v.open[kRule], now, std::chrono::minutes(50), std::move(fresh), std::nullopt);
    }
    schedule(w, v, now + std::chrono::hours(1));
    return;
  }
  if (!w.terms(Rule::gone_dark).in_force(now) || w.is_quiet(v, Rule::gone_dark) || !was_heard_well(w, v)) return;
  if (v.heard->deci_knots < 0 || v.heard->deci_knots / 10.0 < t.speed_min.in_knots()) return;
  if (v.place.to_coast && *v.place.to_coast < t.coast_min) return;
  const Covered c = reception(w, v, there, now, false);
  const bool proven = c.spans >= 2 && static_cast<double>(c.covered) >= t.covered_min * static_cast<double>(c.spans);
  if (proven && !heads_into_quiet(w, v, now)) {
    open(w, v, now, c);
    schedule(w, v, now + std::chrono::hours(1));
    return;
  }
  schedule(w, v, now + kAgain);
}

}  // namespace fairlead::behaviour
