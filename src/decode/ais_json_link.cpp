// SPDX-License-Identifier: Apache-2.0
// JSON members of messages that manage the link or carry texts and corrections (types 7, 10, 12-17, 20, 22, 23).
#include "json_members.hpp"

namespace fairlead::decode::ais::json {
namespace {

void request(JsonWriter& w, const Interrogation::Request& r, std::string_view suffix) {
  if (r.type == 0) {
    return;
  }
  w.literal(",\"type");
  w.piece(suffix);
  w.literal("\":");
  w.number(r.type);
  w.literal(",\"offset");
  w.piece(suffix);
  w.literal("\":");
  w.number(r.slot_offset);
}

}  // namespace

void body(JsonWriter& w, const Acknowledge& m) {
  for (std::uint32_t i = 0; i < m.count; ++i) {
    if (m.entries[i].mmsi == 0) {
      continue;
    }
    w.literal(",\"mmsi");
    w.number(i + 1);
    w.literal("\":");
    w.number(m.entries[i].mmsi);
    w.literal(",\"seqno");
    w.number(i + 1);
    w.literal("\":");
    w.number(m.entries[i].sequence);
  }
}

void body(JsonWriter& w, const UtcInquiry& m) { destination(w, m.destination_mmsi); }

void safety_text(JsonWriter& w, const BitReader& bits) {
  std::array<char, kPayloadBitsMax / 6 + 1> characters;
  std::size_t size = 0;
  for (; bits.has(size * 6, 6); ++size) {
    characters[size] = six_bit_character(bits.u(size * 6, 6));
  }
  const std::string_view text = trimmed_text({characters.data(), size});
  if (!text.empty()) {
    w.key("text");
    w.six_bit(text);
  }
}

void body(JsonWriter& w, const Interrogation& m) {
  w.key("mmsi1");
  w.number(m.mmsi1);
  request(w, m.request1_1, "1_1");
  request(w, m.request1_2, "1_2");
  if (m.mmsi2 != 0) {
    w.key("mmsi2");
    w.number(m.mmsi2);
    request(w, m.request2_1, "2_1");
  }
}

void body(JsonWriter& w, const Assignment& m) {
  for (std::uint32_t i = 0; i < m.count; ++i) {
    if (m.entries[i].mmsi == 0) {
      continue;
    }
    w.literal(",\"mmsi");
    w.number(i + 1);
    w.literal("\":");
    w.number(m.entries[i].mmsi);
    w.literal(",\"offset");
    w.number(i + 1);
    w.literal("\":");
    w.number(m.entries[i].offset);
    w.literal(",\"increment");
    w.number(i + 1);
    w.literal("\":");
    w.number(m.entries[i].increment);
  }
}

void correction(JsonWriter& w, const BitReader& data) {
  if (data.size() >= 40) {
    w.key("dgnss_type");
    w.number(data.u(0, 6));
    w.key("dgnss_station");
    w.number(data.u(6, 10));
    w.key("z_count");
    w.number(data.u(16, 13));
    w.key("dgnss_sequence");
    w.number(data.u(29, 3));
    w.key("dgnss_words");
    w.number(data.u(32, 5));
    w.key("dgnss_health");
    w.number(data.u(37, 3));
  }
  if (!data.empty()) {
    w.key("data");
    w.bits(data);
  }
}

void body(JsonWriter& w, const LinkManagement& m) {
  for (std::uint32_t i = 0; i < m.count; ++i) {
    const auto& r = m.reservations[i];
    if (r.offset == 0 && r.number == 0 && r.timeout == 0 && r.increment == 0) {
      continue;
    }
    w.literal(",\"offset");
    w.number(i + 1);
    w.literal("\":");
    w.number(r.offset);
    w.literal(",\"number");
    w.number(i + 1);
    w.literal("\":");
    w.number(r.number);
    w.literal(",\"timeout");
    w.number(i + 1);
    w.literal("\":");
    w.number(r.timeout);
    w.literal(",\"increment");
    w.number(i + 1);
    w.literal("\":");
    w.number(r.increment);
  }
}

void body(JsonWriter& w, const ChannelManagement& m) {
  w.key("channel_a");
  w.number(m.channel_a);
  w.key("channel_b");
  w.number(m.channel_b);
  w.key("txrx");
  w.number(m.txrx);
  w.key("power");
  w.boolean(m.low_power);
  w.key("addressed");
  w.boolean(m.addressed);
  if (m.addressed) {
    w.key("dest1");
    w.number(m.destination1);
    if (m.destination2 != 0) {
      w.key("dest2");
      w.number(m.destination2);
    }
  } else {
    corners(w, m.north_east, m.south_west);
  }
  w.key("band_a");
  w.boolean(m.band_a);
  w.key("band_b");
  w.boolean(m.band_b);
  w.key("zonesize");
  w.number(m.zone_size);
}

void body(JsonWriter& w, const GroupAssignment& m) {
  corners(w, m.north_east, m.south_west);
  w.key("station_type");
  w.number(m.station_type);
  ship_type(w, m.ship_type_raw);
  w.key("txrx");
  w.number(m.txrx);
  w.key("interval");
  w.number(m.interval);
  w.key("quiet");
  w.number(m.quiet_minutes);
}

}  // namespace fairlead::decode::ais::json
