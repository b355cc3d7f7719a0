// SPDX-License-Identifier: Apache-2.0
// Fuzzes application payloads: area code, function and bits from the input; the JSON must be sound or nothing.
//
// Threads: one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "decode/ais/application.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fairlead::decode::ais;
  if (size < 4) {
    return 0;
  }
  const unsigned dac = static_cast<unsigned>(data[0]) | (data[1] & 3U) << 8U;
  const unsigned fi = data[2] & 63U;
  const std::size_t fill = data[3] & 7U;
  std::vector<std::uint8_t> bytes(data + 4, data + size);
  const std::size_t bits = bytes.size() * 8 > fill ? bytes.size() * 8 - fill : 0;
  bytes.resize(bytes.size() + kPayloadSlack);
  std::string out;
  const bool decoded = append_application_json(out, dac, fi, BitReader(bytes.data(), 0, bits), (data[1] & 128U) != 0);
  if (decoded ? !out.empty() && out.front() != ',' : !out.empty()) {
    std::abort();
  }
  return 0;
}
