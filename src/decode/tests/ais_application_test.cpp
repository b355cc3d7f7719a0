// SPDX-License-Identifier: Apache-2.0
// Application payloads of types 6 and 8: fields, absence, lengths, and that nothing is read past the end.
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "decode/ais/application.hpp"

namespace fairlead::decode::ais {
namespace {

// Puts fields of given width one after another.
class Bits {
 public:
  Bits() : packed_(std::make_shared<PackedBits>()) {}
  Bits& u(std::uint64_t value, std::size_t width) {
    while (width > 32) {
      packed_->append(value >> (width - 32), 32);
      width -= 32;
    }
    packed_->append(value, width);
    return *this;
  }
  Bits& s(std::int64_t value, std::size_t width) { return u(static_cast<std::uint64_t>(value), width); }
  Bits& text(std::string_view text, std::size_t characters) {
    for (std::size_t i = 0; i < characters; ++i) {
      const auto c = i < text.size() ? static_cast<unsigned>(text[i]) : 64U;
      u(c & 0x3FU, 6);
    }
    return *this;
  }
  [[nodiscard]] BitReader reader() const { return packed_->reader(); }

 private:
  std::shared_ptr<PackedBits> packed_;
};

std::string json(unsigned dac, unsigned fi, const Bits& bits, bool addressed) {
  std::string out;
  return append_application_json(out, dac, fi, bits.reader(), addressed) ? out : "bytes";
}

Bits meteo_hydro_without_data() {
  Bits b;
  b.s(181'000 * 60, 25).s(91'000 * 60, 24).u(0, 1).u(0, 5).u(24, 5).u(60, 6);
  b.u(127, 7).u(127, 7).u(360, 9).u(360, 9).s(-1024, 11).u(101, 7).s(501, 10).u(511, 9).u(3, 2).u(0, 1).u(127, 7);
  b.u(4001, 12).u(3, 2).u(255, 8).u(360, 9).u(255, 8).u(360, 9).u(31, 5).u(255, 8).u(360, 9).u(31, 5);
  b.u(255, 8).u(63, 6).u(360, 9).u(255, 8).u(63, 6).u(360, 9).u(13, 4).s(501, 10).u(7, 3).u(510, 9).u(3, 2).u(0, 10);
  return b;
}

TEST(AisApplication, meteorological_data_comes_in_real_units) {
  Bits b;
  b.s(10 * 60'000, 25).s(-59 * 60'000 - 1, 24).u(1, 1).u(20, 5).u(18, 5).u(28, 6);
  b.u(17, 7).u(126, 7).u(132, 9).u(0, 9).s(-14, 11).u(80, 7).s(-1, 10).u(214, 9).u(2, 2).u(1, 1).u(25, 7);
  b.u(1538, 12).u(1, 2).u(12, 8).u(359, 9).u(0, 8).u(0, 9).u(10, 5).u(251, 8).u(1, 9).u(30, 5);
  b.u(42, 8).u(35, 6).u(25, 9).u(23, 8).u(48, 6).u(124, 9).u(3, 4).s(-100, 10).u(5, 3).u(53, 9).u(1, 2).u(0, 10);
  ASSERT_EQ(b.reader().size(), 304U);
  EXPECT_EQ(json(1, 31, b, false),
            R"(,"lon":10,"lat":-59.0000167,"accuracy":true,"timestamp":"20T18:28Z","wspeed":17,"wgust":126,"wdir":132,)"
            R"("wgustdir":0,"humidity":80,"airtemp":-1.4,"dewpoint":-0.1,"pressure":1013,"pressuretend":2,)"
            R"("pressuretend_text":"increasing","visgreater":true,"visibility":2.5,"waterlevel":5.38,"leveltrend":1,)"
            R"("leveltrend_text":"decreasing","cspeed":1.2,"cdir":359,"cspeed2":0,"cdir2":0,"cdepth2":10,)"
            R"("cspeed3":25.1,"cdir3":1,"cdepth3":30,"waveheight":4.2,"waveperiod":35,"wavedir":25,"swellheight":2.3,)"
            R"("swellperiod":48,"swelldir":124,"seastate":3,"watertemp":-10,"preciptype":5,"preciptype_text":"snow",)"
            R"("salinity":5.3,"ice":1,"ice_text":"yes")");
}

TEST(AisApplication, meteorological_data_that_is_not_available_is_absent) {
  EXPECT_EQ(json(1, 31, meteo_hydro_without_data(), false), R"(,"accuracy":false,"visgreater":false)");
}

TEST(AisApplication, older_meteorological_form_has_its_own_offsets) {
  Bits b;
  b.s(3'197'693, 24).s(-368'039, 25).u(18, 5).u(17, 5).u(15, 6).u(3, 7).u(6, 7).u(12, 9).u(15, 9).u(742, 11);
  b.u(50, 7).u(323, 10).u(224, 9).u(2, 2).u(153, 8).u(16, 9).u(1, 2).u(103, 8).u(256, 9).u(104, 8).u(257, 9).u(10, 5);
  b.u(126, 8).u(203, 9).u(20, 5).u(42, 8).u(35, 6).u(25, 9).u(23, 8).u(48, 6).u(124, 9).u(3, 4).u(223, 10).u(6, 3);
  b.u(53, 9).u(0, 2).u(0, 6);
  ASSERT_EQ(b.reader().size(), 296U);
  const std::string text = json(1, 11, b, false);
  EXPECT_TRUE(text.starts_with(R"(,"lon":-6.1339833,"lat":53.2948833,"timestamp":"18T17:15Z","wspeed":3,"wgust":6,)"))
      << text;
  EXPECT_NE(text.find(R"("airtemp":14.2,"dewpoint":12.3,"pressure":1024)"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("visibility":15.3,"waterlevel":-8.4)"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("watertemp":12.3)"), std::string::npos) << text;
}

TEST(AisApplication, area_notice_has_its_parts_in_metres) {
  Bits b;
  b.u(10, 10).u(19, 7).u(7, 4).u(14, 5).u(6, 5).u(30, 6).u(1440, 18);
  b.u(0, 3).u(1, 2).s(-70 * 60'000, 25).s(42 * 60'000, 24).u(4, 3).u(926, 12).u(0, 18);
  b.u(1, 3).u(2, 2).s(60'000, 25).s(60'000, 24).u(4, 3).u(5, 8).u(7, 8).u(45, 9).u(0, 5);
  b.u(2, 3).u(0, 2).s(60'000, 25).s(60'000, 24).u(4, 3).u(300, 12).u(10, 9).u(90, 9);
  b.u(3, 3).u(3, 2).u(181, 10).u(2, 10).u(0, 10).u(1, 10).u(720, 10).u(0, 10).u(720, 10).u(0, 10).u(0, 2);
  b.u(4, 3).u(0, 2).u(90, 10).u(100, 10).u(180, 10).u(200, 10).u(270, 10).u(300, 10).u(720, 10).u(9, 10).u(0, 2);
  b.u(5, 3).text("KEEP CLEAR", 14);
  const std::string expected =
      R"(,"linkage":10,"notice":19,"notice_text":"Caution area: harbour closed","start":"07-14T06:30Z","duration":1440,)"
      R"("areas":[{"shape":0,"shape_text":"circle","lon":-70,"lat":42,"precision":4,"radius":9260},)"
      R"({"shape":1,"shape_text":"rectangle","lon":1,"lat":1,"precision":4,"east":500,"north":700,"orientation":45},)"
      R"({"shape":2,"shape_text":"sector","lon":1,"lat":1,"precision":4,"radius":300,"left":10,"right":90},)"
      R"({"shape":3,"shape_text":"polyline","waypoints":[{"bearing":90.5,"distance":2000},{"bearing":0,"distance":1000}]},)"
      R"({"shape":4,"shape_text":"polygon","vertices":[{"bearing":45,"distance":100},{"bearing":90,"distance":200},)"
      R"({"bearing":135,"distance":300},{"distance":9}]},)"
      R"({"shape":5,"shape_text":"text","text":"KEEP CLEAR"}])";
  EXPECT_EQ(json(1, 22, b, false), expected);
  EXPECT_EQ(json(1, 23, b, true), expected);
}

TEST(AisApplication, a_place_outside_the_globe_means_other_bits_and_stays_bytes) {
  Bits b;
  b.u(10, 10).u(19, 7).u(7, 4).u(14, 5).u(6, 5).u(30, 6).u(1440, 18);
  b.u(0, 3).u(1, 2).s(200 * 60'000, 25).s(42 * 60'000, 24).u(4, 3).u(926, 12).u(0, 18);
  EXPECT_EQ(json(1, 22, b, false), "bytes");
}

TEST(AisApplication, berthing_services_are_told_only_when_they_are_known) {
  const auto berth = [](bool known) {
    Bits b;
    b.u(3, 10).u(250, 9).u(123, 8).u(2, 3).u(5, 4).u(6, 5).u(7, 5).u(8, 6).u(known ? 1 : 0, 1);
    for (std::uint64_t i = 0; i < 26; ++i) {
      b.u(i % 4, 2);
    }
    return b.text("WEST QUAY 4", 20).s(-60'000, 25).s(50 * 60'000, 24);
  };
  const std::string known = json(1, 20, berth(true), true);
  EXPECT_TRUE(
      known.starts_with(R"(,"linkage":3,"berth_length":250,"berth_depth":12.3,"position":2,"position_text":)"
                        R"("Starboard-side to","arrival":"05-06T07:08Z","availability":true,"agent":0,"fuel":1)"))
      << known;
  EXPECT_TRUE(known.ends_with(R"("future2":1,"berth_name":"WEST QUAY 4","berth_lon":-1,"berth_lat":50)")) << known;
  EXPECT_EQ(json(1, 20, berth(false), true).find("agent"), std::string::npos);
}

TEST(AisApplication, tidal_windows_of_both_circulars_are_read) {
  Bits b;
  b.u(12, 4).u(4, 5).s(60'000, 25).s(50 * 60'000, 24).u(3, 5).u(12, 6).u(24, 5).u(60, 6).u(261, 9).u(13, 8);
  EXPECT_EQ(json(1, 32, b, true),
            R"(,"month":12,"day":4,"tidals":[{"lon":1,"lat":50,"from_hour":3,"from_min":12,"cdir":261,"cspeed":1.3}])");
  Bits older;
  older.u(12, 4).u(4, 5).s(50 * 600'000, 27).s(600'000, 28).u(3, 5).u(12, 6).u(15, 5).u(10, 6).u(360, 9).u(13, 7);
  EXPECT_EQ(json(1, 14, older, true),
            R"(,"month":12,"day":4,"tidals":[{"lon":1,"lat":50,"from_hour":3,"from_min":12,"to_hour":15,"to_min":10,)"
            R"("cspeed":1.3}])");
}

TEST(AisApplication, a_route_must_hold_the_waypoints_it_counts) {
  Bits b;
  b.u(5, 10).u(1, 3).u(2, 5).u(1, 4).u(2, 5).u(3, 5).u(4, 6).u(262'143, 18).u(2, 5);
  b.s(600'000, 28).s(600'000, 27);
  EXPECT_EQ(json(1, 27, b, false), "bytes");
  b.s(181 * 600'000, 28).s(91 * 600'000, 27);
  EXPECT_EQ(json(1, 27, b, false), R"(,"linkage":5,"sender":1,"rtype":2,"rtype_text":"Recommended",)"
                                   R"("start":"01-02T03:04Z","waypoints":[{"lon":1,"lat":1},{}])");
}

TEST(AisApplication, texts_escape_quotes_and_backslashes) {
  Bits b;
  b.u(7, 10).text("A\"B\\C  ", 8);
  EXPECT_EQ(json(1, 29, b, false), R"(,"linkage":7,"text":"A\"B\\C")");
}

TEST(AisApplication, traffic_centre_targets_are_120_bits_each) {
  Bits b;
  b.u(0, 2).u(240'560'000, 42).u(0, 4).s(2'274'372, 24).s(1'384'568, 25).u(238, 9).u(60, 6).u(0, 8);
  b.u(2, 2).text("CALL123", 7).u(0, 4).s(0, 24).s(0, 25).u(360, 9).u(5, 6).u(255, 8);
  const std::string expected =
      R"(,"targets":[{"idtype":0,"idtype_text":"mmsi","mmsi":240560000,"lon":23.0761333,"lat":37.9062,"course":238,)"
      R"("speed":0},{"idtype":2,"idtype_text":"callsign","callsign":"CALL123","lon":0,"lat":0,"second":5}])";
  EXPECT_EQ(json(1, 17, b, false), expected);
  EXPECT_EQ(json(1, 16, b, false), expected) << "FI 16 of M.1371-1 is told by its length";
}

TEST(AisApplication, persons_aboard_are_counted_in_three_messages) {
  Bits b;
  b.u(295, 13).u(0, 3);
  EXPECT_EQ(json(1, 40, b, true), R"(,"persons":295)");
  EXPECT_EQ(json(1, 16, b, true), R"(,"persons":295)");
  Bits inland;
  inland.u(4, 8).u(8191, 13).u(0, 8).u(0, 51);
  EXPECT_EQ(json(200, 55, inland, true), R"(,"crew":4,"personnel":0)");
}

TEST(AisApplication, inland_ship_data_has_metres_and_the_type_in_words) {
  Bits b;
  b.text("02103547", 8).u(1100, 13).u(114, 10).u(8021, 14).u(1, 3).u(204, 11).u(2, 2).u(1, 1).u(0, 2).u(0, 8);
  EXPECT_EQ(json(200, 10, b, false),
            R"(,"vin":"02103547","length":110,"beam":11.4,"shiptype":8021,"shiptype_text":"Motor tanker, liquid )"
            R"(cargo, type N","hazard":1,"hazard_text":"1 blue cone/light","draught":2.04,"loaded":2,)"
            R"("loaded_text":"Loaded","speed_q":true,"course_q":false,"heading_q":false)");
}

TEST(AisApplication, inland_water_levels_have_a_sign_bit) {
  Bits b;
  b.text("NL", 2).u(1001, 11).u(1, 1).u(250, 13).u(1002, 11).u(0, 1).u(120, 13).u(0, 11).u(1, 1).u(0, 13);
  b.u(5, 11).u(0, 1).u(0, 13);
  EXPECT_EQ(json(200, 24, b, false),
            R"(,"country":"NL","gauges":[{"id":1001,"level":2.5},{"id":1002,"level":-1.2},{"id":5}])");
}

TEST(AisApplication, lighthouse_monitoring_gives_volts) {
  Bits b;
  b.u(274, 10).u(1, 10).u(0, 10).u(2, 2).u(2, 2).u(0, 1).u(5, 8).u(1, 1).u(0, 4);
  EXPECT_EQ(json(235, 10, b, true),
            R"(,"off_pos":true,"alarm":false,"stat_ext":5,"ana_int":13.7,"ana_ext1":0.05,"racon":2,)"
            R"("racon_text":"RACON operational","light":2,"light_text":"Light OFF")");
}

TEST(AisApplication, interrogations_and_their_answers_are_read) {
  EXPECT_EQ(json(1, 2, Bits().u(200, 10).u(55, 6), true), R"(,"requested_dac":200,"requested_fid":55)");
  EXPECT_EQ(json(1, 3, Bits().u(200, 10).u(0, 6), true), R"(,"requested_dac":200)");
  Bits reply;
  reply.u(1, 10);
  for (int fi = 0; fi < 64; ++fi) {
    reply.u(fi == 0 || fi == 31 ? 2 : 0, 2);
  }
  EXPECT_EQ(json(1, 4, reply, true), R"(,"reply_dac":1,"available_fids":[0,31])");
  EXPECT_EQ(json(1, 2, Bits().u(200, 10).u(55, 6), false), "bytes") << "only addressed";
}

TEST(AisApplication, an_environmental_message_holds_reports_of_several_kinds) {
  Bits b;
  b.u(1, 4).u(0, 5).u(24, 5).u(60, 6).u(7, 7).text("DOVER", 14).u(0, 1);
  b.u(2, 4).u(3, 5).u(4, 5).u(5, 6).u(7, 7).u(20, 7).u(122, 7).u(200, 9).u(360, 9).u(1, 3).u(122, 7).u(122, 7);
  b.u(360, 9).u(0, 5).u(24, 5).u(60, 6).u(255, 8).u(0, 3);
  b.u(3, 4).u(3, 5).u(4, 5).u(5, 6).u(7, 7).u(0, 1).s(-123, 16).u(3, 2).u(11, 5).u(1, 3).u(0, 1).s(-32'768, 16);
  b.u(0, 5).u(24, 5).u(60, 6).u(255, 8).u(0, 17);
  EXPECT_EQ(
      json(1, 26, b, false),
      R"(,"reports":[{"sensor":1,"sensor_text":"Station ID","site":7,"name":"DOVER"},)"
      R"({"sensor":2,"sensor_text":"Wind","timestamp":"03T04:05Z","site":7,"wspeed":20,"wdir":200,"sensortype":1},)"
      R"({"sensor":3,"sensor_text":"Water level","timestamp":"03T04:05Z","site":7,"absolute":false,"level":-1.23,)"
      R"("datum":11,"sensortype":1}])");
}

TEST(AisApplication, unknown_codes_and_short_payloads_stay_bytes) {
  const Bits b = meteo_hydro_without_data();
  EXPECT_EQ(json(366, 56, b, false), "bytes");
  EXPECT_EQ(json(1, 63, b, false), "bytes");
  std::string out;
  EXPECT_FALSE(append_application_json(out, 1, 31, b.reader().sub(0, 293), false));
  EXPECT_FALSE(append_application_json(out, 1, 31, BitReader(), false));
  EXPECT_TRUE(out.empty()) << "what is refused leaves nothing behind";
}

// Whether `text` is the inside of a JSON object: brackets and quotes balance, no bare control characters.
bool balanced(const std::string& text) {
  std::string open;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) < 32) return false;
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      open.push_back(c);
    } else if (c == '}' || c == ']') {
      if (open.empty() || open.back() != (c == '}' ? '{' : '[')) return false;
      open.pop_back();
    }
  }
  return !quoted && open.empty();
}

