// SPDX-License-Identifier: Apache-2.0
// Changes of accounts: made, named, given a role, a password, an identity, a certificate; disabled.
#include <fmt/format.h>

#include "accounts/passwords.hpp"
#include "applying.hpp"
#include "bytes.hpp"

namespace fairlead::accounts {
namespace {

Failure invalid(std::string message) { return fail(ErrorCode::invalid_argument, std::move(message)); }
Failure conflict(std::string message) { return fail(ErrorCode::conflict, std::move(message)); }

Result<void> check_hash(const std::optional<std::string>& hash) {
  if (!hash || is_password_hash(*hash)) return {};
  return invalid("this is no password hash of argon2id");
}

Result<void> check_identity(std::string_view issuer, std::string_view subject) {
  if (issuer.empty() || !is_plain_text(issuer, kIssuerMax)) {
    return invalid(fmt::format("an issuer has 1 to {} bytes of readable text", kIssuerMax));
  }
  if (subject.empty() || !is_plain_text(subject, kSubjectMax)) {
    return invalid(fmt::format("a subject has 1 to {} bytes of readable text", kSubjectMax));
  }
  return {};
}

}  // namespace

Result<void> Applying::operator()(const CreateAccount& c) {
  if (by_.method() == Method::first_start) {
    if (c.role != Role::administrator) return invalid("the first account is an administrator's");
    if (!c.password_hash) return invalid("the first account needs a password");
  } else {
    FL_CHECK(may_manage(c.role));
  }
  FL_CHECK(check_hash(c.password_hash));
  Account made;
  made.name = c.account;
  made.display_name = c.display_name;
  made.role = c.role;
  made.agency = c.agency;
  made.password_hash = c.password_hash;
  return add(std::move(made));
}

Result<void> Applying::operator()(const Rename& c) {
  FL_TRY(Account* const found, account(c.account));
  FL_CHECK(may_manage_or_own(*found));
  FL_CHECK(unchanged(*found, c.seen));
  if (!is_plain_text(c.display_name, kDisplayMax)) {
    return invalid(fmt::format("a display name has at most {} bytes of readable text", kDisplayMax));
  }
  Account next = *found;
  next.display_name = c.display_name;
  replace(*found, std::move(next));
  return {};
}

Result<void> Applying::operator()(const ChangeRole& c) {
  FL_TRY(Account* const found, account(c.account));
  FL_CHECK(may_manage(found->role));
  FL_CHECK(unchanged(*found, c.seen));
  if (found->role == Role::partner || c.role == Role::partner) {
    return invalid("a partner's account stays one, and one of home never becomes one; make another account");
  }
  if (found->oidc && found->oidc->gives_role) {
    return conflict(
        fmt::format("the role of `{}` comes from its identity provider; change the group there", c.account));
  }
  if (found->role == c.role) {
    return conflict(
        fmt::format("`{}` is {} already; its last change was by `{}`", c.account, title(c.role), found->changed_by));
  }
  Account next = *found;
  next.role = c.role;
  FL_CHECK(keeps_an_administrator(*found, next));
  replace(*found, std::move(next));
  return {};
}

Result<void> Applying::operator()(const SetPassword& c) {
  FL_TRY(Account* const found, account(c.account));
  const bool own = by_.account() == c.account;
  if (c.same_password) {
    if (!own || by_.method() != Method::password || !by_.is_fresh() || !found->password_hash || !c.password_hash) {
      return fail(ErrorCode::unsupported, "only who just gave the password may have it hashed anew");
    }
  } else if (own && by_.method() == Method::one_time_code) {
    if (!c.password_hash) return invalid("an invitation is for setting a password");
  } else if (own && by_.permissions().has(Permission::own_account)) {
    // The same freshness as for changing somebody else's.
    if (by_.confirmed_at() && *by_.confirmed_at() <= at_ + kClockSlack && *by_.confirmed_at() + kConfirmWithin >= at_) {
      // confirmed
    } else {
      return fail(ErrorCode::unsupported,
                  fmt::format("changing a password asks for a sign-in within the last {}; sign in again and repeat it",
                              to_text(kConfirmWithin)));
    }
  } else {
    FL_CHECK(may_manage(found->role));
  }
  FL_CHECK(check_hash(c.password_hash));
  Account next = *found;
  next.password_hash = c.password_hash;
  if (!c.same_password) next.invitation.reset();
  FL_CHECK(keeps_an_administrator(*found, next));
  replace(*found, std::move(next));
  if (!c.same_password) close_sessions(c.account, own ? by_.session() : 0);
  return {};
}

Result<void> Applying::operator()(const Invite& c) {
  FL_TRY(Account* const found, account(c.account));
  FL_CHECK(may_manage(found->role));
  if (found->disabled) return conflict(fmt::format("`{}` is disabled; enable it first", c.account));
  FL_CHECK(expires_within(c.expires_at, book_.limits_.invite_max, "invitation"));
  Account next = *found;
  next.invitation = Invitation{c.code_hash, c.expires_at};
  replace(*found, std::move(next));
  return {};
}

Result<void> Applying::operator()(const LinkOidc& c) {
  FL_TRY(Account* const found, account(c.account));
  FL_CHECK(may_manage(found->role));
  FL_CHECK(check_identity(c.issuer, c.subject));
  if (found->oidc) return conflict(fmt::format("`{}` has an identity already; unlink that one first", c.account));
  const std::pair identity(c.issuer, c.subject);
  if (const auto taken = book_.identity_of_.find(identity); taken != book_.identity_of_.end()) {
    return conflict(fmt::format("this identity belongs to `{}` already", taken->second));
  }
  Account next = *found;
  next.oidc = OidcLink{c.issuer, c.subject, false};
  replace(*found, std::move(next));
  book_.identity_of_.emplace(identity, c.account);
  return {};
}

Result<void> Applying::operator()(const UnlinkOidc& c) {
  FL_TRY(Account* const found, account(c.account));
  FL_CHECK(may_manage(found->role));
  if (!found->oidc) return conflict(fmt::format("`{}` has no identity to unlink", c.account));
  Account next = *found;
  next.oidc.reset();
  FL_CHECK(keeps_an_administrator(*found, next));
  book_.identity_of_.erase(std::pair(found->oidc->issuer, found->oidc->subject));
  replace(*found, std::move(next));
  close_sessions(c.account);
  return {};
}

Result<void> Applying::operator()(const AdmitOidc& c) {
  if (by_.method() != Method::automatic) {
    return fail(ErrorCode::unsupported, "an identity is admitted after its token was verified, by nobody else");
  }
  FL_CHECK(check_identity(c.issuer, c.subject));
  const std::pair identity(c.issuer, c.subject);
  const auto known = book_.identity_of_.find(identity);
  if (known == book_.identity_of_.end()) {
    Account made;
    made.name = c.account;
    made.display_name = c.display_name;
    made.role = c.role;
    made.agency = c.agency;
    made.oidc = OidcLink{c.issuer, c.subject, true};
    FL_CHECK(add(std::move(made)));
    book_.identity_of_.emplace(identity, c.account);
    return {};
  }
  FL_TRY(Account* const found, account(known->second));
  if (found->disabled) return conflict(fmt::format("`{}` is disabled", found->name));
  if (!found->oidc->gives_role || (found->role == c.role && found->agency == c.agency)) return {};
  if (found->role == Role::partner || c.role == Role::partner) {
    return conflict(fmt::format("`{}` cannot change between home and a partner, or between agencies", found->name));
  }
  Account next = *found;
  next.role = c.role;
  FL_CHECK(keeps_an_administrator(*found, next));
  replace(*found, std::move(next));
  return {};
}

Result<void> Applying::operator()(const BindCertificate& c) {
  FL_TRY(Account* const found, account(c.account));
  FL_CHECK(may_manage(found->role));
  if (!is_plain_text(c.label, kDisplayMax)) {
    return invalid(fmt::format("a label has at most {} bytes of readable text", kDisplayMax));
  }
  if (const auto taken = book_.certificate_of_.find(c.fingerprint); taken != book_.certificate_of_.end()) {
    return conflict(fmt::format("this certificate belongs to `{}` already", taken->second));
  }
  if (found->certificates.size() >= book_.limits_.certificates_per_account) {
    return fail(ErrorCode::full, fmt::format("`{}` has {} certificates, as many as fit; unbind one first", c.account,
                                             found->certificates.size()));
  }
  Account next = *found;
  next.certificates.emplace(c.fingerprint, Certificate{c.label, at_});
  replace(*found, std::move(next));
  book_.certificate_of_.emplace(c.fingerprint, c.account);
  return {};
}

Result<void> Applying::operator()(const UnbindCertificate& c) {
  FL_TRY(Account* const found, account(c.account));
  FL_CHECK(may_manage(found->role));
  if (!found->certificates.contains(c.fingerprint)) {
    return fail(ErrorCode::not_found, fmt::format("`{}` has no such certificate", c.account));
  }
  Account next = *found;
  next.certificates.erase(c.fingerprint);
  replace(*found, std::move(next));
  book_.certificate_of_.erase(c.fingerprint);
  return {};
}

Result<void> Applying::operator()(const Disable& c) {
  FL_TRY(Account* const found, account(c.account));
  FL_CHECK(may_manage(found->role));
  FL_CHECK(unchanged(*found, c.seen));
  if (found->disabled) {
    return conflict(fmt::format("`{}` is disabled already, by `{}`", c.account, found->changed_by));
  }
  Account next = *found;
  next.disabled = true;
  next.invitation.reset();
  FL_CHECK(keeps_an_administrator(*found, next));
  replace(*found, std::move(next));
  close_sessions(c.account);
  for (auto& [id, token] : book_.tokens_) token.revoked = token.revoked || token.account == c.account;
  return {};
}

Result<void> Applying::operator()(const Enable& c) {
  FL_TRY(Account* const found, account(c.account));
  FL_CHECK(may_manage(found->role));
  FL_CHECK(unchanged(*found, c.seen));
  if (!found->disabled) return conflict(fmt::format("`{}` is enabled already", c.account));
  Account next = *found;
  next.disabled = false;
  replace(*found, std::move(next));
  return {};
}

}  // namespace fairlead::accounts
