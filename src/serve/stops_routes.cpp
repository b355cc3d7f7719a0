// SPDX-License-Identifier: Apache-2.0
// /api/v1/stops: ordering a stop, saying why afterwards, and the voices that lift it.
//
// Ordering asks for nothing but what is to stop: no reason, no fresh sign-in. It has a lane of its own, and is answered
// when the gate is shut.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "desk_call.hpp"
#include "sharing_json.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::JsonBody;
using http::JsonObject;
using http::Parameters;

constexpr std::size_t kReasonMax = 4096;
constexpr std::size_t kNameMax = 256;
constexpr std::size_t kCornersMax = 1000;
constexpr std::size_t kSchemeMax = 256;
constexpr std::size_t kStopBody = 128 * 1024;

const engine::StopRecord* find_stop(const engine::Sharing& sharing, std::uint64_t epoch) {
  const auto found =
      std::ranges::find_if(*sharing.stops, [&](const engine::StopRecord& s) { return s.stop.epoch == epoch; });
  return found == sharing.stops->end() ? nullptr : &*found;
}

// The area of an agreement in force that has this name. Two agreements may mean different waters by one name: then the
// outline must be given.
std::optional<release::Area> area_named(const std::string& name, const release::StopCell& cell,
                                        const engine::Sharing& sharing, JsonObject& root) {
  std::optional<release::Area> found;
  for (const release::Agreement& agreement : sharing.evaluator->agreements()) {
    const bool concerned =
        std::ranges::any_of(agreement.parties, [&](const std::string& agency) { return cell.covers_agency(agency); });
    if (!concerned) continue;
    for (const release::Area& area : agreement.areas) {
      if (area.name != name || (found && *found == area)) continue;
      if (found) {
        root.refuse("area", fmt::format("two agreements mean different waters by `{}`; give the outline", name));
        return std::nullopt;
      }
      found = area;
    }
  }
  if (!found) root.refuse("area", fmt::format("no agreement in force with whom this stops has an area `{}`", name));
  return found;
}

std::optional<release::Area> area_of(JsonObject& root, const release::StopCell& cell, const engine::Sharing& sharing) {
  if (!root.has("area")) return std::nullopt;
  if (root.is_text("area")) {
    const auto name = root.text("area", kNameMax);
    return name ? area_named(*name, cell, sharing, root) : std::nullopt;
  }
  auto given = root.object("area");
  if (!given) return std::nullopt;
  given->only({"name", "polygon"});
  release::Area area;
  area.name = given->text("name", kNameMax).value_or("drawn");
  given->require("polygon");
  for (const auto& [latitude, longitude] : given->pairs("polygon", kCornersMax)) {
    const auto corner = geo::Position::from_degrees(latitude, longitude);
    if (!corner) {
      given->refuse("polygon", "a corner is `[latitude, longitude]` in degrees");
      return std::nullopt;
    }
    area.polygon.push_back(*corner);
  }
  if (const auto fault = release::fault_of(area.polygon)) given->refuse("polygon", *fault);
  return area;
}

release::StopCell cell_of(JsonObject& root, const engine::Sharing& sharing) {
  release::StopCell cell;
  const auto partner = root.text("partner", 3);
  const auto agency = root.text("agency", kNameMax);
  const bool all = root.flag("all").value_or(false);
  if (static_cast<int>(partner.has_value()) + static_cast<int>(agency.has_value()) + static_cast<int>(all) != 1) {
    root.refuse("partner", "say what stops: one of `partner`, `agency` and `all`", "missing_member");
  }
  if (partner) {
    if (!release::is_state(*partner)) root.refuse("partner", "a partner is a State's three letters, such as `XAA`");
    cell.partner = *partner;
  }
  if (agency) {
    if (!release::is_agency(*agency)) {
      root.refuse("agency", "an agency is written like `XAA/coast_guard`");
    } else {
      cell.partner = release::state_of(*agency);
      cell.agency = *agency;
    }
  }
  cell.purpose =
      root.word<release::Purpose>("purpose", &release::from_word<release::Purpose>, release::words<release::Purpose>());
  cell.type = root.word<release::ObjectType>("type", &release::from_word<release::ObjectType>,
                                             release::words<release::ObjectType>());
  cell.area = area_of(root, cell, sharing);
  return cell;
}

Response stops(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  return json_response("{\"stops\":" + stops_json(*at.sharing, false) + '}');
}

