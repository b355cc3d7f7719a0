// SPDX-License-Identifier: Apache-2.0
// Leads and requests of another Fairlead, as acts of our desk. Its texts are somebody else's: what no form of ours
// takes is put plainly or left out, and never read as anything but text.
#include <algorithm>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "desk/request.hpp"
#include "upstream.hpp"
#include "wire/json.hpp"

namespace fairlead::app {
namespace {

namespace bj = boost::json;

constexpr std::size_t kItemsMax = 32;
constexpr std::size_t kNamesMax = 100'000;

const bj::value* member(const bj::object& object, std::string_view name) {
  return object.if_contains(bj::string_view(name.data(), name.size()));
}
std::string text(const bj::object& object, std::string_view name) {
  const bj::value* value = member(object, name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}
const bj::array& list(const bj::object& object, std::string_view name) {
  static const bj::array kNone;
  const bj::value* value = member(object, name);
  return value != nullptr && value->is_array() ? value->get_array() : kNone;
}

// Without marks of markup and control characters, and no longer than a form takes.
std::string plain(std::string_view from, std::size_t bytes, bool lines) {
  std::string made;
  for (const char c : from) {
    if (c == '<') {
      made += "‹";
    } else if (c == '>') {
      made += "›";
    } else if (static_cast<unsigned char>(c) >= 32 || (lines && c == '\n')) {
      made += c;
    } else {
      made += ' ';
    }
  }
  if (made.size() <= bytes) return made;
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(made[end]) & 0xC0U) == 0x80U) --end;  // not within a character
  made.resize(end);
  return made;
}

void put(bj::object& to, std::string_view name, std::string value) {
  if (!value.empty()) to[bj::string_view(name.data(), name.size())] = std::move(value);
}
void copy(bj::object& to, const bj::object& from, std::string_view name, std::size_t bytes, bool lines = false) {
  put(to, name, plain(text(from, name), bytes, lines));
}
void copy_list(bj::object& to, const bj::object& from, std::string_view name, std::size_t bytes) {
  bj::array made;
  for (const bj::value& item : list(from, name)) {
    if (!item.is_string() || made.size() == kItemsMax) continue;
    std::string one = plain(std::string_view(item.get_string()), bytes, false);
    const bool is_known =
        std::ranges::any_of(made, [&](const bj::value& other) { return std::string_view(other.get_string()) == one; });
    if (!one.empty() && !is_known) made.emplace_back(std::move(one));
  }
  if (!made.empty()) to[bj::string_view(name.data(), name.size())] = std::move(made);
}

bj::object vessel_of(const bj::object& from) {
  bj::object made;
  const bj::value* value = member(from, "vessel");
  if (value != nullptr && value->is_object()) {
    const bj::object& vessel = value->get_object();
    copy(made, vessel, "name", 100);
    copy(made, vessel, "call_sign", 16);
    copy(made, vessel, "type", 64);
    copy(made, vessel, "description", 500);
    if (const std::string flag = text(vessel, "flag"); flag.size() == 2) made["flag"] = flag;
    for (const std::string_view number : {"mmsi", "imo"}) {
      const bj::value* told = member(vessel, number);
      if (told != nullptr && told->is_int64()) made[bj::string_view(number.data(), number.size())] = *told;
    }
  }
  return made;
}

bj::value json_of(const domain::Label& label) {
  std::string out;
  wire::append_json(out, label);
  return bj::parse(out);
}

}  // namespace

bj::object UpstreamDesk::origin_of(const Given& given, const bj::object& thing) const {
  bj::object origin{{"source", source_},
                    {"originator", plain(originator_, 200, false)},
                    {"reference", given.reference},
                    {"version", given.version},
                    {"release", given.release}};
  bj::array conditions;
  for (const bj::value& condition : given.conditions) {
    if (condition.is_string() && desk::from_word<desk::Condition>(std::string_view(condition.get_string()))) {
      conditions.push_back(condition);
    }
  }
  if (!conditions.empty()) origin["conditions"] = std::move(conditions);
  copy_list(origin, thing, "conditions_in_words", 300);
  return origin;
}

std::string UpstreamDesk::lead_of(const Given& given, const bj::object& lead) const {
  const std::string tear_line = plain(text(lead, "tear_line"), 1000, true);
  bj::object act{{"act", "receive_lead"}, {"label", given.label}, {"origin", origin_of(given, lead)}};
  copy(act, lead, "title", 200);
  copy(act, lead, "statement", 4000, true);
  put(act, "tear_line", tear_line);
  if (!act.contains("title")) act["title"] = fmt::format("Lead of {}", plain(originator_, 100, false));
  if (!act.contains("statement")) act["statement"] = tear_line.empty() ? std::string("not told") : tear_line;
  const std::string confidence = text(lead, "confidence");
  act["confidence"] = desk::from_word<desk::Confidence>(confidence) ? confidence : "low";
  bj::object vessel = vessel_of(lead);
  if (vessel.empty() && member(lead, "position") == nullptr) vessel["description"] = "not told";
  if (!vessel.empty()) act["vessel"] = std::move(vessel);
  if (const bj::value* position = member(lead, "position")) act["position"] = *position;
  put(act, "observed_at", text(lead, "observed_at"));
  put(act, "expires_at", text(lead, "expires_at"));
  if (desk::from_word<desk::Purpose>(given.purpose)) act["suggested_purpose"] = given.purpose;
  return bj::serialize(act);
}

