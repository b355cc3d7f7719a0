// SPDX-License-Identifier: Apache-2.0
// Designation lists and matches, the log, assessments, error reports, statements.
#include <algorithm>
#include <set>

#include "applying.hpp"
#include "base/text.hpp"

namespace fairlead::desk {

std::optional<std::vector<std::string>> placeholders(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '}') return std::nullopt;
    if (text[at] != '{') continue;
    const std::size_t end = text.find_first_of("{}", at + 1);
    if (end == std::string_view::npos || text[end] != '}' || end == at + 1) return std::nullopt;
    std::string name(text.substr(at + 1, end - at - 1));
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    at = end;
  }
  return names;
}

namespace {

std::string filled(std::string_view text, const std::vector<Filling>& fillings) {
  std::string made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '{') {
      made += text[at];
      continue;
    }
    const std::size_t end = text.find('}', at);
    const std::string_view wanted = text.substr(at + 1, end - at - 1);
    const auto filling = std::ranges::find(fillings, wanted, &Filling::name);
    made += filling->value;
    at = end;
  }
  return made;
}

// A number of the desk, an agency, a release: what a neutral answer must not name.
bool is_word_of_the_desk(std::string_view text) {
  static constexpr std::string_view kPrefixes[] = {"L-",  "A-",  "Q-", "U-", "C-", "FL-", "E-",
                                                   "AS-", "ER-", "P-", "M-", "D-", "T-",  "r-"};
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" ,;:()\n\t.", begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    for (const std::string_view prefix : kPrefixes) {
      const bool digit = word.size() > prefix.size() && ((word[prefix.size()] >= '0' && word[prefix.size()] <= '9') ||
                                                         (word[prefix.size()] >= 'a' && word[prefix.size()] <= 'f'));
      if (word.starts_with(prefix) && digit) return true;
    }
    if (is_agency(word)) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

// ---- designations ----

Result<void> Applying::operator()(const LoadDesignationList& act) {
  FL_CHECK(room(book_.lists_));
  const ListSnapshot* before = book_.newest_list(act.body.list);
  if (before != nullptr && before->body.sha256 == act.body.sha256) {
    return fail(ErrorCode::conflict, fmt::format("this file is loaded already, as `{}`", to_text(before->id)));
  }
  if (act.body.report.entities == 0) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("no row of the list could be read{}; the one before stays",
                            act.body.report.faults.empty() ? "" : ": " + act.body.report.faults.front()));
  }
  ListSnapshot list;
  list.id = next(book_.lists_);
  list.body = act.body;
  if (before != nullptr) list.before = before->id;
  list.loaded_by = by_.account;
  list.loaded_at = at_;
  make(book_.lists_, list.id, list, "designation_list", to_text(list.id));
  return {};
}

Result<void> Applying::operator()(const DecideMatch& act) {
  FL_CHECK(room(book_.matches_));
  if (book_.newest_list(act.list) == nullptr) {
    return fail(ErrorCode::not_found, fmt::format("there is no list `{}`", act.list));
  }
  const Vessel& v = act.subject;
  if (v.name.empty() && v.call_sign.empty() && !v.mmsi && !v.imo) {
    return fail(ErrorCode::invalid_argument, "`subject` has no name, call sign, MMSI or IMO number to compare");
  }
  const Digest subject = subject_digest(act.subject);
  const std::tuple key(subject, act.list, act.entity);
  const auto known = book_.match_of_.find(key);
  Match match;
  if (known != book_.match_of_.end()) {
    match = *book_.matches_.now(known->second);
    if (match.verdict == act.verdict && match.entity_digest == act.entity_digest && match.by == by_.account) {
      return fail(ErrorCode::conflict, fmt::format("`{}` says so already", to_text(match.id)));
    }
  } else {
    match.id = next(book_.matches_);
  }
  match.subject = act.subject;
  match.list = act.list;
  match.entity = act.entity;
  match.caption = act.caption;
  match.subject_digest = subject;
  match.entity_digest = act.entity_digest;
  match.evidence = act.evidence;
  match.verdict = act.verdict;
  match.reason = act.reason;
  match.by = by_.account;
  match.at = at_;
  if (act.verdict == Verdict::same) {
    notice(kLegalAdviser, to_text(match.id), "a designation was matched: a caution, which changes no authority");
  }
  const MatchId id = match.id;
  if (known != book_.match_of_.end()) {
    put(book_.matches_, id, std::move(match), to_text(id));
  } else {
    book_.match_of_.emplace(key, id);
    make(book_.matches_, id, std::move(match), "match", to_text(id));
  }
  return {};
}

