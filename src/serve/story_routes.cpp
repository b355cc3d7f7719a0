// SPDX-License-Identifier: Apache-2.0
// /api/v1/story: the story that is being played, where one is, and holding it. Only a demonstration has one.
#include <array>

#include "desk_call.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::JsonBody;
using http::JsonObject;
using http::Parameters;

constexpr std::size_t kBody = 1024;

Response no_story(const CommandCall& call) {
  return call.problem(404, "not_found", "no story is being played; `fairlead demo` plays one");
}

Response story(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  if (!call.inputs.story.shown) return no_story(call);
  return json_response(std::string(*call.inputs.story.shown()));
}

Response steer_story(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"paused", "go_on"});
  const auto paused = root.flag("paused");
  const auto go_on = root.flag("go_on");
  if (auto refused = call.refused(body)) return *refused;
  if (!call.inputs.story.shown) return no_story(call);
  if (paused) call.inputs.story.pause(*paused);
  if (go_on.value_or(false)) call.inputs.story.go_on();
  return json_response(std::string(*call.inputs.story.shown()));
}

}  // namespace

std::span<const Route> story_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/story", Permission::read_picture, nullptr, &story, Lane::reads},
      with_body({"POST", "/api/v1/story", Permission::read_picture, nullptr, &steer_story}, kBody),
  });
  return kRoutes;
}

}  // namespace fairlead::serve
