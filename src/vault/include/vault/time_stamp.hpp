// SPDX-License-Identifier: Apache-2.0
// Time stamps of RFC 3161: what is sent to an authority, and whether its answer says what was asked. The answer is kept
// as it came, so that `openssl ts -verify` reads it.
//
// Threads: any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "units/instant.hpp"

namespace fairlead::vault {

struct StampRequest {
  Digest over{};
  std::string der;  // to be sent as application/timestamp-query
};
// `nonce` should not be guessed; the answer repeats it.
Result<StampRequest> stamp_request(const Digest& over, std::uint64_t nonce);

struct Stamped {
  Instant at;
  std::string serial;     // hexadecimal
  std::string authority;  // who signed
};
// Checks an answer: granted, over this digest, with our number, signed by who is in or below `authorities_pem`.
// `verification` where it is not so.
Result<Stamped> check_stamp(const StampRequest& request, std::string_view answer_der, std::string_view authorities_pem);
// The same for an answer that was kept: only over which digest, and by whom.
Result<Stamped> check_stamp(const Digest& over, std::string_view answer_der, std::string_view authorities_pem);

}  // namespace fairlead::vault
