// SPDX-License-Identifier: Apache-2.0
#include "keys.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "base/base64url.hpp"
#include "strict_json.hpp"

namespace fairlead::oidc {
namespace {

namespace json = boost::json;

template <auto function>
struct Free {
  template <class T>
  void operator()(T* thing) const {
    function(thing);
  }
};
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Digesting = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
Number number(std::string_view text) { return Number(BN_bin2bn(bytes(text), static_cast<int>(text.size()), nullptr)); }

// The member's bytes; empty where it is absent or not base64url.
std::string member(const json::object& object, std::string_view name) {
  const auto text = text_member(object, name, "a key");
  if (!text || !*text) return {};
  return from_base64url(**text).value_or(std::string());
}

Key from_params(const char* type, const Params& params) {
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  if (!context || !params || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return Key(made);
}

Key rsa(const json::object& object, std::string& why) {
  const std::string n = member(object, "n");
  const std::string e = member(object, "e");
  // A leading zero would be another text of the same number.
  if (n.empty() || e.empty() || n[0] == '\0' || e[0] == '\0') {
    why = "an RSA key without a modulus or exponent";
    return nullptr;
  }
  if (n.size() > 1024 || e.size() > 4) {
    why = "an RSA key of more than 8192 bits, or with an exponent of more than 32";
    return nullptr;
  }
  const Number modulus = number(n);
  const Number exponent = number(e);
  if (!modulus || BN_num_bits(modulus.get()) < 2048) {
    why = fmt::format("an RSA key of {} bits; at least 2048 are needed", modulus ? BN_num_bits(modulus.get()) : 0);
    return nullptr;
  }
  if (!exponent || BN_is_odd(exponent.get()) != 1 || BN_is_one(exponent.get()) == 1 || BN_is_odd(modulus.get()) != 1) {
    why = "an RSA key with an exponent or modulus that cannot be";
    return nullptr;
  }
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
    return nullptr;
  }
  return from_params("RSA", Params(OSSL_PARAM_BLD_to_param(builder.get())));
}

Key p256(const json::object& object, std::string& why) {
  const std::string x = member(object, "x");
  const std::string y = member(object, "y");
  why = "a P-256 key whose point is not on the curve";
  if (x.size() != 32 || y.size() != 32) return nullptr;
  const std::string point = "\x04" + x + y;
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1) {
    return nullptr;
  }
  Key key = from_params("EC", Params(OSSL_PARAM_BLD_to_param(builder.get())));
  if (!key) return nullptr;
  const Context context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  if (!context || EVP_PKEY_public_check(context.get()) != 1) return nullptr;
  return key;
}

Key ed25519(const json::object& object, std::string& why) {
  const std::string x = member(object, "x");
  why = "an Ed25519 key that has not 32 bytes";
  if (x.size() != 32) return nullptr;
  return Key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(x), x.size()));
}

// Nothing where the key is for something else; `why` where it is for signatures and cannot be used.
std::optional<KeySet::Key> read_key(const json::object& object, std::string& why) {
  const auto kind = text_member(object, "kty", "a key");
  const auto curve = text_member(object, "crv", "a key");
  const auto use = text_member(object, "use", "a key");
  const auto id = text_member(object, "kid", "a key");
  const auto algorithm = text_member(object, "alg", "a key");
  if (!kind || !curve || !use || !id || !algorithm || !*kind) {
    why = "a key with a member of the wrong kind";
    return std::nullopt;
  }
  if (*use && **use != "sig") return std::nullopt;
  if (object.contains("key_ops")) {
    const auto operations = texts_member(object, "key_ops", "a key");
    if (!operations || std::ranges::find(*operations, "verify") == operations->end()) return std::nullopt;
  }
  KeySet::Key made;
  made.id = *id;
  made.algorithm = *algorithm;
  if (**kind == "RSA") {
    made.kind = KeyKind::rsa;
    made.key = rsa(object, why);
  } else if (**kind == "EC" && *curve && **curve == "P-256") {
    made.kind = KeyKind::p256;
    made.key = p256(object, why);
  } else if (**kind == "OKP" && *curve && **curve == "Ed25519") {
    made.kind = KeyKind::ed25519;
    made.key = ed25519(object, why);
  } else {
    return std::nullopt;
  }
  if (!made.key) return std::nullopt;
  why.clear();
  if (made.algorithm) {
    const auto known = algorithm_from(*made.algorithm);
    if (!known || kind_for(*known) != made.kind) return std::nullopt;
  }
  return made;
}

}  // namespace

std::optional<Algorithm> algorithm_from(std::string_view word) {
  if (word == "RS256") return Algorithm::rs256;
  if (word == "PS256") return Algorithm::ps256;
  if (word == "ES256") return Algorithm::es256;
  if (word == "EdDSA" || word == "Ed25519") return Algorithm::eddsa;
  return std::nullopt;
}

KeyKind kind_for(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::es256:
      return KeyKind::p256;
    case Algorithm::eddsa:
      return KeyKind::ed25519;
    default:
      return KeyKind::rsa;
  }
}

Result<KeySet> KeySet::read(std::string_view text) {
  FL_TRY(const json::object document, read_object(text, "the provider's key set", kDocumentMax));
  const json::value* list = document.if_contains("keys");
  if (list == nullptr || !list->is_array()) {
    return fail(ErrorCode::verification, "the provider's key set has no list `keys`");
  }
  if (list->get_array().size() > kKeysMax) {
    return fail(ErrorCode::verification, fmt::format("the provider's key set has more than {} keys", kKeysMax));
  }
  std::vector<Key> keys;
  std::string why;
  for (const json::value& entry : list->get_array()) {
    if (!entry.is_object()) return fail(ErrorCode::verification, "the provider's key set has a key that is no object");
    std::string fault;
    if (auto key = read_key(entry.get_object(), fault)) keys.push_back(std::move(*key));
    if (why.empty()) why = fault;
  }
  if (keys.empty()) {
    return fail(ErrorCode::verification,
                fmt::format("the provider's key set has no key for RS256, PS256, ES256 or EdDSA{}{}",
                            why.empty() ? "" : ": there is ", why));
  }
  KeySet set;
  set.keys_ = std::make_shared<const std::vector<Key>>(std::move(keys));
  return set;
}

std::size_t KeySet::size() const { return keys_->size(); }

bool KeySet::has(std::string_view id) const {
  return std::ranges::any_of(*keys_, [&](const Key& key) { return key.id == id; });
}

bool is_signed(const KeySet::Key& key, Algorithm algorithm, std::string_view text, std::string_view signature) {
  if (kind_for(algorithm) != key.kind) return false;
  const Digesting context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* padding = nullptr;
  const EVP_MD* hash = algorithm == Algorithm::eddsa ? nullptr : EVP_sha256();
  if (!context || EVP_DigestVerifyInit(context.get(), &padding, hash, nullptr, key.key.get()) != 1) return false;
  std::string der;
  if (algorithm == Algorithm::ps256 && (EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING) != 1 ||
                                        EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return false;
  }
  if (algorithm == Algorithm::es256) {
    if (signature.size() != 64) return false;
    const Signature pair(ECDSA_SIG_new());
    Number r = number(signature.substr(0, 32));
    Number s = number(signature.substr(32));
    if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return false;
    (void)r.release();
    (void)s.release();
    unsigned char* out = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &out);
    if (size <= 0) return false;
    der.assign(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
    OPENSSL_free(out);
    signature = der;
  }
  return EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
}

}  // namespace fairlead::oidc
