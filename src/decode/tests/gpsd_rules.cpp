// SPDX-License-Identifier: Apache-2.0
// The rules by which our records differ from gpsd's, as code. The letters are those of
// docs/reference/ais-conformance.md.
#include "gpsd_rules.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

namespace fairlead::decode::test {
namespace {

using boost::json::object;
using boost::json::value;

Wanted absent() { return Wanted{}; }
Wanted any() { return {.kind = Wanted::Kind::any}; }
Wanted saturated() { return {.kind = Wanted::Kind::saturated}; }
Wanted text(std::string_view t) {
  Wanted w{.kind = Wanted::Kind::text};
  w.text = t;
  return w;
}
Wanted text_or_absent(std::string_view t) { return t.empty() ? absent() : text(t); }
Wanted flag(bool f) {
  Wanted w{.kind = Wanted::Kind::flag};
  w.flag = f;
  return w;
}
Wanted number(double n, double tolerance = 1e-6) {
  Wanted w{.kind = Wanted::Kind::number};
  w.number = n;
  w.tolerance = tolerance;
  return w;
}
Wanted number_unless(double n, double none) { return n == none ? absent() : number(n); }

double as_number(const value& v) {
  if (v.is_bool()) return v.as_bool() ? 1 : 0;
  if (v.is_string()) return std::strtod(v.as_string().c_str(), nullptr);
  return v.to_number<double>();
}
bool as_flag(const value& v) { return as_number(v) != 0; }
std::string as_text(const value& v) {
  return v.is_string() ? std::string(v.as_string()) : std::to_string(static_cast<long long>(as_number(v)));
}

class Rules {
 public:
  explicit Rules(const object& gpsd)
      : g_(gpsd), type_(static_cast<int>(as_number(gpsd.at("type")))), scaled_(as_flag(gpsd.at("scaled"))) {}

  Expectation make() {
    e_["type"] = number(type_);
    same("repeat");
    same("mmsi");
    motion();
    positions();
    plain();
    names();
    dimensions();
    times();
    lists();
    binary();
    return std::move(e_);
  }

 private:
  bool has(const char* key) const { return g_.contains(key); }
  double n(const char* key) const { return as_number(g_.at(key)); }
  void same(const char* key) { e_[key] = number(n(key)); }

  // A: not available and reserved values are absent. E: full scale is a text.
  void motion() {
    const bool whole_knots = type_ == 9 || type_ == 27;
    const double unit = scaled_ || whole_knots ? 1 : 10;
    if (has("speed")) {
      const double speed = n("speed") / unit;
      const double none = type_ == 27 ? 63 : type_ == 9 ? 1023 : 102.3;
      const double full = type_ == 27 ? -1 : type_ == 9 ? 1022 : 102.2;
      e_["sog"] = std::fabs(speed - none) < 1e-6   ? absent()
                  : std::fabs(speed - full) < 1e-6 ? saturated()
                                                   : number(speed);
    }
    if (has("course")) {
      const double course = n("course") / (scaled_ || type_ == 27 ? 1 : 10);
      e_["cog"] = course >= 360 ? absent() : number(course);
    }
    if (has("heading")) e_["heading"] = n("heading") >= 360 ? absent() : number(n("heading"));
    if (has("second")) e_["second"] = number_unless(n("second"), 60);
    if (has("turn")) e_["rot"] = turn(g_.at("turn"));
    if (has("alt")) e_["altitude"] = number_unless(n("alt"), 4095);
  }

  Wanted turn(const value& v) const {
    if (scaled_ && v.is_string() && v.as_string().find_first_not_of("-.0123456789") != std::string::npos) {
      return v.as_string() == "n/a" ? absent() : saturated();
    }
    const double raw = as_number(v);
    if (scaled_) return number(raw, 0.51);  // gpsd rounds to whole degrees a minute
    if (raw == -128) return absent();
    if (std::fabs(raw) == 127) return saturated();
    return number(std::copysign((raw / 4.733) * (raw / 4.733), raw), 0.001);
  }