constexpr std::array<std::pair<unsigned, unsigned>, 34> kForms = {
    {{1, 0},    {1, 2},    {1, 3},    {1, 4},    {1, 5},    {1, 11},   {1, 12},  {1, 13}, {1, 14},
     {1, 15},   {1, 16},   {1, 17},   {1, 18},   {1, 19},   {1, 20},   {1, 21},  {1, 22}, {1, 23},
     {1, 24},   {1, 25},   {1, 26},   {1, 27},   {1, 29},   {1, 31},   {1, 32},  {1, 40}, {200, 10},
     {200, 21}, {200, 22}, {200, 23}, {200, 24}, {200, 40}, {200, 55}, {235, 10}}};

RC_GTEST_PROP(AisApplication, any_bits_of_any_length_give_sound_json_or_bytes, ()) {
  const auto form = kForms[*rc::gen::inRange<std::size_t>(0, kForms.size())];
  const auto length = *rc::gen::inRange<std::size_t>(0, 1000);
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  // The buffer ends with the payload's slack, so a sanitizer build sees any read beyond it.
  std::vector<std::uint8_t> bytes((length + 7) / 8 + kPayloadSlack);
  std::uint64_t state = seed | 1U;
  for (std::uint8_t& byte : bytes) {
    state ^= state << 13U;
    state ^= state >> 7U;
    state ^= state << 17U;
    byte = static_cast<std::uint8_t>(state);
  }
  const BitReader payload(bytes.data(), 0, length);
  for (const bool addressed : {false, true}) {
    std::string out;
    const bool decoded = append_application_json(out, form.first, form.second, payload, addressed);
    RC_ASSERT(decoded || out.empty());
    RC_ASSERT(out.empty() || out.front() == ',');
    RC_ASSERT(balanced(out));
  }
}

