// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "report/compose.hpp"

namespace fairlead::report {
namespace {

namespace json = boost::json;
using namespace std::literals;

constexpr std::array kNames = {"handover"sv, "brief"sv,    "boarding"sv,  "release_register"sv,
                               "stop"sv,     "incident"sv, "quarterly"sv, "court"sv};
constexpr std::array kSubjects = {""sv,
                                  "a lead, request, case or incident (or nothing, for all of the desk)"sv,
                                  "a case, such as C-0091"sv,
                                  ""sv,
                                  "the epoch of a stop, such as 3"sv,
                                  "an incident, such as FL-2026-0417"sv,
                                  ""sv,
                                  "a piece of evidence, a case, a lead or an incident"sv};

}  // namespace

std::string_view name(Kind kind) { return kNames[static_cast<std::size_t>(kind)]; }
std::span<const std::string_view> kind_names() { return kNames; }
std::string_view subject_of(Kind kind) { return kSubjects[static_cast<std::size_t>(kind)]; }
std::optional<Kind> kind_from(std::string_view word) {
  const auto found = std::ranges::find(kNames, word);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Kind>(found - kNames.begin());
}

std::string to_json(const Request& request) {
  std::string out = "{\"kind\":";
  append_json_string(out, name(request.kind));
  const auto text = [&out](std::string_view member, std::string_view value) {
    out += ",\"" + std::string(member) + "\":";
    append_json_string(out, value);
  };
  text("subject", request.subject);
  text("from", to_rfc3339(request.from));
  text("to", to_rfc3339(request.to));
  text("known_at", to_rfc3339(request.known_at));
  text("made_at", to_rfc3339(request.made_at));
  text("made_by", request.made_by);
  text("centre", request.centre);
  out += ",\"ledger_entries\":";
  append_number(out, request.ledger_entries);
  return out + '}';
}

Result<Request> request_from_json(std::string_view given) {
  json::error_code bad;
  const json::value value = json::parse(given, bad);
  if (bad || !value.is_object()) return fail(ErrorCode::corrupt, "an entry of the register of reports is none");
  const auto text = [&](std::string_view member) {
    const json::value* found = value.as_object().if_contains(member);
    return found != nullptr && found->is_string() ? std::string(std::string_view(found->as_string())) : std::string();
  };
  Request request;
  const auto kind = kind_from(text("kind"));
  if (!kind) return fail(ErrorCode::newer_version, "a report of a kind that this version does not make");
  request.kind = *kind;
  request.subject = text("subject");
  FL_TRY(request.from, parse_rfc3339(text("from")));
  FL_TRY(request.to, parse_rfc3339(text("to")));
  FL_TRY(request.known_at, parse_rfc3339(text("known_at")));
  FL_TRY(request.made_at, parse_rfc3339(text("made_at")));
  request.made_by = text("made_by");
  request.centre = text("centre");
  const json::value* entries = value.as_object().if_contains("ledger_entries");
  if (entries != nullptr) request.ledger_entries = entries->to_number<std::uint64_t>(bad);
  return request;
}

}  // namespace fairlead::report
