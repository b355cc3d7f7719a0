// SPDX-License-Identifier: Apache-2.0
// ID tokens: what is accepted, and every way to be refused with its own words.
#include "oidc/id_token.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <openssl/hmac.h>
#include <rapidcheck/gtest.h>

#include "test_issuer.hpp"

namespace fairlead::oidc {
namespace {

using namespace support;

const KeySet& keys() {
  static const KeySet set = *KeySet::read(key_set(rsa_key().jwk(R"(,"use":"sig")"), ec_key().jwk(), ed_key().jwk()));
  return set;
}

std::string verdict(std::string_view token, const KeySet& set = keys(), const Expectation& expected = expectation()) {
  return message(verify_id_token(token, set, expected));
}
// With other claims, rightly signed.
std::string verdict_on(const std::string& body) { return verdict(token_of(ec_key(), "ES256", body)); }
// The claims with one part of their text replaced.
std::string with(std::string_view from, std::string_view to) {
  std::string body = claims();
  const auto at = body.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return body.replace(at, from.size(), to);
}

TEST(IdToken, of_each_algorithm_says_who_it_is) {
  for (const auto& [key, algorithm] : {std::pair{&rsa_key(), "RS256"},
                                       {&rsa_key(), "PS256"},
                                       {&ec_key(), "ES256"},
                                       {&ed_key(), "EdDSA"},
                                       {&ed_key(), "Ed25519"}}) {
    const auto identity = verify_id_token(token_of(*key, algorithm, claims()), keys(), expectation());
    ASSERT_TRUE(identity) << algorithm << ": " << message(identity);
    EXPECT_EQ(identity->issuer, kIssuer);
    EXPECT_EQ(identity->subject, "42");
    EXPECT_EQ(identity->preferred_name, "I.Duarte");
    EXPECT_EQ(identity->groups, (std::vector<std::string>{"watch", "all"}));
    EXPECT_EQ(identity->expires_at, kNow + 300s);
  }
}

TEST(IdToken, without_a_signature_is_refused) {
  for (const std::string_view word : {"none", "None", "NONE", "nOnE"}) {
    const std::string header = fmt::format(R"({{"alg":"{}"}})", word);
    EXPECT_EQ(verdict(base64url(header) + "." + base64url(claims()) + "."), "the ID token is not signed");
  }
}

// The classic: the public key, which everybody has, used as the secret of an HMAC.
TEST(IdToken, signed_with_the_public_key_as_a_secret_is_refused) {
  for (const std::string& secret : {rsa_key().jwk(), key_set(rsa_key().jwk()), std::string()}) {
    const std::string text = base64url(R"({"alg":"HS256","kid":"r1"})") + "." + base64url(claims());
    unsigned char mac[32];
    unsigned size = sizeof mac;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &size);
    EXPECT_TRUE(verdict(text + "." + base64url(std::string_view(reinterpret_cast<const char*>(mac), size)))
                    .contains("shared secret"));
  }
}

TEST(IdToken, whose_algorithm_is_not_that_of_the_key_is_refused) {
  // Each right signature under the name of another algorithm.
  for (const std::string_view other : {"RS256", "PS256", "EdDSA"}) {
    const std::string text =
        fmt::format("{}.{}", base64url(fmt::format(R"({{"alg":"{}","kid":"e1"}})", other)), base64url(claims()));
    EXPECT_TRUE(verdict(text + "." + base64url(ec_key().sign("ES256", text))).contains("not for the algorithm"))
        << other;
  }
  const std::string text = base64url(R"({"alg":"PS256","kid":"r1"})") + "." + base64url(claims());
  EXPECT_EQ(verdict(text + "." + base64url(rsa_key().sign("RS256", text))), "the ID token's signature does not hold");
  const KeySet only_rs = *KeySet::read(key_set(rsa_key().jwk(R"(,"alg":"RS256")")));
  EXPECT_TRUE(verdict(token_of(rsa_key(), "PS256", claims()), only_rs).contains("not for the algorithm"));
  for (const std::string_view word : {"RS512", "ES384", "ES256K", "RSA1_5", "", "rs256"}) {
    EXPECT_TRUE(verdict(token_of(ec_key(), word, claims())).contains("we take RS256")) << word;
  }
}

TEST(IdToken, changed_in_any_bit_is_refused) {
  for (const auto& [key, algorithm] : {std::pair{&rsa_key(), "RS256"}, {&ec_key(), "ES256"}, {&ed_key(), "EdDSA"}}) {
    const std::string token = token_of(*key, algorithm, claims());
    ASSERT_EQ(verdict(token), "(accepted)");
    for (std::size_t i = 0; i < token.size(); ++i) {
      std::string changed = token;
      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      EXPECT_NE(verdict(changed), "(accepted)") << algorithm << " " << i;
    }
    for (std::size_t size = 0; size < token.size(); size += 7) EXPECT_NE(verdict(token.substr(0, size)), "(accepted)");
    EXPECT_NE(verdict(token + "A"), "(accepted)");
    EXPECT_NE(verdict(token + "="), "(accepted)");
  }
}

TEST(IdToken, of_another_key_is_refused) {
  const TestKey stranger("P-256", "e1");
  EXPECT_EQ(verdict(token_of(stranger, "ES256", claims())), "the ID token's signature does not hold");
  // A key that the token brings itself is not asked.
  EXPECT_EQ(verdict(token_of(stranger, "ES256", claims(), R"(,"jwk":)" + stranger.jwk())),
            "the ID token's signature does not hold");
}

TEST(IdToken, names_its_key_where_there_are_several) {
  const TestKey a("P-256", ""), b("P-256", "b"), unknown("P-256", "zz");
  const KeySet one = *KeySet::read(key_set(a.jwk(), rsa_key().jwk()));
  EXPECT_EQ(verdict(token_of(a, "ES256", claims()), one), "(accepted)") << "only one fits";
  const KeySet two = *KeySet::read(key_set(a.jwk(), b.jwk()));
  EXPECT_TRUE(verdict(token_of(a, "ES256", claims()), two).contains("several that fit"));
  EXPECT_EQ(verdict(token_of(b, "ES256", claims()), two), "(accepted)");
  const auto missing = verify_id_token(token_of(unknown, "ES256", claims()), two, expectation());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found) << "so that the keys are fetched again";
  EXPECT_EQ(missing.error().message, "the provider has no key `zz`");
  const KeySet same = *KeySet::read(key_set(b.jwk(), TestKey("P-256", "b").jwk()));
  EXPECT_TRUE(verdict(token_of(b, "ES256", claims()), same).contains("several keys `b`"));
  EXPECT_TRUE(verdict(token_of(TestKey("Ed25519", ""), "EdDSA", claims()), two).contains("none that fits"));
}

