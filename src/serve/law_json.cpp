// SPDX-License-Identifier: Apache-2.0
#include "law_json.hpp"

#include "authority/parties.hpp"
#include "authority/rules.hpp"
#include "desk_call.hpp"

namespace fairlead::serve {
namespace {

std::string condition_json(const engine::PursuitRecord& pursuit, authority::PursuitCondition which) {
  const authority::ConditionRecord& record = pursuit.machine.condition(which);
  JsonWriter json;
  json.text("condition", authority::word_of(which));
  json.text("met", authority::word_of(record.met));
  if (record.met != authority::Tri::unknown) json.time("at", record.at);
  json.text("evidence", record.evidence);
  return json.take();
}

std::string_view event_word(const authority::PursuitEvent& event) {
  if (const auto* e = std::get_if<authority::pursuit_event::Signalled>(&event)) return authority::word_of(e->signal);
  if (const auto* e = std::get_if<authority::pursuit_event::Grounds>(&event)) return authority::word_of(e->law);
  if (const auto* e = std::get_if<authority::pursuit_event::HandedOver>(&event)) return authority::word_of(e->how);
  if (const auto* e = std::get_if<authority::pursuit_event::Crossed>(&event)) return authority::word_of(e->zone.kind);
  if (const auto* e = std::get_if<authority::pursuit_event::Located>(&event)) return authority::word_of(e->zone.kind);
  return {};
}

}  // namespace

std::string pursuit_json(const engine::PursuitRecord& pursuit, Instant now) {
  const authority::Pursuit& machine = pursuit.machine;
  JsonWriter json;
  json.number("number", pursuit.number);
  json.text("track", domain::to_text(pursuit.track));
  json.text("pursuer", pursuit.pursuer);
  json.text("started_by", pursuit.started_by);
  json.text("state", authority::word_of(machine.state()));
  json.text("end", authority::word_of(machine.end()));
  if (machine.ended_in().given()) json.text("ended_in", machine.ended_in().code());
  json.text("sentence", machine.sentence());
  if (machine.started_at() != Instant{}) json.time("signalled_at", machine.started_at());
  if (machine.ended_at() != Instant{}) json.time("ended_at", machine.ended_at());
  json.number("running_ms", machine.running(std::max(now, pursuit.looked_at)).count());
  append_list(json.member("conditions"), authority::kWords<authority::PursuitCondition>, [&](std::string_view word) {
    return condition_json(pursuit, *authority::word_from<authority::PursuitCondition>(word));
  });
  append_list(json.member("entries"), pursuit.entries, [](const engine::PursuitEntry& entry) {
    JsonWriter one;
    one.time("at", entry.at);
    one.text("what", engine::name(entry.event));
    if (const auto word = event_word(entry.event); !word.empty()) one.text("word", word);
    one.text("by", entry.by);
    one.text("evidence", entry.evidence);
    return one.take();
  });
  return json.take();
}

std::string use_json(const engine::ReportedUse& use) {
  JsonWriter json;
  json.number("number", use.number);
  json.text("agency", use.agency);
  json.text("purpose", use.purpose);
  json.text("act", use.act);
  json.text("status", use.status);
  if (use.lawful) json.flag("lawful", *use.lawful);
  if (const auto counted = use.use()) json.text("counts_as", authority::word_of(*counted));
  json.text("text", use.text);
  json.text("by", use.by);
  json.time("at", use.at);
  json.time("changed_at", use.changed_at);
  JsonWriter answer;
  answer.text("outcome", authority::word_of(use.outcome));
  append_texts(answer.member("because"), use.because);
  append_texts(answer.member("missing"), use.missing);
  append_texts(answer.member("reason"), use.reason);
  json.member("answer") += answer.take();
  return json.take();
}

std::string crossing_json(const engine::ZoneEvent& event) {
  JsonWriter json;
  json.text("track", domain::to_text(event.track));
  json.time("at", event.at);
  json.text("what", event.entered ? "entered" : "left");
  json.text("zone", event.zone);
  json.text("states", event.states);
  json.number("confidence", event.confidence);
  return json.take();
}

std::string rule_json(const authority::Rule& rule) {
  JsonWriter json;
  json.text("id", rule.id);
  json.text("part", rule.part);
  json.text("when", rule.when);
  json.text("result", rule.result);
  json.text("sources", rule.sources);
  json.text("reason", rule.reason);
  return json.take();
}

std::string rules_json() {
  JsonWriter json;
  append_list(json.member("rules"), authority::all_rules(), rule_json);
  append_list(json.member("contested"), authority::contested_points(), [](const authority::ContestedPoint& point) {
    JsonWriter one;
    one.text("id", point.id).text("point", point.point);
    one.text("view_1", point.view_1).text("held_by_1", point.held_by_1);
    one.text("view_2", point.view_2).text("held_by_2", point.held_by_2);
    return one.take();
  });
  append_list(json.member("not_modelled"), authority::not_modelled(), [](const authority::NotModelled& item) {
    return JsonWriter().text("subject", item.subject).text("what_happens", item.what_happens).take();
  });
  json.text("note", kNotAdvice);
  return json.take();
}

std::string parties_json(authority::Day day) {
  const authority::PartyTable& table = authority::PartyTable::built_in();
  JsonWriter json;
  json.text("as_of", day.text());
  append_texts(json.member("treaties"), authority::kWords<authority::Treaty>);
  append_list(json.member("states"), table.states(), [&](authority::State state) {
    JsonWriter one;
    one.text("code", state.code()).text("name", state.name());
    if (!table.declaration(state).empty()) one.text("declaration", table.declaration(state));
    JsonWriter treaties;
    for (std::size_t i = 0; i < authority::kTreaties; ++i) {
      const auto treaty = static_cast<authority::Treaty>(i);
      const authority::PartySpan& span = table.span(state, treaty);
      treaties.text(authority::word_of(treaty), !span.verified                       ? "not verified"
                                                : table.is_party(state, treaty, day) ? "party"
                                                                                     : "not party");
    }
    one.member("treaties") += treaties.take();
    return one.take();
  });
  json.text("note", kNotAdvice);
  return json.take();
}

}  // namespace fairlead::serve
