// SPDX-License-Identifier: Apache-2.0
// What the routes of evidence, bundles and reports have in common: the book, the vault, acts in the caller's name or
// our own, which pieces of evidence belong to what.
//
// Threads: free functions.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/book.hpp"
#include "desk_call.hpp"

namespace fairlead::serve {

// The book now, or as it was known then; null while starting.
std::shared_ptr<const desk::Book> book_of(const CommandCall& call, std::optional<Instant> at = std::nullopt);
// Everything that is wrong with a form, each beside its member.
Response refused_form(const CommandCall& call, const desk::Faults& found);
Response not_there(const CommandCall& call, std::string_view what);

// `{"act":"custody_event",...}` for a piece of evidence.
std::string custody_act(desk::EvidenceId evidence, desk::CustodyKind kind, std::string_view purpose,
                        const std::optional<Digest>& found = std::nullopt, std::string_view place = {});
// Acts in the caller's name; the answer where it was refused.
std::optional<Response> act_as(const CommandCall& call, const std::string& act);

// Says, as Fairlead itself and once, that bytes were found altered: from then on nothing of them goes out.
void report_altered(const ServerInputs& inputs, desk::EvidenceId evidence, const Digest& file);

// The evidence that belongs to a piece of evidence itself, an incident, a case or a lead.
std::vector<desk::EvidenceId> evidence_about(const desk::Book& book, std::string_view id);

// The act as it is to be posted, checked against what the vault has: bytes first, then the act that names them. The
// answer where it must not be.
std::optional<Response> refused_bytes(const CommandCall& call, const desk::Change& change);

}  // namespace fairlead::serve
