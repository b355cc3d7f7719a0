// SPDX-License-Identifier: Apache-2.0
#include "ledger/commitment.hpp"

#include <algorithm>
#include <cstring>

#include "digest_text.hpp"

namespace fairlead::ledger {
namespace {

constexpr std::string_view kDomain = "fairlead/ledger/record/1";
constexpr std::string_view kSaltDomain = "fairlead/ledger/salt/1";

}  // namespace

Digest commitment(const Salt& salt, std::string_view record) {
  // Most records are short; one call of the hash over a stack buffer is faster than three.
  constexpr std::size_t kHead = kDomain.size() + kSaltBytes;
  std::array<char, 1024> buffer;
  std::memcpy(buffer.data(), kDomain.data(), kDomain.size());
  std::memcpy(buffer.data() + kDomain.size(), salt.data(), salt.size());
  if (record.size() <= buffer.size() - kHead) {
    std::memcpy(buffer.data() + kHead, record.data(), record.size());
    return sha256(std::string_view(buffer.data(), kHead + record.size()));
  }
  Hasher hasher;
  hasher.add(std::string_view(buffer.data(), kHead));
  hasher.add(record);
  return hasher.finish();
}

Entry entry_of(const Digest& commitment) {
  Entry entry;
  entry[0] = kEntryVersion;
  std::memcpy(entry.data() + 1, commitment.data(), commitment.size());
  return entry;
}

bool opens(std::string_view entry, std::string_view body) {
  const auto record = record_of(body);
  if (!record) return false;
  Salt salt;
  std::memcpy(salt.data(), body.data(), salt.size());
  return view(entry_of(salt, *record)) == entry;
}

std::string body_of(const Salt& salt, std::string_view record) {
  std::string body;
  body.reserve(kSaltBytes + record.size());
  body.append(reinterpret_cast<const char*>(salt.data()), salt.size());
  body.append(record);
  return body;
}

std::optional<std::string_view> record_of(std::string_view body) {
  if (body.size() < kSaltBytes) return std::nullopt;
  return body.substr(kSaltBytes);
}

Salt SaltStream::next() {
  std::array<char, kSaltDomain.size() + 32 + 8> buffer;
  std::memcpy(buffer.data(), kSaltDomain.data(), kSaltDomain.size());
  std::memcpy(buffer.data() + kSaltDomain.size(), seed_.data(), seed_.size());
  for (unsigned i = 0; i < 8; ++i) buffer[kSaltDomain.size() + 32 + i] = static_cast<char>(count_ >> (8 * i) & 0xFFU);
  ++count_;
  const Digest digest = sha256(std::string_view(buffer.data(), buffer.size()));
  Salt salt;
  std::copy_n(digest.begin(), salt.size(), salt.begin());
  return salt;
}

}  // namespace fairlead::ledger
