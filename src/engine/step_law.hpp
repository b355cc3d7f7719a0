// SPDX-License-Identifier: Apache-2.0
// What the law says of a step of a case, on the facts that its form and the case tell: whose unit did it, where and
// when, under which flag, with whose consent, in which pursuit.
//
// What is not on the form is unknown to the answer, and stands among what it misses. The facts stay with the step, so
// that the same question can be asked again. Threads: pure.
#pragma once

#include <optional>

#include "authority/engine.hpp"
#include "desk/book.hpp"
#include "desk/change.hpp"
#include "engine/law_now.hpp"
#include "zones/atlas.hpp"

namespace fairlead::engine {

// An answer as the desk keeps it, and on what it rests. `facts_json`: the facts that it was asked on.
domain::Authority answer_to(const authority::Facts& facts, const authority::Answer& answer);
desk::LawRecord record_of(const authority::Answer& answer, std::string facts_json);

// Fills in what `record_step` calls attached. Nothing where the step is no act that the law is asked about, where the
// case is not there, or where nobody said whose centre this is.
void attach_law(desk::RecordStep& step, const desk::Book& book, const LawNow& law, const zones::Atlas* atlas,
                Instant now);

}  // namespace fairlead::engine
