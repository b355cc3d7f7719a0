// SPDX-License-Identifier: Apache-2.0
#include "desk_call.hpp"

#include <algorithm>

#include "base/system.hpp"

namespace fairlead::serve {

Instant now_by_clock() { return Instant::from_unix_ms(system_wall_clock().now_ms()); }

AtDesk at_desk(const CommandCall& call) {
  const Desk& desk = call.inputs.desk;
  AtDesk at;
  if (desk.sharing) at.sharing = desk.sharing();
  if (!at.sharing || !at.sharing->accounts || !at.sharing->agreements || !at.sharing->stops || !at.sharing->recalls ||
      !at.sharing->evaluator) {
    at.refused = call.problem(503, "not_ready", "sharing is not there yet; try again in a moment");
    return at;
  }
  at.now = std::max(now_by_clock(), at.sharing->as_of);
  return at;
}

Result<engine::Answer> ask(const CommandCall& call, engine::Request request) {
  if (!call.inputs.desk.command) return fail(ErrorCode::unreachable, "there is no desk");
  return call.inputs.desk.command({call.actor(), std::move(request)});
}

Response refused_by_desk(const CommandCall& call, accounts::Permission permission, const Error& error) {
  if (error.code != ErrorCode::unsupported) return call.failed(error);
  // A session that ended, or an account that was disabled, since the request was let in.
  if (error.message == accounts::kNotSignedIn) return call.problem(401, "sign_in_required", error.message);
  if (call.actor().may(permission, now_by_clock()) == accounts::Allowed::confirm_first) {
    return call.problem(403, "confirm_required",
                        "this asks for a fresh sign-in: give the password again at `/api/v1/session/confirm`");
  }
  return call.problem(403, "not_permitted", error.message);
}

Desk desk_of(engine::Runner& runner, engine::Store* store, std::function<std::string(std::string_view)> verifier) {
  Desk desk;
  desk.command = [&runner](engine::Command command) { return runner.command(std::move(command)); };
  desk.post = [&runner](engine::Command command) { runner.post(std::move(command)); };
  desk.stop = [&runner](accounts::Actor by, engine::OrderStop order) {
    return runner.stop_sharing(std::move(by), std::move(order));
  };
  desk.sharing = [&runner] { return runner.sharing(); };
  desk.law = [&runner] { return runner.law(); };
  desk.findings = [&runner] { return runner.findings(); };
  desk.casework = [&runner] { return runner.casework(); };
  desk.delivered = [&runner](domain::TrackId track) { return runner.delivered(track); };
  desk.view_now = [&runner](std::string_view agency, release::Purpose purpose) {
    return runner.view_now(agency, purpose);
  };
  // Those of all agencies that an agreement was ever adopted with: asking the store is for its writer.
  desk.logs = [&runner]() -> Result<std::vector<std::string>> {
    std::vector<std::string> names{"home"};
    const auto sharing = runner.sharing();
    if (!sharing || !sharing->agreements) return names;
    for (const engine::HeldAgreement& held : *sharing->agreements) {
      if (held.adopted_at) names.insert(names.end(), held.agreement.parties.begin(), held.agreement.parties.end());
    }
    std::sort(names.begin() + 1, names.end());
    names.erase(std::unique(names.begin() + 1, names.end()), names.end());
    return names;
  };
  if (store != nullptr) desk.log = [store](std::string_view name) { return store->log(name); };
  desk.verifier = std::move(verifier);
  return desk;
}

}  // namespace fairlead::serve
