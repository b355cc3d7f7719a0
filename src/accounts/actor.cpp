// SPDX-License-Identifier: Apache-2.0
#include "accounts/actor.hpp"

#include <array>

#include <fmt/format.h>

#include "accounts/account_book.hpp"
#include "bytes.hpp"

namespace fairlead::accounts {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::array<std::string_view, kMethods> kMethodNames = {
    "password", "oidc", "certificate", "token", "one_time_code", "first_start", "console", "demo", "automatic"};

// The account that a method without one stands under.
std::optional<std::string_view> stands_for(Method method) {
  switch (method) {
    case Method::first_start:
      return kFirstStart;
    case Method::console:
      return kConsole;
    case Method::demo:
      return kDemo;
    case Method::automatic:
      return kAutomatic;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string_view name(Method method) { return kMethodNames[static_cast<std::size_t>(method)]; }
std::optional<Method> method_from(std::string_view word) {
  for (std::size_t i = 0; i < kMethods; ++i) {
    if (kMethodNames[i] == word) return static_cast<Method>(i);
  }
  return std::nullopt;
}

Actor::Actor(std::string account, Role role, Method method)
    : account_(std::move(account)), role_(role), method_(method) {}

Actor Actor::first_start() { return Actor(std::string(kFirstStart), Role::administrator, Method::first_start); }

Actor Actor::console(Instant now) {
  Actor actor(std::string(kConsole), Role::administrator, Method::console);
  actor.permissions_ = permissions_of(Role::administrator);
  actor.confirmed_at_ = now;
  return actor;
}

Actor Actor::demo(Role role, Instant now, std::optional<std::string> agency) {
  Actor actor(std::string(kDemo), role, Method::demo);
  actor.permissions_ = permissions_of(role);
  actor.confirmed_at_ = now;
  actor.agency_ = std::move(agency);
  return actor;
}

Actor Actor::automatic() { return Actor(std::string(kAutomatic), Role::administrator, Method::automatic); }

bool Actor::is_fresh() const {
  return session_ == 0 && token_.empty() && (method_ == Method::password || method_ == Method::oidc);
}

Allowed Actor::may(Permission permission, Instant now) const {
  if (!permissions_.has(permission)) return Allowed::no;
  if (!is_confirmed(permission)) return Allowed::yes;
  if (!confirmed_at_ || *confirmed_at_ > now + kClockSlack || *confirmed_at_ + kConfirmWithin < now) {
    return Allowed::confirm_first;
  }
  return Allowed::yes;
}

Result<void> Actor::check(Permission permission, Instant now) const {
  switch (may(permission, now)) {
    case Allowed::yes:
      return {};
    case Allowed::confirm_first:
      return fail(ErrorCode::unsupported,
                  fmt::format("`{}` asks for a sign-in within the last {}; sign in again and repeat it",
                              name(permission), to_text(kConfirmWithin)));
    case Allowed::no:
      break;
  }
  if (accounts::may(role_, permission) && method_ == Method::token) {
    return fail(ErrorCode::unsupported, fmt::format("this token is not for `{}`", name(permission)));
  }
  if (accounts::may(role_, permission) && method_ == Method::certificate) {
    return fail(ErrorCode::unsupported,
                fmt::format("`{}` asks for a person; a certificate is not enough", name(permission)));
  }
  return fail(ErrorCode::unsupported,
              fmt::format("`{}` is not for the role `{}` of `{}`", name(permission), name(role_), account_));
}

void write(wire::ByteWriter& out, const Actor& actor) {
  out.u8(kVersion);
  out.text(actor.account_);
  out.u8(static_cast<std::uint8_t>(actor.role_));
  out.optional(actor.agency_, [&](const std::string& agency) { out.text(agency); });
  out.u8(static_cast<std::uint8_t>(actor.method_));
  out.varint(actor.session_);
  out.text(actor.token_);
  out.optional(actor.certificate_, [&](const Digest& fingerprint) { write_digest(out, fingerprint); });
  out.varint(actor.permissions_.bits());
  out.optional(actor.confirmed_at_, [&](Instant at) { out.instant(at); });
}

Actor read_actor(wire::ByteReader& in) {
  if (in.u8() != kVersion) in.fail();
  Actor actor = Actor::automatic();
  actor.account_ = read_name(in);
  actor.role_ = read_role(in);
  actor.agency_ = read_agency(in);
  const std::uint8_t method = in.u8();
  if (method >= kMethods) in.fail();
  actor.session_ = in.varint();
  actor.token_ = in.text();
  actor.certificate_ = in.optional([&] { return read_digest(in); });
  actor.permissions_ = read_permissions(in);
  actor.confirmed_at_ = in.optional([&] { return read_instant(in); });
  if (!in.ok()) return Actor::automatic();
  actor.method_ = static_cast<Method>(method);
  const auto stands = stands_for(actor.method_);
  const bool named = stands ? actor.account_ == *stands : !is_reserved(actor.account_);
  const bool agency = actor.agency_.has_value() == (actor.role_ == Role::partner);
  const bool token = actor.method_ == Method::token ? is_token_id(actor.token_) : actor.token_.empty();
  const bool session = actor.session_ == 0 || actor.method_ == Method::password || actor.method_ == Method::oidc;
  const bool certificate = actor.certificate_.has_value() == (actor.method_ == Method::certificate);
  if (!named || !agency || !token || !session || !certificate) {
    in.fail();
    return Actor::automatic();
  }
  return actor;
}

}  // namespace fairlead::accounts
