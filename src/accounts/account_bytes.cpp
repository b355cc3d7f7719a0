// SPDX-License-Identifier: Apache-2.0
// Canonical bytes of an AccountBook: for checkpoints of the engine, and for its digest.
#include <set>

#include "accounts/account_book.hpp"
#include "accounts/passwords.hpp"
#include "bytes.hpp"

namespace fairlead::accounts {
namespace {

constexpr std::uint8_t kVersion = 1;

void write_optional(wire::ByteWriter& out, const std::optional<std::string>& text) {
  out.optional(text, [&](const std::string& value) { out.text(value); });
}

void write(wire::ByteWriter& out, const Account& account) {
  out.text(account.name);
  out.text(account.display_name);
  out.u8(static_cast<std::uint8_t>(account.role));
  write_optional(out, account.agency);
  write_optional(out, account.password_hash);
  out.optional(account.oidc, [&](const OidcLink& link) {
    out.text(link.issuer);
    out.text(link.subject);
    out.boolean(link.gives_role);
  });
  out.varint(account.certificates.size());
  for (const auto& [fingerprint, certificate] : account.certificates) {
    write_digest(out, fingerprint);
    out.text(certificate.label);
    out.instant(certificate.bound_at);
  }
  out.optional(account.invitation, [&](const Invitation& invitation) {
    write_digest(out, invitation.code_hash);
    out.instant(invitation.expires_at);
  });
  out.boolean(account.disabled);
  out.instant(account.created_at);
  out.varint(account.revision);
  out.text(account.changed_by);
}

Account read_account(wire::ByteReader& in) {
  Account account;
  account.name = read_name(in);
  account.display_name = read_plain_text(in, kDisplayMax);
  account.role = read_role(in);
  account.agency = read_agency(in);
  account.password_hash = in.optional([&] { return read_text(in, [](auto text) { return is_password_hash(text); }); });
  account.oidc = in.optional([&] {
    OidcLink link;
    link.issuer = read_plain_text(in, kIssuerMax);
    link.subject = read_plain_text(in, kSubjectMax);
    link.gives_role = in.boolean();
    return link;
  });
  Digest last{};
  for (std::size_t i = 0, n = in.count(34); i < n && in.ok(); ++i) {
    const Digest fingerprint = read_digest(in);
    Certificate certificate;
    certificate.label = read_plain_text(in, kDisplayMax);
    certificate.bound_at = read_instant(in);
    if (i > 0 && fingerprint <= last) in.fail();
    last = fingerprint;
    account.certificates.emplace(fingerprint, std::move(certificate));
  }
  account.invitation = in.optional([&] {
    Invitation invitation;
    invitation.code_hash = read_digest(in);
    invitation.expires_at = read_instant(in);
    return invitation;
  });
  account.disabled = in.boolean();
  account.created_at = read_instant(in);
  account.revision = in.varint();
  account.changed_by = read_name(in);
  if (is_reserved(account.name) || account.agency.has_value() != (account.role == Role::partner) ||
      account.revision == 0 || (account.disabled && account.invitation)) {
    in.fail();
  }
  return account;
}

void write(wire::ByteWriter& out, const Token& token) {
  out.text(token.id);
  write_digest(out, token.hash);
  out.text(token.account);
  out.text(token.label);
  out.varint(token.scopes.bits());
  out.instant(token.issued_at);
  out.instant(token.expires_at);
  out.boolean(token.revoked);
}

Token read_token(wire::ByteReader& in) {
  Token token;
  token.id = read_text(in, [](auto text) { return is_token_id(text); });
  token.hash = read_digest(in);
  token.account = read_name(in);
  token.label = read_plain_text(in, kDisplayMax);
  token.scopes = read_permissions(in);
  token.issued_at = read_instant(in);
  token.expires_at = read_instant(in);
  token.revoked = in.boolean();
  return token;
}

void write(wire::ByteWriter& out, const Session& session) {
  out.varint(session.number);
  out.text(session.account);
  out.u8(static_cast<std::uint8_t>(session.method));
  out.instant(session.opened_at);
  out.instant(session.confirmed_at);
  out.instant(session.expires_at);
}

Session read_session(wire::ByteReader& in) {
  Session session;
  session.number = in.varint();
  session.account = read_name(in);
  const std::uint8_t method = in.u8();
  session.method = method == static_cast<std::uint8_t>(Method::oidc) ? Method::oidc : Method::password;
  if (method != static_cast<std::uint8_t>(session.method)) in.fail();
  session.opened_at = read_instant(in);
  session.confirmed_at = read_instant(in);
  session.expires_at = read_instant(in);
  return session;
}

}  // namespace

void write(wire::ByteWriter& out, const AccountBook& book) {
  out.u8(kVersion);
  out.varint(book.revision_);
  out.varint(book.next_session_);
  out.varint(book.accounts_.size());
  for (const auto& [name, account] : book.accounts_) write(out, account);
  out.varint(book.tokens_.size());
  for (const auto& [id, token] : book.tokens_) write(out, token);
  out.varint(book.sessions_.size());
  for (const auto& [hash, session] : book.sessions_) {
    write_digest(out, hash);
    write(out, session);
  }
}

AccountBook read_account_book(wire::ByteReader& in, BookLimits limits) {
  AccountBook book(limits);
  if (in.u8() != kVersion) in.fail();
  book.revision_ = in.varint();
  book.next_session_ = in.varint();
  // Ascending, so that one book has one encoding.
  for (std::size_t i = 0, n = in.count(10); i < n && in.ok(); ++i) {
    Account account = read_account(in);
    if (!book.accounts_.empty() && account.name <= book.accounts_.rbegin()->first) in.fail();
    std::string name = account.name;
    book.accounts_.emplace_hint(book.accounts_.end(), std::move(name), std::move(account));
  }
  for (std::size_t i = 0, n = in.count(40); i < n && in.ok(); ++i) {
    Token token = read_token(in);
    const Account* owner = book.find(token.account);
    if (owner == nullptr || (owner->disabled && !token.revoked)) in.fail();
    if (!book.tokens_.empty() && token.id <= book.tokens_.rbegin()->first) in.fail();
    std::string id = token.id;
    book.tokens_.emplace_hint(book.tokens_.end(), std::move(id), std::move(token));
  }
  std::set<std::uint64_t> numbers;
  for (std::size_t i = 0, n = in.count(38); i < n && in.ok(); ++i) {
    const Digest hash = read_digest(in);
    Session session = read_session(in);
    const Account* owner = book.find(session.account);
    if (owner == nullptr || owner->disabled) in.fail();
    if (session.number == 0 || session.number >= book.next_session_) in.fail();
    if (!numbers.insert(session.number).second) in.fail();
    if (!book.sessions_.empty() && hash <= book.sessions_.rbegin()->first) in.fail();
    book.sessions_.emplace_hint(book.sessions_.end(), hash, std::move(session));
  }
  if (book.next_session_ == 0 || !book.index()) in.fail();
  return in.ok() ? book : AccountBook(limits);
}

Digest digest(const AccountBook& book) {
  wire::ByteWriter out;
  write(out, book);
  return sha256(out.view());
}

}  // namespace fairlead::accounts
