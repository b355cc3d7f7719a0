// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "digest_text.hpp"
#include "wire/bytes.hpp"

namespace fairlead::ledger {
namespace {

constexpr std::uint8_t kStateVersion = 1;

Failure bad_state(std::string_view what) {
  return fail(ErrorCode::corrupt, fmt::format("the saved state of a ledger is ill-formed: {}", what));
}

}  // namespace

Result<Ledger> Ledger::create(std::string_view origin) {
  if (!is_note_name(origin)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` cannot name a log; take a name without blanks and `+`", origin));
  }
  Ledger ledger;
  ledger.origin_ = origin;
  return ledger;
}

void Ledger::add(const Entry& entry, Writes& writes) {
  const std::uint64_t index = edge_.size();
  append_bundle_entry(bundle_, view(entry));
  if (index % kTileWidth == kTileWidth - 1) {
    writes.tiles.push_back({{TileId::kEntries, index / kTileWidth}, kTileWidth, std::move(bundle_)});
    bundle_.clear();
    bundle_.reserve(kTileWidth * (kEntryBytes + 2));
  }
  edge_.push(leaf_hash(view(entry)), [&](unsigned height, const Digest& hash) {
    if (height % 8 != 0 || height / 8 >= kLevels) return;
    const unsigned level = height / 8;
    std::string& tile = tiles_[level];
    tile.append(digest_view(hash));
    if (tile.size() < std::size_t{kTileWidth} * kHashBytes) return;
    writes.tiles.push_back({{level, index >> (height + 8)}, kTileWidth, std::move(tile)});
    tile.clear();
    tile.reserve(std::size_t{kTileWidth} * kHashBytes);
  });
}

Result<Appended> Ledger::append(std::span<const Item> items) {
  std::size_t bytes = 0;
  for (const Item& item : items) {
    if (item.record.size() > kRecordBytesMax) {
      return fail(ErrorCode::invalid_argument, fmt::format("a record has {} bytes; at most {} fit into the ledger",
                                                           item.record.size(), kRecordBytesMax));
    }
    bytes += kSaltBytes + item.record.size();
  }
  Appended result;
  result.first = edge_.size();
  result.writes.bodies.first = result.first;
  result.writes.bodies.reserve(items.size(), bytes);
  for (const Item& item : items) {
    add(entry_of(item.salt, item.record), result.writes);
    result.writes.bodies.add({reinterpret_cast<const char*>(item.salt.data()), item.salt.size()}, item.record);
  }
  return result;
}

Result<Checkpointed> Ledger::checkpoint(Instant at, std::span<const Signer* const> signers) {
  const bool own = std::any_of(signers.begin(), signers.end(),
                               [&](const Signer* signer) { return signer->verifier().name() == origin_; });
  if (!own) return fail(ErrorCode::invalid_argument, fmt::format("no key is named `{}`, as the log is", origin_));
  if (last_ && at < last_at_) {
    return fail(ErrorCode::conflict, fmt::format("a checkpoint at {} would stand before the last one, of {}",
                                                 to_rfc3339(at), to_rfc3339(last_at_)));
  }
  Checkpointed result;
  result.checkpoint = head();
  result.note = sign_note(result.checkpoint.text(), signers);
  for (unsigned level = 0; level < kLevels; ++level) {
    const std::string& tile = tiles_[level];
    if (tile.empty()) continue;
    const auto width = static_cast<unsigned>(tile.size() / kHashBytes);
    result.writes.tiles.push_back({{level, size() >> (8 * level + 8)}, width, tile});
  }
  if (!bundle_.empty()) {
    result.writes.tiles.push_back(
        {{TileId::kEntries, size() / kTileWidth}, static_cast<unsigned>(size() % kTileWidth), bundle_});
  }
  result.writes.checkpoint = result.note;
  last_ = result.checkpoint;
  last_at_ = at;
  return result;
}

std::string Ledger::state() const {
  wire::ByteWriter out;
  out.u8(kStateVersion);
  out.text(origin_);
  out.varint(size());
  for (const std::string& tile : tiles_) out.text(tile);
  out.text(bundle_);
  out.optional(last_, [&](const Checkpoint& last) {
    out.varint(last.size);
    out.raw(digest_view(last.root));
    out.instant(last_at_);
  });
  return out.take();
}

Result<Ledger> Ledger::restore(std::string_view state) {
  wire::ByteReader in(state);
  if (const std::uint8_t version = in.u8(); in.ok() && version != kStateVersion) {
    return fail(ErrorCode::newer_version, fmt::format("the saved state of a ledger has version {}", version));
  }
  const std::string_view origin = in.text();
  if (!in.ok() || !is_note_name(origin)) return bad_state("its origin");
  FL_TRY(Ledger ledger, create(origin));
  const std::uint64_t size = in.varint();
  for (std::string& tile : ledger.tiles_) tile = in.text();
  ledger.bundle_ = in.text();
  if (in.boolean()) {
    Checkpoint last;
    last.origin = origin;
    last.size = in.varint();
    const std::string_view root = in.raw(32);
    if (root.size() == 32) last.root = digest_of(root);
    ledger.last_at_ = in.instant();
    if (last.size > size) return bad_state("its last checkpoint is larger than it is");
    ledger.last_ = std::move(last);
  }
  if (!in.ok() || !in.at_end() || size >> 62 != 0) return bad_state("its bytes");
  // The tree is made again from the tiles at its right end, highest first.
  for (unsigned level = kLevels; level-- > 0;) {
    const std::string_view tile = ledger.tiles_[level];
    if (tile.size() != (size >> (8 * level)) % kTileWidth * kHashBytes)
      return bad_state("a tile does not fit its size");
    for (std::size_t at = 0; at < tile.size(); at += kHashBytes) {
      ledger.edge_.push_subtree(8 * level, digest_of(tile.substr(at, kHashBytes)));
    }
  }
  if (ledger.size() != size) return bad_state("its tiles do not make up its size");
  FL_TRY(const auto entries, parse_bundle(ledger.bundle_, static_cast<unsigned>(size % kTileWidth)));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (digest_view(leaf_hash(entries[i])) != std::string_view(ledger.tiles_[0]).substr(i * kHashBytes, kHashBytes)) {
      return bad_state("an entry is not the one in its tile");
    }
  }
  if (ledger.last_ && ledger.last_->size == size && ledger.last_->root != ledger.edge_.root()) {
    return bad_state("its last checkpoint has another root");
  }
  return ledger;
}

}  // namespace fairlead::ledger
