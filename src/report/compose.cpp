// SPDX-License-Identifier: Apache-2.0
#include "report/compose.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "parts.hpp"

namespace fairlead::report {
namespace {

// What goes into a report, and how it is marked.
class Maker : private Parts {
 public:
  using Parts::Parts;

  Result<Document> make(std::string_view number) {
    Document document;
    document.number = number;
    document.kind = name(request_.kind);
    document.centre = request_.centre;
    document.known_at = request_.known_at;
    document.made_at = request_.made_at;
    document.made_by = request_.made_by;
    FL_CHECK(fill(document));
    document.marking = marking();
    document.sections.push_back(sources());
    return document;
  }

 private:
  Result<void> fill(Document& document) {
    switch (request_.kind) {
      case Kind::handover:
        return handover(document);
      case Kind::brief:
        return brief(document);
      case Kind::boarding:
        return boarding(document);
      case Kind::release_register:
        document.title = fmt::format("Release register, {} to {}", to_rfc3339(request_.from), to_rfc3339(request_.to));
        document.sections.push_back(released_by_agency());
        document.sections.push_back(releases("Releases", in_period(ledger_.releases)));
        document.sections.push_back(stops("Stops", in_period(ledger_.stops)));
        return {};
      case Kind::stop:
        return stop(document);
      case Kind::incident:
        return incident(document);
      case Kind::quarterly:
        return quarterly(document);
      case Kind::court:
        return court(document);
    }
    return {};
  }

  // ---- kinds ----
  Result<void> handover(Document& document) {
    document.title = fmt::format("Watch handover, {} to {}", to_rfc3339(request_.from), to_rfc3339(request_.to));
    Section log;
    log.heading = "Log of the watch";
    Table table;
    table.columns = {"at", "by", "what", "about"};
    for (const auto& [id, versions] : book_.log()) {
      const desk::LogLine& line = versions->now();
      if (line.at < request_.from || line.at > request_.to) continue;
      table.rows.push_back({to_rfc3339(line.at), line.by, line.text, joined(line.about, ", ")});
    }
    log.tables.push_back(std::move(table));
    document.sections.push_back(open_matters());
    document.sections.push_back(std::move(log));
    document.sections.push_back(released_by_agency());
    document.sections.push_back(stops("Stops ordered in this watch", in_period(ledger_.stops)));
    document.sections.push_back(incidents());
    return {};
  }

  Result<void> brief(Document& document) {
    if (request_.subject.empty()) {
      document.title = "Situation brief";
      document.sections.push_back(open_matters());
      document.sections.push_back(incidents());
      document.sections.push_back(released_by_agency());
      return {};
    }
    std::string text;
    bool found = false;
    if (const auto lead = desk::id_from<desk::LeadId>(request_.subject)) {
      found = desk::append_with_all(text, book_, *lead);
      if (found) mark(book_.leads().now(*lead)->body.label);
    }
    if (const auto ask = desk::id_from<desk::RequestId>(request_.subject)) {
      found = desk::append_with_all(text, book_, *ask, request_.known_at);
    }
    if (const auto in_case = desk::id_from<desk::CaseId>(request_.subject)) {
      found = desk::append_with_all(text, book_, *in_case);
    }
    if (const auto incident = desk::id_from<desk::IncidentId>(request_.subject)) {
      found = desk::append_with_all(text, book_, *incident);
      if (found) mark(book_.incidents().now(*incident)->body.handling);
    }
    if (!found) return nothing();
    document.title = "Brief on " + request_.subject;
    document.sections.push_back(section_of(request_.subject, text));
    return {};
  }

  Failure nothing() const {
    return fail(ErrorCode::not_found, fmt::format("there is no `{}` on the desk; a {} report is about {}",
                                                  request_.subject, name(request_.kind), subject_of(request_.kind)));
  }

