// SPDX-License-Identifier: Apache-2.0
// The server as a whole on real sockets: what every answer has in common, and the routes' own meaning.
#include "serve/server.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "client.hpp"
#include "sea.hpp"

namespace fairlead::serve {
namespace {

namespace json = boost::json;

struct Harbour {
  explicit Harbour(ServerOptions options = open_to_all()) {
    options.listen = "127.0.0.1:0";
    options.version = "0.1.0";
    options.commit = "abc";
    options.own_name = "WATCH";
    auto opened = Server::open(options, sea.inputs());
    EXPECT_TRUE(opened.has_value());
    server = std::move(*opened);
    server->start();
  }
  std::string address() const { return server->address(); }
  Answer get(std::string_view target, std::string_view headers = {}) { return Client(address()).get(target, headers); }

  Sea sea;
  std::unique_ptr<Server> server;
};

TEST(Server, pages_through_all_tracks_once_and_in_order) {
  Harbour harbour;
  fill(harbour.sea, 130);
  std::vector<std::string> seen;
  std::string target = "/api/v1/tracks?limit=40";
  for (int page = 0; page < 10 && !target.empty(); ++page) {
    const Answer answer = harbour.get(target);
    ASSERT_EQ(answer.status, 200U) << answer.body;
    const json::value page_read = answer.json();
    for (const json::value& track : page_read.at("tracks").as_array()) {
      seen.push_back(json::value_to<std::string>(track.at("id")));
    }
    const std::string link = answer.header("link");
    target = link.empty() ? "" : link.substr(1, link.find('>') - 1);
    EXPECT_EQ(link.empty(), !answer.json().as_object().contains("next_cursor"));
  }
  EXPECT_EQ(seen.size(), 130U);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 130U);
}

TEST(Server, gives_fifty_tracks_when_not_told_how_many) {
  Harbour harbour;
  fill(harbour.sea, 130);
  EXPECT_EQ(harbour.get("/api/v1/tracks").json().at("tracks").as_array().size(), 50U);
}

TEST(Server, finds_tracks_in_a_box_that_crosses_the_date_line) {
  Harbour harbour;
  harbour.sea.absorb(harbour.sea.report(512'000'001, -18, 179.5));
  harbour.sea.absorb(harbour.sea.report(512'000'002, -18, -179.5));
  harbour.sea.absorb(harbour.sea.report(512'000'003, -18, 0));
  harbour.sea.publish();
  EXPECT_EQ(harbour.get("/api/v1/tracks?bbox=179,-20,-179,-10").json().at("tracks").as_array().size(), 2U);
  EXPECT_EQ(harbour.get("/api/v1/tracks?bbox=-1,-20,1,-10").json().at("tracks").as_array().size(), 1U);
  EXPECT_EQ(harbour.get("/api/v1/tracks").json().at("tracks").as_array().size(), 3U);
}

TEST(Server, gives_only_what_changed_since_an_earlier_answer) {
  Harbour harbour;
  fill(harbour.sea, 10);
  const std::string first = json::value_to<std::string>(harbour.get("/api/v1/tracks").json().at("as_of"));
  harbour.server->picture_changed();
  harbour.get("/healthz");  // the network thread has seen the picture by then
  harbour.sea.advance(std::chrono::seconds(10));
  harbour.sea.absorb(harbour.sea.report(232'000'003, 52.001, 1.061));
  harbour.sea.publish();
  const Answer since = harbour.get("/api/v1/tracks?since=" + first);
  ASSERT_EQ(since.status, 200U) << since.body;
  ASSERT_EQ(since.json().at("tracks").as_array().size(), 1U) << since.body;
  EXPECT_EQ(since.json().at("tracks").at(0).at("name"), "SHIP 3");
}

TEST(Server, shows_the_picture_as_it_stood_at_a_past_instant) {
  Harbour harbour;
  harbour.sea.absorb(harbour.sea.named(232'000'001, "ALBATROSS"));
  harbour.sea.absorb(harbour.sea.report(232'000'001, 52, 1));
  harbour.sea.publish();
  harbour.sea.advance(std::chrono::minutes(5));
  harbour.sea.absorb(harbour.sea.report(232'000'001, 52, 1.02));
  harbour.sea.publish();
  const Answer then = harbour.get("/api/v1/tracks?at=2026-11-22T12:02:00Z");
  ASSERT_EQ(then.status, 200U) << then.body;
  const json::value track = then.json().at("tracks").at(0);
  EXPECT_EQ(track.at("name"), "ALBATROSS");
  EXPECT_EQ(track.at("position").at("lon").to_number<double>(), 1.0);
  EXPECT_EQ(track.at("observed_at"), "2026-11-22T12:00:00Z");
  EXPECT_EQ(then.json().at("as_of"), "2026-11-22T12:02:00Z");
  EXPECT_FALSE(track.as_object().contains("received_at"));
  EXPECT_TRUE(harbour.get("/api/v1/tracks?at=2026-11-22T11:00:00Z").json().at("tracks").as_array().empty());
}

TEST(Server, gives_one_track_and_its_history) {
  Harbour harbour;
  harbour.sea.absorb(harbour.sea.report(232'000'001, 52, 1));
  harbour.sea.advance(std::chrono::minutes(1));
  harbour.sea.absorb(harbour.sea.report(232'000'001, 52, 1.004));
  harbour.sea.publish();
  const std::string id = domain::to_text(domain::TrackId(1));
  EXPECT_EQ(harbour.get("/api/v1/tracks/" + id).json().at("id").as_string(), id);
  const Answer history = harbour.get("/api/v1/tracks/" + id + "/history");
  ASSERT_EQ(history.status, 200U) << history.body;
  ASSERT_EQ(history.json().at("points").as_array().size(), 2U);
  EXPECT_EQ(history.json().at("points").at(0).at(0).as_int64(), kNoon.unix_ms());
  EXPECT_EQ(history.json().at("points").at(1).at(2).to_number<double>(), 1.004);
  EXPECT_EQ(history.json().at("truncated"), false);
  const Answer one = harbour.get("/api/v1/tracks/" + id + "/history?limit=1");
  EXPECT_EQ(one.json().at("points").as_array().size(), 1U);
  EXPECT_EQ(one.json().at("truncated"), true);
  EXPECT_EQ(harbour.get("/api/v1/tracks/T-00000999").status, 404U);
  EXPECT_EQ(harbour.get("/api/v1/tracks/T-00000999/history").status, 404U);
  EXPECT_EQ(harbour.get("/api/v1/tracks/nonsense/history").status, 404U);
}

TEST(Server, keeps_the_words_of_a_failing_store_to_the_log) {
  Harbour harbour;
  harbour.sea.absorb(harbour.sea.report(232'000'001, 52, 1));
  harbour.sea.publish();
  harbour.sea.history().break_down();
  const Answer answer = harbour.get("/api/v1/tracks/T-00000001/history");
  EXPECT_EQ(answer.status, 503U);
  EXPECT_EQ(answer.json().at("code"), "history_unavailable");
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
}

TEST(Server, gives_head_the_headers_of_get_and_no_body) {
  Harbour harbour;
  fill(harbour.sea, 3);
  for (const std::string target :
       {"/api/v1/tracks", "/api/v1/tracks/T-00000001", "/api/v1/tracks/T-00000001/history", "/api/v1/vessels?q=ship",
        "/api/openapi.json", "/healthz", "/readyz", "/", "/api/v1/tracks/T-00000099", "/nothing"}) {
    Client client(harbour.address());
    const Answer get = client.get(target);
    const Answer head = client.ask("HEAD", target);
    EXPECT_EQ(head.status, get.status) << target;
    for (const char* name : {"content-type", "etag", "cache-control", "content-security-policy", "vary"}) {
      EXPECT_EQ(head.header(name), get.header(name)) << target << ' ' << name;
    }
    // A problem names its request, whose id may be longer by a digit.
    if (get.status == 200) {
      EXPECT_EQ(head.header("content-length"), get.header("content-length")) << target;
    }
    // Nothing stands between this answer and the next on the same connection.
    EXPECT_EQ(client.get("/healthz").status, 200U) << target;
  }
}

TEST(Server, names_the_methods_that_work) {
  Harbour harbour;
  for (const std::string method : {"POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"}) {
    const Answer answer = Client(harbour.address()).ask(method, "/api/v1/tracks");
    EXPECT_EQ(answer.status, 405U) << method;
    EXPECT_EQ(answer.header("allow"), "GET, HEAD, OPTIONS") << method;
    EXPECT_EQ(answer.header("content-type"), "application/problem+json");
  }
  const Answer options = Client(harbour.address()).ask("OPTIONS", "/api/v1/tracks");
  EXPECT_EQ(options.status, 204U);
  EXPECT_EQ(options.header("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(options.header("access-control-allow-origin"), "");
}

TEST(Server, names_the_parameter_that_was_meant) {
  Harbour harbour;
  const Answer answer = harbour.get("/api/v1/tracks?bbbox=1,2,3,4&limit=x");
  EXPECT_EQ(answer.status, 400U);
  EXPECT_EQ(answer.json().at("code"), "unknown_parameter");
  EXPECT_NE(answer.body.find("did you mean `bbox`?"), std::string::npos) << answer.body;
  EXPECT_EQ(answer.json().at("errors").as_array().size(), 2U);
  EXPECT_EQ(answer.json().at("errors").at(1).at("pointer"), "#/query/limit");
  EXPECT_EQ(answer.json().at("request_id").as_string(), answer.header("x-request-id"));
}

TEST(Server, refuses_a_cursor_of_other_parameters) {
  Harbour harbour;
  fill(harbour.sea, 130);
  const std::string cursor = json::value_to<std::string>(harbour.get("/api/v1/tracks").json().at("next_cursor"));
  EXPECT_EQ(harbour.get("/api/v1/tracks?cursor=" + cursor).status, 200U);
  EXPECT_EQ(harbour.get("/api/v1/tracks?bbox=0,50,10,60&cursor=" + cursor).json().at("code"), "bad_cursor");
  EXPECT_EQ(harbour.get("/api/v1/tracks?cursor=v1-zz").json().at("code"), "bad_cursor");
}

TEST(Server, refuses_foreign_hosts_and_origins_on_loopback) {
  Harbour harbour;
  const auto with_host = [&](std::string_view host) {
    Client client(harbour.address());
    client.send(fmt::format("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", host));
    return client.answer().status;
  };
  for (const std::string host : {"localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:8480", "[::1]:1", "127.0.0.53"}) {
    EXPECT_EQ(with_host(host), 200U) << host;
  }
  for (const std::string host :
       {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "a b", "[::1"}) {
    EXPECT_EQ(with_host(host), 421U) << host;
  }
  EXPECT_EQ(MessageClient(harbour.address()).opened.status, 101U);
  EXPECT_EQ(MessageClient(harbour.address(), "", "Origin: http://localhost:5173\r\n").opened.status, 101U);
  EXPECT_EQ(MessageClient(harbour.address(), "", "Origin: https://evil.example\r\n").opened.status, 403U);
  EXPECT_EQ(MessageClient(harbour.address(), "", "Origin: null\r\n").opened.status, 403U);
}

TEST(Server, allows_further_hosts_by_name) {
  ServerOptions options = open_to_all();
  options.allowed_hosts = {"watch.example"};
  Harbour harbour(options);
  Client client(harbour.address());
  client.send("GET /healthz HTTP/1.1\r\nHost: Watch.Example:443\r\n\r\n");
  EXPECT_EQ(client.answer().status, 200U);
}

TEST(Server, answers_pipelined_requests_in_order) {
  Harbour harbour;
  fill(harbour.sea, 3);
  Client client(harbour.address());
  std::string requests;
  for (int i = 0; i < 40; ++i) {
    requests +=
        fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", i % 2 == 0 ? "/api/v1/vessels?q=ship" : "/healthz");
  }
  client.send(requests);
  for (int i = 0; i < 40; ++i) {
    const Answer answer = client.answer();
    ASSERT_EQ(answer.status, 200U) << i;
    EXPECT_EQ(answer.json().as_object().contains("vessels"), i % 2 == 0) << i;
  }
}

TEST(Server, sends_files_with_version_and_compressed) {
  Harbour harbour;
  Client client(harbour.address());
  const Answer plain = client.get("/api/openapi.json");
  ASSERT_EQ(plain.status, 200U);
  EXPECT_EQ(plain.json().at("openapi"), "3.1.0");
  const Answer packed = client.get("/api/openapi.json", "Accept-Encoding: br, gzip;q=0.8\r\n");
  EXPECT_EQ(packed.header("content-encoding"), "gzip");
  EXPECT_LT(packed.body.size(), plain.body.size() / 2);
  EXPECT_NE(packed.header("etag"), plain.header("etag"));
  EXPECT_EQ(client.get("/api/openapi.json", "Accept-Encoding: gzip;q=0\r\n").header("content-encoding"), "");
  const Answer same = client.get("/api/openapi.json", "If-None-Match: \"x\", " + plain.header("etag") + "\r\n");
  EXPECT_EQ(same.status, 304U);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(client.get("/healthz").status, 200U);
}

TEST(Server, shows_a_page_for_screens_and_nothing_for_unknown_files) {
  Harbour harbour;
  const Answer page = harbour.get("/");
  EXPECT_EQ(page.status, 200U);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_NE(page.header("content-security-policy").find("default-src 'self'"), std::string::npos);
  EXPECT_EQ(page.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(harbour.get("/vessel/T-00000001", "Accept: text/html\r\n").status, 200U);
  EXPECT_EQ(harbour.get("/vessel/T-00000001").status, 404U);
  EXPECT_EQ(harbour.get("/missing.js", "Accept: text/html\r\n").status, 404U);
  EXPECT_EQ(harbour.get("/api/missing", "Accept: text/html\r\n").status, 404U);
}

TEST(Server, serves_a_folder_and_nothing_outside_it) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / fmt::format("web-{}", getpid());
  std::filesystem::create_directories(folder / "assets");
  std::ofstream(folder / "index.html") << "<title>from disk</title>";
  std::ofstream(folder / "assets" / "a.js") << "1";
  std::ofstream(folder.parent_path() / "outside.txt") << "secret";
  std::filesystem::create_symlink(folder.parent_path() / "outside.txt", folder / "link.txt");
  ServerOptions options = open_to_all();
  options.web_root = folder.string();
  Harbour harbour(options);
  EXPECT_EQ(harbour.get("/").body, "<title>from disk</title>");
  EXPECT_EQ(harbour.get("/assets/a.js").header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(harbour.get("/screen", "Accept: text/html\r\n").body, "<title>from disk</title>");
  for (const std::string target : {"/../outside.txt", "/%2e%2e/outside.txt", "/assets/..%2f..%2foutside.txt",
                                   "/link.txt", "/assets", "//etc/passwd", "/./../outside.txt"}) {
    EXPECT_EQ(harbour.get(target).status, 404U) << target;
  }
  std::filesystem::remove_all(folder);
}

TEST(Server, tells_health_readiness_and_freshness_apart) {
  Harbour harbour;
  EXPECT_EQ(harbour.get("/healthz").status, 200U);
  EXPECT_EQ(harbour.get("/readyz").status, 200U);
  const Answer fresh = harbour.get("/freshz");
  EXPECT_EQ(fresh.status, 200U);
  EXPECT_EQ(fresh.json().at("status"), "fresh");
  EXPECT_LT(fresh.json().at("newest_age_s").to_number<double>(), 5.0);
}

TEST(Server, is_not_ready_without_a_picture_or_room_and_not_fresh_without_sources) {
  Sea sea;
  ServerInputs inputs = sea.inputs();
  inputs.sources = [] { return std::vector<domain::SourceHealth>(); };
  inputs.status = [] {
    engine::RunnerStatus status;
    status.store = engine::StoreState::full;
    return status;
  };
  ServerOptions options = open_to_all();
  options.listen = "127.0.0.1:0";
  auto server = Server::open(options, inputs);
  ASSERT_TRUE(server.has_value());
  (*server)->start();
  const Answer ready = Client((*server)->address()).get("/readyz");
  EXPECT_EQ(ready.status, 503U);
  EXPECT_EQ(ready.json().at("code"), "store_unavailable");
  const Answer fresh = Client((*server)->address()).get("/freshz");
  EXPECT_EQ(fresh.status, 503U);
  EXPECT_EQ(fresh.json().at("status"), "no_sources");
  EXPECT_EQ(Client((*server)->address()).get("/healthz").status, 200U);
}

TEST(Server, parts_metrics_from_the_api) {
  ServerOptions options = open_to_all();
  options.metrics_listen = "127.0.0.1:0";
  Harbour harbour(options);
  Client monitor(harbour.server->metrics_address());
  EXPECT_EQ(monitor.get("/metrics").status, 200U);
  EXPECT_EQ(monitor.get("/healthz").status, 200U);
  EXPECT_EQ(monitor.get("/api/v1/tracks").status, 404U);
  EXPECT_EQ(monitor.get("/").status, 404U);
}

TEST(Server, says_that_an_address_is_in_use_and_the_cure) {
  Harbour harbour;
  ServerOptions options = open_to_all();
  options.listen = harbour.address();
  Sea sea;
  const auto second = Server::open(options, sea.inputs());
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_NE(second.error().message.find("`" + harbour.address() + "` is in use"), std::string::npos);
  EXPECT_NE(second.error().message.find("--listen"), std::string::npos);
}

TEST(Server, refuses_addresses_that_are_none) {
  Sea sea;
  for (const std::string listen : {"", "nowhere", "127.0.0.1:99999", "127.0.0.1:", "::1:80", "example.org:80",
                                   "[::1:80", "1.2.3.4.5:80", "127.0.0.1:80x"}) {
    ServerOptions options = open_to_all();
    options.listen = listen;
    const auto server = Server::open(options, sea.inputs());
    ASSERT_FALSE(server.has_value()) << listen;
    EXPECT_EQ(server.error().code, ErrorCode::invalid_argument) << listen;
  }
}

TEST(Server, stops_while_streams_are_open) {
  Harbour harbour;
  fill(harbour.sea, 3);
  EventClient events(harbour.address());
  MessageClient messages(harbour.address());
  messages.say(R"({"type":"subscribe"})");
  ASSERT_TRUE(events.next().has_value());
  ASSERT_TRUE(messages.next_of("reset").has_value());
  harbour.server->stop();
  EXPECT_EQ(messages.close_code(), 1001U);
  while (events.next(2000)) {
  }
  EXPECT_TRUE(events.ended());
}

}  // namespace
}  // namespace fairlead::serve
