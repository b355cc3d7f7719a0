// SPDX-License-Identifier: Apache-2.0
#include "packing.hpp"

#include <zstd.h>

#include "base/assert.hpp"

namespace fairlead::store_sqlite {
namespace {

constexpr int kLevel = 1;
// No value is larger: SQLite itself ends at 1,000,000,000 bytes, and what is packed comes from there.
constexpr std::uint64_t kUnpackedMax = 8ULL << 30;
constexpr std::uint64_t kRatioMax = 100'000;  // beyond it the size is a lie

}  // namespace

struct Packer::State {
  ZSTD_CCtx* pack = ZSTD_createCCtx();
  ZSTD_DCtx* unpack = ZSTD_createDCtx();
  State() { FL_ASSERT(pack != nullptr && unpack != nullptr); }
  ~State() {
    ZSTD_freeCCtx(pack);
    ZSTD_freeDCtx(unpack);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Packer::Packer() : state_(std::make_unique<State>()) {}
Packer::~Packer() = default;
Packer::Packer(Packer&&) noexcept = default;
Packer& Packer::operator=(Packer&&) noexcept = default;

void Packer::pack(std::string_view bytes, std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + ZSTD_compressBound(bytes.size()));
  const std::size_t size =
      ZSTD_compressCCtx(state_->pack, out.data() + before, out.size() - before, bytes.data(), bytes.size(), kLevel);
  if (ZSTD_isError(size) == 0 && size < bytes.size()) {
    out.resize(before + size);
  } else {
    out.resize(before);
    out.append(bytes);
  }
}

bool Packer::unpack(std::string_view packed, std::uint64_t size, std::string& out) {
  if (size == packed.size()) {
    out.assign(packed);
    return true;
  }
  if (size < packed.size() || size > kUnpackedMax || size / kRatioMax > packed.size()) return false;
  out.resize(size);
  const std::size_t got = ZSTD_decompressDCtx(state_->unpack, out.data(), out.size(), packed.data(), packed.size());
  return ZSTD_isError(got) == 0 && got == size;
}

}  // namespace fairlead::store_sqlite
