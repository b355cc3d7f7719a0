// SPDX-License-Identifier: Apache-2.0
// The stop, at the last byte: what was handed to the kernel is counted as it is handed, and nothing may follow the
// return of Gate::shut().
#include <gtest/gtest.h>

#include "harness.hpp"

namespace fairlead::partner {
namespace {

using namespace support;
using release::Purpose;

// Told of each write, inside the gate; judges it by whether shut() had returned.
struct Judge {
  std::atomic<bool> shut_returned = false;
  std::atomic<std::uint64_t> payload_bytes = 0;
  std::atomic<std::uint64_t> after_shut = 0;

  DoorOptions options() {
    DoorOptions options;
    options.on_sent = [this](int, std::size_t bytes, bool of_payload) {
      if (!of_payload) return;
      payload_bytes += bytes;
      if (shut_returned) after_shut += bytes;
    };
    return options;
  }
};

void stop_in_the_middle(bool secure, bool messages) {
  const Pki pki;
  Centre centre;
  Judge judge;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  const std::string other_token = centre.partner("two", "XBB/navy");
  centre.agree("one", Purpose::fisheries, 1);
  centre.agree("two", Purpose::fisheries, 2);
  DoorOptions options = judge.options();
  if (secure) options.tls = pki.options(http::ClientCertificate::optional);
  const auto door = open_door(centre, options);
  ASSERT_TRUE(door);
  const auto tls = secure ? pki.as(nullptr) : nullptr;
  Client client(door->address(), tls, 4096);
  Client other(door->address(), tls);
  client.stream("fisheries", token, messages ? kUpgrade : std::string_view());
  other.stream("fisheries", other_token);
  ASSERT_TRUE(centre.await<engine::OpenFeed>(2));
  // Far more than both kernels hold; the reader does not read.
  door->take({centre.release(1, 1, payload("big", 8'000'000)), centre.release(1, 2, payload("next", 100)),
              centre.release(1, 3, payload("last", 100))});
  std::uint64_t before = 0;
  ASSERT_TRUE(eventually([&] {
    const std::uint64_t now = judge.payload_bytes;
    const bool settled = now > 0 && now == std::exchange(before, now);
    ::poll(nullptr, 0, 20);
    return settled;
  }));
  EXPECT_LT(judge.payload_bytes, 8'000'000U);
  const std::uint64_t held = client.received;

  const FeedId feeds[] = {FeedId(1)};
  centre.gate.shut(feeds, 2);
  judge.shut_returned = true;
  const engine::StopReach reach = door->cut(feeds);
  EXPECT_TRUE(reach.complete);
  EXPECT_EQ(reach.deliveries_dropped, 3U);
  EXPECT_EQ(reach.connections_closed, 1U);
  EXPECT_GT(reach.kernel_bytes, 0U);
  // What the kernel held is bounded by the send buffer, whose size Linux doubles for its own needs.
  EXPECT_LE(reach.kernel_bytes, 512U * 1024);

  client.drain();
  EXPECT_TRUE(client.was_reset);
  EXPECT_LT(client.received - held, 8'000'000U);
  EXPECT_EQ(judge.after_shut, 0U);
  // The other partner goes on.
  judge.shut_returned = false;
  door->take({centre.release(2, 1, "still here")});
  const auto event = other.event();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->data, "still here");
  // And so does the first, with what is decided after the stop.
  Client again(door->address(), tls);
  again.stream("fisheries", token);
  ASSERT_TRUE(centre.await<engine::OpenFeed>(3));
  door->take({centre.release(1, 4, "old", 1), centre.release(1, 5, "new", 2)});
  const auto next = again.event();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->data, "new");
  EXPECT_EQ(next->id, "5");
}

TEST(Stop, cuts_a_payload_in_the_middle) { stop_in_the_middle(false, false); }
TEST(Stop, cuts_a_message_in_the_middle) { stop_in_the_middle(false, true); }
TEST(Stop, cuts_an_encrypted_payload_in_the_middle) { stop_in_the_middle(true, false); }
TEST(Stop, cuts_an_encrypted_message_in_the_middle) { stop_in_the_middle(true, true); }

