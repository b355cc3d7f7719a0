// SPDX-License-Identifier: Apache-2.0
// What holds for all sessions of a server or a client.
#include "tls_context.hpp"

#include <ctime>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "tls_files.hpp"

namespace fairlead::http {
namespace {

// With forward secrecy and authenticated encryption; for 1.2 only, 1.3 has no others.
constexpr const char* kCiphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr int kDepthMax = 6;
constexpr long kCertificatesBytesMax = 32 * 1024;  // that the other side may show

// `http/1.1` where the client names protocols; one that offers only others is refused (RFC 7301 §3.2), so that it never
// speaks something else here.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned offered_size, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, size, kOurs, sizeof kOurs - 1, offered, offered_size) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

SslContextPtr new_context(const SSL_METHOD* method) {
  SslContextPtr context(SSL_CTX_new(method));
  FL_ASSERT(context != nullptr);
  SSL_CTX* ssl = context.get();
  SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION);
  SSL_CTX_set_options(ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                               SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(ssl, 0);
  SSL_CTX_set_max_cert_list(ssl, kCertificatesBytesMax);
  SSL_CTX_set_verify_depth(ssl, kDepthMax);
  SSL_CTX_set_cipher_list(ssl, kCiphers);
  static constexpr unsigned char kContext[] = "fairlead";
  SSL_CTX_set_session_id_context(ssl, kContext, sizeof kContext - 1);
  return context;
}

// Gives the context our certificate and its key; the moment when the first of the chain expires.
Result<std::int64_t> show_certificate(SSL_CTX* ssl, const std::string& certificate_file, const std::string& key_file) {
  FL_TRY(std::vector<X509Ptr> chain, read_certificates(certificate_file));
  FL_TRY(const KeyPtr key, read_private_key(key_file));
  ERR_clear_error();
  if (X509_check_private_key(chain.front().get(), key.get()) != 1) {
    openssl_reason();
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("the key in `{}` does not belong to the first certificate in `{}`; our own certificate goes "
                    "first, those that signed it follow",
                    key_file, certificate_file));
  }
  if (SSL_CTX_use_certificate(ssl, chain.front().get()) != 1 || SSL_CTX_use_PrivateKey(ssl, key.get()) != 1) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("the certificate in `{}` cannot be used: {}", certificate_file, openssl_reason()));
  }
  std::optional<std::int64_t> expires;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const auto end = unix_ms_of(X509_get0_notAfter(chain[i].get()));
    if (end && (!expires || *end < *expires)) expires = end;
    if (i > 0 && SSL_CTX_add1_chain_cert(ssl, chain[i].get()) != 1) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("certificate {} in `{}` cannot be used: {}", i + 1, certificate_file, openssl_reason()));
    }
  }
  return expires.value_or(0);
}

Result<void> trust(SSL_CTX* ssl, const std::string& file, bool name_them) {
  FL_TRY(const std::vector<X509Ptr> authorities, read_certificates(file));
  X509_STORE* store = SSL_CTX_get_cert_store(ssl);
  // What the file names is trusted, whether or not its own signer is there too.
  X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
  for (const X509Ptr& authority : authorities) {
    ERR_clear_error();
    if (X509_STORE_add_cert(store, authority.get()) != 1 ||
        (name_them && SSL_CTX_add_client_CA(ssl, authority.get()) != 1)) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("an authority in `{}` cannot be used: {}", file, openssl_reason()));
    }
  }
  return {};
}

}  // namespace

std::optional<std::int64_t> unix_ms_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return static_cast<std::int64_t>(::timegm(&parts)) * 1000;
}

TlsContext::TlsContext(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
TlsContext::~TlsContext() = default;

std::optional<std::int64_t> TlsContext::certificate_expires_at_ms() const { return inside_->expires_at_ms; }

Result<TlsContextPtr> TlsContext::server(const TlsOptions& options) {
  auto inside = std::make_unique<Inside>();
  inside->is_server = true;
  inside->ssl = new_context(TLS_server_method());
  SSL_CTX* ssl = inside->ssl.get();
  SSL_CTX_set_alpn_select_cb(ssl, choose_protocol, nullptr);
  FL_TRY(inside->expires_at_ms, show_certificate(ssl, options.certificate_file, options.key_file));
  if (options.client_certificate != ClientCertificate::none) {
    if (options.client_ca_file.empty()) {
      return fail(ErrorCode::invalid_argument,
                  "clients are to show certificates, and no file names the authorities that sign them");
    }
    FL_CHECK(trust(ssl, options.client_ca_file, true));
    const bool required = options.client_certificate == ClientCertificate::required;
    SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
  }
  return TlsContextPtr(new TlsContext(std::move(inside)));
}

Result<TlsContextPtr> TlsContext::client(const TlsClientOptions& options) {
  auto inside = std::make_unique<Inside>();
  inside->ssl = new_context(TLS_client_method());
  SSL_CTX* ssl = inside->ssl.get();
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  SSL_CTX_set_alpn_protos(ssl, kOurs, sizeof kOurs - 1);
  SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER, nullptr);
  if (!options.ca_file.empty()) {
    FL_CHECK(trust(ssl, options.ca_file, false));
  } else if (SSL_CTX_set_default_verify_paths(ssl) != 1) {
    return fail(ErrorCode::io, fmt::format("the system's authorities cannot be read: {}", openssl_reason()));
  }
  if (!options.certificate_file.empty()) {
    FL_TRY(inside->expires_at_ms, show_certificate(ssl, options.certificate_file, options.key_file));
  }
  return TlsContextPtr(new TlsContext(std::move(inside)));
}

Result<std::unique_ptr<TlsSource>> TlsSource::open(TlsOptions options) {
  std::unique_ptr<TlsSource> source(new TlsSource(std::move(options)));
  FL_CHECK(source->reload());
  return source;
}

Result<void> TlsSource::reload() {
  FL_TRY(TlsContextPtr next, TlsContext::server(options_));
  current_.set(std::move(next));
  return {};
}

}  // namespace fairlead::http
