// SPDX-License-Identifier: Apache-2.0
// Streams: what is released arrives whole, in order, and at the right connection.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace fairlead::partner {
namespace {

using namespace support;
using release::Purpose;

TEST(Stream, hands_two_partners_what_is_theirs_whole_and_in_order) {
  Centre centre;
  const std::string one = centre.partner("one", "XAA/coast_guard");
  const std::string two = centre.partner("two", "XBB/navy");
  centre.agree("one", Purpose::fisheries, 1);
  centre.agree("two", Purpose::search_and_rescue, 2);
  const auto door = open_door(centre);

  Client first(door->address());
  Client second(door->address());
  EXPECT_TRUE(first.stream("fisheries", one).starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(second.stream("search_and_rescue", two, kUpgrade).starts_with("HTTP/1.1 101 "));
  ASSERT_TRUE(centre.await<engine::OpenFeed>(2));
  EXPECT_EQ(centre.asked<engine::OpenFeed>()[0].second.channel, "stream");

  std::vector<engine::DurableRelease> releases;
  for (std::uint64_t i = 1; i <= 200; ++i) {
    const std::size_t size = i % 17 == 0 ? 200'000 : 40 + i;
    releases.push_back(centre.release(1, i, payload("a" + std::to_string(i), size)));
    releases.push_back(centre.release(2, i, payload("b" + std::to_string(i), size)));
  }
  door->take(releases);
  std::thread other([&] {
    for (std::uint64_t i = 1; i <= 200; ++i) {
      const auto frame = second.frame();
      ASSERT_TRUE(frame);
      EXPECT_EQ(frame->opcode, 1U);
      EXPECT_EQ(frame->payload, payload("b" + std::to_string(i), i % 17 == 0 ? 200'000 : 40 + i));
    }
  });
  for (std::uint64_t i = 1; i <= 200; ++i) {
    const auto event = first.event();
    ASSERT_TRUE(event) << i;
    EXPECT_EQ(event->id, std::to_string(i));
    EXPECT_EQ(event->data, payload("a" + std::to_string(i), i % 17 == 0 ? 200'000 : 40 + i));
  }
  other.join();
  // The engine is told, joined.
  EXPECT_TRUE(eventually([&] {
    std::map<FeedId, std::uint64_t> newest;
    for (const auto& [by, note] : centre.asked<engine::NoteHandedOver>()) newest[note.feed] = note.sequence;
    return newest[FeedId(1)] == 200 && newest[FeedId(2)] == 200;
  }));
  EXPECT_LT(centre.asked<engine::NoteHandedOver>().size(), 200U);
  EXPECT_EQ(door->status().handed_over_total, 400U);
  first.close_now();
  EXPECT_TRUE(centre.await<engine::CloseFeed>(1));
  EXPECT_EQ(centre.asked<engine::CloseFeed>()[0].second.feed, FeedId(1));
}

TEST(Stream, goes_over_tls_with_a_certificate_as_proof) {
  const Pki pki;
  Centre centre;
  (void)centre.partner("one", "XAA/coast_guard");
  centre.apply(accounts::BindCertificate{"one", Pki::fingerprint(pki.client), "test"});
  centre.publish();
  centre.agree("one", Purpose::fisheries, 1);
  DoorOptions options;
  options.tls = pki.options(http::ClientCertificate::required);
  const auto door = open_door(centre, options);
  ASSERT_TRUE(door);
  EXPECT_TRUE(door->is_secure());

  Client client(door->address(), pki.as(&pki.client));
  ASSERT_TRUE(client.is_secure());
  EXPECT_TRUE(client.stream("fisheries", "").starts_with("HTTP/1.1 200 OK\r\n"));
  ASSERT_TRUE(centre.await<engine::OpenFeed>(1));
  for (std::uint64_t i = 1; i <= 50; ++i) door->take({centre.release(1, i, payload(std::to_string(i), i * 3000))});
  for (std::uint64_t i = 1; i <= 50; ++i) {
    const auto event = client.event();
    ASSERT_TRUE(event) << i;
    EXPECT_EQ(event->data, payload(std::to_string(i), i * 3000));
  }

  // Of another authority, or none: no handshake.
  for (const http::Made* own : {&pki.stranger, static_cast<const http::Made*>(nullptr)}) {
    Client refused(door->address(), pki.as(own));
    refused.send(Client::request("GET", "/partner/v1/tracks?purpose=fisheries", ""));
    refused.drain();
    EXPECT_EQ(refused.pending, "");
  }
  // An unbound certificate of the right authority: signed in as nobody.
  const http::Made unbound = http::make_certificate({.common_name = "Navy", .names = "DNS:n.example"}, &pki.authority);
  Client nobody(door->address(), pki.as(&unbound));
  EXPECT_TRUE(nobody.get("/partner/v1/tracks?purpose=fisheries", "").starts_with("HTTP/1.1 401 "));
}

TEST(Stream, gives_the_place_to_the_newest_connection) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.agree("one", Purpose::fisheries, 1);
  const auto door = open_door(centre);
  Client first(door->address());
  first.stream("fisheries", token);
  ASSERT_TRUE(centre.await<engine::OpenFeed>(1));
  door->take({centre.release(1, 1, "one")});
  EXPECT_EQ(first.event()->data, "one");

  Client second(door->address());
  second.stream("fisheries", token, {}, "&cursor=1");
  ASSERT_TRUE(centre.await<engine::OpenFeed>(2));
  EXPECT_EQ(centre.asked<engine::OpenFeed>()[1].second.cursor, 1U);
  first.drain();
  EXPECT_TRUE(first.ended);
  door->take({centre.release(1, 2, "two")});
  EXPECT_EQ(second.event()->data, "two");
  // The feed stays open all the while.
  EXPECT_EQ(centre.asked<engine::CloseFeed>().size(), 0U);
  second.close_now();
  EXPECT_TRUE(centre.await<engine::CloseFeed>(1));
}

TEST(Stream, keeps_what_comes_before_the_answer_to_its_opening) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.agree("one", Purpose::fisheries, 7);
  Door* opened = nullptr;
  centre.on_open = [&](std::uint64_t feed) { opened->take({centre.release(feed, 1, "early")}); };
  const auto door = open_door(centre);
  opened = door.get();
  Client client(door->address());
  client.stream("fisheries", token);
  const auto event = client.event();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->data, "early");
  // What nobody is connected for is dropped, and counted.
  door->take({centre.release(8, 1, "nobody")});
  EXPECT_TRUE(eventually([&] { return door->status().without_reader_total == 1; }));
}

TEST(Stream, goes_on_from_the_last_event_that_a_client_names) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.agree("one", Purpose::fisheries, 1);
  const auto door = open_door(centre);
  Client client(door->address());
  client.stream("fisheries", token, "Last-Event-ID: 41\r\n", "&cursor=3");
  ASSERT_TRUE(centre.await<engine::OpenFeed>(1));
  EXPECT_EQ(centre.asked<engine::OpenFeed>()[0].second.cursor, 41U);
}

TEST(Stream, beats_on_its_own_clock_whatever_is_sent) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.agree("one", Purpose::fisheries, 1);
  DoorOptions options;
  options.limits.heartbeat = 100ms;
  options.limits.note_every = 5ms;
  const auto door = open_door(centre, options);
  Client busy(door->address());
  Client silent(door->address());
  busy.stream("fisheries", token);
  silent.stream("no_such_purpose", token);
  ASSERT_TRUE(centre.await<engine::OpenFeed>(1));
  const auto end = std::chrono::steady_clock::now() + 1050ms;
  for (std::uint64_t i = 1; std::chrono::steady_clock::now() < end; ++i) {
    door->take({centre.release(1, i, payload("x", 100))});
    EXPECT_TRUE(busy.event());
    ::poll(nullptr, 0, 3);
  }
  while (silent.receive(0)) {
  }
  int beats = 0;
  for (std::size_t at = 0; (at = silent.pending.find(": hb\n\n", at)) != std::string::npos; ++at) ++beats;
  EXPECT_GE(beats, 8);
  EXPECT_NEAR(busy.comments, beats, 2);
}

TEST(Stream, answers_pings_and_ends_politely) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  const auto door = open_door(centre);
  Client client(door->address());
  client.stream("fisheries", token, kUpgrade);
  client.say(http::Opcode::ping, "hello");
  auto frame = client.frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->opcode, 10U);
  EXPECT_EQ(frame->payload, "hello");
  client.say(http::Opcode::close, "\x03\xE8");
  frame = client.frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->opcode, 8U);
  client.drain();
  EXPECT_TRUE(client.ended);
}

