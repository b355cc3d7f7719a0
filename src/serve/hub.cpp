// SPDX-License-Identifier: Apache-2.0
#include "hub.hpp"

#include <array>
#include <chrono>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/system.hpp"
#include "sources_json.hpp"
#include "websocket.hpp"

namespace fairlead::serve {
namespace {

// Nothing from elsewhere, nothing inline, no framing. The map draws its images from blobs and data URLs that it made
// itself; its worker is a file of ours.
constexpr std::string_view kSecurityHeaders =
    "Content-Security-Policy: default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";

std::string random_prefix() {
  std::array<std::byte, 4> bytes{};
  system_random().fill(bytes);
  return hex(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

}  // namespace

Hub::Hub(const ServerOptions& o, const ServerInputs& i, bool loopback)
    : options(o),
      inputs(i),
      api(o, i, metrics, loopback),
      maker(metrics, o.limits.outgoing_bytes_max),
      reader(o.limits.reader_queue_max),
      request_prefix_(random_prefix()) {}

void Hub::refresh() {
  if (!inputs.picture) return;
  if (PicturePtr picture = inputs.picture()) {
    api.note(*picture);
    maker.set(std::move(picture), api.source_names());
  }
}

std::string Hub::next_request_id() { return fmt::format("{}-{:x}", request_prefix_, ++requests_); }

const std::string& Hub::http_date() {
  using namespace std::chrono;
  const std::int64_t second = system_wall_clock().now_ms() / 1000;
  if (second != date_second_) {
    date_second_ = second;
    const sys_seconds time{seconds(second)};
    const sys_days day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    date_ = fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[weekday(day).c_encoding()],
                        static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                        static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                        clock.seconds().count());
  }
  return date_;
}

FramePtr Hub::sources_frame(Form form) {
  Cached& cached = sources_[static_cast<std::size_t>(form)];
  const std::int64_t now = system_steady_clock().now_ns();
  if (cached.frame && now - cached.made_at_ns < 1'000'000'000) return cached.frame;
  std::string text = form == Form::events ? "event: sources\ndata: {" : "{\"type\":\"sources\",";
  append_sources(text, inputs, Instant::from_unix_ms(system_wall_clock().now_ms()));
  text += form == Form::events ? "}\n\n" : "}";
  cached = {maker.make(form == Form::events ? std::move(text) : websocket_frame(Opcode::text, text)), now};
  return cached.frame;
}

std::string response_head(const Response& response, std::string_view request_id, std::string_view date,
                          std::optional<std::size_t> length, bool keep_alive) {
  std::string head;
  head.reserve(768);
  const auto line = [&](std::string_view name, std::string_view value) {
    head += name;
    head += ": ";
    head += value;
    head += "\r\n";
  };
  head = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  line("Date", date);
  line("Server", "Fairlead");
  line("X-Request-Id", request_id);
  if (response.status != 304 && !response.content_type.empty()) line("Content-Type", response.content_type);
  if (length && response.status != 304 && response.status != 204) line("Content-Length", std::to_string(*length));
  line("Cache-Control", response.cache_control);
  for (const auto& [name, value] : response.headers) line(name, value);
  line("Connection", keep_alive ? "keep-alive" : "close");
  head += kSecurityHeaders;
  head += "\r\n";
  return head;
}

}  // namespace fairlead::serve
