// SPDX-License-Identifier: Apache-2.0
// How the server asks the application who somebody is, and lets people sign in and out. The server knows neither where
// accounts are kept nor how a change becomes durable.
//
// Threads: as each function says.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "accounts/account_book.hpp"
#include "accounts/actor.hpp"
#include "accounts/secrets.hpp"
#include "base/result.hpp"

namespace fairlead::serve {

// What a request shows of who asks; at most one of the two is not empty.
struct Proof {
  std::string_view session;  // the text of the cookie `fairlead_session`
  std::string_view token;    // what stands after `Authorization: Bearer`
};

struct SignIn {
  std::string account;
  accounts::Secret password;
  std::string address;  // of the client
};
struct FirstAccount {
  accounts::Secret code;  // of the link that the first start printed
  std::string account;
  std::string display_name;  // may be empty
  accounts::Secret password;
  std::string address;
};
struct AcceptInvitation {
  accounts::Secret code;
  accounts::Secret password;
  std::string address;
};
// A session was opened, durably.
struct SignedIn {
  accounts::Secret cookie;  // the text that proves it from now on
  Duration lifetime{};
  accounts::Actor actor;  // as admit() would answer to that cookie
};
// The browser is sent to the provider, and must bring `state` back in a cookie.
struct OidcStart {
  std::string url;
  accounts::Secret state;
};
struct OidcReturn {
  std::string query;  // as the provider sent it: `code=...&state=...`
  accounts::Secret state;
  std::string address;
};

// Errors: `verification` where the proof is wrong, whoever it names (told to the client in one sentence for all cases);
// `invalid_argument` where a new password or name breaks the rules, `conflict` where there is an account already (both
// told in their own words); everything else as a failure of ours.
struct People {
  // Who shows this; network thread, quick, at every request. Absent: nobody is anybody.
  std::function<accounts::Admission(const Proof&)> admit;
  // Whether there is any account yet; network thread, quick. Absent: there is.
  std::function<bool()> has_accounts;

  // On the sign-in thread, one at a time; may take as long as a password's hash and a commit.
  std::function<Result<SignedIn>(const SignIn&)> sign_in;
  // The same person gives the password again, for the session that `who` came with; whom they are from now on.
  std::function<Result<accounts::Actor>(const accounts::Actor& who, const accounts::Secret& password)> confirm;
  std::function<Result<void>(const accounts::Actor& who)> sign_out;
  std::function<Result<SignedIn>(const FirstAccount&)> first_account;
  std::function<Result<SignedIn>(const AcceptInvitation&)> accept_invitation;
  // Absent: there is no identity provider.
  std::function<Result<OidcStart>()> oidc_start;
  std::function<Result<SignedIn>(const OidcReturn&)> oidc_return;
};

}  // namespace fairlead::serve
