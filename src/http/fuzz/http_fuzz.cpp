// SPDX-License-Identifier: Apache-2.0
// Any bytes as a request with its body, however cut; as a target; as what follows a WebSocket handshake.
#include <cstdlib>

#include "http/fields.hpp"
#include "http/http_reader.hpp"
#include "http/json_body.hpp"
#include "http/query.hpp"
#include "http/websocket.hpp"

using namespace fairlead::http;

namespace {

struct Read {
  HttpReader::State state = HttpReader::State::more;
  std::string body;
};

Read read(std::string_view bytes, std::size_t piece) {
  HttpReader reader(4 * 1024, 1024);
  Read result;
  std::string inbox;
  while (!bytes.empty()) {
    const std::size_t size = std::min(piece, bytes.size());
    inbox += bytes.substr(0, size);
    bytes.remove_prefix(size);
    result.state = reader.feed(inbox);
    if (result.state == HttpReader::State::head) {
      result.state = reader.accept_body(4 * 1024);
      reader.wants_continue();
      if (result.state == HttpReader::State::more) result.state = reader.feed(inbox);
    }
    if (result.state != HttpReader::State::more) break;
  }
  if (result.state == HttpReader::State::done) {
    const Request request = reader.take();
    (void)cookie_value(request.cookie, "fairlead_session");
    (void)bearer_token(request.authorization);
    (void)is_json(request.content_type);
    (void)parse_target(request.target);
    result.body = request.body;
  }
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Read whole = read(bytes, bytes.size() + 1);
  const Read cut = read(bytes, 7);
  // Whether a request is understood must not depend on how the network cut it.
  if (whole.state == HttpReader::State::done && (cut.state != whole.state || cut.body != whole.body)) std::abort();
  JsonBody body(bytes);
  JsonObject root = body.root();
  root.only({"a", "name"});
  (void)root.text("a", 10);
  (void)root.texts("name", 4, 4);
  (void)root.objects("a", 4);
  WebSocketReader messages(4096);
  std::vector<WebSocketReader::Event> events;
  messages.feed(bytes, events);
  return 0;
}
