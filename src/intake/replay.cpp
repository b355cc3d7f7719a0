// SPDX-License-Identifier: Apache-2.0
// Raw lines at recorded pace.
#include "intake/replay.hpp"

#include <algorithm>

#include "player.hpp"
#include "receivers.hpp"
#include "recording.hpp"

namespace fairlead::intake {

namespace {

constexpr std::size_t kSendBytes = 64 * 1024;  // lines that are due together go out together
constexpr Duration kTick = std::chrono::milliseconds(100);
constexpr Duration kWaitMin = std::chrono::milliseconds(1);

// A path, or a `file:` URL with parameters; those of the options come first.
Result<SourceUrl> what_to_play(const ReplayOptions& options) {
  SourceUrl url;
  if (options.file.starts_with("file:")) {
    FL_TRY(url, parse_source_url(options.file));
  } else {
    url.path = options.file;
  }
  if (options.speed) url.speed = options.speed;
  if (options.rate) url.rate = options.rate;
  url.loop = url.loop || options.loop;
  return url;
}

class Replay {
 public:
  Replay(const ReplayOptions& options, const SourceUrl& url, FileInput input, std::optional<Instant> first,
         Receivers& to, const WallClock& wall, const SteadyClock& steady)
      : options_(options),
        paced_(url.speed || url.rate),
        recording_(std::move(input), url.loop),
        player_({url.speed, url.rate, false}, first),
        to_(to),
        wall_(wall),
        steady_(steady) {}

  Result<ReplayReport> run() {
    while (to_.now() == 0 && !stopped()) FL_CHECK(to_.serve(kTick, true));
    while (!stopped()) {
      FL_TRY(const auto line, recording_.next());
      if (!line) break;
      if (recording_.passes() != player_.passes()) player_.rewind();
      FL_CHECK(wait_until_due(*line));
      add(*line);
      if (due_.size() >= kSendBytes) FL_CHECK(send());
      tell();
    }
    FL_CHECK(send());
    FL_CHECK(to_.finish());
    tell(true);
    report_.passes = recording_.passes();
    report_.receivers_total = to_.total();
    report_.receivers_lost = to_.lost();
    report_.timed = player_.timed();
    report_.stopped = stopped();
    return report_;
  }

 private:
  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }

  Result<void> wait_until_due(const Recording::Line& line) {
    if (!line.piece.begins) return {};
    const auto cue = player_.next(line.written_at, Instant::from_unix_ms(wall_.now_ms()), steady_.now_ns());
    recorded_at_ = cue.recorded_at;
    if (!paced_) return {};
    while (!stopped()) {
      const Duration wait((cue.due_ns - steady_.now_ns()) / 1'000'000);
      if (wait < kWaitMin) break;
      FL_CHECK(send());
      FL_CHECK(to_.serve(std::min(wait, kTick), false));
      tell();
    }
    return {};
  }

  void add(const Recording::Line& line) {
    due_ += line.piece.bytes;
    // The last line of a file may lack its end; receivers need it.
    if (line.piece.ends && due_.back() != '\n' && due_.back() != '\r') due_ += "\r\n";
    if (line.piece.ends) ++report_.lines;
  }

  Result<void> send() {
    if (due_.empty()) return {};
    report_.bytes += due_.size();
    auto sent = to_.send(due_);
    due_.clear();
    return sent;
  }

  void tell(bool now = false) {
    if (!options_.progress) return;
    const auto time = steady_.now_ns();
    if (!now && time - told_ns_ < std::chrono::nanoseconds(kTick).count()) return;
    told_ns_ = time;
    options_.progress({report_.lines, report_.bytes, recording_.input().stored_bytes_read(),
                       recording_.input().stored_size(), to_.now(), recorded_at_});
  }

  const ReplayOptions& options_;
  const bool paced_;
  Recording recording_;
  Player player_;
  Receivers& to_;
  const WallClock& wall_;
  const SteadyClock& steady_;
  std::string due_;
  ReplayReport report_;
  std::optional<Instant> recorded_at_;
  std::int64_t told_ns_ = 0;
};

}  // namespace

Result<ReplayReport> replay(const ReplayOptions& options, const WallClock& wall, const SteadyClock& steady) {
  FL_TRY(const auto url, what_to_play(options));
  FL_TRY(auto input, FileInput::open(url.path));
  FL_TRY(const auto first, first_recorded_time(input));
  FL_TRY(const auto target, parse_source_url(options.to));
  FL_TRY(const auto to, open_receivers(target, options, steady));
  return Replay(options, url, std::move(input), first, *to, wall, steady).run();
}

}  // namespace fairlead::intake
