// SPDX-License-Identifier: Apache-2.0
// `file:` in a form other than sentences: plots, sightings, CoT, ASTERIX, archives. Each record is received when it
// says that it was observed; a record that comes late in the file is received when the latest before it was.
#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"
#include "convoy.hpp"
#include "player.hpp"
#include "source.hpp"

namespace fairlead::intake {

namespace {

// What a reader made of the file, waiting for its time.
struct Record {
  std::optional<Instant> at;
  std::variant<std::monostate, domain::Observation, domain::Scan> is;
  std::string text;
};

class Records final : public decode::ForeignSink {
 public:
  void on_observation(domain::Observation& observation, std::string_view text) override {
    const auto at = observation.observed_at;
    records.push_back({at, std::move(observation), std::string(text)});
  }
  void on_scan(domain::Scan& scan) override {
    const auto at = scan.at == Instant() ? std::nullopt : std::optional(scan.at);
    records.push_back({at, std::move(scan), {}});
  }
  void on_time(Instant time) override { records.push_back({time, {}, {}}); }

  std::deque<Record> records;
};

constexpr std::size_t kChunk = 64 * 1024;

class RecordFileSource final : public Source {
 public:
  RecordFileSource(Surroundings around, domain::Source about, const SourceUrl& url, FileInput input, FeedForm with,
                   std::optional<Instant> first)
      : Source(around, std::move(about), url),
        timer_(around.io),
        input_(std::move(input)),
        form_(std::move(with)),
        player_({url.speed, url.rate, url.retime_now}, first),
        first_(first),
        feed_(id(), meter_, form_),
        buffer_(kChunk) {
    reader_ = decode::ForeignReader::open(*form_.format, form_.foreign);
  }

