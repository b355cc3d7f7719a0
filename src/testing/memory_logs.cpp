// SPDX-License-Identifier: Apache-2.0
// The ledger logs of the memory store.
#include <fmt/format.h>

#include "testing/memory_store.hpp"

namespace fairlead::testing {

class MemoryStore::Reader final : public ledger::LogReader {
 public:
  Reader(const MemoryStore& store, std::string_view name) : store_(store), name_(name) {}

  Result<std::string> checkpoint() const override {
    const std::lock_guard lock(store_.mutex_);
    const Log* const log = found();
    if (log != nullptr && log->checkpoint) return *log->checkpoint;
    return fail(ErrorCode::not_found, fmt::format("log `{}` has no checkpoint yet", name_));
  }
  Result<std::string> tile(ledger::TileId tile, unsigned width) const override {
    const std::lock_guard lock(store_.mutex_);
    if (const Log* const log = found(); log != nullptr) {
      const auto at = log->tiles.find(tile);
      if (at != log->tiles.end() && width <= at->second.width) {
        return ledger::tile_prefix(tile, at->second.bytes, width);
      }
    }
    return fail(ErrorCode::not_found, fmt::format("`{}` is not in log `{}`", ledger::tile_path(tile, width), name_));
  }
  Result<std::vector<std::optional<std::string>>> bodies(std::uint64_t first, unsigned count) const override {
    std::vector<std::optional<std::string>> result(count);
    const std::lock_guard lock(store_.mutex_);
    const Log* const log = found();
    if (log == nullptr) return result;
    for (auto at = log->bodies.lower_bound(first); at != log->bodies.end() && at->first - first < count; ++at) {
      result[at->first - first] = at->second;
    }
    return result;
  }

 private:
  const Log* found() const {
    const auto at = store_.logs_.find(name_);
    return at == store_.logs_.end() ? nullptr : &at->second;
  }
  const MemoryStore& store_;
  std::string name_;
};

Result<void> MemoryStore::check_logs(std::span<const engine::SlotRecord> slots) const {
  struct Seen {
    std::uint64_t entries = 0;
    std::map<ledger::TileId, std::string_view> tiles;
  };
  std::map<std::string_view, Seen> seen;
  for (const engine::SlotRecord& record : slots) {
    for (const auto& [name, writes] : record.logs) {
      if (name.empty()) return fail(ErrorCode::invalid_argument, "a log needs a name");
      const auto known = logs_.find(name);
      const auto [at, fresh] = seen.try_emplace(name);
      Seen& log = at->second;
      if (fresh && known != logs_.end()) log.entries = known->second.entries;
      for (const ledger::TileWrite& write : writes.tiles) {
        std::string_view& tile = log.tiles[write.tile];
        if (known != logs_.end() && tile.empty()) {
          const auto before = known->second.tiles.find(write.tile);
          if (before != known->second.tiles.end()) tile = before->second.bytes;
        }
        if (!write.bytes.starts_with(tile)) {
          return fail(ErrorCode::conflict, fmt::format("`{}` of log `{}` would lose or change what it has",
                                                       ledger::tile_path(write.tile, write.width), name));
        }
        tile = write.bytes;
      }
      if (writes.bodies.size() != 0 && writes.bodies.first != log.entries) {
        return fail(ErrorCode::conflict, fmt::format("entry {} of log `{}` does not follow entry {}",
                                                     writes.bodies.first, name, log.entries));
      }
      log.entries += writes.bodies.size();
    }
  }
  return {};
}

void MemoryStore::apply(const engine::LogWrites& writes) {
  const ledger::Writes& what = writes.writes;
  if (what.tiles.empty() && what.bodies.size() == 0 && !what.checkpoint) return;
  const std::lock_guard lock(mutex_);
  Log& log = logs_[writes.log];
  for (const ledger::TileWrite& write : what.tiles) log.tiles[write.tile] = write;
  for (std::size_t i = 0; i < what.bodies.size(); ++i) log.bodies[log.entries++] = what.bodies[i];
  if (what.checkpoint) log.checkpoint = what.checkpoint;
}

Result<std::vector<std::string>> MemoryStore::logs() {
  std::vector<std::string> names;
  for (const auto& [name, log] : logs_) names.push_back(name);
  return names;
}

Result<std::unique_ptr<ledger::LogReader>> MemoryStore::log(std::string_view name) {
  return std::unique_ptr<ledger::LogReader>(std::make_unique<Reader>(*this, name));
}

Result<void> MemoryStore::erase_bodies(std::string_view log, std::uint64_t first, std::uint64_t last) {
  const auto found = logs_.find(log);
  if (found == logs_.end()) return fail(ErrorCode::not_found, fmt::format("there is no log `{}`", log));
  if (first > last) return {};
  const std::lock_guard lock(mutex_);
  auto& bodies = found->second.bodies;
  bodies.erase(bodies.lower_bound(first), bodies.upper_bound(last));
  return {};
}

}  // namespace fairlead::testing
