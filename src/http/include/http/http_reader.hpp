// SPDX-License-Identifier: Apache-2.0
// Reads one HTTP/1 request: its head, and its body once the owner has accepted the head. Beast stays behind this
// interface: it is slow to compile.
//
//   switch (reader.feed(bytes)) {
//     case more:  read on
//     case head:  look at reader.request(); answer a refusal and close, or reader.accept_body(limit) and feed() again
//     case done:  reader.take()
//     case bad:   answer reader.trouble() and close
//   }
//
// 1. A body has one length that nobody can read in two ways: one Content-Length of digits only, or `chunked` alone,
// never
//    both, never in HTTP/1.0. Everything else is refused (RFC 9112 §6, request smuggling).
// 2. `100 Continue` is asked for by wants_continue() only after accept_body().
// Threads: one owner.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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

  enum class State : std::uint8_t { more, head, done, bad };
  // Takes what it understands from the front of `bytes`. After `done` the rest belongs to what comes next.
  State feed(std::string& bytes);

  // After `head` and `done`: the request, without an id.
  const Request& request() const { return request_; }
  Request take() { return std::move(request_); }
  // After `head`: the body is wanted, up to this size. `bad` (413) when it announced more.
  State accept_body(std::size_t body_bytes_max);
  // What has come of the body so far, for owners that do not keep it in memory: after `more` and `done`.
  std::string drain();
  // The length that the head announced; 0 for a body in chunks.
  std::uint64_t announced() const { return body_bytes_; }
  // Once, after accept_body(): the client waits for kContinue before it sends the body.
  bool wants_continue();
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

  // After `bad`.
  struct Trouble {
    unsigned status = 400;
    std::string_view code = "bad_request";
    std::string_view detail = "this is not an HTTP/1.1 request";
  };
  const Trouble& trouble() const { return trouble_; }

 private:
  struct Parser;
  class Chunks;
  State feed_head(std::string& bytes);
  State feed_body(std::string& bytes);
  State end_of_head();
  State refuse(const Trouble& trouble);

  std::unique_ptr<Parser> parser_;
  std::unique_ptr<Chunks> chunks_;  // for a body in chunks
  std::size_t head_bytes_max_;
  std::size_t target_bytes_max_;
  std::size_t body_bytes_max_ = 0;
  std::uint64_t body_bytes_ = 0;  // announced
  std::uint64_t drained_ = 0;     // of it
  enum class Stage : std::uint8_t { head, undecided, body, done, bad } stage_ = Stage::head;
  bool chunked_ = false;
  bool wants_continue_ = false;
  Request request_;
  Trouble trouble_;
};

}  // namespace fairlead::http
