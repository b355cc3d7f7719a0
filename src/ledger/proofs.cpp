// SPDX-License-Identifier: Apache-2.0
#include "ledger/proofs.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "digest_text.hpp"
#include "ledger/commitment.hpp"

namespace fairlead::ledger {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr std::size_t kTilesMax = 256;
constexpr std::size_t kProofMax = 64;
constexpr std::size_t kRecordTextMax = std::size_t{4} << 20;

Failure no_receipt(std::string_view what) {
  return fail(ErrorCode::verification, fmt::format("the receipt is ill-formed: {}", what));
}

// The next line without its end, or nothing when there is none.
std::optional<std::string_view> next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

}  // namespace

Result<std::string_view> TreeReader::tile(TileId tile) {
  if (const auto found = tiles_.find(tile); found != tiles_.end()) return std::string_view(found->second);
  const unsigned width = tile_width(tile, size_);
  if (width == 0) return fail(ErrorCode::not_found, fmt::format("no tile of a log of {} entries", size_));
  FL_TRY(std::string bytes, log_.tile(tile, width));
  if (tile.level != TileId::kEntries && bytes.size() != std::size_t{width} * kHashBytes) {
    return fail(ErrorCode::corrupt, fmt::format("`{}` has {} bytes instead of {}", tile_path(tile, width), bytes.size(),
                                                width * kHashBytes));
  }
  if (tiles_.size() >= kTilesMax) tiles_.clear();
  return std::string_view(tiles_[tile] = std::move(bytes));
}

Result<Digest> TreeReader::subtree(unsigned height, std::uint64_t number) {
  // 2^(height mod 8) hashes of one tile.
  const unsigned count = 1U << (height % 8);
  const std::uint64_t first = number * count;
  FL_TRY(const std::string_view bytes, tile({height / 8, first / kTileWidth}));
  const std::size_t begin = first % kTileWidth * kHashBytes;
  if (bytes.size() < begin + std::size_t{count} * kHashBytes) {
    return fail(ErrorCode::corrupt, "a tile is narrower than its tree");
  }
  Edge edge;
  for (unsigned i = 0; i < count; ++i) edge.push(digest_of(bytes.substr(begin + std::size_t{i} * kHashBytes)));
  return edge.root();
}

Result<Digest> TreeReader::hash(Range range) {
  const std::uint64_t count = range.end - range.first;
  if (count == 0) return empty_root();
  if (std::has_single_bit(count)) {
    const auto height = static_cast<unsigned>(std::countr_zero(count));
    return subtree(height, range.first >> height);
  }
  const std::uint64_t middle = range.first + std::bit_floor(count);
  FL_TRY(const Digest left, hash({range.first, middle}));
  FL_TRY(const Digest right, hash({middle, range.end}));
  return node_hash(left, right);
}

Result<Digest> TreeReader::root() { return root_at(size_); }

Result<Digest> TreeReader::root_at(std::uint64_t size) {
  if (size > size_) return fail(ErrorCode::not_found, fmt::format("the log has {} entries, not {}", size_, size));
  return hash({0, size});
}

Result<Proof> TreeReader::inclusion(std::uint64_t index) {
  if (index >= size_)
    return fail(ErrorCode::not_found, fmt::format("the log has {} entries; no entry {}", size_, index));
  Proof proof;
  for (const Range& range : inclusion_ranges(index, size_)) {
    FL_TRY(proof.emplace_back(), hash(range));
  }
  return proof;
}

Result<Proof> TreeReader::consistency(std::uint64_t old_size) {
  if (old_size > size_)
    return fail(ErrorCode::not_found, fmt::format("the log has {} entries, not {}", size_, old_size));
  Proof proof;
  if (old_size == 0) return proof;
  for (const Range& range : consistency_ranges(old_size, size_)) {
    FL_TRY(proof.emplace_back(), hash(range));
  }
  return proof;
}

Result<std::string> TreeReader::entry(std::uint64_t index) {
  if (index >= size_)
    return fail(ErrorCode::not_found, fmt::format("the log has {} entries; no entry {}", size_, index));
  const TileId id{TileId::kEntries, index / kTileWidth};
  FL_TRY(const std::string_view bytes, tile(id));
  FL_TRY(const auto entries, parse_bundle(bytes, tile_width(id, size_)));
  return std::string(entries[index % kTileWidth]);
}

std::string Receipt::str() const {
  std::string text = fmt::format("{}\n", kHeader);
  if (body) text += fmt::format("extra {}\n", base64(*body));
  text += fmt::format("index {}\n", index);
  for (const Digest& hash : proof) text += digest_text(hash) + '\n';
  return text + '\n' + note;
}

Result<Receipt> Receipt::parse(std::string_view text) {
  if (text.size() > 2 * kRecordTextMax) return no_receipt("it is too large");
  if (next_line(text) != kHeader) return no_receipt("its first line is not `c2sp.org/tlog-proof@v1`");
  Receipt receipt;
  auto line = next_line(text);
  if (line && line->starts_with("extra ")) {
    auto body = from_base64(line->substr(6));
    if (!body) return no_receipt("its extra data are not in base 64");
    receipt.body = std::move(*body);
    line = next_line(text);
  }
  if (!line || !line->starts_with("index ")) return no_receipt("it has no index");
  const auto index = plain_decimal(line->substr(6));
  if (!index) return no_receipt("its index is not a number");
  receipt.index = *index;
  for (line = next_line(text); line && !line->empty(); line = next_line(text)) {
    const auto hash = digest_from_text(*line);
    if (!hash || receipt.proof.size() == kProofMax) return no_receipt("a hash is not 32 bytes in base 64");
    receipt.proof.push_back(*hash);
  }
  if (!line) return no_receipt("no checkpoint follows");
  receipt.note = text;
  return receipt;
}

Result<Receipt> prove(const LogReader& log, std::uint64_t index, bool open) {
  Receipt receipt;
  FL_TRY(receipt.note, log.checkpoint());
  FL_TRY(const Note note, Note::parse(receipt.note));
  FL_TRY(const Checkpoint checkpoint, Checkpoint::parse(note.text));
  TreeReader tree(log, checkpoint.size);
  receipt.index = index;
  FL_TRY(receipt.proof, tree.inclusion(index));
  if (open) {
    FL_TRY(auto bodies, log.bodies(index, 1));
    if (!bodies[0]) {
      return fail(ErrorCode::not_found, fmt::format("the record of entry {} is erased; its proof remains", index));
    }
    receipt.body = std::move(*bodies[0]);
  }
  return receipt;
}

Result<SignedCheckpoint> check_receipt(const Receipt& receipt, std::string_view entry,
                                       std::span<const Verifier> trusted) {
  FL_TRY(auto checkpoint, open_checkpoint(receipt.note, trusted));
  FL_CHECK(check_inclusion(leaf_hash(entry), receipt.index, checkpoint.checkpoint.size, receipt.proof,
                           checkpoint.checkpoint.root));
  return checkpoint;
}

Result<OpenedReceipt> open_receipt(const Receipt& receipt, std::span<const Verifier> trusted) {
  const auto record = receipt.body ? record_of(*receipt.body) : std::nullopt;
  if (!record) return fail(ErrorCode::verification, "the receipt does not open its entry: no record stands in it");
  Salt salt;
  std::copy_n(receipt.body->begin(), salt.size(), salt.begin());
  OpenedReceipt opened;
  FL_TRY(opened.checkpoint, check_receipt(receipt, view(entry_of(salt, *record)), trusted));
  FL_TRY(opened.record, record_from_bytes(*record));
  return opened;
}

}  // namespace fairlead::ledger
