// SPDX-License-Identifier: Apache-2.0
#include "log_rows.hpp"

#include <initializer_list>
#include <span>

#include "base/digest.hpp"
#include "wire/bytes.hpp"

namespace fairlead::store_sqlite {
namespace {

std::uint32_t checksum(std::initializer_list<std::uint64_t> about, std::string_view stored) {
  wire::ByteWriter head;
  for (const std::uint64_t number : about) head.varint(number);
  head.fixed64(crc32c(std::as_bytes(std::span(stored))));
  return crc32c(std::as_bytes(std::span(head.view())));
}

}  // namespace

std::uint32_t tile_checksum(std::uint64_t log, ledger::TileId tile, std::uint64_t width, std::string_view bytes) {
  return checksum({log, tile.level, tile.number, width}, bytes);
}

std::uint32_t bodies_checksum(std::uint64_t log, std::uint64_t first, std::uint64_t count, std::uint64_t size,
                              std::string_view stored) {
  return checksum({log, first, count, size}, stored);
}

void join_bodies(const std::vector<std::string_view>& bodies, std::string& value) {
  wire::ByteWriter lengths;
  std::size_t bytes = 0;
  for (const std::string_view body : bodies) {
    lengths.varint(body.size());
    bytes += body.size();
  }
  value.clear();
  value.reserve(lengths.view().size() + bytes);
  value.append(lengths.view());
  for (const std::string_view body : bodies) value.append(body);
}

bool split_bodies(std::string_view value, std::uint64_t count, std::vector<std::string_view>& bodies) {
  bodies.clear();
  if (count > value.size()) return false;
  wire::ByteReader in(value);
  std::vector<std::uint64_t> lengths;
  lengths.reserve(count);
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) lengths.push_back(in.varint());
  for (const std::uint64_t length : lengths) {
    if (!in.ok()) return false;
    bodies.push_back(in.raw(length));
  }
  return in.ok() && in.at_end();
}

}  // namespace fairlead::store_sqlite
