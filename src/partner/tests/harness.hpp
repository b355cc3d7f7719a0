// SPDX-License-Identifier: Apache-2.0
// A door with a real gate and a real account book, and an engine that does what the test says. And a client on plain
// sockets, with TLS or without, so that what it sends can be as wrong as a test likes.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "accounts/passwords.hpp"
#include "accounts/secrets.hpp"
#include "base/published.hpp"
#include "base/text.hpp"
#include "certificates.hpp"
#include "engine/durable_release_maker.hpp"
#include "http/tls.hpp"
#include "http/websocket.hpp"
#include "partner/door.hpp"

namespace fairlead::partner::support {

using namespace std::chrono_literals;
using engine::FeedId;

inline Instant now() { return Instant::from_unix_ms(system_wall_clock().now_ms()); }

// Waits until something holds; false after the patience.
inline bool eventually(const std::function<bool()>& holds, std::chrono::milliseconds patience = 5000ms) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
    ::poll(nullptr, 0, 2);
  }
  return true;
}

class Centre {
 public:
  engine::Gate gate;

  Centre() {
    apply(accounts::CreateAccount{.account = "admin",
                                  .display_name = {},
                                  .role = accounts::Role::administrator,
                                  .agency = std::nullopt,
                                  .password_hash = *accounts::hash_password("three blind mice", {1, 8192})},
          accounts::Actor::first_start());
    publish();
  }

  DoorInputs inputs() {
    DoorInputs in;
    in.command = [this](engine::Command command) { return this->command(std::move(command)); };
    in.post = [this](engine::Command command) {
      const std::lock_guard lock(mutex_);
      posted_.push_back(std::move(command));
    };
    in.sharing = [this] { return sharing_.get(); };
    in.gate = &gate;
    in.log = [this](std::string_view agency) -> Result<std::unique_ptr<ledger::LogReader>> {
      const std::lock_guard lock(mutex_);
      const auto found = logs.find(std::string(agency));
      if (found == logs.end()) return fail(ErrorCode::not_found, "no such log");
      return std::unique_ptr<ledger::LogReader>(std::make_unique<ledger::MemoryLog>(found->second));
    };
    return in;
  }

  // An account of a partner's agency, with a token.
  std::string partner(const std::string& name, const std::string& agency,
                      accounts::Permissions scopes = {accounts::Permission::follow_feed,
                                                      accounts::Permission::acknowledge},
                      Duration good_for = std::chrono::hours(1)) {
    if (book_.find(name) == nullptr) {
      apply(accounts::CreateAccount{.account = name,
                                    .display_name = {},
                                    .role = accounts::Role::partner,
                                    .agency = agency,
                                    .password_hash = std::nullopt});
    }
    accounts::NewToken token = accounts::make_token(system_random());
    last_token_id = token.id;
    apply(accounts::IssueToken{token.id, token.hash, name, "test", scopes, now() + good_for});
    publish();
    return std::string(token.text.view());
  }
  void apply(const accounts::Change& change, std::optional<accounts::Actor> by = std::nullopt) {
    const auto done = book_.apply(change, by ? *by : accounts::Actor::console(now()), now());
    if (!done) ADD_FAILURE() << done.error().message;
  }
  void publish(const std::function<void(engine::Sharing&)>& change = {}) {
    auto next = std::make_shared<engine::Sharing>();
    if (const auto before = sharing_.get()) *next = *before;
    next->accounts = std::make_shared<accounts::AccountBook>(book_);
    if (change) change(*next);
    sharing_.set(next);
  }

  // What has been agreed: these feeds may be opened.
  void agree(const std::string& account, release::Purpose purpose, std::uint64_t feed) {
    const std::lock_guard lock(mutex_);
    feeds_[{account, purpose}] = feed;
  }

  engine::DurableRelease release(std::uint64_t feed, std::uint64_t sequence, std::string payload,
                                 std::uint64_t slot = 1) {
    return engine::DurableReleaseMaker::make(
        engine::Release{FeedId(feed), sequence, slot, 0, sequence, std::move(payload)});
  }

  template <class Request>
  std::vector<std::pair<accounts::Actor, Request>> asked() {
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<accounts::Actor, Request>> found;
    for (const auto* list : {&commands_, &posted_}) {
      for (const engine::Command& command : *list) {
        if (const auto* request = std::get_if<Request>(&command.request)) found.emplace_back(command.by, *request);
      }
    }
    return found;
  }
  template <class Request>
  bool await(std::size_t count) {
    return eventually([&] { return asked<Request>().size() >= count; });
  }

  // What a pull gives; empty: nothing.
  std::function<std::vector<engine::DurableRelease>(const accounts::Actor&, release::Purpose)> pull;
  // What a pull of leads gives.
  std::function<std::vector<engine::DurableRelease>(const accounts::Actor&, release::Purpose)> pull_leads;
  // What the desk says to a partner's word.
  std::function<Result<engine::Answer>(const accounts::Actor&, const engine::TellDesk&)> tell;
  // Called with each opening, before it is answered.
  std::function<void(std::uint64_t feed)> on_open;
  std::map<std::string, ledger::MemoryLog> logs;
  std::string last_token_id;

