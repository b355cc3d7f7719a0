// SPDX-License-Identifier: Apache-2.0
// Where a log lies: the port that a store fills, and two that need no database.
//
// 1. A tile or bundle is kept once, in its widest form: a narrower one is its beginning. A later write of the same tile
//    is never narrower and begins with the same bytes.
// 2. `commit` writes all or nothing, as far as the store can; the checkpoint becomes visible last.
// 3. Bodies are the only thing that can be deleted.
// Threads: one writer; readers as the store says.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ledger/tiles.hpp"

namespace fairlead::ledger {

struct TileWrite {
  TileId tile;
  unsigned width = kTileWidth;
  std::string bytes;
};

// Bodies of consecutive entries in one piece of memory.
class BodyBatch {
 public:
  std::uint64_t first = 0;

  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(begin, ends_[i] - begin);
  }
  void reserve(std::size_t count, std::size_t bytes) {
    ends_.reserve(count);
    bytes_.reserve(bytes);
  }
  void add(std::string_view part, std::string_view rest = {}) {
    bytes_.append(part).append(rest);
    ends_.push_back(bytes_.size());
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

// What one step of a log wants written, in one transaction.
struct Writes {
  std::vector<TileWrite> tiles;
  BodyBatch bodies;
  std::optional<std::string> checkpoint;
};

class LogReader {
 public:
  virtual ~LogReader() = default;
  // The last checkpoint, as a signed note.
  virtual Result<std::string> checkpoint() const = 0;
  // The first `width` hashes (entries) of a tile; `not_found` when there are fewer.
  virtual Result<std::string> tile(TileId tile, unsigned width) const = 0;
  // The bodies of `count` entries from `first`; nothing for those that are erased or were never written.
  virtual Result<std::vector<std::optional<std::string>>> bodies(std::uint64_t first, unsigned count) const = 0;
};

class LogStore : public LogReader {
 public:
  virtual Result<void> commit(const Writes& writes) = 0;
  // Deletes the bodies of the entries from `first` to `last`, inclusive. Erasing twice is no error.
  virtual Result<void> erase(std::uint64_t first, std::uint64_t last) = 0;
};

// In memory; the measure that other stores are compared with.
class MemoryLog final : public LogStore {
 public:
  Result<std::string> checkpoint() const override;
  Result<std::string> tile(TileId tile, unsigned width) const override;
  Result<std::vector<std::optional<std::string>>> bodies(std::uint64_t first, unsigned count) const override;
  Result<void> commit(const Writes& writes) override;
  Result<void> erase(std::uint64_t first, std::uint64_t last) override;

  std::uint64_t tile_count() const { return tiles_.size(); }

 private:
  std::map<TileId, std::string> tiles_;
  std::map<std::uint64_t, std::string> bodies_;
  std::string checkpoint_;
};

// A folder in the layout of tlog-tiles (`checkpoint`, `tile/...`), with the bodies beside it in `bodies/...`: what
// `ledger export` writes and what anyone can serve as it is. Files are replaced whole; it is synced at each checkpoint.
class DirectoryLog final : public LogStore {
 public:
  explicit DirectoryLog(std::string folder) : folder_(std::move(folder)) {}
  const std::string& folder() const { return folder_; }

  Result<std::string> checkpoint() const override;
  Result<std::string> tile(TileId tile, unsigned width) const override;
  Result<std::vector<std::optional<std::string>>> bodies(std::uint64_t first, unsigned count) const override;
  Result<void> commit(const Writes& writes) override;
  Result<void> erase(std::uint64_t first, std::uint64_t last) override;

 private:
  std::string folder_;
};

// The first `width` hashes (entries) of the bytes of a wider tile (bundle).
Result<std::string> tile_prefix(TileId tile, std::string_view bytes, unsigned width);

// Copies the log that the checkpoint of `from` describes, and nothing beyond it, into an empty folder. Without
// `with_bodies` only what others need to verify the tree.
Result<std::uint64_t> export_log(const LogReader& from, const std::string& folder, bool with_bodies = true);

}  // namespace fairlead::ledger
