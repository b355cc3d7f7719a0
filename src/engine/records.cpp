// SPDX-License-Identifier: Apache-2.0
#include "records.hpp"

#include <algorithm>
#include <array>

#include "base/assert.hpp"
#include "leaks.hpp"

namespace fairlead::engine {
namespace {

constexpr Duration kClockEvery = std::chrono::minutes(1);
constexpr std::uint64_t kTicksPerStep = 60;

Instant floor_to(Instant at, Duration step) {
  const std::int64_t ms = at.unix_ms();
  return Instant::from_unix_ms(ms - ((ms % step.count()) + step.count()) % step.count());
}

ledger::SaltStream::Seed derived(const ledger::SaltStream::Seed& from, std::string_view what,
                                 std::string_view which = {}) {
  wire::ByteWriter out;
  out.raw({reinterpret_cast<const char*>(from.data()), from.size()});
  out.text(what);
  out.text(which);
  return sha256(out.view());
}

ledger::Ledger make_home(std::string_view origin) {
  auto made = ledger::Ledger::create(origin);
  FL_ASSERT(made.has_value());  // the key's name was checked when the key was read
  return std::move(*made);
}

}  // namespace

Records::Records(std::string_view origin, const PartnerLogPlan& plan) : home_(make_home(origin)), plan_(plan) {}

void Records::begin(Instant now, const ledger::SaltStream::Seed& seed) {
  now_ = std::max(now_, now);  // the log's time never goes back, whatever the clock does
  seed_ = seed;
  salts_ = ledger::SaltStream(seed);
}

std::uint64_t Records::add(ledger::Content content) {
  waiting_.push_back({salts_.next(), ledger::canonical_bytes({now_, std::move(content)})});
  return home_.size() + waiting_.size() - 1;
}

void Records::open_log(const std::string& agency) {
  if (partners_.contains(agency)) return;
  auto made = ledger::ClockedLog::create(home_.origin() + '/' + agency,
                                         {floor_to(now_, plan_.tick), plan_.tick, plan_.capacity}, plan_.waiting_max);
  FL_ASSERT(made.has_value());
  partners_.emplace(agency, PartnerLog{std::move(*made), derived(seed_, "log", agency), 0});
}

Result<Digest> Records::offer(const std::string& agency, Instant at, const ledger::Delivery& delivery) {
  const auto found = partners_.find(agency);
  FL_ASSERT(found != partners_.end());
  PartnerLog& partner = found->second;
  ledger::Salt salt = ledger::SaltStream(derived(partner.secret, "entry", std::to_string(partner.offered++))).next();
  if (FL_LEAK(salts_shared_with_home)) salt = salts_.next();
  const std::string record = ledger::canonical_bytes({at, delivery});
  FL_TRY([[maybe_unused]] const std::uint64_t ticket, partner.log.offer(salt, record));
  return ledger::commitment(salt, record);
}

void Records::close_ticks(LogKeys& keys, std::vector<LogWrites>& writes) {
  for (auto& [agency, partner] : partners_) {
    ledger::ClockedLog& log = partner.log;
    const std::array<const ledger::Signer*, 1> signers{&keys.of(log.ledger().origin())};
    // After a long rest the log catches up over several steps, so that none of them takes long.
    const Instant until = std::min(now_, log.plan().end_of(log.ticks() + kTicksPerStep));
    ledger::SaltStream padding(derived(partner.secret, "padding"));
    if (FL_LEAK(padding_salts_of_home)) padding = salts_;
    if (FL_LEAK(log_waits_while_home_is_busy) && waiting_.size() > 1) continue;
    auto closed = log.close(until, padding, signers);
    FL_ASSERT(closed.has_value());  // the key is there, and records were measured when they were offered
    for (ledger::Writes& one : closed->writes) writes.push_back({agency, std::move(one)});
    if (!closed->checkpoint) continue;
    partner.secret = derived(partner.secret, "next");
    partner.offered = 0;
    const ledger::Checkpoint& newest = closed->checkpoint->checkpoint;
    add(ledger::PartnerCheckpoint{agency, newest.origin, newest.size, newest.root});
  }
}

std::vector<LogWrites> Records::finish(LogKeys* keys, bool ticks) {
  std::vector<LogWrites> writes;
  if (FL_LEAK(padding_tells_of_home) && keys != nullptr && ticks) {
    for (auto& [agency, partner] : partners_) {
      for (std::size_t i = 0; i < waiting_.size(); ++i) (void)offer(agency, now_, {});
    }
  }
  if (keys != nullptr && ticks) close_ticks(*keys, writes);
  if (waiting_.empty()) return writes;
  if (const Instant minute = floor_to(now_, kClockEvery); keys != nullptr && minute > clock_minute_) {
    clock_minute_ = minute;
    const auto& last = home_.last_checkpoint();
    if (last) {
      add(ledger::Clock{static_cast<std::uint64_t>(minute.unix_ms() / kClockEvery.count()), last->size, last->root});
    }
  }
  std::vector<ledger::Item> items;
  items.reserve(waiting_.size());
  for (const Waiting& one : waiting_) items.push_back({one.salt, one.record});
  auto appended = home_.append(items);
  FL_ASSERT(appended.has_value());
  waiting_.clear();
  writes.push_back({"home", std::move(appended->writes)});
  if (keys != nullptr) {
    const std::array<const ledger::Signer*, 1> signers{&keys->of(home_.origin())};
    auto signed_now = home_.checkpoint(now_, signers);
    FL_ASSERT(signed_now.has_value());
    writes.push_back({"home", std::move(signed_now->writes)});
  }
  return writes;
}

void Records::save(wire::ByteWriter& out) const {
  FL_ASSERT(waiting_.empty());
  out.text(home_.state());
  out.instant(now_);
  out.instant(clock_minute_);
  out.varint(partners_.size());
  for (const auto& [agency, partner] : partners_) {
    out.text(agency);
    out.text(partner.log.state());
    out.raw({reinterpret_cast<const char*>(partner.secret.data()), partner.secret.size()});
    out.varint(partner.offered);
  }
}

Result<void> Records::restore(wire::ByteReader& in) {
  FL_TRY(home_, ledger::Ledger::restore(in.text()));
  now_ = in.instant();
  clock_minute_ = in.instant();
  partners_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    std::string agency(in.text());
    FL_TRY(ledger::ClockedLog log, ledger::ClockedLog::restore(in.text()));
    PartnerLog partner{std::move(log), {}, 0};
    if (const std::string_view secret = in.raw(partner.secret.size()); secret.size() == partner.secret.size()) {
      std::ranges::copy(secret, partner.secret.begin());
    }
    partner.offered = in.varint();
    partners_.emplace(std::move(agency), std::move(partner));
  }
  return {};
}

}  // namespace fairlead::engine