 private:
  Result<engine::Answer> command(engine::Command command) {
    engine::Answer answer;
    const accounts::Actor by = command.by;
    const engine::Request request = command.request;
    {
      const std::lock_guard lock(mutex_);
      commands_.push_back(std::move(command));
      if (const auto* open = std::get_if<engine::OpenFeed>(&request)) {
        const auto found = feeds_.find({by.account(), open->purpose});
        if (found == feeds_.end()) return fail(ErrorCode::not_found, "no agreement");
        answer.number = found->second;
      }
    }
    if (answer.number != 0 && on_open) on_open(answer.number);
    if (const auto* pulled = std::get_if<engine::PullTracks>(&request); pulled != nullptr && pull) {
      answer.releases = pull(by, pulled->purpose);
    }
    if (const auto* pulled = std::get_if<engine::PullLeads>(&request); pulled != nullptr && pull_leads) {
      answer.releases = pull_leads(by, pulled->purpose);
    }
    if (const auto* told = std::get_if<engine::TellDesk>(&request); told != nullptr && tell) return tell(by, *told);
    if (std::holds_alternative<engine::Acknowledge>(request)) {
      const auto& word = std::get<engine::Acknowledge>(request);
      if (word.name.starts_with("unknown")) return fail(ErrorCode::not_found, "nobody knows it");
    }
    return answer;
  }

  std::mutex mutex_;
  accounts::AccountBook book_;
  Published<engine::Sharing> sharing_;
  std::map<std::pair<std::string, release::Purpose>, std::uint64_t> feeds_;
  std::vector<engine::Command> commands_;
  std::vector<engine::Command> posted_;
};

// A client that reads only when it is told to.
class Client {
 public:
  explicit Client(const std::string& address, http::TlsContextPtr tls = nullptr, int receive_buffer = 0) {
    const std::size_t colon = address.rfind(':');
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(parse_number<std::uint16_t>(std::string_view(address).substr(colon + 1)).value_or(0));
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer != 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    if (tls) {
      tls_.emplace(tls, "localhost");
      while (tls_->state() == http::TlsSession::State::handshake) {
        if (!push(tls_->take_output()) || !receive()) break;
      }
      push(tls_->take_output());
    }
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool send(std::string_view bytes) {
    if (!tls_) return push(bytes);
    return tls_->send(bytes) && push(tls_->take_output());
  }
  // Reads once; false at the end or when nothing comes within the time.
  bool receive(int patience_ms = 5000) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, patience_ms) <= 0) return false;
    char buffer[65536];
    const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got <= 0) {
      ended = true;
      was_reset = got < 0 && errno == ECONNRESET;
      return false;
    }
    received += static_cast<std::uint64_t>(got);
    const std::string_view bytes(buffer, static_cast<std::size_t>(got));
    if (!tls_) {
      pending += bytes;
      return true;
    }
    tls_->receive(bytes, pending);
    push(tls_->take_output());
    return true;
  }
  // Reads until the connection ends.
  void drain() {
    while (receive()) {
    }
  }
  // Reads up to and with `end`.
  std::optional<std::string> until(std::string_view end, int patience_ms = 5000) {
    std::size_t at = 0;
    while ((at = pending.find(end)) == std::string::npos) {
      if (!receive(patience_ms)) return std::nullopt;
    }
    std::string text = pending.substr(0, at + end.size());
    pending.erase(0, at + end.size());
    return text;
  }
  // A whole answer: head and body.
  std::string answer() {
    auto head = until("\r\n\r\n");
    if (!head) return {};
    std::size_t length = 0;
    if (const auto at = head->find("Content-Length: "); at != std::string::npos) {
      const std::string_view rest = std::string_view(*head).substr(at + 16);
      length = parse_number<std::size_t>(rest.substr(0, rest.find('\r'))).value_or(0);
    }
    while (pending.size() < length) {
      if (!receive()) break;
    }
    std::string whole = *head + pending.substr(0, length);
    pending.erase(0, length);
    return whole;
  }
  std::string get(std::string_view target, std::string_view token, std::string_view more = {}) {
    send(request("GET", target, token, more));
    return answer();
  }
  static std::string request(std::string_view method, std::string_view target, std::string_view token,
                             std::string_view more = {}) {
    std::string text(method);
    text += ' ';
    text += target;
    text += " HTTP/1.1\r\nHost: door\r\n";
    if (!token.empty()) {
      text += "Authorization: Bearer ";
      text += token;
      text += "\r\n";
    }
    text += more;
    text += "\r\n";
    return text;
  }
  // Asks for a stream and reads its head.
  std::string stream(std::string_view purpose, std::string_view token, std::string_view more = {},
                     std::string_view query = {}) {
    send(request("GET", "/partner/v1/stream?purpose=" + std::string(purpose) + std::string(query), token, more));
    auto head = until("\r\n\r\n");
    return head.value_or("");
  }
  struct Event {
    std::string id;
    std::string data;
  };
  // The next event; comments and `retry` are passed over.
  std::optional<Event> event(int patience_ms = 5000) {
    for (;;) {
      const auto block = until("\n\n", patience_ms);
      if (!block) return std::nullopt;
      Event event;
      std::string_view rest = *block;
      while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.starts_with("id: ")) event.id = line.substr(4);
        if (line.starts_with("data: ")) event.data = line.substr(6);
        if (line.starts_with(":")) ++comments;
      }
      if (!event.data.empty()) return event;
    }
  }
  struct Frame {
    unsigned opcode = 0;
    std::string payload;
  };
  std::optional<Frame> frame(int patience_ms = 5000) {
    const auto need = [&](std::size_t size) {
      while (pending.size() < size) {
        if (!receive(patience_ms)) return false;
      }
      return true;
    };
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(pending[i]); };
    if (!need(2)) return std::nullopt;
    std::size_t length = byte(1);
    std::size_t head = 2;
    if (length >= 126) {
      const std::size_t extra = length == 126 ? 2 : 8;
      if (!need(2 + extra)) return std::nullopt;
      length = 0;
      for (std::size_t i = 0; i < extra; ++i) length = length << 8 | byte(2 + i);
      head += extra;
    }
    if (!need(head + length)) return std::nullopt;
    Frame frame{byte(0) & 0x0FU, pending.substr(head, length)};
    pending.erase(0, head + length);
    return frame;
  }
  // A short frame as clients send them.
  bool say(http::Opcode opcode, std::string_view payload) {
    std::string bytes(1, static_cast<char>(0x80U | static_cast<unsigned>(opcode)));
    bytes += static_cast<char>(0x80U | payload.size());
    bytes.append(4, '\0');
    bytes += payload;
    return send(bytes);
  }
  void close_now() { ::shutdown(socket_, SHUT_RDWR); }

  std::string pending;
  std::uint64_t received = 0;  // as the socket counts
  int comments = 0;
  bool ended = false;
  bool was_reset = false;
  bool connected() const { return connected_; }
  bool is_secure() const { return tls_ && tls_->state() == http::TlsSession::State::open; }

 private:
  bool push(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  int socket_ = -1;
  bool connected_ = false;
  std::optional<http::TlsSession> tls_;
};

