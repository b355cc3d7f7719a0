// SPDX-License-Identifier: Apache-2.0
// The desk as JSON, as the API, scenario files and exports have it: RFC 3339 UTC times, words for enumerations, members
// absent when unknown. Acts are read strictly: an unknown member, a member given twice, a word that no list has is a
// fault with its JSON pointer, and all faults are told at once.
//
// Threads: any.
#pragma once

#include <expected>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "desk/book.hpp"
#include "desk/change.hpp"

namespace fairlead::desk {

// Who wrote the JSON: somebody outside, or the engine, which alone fills in what is attached.
enum class From : std::uint8_t { outside, engine };

// Members that are known already, such as a number from the path of a request. The object may not name them again.
using Given = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// {"title":…} as the act of this name. Attached members are refused from outside.
std::expected<Change, Faults> change_from_json(std::string_view act, std::string_view object, Given given = {},
                                               From from = From::outside);
// {"act":"draft_lead","title":…}
std::expected<Change, Faults> change_from_json(std::string_view object, From from = From::outside);
// The member of the act that a refusal speaks of, as a JSON pointer: that of the first word in backticks which is the
// name of a member, or what one of them holds. Empty: it names none.
std::string pointer_of(const Change& change, std::string_view refusal);
// The second of these forms.
void append_json(std::string& out, const Change& change);
std::span<const std::string_view> act_names();
// The body of an act as a JSON schema (draft 2020-12), for the API's description. Attached members are left out.
std::string schema_of_act(std::string_view act);
// What an object looks like: `lead`, `ask`, `incident` …
std::string schema_of_object(std::string_view object);
std::span<const std::string_view> object_names();

// One object as it stands in one version.
void append_json(std::string& out, const Vessel& vessel);
void append_json(std::string& out, const Lead& lead);
void append_json(std::string& out, const Ask& ask);
void append_json(std::string& out, const Request& request);
void append_json(std::string& out, const UseReport& report);
void append_json(std::string& out, const Case& one);
void append_json(std::string& out, const Step& step);
void append_json(std::string& out, const Incident& incident);
void append_json(std::string& out, const Claim& claim);
void append_json(std::string& out, const Evidence& evidence);
void append_json(std::string& out, const Entity& entity);
void append_json(std::string& out, const ListSnapshot& list);
void append_json(std::string& out, const Match& match);
void append_json(std::string& out, const Assessment& assessment);
void append_json(std::string& out, const ErrorReport& report);
void append_json(std::string& out, const StatementTemplate& form);
void append_json(std::string& out, const Statement& statement);
void append_json(std::string& out, const LogLine& entry);
void append_json(std::string& out, const StopProposal& proposal);
void append_json(std::string& out, const Covered& covered);
void append_json(std::string& out, const Summary& summary);
void append_json(std::string& out, const Caution& caution);

// One object with all that belongs to it: asks of a lead, steps of a case, claims and summary of an incident; the
// revision, and who changed it when. Nothing is appended, and false returned, where the book has no such object.
bool append_with_all(std::string& out, const Book& book, LeadId id);
bool append_with_all(std::string& out, const Book& book, AskId id);
bool append_with_all(std::string& out, const Book& book, RequestId id, Instant now);
bool append_with_all(std::string& out, const Book& book, CaseId id);
bool append_with_all(std::string& out, const Book& book, IncidentId id);
bool append_with_all(std::string& out, const Book& book, EvidenceId id);
// Every version of an object: [{"revision":1,"at":…,"by":…,"value":{…}}…].
bool append_versions(std::string& out, const Book& book, std::string_view id);

}  // namespace fairlead::desk
