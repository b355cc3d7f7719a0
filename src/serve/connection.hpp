// SPDX-License-Identifier: Apache-2.0
// One client: requests one after the other, and then perhaps a stream of events or messages.
//
// 1. While an answer or frame is on its way nothing new is made for this client; it holds one at a time.
// 2. Every state has a time by which it must end (tick()).
//
// Threads: network thread.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include "follower.hpp"
#include "http/http_reader.hpp"
#include "http/tls.hpp"
#include "http/websocket.hpp"
#include "hub.hpp"

namespace fairlead::serve {

using http::CloseCode;
using http::HttpReader;
using http::Opcode;
using http::WebSocketReader;

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // With a context it speaks TLS.
  Connection(boost::asio::ip::tcp::socket socket, Hub& hub, Door door, http::TlsContextPtr tls = nullptr);
  ~Connection();

  void start();
  // Deadlines, heartbeats and whatever is due; called ten times a second and when the picture changed.
  void tick(std::int64_t now_ns);
  // The server stops: what is on its way may still go out.
  void farewell();
  bool is_closed() const { return mode_ == Mode::closed; }
  bool has_said_all() const { return is_closed() || (mode_ == Mode::lingering && outbox_.empty()); }

 private:
  enum class Mode : std::uint8_t { requests, events, messages, lingering, closed };
  struct Out {
    std::string text;
    FramePtr frame;
    std::string_view constant;
    std::string_view view() const {
      return frame ? std::string_view(frame->bytes()) : constant.empty() ? std::string_view(text) : constant;
    }
  };

  void read();
  void on_read(std::size_t size);
  void on_sealed(std::string_view bytes);
  void on_bytes(std::string_view bytes);
  void read_requests();
  void begin_request(const Request& request);
  void refuse_request(unsigned status, std::string_view code, std::string_view detail);
  bool take_body();
  void release_body();
  void handle();
  void defer(Deferred work);
  bool open_arrival();
  void store_piece(bool last);
  void stored(const Result<void>& done, bool last);
  void refuse_arrival(const Error& error);
  void pump_source();
  void take_piece(Result<std::string> piece);
  void answer(Response response);
  void answered();

  void start_events(const StartEvents& start);
  void start_messages(const StartMessages& start);
  void prepare_stream();
  void read_messages(std::string_view bytes);
  void on_message(std::string_view text);
  void break_off(CloseCode code, std::string_view reason);
  void pump(std::int64_t now_ns);
  void pump_stream(std::int64_t now_ns);
  void check_deadlines(std::int64_t now_ns);
  void check_request_deadlines(std::int64_t now_ns);
  bool may_go_on(std::int64_t now_ns);

  void send(Out out);
  void write();
  void write_sealed();
  void seal();
  void on_written(std::size_t size);
  void linger();
  void close();

  boost::asio::ip::tcp::socket socket_;
  Hub& hub_;
  const Door door_;
  Mode mode_ = Mode::requests;

  std::string peer_;

  std::optional<http::TlsSession> tls_;
  std::string sealed_;            // on its way to the socket
  std::size_t sealed_sent_ = 0;   // of it
  std::size_t sealed_plain_ = 0;  // so many bytes of the outbox are in it

  std::array<char, 8192> buffer_;
  std::string inbox_;  // read and not yet understood
  HttpReader reader_;
  Request request_;
  std::string_view route_ = "other";
  bool reading_ = false;
  bool busy_ = false;  // a request is being answered
  bool close_after_ = false;
  bool in_body_ = false;           // the head is accepted, the body is on its way
  std::size_t body_reserved_ = 0;  // counted in Metrics::incoming_bytes

  std::shared_ptr<vault::Arrival> arrival_;   // the body, where it is a file
  std::string piece_;                         // of it, not stored yet
  bool storing_ = false;                      // a piece is on the lane
  std::shared_ptr<http::BodySource> source_;  // of the answer that is going out

  std::deque<Out> outbox_;
  std::size_t front_sent_ = 0;  // of the outbox's first
  bool writing_ = false;

  std::optional<Follower> follower_;
  std::optional<WebSocketReader> messages_;
  std::int64_t period_ns_ = 0;  // least time between two frames
  std::int64_t last_period_ = -1;
  std::int64_t last_reset_ns_ = 0;
  std::int64_t last_frame_ns_ = 0;
  std::int64_t last_sources_ns_ = 0;
  std::int64_t last_heartbeat_ns_ = 0;
  std::int64_t last_admitted_ns_ = 0;
  std::int64_t message_window_ns_ = 0;
  unsigned messages_in_window_ = 0;
  unsigned messages_refused_ = 0;

  std::int64_t idle_since_ns_;      // no request yet, or the last one is answered
  std::int64_t head_since_ns_ = 0;  // first byte of a request that is not complete; 0: none
  std::int64_t began_ns_ = 0;       // the request in hand was complete
  std::int64_t write_since_ns_ = 0;
  std::int64_t progress_ns_ = 0;  // the client last took something
  std::int64_t heard_ns_ = 0;     // the client last sent something
  std::size_t discarded_ = 0;
};

}  // namespace fairlead::serve