// Writes that were handed to the kernel after shut() had returned. Without `shut` the gate stays open: then there must
// be some, or the judge is blind.
std::uint64_t writes_after_stops(bool shut, std::uint64_t stops) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.agree("one", Purpose::fisheries, 1);
  std::atomic<std::uint64_t> shut_at_slot = 0;  // returned for this slot
  std::atomic<std::uint64_t> slot_in_hand = 0;
  std::atomic<std::uint64_t> violations = 0;
  std::atomic<std::uint64_t> writes = 0;
  DoorOptions options;
  options.limits.account_streams_per_s = 1e6;
  options.limits.account_streams_burst = 1e6;
  options.on_sent = [&](int, std::size_t, bool of_payload) {
    if (!of_payload) return;
    ++writes;
    if (slot_in_hand <= shut_at_slot) ++violations;
  };
  const auto door = open_door(centre, options);
  std::vector<double> took;
  std::optional<Client> client;
  std::uint64_t opened = 0;
  std::uint64_t closed = 0;
  std::uint64_t dropped = 0;
  for (std::uint64_t stop = 1; stop <= stops; ++stop) {
    if (!client || client->ended) {
      client.emplace(door->address());
      client->stream("fisheries", token);
      EXPECT_TRUE(centre.await<engine::OpenFeed>(++opened));
    }
    // Releases of this slot are on their way while the stop shuts the slots up to it.
    slot_in_hand = stop;
    std::vector<engine::DurableRelease> releases;
    for (std::uint64_t i = 0; i < 20; ++i) {
      releases.push_back(centre.release(1, stop * 100 + i, payload("x", 500 + stop % 7 * 4000), stop));
    }
    door->take(std::move(releases));
    const auto pause = std::chrono::steady_clock::now() + std::chrono::microseconds(stop * 37 % 600);
    while (std::chrono::steady_clock::now() < pause) std::this_thread::yield();
    const auto began = std::chrono::steady_clock::now();
    const FeedId feeds[] = {FeedId(1)};
    if (shut) centre.gate.shut(feeds, stop + 1);
    shut_at_slot = stop;
    engine::StopReach reach;
    reach.complete = true;
    if (shut) reach = door->cut(feeds);
    took.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began).count());
    EXPECT_TRUE(reach.complete);
    closed += reach.connections_closed;
    dropped += reach.deliveries_dropped;
    while (client->receive(0)) {
    }
    client->pending.clear();
  }
  EXPECT_GT(writes, 0U);
  EXPECT_EQ(shut, dropped > 0);
  std::ranges::sort(took);
  std::printf("%zu stops: shut and cut p50 %.0f us, p99 %.0f us, max %.0f us; %llu writes, %llu dropped, %llu closed\n",
              took.size(), took[took.size() / 2], took[took.size() * 99 / 100], took.back(),
              static_cast<unsigned long long>(writes.load()), static_cast<unsigned long long>(dropped),
              static_cast<unsigned long long>(closed));
  return violations;
}

TEST(Stop, lets_nothing_pass_whenever_it_comes) {
  const char* wished = std::getenv("FAIRLEAD_STOPS");
  EXPECT_EQ(writes_after_stops(true, wished != nullptr ? parse_number<std::uint64_t>(wished).value_or(300) : 300), 0U);
}

TEST(Stop, is_judged_by_one_who_sees_a_gate_that_stays_open) { EXPECT_GT(writes_after_stops(false, 100), 0U); }

TEST(Stop, spares_what_another_purpose_sends) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.agree("one", Purpose::fisheries, 1);
  centre.agree("one", Purpose::search_and_rescue, 2);
  const auto door = open_door(centre);
  Client fish(door->address());
  Client rescue(door->address());
  fish.stream("fisheries", token);
  rescue.stream("search_and_rescue", token);
  ASSERT_TRUE(centre.await<engine::OpenFeed>(2));
  const FeedId feeds[] = {FeedId(1)};
  centre.gate.shut(feeds, 5);
  EXPECT_TRUE(door->cut(feeds).complete);
  door->take({centre.release(1, 1, "fish", 4), centre.release(2, 1, "rescue", 4)});
  EXPECT_EQ(rescue.event()->data, "rescue");
  EXPECT_FALSE(fish.event(100));
}