  // B: a place outside the globe is absent.
  void positions() {
    if (type_ == 6 || type_ == 8) return;
    const bool coarse = type_ == 17 || type_ == 22 || type_ == 23 || type_ == 27;
    // gpsd rounds scaled type 17 to a tenth of a degree and other coarse positions to four decimals.
    const double tolerance = !coarse ? 1e-7 : type_ == 17 && scaled_ ? 0.051 : 1e-4;
    for (const char* key : {"lon", "ne_lon", "sw_lon", "lat", "ne_lat", "sw_lat"}) {
      if (!has(key)) continue;
      const double degrees = n(key) / (scaled_ ? 1 : coarse ? 600 : 600'000);
      const double limit = std::string_view(key).ends_with("lon") ? 180 : 90;
      e_[key] = std::fabs(degrees) > limit ? absent() : number(degrees, tolerance);
    }
  }

  void plain() {
    for (const char* key : {"reserved", "regional", "ais_version", "dte", "seqno", "dest_mmsi", "dac", "fid",
                            "channel_a", "channel_b", "txrx", "zonesize", "dest1", "interval", "quiet"}) {
      if (has(key)) same(key);
    }
    for (const char* key : {"accuracy", "raim", "cs", "display", "dsc", "band", "msg22", "assigned", "off_position",
                            "retransmit", "power", "addressed", "band_a", "band_b", "structured"}) {
      if (has(key)) e_[key] = flag(as_flag(g_.at(key)));
    }
    if (has("status")) e_["nav_status"] = number(n("status"));
    if (has("virtual_aid")) e_["virtual"] = flag(as_flag(g_.at("virtual_aid")));
    if (has("gnss")) e_["position_latency"] = flag(as_flag(g_.at("gnss")));  // G: the name of M.1371-5
    if (has("stationtype")) e_["station_type"] = number(n("stationtype"));
    if (has("dest2")) e_["dest2"] = number_unless(n("dest2"), 0);
    if (has("maneuver")) {
      const double m = n("maneuver");
      e_["maneuver"] = m == 1 || m == 2 ? number(m) : absent();
    }
    // F: gpsd gives the 14 bits of a communication state whose end was eaten by fill bits.
    if (has("radio")) {
      e_["radio"] = number(n("radio"));
      e_["radio"].or_absent = type_ <= 3 && n("radio") < (1U << 14U);
    }
  }

  void names() {
    if (type_ == 6 || type_ == 8) return;
    for (const auto& [from, to] : std::map<std::string, std::string>{{"callsign", "callsign"},
                                                                     {"shipname", "name"},
                                                                     {"name", "name"},
                                                                     {"destination", "destination"},
                                                                     {"text", "text"}}) {
      if (has(from.c_str())) e_[to] = text_or_absent(as_text(g_.at(from)));
    }
    for (const auto& [from, to] : std::map<std::string, std::string>{
             {"imo", "imo"}, {"shiptype", "ship_type"}, {"epfd", "epfd"}, {"aid_type", "aid_type"}}) {
      if (has(from.c_str())) e_[to] = number_unless(n(from.c_str()), 0);
    }
    if (has("draught")) e_["draught"] = number_unless(n("draught") / (scaled_ ? 1 : 10), 0);
    if (has("vendorid")) {  // H: three characters, then model and serial number
      const std::string vendor = as_text(g_.at("vendorid")).substr(0, 3);
      const bool nothing = vendor.empty() && n("model") == 0 && n("serial") == 0;
      e_["vendor"] = text_or_absent(vendor);
      e_["model"] = nothing ? absent() : number(n("model"));
      e_["serial"] = nothing ? absent() : number(n("serial"));
    }
  }

  void dimensions() {
    if (!has("to_bow")) return;
    const bool length = n("to_bow") + n("to_stern") != 0;
    const bool beam = n("to_port") + n("to_starboard") != 0;
    e_["to_bow"] = length ? number(n("to_bow")) : absent();
    e_["to_stern"] = length ? number(n("to_stern")) : absent();
    e_["to_port"] = beam ? number(n("to_port")) : absent();
    e_["to_starboard"] = beam ? number(n("to_starboard")) : absent();
  }

  // C: a time of which a part is not available is given by its parts.
  void times() {
    if ((type_ == 4 || type_ == 11) && has("timestamp")) {
      int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
      const std::string stamp = as_text(g_.at("timestamp"));
      if (std::sscanf(stamp.c_str(), "%d-%d-%dT%d:%d:%dZ", &y, &mo, &d, &h, &mi, &s) != 6) {
        throw std::runtime_error("time stamp of gpsd not understood");
      }
      parts({{"year", y, y >= 1 && y <= 9999},
             {"month", mo, mo >= 1 && mo <= 12},
             {"day", d, d >= 1},
             {"hour", h, h < 24},
             {"minute", mi, mi < 60},
             {"second", s, s < 60}},
            "timestamp", stamp);
    }
    if (type_ == 5) {
      int mo = 0, d = 0, h = 0, mi = 0;
      if (std::sscanf(as_text(g_.at("eta")).c_str(), "%d-%dT%d:%dZ", &mo, &d, &h, &mi) != 4) {
        throw std::runtime_error("eta of gpsd not understood");
      }
      std::array<char, 64> eta{};
      std::snprintf(eta.data(), eta.size(), "%02d-%02d %02d:%02d", mo, d, h, mi);
      parts({{"eta_month", mo, mo >= 1 && mo <= 12},
             {"eta_day", d, d >= 1},
             {"eta_hour", h, h < 24},
             {"eta_minute", mi, mi < 60}},
            "eta", eta.data());
    }
  }

  struct Part {
    const char* key;
    int number;
    bool available;
  };
  void parts(const std::vector<Part>& list, const char* whole_key, const std::string& whole) {
    bool all = true;
    for (const Part& p : list) all = all && p.available;
    e_[whole_key] = all ? text(whole) : absent();
    for (const Part& p : list) e_[p.key] = !all && p.available ? number(p.number) : absent();
  }

  // D: entries that say nothing are absent.
  void lists() {
    if (type_ == 7 || type_ == 13) {
      // F: an MMSI at the end of the message of which not all bits were received has zeros for the others.
      for (const char* key : {"mmsi1", "mmsi2", "mmsi3", "mmsi4"}) {
        e_[key] = number_unless(n(key), 0);
        e_[key].or_absent = static_cast<std::uint32_t>(n(key)) % 64 == 0;
      }
    }
    if (type_ == 15) {
      same("mmsi1");
      const bool second = n("mmsi2") != 0;
      e_["mmsi2"] = second ? number(n("mmsi2")) : absent();
      for (const char* which : {"1_1", "1_2", "2_1"}) {
        const std::string type = std::string("type") + which;
        const std::string offset = std::string("offset") + which;
        const bool there = n(type.c_str()) != 0 && (second || which[0] == '1');
        e_[type] = there ? number(n(type.c_str())) : absent();
        e_[offset] = there ? number(n(offset.c_str())) : absent();
      }
    }
    if (type_ == 16) entries("12", {"mmsi", "offset", "increment"}, true);
    if (type_ == 20) entries("1234", {"offset", "number", "timeout", "increment"}, false);
  }

  void entries(std::string_view indexes, const std::vector<std::string>& keys, bool first_decides) {
    for (const char index : indexes) {
      bool there = false;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        there = there || ((i == 0 || !first_decides) && n((keys[i] + index).c_str()) != 0);
      }
      for (const std::string& key : keys) {
        const std::string whole = key + index;
        e_[whole] = there ? number(n(whole.c_str())) : absent();
      }
    }
  }

