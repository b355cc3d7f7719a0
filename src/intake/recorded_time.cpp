// SPDX-License-Identifier: Apache-2.0
// Times written on lines: NMEA 4.10 tag blocks, USCG trailers, loggers' prefixes, `$PGHP`.
#include "recorded_time.hpp"

#include <algorithm>

#include "decode/line_time.hpp"
#include "decode/tag_block.hpp"

namespace fairlead::intake {

namespace {

constexpr std::int64_t kYear1990Ms = 631'152'000'000;
constexpr std::int64_t kYear2100Ms = 4'102'444'800'000;
constexpr Duration kAgreement = std::chrono::minutes(1);

std::optional<Instant> plausible(std::optional<std::int64_t> ms) {
  if (!ms || *ms < kYear1990Ms || *ms >= kYear2100Ms) return std::nullopt;
  return Instant::from_unix_ms(*ms);
}

std::optional<std::int64_t> tag_time_ms(std::string_view line, std::size_t sentence) {
  const auto open = line.find('\\');
  if (open >= sentence) return std::nullopt;
  const auto close = line.find('\\', open + 1);
  if (close == std::string_view::npos) return std::nullopt;
  const auto block = decode::parse_tag_block(line.substr(open + 1, close - open - 1));
  return block ? block->time_ms : std::nullopt;
}

// `...*hh,r003669945,1085889680`: the first field behind the checksum that is a time.
std::optional<std::int64_t> trailer_time_ms(std::string_view line, std::size_t sentence) {
  const auto star = line.find('*', sentence);
  if (star == std::string_view::npos) return std::nullopt;
  for (auto comma = line.find(',', star); comma != std::string_view::npos; comma = line.find(',', comma + 1)) {
    if (comma + 1 == line.size() || line[comma + 1] < '0' || line[comma + 1] > '9') continue;
    const auto end = std::min(line.find_first_of(",\r\n", comma + 1), line.size());
    if (const auto ns = decode::parse_line_time(line.substr(comma + 1, end - comma - 1))) return *ns / 1'000'000;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Instant> LineTimes::of(std::string_view line) {
  if (line.empty()) return std::nullopt;
  const char first = line.front();
  if ((first >= '0' && first <= '9') || first == ' ' || first == '[' || first == '(' || first == '\t') {
    if (const auto ns = decode::parse_line_time(line)) {
      if (const auto time = plausible(*ns / 1'000'000)) {
        announced_.reset();
        return time;
      }
    }
  }
  const auto sentence = line.find_first_of("!$");
  if (sentence == std::string_view::npos) return plausible(tag_time_ms(line, line.size()));
  if (line[sentence] == '$' && line.substr(sentence).starts_with("$PGHP,")) {
    const auto ns = decode::parse_pghp_time(line.substr(sentence));
    announced_ = plausible(ns ? std::optional(*ns / 1'000'000) : std::nullopt);
    return announced_;
  }
  if (announced_) {
    const auto time = announced_;
    announced_.reset();
    return time;
  }
  if (const auto time = plausible(tag_time_ms(line, sentence))) return time;
  return plausible(trailer_time_ms(line, sentence));
}

RecordedClock::Stamp RecordedClock::stamp(std::optional<Instant> written) {
  if (!written) return {now_};
  const Duration step = *written - now_;
  if (step <= kStepForward && step >= -kStepBack) {
    candidate_.reset();
    now_ = std::max(now_, *written);
    return {now_};
  }
  if (candidate_) {
    const Duration apart = *written - *candidate_;
    if (apart >= -kAgreement && apart <= kStepForward) {
      candidate_.reset();
      now_ = *written;
      return {now_, true};
    }
  }
  candidate_ = *written;
  ++doubted_;
  return {now_};
}

}  // namespace fairlead::intake