TEST(Stream, is_not_held_up_by_one_who_does_not_read) {
  Centre centre;
  const std::string one = centre.partner("one", "XAA/coast_guard");
  const std::string two = centre.partner("two", "XBB/navy");
  centre.agree("one", Purpose::fisheries, 1);
  centre.agree("two", Purpose::fisheries, 2);
  DoorOptions options;
  options.limits.stall_time_max = 1500ms;
  const auto door = open_door(centre, options);
  Client slow(door->address(), nullptr, 4096);
  Client quick(door->address());
  slow.stream("fisheries", one);
  quick.stream("fisheries", two);
  ASSERT_TRUE(centre.await<engine::OpenFeed>(2));
  const auto began = std::chrono::steady_clock::now();
  for (std::uint64_t i = 1; i <= 40; ++i) {
    door->take({centre.release(1, i, payload("s", 100'000)), centre.release(2, i, payload("q", 10'000))});
  }
  for (std::uint64_t i = 1; i <= 40; ++i) ASSERT_TRUE(quick.event()) << i;
  EXPECT_LT(std::chrono::steady_clock::now() - began, 1500ms);
  // Who takes nothing at all is let go.
  EXPECT_TRUE(eventually([&] { return door->status().connections == 1; }, 10s));
  slow.drain();
  EXPECT_TRUE(slow.was_reset || slow.ended);
}

}  // namespace
}  // namespace fairlead::partner
