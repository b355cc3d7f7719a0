// SPDX-License-Identifier: Apache-2.0
// Live streams: datagrams.
#include "stream.hpp"

#include <algorithm>

namespace fairlead::intake {

void Stream::received_whole(std::span<const char> datagram) {
  meter_.bytes(datagram.size());
  while (!datagram.empty()) {
    const auto into = lines_.room();
    const auto count = std::min(into.size(), datagram.size());
    std::copy_n(datagram.begin(), count, into.begin());
    datagram = datagram.subspan(count);
    lines_.added(count);
    decode(datagram.empty());
  }
}

}  // namespace fairlead::intake
