// SPDX-License-Identifier: Apache-2.0
// Certificates and keys from files, with errors that name the file and the cure.
//
// Threads: any.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "tls_openssl.hpp"

namespace fairlead::http {

// At least one.
Result<std::vector<X509Ptr>> read_certificates(const std::string& path);
// Refuses a file that others may read.
Result<KeyPtr> read_private_key(const std::string& path);

}  // namespace fairlead::http
