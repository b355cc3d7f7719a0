// SPDX-License-Identifier: Apache-2.0
// Who may do what over HTTP: every route with every role, sessions from the first to the last request, and what slows
// down those who guess.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "api.hpp"
#include "client.hpp"
#include "town.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using accounts::Role;

struct Harbour {
  explicit Harbour(ServerLimits limits = {}, bool with_people = true) : town(with_people) {
    fill(sea, 3);
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.limits = limits;
    server = std::move(*Server::open(options, town.inputs(sea)));
    server->start();
  }
  Client client() const { return Client(server->address()); }
  Answer get(std::string_view target, std::string_view headers = {}) const {
    return Client(server->address()).get(target, headers);
  }
  Answer post(std::string_view target, std::string_view body, const std::string& headers = {}) const {
    return Client(server->address()).post(target, body, headers);
  }
  Answer sign_in(std::string_view account, std::string_view password) const {
    return post("/api/v1/session", fmt::format(R"({{"account":"{}","password":"{}"}})", account, password));
  }
  Sea sea;
  Town town;
  std::unique_ptr<Server> server;
};

std::string with_cookie(const std::string& cookie) { return "Cookie: fairlead_session=" + cookie + "\r\n"; }
std::string with_csrf(const std::string& cookie) {
  return with_cookie(cookie) + "X-Fairlead-Csrf: " + Gatekeeper::csrf_of(cookie) + "\r\n";
}
std::string cookie_in(const Answer& answer) {
  const std::string line = answer.header("set-cookie");
  const std::size_t begin = line.find('=') + 1;
  return line.substr(begin, line.find(';') - begin);
}
std::string code_of(const Answer& answer) {
  return answer.json().is_object() ? std::string(answer.json().at("code").as_string()) : std::string();
}

// The first answer of a route, whatever it is for; bodies are empty objects.
Answer ask(const Harbour& harbour, const Route& route, const std::string& headers) {
  std::string path(route.path);
  for (std::size_t open = 0; (open = path.find('{')) != std::string::npos;) {
    path.replace(open, path.find('}') - open + 1, "T-00000001");
  }
  Client client(harbour.server->address());
  std::string request = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n{}", route.method, path, headers);
  request += route.takes_body ? "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}" : "\r\n";
  client.send(request);
  return client.answer();
}

TEST(RoleMatrix, every_route_answers_every_role_as_the_table_says) {
  Harbour harbour;
  harbour.town.keep_sessions = true;
  std::size_t asked = 0;
  for (const Route& route : Api::routes()) {
    const std::string name = fmt::format("{} {}", route.method, route.path);
    const Answer nobody = ask(harbour, route, "");
    ++asked;
    if (route.access.is_open()) {
      EXPECT_NE(nobody.status, 401U) << name;
      EXPECT_NE(nobody.status, 403U) << name;
    } else {
      EXPECT_EQ(nobody.status, 401U) << name;
      EXPECT_EQ(code_of(nobody), "sign_in_required") << name;
      EXPECT_FALSE(nobody.header("www-authenticate").contains("Basic"));
    }
  }
  for (const Role role : {Role::watch_officer, Role::release_officer, Role::legal_adviser, Role::overseer,
                          Role::administrator, Role::partner}) {
    const std::string cookie = harbour.town.cookie_of(accounts::name(role));
    for (const Route& route : Api::routes()) {
      const Answer answer = ask(harbour, route, with_csrf(cookie));
      const std::string what =
          fmt::format("{} {} as {}: {}", route.method, route.path, accounts::name(role), answer.status);
      ++asked;
      const auto permission = route.access.permission();
      if (permission && !accounts::may(role, *permission)) {
        EXPECT_EQ(answer.status, 403U) << what;
        EXPECT_EQ(code_of(answer), "not_permitted") << what;
      } else {
        EXPECT_NE(answer.status, 401U) << what;
        EXPECT_NE(answer.status, 403U) << what;
        EXPECT_NE(answer.status, 0U) << what;
      }
      if (!route.access.is_open() && route.method != "GET") {
        EXPECT_EQ(code_of(ask(harbour, route, with_cookie(cookie))), "csrf") << what;
      }
    }
  }
  EXPECT_GE(asked, 7 * Api::routes().size());
}

