// SPDX-License-Identifier: Apache-2.0
// Bytes that claim to be part of a ledger. The first one says which part; the rest must be refused or read back equal.
#include <cstdlib>
#include <string_view>

#include "ledger/clocked_log.hpp"
#include "ledger/proofs.hpp"
#include "ledger/record.hpp"

using namespace fairlead::ledger;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto same = [&](std::string_view again) {
    if (again != bytes) std::abort();
  };
  switch (data[0] % 9) {
    case 0:
      if (const auto note = Note::parse(bytes)) same(note->str());
      break;
    case 1:
      if (const auto receipt = Receipt::parse(bytes)) same(receipt->str());
      break;
    case 2:
      if (const auto entries = parse_bundle(bytes, data[0])) {
        std::string again;
        for (const auto entry : *entries) append_bundle_entry(again, entry);
        same(again);
      }
      break;
    case 3:
      if (const auto record = record_from_bytes(bytes)) {
        same(canonical_bytes(*record));
        std::string json;
        append_json(json, *record);
      }
      break;
    case 4:
      if (const auto checkpoint = Checkpoint::parse(bytes)) same(checkpoint->text());
      break;
    case 5:
      if (const auto ledger = Ledger::restore(bytes)) same(ledger->state());
      break;
    case 6:
      if (const auto log = ClockedLog::restore(bytes)) same(log->state());
      break;
    case 7:
      if (const auto path = parse_tile_path(bytes)) same(tile_path(path->tile, path->width));
      break;
    default:
      (void)Signer::parse(bytes);
      if (const auto verifier = Verifier::parse(bytes)) (void)verifier->text();
  }
  return 0;
}
