// SPDX-License-Identifier: Apache-2.0
// /api/v1/authority: what the law lets a State do on given facts, the rules, the parties, the cases; and the same for a
// live track, with what the track itself tells filled in.
#include <array>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "authority/cases.hpp"
#include "authority/facts_json.hpp"
#include "authority/rules.hpp"
#include "authority/whatif.hpp"
#include "base/digest.hpp"
#include "desk_call.hpp"
#include "law_json.hpp"
#include "track_facts.hpp"
#include "zones/report.hpp"

namespace fairlead::serve {
namespace {

namespace json = boost::json;
using accounts::Permission;
using authority::Action;
using http::Parameters;

constexpr std::size_t kFactsBody = 64 * 1024;
constexpr std::array kMatrix = {Action::observe,     Action::hail,   Action::approach,         Action::visit,
                                Action::board,       Action::search, Action::detain_vessel,    Action::arrest_persons,
                                Action::seize_goods, Action::pursue, Action::render_assistance};

Response bad_facts(const CommandCall& call, const Error& error) {
  return call.problem(400, "bad_facts", error.message);
}

authority::Day day_of(Instant at) { return authority::Day::from_unix_ms(at.unix_ms()); }

// The member of a parsed body that must be an object; nothing, with the answer, where it is not.
std::optional<json::object> read_object(const CommandCall& call, std::optional<Response>& refused) {
  boost::system::error_code error;
  json::value value = json::parse(call.request.body, error);
  if (error || !value.is_object()) {
    refused = call.problem(400, "bad_body", "the body is not a JSON object");
    return std::nullopt;
  }
  return value.get_object();
}

std::string questions_json(const std::vector<authority::Question>& questions) {
  std::string out;
  append_list(out, questions, [](const authority::Question& question) {
    JsonWriter one;
    one.text("field", question.field).text("text", question.text);
    append_texts(one.member("answers"), question.answers);
    return one.take();
  });
  return out;
}

Response ask_authority(CommandCall& call) {
  std::optional<Response> refused;
  const auto body = read_object(call, refused);
  if (!body) return *refused;
  for (const auto& member : *body) {
    if (member.key() != "facts" && member.key() != "action" && member.key() != "questions") {
      return call.problem(400, "unknown_member",
                          fmt::format("`{}` is not known here; `facts`, `action` and `questions` are",
                                      std::string_view(member.key().data(), member.key().size())));
    }
  }
  const json::value* facts = body->if_contains("facts");
  if (facts == nullptr || !facts->is_object()) return call.problem(400, "bad_facts", "`facts` must be an object");
  const json::value* word = body->if_contains("action");
  const auto action = word != nullptr && word->is_string()
                          ? authority::word_from<Action>(std::string_view(word->get_string()))
                          : std::nullopt;
  if (!action) {
    std::string known;
    for (const std::string_view one : authority::kWords<Action>)
      known += (known.empty() ? "" : ", ") + std::string(one);
    return call.problem(400, "bad_action", "`action` must be one of " + known);
  }
  // As it came, so that a member that stands twice is seen.
  const authority::Day today = day_of(now_by_clock());
  const std::string text = json::serialize(*facts);
  const auto read = authority::facts_from_json(text, today);
  if (!read) return bad_facts(call, read.error());
  const authority::Answer answer = authority::evaluate(*read, *action);
  JsonWriter out;
  out.text("action", authority::word_of(*action));
  out.member("answer") += authority::answer_as_json(*read, answer);
  if (const json::value* wanted = body->if_contains("questions"); wanted != nullptr && *wanted == json::value(true)) {
    const auto questions = authority::open_questions(text, *action, today);
    if (questions) out.member("questions") += questions_json(*questions);
  }
  out.text("note", kNotAdvice);
  return json_response(out.take());
}

Response rules(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  return json_response(rules_json());
}

Response rule(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const auto found = authority::find_rule(call.ids.front());
  if (!found) return call.problem(404, "not_found", "there is no such rule");
  return json_response(rule_json(found->rule()));
}

Response parties(CommandCall& call) {
  static constexpr std::string_view kKnown[] = {"as_of"};
  Parameters parameters(call.target, kKnown);
  authority::Day day = day_of(now_by_clock());
  if (const auto given = parameters.text("as_of")) {
    const auto read = authority::Day::from_text(*given);
    if (!read) parameters.refuse("as_of", "`as_of` must be a day of the calendar such as 2025-11-12");
    if (read) day = *read;
  }
  if (auto refused = call.refused(parameters)) return *refused;
  return json_response(parties_json(day));
}

// The rules and the table of parties have one name together: what an answer of today was made by.
std::string law_version() {
  const std::string page = authority::rules_as_markdown() + parties_json(authority::Day(2026, 1, 1));
  return hex(sha256(page)).substr(0, 12);
}

Response version(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  static const std::string version = law_version();
  std::vector<std::string> mismatches;
  const auto count =
      authority::run_cases(authority::own_cases(), day_of(now_by_clock()), authority::PartyTable::built_in(),
                           [&](std::string_view line) { mismatches.emplace_back(line); });
  JsonWriter out;
  out.text("version", version);
  out.number("rules", authority::all_rules().size());
  out.number("contested", authority::contested_points().size());
  out.number("sources", authority::all_citations().size());
  out.number("states", authority::PartyTable::built_in().states().size());
  JsonWriter cases;
  cases.number("passed", count ? count->passed : 0).number("failed", count ? count->failed : 0);
  append_texts(cases.member("mismatches"), mismatches);
  out.member("cases") += cases.take();
  if (call.inputs.zones) out.text("zones", call.inputs.zones->version());
  out.text("note", kNotAdvice);
  return json_response(out.take());
}

// One line of the matrix.
std::string line_json(const authority::Facts& facts, Action action) {
  const authority::Answer answer = authority::evaluate(facts, action);
  JsonWriter out;
  out.text("action", authority::word_of(action));
  out.member("answer") += authority::answer_as_json(facts, answer);
  return out.take();
}

Response track_authority(CommandCall& call) {
  static constexpr std::string_view kKnown[] = {"state", "action"};
  Parameters parameters(call.target, kKnown);
  const auto law = call.inputs.desk.law ? call.inputs.desk.law() : nullptr;
  std::string state = law ? law->state : std::string();
  if (const auto given = parameters.text("state")) state = *given;
  const auto acting = authority::State::from_code(state);
  if (!state.empty() && (!acting || !acting->is_listed())) {
    parameters.refuse("state", fmt::format("`{}` is no State; two capital letters of ISO 3166-1 are needed", state));
  }
  Action asked = Action::board;
  if (const auto given = parameters.text("action")) {
    const auto read = authority::word_from<Action>(*given);
    if (!read) parameters.refuse("action", fmt::format("`{}` is no action of the law's vocabulary", *given));
    if (read) asked = *read;
  }
  if (auto refused = call.refused(parameters)) return *refused;
  if (state.empty()) {
    return call.problem(409, "no_state",
                        "it is not known whose centre this is; set `centre.state`, or ask with `state`");
  }
  json::object given;
  if (!call.request.body.empty()) {
    std::optional<Response> refused;
    auto body = read_object(call, refused);
    if (!body) return *refused;
    for (const auto& member : *body) {
      if (member.key() != "facts" || !member.value().is_object()) {
        return call.problem(400, "unknown_member", "the body has one member, `facts`, an object");
      }
      given = member.value().get_object();
    }
  }
  const auto picture = call.inputs.picture ? call.inputs.picture() : nullptr;
  if (!picture) return call.problem(503, "not_ready", "there is no picture yet; try again in a moment");
  const auto id = domain::parse_track_id(call.ids.front());
  const engine::Picture::Entry* entry = id ? picture->find(*id) : nullptr;
  if (entry == nullptr) return call.problem(404, "not_found", "no live track has this id");

  const Instant now = picture->picture_time();
  TrackFacts filled = facts_of_track(entry->track, state, now, call.inputs.zones.get(), law.get());
  lay_over(filled.facts, given);
  const std::string text = json::serialize(filled.facts);
  const auto facts = authority::facts_from_json(text, day_of(now));
  if (!facts) return bad_facts(call, facts.error());

  JsonWriter out;
  out.text("track", domain::to_text(entry->track.id));
  out.text("state", state).time("at", now);
  if (filled.report) {
    out.text("zone", zones::headline(*call.inputs.zones, *filled.report));
  }
  out.member("facts") += text;
  append_list(out.member("filled"), filled.filled, [](const FilledFact& fact) {
    return JsonWriter().text("fact", fact.fact).text("basis", fact.basis).take();
  });
  const auto questions = authority::open_questions(text, asked, day_of(now));
  out.text("asked", authority::word_of(asked));
  out.member("to_add") += questions ? questions_json(*questions) : std::string("[]");
  append_list(out.member("matrix"), kMatrix, [&](Action action) { return line_json(*facts, action); });
  // Where the position is too near a limit to say, what each place it may be in would give.
  if (filled.zone_is_open && !given.contains("zone")) {
    append_list(out.member("readings"), filled.report->readings, [&](const zones::Reading& reading) {
      authority::Facts here = *facts;
      here.zone.here.kind =
          authority::word_from<authority::ZoneKind>(zones::name(reading.kind)).value_or(authority::ZoneKind::unknown);
      here.zone.here.state = {};
      for (const zones::StateCode& code : reading.states) {
        const auto coast = authority::State::from_code(code.view());
        if (coast && (!here.zone.here.state.given() || *coast == *acting)) here.zone.here.state = *coast;
      }
      JsonWriter one;
      one.text("kind", zones::name(reading.kind));
      if (here.zone.here.state.given()) one.text("state", here.zone.here.state.code());
      one.number("confidence", reading.confidence);
      append_list(one.member("outcomes"), kMatrix, [&](Action action) {
        const authority::Answer answer = authority::evaluate(here, action);
        return JsonWriter()
            .text("action", authority::word_of(action))
            .text("outcome", authority::word_of(answer.outcome))
            .take();
      });
      return one.take();
    });
  }
  if (law) {
    if (const engine::PursuitRecord* pursuit = law->pursuit_of(entry->track.id)) {
      out.member("pursuit") += pursuit_json(*pursuit, now);
    }
    std::vector<engine::ZoneEvent> own;
    for (const engine::ZoneEvent& event : *law->crossings) {
      if (event.track == entry->track.id) own.push_back(event);
    }
    append_list(out.member("crossings"), own, crossing_json);
  }
  out.text("note", kNotAdvice);
  return json_response(out.take());
}

}  // namespace

std::span<const Route> law_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      with_body({"POST", "/api/v1/authority", Permission::read_picture, nullptr, &ask_authority, Lane::reads},
                kFactsBody),
      {"GET", "/api/v1/authority/rules", Permission::read_picture, nullptr, &rules, Lane::reads},
      {"GET", "/api/v1/authority/rules/{id}", Permission::read_picture, nullptr, &rule, Lane::reads},
      {"GET", "/api/v1/authority/parties", Permission::read_picture, nullptr, &parties, Lane::reads},
      {"GET", "/api/v1/authority/version", Permission::read_picture, nullptr, &version, Lane::reads},
      {"GET", "/api/v1/tracks/{id}/authority", Permission::read_picture, nullptr, &track_authority, Lane::reads},
      with_body(
          {"POST", "/api/v1/tracks/{id}/authority", Permission::read_picture, nullptr, &track_authority, Lane::reads},
          kFactsBody),
  });
  return kRoutes;
}

}  // namespace fairlead::serve
