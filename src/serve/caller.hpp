// SPDX-License-Identifier: Apache-2.0
// Who asks, and what a route asks of them.
//
// Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "accounts/actor.hpp"

namespace fairlead::serve {

inline constexpr std::string_view kSessionCookie = "fairlead_session";

struct Caller {
  std::optional<accounts::Actor> actor;  // nobody, where absent
  bool by_cookie = false;                // then what changes anything must show `csrf`
  std::string csrf;  // what X-Fairlead-Csrf must be; made from the cookie, which scripts cannot read
};

// What a route needs: a permission; that somebody is signed in; or nothing.
class Access {
 public:
  constexpr Access(accounts::Permission permission) : permission_(permission) {}  // a permission is an access
  static constexpr Access open() { return Access(Kind::open); }
  static constexpr Access signed_in() { return Access(Kind::signed_in); }

  constexpr bool is_open() const { return kind_ == Kind::open; }
  // Absent: being signed in suffices.
  constexpr std::optional<accounts::Permission> permission() const {
    return kind_ == Kind::permission ? std::optional(permission_) : std::nullopt;
  }

 private:
  enum class Kind : std::uint8_t { permission, signed_in, open };
  explicit constexpr Access(Kind kind) : kind_(kind) {}
  Kind kind_ = Kind::permission;
  accounts::Permission permission_{};
};

}  // namespace fairlead::serve
