// SPDX-License-Identifier: Apache-2.0
#include "accounts/change.hpp"

#include <array>

#include "accounts/passwords.hpp"
#include "bytes.hpp"

namespace fairlead::accounts {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::array<std::string_view, std::variant_size_v<Change>> kNames = {
    "create_account", "rename",       "change_role",      "set_password",       "invite",        "link_oidc",
    "unlink_oidc",    "admit_oidc",   "bind_certificate", "unbind_certificate", "disable",       "enable",
    "issue_token",    "revoke_token", "open_session",     "confirm_session",    "close_session", "close_sessions_of"};

// Each field once, for writing and for reading: `Fields` is a Writing or a Reading.
template <class Fields>
void fields(Fields& f, auto& c) {
  using C = std::remove_cvref_t<decltype(c)>;
  if constexpr (requires { c.account; }) f.name(c.account);
  if constexpr (requires { c.display_name; }) f.plain(c.display_name);
  if constexpr (requires { c.role; }) f.role(c.role);
  if constexpr (requires { c.agency; }) f.agency(c.agency);
  if constexpr (requires { c.password_hash; }) f.password(c.password_hash);
  if constexpr (requires { c.same_password; }) f.boolean(c.same_password);
  if constexpr (requires { c.issuer; }) f.text(c.issuer, kIssuerMax);
  if constexpr (requires { c.subject; }) f.text(c.subject, kSubjectMax);
  if constexpr (requires { c.code_hash; }) f.digest(c.code_hash);
  if constexpr (requires { c.fingerprint; }) f.digest(c.fingerprint);
  if constexpr (requires { c.token; }) f.token(c.token);
  if constexpr (requires { c.hash; }) f.digest(c.hash);
  if constexpr (requires { c.label; }) f.plain(c.label);
  if constexpr (requires { c.scopes; }) f.scopes(c.scopes);
  if constexpr (requires { c.expires_at; }) f.instant(c.expires_at);
  if constexpr (requires { c.session; }) f.number(c.session);
  if constexpr (requires { c.seen; }) f.seen(c.seen);
  static_assert(!std::is_empty_v<C>);
}

struct Writing {
  wire::ByteWriter& out;
  void name(const std::string& v) { out.text(v); }
  void plain(const std::string& v) { out.text(v); }
  void text(const std::string& v, std::size_t) { out.text(v); }
  void token(const std::string& v) { out.text(v); }
  void role(Role v) { out.u8(static_cast<std::uint8_t>(v)); }
  void agency(const std::optional<std::string>& v) { optional_text(v); }
  void password(const std::optional<std::string>& v) { optional_text(v); }
  void boolean(bool v) { out.boolean(v); }
  void digest(const Digest& v) { write_digest(out, v); }
  void scopes(Permissions v) { out.varint(v.bits()); }
  void instant(Instant v) { out.instant(v); }
  void number(std::uint64_t v) { out.varint(v); }
  void seen(const Seen& v) {
    out.optional(v, [&](std::uint64_t revision) { out.varint(revision); });
  }
  void optional_text(const std::optional<std::string>& v) {
    out.optional(v, [&](const std::string& text) { out.text(text); });
  }
};

struct Reading {
  wire::ByteReader& in;
  void name(std::string& v) { v = read_name(in); }
  void plain(std::string& v) { v = read_plain_text(in, kDisplayMax); }
  void text(std::string& v, std::size_t max) { v = read_plain_text(in, max); }
  void token(std::string& v) {
    v = read_text(in, [](std::string_view text) { return is_token_id(text); });
  }
  void role(Role& v) { v = read_role(in); }
  void agency(std::optional<std::string>& v) { v = read_agency(in); }
  void password(std::optional<std::string>& v) {
    v = in.optional([&] { return read_text(in, [](std::string_view text) { return is_password_hash(text); }); });
  }
  void boolean(bool& v) { v = in.boolean(); }
  void digest(Digest& v) { v = read_digest(in); }
  void scopes(Permissions& v) { v = read_permissions(in); }
  void instant(Instant& v) { v = read_instant(in); }
  void number(std::uint64_t& v) { v = in.varint(); }
  void seen(Seen& v) {
    v = in.optional([&] { return in.varint(); });
  }
};

template <std::size_t i = 0>
Change read_kind(wire::ByteReader& in, std::size_t kind) {
  if constexpr (i < std::variant_size_v<Change>) {
    if (kind != i) return read_kind<i + 1>(in, kind);
    std::variant_alternative_t<i, Change> change;
    Reading reading{in};
    fields(reading, change);
    return change;
  } else {
    in.fail();
    return CloseSession{};
  }
}

}  // namespace

std::string_view name(const Change& change) { return kNames[change.index()]; }

void write(wire::ByteWriter& out, const Change& change) {
  out.u8(kVersion);
  out.u8(static_cast<std::uint8_t>(change.index()));
  Writing writing{out};
  std::visit([&](const auto& c) { fields(writing, c); }, change);
}

Change read_change(wire::ByteReader& in) {
  if (in.u8() != kVersion) in.fail();
  const std::uint8_t kind = in.u8();
  Change change = read_kind(in, kind);
  return in.ok() ? change : Change(CloseSession{});
}

}  // namespace fairlead::accounts
