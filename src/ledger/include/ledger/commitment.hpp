// SPDX-License-Identifier: Apache-2.0
// Salted commitments: what stands in the tree instead of a record.
//
//   entry      = 0x01 || SHA-256("fairlead/ledger/record/1" || salt || record)        33 bytes, always
//   body       = salt || record                                                       kept beside the tree
//
// 1. An entry tells nothing about its record: not its kind, length or words, even to who guesses them. That rests on
// the
//    salt: 16 bytes from a random source, used once.
// 2. An entry opens to one record only.
// 3. Deleting the body erases the content for good; the tree and all proofs stay as they were.
// Threads: free functions from any.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace fairlead::ledger {

inline constexpr std::size_t kSaltBytes = 16;
inline constexpr std::size_t kEntryBytes = 33;
inline constexpr char kEntryVersion = 1;

using Salt = std::array<std::uint8_t, kSaltBytes>;
using Entry = std::array<char, kEntryBytes>;

Digest commitment(const Salt& salt, std::string_view record);
Entry entry_of(const Digest& commitment);
inline Entry entry_of(const Salt& salt, std::string_view record) { return entry_of(commitment(salt, record)); }
inline std::string_view view(const Entry& entry) { return {entry.data(), entry.size()}; }

// Whether `body` (salt and record) is what stands behind `entry`.
bool opens(std::string_view entry, std::string_view body);
std::string body_of(const Salt& salt, std::string_view record);
// The record in a body, or nothing when it is too short to hold a salt.
std::optional<std::string_view> record_of(std::string_view body);

// Salts for a slot from one random seed, so that an event carries 32 bytes instead of 16 for each record. Who keeps the
// seed can make the salts again: delete it with the bodies.
class SaltStream {
 public:
  using Seed = std::array<std::uint8_t, 32>;
  explicit SaltStream(const Seed& seed) : seed_(seed) {}
  Salt next();

 private:
  Seed seed_;
  std::uint64_t count_ = 0;
};

}  // namespace fairlead::ledger