TEST(RoleMatrix, a_token_reaches_what_it_is_for_and_nothing_else) {
  Harbour harbour;
  const std::string token = harbour.town.token_of("watch_officer", {Permission::read_picture});
  const std::string bearer = "Authorization: Bearer " + token + "\r\n";
  EXPECT_EQ(harbour.get("/api/v1/tracks", bearer).status, 200U);
  EXPECT_EQ(harbour.get("/metrics", bearer).status, 403U);
  EXPECT_EQ(harbour.get("/api/v1/tracks", "Authorization: Bearer " + token + "x\r\n").status, 401U);
  EXPECT_EQ(harbour.get("/api/v1/tracks", "Authorization: Basic YTpi\r\n").status, 401U);
  EXPECT_EQ(harbour.get("/api/v1/tracks", "Authorization: Bearer \r\n").status, 401U);
  // A good cookie does not help a bad token.
  EXPECT_EQ(
      harbour.get("/api/v1/tracks", "Authorization: Bearer x\r\n" + with_cookie(harbour.town.cookie_of("overseer")))
          .status,
      401U);
  // No header from a page is asked of a token.
  EXPECT_EQ(harbour.client().ask("DELETE", "/api/v1/session", bearer).status, 204U);
  harbour.town.disable("watch_officer");
  EXPECT_EQ(harbour.get("/api/v1/tracks", bearer).status, 401U);
}

TEST(RoleMatrix, an_old_sign_in_must_be_confirmed_where_that_is_asked) {
  Town town;
  ServerOptions options;
  ServerInputs inputs;
  inputs.people = town.people();
  Gatekeeper gatekeeper(options, inputs);
  const auto judge = [&](const std::string& cookie) {
    http::Request request;
    request.method = "POST";
    request.cookie = "fairlead_session=" + cookie;
    request.csrf = Gatekeeper::csrf_of(cookie);
    const auto refusal = gatekeeper.refusal(request, gatekeeper.caller(request), Permission::approve_release);
    return refusal ? refusal->body : std::string("none");
  };
  ASSERT_TRUE(accounts::is_confirmed(Permission::approve_release));
  EXPECT_EQ(judge(town.cookie_of("release_officer")), "none");
  const std::string old = judge(town.cookie_of("release_officer", Town::now() - std::chrono::minutes(6)));
  EXPECT_NE(old.find("\"confirm_required\""), std::string::npos) << old;
  EXPECT_NE(judge(town.cookie_of("watch_officer")).find("\"not_permitted\""), std::string::npos);
}

TEST(Session, goes_from_signing_in_to_signing_out) {
  Harbour harbour;
  const Answer before = harbour.get("/api/v1/session");
  EXPECT_EQ(before.json().at("signed_in"), false);
  EXPECT_EQ(before.json().at("first_account"), false);
  EXPECT_EQ(before.json().at("ways").as_array().size(), 1U);

  const Answer in = harbour.sign_in("watch_officer", kPassword);
  ASSERT_EQ(in.status, 200U) << in.body;
  const std::string line = in.header("set-cookie");
  EXPECT_TRUE(line.starts_with("fairlead_session=")) << line;
  EXPECT_TRUE(line.ends_with("; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200")) << line;
  EXPECT_FALSE(in.body.contains(cookie_in(in))) << "scripts must not read it";
  EXPECT_EQ(in.json().at("account"), "watch_officer");
  const std::string csrf(in.json().at("csrf").as_string());

  const std::string cookie = with_cookie(cookie_in(in));
  const Answer now = harbour.get("/api/v1/session", cookie);
  EXPECT_EQ(now.body, in.body);
  EXPECT_EQ(harbour.get("/api/v1/tracks", cookie).status, 200U);

  EXPECT_EQ(code_of(harbour.client().ask("DELETE", "/api/v1/session", cookie)), "csrf");
  EXPECT_EQ(code_of(harbour.client().ask("DELETE", "/api/v1/session", cookie + "X-Fairlead-Csrf: x\r\n")), "csrf");
  const std::string shown = cookie + "X-Fairlead-Csrf: " + csrf + "\r\n";
  EXPECT_EQ(code_of(harbour.client().ask("DELETE", "/api/v1/session", shown + "Origin: http://evil.example\r\n")),
            "origin_refused");
  const Answer out = harbour.client().ask("DELETE", "/api/v1/session", shown + "Origin: http://localhost\r\n");
  EXPECT_EQ(out.status, 204U);
  EXPECT_TRUE(out.header("set-cookie").ends_with("Max-Age=0"));
  EXPECT_EQ(harbour.get("/api/v1/tracks", cookie).status, 401U);
  EXPECT_EQ(harbour.get("/api/v1/session", cookie).json().at("signed_in"), false);
}

