// SPDX-License-Identifier: Apache-2.0
// Any text as everything that a provider may send. As claims it is signed rightly first, since no fuzzer finds a
// signature: what is accepted then must be what was expected.
#include <cstddef>
#include <cstdint>
#include <memory>

#include <openssl/evp.h>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "oidc/id_token.hpp"
#include "oidc/sign_in.hpp"

namespace {

using namespace fairlead;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

const Key& signing_key() {
  static const unsigned char raw[32] = {1, 2, 3, 4, 5, 6, 7, 8};
  static const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw, sizeof raw), EVP_PKEY_free);
  return key;
}

const oidc::KeySet& keys() {
  static const oidc::KeySet set = [] {
    unsigned char raw[32];
    std::size_t size = sizeof raw;
    EVP_PKEY_get_raw_public_key(signing_key().get(), raw, &size);
    return *oidc::KeySet::read(R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":")" +
                               base64url(std::string_view(reinterpret_cast<const char*>(raw), size)) + R"("}]})");
  }();
  return set;
}

std::string rightly_signed(std::string_view header, std::string_view claims) {
  const std::string text = base64url(header) + "." + base64url(claims);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  unsigned char signature[64];
  std::size_t size = sizeof signature;
  EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, signing_key().get());
  EVP_DigestSign(context.get(), signature, &size, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return text + "." + base64url(std::string_view(reinterpret_cast<const char*>(signature), size));
}

template <class T>
void in_one_line(const Result<T>& result) {
  if (result) return;
  FL_ASSERT(!result.error().message.empty());
  for (const char c : result.error().message) FL_ASSERT(c < 0 || c >= ' ');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  oidc::Expectation expected;
  expected.issuer = "https://id.example";
  expected.client_id = "fairlead";
  expected.nonce = "nonce";
  expected.now = Instant::from_unix_seconds(1'800'000'000);

  const auto unsigned_token = oidc::verify_id_token(text, keys(), expected);
  FL_ASSERT(!unsigned_token || text.size() > 100);
  in_one_line(unsigned_token);
  const auto identity = oidc::verify_id_token(rightly_signed(R"({"alg":"EdDSA"})", text), keys(), expected);
  in_one_line(identity);
  if (identity) {
    FL_ASSERT(identity->issuer == expected.issuer && !identity->subject.empty());
    FL_ASSERT(identity->expires_at + expected.skew > expected.now);
    FL_ASSERT(oidc::proposed_account_name(*identity).size() <= 64);
  }
  in_one_line(oidc::verify_id_token(rightly_signed(text, "{}"), keys(), expected));
  in_one_line(oidc::KeySet::read(text));
  const auto provider = oidc::read_discovery(text, "https://id.example");
  in_one_line(provider);
  in_one_line(oidc::read_token_response(size % 2 == 0 ? 200 : 400, text));
  in_one_line(oidc::check_url(text, "it"));
  if (provider) {
    const oidc::Attempt attempt{"s", "n", "v"};
    in_one_line(oidc::read_callback({{"state", "s"}, {"code", std::string(text)}, {"iss", std::string(text)}},
                                    *provider, attempt));
  }
  return 0;
}
