// SPDX-License-Identifier: Apache-2.0
// What several kinds of report have in common: the marking, tables of releases, stops, open matters and incidents.
//
// Threads: one owner; what it refers to outlives it.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "desk/json.hpp"
#include "objects.hpp"
#include "report/compose.hpp"

namespace fairlead::report {

using desk::Book;

inline std::string when(const std::optional<Instant>& at) { return at ? to_rfc3339(*at) : "unknown"; }
inline std::string joined(const std::vector<std::string>& texts, std::string_view between = "; ") {
  return fmt::format("{}", fmt::join(texts, between));
}
inline std::string number_text(std::uint64_t value) { return fmt::format("{}", value); }

template <class T>
std::string json_of(const T& object) {
  std::string text;
  desk::append_json(text, object);
  return text;
}

class Parts {
 public:
  Parts(const Request& request, const Book& book, const LedgerFacts& ledger)
      : request_(request), book_(book), ledger_(ledger) {}

 protected:
  // ---- marking ----
  void mark(const domain::Label& label) { label_ = label_ ? domain::strictest(*label_, label) : label; }
  std::string marking() const {
    if (!label_) return "RESTRICTED · not released to anyone outside";
    std::string level(domain::name(std::max(label_->level, domain::Level::restricted)));
    std::ranges::replace(level, '_', ' ');
    std::string text = to_upper(level);
    if (!label_->caveats.empty()) text += fmt::format(" · {}", fmt::join(label_->caveats, " "));
    return text + (label_->releasable_to.empty()
                       ? " · not released to anyone outside"
                       : fmt::format(" · releasable to {}", fmt::join(label_->releasable_to, ", ")));
  }

  // ---- parts ----
  template <class T>
  std::vector<const T*> in_period(const std::vector<T>& all) const {
    std::vector<const T*> some;
    for (const T& one : all) {
      if (one.at >= request_.from && one.at <= request_.to) some.push_back(&one);
    }
    return some;
  }

  static Section releases(std::string heading, const std::vector<const Released*>& list) {
    Section section;
    section.heading = std::move(heading);
    Table table;
    table.columns = {"entry", "at", "to", "for", "what", "under", "conditions", "approved by"};
    for (const Released* one : list) {
      std::vector<std::string> objects(
          one->objects.begin(),
          one->objects.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(one->objects.size(), 8)));
      std::string what = joined(objects, ", ");
      if (one->objects.size() > objects.size())
        what += fmt::format(" and {} more", one->objects.size() - objects.size());
      table.rows.push_back({number_text(one->entry), to_rfc3339(one->at), one->agency, in_words(one->purpose),
                            fmt::format("{}: {}", in_words(one->object_type), what),
                            fmt::format("{}, clause {}", one->agreement, one->clause),
                            in_words(joined(one->conditions, ", ")), one->approver});
    }
    section.tables.push_back(std::move(table));
    return section;
  }

  Section released_by_agency() const {
    Section section;
    section.heading = "Released, by recipient";
    Table table;
    table.columns = {"recipient", "for", "releases", "objects in them"};
    for (const auto& [key, count] : ledger_.by_recipient) {
      table.rows.push_back({key.first, in_words(key.second), number_text(count.first), number_text(count.second)});
    }
    section.tables.push_back(std::move(table));
    return section;
  }

  static Section stops(std::string heading, const std::vector<const StopMade*>& list) {
    Section section;
    section.heading = std::move(heading);
    Table table;
    table.columns = {"epoch", "ordered at", "covers", "by", "reason", "dropped", "lifted"};
    for (const StopMade* one : list) {
      table.rows.push_back(
          {number_text(one->epoch), to_rfc3339(one->at), one->what, one->by, one->reason,
           one->dropped ? number_text(*one->dropped) : "unknown",
           one->lifted_at ? fmt::format("{} by {}", to_rfc3339(*one->lifted_at), one->lifted_by) : "no"});
    }
    section.tables.push_back(std::move(table));
    return section;
  }

  template <class T, class Wanted, class Row>
  static Table table_of(std::vector<std::string> columns, const T& objects, Wanted wanted, Row row) {
    Table table;
    table.columns = std::move(columns);
    for (const auto& [id, versions] : objects) {
      if (wanted(versions->now())) table.rows.push_back(row(versions->now()));
    }
    return table;
  }

