// SPDX-License-Identifier: Apache-2.0
// The names and contents of a C2SP tlog-tiles log: hash tiles of 256 hashes, bundles of 256 entries, their paths.
//
// Threads: plain values.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace fairlead::ledger {

inline constexpr unsigned kTileWidth = 256;
inline constexpr unsigned kHashBytes = 32;

// A tile of hashes (`level` 0 to 7: each hash covers 256^level entries) or a bundle of entries (kEntries).
struct TileId {
  static constexpr unsigned kEntries = 255;
  unsigned level = 0;
  std::uint64_t number = 0;
  friend auto operator<=>(const TileId&, const TileId&) = default;
};

// How many hashes (entries) this tile has in a log of `size` entries: 0 to 256.
unsigned tile_width(TileId tile, std::uint64_t size);
// The highest level that a log of `size` entries has tiles on. Needs: size > 0.
unsigned top_level(std::uint64_t size);

// "tile/0/x001/234", "tile/entries/067.p/8": width 1 to 255 is a partial tile.
std::string tile_path(TileId tile, unsigned width);
struct TilePath {
  TileId tile;
  unsigned width = kTileWidth;
  friend bool operator==(const TilePath&, const TilePath&) = default;
};
Result<TilePath> parse_tile_path(std::string_view path);

// A bundle is its entries one after the other, each behind its length as two bytes, high byte first.
inline constexpr std::size_t kEntryBytesMax = 65535;
void append_bundle_entry(std::string& bundle, std::string_view entry);
// Needs exactly `width` entries and nothing behind them.
Result<std::vector<std::string_view>> parse_bundle(std::string_view bytes, unsigned width);
// The bytes that the first `width` entries take.
Result<std::size_t> bundle_prefix(std::string_view bytes, unsigned width);

}  // namespace fairlead::ledger
