// SPDX-License-Identifier: Apache-2.0
// What a provider says about itself, its keys, and the way through a sign-in.
#include "oidc/provider.hpp"

#include <gtest/gtest.h>

#include "oidc/sign_in.hpp"
#include "test_issuer.hpp"

namespace fairlead::oidc {
namespace {

using namespace support;

std::string document(std::string_view more = "") {
  return fmt::format(
      R"({{"issuer":"{0}","authorization_endpoint":"{0}/auth","token_endpoint":"{0}/token","jwks_uri":"{0}/jwks",)"
      R"("id_token_signing_alg_values_supported":["HS256","RS256"]{1}}})",
      kIssuer, more);
}
std::string with(std::string_view from, std::string_view to) {
  std::string text = document();
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}
std::string verdict(std::string_view text) { return message(read_discovery(text, kIssuer)); }

TEST(Discovery, names_where_to_go) {
  const auto provider = read_discovery(document(), kIssuer);
  ASSERT_TRUE(provider) << message(provider);
  EXPECT_EQ(provider->authorization_endpoint, "https://id.example/auth");
  EXPECT_EQ(provider->jwks_uri, "https://id.example/jwks");
  EXPECT_FALSE(provider->says_issuer_on_return);
  EXPECT_EQ(*discovery_url("https://id.example/"), "https://id.example/.well-known/openid-configuration");
  EXPECT_EQ(*discovery_url("https://id.example/realms/x"),
            "https://id.example/realms/x/.well-known/openid-configuration");
}

TEST(Discovery, of_another_issuer_or_without_what_we_need_is_refused) {
  EXPECT_TRUE(
      verdict(with(R"("issuer":"https://id.example")", R"("issuer":"https://evil.example")")).contains("evil.example"));
  EXPECT_TRUE(verdict(with(R"("issuer":"https://id.example",)", "")).contains("no `issuer`"));
  EXPECT_TRUE(verdict(with(R"("jwks_uri":"https://id.example/jwks",)", "")).contains("no `jwks_uri`"));
  EXPECT_TRUE(verdict(with("https://id.example/token", "http://id.example/token")).contains("loopback only"));
  EXPECT_TRUE(verdict(with("https://id.example/token", "https://u@id.example/token")).contains("user name"));
  EXPECT_TRUE(verdict(with(R"("RS256")", R"("RS512")")).contains("no signature that we take"));
  EXPECT_TRUE(verdict(document(R"(,"code_challenge_methods_supported":["plain"])")).contains("S256"));
  EXPECT_TRUE(verdict(document(R"(,"response_types_supported":["id_token"])")).contains("`code`"));
  EXPECT_TRUE(verdict(document(R"(,"issuer":"https://id.example")")).contains("twice"));
  EXPECT_TRUE(verdict(std::string(300 << 10, ' ')).contains("longer"));
  EXPECT_TRUE(verdict("").contains("no JSON"));
}

TEST(Addresses, are_encrypted_or_on_loopback) {
  for (const std::string_view good : {"https://a.example", "https://a.example:8443/x?y=1", "http://127.0.0.1:3000",
                                      "http://[::1]:80/x", "http://localhost/cb"}) {
    EXPECT_TRUE(check_url(good, "x")) << good;
  }
  for (const std::string_view bad :
       {"", "a.example", "http://a.example", "http://127.0.0.1.evil.example", "http://localhost@evil.example/",
        "https://", "https:///x", "ftp://a.example", "https://a.example/#x", "https://a .example", "https://[::1",
        "http://127.0.0.1\\@evil.example"}) {
    EXPECT_FALSE(check_url(bad, "x")) << bad;
  }
}

std::string keys_verdict(std::string_view text) { return message(KeySet::read(text)); }

TEST(Keys, of_other_kinds_and_uses_are_left_out) {
  const std::string text =
      key_set(rsa_key().jwk(), ec_key().jwk(R"(,"use":"sig","alg":"ES256")"), ed_key().jwk(R"(,"key_ops":["verify"])"),
              TestKey("RSA", "enc").jwk(R"(,"use":"enc")"), TestKey("P-256", "sign").jwk(R"(,"key_ops":["sign"])"),
              TestKey("P-256", "512").jwk(R"(,"alg":"ES512")"), std::string(R"({"kty":"oct","k":"AAAA","kid":"hmac"})"),
              std::string(R"({"kty":"EC","crv":"P-521","kid":"big"})"), std::string(R"({"kty":"AKP","kid":"new"})"));
  const auto set = KeySet::read(text);
  ASSERT_TRUE(set) << message(set);
  EXPECT_EQ(set->size(), 3U);
  EXPECT_TRUE(set->has("r1") && set->has("e1") && set->has("d1"));
  EXPECT_FALSE(set->has("hmac") || set->has("enc"));
}

TEST(Keys, that_are_weak_or_wrong_are_left_out_and_named) {
  EXPECT_TRUE(keys_verdict(key_set(TestKey("RSA", "weak", 1024).jwk())).contains("1024 bits"));
  EXPECT_TRUE(
      keys_verdict(
          R"({"keys":[{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]})")
          .contains("curve"));
  EXPECT_TRUE(keys_verdict(R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA"}]})").contains("32 bytes"));
  EXPECT_TRUE(keys_verdict(
                  fmt::format(R"({{"keys":[{{"kty":"RSA","n":"{}","e":"AQAB"}}]}})", base64url(std::string(2000, 'x'))))
                  .contains("8192"));
  EXPECT_TRUE(keys_verdict(
                  fmt::format(R"({{"keys":[{{"kty":"RSA","n":"{}","e":"AQ"}}]}})", base64url(std::string(256, '\x81'))))
                  .contains("cannot be"));
  EXPECT_TRUE(keys_verdict(R"({"keys":[]})").contains("no key for"));
  EXPECT_TRUE(keys_verdict(R"({"keys":{}})").contains("no list"));
  EXPECT_TRUE(keys_verdict(R"({"keys":[7]})").contains("no object"));
  EXPECT_TRUE(keys_verdict(R"({"keys":[{"kty":"RSA","kty":"EC"}]})").contains("twice"));
  std::string many = "{}";
  for (int i = 0; i < 64; ++i) many += ",{}";
  EXPECT_TRUE(keys_verdict("{\"keys\":[" + many + "]}").contains("more than 64"));
}

class Counted final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(next_++);
  }

 private:
  unsigned next_ = 0;
};

Provider provider() { return *read_discovery(document(), kIssuer); }
Client client() {
  Client made;
  made.id = kClient;
  made.redirect_uri = "https://sea.example/auth/callback";
  return made;
}

TEST(SignIn, sends_the_browser_with_state_nonce_and_challenge) {
  Counted random;
  const Attempt attempt = make_attempt(random);
  EXPECT_EQ(attempt.state.size(), 43U);
  EXPECT_NE(attempt.state, attempt.nonce);
  EXPECT_NE(attempt.nonce, attempt.verifier);
  // The worked example of RFC 7636, appendix B.
  EXPECT_EQ(code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  EXPECT_EQ(authorization_url(provider(), client(), attempt),
            "https://id.example/"
            "auth?response_type=code&client_id=fairlead&redirect_uri=https%3A%2F%2Fsea.example%2Fauth%2Fcallback"
            "&scope=openid%20profile&state=" +
                attempt.state + "&nonce=" + attempt.nonce + "&code_challenge=" + code_challenge(attempt.verifier) +
                "&code_challenge_method=S256");
  EXPECT_FALSE(authorization_url(provider(), client(), attempt).contains(attempt.verifier));
  EXPECT_TRUE(authorization_url(provider(), client(), attempt, true).ends_with("&prompt=login&max_age=0"));
  Provider asked = provider();
  asked.authorization_endpoint += "?tenant=1";
  EXPECT_TRUE(
      authorization_url(asked, client(), attempt).starts_with("https://id.example/auth?tenant=1&response_type=code"));
}

TEST(SignIn, takes_back_its_own_answer_only) {
  Counted random;
  const Attempt attempt = make_attempt(random);
  const auto read = [&](const Parameters& query, const Provider& from) {
    return message(read_callback(query, from, attempt));
  };
  EXPECT_EQ(*read_callback({{"code", "c"}, {"state", attempt.state}}, provider(), attempt), "c");
  EXPECT_TRUE(read({{"code", "c"}}, provider()).contains("another sign-in"));
  EXPECT_TRUE(read({{"code", "c"}, {"state", attempt.nonce}}, provider()).contains("another sign-in"));
  EXPECT_TRUE(
      read({{"code", "c"}, {"state", attempt.state}, {"state", attempt.state}}, provider()).contains("`state` twice"));
  EXPECT_TRUE(read({{"code", "c"}, {"code", "d"}, {"state", attempt.state}}, provider()).contains("`code` twice"));
  EXPECT_TRUE(read({{"error", "access_denied"}, {"state", attempt.state}}, provider()).contains("`access_denied`"));
  EXPECT_TRUE(read({{"error", "x"}}, provider()).contains("another sign-in")) << "whoever made that up is not quoted";
  EXPECT_TRUE(read({{"state", attempt.state}}, provider()).contains("no code"));
  EXPECT_TRUE(read({{"code", "c"}, {"state", attempt.state}, {"iss", "https://evil.example"}}, provider())
                  .contains("evil.example"));
  Provider strict = provider();
  strict.says_issuer_on_return = true;
  EXPECT_TRUE(read({{"code", "c"}, {"state", attempt.state}}, strict).contains("does not say its issuer"));
  EXPECT_EQ(read({{"code", "c"}, {"state", attempt.state}, {"iss", std::string(kIssuer)}}, strict), "(accepted)");
}

TEST(SignIn, asks_for_the_token_as_the_provider_wants_it) {
  Counted random;
  const Attempt attempt = make_attempt(random);
  Client known = client();
  known.id = "a:b";
  known.secret = "s+ c";
  const HttpRequest basic = *token_request(provider(), known, attempt, "c/1");
  EXPECT_EQ(basic.url, "https://id.example/token");
  EXPECT_EQ(basic.body,
            "grant_type=authorization_code&code=c%2F1&redirect_uri=https%3A%2F%2Fsea.example%2Fauth%2Fcallback&code_"
            "verifier=" +
                attempt.verifier);
  EXPECT_EQ(basic.headers.back(), (std::pair<std::string, std::string>("Authorization", "Basic YSUzQWI6cyUyQiUyMGM=")));
  Provider posts = provider();
  posts.auth_methods = {"client_secret_post"};
  const HttpRequest post = *token_request(posts, known, attempt, "c");
  EXPECT_TRUE(post.body.ends_with("&client_id=a%3Ab&client_secret=s%2B%20c"));
  EXPECT_EQ(post.headers.size(), 2U);
  posts.auth_methods = {"private_key_jwt"};
  EXPECT_TRUE(message(token_request(posts, known, attempt, "c")).contains("no client secret"));
  const HttpRequest open = *token_request(posts, client(), attempt, "c");
  EXPECT_TRUE(open.body.ends_with("&client_id=fairlead"));
}

TEST(SignIn, reads_the_token_out_of_the_answer) {
  const auto read = [](unsigned status, std::string_view body) { return message(read_token_response(status, body)); };
  EXPECT_EQ(*read_token_response(200, R"({"token_type":"bearer","access_token":"x","id_token":"a.b.c"})"), "a.b.c");
  EXPECT_TRUE(
      read(400, R"({"error":"invalid_grant","error_description":"secret things"})").ends_with("400: `invalid_grant`"));
  EXPECT_EQ(read(502, "<html>"), "the token endpoint answered 502");
  EXPECT_TRUE(read(200, R"({"token_type":"mac","id_token":"a"})").contains("`mac`"));
  EXPECT_TRUE(read(200, R"({"token_type":"Bearer"})").contains("no `id_token`"));
  EXPECT_TRUE(read(200, R"({"id_token":"a","id_token":"b"})").contains("twice"));
}

TEST(Clients, are_checked_before_they_are_used) {
  EXPECT_TRUE(check_client(client()));
  Client bad = client();
  bad.scopes = {"profile"};
  EXPECT_TRUE(message(check_client(bad)).contains("`openid`"));
  bad = client();
  bad.scopes = {"openid", "a b"};
  EXPECT_TRUE(message(check_client(bad)).contains("no scope"));
  bad = client();
  bad.redirect_uri = "http://sea.example/cb";
  EXPECT_TRUE(message(check_client(bad)).contains("loopback"));
  bad = client();
  bad.auth = ClientAuth::secret_post;
  EXPECT_TRUE(message(check_client(bad)).contains("needs a client secret"));
  bad = client();
  bad.id.clear();
  EXPECT_FALSE(check_client(bad));
}

}  // namespace
}  // namespace fairlead::oidc
