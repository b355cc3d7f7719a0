// SPDX-License-Identifier: Apache-2.0
// What the tables of forms share. Private to `desk`.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "form.hpp"

namespace fairlead::desk {

inline void complain(Faults& faults, std::string_view pointer, std::string_view member, std::string detail,
                     std::string_view code = "invalid_member") {
  if (faults.size() < kFaultsMax)
    faults.push_back({std::string(pointer) + '/' + std::string(member), std::move(detail), code});
}

template <>
const Form& form_of<Vessel>();
template <>
const Form& form_of<Count>();
template <>
const Form& form_of<Origin>();
template <>
const Form& form_of<LeadBody>();
template <>
const Form& form_of<Lead>();
template <>
const Form& form_of<Approval>();
template <>
const Form& form_of<Ask>();
template <>
const Form& form_of<UseReportBody>();
template <>
const Form& form_of<UseReport>();
template <>
const Form& form_of<RequestBody>();
template <>
const Form& form_of<RequestEvent>();
template <>
const Form& form_of<Request>();
template <>
const Form& form_of<FlagConsent>();
template <>
const Form& form_of<Unit>();
template <>
const Form& form_of<Person>();
template <>
const Form& form_of<Goods>();
template <>
const Form& form_of<ForceNote>();
template <>
const Form& form_of<StepBody>();
template <>
const Form& form_of<LawRecord>();
template <>
const Form& form_of<Step>();
template <>
const Form& form_of<CaseBody>();
template <>
const Form& form_of<Case>();
template <>
const Form& form_of<Occurred>();
template <>
const Form& form_of<Place>();
template <>
const Form& form_of<VesselLink>();
template <>
const Form& form_of<Covered>();
template <>
const Form& form_of<IncidentBody>();
template <>
const Form& form_of<Assessed>();
template <>
const Form& form_of<Incident>();
template <>
const Form& form_of<Described>();
template <>
const Form& form_of<Says>();
template <>
const Form& form_of<ClaimBody>();
template <>
const Form& form_of<Claim>();
template <>
const Form& form_of<Handling>();
template <>
const Form& form_of<Intake>();
template <>
const Form& form_of<EvidenceLink>();
template <>
const Form& form_of<EvidenceBody>();
template <>
const Form& form_of<Custody>();
template <>
const Form& form_of<Rendition>();
template <>
const Form& form_of<TimeStamp>();
template <>
const Form& form_of<Provenance>();
template <>
const Form& form_of<Evidence>();
template <>
const Form& form_of<Entity>();
template <>
const Form& form_of<ImportReport>();
template <>
const Form& form_of<ListBody>();
template <>
const Form& form_of<ListSnapshot>();
template <>
const Form& form_of<Match>();
template <>
const Form& form_of<Mitigation>();
template <>
const Form& form_of<AssessmentBody>();
template <>
const Form& form_of<Assessment>();
template <>
const Form& form_of<ErrorReportBody>();
template <>
const Form& form_of<ErrorReport>();
template <>
const Form& form_of<StatementTemplate>();
template <>
const Form& form_of<Filling>();
template <>
const Form& form_of<Statement>();
template <>
const Form& form_of<LogLine>();
template <>
const Form& form_of<Cell>();
template <>
const Form& form_of<StopProposal>();

}  // namespace fairlead::desk
