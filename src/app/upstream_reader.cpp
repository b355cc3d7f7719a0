// SPDX-License-Identifier: Apache-2.0
// Payloads of another Fairlead to observations, and the URL that names one.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "http/query.hpp"
#include "intake/source_url.hpp"
#include "release/plain_label.hpp"
#include "upstream.hpp"
#include "wire/json.hpp"

namespace fairlead::app {
namespace {

namespace bj = boost::json;

constexpr std::string_view kPrefix = "fairlead+";
constexpr std::size_t kNumbersMax = 50'000;

// The members that a track and an observation have in common, and those of an observation's claims.
constexpr std::array<std::string_view, 11> kSame{"kind",       "mmsi",       "position",    "position_sigma_m",
                                                 "speed_mps",  "course_deg", "heading_deg", "turn_deg_min",
                                                 "nav_status", "altitude_m", "observed_at"};
constexpr std::array<std::string_view, 14> kClaims{
    "name",           "call_sign", "imo",         "ship_type", "to_bow_m",        "to_stern_m", "to_port_m",
    "to_starboard_m", "draught_m", "destination", "eta",       "mothership_mmsi", "aid_type",   "ship_type_text"};

const bj::value* member(const bj::object& object, std::string_view name) {
  return object.if_contains(bj::string_view(name.data(), name.size()));
}
std::string text(const bj::object& object, std::string_view name) {
  const bj::value* value = member(object, name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

Result<domain::Label> received_label(const bj::object& payload, const std::string& originator) {
  const bj::value* told = member(payload, "label");
  if (told == nullptr || !told->is_object()) return fail(ErrorCode::corrupt, "a payload without a label");
  FL_TRY(const domain::Label label, wire::label_from_json(bj::serialize(*told)));
  release::Marking marking = release::marking_of(label);
  // Given for one purpose, it serves that one.
  const std::string purpose = text(payload, "purpose");
  const bool may = marking.label.purposes.contains(purpose);
  marking.label.purposes = may ? std::set<std::string>{purpose} : std::set<std::string>{};
  if (marking.label.originators.empty() && !originator.empty()) marking.label.originators.insert(originator);
  marking.onward = std::max(marking.onward, release::Onward::with_consent);
  return release::label_of(marking);
}

bool is_upstream(std::string_view url) { return url.starts_with(kPrefix); }

Result<UpstreamUrl> parse_upstream_url(std::string_view url) {
  const auto wrong = [&](std::string_view what) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}`: {}; write fairlead+https://HOST:PORT?purpose=search_and_rescue", url, what));
  };
  const std::string_view rest = url.substr(std::min(kPrefix.size(), url.size()));
  if (!is_upstream(url) || !(rest.starts_with("https://") || rest.starts_with("http://")))
    return wrong("no such source");
  const auto mark = rest.find('?');
  UpstreamUrl parsed;
  parsed.door = rest.substr(0, mark);
  if (parsed.door.contains('@'))
    return fail(ErrorCode::invalid_argument, "a source's URL holds no user and no password");
  const auto target = http::parse_target("/" + std::string(mark == std::string_view::npos ? "" : rest.substr(mark)));
  if (!target) return wrong(target.error().message);
  bool has_purpose = false;
  for (const auto& [name, value] : target->query) {
    if (name == "purpose") {
      const auto purpose = release::from_word<release::Purpose>(value);
      if (!purpose) return wrong(fmt::format("no purpose `{}`", value));
      parsed.purpose = *purpose;
      has_purpose = true;
    } else if (name == "name") {
      parsed.name = value;
    } else if (name == "originator") {
      parsed.originator = value;
    } else {
      return wrong(fmt::format("unknown parameter `{}`", name));
    }
  }
  if (!has_purpose) return wrong("it does not say for which purpose we ask");
  if (parsed.name.empty()) {
    parsed.name = fmt::format("{} {}", parsed.door.substr(parsed.door.find("//") + 2), release::name(parsed.purpose));
  }
  return parsed;
}

Result<void> check_source_url(std::string_view url) {
  if (is_upstream(url)) {
    FL_TRY([[maybe_unused]] const UpstreamUrl parsed, parse_upstream_url(url));
  } else {
    FL_TRY([[maybe_unused]] const intake::SourceUrl parsed, intake::parse_source_url(url));
  }
  return {};
}

Result<domain::ObservationBatch> UpstreamReader::read(std::string_view payload, domain::SourceId source, Instant now) {
  bj::error_code bad;
  const bj::value value = bj::parse(bj::string_view(payload.data(), payload.size()), bad);
  if (bad || !value.is_object()) return fail(ErrorCode::corrupt, "what came is no payload");
  const bj::object& whole = value.get_object();
  const bj::value* tracks = member(whole, "tracks");
  if (tracks == nullptr || !tracks->is_array()) return fail(ErrorCode::corrupt, "a payload without tracks");
  release_ = text(whole, "release");
  FL_TRY(const domain::Label label, received_label(whole, originator_));
  domain::Detection detection;
  detection.label = label;
  detection.remarks = "release " + release_;
  const auto beside = std::make_shared<const domain::Detection>(std::move(detection));

  domain::ObservationBatch batch;
  batch.source = source;
  const std::string received_at = to_rfc3339(now);
  for (const bj::value& entry : tracks->get_array()) {
    if (!entry.is_object()) {
      ++rejected_;
      continue;
    }
    const bj::object& track = entry.get_object();
    bj::object told{{"v", 1}, {"id", 0}, {"source", source.number()}, {"received_at", received_at}};
    for (const std::string_view name : kSame) {
      if (const bj::value* known = member(track, name)) told[bj::string_view(name.data(), name.size())] = *known;
    }
    bj::object claims;
    for (const std::string_view name : kClaims) {
      if (const bj::value* known = member(track, name)) claims[bj::string_view(name.data(), name.size())] = *known;
    }
    if (!claims.empty()) told["claims"] = std::move(claims);
    told["sensor"] = "ais";
    if (member(track, "mmsi") == nullptr) {
      // Its name there keeps it one vessel here.
      if (numbers_.size() >= kNumbersMax) numbers_.clear();
      const auto [number, is_new] = numbers_.try_emplace(text(track, "id"), next_number_);
      if (is_new) ++next_number_;
      told["sensor"] = "radar";
      told["kind"] = "contact";
      told["target_number"] = number->second;
    }
    auto observation = wire::observation_from_json(bj::serialize(told));
    if (!observation) {
      ++rejected_;
      continue;
    }
    observation->detection = beside;
    batch.observations.push_back(std::move(*observation));
  }
  return batch;
}

}  // namespace fairlead::app
