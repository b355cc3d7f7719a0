// SPDX-License-Identifier: Apache-2.0
// The live stream on real sockets.
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "client.hpp"
#include "sea.hpp"

namespace fairlead::serve {
namespace {

namespace json = boost::json;

struct Harbour {
  explicit Harbour(ServerLimits limits = {}) {
    limits.events_every = std::chrono::milliseconds(20);
    ServerOptions options = open_to_all();
    options.listen = "127.0.0.1:0";
    options.limits = limits;
    server = std::move(*Server::open(options, sea.inputs()));
    server->start();
  }
  std::string address() const { return server->address(); }
  void publish() {
    sea.publish();
    server->picture_changed();
  }
  // A page of /metrics, one sample of it.
  double metric(const std::string& name) {
    const Answer answer = Client(address()).get("/metrics");
    const std::size_t at = answer.body.find("\n" + name + " ");
    if (at == std::string::npos) return -1;
    return std::stod(answer.body.substr(at + name.size() + 2, 30));
  }
  Sea sea;
  std::unique_ptr<Server> server;
};

TEST(Stream, begins_with_a_reset_and_goes_on_with_what_changed) {
  Harbour harbour;
  fill(harbour.sea, 3);
  EventClient client(harbour.address());
  EXPECT_EQ(client.opened.header("content-type"), "text/event-stream");
  const auto reset = client.next();
  ASSERT_TRUE(reset);
  EXPECT_EQ(reset->name, "reset");
  EXPECT_EQ(reset->json().at("tracks").as_array().size(), 3U);
  harbour.sea.advance(std::chrono::seconds(10));
  harbour.sea.absorb(harbour.sea.report(232'000'001, 52, 1.021));
  harbour.publish();
  const auto tracks = client.next_of("tracks");
  ASSERT_TRUE(tracks);
  ASSERT_EQ(tracks->json().at("tracks").as_array().size(), 1U);
  EXPECT_EQ(tracks->json().at("tracks").at(0).at("name"), "SHIP 1");
  EXPECT_EQ(tracks->id, std::to_string(harbour.sea.picture()->slot()));
}

TEST(Stream, resumes_where_a_client_left_off) {
  Harbour harbour;
  fill(harbour.sea, 5);
  std::string id;
  {
    EventClient client(harbour.address());
    id = client.next()->id;
  }
  harbour.sea.advance(std::chrono::seconds(10));
  harbour.sea.absorb(harbour.sea.report(232'000'002, 52, 1.041));
  harbour.publish();
  EventClient again(harbour.address(), "", "Last-Event-ID: " + id + "\r\n");
  const auto event = again.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->name, "tracks");
  ASSERT_EQ(event->json().at("tracks").as_array().size(), 1U);
  EXPECT_EQ(event->json().at("tracks").at(0).at("name"), "SHIP 2");
}

TEST(Stream, starts_anew_for_ids_it_does_not_know) {
  Harbour harbour;
  fill(harbour.sea, 5);
  for (const std::string id : {"0", "999999", "nonsense", "-1", "18446744073709551616"}) {
    EventClient client(harbour.address(), "", "Last-Event-ID: " + id + "\r\n");
    const auto event = client.next();
    ASSERT_TRUE(event) << id;
    EXPECT_EQ(event->name, "reset") << id;
  }
}

TEST(Stream, names_what_closed_while_a_client_with_a_viewport_was_away) {
  fusion::TrackerLimits limits;
  Harbour harbour;
  fill(harbour.sea, 5);
  std::string id;
  {
    EventClient client(harbour.address(), "?bbox=0,50,10,60");
    const auto reset = client.next();
    EXPECT_EQ(reset->json().at("tracks").as_array().size(), 5U);
    id = reset->id;
  }
  harbour.sea.advance(std::chrono::hours(24));  // all of them fall silent and are dropped
  harbour.publish();
  EventClient again(harbour.address(), "?bbox=0,50,10,60", "Last-Event-ID: " + id + "\r\n");
  const auto event = again.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->name, "tracks");
  EXPECT_EQ(event->json().at("closed").as_array().size(), 5U);
}

