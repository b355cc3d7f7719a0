// SPDX-License-Identifier: Apache-2.0
// fairlead decode: AIS sentences to JSON lines, CSV or counts; plots, sightings, CoT, ASTERIX and archives to the JSON
// lines of observations and scans.
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.hpp"
#include "decode/ais/json.hpp"
#include "decode/foreign.hpp"
#include "decode/reader.hpp"
#include "intake/source_url.hpp"
#include "wire/json.hpp"

namespace fairlead::app {
namespace {

struct Options {
  std::vector<std::string> files;
  bool json = false;
  bool csv = false;
  bool count = false;
  bool accept_missing_checksum = false;
  std::string format = "auto";
  std::string site;
  std::string day;
  bool aircraft = false;
};

// Standard output in large pieces. After the first failed write nothing more is attempted.
class Output {
 public:
  std::string& buffer() { return buffer_; }
  bool broken() const { return broken_; }
  void flush_if_large() {
    if (buffer_.size() >= kLarge) flush();
  }
  void flush() {
    std::string_view rest = buffer_;
    while (!rest.empty() && !broken_) {
      const ssize_t written = ::write(1, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) {
        broken_ = true;
      } else {
        rest.remove_prefix(static_cast<std::size_t>(written));
      }
    }
    buffer_.clear();
  }

 private:
  static constexpr std::size_t kLarge = 256 * 1024;
  std::string buffer_;
  bool broken_ = false;
};

class JsonSink final : public decode::Sink {
 public:
  explicit JsonSink(Output& output) : output_(output) {}
  void on_message(const decode::ais::Message& message) override {
    decode::ais::append_json(output_.buffer(), message);
    output_.buffer() += '\n';
    output_.flush_if_large();
  }

 private:
  Output& output_;
};

class CsvSink final : public decode::Sink {
 public:
  explicit CsvSink(Output& output) : output_(output) {
    decode::ais::append_csv_header(output_.buffer());
    output_.buffer() += '\n';
  }
  void on_message(const decode::ais::Message& message) override {
    decode::ais::append_csv(output_.buffer(), message);
    output_.buffer() += '\n';
    output_.flush_if_large();
  }

 private:
  Output& output_;
};

class CountSink final : public decode::Sink {
 public:
  void on_message(const decode::ais::Message&) override {}  // the reader counts
};

// Observations and scans of the other forms.
class RecordSink final : public decode::ForeignSink {
 public:
  RecordSink(Output& output, bool silent) : output_(output), silent_(silent) {}
  void on_observation(domain::Observation& observation, std::string_view) override {
    if (silent_) return;
    wire::append_json(output_.buffer(), observation);
    output_.buffer() += '\n';
    output_.flush_if_large();
  }
  void on_scan(domain::Scan& scan) override {
    if (silent_) return;
    std::string& out = output_.buffer();
    out += fmt::format("{{\"scan\":{},\"at\":\"{}\",\"coverage\":{{", scan.number, to_rfc3339(scan.at));
    if (scan.coverage.centre) {
      out += "\"centre\":";
      wire::append_json(out, *scan.coverage.centre);
      out += fmt::format(",\"range_min\":{},\"range\":{},\"sector\":[{},{}]", scan.coverage.range_min.in_metres(),
                         scan.coverage.range_max.in_metres(), scan.coverage.bearing_from_degrees,
                         scan.coverage.bearing_to_degrees);
    } else {
      out += "\"ring\":[";
      for (std::size_t i = 0; i < scan.coverage.ring.size(); ++i) {
        if (i != 0) out += ',';
        wire::append_json(out, scan.coverage.ring[i]);
      }
      out += ']';
    }
    out +=
        fmt::format("}},\"detection_probability\":{{\"near\":{},\"far\":{}}}", scan.detection_near, scan.detection_far);
    if (scan.false_plots) out += fmt::format(",\"false_plots\":{}", *scan.false_plots);
    out += "}\n";
    output_.flush_if_large();
  }

 private:
  Output& output_;
  const bool silent_;
};

struct Totals {
  std::array<std::uint64_t, 28> by_type{};
  std::array<std::uint64_t, decode::kRejectionCount> rejected{};
  std::uint64_t messages = 0;
  std::uint64_t rejected_total = 0;
  std::uint64_t lines = 0;
  decode::ForeignCounters foreign;