  void binary() {
    if (type_ == 25 || type_ == 26) {
      if (!as_flag(g_.at("addressed"))) e_["dest_mmsi"] = absent();
      const auto id = static_cast<unsigned>(n("app_id"));
      const bool structured = as_flag(g_.at("structured"));
      e_["dac"] = structured ? number(id >> 6U) : absent();
      e_["fid"] = structured ? number(id & 63U) : absent();
      if (type_ == 26) e_["radio"] = any();  // gpsd 3 always says 0
    }
    if (has("data") && type_ != 6 && type_ != 8) e_["data"] = data(as_text(g_.at("data")));
  }

  // I: bits behind the data's end are zero in the last digit; gpsd prints what follows.
  static Wanted data(const std::string& printed) {
    const std::size_t colon = printed.find(':');
    const auto bits = static_cast<std::size_t>(std::strtoul(printed.c_str(), nullptr, 10));
    if (bits == 0) return absent();
    std::string hex = printed.substr(colon + 1, (bits + 7) / 8 * 2);
    const std::size_t unused = (8 - bits % 8) % 8;
    auto last = static_cast<unsigned>(std::strtoul(hex.substr(hex.size() - 2).c_str(), nullptr, 16));
    last = last >> unused << unused;
    std::array<char, 8> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", last);
    return text(std::to_string(bits) + ":" + hex.substr(0, hex.size() - 2) + digits.data());
  }

