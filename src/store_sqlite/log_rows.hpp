// SPDX-License-Identifier: Apache-2.0
// What the rows of ledger logs hold: checksums, and the bodies of consecutive entries in one value.
//
// Threads: free functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store.hpp"

namespace fairlead::store_sqlite {

// A row of bodies ends at whichever comes first; a larger body has a row of its own.
inline constexpr std::size_t kRowBodies = 256;
inline constexpr std::size_t kRowBytes = 128 << 10;

// They cover what a row is about as well, so that rows cannot be exchanged unnoticed.
std::uint32_t tile_checksum(std::uint64_t log, ledger::TileId tile, std::uint64_t width, std::string_view bytes);
std::uint32_t bodies_checksum(std::uint64_t log, std::uint64_t first, std::uint64_t count, std::uint64_t size,
                              std::string_view stored);

// A row's value before Zstandard: the length of each body as a varint, then the bodies.
void join_bodies(const std::vector<std::string_view>& bodies, std::string& value);
// The other way round; the views are into `value`. False when it is not what join_bodies() made of `count` bodies.
bool split_bodies(std::string_view value, std::uint64_t count, std::vector<std::string_view>& bodies);

}  // namespace fairlead::store_sqlite
