// SPDX-License-Identifier: Apache-2.0
// Any text as an agreement and as cases: mistakes with a place, or an agreement whose canonical bytes read back.
#include <cstddef>
#include <cstdint>

#include "base/assert.hpp"
#include "release/cases.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fairlead;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const release::Reading reading = release::read_agreement(text, "fuzz");
  FL_ASSERT(reading.agreement.has_value() == reading.mistakes.empty());
  if (reading.agreement) {
    wire::ByteWriter out;
    release::write(out, *reading.agreement);
    wire::ByteReader in(out.view());
    const release::Agreement back = release::read_agreement_bytes(in);
    FL_ASSERT(in.ok() && in.at_end());
    FL_ASSERT(release::digest(back) == release::digest(*reading.agreement));
    const auto now = reading.agreement->valid_from;
    (void)release::warnings({*reading.agreement}, now);
    FL_ASSERT(release::Evaluator::build({*reading.agreement}, {}).has_value() ||
              reading.agreement->parties.size() > release::kAgenciesMax);
  }
  (void)release::cases_from_toml(text, "fuzz");
  wire::ByteReader bytes(text);
  (void)release::read_desk_state(bytes);
  return 0;
}
