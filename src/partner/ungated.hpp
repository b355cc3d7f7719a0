// SPDX-License-Identifier: Apache-2.0
// Bytes that may go to a partner without passing the gate, as a type: whoever holds an Ungated knows that nothing
// released, and nothing about what was withheld, is in it.
//
// 1. A Constant is known when the program is compiled.
// 2. Beyond constants there are numbers that the caller names as harmless (a length, a sequence number that travels
// with
//    its payload), what a client itself just sent, and papers: documents about the partner's own agreements, recalls
//    and log, which papers.cpp alone makes.
// Threads: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/websocket.hpp"

namespace fairlead::partner {

class Constant {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is what it says
  template <std::size_t N>
  consteval Constant(const char (&literal)[N]) : text_(literal, N - 1) {}
  constexpr std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

class Ungated {
 public:
  Ungated() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): each constant may go out
  Ungated(Constant constant) : bytes_(constant.view()) {}

  Ungated& operator<<(Constant constant) {
    bytes_ += constant.view();
    return *this;
  }
  Ungated& operator<<(const Ungated& other) {
    bytes_ += other.bytes_;
    return *this;
  }
  // A length in bytes of what follows, or the sequence number of the release that follows.
  Ungated& number(std::uint64_t value);

  // The head of the message that a payload of this size becomes.
  static Ungated message_head(std::size_t payload);
  static Ungated ping();
  // Echoes at most 125 bytes that the client sent.
  static Ungated pong(const http::WebSocketReader::Event& ping);
  static Ungated close(http::CloseCode code, Constant reason);
  // 101, with the answer to the client's key; empty when the key is none.
  static Ungated upgrade(std::string_view websocket_key);

  std::string_view view() const { return bytes_; }
  bool empty() const { return bytes_.empty(); }
  std::size_t size() const { return bytes_.size(); }

 private:
  friend class Paper;
  explicit Ungated(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string bytes_;
};

}  // namespace fairlead::partner
