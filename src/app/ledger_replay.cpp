// SPDX-License-Identifier: Apache-2.0
#include "ledger_replay.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "ledger/checkpoint.hpp"
#include "ledger/commitment.hpp"
#include "ledger/record.hpp"

namespace fairlead::app {
namespace {

using ledger::TileId;

// A record for people; its length where it cannot be read.
std::string shown(std::string_view body) {
  const auto bytes = ledger::record_of(body);
  const auto record = bytes ? ledger::record_from_bytes(*bytes) : Result<ledger::Record>(fail(ErrorCode::corrupt, ""));
  if (!record) return fmt::format("{} bytes that are no record", body.size());
  std::string out;
  ledger::append_json(out, *record);
  return out;
}

// One log: what the journal gives, held against what is stored. Tiles are compared when they are full; the others wait
// for the end, in their widest form.
class LogJudge {
 public:
  LogJudge(std::string name, std::unique_ptr<ledger::LogReader> stored)
      : name_(std::move(name)), stored_(std::move(stored)) {}

  Result<void> take(const ledger::Writes& writes, ReplayReport& report) {
    FL_CHECK(take_bodies(writes.bodies, report));
    for (const ledger::TileWrite& write : writes.tiles) {
      if (report.difference) return {};
      if (write.width < ledger::kTileWidth) {
        open_.insert_or_assign(write.tile, std::pair(write.width, write.bytes));
        continue;
      }
      open_.erase(write.tile);
      FL_CHECK(compare(write.tile, write.width, write.bytes, report));
    }
    if (writes.checkpoint) note_ = *writes.checkpoint;
    return {};
  }

  // After the last slot.
  Result<void> finish(bool with_notes, ReplayReport& report) {
    for (const auto& [tile, kept] : open_) {
      if (report.difference) return {};
      FL_CHECK(compare(tile, kept.first, kept.second, report));
    }
    if (report.difference) return {};
    const auto note = stored_->checkpoint();
    if (!note && note.error().code != ErrorCode::not_found) return Failure(note.error());
    if (with_notes && note_) {
      if (!note || *note != *note_) {
        report.difference = fmt::format("the newest checkpoint of `{}` is another", name_);
      } else {
        ++report.checkpoints;
      }
    } else if (note) {
      FL_CHECK(compare_size(*note, report));
    }
    if (report.difference || next_ == 0) return {};
    FL_TRY(const auto beyond, stored_->bodies(next_, 1));
    if (!beyond.empty() && beyond.front()) {
      report.difference =
          fmt::format("`{}` holds entry {}, and the journal gives none after {}", name_, next_, next_ - 1);
    }
    return {};
  }

 private:
  Result<void> take_bodies(const ledger::BodyBatch& bodies, ReplayReport& report) {
    if (bodies.size() == 0 || report.difference) return {};
    FL_TRY(const auto held, stored_->bodies(bodies.first, static_cast<unsigned>(bodies.size())));
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      const std::uint64_t index = bodies.first + i;
      if (i >= held.size() || !held[i]) {
        // Erased, or never there: the leaf decides.
        ++report.erased;
      } else if (*held[i] != bodies[i]) {
        report.difference = fmt::format("entry {} of `{}` differs\n  the journal gives {}\n  the ledger holds {}",
                                        index, name_, shown(bodies[i]), shown(*held[i]));
        return {};
      }
      ++report.entries;
    }
    next_ = bodies.first + bodies.size();
    return {};
  }

  Result<void> compare(TileId tile, unsigned width, std::string_view bytes, ReplayReport& report) {
    const auto held = stored_->tile(tile, width);
    if (!held && held.error().code != ErrorCode::not_found) return Failure(held.error());
    ++report.tiles;
    if (held && *held == bytes) return {};
    const std::string path = ledger::tile_path(tile, width);
    if (!held) {
      report.difference = fmt::format("`{}` has no {} of {} hashes", name_, path, width);
      return {};
    }
    const std::string_view stored = *held;
    if (tile.level == TileId::kEntries) {
      const auto ours = ledger::parse_bundle(bytes, width);
      const auto theirs = ledger::parse_bundle(stored, width);
      for (unsigned i = 0; ours && theirs && i < width; ++i) {
        if ((*ours)[i] == (*theirs)[i]) continue;
        report.difference = fmt::format("leaf {} of `{}` differs", tile.number * ledger::kTileWidth + i, name_);
        return {};
      }
    }
    report.difference = fmt::format("{} of `{}` differs", path, name_);
    return {};
  }

