// SPDX-License-Identifier: Apache-2.0
// Cursor on Target (MITRE, "Cursor on Target Message Router User's Guide", and the base schema event 2.0): XML events,
// one after the other, as TAK servers stream them and as one document.
//
// An atom at sea (`a-?-S…`, and `a-?-U…` below it) is a sighting by somebody else. `ce` is one standard deviation. What
// they think of it (the second letter of the type) stays their word. Tasking (`t-…`) is refused. Document types are not
// read, so no entity is ever expanded but the five of XML.
#include <array>
#include <cmath>
#include <memory>

#include <pugixml.hpp>

#include "base/text.hpp"
#include "foreign/frame.hpp"
#include "foreign/plot.hpp"

namespace fairlead::decode {
namespace {

// How much is wrong with a position whose error is unknown (9999999): by satellite receiver, or by eye.
constexpr double kMachineSigma = 15;
constexpr double kHumanSigma = 500;
constexpr double kUnknownError = 9'999'999;

std::string_view attribute(const pugi::xml_node& node, const char* name) { return node.attribute(name).value(); }

std::optional<double> real(std::string_view text) { return parse_number<double>(trim(text)); }

std::string_view affiliation(char letter) {
  switch (letter) {
    case 'f':
      return "friend";
    case 'a':
      return "assumed friend";
    case 'n':
      return "neutral";
    case 's':
      return "suspect";
    case 'h':
      return "hostile";
    case 'j':
      return "joker";
    case 'k':
      return "faker";
    default:
      return {};  // unknown, pending, none: no judgement
  }
}

class CotReader final : public RecordReader {
 public:
  using RecordReader::RecordReader;

 private:
  static std::size_t event_begin(std::string_view bytes, std::size_t from) {
    for (auto at = bytes.find("<event", from); at != std::string_view::npos; at = bytes.find("<event", at + 1)) {
      if (at + 6 >= bytes.size()) return at;  // more to come
      const char next = bytes[at + 6];
      if (next == ' ' || next == '>' || next == '/' || next == '\t' || next == '\r' || next == '\n') return at;
    }
    return std::string_view::npos;
  }

  // What stands between events (prologues, `<events>`, white space) is passed over.
  std::size_t take(std::string_view bytes, bool at_end) override {
    std::size_t done = 0;
    for (;;) {
      const auto open = event_begin(bytes, done);
      if (open == std::string_view::npos) {
        // The beginning of a tag may be at the end.
        const auto tag = at_end ? std::string_view::npos : bytes.substr(done).rfind('<');
        return tag == std::string_view::npos || bytes.size() - done - tag > 6 ? bytes.size() : done + tag;
      }
      const auto tag_end = bytes.find('>', open);
      auto end = std::string_view::npos;
      if (tag_end != std::string_view::npos && bytes[tag_end - 1] == '/') {
        end = tag_end + 1;
      } else if (const auto close = bytes.find("</event>", open); close != std::string_view::npos) {
        end = close + 8;
      }
      if (end == std::string_view::npos) {
        if (!at_end) return open;
        reject(ForeignRejection::kUnreadable, bytes.substr(open, 128));
        return bytes.size();
      }
      take_event(bytes.substr(open, end - open));
      done = end;
    }
  }
  std::size_t resume(std::string_view bytes) override {
    const auto at = event_begin(bytes, 0);
    return at == std::string_view::npos ? bytes.size() : at;
  }

  void take_event(std::string_view text) {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
    const auto event = document.child("event");
    if (!parsed || !event) return reject(ForeignRejection::kUnreadable, text.substr(0, 128));
    const std::string_view type = attribute(event, "type");
    if (type.starts_with("t-")) {
      // Pings keep connections alive.
      if (type.starts_with("t-x-c-t") || type.starts_with("t-x-takp")) return ignore();
      return reject(ForeignRejection::kTasking, {});
    }
    const bool spot = type.starts_with("b-m-p-s-m");
    if (!type.starts_with("a-") && !spot) return ignore();
    const char dimension = type.size() > 4 ? type[4] : '\0';
    const bool flying = dimension == 'A';
    if (!spot && dimension != 'S' && dimension != 'U' && !(flying && options().keep_aircraft)) {
      return reject(ForeignRejection::kNotAVessel, {});
    }
    domain::Observation observation;
    domain::Detection detection;
    if (const auto problem = read_event(event, observation, detection)) return reject(*problem, text.substr(0, 128));
    if (flying) detection.seen_as = "aircraft";
    bool keep_text = true;
    if (const auto word = affiliation(type.size() > 2 && !spot ? type[2] : 'u'); !word.empty()) {
      keep_text = false;
      if (!detection.remarks.empty()) detection.remarks += "; ";
      detection.remarks += their_word(options(), word);
    }
    const auto dropped = read_detail(event.child("detail"), observation, detection);
    dropped_targeting(dropped);
    if (claims_ != domain::StaticClaims{}) observation.claims = claims_;
    observation.detection = std::make_shared<const domain::Detection>(std::move(detection));
    give(observation, keep_text && dropped == 0 ? text : std::string_view());
  }