  Section open_matters() {
    Section section;
    section.heading = "Open";
    Table leads = table_of(
        {"lead", "title", "vessel", "confidence", "until", "by"}, book_.leads(),
        [](const desk::Lead& one) { return one.state == desk::LeadState::open; },
        [this](const desk::Lead& one) {
          mark(one.body.label);
          return std::vector{desk::to_text(one.id),           one.body.title,
                             desk::one_line(one.body.vessel), std::string(desk::name(one.body.confidence)),
                             to_rfc3339(one.body.expires_at), one.drafted_by};
        });
    leads.caption = "Leads";
    Table asks = table_of(
        {"ask", "lead", "to", "for", "state", "asked by"}, book_.asks(),
        [](const desk::Ask& one) { return one.state == desk::AskState::asked || one.state == desk::AskState::live; },
        [](const desk::Ask& one) {
          return std::vector{desk::to_text(one.id),
                             desk::to_text(one.lead),
                             one.agency,
                             in_words(desk::name(one.purpose)),
                             std::string(desk::name(one.state)),
                             one.asked_by};
        });
    asks.caption = "Asks to share, and what is shared";
    Table requests = table_of(
        {"request", "kind", "with", "state", "filed"}, book_.requests(),
        [](const desk::Request& one) { return desk::is_open(one); },
        [](const desk::Request& one) {
          return std::vector{desk::to_text(one.id), in_words(desk::name(one.body.kind)), one.body.agency,
                             in_words(desk::name(one.state)), to_rfc3339(one.filed_at)};
        });
    requests.caption = "Requests";
    Table cases = table_of(
        {"case", "title", "vessel", "stage", "opened"}, book_.cases(),
        [](const desk::Case& one) { return one.state == desk::CaseState::open; },
        [](const desk::Case& one) {
          return std::vector{desk::to_text(one.id), one.body.title, desk::one_line(one.body.vessel),
                             one.stage ? in_words(desk::name(*one.stage)) : std::string("no step yet"),
                             to_rfc3339(one.opened_at)};
        });
    cases.caption = "Cases";
    Table proposals = table_of(
        {"proposal", "because of", "why", "proposed"}, book_.proposals(),
        [](const desk::StopProposal& one) { return one.state == desk::ProposalState::open; },
        [](const desk::StopProposal& one) {
          return std::vector{desk::to_text(one.id), one.because_of, joined(one.reasons), to_rfc3339(one.proposed_at)};
        });
    proposals.caption = "Proposals to stop that wait for an answer";
    Table in_force;
    in_force.caption = "Stops in force";
    in_force.columns = {"epoch", "since", "covers", "reason"};
    for (const StopMade& one : ledger_.stops) {
      if (!one.lifted_at) {
        in_force.rows.push_back({number_text(one.epoch), to_rfc3339(one.at), one.what, one.reason});
      }
    }
    section.tables = {std::move(in_force), std::move(proposals), std::move(asks),
                      std::move(requests), std::move(leads),     std::move(cases)};
    return section;
  }

  Section incidents() {
    Section section;
    section.heading = "Incidents";
    section.tables.push_back(table_of(
        {"incident", "kind", "title", "between", "killed, as reported", "grade", "independent sources"},
        book_.incidents(), [](const desk::Incident&) { return true; },
        [this](const desk::Incident& one) {
          mark(one.body.handling);
          const desk::Summary summary = book_.summary_of(one.id);
          return std::vector{desk::to_text(one.id),
                             in_words(desk::name(one.body.kind)),
                             one.body.title,
                             when(one.body.occurred.earliest) + " and " + when(one.body.occurred.latest),
                             band(summary.killed),
                             in_words(desk::name(one.assessed.grade)),
                             number_text(summary.independent_groups)};
        }));
    section.footnote = std::string(desk::kSummaryMethod);
    return section;
  }

  static std::string band(const desk::Band& band) {
    std::string text = band.conflict ? "sources conflict: " : "";
    if (!band.min && !band.max) return text + "no number";
    text += fmt::format("{} to {}", band.min ? number_text(*band.min) : "unknown",
                        band.max ? number_text(*band.max) : "unknown");
    if (!band.open_ended.empty()) text += " or more";
    return text;
  }

  const Request& request_;
  const Book& book_;
  const LedgerFacts& ledger_;
  std::optional<domain::Label> label_;
};

}  // namespace fairlead::report
