// SPDX-License-Identifier: Apache-2.0
// Reads the head of one HTTP/1 request. Beast stays behind this interface: it is slow to compile.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/request.hpp"

namespace fairlead::http {

class HttpReader {
 public:
  HttpReader(std::size_t head_bytes_max, std::size_t target_bytes_max);
  ~HttpReader();
  HttpReader(HttpReader&&) noexcept;
  HttpReader& operator=(HttpReader&&) noexcept;

  enum class State : std::uint8_t { more, done, bad };
  // Takes what it understands from the front of `bytes`. After `done` the rest belongs to what comes next.
  State feed(std::string& bytes);

  // After `done`: the request, without an id.
  Request take();
  // After `bad`.
  struct Trouble {
    unsigned status = 400;
    std::string_view code = "bad_request";
    std::string_view detail = "this is not an HTTP/1.1 request";
  };
  const Trouble& trouble() const { return trouble_; }

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  std::size_t head_bytes_max_;
  std::size_t target_bytes_max_;
  Trouble trouble_;
};

}  // namespace fairlead::http
