// SPDX-License-Identifier: Apache-2.0
// AIS messages as lines of JSON.
#include <cmath>

#include "decode/ais/application.hpp"
#include "decode/ais/json.hpp"
#include "json_writer.hpp"

namespace fairlead::decode::ais {
namespace {

// Members begin with their comma; the object's first is always `type`.
#define FL_KEY(name) w.literal(",\"" name "\":")

void position(JsonWriter& w, const RawPosition& p) {
  if (const auto lon = p.lon()) {
    FL_KEY("lon");
    w.degrees(*lon);
  }
  if (const auto lat = p.lat()) {
    FL_KEY("lat");
    w.degrees(*lat);
  }
}

// A tenth of a minute is 1,000 of the fine units.
void position(JsonWriter& w, const CoarsePosition& p) { position(w, RawPosition{p.lon_raw * 1000, p.lat_raw * 1000}); }

void corners(JsonWriter& w, const CoarsePosition& north_east, const CoarsePosition& south_west) {
  if (const auto v = north_east.lon()) {
    FL_KEY("ne_lon");
    w.degrees(*v * 1000);
  }
  if (const auto v = north_east.lat()) {
    FL_KEY("ne_lat");
    w.degrees(*v * 1000);
  }
  if (const auto v = south_west.lon()) {
    FL_KEY("sw_lon");
    w.degrees(*v * 1000);
  }
  if (const auto v = south_west.lat()) {
    FL_KEY("sw_lat");
    w.degrees(*v * 1000);
  }
}

void speed(JsonWriter& w, const Motion& m) {
  if (m.sog_saturated()) [[unlikely]] {
    w.literal(",\"sog\":\"102.2 or higher (raw 1022)\"");
  } else if (const auto sog = m.sog()) {
    FL_KEY("sog");
    w.tenths(*sog);
  }
}

void course(JsonWriter& w, std::optional<std::uint16_t> cog) {
  if (cog) {
    FL_KEY("cog");
    w.tenths(*cog);
  }
}

void heading(JsonWriter& w, const Motion& m) {
  if (const auto value = m.heading()) {
    FL_KEY("heading");
    w.number(*value);
  }
}

void accuracy(JsonWriter& w, bool value) {
  FL_KEY("accuracy");
  w.boolean(value);
}

void raim(JsonWriter& w, bool value) {
  FL_KEY("raim");
  w.boolean(value);
}

void second(JsonWriter& w, TimeStamp stamp) {
  if (const auto value = stamp.second()) [[likely]] {
    FL_KEY("second");
    w.number(*value);
    return;
  }
  switch (stamp.mode()) {
    case TimeStampMode::kManual:
      w.literal(",\"second\":61,\"position_mode\":\"manual\"");
      break;
    case TimeStampMode::kDeadReckoning:
      w.literal(",\"second\":62,\"position_mode\":\"dead reckoning\"");
      break;
    case TimeStampMode::kInoperative:
      w.literal(",\"second\":63,\"position_mode\":\"inoperative\"");
      break;
    case TimeStampMode::kSecond:
    case TimeStampMode::kNotAvailable:
      break;
  }
}

void radio(JsonWriter& w, std::uint32_t value, bool complete) {
  if (complete) {
    FL_KEY("radio");
    w.number(value);
  }
}

void dimensions(JsonWriter& w, const Dimensions& d) {
  if (d.length()) {
    FL_KEY("to_bow");
    w.number(d.to_bow);
    FL_KEY("to_stern");
    w.number(d.to_stern);
  }
  if (d.beam()) {
    FL_KEY("to_port");
    w.number(d.to_port);
    FL_KEY("to_starboard");
    w.number(d.to_starboard);
  }
}

void epfd(JsonWriter& w, std::optional<std::uint8_t> value) {
  if (value) {
    FL_KEY("epfd");
    w.number(*value);
  }
}

void ship_type(JsonWriter& w, std::uint8_t raw) {
  if (raw != 0) {
    FL_KEY("ship_type");
    w.number(raw);
  }
}

template <std::size_t N>
void callsign(JsonWriter& w, const SixBitText<N>& text) {
  if (const auto value = text.value()) {
    FL_KEY("callsign");
    w.six_bit(*value);
  }
}

template <std::size_t N>
void name(JsonWriter& w, const SixBitText<N>& text) {
  if (const auto value = text.value()) {
    FL_KEY("name");
    w.six_bit(*value);
  }
}

void two_digits(JsonWriter& w, std::uint32_t value) { w.digits(value, 2); }

// Rates of turn in degrees a minute as text, by the raw value + 128.
struct TurnText {
  std::array<char, 63> text;
  std::uint8_t size = 0;
};
const std::array<TurnText, 256>& turn_texts() {
  static const std::array<TurnText, 256> texts = [] {
    std::array<TurnText, 256> all{};
    for (int raw = -127; raw <= 127; ++raw) {
      JsonWriter w;
      FL_KEY("rot");
      if (raw == 127) {
        w.text("right faster than 5 deg/30 s (raw 127)");
      } else if (raw == -127) {
        w.text("left faster than 5 deg/30 s (raw -127)");
      } else {
        const double rate = (raw / 4.733) * (raw / 4.733);
        const auto thousandths = static_cast<std::uint32_t>(std::lround(rate * 1000));
        if (raw < 0) {
          w.character('-');
        }
        w.number(thousandths / 1000);
        if (thousandths % 1000 != 0) {
          w.character('.');
          w.digits(thousandths % 1000, 3);
        }
      }
      auto& entry = all[static_cast<std::size_t>(raw + 128)];
      entry.size = static_cast<std::uint8_t>(w.view().copy(entry.text.data(), entry.text.size()));
    }
    return all;
  }();
  return texts;
}

void body(JsonWriter& w, const PositionA& m) {
  static const std::array<TurnText, 256>& turns = turn_texts();
  FL_KEY("nav_status");
  w.number(m.nav_status);
  const TurnText& turn = turns[static_cast<std::size_t>(m.rot_raw + 128)];
  w.piece({turn.text.data(), turn.size});
  speed(w, m.motion);
  accuracy(w, m.accuracy);
  position(w, m.position);
  course(w, m.motion.cog());
  heading(w, m.motion);
  second(w, m.time_stamp);
  if (m.maneuver()) {
    FL_KEY("maneuver");
    w.number(m.maneuver_raw);
  }
  raim(w, m.raim);
  radio(w, m.radio, m.radio_complete);
}

void body(JsonWriter& w, const BaseStation& m) {
  const bool whole = m.year() && m.month() && m.day() && m.hour() && m.minute() && m.second();
  if (whole) {
    w.literal(",\"timestamp\":\"");
    w.digits(m.year_raw, 4);
    w.character('-');
    two_digits(w, m.month_raw);
    w.character('-');
    two_digits(w, m.day_raw);
    w.character('T');
    two_digits(w, m.hour_raw);
    w.character(':');
    two_digits(w, m.minute_raw);
    w.character(':');
    two_digits(w, m.second_raw);
    w.literal("Z\"");
  } else {
    if (m.year()) {
      FL_KEY("year");
      w.number(m.year_raw);
    }
    if (m.month()) {
      FL_KEY("month");
      w.number(m.month_raw);
    }
    if (m.day()) {
      FL_KEY("day");
      w.number(m.day_raw);
    }
    if (m.hour()) {
      FL_KEY("hour");
      w.number(m.hour_raw);
    }
    if (m.minute()) {
      FL_KEY("minute");
      w.number(m.minute_raw);
    }
    if (m.second()) {
      FL_KEY("second");
      w.number(m.second_raw);
    }
  }
  accuracy(w, m.accuracy);
  position(w, m.position);
  epfd(w, m.epfd());
  if (m.transmission_control) {
    w.literal(",\"transmission_control\":true");
  }
  raim(w, m.raim);
  radio(w, m.radio, m.radio_complete);
}

void eta(JsonWriter& w, const StaticVoyage& m) {
  if (m.eta_month() && m.eta_day() && m.eta_hour() && m.eta_minute()) {
    w.literal(",\"eta\":\"");
    two_digits(w, m.eta_month_raw);
    w.character('-');
    two_digits(w, m.eta_day_raw);
    w.character(' ');
    two_digits(w, m.eta_hour_raw);
    w.character(':');
    two_digits(w, m.eta_minute_raw);
    w.character('"');
    return;
  }
  if (m.eta_month()) {
    FL_KEY("eta_month");
    w.number(m.eta_month_raw);
  }
  if (m.eta_day()) {
    FL_KEY("eta_day");
    w.number(m.eta_day_raw);
  }
  if (m.eta_hour()) {
    FL_KEY("eta_hour");
    w.number(m.eta_hour_raw);
  }
  if (m.eta_minute()) {
    FL_KEY("eta_minute");
    w.number(m.eta_minute_raw);
  }
}

void body(JsonWriter& w, const StaticVoyage& m) {
  FL_KEY("ais_version");
  w.number(m.ais_version);
  if (const auto imo = m.imo()) {
    FL_KEY("imo");
    w.number(*imo);
  }
  callsign(w, m.callsign);
  name(w, m.name);
  ship_type(w, m.ship_type_raw);
  dimensions(w, m.dimensions);
  epfd(w, m.epfd());
  eta(w, m);
  if (const auto draught = m.draught()) {
    FL_KEY("draught");
    w.tenths(*draught);
  }
  if (const auto destination = m.destination.value()) {
    FL_KEY("destination");
    w.six_bit(*destination);
  }
  if (m.dte_present) {
    FL_KEY("dte");
    w.number(m.dte_raw ? 1 : 0);
  }
}

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

void body(JsonWriter& w, const SarAircraft& m) {
  if (const auto altitude = m.altitude()) {
    FL_KEY("altitude");
    w.number(*altitude);
  }
  if (m.sog_saturated()) {
    w.literal(",\"sog\":\"1022 or higher (raw 1022)\"");
  } else if (const auto sog = m.sog()) {
    FL_KEY("sog");
    w.number(*sog);
  }
  accuracy(w, m.accuracy);
  position(w, m.position);
  course(w, m.cog());
  second(w, m.time_stamp);
  FL_KEY("regional");
  w.number(m.regional);
  FL_KEY("dte");
  w.number(m.dte_raw ? 1 : 0);
  FL_KEY("assigned");
  w.boolean(m.assigned);
  raim(w, m.raim);
  radio(w, m.radio, m.radio_complete);
}

void destination(JsonWriter& w, std::uint32_t mmsi) {
  FL_KEY("dest_mmsi");
  w.number(mmsi);
}

void addressed_head(JsonWriter& w, std::uint8_t sequence, std::uint32_t mmsi, bool retransmit) {
  FL_KEY("seqno");
  w.number(sequence);
  destination(w, mmsi);
  FL_KEY("retransmit");
  w.boolean(retransmit);
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
    FL_KEY("text");
    w.six_bit(text);
  }
}

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

void body(JsonWriter& w, const Interrogation& m) {
  FL_KEY("mmsi1");
  w.number(m.mmsi1);
  request(w, m.request1_1, "1_1");
  request(w, m.request1_2, "1_2");
  if (m.mmsi2 != 0) {
    FL_KEY("mmsi2");
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
    FL_KEY("dgnss_type");
    w.number(data.u(0, 6));
    FL_KEY("dgnss_station");
    w.number(data.u(6, 10));
    FL_KEY("z_count");
    w.number(data.u(16, 13));
    FL_KEY("dgnss_sequence");
    w.number(data.u(29, 3));
    FL_KEY("dgnss_words");
    w.number(data.u(32, 5));
    FL_KEY("dgnss_health");
    w.number(data.u(37, 3));
  }
  if (!data.empty()) {
    FL_KEY("data");
    w.bits(data);
  }
}

void class_b_flags(JsonWriter& w, const ClassBFlags& f) {
  FL_KEY("cs");
  w.boolean(f.carrier_sense);
  FL_KEY("display");
  w.boolean(f.display);
  FL_KEY("dsc");
  w.boolean(f.dsc);
  FL_KEY("band");
  w.boolean(f.whole_band);
  FL_KEY("msg22");
  w.boolean(f.accepts_message_22);
  FL_KEY("assigned");
  w.boolean(f.assigned);
}

void body(JsonWriter& w, const PositionB& m) {
  FL_KEY("reserved");
  w.number(m.reserved);
  speed(w, m.motion);
  accuracy(w, m.accuracy);
  position(w, m.position);
  course(w, m.motion.cog());
  heading(w, m.motion);
  second(w, m.time_stamp);
  FL_KEY("regional");
  w.number(m.regional);
  class_b_flags(w, m.flags);
  raim(w, m.raim);
  radio(w, m.radio, m.radio_complete);
}

void body(JsonWriter& w, const PositionBExtended& m) {
  FL_KEY("reserved");
  w.number(m.reserved);
  speed(w, m.motion);
  accuracy(w, m.accuracy);
  position(w, m.position);
  course(w, m.motion.cog());
  heading(w, m.motion);
  second(w, m.time_stamp);
  FL_KEY("regional");
  w.number(m.regional);
  name(w, m.name);
  ship_type(w, m.ship_type_raw);
  dimensions(w, m.dimensions);
  epfd(w, m.epfd());
  raim(w, m.raim);
  FL_KEY("dte");
  w.number(m.dte_raw ? 1 : 0);
  FL_KEY("assigned");
  w.boolean(m.assigned);
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

void body(JsonWriter& w, const AidToNavigation& m) {
  if (const auto kind = m.aid_type()) {
    FL_KEY("aid_type");
    w.number(*kind);
  }
  std::array<char, 34> whole;
  std::memcpy(whole.data(), m.name.characters.data(), 20);
  std::memcpy(whole.data() + 20, m.name_extension.characters.data(), 14);
  const std::string_view text = trimmed_text({whole.data(), std::size_t{20} + m.name_extension.size});
  if (!text.empty()) {
    FL_KEY("name");
    w.six_bit(text);
  }
  accuracy(w, m.accuracy);
  position(w, m.position);
  dimensions(w, m.dimensions);
  epfd(w, m.epfd());
  second(w, m.time_stamp);
  FL_KEY("off_position");
  w.boolean(m.off_position);
  FL_KEY("regional");
  w.number(m.regional);
  if (m.flags_present) {
    raim(w, m.raim);
    FL_KEY("virtual");
    w.boolean(m.is_virtual);
    FL_KEY("assigned");
    w.boolean(m.assigned);
  }
}

void body(JsonWriter& w, const ChannelManagement& m) {
  FL_KEY("channel_a");
  w.number(m.channel_a);
  FL_KEY("channel_b");
  w.number(m.channel_b);
  FL_KEY("txrx");
  w.number(m.txrx);
  FL_KEY("power");
  w.boolean(m.low_power);
  FL_KEY("addressed");
  w.boolean(m.addressed);
  if (m.addressed) {
    FL_KEY("dest1");
    w.number(m.destination1);
    if (m.destination2 != 0) {
      FL_KEY("dest2");
      w.number(m.destination2);
    }
  } else {
    corners(w, m.north_east, m.south_west);
  }
  FL_KEY("band_a");
  w.boolean(m.band_a);
  FL_KEY("band_b");
  w.boolean(m.band_b);
  FL_KEY("zonesize");
  w.number(m.zone_size);
}

void body(JsonWriter& w, const GroupAssignment& m) {
  corners(w, m.north_east, m.south_west);
  FL_KEY("station_type");
  w.number(m.station_type);
  ship_type(w, m.ship_type_raw);
  FL_KEY("txrx");
  w.number(m.txrx);
  FL_KEY("interval");
  w.number(m.interval);
  FL_KEY("quiet");
  w.number(m.quiet_minutes);
}

void body(JsonWriter& w, const StaticPartA& m) {
  w.literal(",\"part\":\"A\"");
  name(w, m.name);
}

void body(JsonWriter& w, const StaticPartB& m) {
  w.literal(",\"part\":\"B\"");
  ship_type(w, m.ship_type_raw);
  const auto vendor = m.vendor.value();
  if (vendor) {
    FL_KEY("vendor");
    w.six_bit(*vendor);
  }
  if (vendor || m.model != 0 || m.serial != 0) {
    FL_KEY("model");
    w.number(m.model);
    FL_KEY("serial");
    w.number(m.serial);
  }
  callsign(w, m.callsign);
  if (m.is_auxiliary) {
    if (const auto mother = m.mothership_mmsi()) {
      FL_KEY("mothership_mmsi");
      w.number(*mother);
    }
  } else {
    dimensions(w, m.dimensions);
  }
  epfd(w, m.epfd());
}

void body(JsonWriter& w, const LongRange& m) {
  FL_KEY("nav_status");
  w.number(m.nav_status);
  accuracy(w, m.accuracy);
  position(w, m.position);
  if (const auto sog = m.sog()) {
    FL_KEY("sog");
    w.number(*sog);
  }
  if (const auto cog = m.cog()) {
    FL_KEY("cog");
    w.number(*cog);
  }
  raim(w, m.raim);
  FL_KEY("position_latency");
  w.boolean(m.late);
}

void seconds_from_ms(JsonWriter& w, std::int64_t ms) {
  if (ms < 0) {
    w.character('-');
    ms = -ms;
  }
  w.number64(ms / 1000);
  if (ms % 1000 != 0) {
    w.character('.');
    w.digits(static_cast<std::uint32_t>(ms % 1000), 3);
  }
}

void context(JsonWriter& w, const SentenceContext& c, const TagDetails& tags) {
  if (c.channel != '\0') {
    FL_KEY("channel");
    w.text({&c.channel, 1});
  }
  if (c.own_ship) {
    w.literal(",\"own_ship\":true");
  }
  if (c.talker != std::array<char, 2>{'A', 'I'}) {
    FL_KEY("talker");
    w.text({c.talker.data(), 2});
  }
  if (c.station.size != 0) {
    FL_KEY("station");
    w.text(c.station.view());
  }
  if (c.tag_time_ms != kNoTime) {
    FL_KEY("tag_time");
    seconds_from_ms(w, c.tag_time_ms);
  }
  if (c.trailer_time_ms != kNoTime) {
    FL_KEY("trailer_time");
    seconds_from_ms(w, c.trailer_time_ms);
  }
  if (c.line_time_ns != kNoTime) {
    FL_KEY("line_time");
    w.number64(c.line_time_ns / 1'000'000'000);
    if (const auto ns = static_cast<std::uint32_t>(c.line_time_ns % 1'000'000'000); ns != 0) {
      w.character('.');
      w.digits(ns, 9);
      w.trim_zeros();
    }
  }
  if (!tags.present) {
    return;
  }
  if (tags.destination.size != 0) {
    FL_KEY("tag_destination");
    w.text(tags.destination.view());
  }
  if (tags.text.size != 0) {
    FL_KEY("tag_text");
    w.text(tags.text.view());
  }
  if (tags.line_count != 0) {
    FL_KEY("tag_line");
    w.number(tags.line_count);
  }
  if (tags.relative_time != 0) {
    FL_KEY("tag_relative_time");
    w.number(tags.relative_time);
  }
  if (tags.group_id != 0) {
    FL_KEY("tag_group");
    w.number(tags.group_id);
  }
}

void application_head(JsonWriter& w, std::uint16_t dac, std::uint8_t fid) {
  FL_KEY("dac");
  w.number(dac);
  FL_KEY("fid");
  w.number(fid);
}

void data_member(JsonWriter& w, const BitReader& data) {
  if (!data.empty()) {
    FL_KEY("data");
    w.bits(data);
  }
}

void slot_binary(JsonWriter& w, const SlotBinary& m, const Message& message) {
  FL_KEY("addressed");
  w.boolean(m.addressed);
  FL_KEY("structured");
  w.boolean(m.structured);
  if (m.addressed) {
    destination(w, m.destination_mmsi);
  }
  if (m.structured) {
    application_head(w, m.dac(), m.fid());
  }
  data_member(w, message.bits(m.data));
  if (message.type == 26) {
    radio(w, m.radio, true);
  }
}

// Types 6 and 8: the members of a known application are written by the application's own code.
void append_application(std::string& out, JsonWriter& w, const Message& message, std::uint16_t dac, std::uint8_t fid,
                        BitRange range) {
  application_head(w, dac, fid);
  const BitReader data = message.bits(range);
  out.append(w.view());
  JsonWriter rest;
  if (!append_application_json(out, dac, fid, data, message.type == 6)) {
    data_member(rest, data);
  }
  context(rest, message.context, message.tags);
  rest.character('}');
  out.append(rest.view());
}

#undef FL_KEY

}  // namespace

void append_json(std::string& out, const Message& message) {
  JsonWriter w;
  w.literal("{\"type\":");
  w.number(message.type);
  w.literal(",\"mmsi\":");
  w.number(message.mmsi);
  w.literal(",\"repeat\":");
  w.character(static_cast<char>('0' + message.repeat));
  switch (message.type) {
    case 1:
    case 2:
    case 3:
      body(w, std::get<PositionA>(message.body));
      break;
    case 4:
    case 11:
      body(w, std::get<BaseStation>(message.body));
      break;
    case 5:
      body(w, std::get<StaticVoyage>(message.body));
      break;
    case 6: {
      const auto& m = std::get<BinaryAddressed>(message.body);
      addressed_head(w, m.sequence, m.destination_mmsi, m.retransmit);
      append_application(out, w, message, m.dac, m.fid, m.data);
      return;
    }
    case 7:
    case 13:
      body(w, std::get<Acknowledge>(message.body));
      break;
    case 8: {
      const auto& m = std::get<BinaryBroadcast>(message.body);
      append_application(out, w, message, m.dac, m.fid, m.data);
      return;
    }
    case 9:
      body(w, std::get<SarAircraft>(message.body));
      break;
    case 10:
      body(w, std::get<UtcInquiry>(message.body));
      break;
    case 12: {
      const auto& m = std::get<SafetyAddressed>(message.body);
      addressed_head(w, m.sequence, m.destination_mmsi, m.retransmit);
      safety_text(w, message.bits(m.text));
      break;
    }
    case 14:
      safety_text(w, message.bits(std::get<SafetyBroadcast>(message.body).text));
      break;
    case 15:
      body(w, std::get<Interrogation>(message.body));
      break;
    case 16:
      body(w, std::get<Assignment>(message.body));
      break;
    case 17: {
      const auto& m = std::get<DgnssBroadcast>(message.body);
      position(w, m.position);
      correction(w, message.bits(m.data));
      break;
    }
    case 18:
      body(w, std::get<PositionB>(message.body));
      break;
    case 19:
      body(w, std::get<PositionBExtended>(message.body));
      break;
    case 20:
      body(w, std::get<LinkManagement>(message.body));
      break;
    case 21:
      body(w, std::get<AidToNavigation>(message.body));
      break;
    case 22:
      body(w, std::get<ChannelManagement>(message.body));
      break;
    case 23:
      body(w, std::get<GroupAssignment>(message.body));
      break;
    case 24:
      if (const auto* a = std::get_if<StaticPartA>(&message.body)) {
        body(w, *a);
      } else {
        body(w, std::get<StaticPartB>(message.body));
      }
      break;
    case 27:
      body(w, std::get<LongRange>(message.body));
      break;
    default:
      slot_binary(w, std::get<SlotBinary>(message.body), message);
      break;
  }
  context(w, message.context, message.tags);
  w.character('}');
  out.append(w.view());
}

}  // namespace fairlead::decode::ais