  Result<void> boarding(Document& document) {
    const auto id = desk::id_from<desk::CaseId>(request_.subject);
    const desk::Case* one = id ? book_.cases().now(*id) : nullptr;
    if (one == nullptr) return nothing();
    document.title = fmt::format("Boarding report, {}: {}", request_.subject, one->body.title);
    Section vessel = section_of("Vessel", json_of(one->body.vessel));
    document.sections.push_back(std::move(vessel));
    std::string all;
    desk::append_with_all(all, book_, *id);
    document.sections.push_back(section_of("Case", all, {"step_forms", "persons", "goods", "vessel", "usual_steps"}));
    Section steps;
    steps.heading = "Steps";
    for (const desk::Step* step : book_.steps_of(*id)) {
      steps.parts.push_back(
          section_of(fmt::format("{} {}", desk::to_text(step->id), in_words(desk::name(step->body.kind))),
                     json_of(*step), {"in_case", "id", "kind"}));
    }
    document.sections.push_back(std::move(steps));
    Section persons;
    persons.heading = "Persons";
    Table people;
    people.columns = {"reference", "described as", "rights given", "medical", "detained", "released", "handed to"};
    for (const desk::Person& person : book_.persons_of(*id)) {
      people.rows.push_back(
          {person.reference, person.described_as,
           person.rights_given_at ? to_rfc3339(*person.rights_given_at) : "NOT GIVEN " + person.rights_note,
           person.medical, when(person.detained_at), when(person.released_at), person.handed_to});
    }
    persons.tables.push_back(std::move(people));
    document.sections.push_back(std::move(persons));
    Section goods;
    goods.heading = "Goods";
    Table things;
    things.columns = {"reference", "kind", "quantity", "sample", "seal", "kept at", "handed to"};
    for (const desk::Goods& thing : book_.goods_of(*id)) {
      std::string quantity = "unknown";
      if (thing.quantity) {
        quantity.clear();
        append_fixed(quantity, thing.quantity->value, 3);
        quantity += " " + thing.unit + (thing.estimated ? " (estimated)" : "");
      }
      things.rows.push_back(
          {thing.reference, thing.kind, quantity, thing.sample, thing.seal, thing.kept_at, thing.handed_to});
    }
    goods.tables.push_back(std::move(things));
    document.sections.push_back(std::move(goods));
    return {};
  }

  Result<void> stop(Document& document) {
    const auto epoch = parse_number<std::uint64_t>(request_.subject);
    const auto found = std::ranges::find_if(ledger_.stops, [&](const StopMade& one) { return epoch == one.epoch; });
    if (found == ledger_.stops.end()) {
      return fail(ErrorCode::not_found, fmt::format("the ledger has no stop of epoch `{}`", request_.subject));
    }
    document.title = fmt::format("Stop report, epoch {}", found->epoch);
    Section order;
    order.heading = "Order";
    order.facts = {
        {"ordered at", to_rfc3339(found->at)},
        {"by", found->by},
        {"covers", found->what},
        {"reason", found->reason.empty() ? "not given yet" : found->reason},
        {"ledger entry", number_text(found->entry)},
        {"deliveries that were waiting and were dropped", found->dropped ? number_text(*found->dropped) : "unknown"},
        {"connections closed", found->connections_closed ? number_text(*found->connections_closed) : "unknown"},
        {"bytes that may have been in the network already",
         found->kernel_bytes ? number_text(*found->kernel_bytes) : "unknown"},
        {"lifted", found->lifted_at ? to_rfc3339(*found->lifted_at) + " by " + found->lifted_by : "no"}};
    document.sections.push_back(std::move(order));
    std::vector<const Released*> before;
    std::vector<const Released*> after;
    const Instant end = found->lifted_at.value_or(request_.known_at);
    for (const Released& one : ledger_.releases) {
      const bool covered =
          (found->agency.empty() || one.agency == found->agency || one.agency.starts_with(found->agency + "/")) &&
          (found->purpose.empty() || one.purpose == found->purpose);
      if (!covered) continue;
      if (one.entry < found->entry && one.at >= found->at - std::chrono::hours(24)) before.push_back(&one);
      if (one.entry > found->entry && one.at <= end) after.push_back(&one);
    }
    document.sections.push_back(releases("Out already: released in the 24 hours before", before));
    Section later = releases("Released to them after the stop, while it was in force", after);
    later.paragraphs.push_back(
        after.empty() ? "None: nothing that the stop covers was released after it."
                      : "These are outside what the stop covers, or survive a stop by their agreement; each "
                        "says which clause permitted it.");
    document.sections.push_back(std::move(later));
    Section recalls;
    recalls.heading = "Recalls";
    Table table;
    table.columns = {"at", "partner", "release", "state"};
    for (const Recalled& one : ledger_.recalls) {
      if (one.stop_epoch == found->epoch)
        table.rows.push_back({to_rfc3339(one.at), one.partner, one.release, one.state});
    }
    recalls.tables.push_back(std::move(table));
    document.sections.push_back(std::move(recalls));
    return {};
  }

