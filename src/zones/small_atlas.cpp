// SPDX-License-Identifier: Apache-2.0
// The small atlas inside the program: data/small.zones.gz, made by tools/zones/make_small.
//
// It enters through `.incbin`, compressed; it is unpacked each time it is opened, in some milliseconds.
#include <array>
#include <span>

#define ZLIB_CONST  // what is unpacked is not written to
#include <zlib.h>

#include "zones/atlas.hpp"

asm(R"(
    .section .rodata
    .balign 16
    .global fairlead_small_zones
    .global fairlead_small_zones_end
fairlead_small_zones:
    .incbin ")" FAIRLEAD_SMALL_ZONES R"("
fairlead_small_zones_end:
    .byte 0
    .previous
)");

extern "C" {
extern const unsigned char fairlead_small_zones[];
extern const unsigned char fairlead_small_zones_end[];
}

namespace fairlead::zones {

Result<Atlas> Atlas::inside() {
  const std::span packed(fairlead_small_zones, fairlead_small_zones_end);
  constexpr std::size_t kStep = 8U << 20U;
  constexpr std::size_t kMost = 64U << 20U;
  z_stream stream{};
  constexpr int kGzip = 16 + MAX_WBITS;
  if (inflateInit2(&stream, kGzip) != Z_OK) return fail(ErrorCode::internal, "the small zone file cannot be unpacked");
  stream.next_in = packed.data();
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string bytes;
  int state = Z_OK;
  while (state == Z_OK && bytes.size() < kMost) {
    const std::size_t had = bytes.size();
    bytes.resize(had + kStep);
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data() + had);
    stream.avail_out = static_cast<uInt>(kStep);
    state = inflate(&stream, Z_NO_FLUSH);
    bytes.resize(bytes.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END) return fail(ErrorCode::internal, "the small zone file cannot be unpacked");
  return from_bytes(std::move(bytes), "small.zones");
}

}  // namespace fairlead::zones
