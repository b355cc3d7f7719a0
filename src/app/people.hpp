// SPDX-License-Identifier: Apache-2.0
// Signing in and out: what the server asks (serve/people.hpp), answered with the engine's accounts. Passwords and codes
// are checked here, sessions are opened as commands, and each attempt to sign in leaves an entry in the ledger.
//
// Threads: as serve/people.hpp says; the functions keep no state but the code of the first start.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "accounts/account_book.hpp"
#include "engine/runner.hpp"
#include "serve/people.hpp"
#include "settings.hpp"

namespace fairlead::app {

class People {
 public:
  // `clock` and `runner` outlive it.
  People(engine::Runner& runner, const WallClock& clock);

  // The functions for the server; they live as long as this.
  serve::People seam();
  // The code for the link of the first start; nothing when there are accounts already.
  std::optional<std::string> first_code();
  // Lets people sign in through an identity provider, too. Fetches nothing yet.
  Result<void> use_oidc(const OidcSettings& settings);
  ~People();

 private:
  Result<serve::SignedIn> open_session(const accounts::Actor& fresh);
  Result<serve::SignedIn> sign_in(const serve::SignIn& given);
  Result<accounts::Actor> confirm(const accounts::Actor& who, const accounts::Secret& password);
  Result<void> sign_out(const accounts::Actor& who);
  Result<serve::SignedIn> first_account(const serve::FirstAccount& given);
  Result<serve::SignedIn> accept_invitation(const serve::AcceptInvitation& given);
  Result<serve::OidcStart> oidc_start();
  Result<serve::SignedIn> oidc_return(const serve::OidcReturn& given);

  Result<void> change(accounts::Actor by, accounts::Change what);
  void note(std::string_view account, std::string_view role, std::string_view method, bool accepted);
  std::shared_ptr<const accounts::AccountBook> book() const { return runner_.sharing()->accounts; }
  Instant now() const { return Instant::from_unix_ms(clock_.now_ms()); }

  engine::Runner& runner_;
  const WallClock& clock_;
  std::optional<Digest> first_code_;
  struct Oidc;
  std::unique_ptr<Oidc> oidc_;
};

}  // namespace fairlead::app