TEST(Session, tells_nothing_of_why_a_sign_in_failed) {
  Harbour harbour;
  const auto told = [&](std::string_view account, std::string_view password) {
    const Answer answer = harbour.sign_in(account, password);
    EXPECT_EQ(answer.status, 401U);
    std::string body = answer.body;
    const std::size_t id = body.find("\"request_id\"");
    return body.substr(0, id);
  };
  const std::string wrong = told("watch_officer", "not the password");
  harbour.town.disable("overseer");
  EXPECT_EQ(told("nobody_at_all", "not the password"), wrong);
  EXPECT_EQ(told("overseer", kPassword), wrong);
  EXPECT_EQ(told("first-start", "x"), wrong);
}

TEST(Session, slows_down_who_guesses_before_any_password_is_tried) {
  Harbour harbour;
  int tried = 0;
  Answer last;
  for (int i = 0; i < 14; ++i) {
    last = harbour.sign_in("watch_officer", fmt::format("guess number {}", i));
    if (last.status == 401) ++tried;
  }
  EXPECT_EQ(tried, 10);
  EXPECT_EQ(last.status, 429U);
  EXPECT_EQ(code_of(last), "too_many_attempts");
  EXPECT_GE(std::stoi(last.header("retry-after")), 20);
  EXPECT_EQ(harbour.town.hashes, 10);
  EXPECT_EQ(harbour.sign_in("watch_officer", kPassword).status, 429U) << "nor is the right one";
  EXPECT_EQ(harbour.get("/healthz").status, 200U);
}

TEST(Session, confirms_who_sits_there) {
  Harbour harbour;
  const std::string cookie = harbour.town.cookie_of("release_officer", Town::now() - std::chrono::minutes(30));
  const std::string headers = with_csrf(cookie);
  EXPECT_EQ(code_of(harbour.post("/api/v1/session/confirm", R"({"password":"wrong"})", headers)), "sign_in_failed");
  EXPECT_EQ(code_of(harbour.post("/api/v1/session/confirm", fmt::format(R"({{"password":"{}"}})", kPassword),
                                 with_cookie(cookie))),
            "csrf");
  const Answer good =
      harbour.post("/api/v1/session/confirm", fmt::format(R"({{"password":"{}"}})", kPassword), headers);
  ASSERT_EQ(good.status, 200U) << good.body;
  EXPECT_GT(std::string(good.json().at("confirmed_until").as_string()), to_rfc3339(Town::now()));
  EXPECT_EQ(harbour.town.confirmed, 1);
  const std::string token = harbour.town.token_of("release_officer", {Permission::read_picture});
  EXPECT_EQ(code_of(harbour.post("/api/v1/session/confirm", fmt::format(R"({{"password":"{}"}})", kPassword),
                                 "Authorization: Bearer " + token + "\r\n")),
            "no_session");
}

