// SPDX-License-Identifier: Apache-2.0
// What the desk holds beside agreements: assurances of partners, assessments, consents of originators.
#include <array>

#include "desk_call.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::JsonBody;
using http::JsonObject;

constexpr std::size_t kNameMax = 256;
constexpr std::size_t kTextMax = 4096;
constexpr std::size_t kPutBody = 32 * 1024;

Response put_assurance(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"agency", "agreement", "assurance", "until", "breached", "text"});
  engine::HoldAssurance held;
  held.key.agency = root.required_text("agency", kNameMax);
  held.key.agreement = root.required_text("agreement", kNameMax);
  held.key.assurance = root.required_text("assurance", kNameMax);
  root.require("until");
  held.given.until = root.time("until").value_or(Instant{});
  held.given.breached = root.flag("breached").value_or(false);
  held.text = root.text("text", kTextMax, true).value_or("");
  if (auto refused = call.refused(body)) return *refused;
  const auto done = ask(call, std::move(held));
  if (!done) return refused_by_desk(call, Permission::hold_assurances, done.error());
  return json_response(JsonWriter().text("state", done->text).take());
}

Response put_assessment(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"agreement", "scheme", "risk", "approver", "expires_at", "withdrawn"});
  engine::HoldAssessment held;
  held.agreement = root.required_text("agreement", kNameMax);
  held.held.assessment = assessment_of(root);
  held.held.withdrawn = root.flag("withdrawn").value_or(false);
  if (auto refused = call.refused(body)) return *refused;
  const bool over = held.held.withdrawn || held.held.assessment.expires_at <= now_by_clock();
  const auto done = ask(call, std::move(held));
  if (!done) return refused_by_desk(call, Permission::assess, done.error());
  return json_response(JsonWriter().text("state", over ? "withdrawn" : "in_force").take());
}

Response put_consent(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"originator", "agency", "purposes", "until", "withdrawn"});
  engine::HoldConsent held;
  held.consent.originator = root.required_text("originator", kNameMax);
  held.consent.agency = root.required_text("agency", kNameMax);
  held.withdrawn = root.flag("withdrawn").value_or(false);
  for (const std::string& word : root.texts("purposes", release::kCount<release::Purpose>, 64)) {
    if (const auto purpose = release::from_word<release::Purpose>(word)) {
      held.consent.purposes.add(*purpose);
    } else {
      root.refuse_word("purposes", word, release::words<release::Purpose>());
    }
  }
  if (!held.withdrawn) {
    root.require("purposes");
    root.require("until");
  }
  held.consent.until = root.time("until").value_or(Instant{});
  if (!release::is_agency(held.consent.agency)) root.refuse("agency", "an agency is written like `XAA/coast_guard`");
  if (auto refused = call.refused(body)) return *refused;
  const bool over = held.withdrawn || held.consent.until <= now_by_clock();
  const auto done = ask(call, std::move(held));
  if (!done) return refused_by_desk(call, Permission::record_consent, done.error());
  return json_response(JsonWriter().text("state", over ? "withdrawn" : "in_force").take());
}

}  // namespace

std::span<const Route> desk_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      with_body({"PUT", "/api/v1/assurances", Permission::hold_assurances, nullptr, &put_assurance}, kPutBody),
      with_body({"PUT", "/api/v1/assessments", Permission::assess, nullptr, &put_assessment}, kPutBody),
      with_body({"PUT", "/api/v1/consents", Permission::record_consent, nullptr, &put_consent}, kPutBody),
  });
  return kRoutes;
}

}  // namespace fairlead::serve
