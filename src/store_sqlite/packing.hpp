// SPDX-License-Identifier: Apache-2.0
// Zstandard with its working memory kept. What does not get smaller is stored as it is: stored size equal to the
// original size means "not compressed".
//
// Threads: a Packer belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fairlead::store_sqlite {

class Packer {
 public:
  Packer();
  ~Packer();
  Packer(Packer&&) noexcept;
  Packer& operator=(Packer&&) noexcept;

  // Appends `bytes` to `out`, smaller where that is possible.
  void pack(std::string_view bytes, std::string& out);
  // The original of `size` bytes into `out`; false when `packed` is not what pack() wrote.
  bool unpack(std::string_view packed, std::uint64_t size, std::string& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fairlead::store_sqlite
