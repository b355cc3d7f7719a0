// SPDX-License-Identifier: Apache-2.0
// /api/v1/tracks/{id}/pursuit: a hot pursuit as it runs; /api/v1/uses: what partners did with what they received;
// /api/v1/agreements/{id}/authority: whether the law lets us share, and what is missing.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "authority/rules.hpp"
#include "base/text.hpp"
#include "desk_call.hpp"
#include "law_json.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::JsonBody;
using http::JsonObject;
using http::Parameters;

constexpr std::size_t kTextMax = 4096;
constexpr std::size_t kWordMax = 64;
constexpr std::size_t kBody = 32 * 1024;

struct AtLaw {
  std::shared_ptr<const engine::LawNow> law;
  std::optional<Response> refused;
};
AtLaw at_law(const CommandCall& call) {
  AtLaw at;
  if (call.inputs.desk.law) at.law = call.inputs.desk.law();
  if (!at.law) at.refused = call.problem(503, "not_ready", "the law is not there yet; try again in a moment");
  return at;
}

Instant moment_of_picture(const CommandCall& call) {
  const auto picture = call.inputs.picture ? call.inputs.picture() : nullptr;
  return picture ? picture->picture_time() : now_by_clock();
}

Response pursuit_now(const CommandCall& call, domain::TrackId track, unsigned status) {
  const AtLaw at = at_law(call);
  if (at.refused) return *at.refused;
  const engine::PursuitRecord* pursuit = at.law->pursuit_of(track);
  if (pursuit == nullptr) return call.problem(404, "not_found", "no pursuit of this track is recorded");
  return json_response(pursuit_json(*pursuit, moment_of_picture(call)), status);
}

Response no_track(const CommandCall& call) { return call.problem(404, "not_found", "no track has this id"); }

Response pursuit(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const auto id = domain::parse_track_id(call.ids.front());
  return id ? pursuit_now(call, *id, 200) : no_track(call);
}

Response start_pursuit(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"law", "evidence"});
  engine::StartPursuit start;
  start.law = root.required_text("law", kWordMax);
  start.evidence = root.required_text("evidence", kTextMax, true);
  if (auto refused = call.refused(body)) return *refused;
  const auto id = domain::parse_track_id(call.ids.front());
  if (!id) return no_track(call);
  start.track = *id;
  const auto done = ask(call, std::move(start));
  if (!done) return refused_by_desk(call, Permission::operate, done.error());
  return pursuit_now(call, *id, 201);
}

Response note_pursuit(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"event", "signal", "in_range", "handover", "continuous", "to", "evidence"});
  engine::NotePursuit note;
  note.what = root.required_text("event", kWordMax);
  note.evidence = root.required_text("evidence", kTextMax, true);
  const bool is_signal = note.what == "signalled";
  note.word = root.text(is_signal ? "signal" : "handover", kWordMax).value_or("");
  note.is = root.flag(is_signal ? "in_range" : "continuous");
  note.state = root.text("to", 2).value_or("");
  if (is_signal && note.word.empty()) root.require("signal");
  if (auto refused = call.refused(body)) return *refused;
  const auto id = domain::parse_track_id(call.ids.front());
  if (!id) return no_track(call);
  note.track = *id;
  const auto done = ask(call, std::move(note));
  if (!done) return refused_by_desk(call, Permission::operate, done.error());
  return pursuit_now(call, *id, 200);
}

// ---- uses and facts about partners ----

std::string law_now_json(const engine::LawNow& law, Instant now) {
  JsonWriter out;
  out.number("slot", law.slot).time("as_of", law.as_of).text("state", law.state).text("zones", law.zones);
  if (!law.zones_before.empty()) out.text("zones_before", law.zones_before);
  append_list(out.member("pursuits"), *law.pursuits,
              [&](const std::shared_ptr<const engine::PursuitRecord>& one) { return pursuit_json(*one, now); });
  append_list(out.member("uses"), *law.uses, use_json);
  append_list(out.member("facts"), *law.facts, [](const engine::HeldSharingFacts& held) {
    JsonWriter one;
    one.text("agency", held.agency);
    one.member("facts") += held.facts;
    one.text("reason", held.reason).text("by", held.by).time("at", held.at);
    return one.take();
  });
  append_list(out.member("crossings"), *law.crossings, crossing_json);
  return out.take();
}

Response law_now(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const AtLaw at = at_law(call);
  if (at.refused) return *at.refused;
  return json_response(law_now_json(*at.law, moment_of_picture(call)));
}

Response uses(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const AtLaw at = at_law(call);
  if (at.refused) return *at.refused;
  JsonWriter out;
  append_list(out.member("uses"), *at.law->uses, use_json);
  return json_response(out.take());
}

Response one_use(const CommandCall& call, std::uint64_t number, unsigned status) {
  const AtLaw at = at_law(call);
  if (at.refused) return *at.refused;
  const auto found = std::ranges::find(*at.law->uses, number, &engine::ReportedUse::number);
  if (found == at.law->uses->end()) return call.problem(404, "not_found", "there is no such use");
  return json_response(use_json(*found), status);
}

