// SPDX-License-Identifier: Apache-2.0
// Home's log against that of a partner.
#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "digest_text.hpp"
#include "ledger/commitment.hpp"
#include "ledger/proofs.hpp"
#include "ledger/verify.hpp"

namespace fairlead::ledger {
namespace {

Result<Checkpoint> checkpoint_of(const LogReader& log) {
  FL_TRY(const std::string text, log.checkpoint());
  FL_TRY(const Note note, Note::parse(text));
  return Checkpoint::parse(note.text);
}

// Calls visit(index, body, record) for each record that is there.
Result<void> each_record(const LogReader& log, std::uint64_t size,
                         const std::function<void(std::uint64_t, const std::string&, const Record&)>& visit) {
  for (std::uint64_t first = 0; first < size; first += kTileWidth) {
    const auto count = static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, size - first));
    FL_TRY(const auto bodies, log.bodies(first, count));
    for (unsigned i = 0; i < count; ++i) {
      const auto bytes = bodies[i] ? record_of(*bodies[i]) : std::nullopt;
      const auto record = bytes ? record_from_bytes(*bytes) : Result<Record>(fail(ErrorCode::not_found, ""));
      if (record) visit(first + i, *bodies[i], *record);
    }
  }
  return {};
}

Digest commitment_of(const std::string& body) {
  Salt salt;
  std::copy_n(body.begin(), salt.size(), salt.begin());
  return commitment(salt, *record_of(body));
}

}  // namespace

std::vector<Problem> compare_logs(const LogReader& home, const LogReader& partner) {
  std::vector<Problem> problems;
  const auto home_head = checkpoint_of(home);
  const auto head = checkpoint_of(partner);
  if (!home_head || !head) {
    problems.push_back({std::nullopt, (home_head ? head : home_head).error().message});
    return problems;
  }
  std::set<Digest> released;
  TreeReader tree(partner, head->size);
  auto read = each_record(home, home_head->size, [&](std::uint64_t index, const std::string&, const Record& record) {
    if (const auto* release = std::get_if<Manifest>(&record.content); release != nullptr && release->delivery) {
      released.insert(*release->delivery);
    }
    const auto* seen = std::get_if<PartnerCheckpoint>(&record.content);
    if (seen == nullptr || seen->origin != head->origin) return;
    const auto root = tree.root_at(seen->size);
    if (!root || *root != seen->root) {
      problems.push_back({index, fmt::format("`{}` had another root at {} entries", head->origin, seen->size)});
    }
  });
  if (read) {
    read = each_record(partner, head->size, [&](std::uint64_t index, const std::string& body, const Record& record) {
      if (std::holds_alternative<Delivery>(record.content) && !released.contains(commitment_of(body))) {
        problems.push_back({index, "no release in home's log stands behind this delivery"});
      } else if (!std::holds_alternative<Delivery>(record.content) &&
                 !std::holds_alternative<Padding>(record.content)) {
        problems.push_back({index, fmt::format("a partner's log holds no `{}`", kind_name(record.content))});
      }
    });
  }
  if (!read) problems.push_back({std::nullopt, read.error().message});
  return problems;
}

}  // namespace fairlead::ledger
