// SPDX-License-Identifier: Apache-2.0
// OpenSSL's objects with owners, and its errors in words.
//
// Threads: any; OpenSSL's error queue belongs to the calling thread.
#pragma once

#include <memory>
#include <string>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace fairlead::http {

template <auto free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using SslContextPtr = std::unique_ptr<SSL_CTX, Freed<&SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, Freed<&SSL_free>>;
using BioPtr = std::unique_ptr<BIO, Freed<&BIO_free_all>>;
using X509Ptr = std::unique_ptr<X509, Freed<&X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;

// Why the last call failed; empties this thread's queue of errors.
inline std::string openssl_reason() {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return reason != nullptr ? reason : "no reason was given";
}

}  // namespace fairlead::http
