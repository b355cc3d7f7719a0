// SPDX-License-Identifier: Apache-2.0
// Sentences a second, one core, from memory: to structs, to JSON lines, with tag blocks, to observations.
//
// Input: the recorded files of the shared data folder when it is there, else traffic made by the encoder. Repeated to
// about 16 MB, so that no cache but the last holds it.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "decode/ais/encode.hpp"
#include "decode/ais/json.hpp"
#include "decode/observe.hpp"
#include "decode/reader.hpp"

namespace fairlead::decode {
namespace {

class CountingSink final : public Sink {
 public:
  void on_message(const ais::Message& message) override {
    ++messages;
    check += message.mmsi;
  }
  std::uint64_t messages = 0;
  std::uint64_t check = 0;
};

class JsonSink final : public Sink {
 public:
  void on_message(const ais::Message& message) override {
    if (out.size() > (1U << 18U)) {
      bytes += out.size();
      out.clear();
    }
    ais::append_json(out, message);
    out.push_back('\n');
  }
  std::string out;
  std::uint64_t bytes = 0;
};

class ObservingSink final : public Sink {
 public:
  void on_message(const ais::Message& message) override {
    if (auto o = observer.observe(message, Instant::from_unix_seconds(1'700'000'000))) {
      benchmark::DoNotOptimize(&*o);
      ++observations;
    }
  }
  Observer observer{domain::SourceId(1)};
  std::uint64_t observations = 0;
};

// Type shares as at a coast: 1 and 3 four fifths, 4, 5, 18, 24, 21 the rest.
std::string made_traffic(std::size_t bytes) {
  std::mt19937 random(1);
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  std::string out;
  ais::PackedBits bits;
  std::uint8_t sequence = 0;
  while (out.size() < bytes) {
    ais::Message m;
    m.mmsi = 200'000'000 + below(500'000'000);
    const std::uint32_t kind = below(100);
    const ais::RawPosition where{static_cast<std::int32_t>(below(216'000'000)) - 108'000'000,
                                 static_cast<std::int32_t>(below(100'000'000)) - 50'000'000};
    const ais::Motion motion{static_cast<std::uint16_t>(below(300)), static_cast<std::uint16_t>(below(3601)),
                             static_cast<std::uint16_t>(below(360))};
    if (kind < 78) {
      m.type = kind < 60 ? 1 : 3;
      auto& p = m.body.emplace<ais::PositionA>();
      p.position = where;
      p.motion = motion;
      p.nav_status = 0;
      p.time_stamp.raw = static_cast<std::uint8_t>(below(60));
      p.rot_raw = static_cast<std::int8_t>(below(20));
      p.radio = below(1U << 19U);
    } else if (kind < 88) {
      m.type = 18;
      auto& p = m.body.emplace<ais::PositionB>();
      p.position = where;
      p.motion = motion;
      p.time_stamp.raw = static_cast<std::uint8_t>(below(60));
    } else if (kind < 92) {
      m.type = 4;
      m.body.emplace<ais::BaseStation>().position = where;
    } else if (kind < 96) {
      m.type = 5;
      auto& p = m.body.emplace<ais::StaticVoyage>();
      p.imo_raw = 9'000'000 + below(900'000);
      p.callsign = ais::SixBitText<7>::from("LABC123");
      p.name = ais::SixBitText<20>::from("NORTHERN STAR");
      p.destination = ais::SixBitText<20>::from("ROTTERDAM");
      p.dimensions = {100, 30, 10, 10};
    } else {
      m.type = 24;
      m.body.emplace<ais::StaticPartA>().name = ais::SixBitText<20>::from("SMALL BOAT");
    }
    if (ais::pack_message(m, bits)) {
      ais::SentenceForm form;
      form.sequence = sequence = static_cast<std::uint8_t>((sequence + 1) % 10);
      form.channel = below(2) == 0 ? 'A' : 'B';
      form.line_end = "\r\n";
      ais::append_sentences(out, bits.reader(), form);
    }
  }
  return out;
}

std::string repeat_to(const std::string& text, std::size_t bytes) {
  std::string out;
  while (!text.empty() && out.size() < bytes) {
    out += text;
  }
  return out;
}

std::string recorded(const std::vector<std::string>& names) {
  std::string all;
  for (const auto& name : names) {
    std::ifstream in(std::string(FAIRLEAD_SHARED_DIR "/data/ais/") + name, std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    if (!all.empty() && all.back() != '\n') {
      all.push_back('\n');
    }
  }
  return all;
}

constexpr std::size_t kBytes = 16U << 20U;

const std::string& mixed_traffic() {
  static const std::string text = [] {
    const std::string real = recorded({"aisparser/SAR.log", "aisparser/seattle.log", "aisparser/tidemsg8.log",
                                       "gpsd/ais-nmea-type6-fid55.log", "signalk/nais300-merrimac.log",
                                       "signalk/nais400-merrimac.log", "ais-tools/mixed_types.nmea"});
    return real.empty() ? made_traffic(kBytes) : repeat_to(real, kBytes);
  }();
  return text;
}

// The same sentences, each with a tag block of station and time: 12 stations, a second every 300 sentences.
const std::string& tagged_traffic() {
  static const std::string text = [] {
    std::string out;
    const std::string& plain = mixed_traffic();
    std::uint64_t n = 0;
    std::size_t at = 0;
    while (at < plain.size()) {
      std::size_t end = plain.find('\n', at);
      end = end == std::string::npos ? plain.size() : end + 1;
      if (plain[at] == '!') {
        // Parts of one message have one station.
        const bool later_part = plain[at + 9] > '1';
        n += later_part ? 0 : 1;
        const std::string block =
            "s:25733" + std::to_string(10 + n * 7 % 12) + ",c:" + std::to_string(1'654'088'303 + n / 300);
        constexpr std::string_view kHex = "0123456789ABCDEF";
        const std::uint8_t sum = ais::nmea_checksum(block);
        out += '\\' + block + '*' + kHex[sum >> 4U] + kHex[sum & 15U] + '\\';
      }
      out.append(plain, at, end - at);
      at = end;
    }
    return out;
  }();
  return text;
}

const std::string& tagged_by_station() {
  static const std::string text = repeat_to(recorded({"kystverket/Ais1000Lines.nm4"}), kBytes);
  return text;
}

constexpr std::size_t kChunk = 64U << 10U;

template <class S>
void run(benchmark::State& state, const std::string& text, ReaderOptions options = {}) {
  if (text.empty()) {
    state.SkipWithError("the shared data folder is not here");
    return;
  }
  std::uint64_t sentences = 0;
  std::uint64_t messages = 0;
  for (auto _ : state) {
    S sink;
    Reader reader(options);
    for (std::size_t at = 0; at < text.size(); at += kChunk) {
      reader.feed(std::string_view(text).substr(at, kChunk), sink);
    }
    reader.finish(sink);
    sentences += reader.counters().sentences;
    messages += reader.counters().messages;
    benchmark::DoNotOptimize(sink);
  }
  state.counters["sentences/s"] = benchmark::Counter(static_cast<double>(sentences), benchmark::Counter::kIsRate);
  state.counters["messages/s"] = benchmark::Counter(static_cast<double>(messages), benchmark::Counter::kIsRate);
  state.SetBytesProcessed(static_cast<std::int64_t>(static_cast<std::uint64_t>(state.iterations()) * text.size()));
}

void structs(benchmark::State& state) { run<CountingSink>(state, mixed_traffic()); }
void structs_tagged(benchmark::State& state) { run<CountingSink>(state, tagged_traffic()); }
void structs_kystverket(benchmark::State& state) { run<CountingSink>(state, tagged_by_station()); }
void structs_general_path(benchmark::State& state) {
  ReaderOptions options;
  options.fast_path = false;
  run<CountingSink>(state, mixed_traffic(), options);
}
void json_lines(benchmark::State& state) { run<JsonSink>(state, mixed_traffic()); }
void json_lines_tagged(benchmark::State& state) { run<JsonSink>(state, tagged_traffic()); }
void observations(benchmark::State& state) { run<ObservingSink>(state, mixed_traffic()); }

BENCHMARK(structs)->Unit(benchmark::kMillisecond);
BENCHMARK(structs_tagged)->Unit(benchmark::kMillisecond);
BENCHMARK(structs_kystverket)->Unit(benchmark::kMillisecond);
BENCHMARK(structs_general_path)->Unit(benchmark::kMillisecond);
BENCHMARK(json_lines)->Unit(benchmark::kMillisecond);
BENCHMARK(json_lines_tagged)->Unit(benchmark::kMillisecond);
BENCHMARK(observations)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fairlead::decode