  // Time, place and error.
  std::optional<ForeignRejection> read_event(const pugi::xml_node& event, domain::Observation& observation,
                                             domain::Detection& detection) {
    claims_ = {};
    observation.sensor = domain::SensorKind::sighting;
    observation.kind = domain::TrackKind::contact;
    const auto time = attribute(event, "time");
    if (!time.empty()) {
      observation.observed_at = read_time(time);
      if (!observation.observed_at) return ForeignRejection::kBadTime;
    }
    const auto point = event.child("point");
    const auto lat = real(attribute(point, "lat")), lon = real(attribute(point, "lon"));
    if (!point || !lat || !lon) return ForeignRejection::kNoPosition;
    observation.position = geo::Position::from_degrees(*lat, *lon);
    if (!observation.position || std::fabs(*lon) > 360) return ForeignRejection::kBadPosition;
    if (*lat == 0 && *lon == 0 && attribute(point, "ce") == "9999999.0") return ForeignRejection::kNoPosition;
    const auto how = attribute(event, "how");
    const auto ce = real(attribute(point, "ce"));
    if (ce && *ce < 0) return ForeignRejection::kBadError;
    const double usual = how.starts_with("m-g") ? kMachineSigma : kHumanSigma;
    observation.position_sigma = Length::metres(ce && *ce < kUnknownError ? std::max(*ce, 1.0) : usual);
    const auto uid = attribute(event, "uid");
    // Gateways of AIS put the identity into the name of the event.
    const std::string upper = to_upper(uid);
    if (const auto at = upper.find("MMSI"); at != std::string::npos) read_mmsi(upper.substr(at + 4), observation);
    detection.seen_as = how.starts_with("m-g") ? "self report" : "";
    return std::nullopt;
  }

  static void read_mmsi(std::string_view text, domain::Observation& observation) {
    const auto first = text.find_first_of("0123456789");
    if (first == std::string_view::npos) return;
    const auto last = std::min(text.find_first_not_of("0123456789", first), text.size());
    if (const auto n = parse_number<std::uint32_t>(text.substr(first, last - first)); n && last - first == 9) {
      observation.mmsi = domain::Mmsi::from_number(*n);
    }
  }

  // Returns how many elements and attributes of targeting were passed over.
  std::uint64_t read_detail(const pugi::xml_node& detail, domain::Observation& observation,
                            domain::Detection& detection) {
    std::uint64_t dropped = 0;
    for (const auto& element : detail.children()) {
      const std::string_view tag = element.name();
      if (is_targeting_name(tag)) {
        ++dropped;
        continue;
      }
      for (const auto& item : element.attributes()) {
        const std::string_view key = item.name();
        if (is_targeting_name(key)) {
          ++dropped;
          continue;
        }
        const std::string word = to_lower(key);
        if (word == "mmsi") read_mmsi(item.value(), observation);
        if (word == "imo") read_imo(item.value());
        if (tag == "contact" && word == "callsign") claims_.name = std::string_view(item.value());
      }
      if (tag == "track") {
        const auto course = real(attribute(element, "course")), speed = real(attribute(element, "speed"));
        if (course && std::fabs(*course) <= 720) observation.course = Course::degrees(*course);
        if (speed && *speed >= 0 && *speed < 500) observation.speed = Speed::metres_per_second(*speed);
      } else if (tag == "remarks") {
        std::string remark = std::string(trim(element.text().get())).substr(0, 2048);
        if (remark.empty()) continue;
        detection.remarks = detection.remarks.empty() ? remark : remark + "; " + detection.remarks;
      } else if (tag == "image" || tag == "attachment_list") {
        const auto link = attribute(element, tag == "image" ? "url" : "hashes");
        if (!link.empty() && detection.photos.size() < 32) detection.photos.emplace_back(link);
      }
    }
    return dropped;
  }
  void read_imo(std::string_view text) {
    if (to_lower(text).starts_with("imo")) text.remove_prefix(3);
    const auto n = parse_number<std::uint32_t>(trim(text));
    if (n && *n > 0 && *n <= 9'999'999) claims_.imo = *n;
  }

  domain::StaticClaims claims_;
};

}  // namespace

std::unique_ptr<ForeignReader> open_cot(ForeignOptions options) {
  return std::make_unique<CotReader>(std::move(options));
}

}  // namespace fairlead::decode
