// SPDX-License-Identifier: Apache-2.0
// Reception at the simulated coast: range, luck, outages, tag blocks, spoiled lines.
//
// Threads: one owner.
#include "coast_radio.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "decode/ais/encode.hpp"

namespace fairlead::testing {
namespace {

using decode::ais::append_sentences;
using decode::ais::SentenceForm;

constexpr std::int64_t kNauticalMile = 1'852'000;  // mm
constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kLag = 47'000;
constexpr std::size_t kLaggingStation = 3;
constexpr std::string_view kSatellite = "SAT-1";
// One line in so many.
constexpr std::uint64_t kWrongChecksum = 2500;
constexpr std::uint64_t kCutShort = 6000;
constexpr std::uint64_t kNoise = 25'000;

void append_checksum(std::string& out, std::size_t start) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const std::uint8_t sum = decode::ais::nmea_checksum(std::string_view(out).substr(start));
  out.push_back('*');
  out.push_back(kDigits[sum >> 4U]);
  out.push_back(kDigits[sum & 15U]);
}

void append_integer(std::string& out, std::int64_t value) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace

CoastRadio::CoastRadio(const CoastOptions& options, CoastCounts& counts)
    : options_(options), counts_(counts), tags_(coast_stations().size()), sequences_(coast_stations().size()) {}

std::uint32_t CoastRadio::lagging_station() const { return coast_stations()[kLaggingStation].mmsi; }
std::int64_t CoastRadio::lagging_from() const {
  return static_cast<std::int64_t>(CoastRandom::mix(options_.seed ^ 0x1A66U) % 4) * kHour / 2 + kHour / 4;
}

// In view twelve minutes of each ninety-five.
bool CoastRadio::satellite_in_view(std::int64_t at) { return at / 60'000 % 95 >= 40 && at / 60'000 % 95 < 52; }

bool CoastRadio::is_down(std::size_t station, std::int64_t at) const {
  const std::int64_t hour = at / kHour;
  const std::uint64_t dice = CoastRandom::mix(options_.seed * 31 + static_cast<std::uint64_t>(hour) * 64 + station);
  const auto minute = static_cast<std::int64_t>((dice >> 8U) % 48);
  const std::int64_t now = at / 60'000 % 60;
  return dice % 18 == 0 && now >= minute && now < minute + 12;
}

bool CoastRadio::hears(std::size_t station, const CoastTransmission& t, std::uint64_t chance) const {
  const CoastStation& s = coast_stations()[station];
  const std::int64_t range = std::int64_t{s.range} * kNauticalMile * t.reach / 100;
  // One step of latitude is 185.2 mm, one of longitude at least 108 mm here.
  if (std::abs(std::int64_t{t.from.lat} - s.point.lat) * 185 > range ||
      std::abs(std::int64_t{t.from.lon} - s.point.lon) * 108 > range) {
    return false;
  }
  const CoastOffset offset = offset_between(s.point, t.from);
  const std::int64_t squared = offset.east * offset.east + offset.north * offset.north;
  const std::int64_t nearness = squared / std::max<std::int64_t>(range / 1000 * range, 1);  // 0 .. 1000
  if (nearness >= 1000 || is_down(station, t.at)) {
    return false;
  }
  const std::int64_t per_mille = nearness < 360 ? 985 : 985 - (nearness - 360) * 107 / 100;
  return static_cast<std::int64_t>(CoastRandom::mix(chance + station * 0x9E3779B97F4A7C15U) % 1000) < per_mille;
}

std::string_view CoastRadio::tag_of(std::size_t station, std::int64_t at) {
  const CoastStation& s = coast_stations()[station];
  if (options_.faults && station == kLaggingStation && at >= lagging_from()) {
    at -= kLag;
  }
  const std::int64_t unit = s.milliseconds ? at : at >= 0 ? at / 1000 : (at - 999) / 1000;
  Tag& tag = tags_[station];
  if (tag.second != unit || tag.text.empty()) {
    tag.second = unit;
    tag.text = "s:";
    append_integer(tag.text, s.mmsi);
    tag.text += ",c:";
    append_integer(tag.text, s.milliseconds ? options_.start * 1000 + unit : options_.start + unit);
  }
  return tag.text;
}

// Counts the line, spoils it now and then, and ends it. `start` is where it begins.
void CoastRadio::finish_line(std::string& out, std::size_t start) {
  ++counts_.lines;
  if (options_.faults) {
    const std::uint64_t dice = CoastRandom::mix(options_.seed * 7919 + counts_.lines);
    const std::size_t sentence = out.find('!', start);
    if (dice % kNoise == 0) {
      out.resize(start);
      out += "#~$ receiver restarted $~#";
      ++counts_.spoiled_lines;
    } else if (dice % kCutShort == 1 && sentence != std::string::npos) {
      out.resize(sentence + 8 + (dice >> 32U) % (out.size() - sentence - 8));
      ++counts_.spoiled_lines;
    } else if (dice % kWrongChecksum == 2) {
      out.back() = out.back() == '0' ? '1' : '0';
      ++counts_.spoiled_lines;
    }
  }
  out.push_back('\n');
}

void CoastRadio::write_single(std::string& out, const CoastTransmission& t) {
  for (const std::size_t station : heard_) {
    const std::size_t start = out.size();
    out.push_back('\\');
    const std::size_t block = out.size();
    out += tag_of(station, t.at);
    append_checksum(out, block);
    out.push_back('\\');
    out += sentence_;
    finish_line(out, start);
  }
}

// Two parts of each station. Mostly one station after the other, sometimes first parts first, now and then the second
// part before the first.
void CoastRadio::write_parts(std::string& out, const CoastTransmission& t, std::uint64_t chance) {
  std::vector<std::array<std::string, 2>> lines;
  for (const std::size_t station : heard_) {
    const CoastStation& s = coast_stations()[station];
    SentenceForm form;
    form.channel = t.channel;
    form.sequence = sequences_[station];
    sequences_[station] = static_cast<std::uint8_t>((sequences_[station] + 1) % 10);
    form.line_end = "\n";
    sentence_.clear();
    append_sentences(sentence_, t.payload->reader(), form);
    const std::size_t cut = sentence_.find('\n');
    const std::string_view whole = sentence_;
    group_ = group_ % 9999 + 1;
    auto& pair = lines.emplace_back();
    for (std::size_t part = 0; part < 2; ++part) {
      std::string& line = pair[part];
      line.push_back('\\');
      if (s.groups) {
        line += part == 0 ? "g:1-2-" : "g:2-2-";
        append_integer(line, group_);
      }
      if (!s.groups || part == 0) {
        line += s.groups ? "," : "";
        line += tag_of(station, t.at);
      }
      append_checksum(line, 1);
      line.push_back('\\');
      line += part == 0 ? whole.substr(0, cut) : whole.substr(cut + 1, whole.size() - cut - 2);
    }
  }
  const auto put = [&](std::size_t station, std::size_t part) {
    const std::size_t start = out.size();
    out += lines[station][part];
    finish_line(out, start);
  };
  const std::uint64_t order = chance % 20;
  if (order < 5) {
    for (std::size_t part = 0; part < 2; ++part) {
      for (std::size_t i = 0; i < lines.size(); ++i) {
        put(i, part);
      }
    }
    return;
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    put(i, order == 5 ? 1 : 0);
    put(i, order == 5 ? 0 : 1);
  }
}

bool CoastRadio::receive(std::string& out, const CoastTransmission& t) {
  ++counts_.transmissions;
  const std::uint64_t chance = CoastRandom::mix(options_.seed * 1009 + counts_.transmissions);
  heard_.clear();
  for (std::size_t station = 0; station < coast_stations().size(); ++station) {
    if (hears(station, t, chance)) {
      heard_.push_back(station);
    }
  }
  if (heard_.empty()) {
    ++counts_.unheard;
    return false;
  }
  const bool several = t.payload->bits > 360;
  if (options_.tag_blocks && several) {
    write_parts(out, t, chance);
    return true;
  }
  SentenceForm form;
  form.channel = t.channel;
  form.sequence = sequences_[0];
  sequences_[0] = static_cast<std::uint8_t>((sequences_[0] + (several ? 1 : 0)) % 10);
  form.line_end = options_.tag_blocks ? "" : "\n";
  sentence_.clear();
  append_sentences(sentence_, t.payload->reader(), form);
  if (options_.tag_blocks) {
    write_single(out, t);
    return true;
  }
  // One receiver: the plain sentences, each line ended by finish_line().
  for (std::string_view rest = sentence_; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    const std::size_t start = out.size();
    out += rest.substr(0, end);
    finish_line(out, start);
    rest.remove_prefix(end + 1);
  }
  return true;
}

bool CoastRadio::receive_from_orbit(std::string& out, const CoastTransmission& t) {
  ++counts_.transmissions;
  if (!satellite_in_view(t.at) || !options_.tag_blocks) {
    ++counts_.unheard;
    return false;
  }
  SentenceForm form;
  form.channel = '\0';
  form.station = kSatellite;
  form.tag_time = options_.start + t.at / 1000;
  form.line_end = "";
  const std::size_t start = out.size();
  append_sentences(out, t.payload->reader(), form);
  finish_line(out, start);
  return true;
}

}  // namespace fairlead::testing