// ---- the log ----

Result<void> Applying::operator()(const AddLogLine& act) {
  FL_CHECK(room(book_.log_));
  LogLine entry;
  entry.id = next(book_.log_);
  entry.text = act.text;
  entry.about = act.about;
  entry.position = act.position;
  entry.by = by_.account;
  entry.at = at_;
  make(book_.log_, entry.id, entry, "log_line", to_text(entry.id));
  return {};
}

// ---- assessments and error reports ----

ApproverRank rank_needed(Risk risk) {
  switch (risk) {
    case Risk::low:
      return ApproverRank::official;
    case Risk::medium:
      return ApproverRank::senior_official;
    case Risk::serious:
      return ApproverRank::minister;
  }
  return ApproverRank::minister;
}

Result<void> Applying::operator()(const WriteAssessment& act) {
  FL_CHECK(room(book_.assessments_));
  FL_CHECK(not_in_the_past(act.body.expires_at, "expires_at"));
  Assessment assessment;
  assessment.body = act.body;
  assessment.written_by = by_.account;
  assessment.written_at = at_;
  if (act.assessment) {
    FL_TRY(const auto* versions, find(book_.assessments_, *act.assessment, "assessment"));
    if (versions->now().state != AssessmentState::draft) {
      return fail(ErrorCode::conflict,
                  fmt::format("`{}` is {}; write a new one", to_text(*act.assessment), name(versions->now().state)));
    }
    assessment.id = *act.assessment;
    put(book_.assessments_, *act.assessment, std::move(assessment), to_text(*act.assessment));
    return {};
  }
  assessment.id = next(book_.assessments_);
  notice(kLegalAdviser, to_text(assessment.id), fmt::format("an assessment for `{}` waits", act.body.agreement));
  make(book_.assessments_, assessment.id, assessment, "assessment", to_text(assessment.id));
  return {};
}

Result<void> Applying::operator()(const ApproveAssessment& act) {
  FL_TRY(const auto* versions, find(book_.assessments_, act.assessment, "assessment"));
  const std::string id = to_text(act.assessment);
  FL_CHECK(same(*versions, act.seen, id));
  Assessment assessment = versions->now();
  if (assessment.state != AssessmentState::draft) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {} already", id, name(assessment.state)));
  }
  for (const auto& version : versions->all()) {
    FL_CHECK(other_than(version.value->written_by, "wrote this assessment", "another person approves it"));
  }
  if (to_lower(trim(act.approver)) == to_lower(assessment.written_by)) {
    return fail(ErrorCode::unsupported, "whoever wrote an assessment does not approve it");
  }
  if (act.rank < rank_needed(assessment.body.risk_after)) {
    return fail(ErrorCode::unsupported,
                fmt::format("a {} risk is approved by a {} at least, not by a {}", name(assessment.body.risk_after),
                            name(rank_needed(assessment.body.risk_after)), name(act.rank)));
  }
  FL_CHECK(not_in_the_past(assessment.body.expires_at, "expires_at"));
  for (const auto& [other_id, other_versions] : book_.assessments_) {
    const Assessment& other = other_versions->now();
    if (other.state != AssessmentState::in_force || other.body.agreement != assessment.body.agreement ||
        other.body.agency != assessment.body.agency) {
      continue;
    }
    Assessment replaced = other;
    replaced.state = AssessmentState::withdrawn;
    replaced.ended_because = "replaced by " + id;
    put(book_.assessments_, other_id, std::move(replaced), to_text(other_id));
    break;
  }
  assessment.state = AssessmentState::in_force;
  assessment.approver = act.approver;
  assessment.approver_rank = act.rank;
  assessment.document = act.document;
  assessment.approved_by = by_.account;
  assessment.approved_at = at_;
  applied_.assessment_in_force.push_back(act.assessment);
  if (assessment.body.conclusion == Conclusion::refuse) {
    notice(kReleaseOfficer, id, fmt::format("the assessment for `{}` says: refuse", assessment.body.agreement));
  }
  put(book_.assessments_, act.assessment, std::move(assessment), id);
  return {};
}

