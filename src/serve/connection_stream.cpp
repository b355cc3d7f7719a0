// SPDX-License-Identifier: Apache-2.0
// The streaming side of a connection: server-sent events and WebSocket messages.
#include <algorithm>

#include "base/log.hpp"
#include "base/text.hpp"
#include "connection.hpp"
#include "subscribe.hpp"

namespace fairlead::serve {

using http::websocket_close;
using http::websocket_frame;

namespace {

// A viewport that moves is drawn anew at most this often.
constexpr std::int64_t kResetPauseNs = 100'000'000;
// Without any change, a frame that only tells the time.
constexpr std::int64_t kEmptyFrameNs = 5'000'000'000;
constexpr std::int64_t kMessageWindowNs = 1'000'000'000;
constexpr unsigned kMessagesPerWindow = 40;
constexpr unsigned kMessagesRefusedMax = 16;
constexpr std::size_t kControlFramesMax = 8;

std::int64_t ns(Duration duration) { return duration.count() * 1'000'000; }
std::int64_t now_ns() { return system_steady_clock().now_ns(); }

}  // namespace

void Connection::prepare_stream() {
  // What the kernel holds cannot be coalesced any more.
  boost::system::error_code ignored;
  socket_.set_option(boost::asio::socket_base::send_buffer_size(hub_.limits().send_buffer_bytes), ignored);
  hub_.refresh();
  last_heartbeat_ns_ = last_admitted_ns_ = heard_ns_ = now_ns();
  hub_.metrics.answered(route_, request_.method, mode_ == Mode::messages ? 101 : 200,
                        static_cast<double>(now_ns() - began_ns_) / 1e9);
  log::debug("stream_opened", {{"request_id", request_.id}, {"form", mode_ == Mode::messages ? "messages" : "events"}});
}

void Connection::start_events(const StartEvents& start) {
  Response response;
  response.content_type = "text/event-stream";
  response.headers.emplace_back("X-Accel-Buffering", "no");
  if (request_.is_head()) {
    response.close = true;
    close_after_ = true;
    hub_.metrics.answered(route_, request_.method, 200, 0);
    return send({hub_.head(response, request_.id, std::nullopt, false), nullptr, {}});
  }
  mode_ = Mode::events;
  ++hub_.metrics.event_streams_open;
  prepare_stream();
  follower_.emplace(Form::events, start.box);
  period_ns_ = ns(hub_.limits().events_every);
  const engine::Picture* picture = hub_.maker.picture();
  if (start.last_slot && picture != nullptr && picture->closed_since(*start.last_slot)) {
    follower_->resume(*start.last_slot);
  }
  send({hub_.head(response, request_.id, std::nullopt, false) + "retry: 2000\n\n", nullptr, {}});
  read();
}

void Connection::start_messages(const StartMessages& start) {
  mode_ = Mode::messages;
  ++hub_.metrics.message_streams_open;
  messages_.emplace(hub_.limits().message_bytes_max);
  prepare_stream();
  std::string head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Request-Id: ";
  head += request_.id;
  head += "\r\nSec-WebSocket-Accept: ";
  head += start.accept;
  head += "\r\n\r\n";
  send({std::move(head), nullptr, {}});
  if (start.subscribed) {
    follower_.emplace(Form::messages, start.box);
    period_ns_ = 500'000'000;
  }
  const std::string early = std::move(inbox_);
  inbox_.clear();
  read_messages(early);
}

void Connection::read_messages(std::string_view bytes) {
  std::vector<WebSocketReader::Event> events;
  const std::optional<CloseCode> broken = messages_->feed(bytes, events);
  for (WebSocketReader::Event& event : events) {
    switch (event.opcode) {
      case Opcode::text:
        on_message(event.payload);
        break;
      case Opcode::ping:
        // A client that asks faster than it reads gets no further answers, not a queue of them.
        if (outbox_.size() < kControlFramesMax) send({websocket_frame(Opcode::pong, event.payload), nullptr, {}});
        break;
      case Opcode::close:
        return break_off(CloseCode::normal, "");
      default:
        break;
    }
    if (mode_ != Mode::messages) return;
  }
  if (broken) return break_off(*broken, "");
  read();
}

void Connection::on_message(std::string_view text) {
  const std::int64_t now = now_ns();
  if (now - message_window_ns_ > kMessageWindowNs) {
    message_window_ns_ = now;
    messages_in_window_ = 0;
  }
  if (++messages_in_window_ > kMessagesPerWindow) return break_off(CloseCode::policy, "too many messages");
  const Result<Subscribe> subscribe = parse_subscribe(text);
  if (!subscribe) {
    if (++messages_refused_ > kMessagesRefusedMax) return break_off(CloseCode::policy, "too many bad messages");
    std::string error = "{\"type\":\"error\",\"code\":\"bad_message\",\"detail\":";
    append_json_string(error, subscribe.error().message);
    error += '}';
    if (outbox_.size() < kControlFramesMax) send({websocket_frame(Opcode::text, error), nullptr, {}});
    return;
  }
  period_ns_ = static_cast<std::int64_t>(1e9 / subscribe->max_rate_hz);
  if (follower_) {
    follower_->look_at(subscribe->box);
  } else {
    follower_.emplace(Form::messages, subscribe->box);
  }
  if (!writing_) pump(now);
}

void Connection::break_off(CloseCode code, std::string_view reason) {
  // After what is on its way; nothing new is made.
  send({websocket_close(code, reason), nullptr, {}});
  follower_.reset();
  mode_ = Mode::lingering;
  --hub_.metrics.message_streams_open;
  messages_.reset();
}

void Connection::pump(std::int64_t now) {
  if (!outbox_.empty() || (mode_ != Mode::events && mode_ != Mode::messages)) return;
  pump_stream(now);
  if (!outbox_.empty()) return;
  if (follower_ && !follower_->must_reset() && now - last_sources_ns_ >= ns(hub_.limits().sources_every)) {
    last_sources_ns_ = now;
    const Form form = mode_ == Mode::events ? Form::events : Form::messages;
    ++hub_.metrics.frames_sent_total;
    return send({{}, hub_.sources_frame(form), {}});
  }
  if (now - last_heartbeat_ns_ >= ns(hub_.limits().heartbeat)) {
    last_heartbeat_ns_ = now;
    static const std::string ping = websocket_frame(Opcode::ping, "");
    send({{}, nullptr, mode_ == Mode::events ? std::string_view(": hb\n\n") : std::string_view(ping)});
  }
}

void Connection::pump_stream(std::int64_t now) {
  if (!follower_ || hub_.maker.picture() == nullptr || !follower_->is_behind(*hub_.maker.picture())) return;
  // Periods are counted from the clock's origin, so that all clients of one rate step together and share frames.
  const std::int64_t period = now / period_ns_;
  if (follower_->must_reset() ? now - last_reset_ns_ < kResetPauseNs : period == last_period_) return;
  if (follower_->must_reset()) last_reset_ns_ = now;
  last_period_ = period;
  FramePtr frame = follower_->next(hub_.maker, now - last_frame_ns_ >= kEmptyFrameNs);
  if (!frame) return;
  last_frame_ns_ = now;
  ++hub_.metrics.frames_sent_total;
  send({{}, std::move(frame), {}});
}

}  // namespace fairlead::serve