  Result<void> incident(Document& document) {
    const auto id = desk::id_from<desk::IncidentId>(request_.subject);
    const desk::Incident* one = id ? book_.incidents().now(*id) : nullptr;
    if (one == nullptr) return nothing();
    mark(one->body.handling);
    document.title = fmt::format("Incident dossier, {}: {}", request_.subject, one->body.title);
    const desk::Summary summary = book_.summary_of(*id);
    Section said;
    said.heading = "What the sources say";
    if (summary.conflict) said.paragraphs.push_back("Sources conflict.");
    said.facts = {
        {"killed", band(summary.killed)},
        {"injured", band(summary.injured)},
        {"missing", band(summary.missing)},
        {"survivors", band(summary.survivors)},
        {"detained", band(summary.detained)},
        {"independent sources", number_text(summary.independent_groups)},
        {"grade", in_words(desk::name(one->assessed.grade)) + ": " + std::string(desk::meaning(one->assessed.grade))}};
    Table claims;
    claims.caption = "Claims, each as its source has it";
    claims.columns = {"claim", "source", "graded", "killed", "who acted", "state", "words"};
    const auto count = [](const desk::Count& c) {
      if (!c.has_number()) return c.wording;
      return fmt::format("{}–{}{}", c.min ? number_text(*c.min) : "", c.max ? number_text(*c.max) : "",
                         c.wording.empty() ? "" : " (" + c.wording + ")");
    };
    for (const desk::Claim* claim : book_.claims_of(*id)) {
      claims.rows.push_back(
          {desk::to_text(claim->id),
           fmt::format("{} ({})", claim->body.source, in_words(desk::name(claim->body.source_type))),
           fmt::format("{}{}", claim->body.reliability ? desk::name(*claim->body.reliability) : "–",
                       claim->body.credibility ? number_text(*claim->body.credibility) : "–"),
           count(claim->body.says.killed), claim->body.says.actor,
           std::string(desk::name(claim->status)) + (claim->status_because.empty() ? "" : ": " + claim->status_because),
           claim->body.original_text.substr(0, 600)});
    }
    said.tables.push_back(std::move(claims));
    said.footnote = std::string(desk::kSummaryMethod);
    document.sections.push_back(std::move(said));
    document.sections.push_back(shared_before(*one));
    std::string all;
    desk::append_with_all(all, book_, *id);
    document.sections.push_back(section_of("The incident in full", all, {"summary"}));
    document.sections.push_back(evidence_section(request_.subject));
    return {};
  }

  Section shared_before(const desk::Incident& incident) const {
    std::set<std::string> tracks;
    for (const desk::VesselLink& link : incident.body.vessels) {
      if (!link.vessel.track.empty()) tracks.insert(link.vessel.track);
    }
    const Instant moment =
        incident.body.occurred.latest.value_or(incident.body.occurred.earliest.value_or(request_.known_at));
    std::vector<const Released*> found;
    for (const Released& one : ledger_.releases) {
      const bool about = std::ranges::any_of(one.objects, [&](const std::string& id) { return tracks.contains(id); });
      if (about && one.at <= moment) found.push_back(&one);
    }
    Section section = releases("What was released before this moment about its vessels", found);
    section.footnote =
        "By the tracks that are linked to the incident. Releases about vessels that could have been there under "
        "another "
        "name are found by a trace (`fairlead trace`).";
    return section;
  }

  std::vector<const desk::Evidence*> evidence_of(const std::string& id) const {
    std::vector<const desk::Evidence*> found;
    for (const auto& [key, versions] : book_.evidence()) {
      const desk::Evidence& one = versions->now();
      bool belongs = desk::to_text(key) == id;
      for (const desk::EvidenceLink& link : one.body.links) {
        belongs = belongs || link.to == id || link.to.starts_with(id + "/");
      }
      if (const auto incident = desk::id_from<desk::IncidentId>(id)) {
        for (const desk::Claim* claim : book_.claims_of(*incident)) {
          belongs = belongs || std::ranges::find(claim->body.evidence, key) != claim->body.evidence.end();
        }
      }
      if (const auto in_case = desk::id_from<desk::CaseId>(id)) {
        for (const desk::Step* step : book_.steps_of(*in_case)) {
          belongs = belongs || std::ranges::find(step->body.evidence, key) != step->body.evidence.end();
        }
      }
      if (belongs) found.push_back(&one);
    }
    return found;
  }

