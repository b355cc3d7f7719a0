// SPDX-License-Identifier: Apache-2.0
#include "engine/log_keys.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "ledger/base64.hpp"

namespace fairlead::engine {

Result<LogKeys> LogKeys::from(const ledger::Signer& home) {
  // PRIVATE+KEY+name+hash+base64 of the algorithm's byte and the seed; names hold no `+`.
  std::string text = home.secret_text();
  std::string_view rest = text;
  for (int parts = 0; parts < 4; ++parts) {
    const auto plus = rest.find('+');
    if (plus == std::string_view::npos) return fail(ErrorCode::invalid_argument, "a signing key of unknown form");
    rest.remove_prefix(plus + 1);
  }
  while (!rest.empty() && (rest.back() == '\n' || rest.back() == '\r')) rest.remove_suffix(1);
  auto bytes = ledger::from_base64(rest);
  std::ranges::fill(text, '\0');
  if (!bytes || bytes->size() != 33) return fail(ErrorCode::invalid_argument, "a signing key of unknown form");
  LogKeys keys;
  std::copy(bytes->begin() + 1, bytes->end(), keys.seed_.begin());
  std::ranges::fill(*bytes, '\0');
  keys.home_ = home.verifier().name();
  keys.signers_.emplace(keys.home_, home);
  return keys;
}

std::string LogKeys::origin_of(std::string_view agency) const { return home_ + '/' + std::string(agency); }

const ledger::Signer& LogKeys::of(std::string_view origin) {
  const auto known = signers_.find(origin);
  if (known != signers_.end()) return known->second;
  auto signer = ledger::Signer::from_seed(origin, seed_);
  FL_ASSERT(signer.has_value());  // origins are made by origin_of() from checked names
  return signers_.emplace(std::string(origin), std::move(*signer)).first->second;
}

}  // namespace fairlead::engine
