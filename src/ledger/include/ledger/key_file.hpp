// SPDX-License-Identifier: Apache-2.0
// Signing keys in files: one line, `PRIVATE+KEY+name+hash+base64`, readable by their owner and nobody else.
//
// 1. A key is made with rights 0600 and never written over.
// 2. A file that others may read or write, that belongs to another user, or that is a link, is refused.
// Threads: free functions.
#pragma once

#include <string>
#include <string_view>

#include "ledger/note.hpp"

namespace fairlead::ledger {

// Makes a key named `name` in a new file.
Result<Signer> make_key_file(const std::string& path, std::string_view name, Random& random);
Result<Signer> load_key_file(const std::string& path);

struct KeyRotation {
  Signer before;
  Signer after;
  std::string kept_as;  // where the old key lies now
};
// Puts a new key of the same name in the place of the old, which is kept beside it under its key id. The ledger takes a
// KeyChange record, and its next checkpoint is signed by both, so that readers of either follow.
Result<KeyRotation> rotate_key_file(const std::string& path, Random& random);

}  // namespace fairlead::ledger
