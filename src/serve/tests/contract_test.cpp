// SPDX-License-Identifier: Apache-2.0
// Holds the server against api/openapi.yaml: every path is served and every route is declared, every answer has the
// declared form, every parameter is known, and nothing else is.
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "api.hpp"
#include "client.hpp"
#include "quay.hpp"
#include "schema.hpp"
#include "sea.hpp"

namespace fairlead::serve {
namespace {

namespace json = boost::json;

std::string text(const json::value& value) { return json::value_to<std::string>(value); }
std::string joined(const std::vector<std::string>& lines) { return fmt::format("{}", fmt::join(lines, "\n")); }

std::shared_ptr<const zones::Atlas> zones_of_the_program() {
  static const auto atlas = std::make_shared<const zones::Atlas>(*zones::Atlas::inside());
  return atlas;
}

struct Served {
  Served() {
    sea.absorb(sea.named(232'000'001, "TEST \"TRADER\"", 9'074'729, "GABC"));
    domain::Observation report = sea.report(232'000'001, 59.9, 10.5);
    report.turn_rate = TurnRate::degrees_per_minute(2.1);
    report.nav_status = 0;
    report.hearer = std::string_view("2573310");
    domain::Observation claims = sea.named(232'000'001, "TEST \"TRADER\"");
    claims.claims->ship_type = 70;
    claims.claims->dimensions = domain::Dimensions{100, 50, 10, 12};
    claims.claims->draught_dm = 85;
    claims.claims->destination = std::string_view("OSLO");
    claims.claims->eta = domain::Eta{5, 14, 20, std::nullopt};
    sea.absorb(report);
    sea.absorb(claims);
    domain::Scan round;
    round.source = domain::SourceId(1);
    round.number = 4711;
    round.at = sea.now() - std::chrono::milliseconds(2500);
    round.coverage.centre = geo::Position::from_degrees(59.9, 10.5);
    round.coverage.range_max = Length::kilometres(40);
    round.detection_near = 0.9;
    round.false_plots = 2.5;
    sea.look(round, domain::SensorKind::radar);
    round.coverage = {};
    for (const double west : {179.0, -179.0, 180.0}) {
      round.coverage.ring.push_back(*geo::Position::from_degrees(west == 180 ? 1 : 0, west));
    }
    sea.look(round);
    fill(sea, 5);
    ServerOptions options = open_to_all();
    options.listen = "127.0.0.1:0";
    ServerInputs inputs = sea.inputs();
    inputs.people.admit = quay.inputs().people.admit;
    inputs.desk = quay.desk();
    inputs.zones = zones_of_the_program();
    quay.command("watch_officer", engine::OrderStop{{"XBB", {}, {}, {}, {}}, "a reason", false, true});
    server = std::move(*Server::open(options, inputs));
    server->start();
    // A visitor of a demonstration does not read the ledger.
    overseer = quay.bearer("overseer", {accounts::Permission::read_ledger});
    // Nor does one take evidence along.
    watch = quay.bearer("watch_officer", {accounts::Permission::operate});
  }
  Answer get(const std::string& target) const {
    if (target.contains("/bundle")) return Client(server->address()).get(target, watch);
    return Client(server->address()).get(target, target.contains("/ledger") ? overseer : std::string());
  }
  Sea sea;
  Quay quay;
  std::string overseer;
  std::string watch;
  std::unique_ptr<Server> server;
};

// What the contract says of who may: `open`, `signed_in`, or the name of a permission.
std::string access_of(const json::value& operation) {
  const json::object& object = operation.as_object();
  const json::value* security = object.if_contains("security");
  if (security != nullptr && security->as_array().empty()) return "open";
  const json::value* permission = object.if_contains("x-permission");
  return permission != nullptr ? text(*permission) : "signed_in";
}
std::string access_of(const Route& route) {
  if (route.access.is_open()) return "open";
  const auto permission = route.access.permission();
  return permission ? std::string(accounts::name(*permission)) : "signed_in";
}

// The template of the path of a target.
std::string route_of(std::string_view target) {
  const auto parsed = http::parse_target(target);
  std::string best;
  for (const Route& route : Api::routes()) {
    if (!parsed || !fit(route.path, parsed->segments)) continue;
    // A path that is written out goes before one that fits by a parameter.
    if (best.empty() || std::ranges::count(route.path, '{') < std::ranges::count(best, '{')) best = route.path;
  }
  return best;
}

// The path with examples for its parameters.
std::string path_of(const std::string& route) {
  std::string path = route;
  const auto put = [&path](std::string_view what, std::string_view value) {
    if (const std::size_t at = path.find(what); at != std::string::npos) path.replace(at, what.size(), value);
  };
  put("{id}", route.starts_with("/api/v1/agreements") ? "xaa-coast-guard" : "T-00000001");
  put("{dataset}", "default");
  put("{number}", "R-0001");
  put("{n}", "0");
  put("{path}", "0/000.p/1");
  return path;
}

TEST(Contract, declares_every_route_and_serves_every_operation) {
  const Contract contract;
  std::set<std::string> declared;
  for (const auto& [path, item] : contract.document().at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object()) {
      const bool body = operation.as_object().contains("requestBody");
      declared.insert(fmt::format("{} {} {}{}", to_upper(std::string_view(method)), std::string_view(path),
                                  access_of(operation), body ? " body" : ""));
    }
  }
  std::set<std::string> served;
  for (const Route& route : Api::routes()) {
    served.insert(fmt::format("{} {} {}{}", route.method, route.path, access_of(route),
                              route.takes_body || route.takes_file ? " body" : ""));
  }
  EXPECT_EQ(declared, served);
}

TEST(Contract, has_only_references_that_lead_somewhere) {
  const Contract contract;
  const std::function<void(const json::value&)> walk = [&](const json::value& value) {
    if (value.is_array()) {
      for (const json::value& item : value.as_array()) walk(item);
    }
    if (!value.is_object()) return;
    if (value.as_object().contains("$ref")) {
      EXPECT_NO_THROW(contract.resolved(value)) << json::serialize(value);
    }
    for (const auto& member : value.as_object()) walk(member.value());
  };
  walk(contract.document());
}

TEST(Contract, has_examples_that_fit_their_schemas) {
  const Contract contract;
  for (const auto& [name, schema] : contract.document().at("components").at("schemas").as_object()) {
    if (const json::value* example = schema.as_object().if_contains("example")) {
      EXPECT_EQ(joined(contract.faults(name, *example)), "") << name;
    }
  }
}

TEST(Contract, describes_every_answer_truly) {
  const Contract contract;
  Served served;
  const std::vector<std::string> targets{
      "/api/v1/tracks",
      "/api/v1/tracks?limit=2",
      "/api/v1/tracks?limit=40000",
      "/api/v1/tracks?bbox=-180,-90,180,90&since=2026-11-22T12:00:00Z",
      "/api/v1/tracks?at=2026-11-22T12:05:00Z",
      "/api/v1/tracks?limit=0",
      "/api/v1/tracks/T-00000001",
      "/api/v1/tracks/T-99999999",
      "/api/v1/tracks/T-00000001/history",
      "/api/v1/tracks/T-00000001/history?from=2026-11-22T12:00:00Z&to=2026-11-22T13:00:00Z&limit=7",
      "/api/v1/vessels?q=trader",
      "/api/v1/vessels?q=2320",
      "/api/v1/vessels?q=nobody",
      "/api/v1/vessels",
      "/api/v1/sources",
      "/api/v1/status",
      "/api/v1/coverage",
      "/api/v1/coverage?x=1",
      "/api/v1/stream?bbox=1",
      "/api/v1/zones/at?lat=10.71&lon=-66.93",
      "/api/v1/zones/at?lat=91&lon=0",
      "/api/v1/zones/at?lat=north",
      "/api/v1/zones/outlines?bbox=-68,10,-66,12",
      "/api/v1/zones/outlines?bbox=179,-20,-179,-15&zoom=7",
      "/api/v1/zones/outlines",
      "/api/openapi.json",
      "/healthz",
      "/readyz",
      "/freshz",
      "/metrics",
      "/",
      "/api/v1/session",
      "/api/v1/session?x=1",
      "/api/v1/oidc/start",
      "/api/v1/oidc/return?code=1",
      "/api/v1/sharing",
      "/api/v1/tracks/T-00000001/sharing",
      "/api/v1/tracks/T-99999999/sharing",
      "/api/v1/views",
      "/api/v1/views/tracks?agency=XAA/coast_guard&purpose=fisheries",
      "/api/v1/views/tracks?agency=XAA/navy&purpose=fisheries",
      "/api/v1/views/tracks?agency=XAA/coast_guard&purpose=war",
      "/api/v1/views/tracks",
      "/api/v1/stops",
      "/api/v1/agreements",
      "/api/v1/agreements/xaa-coast-guard",
      "/api/v1/agreements/xaa-coast-guard?version=7",
      "/api/v1/agreements/xaa-coast-guard/authority",
      "/api/v1/authority/rules",
      "/api/v1/authority/rules/R-HS-1",
      "/api/v1/authority/parties",
      "/api/v1/authority/version",
      "/api/v1/tracks/T-00000001/authority?state=GB",
      "/api/v1/tracks/T-00000001/authority",
      "/api/v1/tracks/T-00000001/pursuit",
      "/api/v1/law",
      "/api/v1/uses",
      "/api/v1/story",
      "/api/v1/findings",
      "/api/v1/findings?ended=true",
      "/api/v1/findings/rules",
      "/api/v1/casework",
      "/api/v1/casework?at=2026-11-22T12:05:00Z",
      "/api/v1/casework/L-0001",
      "/api/v1/casework/L-0001/bundle",
      "/api/v1/evidence/E-0001/bytes",
      "/api/v1/evidence/E-0001/time-stamps",
      "/api/v1/statements/templates",
      "/api/v1/designations",
      "/api/v1/designations/match?name=TRADER",
      "/search/default?q=trader",
      "/entities/v1",
      "/catalog",
      "/algorithms",
      "/api/v1/reports",
      "/api/v1/reports/R-0001",
      "/api/v1/accounts",
      "/ledger/checkpoint",
      "/ledger/tile/entries/000.p/1",
      "/ledger/tile/0/x001/067",
      "/api/v1/ledger",
      "/api/v1/ledger/entries",
      "/api/v1/ledger/entries?from=0&limit=3",
      "/api/v1/ledger/entries?log=nobody",
      "/api/v1/ledger/entries/0",
      "/api/v1/ledger/entries/99999",
      "/api/v1/ledger/entries/0/proof?open=1",
  };
  std::set<std::string> covered;
  for (const std::string& target : targets) {
    const Answer answer = served.get(target);
    const std::string route = route_of(target);
    covered.insert(route);
    const json::object& responses = contract.document().at("paths").at(route).at("get").at("responses").as_object();
    const json::value* declared = responses.if_contains(std::to_string(answer.status));
    ASSERT_NE(declared, nullptr) << target << ' ' << answer.status;
    const json::object& content = contract.resolved(*declared).at("content").as_object();
    const std::string type = answer.header("content-type").substr(0, answer.header("content-type").find(';'));
    ASSERT_TRUE(content.contains(type)) << target << ' ' << type;
    if (!type.ends_with("json")) continue;
    std::vector<std::string> faults;
    contract.check(content.at(type).at("schema"), answer.json(), "", faults);
    EXPECT_EQ(joined(faults), "") << target << '\n' << answer.body;
  }
  covered.insert("/api/v1/stream");
  for (const Route& route : Api::routes()) {
    if (route.method == "GET") {
      EXPECT_TRUE(covered.contains(std::string(route.path))) << route.path;
    }
  }
}

// Whatever the contract declares is taken, and one letter more is refused.
TEST(Contract, names_every_parameter_truly) {
  const Contract contract;
  Served served;
  // The parameters without which a path does not answer.
  const std::map<std::string, std::map<std::string, std::string>> required{
      {"/api/v1/vessels", {{"q", "x"}}},
      {"/api/v1/views/tracks", {{"agency", "XAA/coast_guard"}, {"purpose", "fisheries"}}},
      {"/api/v1/zones/at", {{"lat", "10.71"}, {"lon", "-66.93"}}},
      {"/api/v1/zones/outlines", {{"bbox", "-68,10,-66,12"}}}};
  for (const auto& [key, item] : contract.document().at("paths").as_object()) {
    const std::string route(key.data(), key.size());
    if (route == "/" || route == "/api/v1/stream" || route == "/api/v1/oidc/return") continue;
    if (!item.as_object().contains("get")) continue;
    const std::string path = path_of(route);
    const json::value* parameters = item.at("get").as_object().if_contains("parameters");
    for (const json::value& raw : parameters == nullptr ? json::array() : parameters->as_array()) {
      const json::value& parameter = contract.resolved(raw);
      if (parameter.at("in") != "query") continue;
      const std::string name = text(parameter.at("name"));
      const json::value* example = parameter.as_object().if_contains("example");
      std::string value = example == nullptr ? "" : example->is_string() ? text(*example) : json::serialize(*example);
      if (const json::value* usual = parameter.at("schema").as_object().if_contains("default"))
        value = json::serialize(*usual);
      if (value.empty()) continue;  // the cursor
      const std::string target = fmt::format("{}?{}={}", path, name, value);
      std::string with = target;
      if (const auto others = required.find(route); others != required.end()) {
        for (const auto& [other, given] : others->second) {
          if (other != name) with += fmt::format("&{}={}", other, given);
        }
      }
      const Answer answer = served.get(with);
      EXPECT_EQ(answer.status, 200U) << with << '\n' << answer.body;
      const Answer wrong = served.get(fmt::format("{}?{}x={}", path, name, value));
      EXPECT_EQ(wrong.status, 400U) << with;
    }
    EXPECT_EQ(served.get(path + "?zzzzzz=1").json().at("code"), "unknown_parameter") << path;
  }
}

TEST(Contract, describes_the_streams_truly) {
  const Contract contract;
  Served served;
  EventClient events(served.server->address());
  MessageClient messages(served.server->address());
  messages.say(R"({"type":"subscribe","bbox":null,"max_rate_hz":10})");
  messages.say(R"({"type":"subscripe"})");
  const auto reset_event = events.next_of("reset");
  const auto reset = messages.next_of("reset");
  ASSERT_TRUE(reset_event && reset);
  EXPECT_EQ(joined(contract.faults("StreamTracks", reset_event->json())), "");
  EXPECT_EQ(joined(contract.faults("StreamReset", *reset)), "");
  served.sea.advance(std::chrono::seconds(10));
  served.sea.absorb(served.sea.report(232'000'003, 52, 1.061));
  served.sea.absorb(served.sea.named(232'000'002, "RENAMED"));
  served.sea.publish();
  served.server->picture_changed();
  const auto tracks_event = events.next_of("tracks");
  const auto delta = messages.next_of("delta");
  const auto sources = messages.next_of("sources", 8000);
  ASSERT_TRUE(tracks_event && delta && sources);
  EXPECT_EQ(joined(contract.faults("StreamTracks", tracks_event->json())), "");
  EXPECT_EQ(joined(contract.faults("StreamDelta", *delta)), "");
  EXPECT_EQ(joined(contract.faults("StreamSources", *sources)), "");
  EXPECT_EQ(delta->at("moved").as_array().size(), 1U);
  EXPECT_EQ(delta->at("tracks").as_array().size(), 1U);
  messages.say("{}");
  const auto error = messages.next_of("error");
  ASSERT_TRUE(error);
  EXPECT_EQ(joined(contract.faults("StreamError", *error)), "");
  const auto sources_event = events.next_of("sources", 8000);
  ASSERT_TRUE(sources_event);
  EXPECT_EQ(joined(contract.faults("SourceList", sources_event->json())), "");
}

}  // namespace
}  // namespace fairlead::serve
