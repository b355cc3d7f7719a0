// SPDX-License-Identifier: Apache-2.0
// C2SP tlog-tiles: paths and entry bundles.
#include "ledger/tiles.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace fairlead::ledger {
namespace {

Failure no_path(std::string_view path) {
  return fail(ErrorCode::invalid_argument, fmt::format("`{}` is not the path of a tile", path));
}

bool three_digits(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A decimal number without leading zeros.
std::optional<unsigned> plain_number(std::string_view text) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  return parse_number<unsigned>(text);
}

// Where the entry that begins at `from` ends; 0 when it does not end within `bytes`.
std::size_t entry_end(std::string_view bytes, std::size_t from) {
  if (bytes.size() - from < 2) return 0;
  const std::size_t size = static_cast<std::size_t>(static_cast<std::uint8_t>(bytes[from])) << 8 |
                           static_cast<std::uint8_t>(bytes[from + 1]);
  return bytes.size() - from - 2 < size ? 0 : from + 2 + size;
}

Failure short_bundle() { return fail(ErrorCode::corrupt, "an entry bundle ends within an entry"); }

}  // namespace

unsigned tile_width(TileId tile, std::uint64_t size) {
  const unsigned level = tile.level == TileId::kEntries ? 0 : tile.level;
  const std::uint64_t hashes = level > 7 ? 0 : size >> (8 * level);
  if (tile.number >= (std::uint64_t{1} << 56) || hashes <= tile.number * kTileWidth) return 0;
  return static_cast<unsigned>(std::min<std::uint64_t>(hashes - tile.number * kTileWidth, kTileWidth));
}

unsigned top_level(std::uint64_t size) {
  FL_ASSERT(size > 0);
  unsigned level = 0;
  while ((size >>= 8) != 0) ++level;
  return level;
}

std::string tile_path(TileId tile, unsigned width) {
  FL_ASSERT(width > 0 && width <= kTileWidth);
  std::string number = fmt::format("{:03}", tile.number % 1000);
  for (std::uint64_t rest = tile.number / 1000; rest != 0; rest /= 1000) {
    number = fmt::format("x{:03}/{}", rest % 1000, number);
  }
  std::string path = tile.level == TileId::kEntries ? "tile/entries/" : fmt::format("tile/{}/", tile.level);
  path += number;
  if (width != kTileWidth) path += fmt::format(".p/{}", width);
  return path;
}

Result<TilePath> parse_tile_path(std::string_view path) {
  std::string_view rest = path;
  if (!rest.starts_with("tile/")) return no_path(path);
  rest.remove_prefix(5);
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return no_path(path);
  TilePath result;
  const std::string_view level = rest.substr(0, slash);
  rest.remove_prefix(slash + 1);
  if (level == "entries") {
    result.tile.level = TileId::kEntries;
  } else {
    const auto number = plain_number(level);
    if (!number || *number > 7) return no_path(path);
    result.tile.level = *number;
  }
  if (const std::size_t partial = rest.find(".p/"); partial != std::string_view::npos) {
    const auto width = plain_number(rest.substr(partial + 3));
    if (!width || *width == 0 || *width >= kTileWidth) return no_path(path);
    result.width = *width;
    rest = rest.substr(0, partial);
  }
  bool first = true;
  while (rest.starts_with('x')) {
    if (rest.size() < 5 || rest[4] != '/' || !three_digits(rest.substr(1, 3))) return no_path(path);
    const unsigned group = *parse_number<unsigned>(rest.substr(1, 3));
    if (first && group == 0) return no_path(path);
    first = false;
    result.tile.number = result.tile.number * 1000 + group;
    if (result.tile.number > (std::uint64_t{1} << 46)) return no_path(path);
    rest.remove_prefix(5);
  }
  if (!three_digits(rest)) return no_path(path);
  result.tile.number = result.tile.number * 1000 + *parse_number<unsigned>(rest);
  return result;
}

void append_bundle_entry(std::string& bundle, std::string_view entry) {
  FL_ASSERT(entry.size() <= kEntryBytesMax);
  bundle.push_back(static_cast<char>(entry.size() >> 8));
  bundle.push_back(static_cast<char>(entry.size() & 0xFFU));
  bundle.append(entry);
}

Result<std::vector<std::string_view>> parse_bundle(std::string_view bytes, unsigned width) {
  std::vector<std::string_view> entries;
  entries.reserve(std::min(width, kTileWidth));
  std::size_t at = 0;
  for (unsigned i = 0; i < width; ++i) {
    const std::size_t end = entry_end(bytes, at);
    if (end == 0) return short_bundle();
    entries.push_back(bytes.substr(at + 2, end - at - 2));
    at = end;
  }
  if (at != bytes.size()) return fail(ErrorCode::corrupt, "an entry bundle goes on behind its last entry");
  return entries;
}

Result<std::size_t> bundle_prefix(std::string_view bytes, unsigned width) {
  std::size_t at = 0;
  for (unsigned i = 0; i < width; ++i) {
    at = entry_end(bytes, at);
    if (at == 0) return short_bundle();
  }
  return at;
}

}  // namespace fairlead::ledger