  void add(const decode::ForeignCounters& counters) {
    foreign.records += counters.records;
    foreign.observations += counters.observations;
    foreign.scans += counters.scans;
    foreign.ignored += counters.ignored;
    foreign.targeting_fields += counters.targeting_fields;
    for (std::size_t i = 0; i < foreign.rejected.size(); ++i) foreign.rejected[i] += counters.rejected[i];
  }
  void add(const decode::Counters& counters) {
    for (std::size_t i = 0; i < by_type.size(); ++i) by_type[i] += counters.messages_by_type[i];
    for (std::size_t i = 0; i < rejected.size(); ++i) rejected[i] += counters.rejected[i];
    messages += counters.messages;
    rejected_total += counters.rejected_total();
    lines += counters.lines;
  }
};

// A file, or standard input for `-`; closes what it opened.
class Input {
 public:
  static Result<Input> open(const std::string& path) {
    if (path == "-") return Input(0, false);
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      return fail(errno == ENOENT ? ErrorCode::not_found : ErrorCode::io,
                  fmt::format("cannot read `{}`: {}", path, std::strerror(errno)));
    }
    return Input(descriptor, true);
  }
  Input(Input&& other) noexcept : descriptor_(other.descriptor_), own_(std::exchange(other.own_, false)) {}
  Input& operator=(Input&&) = delete;
  ~Input() {
    if (own_) ::close(descriptor_);
  }
  std::uint64_t size() const {
    struct stat facts{};
    return fstat(descriptor_, &facts) == 0 && S_ISREG(facts.st_mode) ? static_cast<std::uint64_t>(facts.st_size) : 0;
  }
  // 0 at the end.
  Result<std::size_t> read(std::span<char> into, const std::string& path) {
    while (true) {
      const ssize_t got = ::read(descriptor_, into.data(), into.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return fail(ErrorCode::io, fmt::format("cannot read `{}`: {}", path, std::strerror(errno)));
    }
  }

 private:
  Input(int descriptor, bool own) : descriptor_(descriptor), own_(own) {}
  int descriptor_;
  bool own_;
};

// What the flags say of the form, read as the parameters of a source are.
Result<intake::SourceUrl> form_of(const Options& options) {
  std::string url = "file:-?format=" + options.format;
  if (!options.site.empty()) url += "&site=" + options.site;
  if (!options.day.empty()) url += "&day=" + options.day;
  if (options.aircraft) url += "&aircraft=1";
  return intake::parse_source_url(url);
}

// Decodes what is left of an input whose first bytes have been read.
Result<void> decode_records(Input& input, const std::string& path, std::vector<char>& chunk, std::size_t got,
                            decode::Format format, const intake::SourceUrl& form, Output& output, bool silent,
                            Totals& totals) {
  decode::ForeignOptions options;
  options.partner = path;
  options.sites = form.sites;
  options.day = form.day;
  options.keep_aircraft = form.aircraft;
  const auto reader = decode::ForeignReader::open(format, std::move(options));
  RecordSink sink(output, silent);
  while (got > 0 && !output.broken()) {
    reader->feed({chunk.data(), got}, sink, std::nullopt);
    FL_TRY(got, input.read(chunk, path));
  }
  reader->finish(sink);
  totals.add(reader->counters());
  return {};
}

Result<void> decode_file(const std::string& path, const Options& options, decode::Sink& sink, Output& output,
                         Totals& totals, bool quiet) {
  FL_TRY(const auto form, form_of(options));
  FL_TRY(Input input, Input::open(path));
  const std::uint64_t size = input.size();
  Progress progress("decoding", quiet || size < (64U << 20U));
  decode::Reader reader({.accept_missing_checksum = options.accept_missing_checksum});
  std::vector<char> chunk(256 * 1024);
  std::uint64_t done = 0;
  std::size_t got = 0;
  std::optional<decode::Format> format = form.format;
  while (!output.broken()) {
    FL_TRY(const std::size_t more, input.read(std::span(chunk).subspan(got), path));
    got += more;
    if (!format) {
      format = decode::detect_format({chunk.data(), got}, more == 0);
      if (!format) continue;
    }
    if (*format != decode::Format::nmea) {
      return decode_records(input, path, chunk, got, *format, form, output, options.count, totals);
    }
    if (got == 0) break;
    reader.feed({chunk.data(), got}, sink);
    done += got;
    got = 0;
    if (size != 0) progress.show(static_cast<double>(done) / static_cast<double>(size));
  }
  reader.finish(sink);
  totals.add(reader.counters());
  return {};
}

void print_rejects(const Totals& totals) {
  if (totals.foreign.records > 0) {
    fmt::print(stderr, "{} records, {} observations, {} scans, {} passed over, {} rejected\n", totals.foreign.records,
               totals.foreign.observations, totals.foreign.scans, totals.foreign.ignored,
               totals.foreign.rejected_total());
    for (std::size_t i = 0; i < totals.foreign.rejected.size(); ++i) {
      if (totals.foreign.rejected[i] == 0) continue;
      fmt::print(stderr, "  {:<18} {}\n", decode::to_text(static_cast<decode::ForeignRejection>(i)),
                 totals.foreign.rejected[i]);
    }
    if (totals.foreign.targeting_fields > 0) {
      fmt::print(stderr, "  {} members of targeting dropped\n", totals.foreign.targeting_fields);
    }
    if (totals.lines == 0) return;
  }
  fmt::print(stderr, "{} lines, {} messages, {} rejected\n", totals.lines, totals.messages, totals.rejected_total);
  for (std::size_t i = 0; i < totals.rejected.size(); ++i) {
    if (totals.rejected[i] == 0) continue;
    fmt::print(stderr, "  {:<18} {}\n", decode::to_text(static_cast<decode::Rejection>(i)), totals.rejected[i]);
  }
}

ExitCode run_decode(const Options& options, bool quiet) {
  Output output;
  std::unique_ptr<decode::Sink> sink;
  if (options.count) {
    sink = std::make_unique<CountSink>();
  } else if (options.csv) {
    sink = std::make_unique<CsvSink>(output);
  } else {
    sink = std::make_unique<JsonSink>(output);
  }
  Totals totals;
  ExitCode result = ExitCode::done;
  const std::vector<std::string> files = options.files.empty() ? std::vector<std::string>{"-"} : options.files;
  for (const std::string& file : files) {
    // One file that cannot be read does not stop the others.
    if (auto done = decode_file(file, options, *sink, output, totals, quiet); !done) result = complain(done.error());
  }
  if (options.count) {
    for (std::size_t type = 0; type < totals.by_type.size(); ++type) {
      if (totals.by_type[type] != 0) output.buffer() += fmt::format("{} {}\n", type, totals.by_type[type]);
    }
    if (totals.foreign.records > 0) {
      output.buffer() += fmt::format("observations {}\nscans {}\n", totals.foreign.observations, totals.foreign.scans);
    }
    output.buffer() += fmt::format("messages {}\nrejected {}\n", totals.messages,
                                   totals.rejected_total + totals.foreign.rejected_total());
  }
  output.flush();
  if (!quiet) print_rejects(totals);
  return output.broken() && result == ExitCode::done ? ExitCode::failed : result;
}

}  // namespace

void add_decode(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "decode", "Decode AIS sentences, plots, sightings, CoT, ASTERIX and archives to standard output");
  command->add_option("FILE", options->files, "Files; - or nothing for standard input");
  auto* form = command->add_option_group("form");
  form->add_flag("--json", options->json, "One JSON object a message (the default)");
  form->add_flag("--csv", options->csv, "Comma-separated values with a header");
  form->add_flag("--count", options->count, "One line a type, then `messages N` and `rejected N`");
  form->require_option(0, 1);
  command->add_flag("--accept-missing-checksum", options->accept_missing_checksum,
                    "Take sentences without a checksum too");
  command->add_option("--format", options->format,
                      "auto, nmea, detections, csv, geojson, cot, asterix, marinecadastre, dma (default: auto)");
  command->add_option("--site", options->site, "ASTERIX: where the radar stands, as 12.61,-70.05");
  command->add_option("--day", options->day, "ASTERIX: the day of the first record, as 2026-03-14");
  command->add_flag("--aircraft", options->aircraft, "ASTERIX, CoT: take what flies, too");
  command->callback([options, &line] { line.action = [options, &line] { return run_decode(*options, line.quiet); }; });
}

}  // namespace fairlead::app
