// SPDX-License-Identifier: Apache-2.0
// The fast path: lines of the common forms
//   !AIVDM,1,1,,A,payload,0*hh        and        \s:station,c:1654088303*hh\!AIVDM,...
// read in one pass without looking for the line's end first. Whatever is unusual returns null before anything was
// counted, and the general path reads the line again from its start.
#include <algorithm>
#include <cstring>

#include "fast_tags.hpp"
#include "reader_impl.hpp"
#include "text_numbers.hpp"

namespace fairlead::decode {
namespace {

constexpr bool is_plain_channel(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c);
}

constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }

}  // namespace

const char* Reader::Impl::fast_line(const char* line) {
  if (expects_more_) {
    return nullptr;
  }
  if (*line == '!') {
    return fast_sentence(line, nullptr);
  }
  if (*line != '\\') {
    return nullptr;
  }
  const char* close = nullptr;
  const Tags* tags = nullptr;
  const FastTags outcome = tag_cache_.read(line + 1, tags, close);
  if (outcome == FastTags::kUnusual || close[1] != '!') {
    return nullptr;
  }
  if (outcome == FastTags::kRead) [[likely]] {
    return fast_sentence(close + 1, tags);
  }
  const char* next = fast_sentence(close + 1, nullptr);
  counters_.tag_blocks_distrusted += next != nullptr ? 1 : 0;
  return next;
}

inline void Reader::Impl::fill_fast_context(ais::SentenceContext& context, const Fragment& f, const Tags* tags) const {
  context.line_time_ns = ais::kNoTime;
  context.tag_time_ms = ais::kNoTime;
  context.trailer_time_ms = ais::kNoTime;
  context.line = counters_.lines;
  context.channel = f.channel;
  context.talker = f.talker;
  context.own_ship = f.own_ship;
  context.parts = f.total;
  context.station.size = 0;
  if (tags != nullptr) {
    context.tag_time_ms = tags->time_ms;
    // There is more to read behind the station than the 48 bytes: the sentence itself, or an inherited text.
    const std::size_t size = std::min(tags->station.size(), context.station.bytes.size());
    context.station.size = static_cast<std::uint8_t>(size);
    if (size != 0) {
      std::memcpy(context.station.bytes.data(), tags->station.data(), 16);
      if (size > 16) [[unlikely]] {
        std::memcpy(context.station.bytes.data() + 16, tags->station.data() + 16, size - 16);
      }
    }
  }
}

const char* Reader::Impl::fast_sentence(const char* s, const Tags* tags) {
  if (!is_upper(s[1]) || !is_upper(s[2]) || s[3] != 'V' || s[4] != 'D' || (s[5] != 'M' && s[5] != 'O') || s[6] != ',' ||
      !is_digit(s[7]) || s[8] != ',' || !is_digit(s[9]) || s[10] != ',') {
    return nullptr;
  }
  Fragment f;
  f.talker = {s[1], s[2]};
  f.own_ship = s[5] == 'O';
  f.total = static_cast<std::uint8_t>(s[7] - '0');
  f.number = static_cast<std::uint8_t>(s[9] - '0');
  if (f.number == 0 || f.number > f.total) {
    return nullptr;
  }
  const char* p = s + 11;
  if (*p != ',') {
    if (!is_digit(*p) || p[1] != ',') {
      return nullptr;
    }
    f.sequence = static_cast<std::int8_t>(*p - '0');
    ++p;
  }
  ++p;
  if (*p != ',') {
    if (!is_plain_channel(*p) || p[1] != ',') {
      return nullptr;
    }
    f.channel = *p;
    ++p;
  }
  ++p;
  const ArmourScan scan = scan_(s + 1, p, message_.payload.bytes.data());
  const char* q = p + scan.characters;
  if (scan.characters == 0 || scan.characters > ais::kPayloadBitsMax / 6 || q[0] != ',' || q[1] < '0' || q[1] > '5' ||
      q[2] != '*' ||
      hex_byte(q[3], q[4]) != (scan.checksum ^ static_cast<unsigned>(',') ^ static_cast<unsigned char>(q[1]))) {
    return nullptr;
  }
  const char* next = q + 5;
  if (*next == '\r') {
    ++next;
  }
  if (*next != '\n') {
    return nullptr;
  }
  ++next;

  ++counters_.lines;
  ++counters_.lines_with_sentences;
  ++counters_.sentences;
  if (counters_.lines >= assembler_.attention_line()) [[unlikely]] {
    // What is released overwrites the payload that was just packed: the general path reads the line anew.
    --counters_.lines;
    --counters_.lines_with_sentences;
    --counters_.sentences;
    return nullptr;
  }
  f.fill = static_cast<std::uint8_t>(q[1] - '0');
  if (tags != nullptr && tags->has_group()) {
    remember_group(*tags);
  }
  if (f.total == 1) [[likely]] {
    if (tags != nullptr && tags->has_group() && tags->group.number > 1) {
      tags = inherited_tags(*tags);
    }
    fill_fast_context(message_.context, f, tags);
    message_.tags.present = false;
    if (tags != nullptr && (tags->has_details || tags->has_group())) {
      read_tag_details(*tags, message_.tags);
    }
    deliver(scan.characters * 6U - f.fill, 1, {s, static_cast<std::size_t>(q + 5 - s)});
  } else {
    f.payload = {p, scan.characters};
    ais::SentenceContext context;
    fill_fast_context(context, f, tags);
    assembler_.add(f, tags != nullptr ? *tags : Tags{}, context, clock_of(context), *this);
  }
  return next;
}

}  // namespace fairlead::decode
