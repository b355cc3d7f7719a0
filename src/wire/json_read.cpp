// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "json_parse.hpp"
#include "wire/json.hpp"

namespace fairlead::wire {
namespace {

namespace bj = boost::json;

// One JSON object being read: every member must be asked for, and of the right kind. The first complaint is kept.
class ObjectReader {
 public:
  ObjectReader(const bj::object& object, std::string path) : object_(object), path_(std::move(path)) {}

  const bj::value* find(std::string_view name) {
    asked_.push_back(name);
    return object_.if_contains(name);
  }
  const bj::value* need(std::string_view name) {
    const bj::value* value = find(name);
    if (value == nullptr) complain(name, "is missing");
    return value;
  }
  std::string text(std::string_view name) { return text_of(name, need(name)); }
  std::string text_or_empty(std::string_view name) {
    const bj::value* value = find(name);
    return value == nullptr ? std::string() : text_of(name, value);
  }
  template <class Number>
  Number number(std::string_view name) {
    return number_of<Number>(name, need(name)).value_or(Number{});
  }
  template <class Number>
  std::optional<Number> number_if(std::string_view name) {
    const bj::value* value = find(name);
    return value == nullptr ? std::nullopt : number_of<Number>(name, value);
  }
  std::optional<double> real_if(std::string_view name) {
    const bj::value* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_number()) return value->to_number<double>();
    complain(name, "is not a number");
    return std::nullopt;
  }
  bool flag(std::string_view name) {
    const bj::value* value = need(name);
    if (value != nullptr && value->is_bool()) return value->get_bool();
    if (value != nullptr) complain(name, "is not true or false");
    return false;
  }
  Instant time(std::string_view name) { return time_of(name, need(name)); }
  std::optional<Instant> time_if(std::string_view name) {
    const bj::value* value = find(name);
    if (value == nullptr) return std::nullopt;
    return time_of(name, value);
  }
  std::vector<std::string> texts(std::string_view name) {
    std::vector<std::string> result;
    const bj::value* value = need(name);
    if (value == nullptr) return result;
    if (!value->is_array()) {
      complain(name, "is not a list");
      return result;
    }
    for (const bj::value& element : value->get_array()) result.push_back(text_of(name, &element));
    return result;
  }
  std::set<std::string> text_set(std::string_view name) {
    auto list = texts(name);
    return {list.begin(), list.end()};
  }
  template <class Parse>
  auto word(std::string_view name, Parse parse) {
    const std::string text_value = text(name);
    auto parsed = parse(text_value);
    if (!parsed) complain(name, fmt::format("has the unknown word `{}`", text_value));
    using Value = typename decltype(parsed)::value_type;
    return parsed ? *parsed : Value{};
  }
  void version() {
    const auto v = number<std::uint32_t>("v");
    if (v > 1)
      complaint_ = Error{ErrorCode::newer_version, fmt::format("version {} is newer than this program reads (1)", v)};
    if (v == 0 && !complaint_) complain("v", "is not 1");
  }
  void complain(std::string_view name, std::string_view what) {
    if (!complaint_) complaint_ = Error{ErrorCode::invalid_argument, fmt::format("`{}{}` {}", path_, name, what)};
  }
  // To be asked last: also refuses members that nobody asked for.
  Result<void> finish() {
    if (complaint_) return Failure(*complaint_);
    for (const auto& member : object_) {
      const std::string_view key(member.key().data(), member.key().size());
      if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
      const auto near = nearest_word(key, asked_);
      return fail(ErrorCode::invalid_argument, fmt::format("unknown member `{}{}`{}", path_, key,
                                                           near ? fmt::format("; did you mean `{}`", *near) : ""));
    }
    return {};
  }

 private:
  std::string text_of(std::string_view name, const bj::value* value) {
    if (value == nullptr) return {};
    if (value->is_string()) return std::string(value->get_string());
    complain(name, "is not a text");
    return {};
  }
  Instant time_of(std::string_view name, const bj::value* value) {
    if (value == nullptr) return {};
    const auto parsed = parse_rfc3339(text_of(name, value));
    if (parsed) return *parsed;
    complain(name, parsed.error().message);
    return {};
  }
  template <class Number>
  std::optional<Number> number_of(std::string_view name, const bj::value* value) {
    if (value == nullptr) return std::nullopt;
    if ((value->is_int64() && value->get_int64() >= 0) || value->is_uint64()) {
      const std::uint64_t whole =
          value->is_uint64() ? value->get_uint64() : static_cast<std::uint64_t>(value->get_int64());
      if (whole <= std::numeric_limits<Number>::max()) return static_cast<Number>(whole);
    }
    complain(name, fmt::format("is not a whole number from 0 to {}", std::numeric_limits<Number>::max()));
    return std::nullopt;
  }