  void start() override {
    meter_.set(State::live, player_.description());
    join_convoy();
    go_on();
  }
  void tick() override {
    if (!has_ended()) describe();
  }
  void close() override {
    timer_.cancel();
    feed_.report();
    static_cast<void>(around_.inbox.try_offer(feed_.batch()));
    if (!has_ended()) meter_.set(State::stopped, "stopped");
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
  bool hand_over() {
    feed_.count(counters_);
    feed_.report();
    waiting_ = !around_.inbox.try_offer(feed_.batch());
    if (!waiting_) tell_place();
    return !waiting_;
  }

  // One share of work; every way out has arranged for the next.
  void turn() {
    if (closed_ || has_ended()) return;
    if (waiting_ && !hand_over()) return go_on_after(around_.limits.retry_after);
    now_ = around_.now();
    const auto bytes_before = bytes_;
    while (bytes_ - bytes_before < around_.limits.turn_bytes_max) {
      if (feed_.size() >= around_.limits.batch_observations_max && !hand_over()) {
        return go_on_after(around_.limits.retry_after);
      }
      if (found_.records.empty()) {
        if (!fill()) {
          if (!hand_over()) return go_on_after(around_.limits.retry_after);
          return end();
        }
        continue;
      }
      if (!cued_) {
        cue_ = player_.next(found_.records.front().at, now_, paced() ? around_.steady.now_ns() : 0);
        cued_ = true;
        tell_place();
      }
      const auto wait = wait_for_cue();
      if (wait > Duration(0)) {
        if (!hand_over()) return go_on_after(around_.limits.retry_after);
        return go_on_after(wait);
      }
      if (!place_.may_go(cue_.shown_at())) {
        if (!hand_over()) return go_on_after(around_.limits.retry_after);
        return place_.wait(cue_.shown_at(), around_.steady, [this] { go_on(); });
      }
      player_.held_up(place_.take_waited(around_.steady));
      take();
    }
    if (!hand_over()) return go_on_after(around_.limits.retry_after);
    go_on();
  }

  // Reads on; false when there is nothing more.
  bool fill() {
    if (at_end_) {
      if (!url_.loop || bytes_ == bytes_at_pass_ || !input_.rewind()) return false;
      bytes_at_pass_ = bytes_;
      at_end_ = false;
      player_.rewind();
      reader_ = decode::ForeignReader::open(*form_.format, form_.foreign);
      before_ = counters_;
      return true;
    }
    const auto got = input_.read(buffer_);
    if (!got) broken_ = got.error().message;
    const std::size_t count = got.value_or(0);
    at_end_ = count == 0;
    bytes_ += count;
    meter_.bytes(count);
    if (at_end_) {
      reader_->finish(found_);
    } else {
      reader_->feed({buffer_.data(), count}, found_, std::nullopt);
    }
    counters_ = sum(before_, reader_->counters());
    return true;
  }
  static decode::ForeignCounters sum(decode::ForeignCounters a, const decode::ForeignCounters& b) {
    a.bytes += b.bytes;
    a.records += b.records;
    a.observations += b.observations;
    a.scans += b.scans;
    a.ignored += b.ignored;
    a.targeting_fields += b.targeting_fields;
    for (std::size_t i = 0; i < a.rejected.size(); ++i) a.rejected[i] += b.rejected[i];
    return a;
  }

  void join_convoy() {
    if (first_) place_.join(around_.convoys.of(url_.speed), url_.retime_now ? around_.now() : *first_);
  }
  // What is not with the engine yet has not left.
  void tell_place() {
    if (cue_.recorded_at && feed_.size() == 0) place_.is_at(cue_.shown_at());
  }
  bool paced() const { return url_.speed.has_value() || url_.rate.has_value(); }
  Duration wait_for_cue() const {
    if (!paced()) return Duration(0);
    const auto ns = cue_.due_ns - around_.steady.now_ns();
    if (ns <= 0) return Duration(0);
    return std::clamp(Duration(ns / 1'000'000 + 1), around_.limits.batch_age_max, kWaitMax);
  }
  void take() {
    Record& record = found_.records.front();
    const Instant at = cue_.recorded_at.value_or(now_);
    if (auto* observation = std::get_if<domain::Observation>(&record.is)) {
      feed_.add(*observation, record.text, at, cue_.shift);
    } else if (auto* scan = std::get_if<domain::Scan>(&record.is)) {
      if (scan->at == Instant()) scan->at = at;
      feed_.add(*scan, at, cue_.shift);
    }
    found_.records.pop_front();
    cued_ = false;
  }

  void end() {
    const auto health = meter_.read();
    if (broken_.empty()) {
      meter_.set(State::finished, fmt::format("came to its end after {} records", health.sentences_total));
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
    meter_.set(State::live, std::move(text));
  }

  boost::asio::steady_timer timer_;
  FileInput input_;
  FeedForm form_;
  Player player_;
  const std::optional<Instant> first_;
  Place place_;
  Feed feed_;
  std::vector<char> buffer_;
  std::unique_ptr<decode::ForeignReader> reader_;
  decode::ForeignCounters before_, counters_;
  Records found_;
  Player::Cue cue_;
  bool cued_ = false;
  Instant now_;
  std::uint64_t bytes_ = 0;
  std::uint64_t bytes_at_pass_ = 0;
  bool waiting_ = false;
  bool at_end_ = false;
  bool closed_ = false;
  std::string broken_;
  std::atomic<bool> ended_{false};
};

// The first time that a record says, looked for in the first mebibyte.
Result<std::optional<Instant>> first_time(FileInput& input, const FeedForm& form) {
  constexpr std::size_t kLookedThrough = 1024 * 1024;
  const auto reader = decode::ForeignReader::open(*form.format, form.foreign);
  Records found;
  std::vector<char> buffer(kChunk);
  std::optional<Instant> first;
  for (std::size_t seen = 0; !first && seen < kLookedThrough;) {
    const auto got = input.read(buffer);
    if (!got || *got == 0) {
      reader->finish(found);
      seen = kLookedThrough;
    } else {
      seen += *got;
      reader->feed({buffer.data(), *got}, found, std::nullopt);
    }
    for (const Record& record : found.records) {
      if (!first) first = record.at;
    }
    found.records.clear();
  }
  FL_CHECK(input.rewind());
  return first;
}

}  // namespace

Result<SourcePointer> open_record_file(Surroundings around, domain::Source about, const SourceUrl& url,
                                       FileInput input) {
  FeedForm form = form_of(about, url);
  // Times of day without a date are of today.
  if (!form.foreign.day) form.foreign.day = Instant::from_unix_seconds(utc_day(around.now()) * 86'400);
  FL_TRY(const auto first, first_time(input, form));
  return std::make_shared<RecordFileSource>(around, std::move(about), url, std::move(input), std::move(form), first);
}

}  // namespace fairlead::intake
