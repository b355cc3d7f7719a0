// SPDX-License-Identifier: Apache-2.0
// Counters and condition of one source.
#include "meter.hpp"

#include <algorithm>

namespace fairlead::intake {

namespace {
constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr std::int64_t kSecondNs = 1'000'000'000;
}  // namespace

Meter::Meter(domain::Source source, const WallClock& wall, const SteadyClock& steady)
    : source_(std::move(source)), wall_(wall), steady_(steady), condition_(std::make_shared<const Condition>()) {}

void Meter::decoded(const decode::Counters& before, const decode::Counters& after) {
  const auto sum = [](const decode::Counters& c) {
    return c.sentences + c.nmea_records + c.nmea_rejected + c.other_sentences;
  };
  for (std::size_t reason = 0; reason < decode::kRejectionCount; ++reason) {
    if (after.rejected[reason] != before.rejected[reason]) {
      add(rejected_[reason], after.rejected[reason] - before.rejected[reason]);
    }
  }
  add(nmea_rejected_, after.nmea_rejected - before.nmea_rejected);
  add(no_sentence_, after.garbage_lines - before.garbage_lines);
  add(messages_, after.messages - before.messages);
  heard(sum(after) - sum(before));
}

void Meter::decoded(const decode::ForeignCounters& before, const decode::ForeignCounters& after) {
  for (std::size_t reason = 0; reason < decode::kForeignRejectionCount; ++reason) {
    if (after.rejected[reason] != before.rejected[reason]) {
      add(foreign_rejected_[reason], after.rejected[reason] - before.rejected[reason]);
    }
  }
  add(targeting_fields_, after.targeting_fields - before.targeting_fields);
  add(messages_, after.observations + after.scans - before.observations - before.scans);
  heard(after.records - before.records);
}

void Meter::heard(std::uint64_t sentences) {
  if (sentences == 0) return;
  add(sentences_, sentences);
  last_sentence_ms_.store(wall_.now_ms(), kRelaxed);
  const auto now = steady_.now_ns() / kSecondNs;
  if (first_sentence_second_.load(kRelaxed) < 0) first_sentence_second_.store(now, kRelaxed);
  auto& second = seconds_[static_cast<std::size_t>(now) % seconds_.size()];
  if (second.at.load(kRelaxed) != now) {
    second.count.store(0, kRelaxed);
    second.at.store(now, kRelaxed);
  }
  add(second.count, sentences);
}

void Meter::set(domain::SourceState state, std::string detail) {
  const auto old = condition_.get();
  if (old->state == state && old->detail == detail) return;
  condition_.set(std::make_shared<const Condition>(Condition{state, std::move(detail)}));
}

double Meter::rate() const {
  const auto now = steady_.now_ns() / kSecondNs;
  const auto first = first_sentence_second_.load(kRelaxed);
  if (first < 0) return 0;
  std::uint64_t sum = 0;
  for (const auto& second : seconds_) {
    const auto at = second.at.load(kRelaxed);
    if (at > now - kWindowSeconds && at <= now) sum += second.count.load(kRelaxed);
  }
  return static_cast<double>(sum) / static_cast<double>(std::clamp<std::int64_t>(now - first + 1, 1, kWindowSeconds));
}

domain::SourceHealth Meter::read() const {
  domain::SourceHealth health;
  const auto condition = condition_.get();
  health.source = source_;
  health.state = condition->state;
  health.detail = condition->detail;
  const auto last = last_sentence_ms_.load(kRelaxed);
  if (last >= 0) health.last_sentence_at = Instant::from_unix_ms(last);
  health.sentences_per_second = rate();
  health.bytes_total = bytes_.load(kRelaxed);
  health.sentences_total = sentences_.load(kRelaxed);
  health.messages_total = messages_.load(kRelaxed);
  health.observations_total = observations_.load(kRelaxed);
  health.reconnects_total = reconnects_.load(kRelaxed);
  for (std::size_t reason = 0; reason < decode::kRejectionCount; ++reason) {
    const auto count = rejected_[reason].load(kRelaxed);
    if (count > 0) health.rejected.emplace(decode::to_text(static_cast<decode::Rejection>(reason)), count);
  }
  for (std::size_t reason = 0; reason < decode::kForeignRejectionCount; ++reason) {
    const auto count = foreign_rejected_[reason].load(kRelaxed);
    if (count > 0) health.rejected.emplace(decode::to_text(static_cast<decode::ForeignRejection>(reason)), count);
  }
  if (const auto count = targeting_fields_.load(kRelaxed)) health.rejected.emplace("targeting_field", count);
  if (const auto count = nmea_rejected_.load(kRelaxed)) health.rejected.emplace("bad_nmea", count);
  if (const auto count = no_sentence_.load(kRelaxed)) health.rejected.emplace("no_sentence", count);
  return health;
}

}  // namespace fairlead::intake