  Section evidence_section(const std::string& id) {
    Section section;
    section.heading = "Evidence";
    const auto found = evidence_of(id);
    if (found.empty()) section.paragraphs.push_back("None is linked to it.");
    for (const desk::Evidence* one : found) {
      mark(one->body.handling.label);
      Section part;
      part.heading = desk::to_text(one->id) + " " + one->body.title;
      part.facts = {{"caption", one->body.caption},       {"credit", one->body.credit},
                    {"media type", one->body.media_type}, {"size", number_text(one->body.size)},
                    {"SHA-256", hex(one->body.sha256)},   {"text alternative", one->body.text_alternative}};
      std::erase_if(part.facts, [](const auto& fact) { return fact.second.empty(); });
      if (one->altered) part.paragraphs.push_back("ITS BYTES WERE FOUND ALTERED: nothing of it is handed out.");
      if (one->destroyed) part.paragraphs.push_back("It was destroyed by order.");
      part.items = desk::export_notices(*one);
      const auto custody = book_.custody_of(one->id);
      Table table;
      table.caption = desk::broken_custody(custody) ? "Custody (THE CHAIN IS BROKEN)" : "Custody (the chain holds)";
      table.columns = {"at", "event", "by", "for", "authority", "place", "SHA-256 as found"};
      for (const desk::Custody* event : custody) {
        table.rows.push_back({to_rfc3339(event->at), in_words(desk::name(event->kind)), event->person, event->purpose,
                              event->authority, event->place, event->found ? hex(*event->found) : ""});
      }
      part.tables.push_back(std::move(table));
      Table stamps;
      stamps.caption = "Time stamps (RFC 3161)";
      stamps.columns = {"over", "at", "authority", "serial"};
      for (const desk::TimeStamp* stamp : book_.time_stamps_of(one->id)) {
        stamps.rows.push_back({hex(stamp->over), to_rfc3339(stamp->at), stamp->authority, stamp->serial});
      }
      part.tables.push_back(std::move(stamps));
      section.parts.push_back(std::move(part));
    }
    return section;
  }

