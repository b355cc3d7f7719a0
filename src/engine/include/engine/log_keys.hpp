// SPDX-License-Identifier: Apache-2.0
// The keys that sign the logs: one key in a file, and for each log a signer under the log's own name made from it.
//
// Threads: one owner.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "ledger/note.hpp"

namespace fairlead::engine {

class LogKeys {
 public:
  // The key's name is the name (origin) of home's log.
  static Result<LogKeys> from(const ledger::Signer& home);

  const std::string& home_origin() const { return home_; }
  // The name of home's log, and the agency behind a slash.
  std::string origin_of(std::string_view agency) const;
  const ledger::Signer& of(std::string_view origin);

 private:
  LogKeys() = default;
  std::string home_;
  std::array<std::uint8_t, 32> seed_{};
  std::map<std::string, ledger::Signer, std::less<>> signers_;
};

}  // namespace fairlead::engine
