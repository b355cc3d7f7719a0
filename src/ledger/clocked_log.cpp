// SPDX-License-Identifier: Apache-2.0
#include "ledger/clocked_log.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "ledger/record.hpp"
#include "wire/bytes.hpp"

namespace fairlead::ledger {
namespace {

constexpr std::uint8_t kStateVersion = 1;

Result<void> check_plan(const PaddingPlan& plan, std::uint32_t waiting_max) {
  if (plan.length.count() < 1 || plan.length > std::chrono::hours(24)) {
    return fail(ErrorCode::invalid_argument, "the tick of a log lasts from 1 ms to 24 h");
  }
  if (plan.capacity == 0 || plan.capacity > 65536) {
    return fail(ErrorCode::invalid_argument, "the tick of a log has 1 to 65536 entries");
  }
  if (waiting_max > 1'000'000) return fail(ErrorCode::invalid_argument, "at most 1000000 entries wait for a tick");
  return {};
}

}  // namespace

std::uint64_t PaddingPlan::ticks_at(Instant now) const {
  return now <= start ? 0 : static_cast<std::uint64_t>((now - start).count() / length.count());
}

Instant PaddingPlan::end_of(std::uint64_t tick) const { return start + length * static_cast<std::int64_t>(tick); }

std::uint64_t PaddingPlan::missing(std::uint64_t size, Instant now) const {
  const std::uint64_t wanted = size_after(ticks_at(now));
  return wanted > size ? wanted - size : 0;
}

Result<ClockedLog> ClockedLog::create(std::string_view origin, const PaddingPlan& plan, std::uint32_t waiting_max) {
  FL_CHECK(check_plan(plan, waiting_max));
  FL_TRY(Ledger ledger, Ledger::create(origin));
  return ClockedLog(std::move(ledger), plan, waiting_max);
}

Result<std::uint64_t> ClockedLog::offer(const Salt& salt, std::string_view record) {
  if (record.size() > kRecordBytesMax) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("a record has {} bytes; at most {} fit into the ledger", record.size(), kRecordBytesMax));
  }
  if (waiting_.size() >= waiting_max_) {
    return fail(ErrorCode::full, fmt::format("{} entries wait for a tick of `{}`; nothing can be released to it until "
                                             "they have their place",
                                             waiting_.size(), ledger_.origin()));
  }
  waiting_.push_back({salt, std::string(record)});
  return tickets_++;
}

Result<TicksClosed> ClockedLog::close(Instant now, SaltStream& salts, std::span<const Signer* const> signers) {
  TicksClosed result;
  const std::uint64_t ended = plan_.ticks_at(now);
  const std::uint64_t last = std::min(ended, ticks_ + kTicksMax);
  if (ended <= ticks_) return result;
  // Without a key nothing changes: the checkpoint must not fail behind the entries.
  const bool own = std::any_of(signers.begin(), signers.end(),
                               [&](const Signer* signer) { return signer->verifier().name() == ledger_.origin(); });
  if (!own) {
    return fail(ErrorCode::invalid_argument, fmt::format("no key is named `{}`, as the log is", ledger_.origin()));
  }
  result.ticks_left = ended - last;
  for (; ticks_ < last; ++ticks_) {
    const std::size_t real = std::min<std::size_t>(waiting_.size(), plan_.capacity);
    const std::string padding = canonical_bytes({plan_.end_of(ticks_ + 1), Padding{}});
    std::vector<Item> items(plan_.capacity);
    for (std::size_t i = 0; i < items.size(); ++i) {
      items[i] = i < real ? Item{waiting_[i].salt, waiting_[i].record} : Item{salts.next(), padding};
    }
    const std::uint64_t first_ticket = tickets_ - waiting_.size();
    FL_TRY(Appended appended, ledger_.append(items));
    for (std::size_t i = 0; i < real; ++i) result.placed.push_back({first_ticket + i, appended.first + i});
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(real));
    result.writes.push_back(std::move(appended.writes));
  }
  // The time of the tick, not that of the call: when we were late is nobody's business.
  FL_TRY(result.checkpoint, ledger_.checkpoint(plan_.end_of(ticks_), signers));
  result.writes.push_back(std::move(result.checkpoint->writes));
  result.checkpoint->writes = {};
  return result;
}

std::string ClockedLog::state() const {
  wire::ByteWriter out;
  out.u8(kStateVersion);
  out.text(ledger_.state());
  out.instant(plan_.start);
  out.varint(static_cast<std::uint64_t>(plan_.length.count()));
  out.varint(plan_.capacity);
  out.varint(waiting_max_);
  out.varint(ticks_);
  out.varint(tickets_);
  out.varint(waiting_.size());
  for (const Waiting& one : waiting_) {
    out.raw({reinterpret_cast<const char*>(one.salt.data()), one.salt.size()});
    out.text(one.record);
  }
  return out.take();
}

Result<ClockedLog> ClockedLog::restore(std::string_view state) {
  const auto bad = [] { return fail(ErrorCode::corrupt, "the saved state of a partner's log is ill-formed"); };
  wire::ByteReader in(state);
  if (const std::uint8_t version = in.u8(); in.ok() && version != kStateVersion) {
    return fail(ErrorCode::newer_version, fmt::format("the saved state of a partner's log has version {}", version));
  }
  FL_TRY(Ledger ledger, Ledger::restore(in.text()));
  PaddingPlan plan;
  plan.start = in.instant();
  plan.length = Duration(in.number<std::int64_t>());
  plan.capacity = in.number<std::uint32_t>();
  const auto waiting_max = in.number<std::uint32_t>();
  if (!in.ok() || !check_plan(plan, waiting_max)) return bad();
  ClockedLog log(std::move(ledger), plan, waiting_max);
  log.ticks_ = in.varint();
  log.tickets_ = in.varint();
  const std::size_t count = in.count(kSaltBytes + 1);
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    Waiting one{};
    const std::string_view salt = in.raw(kSaltBytes);
    if (salt.size() == kSaltBytes) std::memcpy(one.salt.data(), salt.data(), kSaltBytes);
    one.record = in.text();
    log.waiting_.push_back(std::move(one));
  }
  if (!in.ok() || !in.at_end() || log.tickets_ < count || count > waiting_max) return bad();
  if (log.ledger_.size() != plan.size_after(log.ticks_)) return bad();
  return log;
}

}  // namespace fairlead::ledger