Result<void> Applying::operator()(const WithdrawAssessment& act) {
  FL_TRY(const auto* versions, find(book_.assessments_, act.assessment, "assessment"));
  Assessment assessment = versions->now();
  const std::string id = to_text(act.assessment);
  if (assessment.state != AssessmentState::draft && assessment.state != AssessmentState::in_force) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {} already", id, name(assessment.state)));
  }
  if (assessment.state == AssessmentState::in_force) applied_.lapses_assessment.push_back(act.assessment);
  assessment.state = AssessmentState::withdrawn;
  assessment.ended_because = act.reason;
  put(book_.assessments_, act.assessment, std::move(assessment), id);
  return {};
}

void Applying::set_due(const Assessment& assessment, bool on) {
  if (assessment.state != AssessmentState::in_force && assessment.state != AssessmentState::draft) return;
  const Book::Due due{assessment.body.expires_at, Book::Lapse::assessment, assessment.id.number()};
  on ? void(book_.due_.insert(due)) : void(book_.due_.erase(due));
}

Result<void> Applying::operator()(const FileErrorReport& act) {
  FL_CHECK(room(book_.error_reports_));
  ErrorReport report;
  report.id = next(book_.error_reports_);
  report.body = act.body;
  report.filed_by = by_.account;
  report.filed_at = at_;
  notice("overseer", to_text(report.id), "an error is reported");
  make(book_.error_reports_, report.id, report, "error_report", to_text(report.id));
  return {};
}

Result<void> Applying::operator()(const AcknowledgeErrorReport& act) {
  FL_TRY(const auto* versions, find(book_.error_reports_, act.report, "error report"));
  ErrorReport report = versions->now();
  if (report.state == ErrorReportState::acknowledged) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is acknowledged already", to_text(act.report)));
  }
  FL_CHECK(other_than(report.filed_by, "filed this report", "the overseer acknowledges it"));
  report.state = ErrorReportState::acknowledged;
  report.answer = act.answer;
  report.acknowledged_by = by_.account;
  report.acknowledged_at = at_;
  put(book_.error_reports_, act.report, std::move(report), to_text(act.report));
  return {};
}

// ---- statements ----

const std::vector<StatementTemplate>& built_in_templates() {
  static const std::vector<StatementTemplate> templates = {
      {std::string(kStandingTemplate), "Neither confirm nor deny", std::string(kStandingAnswer), true, "", {}},
      {"no_operational_detail",
       "No operational detail",
       "Operational matters are not commented on. This answer would be the same whatever the facts were.",
       true,
       "",
       {}},
      {"passed_to_authority",
       "Passed to the competent authority",
       "Your question of {date} has been passed to the authority that may answer it.",
       true,
       "",
       {}},
      {"legal_policy",
       "The rule that applies",
       "Information is shared for lawful purposes only, under written conditions, and sharing ends where its use would "
       "be unlawful. Whether this rule was applied in any one matter is neither confirmed nor denied.",
       true,
       "",
       {}},
  };
  return templates;
}

