// SPDX-License-Identifier: Apache-2.0
// One connection's TLS over two memory BIOs.
#include <algorithm>
#include <array>

#include <openssl/sslerr.h>

#include "base/assert.hpp"
#include "tls_context.hpp"

namespace fairlead::http {
namespace {

std::string text_of(const X509_NAME* name) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (name == nullptr || X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) return {};
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

std::string text_of(const ASN1_STRING* string) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
          static_cast<std::size_t>(std::max(0, ASN1_STRING_length(string)))};
}

std::string address_of(const ASN1_OCTET_STRING* bytes) {
  const unsigned char* at = ASN1_STRING_get0_data(bytes);
  const int size = ASN1_STRING_length(bytes);
  std::string out;
  if (size == 4) {
    for (int i = 0; i < 4; ++i) out += (i == 0 ? "" : ".") + std::to_string(at[i]);
  } else if (size == 16) {
    static constexpr char kDigits[] = "0123456789abcdef";
    for (int i = 0; i < 16; ++i) {
      if (i != 0 && i % 2 == 0) out += ':';
      out += kDigits[at[i] >> 4];
      out += kDigits[at[i] & 15];
    }
  }
  return out;
}

std::vector<std::string> names_of(X509* certificate) {
  std::vector<std::string> names;
  const std::unique_ptr<GENERAL_NAMES, Freed<&GENERAL_NAMES_free>> list(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  const int count = list ? sk_GENERAL_NAME_num(list.get()) : 0;
  for (int i = 0; i < count; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(list.get(), i);
    switch (name->type) {
      case GEN_DNS:
        names.push_back("dns:" + text_of(name->d.dNSName));
        break;
      case GEN_URI:
        names.push_back("uri:" + text_of(name->d.uniformResourceIdentifier));
        break;
      case GEN_EMAIL:
        names.push_back("email:" + text_of(name->d.rfc822Name));
        break;
      case GEN_IPADD:
        names.push_back("ip:" + address_of(name->d.iPAddress));
        break;
      default:
        break;
    }
  }
  // A name with a zero in it is meant to be read in two ways.
  std::erase_if(names, [](const std::string& name) { return name.contains('\0'); });
  return names;
}

std::optional<PeerCertificate> describe(X509* certificate) {
  if (certificate == nullptr) return std::nullopt;
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  if (size <= 0) return std::nullopt;
  PeerCertificate peer;
  peer.fingerprint = sha256(std::string_view(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)));
  OPENSSL_free(der);
  peer.subject = text_of(X509_get_subject_name(certificate));
  peer.issuer = text_of(X509_get_issuer_name(certificate));
  peer.names = names_of(certificate);
  peer.expires_at_ms = unix_ms_of(X509_get0_notAfter(certificate)).value_or(0);
  return peer;
}

}  // namespace

struct TlsSession::Inside {
  TlsContextPtr context;
  SslPtr ssl;
  BIO* in = nullptr;  // owned by `ssl`
  BIO* out = nullptr;
  State state = State::handshake;
  std::optional<PeerCertificate> peer;
  std::string trouble;
  bool plain_http = false;
  bool closed = false;

  Inside(TlsContextPtr c, SSL_CTX* ssl_context, const WallClock& clock)
      : context(std::move(c)), ssl(SSL_new(ssl_context)) {
    FL_ASSERT(ssl != nullptr);
    in = BIO_new(BIO_s_mem());
    out = BIO_new(BIO_s_mem());
    FL_ASSERT(in != nullptr && out != nullptr);
    BIO_set_mem_eof_return(in, -1);
    BIO_set_mem_eof_return(out, -1);
    SSL_set_bio(ssl.get(), in, out);
    X509_VERIFY_PARAM_set_time(SSL_get0_param(ssl.get()), static_cast<std::time_t>(clock.now_ms() / 1000));
  }

  State fail_with(std::string why) {
    state = State::failed;
    trouble = std::move(why);
    return state;
  }

  // Judges what a call of OpenSSL returned; true when it may be called again with more bytes.
  bool wants_more(int result) {
    const int error = SSL_get_error(ssl.get(), result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return true;
    if (error == SSL_ERROR_ZERO_RETURN) {
      state = State::ended;
      return false;
    }
    const int reason = ERR_GET_REASON(ERR_peek_last_error());
    plain_http = reason == SSL_R_HTTP_REQUEST;
    if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
      ERR_clear_error();
      fail_with(std::string("the certificate is refused: ") +
                X509_verify_cert_error_string(SSL_get_verify_result(ssl.get())));
    } else {
      fail_with(openssl_reason());
    }
    return false;
  }

