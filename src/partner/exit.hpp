// SPDX-License-Identifier: Apache-2.0
// One connection's way out and in: socket, TLS, and the passage that the gate calls. No other class of this module
// writes to a socket.
//
// 1. Bytes leave in three ways only: Ungated ones by say(), what TLS says of itself, and a payload by hand_over(), that
//    is inside Gate::pass(). The base class Passage is private, so nobody else can call pass().
// 2. Under TLS a payload is encrypted inside the gate, a record at a time, and only when the socket has room; the
//    ciphertext belongs to the payload and moves only inside the gate. Records are cut by the length alone.
// 3. Nothing is said in the middle of a payload; it is kept for its end.
// Threads: network thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include "engine/gate.hpp"
#include "http/tls.hpp"
#include "partner/door.hpp"
#include "ungated.hpp"

namespace fairlead::partner {

class Exit final : private engine::Passage {
 public:
  struct Settings {
    int send_buffer_bytes = 0;
    int unsent_bytes_max = 0;
    std::size_t pass_bytes_max = 0;
    int silence_ms_max = 0;  // of the other side's kernel
    const std::function<void(int, std::size_t, bool)>* on_sent = nullptr;
  };

  Exit(boost::asio::ip::tcp::socket socket, std::optional<http::TlsSession> tls, const Settings& settings);

  // For a connection that there is no room for, in the clear.
  static void dismiss(boost::asio::ip::tcp::socket socket, Constant words);

  // ---- in ----
  // Reads once and hands on what was said: nothing during a handshake, `ended` at the end or when TLS fails.
  using Heard = std::function<void(std::string_view plain, bool ended)>;
  void listen(Heard heard);
  bool is_ready() const { return !tls_ || tls_->state() == http::TlsSession::State::open; }
  std::optional<Digest> certificate() const;
  std::string trouble() const { return tls_ ? tls_->trouble() : std::string(); }

  // ---- out ----
  // Goes out at once if there is room, otherwise with flush().
  void say(const Ungated& bytes);
  // Passes one release through the gate, with what stands before and after it; to be called again with the same one
  // while it is blocked. The feed is the one that this connection follows for that release.
  engine::Gate::Result hand_over(engine::Gate& gate, const engine::DurableRelease& release, engine::FeedId feed,
                                 const Ungated& before, const Ungated& after);
  // Whether a part of a payload is already out, or encrypted.
  bool is_mid_payload() const { return offset_ > 0 || !sealed_.empty(); }
  // Sends what was said; false when the connection is broken.
  bool flush();
  bool has_words() const { return !words_.empty(); }
  std::size_t words() const { return words_.size() + later_.size(); }
  // Calls back when the socket has room, or is broken.
  void await_room(std::function<void()> room);

  std::uint64_t bytes_sent() const { return bytes_sent_; }
  // Given to the kernel and not yet taken by the other side.
  std::uint64_t kernel_bytes() const;

  // We say no more; what the other side says is still read. Only when all words are out.
  void end();
  void close();
  // Forgets what the kernel holds, and tells the other side.
  void reset();
  bool is_open() const { return socket_.is_open(); }

 private:
  using Result = engine::Passage::Result;
  engine::FeedId feed() const override { return feed_; }
  Result pass(std::string_view payload) override;
  Result pass_plain(std::string_view payload, std::size_t budget);
  Result pass_sealed(std::string_view payload, std::size_t budget);
  std::string_view piece(std::string_view payload, std::size_t from) const;
  bool has_room();
  // Sends from the front; `done` when all is out.
  Result drain(std::string& bytes, bool of_payload);
  // The number sent; nothing when there is no room, zero or less never otherwise.
  Result send(std::string_view bytes, std::size_t& sent, bool of_payload);
  void collect();  // what TLS has to say of itself

  boost::asio::ip::tcp::socket socket_;
  std::optional<http::TlsSession> tls_;
  const Settings settings_;
  std::array<char, 8192> buffer_;
  std::string heard_;

  std::string words_;  // may go out at any time; after what is sealed
  std::string later_;  // plain; to be said when the payload is out

  engine::FeedId feed_;
  std::string_view before_;
  std::string_view after_;
  std::size_t offset_ = 0;  // of before, payload and after taken as one
  std::string sealed_;      // ciphertext of the payload
  std::uint64_t bytes_sent_ = 0;
  bool awaiting_ = false;
};

}  // namespace fairlead::partner
