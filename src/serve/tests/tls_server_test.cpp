// SPDX-License-Identifier: Apache-2.0
// The same server with TLS: all forms of answers go through it, and what is no TLS is turned away.
#include <random>

#include <gtest/gtest.h>

#include "certificates.hpp"
#include "client.hpp"
#include "town.hpp"

namespace fairlead::serve {
namespace {

// A client that speaks TLS over its socket.
class TlsClient : public Client {
 public:
  TlsClient(const std::string& address, http::TlsContextPtr context)
      : Client(address), tls_(std::move(context), "127.0.0.1") {
    while (tls_.state() == http::TlsSession::State::handshake) {
      if (!flush() || !receive()) break;
    }
    flush();
  }
  bool send(std::string_view bytes) override { return tls_.send(bytes) && flush(); }
  bool receive(int patience_ms = 5000) override {
    std::string sealed;
    const bool got = receive_into(sealed, patience_ms);
    if (got) tls_.receive(sealed, pending());
    return got && tls_.state() != http::TlsSession::State::failed;
  }
  const http::TlsSession& tls() const { return tls_; }
  void close() {
    tls_.close();
    flush();
  }

 private:
  bool flush() { return Client::send(tls_.take_output()); }
  http::TlsSession tls_;
};

struct Harbour {
  explicit Harbour(ServerLimits limits = {}, http::ClientCertificate clients = http::ClientCertificate::none,
                   std::uint32_t ships = 20) {
    fill(sea, ships);
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.limits = limits;
    options.tls =
        http::TlsOptions{folder.write("server.pem", own.certificate_pem()), folder.write("server.key", own.key_pem()),
                         folder.write("ca.pem", authority.certificate_pem()), clients};
    server = std::move(*Server::open(options, town.inputs(sea)));
    server->start();
    context = *http::TlsContext::client({folder.file("ca.pem"), {}, {}});
  }
  TlsClient client() const { return TlsClient(server->address(), context); }
  http::Folder folder;
  http::Made authority = http::make_certificate({.common_name = "Authority", .names = {}, .authority = true});
  http::Made own = http::make_certificate({.common_name = "Server", .names = "IP:127.0.0.1"}, &authority);
  Sea sea;
  Town town;
  std::unique_ptr<Server> server;
  http::TlsContextPtr context;
};

TEST(TlsServer, answers_and_marks_what_belongs_to_tls) {
  Harbour harbour;
  TlsClient client(harbour.server->address(), harbour.context);
  const Answer health = client.get("/healthz");
  EXPECT_EQ(health.status, 200U) << client.tls().trouble();
  EXPECT_EQ(health.header("strict-transport-security"), "max-age=31536000");
  const Answer in = client.post("/api/v1/session", R"({"account":"overseer","password":"three blind mice"})");
  ASSERT_EQ(in.status, 200U) << in.body;
  EXPECT_NE(in.header("set-cookie").find("; Secure"), std::string::npos);
  // A page in the clear is another origin.
  const std::string body = R"({"account":"overseer","password":"x"})";
  EXPECT_EQ(client.post("/api/v1/session", body, "Origin: http://localhost\r\n").status, 403U);
  TlsClient again(harbour.server->address(), harbour.context);
  EXPECT_EQ(again.post("/api/v1/session", body, "Origin: https://localhost\r\n").status, 401U);
}

TEST(TlsServer, carries_large_answers_and_many_requests) {
  Harbour harbour({}, http::ClientCertificate::none, 5000);
  const std::string cookie = "Cookie: fairlead_session=" + harbour.town.cookie_of("overseer") + "\r\n";
  TlsClient client(harbour.server->address(), harbour.context);
  for (int i = 0; i < 3; ++i) {
    const Answer page = client.get("/api/v1/tracks?limit=50000", cookie);
    ASSERT_EQ(page.status, 200U);
    EXPECT_EQ(page.json().at("tracks").as_array().size(), 5000U);
  }
  std::string pipelined;
  for (int i = 0; i < 50; ++i) pipelined += "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
  client.send(pipelined);
  for (int i = 0; i < 50; ++i) ASSERT_EQ(client.answer().status, 200U) << i;
}

TEST(TlsServer, streams) {
  Harbour harbour;
  const std::string cookie = "Cookie: fairlead_session=" + harbour.town.cookie_of("overseer") + "\r\n";
  TlsClient client(harbour.server->address(), harbour.context);
  client.send("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n");
  EXPECT_EQ(client.answer(true).header("content-type"), "text/event-stream");
  while (!client.pending().contains("event: reset")) ASSERT_TRUE(client.receive());
  harbour.sea.advance(std::chrono::seconds(10));
  harbour.sea.absorb(harbour.sea.report(232'000'003, 52, 1.061));
  harbour.sea.publish();
  harbour.server->picture_changed();
  while (!client.pending().contains("event: tracks")) ASSERT_TRUE(client.receive());
  harbour.server->stop();
  while (client.receive()) {
  }
  EXPECT_TRUE(client.ended());
}

TEST(TlsServer, says_farewell_so_that_an_end_is_no_cut) {
  Harbour harbour;
  TlsClient client(harbour.server->address(), harbour.context);
  EXPECT_EQ(client.get("/healthz", "Connection: close\r\n").status, 200U);
  while (client.receive()) {
  }
  EXPECT_EQ(client.tls().state(), http::TlsSession::State::ended);
  // And hears the client's.
  TlsClient polite(harbour.server->address(), harbour.context);
  EXPECT_EQ(polite.get("/healthz").status, 200U);
  polite.close();
  while (polite.receive()) {
  }
  EXPECT_TRUE(polite.ended());
}

TEST(TlsServer, tells_who_comes_without_tls) {
  Harbour harbour;
  Client plain(harbour.server->address());
  const Answer answer = plain.get("/healthz");
  EXPECT_EQ(answer.status, 400U);
  EXPECT_EQ(answer.body, "this address speaks TLS: ask with https://\n");
  EXPECT_EQ(harbour.client().get("/healthz").status, 200U);
}

TEST(TlsServer, closes_who_never_ends_the_handshake) {
  ServerLimits limits;
  limits.head_time_max = std::chrono::milliseconds(200);
  Harbour harbour(limits);
  Client silent(harbour.server->address());
  silent.send(std::string("\x16\x03\x01\x02\x00", 5));
  while (silent.receive(3000)) {
  }
  EXPECT_TRUE(silent.ended());
}

TEST(TlsServer, is_not_brought_down_by_noise) {
  Harbour harbour;
  std::mt19937 random(7);
  for (int i = 0; i < 100; ++i) {
    Client client(harbour.server->address());
    std::string noise(1 + random() % 400, '\0');
    for (char& c : noise) c = static_cast<char>(random() % 256);
    if (i % 2 == 0) noise.insert(0, std::string("\x16\x03\x01\x01\x00\x01", 6));
    client.send(noise);
    if (i % 3 == 0) client.receive(1);
  }
  EXPECT_EQ(harbour.client().get("/healthz").status, 200U);
}

TEST(TlsServer, may_ask_for_certificates_of_clients) {
  Harbour harbour({}, http::ClientCertificate::required);
  TlsClient without(harbour.server->address(), harbour.context);
  EXPECT_EQ(without.get("/healthz").status, 0U);
  const http::Made own = http::make_certificate({.common_name = "Client", .names = {}}, &harbour.authority);
  const auto context =
      *http::TlsContext::client({harbour.folder.file("ca.pem"), harbour.folder.write("c.pem", own.certificate_pem()),
                                 harbour.folder.write("c.key", own.key_pem())});
  EXPECT_EQ(TlsClient(harbour.server->address(), context).get("/healthz").status, 200U);
}

TEST(TlsServer, reads_certificates_anew) {
  Harbour harbour;
  TlsClient before(harbour.server->address(), harbour.context);
  const http::Made next = http::make_certificate({.common_name = "Next", .names = "IP:127.0.0.1"}, &harbour.authority);
  harbour.folder.write("server.pem", next.certificate_pem());
  EXPECT_FALSE(harbour.server->reload_certificates()) << "the key is the old one's";
  harbour.folder.write("server.key", next.key_pem());
  ASSERT_TRUE(harbour.server->reload_certificates());
  TlsClient after(harbour.server->address(), harbour.context);
  ASSERT_TRUE(after.tls().peer());
  EXPECT_EQ(after.tls().peer()->subject, "CN=Next,O=Test");
  EXPECT_EQ(before.get("/healthz").status, 200U);
}

TEST(TlsServer, does_not_start_with_a_bad_certificate) {
  Sea sea;
  ServerOptions options = open_to_all();
  options.tls = http::TlsOptions{"/nowhere/cert.pem", "/nowhere/key.pem", {}, http::ClientCertificate::none};
  const auto server = Server::open(options, sea.inputs());
  ASSERT_FALSE(server);
  EXPECT_NE(server.error().message.find("/nowhere/cert.pem"), std::string::npos);
}

}  // namespace
}  // namespace fairlead::serve