Response note_use(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  const bool is_known = !call.ids.empty();
  if (is_known) {
    root.only({"status", "lawful", "facts", "text"});
  } else {
    root.only({"agency", "purpose", "act", "status", "lawful", "facts", "text"});
  }
  engine::NoteReportedUse note;
  if (is_known) {
    const auto number = parse_number<std::uint64_t>(call.ids.front());
    if (!number || *number == 0) return call.problem(404, "not_found", "there is no such use");
    note.number = *number;
  } else {
    note.agency = root.required_text("agency", 256);
    note.purpose = root.text("purpose", kWordMax).value_or("");
    note.act = root.required_text("act", kWordMax);
  }
  note.status = root.required_text("status", kWordMax);
  note.lawful = root.flag("lawful");
  note.facts = root.text("facts", kTextMax, true).value_or("");
  note.text = root.text("text", kTextMax, true).value_or("");
  if (auto refused = call.refused(body)) return *refused;
  const auto done = ask(call, std::move(note));
  if (!done) return refused_by_desk(call, Permission::hold_assurances, done.error());
  return one_use(call, done->number, is_known ? 200 : 201);
}

Response hold_facts(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"agency", "facts", "reason"});
  engine::HoldSharingFacts hold;
  hold.agency = root.required_text("agency", 256);
  hold.facts = root.text("facts", kTextMax, true).value_or("");
  hold.reason = root.required_text("reason", kTextMax, true);
  if (auto refused = call.refused(body)) return *refused;
  const auto done = ask(call, std::move(hold));
  if (!done) return refused_by_desk(call, Permission::assess, done.error());
  const AtLaw at = at_law(call);
  if (at.refused) return *at.refused;
  return json_response(law_now_json(*at.law, moment_of_picture(call)));
}

// One party: the answer and the checklist for the release officer.
std::string party_json(const engine::LawNow& law, const engine::HeldAgreement& held, const engine::Sharing& sharing,
                       const std::string& agency, Instant now) {
  const engine::SharingQuestion question = engine::sharing_question(law, held, sharing.evaluator->desk(), agency, now);
  const authority::Answer answer = authority::evaluate(question.facts, authority::Action::share_intelligence);
  JsonWriter one;
  one.text("agency", agency);
  one.text("outcome", authority::word_of(answer.outcome));
  one.member("answer") += authority::answer_as_json(question.facts, answer);
  append_texts(one.member("facts"), question.sources);
  std::vector<authority::Missing> missing;
  answer.missing.each([&](authority::Missing code) { missing.push_back(code); });
  append_list(one.member("checklist"), missing, [](authority::Missing code) {
    return JsonWriter().text("code", authority::word_of(code)).text("text", authority::missing_text(code)).take();
  });
  return one.take();
}

Response agreement_authority(CommandCall& call) {
  static constexpr std::string_view kKnown[] = {"version"};
  Parameters parameters(call.target, kKnown);
  std::optional<std::uint32_t> version;
  if (const auto given = parameters.text("version")) {
    version = parse_number<std::uint32_t>(*given);
    if (!version) parameters.refuse("version", "`version` must be a whole number");
  }
  if (auto refused = call.refused(parameters)) return *refused;
  const AtDesk desk = at_desk(call);
  if (desk.refused) return *desk.refused;
  const AtLaw at = at_law(call);
  if (at.refused) return *at.refused;
  const engine::HeldAgreement* found = nullptr;
  for (const engine::HeldAgreement& held : *desk.sharing->agreements) {
    if (held.agreement.id == call.ids.front() && (!version || held.agreement.version == *version)) found = &held;
  }
  if (found == nullptr) return call.problem(404, "not_found", "there is no such agreement, or not in this version");
  if (at.law->state.empty()) {
    return call.problem(409, "no_state", "it is not known whose centre this is; set `centre.state` to its two letters");
  }
  JsonWriter out;
  out.text("agreement", found->agreement.id).number("version", found->agreement.version).text("state", at.law->state);
  append_list(out.member("parties"), found->agreement.parties,
              [&](const std::string& agency) { return party_json(*at.law, *found, *desk.sharing, agency, desk.now); });
  out.text("note", kNotAdvice);
  return json_response(out.take());
}

}  // namespace

std::span<const Route> pursuit_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/tracks/{id}/pursuit", Permission::read_picture, nullptr, &pursuit, Lane::reads},
      with_body({"POST", "/api/v1/tracks/{id}/pursuit", Permission::operate, nullptr, &start_pursuit}, kBody),
      with_body({"POST", "/api/v1/tracks/{id}/pursuit/events", Permission::operate, nullptr, &note_pursuit}, kBody),
      {"GET", "/api/v1/law", Permission::read_sharing, nullptr, &law_now, Lane::reads},
      {"GET", "/api/v1/uses", Permission::read_sharing, nullptr, &uses, Lane::reads},
      with_body({"POST", "/api/v1/uses", Permission::hold_assurances, nullptr, &note_use}, kBody),
      with_body({"POST", "/api/v1/uses/{number}", Permission::hold_assurances, nullptr, &note_use}, kBody),
      with_body({"POST", "/api/v1/law/facts", Permission::assess, nullptr, &hold_facts}, kBody),
      {"GET", "/api/v1/agreements/{id}/authority", Permission::read_sharing, nullptr, &agreement_authority,
       Lane::reads},
  });
  return kRoutes;
}

}  // namespace fairlead::serve
