// SPDX-License-Identifier: Apache-2.0
// TLS without a network: two sessions that hand each other their bytes, with certificates made on the spot.
#include "http/tls.hpp"

#include <random>

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "certificates.hpp"

namespace fairlead::http {
namespace {

using State = TlsSession::State;

class FixedClock final : public WallClock {
 public:
  explicit FixedClock(std::int64_t now) : now_(now) {}
  std::int64_t now_ms() const override { return now_; }

 private:
  const std::int64_t now_;
};

struct Ground {
  Folder folder;
  Made authority = make_certificate({.common_name = "Authority", .names = {}, .authority = true});
  Made server = make_certificate({.common_name = "Server", .names = "DNS:localhost,IP:127.0.0.1,IP:::1"}, &authority);
  Made client = make_certificate(
      {.common_name = "Coast Guard", .names = "URI:fairlead:XAA/coast_guard,email:ops@example.org,DNS:cg.example"},
      &authority);
  std::string ca = folder.write("ca.pem", authority.certificate_pem(), 0644);
  TlsOptions options{folder.write("server.pem", server.certificate_pem(), 0644),
                     folder.write("server.key", server.key_pem()), ca, ClientCertificate::none};
  TlsClientOptions client_options{ca, {}, {}};

  void show(const Made& own, const std::string& chain = {}) {
    client_options.certificate_file = folder.write("client.pem", own.certificate_pem() + chain, 0644);
    client_options.key_file = folder.write("client.key", own.key_pem());
  }
};

// Both ends, and what each has heard.
struct Pair {
  TlsSession server;
  TlsSession client;
  std::string at_server;
  std::string at_client;
  std::string on_the_wire;  // everything both have sent

