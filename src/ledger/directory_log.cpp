// SPDX-License-Identifier: Apache-2.0
// A log in a folder: the static layout of tlog-tiles, and the bodies beside it.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "files.hpp"
#include "ledger/store.hpp"

namespace fairlead::ledger {
namespace {

constexpr std::size_t kTileBytesMax = kTileWidth * (kEntryBytesMax + 2);
constexpr std::size_t kBodiesBytesMax = std::size_t{1} << 30;

std::string bodies_path(std::uint64_t group) {
  // The number is split as in the paths of tiles.
  return "bodies/" + tile_path({TileId::kEntries, group}, kTileWidth).substr(std::string_view("tile/entries/").size());
}

// A group file: up to 256 bodies, each behind its length as four bytes, high byte first; length 0 is an erased one.
using Group = std::vector<std::string>;

Result<Group> read_group(const std::string& folder, std::uint64_t number) {
  const std::string path = folder + "/" + bodies_path(number);
  const auto bytes = read_file(path, kBodiesBytesMax);
  if (!bytes && bytes.error().code == ErrorCode::not_found) return Group();
  if (!bytes) return Failure(bytes.error());
  Group group;
  std::string_view rest = *bytes;
  while (!rest.empty()) {
    std::size_t size = 0;
    if (rest.size() >= 4) {
      for (std::size_t i = 0; i < 4; ++i) size = size << 8 | static_cast<std::uint8_t>(rest[i]);
    }
    if (rest.size() < 4 || rest.size() - 4 < size || group.size() == kTileWidth) {
      return fail(ErrorCode::corrupt, fmt::format("`{}` is not a file of bodies", path));
    }
    group.emplace_back(rest.substr(4, size));
    rest.remove_prefix(4 + size);
  }
  return group;
}

Result<void> write_group(const std::string& folder, std::uint64_t number, const Group& group) {
  std::string bytes;
  for (const std::string& body : group) {
    for (unsigned i = 4; i-- > 0;) bytes += static_cast<char>(body.size() >> (8 * i) & 0xFFU);
    bytes += body;
  }
  return replace_file(folder + "/" + bodies_path(number), bytes);
}

}  // namespace

Result<std::string> DirectoryLog::checkpoint() const {
  auto bytes = read_file(folder_ + "/checkpoint", 1'000'000);
  if (!bytes) return Failure(bytes.error().within("no ledger here"));
  return bytes;
}

Result<std::string> DirectoryLog::tile(TileId tile, unsigned width) const {
  auto exact = read_file(folder_ + "/" + tile_path(tile, width), kTileBytesMax);
  if (exact || exact.error().code != ErrorCode::not_found) return exact;
  // A wider one begins with it: the full tile, or a partial one of a later checkpoint.
  unsigned best = 0;
  std::error_code ignored;
  const std::string full = folder_ + "/" + tile_path(tile, kTileWidth);
  if (std::filesystem::exists(full, ignored)) {
    best = kTileWidth;
  } else {
    for (const auto& file : std::filesystem::directory_iterator(full + ".p", ignored)) {
      const auto path = parse_tile_path(tile_path(tile, kTileWidth) + ".p/" + file.path().filename().string());
      if (path && path->width > width && (best == 0 || path->width < best)) best = path->width;
    }
  }
  if (best <= width) return exact;
  FL_TRY(const std::string bytes, read_file(folder_ + "/" + tile_path(tile, best), kTileBytesMax));
  return tile_prefix(tile, bytes, width);
}

Result<std::vector<std::optional<std::string>>> DirectoryLog::bodies(std::uint64_t first, unsigned count) const {
  std::vector<std::optional<std::string>> result(count);
  for (std::uint64_t at = first; at < first + count;) {
    const std::uint64_t number = at / kTileWidth;
    FL_TRY(Group group, read_group(folder_, number));
    const std::uint64_t end = std::min<std::uint64_t>(first + count, (number + 1) * kTileWidth);
    for (; at < end; ++at) {
      const std::size_t i = at % kTileWidth;
      if (i < group.size() && !group[i].empty()) result[at - first] = std::move(group[i]);
    }
  }
  return result;
}

Result<void> DirectoryLog::commit(const Writes& writes) {
  for (const TileWrite& write : writes.tiles) {
    FL_CHECK(replace_file(folder_ + "/" + tile_path(write.tile, write.width), write.bytes));
    // The full tile takes the place of the partial ones.
    std::error_code ignored;
    if (write.width == kTileWidth) {
      std::filesystem::remove_all(folder_ + "/" + tile_path(write.tile, kTileWidth) + ".p", ignored);
    }
  }
  for (std::size_t i = 0; i < writes.bodies.size();) {
    const std::uint64_t index = writes.bodies.first + i;
    Group group;
    if (index % kTileWidth != 0) {
      FL_TRY(group, read_group(folder_, index / kTileWidth));
    }
    group.resize(index % kTileWidth);
    while (i < writes.bodies.size() && group.size() < kTileWidth) group.emplace_back(writes.bodies[i++]);
    FL_CHECK(write_group(folder_, index / kTileWidth, group));
  }
  if (writes.checkpoint) {
    FL_CHECK(replace_file(folder_ + "/checkpoint", *writes.checkpoint));
    FL_CHECK(sync_folder(folder_));
  }
  return {};
}

Result<void> DirectoryLog::erase(std::uint64_t first, std::uint64_t last) {
  for (std::uint64_t number = first / kTileWidth; number <= last / kTileWidth; ++number) {
    FL_TRY(Group group, read_group(folder_, number));
    bool changed = false;
    for (std::size_t i = 0; i < group.size(); ++i) {
      const std::uint64_t index = number * kTileWidth + i;
      if (index < first || index > last || group[i].empty()) continue;
      group[i].clear();
      changed = true;
    }
    if (changed) FL_CHECK(write_group(folder_, number, group));
    if (group.empty() && number * kTileWidth > last) break;
  }
  return {};
}

}  // namespace fairlead::ledger
