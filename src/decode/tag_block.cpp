// SPDX-License-Identifier: Apache-2.0
// NMEA 4.10 tag blocks.
#include "decode/tag_block.hpp"

#include "armour.hpp"
#include "tags.hpp"
#include "text_numbers.hpp"

namespace fairlead::decode {
namespace {

// From 10^11 on a time is in milliseconds: as seconds it would lie behind the year 5138.
constexpr std::int64_t kMillisecondsFrom = 100'000'000'000;

std::optional<std::int64_t> unix_ms(std::string_view text) noexcept {
  const std::size_t digits = count_digits(text);
  auto whole = whole_number<std::int64_t>(text.substr(0, digits));
  if (!whole || digits > 15) {
    return std::nullopt;
  }
  if (digits == text.size()) {
    return *whole >= kMillisecondsFrom ? *whole : *whole * 1000;
  }
  if (text[digits] != '.' || *whole >= kMillisecondsFrom) {
    return std::nullopt;
  }
  std::int64_t ms = *whole * 1000;
  std::int64_t step = 100;
  for (const char c : text.substr(digits + 1)) {
    if (!is_digit(c)) {
      return std::nullopt;
    }
    ms += (c - '0') * step;
    step /= 10;
  }
  return ms;
}

std::optional<TagGroup> parse_group(std::string_view text) noexcept {
  const auto number = whole_number<std::uint16_t>(take_field(text, '-'));
  const auto total = whole_number<std::uint16_t>(take_field(text, '-'));
  const auto id = whole_number<std::uint32_t>(text);
  if (!number || !total || !id || *number == 0 || *number > *total) {
    return std::nullopt;
  }
  return TagGroup{*number, *total, *id};
}

// The form of NMEA 4.0 and AisLib: `1G2:1234`.
std::optional<TagGroup> parse_old_group(std::string_view key, std::string_view value) noexcept {
  const auto number = whole_number<std::uint16_t>(take_field(key, 'G'));
  const auto total = whole_number<std::uint16_t>(key);
  const auto id = whole_number<std::uint32_t>(value);
  if (!number || !total || !id || *number == 0 || *number > *total) {
    return std::nullopt;
  }
  return TagGroup{*number, *total, *id};
}

void read_parameter(TagBlock& block, std::string_view field) noexcept {
  const std::size_t colon = field.find(':');
  if (colon == std::string_view::npos || colon + 1 == field.size()) {
    return;
  }
  const std::string_view value = field.substr(colon + 1);
  if (colon != 1) {
    const std::string_view key = field.substr(0, colon);
    if (key.find('G') != std::string_view::npos) {
      block.group = parse_old_group(key, value);
    }
    return;
  }
  switch (field[0]) {
    case 's':
      block.station = value;
      break;
    case 'c':
      block.time_ms = unix_ms(value);
      break;
    case 'g':
      block.group = parse_group(value);
      break;
    case 'd':
      block.destination = value;
      break;
    case 'i':
      block.info = value;
      break;
    case 't':
      block.text = value;
      break;
    case 'n':
      block.line_count = whole_number<std::uint32_t>(value);
      break;
    case 'r':
      block.relative_time = whole_number<std::uint32_t>(value);
      break;
    default:
      break;
  }
}

}  // namespace

std::optional<TagBlock> parse_tag_block(std::string_view block) noexcept {
  const std::size_t star = block.rfind('*');
  if (star == std::string_view::npos || block.size() < star + 3 ||
      hex_byte(block[star + 1], block[star + 2]) != xor_of(block.data(), star)) {
    return std::nullopt;
  }
  TagBlock result;
  std::string_view rest = block.substr(0, star);
  while (!rest.empty()) {
    read_parameter(result, take_field(rest));
  }
  return result;
}

bool read_tags(std::string_view block, Tags& tags) noexcept {
  tags = Tags{};
  const std::size_t star = block.rfind('*');
  if (star == std::string_view::npos || block.size() < star + 3 ||
      hex_byte(block[star + 1], block[star + 2]) != xor_of(block.data(), star)) {
    return false;
  }
  tags.block = block;
  std::string_view rest = block.substr(0, star);
  while (!rest.empty()) {
    const std::string_view field = take_field(rest);
    if (field.size() < 3 || field[1] != ':') {
      tags.has_details = tags.has_details || field.find('G') != std::string_view::npos;
    } else if (field[0] == 'c') {
      tags.time_ms = unix_ms(field.substr(2)).value_or(ais::kNoTime);
    } else if (field[0] == 's') {
      tags.station = field.substr(2);
    } else if (field[0] == 'g') {
      tags.group = parse_group(field.substr(2)).value_or(TagGroup{});
    } else {
      tags.has_details = true;
    }
  }
  if (tags.has_details && !tags.has_group()) {
    if (const auto whole = parse_tag_block(block); whole && whole->group) {
      tags.group = *whole->group;
    }
  }
  return true;
}

void read_tag_details(const Tags& tags, ais::TagDetails& details) noexcept {
  details.present = tags.has_details || tags.has_group();
  if (!details.present) {
    return;
  }
  details = ais::TagDetails{};
  details.present = true;
  details.group_id = tags.group.id;
  if (!tags.has_details) {
    return;
  }
  const auto whole = parse_tag_block(tags.block);
  if (!whole) {
    return;
  }
  details.destination.assign(whole->destination.value_or(std::string_view{}));
  details.text.assign(whole->text ? *whole->text : whole->info.value_or(std::string_view{}));
  details.line_count = whole->line_count.value_or(0);
  details.relative_time = whole->relative_time.value_or(0);
}

}  // namespace fairlead::decode
