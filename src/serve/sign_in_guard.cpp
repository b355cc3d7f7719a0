// SPDX-License-Identifier: Apache-2.0
#include "sign_in_guard.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include <arpa/inet.h>

#include "base/digest.hpp"
#include "base/text.hpp"

namespace fairlead::serve {
namespace {

// An IPv6 client can choose among the addresses of its /64.
std::string key_of_address(std::string_view address) {
  in6_addr parts{};
  if (::inet_pton(AF_INET6, std::string(address.substr(0, address.find('%'))).c_str(), &parts) != 1) {
    return std::string(address);
  }
  const std::span<const std::uint8_t> bytes(parts.s6_addr);
  return IN6_IS_ADDR_V4MAPPED(&parts) ? hex(bytes.subspan(12)) : hex(bytes.first(8));
}

std::string key_of_account(std::string_view account) { return to_lower(trim(account)).substr(0, 64); }

std::string key_of_both(std::string_view account, std::string_view address) {
  return key_of_account(account) + '\n' + key_of_address(address);
}

}  // namespace

double SignInGuard::left(Buckets& buckets, const std::string& key, double full) {
  const auto found = buckets.find(key);
  if (found == buckets.end()) return full;
  const std::int64_t now = clock_.now_ns();
  const double seconds = static_cast<double>(now - found->second.at_ns) / 1e9;
  found->second = {std::min(full, found->second.left + seconds / static_cast<double>(limits_.one_more_every.count())),
                   now};
  return found->second.left;
}

void SignInGuard::take(Buckets& buckets, const std::string& key, double full) {
  const double rest = left(buckets, key, full) - 1;
  buckets[key] = {std::max(0.0, rest), clock_.now_ns()};
  if (buckets.size() <= limits_.remembered_max) return;
  buckets.erase(std::ranges::max_element(buckets, {}, [](const auto& entry) { return entry.second.left; }));
}

std::chrono::seconds SignInGuard::until_one(double left) const {
  const double seconds = (1 - left) * static_cast<double>(limits_.one_more_every.count());
  return std::chrono::seconds(std::max<std::int64_t>(1, std::llround(std::ceil(seconds))));
}

bool SignInGuard::is_known(std::string_view account, std::string_view address) const {
  return known_.contains(key_of_both(account, address));
}

std::optional<std::chrono::seconds> SignInGuard::must_wait(std::string_view account, std::string_view address) {
  const double of_address = left(addresses_, key_of_address(address), limits_.failures_of_address);
  if (of_address < 1) return until_one(of_address);
  if (account.empty() || is_known(account, address)) return std::nullopt;
  const double of_account = left(accounts_, key_of_account(account), limits_.failures_of_account);
  if (of_account < 1) return until_one(of_account);
  return std::nullopt;
}

void SignInGuard::failed(std::string_view account, std::string_view address) {
  take(addresses_, key_of_address(address), limits_.failures_of_address);
  if (!account.empty() && !is_known(account, address)) {
    take(accounts_, key_of_account(account), limits_.failures_of_account);
  }
}

void SignInGuard::succeeded(std::string_view account, std::string_view address) {
  // What the address has lost stays lost: or whoever has one account could guess at others without end.
  if (account.empty()) return;
  known_[key_of_both(account, address)] = clock_.now_ns();
  if (known_.size() <= limits_.remembered_max) return;
  known_.erase(std::ranges::min_element(known_, {}, [](const auto& entry) { return entry.second; }));
}

}  // namespace fairlead::serve
