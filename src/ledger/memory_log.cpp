// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "ledger/checkpoint.hpp"
#include "ledger/store.hpp"

namespace fairlead::ledger {

Result<std::string> tile_prefix(TileId tile, std::string_view bytes, unsigned width) {
  if (tile.level == TileId::kEntries) {
    FL_TRY(const std::size_t size, bundle_prefix(bytes, width));
    return std::string(bytes.substr(0, size));
  }
  const std::size_t size = std::size_t{width} * kHashBytes;
  if (bytes.size() < size) {
    return fail(ErrorCode::not_found, fmt::format("`{}` is not in the log", tile_path(tile, width)));
  }
  return std::string(bytes.substr(0, size));
}

Result<std::string> MemoryLog::checkpoint() const {
  if (checkpoint_.empty()) return fail(ErrorCode::not_found, "the log has no checkpoint yet");
  return checkpoint_;
}

Result<std::string> MemoryLog::tile(TileId tile, unsigned width) const {
  const auto found = tiles_.find(tile);
  if (found == tiles_.end()) {
    return fail(ErrorCode::not_found, fmt::format("`{}` is not in the log", tile_path(tile, width)));
  }
  return tile_prefix(tile, found->second, width);
}

Result<std::vector<std::optional<std::string>>> MemoryLog::bodies(std::uint64_t first, unsigned count) const {
  std::vector<std::optional<std::string>> result(count);
  for (auto at = bodies_.lower_bound(first); at != bodies_.end() && at->first - first < count; ++at) {
    result[at->first - first] = at->second;
  }
  return result;
}

Result<void> MemoryLog::commit(const Writes& writes) {
  for (const TileWrite& write : writes.tiles) tiles_[write.tile] = write.bytes;
  for (std::size_t i = 0; i < writes.bodies.size(); ++i) bodies_[writes.bodies.first + i] = writes.bodies[i];
  if (writes.checkpoint) checkpoint_ = *writes.checkpoint;
  return {};
}

Result<void> MemoryLog::erase(std::uint64_t first, std::uint64_t last) {
  bodies_.erase(bodies_.lower_bound(first), bodies_.upper_bound(last));
  return {};
}

Result<std::uint64_t> export_log(const LogReader& from, const std::string& folder, bool with_bodies) {
  DirectoryLog to(folder);
  if (to.checkpoint())
    return fail(ErrorCode::conflict, fmt::format("`{}` holds a log already; name a new folder", folder));
  FL_TRY(std::string note, from.checkpoint());
  FL_TRY(const Note parsed, Note::parse(note));
  FL_TRY(const Checkpoint checkpoint, Checkpoint::parse(parsed.text));
  const std::uint64_t size = checkpoint.size;
  const auto copy = [&](TileId tile, Writes& writes) -> Result<bool> {
    const unsigned width = tile_width(tile, size);
    if (width == 0) return false;
    FL_TRY(std::string bytes, from.tile(tile, width));
    writes.tiles.push_back({tile, width, std::move(bytes)});
    return true;
  };
  for (unsigned level = 1; level <= 7; ++level) {
    for (std::uint64_t number = 0; tile_width({level, number}, size) != 0; ++number) {
      Writes writes;
      FL_CHECK(copy({level, number}, writes));
      FL_CHECK(to.commit(writes));
    }
  }
  for (std::uint64_t first = 0; first < size; first += kTileWidth) {
    Writes writes;
    FL_CHECK(copy({0, first / kTileWidth}, writes));
    FL_CHECK(copy({TileId::kEntries, first / kTileWidth}, writes));
    if (with_bodies) {
      const auto count = static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, size - first));
      FL_TRY(const auto bodies, from.bodies(first, count));
      writes.bodies.first = first;
      for (const auto& body : bodies) writes.bodies.add(body ? std::string_view(*body) : std::string_view());
    }
    FL_CHECK(to.commit(writes));
  }
  Writes last;
  last.checkpoint = std::move(note);
  FL_CHECK(to.commit(last));
  return size;
}

}  // namespace fairlead::ledger