  const object& g_;
  int type_;
  bool scaled_;
  Expectation e_;
};

const std::map<int, std::vector<const char*>>& pipe_fields() {
  static const std::map<int, std::vector<const char*>> kFields = [] {
    std::map<int, std::vector<const char*>> f;
    f[1] = {"status", "turn",    "speed",  "accuracy", "lon",  "lat",
            "course", "heading", "second", "maneuver", "raim", "radio"};
    f[2] = f[3] = f[1];
    f[4] = {"timestamp", "accuracy", "lon", "lat", "epfd", "raim", "radio"};
    f[11] = f[4];
    f[5] = {"imo",     "ais_version",  "callsign", "shipname", "shiptype", "to_bow",      "to_stern",
            "to_port", "to_starboard", "epfd",     "eta",      "draught",  "destination", "dte"};
    f[6] = {"seqno", "dest_mmsi", "retransmit", "dac", "fid"};
    f[7] = f[13] = {"mmsi1", "mmsi2", "mmsi3", "mmsi4"};
    f[8] = {"dac", "fid"};
    f[9] = {"alt", "speed", "accuracy", "lon", "lat", "course", "second", "regional", "dte", "raim", "radio"};
    f[10] = {"dest_mmsi"};
    f[12] = {"seqno", "dest_mmsi", "retransmit", "text"};
    f[14] = {"text"};
    f[15] = {"mmsi1", "type1_1", "offset1_1", "type1_2", "offset1_2", "mmsi2", "type2_1", "offset2_1"};
    f[16] = {"mmsi1", "offset1", "increment1", "mmsi2", "offset2", "increment2"};
    f[17] = {"lon", "lat", "data"};
    f[18] = {"reserved", "speed", "accuracy", "lon", "lat",  "course", "heading", "second",
             "regional", "cs",    "display",  "dsc", "band", "msg22",  "raim",    "radio"};
    f[19] = {"reserved",     "speed",    "accuracy", "lon",      "lat",     "course",   "heading",
             "second",       "regional", "shipname", "shiptype", "to_bow",  "to_stern", "to_port",
             "to_starboard", "epfd",     "raim",     "dte",      "assigned"};
    f[20] = {"offset1", "number1", "timeout1", "increment1", "offset2", "number2", "timeout2", "increment2",
             "offset3", "number3", "timeout3", "increment3", "offset4", "number4", "timeout4", "increment4"};
    f[21] = {"aid_type",     "name", "accuracy", "lon",      "lat",          "to_bow", "to_stern",   "to_port",
             "to_starboard", "epfd", "second",   "regional", "off_position", "raim",   "virtual_aid"};
    f[22] = {"channel_a", "channel_b", "txrx",      "power",  "ne_lon", "ne_lat",
             "sw_lon",    "sw_lat",    "addressed", "band_a", "band_b", "zonesize"};
    f[23] = {"ne_lon", "ne_lat", "sw_lon", "sw_lat", "stationtype", "shiptype", nullptr, "interval", "quiet"};
    f[24] = {"shipname", "shiptype", "vendorid", "model",   "serial",
             "callsign", "to_bow",   "to_stern", "to_port", "to_starboard"};
    f[25] = {"addressed", "structured", "dest_mmsi", "app_id", "data"};
    f[26] = f[25];
    f[27] = {"status", "accuracy", "lon", "lat", "speed", "course", "raim", "gnss"};
    return f;
  }();
  return kFields;
}

bool is_text_field(std::string_view key) {
  return key == "timestamp" || key == "eta" || key == "callsign" || key == "shipname" || key == "name" ||
         key == "destination" || key == "text" || key == "data" || key == "vendorid";
}

}  // namespace

Expectation expectation(const object& gpsd) { return Rules(gpsd).make(); }

object from_pipe_form(std::string_view line) {
  std::vector<std::string> cells;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find('|', at), line.size());
    cells.emplace_back(line.substr(at, end - at));
    at = end + 1;
  }
  const int type = std::atoi(cells.at(0).c_str());
  object o;
  o["type"] = type;
  o["repeat"] = std::atoi(cells.at(1).c_str());
  o["mmsi"] = std::atoi(cells.at(2).c_str());
  o["scaled"] = false;
  std::vector<const char*> fields = pipe_fields().at(type);
  if (type == 22 && cells.size() == 13) {  // to stations: two MMSIs where others have an area
    fields = {"channel_a", "channel_b", "txrx", "power", "dest1", "dest2", "addressed", "band_a", "band_b", "zonesize"};
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string& cell = cells.at(i + 3);
    if (fields[i] == nullptr) {
      continue;  // a number that the other forms do not have
    }
    if (is_text_field(fields[i])) {
      o[fields[i]] = cell;
    } else {
      o[fields[i]] = std::strtoll(cell.c_str(), nullptr, 0);  // some are hexadecimal
    }
  }
  return o;
}

