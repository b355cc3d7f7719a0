// SPDX-License-Identifier: Apache-2.0
// getaddrinfo on a thread of its own.
#include "resolve.hpp"

#include <cstring>
#include <system_error>
#include <thread>

#include <netdb.h>

#include <boost/asio/ip/address.hpp>

namespace fairlead::intake {

std::shared_ptr<Lookup> Lookup::begin(const std::string& host, std::uint16_t port) {
  auto lookup = std::make_shared<Lookup>();
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (!error) {
    lookup->answer_.endpoints.emplace_back(address, port);
    lookup->done_ = true;
    return lookup;
  }
  try {
    // The thread shares only this object, and may outlive whoever asked.
    std::thread([lookup, host, port] { lookup->ask(host, port); }).detach();
  } catch (const std::system_error& trouble) {
    lookup->answer_.error = trouble.what();
    lookup->done_ = true;
  }
  return lookup;
}

void Lookup::ask(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (code != 0) {
    answer_.error = ::gai_strerror(code);
  } else {
    for (const auto* entry = found; entry != nullptr; entry = entry->ai_next) {
      boost::asio::ip::tcp::endpoint endpoint;
      if (entry->ai_addrlen > endpoint.capacity()) continue;
      std::memcpy(endpoint.data(), entry->ai_addr, entry->ai_addrlen);
      endpoint.resize(entry->ai_addrlen);
      endpoint.port(port);
      answer_.endpoints.push_back(endpoint);
    }
    ::freeaddrinfo(found);
    if (answer_.endpoints.empty()) answer_.error = "no address";
  }
  done_.store(true, std::memory_order_release);
}

}  // namespace fairlead::intake
