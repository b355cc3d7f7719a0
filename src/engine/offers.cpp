// SPDX-License-Identifier: Apache-2.0
#include "offers.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "leaks.hpp"
#include "release/plain_label.hpp"
#include "release/reduce.hpp"
#include "wire/json.hpp"

namespace fairlead::engine {

using release::Field;
using release::ObjectType;

release::Marking addressed_to(const std::string& agency, const std::string& purpose, std::string_view policy) {
  release::Marking marking;
  marking.label.policy = policy;
  marking.label.level = domain::Level::restricted;
  marking.label.releasable_to = {agency};
  marking.label.purposes = {purpose};
  return marking;
}

namespace {

void member(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':';
}
void text(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  member(out, name);
  append_json_string(out, value);
}
void number(std::string& out, std::string_view name, std::uint64_t value) {
  member(out, name);
  append_number(out, value);
}
template <class List>
void texts(std::string& out, std::string_view name, const List& list) {
  if (list.empty()) return;
  member(out, name);
  out += '[';
  for (const auto& item : list) {
    if (out.back() != '[') out += ',';
    append_json_string(out, item);
  }
  out += ']';
}

// Its own words stand for the same things; a test holds the lists equal.
release::Set<release::Obligation> obligations_of(const std::vector<desk::Condition>& conditions) {
  release::Set<release::Obligation> set;
  for (const desk::Condition condition : conditions) {
    if (const auto known = release::from_word<release::Obligation>(desk::name(condition))) set.add(*known);
  }
  return set;
}

std::optional<Offer> lead_offer(const desk::Book& book, OfferId id) {
  const desk::Ask* ask = book.asks().now(desk::AskId(id.number));
  if (ask == nullptr || ask->reference.empty()) return std::nullopt;
  const desk::LeadBody* body = desk::body_of(book, *ask);
  const auto purpose = release::from_word<release::Purpose>(desk::name(ask->purpose));
  if (body == nullptr || !purpose) return std::nullopt;
  Offer offer;
  offer.id = id;
  offer.home_id = desk::to_text(ask->lead);
  offer.reference = ask->reference;
  if (FL_LEAK(leads_named_after_home)) offer.reference = fmt::format("l-{:016x}", ask->id.number());
  offer.agency = ask->agency;
  offer.purpose = *purpose;
  offer.version = desk::version_for_partner(book, *ask);
  if (FL_LEAK(lead_version_of_home)) offer.version = book.asks().find(ask->id)->revision() + id.number;
  offer.live = ask->state == desk::AskState::live;
  offer.expired = ask->state == desk::AskState::expired;
  offer.marking = release::marking_of(body->label);
  offer.position = body->position;
  offer.at = body->observed_at.value_or(book.leads().now(ask->lead)->drafted_at);
  offer.conditions = obligations_of(ask->conditions);
  offer.track = body->vessel.track;
  offer.lead = *body;
  offer.ask = *ask;
  if (const desk::Lead* lead = book.leads().now(ask->lead); lead->origin) offer.source = lead->origin->source;
  return offer;
}

// What we ask of the partner. Whoever sent it addressed it, unless the form says more of who may have it.
std::optional<Offer> request_offer(const desk::Request& request) {
  const auto purpose = release::from_word<release::Purpose>(request.body.purpose);
  if (!purpose || request.reference.empty() || !request.sent_at) return std::nullopt;
  Offer offer;
  offer.id = {ObjectType::request, request.id.number()};
  offer.home_id = desk::to_text(request.id);
  offer.reference = request.reference;
  if (FL_LEAK(requests_named_after_home)) offer.reference = fmt::format("r-{:016x}", request.id.number());
  offer.agency = request.body.agency;
  offer.purpose = *purpose;
  offer.version = desk::version_for_partner(request);
  if (FL_LEAK(request_version_of_home)) offer.version += request.id.number();
  offer.live = desk::is_out(request);
  offer.marking = request.body.label ? release::marking_of(*request.body.label)
                                     : addressed_to(request.body.agency, request.body.purpose, "request");
  offer.position = request.body.position;
  offer.at = request.events.empty() ? *request.sent_at : std::max(*request.sent_at, request.events.back().at);
  offer.track = request.body.vessel.track;
  offer.request = request;
  return offer;
}

// What home said to a request that the partner made. It is addressed to the partner, by somebody who may release.
std::optional<Offer> answer_offer(const desk::Book& book, OfferId id, std::string reference) {
  const desk::Request* request = book.requests().now(desk::RequestId(id.number));
  if (request == nullptr || request->body.direction != desk::Direction::incoming) return std::nullopt;
  const auto purpose = release::from_word<release::Purpose>(request->body.purpose);
  if (!purpose || request->events.empty()) return std::nullopt;
  Offer offer;
  offer.id = id;
  offer.home_id = desk::to_text(request->id);
  offer.reference = std::move(reference);
  offer.agency = request->body.agency;
  offer.purpose = *purpose;
  offer.version = static_cast<std::uint32_t>(request->events.size());
  offer.marking = addressed_to(offer.agency, request->body.purpose, "answer");
  offer.position = request->body.position;
  offer.at = request->events.back().at;
  offer.request = *request;
  return offer;
}

void append_vessel(std::string& out, const desk::Vessel& vessel, release::Set<Field> fields) {
  std::string inner = "{";
  if (fields.has(Field::name)) text(inner, "name", vessel.name);
  if (fields.has(Field::imo) && vessel.imo) number(inner, "imo", *vessel.imo);
  if (fields.has(Field::mmsi) && vessel.mmsi) number(inner, "mmsi", *vessel.mmsi);
  if (fields.has(Field::call_sign)) text(inner, "call_sign", vessel.call_sign);
  if (fields.has(Field::flags)) text(inner, "flag", vessel.flag);
  if (fields.has(Field::ship_type)) text(inner, "type", vessel.type);
  if (fields.has(Field::remarks)) text(inner, "description", vessel.description);
  if (inner.size() == 1) return;
  member(out, "vessel");
  out += inner + "}";
}

void append_lead(std::string& out, const Offer& offer, release::Set<Field> fields, std::uint32_t grid_m,
                 std::string_view tear_line) {
  const desk::LeadBody& lead = offer.lead;
  const desk::Ask& ask = offer.ask;
  number(out, "version", offer.version);
  if (ask.tear_line_only) {
    text(out, "tear_line", lead.tear_line);
  } else {
    if (fields.has(Field::remarks) && tear_line.empty()) {
      text(out, "title", lead.title);
      text(out, "statement", lead.statement);
    } else {
      // The lead's own tear line was written for whoever may not have the rest; the clause has one for all.
      text(out, "tear_line", lead.tear_line.empty() ? tear_line : std::string_view(lead.tear_line));
    }
    text(out, "confidence", desk::name(lead.confidence));
    append_vessel(out, lead.vessel, fields);
    if (lead.position && fields.has(Field::position)) {
      member(out, "position");
      wire::append_json(out, release::coarsen(*lead.position, grid_m));
    }
    if (lead.observed_at) text(out, "observed_at", to_rfc3339(*lead.observed_at));
  }
  texts(out, "acts", ask.acts);
  texts(out, "conditions_in_words", desk::conditions_in_words(ask));
  text(out, "expires_at", to_rfc3339(ask.expires_at));
  if (ask.report_due_at) text(out, "report_due_at", to_rfc3339(*ask.report_due_at));
}

void append_request(std::string& out, const Offer& offer, release::Set<Field> fields, std::uint32_t grid_m,
                    std::string_view tear_line) {
  const desk::Request& request = offer.request;
  const desk::RequestBody& body = request.body;
  number(out, "version", offer.version);
  text(out, "kind", desk::name(body.kind));
  text(out, "state", desk::name(request.state));
  text(out, "asked_at", to_rfc3339(*request.sent_at));
  text(out, "purpose", body.purpose);
  texts(out, "acts", body.acts);
  text(out, "flag_state", body.flag_state);
  if (body.regime) text(out, "regime", desk::name(*body.regime));
  if (fields.has(Field::remarks) && tear_line.empty()) {
    text(out, "text", body.text);
    text(out, "grounds", body.grounds);
    if (request.state == desk::RequestState::results_reported) text(out, "results", request.events.back().text);
  } else {
    text(out, "tear_line", tear_line);
  }
  append_vessel(out, body.vessel, fields);
  if (body.position && fields.has(Field::position)) {
    member(out, "position");
    wire::append_json(out, release::coarsen(*body.position, grid_m));
  }
  if (body.wanted_by) text(out, "wanted_by", to_rfc3339(*body.wanted_by));
  texts(out, "scope", request.scope);
}

void append_answer(std::string& out, const Offer& offer, release::Set<Field> fields) {
  const desk::Request& request = offer.request;
  const desk::RequestEvent& last = request.events.back();
  number(out, "version", offer.version);
  text(out, "state", desk::name(request.state));
  text(out, "answered_at", to_rfc3339(last.at));
  if (fields.has(Field::remarks)) text(out, "text", last.text);
  texts(out, "scope", request.scope);
  text(out, "conditions_in_words", request.conditions);
}

}  // namespace

std::optional<Offer> make_offer(const desk::Book& book, OfferId id) {
  if (id.type == ObjectType::lead) return lead_offer(book, id);
  const desk::Request* request = book.requests().now(desk::RequestId(id.number));
  if (request == nullptr) return std::nullopt;
  if (request->body.direction == desk::Direction::outgoing) return request_offer(*request);
  for (desk::KnownRequest& known : desk::requests_from(book, request->body.agency)) {
    if (known.request == request) return answer_offer(book, id, std::move(known.reference));
  }
  return std::nullopt;
}

void append_json(std::string& out, const Offer& offer, release::Set<Field> fields, std::uint32_t grid_m,
                 std::string_view tear_line) {
  out += R"({"id":)";
  append_json_string(out, offer.reference);
  if (offer.id.type == ObjectType::lead) {
    append_lead(out, offer, fields, grid_m, tear_line);
  } else if (offer.kind() == ReleaseKind::requests) {
    append_request(out, offer, fields, grid_m, tear_line);
  } else {
    append_answer(out, offer, fields);
  }
  out += '}';
}

void Offers::follow(const desk::Book& book) {
  ++revision_;
  live_.clear();
  const auto add = [&](std::optional<Offer> offer) {
    if (!offer) return;
    std::map<OfferId, Offer>& of = live_[{offer->agency, offer->purpose}];
    of.insert_or_assign(offer->id, std::move(*offer));
  };
  for (const auto& [id, versions] : book.asks()) {
    if (versions->now().state == desk::AskState::live) add(lead_offer(book, {ObjectType::lead, id.number()}));
  }
  std::set<std::string> agencies;
  for (const auto& [id, versions] : book.requests()) {
    const desk::Request& request = versions->now();
    if (FL_LEAK(requests_leave_unsent) && request.body.direction == desk::Direction::outgoing && !request.sent_at) {
      desk::Request early = request;
      early.sent_at = request.filed_at;
      early.reference = "r-" + desk::to_text(request.id);
      add(request_offer(early));
    } else if (desk::is_out(request)) {
      add(request_offer(request));
    } else if (!request.events.empty()) {
      agencies.insert(request.body.agency);
    }
  }
  for (const std::string& agency : agencies) {
    for (desk::KnownRequest& known : desk::requests_from(book, agency)) {
      add(answer_offer(book, {ObjectType::request, known.request->id.number()}, std::move(known.reference)));
    }
  }
}

const std::map<OfferId, Offer>& Offers::live(const std::string& agency, release::Purpose purpose) const {
  static const std::map<OfferId, Offer> kNone;
  const auto found = live_.find({agency, purpose});
  return found == live_.end() ? kNone : found->second;
}

}  // namespace fairlead::engine
