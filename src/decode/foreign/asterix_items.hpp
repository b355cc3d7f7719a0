// SPDX-License-Identifier: Apache-2.0
// The items of the ASTERIX categories that are read here: their order in a record and how long each is. Lengths come
// from EUROCONTROL-SPEC-0149 parts 4 (category 048, edition 1.32), 7 (010, edition 1.1) and 9 (062, edition 1.20).
// Private to `decode`.
//
// Threads: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace fairlead::decode::asterix {

enum class Shape : std::uint8_t {
  none,             // spare: must not be there
  fixed,            // `size` bytes
  extended,         // `size` bytes, and as many again while the last bit of the last one is set
  repeated,         // a count, then so many times `size` bytes
  explicit_length,  // the first byte counts itself and the rest
  compound,         // bits say which of `parts` follow
};

struct Item {
  std::uint16_t number = 0;  // I048/040 is 40
  Shape shape = Shape::none;
  std::uint8_t size = 0;
  std::span<const Item> parts = {};
};

// The items of a category in the order of its field specification; empty when the category is not read here.
std::span<const Item> items_of(std::uint8_t category);

// How many bytes an item takes at the front of `bytes`; nothing when it does not fit.
std::optional<std::size_t> length_of(const Item& item, std::string_view bytes);

// Calls `visit(item, content)` for each item that a field specification at the front of `bytes` names, and returns how
// many bytes that took with it. Nothing when it does not fit.
template <class Visit>
std::optional<std::size_t> for_each_item(std::span<const Item> items, std::string_view bytes, Visit&& visit) {
  constexpr std::size_t kSpecificationMax = 8;
  std::size_t specification = 0;
  do {
    if (specification == bytes.size() || specification == kSpecificationMax) return std::nullopt;
  } while ((static_cast<unsigned char>(bytes[specification++]) & 1U) != 0);
  std::size_t done = specification;
  for (std::size_t i = 0; i < specification * 7; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i / 7]);
    if (((byte >> (7U - i % 7)) & 1U) == 0) continue;
    if (i >= items.size()) return std::nullopt;
    const auto length = length_of(items[i], bytes.substr(done));
    if (!length) return std::nullopt;
    visit(items[i], bytes.substr(done, *length));
    done += *length;
  }
  return done;
}

}  // namespace fairlead::decode::asterix
