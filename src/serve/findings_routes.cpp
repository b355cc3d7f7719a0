// SPDX-License-Identifier: Apache-2.0
// /api/v1/findings: what is worth a look, with the alert that people answer; and how often each rule was right.
//
// One list for map, strip and table. What a person does to an alert holds for all seats.
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "desk_call.hpp"
#include "engine/findings_now.hpp"
#include "wire/json.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::JsonBody;
using http::JsonObject;
using http::Parameters;

constexpr std::size_t kBody = 16 * 1024;
constexpr std::size_t kReasonMax = 2000;

Response not_there(const CommandCall& call) {
  return call.problem(503, "not_ready", "findings are not there yet; try again in a moment");
}

std::string alert_json(const behaviour::Alert& alert, Instant now) {
  JsonWriter out;
  out.number("number", alert.number).text("state", behaviour::name(alert.state));
  out.text("priority", domain::name(alert.priority));
  out.time("raised_at", alert.raised_at).time("changed_at", alert.changed_at);
  out.flag("muted", alert.muted).flag("wants_attention", alert.wants_attention(now));
  if (alert.silenced_until) out.time("silenced_until", *alert.silenced_until);
  if (alert.acknowledged_by) out.text("acknowledged_by", *alert.acknowledged_by);
  if (alert.acknowledged_at) out.time("acknowledged_at", *alert.acknowledged_at);
  if (alert.responsible) out.text("responsible", *alert.responsible);
  if (alert.judgement) {
    JsonWriter judged;
    judged.flag("useful", alert.judgement->useful).text("reason", alert.judgement->reason);
    judged.text("by", alert.judgement->by).time("at", alert.judgement->at);
    out.member("judgement") += judged.take();
  }
  return out.take();
}

std::string found_json(const engine::FoundNow& found, Instant now) {
  JsonWriter out;
  wire::append_json(out.member("finding"), found.finding);
  out.member("alert") += alert_json(found.alert, now);
  return out.take();
}

Response findings(CommandCall& call) {
  static constexpr std::array<std::string_view, 1> kKnown{"ended"};
  const Parameters parameters(call.target, kKnown);
  const bool ended = parameters.text("ended") == "true";
  if (auto refused = call.refused(parameters)) return *refused;
  if (!call.inputs.desk.findings) return not_there(call);
  const auto now = call.inputs.desk.findings();
  if (!now) return not_there(call);
  JsonWriter out;
  out.number("slot", now->slot).time("as_of", now->as_of).time("picture_time", now->picture_time);
  const auto print = [&](const engine::FoundNow& found) { return found_json(found, now->as_of); };
  append_list(out.member("open"), now->open, print);
  if (ended) append_list(out.member("ended"), now->ended, print);
  return json_response(out.take());
}

Response rules(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  if (!call.inputs.desk.findings) return not_there(call);
  const auto now = call.inputs.desk.findings();
  if (!now) return not_there(call);
  JsonWriter out;
  append_list(out.member("rules"), now->precision, [](const auto& entry) {
    JsonWriter one;
    one.text("rule", entry.first.first).number("version", entry.first.second);
    one.number("raised", entry.second.raised).number("useful", entry.second.useful);
    one.number("noise", entry.second.noise).number("unjudged", entry.second.unjudged());
    return one.take();
  });
  return json_response(out.take());
}

Response tend(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"what", "useful", "reason", "until", "seconds"});
  engine::TendAlert tend;
  tend.what = root.required_text("what", 32);
  tend.useful = root.flag("useful").value_or(false);
  tend.reason = root.text("reason", kReasonMax, true).value_or("");
  tend.until = root.time("until");
  tend.length = std::chrono::seconds(root.integer("seconds", 1, 30).value_or(30));
  if (tend.what == "judge") root.require("useful");
  if (auto refused = call.refused(body)) return *refused;
  const auto number = parse_number<std::uint64_t>(call.ids.front());
  if (!number) return call.problem(404, "not_found", "there is no such alert");
  tend.alert = *number;
  const auto done = ask(call, std::move(tend));
  if (!done) return refused_by_desk(call, Permission::operate, done.error());
  const auto now = call.inputs.desk.findings();
  const engine::FoundNow* found = now ? now->find(*number) : nullptr;
  if (found == nullptr) return no_content();
  return json_response(found_json(*found, now->as_of));
}

Response hand_over(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"to"});
  engine::HandOverWatch hand{root.required_text("to", 64)};
  if (auto refused = call.refused(body)) return *refused;
  const auto done = ask(call, std::move(hand));
  if (!done) return refused_by_desk(call, Permission::operate, done.error());
  return json_response(JsonWriter().number("alerts", done->number).take());
}

}  // namespace

std::span<const Route> findings_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/findings", Permission::read_picture, nullptr, &findings, Lane::reads},
      {"GET", "/api/v1/findings/rules", Permission::read_picture, nullptr, &rules, Lane::reads},
      with_body({"POST", "/api/v1/findings/{id}/alert", Permission::operate, nullptr, &tend}, kBody),
      with_body({"POST", "/api/v1/watch/hand-over", Permission::operate, nullptr, &hand_over}, kBody),
  });
  return kRoutes;
}

}  // namespace fairlead::serve
