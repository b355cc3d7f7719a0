// SPDX-License-Identifier: Apache-2.0
// Message bodies to payload bits (ITU-R M.1371-5, annex 8, tables 45 to 96).
//
// Threads: pure functions.
#include <algorithm>
#include <type_traits>

#include "decode/ais/encode.hpp"

namespace fairlead::decode::ais {
namespace {

// Appends fields, most significant bit first, eight bits at a time.
class BitWriter {
 public:
  explicit BitWriter(PackedBits& out) : out_(out) { out_.clear(); }

  void u(std::uint64_t value, unsigned width) {
    pending_ = (pending_ << width) | (value & ((std::uint64_t{1} << width) - 1));
    held_ += width;
    while (held_ >= 8) {
      held_ -= 8;
      octet(static_cast<std::uint8_t>(pending_ >> held_));
    }
  }
  void s(std::int32_t value, unsigned width) { u(static_cast<std::uint32_t>(value), width); }
  void flag(bool value) { u(value ? 1U : 0U, 1); }
  template <std::size_t N>
  void text(const SixBitText<N>& value, std::size_t characters = N) {
    for (std::size_t i = 0; i < characters; ++i) {
      u(i < value.size ? six_bit_code(value.characters[i]) : 0U, 6);
    }
  }
  void copy(BitReader bits) {
    for (std::size_t at = 0; at < bits.size(); at += 32) {
      const auto width = static_cast<unsigned>(std::min<std::size_t>(32, bits.size() - at));
      u(bits.u(at, width), width);
    }
  }
  void position(const RawPosition& p) {
    s(p.lon_raw, 28);
    s(p.lat_raw, 27);
  }
  void coarse(const CoarsePosition& p) {
    s(p.lon_raw, 18);
    s(p.lat_raw, 17);
  }
  void dimensions(const Dimensions& d) {
    u(d.to_bow, 9);
    u(d.to_stern, 9);
    u(d.to_port, 6);
    u(d.to_starboard, 6);
  }
  [[nodiscard]] std::size_t bits() const { return bytes_ * 8 + held_; }
  // Zeros up to the next octet.
  void pad_octet() { u(0, (8U - held_) % 8U); }
  // Writes what is pending. False when the message was longer than a payload can be.
  bool finish() {
    const std::size_t total = bits();
    if (total > kPayloadBitsMax) {
      out_.clear();
      return false;
    }
    if (held_ > 0) {
      out_.bytes[bytes_] = static_cast<std::uint8_t>(pending_ << (8U - held_));
    }
    out_.bits = static_cast<std::uint32_t>(total);
    return true;
  }

 private:
  void octet(std::uint8_t value) {
    if (bytes_ < kPayloadBytesMax) {
      out_.bytes[bytes_] = value;
    }
    ++bytes_;
  }

