// SPDX-License-Identifier: Apache-2.0
// What the routes of the desk have in common: that there is one, how its refusals are told, lists as JSON.
//
// Threads: free functions.
#pragma once

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "json_writer.hpp"
#include "routes.hpp"

namespace fairlead::serve {

Instant now_by_clock();

// What the handler works with; the answer where there is none.
struct AtDesk {
  std::shared_ptr<const engine::Sharing> sharing;
  Instant now;                      // not before what is shared
  std::optional<Response> refused;  // nothing can be done
};
AtDesk at_desk(const CommandCall& call);

// Asks the engine in the caller's name.
Result<engine::Answer> ask(const CommandCall& call, engine::Request request);
// What the engine refused. Where it asks for a fresh sign-in, the answer says so.
Response refused_by_desk(const CommandCall& call, accounts::Permission permission, const Error& error);

// `{"scheme","risk","approver","expires_at"}`; what is wrong with it is noted there.
release::Assessment assessment_of(http::JsonObject& given);

// The same route with a JSON body of at most so many bytes.
constexpr Route with_body(Route route, std::size_t bytes_max) {
  route.takes_body = true;
  route.body_bytes_max = bytes_max;
  return route;
}

// Appends `[...]`, each item as `print(item)` gives it.
template <class Range, class Print>
void append_list(std::string& out, const Range& range, Print print) {
  out += '[';
  bool first = true;
  for (const auto& item : range) {
    if (!first) out += ',';
    first = false;
    out += print(item);
  }
  out += ']';
}
// The same with texts.
template <class Range>
void append_texts(std::string& out, const Range& range) {
  append_list(out, range, [](std::string_view text) {
    std::string quoted;
    append_json_string(quoted, text);
    return quoted;
  });
}
// The words of a set of a closed list.
template <class E>
void append_words(std::string& out, release::Set<E> set) {
  append_list(out, release::members(set), [](E value) { return '"' + std::string(release::name(value)) + '"'; });
}

}  // namespace fairlead::serve
