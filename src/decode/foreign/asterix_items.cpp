// SPDX-License-Identifier: Apache-2.0
// The tables.
#include "foreign/asterix_items.hpp"

#include <array>

namespace fairlead::decode::asterix {
namespace {

constexpr Item fixed(std::uint16_t number, std::uint8_t size) { return {number, Shape::fixed, size}; }
constexpr Item extended(std::uint16_t number, std::uint8_t size = 1) { return {number, Shape::extended, size}; }
constexpr Item repeated(std::uint16_t number, std::uint8_t size) { return {number, Shape::repeated, size}; }
constexpr Item with_length(std::uint16_t number) { return {number, Shape::explicit_length, 0}; }
constexpr Item compound(std::uint16_t number, std::span<const Item> parts) {
  return {number, Shape::compound, 0, parts};
}
constexpr Item kSpare{};
// Special purpose and reserved expansion fields.
constexpr std::uint16_t kSpecial = 1000, kReserved = 1001;

constexpr std::array<Item, 11> k048Plot = {fixed(1, 1), fixed(2, 1),  fixed(3, 1), fixed(4, 1),
                                           fixed(5, 1), fixed(6, 1),  fixed(7, 1), fixed(8, 1),
                                           fixed(9, 2), fixed(10, 2), fixed(11, 2)};
constexpr std::array<Item, 2> k048Doppler = {fixed(1, 2), repeated(2, 6)};
constexpr std::array<Item, 28> k048 = {fixed(10, 2),
                                       fixed(140, 3),
                                       extended(20),
                                       fixed(40, 4),
                                       fixed(70, 2),
                                       fixed(90, 2),
                                       compound(130, k048Plot),
                                       fixed(220, 3),
                                       fixed(240, 6),
                                       repeated(250, 8),
                                       fixed(161, 2),
                                       fixed(42, 4),
                                       fixed(200, 4),
                                       extended(170),
                                       fixed(210, 4),
                                       extended(30),
                                       fixed(80, 2),
                                       fixed(100, 4),
                                       fixed(110, 2),
                                       compound(120, k048Doppler),
                                       fixed(230, 2),
                                       fixed(260, 7),
                                       fixed(55, 1),
                                       fixed(50, 2),
                                       fixed(65, 1),
                                       fixed(60, 2),
                                       with_length(kSpecial),
                                       with_length(kReserved)};

constexpr std::array<Item, 28> k010 = {
    fixed(10, 2),  fixed(0, 1),   extended(20),          fixed(140, 3),         fixed(41, 8),     fixed(40, 4),
    fixed(42, 4),  fixed(200, 4), fixed(202, 4),         fixed(161, 2),         extended(170),    fixed(60, 2),
    fixed(220, 3), fixed(245, 7), repeated(250, 8),      fixed(300, 1),         fixed(90, 2),     fixed(91, 2),
    extended(270), fixed(550, 1), fixed(310, 1),         fixed(500, 4),         repeated(280, 2), fixed(131, 1),
    fixed(210, 2), kSpare,        with_length(kSpecial), with_length(kReserved)};

constexpr std::array<Item, 28> k062Aircraft = {
    fixed(1, 3),  fixed(2, 6),     fixed(3, 2),  fixed(4, 2),     fixed(5, 2),  fixed(6, 2),  fixed(7, 2),
    extended(8),  repeated(9, 15), fixed(10, 2), fixed(11, 2),    fixed(12, 7), fixed(13, 2), fixed(14, 2),
    fixed(15, 2), fixed(16, 2),    fixed(17, 2), fixed(18, 2),    fixed(19, 1), fixed(20, 8), fixed(21, 1),
    fixed(22, 6), fixed(23, 2),    fixed(24, 1), repeated(25, 8), fixed(26, 2), fixed(27, 2), fixed(28, 2)};
constexpr std::array<Item, 10> k062Ages = {fixed(1, 1), fixed(2, 1), fixed(3, 1), fixed(4, 1), fixed(5, 2),
                                           fixed(6, 1), fixed(7, 1), fixed(8, 1), fixed(9, 1), fixed(10, 1)};
constexpr std::array<Item, 31> k062DataAges = [] {
  std::array<Item, 31> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = fixed(static_cast<std::uint16_t>(i + 1), 1);
  return parts;
}();
constexpr std::array<Item, 18> k062Plan = {fixed(1, 2),  fixed(2, 7),     fixed(3, 4),  fixed(4, 1),  fixed(5, 4),
                                           fixed(6, 1),  fixed(7, 4),     fixed(8, 4),  fixed(9, 3),  fixed(10, 2),
                                           fixed(11, 2), repeated(12, 4), fixed(13, 6), fixed(14, 1), fixed(15, 7),
                                           fixed(16, 7), fixed(17, 2),    fixed(18, 7)};
constexpr std::array<Item, 7> k062Mode5 = {fixed(1, 1), fixed(2, 4), fixed(3, 6), fixed(4, 2),
                                           fixed(5, 2), fixed(6, 1), fixed(7, 1)};
constexpr std::array<Item, 8> k062Accuracy = {fixed(1, 4), fixed(2, 2), fixed(3, 4), fixed(4, 1),
                                              fixed(5, 1), fixed(6, 2), fixed(7, 2), fixed(8, 1)};
constexpr std::array<Item, 6> k062Measured = {fixed(1, 2), fixed(2, 4), fixed(3, 2),
                                              fixed(4, 2), fixed(5, 2), fixed(6, 1)};
constexpr std::array<Item, 35> k062 = {fixed(10, 2),
                                       kSpare,
                                       fixed(15, 1),
                                       fixed(70, 3),
                                       fixed(105, 8),
                                       fixed(100, 6),
                                       fixed(185, 4),
                                       fixed(210, 2),
                                       fixed(60, 2),
                                       fixed(245, 7),
                                       compound(380, k062Aircraft),
                                       fixed(40, 2),
                                       extended(80),
                                       compound(290, k062Ages),
                                       fixed(200, 1),
                                       compound(295, k062DataAges),
                                       fixed(136, 2),
                                       fixed(130, 2),
                                       fixed(135, 2),
                                       fixed(220, 2),
                                       compound(390, k062Plan),
                                       extended(270),
                                       fixed(300, 1),
                                       compound(110, k062Mode5),
                                       fixed(120, 2),
                                       extended(510, 3),
                                       compound(500, k062Accuracy),
                                       compound(340, k062Measured),
                                       kSpare,
                                       kSpare,
                                       kSpare,
                                       kSpare,
                                       kSpare,
                                       with_length(kReserved),
                                       with_length(kSpecial)};

}  // namespace

std::span<const Item> items_of(std::uint8_t category) {
  switch (category) {
    case 10:
      return k010;
    case 48:
      return k048;
    case 62:
      return k062;
    default:
      return {};
  }
}

std::optional<std::size_t> length_of(const Item& item, std::string_view bytes) {
  std::size_t length = 0;
  switch (item.shape) {
    case Shape::none:
      return std::nullopt;
    case Shape::fixed:
      length = item.size;
      break;
    case Shape::extended:
      do {
        length += item.size;
        if (length > bytes.size()) return std::nullopt;
      } while ((static_cast<unsigned char>(bytes[length - 1]) & 1U) != 0);
      break;
    case Shape::repeated:
      if (bytes.empty()) return std::nullopt;
      length = 1 + static_cast<std::size_t>(static_cast<unsigned char>(bytes[0])) * item.size;
      break;
    case Shape::explicit_length:
      if (bytes.empty() || bytes[0] == 0) return std::nullopt;
      length = static_cast<unsigned char>(bytes[0]);
      break;
    case Shape::compound:
      return for_each_item(item.parts, bytes, [](const Item&, std::string_view) {});
  }
  if (length > bytes.size()) return std::nullopt;
  return length;
}

}  // namespace fairlead::decode::asterix
