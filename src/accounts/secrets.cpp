// SPDX-License-Identifier: Apache-2.0
#include "accounts/secrets.hpp"

#include <array>
#include <span>

#include <fmt/format.h>
#include <sodium.h>

#include "base/base64url.hpp"
#include "bytes.hpp"

namespace fairlead::accounts {
namespace {

constexpr std::string_view kTokenPrefix = "flt_";
constexpr std::size_t kSecretSize = 32;
constexpr std::size_t kCodeSize = 20;
constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";

std::string random_bytes(Random& random, std::size_t size) {
  std::string bytes(size, '\0');
  random.fill(std::as_writable_bytes(std::span(bytes)));
  return bytes;
}

// As many letters as whole groups of five bits fit into `letters`.
std::string base32(std::string_view bytes, std::size_t letters) {
  std::string text;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char byte : bytes) {
    held = held << 8 | static_cast<std::uint8_t>(byte);
    bits += 8;
    while (bits >= 5 && text.size() < letters) {
      bits -= 5;
      text += kBase32[held >> bits & 31U];
    }
  }
  return text;
}

NewSecret of_bytes(std::string bytes, std::string text) {
  NewSecret made{.text = Secret(std::move(text)), .hash = sha256(bytes)};
  wipe(bytes);
  return made;
}

// 32 bytes in base64url, hashed.
std::optional<Digest> secret_hash(std::string_view text) {
  if (text.size() != 43) return std::nullopt;
  std::optional<std::string> bytes = from_base64url(text);
  if (!bytes || bytes->size() != kSecretSize) return std::nullopt;
  const Digest hash = sha256(*bytes);
  wipe(*bytes);
  return hash;
}

}  // namespace

void wipe(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

Secret::~Secret() { wipe(text_); }
Secret::Secret(Secret&& other) noexcept : text_(other.text_) { wipe(other.text_); }
Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe(text_);
    text_ = other.text_;
    wipe(other.text_);
  }
  return *this;
}

NewSecret make_session_secret(Random& random) {
  std::string bytes = random_bytes(random, kSecretSize);
  std::string text = base64url(bytes);
  return of_bytes(std::move(bytes), std::move(text));
}

NewToken make_token(Random& random) {
  std::string id = base32(random_bytes(random, 8), kTokenIdSize);
  std::string bytes = random_bytes(random, kSecretSize);
  std::string secret = base64url(bytes);
  NewToken made{.id = id, .text = Secret(fmt::format("{}{}_{}", kTokenPrefix, id, secret)), .hash = sha256(bytes)};
  wipe(bytes);
  wipe(secret);
  return made;
}

NewSecret make_one_time_code(Random& random) {
  std::string bytes = random_bytes(random, kCodeSize);
  const std::string letters = base32(bytes, kCodeSize * 8 / 5);
  std::string text;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (i != 0 && i % 4 == 0) text += '-';
    text += letters[i];
  }
  wipe(bytes);
  NewSecret made{.text = Secret(std::move(text)), .hash = sha256(letters)};
  return made;
}

std::optional<Digest> session_hash(std::string_view cookie) { return secret_hash(cookie); }

std::optional<TokenParts> token_parts(std::string_view text) {
  if (!text.starts_with(kTokenPrefix)) return std::nullopt;
  text.remove_prefix(kTokenPrefix.size());
  if (text.size() <= kTokenIdSize || text[kTokenIdSize] != '_') return std::nullopt;
  const std::string_view id = text.substr(0, kTokenIdSize);
  const std::optional<Digest> hash = secret_hash(text.substr(kTokenIdSize + 1));
  if (!is_token_id(id) || !hash) return std::nullopt;
  return TokenParts{std::string(id), *hash};
}

std::optional<Digest> one_time_hash(std::string_view code) {
  if (code.size() > 128) return std::nullopt;
  std::string letters;
  for (char c : code) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (kBase32.find(c) == std::string_view::npos) return std::nullopt;
    letters += c;
  }
  if (letters.size() != kCodeSize * 8 / 5) return std::nullopt;
  const Digest hash = sha256(letters);
  wipe(letters);
  return hash;
}

bool same(const Digest& a, const Digest& b) { return sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

}  // namespace fairlead::accounts
