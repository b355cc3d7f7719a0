// SPDX-License-Identifier: Apache-2.0
// One AIS sentence taken apart.
#include "sentence.hpp"

#include "armour.hpp"
#include "decode/line_time.hpp"
#include "text_numbers.hpp"

namespace fairlead::decode {
namespace {

// A number of parts or the number of a part: one digit.
std::optional<std::uint8_t> one_digit(std::string_view text) noexcept {
  return text.size() == 1 && is_digit(text[0]) ? std::optional(static_cast<std::uint8_t>(text[0] - '0')) : std::nullopt;
}

constexpr bool is_talker(char c) noexcept { return (c >= 'A' && c <= 'Z') || is_digit(c); }

std::optional<Rejection> read_header(std::string_view body, Fragment& f) noexcept {
  f.talker = {body[1], body[2]};
  f.own_ship = body[5] == 'O';
  std::string_view rest = body.substr(7);
  const std::string_view total = take_field(rest);
  const std::string_view number = take_field(rest);
  const std::string_view sequence = take_field(rest);
  const std::string_view channel = take_field(rest);
  if (rest.find(',') == std::string_view::npos) {
    return Rejection::kBadHeader;  // no payload and fill bits
  }
  f.payload = take_field(rest);
  const std::string_view fill = take_field(rest);  // what follows is a fault of some gateways and is passed over
  const auto total_value = one_digit(total);
  const auto number_value = one_digit(number);
  const auto sequence_value = one_digit(sequence);
  if (!total_value || !number_value || *total_value == 0 || *number_value == 0 || *number_value > *total_value ||
      (!sequence.empty() && !sequence_value)) {
    return Rejection::kBadFragment;
  }
  f.total = *total_value;
  f.number = *number_value;
  f.sequence = sequence_value ? static_cast<std::int8_t>(*sequence_value) : std::int8_t{-1};
  f.channel = channel.empty() ? '\0' : channel[0];
  if (f.payload.empty() && f.number == 1) {
    return Rejection::kEmptyPayload;
  }
  if (!fill.empty() && (fill.size() != 1 || fill[0] < '0' || fill[0] > '5')) {
    return Rejection::kBadFill;
  }
  f.fill = fill.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(fill[0] - '0');
  return std::nullopt;
}

}  // namespace

bool is_ais_sentence(std::string_view text) noexcept {
  return text.size() >= 7 && text[0] == '!' && is_talker(text[1]) && is_talker(text[2]) && text[3] == 'V' &&
         text[4] == 'D' && (text[5] == 'M' || text[5] == 'O') && text[6] == ',';
}

Trailer read_trailer(std::string_view text) noexcept {
  Trailer trailer;
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  if (text.empty() || text.front() != ',') {
    return trailer;
  }
  text.remove_prefix(1);
  while (!text.empty()) {
    const std::string_view field = take_field(text);
    if (field.size() < 2) {
      continue;
    }
    const char kind = field[0];
    if (kind == 'r' || kind == 'R' || kind == 'b' || kind == 'B') {
      if (trailer.station.empty()) {
        trailer.station = field;
      }
    } else if (is_digit(kind) && trailer.time_ms == ais::kNoTime) {
      if (const auto ns = parse_line_time(field)) {
        trailer.time_ms = *ns / 1'000'000;
      }
    }
  }
  return trailer;
}

SentenceReading read_sentence(std::string_view text, bool accept_missing_checksum) noexcept {
  SentenceReading reading;
  const std::size_t star = text.find('*');
  std::string_view body = text.substr(0, star);
  if (star == std::string_view::npos) {
    while (!body.empty() && (body.back() == ' ' || body.back() == '\r' || body.back() == '\t')) {
      body.remove_suffix(1);
    }
    if (!accept_missing_checksum || body.size() < 7) {
      reading.problem = Rejection::kNoChecksum;
      return reading;
    }
  }
  const auto header_problem = read_header(body, reading.fragment);
  reading.header_read = header_problem != Rejection::kBadHeader && header_problem != Rejection::kBadFragment;
  if (star != std::string_view::npos) {
    if (text.size() < star + 3 || hex_byte(text[star + 1], text[star + 2]) != xor_of(text.data() + 1, star - 1)) {
      reading.problem = Rejection::kBadChecksum;
      return reading;
    }
    reading.trailer = read_trailer(text.substr(star + 3));
  }
  reading.problem = header_problem;
  return reading;
}

}  // namespace fairlead::decode
