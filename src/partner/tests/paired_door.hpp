// SPDX-License-Identifier: Apache-2.0
// Paired worlds as they look on a partner's socket: the releases of a world go through a door over loopback, and all
// bytes that its partner reads are kept: heads, events, answers, errors, lengths.
#pragma once

#include <fmt/format.h>

#include "harness.hpp"
#include "testing/paired_worlds.hpp"

namespace fairlead::partner::support {

inline std::string bytes_of_a_partner(const testing::Kept& kept, const std::string& agency) {
  Centre centre;
  const std::string own = centre.partner("one", agency);
  (void)centre.partner("two", "XCC/police");
  centre.publish([&](engine::Sharing& sharing) {
    const auto accounts = sharing.accounts;
    sharing = *kept.sharing;
    sharing.accounts = accounts;
  });
  if (const auto log = kept.logs.find(agency); log != kept.logs.end()) centre.logs[agency] = log->second;
  std::map<release::Purpose, std::vector<const testing::Kept::Given*>> streams;
  for (const testing::Kept::Given& given : kept.releases) {
    if (given.agency == agency) streams[given.purpose].push_back(&given);
  }
  for (const auto& [purpose, releases] : streams) centre.agree("one", purpose, releases[0]->release.feed.number());
  centre.pull = [&](const accounts::Actor& by, release::Purpose purpose) {
    std::vector<engine::DurableRelease> releases;
    for (const testing::Kept::Given& given : kept.pulled) {
      if (given.agency != *by.agency() || given.purpose != purpose || !releases.empty()) continue;
      releases.push_back(engine::DurableReleaseMaker::make(given.release));
    }
    return releases;
  };
  const auto door = open_door(centre);
  if (!door) return {};
  std::string bytes;
  std::size_t opened = 0;
  for (const auto& [purpose, releases] : streams) {
    Client client(door->address());
    bytes += client.stream(release::name(purpose), own);
    if (!centre.await<engine::OpenFeed>(++opened)) return {};
    // Whatever goes to others goes through the same door, in between.
    std::vector<engine::DurableRelease> all;
    for (const testing::Kept::Given& given : kept.releases) {
      all.push_back(engine::DurableReleaseMaker::make(given.release));
      if (all.size() >= 5) door->take(std::exchange(all, {}));
    }
    door->take(std::move(all));
    std::size_t events = 0;
    std::size_t seen = 0;
    while (events < releases.size()) {
      for (std::size_t at; (at = client.pending.find("\n\n", seen)) != std::string::npos; seen = at + 2) {
        if (client.pending.find("data: ", seen) < at) ++events;
      }
      if (events < releases.size() && !client.receive()) break;
    }
    bytes += client.pending;
  }
  Client client(door->address());
  std::vector<std::string> targets;
  for (const std::string_view word : release::words<release::Purpose>()) {
    targets.push_back(fmt::format("tracks?purpose={}", word));
    targets.push_back(fmt::format("leads?purpose={}", word));
  }
  for (const char* target : {"tracks?purpose=no_such_word", "tracks", "agreements", "recalls", "requests",
                             "log/checkpoint", "log/tile/0/000.p/4", "log/tile/entries/000.p/4", "log/tile/9/999",
                             "log/receipts/r-0123456789abcdef", "no/such/path"}) {
    targets.emplace_back(target);
  }
  for (const auto& [purpose, releases] : streams) {
    const std::string& payload = releases.back()->release.payload;
    targets.push_back("log/receipts/" + payload.substr(payload.find("r-"), 18));
  }
  for (const std::string& target : targets) bytes += client.get("/partner/v1/" + target, own);
  for (const char* name : {"r-0123456789abcdef", "unknown"}) {
    const std::string body = fmt::format("{{\"delivery\":\"{}\"}}", name);
    client.send(Client::request("POST", "/partner/v1/acks", own,
                                fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size())) +
                body);
    bytes += client.answer();
  }
  return bytes;
}

// Where the bytes of the two worlds differ first; nothing when they are equal.
inline std::optional<std::string> difference_at_the_door(testing::WorldPlayer& player,
                                                         const testing::PairedWorlds& worlds, std::size_t& compared) {
  const testing::Session a = player.play(worlds, testing::kWorldA, true);
  const testing::Session b = player.play(worlds, testing::kWorldB, true);
  for (const std::string& agency : worlds.watched) {
    const std::string in_a = bytes_of_a_partner(a.kept, agency);
    const std::string in_b = bytes_of_a_partner(b.kept, agency);
    compared += in_a.size();
    if (in_a.empty()) return "nothing was read";
    if (in_a == in_b) continue;
    const auto at = static_cast<std::size_t>(std::ranges::mismatch(in_a, in_b).in1 - in_a.begin());
    const std::size_t from = at > 200 ? at - 200 : 0;
    return fmt::format("{} reads {} and {} bytes, different from byte {} on\nA: {}\nB: {}", agency, in_a.size(),
                       in_b.size(), at, in_a.substr(from, 400), in_b.substr(std::min(from, in_b.size()), 400));
  }
  return std::nullopt;
}

}  // namespace fairlead::partner::support
