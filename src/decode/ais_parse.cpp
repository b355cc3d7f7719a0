// SPDX-License-Identifier: Apache-2.0
// Payload bits to message bodies (ITU-R M.1371-5, annex 8, tables 45 to 96).
//
// Each reader is called with a payload of at least `kShortest[type]` bits, so that fixed fields lie inside; what may
// be missing behind that is read through the bounded `BitReader`.
#include <algorithm>
#include <array>

#include "ais_fields.hpp"
#include "decode/ais/parse.hpp"

namespace fairlead::decode::ais {
namespace {

// The fewest bits in which the meaning of a type is whole. Shorter than the standard's length where receivers at sea
// are known to drop spare bits or the end of the communication state.
constexpr std::array<std::uint16_t, 28> kShortest = {
    0,   163, 163, 163,  // the last five bits of the communication state may be eaten by fill bits
    163,                 // 4
    420,                 // 5: 420, 422, 424 and 426 are seen; dte and the destination's last character may be missing
    88,                  // 6
    72,                  // 7
    56,                  // 8
    163,                 // 9
    70,                  // 10
    163,                 // 11
    72,                  // 12
    72,                  // 13
    40,                  // 14
    88,                  // 15
    92,                  // 16
    80,                  // 17
    163,                 // 18
    308,                 // 19
    70,                  // 20
    268,                 // 21: raim, virtual and assigned may be missing
    145,                 // 22
    154,                 // 23
    160,                 // 24 A; B is checked when the part is known
    40,                  // 25
    60,                  // 26
    95,                  // 27
};

constexpr std::size_t kPartBShortest = 162;

template <unsigned kFirst, unsigned kWidth>
void radio(const Fields& f, std::size_t bits, std::uint32_t& value, bool& complete) {
  complete = bits >= kFirst + kWidth;
  value = complete ? f.u<kFirst, kWidth>() : 0;
}

BitRange rest(std::size_t first, std::size_t bits, std::size_t tail = 0) {
  const std::size_t end = bits - std::min(tail, bits);
  return {static_cast<std::uint16_t>(std::min(first, end)), static_cast<std::uint16_t>(end > first ? end - first : 0)};
}

void read(PositionA& m, const Fields& f, std::size_t bits) {
  m.nav_status = f.u8<38, 4>();
  m.rot_raw = static_cast<std::int8_t>(f.s<42, 8>());
  m.motion = f.motion<50, 116, 128>();
  m.accuracy = f.flag<60>();
  m.position = f.position<61, 89>();
  m.time_stamp.raw = f.u8<137, 6>();
  m.maneuver_raw = f.u8<143, 2>();
  m.spare = f.u8<145, 3>();
  m.raim = f.flag<148>();
  radio<149, 19>(f, bits, m.radio, m.radio_complete);
}

void read(BaseStation& m, const Fields& f, std::size_t bits) {
  m.year_raw = f.u16<38, 14>();
  m.month_raw = f.u8<52, 4>();
  m.day_raw = f.u8<56, 5>();
  m.hour_raw = f.u8<61, 5>();
  m.minute_raw = f.u8<66, 6>();
  m.second_raw = f.u8<72, 6>();
  m.accuracy = f.flag<78>();
  m.position = f.position<79, 107>();
  m.epfd_raw = f.u8<134, 4>();
  m.transmission_control = f.flag<138>();
  m.raim = f.flag<148>();
  radio<149, 19>(f, bits, m.radio, m.radio_complete);
}

void read(StaticVoyage& m, const Fields& f, std::size_t bits) {
  m.ais_version = f.u8<38, 2>();
  m.imo_raw = f.u<40, 30>();
  f.text<70>(m.callsign);
  f.text<112>(m.name);
  m.ship_type_raw = f.u8<232, 8>();
  m.dimensions = f.dimensions<240>();
  m.epfd_raw = f.u8<270, 4>();
  m.eta_month_raw = f.u8<274, 4>();
  m.eta_day_raw = f.u8<278, 5>();
  m.eta_hour_raw = f.u8<283, 5>();
  m.eta_minute_raw = f.u8<288, 6>();
  m.draught_raw = f.u8<294, 8>();
  f.text<302>(m.destination, (bits - 302) / 6);
  m.dte_present = bits >= 423;
  m.dte_raw = m.dte_present && f.flag<422>();
}

void read(BinaryAddressed& m, const Fields& f, std::size_t bits) {
  m.sequence = f.u8<38, 2>();
  m.destination_mmsi = f.u<40, 30>();
  m.retransmit = f.flag<70>();
  m.dac = f.u16<72, 10>();
  m.fid = f.u8<82, 6>();
  m.data = rest(88, bits);
}

void read(Acknowledge& m, const BitReader& b) {
  m.count = static_cast<std::uint8_t>(std::min<std::size_t>((b.size() - 40) / 32, 4));
  for (std::size_t i = 0; i < m.count; ++i) {
    m.entries[i] = {b.u(40 + i * 32, 30), static_cast<std::uint8_t>(b.u(70 + i * 32, 2))};
  }
}

void read(BinaryBroadcast& m, const Fields& f, std::size_t bits) {
  m.dac = f.u16<40, 10>();
  m.fid = f.u8<50, 6>();
  m.data = rest(56, bits);
}

void read(SarAircraft& m, const Fields& f, std::size_t bits) {
  m.altitude_raw = f.u16<38, 12>();
  m.sog_raw = f.u16<50, 10>();
  m.accuracy = f.flag<60>();
  m.position = f.position<61, 89>();
  m.cog_raw = f.u16<116, 12>();
  m.time_stamp.raw = f.u8<128, 6>();
  m.regional = f.u8<134, 8>();
  m.dte_raw = f.flag<142>();
  m.assigned = f.flag<146>();
  m.raim = f.flag<147>();
  radio<148, 20>(f, bits, m.radio, m.radio_complete);
}

void read(SafetyAddressed& m, const Fields& f, std::size_t bits) {
  m.sequence = f.u8<38, 2>();
  m.destination_mmsi = f.u<40, 30>();
  m.retransmit = f.flag<70>();
  m.text = rest(72, bits);
}

void read(Interrogation& m, const BitReader& b) {
  m.mmsi1 = b.u(40, 30);
  m.request1_1 = {static_cast<std::uint8_t>(b.u(70, 6)), static_cast<std::uint16_t>(b.u(76, 12))};
  m.count = 1;
  if (b.size() >= 108) {
    m.request1_2 = {static_cast<std::uint8_t>(b.u(90, 6)), static_cast<std::uint16_t>(b.u(96, 12))};
    m.count = 2;
  }
  if (b.size() >= 158) {
    m.mmsi2 = b.u(110, 30);
    m.request2_1 = {static_cast<std::uint8_t>(b.u(140, 6)), static_cast<std::uint16_t>(b.u(146, 12))};
    m.count = 3;
  }
}

void read(Assignment& m, const BitReader& b) {
  m.count = b.size() >= 144 ? 2 : 1;
  for (std::size_t i = 0; i < m.count; ++i) {
    const std::size_t at = 40 + i * 52;
    m.entries[i] = {b.u(at, 30), static_cast<std::uint16_t>(b.u(at + 30, 12)),
                    static_cast<std::uint16_t>(b.u(at + 42, 10))};
  }
}

void read(PositionB& m, const Fields& f, std::size_t bits) {
  m.reserved = f.u8<38, 8>();
  m.motion = f.motion<46, 112, 124>();
  m.accuracy = f.flag<56>();
  m.position = f.position<57, 85>();
  m.time_stamp.raw = f.u8<133, 6>();
  m.regional = f.u8<139, 2>();
  m.flags = {f.flag<141>(), f.flag<142>(), f.flag<143>(), f.flag<144>(), f.flag<145>(), f.flag<146>()};
  m.raim = f.flag<147>();
  radio<148, 20>(f, bits, m.radio, m.radio_complete);
}

void read(PositionBExtended& m, const Fields& f) {
  m.reserved = f.u8<38, 8>();
  m.motion = f.motion<46, 112, 124>();
  m.accuracy = f.flag<56>();
  m.position = f.position<57, 85>();
  m.time_stamp.raw = f.u8<133, 6>();
  m.regional = f.u8<139, 4>();
  f.text<143>(m.name);
  m.ship_type_raw = f.u8<263, 8>();
  m.dimensions = f.dimensions<271>();
  m.epfd_raw = f.u8<301, 4>();
  m.raim = f.flag<305>();
  m.dte_raw = f.flag<306>();
  m.assigned = f.flag<307>();
}

void read(LinkManagement& m, const BitReader& b) {
  m.count = static_cast<std::uint8_t>(std::min<std::size_t>((b.size() - 40) / 30, 4));
  for (std::size_t i = 0; i < m.count; ++i) {
    const std::size_t at = 40 + i * 30;
    m.reservations[i] = {static_cast<std::uint16_t>(b.u(at, 12)), static_cast<std::uint16_t>(b.u(at + 19, 11)),
                         static_cast<std::uint8_t>(b.u(at + 12, 4)), static_cast<std::uint8_t>(b.u(at + 16, 3))};
  }
}

void read(AidToNavigation& m, const Fields& f, std::size_t bits) {
  m.aid_type_raw = f.u8<38, 5>();
  f.text<43>(m.name);
  m.accuracy = f.flag<163>();
  m.position = f.position<164, 192>();
  m.dimensions = f.dimensions<219>();
  m.epfd_raw = f.u8<249, 4>();
  m.time_stamp.raw = f.u8<253, 6>();
  m.off_position = f.flag<259>();
  m.regional = f.u8<260, 8>();
  m.flags_present = bits >= 271;
  if (m.flags_present) {
    m.raim = f.flag<268>();
    m.is_virtual = f.flag<269>();
    m.assigned = f.flag<270>();
  }
  f.text<272>(m.name_extension, bits > 272 ? (bits - 272) / 6 : 0);
}

void read(ChannelManagement& m, const Fields& f) {
  m.channel_a = f.u16<40, 12>();
  m.channel_b = f.u16<52, 12>();
  m.txrx = f.u8<64, 4>();
  m.low_power = f.flag<68>();
  m.addressed = f.flag<139>();
  if (m.addressed) {
    m.destination1 = f.u<69, 30>();
    m.destination2 = f.u<104, 30>();
  } else {
    m.north_east = f.coarse<69, 87>();
    m.south_west = f.coarse<104, 122>();
  }
  m.band_a = f.flag<140>();
  m.band_b = f.flag<141>();
  m.zone_size = f.u8<142, 3>();
}

void read(GroupAssignment& m, const Fields& f) {
  m.north_east = f.coarse<40, 58>();
  m.south_west = f.coarse<75, 93>();
  m.station_type = f.u8<110, 4>();
  m.ship_type_raw = f.u8<114, 8>();
  m.txrx = f.u8<144, 2>();
  m.interval = f.u8<146, 4>();
  m.quiet_minutes = f.u8<150, 4>();
}

void read(StaticPartB& m, const Fields& f, std::size_t bits, std::uint32_t mmsi) {
  m.ship_type_raw = f.u8<40, 8>();
  f.text<48>(m.vendor);
  m.model = f.u8<66, 4>();
  m.serial = f.u<70, 20>();
  f.text<90>(m.callsign);
  m.is_auxiliary = mmsi / 10'000'000 == 98;
  if (m.is_auxiliary) {
    m.mothership_mmsi_raw = f.u<132, 30>();
  } else {
    m.dimensions = f.dimensions<132>();
  }
  m.epfd_raw = bits >= 166 ? f.u8<162, 4>() : std::uint8_t{0};
}

void read(SlotBinary& m, const Fields& f, std::size_t bits, bool multi_slot) {
  m.addressed = f.flag<38>();
  m.structured = f.flag<39>();
  std::size_t at = 40;
  if (m.addressed) {
    m.destination_mmsi = f.u<40, 30>();
    at = 70;
  }
  if (m.structured) {
    m.application = m.addressed ? f.u16<70, 16>() : f.u16<40, 16>();
    at += 16;
  }
  m.data = rest(at, bits, multi_slot ? 20 : 0);
}

void read(LongRange& m, const Fields& f) {
  m.accuracy = f.flag<38>();
  m.raim = f.flag<39>();
  m.nav_status = f.u8<40, 4>();
  m.position = f.coarse<44, 62>();
  m.sog_raw = f.u8<79, 6>();
  m.cog_raw = f.u16<85, 9>();
  m.late = f.flag<94>();
}

std::optional<Rejection> read_slot_binary(Message& message, const Fields& f, std::size_t bits) {
  const bool multi_slot = message.type == 26;
  const std::size_t head = 40U + (f.flag<38>() ? 30U : 0U) + (f.flag<39>() ? 16U : 0U) + (multi_slot ? 20U : 0U);
  if (bits < head) {
    return Rejection::kTooShort;
  }
  auto& m = message.body.emplace<SlotBinary>();
  read(m, f, bits, multi_slot);
  if (multi_slot) {
    m.radio = message.payload.reader().u(bits - 20, 20);
  }
  return std::nullopt;
}

std::optional<Rejection> read_static_part(Message& message, const Fields& f, std::size_t bits) {
  const std::uint32_t part = f.u<38, 2>();
  if (part > 1) {
    return Rejection::kUnknownPart;
  }
  if (part == 0) {
    f.text<40>(message.body.emplace<StaticPartA>().name);
    return std::nullopt;
  }
  if (bits < kPartBShortest) {
    return Rejection::kTooShort;
  }
  read(message.body.emplace<StaticPartB>(), f, bits, message.mmsi);
  return std::nullopt;
}

}  // namespace

std::optional<Rejection> parse_payload(Message& message) noexcept {
  const std::size_t bits = message.payload.bits;
  const Fields f(message.payload);
  if (bits < 6) {
    message.body.emplace<std::monostate>();
    return Rejection::kTooShort;
  }
  message.type = f.u8<0, 6>();
  message.repeat = f.u8<6, 2>();
  message.mmsi = f.u<8, 30>();
  if (message.type == 0 || message.type >= kShortest.size()) {
    message.body.emplace<std::monostate>();
    return Rejection::kUnknownType;
  }
  if (bits < kShortest[message.type]) {
    message.body.emplace<std::monostate>();
    return Rejection::kTooShort;
  }
  Body& body = message.body;
  switch (message.type) {
    case 1:
    case 2:
    case 3:
      read(body.emplace<PositionA>(), f, bits);
      break;
    case 4:
    case 11:
      read(body.emplace<BaseStation>(), f, bits);
      break;
    case 5:
      read(body.emplace<StaticVoyage>(), f, bits);
      break;
    case 6:
      read(body.emplace<BinaryAddressed>(), f, bits);
      break;
    case 7:
    case 13:
      read(body.emplace<Acknowledge>(), message.payload.reader());
      break;
    case 8:
      read(body.emplace<BinaryBroadcast>(), f, bits);
      break;
    case 9:
      read(body.emplace<SarAircraft>(), f, bits);
      break;
    case 10:
      body.emplace<UtcInquiry>().destination_mmsi = f.u<40, 30>();
      break;
    case 12:
      read(body.emplace<SafetyAddressed>(), f, bits);
      break;
    case 14:
      body.emplace<SafetyBroadcast>().text = rest(40, bits);
      break;
    case 15:
      read(body.emplace<Interrogation>(), message.payload.reader());
      break;
    case 16:
      read(body.emplace<Assignment>(), message.payload.reader());
      break;
    case 17: {
      auto& m = body.emplace<DgnssBroadcast>();
      m.position = f.coarse<40, 58>();
      m.data = rest(80, bits);
      break;
    }
    case 18:
      read(body.emplace<PositionB>(), f, bits);
      break;
    case 19:
      read(body.emplace<PositionBExtended>(), f);
      break;
    case 20:
      read(body.emplace<LinkManagement>(), message.payload.reader());
      break;
    case 21:
      read(body.emplace<AidToNavigation>(), f, bits);
      break;
    case 22:
      read(body.emplace<ChannelManagement>(), f);
      break;
    case 23:
      read(body.emplace<GroupAssignment>(), f);
      break;
    case 27:
      read(body.emplace<LongRange>(), f);
      break;
    default: {
      const auto problem = message.type == 24 ? read_static_part(message, f, bits) : read_slot_binary(message, f, bits);
      if (problem) {
        message.body.emplace<std::monostate>();
      }
      return problem;
    }
  }
  return std::nullopt;
}

}  // namespace fairlead::decode::ais
