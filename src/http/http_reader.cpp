// SPDX-License-Identifier: Apache-2.0
// The only file that includes Beast.
#include "http/http_reader.hpp"

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>

#include "base/text.hpp"

namespace fairlead::http {
namespace {

namespace beast = boost::beast::http;

constexpr HttpReader::Trouble kHeadTooLarge{431, "head_too_large",
                                            "the request's head is larger than this server reads"};
constexpr HttpReader::Trouble kTargetTooLong{414, "target_too_long", "the address is longer than this server reads"};
constexpr HttpReader::Trouble kVersion{505, "http_version", "this server speaks HTTP/1.0 and HTTP/1.1"};

// http://host:port/path becomes /path, and the host in it counts (RFC 9112 §3.2.2).
void to_origin_form(Request& request) {
  const std::string lower = to_lower(std::string_view(request.target).substr(0, 8));
  const std::size_t scheme = lower.starts_with("http://") ? 7 : lower.starts_with("https://") ? 8 : 0;
  if (scheme == 0) return;
  const std::size_t path = std::min(request.target.find_first_of("/?#", scheme), request.target.size());
  request.host = request.target.substr(scheme, path - scheme);
  request.target.erase(0, path);
  if (!request.target.starts_with('/')) request.target.insert(0, "/");
}

}  // namespace

struct HttpReader::Parser {
  beast::request_parser<beast::empty_body> head;
  std::size_t taken = 0;
};

HttpReader::HttpReader(std::size_t head_bytes_max, std::size_t target_bytes_max)
    : parser_(std::make_unique<Parser>()), head_bytes_max_(head_bytes_max), target_bytes_max_(target_bytes_max) {
  parser_->head.header_limit(static_cast<std::uint32_t>(head_bytes_max));
}
HttpReader::~HttpReader() = default;
HttpReader::HttpReader(HttpReader&&) noexcept = default;
HttpReader& HttpReader::operator=(HttpReader&&) noexcept = default;

HttpReader::State HttpReader::feed(std::string& bytes) {
  // Blank lines before a request are passed over (RFC 9112 §2.2).
  if (parser_->taken == 0) bytes.erase(0, std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
  if (bytes.empty()) return State::more;
  boost::beast::error_code error;
  const std::size_t taken = parser_->head.put(boost::asio::buffer(bytes), error);
  parser_->taken += taken;
  const bool in_first_line = parser_->taken == 0 && bytes.find('\n') == std::string::npos;
  bytes.erase(0, taken);
  if (error == beast::error::need_more) {
    if (parser_->taken + bytes.size() <= head_bytes_max_) return State::more;
    trouble_ = in_first_line ? kTargetTooLong : kHeadTooLarge;
    return State::bad;
  }
  if (error) {
    if (error == beast::error::header_limit) trouble_ = in_first_line ? kTargetTooLong : kHeadTooLarge;
    if (error == beast::error::bad_version) trouble_ = kVersion;
    return State::bad;
  }
  if (!parser_->head.is_header_done()) return State::more;
  const auto& message = parser_->head.get();
  if (message.target().size() > target_bytes_max_) {
    trouble_ = kTargetTooLong;
    return State::bad;
  }
  if (message.version() != 11 && message.version() != 10) {
    trouble_ = kVersion;
    return State::bad;
  }
  return State::done;
}

Request HttpReader::take() {
  const auto& message = parser_->head.get();
  const auto text = [](auto view) { return std::string(view.data(), view.size()); };
  const auto field = [&](beast::field name) { return text(message[name]); };
  Request request;
  request.method = text(message.method_string());
  request.target = text(message.target());
  request.host = field(beast::field::host);
  request.host_headers = static_cast<unsigned>(message.count(beast::field::host));
  to_origin_form(request);
  request.origin = field(beast::field::origin);
  request.accept = field(beast::field::accept);
  request.accept_encoding = field(beast::field::accept_encoding);
  request.if_none_match = field(beast::field::if_none_match);
  request.last_event_id = text(message["Last-Event-ID"]);
  if (to_lower(field(beast::field::connection)).contains("upgrade")) request.upgrade = field(beast::field::upgrade);
  request.websocket_key = field(beast::field::sec_websocket_key);
  request.websocket_version = field(beast::field::sec_websocket_version);
  request.http_1_0 = message.version() == 10;
  request.keep_alive = message.keep_alive();
  request.has_body = message.chunked() || parser_->head.content_length().value_or(0) > 0;
  return request;
}

}  // namespace fairlead::http
