// SPDX-License-Identifier: Apache-2.0
// Payload bits to `!AIVDM` sentences with tag blocks (NMEA 0183 4.10).
//
// Threads: pure functions.
#include <algorithm>
#include <charconv>

#include "decode/ais/encode.hpp"

namespace fairlead::decode::ais {
namespace {

// 14 to 15 characters before the payload, 5 behind it and the line end leave 60 of the 82.
constexpr std::size_t kCharactersPerSentence = 60;
constexpr std::size_t kSentencesMax = 9;
constexpr char kHexadecimal[] = "0123456789ABCDEF";

char armour(std::uint32_t code) { return static_cast<char>(code < 40 ? code + 48 : code + 56); }

template <class Integer>
void append_integer(std::string& out, Integer value) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

// `*hh` of what stands in `out` behind `start`.
void append_checksum(std::string& out, std::size_t start) {
  const std::uint8_t sum = nmea_checksum(std::string_view(out).substr(start));
  out.push_back('*');
  out.push_back(kHexadecimal[sum >> 4U]);
  out.push_back(kHexadecimal[sum & 15U]);
}

void append_tag_block(std::string& out, const SentenceForm& form, std::size_t part, std::size_t parts) {
  const bool grouped = form.group.has_value() && parts > 1;
  // With a group the first part speaks for all; without one each part says where it belongs.
  const bool first = part == 0 || !grouped;
  if (!grouped && !(first && (form.station || form.tag_time || form.destination))) {
    return;
  }
  out.push_back('\\');
  const std::size_t start = out.size();
  const auto key = [&](const char* name) {
    if (out.size() > start) {
      out.push_back(',');
    }
    out += name;
  };
  if (grouped) {
    key("g:");
    append_integer(out, part + 1);
    out.push_back('-');
    append_integer(out, parts);
    out.push_back('-');
    append_integer(out, *form.group);
  }
  if (first && form.station) {
    key("s:");
    out += *form.station;
  }
  if (first && form.destination) {
    key("d:");
    out += *form.destination;
  }
  if (first && form.tag_time) {
    key("c:");
    append_integer(out, *form.tag_time);
  }
  append_checksum(out, start);
  out.push_back('\\');
}

}  // namespace

std::uint8_t nmea_checksum(std::string_view text) noexcept {
  unsigned sum = 0;
  for (const char c : text) {
    sum ^= static_cast<unsigned char>(c);
  }
  return static_cast<std::uint8_t>(sum);
}

int append_sentences(std::string& out, const BitReader& payload, const SentenceForm& form) {
  const std::size_t characters = (payload.size() + 5) / 6;
  const std::size_t parts = (characters + kCharactersPerSentence - 1) / kCharactersPerSentence;
  if (parts == 0 || parts > kSentencesMax) {
    return 0;
  }
  const std::size_t fill = characters * 6 - payload.size();
  for (std::size_t part = 0; part < parts; ++part) {
    append_tag_block(out, form, part, parts);
    out.push_back('!');
    const std::size_t start = out.size();
    out.push_back(form.talker[0]);
    out.push_back(form.talker[1]);
    out += form.own_ship ? "VDO," : "VDM,";
    out.push_back(static_cast<char>('0' + parts));
    out.push_back(',');
    out.push_back(static_cast<char>('1' + part));
    out.push_back(',');
    if (parts > 1) {
      out.push_back(static_cast<char>('0' + form.sequence % 10));
    }
    out.push_back(',');
    if (form.channel != '\0') {
      out.push_back(form.channel);
    }
    out.push_back(',');
    const std::size_t from = part * kCharactersPerSentence;
    const std::size_t to = std::min(characters, from + kCharactersPerSentence);
    for (std::size_t i = from; i < to; ++i) {
      out.push_back(armour(payload.u(i * 6, 6)));
    }
    out.push_back(',');
    out.push_back(static_cast<char>('0' + (part + 1 == parts ? fill : 0)));
    append_checksum(out, start);
    out += form.line_end;
  }
  return static_cast<int>(parts);
}

}  // namespace fairlead::decode::ais