  void shake_hands() {
    const int result = SSL_do_handshake(ssl.get());
    if (result != 1) {
      wants_more(result);
      if (state == State::ended) fail_with("the other side ended during the handshake");
      return;
    }
    state = State::open;
    const X509Ptr certificate(SSL_get1_peer_certificate(ssl.get()));
    peer = describe(certificate.get());
  }

  void read(std::string& plain) {
    std::array<char, 16 * 1024> buffer;
    while (state == State::open) {
      std::size_t size = 0;
      const int result = SSL_read_ex(ssl.get(), buffer.data(), buffer.size(), &size);
      if (result == 1) {
        plain.append(buffer.data(), size);
      } else {
        wants_more(result);
        return;
      }
    }
  }
};

TlsSession::TlsSession(TlsContextPtr context, const WallClock& clock) {
  FL_ASSERT(context != nullptr && context->inside_->is_server);
  SSL_CTX* ssl = context->inside_->ssl.get();
  inside_ = std::make_unique<Inside>(std::move(context), ssl, clock);
  SSL_set_accept_state(inside_->ssl.get());
}

TlsSession::TlsSession(TlsContextPtr context, const std::string& host, const WallClock& clock) {
  FL_ASSERT(context != nullptr && !context->inside_->is_server);
  SSL_CTX* context_ssl = context->inside_->ssl.get();
  inside_ = std::make_unique<Inside>(std::move(context), context_ssl, clock);
  SSL* ssl = inside_->ssl.get();
  SSL_set_connect_state(ssl);
  ERR_clear_error();
  bool known = false;
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1) {
    known = true;
  } else {
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    known = !host.empty() && !host.contains('\0') && SSL_set1_host(ssl, host.c_str()) == 1 &&
            SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
  }
  ERR_clear_error();
  if (!known) {
    inside_->fail_with("the server's name cannot be one");
    return;
  }
  inside_->shake_hands();
}

TlsSession::~TlsSession() = default;
TlsSession::TlsSession(TlsSession&&) noexcept = default;
TlsSession& TlsSession::operator=(TlsSession&&) noexcept = default;

TlsSession::State TlsSession::state() const { return inside_->state; }

TlsSession::State TlsSession::receive(std::string_view ciphertext, std::string& plain) {
  Inside& inside = *inside_;
  // BIO_write takes an int; nobody reads that much at once.
  while (!ciphertext.empty() && inside.state != State::failed && inside.state != State::ended) {
    const std::string_view part = ciphertext.substr(0, 64 * 1024);
    ciphertext.remove_prefix(part.size());
    ERR_clear_error();
    if (BIO_write(inside.in, part.data(), static_cast<int>(part.size())) != static_cast<int>(part.size())) {
      return inside.fail_with("no memory");
    }
    if (inside.state == State::handshake) inside.shake_hands();
    if (inside.state == State::open) inside.read(plain);
  }
  return inside.state;
}

bool TlsSession::send(std::string_view plain) {
  Inside& inside = *inside_;
  if ((inside.state != State::open && inside.state != State::ended) || inside.closed) return false;
  if (plain.empty()) return true;
  ERR_clear_error();
  std::size_t written = 0;
  if (SSL_write_ex(inside.ssl.get(), plain.data(), plain.size(), &written) == 1 && written == plain.size()) return true;
  inside.fail_with(openssl_reason());
  return false;
}

std::string TlsSession::take_output() {
  std::string output;
  output.resize(static_cast<std::size_t>(BIO_ctrl_pending(inside_->out)));
  if (output.empty()) return output;
  const int size = BIO_read(inside_->out, output.data(), static_cast<int>(output.size()));
  output.resize(static_cast<std::size_t>(std::max(0, size)));
  return output;
}

bool TlsSession::has_output() const { return BIO_ctrl_pending(inside_->out) != 0; }

void TlsSession::close() {
  Inside& inside = *inside_;
  if (inside.closed || (inside.state != State::open && inside.state != State::ended)) return;
  inside.closed = true;
  ERR_clear_error();
  SSL_shutdown(inside.ssl.get());
  ERR_clear_error();
}

const std::optional<PeerCertificate>& TlsSession::peer() const { return inside_->peer; }
std::string_view TlsSession::protocol() const { return SSL_get_version(inside_->ssl.get()); }
const std::string& TlsSession::trouble() const { return inside_->trouble; }
bool TlsSession::met_plain_http() const { return inside_->plain_http; }

}  // namespace fairlead::http
