// SPDX-License-Identifier: Apache-2.0
// What a TlsContext holds.
//
// Threads: constant once made; OpenSSL counts its users with locks of its own.
#pragma once

#include "http/tls.hpp"
#include "tls_openssl.hpp"

namespace fairlead::http {

struct TlsContext::Inside {
  SslContextPtr ssl;
  bool is_server = false;
  std::optional<std::int64_t> expires_at_ms;
};

// Unix time of a moment in a certificate; nothing when it is ill-formed.
std::optional<std::int64_t> unix_ms_of(const ASN1_TIME* time);

}  // namespace fairlead::http