TEST(Stream, sends_heartbeats) {
  ServerLimits limits;
  limits.heartbeat = std::chrono::milliseconds(100);
  Harbour harbour(limits);
  EventClient client(harbour.address());
  ASSERT_TRUE(client.next());
  ASSERT_TRUE(client.next_of("sources"));  // the first one comes at once
  while (client.pending().find(": hb\n\n: hb\n\n") == std::string::npos) ASSERT_TRUE(client.receive());
  MessageClient messages(harbour.address());
  std::optional<MessageClient::Frame> frame;
  while ((frame = messages.next_frame()) && frame->opcode != 9) {
  }
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->opcode, 9U);
}

TEST(Stream, closes_a_message_client_that_no_longer_answers) {
  ServerLimits limits;
  limits.heartbeat = std::chrono::milliseconds(60);
  Harbour harbour(limits);
  MessageClient silent(harbour.address());
  while (silent.next_frame(3000)) {
  }
  EXPECT_TRUE(silent.ended());
}

TEST(Stream, follows_a_viewport_that_moves) {
  Harbour harbour;
  harbour.sea.absorb(harbour.sea.report(232'000'001, 52, 1));
  harbour.sea.absorb(harbour.sea.report(232'000'002, 52, 5));
  harbour.publish();
  MessageClient client(harbour.address());
  ASSERT_EQ(client.opened.status, 101U);
  EXPECT_EQ(client.opened.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  client.say(R"({"type":"subscribe","bbox":[0,50,2,54],"max_rate_hz":10})");
  auto reset = client.next_of("reset");
  ASSERT_TRUE(reset);
  ASSERT_EQ(reset->at("tracks").as_array().size(), 1U);
  EXPECT_EQ(reset->at("tracks").at(0).at("id"), "T-00000001");
  client.say(R"({"type":"subscribe","bbox":[4,50,6,54],"max_rate_hz":10})");
  reset = client.next_of("reset");
  ASSERT_TRUE(reset);
  ASSERT_EQ(reset->at("tracks").as_array().size(), 1U);
  EXPECT_EQ(reset->at("tracks").at(0).at("id"), "T-00000002");
}

TEST(Stream, names_what_leaves_the_viewport_and_shows_what_enters_it) {
  Harbour harbour;
  const auto westward = [&](double longitude) {
    domain::Observation o = harbour.sea.report(232'000'002, 52, longitude);
    o.course = Course::degrees(270);
    return o;
  };
  harbour.sea.absorb(harbour.sea.report(232'000'001, 52, 1.998));
  harbour.sea.absorb(westward(2.002));
  harbour.publish();
  MessageClient client(harbour.address(), "?bbox=1,50,2,54");
  ASSERT_TRUE(client.next_of("reset"));
  harbour.sea.advance(std::chrono::minutes(1));
  harbour.sea.absorb(harbour.sea.report(232'000'001, 52, 2.0025));
  harbour.sea.absorb(westward(1.9975));
  harbour.publish();
  const auto delta = client.next_of("delta");
  ASSERT_TRUE(delta);
  EXPECT_EQ(delta->at("closed"), json::array({"T-00000001"}));
  ASSERT_EQ(delta->at("tracks").as_array().size(), 1U);
  EXPECT_EQ(delta->at("tracks").at(0).at("id"), "T-00000002");
  EXPECT_TRUE(delta->at("moved").as_array().empty());
}

TEST(Stream, keeps_to_the_rate_a_client_asked_for) {
  Harbour harbour;
  fill(harbour.sea, 2);
  MessageClient client(harbour.address());
  client.say(R"({"type":"subscribe","max_rate_hz":5})");
  ASSERT_TRUE(client.next_of("reset"));
  const auto begin = std::chrono::steady_clock::now();
  int deltas = 0;
  std::uint64_t last_slot = 0;
  for (int i = 0; i < 60; ++i) {
    harbour.sea.advance(std::chrono::seconds(1));
    harbour.sea.absorb(harbour.sea.report(232'000'001, 52, 1.02 + i * 0.00001));
    harbour.publish();
    while (auto delta = client.next_of("delta", 15)) {
      ++deltas;
      EXPECT_GT(delta->at("slot").to_number<std::uint64_t>(), last_slot);
      last_slot = delta->at("slot").to_number<std::uint64_t>();
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  EXPECT_GE(deltas, 1);
  EXPECT_LE(deltas, seconds * 5 + 2);
}

TEST(Stream, answers_nonsense_over_the_socket_and_goes_on) {
  Harbour harbour;
  fill(harbour.sea, 2);
  for (const std::string text :
       {"", "x", "{}", "[]", "null", R"({"type":1})", R"({"type":"subscribe","bbox":[1,2,3]})",
        R"({"type":"subscribe","bbox":[1,2,3,"4"]})", R"({"type":"subscribe","bbox":[0,99,1,99]})",
        R"({"type":"subscribe","max_rate_hz":0})", R"({"type":"subscribe","max_rate_hz":1e999})",
        R"({"type":"subscribe","bbbox":null})", R"({"type":"subscribe","bbox":"all"})", "[[[[[[[[[[[[]]]]]]]]]]]]"}) {
    MessageClient client(harbour.address());
    client.say(text);
    const auto error = client.next_of("error");
    ASSERT_TRUE(error) << text;
    EXPECT_EQ(error->at("code"), "bad_message");
    client.say(R"({"type":"subscribe"})");
    EXPECT_TRUE(client.next_of("reset")) << text;
  }
}

TEST(Stream, closes_with_the_code_of_what_was_broken) {
  Harbour harbour;
  const auto code_after = [&](std::string_view bytes) {
    MessageClient client(harbour.address());
    client.send(bytes);
    return client.close_code();
  };
  EXPECT_EQ(code_after(MessageClient::masked(0x81, "{}", false)), 1002U);  // not masked
  EXPECT_EQ(code_after(MessageClient::masked(0xC1, "{}")), 1002U);         // a reserved bit
  EXPECT_EQ(code_after(MessageClient::masked(0x83, "{}")), 1002U);         // a reserved opcode
  EXPECT_EQ(code_after(MessageClient::masked(0x80, "{}")), 1002U);         // continues nothing
  EXPECT_EQ(code_after(MessageClient::masked(0x09, "x")), 1002U);          // a ping in parts
  EXPECT_EQ(code_after(MessageClient::masked(0x89, std::string(126, 'x'))), 1002U);
  EXPECT_EQ(code_after(MessageClient::masked(0x82, "{}")), 1003U);        // binary
  EXPECT_EQ(code_after(MessageClient::masked(0x81, "\xFF\xFE")), 1007U);  // not UTF-8
  EXPECT_EQ(code_after(MessageClient::masked(0x81, std::string(5000, ' '))), 1009U);
  EXPECT_EQ(code_after(std::string("\x81\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10) + "mask"), 1009U);
  EXPECT_EQ(code_after(MessageClient::masked(0x88, std::string("\x03\xE8", 2))), 1000U);
  std::string parts;
  for (int i = 0; i < 3; ++i) parts += MessageClient::masked(i == 0 ? 0x01 : 0x00, std::string(2000, ' '));
  EXPECT_EQ(code_after(parts), 1009U);
  std::string many;
  for (int i = 0; i < 60; ++i) many += MessageClient::masked(0x81, R"({"type":"subscribe"})");
  EXPECT_EQ(code_after(many), 1008U);
}

TEST(Stream, joins_the_parts_of_a_message_and_answers_pings_between_them) {
  Harbour harbour;
  fill(harbour.sea, 2);
  MessageClient client(harbour.address());
  client.send(MessageClient::masked(0x01, R"({"type":"sub)") + MessageClient::masked(0x89, "hello") +
              MessageClient::masked(0x80, R"(scribe"})"));
  const auto pong = client.next_frame();
  ASSERT_TRUE(pong);
  EXPECT_EQ(pong->opcode, 10U);
  EXPECT_EQ(pong->payload, "hello");
  EXPECT_TRUE(client.next_of("reset"));
}

TEST(Stream, refuses_handshakes_that_are_none) {
  Harbour harbour;
  const auto status = [&](std::string_view headers) {
    return Client(harbour.address()).get("/api/v1/stream", headers).status;
  };
  const std::string upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
  const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  EXPECT_EQ(status(upgrade + key), 426U);
  EXPECT_EQ(status(upgrade + key + "Sec-WebSocket-Version: 12\r\n"), 426U);
  EXPECT_EQ(status(upgrade + "Sec-WebSocket-Version: 13\r\n"), 400U);
  EXPECT_EQ(status(upgrade + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n"), 400U);
  EXPECT_EQ(status(upgrade + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=!\r\n"), 400U);
}

// Clients that do not read cost what is on its way to them and no more, are closed after a while, and do not hold up
// the others.
TEST(Stream, closes_stalled_clients_and_serves_the_others) {
  ServerLimits limits;
  limits.stall_time_max = std::chrono::milliseconds(1500);
  limits.send_buffer_bytes = 16 * 1024;
  Harbour harbour(limits);
  fill(harbour.sea, 2000);
  harbour.server->picture_changed();
  std::vector<std::unique_ptr<MessageClient>> stalled;
  for (int i = 0; i < 20; ++i) {
    stalled.push_back(std::make_unique<MessageClient>(harbour.address(), "", "", 4096));
    stalled.back()->say(R"({"type":"subscribe","max_rate_hz":10})");
  }
  MessageClient brisk(harbour.address());
  brisk.say(R"({"type":"subscribe","max_rate_hz":10})");
  ASSERT_TRUE(brisk.next_of("reset"));
  double outgoing_max = 0;
  bool closed = false;
  for (int i = 0; i < 80 && !closed; ++i) {
    harbour.sea.advance(std::chrono::seconds(5));
    for (std::uint32_t ship = 0; ship < 2000; ++ship) {
      harbour.sea.absorb(harbour.sea.report(232'000'000 + ship, 52.0 + (ship / 200) % 200 * 0.02,
                                            1.0 + ship % 200 * 0.02 + i * 0.0001));
    }
    harbour.publish();
    ASSERT_TRUE(brisk.next_of("delta")) << i;
    outgoing_max = std::max(outgoing_max, harbour.metric("fairlead_http_outgoing_bytes"));
    closed = harbour.metric("fairlead_stream_stalled_total") >= 20;
  }
  EXPECT_TRUE(closed);
  // A whole picture here is 1.2 MB; the stalled share it, and each picture since is gone.
  EXPECT_LT(outgoing_max, 8e6);
}

TEST(Stream, serves_many_clients_the_same_frames) {
  Harbour harbour;
  fill(harbour.sea, 50);
  std::vector<std::unique_ptr<MessageClient>> clients;
  for (int i = 0; i < 200; ++i) {
    clients.push_back(std::make_unique<MessageClient>(harbour.address()));
    clients.back()->say(R"({"type":"subscribe","max_rate_hz":10})");
  }
  for (auto& client : clients) ASSERT_TRUE(client->next_of("reset"));
  std::this_thread::sleep_for(std::chrono::milliseconds(150));  // all of them are in step now
  const double built = harbour.metric("fairlead_stream_frames_built_total");
  const double sent = harbour.metric("fairlead_stream_frames_sent_total");
  for (int i = 0; i < 5; ++i) {
    harbour.sea.advance(std::chrono::seconds(5));
    harbour.sea.absorb(harbour.sea.report(232'000'001, 52, 1.02 + i * 0.0001));
    harbour.publish();
    for (auto& client : clients) {
      const auto delta = client->next_of("delta");
      ASSERT_TRUE(delta);
      EXPECT_EQ(delta->at("moved").as_array().size(), 1U);
    }
  }
  const double frames_built = harbour.metric("fairlead_stream_frames_built_total") - built;
  const double frames_sent = harbour.metric("fairlead_stream_frames_sent_total") - sent;
  EXPECT_GE(frames_sent, 1000);
  EXPECT_LE(frames_built, 40);
}

}  // namespace
}  // namespace fairlead::serve
