// SPDX-License-Identifier: Apache-2.0
#include "ledger/checkpoint.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "base/text.hpp"
#include "digest_text.hpp"
#include "ledger/base64.hpp"

namespace fairlead::ledger {
namespace {

Failure no_checkpoint(std::string_view what) {
  return fail(ErrorCode::verification, fmt::format("the checkpoint is ill-formed: {}", what));
}

}  // namespace

std::string Checkpoint::text() const {
  std::string text = fmt::format("{}\n{}\n{}\n", origin, size, digest_text(root));
  for (const std::string& line : extensions) text += line + '\n';
  return text;
}

Result<Checkpoint> Checkpoint::parse(std::string_view text) {
  if (!text.ends_with('\n')) return no_checkpoint("its last line does not end");
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
    if (lines.back().empty()) return no_checkpoint("it has an empty line");
  }
  if (lines.size() < 3) return no_checkpoint("it has fewer than three lines");
  Checkpoint checkpoint;
  checkpoint.origin = lines[0];
  const auto size = plain_decimal(lines[1]);
  if (!size || *size >> 62 != 0) return no_checkpoint("the size is not a number");
  checkpoint.size = *size;
  const auto root = digest_from_text(lines[2]);
  if (!root) return no_checkpoint("the root is not 32 bytes in base 64");
  checkpoint.root = *root;
  checkpoint.extensions.assign(lines.begin() + 3, lines.end());
  return checkpoint;
}

Result<SignedCheckpoint> open_checkpoint(std::string_view note, std::span<const Verifier> trusted) {
  FL_TRY(const Note parsed, Note::parse(note));
  FL_TRY(Checkpoint checkpoint, Checkpoint::parse(parsed.text));
  FL_TRY(auto signers, verify_note(parsed, trusted));
  const bool by_log = std::any_of(signers.begin(), signers.end(),
                                  [&](const SignedBy& by) { return by.name == checkpoint.origin && !by.seen_at; });
  if (!by_log) {
    return fail(ErrorCode::verification,
                fmt::format("the checkpoint of `{}` is not signed by that log's key", checkpoint.origin));
  }
  return SignedCheckpoint{std::move(checkpoint), std::move(signers)};
}

}  // namespace fairlead::ledger
