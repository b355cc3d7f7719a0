// SPDX-License-Identifier: Apache-2.0
// Secrets that Fairlead makes itself: cookies, machine tokens, one-time codes. Whoever makes one hands its text to the
// person and its hash to a Change; the text is kept nowhere.
//
// Threads: free functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/system.hpp"

namespace fairlead::accounts {

// Text that is wiped from memory when it goes. Moves, never copies.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  ~Secret();
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  std::string_view view() const { return text_; }

 private:
  std::string text_;
};
void wipe(std::string& text);

struct NewSecret {
  Secret text;
  Digest hash{};
};
struct NewToken {
  std::string id;  // twelve of a-z and 2-7; may be shown and logged
  Secret text;     // flt_<id>_<43 characters of base64url>
  Digest hash{};
};
NewSecret make_session_secret(Random& random);  // 32 bytes as base64url
NewToken make_token(Random& random);
NewSecret make_one_time_code(Random& random);  // 20 bytes in base 32, groups of four: for links and for reading aloud

// The hash under which a secret is kept; nothing where the text cannot be one.
std::optional<Digest> session_hash(std::string_view cookie);
struct TokenParts {
  std::string id;
  Digest hash{};
};
std::optional<TokenParts> token_parts(std::string_view text);
std::optional<Digest> one_time_hash(std::string_view code);  // capitals, blanks and hyphens do not matter

// In the same time whatever differs.
bool same(const Digest& a, const Digest& b);

}  // namespace fairlead::accounts
