// SPDX-License-Identifier: Apache-2.0
// What is not a good request: refused with a 4xx problem, or the connection is closed; the server lives on.
#include <chrono>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "client.hpp"
#include "schema.hpp"
#include "sea.hpp"

namespace fairlead::serve {
namespace {

struct Harbour {
  explicit Harbour(ServerLimits limits = {}) {
    fill(sea, 20);
    ServerOptions options = open_to_all();
    options.listen = "127.0.0.1:0";
    options.limits = limits;
    server = std::move(*Server::open(options, sea.inputs()));
    server->start();
  }
  std::string address() const { return server->address(); }
  bool is_alive() const { return Client(address()).get("/healthz").status == 200; }
  Sea sea;
  std::unique_ptr<Server> server;
};

void expect_problem(const Contract& contract, const Answer& answer, const std::string& what) {
  EXPECT_GE(answer.status, 400U) << what;
  EXPECT_LT(answer.status, 500U) << what;
  EXPECT_EQ(answer.header("content-type"), "application/problem+json") << what;
  const auto faults = contract.faults("Problem", answer.json());
  EXPECT_TRUE(faults.empty()) << what << '\n' << answer.body;
  if (answer.json().is_object()) {
    EXPECT_EQ(answer.json().at("status").to_number<unsigned>(), answer.status) << what;
  }
}

TEST(BadInput, every_odd_target_is_a_problem_and_not_a_crash) {
  const Contract contract;
  Harbour harbour;
  const std::string long_text(300, 'x');
  const std::vector<std::string> values{"",
                                        "x",
                                        "-1",
                                        "0",
                                        "1e9",
                                        "NaN",
                                        "inf",
                                        "null",
                                        "%00",
                                        "%",
                                        "%zz",
                                        "%ff%fe",
                                        "1,2",
                                        "1,2,3,4,5",
                                        "a,b,c,d",
                                        ",,,",
                                        "1,2,nan,4",
                                        "0,91,1,92",
                                        "0,5,1,4",
                                        "1e400,0,1,1",
                                        "%0d%0aX:1",
                                        "2026-13-01T00:00:00Z",
                                        "2026-02-30T00:00:00Z",
                                        "2026-01-01",
                                        "now",
                                        "99999999999999999999",
                                        "%F0%9F%9A%A2",
                                        "' OR 1=1 --",
                                        "../../etc/passwd",
                                        "%2e%2e%2f",
                                        "<script>",
                                        "+",
                                        "%20",
                                        long_text};
  std::vector<std::string> targets;
  for (const std::string& value : values) {
    std::string escaped;
    for (const char c : value) escaped += c == ' ' ? std::string("%20") : std::string(1, c);
    for (const std::string name : {"bbox", "since", "at", "limit", "cursor"}) {
      targets.push_back(fmt::format("/api/v1/tracks?{}={}", name, escaped));
    }
    for (const std::string name : {"from", "to", "limit"}) {
      targets.push_back(fmt::format("/api/v1/tracks/T-00000001/history?{}={}", name, escaped));
    }
    targets.push_back(fmt::format("/api/v1/vessels?q=a&limit={}", escaped));
    targets.push_back(fmt::format("/api/v1/stream?bbox={}", escaped));
    for (const std::string path : {"sources", "status", "tracks/T-00000001", "nothing"}) {
      targets.push_back(fmt::format("/api/v1/{}?{}=1", path, escaped.empty() ? "e" : escaped));
    }
    targets.push_back("/api/v1/tracks/" + (escaped.empty() ? std::string("T-") : escaped));
    targets.push_back("/api/v1/" + escaped + "/history");
  }
  for (const std::string target :
       {"/api/v1/tracks?limit=1&limit=2",
        "/api/v1/tracks?limit=50001",
        "/api/v1/vessels",
        "/api/v1/vessels?q=",
        "/api/v1/vessels?q=%20%20",
        "/api/v1/tracks?at=2026-01-01T00:00:00Z&since=2026-01-01T00:00:00Z",
        "/api/v1/tracks/T-00000001/history?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
        "/api/v1/tracks/T-0000000G",
        "/api/v1/tracks/t-00000001",
        "/api/v1/tracks/T-1",
        "/api/v1/tracks/T-00000001/",
        "/api/v1/tracks/T-00000001/history/x",
        "/api/v1/tracks//history",
        "/api/v2/tracks",
        "/api",
        "/api/",
        "/API/V1/TRACKS",
        "/api/v1/tracks/",
        "//",
        "/.",
        "/%2f",
        "/\x01",
        "/é%80",
        "/api/v1/tracks?%ff=1",
        "?",
        "*",
        "x",
        "http://"}) {
    targets.push_back(target);
  }
  std::string parameters;
  for (int i = 0; i < 100; ++i) parameters += fmt::format("&p{}=1", i);
  targets.push_back("/api/v1/tracks?" + parameters);
  std::size_t problems = 0;
  for (const std::string& target : targets) {
    const Answer answer = Client(harbour.address()).get(target);
    if (answer.status == 200) continue;
    ++problems;
    expect_problem(contract, answer, target);
  }
  EXPECT_GE(targets.size(), 500U);
  EXPECT_GE(problems + 5, targets.size());
  EXPECT_TRUE(harbour.is_alive());
}

TEST(BadInput, every_broken_head_is_a_problem_or_the_end) {
  const Contract contract;
  Harbour harbour;
  const std::vector<std::string> requests{
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  // a TLS greeting
      "GET\r\n\r\n",
      "GET /\r\n\r\n",
      "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n",
      "GET / HTTP/0.9\r\nHost: localhost\r\n\r\n",
      "GET / FTP/1.1\r\nHost: localhost\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n",
      " GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET /healthz HTTP/1.1\r\n\r\n",
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
      "GET /healthz HTTP/1.1\r\nHost localhost\r\n\r\n",
      "GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n",
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello",
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
      "POST /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
      "CONNECT example.org:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
      std::string("GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", 37),
      "GET /" + std::string(10'000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET /" + std::string(100'000, 'a'),
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n",
      "GET /healthz HTTP/1.1\r\n" + std::string(200'000, 'a'),
  };
  for (const std::string& request : requests) {
    Client client(harbour.address());
    client.send(request);
    const Answer answer = client.answer();
    const std::string shown = request.substr(0, 70);
    if (answer.status == 505) continue;
    expect_problem(contract, answer, shown);
  }
  EXPECT_TRUE(harbour.is_alive());
}

TEST(BadInput, random_bytes_never_bring_it_down) {
  Harbour harbour;
  std::mt19937 random(20261122);
  const std::vector<std::string> seeds{
      "GET /api/v1/tracks?bbox=1,2,3,4&limit=5 HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n",
      "GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" +
          MessageClient::masked(0x81, R"({"type":"subscribe","bbox":[1,2,3,4]})"),
  };
  for (int i = 0; i < 400; ++i) {
    std::string request = seeds[random() % seeds.size()];
    for (auto n = 1 + random() % 6; n > 0; --n) {
      const std::size_t at = random() % request.size();
      switch (random() % 3) {
        case 0:
          request[at] = static_cast<char>(random() % 256);
          break;
        case 1:
          request.erase(at, 1 + random() % 5);
          break;
        default:
          request.insert(at, 1 + random() % 3, static_cast<char>(random() % 256));
          break;
      }
      if (request.empty()) request = "x";
    }
    Client client(harbour.address());
    client.send(request);
    client.receive(1);
  }
  EXPECT_TRUE(harbour.is_alive());
}

TEST(BadInput, a_head_that_trickles_is_cut_off) {
  ServerLimits limits;
  limits.head_time_max = std::chrono::milliseconds(300);
  Harbour harbour(limits);
  Client client(harbour.address());
  Answer answer;
  client.send("GET /healthz HTTP/1.1\r\n");
  for (int i = 0; i < 40 && client.pending().empty() && !client.ended(); ++i) {
    client.send("X: y\r\n");
    client.receive(50);
  }
  EXPECT_EQ(client.answer().status, 408U);
}

TEST(BadInput, a_silent_connection_is_closed) {
  ServerLimits limits;
  limits.idle_time_max = std::chrono::milliseconds(200);
  Harbour harbour(limits);
  Client client(harbour.address());
  while (client.receive(3000)) {
  }
  EXPECT_TRUE(client.ended());
}

TEST(BadInput, connections_beyond_the_limit_are_told_so) {
  ServerLimits limits;
  limits.connections_max = 10;
  Harbour harbour(limits);
  std::vector<std::unique_ptr<Client>> held;
  for (int i = 0; i < 10; ++i) {
    held.push_back(std::make_unique<Client>(harbour.address()));
    ASSERT_EQ(held.back()->get("/healthz").status, 200U);
  }
  Client beyond(harbour.address());
  EXPECT_EQ(beyond.answer().status, 503U);
  held.clear();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  bool alive = false;
  while (!alive && std::chrono::steady_clock::now() < end) alive = harbour.is_alive();
  EXPECT_TRUE(alive);
}

// A history that does not answer until told.
class SlowHistory final : public engine::History {
 public:
  Result<Points> of_track(domain::TrackId, Instant, Instant, std::size_t) override {
    wait();
    return Points{};
  }
  Result<std::vector<engine::HistoryPoint>> at(Instant, Duration) override {
    wait();
    return std::vector<engine::HistoryPoint>();
  }
  Result<std::optional<engine::TimeSpan>> span() override { return std::nullopt; }
  std::atomic<bool> open = false;

 private:
  void wait() const { open.wait(false); }
};

TEST(BadInput, too_many_long_reads_are_told_to_come_back_while_others_are_answered) {
  SlowHistory history;
  Sea sea;
  fill(sea, 3);
  ServerInputs inputs = sea.inputs();
  inputs.history = &history;
  ServerOptions options = open_to_all();
  options.listen = "127.0.0.1:0";
  options.limits.reader_queue_max = 4;
  const auto server = std::move(*Server::open(options, inputs));
  server->start();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 12; ++i) {
    clients.push_back(std::make_unique<Client>(server->address()));
    clients.back()->send("GET /api/v1/tracks/T-00000001/history HTTP/1.1\r\nHost: localhost\r\n\r\n");
    // Taken by the server before the next one asks.
    EXPECT_EQ(Client(server->address()).get("/healthz").status, 200U);
  }
  EXPECT_EQ(Client(server->address()).get("/api/v1/tracks").status, 200U);
  history.open = true;
  history.open.notify_all();
  std::map<unsigned, int> statuses;
  for (auto& client : clients) {
    const Answer answer = client->answer();
    ++statuses[answer.status];
    if (answer.status == 503) {
      EXPECT_EQ(answer.header("retry-after"), "1");
    }
  }
  EXPECT_GE(statuses[200], 4);
  EXPECT_LE(statuses[200], 6);
  EXPECT_EQ(statuses[200] + statuses[503], 12);
}

// A client that asks and goes away while its answer is made.
TEST(BadInput, clients_that_leave_early_are_forgotten) {
  Harbour harbour;
  for (int i = 0; i < 200; ++i) {
    Client client(harbour.address());
    client.send("GET /api/v1/tracks?limit=50000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  EXPECT_TRUE(harbour.is_alive());
}

}  // namespace
}  // namespace fairlead::serve
