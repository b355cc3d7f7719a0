// SPDX-License-Identifier: Apache-2.0
#include "ledger/verify.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "digest_text.hpp"
#include "ledger/commitment.hpp"
#include "ledger/merkle.hpp"
#include "ledger/proofs.hpp"
#include "meaning.hpp"

namespace fairlead::ledger {
namespace {

class Replay {
 public:
  Replay(const LogReader& log, const VerifyOptions& options, VerifyReport& report)
      : log_(log), options_(options), report_(report), size_(report.checkpoint->size), tree_(log, size_) {}

  void run() {
    for (std::uint64_t first = 0; first < size_; first += kTileWidth) {
      if (options_.progress) options_.progress(static_cast<double>(first) / static_cast<double>(size_));
      if (!read_group(first)) return;
    }
    for (unsigned level = 0; level < tiles_.size(); ++level) {
      if (!tiles_[level].empty()) compare_tile(level, size_ >> (8 * level + 8));
    }
    if (edge_.root() != report_.checkpoint->root)
      say(std::nullopt, "the entries give another root than the checkpoint");
    for (const auto& [first, last] : missing_) {
      for (std::uint64_t index = first; index <= last; ++index) {
        if (!meaning_.erasure_covers(index)) say(index, "its record is missing, and no erasure names it");
      }
    }
  }

  void say(std::optional<std::uint64_t> index, std::string what) {
    ++report_.problems_total;
    if (report_.problems.size() < options_.problems_max) report_.problems.push_back({index, std::move(what)});
  }

 private:
  // 256 entries with their bodies. False when one cannot go on.
  bool read_group(std::uint64_t first) {
    const TileId id{TileId::kEntries, first / kTileWidth};
    const unsigned width = tile_width(id, size_);
    const auto bundle = log_.tile(id, width);
    if (!bundle) return stop(first, bundle.error());
    const auto entries = parse_bundle(*bundle, width);
    if (!entries) return stop(first, entries.error());
    std::vector<std::optional<std::string>> bodies(width);
    if (options_.with_bodies) {
      auto read = log_.bodies(first, width);
      if (read) {
        bodies = std::move(*read);
      } else {
        say(first, read.error().message);
      }
    }
    for (unsigned i = 0; i < width; ++i) add(first + i, (*entries)[i], bodies[i]);
    return true;
  }

  bool stop(std::uint64_t first, const Error& error) {
    say(first, fmt::format("{}; nothing behind it was read", error.message));
    return false;
  }

  void add(std::uint64_t index, std::string_view entry, const std::optional<std::string>& body) {
    ++report_.entries;
    if (entry.size() != kEntryBytes || entry[0] != kEntryVersion) say(index, "the entry is not a commitment");
    if (body) {
      open(index, entry, *body);
    } else if (options_.with_bodies) {
      ++report_.erased;
      meaning_.skip();
      if (!missing_.empty() && missing_.back().second + 1 == index) {
        missing_.back().second = index;
      } else {
        missing_.emplace_back(index, index);
      }
    }
    edge_.push(leaf_hash(entry), [&](unsigned height, const Digest& hash) {
      if (height % 8 != 0 || height / 8 >= tiles_.size()) return;
      const unsigned level = height / 8;
      tiles_[level].append(digest_view(hash));
      if (tiles_[level].size() < std::size_t{kTileWidth} * kHashBytes) return;
      compare_tile(level, index >> (height + 8));
      tiles_[level].clear();
    });
  }

  void open(std::uint64_t index, std::string_view entry, const std::string& body) {
    if (!opens(entry, body)) {
      meaning_.skip();
      return say(index, "the record is not the one that was entered");
    }
    const auto record = record_from_bytes(*record_of(body));
    if (!record) {
      meaning_.skip();
      return say(index, record.error().message);
    }
    if (canonical_bytes(*record) != *record_of(body)) return say(index, "the record's bytes are not canonical");
    ++report_.opened;
    ++report_.kinds[std::string(kind_name(record->content))];
    if (auto contradiction = meaning_.contradiction(index, *record)) say(index, std::move(*contradiction));
    if (const auto* clock = std::get_if<Clock>(&record->content)) compare_clock(index, *clock);
  }

  void compare_clock(std::uint64_t index, const Clock& clock) {
    if (clock.previous_size > index) return say(index, "the clock names a checkpoint that lies ahead of it");
    const auto root = tree_.root_at(clock.previous_size);
    if (!root) return say(index, root.error().message);
    if (*root != clock.previous_root) say(index, "the clock names another root than the tree had");
  }

  void compare_tile(unsigned level, std::uint64_t number) {
    const TileId id{level, number};
    const auto width = static_cast<unsigned>(tiles_[level].size() / kHashBytes);
    const auto stored = log_.tile(id, width);
    const std::uint64_t first = number << (8 * level + 8);
    if (!stored) return say(first, stored.error().message);
    if (*stored == tiles_[level]) return;
    const auto differs = std::mismatch(tiles_[level].begin(), tiles_[level].end(), stored->begin(), stored->end());
    const auto at = static_cast<std::uint64_t>(differs.first - tiles_[level].begin()) / kHashBytes;
    say(first + (at << (8 * level)), fmt::format("`{}` is not what its entries give", tile_path(id, width)));
  }

  const LogReader& log_;
  const VerifyOptions& options_;
  VerifyReport& report_;
  const std::uint64_t size_;
  TreeReader tree_;
  Edge edge_;
  std::array<std::string, 8> tiles_;
  Meaning meaning_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> missing_;
};

}  // namespace

VerifyReport verify(const LogReader& log, std::span<const Verifier> trusted, const VerifyOptions& options) {
  VerifyReport report;
  const auto refuse = [&](const Error& error) {
    ++report.problems_total;
    report.problems.push_back({std::nullopt, error.message});
  };
  const auto note = log.checkpoint();
  if (!note) {
    refuse(note.error());
    return report;
  }
  auto opened = open_checkpoint(*note, trusted);
  if (!opened) {
    refuse(opened.error());
    return report;  // a size that nobody signed is not worth reading for
  }
  report.checkpoint = std::move(opened->checkpoint);
  report.signers = std::move(opened->signers);
  Replay(log, options, report).run();
  return report;
}

}  // namespace fairlead::ledger
