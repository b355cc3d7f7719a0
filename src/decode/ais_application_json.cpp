// SPDX-License-Identifier: Apache-2.0
// Application payloads as JSON members; docs/reference/formats/ais-application.md lists them.
//
// The weather and water forms are in ais_application_weather_json.cpp. Threads: pure functions.
#include "application_json_fields.hpp"
#include "application_json_writer.hpp"
#include "application_words.hpp"
#include "decode/ais/application.hpp"

namespace fairlead::decode::ais {
namespace {

void write(ApplicationJson& j, const AreaNotice& v) {
  j.add("linkage", v.linkage);
  j.add_word("notice", "notice_text", v.notice, area_notice_word);
  j.add_time("start", "start_", v.start);
  j.add("duration", v.duration);
  j.add_array("areas", v.areas, [&j](const SubArea& a) {
    j.add_word("shape", "shape_text", a.shape, area_shape_word);
    j.add_place(a.place);
    j.add("precision", a.precision);
    j.add("radius", a.radius);
    j.add("east", a.east);
    j.add("north", a.north);
    j.add("orientation", a.orientation);
    j.add("left", a.left);
    j.add("right", a.right);
    if (!a.legs.empty()) {
      j.add_array(a.shape == static_cast<int>(AreaShape::polygon) ? "vertices" : "waypoints", a.legs,
                  [&j](const AreaLeg& leg) {
                    j.add("bearing", leg.bearing);
                    j.add("distance", leg.distance);
                  });
    }
    j.add("text", a.text);
  });
}

void write(ApplicationJson& j, const RouteInformation& v) {
  j.add("linkage", v.linkage);
  j.add("sender", v.sender);
  j.add_word("rtype", "rtype_text", v.rtype, route_type_word);
  j.add_time("start", "start_", v.start);
  j.add("duration", v.duration);
  j.add_array("waypoints", v.waypoints, [&j](const std::optional<ApplicationPlace>& p) { j.add_place(p); });
}

void write(ApplicationJson& j, const TextDescription& v) {
  j.add("linkage", v.linkage);
  j.add("text", v.text);
}

void write(ApplicationJson& j, const TextTelegram& v) {
  j.add("ack_required", v.ack_required);
  j.add("sequence", v.sequence);
  j.add("text", v.text);
}

void write(ApplicationJson& j, const SyntheticTargets& v) {
  static constexpr std::string_view kNames[] = {"mmsi", "imo", "callsign", "other"};
  j.add_array("targets", v.targets, [&j](const SyntheticTarget& t) {
    const std::string_view name = kNames[t.idtype & 3];
    j.add("idtype", t.idtype);
    j.add("idtype_text", name);
    if (t.idtype < 2) {
      j.add(name, t.number);
    } else {
      j.add(name, t.name);
    }
    j.add_place(t.place);
    j.add("course", t.course);
    j.add("second", t.second);
    j.add("speed", t.speed);
  });
}

void write(ApplicationJson& j, const TrafficSignal& v) {
  j.add("linkage", v.linkage);
  j.add("station", v.station);
  j.add_place(v.place);
  j.add("status", v.status);
  j.add_word("signal", "signal_text", v.signal, traffic_signal_word);
  j.add("hour", v.hour);
  j.add("minute", v.minute);
  j.add_word("nextsignal", "nextsignal_text", v.nextsignal, traffic_signal_word);
}

void write(ApplicationJson& j, const FairwayClosed& v) {
  j.add("reason", v.reason);
  j.add("closefrom", v.closefrom);
  j.add("closeto", v.closeto);
  j.add("radius", v.radius);
  j.add("extunit", v.extunit);
  j.add_time("from", "from_", v.from);
  j.add_time("to", "to_", v.to);
}

void write(ApplicationJson& j, const TidalWindow& v) {
  j.add("month", v.month);
  j.add("day", v.day);
  j.add_array("tidals", v.tidals, [&j](const TidalPoint& t) {
    j.add_place(t.place);
    j.add("from_hour", t.from_hour);
    j.add("from_min", t.from_min);
    j.add("to_hour", t.to_hour);
    j.add("to_min", t.to_min);
    j.add("cdir", t.cdir);
    j.add("cspeed", t.cspeed);
  });
}

void write(ApplicationJson& j, const ClearanceTime& v) {
  j.add("linkage", v.linkage);
  j.add_time("arrival", "arrival_", v.arrival);
  j.add("portname", v.portname);
  j.add("destination", v.destination);
  j.add_place(v.place);
}

void write(ApplicationJson& j, const BerthingData& v) {
  j.add("linkage", v.linkage);
  j.add("berth_length", v.berth_length);
  j.add("berth_depth", v.berth_depth);
  j.add_word("position", "position_text", v.position, mooring_word);
  j.add_time("arrival", "arrival_", v.arrival);
  j.add("availability", v.availability);
  if (v.availability) {
    for (std::size_t i = 0; i < v.services.size(); ++i) {
      j.add(kBerthServices[i], static_cast<int>(v.services[i]));
    }
  }
  j.add("berth_name", v.berth_name);
  j.add_place("berth_lon", "berth_lat", v.place);
}

void write(ApplicationJson& j, const ExtendedShipStatic& v) {
  j.add("linkage", v.linkage);
  j.add("airdraught", v.airdraught);
  j.add("lastport", v.lastport);
  j.add("nextport", v.nextport);
  j.add("secondport", v.secondport);
  for (std::size_t i = 0; i < v.equipment.size(); ++i) {
    if (v.equipment[i] != 0) {
      j.add(kShipEquipment[i], static_cast<int>(v.equipment[i]));
    }
  }
  j.add("iceclass", v.iceclass);
  j.add("horsepower", v.horsepower);
  j.add("vhfchan", v.vhfchan);
  j.add("lshiptype", v.lshiptype);
  j.add("tonnage", v.tonnage);
  j.add("lading", v.lading);
  j.add("heavyoil", v.heavyoil);
  j.add("lightoil", v.lightoil);
  j.add("dieseloil", v.dieseloil);
  j.add("totaloil", v.totaloil);
  j.add("persons", v.persons);
}

void write(ApplicationJson& j, const DangerousCargo& v) {
  j.add("lastport", v.lastport);
  j.add_time("departure", "departure_", v.departure);
  j.add("nextport", v.nextport);
  j.add_time("eta", "eta_", v.eta);
  j.add("dangerous", v.dangerous);
  j.add("imdcat", v.imdcat);
  j.add("unid", v.unid);
  j.add("amount", v.amount);
  j.add("unit", v.unit);
}

void write(ApplicationJson& j, const DangerousCargoList& v) {
  j.add("unit", v.unit);
  j.add("amount", v.amount);
  j.add_array("cargos", v.cargos, [&j](const CargoItem& item) {
    j.add("code", item.code);
    j.add("subtype", item.subtype);
    j.add("imdg", item.imdg);
    j.add("un", item.un);
    j.add("bc", item.bc);
    j.add("marpol_oil", item.marpol_oil);
    j.add("marpol_cat", item.marpol_cat);
  });
}

void write(ApplicationJson& j, const AirDraught& v) { j.add("airdraught", v.airdraught); }
void write(ApplicationJson& j, const PersonsAboard& v) { j.add("persons", v.persons); }

void write(ApplicationJson& j, const FunctionInterrogation& v) {
  j.add("requested_dac", v.requested_dac);
  j.add("requested_fid", v.requested_fid);
}
void write(ApplicationJson& j, const CapabilityInterrogation& v) { j.add("requested_dac", v.requested_dac); }
void write(ApplicationJson& j, const CapabilityReply& v) {
  j.add("reply_dac", v.reply_dac);
  j.add_numbers("available_fids", v.available);
}
void write(ApplicationJson& j, const ApplicationAcknowledgement& v) {
  j.add("received_dac", v.received_dac);
  j.add("received_fid", v.received_fid);
  j.add("sequence", v.sequence);
  j.add("available", v.available);
  j.add("response", v.response);
}

void write(ApplicationJson& j, const AtonMonitoring& v) {
  j.add("off_pos", v.off_pos);
  j.add("alarm", v.alarm);
  j.add("stat_ext", v.stat_ext);
  j.add("ana_int", v.ana_int);
  j.add("ana_ext1", v.ana_ext1);
  j.add("ana_ext2", v.ana_ext2);
  j.add_word("racon", "racon_text", v.racon, racon_word);
  j.add_word("light", "light_text", v.light, aton_light_word);
}

void write(ApplicationJson& j, const LanternMonitoring& v) {
  j.add("sub_id", v.sub_id);
  j.add("voltage", v.voltage);
  j.add("current", v.current);
  j.add("dc_power", v.dc_power);
  j.add("light_on", v.light_on);
  j.add("battery_low", v.battery_low);
  j.add("off_pos", v.off_position);
}

void write(ApplicationJson& j, const InlandShipStatic& v) {
  j.add("vin", v.vin);
  j.add("length", v.length);
  j.add("beam", v.beam);
  j.add_word("shiptype", "shiptype_text", v.shiptype, inland_ship_word);
  j.add_word("hazard", "hazard_text", v.hazard, hazard_word);
  j.add("draught", v.draught);
  j.add_word("loaded", "loaded_text", v.loaded, loaded_word);
  j.add("speed_q", v.speed_q);
  j.add("course_q", v.course_q);
  j.add("heading_q", v.heading_q);
}

void write(ApplicationJson& j, const InlandArrival& v) {
  j.add("country", v.country);
  j.add("locode", v.locode);
  j.add("section", v.section);
  j.add("terminal", v.terminal);
  j.add("hectometre", v.hectometre);
  j.add_time("eta", "eta_", v.arrival);
  j.add("tugs", v.tugs);
  j.add("airdraught", v.airdraught);
  j.add_word("status", "status_text", v.status, lock_status_word);
}

void write(ApplicationJson& j, const EmmaWarning& v) {
  j.add_time("start", "start_", v.start, v.start_year);
  j.add_time("end", "end_", v.end, v.end_year);
  j.add_place("start_lon", "start_lat", v.from);
  j.add_place("end_lon", "end_lat", v.to);
  // `type` alone is the number of the AIS message.
  j.add_word("emma_type", "emma_type_text", v.type, emma_type_word);
  j.add("min", v.min);
  j.add("max", v.max);
  j.add_word("intensity", "intensity_text", v.intensity, emma_class_word);
  j.add_word("wind", "wind_text", v.wind, emma_wind_word);
}

void write(ApplicationJson& j, const WaterLevels& v) {
  j.add("country", v.country);
  j.add_array("gauges", v.gauges, [&j](const WaterGauge& gauge) {
    j.add("id", gauge.id);
    j.add("level", gauge.level);
  });
}

void write(ApplicationJson& j, const SignalStatus& v) {
  j.add_place(v.place);
  j.add("form", v.form);
  j.add("facing", v.facing);
  j.add_word("direction", "direction_text", v.direction, signal_impact_word);
  j.add("status", v.status);
}

void write(ApplicationJson& j, const InlandPersons& v) {
  j.add("crew", v.crew);
  j.add("passengers", v.passengers);
  j.add("personnel", v.personnel);
}

void write(ApplicationJson& j, const MeteoHydro& v) { write_meteo_hydro(j, v); }
void write(ApplicationJson& j, const ShipWeather& v) { write_ship_weather(j, v); }
void write(ApplicationJson& j, const ShipWeatherWmo& v) { write_ship_weather_wmo(j, v); }
void write(ApplicationJson& j, const Environmental& v) { write_environmental(j, v); }

}  // namespace

void append_application_fields(std::string& out, const ApplicationPayload& payload) {
  ApplicationJson writer(out);
  std::visit([&writer](const auto& value) { write(writer, value); }, payload);
}

}  // namespace fairlead::decode::ais