Result<void> Applying::operator()(const RegisterTemplate& act) {
  const auto& built_in = built_in_templates();
  if (std::ranges::find(built_in, act.name, &StatementTemplate::name) != built_in.end()) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is built in and stays as it is", act.name));
  }
  if (!placeholders(act.text)) {
    return fail(ErrorCode::invalid_argument, "`text`: a brace stands alone; names to fill in look like `{date}`");
  }
  StatementTemplate made{act.name, act.title, act.text, act.neutral, by_.account, at_};
  const bool known = book_.templates_.find(act.name) != nullptr;
  if (known) {
    put(book_.templates_, act.name, std::move(made), act.name);
  } else {
    FL_CHECK(room(book_.templates_));
    make(book_.templates_, act.name, std::move(made), "statement_template", act.name);
  }
  return {};
}

Result<void> Applying::operator()(const DraftStatement& act) {
  FL_CHECK(room(book_.statements_));
  const StatementTemplate* form = book_.find_template(act.from_template);
  if (form == nullptr) {
    std::vector<std::string_view> known;
    for (const StatementTemplate& one : built_in_templates()) known.push_back(one.name);
    for (const auto& [template_name, versions] : book_.templates_) known.push_back(template_name);
    return fail(ErrorCode::not_found,
                fmt::format("there is no template `{}`; known are `{}`", act.from_template, fmt::join(known, "`, `")));
  }
  const auto names = placeholders(form->text).value_or(std::vector<std::string>());
  for (const std::string& wanted : names) {
    if (std::ranges::find(act.fillings, wanted, &Filling::name) == act.fillings.end()) {
      return fail(ErrorCode::invalid_argument, fmt::format("`fillings`: nothing is given for `{}`", wanted));
    }
  }
  std::set<std::string> seen;
  for (const Filling& filling : act.fillings) {
    if (std::ranges::find(names, filling.name) == names.end()) {
      return fail(ErrorCode::invalid_argument, fmt::format("`fillings`: the template has no `{}`", filling.name));
    }
    if (!seen.insert(filling.name).second) {
      return fail(ErrorCode::invalid_argument, fmt::format("`fillings`: `{}` is given twice", filling.name));
    }
    if (form->neutral && is_word_of_the_desk(filling.value)) {
      return fail(
          ErrorCode::unsupported,
          fmt::format("`fillings`: `{}` names something of ours: a neutral answer neither confirms nor denies it",
                      filling.value));
    }
  }
  Statement statement;
  statement.id = next(book_.statements_);
  statement.question = act.question;
  statement.asked_by = act.asked_by;
  statement.from_template = act.from_template;
  const auto* versions = book_.templates_.find(act.from_template);
  statement.template_version = versions == nullptr ? 1 : versions->revision();
  statement.text = filled(form->text, act.fillings);
  statement.drafted_by = by_.account;
  statement.drafted_at = at_;
  make(book_.statements_, statement.id, statement, "statement", to_text(statement.id));
  return {};
}

Result<void> Applying::operator()(const ApproveStatement& act) {
  FL_TRY(const auto* versions, find(book_.statements_, act.statement, "statement"));
  Statement statement = versions->now();
  if (statement.state != StatementState::draft) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {} already", to_text(act.statement), name(statement.state)));
  }
  FL_CHECK(other_than(statement.drafted_by, "drafted this statement", "another person approves it"));
  statement.state = StatementState::approved;
  statement.decided_by = by_.account;
  statement.decided_at = at_;
  put(book_.statements_, act.statement, std::move(statement), to_text(act.statement));
  return {};
}

Result<void> Applying::operator()(const RefuseStatement& act) {
  FL_TRY(const auto* versions, find(book_.statements_, act.statement, "statement"));
  Statement statement = versions->now();
  if (statement.state != StatementState::draft) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {} already", to_text(act.statement), name(statement.state)));
  }
  statement.state = StatementState::refused;
  statement.refused_because = act.reason;
  statement.decided_by = by_.account;
  statement.decided_at = at_;
  put(book_.statements_, act.statement, std::move(statement), to_text(act.statement));
  return {};
}

}  // namespace fairlead::desk