TEST(Stop, is_answered_when_no_door_is_open) {
  Centre centre;
  DoorOptions options;
  options.listen = "127.0.0.1:0";
  auto door = Door::open(options, centre.inputs());
  ASSERT_TRUE(door);
  const FeedId feeds[] = {FeedId(1)};
  EXPECT_TRUE((*door)->cut(feeds).complete);
  (*door)->start();
  (*door)->stop();
  EXPECT_TRUE((*door)->cut(feeds).complete);
}

TEST(Stop, holds_what_it_may_yet_let_go) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.agree("one", Purpose::fisheries, 1);
  const auto door = open_door(centre);
  Client client(door->address());
  client.stream("fisheries", token);
  ASSERT_TRUE(centre.await<engine::OpenFeed>(1));
  // A stop is ordered, and turns out not to cover this feed.
  const FeedId feeds[] = {FeedId(1)};
  centre.gate.block(feeds);
  door->take({centre.release(1, 1, "one"), centre.release(1, 2, "two")});
  EXPECT_FALSE(client.event(150));
  centre.gate.unblock(feeds);
  EXPECT_EQ(client.event()->data, "one");
  EXPECT_EQ(client.event()->data, "two");
}

TEST(Stop, reaches_pulls_whose_feed_no_stop_names) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  std::atomic<bool> asked = false;
  std::atomic<bool> cut = false;
  std::atomic<int> pulls = 0;
  centre.pull = [&](const accounts::Actor&, Purpose) -> std::vector<engine::DurableRelease> {
    if (++pulls > 1) return {};
    std::vector<engine::DurableRelease> releases;
    releases.push_back(centre.release(77, 0, "decided before", 3));
    asked = true;
    EXPECT_TRUE(eventually([&] { return cut.load(); }));
    return releases;
  };
  const auto door = open_door(centre);
  Client client(door->address());
  client.send(Client::request("GET", "/partner/v1/tracks?purpose=fisheries", token));
  ASSERT_TRUE(eventually([&] { return asked.load(); }));
  EXPECT_TRUE(door->cut({}).complete);
  cut = true;
  EXPECT_TRUE(client.answer().ends_with("{\"v\":1,\"tracks\":[]}"));
  EXPECT_EQ(pulls, 2);
}

TEST(Stop, cuts_a_pull_in_the_middle) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.pull = [&](const accounts::Actor&, Purpose) -> std::vector<engine::DurableRelease> {
    std::vector<engine::DurableRelease> releases;
    releases.push_back(centre.release(77, 0, payload("big", 8'000'000), 3));
    return releases;
  };
  const auto door = open_door(centre);
  Client client(door->address(), nullptr, 4096);
  client.send(Client::request("GET", "/partner/v1/tracks?purpose=fisheries", token));
  ASSERT_TRUE(client.receive());
  // A stop on somebody else leaves it alone.
  EXPECT_EQ(door->cut({}).connections_closed, 0U);
  centre.publish([](engine::Sharing& sharing) {
    engine::ViewState view;
    view.agency = "XAA/coast_guard";
    view.purpose = Purpose::fisheries;
    view.stopped = {5};
    sharing.views.push_back(view);
  });
  const engine::StopReach reach = door->cut({});
  EXPECT_EQ(reach.connections_closed, 1U);
  EXPECT_GT(reach.kernel_bytes, 0U);
  client.drain();
  EXPECT_TRUE(client.was_reset);
}

// One release that the reader's and our own kernel hold whole, and that nobody reads.
void fill_kernels(Judge& judge, Door& door, Centre& centre, std::size_t bytes) {
  door.take({centre.release(1, 1, payload("unread", bytes))});
  EXPECT_TRUE(eventually([&] { return judge.payload_bytes >= bytes; }));
}

