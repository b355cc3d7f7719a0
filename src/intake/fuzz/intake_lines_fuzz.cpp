// SPDX-License-Identifier: Apache-2.0
// Any bytes as a source URL, and as a stream cut into lines with times on them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "intake/source_url.hpp"
#include "line_buffer.hpp"
#include "player.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fairlead;
  using namespace fairlead::intake;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  static_cast<void>(parse_source_url(rest));

  LineBuffer lines(64);
  LineTimes times;
  Player player({.speed = 1, .rate = {}, .retime_now = true}, Instant::from_unix_seconds(1'600'000'000));
  const auto now = Instant::from_unix_seconds(1'700'000'000);
  auto shown = now;
  std::size_t passed = 0;
  while (passed < size) {
    const auto room = lines.room();
    const auto count = std::min(room.size(), rest.size());
    std::copy_n(rest.begin(), count, room.begin());
    lines.added(count);
    rest.remove_prefix(count);
    while (const auto piece = lines.next(rest.empty())) {
      passed += piece->bytes.size();
      const auto cue = player.next(times.of(piece->bytes), now, 0);
      if (cue.shown_at() < shown) std::abort();
      shown = cue.shown_at();
    }
  }
  return 0;
}
