// SPDX-License-Identifier: Apache-2.0
#include "fuzz/foreign_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fairlead::decode::fuzz_foreign(fairlead::decode::Format::detections, data, size);
}
