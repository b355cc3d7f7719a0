// SPDX-License-Identifier: Apache-2.0
// One AIS sentence taken apart: `!AIVDM,2,1,3,A,payload,0*hh`. Private to `decode`.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "decode/ais/message.hpp"
#include "decode/rejection.hpp"

namespace fairlead::decode {

struct Fragment {
  std::string_view payload;  // armoured
  std::uint8_t total = 1;
  std::uint8_t number = 1;
  std::int8_t sequence = -1;  // none
  std::uint8_t fill = 0;
  char channel = '\0';
  std::array<char, 2> talker{'A', 'I'};
  bool own_ship = false;
};

// What stands behind the checksum, in the form of the US Coast Guard: `,r003669945,1241544035`.
struct Trailer {
  std::string_view station;
  std::int64_t time_ms = ais::kNoTime;
};

struct SentenceReading {
  Fragment fragment;
  Trailer trailer;
  std::optional<Rejection> problem;
  bool header_read = false;  // `fragment` is filled although there is a problem
};

// True for `!xxVDM,` and `!xxVDO,` at the start of `text`.
[[nodiscard]] bool is_ais_sentence(std::string_view text) noexcept;

// `text` begins at `!` and ends before the next start character or the end of the line. The payload's characters are
// not looked at yet.
[[nodiscard]] SentenceReading read_sentence(std::string_view text, bool accept_missing_checksum) noexcept;

[[nodiscard]] Trailer read_trailer(std::string_view text) noexcept;

}  // namespace fairlead::decode
