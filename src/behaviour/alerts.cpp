// SPDX-License-Identifier: Apache-2.0
#include "behaviour/alerts.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "archive.hpp"

namespace fairlead::behaviour {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kReasonMax = 500;

Failure unknown(std::uint64_t number) { return fail(ErrorCode::not_found, fmt::format("no alert `{}`", number)); }

constexpr std::uint8_t last_of(AlertState) { return static_cast<std::uint8_t>(AlertState::rectified); }

template <class A>
void archive(A& a, Alert& x) {
  bool judged = x.judgement.has_value();
  a(x.number, x.finding, x.rule, x.rule_version, x.priority);
  auto state = static_cast<std::uint8_t>(x.state);
  a(state, x.tracks, x.begins_at, x.raised_at, x.changed_at, x.silenced_until, x.muted, x.acknowledged_by,
    x.acknowledged_at, x.responsible, judged);
  x.state = static_cast<AlertState>(std::min(state, last_of(AlertState{})));
  if (judged) {
    if (!x.judgement) x.judgement.emplace();
    a(x.judgement->useful, x.judgement->reason, x.judgement->by, x.judgement->at);
  } else {
    x.judgement.reset();
  }
}

}  // namespace

std::string_view name(AlertState state) {
  constexpr std::array<std::string_view, 4> kNames{"unacknowledged", "acknowledged", "rectified_unacknowledged",
                                                   "rectified"};
  return kNames[static_cast<std::size_t>(state)];
}

std::vector<std::uint64_t> AlertBook::follow(const FindingChanges& changes, Instant now) {
  std::vector<std::uint64_t> touched;
  for (const FindingChange& c : changes) {
    const auto [at, fresh] = alerts_.try_emplace(c.number);
    Alert& alert = at->second;
    if (fresh) {
      alert.number = c.number;
      alert.raised_at = now;
      alert.rule = c.finding.rule;
      alert.rule_version = c.finding.rule_version;
      ++precision_[{alert.rule, alert.rule_version}].raised;
    }
    const bool rose = !fresh && c.finding.priority > alert.priority;
    const bool began_again = !fresh && alert.is_over() && !c.finding.ends_at;
    alert.finding = c.finding.id;
    alert.priority = c.finding.priority;
    alert.tracks = c.finding.tracks;
    alert.begins_at = c.finding.begins_at;
    alert.changed_at = now;
    const bool acknowledged = alert.acknowledged_by.has_value() && !rose;
    if (rose) {
      alert.acknowledged_by.reset();
      alert.acknowledged_at.reset();
      alert.silenced_until.reset();
      alert.muted = false;
    }
    if (fresh || began_again) alert.muted = is_muted(alert);
    if (c.finding.ends_at) {
      const bool done = acknowledged || alert.priority == domain::Priority::caution || alert.muted;
      alert.state = done ? AlertState::rectified : AlertState::rectified_unacknowledged;
    } else {
      alert.state = acknowledged ? AlertState::acknowledged : AlertState::unacknowledged;
    }
    touched.push_back(c.number);
  }
  make_room();
  return touched;
}

Alert* AlertBook::change(std::uint64_t number, Instant now) {
  const auto at = alerts_.find(number);
  if (at == alerts_.end()) return nullptr;
  at->second.changed_at = now;
  return &at->second;
}

Result<void> AlertBook::acknowledge(std::uint64_t number, std::string_view by, Instant now) {
  Alert* alert = change(number, now);
  if (alert == nullptr) return unknown(number);
  if (alert->acknowledged_by) {
    return fail(ErrorCode::conflict,
                fmt::format("alert `{}` was acknowledged by `{}` already", number, *alert->acknowledged_by));
  }
  alert->acknowledged_by = std::string(by);
  alert->acknowledged_at = now;
  alert->silenced_until.reset();
  alert->state = alert->is_over() ? AlertState::rectified : AlertState::acknowledged;
  return {};
}

Result<void> AlertBook::silence(std::uint64_t number, std::string_view, Instant now, Duration length) {
  Alert* alert = change(number, now);
  if (alert == nullptr) return unknown(number);
  if (length.count() <= 0) return fail(ErrorCode::invalid_argument, "the length of a silence is not above zero");
  if (alert->acknowledged_by || alert->state == AlertState::rectified) {
    return fail(ErrorCode::conflict, fmt::format("alert `{}` makes no sound any more", number));
  }
  alert->silenced_until = now + std::min(length, limits_.silence_max);
  return {};
}

Result<void> AlertBook::mute(std::uint64_t number, std::string_view by, Instant now, Instant until) {
  Alert* alert = change(number, now);
  if (alert == nullptr) return unknown(number);
  if (alert->priority == domain::Priority::emergency) {
    return fail(ErrorCode::conflict,
                fmt::format("alert `{}` is an emergency: it can be acknowledged, not muted", number));
  }
  if (until <= alert->begins_at) {
    return fail(ErrorCode::invalid_argument, "the mute would end before the behaviour began");
  }
  std::erase_if(mutes_, [&](const Mute& m) { return m.rule == alert->rule && m.tracks == alert->tracks; });
  if (mutes_.size() >= limits_.mutes_max) {
    mutes_.erase(std::ranges::min_element(mutes_, {}, [](const Mute& m) { return m.until; }));
  }
  mutes_.push_back({alert->rule, alert->tracks, until, std::string(by)});
  alert->muted = true;
  if (alert->state == AlertState::rectified_unacknowledged) alert->state = AlertState::rectified;
  return {};
}

