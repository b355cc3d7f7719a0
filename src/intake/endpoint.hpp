// SPDX-License-Identifier: Apache-2.0
// Local addresses to listen on. Numeric only: which address a name means is no matter of luck for a listener.
//
// Threads: free functions, safe from any thread.
#pragma once

#include <string>

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/result.hpp"
#include "intake/source_url.hpp"

namespace fairlead::intake {

template <class Protocol>
Result<typename Protocol::endpoint> local_endpoint(const std::string& host, std::uint16_t port) {
  if (host.empty()) return typename Protocol::endpoint(Protocol::v4(), port);
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
  if (error) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("`{}` is not an address of this machine: listen on an address such as 127.0.0.1 or 0.0.0.0", host));
  }
  return typename Protocol::endpoint(address, port);
}

inline Result<boost::asio::ip::tcp::acceptor> listen_on(boost::asio::io_context& io,
                                                        const boost::asio::ip::tcp::endpoint& endpoint) {
  boost::asio::ip::tcp::acceptor acceptor(io);
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(boost::asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) {
    return fail(ErrorCode::io,
                fmt::format("cannot listen on {}: {}",
                            to_endpoint_text(endpoint.address().to_string(), endpoint.port()), error.message()));
  }
  return acceptor;
}

}  // namespace fairlead::intake