  const bj::object& object_;
  std::string path_;
  std::vector<std::string_view> asked_;
  std::optional<Error> complaint_;
};

// Parses and hands the top-level object to `read`, which returns the noun and leaves complaints with the reader.
template <class Read>
auto from_json(std::string_view json, Read read) -> Result<decltype(read(std::declval<ObjectReader&>()))> {
  FL_TRY(const bj::value value, parse_json(json));
  if (!value.is_object()) return fail(ErrorCode::invalid_argument, "not a JSON object");
  ObjectReader reader(value.get_object(), "");
  auto noun = read(reader);
  FL_CHECK(reader.finish());
  return noun;
}

std::optional<domain::SensorKind> sensor_kind(std::string_view word) {
  for (const auto kind : {domain::SensorKind::ais, domain::SensorKind::radar, domain::SensorKind::own_navigation,
                          domain::SensorKind::sighting}) {
    if (domain::name(kind) == word) return kind;
  }
  return std::nullopt;
}

domain::Eta eta_of(ObjectReader& in, std::string_view text) {
  domain::Eta eta;
  std::optional<std::uint8_t>* parts[] = {&eta.month, &eta.day, &eta.hour, &eta.minute};
  if (text.size() != 11 || text[2] != '-' || text[5] != ' ' || text[8] != ':') {
    in.complain("eta", "is not of the form `05-14 20:15`");
    return eta;
  }
  for (std::size_t i = 0; i < 4; ++i) {
    const std::string_view digits = text.substr(i * 3, 2);
    if (digits == "--") continue;
    *parts[i] = parse_number<std::uint8_t>(digits);
    if (!*parts[i]) in.complain("eta", "is not of the form `05-14 20:15`");
  }
  return eta;
}

template <std::size_t N>
FixedText<N> fixed_of(ObjectReader& in, std::string_view name) {
  const std::string text = in.text_or_empty(name);
  if (text.size() > N) in.complain(name, fmt::format("is longer than {} characters", N));
  return FixedText<N>(text);
}

domain::StaticClaims read_claims(ObjectReader& in) {
  domain::StaticClaims claims;
  claims.name = fixed_of<34>(in, "name");
  claims.call_sign = fixed_of<7>(in, "call_sign");
  claims.destination = fixed_of<20>(in, "destination");
  claims.imo = in.number_if<std::uint32_t>("imo");
  claims.ship_type = in.number_if<std::uint8_t>("ship_type");
  in.find("ship_type_text");
  in.find("length_m");
  in.find("beam_m");
  if (in.find("to_bow_m") != nullptr) {
    claims.dimensions =
        domain::Dimensions{in.number<std::uint16_t>("to_bow_m"), in.number<std::uint16_t>("to_stern_m"),
                           in.number<std::uint16_t>("to_port_m"), in.number<std::uint16_t>("to_starboard_m")};
  }
  if (const auto draught = in.real_if("draught_m")) {
    const double decimetres = std::nearbyint(*draught * 10);
    if (decimetres >= 0 && decimetres <= std::numeric_limits<std::uint16_t>::max()) {
      claims.draught_dm = static_cast<std::uint16_t>(decimetres);
    } else {
      in.complain("draught_m", "is not a length from 0 to 6553.5");
    }
  }
  const std::string eta = in.text_or_empty("eta");
  if (!eta.empty()) claims.eta = eta_of(in, eta);
  claims.mothership = in.number_if<std::uint32_t>("mothership_mmsi");
  claims.aid_type = in.number_if<std::uint8_t>("aid_type");
  if (claims.aid_type) {
    claims.aid_is_virtual = in.flag("aid_is_virtual");
    claims.aid_is_off_position = in.flag("aid_is_off_position");
  }
  return claims;
}

std::optional<geo::Position> read_position(ObjectReader& in, std::string_view name = "position") {
  const bj::value* value = in.find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_object()) {
    in.complain(name, "is not an object");
    return std::nullopt;
  }
  ObjectReader inner(value->get_object(), std::string(name) + ".");
  const auto latitude = inner.real_if("lat");
  const auto longitude = inner.real_if("lon");
  const auto ok = inner.finish();
  if (!ok || !latitude || !longitude) {
    in.complain(name, "needs the members `lat` and `lon`");
    return std::nullopt;
  }
  const auto position = geo::Position::from_degrees(*latitude, *longitude);
  if (!position) in.complain(name, "is out of range");
  return position;
}

