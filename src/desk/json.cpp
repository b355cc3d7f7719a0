// SPDX-License-Identifier: Apache-2.0
#include "desk/json.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "applying.hpp"
#include "base/text.hpp"
#include "form.hpp"
#include "form_json.hpp"
#include "form_parts.hpp"

namespace fairlead::desk {
namespace {

template <class T>
void append_object(std::string& out, const T& value) {
  out += '{';
  append_members(out, value);
  out += '}';
}

void member(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += name;
  out += "\":";
}

// "revision":3,"changed_at":…,"changed_by":…
template <class T>
void append_revision(std::string& out, const Versions<T>& versions) {
  member(out, "revision");
  append_number(out, versions.revision());
  member(out, "changed_at");
  out += '"' + to_rfc3339(versions.newest().at) + '"';
  member(out, "changed_by");
  append_json_string(out, versions.newest().by);
}

template <class List, class Append>
void append_list(std::string& out, std::string_view name, const List& list, Append append) {
  member(out, name);
  out += '[';
  bool first = true;
  for (const auto& item : list) {
    if (!first) out += ',';
    first = false;
    append(item);
  }
  out += ']';
}

void append_texts(std::string& out, std::string_view name, const std::vector<std::string>& texts) {
  append_list(out, name, texts, [&](const std::string& text) { append_json_string(out, text); });
}

void append_band(std::string& out, std::string_view name, const Band& band) {
  if (band == Band{}) return;
  member(out, name);
  out += '{';
  if (band.min) member(out, "min"), append_number(out, *band.min);
  if (band.max) member(out, "max"), append_number(out, *band.max);
  std::vector<ClaimId> set_by = band.min_by;
  for (const ClaimId id : band.max_by) add_once(set_by, id);
  std::ranges::sort(set_by);
  const auto ids = [&](std::string_view list, const std::vector<ClaimId>& claims) {
    if (claims.empty()) return;
    append_list(out, list, claims, [&](ClaimId id) { append_json_string(out, to_text(id)); });
  };
  ids("set_by", set_by);
  ids("min_by", band.min_by);
  ids("max_by", band.max_by);
  ids("open_ended", band.open_ended);
  if (band.without_number > 0) member(out, "without_number"), append_number(out, band.without_number);
  member(out, "conflict");
  out += band.conflict ? "true}" : "false}";
}

void append_ask_words(std::string& out, const Ask& ask) {
  append_texts(out, "conditions_in_words", conditions_in_words(ask));
  if (ask.state == AskState::asked) {
    append_texts(out, "bars", bars(ask));
    member(out, "missing_approvals");
    append_json_string(out, missing_approvals(ask));
  }
}

template <class Table, class Key>
bool append_all_versions(std::string& out, const Table& table, const Key& key) {
  const auto* versions = table.find(key);
  if (versions == nullptr) return false;
  out += '[';
  std::uint32_t revision = 0;
  for (const auto& version : versions->all()) {
    if (revision > 0) out += ',';
    out += fmt::format("{{\"revision\":{},\"at\":\"{}\",\"by\":", ++revision, to_rfc3339(version.at));
    append_json_string(out, version.by);
    out += ",\"value\":";
    append_json(out, *version.value);
    out += '}';
  }
  out += ']';
  return true;
}

template <class Id, class Table>
bool append_if(std::string& out, const Table& table, std::string_view id) {
  const auto parsed = id_from<Id>(id);
  return parsed && append_all_versions(out, table, *parsed);
}

using Schema = const Form& (*)();
const std::map<std::string_view, Schema>& objects() {
  static const std::map<std::string_view, Schema> known = {
      {"lead", &form_of<Lead>},
      {"ask", &form_of<Ask>},
      {"request", &form_of<Request>},
      {"use_report", &form_of<UseReport>},
      {"case", &form_of<Case>},
      {"step", &form_of<Step>},
      {"incident", &form_of<Incident>},
      {"claim", &form_of<Claim>},
      {"evidence", &form_of<Evidence>},
      {"custody", &form_of<Custody>},
      {"time_stamp", &form_of<TimeStamp>},
      {"designation_list", &form_of<ListSnapshot>},
      {"entity", &form_of<Entity>},
      {"match", &form_of<Match>},
      {"log_line", &form_of<LogLine>},
      {"assessment", &form_of<Assessment>},
      {"error_report", &form_of<ErrorReport>},
      {"statement_template", &form_of<StatementTemplate>},
      {"statement", &form_of<Statement>},
      {"stop_proposal", &form_of<StopProposal>},
  };
  return known;
}

}  // namespace

void append_json(std::string& out, const Vessel& vessel) { append_object(out, vessel); }
void append_json(std::string& out, const Lead& lead) { append_object(out, lead); }
void append_json(std::string& out, const Ask& ask) { append_object(out, ask); }
void append_json(std::string& out, const Request& request) { append_object(out, request); }
void append_json(std::string& out, const UseReport& report) { append_object(out, report); }
void append_json(std::string& out, const Case& one) { append_object(out, one); }
void append_json(std::string& out, const Step& step) { append_object(out, step); }
void append_json(std::string& out, const Incident& incident) { append_object(out, incident); }
void append_json(std::string& out, const Claim& claim) { append_object(out, claim); }
void append_json(std::string& out, const Evidence& evidence) { append_object(out, evidence); }
void append_json(std::string& out, const Entity& entity) { append_object(out, entity); }
void append_json(std::string& out, const ListSnapshot& list) { append_object(out, list); }
void append_json(std::string& out, const Match& match) { append_object(out, match); }
void append_json(std::string& out, const Assessment& assessment) { append_object(out, assessment); }
void append_json(std::string& out, const ErrorReport& report) { append_object(out, report); }
void append_json(std::string& out, const StatementTemplate& form) { append_object(out, form); }
void append_json(std::string& out, const Statement& statement) { append_object(out, statement); }
void append_json(std::string& out, const LogLine& entry) { append_object(out, entry); }
void append_json(std::string& out, const StopProposal& proposal) { append_object(out, proposal); }
void append_json(std::string& out, const Covered& covered) { append_object(out, covered); }

void append_json(std::string& out, const Summary& summary) {
  out += '{';
  append_band(out, "killed", summary.killed);
  append_band(out, "injured", summary.injured);
  append_band(out, "missing", summary.missing);
  append_band(out, "survivors", summary.survivors);
  append_band(out, "detained", summary.detained);
  member(out, "active_claims");
  append_number(out, summary.active);
  member(out, "independent_groups");
  append_number(out, summary.independent_groups);
  member(out, "graded_claims");
  append_number(out, summary.graded);
  member(out, "conflict");
  out += summary.conflict ? "true" : "false";
  member(out, "method");
  append_json_string(out, kSummaryMethod);
  out += '}';
}

void append_json(std::string& out, const Caution& caution) {
  out += '{';
  append_texts(out, "does", caution.does);
  append_texts(out, "does_not", caution.does_not);
  out += '}';
}

void append_json(std::string& out, const Change& change) {
  out += "{\"act\":";
  append_json_string(out, name(change));
  append_members(out, form_of_change(change.index()), inside(change));
  out += '}';
}

std::span<const std::string_view> act_names() {
  static const auto names = [] {
    std::array<std::string_view, std::variant_size_v<Change>> made;
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = form_of_change(i).name;
    return made;
  }();
  return names;
}

std::span<const std::string_view> object_names() {
  static const auto names = [] {
    std::vector<std::string_view> made;
    for (const auto& [name, form] : objects()) made.push_back(name);
    return made;
  }();
  return names;
}

std::string schema_of_act(std::string_view act) {
  const auto names = act_names();
  const auto at = std::ranges::find(names, act);
  return at == names.end() ? std::string()
                           : schema_of(form_of_change(static_cast<std::size_t>(at - names.begin())), false);
}

std::string schema_of_object(std::string_view object) {
  const auto at = objects().find(object);
  return at == objects().end() ? std::string() : schema_of(at->second(), true);
}

bool append_with_all(std::string& out, const Book& book, LeadId id) {
  const auto* versions = book.leads().find(id);
  if (versions == nullptr) return false;
  out += '{';
  append_members(out, versions->now());
  append_revision(out, *versions);
  append_list(out, "asks", book.asks_of(id), [&](const Ask* ask) {
    out += '{';
    append_members(out, *ask);
    append_ask_words(out, *ask);
    append_revision(out, *book.asks().find(ask->id));
    out += '}';
  });
  append_list(out, "history", book.history_of(versions->now().body.vessel, to_text(id)), [&](const Earlier& earlier) {
    out += "{\"id\":";
    append_json_string(out, earlier.id);
    out += ",\"what\":";
    append_json_string(out, earlier.what);
    out += ",\"how\":";
    append_json_string(out, earlier.how);
    out += ",\"at\":\"" + to_rfc3339(earlier.at) + "\"}";
  });
  out += '}';
  return true;
}

bool append_with_all(std::string& out, const Book& book, AskId id) {
  const auto* versions = book.asks().find(id);
  if (versions == nullptr) return false;
  out += '{';
  append_members(out, versions->now());
  append_ask_words(out, versions->now());
  append_revision(out, *versions);
  out += '}';
  return true;
}

bool append_with_all(std::string& out, const Book& book, RequestId id, Instant now) {
  const auto* versions = book.requests().find(id);
  if (versions == nullptr) return false;
  const Clock time = clock(versions->now(), now);
  out += '{';
  append_members(out, versions->now());
  member(out, "clock");
  out += fmt::format("{{\"running\":{},\"elapsed_s\":{},\"past_expected\":{},\"words\":", time.running,
                     time.elapsed.count() / 1000, time.past_expected);
  append_json_string(out, time.words);
  if (time.expected_within) out += fmt::format(",\"expected_within_s\":{}", time.expected_within->count() / 1000);
  out += '}';
  append_revision(out, *versions);
  out += '}';
  return true;
}

bool append_with_all(std::string& out, const Book& book, CaseId id) {
  const auto* versions = book.cases().find(id);
  if (versions == nullptr) return false;
  const Case& one = versions->now();
  out += '{';
  append_members(out, one);
  const CaseTemplate& form = template_of(one.body.kind);
  append_list(out, "usual_steps", form.steps, [&](StepKind kind) { append_json_string(out, name(kind)); });
  member(out, "reminder");
  append_json_string(out, form.reminder);
  append_list(out, "step_forms", book.steps_of(id), [&](const Step* step) {
    out += '{';
    append_members(out, *step);
    append_revision(out, *book.steps().find({id, step->id}));
    out += '}';
  });
  append_list(out, "persons", book.persons_of(id), [&](const Person& person) { append_object(out, person); });
  append_list(out, "goods", book.goods_of(id), [&](const Goods& goods) { append_object(out, goods); });
  append_list(out, "history", book.history_of(one.body.vessel, to_text(id)), [&](const Earlier& earlier) {
    out += "{\"id\":";
    append_json_string(out, earlier.id);
    out += ",\"what\":";
    append_json_string(out, earlier.what);
    out += ",\"how\":";
    append_json_string(out, earlier.how);
    out += ",\"at\":\"" + to_rfc3339(earlier.at) + "\"}";
  });
  append_revision(out, *versions);
  out += '}';
  return true;
}

bool append_with_all(std::string& out, const Book& book, IncidentId id) {
  const auto* versions = book.incidents().find(id);
  if (versions == nullptr) return false;
  out += '{';
  append_members(out, versions->now());
  member(out, "event_status");
  append_json_string(out, name(versions->now().assessed.event_status));
  member(out, "grade");
  append_json_string(out, name(versions->now().assessed.grade));
  member(out, "summary");
  append_json(out, book.summary_of(id));
  append_list(out, "claims", book.claims_of(id), [&](const Claim* claim) {
    out += '{';
    append_members(out, *claim);
    append_revision(out, *book.claims().find({id, claim->id}));
    out += '}';
  });
  std::vector<ProposalId> proposals;
  for (const auto& [proposal, proposed] : book.proposals()) {
    if (proposed->now().because_of == to_text(id)) proposals.push_back(proposal);
  }
  append_list(out, "stop_proposals", proposals,
              [&](ProposalId proposal) { append_json_string(out, to_text(proposal)); });
  append_revision(out, *versions);
  out += '}';
  return true;
}

bool append_with_all(std::string& out, const Book& book, EvidenceId id) {
  const auto* versions = book.evidence().find(id);
  if (versions == nullptr) return false;
  const Evidence& one = versions->now();
  out += '{';
  append_members(out, one);
  const auto custody = book.custody_of(id);
  append_list(out, "custody", custody, [&](const Custody* event) { append_object(out, *event); });
  member(out, "custody_unbroken");
  out += broken_custody(custody) ? "false" : "true";
  append_list(out, "time_stamps", book.time_stamps_of(id), [&](const TimeStamp* stamp) { append_object(out, *stamp); });
  append_texts(out, "notices", export_notices(one));
  append_revision(out, *versions);
  out += '}';
  return true;
}

bool append_versions(std::string& out, const Book& book, std::string_view id) {
  if (const std::size_t slash = id.find('/'); slash != std::string_view::npos) {
    const std::string_view part = id.substr(slash + 1);
    const auto incident = id_from<IncidentId>(id.substr(0, slash));
    const auto claim = id_from<ClaimId>(part);
    if (incident && claim) return append_all_versions(out, book.claims(), ClaimKey{*incident, *claim});
    const auto in_case = id_from<CaseId>(id.substr(0, slash));
    const auto step = id_from<StepId>(part);
    return in_case && step && append_all_versions(out, book.steps(), StepKey{*in_case, *step});
  }
  return append_if<LeadId>(out, book.leads(), id) || append_if<AskId>(out, book.asks(), id) ||
         append_if<RequestId>(out, book.requests(), id) || append_if<UseReportId>(out, book.use_reports(), id) ||
         append_if<CaseId>(out, book.cases(), id) || append_if<IncidentId>(out, book.incidents(), id) ||
         append_if<EvidenceId>(out, book.evidence(), id) || append_if<ListId>(out, book.lists(), id) ||
         append_if<MatchId>(out, book.matches(), id) || append_if<LogLineId>(out, book.log(), id) ||
         append_if<AssessmentId>(out, book.assessments(), id) ||
         append_if<ErrorReportId>(out, book.error_reports(), id) ||
         append_if<StatementId>(out, book.statements(), id) || append_if<ProposalId>(out, book.proposals(), id);
}

}  // namespace fairlead::desk
