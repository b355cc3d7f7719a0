// SPDX-License-Identifier: Apache-2.0
// The forms in which sources speak, and telling them apart by their first bytes.
//
// Threads: pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fairlead::decode {

enum class Format : std::uint8_t {
  nmea,            // NMEA 0183 sentences: AIS, own position, radar targets
  detections,      // plots, sightings and scans as JSON lines (docs/reference/formats/detections.md)
  csv,             // the same as comma-separated values
  geojson,         // RFC 7946 points
  cot,             // Cursor on Target events, XML
  asterix,         // EUROCONTROL ASTERIX categories 010, 048, 062
  marinecadastre,  // AIS archive of the United States
  dma,             // AIS archive of the Danish Maritime Authority
};
inline constexpr std::array<std::string_view, 8> kFormatWords = {"nmea",    "detections",     "csv", "geojson", "cot",
                                                                 "asterix", "marinecadastre", "dma"};

[[nodiscard]] constexpr std::string_view name(Format format) noexcept {
  return kFormatWords[static_cast<std::size_t>(format)];
}
[[nodiscard]] std::optional<Format> format_of(std::string_view word) noexcept;

// Tells the form from the first bytes of a stream. Nothing while more bytes could still change the answer; `complete`
// says that no more will come, and then there is always an answer: sentences, unless something else is certain.
inline constexpr std::size_t kFormatBytesMax = 4096;  // enough for an answer
[[nodiscard]] std::optional<Format> detect_format(std::string_view first_bytes, bool complete) noexcept;

}  // namespace fairlead::decode
