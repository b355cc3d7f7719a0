// SPDX-License-Identifier: Apache-2.0
#include "history_reader.hpp"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "decode/foreign.hpp"
#include "decode/observe.hpp"
#include "decode/reader.hpp"
#include "intake/source_url.hpp"
#include "settings.hpp"

namespace fairlead::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = 64 * 1024;
constexpr Duration kStepForward = std::chrono::hours(24);
constexpr Duration kStepBack = std::chrono::hours(1);
constexpr Duration kAgreement = std::chrono::minutes(1);

// Receipt by the times written in a recording: never runs back, and follows a step only when the next time agrees.
class Clock {
 public:
  std::optional<Instant> at(std::optional<Instant> written) {
    if (!written || !now_) return now_ = now_ ? now_ : written;
    const Duration step = *written - *now_;
    if (step <= kStepForward && step >= -kStepBack) {
      candidate_.reset();
      now_ = std::max(*now_, *written);
    } else if (candidate_ && *written - *candidate_ >= -kAgreement && *written - *candidate_ <= kStepForward) {
      candidate_.reset();
      now_ = std::max(*now_, *written);  // what was told before stays before
    } else {
      candidate_ = *written;
    }
    return now_;
  }

 private:
  std::optional<Instant> now_, candidate_;
};

template <class Context>
std::optional<Instant> written_at(const Context& context) {
  if (const auto ns = context.line_time()) return Instant::from_unix_ms(*ns / 1'000'000);
  if (const auto ms = context.tag_time()) return Instant::from_unix_ms(*ms);
  if (const auto ms = context.trailer_time()) return Instant::from_unix_ms(*ms);
  return std::nullopt;
}

}  // namespace

class HistoryReader::File final : private decode::Sink, private decode::ForeignSink {
 public:
  File(std::size_t source, intake::SourceUrl url, Counts& counts)
      : source_(source),
        id_(static_cast<std::uint32_t>(source + 1)),
        url_(std::move(url)),
        counts_(counts),
        in_(url_.path, std::ios::binary),
        observer_(domain::SourceId(static_cast<std::uint32_t>(source + 1))) {
    std::error_code error;
    size_ = fs::file_size(url_.path, error);
  }

  bool is_open() const { return in_.is_open(); }
  const std::string& path() const { return url_.path; }
  const HistoryRecord* front() const { return records_.empty() ? nullptr : &records_.front(); }
  HistoryRecord take() {
    HistoryRecord record = std::move(records_.front());
    records_.pop_front();
    return record;
  }
  std::uint64_t size() const { return size_; }
  std::uint64_t read() const { return read_; }
  bool is_timed() const { return timed_; }
  bool has_content() const { return content_; }

  // Reads until there is a record or the file is at its end.
  Result<void> fill() {
    while (records_.empty() && !ended_) {
      buffer_.resize(kPiece);
      in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
      buffer_.resize(static_cast<std::size_t>(in_.gcount()));
      if (in_.bad()) return fail(ErrorCode::io, fmt::format("`{}` cannot be read on", url_.path));
      read_ += buffer_.size();
      ended_ = buffer_.empty();
      if (!url_.format) url_.format = decode::detect_format(buffer_, ended_).value_or(decode::Format::nmea);
      if (*url_.format == decode::Format::nmea) {
        if (buffer_.starts_with("\x1f\x8b") || buffer_.starts_with("\x28\xb5\x2f\xfd")) {
          return fail(ErrorCode::invalid_argument, fmt::format("`{}` is compressed; unpack it first", url_.path));
        }
        ended_ ? reader_.finish(*this) : reader_.feed(buffer_, *this);
      } else {
        if (!foreign_) open_foreign();
        ended_ ? foreign_->finish(*this) : foreign_->feed(buffer_, *this, std::nullopt);
      }
    }
    return {};
  }

 private:
  void open_foreign() {
    decode::ForeignOptions options;
    options.source = id_;
    options.sites = url_.sites;
    options.day = url_.day;
    options.keep_aircraft = url_.aircraft;
    foreign_ = decode::ForeignReader::open(*url_.format, options);
  }
  void keep(domain::Observation observation, std::optional<Instant> at) {
    content_ = true;
    if (!at) {
      ++counts_.untimed;
      return;
    }
    timed_ = true;
    observation.source = id_;
    observation.received_at = *at;
    observation.text_length = 0;
    ++counts_.observations;
    records_.push_back({source_, *at, std::move(observation)});
  }
  void on_rejected(decode::Rejection reason, std::string_view text, std::uint64_t line) override {
    static_cast<void>(text);
    reject(fmt::format("{}:{}: {}", url_.path, line, decode::to_text(reason)));
  }
  void on_rejected(decode::ForeignRejection reason, std::string_view text, std::uint64_t record) override {
    static_cast<void>(text);
    reject(fmt::format("{}: record {}: {}", url_.path, record, decode::to_text(reason)));
  }
  void reject(std::string what) {
    if (counts_.rejected++ == 0) counts_.first_rejected = std::move(what);
  }
  void on_message(const decode::ais::Message& message) override {
    const auto at = clock_.at(written_at(message.context));
    if (auto observation = observer_.observe(message, at.value_or(Instant()))) keep(std::move(*observation), at);
  }
  void on_nmea(const decode::nmea::Record& record) override {
    const auto at = clock_.at(std::nullopt);
    if (auto observation = observer_.observe(record, at.value_or(Instant()))) keep(std::move(*observation), at);
  }
  void on_observation(domain::Observation& observation, std::string_view) override {
    keep(std::move(observation), clock_.at(observation.observed_at));
  }
  void on_scan(domain::Scan& scan) override {
    const auto at = clock_.at(scan.at == Instant() ? std::nullopt : std::optional(scan.at));
    if (!at) return;
    if (scan.at == Instant()) scan.at = *at;
    scan.received_at = *at;
    ++counts_.scans;
    records_.push_back({source_, *at, std::move(scan)});
  }
  void on_time(Instant time) override { clock_.at(time); }

