// SPDX-License-Identifier: Apache-2.0
#include "desk/designation.hpp"

#include "desk/match.hpp"
#include "form.hpp"
#include "form_parts.hpp"
#include "wire/bytes.hpp"

namespace fairlead::desk {

Digest digest(const Entity& entity) {
  // When a list was last looked at changes nothing about its row.
  Entity said = entity;
  said.last_seen.clear();
  wire::ByteWriter out;
  write_value(out, said);
  return sha256(out.view());
}

Digest subject_digest(const Vessel& vessel) {
  Vessel known;
  known.name = normalised_name(vessel.name);
  known.call_sign = normalised_name(vessel.call_sign);
  known.flag = vessel.flag;
  known.mmsi = vessel.mmsi;
  known.imo = vessel.imo;
  wire::ByteWriter out;
  write_value(out, known);
  return sha256(out.view());
}

const Caution& caution() {
  static const Caution made{
      {"look at whether the law of sanctions forbids dealings: payment, supply, insurance, services",
       "tell the legal adviser and the authority that made the list, where the agreement says so",
       "ask the flag State whether the registration stands"},
      {"it does not authorise boarding, search, seizure, detention or arrest: those rest on the law of the sea alone",
       "it does not authorise force of any kind, and makes no person and no vessel a lawful object of attack",
       "it does not show that an armed conflict exists, or that anybody on board takes part in one",
       "it does not show what the vessel does now, or who is on board",
       "it changes no flag, no nationality and no zone, and needs no answer of `authority` to be asked anew",
       "it does not allow anything to be shared that no agreement allows"}};
  return made;
}

}  // namespace fairlead::desk
