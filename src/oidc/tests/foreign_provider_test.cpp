// SPDX-License-Identifier: Apache-2.0
// A provider of other people judges our side of a sign-in, and we its tokens. Skipped, and said so, where Node or the
// package is not installed.
#include <cstdio>
#include <filesystem>

#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/system.hpp"
#include "base/text.hpp"
#include "oidc/sign_in.hpp"
#include "test_issuer.hpp"

extern char** environ;

namespace fairlead::oidc {
namespace {

using namespace support;
namespace json = boost::json;

const std::string kFolder = std::string(FAIRLEAD_SOURCE_DIR) + "/src/oidc/tests/provider";
constexpr std::string_view kSecret = "a secret: with + and % and / and = in it";

// The provider as a child process; a line out, a line back. It ends when we close its input.
class Child {
 public:
  Child() {
    int in[2] = {-1, -1};
    int out[2] = {-1, -1};
    if (::pipe(in) != 0 || ::pipe(out) != 0) return;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    for (const int end : {in[0], in[1], out[0], out[1]}) posix_spawn_file_actions_addclose(&actions, end);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 1, 0);
    std::string script = kFolder + "/provider.mjs";
    char node[] = "node";
    char* arguments[] = {node, script.data(), nullptr};
    if (::posix_spawnp(&pid_, "node", &actions, nullptr, arguments, environ) != 0) pid_ = -1;
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    to_ = ::fdopen(in[1], "w");
    from_ = ::fdopen(out[0], "r");
  }
  ~Child() {
    if (to_ != nullptr) std::fclose(to_);
    if (from_ != nullptr) std::fclose(from_);
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  json::object read() {
    std::string line;
    for (int c = 0; from_ != nullptr && (c = std::fgetc(from_)) != EOF && c != '\n';) line += static_cast<char>(c);
    json::error_code error;
    const json::value value = json::parse(line, error);
    EXPECT_TRUE(!error && value.is_object()) << line;
    return !error && value.is_object() ? value.get_object() : json::object();
  }
  json::object ask(const json::object& question) {
    std::fputs((json::serialize(question) + "\n").c_str(), to_);
    std::fflush(to_);
    return read();
  }

 private:
  pid_t pid_ = -1;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

std::string text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(json::string_view(name.data(), name.size()));
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string decoded(std::string_view encoded) {
  std::string out;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] == '%') {
      out += static_cast<char>(std::stoi(std::string(encoded.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += encoded[i] == '+' ? ' ' : encoded[i];
    }
  }
  return out;
}
Parameters query_of(std::string_view url) {
  Parameters query;
  std::string_view rest = url.substr(std::min(url.find('?'), url.size() - 1) + 1);
  while (!rest.empty()) {
    const std::string_view piece = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), piece.size() + 1));
    const auto equals = piece.find('=');
    query.emplace_back(decoded(piece.substr(0, equals)), decoded(piece.substr(equals + 1)));
  }
  return query;
}

class ForeignProvider : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!installed()) return;
    child_ = new Child;
    said_ = new json::object(child_->read());
  }
  static void TearDownTestSuite() {
    delete child_;
    delete said_;
    child_ = nullptr;
    said_ = nullptr;
  }
  void SetUp() override {
    if (!installed()) {
      GTEST_SKIP()
          << "oidc-provider is not installed, or Node is older than 20; say `npm ci` in src/oidc/tests/provider";
    }
    const auto found = read_discovery(text(*said_, "discovery"), text(*said_, "issuer"));
    ASSERT_TRUE(found) << message(found);
    provider_ = *found;
    const auto keys = KeySet::read(text(*said_, "jwks"));
    ASSERT_TRUE(keys) << message(keys);
    keys_ = *keys;
  }
  static bool installed() {
    static const bool is = std::filesystem::exists(kFolder + "/node_modules/oidc-provider") &&
                           std::system(
                               "node -e 'process.exit(+process.versions.node.split(\".\")[0] >= 20 ? 0 : 1)' "
                               ">/dev/null 2>&1") == 0;
    return is;
  }

  Client client(std::string id, bool has_secret = true) {
    Client made;
    made.id = std::move(id);
    if (has_secret) made.secret = kSecret;
    made.redirect_uri = "http://127.0.0.1:9/auth/callback";
    made.scopes = {"openid", "profile", "groups"};
    EXPECT_TRUE(check_client(made));
    return made;
  }
  Expectation expectation(const Client& of, const Attempt& attempt) {
    Expectation expected;
    expected.issuer = provider_.issuer;
    expected.client_id = of.id;
    expected.nonce = attempt.nonce;
    expected.now = Instant::from_unix_ms(system_wall_clock().now_ms());
    return expected;
  }
  std::string code(const Client& of, const Attempt& attempt, std::string_view login, bool again = false) {
    const json::object came =
        child_->ask({{"browse", authorization_url(provider_, of, attempt, again)}, {"login", std::string(login)}});
    const std::string callback = text(came, "callback");
    EXPECT_FALSE(callback.empty()) << json::serialize(came);
    const auto brought = read_callback(query_of(callback), provider_, attempt);
    EXPECT_TRUE(brought) << message(brought);
    return brought ? *brought : std::string();
  }
  Result<std::string> exchange(const HttpRequest& request) {
    json::object headers;
    for (const auto& [name, value] : request.headers) headers[name] = value;
    const json::object answer = child_->ask(
        {{"request",
          json::object{
              {"method", request.method}, {"url", request.url}, {"headers", headers}, {"body", request.body}}}});
    const json::value* status = answer.if_contains("status");
    EXPECT_NE(status, nullptr) << json::serialize(answer);
    if (status == nullptr) return fail(ErrorCode::unreachable, json::serialize(answer));
    return read_token_response(static_cast<unsigned>(status->as_int64()), text(answer, "body"));
  }
  Result<std::string> sign_in(const Client& of, const Attempt& attempt, std::string_view login, bool again = false) {
    const auto request = token_request(provider_, of, attempt, code(of, attempt, login, again));
    EXPECT_TRUE(request) << message(request);
    if (!request) return Failure(request.error());
    return exchange(*request);
  }

  Provider provider_;
  KeySet keys_;

 private:
  static inline Child* child_ = nullptr;
  static inline json::object* said_ = nullptr;
};

