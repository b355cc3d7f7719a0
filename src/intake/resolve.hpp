// SPDX-License-Identifier: Apache-2.0
// Looks a host name up without holding anyone: a name server that does not answer must delay neither other sources nor
// the end of the program, which Asio's resolver thread would (its end waits for getaddrinfo).
//
// Threads: begin() and answer() belong to one; the question is asked on a thread of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

namespace fairlead::intake {

class Lookup {
 public:
  struct Answer {
    std::vector<boost::asio::ip::tcp::endpoint> endpoints;
    std::string error;
  };

  static std::shared_ptr<Lookup> begin(const std::string& host, std::uint16_t port);
  // Nothing yet, or for good. A numeric address is answered at once.
  const Answer* answer() const { return done_.load(std::memory_order_acquire) ? &answer_ : nullptr; }

 private:
  void ask(const std::string& host, std::uint16_t port);

  Answer answer_;
  std::atomic<bool> done_{false};
};

}  // namespace fairlead::intake