  Pair(TlsSession s, TlsSession c) : server(std::move(s)), client(std::move(c)) {}
  explicit Pair(const Ground& ground, const std::string& host = "localhost")
      : Pair(TlsSession(*TlsContext::server(ground.options)),
             TlsSession(*TlsContext::client(ground.client_options), host)) {
    exchange();
  }
  void exchange(std::size_t piece = 100'000) {
    for (bool more = true; more;) {
      std::string up = client.take_output();
      std::string down = server.take_output();
      on_the_wire += up + down;
      more = !up.empty() || !down.empty();
      for (std::size_t at = 0; at < up.size(); at += piece)
        server.receive(std::string_view(up).substr(at, piece), at_server);
      for (std::size_t at = 0; at < down.size(); at += piece)
        client.receive(std::string_view(down).substr(at, piece), at_client);
    }
  }
  bool is_open() const { return server.state() == State::open && client.state() == State::open; }
};

TEST(Tls, carries_words_both_ways_and_hides_them) {
  const Ground ground;
  Pair pair(ground);
  ASSERT_TRUE(pair.is_open()) << pair.server.trouble() << pair.client.trouble();
  EXPECT_EQ(pair.server.protocol(), "TLSv1.3");
  EXPECT_FALSE(pair.server.peer());
  ASSERT_TRUE(pair.client.peer());
  EXPECT_EQ(pair.client.peer()->subject, "CN=Server,O=Test");
  EXPECT_TRUE(pair.client.send("the word is heron"));
  EXPECT_TRUE(pair.server.send(std::string(300'000, 'x')));
  pair.exchange();
  EXPECT_EQ(pair.at_server, "the word is heron");
  EXPECT_EQ(pair.at_client, std::string(300'000, 'x'));
  EXPECT_FALSE(pair.on_the_wire.contains("heron"));
}

TEST(Tls, does_not_mind_how_the_bytes_are_cut) {
  const Ground ground;
  Pair pair{TlsSession(*TlsContext::server(ground.options)),
            TlsSession(*TlsContext::client(ground.client_options), "127.0.0.1")};
  pair.exchange(1);
  ASSERT_TRUE(pair.is_open()) << pair.client.trouble();
  pair.client.send("a");
  pair.client.send("b");
  pair.exchange(1);
  EXPECT_EQ(pair.at_server, "ab");
}

TEST(Tls, says_farewell_in_both_directions) {
  const Ground ground;
  Pair pair(ground);
  pair.client.send("last");
  pair.client.close();
  EXPECT_FALSE(pair.client.send("too late"));
  pair.exchange();
  EXPECT_EQ(pair.at_server, "last");
  EXPECT_EQ(pair.server.state(), State::ended);
  // The other half stays open, as HTTP needs it.
  EXPECT_TRUE(pair.server.send("answer"));
  pair.server.close();
  EXPECT_FALSE(pair.server.take_output().empty());
}

TEST(Tls, tells_who_the_client_is) {
  Ground ground;
  ground.options.client_certificate = ClientCertificate::required;
  ground.show(ground.client);
  Pair pair(ground);
  ASSERT_TRUE(pair.is_open()) << pair.server.trouble();
  ASSERT_TRUE(pair.server.peer());
  const PeerCertificate& peer = *pair.server.peer();
  unsigned char* der = nullptr;
  const int size = i2d_X509(ground.client.certificate.get(), &der);
  EXPECT_EQ(peer.fingerprint, sha256(std::string_view(reinterpret_cast<char*>(der), static_cast<std::size_t>(size))));
  OPENSSL_free(der);
  EXPECT_EQ(peer.subject, "CN=Coast Guard,O=Test");
  EXPECT_EQ(peer.issuer, "CN=Authority,O=Test");
  EXPECT_EQ(peer.names,
            (std::vector<std::string>{"uri:fairlead:XAA/coast_guard", "email:ops@example.org", "dns:cg.example"}));
  EXPECT_NEAR(static_cast<double>(peer.expires_at_ms), static_cast<double>(system_wall_clock().now_ms() + 3'600'000),
              60'000);
}

TEST(Tls, takes_a_client_whose_signer_is_between_it_and_the_root) {
  Ground ground;
  const Made between = make_certificate({.common_name = "Between", .names = {}, .authority = true}, &ground.authority);
  const Made leaf = make_certificate({.common_name = "Leaf", .names = {}}, &between);
  ground.options.client_certificate = ClientCertificate::required;
  ground.show(leaf, between.certificate_pem());
  EXPECT_TRUE(Pair(ground).is_open());
  ground.show(leaf);
  EXPECT_EQ(Pair(ground).server.state(), State::failed);
  // Who signs directly may also be the one that is trusted.
  ground.options.client_ca_file = ground.folder.write("between.pem", between.certificate_pem());
  EXPECT_TRUE(Pair(ground).is_open());
}

TEST(Tls, refuses_clients_that_it_must_not_take) {
  struct Case {
    const char* what;
    Made certificate;
    const char* trouble;
  };
  Ground ground;
  ground.options.client_certificate = ClientCertificate::required;
  const Made stranger = make_certificate({.common_name = "Authority", .names = {}, .authority = true});
  const std::vector<Case> cases{
      {"another authority of the same name", make_certificate({.common_name = "C", .names = {}}, &stranger),
       "signature"},
      {"signed by itself", make_certificate({.common_name = "C", .names = {}}), "self-signed"},
      {"expired",
       make_certificate(
           {.common_name = "C", .names = {}, .authority = false, .use = "clientAuth", .begins_s = -100, .ends_s = -50},
           &ground.authority),
       "expired"},
      {"not yet valid",
       make_certificate({.common_name = "C", .names = {}, .authority = false, .use = "clientAuth", .begins_s = 1000},
                        &ground.authority),
       "not yet valid"},
      {"for servers only",
       make_certificate({.common_name = "C", .names = {}, .authority = false, .use = "serverAuth"}, &ground.authority),
       "purpose"},
      {"signed by a leaf", make_certificate({.common_name = "C", .names = {}}, &ground.client), "issuer"},
  };
  for (const Case& c : cases) {
    ground.show(c.certificate);
    Pair pair(ground);
    EXPECT_EQ(pair.server.state(), State::failed) << c.what;
    EXPECT_NE(pair.server.trouble().find(c.trouble), std::string::npos) << c.what << ": " << pair.server.trouble();
    EXPECT_FALSE(pair.server.peer()) << c.what;
    EXPECT_EQ(pair.client.state(), State::failed) << c.what << ": it hears the alert with its first read";
  }
  ground.client_options.certificate_file.clear();
  Pair silent(ground);
  EXPECT_EQ(silent.server.state(), State::failed);
  EXPECT_NE(silent.server.trouble().find("did not return a certificate"), std::string::npos) << silent.server.trouble();

  // Where a certificate is optional, none is fine and a wrong one is not.
  ground.options.client_certificate = ClientCertificate::optional;
  Pair without(ground);
  EXPECT_TRUE(without.is_open());
  EXPECT_FALSE(without.server.peer());
  ground.show(cases.front().certificate);
  EXPECT_EQ(Pair(ground).server.state(), State::failed);
}

TEST(Tls, judges_certificates_by_the_clock_it_is_given) {
  Ground ground;
  ground.options.client_certificate = ClientCertificate::required;
  ground.show(ground.client);
  const FixedClock later(system_wall_clock().now_ms() + 2 * 3'600'000);
  Pair pair{TlsSession(*TlsContext::server(ground.options), later),
            TlsSession(*TlsContext::client(ground.client_options), "localhost")};
  pair.exchange();
  EXPECT_NE(pair.server.trouble().find("expired"), std::string::npos) << pair.server.trouble();
}

TEST(Tls, clients_check_whom_they_reached) {
  Ground ground;
  EXPECT_TRUE(Pair(ground, "127.0.0.1").is_open());
  EXPECT_TRUE(Pair(ground, "::1").is_open());
  for (const char* other : {"example.org", "127.0.0.2", ""}) {
    Pair pair(ground, other);
    EXPECT_EQ(pair.client.state(), State::failed) << other;
  }
  const Made stranger = make_certificate({.common_name = "Stranger", .names = {}, .authority = true});
  ground.client_options.ca_file = ground.folder.write("other.pem", stranger.certificate_pem());
  EXPECT_EQ(Pair(ground).client.state(), State::failed);
}

// A client of OpenSSL's own, to ask for what ours never does.
struct BareClient {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL* ssl = nullptr;
  BIO* in = BIO_new(BIO_s_mem());
  BIO* out = BIO_new(BIO_s_mem());

  void open() {
    ssl = SSL_new(context);
    BIO_set_mem_eof_return(in, -1);
    SSL_set_bio(ssl, in, out);
    SSL_set_connect_state(ssl);
  }
  ~BareClient() {
    SSL_free(ssl);
    SSL_CTX_free(context);
  }
  BareClient() = default;
  BareClient(const BareClient&) = delete;
  BareClient& operator=(const BareClient&) = delete;

  int shake_hands(TlsSession& server) {
    int result = 0;
    std::string ignored;
    for (int round = 0; round < 8; ++round) {
      result = SSL_do_handshake(ssl);
      pump(server, ignored);
    }
    return result;
  }
  void pump(TlsSession& server, std::string& plain) {
    char buffer[4096];
    for (int size = 0; (size = BIO_read(out, buffer, sizeof buffer)) > 0;) {
      server.receive(std::string_view(buffer, static_cast<std::size_t>(size)), plain);
    }
    const std::string down = server.take_output();
    BIO_write(in, down.data(), static_cast<int>(down.size()));
  }
};

TEST(Tls, speaks_1_2_and_nothing_older) {
  const Ground ground;
  for (const auto& [version, works] : {std::pair{TLS1_1_VERSION, false}, std::pair{TLS1_2_VERSION, true}}) {
    BareClient client;
    SSL_CTX_set_security_level(client.context, 0);
    SSL_CTX_set_min_proto_version(client.context, version);
    SSL_CTX_set_max_proto_version(client.context, version);
    client.open();
    TlsSession server(*TlsContext::server(ground.options));
    EXPECT_EQ(client.shake_hands(server) == 1, works) << version;
    EXPECT_EQ(server.state() == State::open, works) << version;
    if (works) {
      EXPECT_EQ(server.protocol(), "TLSv1.2");
    }
  }
}

TEST(Tls, never_resumes_and_never_renegotiates) {
  Ground ground;
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const TlsContextPtr context = *TlsContext::server(ground.options);
    BareClient first;
    SSL_CTX_set_max_proto_version(first.context, version);
    SSL_CTX_set_session_cache_mode(first.context, SSL_SESS_CACHE_CLIENT);
    first.open();
    TlsSession server(context);
    ASSERT_EQ(first.shake_hands(server), 1);
    std::string plain;
    server.send("x");
    first.pump(server, plain);
    char byte = 0;
    SSL_read(first.ssl, &byte, 1);
    SSL_SESSION* session = SSL_get1_session(first.ssl);
    EXPECT_EQ(SSL_SESSION_has_ticket(session), 0);
    if (version == TLS1_3_VERSION) {
      EXPECT_EQ(SSL_SESSION_is_resumable(session), 0);
    }
    BareClient second;
    SSL_CTX_set_max_proto_version(second.context, version);
    second.open();
    SSL_set_session(second.ssl, session);
    TlsSession again(context);
    ASSERT_EQ(second.shake_hands(again), 1);
    EXPECT_EQ(SSL_session_reused(second.ssl), 0);
    SSL_SESSION_free(session);
    if (version == TLS1_2_VERSION) {
      SSL_renegotiate(second.ssl);
      second.shake_hands(again);
      EXPECT_NE(again.state(), State::handshake);
      EXPECT_EQ(SSL_renegotiate_pending(second.ssl), 1) << "no answer to the wish";
    }
  }
}

TEST(Tls, speaks_no_protocol_but_http_1_1) {
  const Ground ground;
  for (const auto& [offer, works] : {std::pair<std::string_view, bool>{"\x02h2\x08http/1.1", true},
                                     std::pair<std::string_view, bool>{"\x02h2", false}}) {
    BareClient client;
    SSL_CTX_set_alpn_protos(client.context, reinterpret_cast<const unsigned char*>(offer.data()),
                            static_cast<unsigned>(offer.size()));
    client.open();
    TlsSession server(*TlsContext::server(ground.options));
    EXPECT_EQ(client.shake_hands(server) == 1, works) << offer;
  }
}

TEST(Tls, notices_a_request_in_the_clear) {
  const Ground ground;
  TlsSession server(*TlsContext::server(ground.options));
  std::string plain;
  EXPECT_EQ(server.receive("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", plain), State::failed);
  EXPECT_TRUE(server.met_plain_http());
  EXPECT_EQ(plain, "");
}

TEST(Tls, is_not_brought_down_by_cut_or_changed_bytes) {
  Ground ground;
  ground.options.client_certificate = ClientCertificate::optional;
  ground.show(ground.client);
  const TlsContextPtr server_context = *TlsContext::server(ground.options);
  const TlsContextPtr client_context = *TlsContext::client(ground.client_options);
  std::mt19937 random(20261122);
  for (int i = 0; i < 150; ++i) {
    Pair pair{TlsSession(server_context), TlsSession(client_context, "localhost")};
    const unsigned round_to_spoil = random() % 4;
    for (unsigned round = 0; round < 5; ++round) {
      std::string up = pair.client.take_output();
      if (round == round_to_spoil && !up.empty()) {
        const std::size_t at = random() % up.size();
        switch (random() % 4) {
          case 0:
            up.resize(at);
            break;
          case 1:
            up.erase(at, 1 + random() % 20);
            break;
          case 2:
            up.insert(at, 1 + random() % 20, static_cast<char>(random() % 256));
            break;
          default:
            up[at] = static_cast<char>(up[at] ^ (1 << random() % 8));
            break;
        }
      }
      pair.server.receive(up, pair.at_server);
      pair.client.receive(pair.server.take_output(), pair.at_client);
      if (pair.client.state() == State::open) pair.client.send("hello");
    }
    EXPECT_TRUE(pair.at_server.empty() || pair.at_server.starts_with("hello"));
    pair.server.send("x");
    pair.server.close();
  }
  for (int i = 0; i < 500; ++i) {
    TlsSession server(server_context);
    std::string bytes(random() % 600, '\0');
    for (char& c : bytes) c = static_cast<char>(random() % 256);
    if (i % 2 == 0) bytes.insert(0, "\x16\x03\x01\x01\x00\x01", 6);
    std::string plain;
    server.receive(bytes, plain);
    EXPECT_NE(server.state(), State::open);
    EXPECT_EQ(plain, "");
  }
}

TEST(Tls, reads_new_files_for_new_connections_and_keeps_good_ones) {
  Ground ground;
  auto source = TlsSource::open(ground.options);
  ASSERT_TRUE(source);
  Pair before{TlsSession((*source)->context()), TlsSession(*TlsContext::client(ground.client_options), "localhost")};
  before.exchange();
  const Made next = make_certificate({.common_name = "Next", .names = "DNS:localhost"}, &ground.authority);
  ground.folder.write("server.pem", next.certificate_pem());
  const auto half = (*source)->reload();
  ASSERT_FALSE(half) << "the key is still the old one";
  EXPECT_NE(half.error().message.find("does not belong"), std::string::npos);
  ground.folder.write("server.key", next.key_pem());
  ASSERT_TRUE((*source)->reload());
  Pair after{TlsSession((*source)->context()), TlsSession(*TlsContext::client(ground.client_options), "localhost")};
  after.exchange();
  EXPECT_EQ(after.client.peer()->subject, "CN=Next,O=Test");
  EXPECT_TRUE(before.client.send("still here"));
  before.exchange();
  EXPECT_EQ(before.at_server, "still here");
}

TEST(Tls, names_the_file_and_the_cure) {
  Ground ground;
  const auto message = [&](TlsOptions options) {
    const auto context = TlsContext::server(options);
    return context ? std::string("none") : context.error().message;
  };
  EXPECT_EQ(message(ground.options), "none");
  const auto expect = [&](TlsOptions options, const std::string& part) {
    EXPECT_NE(message(options).find(part), std::string::npos) << message(options);
  };
  TlsOptions options = ground.options;
  options.certificate_file = ground.folder.file("missing.pem");
  expect(options, "missing.pem`: No such file");
  options.certificate_file = ground.folder.write("empty.pem", "");
  expect(options, "holds no certificate in PEM form");
  options.certificate_file = ground.options.key_file;
  expect(options, "holds no certificate in PEM form");
  std::string damaged = ground.server.certificate_pem();
  damaged[100] = damaged[100] == 'A' ? 'B' : 'A';
  damaged[101] = '!';
  options.certificate_file = ground.folder.write("damaged.pem", damaged);
  expect(options, "certificate 1 in");
  options.certificate_file = ground.folder.file(".");
  expect(options, "is not a file");
  options = ground.options;
  options.key_file = {};
  expect(options, "no file is named for the key file");
  options.key_file = ground.folder.write("locked.key", ground.server.encrypted_key_pem());
  expect(options, "is encrypted");
  options.key_file = ground.folder.write("not.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
  expect(options, "is damaged");
  options.key_file = ground.options.certificate_file;
  ::chmod(options.key_file.c_str(), 0600);
  expect(options, "holds no private key");
  options.key_file = ground.folder.write("other.key", ground.client.key_pem());
  expect(options, "does not belong to the first certificate");
  for (const unsigned rights : {0644U, 0604U, 0620U, 0660U, 0777U}) {
    options.key_file = ground.folder.write("open.key", ground.server.key_pem(), rights);
    expect(options, "others may read it");
  }
  options = ground.options;
  options.client_certificate = ClientCertificate::required;
  options.client_ca_file.clear();
  expect(options, "no file names the authorities");
}

}  // namespace
}  // namespace fairlead::http
