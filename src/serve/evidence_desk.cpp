// SPDX-License-Identifier: Apache-2.0
#include "evidence_desk.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/log.hpp"
#include "desk/json.hpp"
#include "engine/casework_now.hpp"

namespace fairlead::serve {

std::shared_ptr<const desk::Book> book_of(const CommandCall& call, std::optional<Instant> at) {
  if (!call.inputs.desk.casework) return nullptr;
  const auto now = call.inputs.desk.casework();
  if (!now || !now->book) return nullptr;
  if (!at) return now->book;
  return std::make_shared<const desk::Book>(now->book->as_known_at(*at));
}

Response not_there(const CommandCall& call, std::string_view what) {
  return call.problem(503, "not_ready", fmt::format("{} is not there yet; try again in a moment", what));
}

Response refused_form(const CommandCall& call, const desk::Faults& found) {
  std::vector<http::Fault> faults;
  for (const desk::Fault& fault : found) faults.push_back({'#' + fault.pointer, fault.detail});
  const desk::Fault& first = found.front();
  std::string detail = fmt::format("`{}` {}", first.pointer, first.detail);
  if (found.size() > 1) detail += fmt::format("; and {} more in `errors`", found.size() - 1);
  return http::problem(call.request, 400, first.code, detail, faults);
}

std::string custody_act(desk::EvidenceId evidence, desk::CustodyKind kind, std::string_view purpose,
                        const std::optional<Digest>& found, std::string_view place) {
  JsonWriter act;
  act.text("act", "custody_event").text("evidence", desk::to_text(evidence)).text("kind", desk::name(kind));
  if (!purpose.empty()) act.text("purpose", purpose);
  if (!place.empty()) act.text("place", place);
  if (found) act.text("found", hex(*found));
  return act.take();
}

std::optional<Response> act_as(const CommandCall& call, const std::string& act) {
  const auto done = ask(call, engine::ActOnDesk{act, false});
  if (!done) return refused_by_desk(call, accounts::Permission::operate, done.error());
  return std::nullopt;
}

void report_altered(const ServerInputs& inputs, desk::EvidenceId evidence, const Digest& file) {
  if (!inputs.desk.casework || !inputs.desk.post || inputs.vault == nullptr) return;
  const auto now = inputs.desk.casework();
  const desk::Evidence* known = now && now->book ? now->book->evidence().now(evidence) : nullptr;
  if (known == nullptr || known->altered || known->destroyed || known->body.sha256 != file) return;
  // Bytes that are gone are another file, too: an empty one.
  const Digest found = inputs.vault->digest_now(file).value_or(sha256(std::string_view{}));
  if (found == file) return;
  log::error("evidence_altered", {{"evidence", desk::to_text(evidence)}});
  inputs.desk.post({accounts::Actor::automatic(),
                    engine::ActOnDesk{custody_act(evidence, desk::CustodyKind::verified,
                                                  "found when it was to be read: not what was taken in", found),
                                      false}});
}

std::vector<desk::EvidenceId> evidence_about(const desk::Book& book, std::string_view id) {
  std::set<desk::EvidenceId> found;
  if (const auto one = desk::id_from<desk::EvidenceId>(id)) {
    if (book.evidence().find(*one) != nullptr) found.insert(*one);
  }
  for (const auto& [evidence, versions] : book.evidence()) {
    for (const desk::EvidenceLink& link : versions->now().body.links) {
      if (link.to == id || (link.to.starts_with(id) && link.to.substr(id.size()).starts_with('/'))) {
        found.insert(evidence);
      }
    }
  }
  if (const auto incident = desk::id_from<desk::IncidentId>(id)) {
    for (const desk::Claim* claim : book.claims_of(*incident)) {
      found.insert(claim->body.evidence.begin(), claim->body.evidence.end());
    }
  }
  if (const auto in_case = desk::id_from<desk::CaseId>(id)) {
    for (const desk::Step* step : book.steps_of(*in_case)) {
      found.insert(step->body.evidence.begin(), step->body.evidence.end());
    }
  }
  return {found.begin(), found.end()};
}

std::optional<Response> refused_bytes(const CommandCall& call, const desk::Change& change) {
  const Digest* digest = nullptr;
  std::uint64_t size = 0;
  if (const auto* added = std::get_if<desk::AddEvidence>(&change)) {
    digest = &added->body.sha256;
    size = added->body.size;
  } else if (const auto* made = std::get_if<desk::AddRendition>(&change)) {
    digest = &made->sha256;
    size = made->size;
  } else if (std::holds_alternative<desk::LoadDesignationList>(change)) {
    return call.problem(400, "invalid_argument",
                        "a list is loaded with its file: `POST /api/v1/designations`, or `fairlead list import`");
  } else {
    return std::nullopt;
  }
  if (call.inputs.vault == nullptr) return not_there(call, "the store for evidence");
  const auto file = call.inputs.vault->open_file(*digest);
  if (!file && file.error().code == ErrorCode::not_found) {
    const std::vector<http::Fault> faults{
        {"#/sha256", fmt::format("there are no bytes with the SHA-256 `{}`; upload them first, at "
                                 "`/api/v1/evidence/bytes`, then say what they are",
                                 hex(*digest))}};
    return http::problem(call.request, 409, "no_bytes", faults.front().detail, faults);
  }
  if (!file) return call.failed(file.error());
  if (size != (*file)->size()) {
    return refused_form(
        call, {{"/size", fmt::format("`size` is {}, and the bytes that are kept are {}", size, (*file)->size())}});
  }
  return std::nullopt;
}

}  // namespace fairlead::serve