domain::Label read_label(ObjectReader& in) {
  domain::Label label;
  label.policy = in.text_or_empty("policy");
  label.level = in.word("level", [](std::string_view w) { return domain::level(w); });
  label.releasable_to = in.text_set("releasable_to");
  label.caveats = in.text_set("caveats");
  label.purposes = in.text_set("purposes");
  label.originators = in.text_set("originators");
  label.expires_at = in.time_if("expires_at");
  label.personal_data = in.flag("personal_data");
  return label;
}

// A member that is an object, when it is there.
template <class Read>
auto object_if(ObjectReader& in, std::string_view name, Read read)
    -> std::optional<decltype(read(std::declval<ObjectReader&>()))> {
  const bj::value* value = in.find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_object()) {
    in.complain(name, "is not an object");
    return std::nullopt;
  }
  ObjectReader inner(value->get_object(), std::string(name) + ".");
  auto found = read(inner);
  const auto ok = inner.finish();
  if (!ok) in.complain(name, fmt::format("cannot be read: {}", ok.error().message));
  return found;
}

std::optional<Length> length_if(ObjectReader& in, std::string_view name) {
  const auto metres = in.real_if(name);
  return metres ? std::optional(Length::metres(*metres)) : std::nullopt;
}

domain::Detection read_detection(ObjectReader& in) {
  domain::Detection detection;
  detection.scan = in.number_if<std::uint64_t>("scan").value_or(0);
  detection.error = object_if(in, "error", [](ObjectReader& error) {
    domain::ErrorEllipse ellipse;
    ellipse.major = length_if(error, "major_m").value_or(Length{});
    ellipse.minor = length_if(error, "minor_m").value_or(Length{});
    ellipse.orientation_degrees = error.real_if("orientation_deg").value_or(0);
    return ellipse;
  });
  detection.seen_from = read_position(in, "seen_from");
  detection.length = length_if(in, "length_m");
  detection.width = length_if(in, "width_m");
  detection.seen_as = in.text_or_empty("seen_as");
  detection.remarks = in.text_or_empty("remarks");
  if (in.find("photos") != nullptr) detection.photos = in.texts("photos");
  detection.label = object_if(in, "label", [](ObjectReader& label) { return read_label(label); });
  return detection;
}

}  // namespace

Result<domain::Label> label_from_json(std::string_view json) {
  return from_json(json, [](ObjectReader& in) { return read_label(in); });
}

Result<domain::Sentence> sentence_from_json(std::string_view json) {
  return from_json(json, [](ObjectReader& in) {
    in.version();
    domain::Sentence sentence;
    sentence.source = domain::SourceId(in.number<std::uint32_t>("source"));
    sentence.received_at = in.time("received_at");
    sentence.bytes = in.text("bytes");
    return sentence;
  });
}

Result<domain::Observation> observation_from_json(std::string_view json) {
  return from_json(json, [](ObjectReader& in) {
    in.version();
    domain::Observation o;
    o.id = domain::ObservationId(in.number<std::uint64_t>("id"));
    o.source = domain::SourceId(in.number<std::uint32_t>("source"));
    o.sensor = in.word("sensor", sensor_kind);
    o.kind = in.word("kind", [](std::string_view w) { return domain::track_kind(w); });
    o.received_at = in.time("received_at");
    o.observed_at = in.time_if("observed_at");
    const std::string transmission = in.text_or_empty("transmission");
    if (!transmission.empty()) {
      const auto [end, error] =
          std::from_chars(transmission.data(), transmission.data() + transmission.size(), o.transmission, 16);
      if (error != std::errc{} || end != transmission.data() + transmission.size()) {
        in.complain("transmission", "is not a hexadecimal number");
      }
    }
    o.hearer = fixed_of<domain::Hearer::capacity()>(in, "hearer");
    if (const auto mmsi = in.number_if<std::uint32_t>("mmsi")) {
      o.mmsi = domain::Mmsi::from_number(*mmsi);
      if (!o.mmsi) in.complain("mmsi", "has more than nine digits");
    }
    o.target_number = in.number_if<std::uint16_t>("target_number");
    o.position = read_position(in);
    if (const auto v = in.real_if("position_sigma_m")) o.position_sigma = Length::metres(*v);
    if (const auto v = in.real_if("speed_mps")) o.speed = Speed::metres_per_second(*v);
    if (const auto v = in.real_if("course_deg")) o.course = Course::degrees(*v);
    if (const auto v = in.real_if("heading_deg")) o.heading = Heading::degrees(*v);
    if (const auto v = in.real_if("turn_deg_min")) o.turn_rate = TurnRate::degrees_per_minute(*v);
    o.nav_status = in.number_if<std::uint8_t>("nav_status");
    if (const auto v = in.real_if("altitude_m")) o.altitude = Length::metres(*v);
    o.claims = object_if(in, "claims", [](ObjectReader& claims) { return read_claims(claims); });
    if (auto detection = object_if(in, "detection", [](ObjectReader& inner) { return read_detection(inner); })) {
      o.detection = std::make_shared<const domain::Detection>(std::move(*detection));
    }
    return o;
  });
}

