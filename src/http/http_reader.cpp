// SPDX-License-Identifier: Apache-2.0
// The only file that includes Beast, and it is asked for heads only: bodies are read here.
#include "http/http_reader.hpp"

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>

#include "base/text.hpp"
#include "chunks.hpp"

namespace fairlead::http {
namespace {

namespace beast = boost::beast::http;
using Trouble = HttpReader::Trouble;

constexpr Trouble kHeadTooLarge{431, "head_too_large", "the request's head is larger than this server reads"};
constexpr Trouble kTargetTooLong{414, "target_too_long", "the address is longer than this server reads"};
constexpr Trouble kVersion{505, "http_version", "this server speaks HTTP/1.0 and HTTP/1.1"};
constexpr Trouble kLength{400, "bad_body", "the length of the body is unclear: give one `Content-Length` in digits"};
constexpr Trouble kEncoding{501, "transfer_encoding", "the only transfer encoding that this server reads is `chunked`"};
constexpr Trouble kChunks{400, "bad_body", "the body's chunks are ill-formed"};
constexpr Trouble kBodyTooLarge{413, "body_too_large", "the body is larger than this server reads here"};
constexpr Trouble kExpect{417, "expectation", "the only expectation that this server meets is `100-continue`"};
constexpr Trouble kTwice{400, "bad_request", "a header that may stand once stands there twice"};

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

class HttpReader::Chunks : public ChunkReader {
  using ChunkReader::ChunkReader;
};

HttpReader::HttpReader(std::size_t head_bytes_max, std::size_t target_bytes_max)
    : parser_(std::make_unique<Parser>()), head_bytes_max_(head_bytes_max), target_bytes_max_(target_bytes_max) {
  parser_->head.header_limit(static_cast<std::uint32_t>(head_bytes_max));
  parser_->head.body_limit(boost::none);  // accept_body() judges that
}
HttpReader::~HttpReader() = default;
HttpReader::HttpReader(HttpReader&&) noexcept = default;
HttpReader& HttpReader::operator=(HttpReader&&) noexcept = default;

HttpReader::State HttpReader::refuse(const Trouble& trouble) {
  trouble_ = trouble;
  stage_ = Stage::bad;
  return State::bad;
}

HttpReader::State HttpReader::feed(std::string& bytes) {
  switch (stage_) {
    case Stage::head:
      return feed_head(bytes);
    case Stage::undecided:
      return State::head;
    case Stage::body:
      return feed_body(bytes);
    case Stage::done:
      return State::done;
    case Stage::bad:
      break;
  }
  return State::bad;
}

HttpReader::State HttpReader::feed_head(std::string& bytes) {
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
    return refuse(in_first_line ? kTargetTooLong : kHeadTooLarge);
  }
  if (error == beast::error::header_limit) return refuse(in_first_line ? kTargetTooLong : kHeadTooLarge);
  if (error == beast::error::bad_version) return refuse(kVersion);
  if (error == beast::error::bad_content_length || error == beast::error::bad_transfer_encoding) return refuse(kLength);
  if (error) return refuse(Trouble{});
  return parser_->head.is_header_done() ? end_of_head() : State::more;
}

HttpReader::State HttpReader::end_of_head() {
  const auto& message = parser_->head.get();
  if (message.target().size() > target_bytes_max_) return refuse(kTargetTooLong);
  if (message.version() != 11 && message.version() != 10) return refuse(kVersion);
  const auto text = [](auto view) { return std::string(view.data(), view.size()); };
  const auto field = [&](beast::field name) { return text(message[name]); };

  Request& request = request_;
  request.method = text(message.method_string());
  request.target = text(message.target());
  request.host = field(beast::field::host);
  request.host_headers = static_cast<unsigned>(message.count(beast::field::host));
  to_origin_form(request);
  request.origin = field(beast::field::origin);
  request.accept = field(beast::field::accept);
  request.accept_encoding = field(beast::field::accept_encoding);
  request.authorization = field(beast::field::authorization);
  const auto [first_cookie, end_of_cookies] = message.equal_range(beast::field::cookie);
  for (auto line = first_cookie; line != end_of_cookies; ++line) {
    if (!request.cookie.empty()) request.cookie += "; ";
    request.cookie += text(line->value());
  }
  const auto [first_hop, end_of_hops] = message.equal_range("X-Forwarded-For");
  for (auto line = first_hop; line != end_of_hops; ++line) {
    if (!request.forwarded_for.empty()) request.forwarded_for += ',';
    request.forwarded_for += text(line->value());
  }
  request.csrf = text(message["X-Fairlead-Csrf"]);
  request.content_type = field(beast::field::content_type);
  request.content_encoding = field(beast::field::content_encoding);
  request.if_match = field(beast::field::if_match);
  request.if_none_match = field(beast::field::if_none_match);
  request.range = field(beast::field::range);
  request.if_range = field(beast::field::if_range);
  request.last_event_id = text(message["Last-Event-ID"]);
  request.idempotency_key = text(message["Idempotency-Key"]);
  if (to_lower(field(beast::field::connection)).contains("upgrade")) request.upgrade = field(beast::field::upgrade);
  request.websocket_key = field(beast::field::sec_websocket_key);
  request.websocket_version = field(beast::field::sec_websocket_version);
  request.http_1_0 = message.version() == 10;
  request.keep_alive = message.keep_alive();
  for (const auto name : {beast::field::authorization, beast::field::content_type, beast::field::content_encoding,
                          beast::field::origin, beast::field::expect}) {
    if (message.count(name) > 1) return refuse(kTwice);
  }
  if (message.count("X-Fairlead-Csrf") > 1) return refuse(kTwice);

  // How long the body is must be beyond doubt, or two readers of these bytes see two different requests.
  const auto lengths = message.count(beast::field::content_length);
  const auto encodings = message.count(beast::field::transfer_encoding);
  if (lengths > 1 || (lengths == 1 && encodings > 0)) return refuse(kLength);
  if (encodings > 0) {
    if (request.http_1_0 || encodings > 1) return refuse(kLength);
    if (to_lower(trim(field(beast::field::transfer_encoding))) != "chunked") return refuse(kEncoding);
    chunked_ = true;
  }
  if (lengths == 1) {
    const std::string digits = field(beast::field::content_length);
    const auto number = parse_number<std::uint64_t>(digits);
    if (!number || digits.empty() || digits.size() > 18 ||
        digits.find_first_not_of("0123456789") != std::string::npos) {
      return refuse(kLength);
    }
    body_bytes_ = *number;
  }
  const std::string expect = field(beast::field::expect);
  if (!expect.empty() && !request.http_1_0) {
    if (to_lower(expect) != "100-continue") return refuse(kExpect);
    wants_continue_ = true;
  }
  request.has_body = chunked_ || body_bytes_ > 0;
  parser_.reset();
  if (request.has_body) {
    stage_ = Stage::undecided;
    return State::head;
  }
  stage_ = Stage::done;
  return State::done;
}

HttpReader::State HttpReader::accept_body(std::size_t body_bytes_max) {
  if (stage_ != Stage::undecided) return stage_ == Stage::body ? State::more : State::bad;
  body_bytes_max_ = body_bytes_max;
  if (body_bytes_ > body_bytes_max) return refuse(kBodyTooLarge);
  if (chunked_) chunks_ = std::make_unique<Chunks>(body_bytes_max);
  stage_ = Stage::body;
  return State::more;
}

bool HttpReader::wants_continue() { return stage_ == Stage::body && std::exchange(wants_continue_, false); }

std::string HttpReader::drain() {
  drained_ += request_.body.size();
  return std::exchange(request_.body, {});
}

HttpReader::State HttpReader::feed_body(std::string& bytes) {
  if (!chunked_) {
    const std::size_t left = static_cast<std::size_t>(body_bytes_ - drained_) - request_.body.size();
    const std::size_t part = std::min(left, bytes.size());
    request_.body.append(bytes, 0, part);
    bytes.erase(0, part);
    if (part < left) return State::more;
  } else {
    switch (chunks_->feed(bytes, request_.body, static_cast<std::size_t>(drained_))) {
      case ChunkReader::State::more:
        return State::more;
      case ChunkReader::State::bad:
        return refuse(kChunks);
      case ChunkReader::State::too_large:
        return refuse(kBodyTooLarge);
      case ChunkReader::State::done:
        break;
    }
  }
  stage_ = Stage::done;
  return State::done;
}

}  // namespace fairlead::http
