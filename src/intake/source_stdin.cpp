// SPDX-License-Identifier: Apache-2.0
// `-`: standard input, stamped with our clock. It waits: a pipe is simply not read while the engine has no room.
#include <atomic>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"
#include "source.hpp"

namespace fairlead::intake {

namespace {

using boost::system::error_code;

class StandardInput final : public Source {
 public:
  StandardInput(Surroundings around, domain::Source about, const SourceUrl& url, int descriptor)
      : Source(around, std::move(about), url),
        input_(around.io, descriptor),
        timer_(around.io),
        lines_(kBufferBytes),
        feed_(id(), meter_, form()) {}

  void start() override {
    meter_.set(State::connecting, "standard input, nothing heard yet");
    await();
  }
  void tick() override {
    if (at_end_) return;
    feed_.tick(around_.now());
    if (!waiting_) static_cast<void>(hand_over());
    meter_.set(heard_ ? State::live : State::connecting,
               waiting_ ? "standard input; waiting for the engine"
                        : (heard_ ? "standard input" : "standard input, nothing heard yet"));
  }
  void close() override {
    closed_ = true;
    timer_.cancel();
    error_code ignored;
    input_.close(ignored);
    feed_.report();
    static_cast<void>(around_.inbox.try_offer(feed_.batch()));
    if (!ended_) meter_.set(State::stopped, "stopped");
  }
  bool can_end() const override { return true; }
  bool has_ended() const override { return ended_; }

 private:
  using State = domain::SourceState;
  static constexpr std::size_t kBufferBytes = 64 * 1024;

  // Waits until there is something to read, without making the descriptor non-blocking: it is shared with whoever
  // started this program.
  void await() {
    if (!can_be_awaited_) {
      boost::asio::post(around_.io, [this] { read(); });
      return;
    }
    input_.async_wait(boost::asio::posix::descriptor_base::wait_read, [this](error_code error) {
      if (closed_) return;
      if (error) can_be_awaited_ = false;  // a redirected file: reading it never waits
      read();
    });
  }

  void read() {
    if (closed_) return;
    const auto into = lines_.room();
    const auto got = ::read(input_.native_handle(), into.data(), into.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return await();
    if (got < 0) broken_ = fmt::format("cannot read standard input: {}", std::strerror(errno));
    at_end_ = got <= 0;
    if (got > 0) {
      if (!heard_) meter_.set(State::live, "standard input");
      heard_ = true;
      lines_.added(static_cast<std::size_t>(got));
      meter_.bytes(static_cast<std::size_t>(got));
    }
    feed_.take(lines_, around_.now(), at_end_);
    if (at_end_) feed_.finish();
    go_on();
  }

  bool hand_over() {
    feed_.report();
    waiting_ = !around_.inbox.try_offer(feed_.batch());
    return !waiting_;
  }

  void go_on() {
    if (closed_) return;
    if (hand_over()) return at_end_ ? end() : await();
    timer_.expires_after(around_.limits.retry_after);
    timer_.async_wait([this](error_code error) {
      if (!error) go_on();
    });
  }

  void end() {
    const auto sentences = meter_.read().sentences_total;
    if (broken_.empty()) {
      meter_.set(State::finished, fmt::format("came to its end after {} sentences", sentences));
    } else {
      meter_.set(State::failed, broken_);
    }
    log::info("source_finished", {{"source", std::uint64_t{id().number()}}, {"sentences", sentences}});
    ended_ = true;
  }

  boost::asio::posix::stream_descriptor input_;
  boost::asio::steady_timer timer_;
  LineBuffer lines_;
  Feed feed_;
  bool can_be_awaited_ = true;
  bool heard_ = false;
  bool waiting_ = false;
  bool at_end_ = false;
  bool closed_ = false;
  std::string broken_;
  std::atomic<bool> ended_{false};
};

}  // namespace

Result<SourcePointer> open_standard_input(Surroundings around, domain::Source about, const SourceUrl& url) {
  const int descriptor = ::dup(around.limits.standard_input);
  if (descriptor < 0) {
    return fail(ErrorCode::io, fmt::format("cannot read standard input: {}", std::strerror(errno)));
  }
  return std::make_shared<StandardInput>(around, std::move(about), url, descriptor);
}

}  // namespace fairlead::intake
