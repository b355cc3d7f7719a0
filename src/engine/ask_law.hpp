// SPDX-License-Identifier: Apache-2.0
// What the law says of an ask: of giving anything to its agency under the agreement that would carry it, and of each
// act that the recipient is to do with it, as far as nothing but the act is known.
//
// Each answer comes with the facts that it was asked on, so that the same question can be asked again. Threads: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "desk/law_record.hpp"
#include "domain/finding.hpp"
#include "engine/law_now.hpp"
#include "governance.hpp"

namespace fairlead::engine {

struct AskLaw {
  std::vector<domain::Authority> authority;
  std::vector<desk::ActLaw> law;  // in the same order
};
// Without an answer for sharing where nobody said whose centre this is, or no agreement in force names the agency: such
// an ask is not approved.
AskLaw ask_law(const std::vector<std::string>& acts, std::string_view agency, std::string_view agreement,
               const Governance& governance, const LawNow& law, Instant now);

}  // namespace fairlead::engine
