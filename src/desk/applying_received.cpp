// SPDX-License-Identifier: Apache-2.0
// What came from other centres: their leads, what they ask of us, and the end of either.
#include <algorithm>

#include "applying.hpp"

namespace fairlead::desk {
namespace {

bool is_the_same(const std::optional<Origin>& known, const Origin& origin) {
  return known && known->source == origin.source && known->reference == origin.reference;
}

}  // namespace

Result<void> Applying::operator()(const ReceiveLead& act) {
  const Lead* known = nullptr;
  for (const auto& [id, versions] : book_.leads_) {
    if (is_the_same(versions->now().origin, act.origin)) known = &versions->now();
  }
  if (known == nullptr || known->state != LeadState::open) {
    FL_CHECK(room(book_.leads_));
    FL_CHECK(not_in_the_past(act.body.expires_at, "expires_at"));
    Lead lead;
    lead.id = next(book_.leads_);
    lead.body = act.body;
    lead.origin = act.origin;
    lead.drafted_by = lead.changed_by = by_.account;
    lead.drafted_at = at_;
    make(book_.leads_, lead.id, lead, "lead", to_text(lead.id));
    notice(kReleaseOfficer, to_text(lead.id), fmt::format("a lead of {}", act.origin.originator));
    return {};
  }
  Origin same = act.origin;
  same.release = known->origin->release;
  if (known->body == act.body && *known->origin == same) return {};
  Lead lead = *known;
  const bool same_words = lead.body == act.body;
  const bool same_rules = lead.body.label == act.body.label && lead.origin->conditions == act.origin.conditions;
  lead.body = act.body;
  lead.origin = act.origin;
  if (!same_words) ++lead.text_version;
  const LeadId id = lead.id;
  put(book_.leads_, id, std::move(lead), to_text(id));
  // What they say otherwise is asked for anew. What went on as it was before stays, unless they changed who may have
  // it.
  for (const Ask* ask : book_.asks_of(id)) {
    const bool waits = ask->state == AskState::asked && !same_words;
    if (waits || (ask->state == AskState::live && !same_rules)) {
      end(*ask, AskState::withdrawn, fmt::format("{} changed the lead", act.origin.originator));
    }
  }
  return {};
}

Result<void> Applying::operator()(const ReceiveRequest& act) {
  for (const auto& [id, versions] : book_.requests_) {
    const Request& known = versions->now();
    if (!is_the_same(known.origin, act.origin) || known.state == RequestState::withdrawn) continue;
    if (known.origin->version >= act.origin.version) return {};
    // It moved on there; what was asked stays as it was asked.
    Request request = known;
    request.origin = act.origin;
    put(book_.requests_, id, std::move(request), to_text(id));
    return {};
  }
  FileRequest filed;
  filed.body = act.body;
  filed.body.direction = Direction::incoming;
  filed.authority = act.authority;
  FL_CHECK((*this)(filed));
  const RequestId id = std::prev(book_.requests_.end())->first;
  Request request = *book_.requests_.now(id);
  request.origin = act.origin;
  book_.requests_.put(id, at_, by_.account, std::move(request));
  return {};
}

Result<void> Applying::operator()(const EndReceived& act) {
  const auto is_meant = [&](const std::optional<Origin>& origin) {
    return origin && origin->source == act.source &&
           (act.references.empty() || holds(act.references, origin->reference));
  };
  std::vector<LeadId> leads;
  for (const auto& [id, versions] : book_.leads_) {
    if (versions->now().state == LeadState::open && is_meant(versions->now().origin)) leads.push_back(id);
  }
  for (const LeadId id : leads) withdraw_lead(*book_.leads_.now(id), act.because);
  std::vector<RequestId> requests;
  for (const auto& [id, versions] : book_.requests_) {
    if (versions->now().state != RequestState::withdrawn && is_meant(versions->now().origin)) requests.push_back(id);
  }
  for (const RequestId id : requests) {
    Request request = *book_.requests_.now(id);
    if (is_open(request)) request.state = RequestState::withdrawn;
    if (request.state != RequestState::withdrawn) continue;
    request.events.push_back({RequestStep::withdraw, at_, by_.account, act.because});
    put(book_.requests_, id, std::move(request), to_text(id));
  }
  return {};
}

}  // namespace fairlead::desk
