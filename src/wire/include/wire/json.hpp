// SPDX-License-Identifier: Apache-2.0
// The nouns as JSON, as the API and files show them: RFC 3339 UTC times, SI numbers, words for enumerations, members
// absent when unknown. append_json() writes, the from_json() functions read; the reader refuses unknown members and
// words by name, so that nothing is lost silently.
//
// Threads: any.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/finding.hpp"
#include "domain/label.hpp"
#include "domain/source.hpp"
#include "domain/track.hpp"

namespace fairlead::wire {

// The operator's name for a source.
using SourceName = std::function<std::string_view(domain::SourceId)>;

// The Track object of api/openapi.yaml.
void append_json(std::string& out, const domain::Track& track, const SourceName& source_name);
// {"lat":59.9,"lon":10.5}
void append_json(std::string& out, geo::Position position);
void append_json(std::string& out, const domain::Label& label);
// With `now` for the age of the last sentence.
void append_json(std::string& out, const domain::SourceHealth& health, Instant now);

// The versioned forms ("v":1) of the nouns that are kept and exchanged.
void append_json(std::string& out, const domain::Sentence& sentence);
void append_json(std::string& out, const domain::Observation& observation);
void append_json(std::string& out, const domain::Finding& finding);
void append_json(std::string& out, const domain::Authority& authority);
void append_json(std::string& out, const domain::Decision& decision);
void append_json(std::string& out, const domain::Delivery& delivery);

Result<domain::Label> label_from_json(std::string_view json);
Result<domain::Sentence> sentence_from_json(std::string_view json);
Result<domain::Observation> observation_from_json(std::string_view json);
Result<domain::Finding> finding_from_json(std::string_view json);
Result<domain::Authority> authority_from_json(std::string_view json);
Result<domain::Decision> decision_from_json(std::string_view json);
Result<domain::Delivery> delivery_from_json(std::string_view json);

// Appends a number in the shortest form that reads back equal; `digits` > 0 rounds to so many decimals first.
// What is not finite becomes null.
void append_real(std::string& out, double value, int digits = 0);

}  // namespace fairlead::wire
