// SPDX-License-Identifier: Apache-2.0
#include "hub.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/log.hpp"
#include "base/system.hpp"
#include "http/head.hpp"
#include "http/websocket.hpp"
#include "sources_json.hpp"

namespace fairlead::serve {
namespace {

// Nothing from elsewhere, nothing inline, no framing. The map draws its images from blobs and data URLs that it made
// itself; its worker is a file of ours.
constexpr std::string_view kPolicy =
    "Content-Security-Policy: default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n";
constexpr std::string_view kSecurityHeaders =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";

constexpr std::string_view kPolicyName = "Content-Security-Policy";
constexpr std::string_view kStrictTransport = "Strict-Transport-Security: max-age=31536000\r\n";

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
      request_prefix_(random_prefix()),
      fixed_lines_(fmt::format("{}{}{}", kPolicy, kSecurityHeaders, o.tls ? kStrictTransport : "")) {
  const auto open = [&](Lane which, std::string name, std::size_t queue_max) {
    lanes[static_cast<std::size_t>(which)] = std::make_unique<LaneThread>(std::move(name), queue_max);
  };
  open(Lane::reads, "serve_reads", o.limits.reader_queue_max);
  open(Lane::commands, "serve_commands", o.limits.commands_queue_max);
  open(Lane::urgent, "serve_urgent", o.limits.commands_queue_max);
  open(Lane::sign_ins, "serve_sign_ins", o.limits.sign_ins_queue_max);
  open(Lane::bytes, "serve_bytes", o.limits.connections_max);  // a connection has one piece in it at the most
  api.gatekeeper().on_idle = [this](accounts::Actor actor) {
    if (!inputs.people.sign_out) return;
    lane(Lane::sign_ins).post([this, actor = std::move(actor)] {
      if (auto done = inputs.people.sign_out(actor); !done) {
        log::warning("idle_session_not_closed", {{"code", name(done.error().code)}});
      }
    });
  };
}

void Hub::refresh() {
  if (!inputs.picture) return;
  if (PicturePtr picture = inputs.picture()) {
    api.note(*picture);
    maker.set(std::move(picture), api.source_names());
  }
}

std::string Hub::next_request_id() { return fmt::format("{}-{:x}", request_prefix_, ++requests_); }

const std::string& Hub::http_date() {
  const std::int64_t second = system_wall_clock().now_ms() / 1000;
  if (second != date_second_) {
    date_second_ = second;
    date_ = http::http_date(second);
  }
  return date_;
}

std::string Hub::head(const Response& response, std::string_view request_id, std::optional<std::size_t> length,
                      bool keep_alive) {
  // Evidence and reports bring a policy of their own, which is narrower.
  const bool own = std::ranges::any_of(response.headers, [](const Header& h) { return h.first == kPolicyName; });
  const std::string_view fixed = std::string_view(fixed_lines_).substr(own ? kPolicy.size() : 0);
  return http::response_head(response, request_id, http_date(), length, keep_alive, fixed);
}

FramePtr Hub::sources_frame(Form form) {
  Cached& cached = sources_[static_cast<std::size_t>(form)];
  const std::int64_t now = system_steady_clock().now_ns();
  if (cached.frame && now - cached.made_at_ns < 1'000'000'000) return cached.frame;
  std::string text = form == Form::events ? "event: sources\ndata: {" : "{\"type\":\"sources\",";
  append_sources(text, inputs, Instant::from_unix_ms(system_wall_clock().now_ms()));
  text += form == Form::events ? "}\n\n" : "}";
  cached = {maker.make(form == Form::events ? std::move(text) : http::websocket_frame(http::Opcode::text, text)), now};
  return cached.frame;
}

}  // namespace fairlead::serve