TEST(IdToken, of_or_for_somebody_else_is_refused) {
  EXPECT_TRUE(verdict_on(with(R"("iss":"https://id.example")", R"("iss":"https://id.example/")"))
                  .contains("of the issuer `https://id.example/`"));
  EXPECT_TRUE(verdict_on(with(R"("iss":"https://id.example",)", "")).contains("its issuer"));
  EXPECT_TRUE(verdict_on(with(R"("aud":"fairlead")", R"("aud":"other")")).contains("for `other`, not for `fairlead`"));
  EXPECT_TRUE(verdict_on(with(R"("aud":"fairlead",)", "")).contains("whom it is for"));
  EXPECT_TRUE(verdict_on(with(R"("aud":"fairlead")", R"("aud":[])")).contains("not for `fairlead`"));
  EXPECT_TRUE(verdict_on(with(R"("aud":"fairlead")", R"("aud":7)")).contains("no list"));
  EXPECT_EQ(verdict_on(with(R"("aud":"fairlead")", R"("aud":["fairlead"])")), "(accepted)");
  EXPECT_TRUE(verdict_on(with(R"("aud":"fairlead")", R"("aud":["fairlead","other"])")).contains("who asked for it"));
  EXPECT_EQ(verdict_on(with(R"("aud":"fairlead")", R"("aud":["fairlead","other"],"azp":"fairlead")")), "(accepted)");
  EXPECT_TRUE(
      verdict_on(with(R"("aud":"fairlead")", R"("aud":"fairlead","azp":"other")")).contains("asked for by `other`"));
  EXPECT_TRUE(verdict_on(with(R"("sub":"42")", R"("sub":"")")).contains("whom it is about"));
  EXPECT_TRUE(verdict_on(with(R"("sub":"42")", R"("sub":42)")).contains("`sub` that is no text"));
  EXPECT_TRUE(verdict_on(with(R"("sub":"42")", R"("sub":"a\nb")")).contains("plain characters"));
  EXPECT_TRUE(verdict_on(with(kNonce, "another")).contains("nonce is not ours"));
  EXPECT_TRUE(verdict_on(with(kNonce, "n-0S6_WzA2Mk")).contains("nonce is not ours"));
  EXPECT_TRUE(verdict_on(with(fmt::format(R"("nonce":"{}",)", kNonce), "")).contains("no nonce"));
  Expectation nothing = expectation();
  nothing.nonce.clear();
  EXPECT_TRUE(verdict(token_of(ec_key(), "ES256", with(kNonce, "")), keys(), nothing).contains("nonce"));
}

TEST(IdToken, outside_its_time_is_refused) {
  const std::string token = token_of(ec_key(), "ES256", claims());
  Expectation expected = expectation();
  const auto at = [&](Duration offset) {
    expected.now = kNow + offset;
    return verdict(token, keys(), expected);
  };
  EXPECT_EQ(at(359s), "(accepted)") << "within the skew";
  EXPECT_EQ(at(360s), "the ID token expired at 2026-11-22T12:05:00Z; is our clock right?");
  EXPECT_EQ(at(-60s), "(accepted)");
  EXPECT_TRUE(at(-61s).contains("issued in the future"));
  const std::int64_t now = kNow.unix_ms() / 1000;
  const std::string exp = fmt::format(R"("exp":{},)", now + 300);
  EXPECT_TRUE(verdict_on(with(exp, "")).contains("when it expires"));
  EXPECT_TRUE(verdict_on(with(fmt::format(R"("iat":{},)", now), "")).contains("when it was issued"));
  EXPECT_TRUE(verdict_on(with(exp, exp + fmt::format(R"("nbf":{},)", now + 120))).contains("not valid before"));
  for (const std::string_view bad : {R"("2026")", "-1", "1e300", "null", "99999999999999999999", "[1]"}) {
    EXPECT_TRUE(verdict_on(with(exp, fmt::format(R"("exp":{},)", bad))).contains("no time")) << bad;
  }
  EXPECT_EQ(verdict_on(with(exp, fmt::format(R"("exp":{}.5,)", now + 300))), "(accepted)");
}

TEST(IdToken, for_a_confirmation_says_when_the_person_signed_in) {
  Expectation expected = expectation();
  expected.signed_in_within = 300s;
  const auto on = [&](std::string_view more) {
    return verdict(token_of(ec_key(), "ES256", claims(more)), keys(), expected);
  };
  const std::int64_t now = kNow.unix_ms() / 1000;
  EXPECT_TRUE(on("").contains("when the person signed in"));
  EXPECT_EQ(on(fmt::format(R"(,"auth_time":{})", now - 300)), "(accepted)");
  EXPECT_TRUE(on(fmt::format(R"(,"auth_time":{})", now - 3600)).contains("too long ago"));
  EXPECT_TRUE(on(fmt::format(R"(,"auth_time":{})", now + 3600)).contains("future"));
}

TEST(IdToken, that_two_readers_could_read_differently_is_refused) {
  EXPECT_TRUE(verdict_on(claims(R"(,"sub":"1")")).contains("has `sub` twice"));
  EXPECT_TRUE(verdict_on(claims(R"(,"s\u0075b":"1")")).contains("has `sub` twice"));
  EXPECT_TRUE(verdict_on(claims(R"(,"x":{"a":1,"a":2})")).contains("has `a` twice"));
  EXPECT_EQ(verdict_on(claims(R"(,"x":{"sub":1},"y":[{"sub":1},{"sub":2}])")), "(accepted)");
  EXPECT_TRUE(verdict(token_of(ec_key(), "ES256", claims(), R"(,"alg":"none")")).contains("has `alg` twice"));
  EXPECT_TRUE(verdict_on(claims() + " x").contains("no JSON"));
  EXPECT_TRUE(verdict_on("[1]").contains("no JSON object"));
  EXPECT_TRUE(verdict_on(claims(",\"x\":\"\xff\"")).contains("no JSON"));
  EXPECT_TRUE(verdict(token_of(ec_key(), "ES256", claims(), R"(,"crit":["exp"],"exp":1)")).contains("extension"));
  EXPECT_TRUE(verdict(token_of(ec_key(), "ES256", claims(), R"(,"typ":"logout+jwt")")).contains("`logout+jwt`"));
}

TEST(IdToken, of_any_size_or_shape_is_refused_in_time) {
  EXPECT_TRUE(verdict(std::string(10 << 20, 'A')).contains("longer than 65536 bytes"));
  EXPECT_TRUE(
      verdict(token_of(ec_key(), "ES256", claims(R"(,"x":")" + std::string(70'000, 'y') + '"'))).contains("longer"));
  EXPECT_TRUE(verdict_on(claims(R"(,"x":)" + std::string(5000, '[') + std::string(5000, ']'))).contains("no JSON"));
  for (const std::string_view text : {"", ".", "..", "...", "a.b", "a.b.c.d", "a.b.c", "e30.e30.e30", "e30.e30."}) {
    EXPECT_NE(verdict(text), "(accepted)") << text;
  }
}

// The messages tell the failures apart; none holds the token.
TEST(IdToken, failures_have_their_own_words) {
  std::set<std::string> said;
  const std::vector<std::string> failures = {
      verdict("a"),
      verdict("a.b.c"),
      verdict(token_of(ec_key(), "none", claims())),
      verdict(token_of(ec_key(), "HS256", claims())),
      verdict(token_of(ec_key(), "ES512", claims())),
      verdict(token_of(TestKey("P-256", "zz"), "ES256", claims())),
      verdict(token_of(TestKey("P-256", "e1"), "ES256", claims())),
      verdict(token_of(ec_key(), "RS256", claims())),
      verdict_on(with(kIssuer, "https://x")),
      verdict_on(with(R"("aud":"fairlead")", R"("aud":"x")")),
      verdict_on(with(kNonce, "x")),
      verdict_on("{}"),
      verdict_on("7"),
      verdict_on("{"),
      verdict_on(claims(R"(,"iss":"x")")),
  };
  for (const std::string& text : failures) {
    EXPECT_TRUE(said.insert(text).second) << text;
    EXPECT_FALSE(text.contains(kNonce)) << text;
    EXPECT_FALSE(text.contains('\n')) << text;
  }
}

TEST(Groups, are_found_under_a_name_or_along_a_path) {
  Expectation expected = expectation();
  const auto groups = [&](std::string_view more, std::string_view claim) {
    expected.groups_claim = claim;
    const auto identity = verify_id_token(token_of(ec_key(), "ES256", claims(more)), keys(), expected);
    EXPECT_TRUE(identity) << message(identity);
    return identity ? identity->groups : std::vector<std::string>{};
  };
  using List = std::vector<std::string>;
  EXPECT_EQ(groups("", "groups"), (List{"watch", "all"}));
  EXPECT_EQ(groups(R"(,"realm_access":{"roles":["a"]})", "realm_access.roles"), List{"a"});
  EXPECT_EQ(groups(R"(,"https://x.example/groups":["b"])", "https://x.example/groups"), List{"b"});
  EXPECT_EQ(groups(R"(,"role":"c")", "role"), List{"c"});
  EXPECT_EQ(groups("", "absent"), List{});
  EXPECT_EQ(groups("", "groups.deeper"), List{});
  EXPECT_TRUE(verdict_on(with(R"(["watch","all"])", R"([1])")).contains("`groups` that is no list of texts"));
  EXPECT_TRUE(verdict_on(with(R"(["watch","all"])", R"({"a":1})")).contains("`groups` that is no list of texts"));
  std::string many = "[\"x\"";
  for (int i = 0; i < 1000; ++i) many += ",\"x\"";
  EXPECT_TRUE(verdict_on(with(R"(["watch","all"])", many + "]")).contains("more than 1000 groups"));
}

TEST(Groups, give_the_role_that_stands_first) {
  const std::vector<GroupRule> rules = {
      {"chiefs", "release_officer", {}}, {"law", "legal_adviser", {}}, {"watch", "watch_officer", {}}};
  Identity identity;
  identity.subject = "42";
  identity.groups = {"watch", "law", "others"};
  EXPECT_EQ(rule_for(identity, rules)->role, "legal_adviser");
  identity.groups = {"Watch", "chiefs "};
  EXPECT_TRUE(message(rule_for(identity, rules)).contains("none of the 2 groups of `42`"));
  identity.groups.clear();
  EXPECT_FALSE(rule_for(identity, rules));
  identity.groups = {"watch"};
  EXPECT_FALSE(rule_for(identity, {}));
}

TEST(Names, of_new_accounts_have_an_accounts_alphabet) {
  Identity identity{.issuer = "i",
                    .subject = "s",
                    .preferred_name = "I.Duarte@Example.org",
                    .display_name = {},
                    .groups = {},
                    .issued_at = {},
                    .expires_at = {},
                    .signed_in_at = {}};
  EXPECT_EQ(proposed_account_name(identity), "i.duarte@example.org");
  for (const std::string_view name :
       {"", "船", "-", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    identity.preferred_name = name;
    EXPECT_TRUE(proposed_account_name(identity).starts_with("oidc-")) << name;
    EXPECT_EQ(proposed_account_name(identity).size(), 17U);
  }
}

RC_GTEST_PROP(IdToken, of_any_claims_rightly_signed_is_accepted_or_refused_in_one_line, (const std::string& noise)) {
  const std::string body = claims();
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, body.size());
  const std::size_t cut = *rc::gen::inRange<std::size_t>(0, body.size() - at);
  const std::string text = verdict_on(body.substr(0, at) + noise + body.substr(at + cut));
  RC_ASSERT(!text.empty());
  RC_ASSERT(std::ranges::none_of(text, [](char c) { return c >= 0 && c < ' '; }));
}

}  // namespace
}  // namespace fairlead::oidc