  PackedBits& out_;
  std::uint64_t pending_ = 0;
  unsigned held_ = 0;
  std::size_t bytes_ = 0;
};

// Each writer starts behind type, repeat and MMSI (38 bits) and answers whether the body belongs to the type.
bool write(BitWriter& w, const Message&, const std::monostate&) {
  static_cast<void>(w);
  return false;
}

bool write(BitWriter& w, const Message& message, const PositionA& m) {
  w.u(m.nav_status, 4);
  w.s(m.rot_raw, 8);
  w.u(m.motion.sog_raw, 10);
  w.flag(m.accuracy);
  w.position(m.position);
  w.u(m.motion.cog_raw, 12);
  w.u(m.motion.heading_raw, 9);
  w.u(m.time_stamp.raw, 6);
  w.u(m.maneuver_raw, 2);
  w.u(m.spare, 3);
  w.flag(m.raim);
  w.u(m.radio, 19);
  return message.type >= 1 && message.type <= 3;
}

bool write(BitWriter& w, const Message& message, const BaseStation& m) {
  w.u(m.year_raw, 14);
  w.u(m.month_raw, 4);
  w.u(m.day_raw, 5);
  w.u(m.hour_raw, 5);
  w.u(m.minute_raw, 6);
  w.u(m.second_raw, 6);
  w.flag(m.accuracy);
  w.position(m.position);
  w.u(m.epfd_raw, 4);
  w.flag(m.transmission_control);
  w.u(0, 9);
  w.flag(m.raim);
  w.u(m.radio, 19);
  return message.type == 4 || message.type == 11;
}

bool write(BitWriter& w, const Message& message, const StaticVoyage& m) {
  w.u(m.ais_version, 2);
  w.u(m.imo_raw, 30);
  w.text(m.callsign);
  w.text(m.name);
  w.u(m.ship_type_raw, 8);
  w.dimensions(m.dimensions);
  w.u(m.epfd_raw, 4);
  w.u(m.eta_month_raw, 4);
  w.u(m.eta_day_raw, 5);
  w.u(m.eta_hour_raw, 5);
  w.u(m.eta_minute_raw, 6);
  w.u(m.draught_raw, 8);
  w.text(m.destination);
  w.flag(!m.dte_present || m.dte_raw);
  w.u(0, 1);
  return message.type == 5;
}

bool write(BitWriter& w, const Message& message, const BinaryAddressed& m) {
  w.u(m.sequence, 2);
  w.u(m.destination_mmsi, 30);
  w.flag(m.retransmit);
  w.u(0, 1);
  w.u(m.dac, 10);
  w.u(m.fid, 6);
  w.copy(message.bits(m.data));
  return message.type == 6;
}

bool write(BitWriter& w, const Message& message, const Acknowledge& m) {
  w.u(0, 2);
  for (std::size_t i = 0; i < std::min<std::size_t>(m.count, m.entries.size()); ++i) {
    w.u(m.entries[i].mmsi, 30);
    w.u(m.entries[i].sequence, 2);
  }
  return m.count > 0 && (message.type == 7 || message.type == 13);
}

bool write(BitWriter& w, const Message& message, const BinaryBroadcast& m) {
  w.u(0, 2);
  w.u(m.dac, 10);
  w.u(m.fid, 6);
  w.copy(message.bits(m.data));
  return message.type == 8;
}

bool write(BitWriter& w, const Message& message, const SarAircraft& m) {
  w.u(m.altitude_raw, 12);
  w.u(m.sog_raw, 10);
  w.flag(m.accuracy);
  w.position(m.position);
  w.u(m.cog_raw, 12);
  w.u(m.time_stamp.raw, 6);
  w.u(m.regional, 8);
  w.flag(m.dte_raw);
  w.u(0, 3);
  w.flag(m.assigned);
  w.flag(m.raim);
  w.u(m.radio, 20);
  return message.type == 9;
}

bool write(BitWriter& w, const Message& message, const UtcInquiry& m) {
  w.u(0, 2);
  w.u(m.destination_mmsi, 30);
  w.u(0, 2);
  return message.type == 10;
}

bool write(BitWriter& w, const Message& message, const SafetyAddressed& m) {
  w.u(m.sequence, 2);
  w.u(m.destination_mmsi, 30);
  w.flag(m.retransmit);
  w.u(0, 1);
  w.copy(message.bits(m.text));
  return message.type == 12;
}

bool write(BitWriter& w, const Message& message, const SafetyBroadcast& m) {
  w.u(0, 2);
  w.copy(message.bits(m.text));
  return message.type == 14;
}

bool write(BitWriter& w, const Message& message, const Interrogation& m) {
  w.u(0, 2);
  w.u(m.mmsi1, 30);
  w.u(m.request1_1.type, 6);
  w.u(m.request1_1.slot_offset, 12);
  if (m.count >= 2) {
    w.u(0, 2);
    w.u(m.request1_2.type, 6);
    w.u(m.request1_2.slot_offset, 12);
    w.u(0, 2);
  }
  if (m.count >= 3) {
    w.u(m.mmsi2, 30);
    w.u(m.request2_1.type, 6);
    w.u(m.request2_1.slot_offset, 12);
    w.u(0, 2);
  }
  return message.type == 15;
}

bool write(BitWriter& w, const Message& message, const Assignment& m) {
  w.u(0, 2);
  for (std::size_t i = 0; i < std::min<std::size_t>(m.count, m.entries.size()); ++i) {
    w.u(m.entries[i].mmsi, 30);
    w.u(m.entries[i].offset, 12);
    w.u(m.entries[i].increment, 10);
  }
  w.pad_octet();
  return m.count > 0 && message.type == 16;
}

bool write(BitWriter& w, const Message& message, const DgnssBroadcast& m) {
  w.u(0, 2);
  w.coarse(m.position);
  w.u(0, 5);
  w.copy(message.bits(m.data));
  return message.type == 17;
}

bool write(BitWriter& w, const Message& message, const PositionB& m) {
  w.u(m.reserved, 8);
  w.u(m.motion.sog_raw, 10);
  w.flag(m.accuracy);
  w.position(m.position);
  w.u(m.motion.cog_raw, 12);
  w.u(m.motion.heading_raw, 9);
  w.u(m.time_stamp.raw, 6);
  w.u(m.regional, 2);
  w.flag(m.flags.carrier_sense);
  w.flag(m.flags.display);
  w.flag(m.flags.dsc);
  w.flag(m.flags.whole_band);
  w.flag(m.flags.accepts_message_22);
  w.flag(m.flags.assigned);
  w.flag(m.raim);
  w.u(m.radio, 20);
  return message.type == 18;
}

bool write(BitWriter& w, const Message& message, const PositionBExtended& m) {
  w.u(m.reserved, 8);
  w.u(m.motion.sog_raw, 10);
  w.flag(m.accuracy);
  w.position(m.position);
  w.u(m.motion.cog_raw, 12);
  w.u(m.motion.heading_raw, 9);
  w.u(m.time_stamp.raw, 6);
  w.u(m.regional, 4);
  w.text(m.name);
  w.u(m.ship_type_raw, 8);
  w.dimensions(m.dimensions);
  w.u(m.epfd_raw, 4);
  w.flag(m.raim);
  w.flag(m.dte_raw);
  w.flag(m.assigned);
  w.u(0, 4);
  return message.type == 19;
}

bool write(BitWriter& w, const Message& message, const LinkManagement& m) {
  w.u(0, 2);
  for (std::size_t i = 0; i < std::min<std::size_t>(m.count, m.reservations.size()); ++i) {
    w.u(m.reservations[i].offset, 12);
    w.u(m.reservations[i].number, 4);
    w.u(m.reservations[i].timeout, 3);
    w.u(m.reservations[i].increment, 11);
  }
  w.pad_octet();
  return m.count > 0 && message.type == 20;
}

bool write(BitWriter& w, const Message& message, const AidToNavigation& m) {
  w.u(m.aid_type_raw, 5);
  w.text(m.name);
  w.flag(m.accuracy);
  w.position(m.position);
  w.dimensions(m.dimensions);
  w.u(m.epfd_raw, 4);
  w.u(m.time_stamp.raw, 6);
  w.flag(m.off_position);
  w.u(m.regional, 8);
  w.flag(m.raim);
  w.flag(m.is_virtual);
  w.flag(m.assigned);
  w.u(0, 1);
  w.text(m.name_extension, m.name_extension.size);
  w.pad_octet();
  return message.type == 21;
}

bool write(BitWriter& w, const Message& message, const ChannelManagement& m) {
  w.u(0, 2);
  w.u(m.channel_a, 12);
  w.u(m.channel_b, 12);
  w.u(m.txrx, 4);
  w.flag(m.low_power);
  if (m.addressed) {
    w.u(m.destination1, 30);
    w.u(0, 5);
    w.u(m.destination2, 30);
    w.u(0, 5);
  } else {
    w.coarse(m.north_east);
    w.coarse(m.south_west);
  }
  w.flag(m.addressed);
  w.flag(m.band_a);
  w.flag(m.band_b);
  w.u(m.zone_size, 3);
  w.u(0, 23);
  return message.type == 22;
}

bool write(BitWriter& w, const Message& message, const GroupAssignment& m) {
  w.u(0, 2);
  w.coarse(m.north_east);
  w.coarse(m.south_west);
  w.u(m.station_type, 4);
  w.u(m.ship_type_raw, 8);
  w.u(0, 22);
  w.u(m.txrx, 2);
  w.u(m.interval, 4);
  w.u(m.quiet_minutes, 4);
  w.u(0, 6);
  return message.type == 23;
}

bool write(BitWriter& w, const Message& message, const StaticPartA& m) {
  w.u(0, 2);
  w.text(m.name);
  return message.type == 24;
}

bool write(BitWriter& w, const Message& message, const StaticPartB& m) {
  w.u(1, 2);
  w.u(m.ship_type_raw, 8);
  w.text(m.vendor);
  w.u(m.model, 4);
  w.u(m.serial, 20);
  w.text(m.callsign);
  if (m.is_auxiliary) {
    w.u(m.mothership_mmsi_raw, 30);
  } else {
    w.dimensions(m.dimensions);
  }
  w.u(m.epfd_raw, 4);
  w.u(0, 2);
  return message.type == 24;
}

bool write(BitWriter& w, const Message& message, const SlotBinary& m) {
  w.flag(m.addressed);
  w.flag(m.structured);
  if (m.addressed) {
    w.u(m.destination_mmsi, 30);
  }
  if (m.structured) {
    w.u(m.application, 16);
  }
  w.copy(message.bits(m.data));
  if (message.type == 26) {
    w.u(m.radio, 20);
  }
  return message.type == 25 || message.type == 26;
}

bool write(BitWriter& w, const Message& message, const LongRange& m) {
  w.flag(m.accuracy);
  w.flag(m.raim);
  w.u(m.nav_status, 4);
  w.coarse(m.position);
  w.u(m.sog_raw, 6);
  w.u(m.cog_raw, 9);
  w.flag(m.late);
  w.u(0, 1);
  return message.type == 27;
}

}  // namespace

bool pack_message(const Message& message, PackedBits& out) {
  BitWriter w(out);
  w.u(message.type, 6);
  w.u(message.repeat, 2);
  w.u(message.mmsi, 30);
  const bool belongs = std::visit([&](const auto& body) { return write(w, message, body); }, message.body);
  if (!belongs) {
    out.clear();
    return false;
  }
  return w.finish();
}

void set_safety_text(Message& message, std::string_view text) {
  text = text.substr(0, kSafetyTextMax);
  message.payload.clear();
  for (const char c : text) {
    message.payload.append(six_bit_code(c), 6);
  }
  const BitRange range{0, static_cast<std::uint16_t>(text.size() * 6)};
  if (auto* broadcast = std::get_if<SafetyBroadcast>(&message.body)) {
    broadcast->text = range;
  } else if (auto* addressed = std::get_if<SafetyAddressed>(&message.body)) {
    addressed->text = range;
  }
}

}  // namespace fairlead::decode::ais