Response order_stop(CommandCall& call) {
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"partner", "agency", "purpose", "type", "area", "all", "reason", "needs_assessment", "recall"});
  engine::OrderStop order;
  order.cell = cell_of(root, *at.sharing);
  order.reason = root.text("reason", kReasonMax, true).value_or("");
  order.needs_assessment = root.flag("needs_assessment").value_or(false);
  order.recall = root.flag("recall").value_or(true);
  if (auto refused = call.refused(body)) return *refused;
  if (!call.inputs.desk.stop) return call.problem(503, "not_ready", "sharing is not there yet; try again in a moment");
  const auto stopped = call.inputs.desk.stop(call.actor(), std::move(order));
  if (!stopped) return refused_by_desk(call, Permission::stop, stopped.error());
  const auto sharing = call.inputs.desk.sharing();
  const engine::StopRecord* stop = find_stop(*sharing, stopped->epoch);
  if (stop == nullptr) return call.failed({ErrorCode::internal, "a stop without its record"});
  return json_response(stop_json(*stop, *sharing, stopped->reach), 201);
}

std::optional<std::uint64_t> epoch_of(const CommandCall& call) { return parse_number<std::uint64_t>(call.ids.front()); }

Response no_stop(const CommandCall& call) { return call.problem(404, "not_found", "there is no such stop"); }

Response explain_stop(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"reason"});
  const std::string reason = root.required_text("reason", kReasonMax, true);
  if (auto refused = call.refused(body)) return *refused;
  const auto epoch = epoch_of(call);
  if (!epoch) return no_stop(call);
  const auto done = ask(call, engine::ExplainStop{*epoch, reason});
  if (!done) return refused_by_desk(call, Permission::stop, done.error());
  const auto sharing = call.inputs.desk.sharing();
  const engine::StopRecord* stop = find_stop(*sharing, *epoch);
  return stop == nullptr ? no_stop(call) : json_response(stop_json(*stop, *sharing));
}

Response resume(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"reason", "assessment"});
  engine::AgreeToResume voice;
  voice.reason = root.text("reason", kReasonMax, true).value_or("");
  if (auto given = root.object("assessment")) {
    given->only({"scheme", "risk", "approver", "expires_at"});
    voice.assessment = release::NewAssessment{assessment_of(*given), now_by_clock()};
  }
  if (auto refused = call.refused(body)) return *refused;
  const auto epoch = epoch_of(call);
  if (!epoch) return no_stop(call);
  voice.epoch = *epoch;
  const bool with_assessment = voice.assessment.has_value();
  const auto done = ask(call, std::move(voice));
  if (!done) {
    const bool may = call.actor().may(Permission::approve_resume, now_by_clock()) == accounts::Allowed::yes;
    return refused_by_desk(call, with_assessment && may ? Permission::assess : Permission::approve_resume,
                           done.error());
  }
  JsonWriter json;
  if (done->number != 0) return json_response(json.flag("lifted", true).number("epoch", done->number).take());
  json.flag("lifted", false);
  const auto sharing = call.inputs.desk.sharing();
  const engine::StopRecord* stop = find_stop(*sharing, *epoch);
  json.member("agreed") += stop == nullptr ? "[]" : agreed_json(*stop);
  return json_response(json.text("missing", done->text).take());
}

}  // namespace

release::Assessment assessment_of(JsonObject& given) {
  release::Assessment assessment;
  assessment.scheme = given.required_text("scheme", kSchemeMax);
  if (given.require("risk")) {
    assessment.risk =
        given.word<release::Risk>("risk", &release::from_word<release::Risk>, release::words<release::Risk>())
            .value_or(release::Risk::high);
  }
  if (given.require("approver")) {
    assessment.approver =
        given.word<release::Rank>("approver", &release::from_word<release::Rank>, release::words<release::Rank>())
            .value_or(release::Rank::watch_officer);
  }
  if (given.require("expires_at")) assessment.expires_at = given.time("expires_at").value_or(Instant{});
  return assessment;
}

std::span<const Route> stops_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/stops", Permission::read_sharing, nullptr, &stops, Lane::reads},
      with_body({"POST", "/api/v1/stops", Permission::stop, nullptr, &order_stop, Lane::urgent}, kStopBody),
      with_body({"PATCH", "/api/v1/stops/{epoch}", Permission::stop, nullptr, &explain_stop}, kStopBody),
      with_body({"POST", "/api/v1/stops/{epoch}/resume", Permission::approve_resume, nullptr, &resume}, kStopBody),
  });
  return kRoutes;
}

}  // namespace fairlead::serve
