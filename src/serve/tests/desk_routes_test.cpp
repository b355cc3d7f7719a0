// SPDX-License-Identifier: Apache-2.0
// The routes of the desk over a real engine: stops, agreements, accounts and the ledger, and who may do what there.
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "api.hpp"
#include "client.hpp"
#include "ledger/base64.hpp"
#include "ledger/proofs.hpp"
#include "quay.hpp"

namespace fairlead::serve {
namespace {

namespace json = boost::json;
using accounts::Permission;

struct Pier {
  explicit Pier(bool demo = false) {
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.demo = demo;
    server = std::move(*Server::open(options, quay.inputs()));
    server->start();
  }
  Answer ask(std::string_view method, std::string_view target, std::string_view body,
             const std::string& headers) const {
    Client client(server->address());
    std::string request = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n{}", method, target, headers);
    if (body.empty()) {
      request += "\r\n";
    } else {
      request += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", body.size(), body);
    }
    client.send(request);
    return client.answer();
  }
  Answer as(std::string_view account, std::string_view method, std::string_view target, std::string_view body = {}) {
    return ask(method, target, body, quay.signed_in(account));
  }
  Quay quay;
  std::unique_ptr<Server> server;
};

std::string code_of(const Answer& answer) {
  const json::value value = answer.json();
  return value.is_object() && value.as_object().contains("code") ? std::string(value.at("code").as_string()) : "";
}
std::uint64_t number(const json::value& value) { return value.to_number<std::uint64_t>(); }

std::string path_of(const Route& route) {
  std::string path(route.path);
  for (std::size_t open = 0; (open = path.find('{')) != std::string::npos;) {
    path.replace(open, path.find('}') - open + 1, "1");
  }
  return path;
}
std::vector<Route> routes_of_the_desk() {
  std::vector<Route> all;
  for (const auto part : {sharing_routes(), views_routes(), stops_routes(), agreements_routes(), desk_routes(),
                          accounts_routes(), ledger_routes()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

TEST(DeskRoutes, answer_every_role_as_the_table_says) {
  Pier pier;
  for (const Route& route : routes_of_the_desk()) {
    const std::string name = fmt::format("{} {}", route.method, route.path);
    const std::string_view body = route.takes_body ? "{}" : "";
    ASSERT_TRUE(route.access.permission()) << name;
    const Permission permission = *route.access.permission();
    EXPECT_EQ(pier.ask(route.method, path_of(route), body, "").status, 401U) << name;
    for (const accounts::Role role :
         {accounts::Role::watch_officer, accounts::Role::release_officer, accounts::Role::legal_adviser,
          accounts::Role::overseer, accounts::Role::administrator, accounts::Role::partner}) {
      const std::string who(accounts::name(role));
      const Answer answer = pier.as(who, route.method, path_of(route), body);
      const std::string what = fmt::format("{} as {}: {} {}", name, who, answer.status, answer.body);
      if (!accounts::may(role, permission)) {
        EXPECT_EQ(answer.status, 403U) << what;
        EXPECT_EQ(code_of(answer), "not_permitted") << what;
        continue;
      }
      EXPECT_TRUE(answer.status == 200 || answer.status == 400 || answer.status == 404) << what;
      const Answer late = pier.ask(route.method, path_of(route), body, pier.quay.signed_in_long_ago(who));
      EXPECT_EQ(code_of(late) == "confirm_required", accounts::is_confirmed(permission)) << what;
    }
  }
}

TEST(DeskRoutes, give_a_token_no_more_than_its_scopes) {
  Pier pier;
  const std::string reader = pier.quay.bearer("watch_officer", {Permission::read_picture});
  const std::string stopper = pier.quay.bearer("watch_officer", {Permission::stop});
  for (const Route& route : routes_of_the_desk()) {
    const std::string_view body = route.takes_body ? "{}" : "";
    EXPECT_EQ(pier.ask(route.method, path_of(route), body, reader).status, 403U) << route.path;
  }
  EXPECT_EQ(pier.ask("POST", "/api/v1/stops", R"({"agency":"XAA/navy"})", stopper).status, 201U);
  EXPECT_EQ(pier.ask("GET", "/api/v1/stops", "", stopper).status, 403U);
}

TEST(DeskRoutes, let_a_visitor_of_a_demonstration_stop_under_its_own_name) {
  Pier pier(true);
  const Answer stopped = pier.ask("POST", "/api/v1/stops", R"({"all":true})", "");
  ASSERT_EQ(stopped.status, 201U) << stopped.body;
  EXPECT_EQ(stopped.json().at("by"), "demo");
  EXPECT_EQ(pier.ask("GET", "/ledger/checkpoint", "", "").status, 403U);
}

TEST(DeskRoutes, show_partners_and_what_a_stop_cuts) {
  Pier pier;
  const json::value before = pier.as("watch_officer", "GET", "/api/v1/sharing").json();
  ASSERT_EQ(before.at("partners").as_array().size(), 1U) << json::serialize(before);
  EXPECT_EQ(before.at("partners").at(0).at("agency"), "XAA/coast_guard");
  EXPECT_EQ(before.at("partners").at(0).at("stopped"), "no");
  EXPECT_EQ(before.at("partners").at(0).at("views").as_array().size(), 2U);
  EXPECT_EQ(before.at("epoch"), 0);

  const Answer part =
      pier.as("watch_officer", "POST", "/api/v1/stops", R"({"agency":"XAA/coast_guard","purpose":"fisheries"})");
  ASSERT_EQ(part.status, 201U) << part.body;
  EXPECT_EQ(part.json().at("covers").as_array().size(), 1U);
  EXPECT_EQ(part.json().at("reach").at("deliveries_dropped"), 0);
  EXPECT_EQ(part.json().at("by"), "watch_officer");
  const json::value partly = pier.as("watch_officer", "GET", "/api/v1/sharing").json();
  EXPECT_EQ(partly.at("partners").at(0).at("stopped"), "part");
  EXPECT_EQ(partly.at("stops").as_array().size(), 1U);

  ASSERT_EQ(pier.as("watch_officer", "POST", "/api/v1/stops", R"({"partner":"XAA"})").status, 201U);
  const json::value wholly = pier.as("watch_officer", "GET", "/api/v1/sharing").json();
  EXPECT_EQ(wholly.at("partners").at(0).at("stopped"), "all");
  EXPECT_EQ(wholly.at("epoch"), 2);
  EXPECT_EQ(pier.as("watch_officer", "GET", "/api/v1/stops").json().at("stops").as_array().size(), 2U);
}

TEST(DeskRoutes, stop_by_area_by_name_or_by_outline_and_refuse_what_is_unclear) {
  Pier pier;
  const Answer named =
      pier.as("release_officer", "POST", "/api/v1/stops", R"({"partner":"XAA","area":"straits","type":"track"})");
  ASSERT_EQ(named.status, 201U) << named.body;
  EXPECT_EQ(named.json().at("area").at("name"), "straits");
  EXPECT_EQ(named.json().at("type"), "track");
  const Answer drawn = pier.as("release_officer", "POST", "/api/v1/stops",
                               R"({"all":true,"area":{"name":"box","polygon":[[50,-1],[50,1],[51.5,0]]}})");
  ASSERT_EQ(drawn.status, 201U) << drawn.body;
  for (const std::string_view wrong :
       {R"({})", R"({"partner":"XAA","all":true})", R"({"partner":"FRANCE"})", R"({"partner":"xaa"})",
        R"({"agency":"navy"})", R"({"all":true,"purpose":"targeting"})", R"({"all":true,"area":"nowhere"})",
        R"({"all":true,"area":{"polygon":[[50,-1],[50,1]]}})",
        R"({"all":true,"area":{"polygon":[[91,0],[0,0],[1,1]]}})",
        R"({"all":true,"area":{"polygon":[["a",1],[0,0],[1,1]]}})", R"({"all":true,"by":"somebody"})",
        R"({"all":"yes"})", R"([])", R"({"all":true,"all":false})"}) {
    const Answer answer = pier.as("release_officer", "POST", "/api/v1/stops", wrong);
    EXPECT_EQ(answer.status, 400U) << wrong << ' ' << answer.body;
  }
  EXPECT_EQ(pier.quay.sharing()->stops->size(), 2U);
}

TEST(DeskRoutes, take_the_reason_afterwards_and_lift_with_two_voices) {
  Pier pier;
  ASSERT_EQ(pier.as("watch_officer", "POST", "/api/v1/stops", R"({"all":true})").status, 201U);
  EXPECT_EQ(pier.as("watch_officer", "PATCH", "/api/v1/stops/1", R"({"reason":"they bomb boats"})").json().at("reason"),
            "they bomb boats");
  EXPECT_EQ(pier.as("watch_officer", "PATCH", "/api/v1/stops/9", R"({"reason":"x"})").status, 404U);
  EXPECT_EQ(pier.as("watch_officer", "PATCH", "/api/v1/stops/one", R"({"reason":"x"})").status, 404U);
  EXPECT_EQ(pier.as("watch_officer", "PATCH", "/api/v1/stops/1", R"({"reason":" "})").status, 400U);

  const Answer first = pier.as("release_officer", "POST", "/api/v1/stops/1/resume", "{}");
  ASSERT_EQ(first.status, 200U) << first.body;
  EXPECT_EQ(first.json().at("lifted"), false);
  EXPECT_EQ(first.json().at("agreed").as_array().size(), 1U);
  EXPECT_FALSE(first.json().at("missing").as_string().empty());
  // The same person twice is one voice.
  EXPECT_EQ(pier.as("release_officer", "POST", "/api/v1/stops/1/resume", "{}").json().at("lifted"), false);
  const Answer second = pier.as("legal_adviser", "POST", "/api/v1/stops/1/resume", R"({"reason":"they stopped"})");
  ASSERT_EQ(second.status, 200U) << second.body;
  EXPECT_EQ(second.json().at("lifted"), true);
  EXPECT_EQ(second.json().at("epoch"), 2);
  EXPECT_EQ(code_of(pier.as("legal_adviser", "POST", "/api/v1/stops/1/resume", "{}")), "conflict");
  const json::value stops = pier.as("watch_officer", "GET", "/api/v1/stops").json();
  EXPECT_EQ(stops.at("stops").at(0).at("open"), false);
  EXPECT_TRUE(stops.at("stops").at(0).as_object().contains("lifted_at"));
}

TEST(DeskRoutes, ask_for_the_new_assessment_that_a_stop_wants) {
  Pier pier;
  ASSERT_EQ(pier.as("watch_officer", "POST", "/api/v1/stops", R"({"all":true,"needs_assessment":true})").status, 201U);
  ASSERT_EQ(pier.as("release_officer", "POST", "/api/v1/stops/1/resume", "{}").status, 200U);
  EXPECT_EQ(pier.as("legal_adviser", "POST", "/api/v1/stops/1/resume", "{}").json().at("lifted"), false);
  const std::string assessed =
      R"({"assessment":{"scheme":"OSJA","risk":"low","approver":"legal_adviser","expires_at":"2038-01-01T00:00:00Z"}})";
  const Answer refused = pier.as("release_officer", "POST", "/api/v1/stops/1/resume", assessed);
  EXPECT_EQ(refused.status, 403U);
  EXPECT_EQ(code_of(refused), "not_permitted");
  EXPECT_EQ(pier.as("legal_adviser", "POST", "/api/v1/stops/1/resume", R"({"assessment":{"scheme":"OSJA"}})").status,
            400U);
  const Answer lifted = pier.as("legal_adviser", "POST", "/api/v1/stops/1/resume", assessed);
  EXPECT_EQ(lifted.json().at("lifted"), true) << lifted.body;
}

TEST(DeskRoutes, say_why_a_track_is_shared_and_why_it_is_not) {
  Pier pier;
  const auto picture = pier.quay.runner().picture();
  ASSERT_EQ(picture->size(), 1U);
  std::string id;
  picture->for_each([&](const engine::Picture::Entry& entry) {
    id = domain::to_text(entry.track.id);
    return true;
  });
  const std::string target = "/api/v1/tracks/" + id + "/sharing";
  const json::value shared = pier.as("watch_officer", "GET", target).json();
  ASSERT_EQ(shared.at("views").as_array().size(), 2U) << json::serialize(shared);
  const json::value& view = shared.at("views").at(0);
  EXPECT_EQ(view.at("outcome"), "permit_reduced") << json::serialize(view);
  EXPECT_EQ(view.at("agreement"), "xaa-coast-guard");
  EXPECT_EQ(view.at("clause"), "tracks");
  EXPECT_EQ(view.at("fields").as_array().size(), 5U);
  ASSERT_EQ(pier.as("watch_officer", "POST", "/api/v1/stops", R"({"all":true})").status, 201U);
  const json::value stopped = pier.as("watch_officer", "GET", target).json();
  EXPECT_EQ(stopped.at("views").at(0).at("outcome"), "suspended");
  EXPECT_EQ(stopped.at("views").at(0).at("reasons").at(0).at("part"), "stop");
  EXPECT_EQ(stopped.at("views").at(0).at("stop_epoch"), 1);
  EXPECT_EQ(stopped.at("views").at(0).at("fields").as_array().size(), 0U);
  EXPECT_EQ(pier.as("watch_officer", "GET", "/api/v1/tracks/T-deadbeef/sharing").status, 404U);
  EXPECT_EQ(pier.as("watch_officer", "GET", "/api/v1/tracks/x/sharing").status, 404U);
}

std::string with_toml(std::string_view toml) {
  std::string body = R"({"toml":)";
  append_json_string(body, toml);
  return body + '}';
}

TEST(DeskRoutes, show_the_picture_as_a_partner_has_it_and_hand_nothing_over) {
  Pier pier;
  const std::string kGuards = "/api/v1/views/tracks?agency=XAA/coast_guard&purpose=fisheries";
  const json::value views = pier.as("watch_officer", "GET", "/api/v1/views").json().at("views");
  ASSERT_EQ(views.as_array().size(), 2U);
  EXPECT_EQ(views.at(1).at("agency"), "XAA/coast_guard");
  EXPECT_EQ(views.at(1).at("purpose"), "fisheries");
  EXPECT_EQ(views.at(1).at("stopped"), false);

  const Answer seen = pier.as("watch_officer", "GET", kGuards);
  ASSERT_EQ(seen.status, 200U) << seen.body;
  const json::value picture = seen.json();
  EXPECT_EQ(picture.at("stopped"), false);
  ASSERT_EQ(picture.at("tracks").as_array().size(), 1U) << seen.body;
  const json::object& track = picture.at("tracks").at(0).as_object();
  const json::value home = pier.as("watch_officer", "GET", "/api/v1/tracks?limit=10").json().at("tracks");
  ASSERT_EQ(home.as_array().size(), 1U);
  EXPECT_EQ(track.at("id"), home.at(0).at("id"));
  EXPECT_EQ(track.at("mmsi").to_number<int>(), 232'000'001);
  EXPECT_TRUE(track.at("sources").as_array().empty()) << "no field of the clause: " << seen.body;

  // What stands behind key and id is what the partner is handed when it asks.
  const engine::Answer pulled = pier.quay.command("partner", engine::PullTracks{release::Purpose::fisheries});
  ASSERT_EQ(pulled.releases.size(), 1U);
  struct Hand final : engine::Passage {
    explicit Hand(engine::FeedId of) : id(of) {}
    engine::FeedId feed() const override { return id; }
    Result pass(std::string_view given) override {
      payload = given;
      return Result::done;
    }
    engine::FeedId id;
    std::string payload;
  } hand(pulled.releases.front().feed());
  ASSERT_EQ(pier.quay.runner().gate().pass(pulled.releases.front(), hand), engine::Gate::Result::done);
  const std::string members = seen.body.substr(seen.body.find(R"(,"kind")"));
  EXPECT_NE(hand.payload.find(members.substr(0, members.rfind("]}"))), std::string::npos) << hand.payload << seen.body;
  // Looking leaves nothing behind.
  const auto before = pier.quay.sharing();
  const std::string watch = pier.quay.signed_in("watch_officer");
  const std::uint64_t released = pier.quay.runner().status().releases_total;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(pier.ask("GET", kGuards, {}, watch).status, 200U);
  EXPECT_EQ(pier.quay.sharing()->feeds.size(), before->feeds.size());
  EXPECT_EQ(pier.quay.runner().status().releases_total, released);

  pier.quay.command("watch_officer", engine::OrderStop{{"XAA", {}, {}, {}, {}}, "a reason", false, true});
  const json::value stopped = pier.as("watch_officer", "GET", kGuards).json();
  EXPECT_EQ(stopped.at("stopped"), true);
  EXPECT_TRUE(stopped.at("tracks").as_array().empty());

  EXPECT_EQ(pier.as("watch_officer", "GET", "/api/v1/views/tracks?agency=XAA/navy&purpose=fisheries").status, 404U);
  EXPECT_EQ(pier.as("watch_officer", "GET", "/api/v1/views/tracks?agency=XAA/coast_guard&purpose=war").status, 400U);
  EXPECT_EQ(pier.as("watch_officer", "GET", "/api/v1/views/tracks?agency=XAA/coast_guard").status, 400U);
  EXPECT_EQ(pier.as("partner", "GET", kGuards).status, 403U);
}

TEST(DeskRoutes, draft_by_one_and_adopt_by_another) {
  Pier pier;
  const std::string next = quay_agreement("xaa-coast-guard", 2, "\"fisheries\"");
  const Answer checked = pier.as("release_officer", "POST", "/api/v1/agreements/check", with_toml(next));
  ASSERT_EQ(checked.status, 200U) << checked.body;
  EXPECT_TRUE(checked.json().at("mistakes").as_array().empty());
  EXPECT_FALSE(checked.json().at("changes").as_array().empty()) << checked.body;
  const Answer drafted = pier.as("release_officer", "POST", "/api/v1/agreements", with_toml(next));
  ASSERT_EQ(drafted.status, 201U) << drafted.body;
  EXPECT_EQ(drafted.json().at("version"), 2);
  const std::string adopt = "/api/v1/agreements/xaa-coast-guard/adopt";
  EXPECT_EQ(code_of(pier.as("release_officer", "POST", adopt, R"({"version":2})")), "conflict");
  EXPECT_EQ(pier.as("legal_adviser", "POST", adopt, R"({"version":3})").status, 404U);
  EXPECT_EQ(pier.as("legal_adviser", "POST", adopt, "{}").status, 400U);
  const Answer adopted = pier.as("legal_adviser", "POST", adopt, R"({"version":2})");
  ASSERT_EQ(adopted.status, 200U) << adopted.body;
  EXPECT_EQ(adopted.json().at("state"), "in_force");
  EXPECT_EQ(adopted.json().at("adopted_by"), "legal_adviser");
  const json::value old = pier.as("watch_officer", "GET", "/api/v1/agreements/xaa-coast-guard?version=1").json();
  EXPECT_EQ(old.at("state"), "withdrawn");
  EXPECT_EQ(
      pier.as("watch_officer", "GET", "/api/v1/sharing").json().at("partners").at(0).at("views").as_array().size(), 1U);
  // In force: whoever may stop may withdraw it, by its version or without.
  const Answer withdrawn =
      pier.as("watch_officer", "POST", "/api/v1/agreements/xaa-coast-guard/withdraw", R"({"version":2})");
  ASSERT_EQ(withdrawn.status, 200U) << withdrawn.body;
  EXPECT_EQ(withdrawn.json().at("state"), "withdrawn");
  EXPECT_EQ(pier.as("watch_officer", "POST", "/api/v1/agreements/xaa-coast-guard/withdraw", "{}").status, 404U);
}

TEST(DeskRoutes, name_each_mistake_of_an_agreement_by_its_place) {
  Pier pier;
  std::string wrong = quay_agreement("other");
  wrong.replace(wrong.find("\"fisheries\""), 11, "\"fishing\"");
  wrong += "colour = 1\n";
  const Answer checked = pier.as("release_officer", "POST", "/api/v1/agreements/check", with_toml(wrong));
  ASSERT_EQ(checked.status, 200U);
  ASSERT_EQ(checked.json().at("mistakes").as_array().size(), 2U) << checked.body;
  EXPECT_GT(number(checked.json().at("mistakes").at(0).at("line")), 20U);
  const Answer drafted = pier.as("release_officer", "POST", "/api/v1/agreements", with_toml(wrong));
  EXPECT_EQ(drafted.status, 400U);
  EXPECT_EQ(code_of(drafted), "bad_agreement");
  EXPECT_EQ(drafted.json().at("errors").as_array().size(), 2U);
}

TEST(DeskRoutes, keep_what_the_desk_holds) {
  Pier pier;
  const auto state = [&](std::string_view body) {
    const Answer answer = pier.as("release_officer", "PUT", "/api/v1/assurances", body);
    return answer.status == 200 ? std::string(answer.json().at("state").as_string()) : answer.body;
  };
  const std::string start = R"({"agency":"XAA/coast_guard","agreement":"xaa-coast-guard","assurance":"no-strikes",)";
  EXPECT_EQ(state(start + R"("until":"2037-01-01T00:00:00Z"})"), "in_force");
  EXPECT_EQ(state(start + R"("until":"2037-01-01T00:00:00Z","breached":true})"), "breached");
  // A breach stops by itself.
  const json::value stops = pier.as("watch_officer", "GET", "/api/v1/stops").json();
  ASSERT_GE(stops.at("stops").as_array().size(), 1U);
  EXPECT_EQ(stops.at("stops").at(0).at("by"), "fairlead");
  const json::value agreement = pier.as("watch_officer", "GET", "/api/v1/agreements/xaa-coast-guard").json();
  EXPECT_EQ(agreement.at("assurances").at(0).at("held").at(0).at("state"), "breached");
  EXPECT_TRUE(agreement.as_object().contains("toml"));
  const Answer assessed = pier.as("legal_adviser", "PUT", "/api/v1/assessments",
                                  R"({"agreement":"xaa-coast-guard","scheme":"OSJA","risk":"medium",)"
                                  R"("approver":"legal_adviser","expires_at":"2037-01-01T00:00:00Z"})");
  EXPECT_EQ(assessed.status, 200U) << assessed.body;
  EXPECT_EQ(pier.as("release_officer", "PUT", "/api/v1/consents",
                    R"({"originator":"NOR","agency":"XAA/coast_guard","purposes":["fisheries"],)"
                    R"("until":"2037-01-01T00:00:00Z"})")
                .status,
            200U);
  EXPECT_EQ(
      pier.as("release_officer", "PUT", "/api/v1/consents",
              R"({"originator":"NOR","agency":"XAA/coast_guard","purposes":["war"],"until":"2037-01-01T00:00:00Z"})")
          .status,
      400U);
}

TEST(DeskRoutes, make_change_and_close_accounts) {
  Pier pier;
  const Answer made =
      pier.as("administrator", "POST", "/api/v1/accounts",
              R"({"name":"anna","role":"watch_officer","display_name":"Anna","password":"rigging and rope"})");
  ASSERT_EQ(made.status, 201U) << made.body;
  EXPECT_EQ(made.json().at("sign_in").at(0), "password");
  EXPECT_FALSE(made.body.contains("argon2"));
  EXPECT_EQ(code_of(pier.as("administrator", "POST", "/api/v1/accounts", R"({"name":"anna","role":"overseer"})")),
            "conflict");
  EXPECT_EQ(
      pier.as("administrator", "POST", "/api/v1/accounts", R"({"name":"bo","role":"overseer","password":"short"})")
          .status,
      400U);
  EXPECT_EQ(pier.as("administrator", "POST", "/api/v1/accounts", R"({"name":"bo","role":"partner"})").status, 400U);
  EXPECT_EQ(pier.as("administrator", "POST", "/api/v1/accounts", R"({"name":"bo","role":"admiral"})").status, 400U);

  const std::string print = "sha256:" + std::string(64, 'a');
  // The second of two changes is not possible: the first is not made either.
  EXPECT_NE(
      pier.as("administrator", "PATCH", "/api/v1/accounts/anna", R"({"display_name":"A","role":"partner"})").status,
      200U);
  EXPECT_EQ(pier.quay.book()->find("anna")->display_name, "Anna");
  const Answer changed = pier.as("administrator", "PATCH", "/api/v1/accounts/anna",
                                 fmt::format(R"({{"role":"overseer","bind_certificate":"{}"}})", print));
  ASSERT_EQ(changed.status, 200U) << changed.body;
  EXPECT_EQ(changed.json().at("role"), "overseer");
  EXPECT_EQ(changed.json().at("certificates").at(0).as_string(), print);
  EXPECT_EQ(pier.as("administrator", "PATCH", "/api/v1/accounts/anna", R"({"bind_certificate":"sha256:abc"})").status,
            400U);

  const Answer issued = pier.as("administrator", "POST", "/api/v1/accounts/anna/tokens",
                                fmt::format(R"({{"label":"archive","scopes":["read_ledger"],"expires_at":"{}"}})",
                                            to_rfc3339(pier.quay.now() + std::chrono::hours(2))));
  ASSERT_EQ(issued.status, 201U) << issued.body;
  const std::string bearer = "Authorization: Bearer " + std::string(issued.json().at("token").as_string()) + "\r\n";
  EXPECT_EQ(pier.ask("GET", "/ledger/checkpoint", "", bearer).status, 200U);
  const std::string token = "/api/v1/accounts/anna/tokens/" + std::string(issued.json().at("id").as_string());
  EXPECT_EQ(pier.as("administrator", "DELETE", "/api/v1/accounts/watch_officer/tokens/aaaaaaaaaaaa").status, 404U);
  EXPECT_EQ(pier.as("administrator", "DELETE", token).status, 204U);
  EXPECT_EQ(pier.as("administrator", "DELETE", token).status, 204U);
  EXPECT_EQ(pier.ask("GET", "/ledger/checkpoint", "", bearer).status, 401U);
  EXPECT_EQ(pier.as("administrator", "POST", "/api/v1/accounts/anna/tokens",
                    R"({"label":"x","scopes":["manage_keys"],"expires_at":"2026-12-24T00:00:00Z"})")
                .status,
            400U);

  const Answer invited = pier.as("administrator", "POST", "/api/v1/accounts/anna/invitation", "{}");
  ASSERT_EQ(invited.status, 201U) << invited.body;
  EXPECT_TRUE(pier.quay.book()->by_invitation(std::string(invited.json().at("code").as_string()), pier.quay.now()));

  EXPECT_EQ(pier.as("administrator", "PATCH", "/api/v1/accounts/anna", R"({"disabled":true})").json().at("disabled"),
            true);
  EXPECT_EQ(pier.as("administrator", "PATCH", "/api/v1/accounts/anna", R"({"disabled":true})").status, 200U);
  EXPECT_EQ(pier.as("administrator", "PATCH", "/api/v1/accounts/nobody", R"({"disabled":true})").status, 404U);
  const json::value all = pier.as("overseer", "GET", "/api/v1/accounts").json();
  EXPECT_EQ(all.at("accounts").as_array().size(), 7U);
}

TEST(DeskRoutes, serve_the_ledger_and_note_each_read) {
  Pier pier;
  const std::string overseer = pier.quay.bearer("overseer", {Permission::read_ledger});
  const Answer head = pier.ask("GET", "/ledger/checkpoint", "", overseer);
  ASSERT_EQ(head.status, 200U) << head.body;
  EXPECT_EQ(head.header("content-type"), "text/plain; charset=utf-8");
  const std::vector<ledger::Verifier> trusted{*ledger::Verifier::parse(pier.quay.key())};
  const auto opened = ledger::open_checkpoint(head.body, trusted);
  ASSERT_TRUE(opened.has_value());
  const Answer bundle = pier.ask("GET", "/ledger/tile/entries/000.p/3", "", overseer);
  ASSERT_EQ(bundle.status, 200U);
  EXPECT_EQ(ledger::parse_bundle(bundle.body, 3)->size(), 3U);
  EXPECT_EQ(pier.ask("GET", "/ledger/tile/0/000", "", overseer).status, 404U);
  EXPECT_EQ(pier.ask("GET", "/ledger/tile/0/000.p/1", "", overseer).body.size(), 32U);
  EXPECT_EQ(pier.ask("GET", "/ledger/tile/../../etc", "", overseer).status, 404U);

  const json::value overview = pier.ask("GET", "/api/v1/ledger", "", overseer).json();
  EXPECT_EQ(overview.at("logs").as_array().size(), 2U) << json::serialize(overview);
  EXPECT_EQ(overview.at("key").as_string(), pier.quay.key());
  const Answer proof = pier.ask("GET", "/api/v1/ledger/entries/0/proof?open=1", "", overseer);
  ASSERT_EQ(proof.status, 200U) << proof.body;
  const auto receipt = ledger::Receipt::parse(proof.body);
  ASSERT_TRUE(receipt.has_value());
  EXPECT_TRUE(ledger::open_receipt(*receipt, trusted).has_value());

  // A command closes the slot that the notes wait for.
  const auto reads = [&] {
    pier.quay.command("watch_officer", engine::NoteOverseerRead{"end", {}, {}});
    std::vector<std::string> what;
    const json::value page = pier.ask("GET", "/api/v1/ledger/entries?from=0&limit=1000", "", overseer).json();
    for (const json::value& entry : page.at("entries").as_array()) {
      if (entry.at("kind") != "overseer_read" || entry.at("record").at("account") != "overseer") continue;
      what.emplace_back(entry.at("record").at("what").as_string());
    }
    return what;
  };
  const std::vector<std::string> noted = reads();
  EXPECT_EQ(noted,
            (std::vector<std::string>{"checkpoint", "tile/entries/000.p/3", "tile/0/000.p/1", "overview", "proof"}));
  EXPECT_EQ(reads().size(), noted.size() + 1);
  const Answer newest = pier.ask("GET", "/api/v1/ledger/entries?limit=2", "", overseer);
  EXPECT_EQ(newest.json().at("entries").as_array().size(), 2U);
  EXPECT_FALSE(newest.json().as_object().contains("next"));
  EXPECT_EQ(pier.ask("GET", "/api/v1/ledger/entries?log=XBB/navy", "", overseer).status, 404U);
  EXPECT_EQ(pier.ask("GET", "/api/v1/ledger/entries/x", "", overseer).status, 404U);
}

TEST(DeskRoutes, say_that_there_is_no_desk_while_there_is_none) {
  Quay quay;
  ServerInputs inputs = quay.inputs();
  inputs.desk = {};
  ServerOptions options;
  options.listen = "127.0.0.1:0";
  auto server = std::move(*Server::open(options, inputs));
  server->start();
  const std::string watch = quay.signed_in("watch_officer");
  EXPECT_EQ(Client(server->address()).get("/api/v1/sharing", watch).status, 503U);
  EXPECT_EQ(Client(server->address()).post("/api/v1/stops", R"({"all":true})", watch).status, 503U);
  EXPECT_EQ(Client(server->address()).get("/api/v1/ledger", quay.signed_in("overseer")).status, 503U);
}

// Whoever is let in may lose that before the command is done.
TEST(DeskRoutes, tell_refusals_of_the_engine_apart) {
  Quay quay;
  ServerInputs inputs = quay.inputs();
  Error error;
  inputs.desk.stop = [&](accounts::Actor, engine::OrderStop) -> Result<engine::Runner::Stopped> {
    return Failure(error);
  };
  ServerOptions options;
  options.listen = "127.0.0.1:0";
  auto server = std::move(*Server::open(options, inputs));
  server->start();
  const auto status = [&](ErrorCode code, std::string message) {
    error = {code, std::move(message)};
    const Answer answer =
        Client(server->address()).post("/api/v1/stops", R"({"all":true})", quay.signed_in("watch_officer"));
    return fmt::format("{} {}", answer.status, code_of(answer));
  };
  EXPECT_EQ(status(ErrorCode::unsupported, std::string(accounts::kNotSignedIn)), "401 sign_in_required");
  EXPECT_EQ(status(ErrorCode::unsupported, "not yours"), "403 not_permitted");
  EXPECT_EQ(status(ErrorCode::conflict, "no"), "409 conflict");
  EXPECT_EQ(status(ErrorCode::not_found, "no"), "404 not_found");
  EXPECT_EQ(status(ErrorCode::invalid_argument, "no"), "400 invalid_argument");
  EXPECT_EQ(status(ErrorCode::full, "`/var/lib` is full"), "503 unavailable");
  EXPECT_EQ(status(ErrorCode::unreachable, "stopping"), "503 unavailable");
}

}  // namespace
}  // namespace fairlead::serve
