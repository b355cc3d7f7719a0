// SPDX-License-Identifier: Apache-2.0
// Any bytes as any noun: the reader stays within them, allocates in proportion, and what it accepts to the end is
// written again as these very bytes, or, where they are of an earlier version, as bytes that say the same. The first
// byte chooses the noun.
#include <cstdint>

#include "base/assert.hpp"
#include "wire/canonical.hpp"
#include "wire/json.hpp"

namespace {

using namespace fairlead;

template <class Read>
void check(std::string_view bytes, Read read) {
  wire::ByteReader in(bytes);
  const auto noun = read(in);
  if (!in.ok() || !in.at_end()) return;
  wire::ByteWriter out;
  wire::write(out, noun);
  // Each form begins with its version.
  if (out.view().front() == bytes.front()) {
    FL_ASSERT(out.view() == bytes);
    return;
  }
  wire::ByteReader again(out.view());
  wire::ByteWriter once_more;
  wire::write(once_more, read(again));
  FL_ASSERT(again.ok() && again.at_end() && once_more.view() == out.view());
}

template <class Read>
void check_and_print(std::string_view bytes, Read read) {
  check(bytes, read);
  wire::ByteReader in(bytes);
  const auto noun = read(in);
  if (!in.ok()) return;
  std::string json;
  wire::append_json(json, noun);
  FL_ASSERT(!json.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 10) {
    case 0:
      check(bytes, wire::read_claims);
      break;
    case 1:
      check_and_print(bytes, wire::read_label);
      break;
    case 2:
      check(bytes, wire::read_source);
      break;
    case 3:
      check_and_print(bytes, wire::read_sentence);
      break;
    case 4: {
      check(bytes, wire::read_track);
      wire::ByteReader in(bytes);
      const auto track = wire::read_track(in);
      std::string json;
      if (in.ok()) wire::append_json(json, track, [](domain::SourceId) { return std::string_view("source"); });
      break;
    }
    case 5:
      check_and_print(bytes, wire::read_finding);
      break;
    case 6:
      check_and_print(bytes, wire::read_authority);
      break;
    case 7:
      check_and_print(bytes, wire::read_decision);
      break;
    case 8:
      check_and_print(bytes, wire::read_delivery);
      break;
    default: {
      check(bytes, wire::read_batch);
      wire::ByteReader in(bytes);
      const auto batch = wire::read_batch(in);
      std::string json;
      if (in.ok()) {
        for (const auto& observation : batch.observations) wire::append_json(json, observation);
      }
      break;
    }
  }
  return 0;
}
