// SPDX-License-Identifier: Apache-2.0
// `file:`: replays a recording, by recorded time or as fast as the engine takes it. It waits; it loses nothing.
#include <algorithm>
#include <array>
#include <atomic>

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"
#include "convoy.hpp"
#include "file_input.hpp"
#include "player.hpp"
#include "recording.hpp"
#include "source.hpp"

namespace fairlead::intake {

namespace {

class FileSource final : public Source {
 public:
  FileSource(Surroundings around, domain::Source about, const SourceUrl& url, FileInput input,
             std::optional<Instant> first)
      : Source(around, std::move(about), url),
        timer_(around.io),
        recording_(std::move(input), url.loop),
        player_({url.speed, url.rate, url.retime_now}, first),
        first_(first),
        feed_(id(), meter_) {}

  void start() override {
    meter_.set(domain::SourceState::live, player_.description());
    join_convoy();
    go_on();
  }
  void tick() override {
    if (!has_ended()) describe();
  }
  void close() override {
    timer_.cancel();
    feed_.report();
    // Whatever does not fit now is read again with the file.
    static_cast<void>(around_.inbox.try_offer(feed_.batch()));
    if (!has_ended()) meter_.set(domain::SourceState::stopped, "stopped");
    place_.leave();
    closed_ = true;
  }
  bool can_end() const override { return !url_.loop; }
  bool has_ended() const override { return ended_; }
  bool recorded_time() const override { return player_.timed() && !url_.retime_now; }

 private:
  using State = domain::SourceState;
  static constexpr Duration kWaitMax = std::chrono::milliseconds(250);

  void go_on() {
    boost::asio::post(around_.io, [this] { turn(); });
  }
  void go_on_after(Duration wait) {
    timer_.expires_after(wait);
    timer_.async_wait([this](boost::system::error_code error) {
      if (!error) turn();
    });
  }

  // True when the batch is with the engine.
  bool hand_over() {
    feed_.report();
    waiting_ = !around_.inbox.try_offer(feed_.batch());
    if (!waiting_) tell_place();
    return !waiting_;
  }

  // One share of work; every way out has arranged for the next.
  void turn() {
    if (closed_ || has_ended()) return;
    if (waiting_ || at_end_) {
      if (!hand_over()) return go_on_after(around_.limits.retry_after);
      if (at_end_) return end();
    }
    now_ = around_.now();
    const auto bytes_before = recording_.bytes();
    while (recording_.bytes() - bytes_before < around_.limits.turn_bytes_max) {
      if (feed_.size() >= around_.limits.batch_observations_max && !hand_over()) {
        return go_on_after(around_.limits.retry_after);
      }
      if (!held_ && !next()) {
        at_end_ = true;
        return go_on();
      }
      const auto wait = wait_for_held();
      if (wait > Duration(0)) {
        if (!hand_over()) return go_on_after(around_.limits.retry_after);
        return go_on_after(wait);
      }
      if (!place_.may_go(cue_.shown_at())) {
        if (!hand_over()) return go_on_after(around_.limits.retry_after);
        return place_.wait(cue_.shown_at(), around_.steady, [this] { go_on(); });
      }
      player_.held_up(place_.take_waited(around_.steady));
      take_held();
    }
    if (!hand_over()) return go_on_after(around_.limits.retry_after);
    go_on();
  }

  // Holds the next line with its cue; false at the end.
  bool next() {
    auto line = recording_.next();
    if (!line) {
      broken_ = line.error().message;
      return false;
    }
    if (recording_.passes() != player_.passes()) {  // begins again
      feed_.finish();
      player_.rewind();
    }
    if (!*line) return false;
    held_ = **line;
    meter_.bytes(held_->piece.bytes.size());
    if (held_->piece.begins) {
      cue_ = player_.next(held_->written_at, now_, paced() ? around_.steady.now_ns() : 0);
      tell_place();
    }
    return true;
  }

  void join_convoy() {
    if (first_) place_.join(around_.convoys.of(url_.speed), url_.retime_now ? around_.now() : *first_);
  }
  // What is not with the engine yet has not left.
  void tell_place() {
    if (cue_.recorded_at && feed_.size() == 0) place_.is_at(cue_.shown_at());
  }
  bool paced() const { return url_.speed.has_value() || url_.rate.has_value(); }
  Duration wait_for_held() const {
    if (!paced()) return Duration(0);
    const auto ns = cue_.due_ns - around_.steady.now_ns();
    if (ns <= 0) return Duration(0);
    // Not one wake-up for each line of a busy recording; and a look at the clock now and then in a quiet one.
    return std::clamp(Duration(ns / 1'000'000 + 1), around_.limits.batch_age_max, kWaitMax);
  }
  void take_held() {
    feed_.take(held_->piece, cue_.recorded_at.value_or(now_), cue_.shift);
    held_.reset();
  }

  void end() {
    if (!finished_decoding_) {  // parts that waited for the rest of their message count as lost now
      finished_decoding_ = true;
      feed_.finish();
      return go_on();
    }
    const auto health = meter_.read();
    if (broken_.empty()) {
      meter_.set(State::finished, fmt::format("came to its end after {} sentences", health.sentences_total));
      log::info("source_finished", {{"source", std::uint64_t{id().number()}}, {"sentences", health.sentences_total}});
    } else {
      meter_.set(State::failed, broken_);
      log::error("source_failed", {{"source", std::uint64_t{id().number()}}, {"detail", broken_}});
    }
    place_.leave();
    ended_ = true;
  }

  void describe() {
    auto text = player_.description();
    if (cue_.recorded_at) text += ", now at " + to_rfc3339(cue_.shown_at());
    if (waiting_) text += "; waiting for the engine";
    if (player_.doubted() > 0) text += fmt::format("; {} times doubted", player_.doubted());
    meter_.set(State::live, std::move(text));
  }

  boost::asio::steady_timer timer_;
  Recording recording_;
  Player player_;
  const std::optional<Instant> first_;
  Place place_;
  Feed feed_;
  std::optional<Recording::Line> held_;
  Player::Cue cue_;
  Instant now_;
  bool waiting_ = false;  // the batch did not fit
  bool at_end_ = false;
  bool finished_decoding_ = false;
  bool closed_ = false;
  std::string broken_;
  std::atomic<bool> ended_{false};
};

// Told by the URL, else by the first bytes. The file is then at its beginning again.
Result<decode::Format> format_of_file(FileInput& input, const SourceUrl& url) {
  if (url.format) return *url.format;
  std::array<char, decode::kFormatBytesMax> head;
  std::size_t size = 0;
  while (size < head.size()) {
    const auto got = input.read(std::span(head).subspan(size));
    if (!got || *got == 0) break;  // a damaged file: told when it is played that far
    size += *got;
  }
  FL_CHECK(input.rewind());
  return decode::detect_format({head.data(), size}, true).value_or(decode::Format::nmea);
}

}  // namespace

Result<SourcePointer> open_file(Surroundings around, domain::Source about, const SourceUrl& url) {
  FL_TRY(auto input, FileInput::open(url.path));
  FL_TRY(const auto format, format_of_file(input, url));
  if (format != decode::Format::nmea) {
    SourceUrl told = url;
    told.format = format;
    return open_record_file(around, std::move(about), told, std::move(input));
  }
  FL_TRY(const auto first, first_recorded_time(input));
  return std::make_shared<FileSource>(around, std::move(about), url, std::move(input), first);
}

}  // namespace fairlead::intake
