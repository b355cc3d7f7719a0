// SPDX-License-Identifier: Apache-2.0
// Bytes of a saved Watch or AlertBook, from anywhere: refused, or good to go on with.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "behaviour/alerts.hpp"
#include "behaviour/watch.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fairlead;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  wire::ByteReader alerts(bytes);
  if (auto book = behaviour::AlertBook::restore(alerts)) book->hand_over("a", "b", Instant{});
  wire::ByteReader in(bytes);
  auto watch = behaviour::Watch::restore(in);
  if (!watch) return 0;
  behaviour::FindingChanges changes;
  behaviour::Sighting s;
  s.track = domain::TrackId(1);
  s.kind = domain::TrackKind::ship;
  s.mmsi = domain::Mmsi::from_number(257'123'000);
  s.position = geo::Position::from_units(0, 0);
  s.speed = Speed::knots(1);
  for (int i = 0; i < 3; ++i) {
    s.at = s.received_at = Instant::from_civil(2026, 1, 1) + std::chrono::minutes(i);
    watch->absorb(s, changes);
  }
  watch->advance(s.at + std::chrono::hours(100), changes);
  return 0;
}