RC_GTEST_PROP(AisApplication, what_lies_behind_the_payload_changes_nothing, ()) {
  const auto form = kForms[*rc::gen::inRange<std::size_t>(0, kForms.size())];
  const auto length = *rc::gen::inRange<std::size_t>(0, 420);
  auto bytes = *rc::gen::container<std::vector<std::uint8_t>>(150, rc::gen::arbitrary<std::uint8_t>());
  const auto decode = [&](bool addressed) {
    std::string out;
    append_application_json(out, form.first, form.second, BitReader(bytes.data(), 0, length), addressed);
    return out;
  };
  const std::string first = decode(true) + decode(false);
  for (std::size_t bit = length; bit < 520; ++bit) {
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (0x80U >> (bit % 8)));
  }
  RC_ASSERT(decode(true) + decode(false) == first);
}

RC_GTEST_PROP(AisApplication, places_survive_to_the_last_step, ()) {
  const auto longitude = *rc::gen::inRange<std::int32_t>(-180 * 60'000, 180 * 60'000 + 1);
  const auto latitude = *rc::gen::inRange<std::int32_t>(-90 * 60'000, 90 * 60'000 + 1);
  Bits b;
  b.u(1, 10).u(0, 20).text("", 20).text("", 5).s(longitude, 25).s(latitude, 24).u(0, 43);
  const auto decoded = decode_application(1, 18, b.reader(), true);
  RC_ASSERT(decoded.has_value());
  const auto& place = std::get<ClearanceTime>(*decoded).place;
  RC_ASSERT(place.has_value());
  RC_ASSERT(place->longitude == longitude * 10);
  RC_ASSERT(place->latitude == latitude * 10);
  std::string out;
  append_application_fields(out, *decoded);
  const double printed = std::stod(out.substr(out.find("\"lon\":") + 6));
  RC_ASSERT(std::lround(printed * 60'000) == longitude);
}

}  // namespace
}  // namespace fairlead::decode::ais
