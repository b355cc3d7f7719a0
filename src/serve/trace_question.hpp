// SPDX-License-Identifier: Apache-2.0
// A trace asked about something by its name (`of`): an incident, a case, a lead, a track, a vessel by MMSI or IMO
// number. What it says of place, time and tracks becomes the question; what the asker gave stays.
//
// Threads: any.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "desk/book.hpp"
#include "engine/picture.hpp"

namespace fairlead::serve {

// `question` without `of` is given back as it is. Errors: `invalid_argument`, `not_found`.
Result<std::string> trace_question(std::string_view question, const desk::Book* book, const engine::Picture* picture,
                                   Instant now);

}  // namespace fairlead::serve
