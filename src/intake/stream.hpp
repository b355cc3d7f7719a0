// SPDX-License-Identifier: Apache-2.0
// A live stream of bytes that arrive in reads of any size: cut into lines, stamped with our clock, offered at once.
//
// Threads: one owner.
#pragma once

#include <span>

#include "source.hpp"

namespace fairlead::intake {

class Stream {
 public:
  static constexpr std::size_t kBufferBytes = 64 * 1024;

  Stream(const Surroundings& around, domain::SourceId source, Meter& meter, FeedForm form,
         std::size_t buffer_bytes = kBufferBytes)
      : around_(around), meter_(meter), lines_(buffer_bytes), feed_(source, meter, std::move(form)) {}

  std::span<char> room() { return lines_.room(); }
  // `count` bytes were read into room().
  void received(std::size_t count) {
    meter_.bytes(count);
    lines_.added(count);
    decode(false);
  }
  // A datagram, which ends its last line whether it says so or not.
  void received_whole(std::span<const char> datagram);
  void tick() {
    feed_.tick(around_.now());
    offer();
  }
  // The connection ended; what comes next begins a new line.
  void finish() {
    decode(true);
    feed_.finish();
    offer();
    lines_.clear();
  }

 private:
  void decode(bool at_end) {
    feed_.take(lines_, around_.now(), at_end);
    offer();
  }
  void offer() {
    feed_.report();
    if (feed_.size() > 0) around_.inbox.offer(std::move(feed_.batch()));
    feed_.batch() = {};
  }

  const Surroundings& around_;
  Meter& meter_;
  LineBuffer lines_;
  Feed feed_;
};

}  // namespace fairlead::intake