Result<void> AlertBook::unmute(std::uint64_t number, std::string_view, Instant now) {
  Alert* alert = change(number, now);
  if (alert == nullptr) return unknown(number);
  if (!alert->muted) return fail(ErrorCode::conflict, fmt::format("alert `{}` is not muted", number));
  std::erase_if(mutes_, [&](const Mute& m) { return m.rule == alert->rule && m.tracks == alert->tracks; });
  alert->muted = false;
  return {};
}

Result<void> AlertBook::judge(std::uint64_t number, std::string_view by, Instant now, bool useful,
                              std::string_view reason) {
  Alert* alert = change(number, now);
  if (alert == nullptr) return unknown(number);
  if (!useful && reason.empty()) {
    return fail(ErrorCode::invalid_argument, "a judgement of noise needs its reason, for whoever owns the rule");
  }
  Precision& p = precision_[{alert->rule, alert->rule_version}];
  if (alert->judgement) --(alert->judgement->useful ? p.useful : p.noise);
  ++(useful ? p.useful : p.noise);
  alert->judgement = Judgement{useful, std::string(reason.substr(0, kReasonMax)), std::string(by), now};
  return {};
}

Result<void> AlertBook::take_over(std::uint64_t number, std::string_view by, Instant now) {
  Alert* alert = change(number, now);
  if (alert == nullptr) return unknown(number);
  alert->responsible = std::string(by);
  return {};
}

std::size_t AlertBook::hand_over(std::string_view from, std::string_view to, Instant now) {
  std::size_t count = 0;
  for (auto& [number, alert] : alerts_) {
    if (alert.state == AlertState::rectified || (alert.responsible && *alert.responsible != from)) continue;
    alert.responsible = std::string(to);
    alert.changed_at = now;
    ++count;
  }
  return count;
}

const Alert* AlertBook::find(std::uint64_t number) const {
  const auto at = alerts_.find(number);
  return at == alerts_.end() ? nullptr : &at->second;
}

std::vector<const Alert*> AlertBook::open() const {
  std::vector<const Alert*> list;
  for (const auto& [number, alert] : alerts_) {
    if (alert.state != AlertState::rectified) list.push_back(&alert);
  }
  const auto rank = [](const Alert* a) {
    return std::tuple(-static_cast<int>(a->priority), static_cast<int>(a->muted),
                      static_cast<int>(a->acknowledged_by.has_value()), -a->raised_at.unix_ms(),
                      -static_cast<std::int64_t>(a->number));
  };
  std::ranges::sort(list, {}, rank);
  return list;
}

bool AlertBook::is_muted(const Alert& alert) const {
  if (alert.priority == domain::Priority::emergency) return false;
  return std::ranges::any_of(mutes_, [&](const Mute& m) {
    return m.rule == alert.rule && m.tracks == alert.tracks && alert.begins_at < m.until;
  });
}

void AlertBook::moved(domain::TrackId from, domain::TrackId to) {
  for (Mute& m : mutes_) std::ranges::replace(m.tracks, from, to);
  for (auto& [number, alert] : alerts_) std::ranges::replace(alert.tracks, from, to);
}

void AlertBook::make_room() {
  // The oldest that are over go first; an open alert is never dropped, because the Watch bounds those.
  for (auto it = alerts_.begin(); it != alerts_.end() && alerts_.size() > limits_.kept_max;) {
    it = it->second.state == AlertState::rectified ? alerts_.erase(it) : std::next(it);
  }
}

void AlertBook::save(wire::ByteWriter& out) const {
  out.u8(kVersion);
  Out write(out);
  out.varint(alerts_.size());
  for (const auto& [number, alert] : alerts_) archive(write, const_cast<Alert&>(alert));  // writing changes nothing
  out.varint(mutes_.size());
  for (const Mute& m : mutes_) write(m.rule, m.tracks, m.until, m.by);
  out.varint(precision_.size());
  for (const auto& [key, p] : precision_) write(key, p.raised, p.useful, p.noise);
}

Result<AlertBook> AlertBook::restore(wire::ByteReader& in, AlertLimits limits) {
  if (in.u8() != kVersion) return fail(ErrorCode::newer_version, "state of alerts: written by a newer version");
  AlertBook book(limits);
  In read(in);
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    Alert alert;
    archive(read, alert);
    if (!book.alerts_.empty() && book.alerts_.rbegin()->first >= alert.number) in.fail();
    book.alerts_.emplace(alert.number, std::move(alert));
  }
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    Mute& m = book.mutes_.emplace_back();
    read(m.rule, m.tracks, m.until, m.by);
  }
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    std::pair<std::string, std::uint32_t> key;
    Precision p;
    read(key, p.raised, p.useful, p.noise);
    if (p.useful > p.raised || p.noise > p.raised - p.useful) in.fail();
    book.precision_.emplace(std::move(key), p);
  }
  if (!in.ok()) return fail(ErrorCode::corrupt, "state of alerts: ill-formed");
  return book;
}

}  // namespace fairlead::behaviour
