// SPDX-License-Identifier: Apache-2.0
#include "track_body.hpp"

#include "release/reduce.hpp"
#include "wire/json.hpp"

namespace fairlead::engine {

std::string track_body(domain::Track track, release::Set<release::Field> fields, std::uint32_t grid_m,
                       const std::map<domain::SourceId, domain::Source>& sources) {
  release::reduce(track, fields, grid_m);
  std::string text;
  wire::append_json(text, track, [&](domain::SourceId id) {
    const auto found = sources.find(id);
    return found == sources.end() ? std::string_view("unknown") : std::string_view(found->second.name);
  });
  // {"id":"T-0000a3f1", and the rest: the id is ours, and stays here.
  return text.substr(text.find(','));
}

}  // namespace fairlead::engine
