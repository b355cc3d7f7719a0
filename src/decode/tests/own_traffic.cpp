// SPDX-License-Identifier: Apache-2.0
#include "own_traffic.hpp"

#include <algorithm>

#include "decode/ais/encode.hpp"

namespace fairlead::decode::test {
namespace {

using namespace fairlead::decode::ais;

Message random_message(Random& random) {
  Message m;
  m.mmsi = 200'000'000 + below(random, 600'000'000);
  m.repeat = static_cast<std::uint8_t>(below(random, 4));
  const RawPosition where{static_cast<std::int32_t>(below(random, 216'000'001)) - 108'000'000,
                          static_cast<std::int32_t>(below(random, 108'000'001)) - 54'000'000};
  const Motion motion{static_cast<std::uint16_t>(below(random, 1024)), static_cast<std::uint16_t>(below(random, 3601)),
                      static_cast<std::uint16_t>(below(random, 360))};
  switch (below(random, 8)) {
    case 0:
    case 1: {
      m.type = static_cast<std::uint8_t>(1 + below(random, 3));
      auto& p = m.body.emplace<PositionA>();
      p.position = where;
      p.motion = motion;
      p.rot_raw = static_cast<std::int8_t>(static_cast<int>(below(random, 256)) - 128);
      p.time_stamp.raw = static_cast<std::uint8_t>(below(random, 64));
      p.radio = below(random, 1U << 19U);
      break;
    }
    case 2: {
      m.type = 5;
      auto& p = m.body.emplace<StaticVoyage>();
      p.imo_raw = below(random, 1U << 30U);
      p.callsign = SixBitText<7>::from("LA\"B\\1");
      p.name = SixBitText<20>::from("NORTHERN STAR " + std::to_string(below(random, 999)));
      p.destination = SixBitText<20>::from("ROTTERDAM");
      p.eta_month_raw = static_cast<std::uint8_t>(below(random, 16));
      p.draught_raw = static_cast<std::uint8_t>(below(random, 256));
      break;
    }
    case 3: {
      m.type = 18;
      auto& p = m.body.emplace<PositionB>();
      p.position = where;
      p.motion = motion;
      break;
    }
    case 4: {
      m.type = 24;
      if (below(random, 2) == 0) {
        m.body.emplace<StaticPartA>().name = SixBitText<20>::from("SMALL BOAT");
      } else {
        auto& p = m.body.emplace<StaticPartB>();
        p.vendor = SixBitText<3>::from("SRT");
        p.callsign = SixBitText<7>::from("CALL");
        p.serial = below(random, 1U << 20U);
      }
      break;
    }
    case 5:
      m.type = 27;
      m.body.emplace<LongRange>().position = {where.lon_raw / 1000, where.lat_raw / 1000};
      break;
    case 6: {
      m.type = 14;
      m.body.emplace<SafetyBroadcast>();
      set_safety_text(m, "ALL SHIPS " + std::string(below(random, 120), 'X'));
      break;
    }
    default: {
      m.type = 21;
      auto& p = m.body.emplace<AidToNavigation>();
      p.position = where;
      p.name = SixBitText<20>::from("BUOY WITH A LONG NAM");
      p.name_extension = SixBitText<14>::from(below(random, 2) == 0 ? "E" : "");
      break;
    }
  }
  return m;
}

void repair_checksum(std::string& line) {
  const std::size_t start = line.find('!');
  const std::size_t star = line.find('*', start == std::string::npos ? 0 : start);
  if (start == std::string::npos || star == std::string::npos || star + 3 > line.size()) {
    return;
  }
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const std::uint8_t sum = nmea_checksum(std::string_view(line).substr(start + 1, star - start - 1));
  line[star + 1] = kHex[sum >> 4U];
  line[star + 2] = kHex[sum & 15U];
}

}  // namespace

void mutate(std::string& line, Random& random) {
  const std::uint32_t edits = 1 + below(random, 4);
  for (std::uint32_t i = 0; i < edits && !line.empty(); ++i) {
    const std::size_t at = below(random, static_cast<std::uint32_t>(line.size()));
    switch (below(random, 6)) {
      case 0:
        line[at] = static_cast<char>(below(random, 256));
        break;
      case 1:
        line.erase(at, 1 + below(random, 8));
        break;
      case 2:
        line.insert(at, line.substr(at, 1 + below(random, 20)));
        break;
      case 3:
        line.resize(at);
        break;
      case 4:
        line[at] = "!\\$*,\r\n0123456789wW`X"[below(random, 21)];
        break;
      default:
        line.insert(at, 1, static_cast<char>(below(random, 256)));
        break;
    }
  }
  if (below(random, 2) == 0) {
    repair_checksum(line);
  }
}

std::string own_traffic(std::uint64_t seed, std::size_t messages, bool damaged) {
  Random random(seed);
  std::string out;
  for (std::size_t i = 0; i < messages; ++i) {
    const Message m = random_message(random);
    PackedBits bits;
    if (!pack_message(m, bits)) {
      continue;
    }
    SentenceForm form;
    form.channel = "AB12"[below(random, 4)];
    form.sequence = static_cast<std::uint8_t>(i % 10);
    form.own_ship = below(random, 20) == 0;
    form.line_end = below(random, 3) == 0 ? "\n" : "\r\n";
    const std::string station = "st" + std::to_string(below(random, 5));
    const std::uint32_t dress = below(random, 6);
    if (dress == 1 || dress == 2) {
      form.station = station;
      form.tag_time = 1'654'088'303 + static_cast<std::int64_t>(i / 10);
      if (dress == 2) {
        form.group = static_cast<std::uint32_t>(1000 + i);
      }
    }
    std::string text;
    append_sentences(text, bits.reader(), form);
    if (dress == 3) {
      text.insert(0, "1654088303." + std::to_string(below(random, 1000)) + " ");
    } else if (dress == 4) {
      text.insert(text.size() - form.line_end.size(), ",r00366994" + std::to_string(below(random, 9)) + ",1241544035");
    }
    if (damaged && below(random, 8) == 0) {
      mutate(text, random);
    }
    out += text;
  }
  return out;
}

}  // namespace fairlead::decode::test
