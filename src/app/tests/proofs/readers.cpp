// SPDX-License-Identifier: Apache-2.0
#include "readers.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "witness.hpp"

namespace fairlead::proofs {
namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr std::size_t kSlowBytes = 2048;

std::int64_t wall_ns() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

struct Readers::Line {
  Follower follower;
  bool slow = false;
  int socket = -1;
  std::int64_t next_ns = 0;  // when to connect, or to read slowly again
  bool in_head = true;
  std::string head;
  std::int64_t empty_ns = 0;  // nothing waited to be read at this moment
  // What is known of the block of the event stream that is being read.
  std::string block;
  bool block_counts = true;
  bool ends_with_release = false;  // of what was read last

  // How many bytes of these belong to releases; whole ones are appended to `events`.
  std::uint64_t take(std::string_view bytes, std::vector<std::string>& events) {
    std::uint64_t counted = 0;
    ends_with_release = false;
    for (const char c : bytes) {
      if (in_head) {
        head += c;
        if (head.ends_with("\r\n\r\n")) in_head = false;
        continue;
      }
      // A heartbeat is a comment; `retry` says how the client should behave.
      if (block.empty()) block_counts = c != ':' && c != 'r';
      counted += block_counts ? 1U : 0U;
      ends_with_release = block_counts;
      block += c;
      if (!block.ends_with("\n\n")) continue;
      if (block_counts) events.push_back(std::move(block));
      block.clear();
    }
    return counted;
  }
  void close_socket() {
    if (socket >= 0) ::close(socket);
    socket = -1;
    in_head = true;
    head.clear();
    block.clear();
  }
};

Readers::Readers(std::vector<Follower> followers, unsigned slow_every, bool keep) : keep_(keep) {
  for (std::size_t i = 0; i < followers.size(); ++i) {
    lines_.push_back(std::make_unique<Line>());
    lines_.back()->follower = std::move(followers[i]);
    lines_.back()->slow = slow_every != 0 && i % slow_every == 0;
  }
  thread_ = std::thread([this] { run(); });
}

Readers::~Readers() {
  stopping_ = true;
  thread_.join();
  for (const auto& line : lines_) line->close_socket();
}

Readers::Read Readers::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(read_, {});
}

std::size_t Readers::lines_alive() {
  const std::lock_guard lock(mutex_);
  return alive_.size();
}

void Readers::go_to(std::uint16_t port) {
  const std::lock_guard lock(mutex_);
  alive_.clear();
  port_ = port;
}

void Readers::run() {
  std::uint16_t last = 0;
  while (!stopping_) {
    const std::uint16_t port = port_;
    // Another program: it knows nothing of how often we came.
    if (port != std::exchange(last, port)) {
      for (const auto& line : lines_) {
        if (line->socket < 0) line->next_ns = 0;
      }
    }
    std::int64_t now = steady_ns();
    std::vector<pollfd> waiting;
    std::vector<Line*> of;
    for (const auto& line : lines_) {
      if (line->socket < 0 && port != 0 && now >= line->next_ns) {
        line->socket = connect_to(port, line->slow ? 4096 : 0);
        line->next_ns = now + 1200 * kMs;  // streams begin once a second for an account
        if (line->socket >= 0) {
          const int on = 1;
          setsockopt(line->socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
          const std::string request = fmt::format(
              "GET /partner/v1/stream?purpose={} HTTP/1.1\r\nHost: door\r\nAuthorization: Bearer {}\r\n\r\n",
              line->follower.purpose, line->follower.token);
          (void)::send(line->socket, request.data(), request.size(), MSG_NOSIGNAL);
          ++counters_.connections;
          line->next_ns = line->empty_ns = now;
        }
      }
      if (line->socket >= 0 && (!line->slow || now >= line->next_ns)) {
        waiting.push_back({line->socket, POLLIN, 0});
        of.push_back(line.get());
      }
    }
    now = steady_ns();
    const int ready = ::poll(waiting.data(), waiting.size(), 10);
    for (std::size_t i = 0; i < of.size() && ready >= 0; ++i) {
      if (waiting[i].revents == 0) of[i]->empty_ns = now;
    }
    if (ready <= 0) continue;
    now = steady_ns();
    for (std::size_t i = 0; i < of.size(); ++i) {
      if (waiting[i].revents == 0) continue;
      if (of[i]->slow) of[i]->next_ns = now + 5 * kMs;
      if (read(*of[i])) continue;
      of[i]->close_socket();
      of[i]->next_ns = now + 1200 * kMs;
      ++counters_.ended;
    }
  }
}

bool Readers::read(Line& line) {
  char buffer[65536];
  char control[256];
  iovec piece{buffer, line.slow ? kSlowBytes : sizeof buffer};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  const std::int64_t before = steady_ns();
  const ssize_t got = ::recvmsg(line.socket, &message, MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
  if (got <= 0) return false;
  const std::int64_t known = steady_ns();
  const std::int64_t to_steady = known - wall_ns();  // or earlier, where somebody came between the two
  std::int64_t at = known;
  for (cmsghdr* one = CMSG_FIRSTHDR(&message); one != nullptr; one = CMSG_NXTHDR(&message, one)) {
    if (one->cmsg_level != SOL_SOCKET || one->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(one), sizeof stamp);
    at = static_cast<std::int64_t>(stamp.tv_sec) * 1'000'000'000 + stamp.tv_nsec + to_steady;
  }
  std::vector<std::string> events;
  const std::uint64_t counted = line.take({buffer, static_cast<std::size_t>(got)}, events);
  const std::int64_t since = line.empty_ns;
  const bool is_all = static_cast<std::size_t>(got) < piece.iov_len;
  const bool is_exact = is_all && line.ends_with_release;
  if (!is_exact) at = known;
  if (is_all) line.empty_ns = before;
  if (!line.in_head && !line.head.starts_with("HTTP/1.1 200")) return false;  // told to wait
  counters_.bytes += counted;
  counters_.releases += events.size();
  for (const std::string& event : events) {
    static constexpr std::string_view kObject = R"({"id":"T-)";
    for (auto at_object = event.find(kObject); at_object != std::string::npos;
         at_object = event.find(kObject, at_object + kObject.size())) {
      ++counters_.objects;
    }
  }
  const std::lock_guard lock(mutex_);
  if (!keep_) {
    if (!events.empty()) alive_.insert(line.follower.line);
    return true;
  }
  if (counted != 0) read_.arrived.push_back({line.follower.line, since, std::max(since, at), counted, is_exact});
  for (const std::string& event : events) {
    ++read_.releases;
    alive_.insert(line.follower.line);
    static constexpr std::string_view kName = R"("release":"r-)";
    static constexpr std::string_view kPlace = R"("position":{"lat":)";
    const auto name = event.find(kName);
    if (name == std::string::npos) continue;
    auto& positions = read_.contents[std::strtoull(event.c_str() + name + kName.size(), nullptr, 16)];
    for (auto place = event.find(kPlace); place != std::string::npos; place = event.find(kPlace, place + 1)) {
      char* end = nullptr;
      const double latitude = std::strtod(event.c_str() + place + kPlace.size(), &end);
      const double longitude = std::strtod(end + 7, nullptr);  // ,"lon":
      if (const auto position = geo::Position::from_degrees(latitude, longitude)) positions.push_back(*position);
    }
  }
  return true;
}

}  // namespace fairlead::proofs
