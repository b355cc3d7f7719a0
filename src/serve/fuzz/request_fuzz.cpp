// SPDX-License-Identifier: Apache-2.0
// Any bytes as a request, and as what follows a WebSocket handshake.
#include "api.hpp"
#include "http/http_reader.hpp"
#include "http/websocket.hpp"
#include "subscribe.hpp"

using namespace fairlead;
using namespace fairlead::serve;
using http::HttpReader;
using http::WebSocketReader;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const ServerOptions options = [] {
    ServerOptions made;
    made.demo = true;
    return made;
  }();
  static const ServerInputs inputs = [] {
    ServerInputs made;
    made.picture = [] {
      static const auto picture = std::make_shared<const engine::Picture>();
      return picture;
    };
    return made;
  }();
  static Metrics metrics;
  static Api api(options, inputs, metrics, true);

  std::string rest(bytes);
  HttpReader reader(16 * 1024, 8 * 1024);
  HttpReader::State state = reader.feed(rest);
  if (state == HttpReader::State::head) {
    const Api::Verdict verdict = api.judge_head(reader.request(), Door::all);
    if (!verdict.refusal && reader.accept_body(verdict.body_bytes_max) == HttpReader::State::more)
      state = reader.feed(rest);
  }
  if (state == HttpReader::State::done) {
    Request request = reader.take();
    Handled handled = api.handle(request, Door::all);
    if (const auto* deferred = std::get_if<Deferred>(&handled.outcome)) deferred->answer();
  }
  WebSocketReader messages(4096);
  std::vector<WebSocketReader::Event> events;
  messages.feed(bytes, events);
  (void)parse_subscribe(bytes);
  return 0;
}