  Result<void> quarterly(Document& document) {
    document.title = fmt::format("Oversight report, {} to {}", to_rfc3339(request_.from), to_rfc3339(request_.to));
    std::uint64_t released = 0;
    for (const auto& [key, count] : ledger_.by_recipient) released += count.first;
    std::uint64_t same_hands = 0;
    std::uint64_t approved = 0;
    for (const auto& [id, versions] : book_.asks()) {
      for (const desk::Approval& one : versions->now().approvals) {
        if (one.at < request_.from || one.at > request_.to) continue;
        ++approved;
        same_hands += std::ranges::find(versions->now().hands, one.account) != versions->now().hands.end() ? 1U : 0U;
      }
    }
    std::uint64_t overdue = 0;
    for (const auto& [id, versions] : book_.asks())
      overdue += versions->now().report == desk::ReportState::overdue ? 1U : 0U;
    std::uint64_t altered = 0;
    for (const auto& [id, versions] : book_.evidence()) altered += versions->now().altered ? 1U : 0U;
    std::uint64_t contested = 0;
    for (const auto& [id, versions] : book_.incidents()) {
      contested += versions->now().assessed.grade == desk::Grade::contested ? 1U : 0U;
    }
    std::uint64_t undecided = 0;
    std::uint64_t outside = 0;
    for (const auto& [id, versions] : book_.proposals())
      undecided += versions->now().state == desk::ProposalState::open ? 1U : 0U;
    for (const auto& [id, versions] : book_.steps()) outside += versions->now().outside_basis ? 1U : 0U;
    Section questions;
    questions.heading = "Questions";
    Table table;
    table.columns = {"question", "answer"};
    table.rows = {{"Releases in the period", number_text(released)},
                  {"Approvals of leads in the period", number_text(approved)},
                  {"Of these, approved by somebody who asked or changed what was asked for", number_text(same_hands)},
                  {"Proposals to stop without an answer", number_text(undecided)},
                  {"Use reports that are overdue", number_text(overdue)},
                  {"Steps of cases outside their legal basis", number_text(outside)},
                  {"Incidents graded as contested", number_text(contested)},
                  {"Evidence whose bytes no longer verify", number_text(altered)}};
    questions.tables.push_back(std::move(table));
    document.sections.push_back(std::move(questions));
    document.sections.push_back(released_by_agency());
    Section refused;
    refused.heading = "Not released, by outcome";
    Table outcomes;
    outcomes.columns = {"outcome", "times"};
    for (const auto& [outcome, count] : ledger_.refusals)
      outcomes.rows.push_back({in_words(outcome), number_text(count)});
    refused.tables.push_back(std::move(outcomes));
    document.sections.push_back(std::move(refused));
    document.sections.push_back(stops("Stops", in_period(ledger_.stops)));
    document.sections.push_back(incidents());
    Section errors;
    errors.heading = "Error reports";
    for (const auto& [id, versions] : book_.error_reports()) {
      errors.parts.push_back(section_of(desk::to_text(id), json_of(versions->now()), {"id"}));
    }
    if (errors.parts.empty()) errors.paragraphs.push_back("None.");
    document.sections.push_back(std::move(errors));
    Section assessments;
    assessments.heading = "Assessments";
    assessments.tables.push_back(table_of(
        {"assessment", "of", "risk before", "risk after", "conclusion", "state", "approved by", "until"},
        book_.assessments(), [](const desk::Assessment&) { return true; },
        [](const desk::Assessment& one) {
          return std::vector{desk::to_text(one.id),
                             one.body.agency + " " + one.body.agreement,
                             std::string(desk::name(one.body.risk_before)),
                             std::string(desk::name(one.body.risk_after)),
                             in_words(desk::name(one.body.conclusion)),
                             in_words(desk::name(one.state)),
                             one.approver,
                             to_rfc3339(one.body.expires_at)};
        }));
    document.sections.push_back(std::move(assessments));
    return {};
  }

  Result<void> court(Document& document) {
    const std::string& id = request_.subject;
    const auto in_case = desk::id_from<desk::CaseId>(id);
    const auto incident = desk::id_from<desk::IncidentId>(id);
    const auto lead = desk::id_from<desk::LeadId>(id);
    const auto evidence = desk::id_from<desk::EvidenceId>(id);
    const bool there = (in_case && book_.cases().find(*in_case)) || (incident && book_.incidents().find(*incident)) ||
                       (lead && book_.leads().find(*lead)) || (evidence && book_.evidence().find(*evidence));
    if (!there) return nothing();
    document.title = "Evidence for a court, " + id;
    document.sections.push_back(evidence_section(id));
    Section verify;
    verify.heading = "How to verify it without Fairlead";
    verify.items = {"Unpack the bundle into an empty folder.", "sha256sum -c SHA256SUMS",
                    "openssl ts -verify -data FILE -in stamps/FILE.tsr -CAfile authority.pem, for each time stamp",
                    "VERIFY.txt in the bundle has each command in full, and what was left out, with the reasons."};
    document.sections.push_back(std::move(verify));
    return {};
  }

  Section sources() const {
    Section section;
    section.heading = "Sources";
    section.facts = {{"the desk", fmt::format("as known at {}", to_rfc3339(request_.known_at))},
                     {"the ledger", fmt::format("its first {} entries", ledger_.entries)}};
    if (ledger_.erased > 0) {
      section.paragraphs.push_back(
          fmt::format("Retention has erased the records of {} entries: what they said is not in this report; that they "
                      "were made is still proved.",
                      ledger_.erased));
    }
    if (ledger_.not_listed > 0) {
      section.paragraphs.push_back(
          fmt::format("{} further releases are counted and not listed: choose a shorter period.", ledger_.not_listed));
    }
    section.footnote =
        "Made again from its number, this report has the same bytes, unless retention has erased records since.";
    return section;
  }
};

}  // namespace

Result<Document> compose(const Request& request, std::string_view number, const desk::Book& book,
                         const LedgerFacts& ledger) {
  return Maker(request, book, ledger).make(number);
}

}  // namespace fairlead::report
