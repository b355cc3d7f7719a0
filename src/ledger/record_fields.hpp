// SPDX-License-Identifier: Apache-2.0
// The members of each kind of record, named once: the writer of canonical bytes, the reader and the writer of JSON all
// follow these lists.
#pragma once

#include "ledger/record.hpp"

namespace fairlead::ledger {

#define FL_FIELD(member) visit(#member, value.member)

template <class V, class Visit>
void fields(Padding*, V&, Visit&) {}

template <class V, class Visit>
void fields(Cell*, V& value, Visit& visit) {
  FL_FIELD(partner), FL_FIELD(agency), FL_FIELD(purpose), FL_FIELD(area), FL_FIELD(object_type);
}
template <class V, class Visit>
void fields(Whereabouts*, V& value, Visit& visit) {
  FL_FIELD(at), FL_FIELD(latitude), FL_FIELD(longitude), FL_FIELD(sigma_m), FL_FIELD(speed_cm_per_s);
}
template <class V, class Visit>
void fields(ReleasedObject*, V& value, Visit& visit) {
  FL_FIELD(type), FL_FIELD(id), FL_FIELD(id_for_partner), FL_FIELD(observations), FL_FIELD(placed);
}
template <class V, class Visit>
void fields(Basis*, V& value, Visit& visit) {
  FL_FIELD(agreement), FL_FIELD(clause), FL_FIELD(assessment), FL_FIELD(approver), FL_FIELD(label_hash);
  FL_FIELD(agreements_hash), FL_FIELD(engine_hash), FL_FIELD(stop_epoch);
}
template <class V, class Visit>
void fields(Clock*, V& value, Visit& visit) {
  FL_FIELD(tick), FL_FIELD(previous_size), FL_FIELD(previous_root);
}
template <class V, class Visit>
void fields(Manifest*, V& value, Visit& visit) {
  FL_FIELD(slot), FL_FIELD(partner), FL_FIELD(agency), FL_FIELD(purpose), FL_FIELD(object_type), FL_FIELD(channel);
  FL_FIELD(outcome), FL_FIELD(survives_stop), FL_FIELD(area), FL_FIELD(basis), FL_FIELD(obligations);
  FL_FIELD(objects), FL_FIELD(payload_hash), FL_FIELD(payload_bytes), FL_FIELD(delivery);
}
template <class V, class Visit>
void fields(Refusal*, V& value, Visit& visit) {
  FL_FIELD(slot), FL_FIELD(partner), FL_FIELD(agency), FL_FIELD(purpose), FL_FIELD(object_type), FL_FIELD(outcome);
  FL_FIELD(basis), FL_FIELD(reasons), FL_FIELD(would_permit), FL_FIELD(observations), FL_FIELD(objects);
}
template <class V, class Visit>
void fields(Stop*, V& value, Visit& visit) {
  FL_FIELD(epoch), FL_FIELD(cell), FL_FIELD(by), FL_FIELD(reason);
}
template <class V, class Visit>
void fields(StopReport*, V& value, Visit& visit) {
  FL_FIELD(epoch), FL_FIELD(deliveries_dropped), FL_FIELD(kernel_bytes), FL_FIELD(connections_closed);
  FL_FIELD(reason);
}
template <class V, class Visit>
void fields(Resume*, V& value, Visit& visit) {
  FL_FIELD(epoch), FL_FIELD(stop_epoch), FL_FIELD(by), FL_FIELD(second), FL_FIELD(assessment), FL_FIELD(reason);
}
template <class V, class Visit>
void fields(Approval*, V& value, Visit& visit) {
  FL_FIELD(subject), FL_FIELD(outcome), FL_FIELD(by), FL_FIELD(role), FL_FIELD(note);
}
template <class V, class Visit>
void fields(Adoption*, V& value, Visit& visit) {
  FL_FIELD(agreement), FL_FIELD(version), FL_FIELD(text_hash), FL_FIELD(by), FL_FIELD(second), FL_FIELD(valid_from);
  FL_FIELD(valid_until);
}
template <class V, class Visit>
void fields(SignIn*, V& value, Visit& visit) {
  FL_FIELD(account), FL_FIELD(role), FL_FIELD(method), FL_FIELD(accepted);
}
template <class V, class Visit>
void fields(OverseerRead*, V& value, Visit& visit) {
  FL_FIELD(account), FL_FIELD(what), FL_FIELD(first_index), FL_FIELD(last_index);
}
template <class V, class Visit>
void fields(Export*, V& value, Visit& visit) {
  FL_FIELD(by), FL_FIELD(what), FL_FIELD(format), FL_FIELD(recipient), FL_FIELD(payload_hash);
  FL_FIELD(payload_bytes), FL_FIELD(basis);
}
template <class V, class Visit>
void fields(KeyChange*, V& value, Visit& visit) {
  FL_FIELD(purpose), FL_FIELD(old_key), FL_FIELD(new_key), FL_FIELD(by), FL_FIELD(reason);
}
template <class V, class Visit>
void fields(ErrorReport*, V& value, Visit& visit) {
  FL_FIELD(code), FL_FIELD(detail), FL_FIELD(told_to), FL_FIELD(entries);
}
template <class V, class Visit>
void fields(PartnerCheckpoint*, V& value, Visit& visit) {
  FL_FIELD(partner), FL_FIELD(origin), FL_FIELD(size), FL_FIELD(root);
}
template <class V, class Visit>
void fields(Delivery*, V& value, Visit& visit) {
  FL_FIELD(release), FL_FIELD(purpose), FL_FIELD(agreement), FL_FIELD(conditions), FL_FIELD(objects);
  FL_FIELD(payload_hash), FL_FIELD(payload_bytes);
}
template <class V, class Visit>
void fields(Acknowledgement*, V& value, Visit& visit) {
  FL_FIELD(partner), FL_FIELD(release), FL_FIELD(what), FL_FIELD(by);
}
template <class V, class Visit>
void fields(Assurance*, V& value, Visit& visit) {
  FL_FIELD(id), FL_FIELD(partner), FL_FIELD(text), FL_FIELD(given_by), FL_FIELD(state), FL_FIELD(until);
}
template <class V, class Visit>
void fields(Assessment*, V& value, Visit& visit) {
  FL_FIELD(id), FL_FIELD(partner), FL_FIELD(scheme), FL_FIELD(risk), FL_FIELD(approver), FL_FIELD(until);
}
template <class V, class Visit>
void fields(Recall*, V& value, Visit& visit) {
  FL_FIELD(partner), FL_FIELD(release), FL_FIELD(state), FL_FIELD(stop_epoch);
}
template <class V, class Visit>
void fields(Erasure*, V& value, Visit& visit) {
  FL_FIELD(first_index), FL_FIELD(last_index), FL_FIELD(rule), FL_FIELD(by);
}
template <class V, class Visit>
void fields(LawNote*, V& value, Visit& visit) {
  FL_FIELD(matter), FL_FIELD(subject), FL_FIELD(what), FL_FIELD(by), FL_FIELD(text), FL_FIELD(cites);
}

template <class V, class Visit>
void fields(DeskAct*, V& value, Visit& visit) {
  FL_FIELD(act), FL_FIELD(by), FL_FIELD(text);
}

#undef FL_FIELD

}  // namespace fairlead::ledger
