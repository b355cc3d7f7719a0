// SPDX-License-Identifier: Apache-2.0
// libFuzzer: any bytes through both paths of the reader, cut at a place that the first byte chooses. Both must agree,
// and each sentence must have one fate.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "decode/ais/json.hpp"
#include "decode/observe.hpp"
#include "decode/reader.hpp"

namespace {

using namespace fairlead;
using namespace fairlead::decode;

class FuzzSink final : public Sink {
 public:
  void on_message(const ais::Message& message) override {
    ais::append_json(out, message);
    ais::append_csv(csv, message);
    csv.clear();
    if (const auto o = observer.observe(message, kNow)) out += o->mmsi ? "o" : "-";
  }
  void on_nmea(const nmea::Record& record) override {
    if (const auto o = observer.observe(record, kNow)) out += "n";
  }
  void on_rejected(Rejection reason, std::string_view, std::uint64_t) override { out += to_text(reason); }

  static constexpr Instant kNow = Instant::from_unix_seconds(1'654'088'303);
  Observer observer{domain::SourceId(1)};
  std::string out;
  std::string csv;
};

std::string read(std::string_view text, std::size_t piece, bool fast) {
  FuzzSink sink;
  ReaderOptions options;
  options.fast_path = fast;
  Reader reader(options);
  while (!text.empty()) {
    const std::size_t size = std::min(piece, text.size());
    const std::vector<char> copy(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size));
    reader.feed({copy.data(), copy.size()}, sink);
    text.remove_prefix(size);
  }
  reader.finish(sink);
  const Counters& c = reader.counters();
  if (c.sentences != c.accepted + c.duplicates + c.pending + c.rejected_total() - c.of(Rejection::kLineTooLong)) {
    std::abort();
  }
  return sink.out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) {
    return 0;
  }
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string whole = read(text, text.size(), true);
  if (whole != read(text, std::size_t{data[0]} * 3 + 1, true) || whole != read(text, text.size(), false)) {
    std::abort();
  }
  return 0;
}
