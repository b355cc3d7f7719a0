// SPDX-License-Identifier: Apache-2.0
// `serial:`: a receiver on a serial line, 8 data bits, no parity; opened again when it was unplugged.
#include <array>

#include <fmt/format.h>

#include <boost/asio/serial_port.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"
#include "stream.hpp"
#include "watch.hpp"

namespace fairlead::intake {

namespace {

using boost::asio::serial_port_base;
using boost::system::error_code;

class SerialSource final : public Source {
 public:
  SerialSource(Surroundings around, domain::Source about, const SourceUrl& url)
      : Source(around, std::move(about), url),
        port_(around.io),
        timer_(around.io),
        stream_(around_, id(), meter_, form()),
        back_off_(around.limits.reconnect_first, around.limits.reconnect_max),
        watch_(url.stall, around.limits.stalls_until_reconnect),
        where_(fmt::format("{} at {} baud", url.path, url.baud)) {}

  void start() override { open(); }
  void tick() override {
    if (!port_.is_open()) return;
    stream_.tick();
    const auto now = around_.steady.now_ns();
    switch (watch_.judge(now)) {
      case Silence::none:
        break;
      case Silence::stale:
        meter_.set(State::stale, fmt::format("{}, silent for {}", where_, to_text(watch_.since(now))));
        break;
      case Silence::dead:
        lose(fmt::format("silent for {}", to_text(watch_.since(now))));
        break;
    }
  }
  void close() override {
    ++attempt_;
    timer_.cancel();
    error_code ignored;
    port_.close(ignored);
    stream_.finish();
    meter_.set(State::stopped, "stopped");
  }

 private:
  using State = domain::SourceState;
  static constexpr unsigned kTriesUntilFailed = 3;

  void open() {
    ++attempt_;
    error_code error;
    port_.open(url_.path, error);
    if (error) return lose(error.message());
    port_.set_option(serial_port_base::baud_rate(url_.baud), error);
    if (!error) port_.set_option(serial_port_base::character_size(8), error);
    if (!error) port_.set_option(serial_port_base::parity(serial_port_base::parity::none), error);
    if (!error) port_.set_option(serial_port_base::stop_bits(serial_port_base::stop_bits::one), error);
    if (!error) port_.set_option(serial_port_base::flow_control(serial_port_base::flow_control::none), error);
    if (error) return lose(error.message());
    watch_.heard(around_.steady.now_ns());
    if (back_off_.tries() == 0) meter_.set(State::connecting, where_ + ", nothing heard yet");
    read();
  }

  void read() {
    const auto room = stream_.room();
    port_.async_read_some(boost::asio::buffer(room.data(), room.size()),
                          [this, attempt = attempt_](error_code error, std::size_t count) {
                            if (attempt != attempt_) return;
                            if (count > 0) {
                              meter_.set(State::live, where_);
                              back_off_.reset();
                              watch_.heard(around_.steady.now_ns());
                              stream_.received(count);
                            }
                            if (error) return lose(error.message());
                            read();
                          });
  }

  void lose(const std::string& why) {
    const auto attempt = ++attempt_;
    error_code ignored;
    port_.close(ignored);
    stream_.finish();
    std::array<std::byte, 2> random{};
    system_random().fill(random);
    const auto wait = back_off_.next(std::to_integer<std::uint32_t>(random[0]) << 2U);
    meter_.reconnect();
    meter_.set(back_off_.tries() >= kTriesUntilFailed ? State::failed : State::connecting,
               fmt::format("cannot read `{}`: {}; trying again in {}", url_.path, why, to_text(wait)));
    log::warning("source_unreachable",
                 {{"source", std::uint64_t{id().number()}}, {"detail", why}, {"retry_ms", std::int64_t{wait.count()}}});
    timer_.expires_after(wait);
    timer_.async_wait([this, attempt](error_code error) {
      if (!error && attempt == attempt_) open();
    });
  }

  boost::asio::serial_port port_;
  boost::asio::steady_timer timer_;
  Stream stream_;
  BackOff back_off_;
  SilenceWatch watch_;
  const std::string where_;
  std::uint64_t attempt_ = 0;
};

}  // namespace

Result<SourcePointer> open_serial(Surroundings around, domain::Source about, const SourceUrl& url) {
  return std::make_shared<SerialSource>(around, std::move(about), url);
}

}  // namespace fairlead::intake