Result<domain::Finding> finding_from_json(std::string_view json) {
  return from_json(json, [](ObjectReader& in) {
    in.version();
    domain::Finding finding;
    finding.id = in.text("id");
    finding.rule = in.text("rule");
    finding.rule_version = in.number<std::uint32_t>("rule_version");
    finding.priority = in.word("priority", [](std::string_view w) { return domain::priority(w); });
    for (const std::string& text : in.texts("tracks")) {
      const auto id = domain::parse_track_id(text);
      if (!id) in.complain("tracks", fmt::format("has `{}`, which is not a track id", text));
      finding.tracks.push_back(id.value_or(domain::TrackId()));
    }
    finding.position = read_position(in);
    finding.begins_at = in.time("begins_at");
    finding.ends_at = in.time_if("ends_at");
    finding.reasons = in.texts("reasons");
    if (const bj::value* evidence = in.need("evidence"); evidence != nullptr && evidence->is_array()) {
      for (const bj::value& id : evidence->get_array()) {
        bj::error_code error;
        finding.evidence.emplace_back(id.to_number<std::uint64_t>(error));
        if (error) in.complain("evidence", "is not a list of observation numbers");
      }
    } else if (evidence != nullptr) {
      in.complain("evidence", "is not a list");
    }
    return finding;
  });
}

Result<domain::Authority> authority_from_json(std::string_view json) {
  return from_json(json, [](ObjectReader& in) {
    in.version();
    domain::Authority authority;
    authority.action = in.text("action");
    authority.state = in.text("state");
    authority.outcome = in.word("outcome", [](std::string_view w) { return domain::authority_outcome(w); });
    authority.cites = in.texts("cites");
    authority.missing = in.texts("missing");
    authority.contested = in.texts("contested");
    authority.explanation = in.texts("explanation");
    return authority;
  });
}

Result<domain::Decision> decision_from_json(std::string_view json) {
  return from_json(json, [](ObjectReader& in) {
    in.version();
    domain::Decision decision;
    decision.object = in.text("object");
    decision.recipient = in.text("recipient");
    decision.purpose = in.text("purpose");
    decision.outcome = in.word("outcome", [](std::string_view w) { return domain::decision_outcome(w); });
    decision.clause = in.text_or_empty("clause");
    decision.reasons = in.number<std::uint64_t>("reasons");
    decision.obligations = in.texts("obligations");
    decision.stop_epoch = in.number<std::uint64_t>("stop_epoch");
    decision.decided_at = in.time("decided_at");
    return decision;
  });
}

Result<domain::Delivery> delivery_from_json(std::string_view json) {
  return from_json(json, [](ObjectReader& in) {
    in.version();
    domain::Delivery delivery;
    delivery.id = in.text("id");
    delivery.recipient = in.text("recipient");
    delivery.channel = in.text("channel");
    delivery.delivered_at = in.time("delivered_at");
    delivery.ledger_index = in.number<std::uint64_t>("ledger_index");
    const std::string payload = in.text("payload_sha256");
    bool whole = payload.size() == 2 * delivery.payload.size();
    for (std::size_t i = 0; whole && i < delivery.payload.size(); ++i) {
      const char* digits = payload.data() + 2 * i;
      const auto [end, error] = std::from_chars(digits, digits + 2, delivery.payload[i], 16);
      whole = error == std::errc{} && end == digits + 2;
    }
    if (!whole) in.complain("payload_sha256", "is not 64 hexadecimal digits");
    delivery.objects = in.texts("objects");
    if (in.find("reply") != nullptr) delivery.reply = in.text("reply");
    return delivery;
  });
}

}  // namespace fairlead::wire
