// SPDX-License-Identifier: Apache-2.0
// fairlead decode: AIS sentences to JSON lines, CSV or counts.
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.hpp"
#include "decode/ais/json.hpp"
#include "decode/reader.hpp"

namespace fairlead::app {
namespace {

struct Options {
  std::vector<std::string> files;
  bool json = false;
  bool csv = false;
  bool count = false;
  bool accept_missing_checksum = false;
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

struct Totals {
  std::array<std::uint64_t, 28> by_type{};
  std::array<std::uint64_t, decode::kRejectionCount> rejected{};
  std::uint64_t messages = 0;
  std::uint64_t rejected_total = 0;
  std::uint64_t lines = 0;

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

Result<void> decode_file(const std::string& path, const Options& options, decode::Sink& sink, const Output& output,
                         Totals& totals, bool quiet) {
  FL_TRY(Input input, Input::open(path));
  const std::uint64_t size = input.size();
  Progress progress("decoding", quiet || size < (64U << 20U));
  decode::Reader reader({.accept_missing_checksum = options.accept_missing_checksum});
  std::vector<char> chunk(256 * 1024);
  std::uint64_t done = 0;
  while (!output.broken()) {
    FL_TRY(const std::size_t got, input.read(chunk, path));
    if (got == 0) break;
    reader.feed({chunk.data(), got}, sink);
    done += got;
    if (size != 0) progress.show(static_cast<double>(done) / static_cast<double>(size));
  }
  reader.finish(sink);
  totals.add(reader.counters());
  return {};
}

void print_rejects(const Totals& totals) {
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
    output.buffer() += fmt::format("messages {}\nrejected {}\n", totals.messages, totals.rejected_total);
  }
  output.flush();
  if (!quiet) print_rejects(totals);
  return output.broken() && result == ExitCode::done ? ExitCode::failed : result;
}

}  // namespace

void add_decode(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("decode", "Decode AIS sentences: JSON lines, CSV or counts to standard output");
  command->add_option("FILE", options->files, "Files of sentences; - or nothing for standard input");
  auto* form = command->add_option_group("form");
  form->add_flag("--json", options->json, "One JSON object a message (the default)");
  form->add_flag("--csv", options->csv, "Comma-separated values with a header");
  form->add_flag("--count", options->count, "One line a type, then `messages N` and `rejected N`");
  form->require_option(0, 1);
  command->add_flag("--accept-missing-checksum", options->accept_missing_checksum,
                    "Take sentences without a checksum too");
  command->callback([options, &line] { line.action = [options, &line] { return run_decode(*options, line.quiet); }; });
}

}  // namespace fairlead::app
