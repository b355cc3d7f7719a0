// SPDX-License-Identifier: Apache-2.0
// CRC-32 as zip files have it (ISO 3309), eight bytes at a time.
//
// Threads: any.
#pragma once

#include <cstdint>
#include <string_view>

namespace fairlead::vault {

// Goes on from what the bytes before gave; 0 at the beginning.
std::uint32_t crc32(std::uint32_t before, std::string_view bytes);

}  // namespace fairlead::vault