  std::size_t source_;
  domain::SourceId id_;
  intake::SourceUrl url_;
  Counts& counts_;
  std::ifstream in_;
  std::uint64_t size_ = 0;
  std::uint64_t read_ = 0;
  std::string buffer_;
  decode::Reader reader_;
  decode::Observer observer_;
  std::unique_ptr<decode::ForeignReader> foreign_;
  Clock clock_;
  std::deque<HistoryRecord> records_;
  bool ended_ = false;
  bool timed_ = false;
  bool content_ = false;
};

HistoryReader::HistoryReader() : counts_(std::make_unique<Counts>()) {}
HistoryReader::~HistoryReader() = default;
HistoryReader::HistoryReader(HistoryReader&&) noexcept = default;
HistoryReader& HistoryReader::operator=(HistoryReader&&) noexcept = default;

Result<HistoryReader> HistoryReader::open(const std::vector<std::string>& paths) {
  HistoryReader reader;
  for (const std::string& path : paths) FL_CHECK(reader.add(path));
  return reader;
}

Result<void> HistoryReader::add(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return add_file(fs::path(path).filename().string(), "file:" + path, {}, {});
  const std::string config = (fs::path(path) / "fairlead.toml").string();
  if (!fs::exists(config, error)) {
    return fail(ErrorCode::not_found,
                fmt::format("`{}` has no fairlead.toml that names its recordings; name the files themselves", path));
  }
  Settings settings;
  FL_CHECK(load_file(settings, config));
  for (const SourceSetting& source : settings.sources) {
    FL_TRY(intake::SourceUrl url, intake::parse_source_url(source.url));
    if (url.kind != intake::SourceKind::file) continue;
    FL_CHECK(add_file(source.name.empty() ? url.name : source.name, source.url, source.originator, source.label));
  }
  if (files_.empty()) return fail(ErrorCode::not_found, fmt::format("`{}` names no recording", config));
  return {};
}

Result<void> HistoryReader::add_file(std::string name, const std::string& url, std::string originator,
                                     domain::Label label) {
  FL_TRY(intake::SourceUrl parsed, intake::parse_source_url(url));
  const std::string path = parsed.path;
  auto file = std::make_unique<File>(sources_.size(), std::move(parsed), *counts_);
  std::error_code error;
  if (!file->is_open() || !fs::is_regular_file(path, error)) {
    return fail(ErrorCode::not_found, fmt::format("cannot read `{}`; check the path and its permissions", path));
  }
  domain::Source source;
  source.id = domain::SourceId(static_cast<std::uint32_t>(sources_.size() + 1));
  source.name = std::move(name);
  while (std::ranges::any_of(sources_, [&](const auto& known) { return known.name == source.name; })) {
    source.name += "+";
  }
  source.url = url;
  source.originator = std::move(originator);
  source.label = std::move(label);
  sources_.push_back(std::move(source));
  files_.push_back(std::move(file));
  return {};
}

Result<std::optional<HistoryRecord>> HistoryReader::next() {
  File* first = nullptr;
  for (const auto& file : files_) {
    if (file->front() == nullptr) {
      FL_CHECK(file->fill());
      if (file->front() == nullptr) {
        if (file->has_content() && !file->is_timed()) {
          return fail(ErrorCode::invalid_argument,
                      fmt::format("`{}` carries no times; behaviour needs to know when things were so", file->path()));
        }
        continue;
      }
    }
    if (first == nullptr || file->front()->received_at < first->front()->received_at) first = file.get();
  }
  if (first == nullptr) return std::optional<HistoryRecord>();
  return std::optional<HistoryRecord>(first->take());
}

double HistoryReader::share_read() const {
  double read = 0, size = 0;
  for (const auto& file : files_) {
    read += static_cast<double>(file->read());
    size += static_cast<double>(file->size());
  }
  return size > 0 ? read / size : 1;
}

}  // namespace fairlead::app