TEST(Session, begins_with_the_first_account) {
  Harbour harbour({}, false);
  EXPECT_EQ(harbour.get("/api/v1/session").json().at("first_account"), true);
  const auto make = [&](std::string_view code, std::string_view password) {
    return harbour.post("/api/v1/first-account",
                        fmt::format(R"({{"code":"{}","name":"anna","password":"{}"}})", code, password));
  };
  EXPECT_EQ(make("AAAA-CCCC", kPassword).status, 401U);
  const Answer weak = make(kFirstCode, "short");
  EXPECT_EQ(weak.status, 400U) << weak.body;
  const Answer made = make(kFirstCode, kPassword);
  ASSERT_EQ(made.status, 201U) << made.body;
  EXPECT_EQ(made.json().at("role"), "administrator");
  EXPECT_EQ(harbour.get("/metrics", with_cookie(cookie_in(made))).status, 200U);
  EXPECT_GE(make(kFirstCode, kPassword).status, 400U) << "once";
}

TEST(Session, is_not_offered_where_nobody_is_known) {
  Sea sea;
  ServerOptions options;
  options.listen = "127.0.0.1:0";
  const auto server = std::move(*Server::open(options, sea.inputs()));
  server->start();
  EXPECT_EQ(Client(server->address()).get("/api/v1/tracks").status, 401U) << "closed, not open";
  EXPECT_EQ(Client(server->address()).post("/api/v1/session", R"({"account":"a","password":"b"})").status, 501U);
  EXPECT_EQ(Client(server->address()).get("/api/v1/oidc/start").status, 501U);
}

TEST(Session, a_demonstration_is_open_and_says_so) {
  Sea sea;
  const auto server = std::move(*Server::open(open_to_all(), sea.inputs()));
  server->start();
  const Answer answer = Client(server->address()).get("/api/v1/session");
  EXPECT_EQ(answer.json().at("signed_in"), false);
  EXPECT_EQ(answer.json().at("demo"), true);
  EXPECT_EQ(answer.json().at("role"), "administrator");
  EXPECT_EQ(Client(server->address()).get("/metrics").status, 200U);
  // A page from elsewhere cannot use it.
  EXPECT_EQ(code_of(Client(server->address()).ask("DELETE", "/api/v1/session", "Origin: http://evil.example\r\n")),
            "origin_refused");
}

TEST(Session, ends_streams_when_it_ends) {
  ServerLimits limits;
  limits.admission_every = std::chrono::milliseconds(100);
  Harbour harbour(limits);
  const std::string cookie = harbour.town.cookie_of("overseer");
  EventClient events(harbour.server->address(), "", with_cookie(cookie));
  MessageClient messages(harbour.server->address(), "", with_cookie(cookie));
  ASSERT_EQ(events.opened.status, 200U);
  ASSERT_EQ(messages.opened.status, 101U);
  messages.say(R"({"type":"subscribe"})");
  ASSERT_TRUE(events.next_of("reset"));
  ASSERT_TRUE(messages.next_of("reset"));
  EXPECT_EQ(EventClient(harbour.server->address()).opened.status, 401U);
  EXPECT_EQ(harbour.client().ask("DELETE", "/api/v1/session", with_csrf(cookie)).status, 204U);
  EXPECT_EQ(messages.close_code(), 1008U);
  while (events.receive(5000)) {
  }
  EXPECT_TRUE(events.ended());
}

TEST(Session, ends_when_nobody_uses_it) {
  ServerLimits limits;
  limits.session_idle_max = std::chrono::milliseconds(150);
  Harbour harbour(limits);
  const std::string cookie = with_cookie(harbour.town.cookie_of("overseer"));
  EXPECT_EQ(harbour.get("/api/v1/tracks", cookie).status, 200U);
  MessageClient quiet(harbour.server->address());  // some time passes on a socket
  quiet.receive(400);
  EXPECT_EQ(harbour.get("/api/v1/tracks", cookie).status, 401U);
  for (int i = 0; i < 100 && harbour.town.signed_out == 0; ++i) quiet.receive(20);
  EXPECT_GE(harbour.town.signed_out, 1);
}

