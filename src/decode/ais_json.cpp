// SPDX-License-Identifier: Apache-2.0
// AIS messages as lines of JSON.
#include "decode/ais/application.hpp"
#include "decode/ais/json.hpp"
#include "json_members.hpp"

namespace fairlead::decode::ais {
namespace {

using namespace json;

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
    w.key("channel");
    w.text({&c.channel, 1});
  }
  if (c.own_ship) {
    w.literal(",\"own_ship\":true");
  }
  if (c.talker != std::array<char, 2>{'A', 'I'}) {
    w.key("talker");
    w.text({c.talker.data(), 2});
  }
  if (c.station.size != 0) {
    w.key("station");
    w.text(c.station.view());
  }
  if (c.tag_time_ms != kNoTime) {
    w.key("tag_time");
    seconds_from_ms(w, c.tag_time_ms);
  }
  if (c.trailer_time_ms != kNoTime) {
    w.key("trailer_time");
    seconds_from_ms(w, c.trailer_time_ms);
  }
  if (c.line_time_ns != kNoTime) {
    w.key("line_time");
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
    w.key("tag_destination");
    w.text(tags.destination.view());
  }
  if (tags.text.size != 0) {
    w.key("tag_text");
    w.text(tags.text.view());
  }
  if (tags.line_count != 0) {
    w.key("tag_line");
    w.number(tags.line_count);
  }
  if (tags.relative_time != 0) {
    w.key("tag_relative_time");
    w.number(tags.relative_time);
  }
  if (tags.group_id != 0) {
    w.key("tag_group");
    w.number(tags.group_id);
  }
}

void application_head(JsonWriter& w, std::uint16_t dac, std::uint8_t fid) {
  w.key("dac");
  w.number(dac);
  w.key("fid");
  w.number(fid);
}

void data_member(JsonWriter& w, const BitReader& data) {
  if (!data.empty()) {
    w.key("data");
    w.bits(data);
  }
}

void slot_binary(JsonWriter& w, const SlotBinary& m, const Message& message) {
  w.key("addressed");
  w.boolean(m.addressed);
  w.key("structured");
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
