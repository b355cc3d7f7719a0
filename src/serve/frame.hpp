// SPDX-License-Identifier: Apache-2.0
// Bytes on their way out, encoded once and shared by all who get them; counted while they live.
//
// Threads: network thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace fairlead::serve {

class Frame {
 public:
  // `outgoing` counts the bytes of all frames alive and outlives them.
  Frame(std::string bytes, std::uint64_t& outgoing) : bytes_(std::move(bytes)), outgoing_(outgoing) {
    outgoing_ += bytes_.size();
  }
  ~Frame() { outgoing_ -= bytes_.size(); }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  const std::string& bytes() const { return bytes_; }

 private:
  const std::string bytes_;
  std::uint64_t& outgoing_;
};

using FramePtr = std::shared_ptr<const Frame>;

}  // namespace fairlead::serve
