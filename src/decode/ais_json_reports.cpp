// SPDX-License-Identifier: Apache-2.0
// JSON members of reports: who and where somebody is (types 1-5, 9, 11, 18, 19, 21, 24, 27).
#include <cmath>

#include "json_members.hpp"

namespace fairlead::decode::ais::json {
namespace {

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
      w.key("rot");
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
    w.key("eta_month");
    w.number(m.eta_month_raw);
  }
  if (m.eta_day()) {
    w.key("eta_day");
    w.number(m.eta_day_raw);
  }
  if (m.eta_hour()) {
    w.key("eta_hour");
    w.number(m.eta_hour_raw);
  }
  if (m.eta_minute()) {
    w.key("eta_minute");
    w.number(m.eta_minute_raw);
  }
}

void class_b_flags(JsonWriter& w, const ClassBFlags& f) {
  w.key("cs");
  w.boolean(f.carrier_sense);
  w.key("display");
  w.boolean(f.display);
  w.key("dsc");
  w.boolean(f.dsc);
  w.key("band");
  w.boolean(f.whole_band);
  w.key("msg22");
  w.boolean(f.accepts_message_22);
  w.key("assigned");
  w.boolean(f.assigned);
}

}  // namespace

void body(JsonWriter& w, const PositionA& m) {
  static const std::array<TurnText, 256>& turns = turn_texts();
  w.key("nav_status");
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
    w.key("maneuver");
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
      w.key("year");
      w.number(m.year_raw);
    }
    if (m.month()) {
      w.key("month");
      w.number(m.month_raw);
    }
    if (m.day()) {
      w.key("day");
      w.number(m.day_raw);
    }
    if (m.hour()) {
      w.key("hour");
      w.number(m.hour_raw);
    }
    if (m.minute()) {
      w.key("minute");
      w.number(m.minute_raw);
    }
    if (m.second()) {
      w.key("second");
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

void body(JsonWriter& w, const StaticVoyage& m) {
  w.key("ais_version");
  w.number(m.ais_version);
  if (const auto imo = m.imo()) {
    w.key("imo");
    w.number(*imo);
  }
  callsign(w, m.callsign);
  name(w, m.name);
  ship_type(w, m.ship_type_raw);
  dimensions(w, m.dimensions);
  epfd(w, m.epfd());
  eta(w, m);
  if (const auto draught = m.draught()) {
    w.key("draught");
    w.tenths(*draught);
  }
  if (const auto destination = m.destination.value()) {
    w.key("destination");
    w.six_bit(*destination);
  }
  if (m.dte_present) {
    w.key("dte");
    w.number(m.dte_raw ? 1 : 0);
  }
}

void body(JsonWriter& w, const SarAircraft& m) {
  if (const auto altitude = m.altitude()) {
    w.key("altitude");
    w.number(*altitude);
  }
  if (m.sog_saturated()) {
    w.literal(",\"sog\":\"1022 or higher (raw 1022)\"");
  } else if (const auto sog = m.sog()) {
    w.key("sog");
    w.number(*sog);
  }
  accuracy(w, m.accuracy);
  position(w, m.position);
  course(w, m.cog());
  second(w, m.time_stamp);
  w.key("regional");
  w.number(m.regional);
  w.key("dte");
  w.number(m.dte_raw ? 1 : 0);
  w.key("assigned");
  w.boolean(m.assigned);
  raim(w, m.raim);
  radio(w, m.radio, m.radio_complete);
}

void body(JsonWriter& w, const PositionB& m) {
  w.key("reserved");
  w.number(m.reserved);
  speed(w, m.motion);
  accuracy(w, m.accuracy);
  position(w, m.position);
  course(w, m.motion.cog());
  heading(w, m.motion);
  second(w, m.time_stamp);
  w.key("regional");
  w.number(m.regional);
  class_b_flags(w, m.flags);
  raim(w, m.raim);
  radio(w, m.radio, m.radio_complete);
}

void body(JsonWriter& w, const PositionBExtended& m) {
  w.key("reserved");
  w.number(m.reserved);
  speed(w, m.motion);
  accuracy(w, m.accuracy);
  position(w, m.position);
  course(w, m.motion.cog());
  heading(w, m.motion);
  second(w, m.time_stamp);
  w.key("regional");
  w.number(m.regional);
  name(w, m.name);
  ship_type(w, m.ship_type_raw);
  dimensions(w, m.dimensions);
  epfd(w, m.epfd());
  raim(w, m.raim);
  w.key("dte");
  w.number(m.dte_raw ? 1 : 0);
  w.key("assigned");
  w.boolean(m.assigned);
}

void body(JsonWriter& w, const AidToNavigation& m) {
  if (const auto kind = m.aid_type()) {
    w.key("aid_type");
    w.number(*kind);
  }
  std::array<char, 34> whole;
  std::memcpy(whole.data(), m.name.characters.data(), 20);
  std::memcpy(whole.data() + 20, m.name_extension.characters.data(), 14);
  const std::string_view text = trimmed_text({whole.data(), std::size_t{20} + m.name_extension.size});
  if (!text.empty()) {
    w.key("name");
    w.six_bit(text);
  }
  accuracy(w, m.accuracy);
  position(w, m.position);
  dimensions(w, m.dimensions);
  epfd(w, m.epfd());
  second(w, m.time_stamp);
  w.key("off_position");
  w.boolean(m.off_position);
  w.key("regional");
  w.number(m.regional);
  if (m.flags_present) {
    raim(w, m.raim);
    w.key("virtual");
    w.boolean(m.is_virtual);
    w.key("assigned");
    w.boolean(m.assigned);
  }
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
    w.key("vendor");
    w.six_bit(*vendor);
  }
  if (vendor || m.model != 0 || m.serial != 0) {
    w.key("model");
    w.number(m.model);
    w.key("serial");
    w.number(m.serial);
  }
  callsign(w, m.callsign);
  if (m.is_auxiliary) {
    if (const auto mother = m.mothership_mmsi()) {
      w.key("mothership_mmsi");
      w.number(*mother);
    }
  } else {
    dimensions(w, m.dimensions);
  }
  epfd(w, m.epfd());
}

void body(JsonWriter& w, const LongRange& m) {
  w.key("nav_status");
  w.number(m.nav_status);
  accuracy(w, m.accuracy);
  position(w, m.position);
  if (const auto sog = m.sog()) {
    w.key("sog");
    w.number(*sog);
  }
  if (const auto cog = m.cog()) {
    w.key("cog");
    w.number(*cog);
  }
  raim(w, m.raim);
  w.key("position_latency");
  w.boolean(m.late);
}

}  // namespace fairlead::decode::ais::json
