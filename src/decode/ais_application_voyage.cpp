// SPDX-License-Identifier: Apache-2.0
// Port, cargo and ship payloads, the international messages of M.1371, and aid-to-navigation monitoring.
//
// Bit layouts: IMO SN.1/Circ.289 §§5, 6, 10; SN/Circ.236; M.1371-5 annex 5; IALA A-126. Threads: pure functions.
#include <optional>

#include "application_cursor.hpp"
#include "application_parsers.hpp"

namespace fairlead::decode::ais {

ParsedPayload parse_clearance_time(BitReader payload) {
  if (!fits(payload, 229, 272)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  ClearanceTime out;
  out.linkage = c.number(10);
  out.arrival = c.month_time();
  out.portname = c.text(20);
  out.destination = c.text(5);
  out.place = c.coarse_place();
  return c.plausible() ? ParsedPayload(std::move(out)) : std::nullopt;
}

ParsedPayload parse_berthing_data(BitReader payload) {
  if (!fits(payload, 272, 272)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  BerthingData out;
  out.linkage = c.number(10);
  out.berth_length = c.in_range(9, 1, 511);
  out.berth_depth = c.scaled(8, 1, 255, 10);
  out.position = c.in_range(3, 1, 7);
  out.arrival = c.month_time();
  out.availability = c.flag();
  for (std::uint8_t& service : out.services) {
    service = static_cast<std::uint8_t>(c.number(2));
  }
  out.berth_name = c.text(20);
  out.place = c.coarse_place();
  return c.plausible() ? ParsedPayload(std::move(out)) : std::nullopt;
}

ParsedPayload parse_extended_ship_static(BitReader payload) {
  if (!fits(payload, 294, 304)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  ExtendedShipStatic out;
  out.linkage = c.number(10);
  out.airdraught = c.scaled(13, 1, 8191, 100);
  out.lastport = c.text(5);
  out.nextport = c.text(5);
  out.secondport = c.text(5);
  for (std::uint8_t& state : out.equipment) {
    state = static_cast<std::uint8_t>(c.number(2));
  }
  out.iceclass = c.in_range(4, 0, 14);
  out.horsepower = c.in_range(18, 0, 262'142);
  out.vhfchan = c.in_range(12, 1, 4095);
  out.lshiptype = c.text(7);
  out.tonnage = c.in_range(18, 0, 262'142);
  out.lading = c.in_range(2, 1, 2);
  out.heavyoil = c.in_range(2, 1, 2);
  out.lightoil = c.in_range(2, 1, 2);
  out.dieseloil = c.in_range(2, 1, 2);
  out.totaloil = c.in_range(14, 0, 16'382);
  out.persons = c.in_range(13, 1, 8191);
  return out;
}

ParsedPayload parse_dangerous_cargo(BitReader payload) {
  if (!fits(payload, 269, 272)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  DangerousCargo out;
  out.lastport = c.text(5);
  out.departure = c.month_time();
  out.nextport = c.text(5);
  out.eta = c.month_time();
  out.dangerous = c.text(20);
  out.imdcat = c.text(4);
  out.unid = c.in_range(13, 1, 8191);
  out.amount = c.in_range(10, 1, 1023);
  out.unit = c.in_range(2, 1, 3);
  return out;
}

ParsedPayload parse_dangerous_cargo_list(BitReader payload) {
  constexpr std::size_t kItemBits = 17;
  constexpr std::size_t kItemsMax = 28;
  if (payload.size() < 12 + kItemBits || payload.size() > 12 + kItemsMax * kItemBits + kPaddingBitsMax) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  DangerousCargoList out;
  out.unit = c.in_range(2, 1, 3);
  out.amount = c.in_range(10, 1, 1023);
  while (c.left() >= kItemBits) {
    const BitReader bits = payload.sub(payload.size() - c.left(), kItemBits);
    CargoItem item;
    item.code = c.number(4);
    item.subtype = c.in_range(13, 1, 8191);
    ApplicationCursor detail(bits, 4);
    switch (item.code) {
      case 1:
        item.imdg = detail.in_range(7, 10, 99);
        break;
      case 2:
        item.un = detail.in_range(13, 1, 3363);
        break;
      case 3:
        item.bc = detail.in_range(3, 1, 3);
        item.imdg = detail.in_range(7, 10, 99);
        break;
      case 4:
        item.marpol_oil = detail.in_range(4, 1, 15);
        break;
      case 5:
        item.marpol_cat = detail.in_range(3, 1, 7);
        break;
      default:
        break;
    }
    out.cargos.push_back(item);
  }
  return out;
}

ParsedPayload parse_air_draught(BitReader payload) {
  if (!fits(payload, 11, 16)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  return AirDraught{c.scaled(11, 1, 2047, 10)};
}

ParsedPayload parse_persons_aboard(BitReader payload) {
  // 16 bits in Circ.236 and M.1371, 48 in Circ.289.
  if (!fits(payload, 13, 16) && !fits(payload, 48, 48)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  return PersonsAboard{c.in_range(13, 1, 8191)};
}

ParsedPayload parse_function_interrogation(BitReader payload) {
  if (!fits(payload, 16, 80)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  FunctionInterrogation out;
  out.requested_dac = c.number(10);
  out.requested_fid = c.number(6);
  return out;
}

ParsedPayload parse_capability_interrogation(BitReader payload) {
  if (!fits(payload, 10, 80)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  return CapabilityInterrogation{c.number(10)};
}

ParsedPayload parse_capability_reply(BitReader payload) {
  if (!fits(payload, 138, 264)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  CapabilityReply out;
  out.reply_dac = c.number(10);
  for (int fi = 0; fi < 64; ++fi) {
    if (c.number(2) >= 2) {
      out.available.push_back(fi);
    }
  }
  return out;
}

ParsedPayload parse_acknowledgement(BitReader payload) {
  if (!fits(payload, 31, 80)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  ApplicationAcknowledgement out;
  out.received_dac = c.number(10);
  out.received_fid = c.number(6);
  out.sequence = c.number(11);
  out.available = c.flag();
  out.response = c.number(3);
  return out;
}

ParsedPayload parse_aton_monitoring(BitReader payload) {
  if (!fits(payload, 44, 48)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  AtonMonitoring out;
  out.ana_int = c.scaled(10, 1, 1023, 20);
  out.ana_ext1 = c.scaled(10, 1, 1023, 20);
  out.ana_ext2 = c.scaled(10, 1, 1023, 20);
  out.racon = c.number(2);
  out.light = c.number(2);
  out.alarm = c.flag();
  out.stat_ext = c.number(8);
  out.off_pos = c.flag();
  return out;
}

ParsedPayload parse_lantern_monitoring(BitReader payload) {
  if (!fits(payload, 42, 48) || payload.u(0, 16) != 1) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  LanternMonitoring out;
  out.sub_id = c.number(16);
  out.voltage = c.number(12) / 10.0;
  out.current = c.number(10) / 10.0;
  out.dc_power = c.flag();
  out.light_on = c.flag();
  out.battery_low = c.flag();
  out.off_position = c.flag();
  return out;
}

}  // namespace fairlead::decode::ais