TEST_F(ForeignProvider, signs_people_in_with_every_algorithm_and_way_of_authentication) {
  struct Way {
    std::string id;
    std::optional<ClientAuth> auth;
    bool has_secret = true;
  };
  for (const Way& way : {Way{"by-rs256", {}}, Way{"by-ps256", ClientAuth::secret_post}, Way{"by-es256", {}, false},
                         Way{"by-eddsa", ClientAuth::secret_basic}}) {
    SCOPED_TRACE(way.id);
    Client of = client(way.id, way.has_secret);
    of.auth = way.auth;
    const Attempt attempt = make_attempt(system_random());
    const auto token = sign_in(of, attempt, "ines");
    ASSERT_TRUE(token) << message(token);
    const auto identity = verify_id_token(*token, keys_, expectation(of, attempt));
    ASSERT_TRUE(identity) << message(identity);
    EXPECT_EQ(identity->subject, "ines");
    EXPECT_EQ(identity->preferred_name, "ines");
    EXPECT_EQ(identity->display_name, "Inês Duarte");
    EXPECT_EQ(identity->groups, (std::vector<std::string>{"watch", "everyone"}));
    EXPECT_EQ(rule_for(*identity, {{"law", "legal_adviser", {}}, {"watch", "watch_officer", {}}})->role,
              "watch_officer");

    // The same token, tampered with or for another sign-in.
    std::string tampered = *token;
    char& letter = tampered[tampered.size() / 2];
    letter = letter == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verify_id_token(tampered, keys_, expectation(of, attempt)));
    EXPECT_TRUE(
        message(verify_id_token(*token, keys_, expectation(of, make_attempt(system_random())))).contains("nonce"));
    EXPECT_TRUE(
        message(verify_id_token(*token, keys_, expectation(client("another"), attempt))).contains("not for `another`"));
    Expectation later = expectation(of, attempt);
    later.now = later.now + 24h;
    EXPECT_TRUE(message(verify_id_token(*token, keys_, later)).contains("expired"));
  }
}

TEST_F(ForeignProvider, signs_in_anew_for_a_confirmation) {
  const Client of = client("by-rs256");
  const Attempt attempt = make_attempt(system_random());
  const auto token = sign_in(of, attempt, "omar", true);
  ASSERT_TRUE(token) << message(token);
  Expectation expected = expectation(of, attempt);
  expected.signed_in_within = 60s;
  const auto identity = verify_id_token(*token, keys_, expected);
  ASSERT_TRUE(identity) << message(identity);
  EXPECT_TRUE(identity->signed_in_at);
}

TEST_F(ForeignProvider, lets_nobody_in_without_a_group_that_has_a_role) {
  const Client of = client("by-rs256");
  const Attempt attempt = make_attempt(system_random());
  const auto token = sign_in(of, attempt, "eve");
  ASSERT_TRUE(token) << message(token);
  const auto identity = verify_id_token(*token, keys_, expectation(of, attempt));
  ASSERT_TRUE(identity) << message(identity);
  EXPECT_TRUE(message(rule_for(*identity, {{"watch", "watch_officer", {}}})).contains("none of the 1 groups of `eve`"));
}

TEST_F(ForeignProvider, whose_token_is_signed_with_the_shared_secret_is_not_believed) {
  const Client of = client("by-hs256");
  const Attempt attempt = make_attempt(system_random());
  const auto token = sign_in(of, attempt, "ines");
  ASSERT_TRUE(token) << message(token);
  EXPECT_TRUE(message(verify_id_token(*token, keys_, expectation(of, attempt))).contains("shared secret"));
}

TEST_F(ForeignProvider, refuses_a_code_without_its_verifier_or_used_twice) {
  const Client of = client("by-rs256");
  Attempt attempt = make_attempt(system_random());
  const std::string first = code(of, attempt, "ines");
  const auto wrong = token_request(provider_, of, make_attempt(system_random()), first);
  ASSERT_TRUE(wrong);
  EXPECT_TRUE(message(exchange(*wrong)).contains("`invalid_grant`"));
  attempt = make_attempt(system_random());
  const auto request = token_request(provider_, of, attempt, code(of, attempt, "ines"));
  ASSERT_TRUE(request);
  EXPECT_TRUE(exchange(*request));
  EXPECT_TRUE(message(exchange(*request)).contains("`invalid_grant`"));
  Client impostor = of;
  impostor.secret = "another";
  attempt = make_attempt(system_random());
  const auto claimed = token_request(provider_, impostor, attempt, "x");
  ASSERT_TRUE(claimed);
  EXPECT_TRUE(message(exchange(*claimed)).contains("`invalid_client`"));
}

}  // namespace
}  // namespace fairlead::oidc
