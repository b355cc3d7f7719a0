// SPDX-License-Identifier: Apache-2.0
#include "accounts/passwords.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>
#include <sodium.h>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace fairlead::accounts {
namespace {

// The longest that a stored string may ask of this machine.
constexpr std::uint64_t kPassesMax = 16;
constexpr std::uint64_t kMemoryMaxKib = 1U << 20;

// Those of twelve bytes and more that are tried first everywhere; shorter ones are too short anyway.
constexpr std::array<std::string_view, 40> kCommon = {"123456789012",
                                                      "1234567890123",
                                                      "12345678901234",
                                                      "123456789012345",
                                                      "1234567890123456",
                                                      "0123456789ab",
                                                      "123456789abc",
                                                      "1q2w3e4r5t6y",
                                                      "1q2w3e4r5t6y7u",
                                                      "1qaz2wsx3edc",
                                                      "1qaz2wsx3edc4rfv",
                                                      "qwertyuiop12",
                                                      "qwertyuiop123",
                                                      "qwertyuiop[]",
                                                      "qwertyuiopasdf",
                                                      "qwerty123456",
                                                      "qwerty1234567",
                                                      "qwertyqwerty",
                                                      "asdfghjkl123",
                                                      "zxcvbnm12345",
                                                      "abcdefghijkl",
                                                      "abcdefghijklm",
                                                      "abcdefgh1234",
                                                      "abc123abc123",
                                                      "password1234",
                                                      "password12345",
                                                      "password123456",
                                                      "passwordpassword",
                                                      "passw0rd1234",
                                                      "p@ssw0rd1234",
                                                      "administrator",
                                                      "administrator1",
                                                      "administrator123",
                                                      "changeme1234",
                                                      "changemechangeme",
                                                      "letmeinletmein",
                                                      "welcome12345",
                                                      "iloveyou1234",
                                                      "correcthorsebatterystaple",
                                                      "correct horse battery staple"};

void ready() {
  static const bool is_ready = sodium_init() >= 0;
  FL_ASSERT(is_ready);
}

std::string_view within_max(std::string_view password) { return password.substr(0, kPasswordMax); }

// What remains when every `part` is taken out.
std::size_t size_without(std::string_view text, std::string_view part) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with(part)) {
      i += part.size();
    } else {
      ++size;
      ++i;
    }
  }
  return size;
}

// A decimal number without leading zeros, from 1 to `max`, at the beginning of `text`, which then begins after it.
std::optional<std::uint64_t> take_number(std::string_view& text, std::uint64_t max) {
  std::size_t digits = 0;
  while (digits < text.size() && digits < 8 && text[digits] >= '0' && text[digits] <= '9') ++digits;
  const auto value = parse_number<std::uint64_t>(text.substr(0, digits));
  if (!value || *value == 0 || *value > max || text.front() == '0') return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool is_base64(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  });
}

// Of a password that nobody has, at the usual cost.
const std::string& dummy_hash() {
  static const std::string hash = [] {
    std::array<unsigned char, 24> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    const auto made = hash_password(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    return made ? *made : std::string();
  }();
  return hash;
}

}  // namespace

Result<void> check_password_policy(std::string_view password, std::string_view account) {
  const auto refuse = [](std::string why) { return Failure(Error{ErrorCode::invalid_argument, std::move(why)}); };
  if (password.size() < kPasswordMin) {
    return refuse(fmt::format("a password has at least {} bytes; a few words in a row are easy to keep", kPasswordMin));
  }
  if (password.size() > kPasswordMax) return refuse(fmt::format("a password has at most {} bytes", kPasswordMax));
  const std::string lower = to_lower(password);
  std::array<bool, 256> seen{};
  for (const char c : lower) seen[static_cast<unsigned char>(c)] = true;
  if (std::ranges::count(seen, true) < 5) return refuse("the password repeats few characters; choose another");
  if (std::ranges::find(kCommon, std::string_view(lower)) != kCommon.end()) {
    return refuse("the password is one of the common ones, which are tried first; choose another");
  }
  for (const std::string_view known : {account, std::string_view("fairlead")}) {
    if (!known.empty() && lower.contains(known) && size_without(lower, known) < 8) {
      return refuse(fmt::format("the password is little more than `{}`; choose another", known));
    }
  }
  return {};
}

Result<std::string> hash_password(std::string_view password, HashCost cost) {
  ready();
  if (password.size() > kPasswordMax) {
    return fail(ErrorCode::invalid_argument, fmt::format("a password has at most {} bytes", kPasswordMax));
  }
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(ErrorCode::full,
                fmt::format("no memory to hash a password: {} MiB are needed for a moment", cost.memory_bytes >> 20));
  }
  return std::string(text.data());
}

bool is_password_hash(std::string_view text) {
  if (!take(text, "$argon2id$v=19$m=")) return false;
  const auto memory = take_number(text, kMemoryMaxKib);
  if (!memory || *memory < 8 || !take(text, ",t=")) return false;
  if (!take_number(text, kPassesMax) || !take(text, ",p=1$")) return false;
  // 16 bytes of salt and 32 of hash, in base 64 without padding; the letters that hold the last bits have no others.
  if (text.size() != 22 + 1 + 43 || text[22] != '$') return false;
  const std::string_view salt = text.substr(0, 22);
  const std::string_view hash = text.substr(23);
  return is_base64(salt) && is_base64(hash) && std::string_view("AQgw").contains(salt.back()) &&
         std::string_view("AEIMQUYcgkosw048").contains(hash.back());
}

bool check_password(std::string_view hash, std::string_view password) {
  ready();
  if (!is_password_hash(hash)) {
    waste_password(password);
    return false;
  }
  const std::string text(hash);
  const std::string_view tried = within_max(password);
  const bool right = crypto_pwhash_str_verify(text.c_str(), tried.data(), tried.size()) == 0;
  return right && password.size() <= kPasswordMax;
}

bool needs_rehash(std::string_view hash, HashCost cost) {
  ready();
  return !is_password_hash(hash) ||
         crypto_pwhash_str_needs_rehash(std::string(hash).c_str(), cost.passes, cost.memory_bytes) != 0;
}

void waste_password(std::string_view password) {
  ready();
  const std::string& hash = dummy_hash();
  const std::string_view tried = within_max(password);
  [[maybe_unused]] const volatile int outcome = crypto_pwhash_str_verify(hash.c_str(), tried.data(), tried.size());
}

}  // namespace fairlead::accounts