std::string difference(const Expectation& wanted, const object& ours) {
  for (const auto& [key, w] : wanted) {
    const value* v = ours.if_contains(key);
    bool good = false;
    if (w.or_absent && v == nullptr) {
      continue;
    }
    switch (w.kind) {
      case Wanted::Kind::any:
        good = true;
        break;
      case Wanted::Kind::absent:
        good = v == nullptr;
        break;
      case Wanted::Kind::text:
        good = v != nullptr && v->is_string() && v->as_string() == w.text;
        break;
      case Wanted::Kind::saturated:
        good = v != nullptr && v->is_string();
        break;
      case Wanted::Kind::flag:
        good = v != nullptr && v->is_bool() && v->as_bool() == w.flag;
        break;
      case Wanted::Kind::number:
        good = v != nullptr && v->is_number() && std::fabs(v->to_number<double>() - w.number) <= w.tolerance;
        break;
    }
    if (!good) {
      return key + ": wanted " +
             (w.kind == Wanted::Kind::absent   ? "nothing"
              : w.kind == Wanted::Kind::number ? std::to_string(w.number)
              : w.kind == Wanted::Kind::flag   ? (w.flag ? "true" : "false")
                                               : w.text) +
             ", is " + (v == nullptr ? "absent" : boost::json::serialize(*v));
    }
  }
  return {};
}

}  // namespace fairlead::decode::test