std::string UpstreamDesk::request_of(const Given& given, const bj::object& request) const {
  const std::string kind = text(request, "kind");
  bj::object act{{"act", "receive_request"}, {"kind", kind},         {"direction", "incoming"},
                 {"agency", originator_},    {"label", given.label}, {"origin", origin_of(given, request)},
                 {"purpose", given.purpose}};
  copy(act, request, "text", 4000, true);
  if (!act.contains("text")) {
    const std::string tear_line = plain(text(request, "tear_line"), 4000, true);
    act["text"] = tear_line.empty() ? std::string("not told") : tear_line;
  }
  copy(act, request, "grounds", 2000, true);
  copy_list(act, request, "acts", 64);
  put(act, "regime", text(request, "regime"));
  put(act, "flag_state", text(request, "flag_state"));
  put(act, "wanted_by", text(request, "wanted_by"));
  bj::object vessel = vessel_of(request);
  if (kind == desk::name(desk::RequestKind::flag_confirmation)) {
    if (vessel.empty()) vessel["description"] = "not told";
    if (!act.contains("grounds")) act["grounds"] = "not told";
  }
  if (!vessel.empty()) act["vessel"] = std::move(vessel);
  if (const bj::value* position = member(request, "position")) act["position"] = *position;
  return bj::serialize(act);
}

bool UpstreamDesk::is_new(const Given& given, const bj::object& thing, bool is_known) {
  const Digest now = sha256(bj::serialize(bj::array{thing, given.label, given.conditions}));
  if (read_.size() >= kNamesMax) read_.clear();
  const auto [read, is_first] = read_.try_emplace(given.reference, now);
  const bool is_same = !is_first && read->second == now;
  read->second = now;
  return !is_same || !is_known;
}

Result<std::vector<std::string>> UpstreamDesk::read(std::string_view payload, const IsKnown& is_known) {
  bj::error_code bad;
  const bj::value value = bj::parse(bj::string_view(payload.data(), payload.size()), bad);
  if (bad || !value.is_object()) return fail(ErrorCode::corrupt, "what came is no payload");
  const bj::object& whole = value.get_object();
  release_ = text(whole, "release");
  said_.clear();
  std::vector<std::string> acts;
  const bool is_lead = member(whole, "leads") != nullptr;
  if (!is_lead && member(whole, "requests") == nullptr) return acts;
  FL_TRY(const domain::Label label, received_label(whole, originator_));
  Given given;
  given.label = json_of(label);
  given.release = plain(release_, 64, false);
  given.purpose = text(whole, "purpose");
  given.conditions = list(whole, "conditions");
  for (const bj::value& entry : list(whole, is_lead ? "leads" : "requests")) {
    if (!entry.is_object()) continue;
    const bj::object& thing = entry.get_object();
    given.reference = plain(text(thing, "id"), 64, false);
    if (given.reference.empty()) continue;
    const bj::value* version = member(thing, "version");
    given.version =
        version != nullptr && version->is_int64() ? std::clamp<std::int64_t>(version->get_int64(), 1, 1 << 30) : 1;
    said_.insert(given.reference);
    if (!is_new(given, thing, is_known(given.reference))) continue;
    if (is_lead) {
      acts.push_back(lead_of(given, thing));
      continue;
    }
    // What was over before we heard of it is nothing to be asked.
    const auto state = desk::from_word<desk::RequestState>(text(thing, "state"));
    desk::Request as_there;
    as_there.state = state.value_or(desk::RequestState::asked);
    if (desk::is_open(as_there) || is_known(given.reference)) acts.push_back(request_of(given, thing));
  }
  bj::array over;
  bool expired = false;
  for (const bj::value& entry : list(whole, "withdrawn")) {
    if (!entry.is_object()) continue;
    const std::string reference = plain(text(entry.get_object(), "id"), 64, false);
    expired = text(entry.get_object(), "because") == "expired";
    if (!reference.empty() && is_known(reference)) over.emplace_back(reference);
    said_.insert(reference);
  }
  if (!over.empty()) acts.push_back(ended(std::move(over), expired ? "expired there" : "withdrawn there"));
  return acts;
}

std::string UpstreamDesk::ended(const std::set<std::string>& references, std::string_view because) const {
  bj::array list;
  for (const std::string& reference : references) list.emplace_back(reference);
  return ended(std::move(list), because);
}

std::string UpstreamDesk::ended(bj::array references, std::string_view because) const {
  return bj::serialize(bj::object{{"act", "end_received"},
                                  {"source", source_},
                                  {"references", std::move(references)},
                                  {"because", std::string(because)}});
}

}  // namespace fairlead::app