TEST(Stop, tells_of_bytes_that_another_stop_called_back_a_moment_ago) {
  Centre centre;
  Judge judge;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.agree("one", Purpose::fisheries, 1);
  const auto door = open_door(centre, judge.options());
  Client client(door->address(), nullptr, 4096);
  client.stream("fisheries", token);
  ASSERT_TRUE(centre.await<engine::OpenFeed>(1));
  fill_kernels(judge, *door, centre, 12'000);
  const FeedId feeds[] = {FeedId(1)};
  const FeedId others[] = {FeedId(2)};
  centre.gate.shut(feeds, 2);
  const engine::StopReach first = door->cut(feeds);
  EXPECT_GT(first.kernel_bytes, 0U);
  EXPECT_EQ(first.connections_closed, 1U);
  const engine::StopReach second = door->cut(feeds);
  EXPECT_EQ(second.kernel_bytes, first.kernel_bytes);
  EXPECT_EQ(second.connections_closed, 0U);
  EXPECT_EQ(door->cut(others).kernel_bytes, 0U);
}

TEST(Stop, reaches_a_connection_whose_place_another_has_taken) {
  Centre centre;
  Judge judge;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.agree("one", Purpose::fisheries, 1);
  const auto door = open_door(centre, judge.options());
  Client slow(door->address(), nullptr, 4096);
  slow.stream("fisheries", token);
  ASSERT_TRUE(centre.await<engine::OpenFeed>(1));
  fill_kernels(judge, *door, centre, 12'000);
  Client next(door->address());
  next.stream("fisheries", token);
  ASSERT_TRUE(centre.await<engine::OpenFeed>(2));
  const FeedId feeds[] = {FeedId(1)};
  centre.gate.shut(feeds, 2);
  const engine::StopReach reach = door->cut(feeds);
  EXPECT_GT(reach.kernel_bytes, 0U);
  EXPECT_EQ(reach.connections_closed, 1U);
  slow.drain();
  EXPECT_TRUE(slow.was_reset);
}

TEST(Stop, reaches_a_pull_that_is_over_and_unread) {
  Centre centre;
  Judge judge;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  centre.pull = [&](const accounts::Actor&, Purpose) -> std::vector<engine::DurableRelease> {
    std::vector<engine::DurableRelease> releases;
    releases.push_back(centre.release(77, 0, payload("unread", 12'000), 3));
    return releases;
  };
  const auto door = open_door(centre, judge.options());
  Client client(door->address(), nullptr, 4096);
  client.send(Client::request("GET", "/partner/v1/tracks?purpose=fisheries", token));
  ASSERT_TRUE(eventually([&] { return judge.payload_bytes >= 12'000; }));
  EXPECT_EQ(door->cut({}).connections_closed, 0U);
  centre.publish([](engine::Sharing& sharing) {
    engine::ViewState view;
    view.agency = "XAA/coast_guard";
    view.purpose = Purpose::fisheries;
    view.stopped = {5};
    sharing.views.push_back(view);
  });
  const engine::StopReach reach = door->cut({});
  EXPECT_EQ(reach.connections_closed, 1U);
  EXPECT_GT(reach.kernel_bytes, 0U);
}

TEST(Stop, makes_a_pull_ask_anew) {
  Centre centre;
  const std::string token = centre.partner("one", "XAA/coast_guard");
  int pulls = 0;
  centre.pull = [&](const accounts::Actor&, Purpose) -> std::vector<engine::DurableRelease> {
    ++pulls;
    std::vector<engine::DurableRelease> releases;
    if (pulls == 1) {
      releases.push_back(centre.release(9, 1, "decided before", 3));
      // The stop overtakes the answer.
      const FeedId feeds[] = {FeedId(9)};
      centre.gate.shut(feeds, 4);
    }
    return releases;
  };
  const auto door = open_door(centre);
  Client client(door->address());
  const std::string answer = client.get("/partner/v1/tracks?purpose=fisheries", token);
  EXPECT_TRUE(answer.ends_with("{\"v\":1,\"tracks\":[]}")) << answer;
  EXPECT_EQ(pulls, 2);
}

}  // namespace
}  // namespace fairlead::partner