inline constexpr std::string_view kUpgrade =
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

inline std::unique_ptr<Door> open_door(Centre& centre, DoorOptions options = {}) {
  options.listen = "127.0.0.1:0";
  auto door = Door::open(std::move(options), centre.inputs());
  if (!door) {
    ADD_FAILURE() << door.error().message;
    return nullptr;
  }
  (*door)->start();
  return std::move(*door);
}

// A payload of about this size that tells releases apart.
inline std::string payload(std::string_view name, std::size_t size) {
  std::string text = R"({"v":1,"release":")" + std::string(name) + R"(","fill":")";
  while (text.size() + 2 < size) text += static_cast<char>('a' + text.size() % 26);
  return text + "\"}";
}

// An authority, the door's certificate, and clients of it.
struct Pki {
  http::Folder folder;
  http::Made authority = http::make_certificate({.common_name = "Authority", .names = {}, .authority = true});
  http::Made other = http::make_certificate({.common_name = "Another", .names = {}, .authority = true});
  http::Made server =
      http::make_certificate({.common_name = "Door", .names = "DNS:localhost,IP:127.0.0.1"}, &authority);
  http::Made client = http::make_certificate({.common_name = "Coast Guard", .names = "DNS:cg.example"}, &authority);
  http::Made stranger = http::make_certificate({.common_name = "Coast Guard", .names = "DNS:cg.example"}, &other);
  std::string ca = folder.write("ca.pem", authority.certificate_pem(), 0644);

  http::TlsOptions options(http::ClientCertificate certificates) const {
    return {folder.write("server.pem", server.certificate_pem(), 0644), folder.write("server.key", server.key_pem()),
            ca, certificates};
  }
  http::TlsContextPtr as(const http::Made* own) const {
    http::TlsClientOptions options{ca, {}, {}};
    if (own != nullptr) {
      options.certificate_file = folder.write("client.pem", own->certificate_pem(), 0644);
      options.key_file = folder.write("client.key", own->key_pem());
    }
    auto context = http::TlsContext::client(options);
    return context ? *context : nullptr;
  }
  static Digest fingerprint(const http::Made& made) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(made.certificate.get(), &der);
    const Digest digest = sha256(std::string_view(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)));
    OPENSSL_free(der);
    return digest;
  }
};

}  // namespace fairlead::partner::support