  Result<void> compare_size(const std::string& note, ReplayReport& report) const {
    FL_TRY(const ledger::Note parsed, ledger::Note::parse(note));
    FL_TRY(const ledger::Checkpoint held, ledger::Checkpoint::parse(parsed.text));
    if (!note_) return {};
    FL_TRY(const ledger::Note given, ledger::Note::parse(*note_));
    // The same origin, size and root; only who signed is another.
    if (given.text != parsed.text) {
      report.difference = fmt::format("the checkpoint of `{}` says {} entries or another root", name_, held.size);
    }
    return {};
  }

  std::string name_;
  std::unique_ptr<ledger::LogReader> stored_;
  std::map<TileId, std::pair<unsigned, std::string>> open_;
  std::optional<std::string> note_;
  std::uint64_t next_ = 0;
};

// The oldest slot that is still there.
Result<std::optional<std::uint64_t>> oldest_slot(engine::Store& store) {
  std::optional<std::uint64_t> first;
  const auto visited = store.replay(0, [&](const engine::StoredSlot& stored) -> Result<void> {
    first = stored.slot;
    return fail(ErrorCode::conflict, "seen");
  });
  if (!visited && !first) return Failure(visited.error());
  return first;
}

// The name of home's log as its checkpoint says it.
Result<std::string> origin_of_home(engine::Store& store, const std::string& otherwise) {
  FL_TRY(const auto home, store.log("home"));
  const auto text = home->checkpoint();
  if (!text) return otherwise;
  FL_TRY(const ledger::Note note, ledger::Note::parse(*text));
  FL_TRY(const ledger::Checkpoint head, ledger::Checkpoint::parse(note.text));
  return head.origin;
}

}  // namespace

Result<ReplayReport> replay_ledger(engine::Store& store, engine::EngineLimits limits, const ledger::Signer* key,
                                   const std::function<void(std::uint64_t slot)>& progress) {
  ReplayReport report;
  // What the entries are does not depend on who signs; without the key, any signer of that name will do.
  std::optional<ledger::Signer> nobody;
  if (key == nullptr) {
    FL_TRY(const std::string origin, origin_of_home(store, limits.ledger_origin));
    FL_TRY(nobody, ledger::Signer::from_seed(origin, std::array<std::uint8_t, 32>{}));
  }
  FL_TRY(engine::LogKeys keys, engine::LogKeys::from(key != nullptr ? *key : *nobody));
  engine::Engine engine(limits, &keys);
  FL_TRY(const auto oldest, oldest_slot(store));
  if (!oldest || *oldest != 1) {
    FL_TRY(const auto checkpoint, store.newest_checkpoint());
    if (checkpoint) {
      auto restored = engine::Engine::restore(checkpoint->state, limits, &keys);
      if (!restored) return Failure(restored.error().within("the newest checkpoint"));
      engine = std::move(*restored);
      report.begins_after = checkpoint->slot;
    } else if (oldest) {
      return fail(ErrorCode::not_found,
                  fmt::format("the journal begins at slot {} and there is no checkpoint before it", *oldest));
    }
  }
  std::map<std::string, LogJudge> judges;
  const auto judge_of = [&](const std::string& name) -> Result<LogJudge*> {
    const auto known = judges.find(name);
    if (known != judges.end()) return &known->second;
    FL_TRY(auto stored, store.log(name));
    return &judges.emplace(name, LogJudge(name, std::move(stored))).first->second;
  };
  const auto replayed = store.replay(engine.slot(), [&](const engine::StoredSlot& stored) -> Result<void> {
    auto event = engine::event_from_bytes(stored.event);
    if (!event) return Failure(event.error().within(fmt::format("slot {}", stored.slot)));
    if (event->slot != engine.slot() + 1) {
      return fail(ErrorCode::corrupt,
                  fmt::format("slot {} follows slot {} in the journal", event->slot, engine.slot()));
    }
    const engine::Effects& effects = engine.step(*event);
    for (const engine::LogWrites& one : effects.logs) {
      FL_TRY(LogJudge* const judge, judge_of(one.log));
      FL_CHECK(judge->take(one.writes, report));
      if (report.difference) return fail(ErrorCode::verification, fmt::format("slot {}", stored.slot));
    }
    ++report.slots;
    if (progress) progress(stored.slot);
    return {};
  });
  if (report.difference) {
    report.difference = fmt::format("{}: {}", replayed.error().message, *report.difference);
    return report;
  }
  if (!replayed) return Failure(replayed.error());
  for (auto& [name, judge] : judges) {
    FL_CHECK(judge.finish(key != nullptr, report));
    if (report.difference) return report;
  }
  if (report.begins_after == 0) {
    FL_TRY(const auto names, store.logs());
    for (const std::string& name : names) {
      if (!judges.contains(name)) report.difference = fmt::format("the journal knows no log `{}`", name);
    }
  }
  return report;
}

}  // namespace fairlead::app
