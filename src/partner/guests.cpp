// SPDX-License-Identifier: Apache-2.0
#include "guests.hpp"

#include <algorithm>

#include "http/fields.hpp"

namespace fairlead::partner {

using accounts::NotAdmitted;
using accounts::Permission;

namespace {

constexpr std::int64_t kForgetNs = 600'000'000'000;

}  // namespace

Proof Proof::of(const http::Request& request, std::optional<Digest> certificate) {
  Proof proof;
  if (const auto token = http::bearer_token(request.authorization)) proof.token = accounts::Secret(std::string(*token));
  // Something that is no bearer token is a proof that fails, not the absence of one.
  if (!request.authorization.empty() && proof.token.view().empty()) proof.token = accounts::Secret("-");
  proof.certificate = certificate;
  return proof;
}

accounts::Admission Guests::admit(const Proof& proof) const {
  const auto sharing = inputs_.sharing();
  if (!sharing || !sharing->accounts) return std::unexpected(NotAdmitted::unknown);
  const accounts::AccountBook& book = *sharing->accounts;
  const Instant now = Instant::from_unix_ms(inputs_.clock->now_ms());
  accounts::Admission actor = std::unexpected(NotAdmitted::nothing_given);
  if (!proof.token.view().empty()) {
    actor = book.by_token(proof.token.view(), now);
  } else if (proof.certificate) {
    actor = book.by_certificate(*proof.certificate);
  }
  if (!actor) return actor;
  const bool welcome = actor->role() == accounts::Role::partner && actor->agency() &&
                       actor->may(Permission::follow_feed, now) == accounts::Allowed::yes;
  if (!welcome) return std::unexpected(NotAdmitted::unknown);
  return actor;
}

bool Guests::arrive(const std::string& account) {
  Guest& guest = guests_[account];
  if (guest.connections >= limits_.account_connections_max) return false;
  ++guest.connections;
  return true;
}

void Guests::leave(const std::string& account) {
  const auto found = guests_.find(account);
  if (found != guests_.end() && found->second.connections > 0) --found->second.connections;
}

bool Guests::Bucket::take(double rate, double burst, std::int64_t now_ns) {
  if (at_ns == 0) {
    tokens = burst;
  } else {
    tokens = std::min(burst, tokens + rate * static_cast<double>(now_ns - at_ns) / 1e9);
  }
  at_ns = now_ns;
  if (tokens < 1) return false;
  tokens -= 1;
  return true;
}

bool Guests::may_begin_stream(const std::string& account, std::int64_t now_ns) {
  return guests_[account].streams.take(limits_.account_streams_per_s, limits_.account_streams_burst, now_ns);
}

bool Guests::may_ask(const std::string& account, std::int64_t now_ns) {
  return guests_[account].requests.take(limits_.account_requests_per_s, limits_.account_requests_burst, now_ns);
}

void Guests::sweep(std::int64_t now_ns) {
  std::erase_if(guests_, [&](const auto& entry) {
    const Guest& guest = entry.second;
    return guest.connections == 0 && now_ns - std::max(guest.streams.at_ns, guest.requests.at_ns) > kForgetNs;
  });
}

}  // namespace fairlead::partner
