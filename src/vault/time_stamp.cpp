// SPDX-License-Identifier: Apache-2.0
#include "vault/time_stamp.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

namespace fairlead::vault {
namespace {

template <auto Free>
struct Freeing {
  template <class T>
  void operator()(T* value) const {
    Free(value);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freeing<Free>>;
using OwnedRequest = Owned<TS_REQ, TS_REQ_free>;
using OwnedResponse = Owned<TS_RESP, TS_RESP_free>;

Failure bad(std::string_view what) {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return fail(ErrorCode::verification, fmt::format("the answer of the time-stamp authority {}{}{}", what,
                                                   reason == nullptr ? "" : ": ", reason == nullptr ? "" : reason));
}

OwnedRequest request_for(const Digest& over, const std::uint64_t* nonce) {
  OwnedRequest request(TS_REQ_new());
  Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free> imprint(TS_MSG_IMPRINT_new());
  Owned<X509_ALGOR, X509_ALGOR_free> algorithm(X509_ALGOR_new());
  Digest copy = over;
  if (!request || !imprint || !algorithm) return nullptr;
  if (X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) != 1) return nullptr;
  if (TS_REQ_set_version(request.get(), 1) != 1 || TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) != 1 ||
      TS_MSG_IMPRINT_set_msg(imprint.get(), copy.data(), static_cast<int>(copy.size())) != 1 ||
      TS_REQ_set_msg_imprint(request.get(), imprint.get()) != 1 || TS_REQ_set_cert_req(request.get(), 1) != 1) {
    return nullptr;
  }
  if (nonce != nullptr) {
    Owned<ASN1_INTEGER, ASN1_INTEGER_free> number(ASN1_INTEGER_new());
    if (!number || ASN1_INTEGER_set_uint64(number.get(), *nonce) != 1 ||
        TS_REQ_set_nonce(request.get(), number.get()) != 1) {
      return nullptr;
    }
  }
  return request;
}

Result<X509_STORE*> store_of(std::string_view pem) {
  Owned<X509_STORE, X509_STORE_free> store(X509_STORE_new());
  Owned<BIO, BIO_free> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  int certificates = 0;
  if (store && in) {
    while (X509* certificate = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)) {
      const Owned<X509, X509_free> owned(certificate);
      if (X509_STORE_add_cert(store.get(), certificate) == 1) ++certificates;
    }
  }
  ERR_clear_error();
  if (certificates == 0) {
    return fail(ErrorCode::invalid_argument, "the file of the time-stamp authority has no certificate (PEM) in it");
  }
  return store.release();
}

Instant instant_of(const ASN1_GENERALIZEDTIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return Instant{};
  using namespace std::chrono;
  const sys_days day = year(parts.tm_year + 1900) / month(static_cast<unsigned>(parts.tm_mon + 1)) /
                       std::chrono::day(static_cast<unsigned>(parts.tm_mday));
  const auto seconds =
      day.time_since_epoch() + hours(parts.tm_hour) + minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
  return Instant::from_unix_ms(duration_cast<milliseconds>(seconds).count());
}

void free_signers(STACK_OF(X509) * signers) { sk_X509_free(signers); }  // a macro, else

std::string signer_of(TS_RESP* response) {
  PKCS7* token = TS_RESP_get_token(response);
  const Owned<STACK_OF(X509), free_signers> signers(token == nullptr ? nullptr : PKCS7_get0_signers(token, nullptr, 0));
  if (!signers || sk_X509_num(signers.get()) == 0) return {};
  Owned<BIO, BIO_free> out(BIO_new(BIO_s_mem()));
  if (!out) return {};
  X509_NAME_print_ex(out.get(), X509_get_subject_name(sk_X509_value(signers.get(), 0)), 0,
                     XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  std::string name(text, size > 0 ? std::min<std::size_t>(static_cast<std::size_t>(size), 300) : 0);
  for (char& c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F) c = '?';
  }
  return name;
}

Result<Stamped> check(TS_REQ* asked, std::string_view answer, std::string_view authorities_pem) {
  ERR_clear_error();
  const auto* bytes = reinterpret_cast<const unsigned char*>(answer.data());
  const unsigned char* end = bytes;
  const OwnedResponse response(d2i_TS_RESP(nullptr, &end, static_cast<long>(answer.size())));
  if (!response || end != bytes + answer.size()) return bad("is none");
  FL_TRY(X509_STORE * store, store_of(authorities_pem));
  const Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free> context(TS_REQ_to_TS_VERIFY_CTX(asked, nullptr));
  if (!context) {
    X509_STORE_free(store);
    return bad("cannot be checked");
  }
  TS_VERIFY_CTX_set_store(context.get(), store);  // takes it
  TS_VERIFY_CTX_add_flags(context.get(), TS_VFY_SIGNATURE);
  if (TS_RESP_verify_response(context.get(), response.get()) != 1) return bad("does not hold");
  TS_TST_INFO* info = TS_RESP_get_tst_info(response.get());
  if (info == nullptr) return bad("has no time stamp in it");
  Stamped stamped;
  stamped.at = instant_of(TS_TST_INFO_get_time(info));
  const Owned<BIGNUM, BN_free> serial(ASN1_INTEGER_to_BN(TS_TST_INFO_get_serial(info), nullptr));
  if (serial) {
    char* digits = BN_bn2hex(serial.get());
    if (digits != nullptr) stamped.serial = digits;
    OPENSSL_free(digits);
  }
  stamped.authority = signer_of(response.get());
  return stamped;
}

}  // namespace

Result<StampRequest> stamp_request(const Digest& over, std::uint64_t nonce) {
  const OwnedRequest request = request_for(over, &nonce);
  unsigned char* der = nullptr;
  const int size = request ? i2d_TS_REQ(request.get(), &der) : -1;
  if (size <= 0) return fail(ErrorCode::internal, "a time-stamp request could not be made");
  StampRequest made{over, std::string(reinterpret_cast<char*>(der), static_cast<std::size_t>(size))};
  OPENSSL_free(der);
  return made;
}

Result<Stamped> check_stamp(const StampRequest& request, std::string_view answer_der,
                            std::string_view authorities_pem) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(request.der.data());
  const OwnedRequest asked(d2i_TS_REQ(nullptr, &bytes, static_cast<long>(request.der.size())));
  if (!asked) return fail(ErrorCode::internal, "the time-stamp request cannot be read");
  return check(asked.get(), answer_der, authorities_pem);
}

Result<Stamped> check_stamp(const Digest& over, std::string_view answer_der, std::string_view authorities_pem) {
  const OwnedRequest asked = request_for(over, nullptr);
  if (!asked) return fail(ErrorCode::internal, "a time-stamp request could not be made");
  return check(asked.get(), answer_der, authorities_pem);
}

}  // namespace fairlead::vault