TEST(Bodies, are_judged_before_they_are_read) {
  Harbour harbour;
  const auto status = [&](std::string_view head) {
    Client client(harbour.server->address());
    client.send(fmt::format("{} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n", head) +
                "Content-Type: application/json\r\nExpect: 100-continue\r\n\r\n");
    return client.answer().status;
  };
  EXPECT_EQ(status("POST /api/v1/session/confirm"), 401U);
  EXPECT_EQ(status("POST /api/v1/tracks"), 405U);
  EXPECT_EQ(status("GET /api/v1/session"), 413U);
  EXPECT_EQ(status("POST /api/v1/session"), 100U);
  EXPECT_EQ(harbour.client()
                .ask("POST", "/api/v1/session", "Content-Type: application/json\r\nContent-Length: 9000\r\n")
                .status,
            413U);
  EXPECT_EQ(harbour.client().ask("POST", "/api/v1/session", "Content-Type: text/plain\r\nContent-Length: 9\r\n").status,
            415U);
  EXPECT_EQ(harbour.client()
                .ask("POST", "/api/v1/session",
                     "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n")
                .status,
            415U);
  EXPECT_EQ(code_of(harbour.client().ask("POST", "/api/v1/session")), "bad_json");
}

TEST(Bodies, leave_the_connection_for_what_follows) {
  Harbour harbour;
  Client client(harbour.server->address());
  EXPECT_EQ(client.post("/api/v1/session", R"({"account":"x"})").status, 400U);
  const std::string body = fmt::format(R"({{"account":"overseer","password":"{}"}})", kPassword);
  client.send(
      "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.answer().status, 100U);
  client.send(
      fmt::format("{:x}\r\n{}\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", body.size(), body));
  EXPECT_EQ(client.answer().status, 200U);
  EXPECT_EQ(client.answer().body, R"({"status":"ok"})");
}

TEST(Bodies, that_trickle_are_cut_off) {
  ServerLimits limits;
  limits.body_time_max = std::chrono::milliseconds(200);
  Harbour harbour(limits);
  Client client(harbour.server->address());
  client.send(
      "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
      "1000\r\n\r\n");
  for (int i = 0; i < 60 && client.pending().empty() && !client.ended(); ++i) {
    client.send(" ");
    client.receive(50);
  }
  EXPECT_EQ(client.answer().status, 408U);
  EXPECT_EQ(harbour.get("/healthz").status, 200U);
}

TEST(Bodies, together_stay_within_a_bound) {
  ServerLimits limits;
  limits.incoming_bytes_max = 20 * 1024;
  Harbour harbour(limits);
  std::vector<std::unique_ptr<Client>> held;
  unsigned refused = 0;
  for (int i = 0; i < 4; ++i) {
    held.push_back(std::make_unique<Client>(harbour.server->address()));
    held.back()->send(
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n");
    if (held.back()->answer().status == 503) ++refused;
  }
  EXPECT_EQ(refused, 2U);
  held.clear();
  Client pause(harbour.server->address());
  for (int i = 0; i < 100; ++i, pause.receive(20)) {
    if (harbour.sign_in("overseer", "wrong").status == 401) return;
  }
  FAIL() << "what was reserved is not given back";
}

TEST(Oidc, sends_the_browser_away_and_takes_it_back) {
  Sea sea;
  Town town;
  ServerInputs inputs = town.inputs(sea);
  inputs.people.oidc_start = []() -> Result<OidcStart> {
    return OidcStart{"https://id.example/authorize?state=s1", accounts::Secret("s1")};
  };
  inputs.people.oidc_return = [&](const OidcReturn& given) -> Result<SignedIn> {
    if (given.state.view() != "s1" || given.query != "code=c1&state=s1") return fail(ErrorCode::verification, "no");
    return *inputs.people.sign_in({"overseer", accounts::Secret(std::string(kPassword)), {}});
  };
  ServerOptions options;
  options.listen = "127.0.0.1:0";
  const auto server = std::move(*Server::open(options, inputs));
  server->start();
  EXPECT_EQ(Client(server->address()).get("/api/v1/session").json().at("ways").as_array().size(), 2U);
  const Answer away = Client(server->address()).get("/api/v1/oidc/start");
  EXPECT_EQ(away.status, 303U);
  EXPECT_EQ(away.header("location"), "https://id.example/authorize?state=s1");
  EXPECT_EQ(away.header("set-cookie"), "fairlead_oidc=s1; Path=/api/v1/oidc; HttpOnly; SameSite=Lax; Max-Age=600");
  const Answer back =
      Client(server->address()).get("/api/v1/oidc/return?code=c1&state=s1", "Cookie: fairlead_oidc=s1\r\n");
  EXPECT_EQ(back.status, 303U);
  EXPECT_EQ(back.header("location"), "/");
  EXPECT_TRUE(back.head.contains("Set-Cookie: fairlead_session="));
  EXPECT_TRUE(back.head.contains("Set-Cookie: fairlead_oidc=; "));
  for (const std::string headers : {"", "Cookie: fairlead_oidc=s2\r\n"}) {
    const Answer wrong = Client(server->address()).get("/api/v1/oidc/return?code=c1&state=s1", headers);
    EXPECT_EQ(wrong.header("location"), "/?sign_in=failed");
    EXPECT_FALSE(wrong.head.contains("fairlead_session"));
  }
}

class StillClock final : public SteadyClock {
 public:
  std::int64_t now_ns() const override { return now; }
  std::int64_t now = 1;
};

TEST(SignInGuard, fills_up_again_with_time) {
  StillClock clock;
  SignInGuard guard({}, clock);
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(guard.must_wait("anna", "10.0.0.1"));
    guard.failed("anna", "10.0.0.1");
  }
  EXPECT_EQ(guard.must_wait("anna", "10.0.0.1"), std::chrono::seconds(30));
  EXPECT_EQ(guard.must_wait("boris", "10.0.0.1"), std::chrono::seconds(30));
  EXPECT_FALSE(guard.must_wait("anna", "10.0.0.2"));
  clock.now += 30'000'000'000;
  EXPECT_FALSE(guard.must_wait("anna", "10.0.0.1"));
  guard.failed("anna", "10.0.0.1");
  EXPECT_TRUE(guard.must_wait("anna", "10.0.0.1"));
}

TEST(SignInGuard, nobody_locks_an_account_out_of_where_it_is_used) {
  StillClock clock;
  SignInGuard guard({}, clock);
  guard.succeeded("anna", "10.0.0.9");
  for (int i = 0; i < 40; ++i) {
    const std::string address = fmt::format("192.0.2.{}", i);
    if (!guard.must_wait("Anna ", address)) guard.failed("Anna ", address);
  }
  EXPECT_TRUE(guard.must_wait("anna", "192.0.2.200")) << "from anywhere else";
  EXPECT_FALSE(guard.must_wait("anna", "10.0.0.9"));
}

TEST(SignInGuard, an_own_account_gives_no_further_guesses_and_a_network_counts_once) {
  StillClock clock;
  SignInGuard guard({}, clock);
  for (int i = 0; i < 10; ++i) {
    guard.failed("anna", fmt::format("2001:db8:1:2::{:x}", i));
    guard.succeeded("mallory", "2001:db8:1:2::1");
  }
  EXPECT_TRUE(guard.must_wait("anna", "2001:db8:1:2:ffff::1"));
  EXPECT_FALSE(guard.must_wait("anna", "2001:db8:1:3::1"));
  for (int i = 0; i < 10; ++i) guard.failed("", i % 2 == 0 ? "2001:db8::5" : "2001:db8:0:0:1::7");
  EXPECT_TRUE(guard.must_wait("", "2001:db8::ffff"));
}

TEST(SignInGuard, remembers_a_bounded_number) {
  StillClock clock;
  SignInGuard guard({.remembered_max = 100}, clock);
  for (int i = 0; i < 10; ++i) guard.failed("", "10.0.0.1");
  for (int i = 0; i < 1000; ++i) {
    guard.failed(fmt::format("a{}", i), fmt::format("10.1.{}.{}", i / 250, i % 250));
    guard.succeeded(fmt::format("b{}", i), "10.0.0.2");
  }
  EXPECT_TRUE(guard.must_wait("", "10.0.0.1")) << "who failed most is forgotten last";
}

}  // namespace
}  // namespace fairlead::serve
