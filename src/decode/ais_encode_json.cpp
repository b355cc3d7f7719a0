// SPDX-License-Identifier: Apache-2.0
// JSON lines back to messages and sentences. The names are those of ais_json.cpp.
//
// Threads: one owner each.
#include <algorithm>
#include <charconv>

#include "decode/ais/encode.hpp"
#include "decode/ais/encode_json.hpp"
#include "json_fields.hpp"

namespace fairlead::decode::ais {
namespace {

constexpr std::int64_t kMmsiMax = 999'999'999;

template <class Integer>
Integer as(std::int64_t value) {
  return static_cast<Integer>(value);
}

RawPosition position(JsonFields& f) {
  RawPosition p;
  p.lon_raw = as<std::int32_t>(f.scaled("lon", 600'000, -108'000'000, 108'000'000, p.lon_raw));
  p.lat_raw = as<std::int32_t>(f.scaled("lat", 600'000, -54'000'000, 54'000'000, p.lat_raw));
  return p;
}

CoarsePosition coarse_position(JsonFields& f) {
  CoarsePosition p;
  p.lon_raw = as<std::int32_t>(f.scaled("lon", 600, -108'000, 108'000, p.lon_raw));
  p.lat_raw = as<std::int32_t>(f.scaled("lat", 600, -54'000, 54'000, p.lat_raw));
  return p;
}

// A number, or the words of the emitter for a saturated speed (`102.2 or higher (raw 1022)`).
std::uint16_t speed(JsonFields& f, int factor) {
  const boost::json::value* value = f.find("sog");
  if (value != nullptr && value->is_string() &&
      std::string_view(value->get_string()).find("or higher") != std::string_view::npos) {
    return 1022;
  }
  return as<std::uint16_t>(f.scaled("sog", factor, 0, 1022, 1023));
}

Motion motion(JsonFields& f) {
  Motion m;
  m.sog_raw = speed(f, 10);
  m.cog_raw = as<std::uint16_t>(f.scaled("cog", 10, 0, 3599, 3600));
  m.heading_raw = as<std::uint16_t>(f.whole("heading", 0, 359, 511));
  return m;
}

TimeStamp time_stamp(JsonFields& f) {
  f.ignore({"position_mode"});
  return {as<std::uint8_t>(f.whole("second", 0, 63, 60))};
}

Dimensions dimensions(JsonFields& f) {
  Dimensions d;
  d.to_bow = as<std::uint16_t>(f.whole("to_bow", 0, 511, 0));
  d.to_stern = as<std::uint16_t>(f.whole("to_stern", 0, 511, 0));
  d.to_port = as<std::uint8_t>(f.whole("to_port", 0, 63, 0));
  d.to_starboard = as<std::uint8_t>(f.whole("to_starboard", 0, 63, 0));
  return d;
}

// Degrees a minute, or the words for "no sensor, turning fast".
std::int8_t rate_of_turn(JsonFields& f) {
  const boost::json::value* value = f.find("rot");
  if (value == nullptr) {
    return -128;
  }
  if (value->is_string()) {
    const std::string_view words(value->get_string());
    if (words.starts_with("right faster")) return 127;
    if (words.starts_with("left faster")) return -127;
  }
  if (!value->is_number()) {
    f.fault("rot", "is neither a number of degrees a minute nor `right faster ...` or `left faster ...`");
    return -128;
  }
  const double rate = value->to_number<double>();
  const double raw = std::round(4.733 * std::sqrt(std::abs(rate)));
  if (!(raw <= 126)) {
    f.fault("rot", "is outside -708 to 708 degrees a minute");
    return -128;
  }
  return as<std::int8_t>(static_cast<std::int64_t>(rate < 0 ? -raw : raw));
}

// `text` cut by `separators` into numbers; nothing when it has another form. `yyyy-mm-ddThh:mm:ssZ`: "--T::Z".
std::optional<std::vector<std::int64_t>> numbers_in(std::string_view text, std::string_view separators) {
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 0; i <= separators.size(); ++i) {
    const std::size_t end = i < separators.size() ? text.find(separators[i]) : text.size();
    if (end == std::string_view::npos) return std::nullopt;
    const auto number = parse_number<std::uint16_t>(text.substr(0, end));
    const bool last_may_be_empty = i == separators.size() && text.empty();
    if (!number && !last_may_be_empty) return std::nullopt;
    if (number) numbers.push_back(*number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return numbers;
}

bool within(std::int64_t value, std::int64_t low, std::int64_t high) { return value >= low && value <= high; }

void read(JsonFields& f, PositionA& m) {
  m.nav_status = as<std::uint8_t>(f.whole("nav_status", 0, 15, 15));
  m.rot_raw = rate_of_turn(f);
  m.motion = motion(f);
  m.accuracy = f.flag("accuracy");
  m.position = position(f);
  m.time_stamp = time_stamp(f);
  m.maneuver_raw = as<std::uint8_t>(f.whole("maneuver", 0, 3, 0));
  m.raim = f.flag("raim");
  m.radio = as<std::uint32_t>(f.whole("radio", 0, (1 << 19) - 1, 0));
}

void read(JsonFields& f, BaseStation& m) {
  m.year_raw = as<std::uint16_t>(f.whole("year", 1, 9999, 0));
  m.month_raw = as<std::uint8_t>(f.whole("month", 1, 12, 0));
  m.day_raw = as<std::uint8_t>(f.whole("day", 1, 31, 0));
  m.hour_raw = as<std::uint8_t>(f.whole("hour", 0, 23, 24));
  m.minute_raw = as<std::uint8_t>(f.whole("minute", 0, 59, 60));
  m.second_raw = as<std::uint8_t>(f.whole("second", 0, 59, 60));
  if (const std::string text = f.plain("timestamp"); !text.empty()) {
    const auto n = numbers_in(text, "--T::Z");
    if (!n || n->size() != 6 || !within((*n)[0], 1, 9999) || !within((*n)[1], 1, 12) || !within((*n)[2], 1, 31) ||
        !within((*n)[3], 0, 23) || !within((*n)[4], 0, 59) || !within((*n)[5], 0, 59)) {
      f.fault("timestamp", fmt::format("is `{}`, not of the form 2026-01-31T23:59:59Z", text));
    } else {
      m.year_raw = as<std::uint16_t>((*n)[0]);
      m.month_raw = as<std::uint8_t>((*n)[1]);
      m.day_raw = as<std::uint8_t>((*n)[2]);
      m.hour_raw = as<std::uint8_t>((*n)[3]);
      m.minute_raw = as<std::uint8_t>((*n)[4]);
      m.second_raw = as<std::uint8_t>((*n)[5]);
    }
  }
  m.accuracy = f.flag("accuracy");
  m.position = position(f);
  m.epfd_raw = as<std::uint8_t>(f.whole("epfd", 0, 15, 0));
  m.transmission_control = f.flag("transmission_control");
  m.raim = f.flag("raim");
  m.radio = as<std::uint32_t>(f.whole("radio", 0, (1 << 19) - 1, 0));
}

void read(JsonFields& f, StaticVoyage& m) {
  m.ais_version = as<std::uint8_t>(f.whole("ais_version", 0, 3, 0));
  m.imo_raw = as<std::uint32_t>(f.whole("imo", 0, (1 << 30) - 1, 0));
  m.callsign = SixBitText<7>::from(f.six_bit("callsign", 7));
  m.name = SixBitText<20>::from(f.six_bit("name", 20));
  m.ship_type_raw = as<std::uint8_t>(f.whole("ship_type", 0, 255, 0));
  m.dimensions = dimensions(f);
  m.epfd_raw = as<std::uint8_t>(f.whole("epfd", 0, 15, 0));
  m.eta_month_raw = as<std::uint8_t>(f.whole("eta_month", 1, 12, 0));
  m.eta_day_raw = as<std::uint8_t>(f.whole("eta_day", 1, 31, 0));
  m.eta_hour_raw = as<std::uint8_t>(f.whole("eta_hour", 0, 23, 24));
  m.eta_minute_raw = as<std::uint8_t>(f.whole("eta_minute", 0, 59, 60));
  if (const std::string text = f.plain("eta"); !text.empty()) {
    const auto n = numbers_in(text, "- :");
    if (!n || n->size() != 4 || !within((*n)[0], 1, 12) || !within((*n)[1], 1, 31) || !within((*n)[2], 0, 23) ||
        !within((*n)[3], 0, 59)) {
      f.fault("eta", fmt::format("is `{}`, not of the form 05-14 20:15", text));
    } else {
      m.eta_month_raw = as<std::uint8_t>((*n)[0]);
      m.eta_day_raw = as<std::uint8_t>((*n)[1]);
      m.eta_hour_raw = as<std::uint8_t>((*n)[2]);
      m.eta_minute_raw = as<std::uint8_t>((*n)[3]);
    }
  }
  m.draught_raw = as<std::uint8_t>(f.scaled("draught", 10, 0, 255, 0));
  m.destination = SixBitText<20>::from(f.six_bit("destination", 20));
  m.dte_raw = f.flag("dte", true);
}

// `bits:hexadecimal digits` into the message's payload.
BitRange data(JsonFields& f, Message& message) {
  const std::string text = f.plain("data");
  if (text.empty()) {
    f.fault("data", "is missing: binary messages are encoded from their bytes, as `16:0938`");
    return {};
  }
  const std::size_t colon = text.find(':');
  const auto bits = parse_number<std::uint16_t>(std::string_view(text).substr(0, std::min(colon, text.size())));
  const std::string_view digits =
      colon == std::string::npos ? std::string_view() : std::string_view(text).substr(colon + 1);
  if (!bits || digits.size() != (static_cast<std::size_t>(*bits) + 7) / 8 * 2 || *bits > kPayloadBitsMax) {
    f.fault("data", "is not of the form `bits:hexadecimal digits`, two digits for each eight bits");
    return {};
  }
  message.payload.clear();
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    unsigned byte = 0;
    const auto [end, error] = std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
    if (error != std::errc{} || end != digits.data() + i + 2) {
      f.fault("data", "has characters that are not hexadecimal digits");
      return {};
    }
    message.payload.append(byte, 8);
  }
  message.payload.bits = *bits;
  return {0, *bits};
}

void ignore_application(JsonFields& f, const boost::json::object& object) {
  // The decoded members of an application say again what `data` holds.
  for (const auto& member : object) {
    f.ignore({std::string_view(member.key())});
  }
}

void read(JsonFields& f, BinaryAddressed& m, Message& message, const boost::json::object& object) {
  m.sequence = as<std::uint8_t>(f.whole("seqno", 0, 3, 0));
  m.destination_mmsi = as<std::uint32_t>(f.required("dest_mmsi", 0, kMmsiMax));
  m.retransmit = f.flag("retransmit");
  m.dac = as<std::uint16_t>(f.required("dac", 0, 1023));
  m.fid = as<std::uint8_t>(f.required("fid", 0, 63));
  m.data = data(f, message);
  ignore_application(f, object);
}

void read(JsonFields& f, BinaryBroadcast& m, Message& message, const boost::json::object& object) {
  m.dac = as<std::uint16_t>(f.required("dac", 0, 1023));
  m.fid = as<std::uint8_t>(f.required("fid", 0, 63));
  m.data = data(f, message);
  ignore_application(f, object);
}

void read(JsonFields& f, SarAircraft& m) {
  m.altitude_raw = as<std::uint16_t>(f.whole("altitude", 0, 4094, 4095));
  m.sog_raw = speed(f, 1);
  m.accuracy = f.flag("accuracy");
  m.position = position(f);
  m.cog_raw = as<std::uint16_t>(f.scaled("cog", 10, 0, 3599, 3600));
  m.time_stamp = time_stamp(f);
  m.regional = as<std::uint8_t>(f.whole("regional", 0, 255, 0));
  m.dte_raw = f.flag("dte", true);
  m.assigned = f.flag("assigned");
  m.raim = f.flag("raim");
  m.radio = as<std::uint32_t>(f.whole("radio", 0, (1 << 20) - 1, 0));
}

void read(JsonFields& f, PositionB& m) {
  m.reserved = as<std::uint8_t>(f.whole("reserved", 0, 255, 0));
  m.motion = motion(f);
  m.accuracy = f.flag("accuracy");
  m.position = position(f);
  m.time_stamp = time_stamp(f);
  m.regional = as<std::uint8_t>(f.whole("regional", 0, 3, 0));
  m.flags = {f.flag("cs"), f.flag("display"), f.flag("dsc"), f.flag("band"), f.flag("msg22"), f.flag("assigned")};
  m.raim = f.flag("raim");
  m.radio = as<std::uint32_t>(f.whole("radio", 0, (1 << 20) - 1, 0));
}

void read(JsonFields& f, PositionBExtended& m) {
  m.reserved = as<std::uint8_t>(f.whole("reserved", 0, 255, 0));
  m.motion = motion(f);
  m.accuracy = f.flag("accuracy");
  m.position = position(f);
  m.time_stamp = time_stamp(f);
  m.regional = as<std::uint8_t>(f.whole("regional", 0, 15, 0));
  m.name = SixBitText<20>::from(f.six_bit("name", 20));
  m.ship_type_raw = as<std::uint8_t>(f.whole("ship_type", 0, 255, 0));
  m.dimensions = dimensions(f);
  m.epfd_raw = as<std::uint8_t>(f.whole("epfd", 0, 15, 0));
  m.raim = f.flag("raim");
  m.dte_raw = f.flag("dte", true);
  m.assigned = f.flag("assigned");
}

void read(JsonFields& f, AidToNavigation& m) {
  m.aid_type_raw = as<std::uint8_t>(f.whole("aid_type", 0, 31, 0));
  const std::string name = f.six_bit("name", 34);
  m.name = SixBitText<20>::from(name);
  if (name.size() > 20) {
    m.name_extension = SixBitText<14>::from(std::string_view(name).substr(20));
    m.name_extension.size = static_cast<std::uint8_t>(name.size() - 20);
  }
  m.accuracy = f.flag("accuracy");
  m.position = position(f);
  m.dimensions = dimensions(f);
  m.epfd_raw = as<std::uint8_t>(f.whole("epfd", 0, 15, 0));
  m.time_stamp = time_stamp(f);
  m.off_position = f.flag("off_position");
  m.regional = as<std::uint8_t>(f.whole("regional", 0, 255, 0));
  m.raim = f.flag("raim");
  m.is_virtual = f.flag("virtual");
  m.assigned = f.flag("assigned");
}

void read(JsonFields& f, StaticPartB& m, std::uint32_t mmsi) {
  m.ship_type_raw = as<std::uint8_t>(f.whole("ship_type", 0, 255, 0));
  m.vendor = SixBitText<3>::from(f.six_bit("vendor", 3));
  m.model = as<std::uint8_t>(f.whole("model", 0, 15, 0));
  m.serial = as<std::uint32_t>(f.whole("serial", 0, (1 << 20) - 1, 0));
  m.callsign = SixBitText<7>::from(f.six_bit("callsign", 7));
  m.is_auxiliary = mmsi / 10'000'000 == 98;
  if (m.is_auxiliary) {
    m.mothership_mmsi_raw = as<std::uint32_t>(f.whole("mothership_mmsi", 0, kMmsiMax, 0));
  } else {
    m.dimensions = dimensions(f);
  }
  m.epfd_raw = as<std::uint8_t>(f.whole("epfd", 0, 15, 0));
}

void read(JsonFields& f, LongRange& m) {
  m.nav_status = as<std::uint8_t>(f.whole("nav_status", 0, 15, 15));
  m.accuracy = f.flag("accuracy");
  m.position = coarse_position(f);
  m.sog_raw = as<std::uint8_t>(f.whole("sog", 0, 62, 63));
  m.cog_raw = as<std::uint16_t>(f.whole("cog", 0, 359, 511));
  m.raim = f.flag("raim");
  m.late = f.flag("position_latency", true);
}

void read_static_part(JsonFields& f, Message& message) {
  const std::string part = f.plain("part");
  if (part == "A") {
    message.body.emplace<StaticPartA>().name = SixBitText<20>::from(f.six_bit("name", 20));
  } else if (part == "B") {
    read(f, message.body.emplace<StaticPartB>(), message.mmsi);
  } else {
    f.fault("part", "is neither `A` nor `B`");
  }
}

// Long enough for any text of M.1371, and shown as it was given.
void read_text(JsonFields& f, Message& message) { set_safety_text(message, f.six_bit("text", kSafetyTextMax)); }

void read_context(JsonFields& f, Message& message) {
  SentenceContext& c = message.context;
  c = SentenceContext{};
  c.station.assign({});
  message.tags = TagDetails{};
  message.tags.destination.assign({});
  message.tags.text.assign({});
  const std::string channel = f.plain("channel");
  if (channel.size() > 1) {
    f.fault("channel", "has more than one character");
  }
  c.channel = channel.empty() ? '\0' : channel[0];
  c.own_ship = f.flag("own_ship");
  if (const std::string talker = f.plain("talker"); talker.size() == 2) {
    c.talker = {talker[0], talker[1]};
  } else if (!talker.empty()) {
    f.fault("talker", "does not have two characters");
  }
  const auto tag_text = [&f](std::string_view name) {
    const std::string text = f.plain(name);
    if (std::any_of(text.begin(), text.end(),
                    [](char ch) { return ch < 32 || ch > 126 || ch == '\\' || ch == '*' || ch == ',' || ch == '!'; })) {
      f.fault(name, fmt::format("`{}` has a character that a tag block cannot hold", text));
    }
    return text;
  };
  c.station.assign(tag_text("station"));
  message.tags.destination.assign(tag_text("tag_destination"));
  c.tag_time_ms = f.scaled("tag_time", 1000, 0, 253'402'300'799'000, kNoTime);
  if (const boost::json::value* group = f.find("tag_group"); group != nullptr) {
    message.tags.group_id = as<std::uint32_t>(f.whole("tag_group", 0, 4'294'967'295, 0));
  }
  f.ignore({"type", "mmsi", "repeat", "trailer_time", "line_time", "tag_text", "tag_line", "tag_relative_time"});
}

}  // namespace

Result<void> message_from_json(Message& message, std::string_view json) {
  boost::system::error_code code;
  boost::json::value document = boost::json::parse(json, code);
  if (code) {
    return fail(ErrorCode::invalid_argument, fmt::format("not JSON: {}", code.message()));
  }
  if (!document.is_object()) {
    return fail(ErrorCode::invalid_argument, "not a JSON object: one message is one object on one line");
  }
  const boost::json::object& object = document.get_object();
  JsonFields f(object);
  message.type = as<std::uint8_t>(f.required("type", 1, 27));
  message.repeat = as<std::uint8_t>(f.whole("repeat", 0, 3, 0));
  message.mmsi = as<std::uint32_t>(f.required("mmsi", 0, kMmsiMax));
  message.payload.clear();
  read_context(f, message);
  Body& body = message.body;
  switch (message.type) {
    case 1:
    case 2:
    case 3:
      read(f, body.emplace<PositionA>());
      break;
    case 4:
    case 11:
      read(f, body.emplace<BaseStation>());
      break;
    case 5:
      read(f, body.emplace<StaticVoyage>());
      break;
    case 6:
      read(f, body.emplace<BinaryAddressed>(), message, object);
      break;
    case 8:
      read(f, body.emplace<BinaryBroadcast>(), message, object);
      break;
    case 9:
      read(f, body.emplace<SarAircraft>());
      break;
    case 10:
      body.emplace<UtcInquiry>().destination_mmsi = as<std::uint32_t>(f.required("dest_mmsi", 0, kMmsiMax));
      break;
    case 12: {
      auto& m = body.emplace<SafetyAddressed>();
      m.sequence = as<std::uint8_t>(f.whole("seqno", 0, 3, 0));
      m.destination_mmsi = as<std::uint32_t>(f.required("dest_mmsi", 0, kMmsiMax));
      m.retransmit = f.flag("retransmit");
      read_text(f, message);
      break;
    }
    case 14:
      body.emplace<SafetyBroadcast>();
      read_text(f, message);
      break;
    case 18:
      read(f, body.emplace<PositionB>());
      break;
    case 19:
      read(f, body.emplace<PositionBExtended>());
      break;
    case 21:
      read(f, body.emplace<AidToNavigation>());
      break;
    case 24:
      read_static_part(f, message);
      break;
    case 27:
      read(f, body.emplace<LongRange>());
      break;
    default:
      return fail(ErrorCode::unsupported,
                  fmt::format("field `type`: message {} cannot be encoded from JSON (1 to 6, 8 to 12, 14, 18, 19, 21, "
                              "24 and 27 can)",
                              message.type));
  }
  return f.finish();
}

Result<void> JsonEncoder::encode(std::string& out, std::string_view line) {
  ++line_;
  if (trim(line).empty()) {
    return {};
  }
  if (auto read = message_from_json(message_, line); !read) {
    return fail(read.error().code, fmt::format("line {}: {}", line_, read.error().message));
  }
  PackedBits packed;
  if (!pack_message(message_, packed)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("line {}: field `data` is longer than a message can be", line_));
  }
  const SentenceContext& context = message_.context;
  SentenceForm form;
  form.talker = context.talker;
  form.own_ship = context.own_ship;
  form.channel = context.channel;
  form.sequence = static_cast<std::uint8_t>(groups_ % 10);
  form.station = context.station.value();
  form.destination = message_.tags.destination.value();
  form.line_end = line_end_;
  if (const auto time = context.tag_time()) {
    form.tag_time = *time % 1000 == 0 ? *time / 1000 : *time;
  }
  if (message_.tags.group_id != 0) {
    form.group = message_.tags.group_id;
  }
  const int sentences = append_sentences(out, packed.reader(), form);
  if (sentences == 0) {
    return fail(ErrorCode::invalid_argument, fmt::format("line {}: field `data` does not fit nine sentences", line_));
  }
  groups_ += sentences > 1 ? 1U : 0U;
  return {};
}

}  // namespace fairlead::decode::ais
