// SPDX-License-Identifier: Apache-2.0
// Who is let in, for how long, and how much they may ask.
#include <gtest/gtest.h>

#include "harness.hpp"

namespace fairlead::partner {
namespace {

using namespace support;
using release::Purpose;

constexpr std::string_view kTracks = "/partner/v1/tracks?purpose=fisheries";

std::string ask(const Door& door, std::string_view target, std::string_view token, std::string_view more = {}) {
  Client client(door.address());
  return client.get(target, token, more);
}

TEST(Admission, has_one_answer_for_everybody_who_is_not_admitted) {
  Centre centre;
  const std::string good = centre.partner("one", "XAA/coast_guard");
  const std::string expired = centre.partner("one", "XAA/coast_guard", {accounts::Permission::follow_feed}, 1ms);
  const std::string narrow = centre.partner("one", "XAA/coast_guard", {accounts::Permission::acknowledge});
  const std::string revoked = centre.partner("one", "XAA/coast_guard");
  centre.apply(accounts::RevokeToken{centre.last_token_id});
  const std::string of_disabled = centre.partner("gone", "XBB/navy");
  centre.apply(accounts::Disable{"gone", {}});
  centre.publish();
  ::poll(nullptr, 0, 5);
  const auto door = open_door(centre);
  const std::string refused = ask(*door, kTracks, "");
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 401 Unauthorized\r\n"));
  for (const std::string& token : {std::string("wrong"), std::string("flt_aaaaaaaaaaaa_x"), good.substr(1), good + "x",
                                   expired, narrow, revoked, of_disabled}) {
    EXPECT_EQ(ask(*door, kTracks, token), refused);
    EXPECT_EQ(ask(*door, "/partner/v1/stream?purpose=fisheries", token), refused);
    EXPECT_EQ(ask(*door, "/no/such/path", token), refused);
    EXPECT_EQ(ask(*door, "/partner/v1/log/checkpoint", token), refused);
  }
  EXPECT_EQ(ask(*door, kTracks, "", "Authorization: Basic b25lOnR3bw==\r\n"), refused);
  EXPECT_TRUE(ask(*door, kTracks, good).starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_GT(door->status().not_admitted_total, 30U);
}

TEST(Admission, ends_with_the_token) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  const std::string id = centre.last_token_id;
  centre.agree("one", Purpose::fisheries, 1);
  const auto door = open_door(centre);
  Client client(door->address());
  client.stream("fisheries", token);
  ASSERT_TRUE(centre.await<engine::OpenFeed>(1));
  door->take({centre.release(1, 1, "before")});
  EXPECT_EQ(client.event()->data, "before");
  centre.apply(accounts::RevokeToken{id});
  centre.publish();
  // Even before anybody tells the door.
  door->take({centre.release(1, 2, "after")});
  client.drain();
  EXPECT_TRUE(client.ended);
  EXPECT_EQ(client.pending.find("after"), std::string::npos);
  EXPECT_TRUE(ask(*door, kTracks, token).starts_with("HTTP/1.1 401 "));
}

TEST(Admission, ends_for_silent_streams_when_accounts_change) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  const auto door = open_door(centre);
  Client client(door->address());
  client.stream("fisheries", token);
  centre.apply(accounts::Disable{"one", {}});
  centre.publish();
  door->accounts_changed();
  client.drain();
  EXPECT_TRUE(client.ended);
}

TEST(Admission, ends_when_the_time_of_a_token_is_over) {
  Centre centre;
  const std::string token =
      centre.partner("one", "XAA/coast_guard", {accounts::Permission::follow_feed}, Duration(1200));
  const auto door = open_door(centre);
  Client client(door->address());
  EXPECT_TRUE(client.stream("fisheries", token).starts_with("HTTP/1.1 200"));
  client.drain();
  EXPECT_TRUE(client.ended);
}

TEST(Admission, tells_a_storm_to_wait) {
  Centre centre;
  const std::string storm = centre.partner("storm", "XAA/coast_guard");
  const std::string calm = centre.partner("calm", "XBB/navy");
  DoorOptions options;
  options.limits.account_streams_burst = 5;
  options.limits.account_streams_per_s = 0.01;
  const auto door = open_door(centre, options);
  int let_in = 0;
  int told = 0;
  for (int i = 0; i < 40; ++i) {
    Client client(door->address());
    const std::string head = client.stream("fisheries", storm);
    if (head.starts_with("HTTP/1.1 200")) ++let_in;
    if (head.starts_with("HTTP/1.1 429")) ++told;
  }
  EXPECT_EQ(let_in, 5);
  EXPECT_EQ(told, 35);
  Client client(door->address());
  EXPECT_TRUE(client.stream("fisheries", calm).starts_with("HTTP/1.1 200"));
}

TEST(Admission, bounds_the_connections_of_an_account_and_of_strangers) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  const std::string other = centre.partner("two", "XBB/navy");
  DoorOptions options;
  options.limits.account_connections_max = 3;
  options.limits.strangers_max = 8;
  const auto door = open_door(centre, options);
  std::vector<std::unique_ptr<Client>> held;
  for (const char* purpose : {"fisheries", "prosecution", "search_and_rescue"}) {
    held.push_back(std::make_unique<Client>(door->address()));
    EXPECT_TRUE(held.back()->stream(purpose, token).starts_with("HTTP/1.1 200"));
  }
  EXPECT_TRUE(ask(*door, kTracks, token).starts_with("HTTP/1.1 429"));
  EXPECT_TRUE(ask(*door, kTracks, other).starts_with("HTTP/1.1 200"));
  held.pop_back();
  EXPECT_TRUE(eventually([&] { return ask(*door, kTracks, token).starts_with("HTTP/1.1 200"); }));
  // Connections that say nothing.
  std::vector<std::unique_ptr<Client>> mute;
  for (int i = 0; i < 8; ++i) mute.push_back(std::make_unique<Client>(door->address()));
  EXPECT_TRUE(eventually([&] { return ask(*door, kTracks, other).starts_with("HTTP/1.1 503"); }));
  mute.clear();
  EXPECT_TRUE(eventually([&] { return ask(*door, kTracks, other).starts_with("HTTP/1.1 200"); }));
}

TEST(Door, needs_tls_where_others_can_listen) {
  Centre centre;
  DoorOptions options;
  options.listen = "0.0.0.0:0";
  auto door = Door::open(options, centre.inputs());
  ASSERT_FALSE(door);
  EXPECT_EQ(door.error().code, ErrorCode::invalid_argument);
  options.allow_plain = true;
  EXPECT_TRUE(Door::open(options, centre.inputs()));
  options.listen = "nonsense:x";
  EXPECT_FALSE(Door::open(options, centre.inputs()));
}

}  // namespace
}  // namespace fairlead::partner
