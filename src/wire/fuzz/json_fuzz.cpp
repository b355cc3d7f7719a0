// SPDX-License-Identifier: Apache-2.0
// Any text as the JSON of any noun: it is refused with one line, or read and written again to the same noun.
#include <cstdint>

#include "base/assert.hpp"
#include "wire/json.hpp"

namespace {

using namespace fairlead;

template <class Read>
void check(std::string_view text, Read read) {
  const auto noun = read(text);
  if (!noun) {
    FL_ASSERT(!noun.error().message.empty());
    return;
  }
  std::string json;
  wire::append_json(json, *noun);
  const auto again = read(json);
  FL_ASSERT(again.has_value());
  std::string twice;
  wire::append_json(twice, *again);
  FL_ASSERT(json == twice);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(text, wire::label_from_json);
  check(text, wire::sentence_from_json);
  check(text, wire::observation_from_json);
  check(text, wire::finding_from_json);
  check(text, wire::authority_from_json);
  check(text, wire::decision_from_json);
  check(text, wire::delivery_from_json);
  return 0;
}
