// SPDX-License-Identifier: Apache-2.0
// Which form a stream is in, by its first bytes.
#include "decode/format.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace fairlead::decode {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Category, then a length of two bytes whose first is smaller than any byte of text.
bool looks_like_asterix(std::string_view bytes) {
  if (bytes.size() < 4) return false;
  const auto category = static_cast<unsigned char>(bytes[0]);
  const auto high = static_cast<unsigned char>(bytes[1]);
  const unsigned length = high * 256U + static_cast<unsigned char>(bytes[2]);
  constexpr std::array<unsigned, 12> kCategories = {1, 2, 8, 10, 11, 20, 21, 34, 48, 62, 63, 247};
  return high < 8 && length >= 4 && std::ranges::find(kCategories, category) != kCategories.end();
}

std::optional<Format> json_form(std::string_view text, bool complete) {
  const auto type_is = [&](std::string_view word) {
    // "type" : "word", with blanks in any place
    for (auto at = text.find("\"type\""); at != std::string_view::npos; at = text.find("\"type\"", at + 1)) {
      auto rest = text.substr(at + 6);
      rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n:"), rest.size()));
      if (rest.starts_with(word)) return true;
    }
    return false;
  };
  if (type_is("\"FeatureCollection\"") || type_is("\"Feature\"")) return Format::geojson;
  const auto line = text.substr(0, text.find('\n'));
  const bool whole_line = line.size() < text.size() && line.find('}') != std::string_view::npos;
  if (complete || whole_line || text.size() >= kFormatBytesMax) return Format::detections;
  return std::nullopt;
}

Format header_form(std::string_view line) {
  const std::string words = to_lower(line);
  if (has(words, "timestamp") && has(words, "type of mobile")) return Format::dma;
  if (has(words, "mmsi") && (has(words, "basedatetime") || has(words, "base_date_time"))) return Format::marinecadastre;
  const bool position = (has(words, "lat") && has(words, "lon")) || (has(words, "range") && has(words, "bearing"));
  const bool separated = has(words, ",") || has(words, ";") || has(words, "\t");
  if (position && separated && !has(words, "!") && !has(words, "$")) return Format::csv;
  return Format::nmea;
}

}  // namespace

std::optional<Format> format_of(std::string_view word) noexcept {
  const auto found = std::ranges::find(kFormatWords, word);
  if (found == kFormatWords.end()) return std::nullopt;
  return static_cast<Format>(found - kFormatWords.begin());
}

std::optional<Format> detect_format(std::string_view bytes, bool complete) noexcept {
  if (looks_like_asterix(bytes)) return Format::asterix;
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  if (bytes.size() < 4 && !complete) return std::nullopt;
  const auto blank = std::min(bytes.find_first_not_of(" \t\r\n\x1E"), bytes.size());
  bytes.remove_prefix(blank);
  if (bytes.empty()) return complete || blank >= kFormatBytesMax ? std::optional(Format::nmea) : std::nullopt;
  switch (bytes.front()) {
    case '<':
      return Format::cot;
    case '{':
      return json_form(bytes, complete);
    case '!':
    case '$':
    case '\\':
      return Format::nmea;
    default:
      break;
  }
  const auto end = bytes.find_first_of("\r\n");
  if (end == std::string_view::npos && !complete && bytes.size() < kFormatBytesMax) return std::nullopt;
  return header_form(bytes.substr(0, end));
}

}  // namespace fairlead::decode
