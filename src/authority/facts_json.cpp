// SPDX-License-Identifier: Apache-2.0
#include "authority/facts_json.hpp"

#include <algorithm>

#include "json_checks.hpp"
#include "json_reader.hpp"

namespace fairlead::authority {
namespace {

namespace json = boost::json;

// A zone kind of the list, or a kind outside the model; a slip of the pen is refused, not taken for the latter.
void read_zone_kind(JsonReader& in, std::string_view key, ZoneKind& out, std::string& out_word, bool offence) {
  const auto* value = in.find(key);
  if (value == nullptr) return;
  if (!value->is_string()) return in.refuse(key, "a word is needed");
  const std::string_view text(value->get_string().data(), value->get_string().size());
  std::vector<std::string_view> candidates(kWords<ZoneKind>.begin(), kWords<ZoneKind>.begin() + 7);
  if (offence) {
    candidates.push_back("land");
    candidates.push_back("continental_shelf");
  }
  if (std::find(candidates.begin(), candidates.end(), text) != candidates.end()) {
    out = *word_from<ZoneKind>(text);
    return;
  }
  const auto near = nearest_word(text, candidates);
  if (offence || text.empty() || (near && is_slip(text, *near))) return in.unknown_word(key, text, candidates);
  out = ZoneKind::out_of_model;
  out_word = std::string(text);
}

void read_reading(JsonReader& in, ZoneReading& out) {
  read_zone_kind(in, "kind", out.kind, out.out_word, false);
  in.state("state", out.state);
}

void read_vessel(JsonReader& in, VesselFacts& out) {
  in.word("kind", out.kind);
  in.tri("immune", out.immune);
  in.object("nationality", [&](JsonReader& n) {
    n.word("status", out.nationality.status);
    n.state("flag", out.nationality.flag);
    n.states("flags", out.nationality.flags);
    n.tri("suspect_stateless", out.nationality.suspect_stateless);
    n.state("suspect_true_flag", out.nationality.suspect_true_flag);
  });
}

void read_zone(JsonReader& in, ZoneFacts& out) {
  read_reading(in, out.here);
  in.tri("disputed", out.disputed);
  in.objects("alternatives", [&](JsonReader& reading) {
    out.alternatives.emplace_back();
    read_reading(reading, out.alternatives.back());
  });
  in.number("distance_nm", out.distance_nm, 0, 11'000);
  in.number("claim_nm", out.claim_nm, 0, 11'000);
  std::optional<double> ignored;
  in.number("latitude", ignored, -90, 90);
  in.number("longitude", ignored, -180, 180);
}

void read_suspicion(JsonReader& in, SuspicionFacts& out) {
  in.word("kind", out.kind, {SuspicionKind::eez_other});
  in.word("grounds", out.grounds);
  in.word("direction", out.direction);
  std::string ignored;
  read_zone_kind(in, "offence_zone", out.offence_zone, ignored, true);
  in.state("offence_state", out.offence_state);
  in.tri("left_internal_waters", out.left_internal_waters);
  in.tri("coastal_law_breached", out.coastal_law_breached);
  in.tri("nexus_to_acting_state", out.nexus_to_acting_state);
  if (const auto* value = in.find("private_ends")) {
    if (value->is_bool()) {
      out.private_ends = value->get_bool() ? PrivateEnds::yes : PrivateEnds::no;
    } else if (value->is_string() && value->get_string() == "disputed_political") {
      out.private_ends = PrivateEnds::disputed_political;
    } else {
      in.refuse("private_ends", "true, false or `disputed_political` is needed");
    }
  }
  in.tri("two_ships", out.two_ships);
  in.tri("broadcast_jurisdiction", out.broadcast_jurisdiction);
  in.word("pollution_level", out.pollution_level);
  in.tri("within_safety_zone", out.within_safety_zone);
}

void read_consent(JsonReader& in, Consent& out) {
  if (in.find("by") == nullptr) in.refuse("by", "who consents is needed: flag_state, coastal_state, unsc or master");
  if (in.find("status") == nullptr) in.refuse("status", "what was answered is needed: granted, standing, denied, …");
  in.word("by", out.by);
  in.word("basis", out.basis);
  in.word("status", out.status);
  if (const auto* from = in.find("from")) {
    const bool other = out.by == ConsentGiver::unsc || out.by == ConsentGiver::master;
    if (!other) {
      if (const auto state = in.state_of_value("from", *from)) out.from = *state;
    } else if (!from->is_string()) {
      in.refuse("from", "a word is needed");
    }
  }
  if (const auto* scope = in.find("scope")) {
    if (!scope->is_array()) return in.refuse("scope", "a list of actions is needed");
    for (const auto& item : scope->get_array()) {
      if (item.is_string() && item.get_string() == "use_force") {
        out.use_force = true;
      } else if (item.is_string() && item.get_string() == "prosecute") {
        out.prosecute = true;
      } else if (const auto action = in.word_of_value<Action>("scope", item)) {
        out.scope.add(*action);
      }
    }
  }
  in.number("hours_elapsed", out.hours_elapsed, 0, 24 * 366 * 10);
  in.tri("conditions_met", out.conditions_met);
}

void read_overrides(JsonReader& in, std::vector<TreatyOverride>& out) {
  for (const Treaty treaty : {Treaty::UNCLOS, Treaty::HSC1958, Treaty::TSC1958, Treaty::VIENNA1988, Treaty::COE1995,
                              Treaty::SUA2005, Treaty::CRA2003, Treaty::SMP2000, Treaty::ICCPR, Treaty::ECHR}) {
    in.object(word_of(treaty), [&](JsonReader& states) {
      for (const auto& member : states.members()) {
        const std::string_view code(member.key().data(), member.key().size());
        states.find(code);
        const auto state = states.state_of_value(code, json::value(code));
        if (!member.value().is_bool()) return states.refuse(code, "true or false is needed");
        if (state) out.push_back({treaty, *state, member.value().get_bool()});
      }
    });
  }
}

void read_pursuit(JsonReader& in, PursuitFacts& out) {
  std::string ignored;
  read_zone_kind(in, "start_zone", out.start_zone, ignored, true);
  in.state("start_zone_state", out.start_zone_state);
  in.word("law", out.law);
  in.tri("vessel_in_zone_at_start", out.vessel_in_zone_at_start);
  in.tri("mothership_team", out.mothership_team);
  in.tri("position_verified", out.position_verified);
  in.tri("good_reason", out.good_reason);
  in.word("signal", out.signal);
  in.tri("signal_in_range", out.signal_in_range);
  in.tri("signal_before_exit", out.signal_before_exit);
  in.tri("vessel_still_in_start_zone", out.vessel_still_in_start_zone);
  in.tri("interrupted", out.interrupted);
  in.state("entered_ts_of", out.entered_ts_of);
  in.tri("aircraft_sighting_only", out.aircraft_sighting_only);
  in.word("handover", out.handover);
  in.tri("handover_continuous", out.handover_continuous);
  in.states("relay_states", out.relay_states);
}

void read_force(JsonReader& in, ForceFacts& out) {
  in.word("purpose", out.purpose);
  in.tri("signals_given", out.signals_given);
  if (const auto* value = in.find("warning_given")) {
    if (value->is_bool()) {
      out.warning_given = value->get_bool() ? Warning::yes : Warning::no;
    } else if (value->is_string() && value->get_string() == "unsafe") {
      out.warning_given = Warning::unsafe;
    } else {
      in.refuse("warning_given", "true, false or `unsafe` is needed");
    }
  }
  in.tri("less_extreme_means_available", out.less_extreme_means_available);
  in.tri("proportionate", out.proportionate);
  in.word("risk_to_life", out.risk_to_life);
  if (const auto* value = in.find("directed_at")) {
    if (!value->is_string()) return in.refuse("directed_at", "a word is needed");
    out.directed_at = value->get_string().c_str();
  }
}

void read_conflict(JsonReader& in, ConflictFacts& out) {
  in.word("status", out.status);
  in.word("target_status", out.target_status);
  in.tri("precautions", out.precautions);
  in.tri("acting_state_party", out.acting_state_party);
  in.tri("visit_grounds", out.visit_grounds);
}

void read_sharing(JsonReader& in, SharingFacts& out) {
  in.state("sender", out.sender);
  in.state("recipient", out.recipient);
  in.word("purpose", out.purpose);
  in.word("recipient_use", out.recipient_use);
  in.tri("pattern_of_wrongful_use", out.pattern_of_wrongful_use);
  in.word("knowledge", out.knowledge);
  in.word("contribution", out.contribution);
  in.tri("wrongful_if_by_sender", out.wrongful_if_by_sender);
  in.tri("peremptory_breach", out.peremptory_breach);
  in.tri("purpose_limitation", out.purpose_limitation);
  in.word("assurances", out.assurances);
  in.tri("verification", out.verification);
  in.word("onward_sharing", out.onward_sharing);
  in.word("risk_after_mitigation", out.risk_after_mitigation);
  in.word("approval", out.approval);
  in.tri("ihl_assurances", out.ihl_assurances);
  in.tri("detention_context", out.detention_context);
  in.word("mistreatment_risk", out.mistreatment_risk);
  in.tri("death_penalty_risk", out.death_penalty_risk);
  in.tri("death_penalty_assurance", out.death_penalty_assurance);
  in.word("policy_layer", out.policy_layer);
}

void read_facts(JsonReader& in, Facts& out) {
  if (const auto* value = in.find("as_of")) {
    const auto day = value->is_string() ? Day::from_text({value->get_string().data(), value->get_string().size()})
                                        : std::optional<Day>();
    if (day) {
      out.as_of = *day;
    } else {
      in.refuse("as_of", fmt::format("`{}` is no day of the calendar; write it like 2025-11-12",
                                     value->is_string() ? value->get_string().c_str() : json::serialize(*value)));
    }
  }
  if (in.find("acting_state") == nullptr) in.refuse("acting_state", "is missing; it names the State whose asset acts");
  in.state("acting_state", out.acting_state);
  in.object("asset", [&](JsonReader& asset) {
    asset.word("kind", out.asset.kind);
    asset.tri("marked", out.asset.marked);
    asset.tri("authorized", out.asset.authorized);
    asset.object("position", [&](JsonReader& place) {
      out.asset.position.emplace();
      read_reading(place, *out.asset.position);
    });
    asset.tri("in_innocent_passage", out.asset.in_innocent_passage);
  });
  in.object("vessel", [&](JsonReader& vessel) { read_vessel(vessel, out.vessel); });
  in.object("zone", [&](JsonReader& zone) { read_zone(zone, out.zone); });
  in.object("suspicion", [&](JsonReader& suspicion) { read_suspicion(suspicion, out.suspicion); });
  in.object("persons", [&](JsonReader& p) { p.tri("state_officials_immune", out.state_officials_immune); });
  in.object("visit", [&](JsonReader& visit) {
    visit.tri("documents_checked", out.documents_checked);
    visit.tri("suspicion_remains", out.suspicion_remains);
  });
  in.objects("consents", [&](JsonReader& consent) {
    out.consents.emplace_back();
    read_consent(consent, out.consents.back());
  });
  in.object("treaty_options", [&](JsonReader& options) {
    options.word("cra16", out.cra16, {TreatyOption::none});
    options.word("sua8bis5", out.sua8bis5, {TreatyOption::express});
  });
  in.object("treaty_overrides", [&](JsonReader& overrides) { read_overrides(overrides, out.treaty_overrides); });
  in.object("pursuit", [&](JsonReader& pursuit) {
    if (pursuit.members().empty()) return;
    out.pursuit.emplace();
    read_pursuit(pursuit, *out.pursuit);
  });
  in.object("force", [&](JsonReader& force) { read_force(force, out.force); });
  in.object("threat", [&](JsonReader& threat) { threat.tri("imminent_to_life", out.imminent_to_life); });
  in.object("armed_conflict", [&](JsonReader& conflict) { read_conflict(conflict, out.armed_conflict); });
  if (const auto* value = in.find("designations")) {
    if (!value->is_array()) return in.refuse("designations", "a list of words is needed");
    for (const auto& item : value->get_array()) {
      if (!item.is_string()) return in.refuse("designations", "a list of words is needed");
      out.designations.emplace_back(item.get_string().c_str());
    }
  }
  in.object("distress", [&](JsonReader& distress) {
    distress.tri("persons_in_danger", out.persons_in_danger);
    distress.tri("location_known", out.location_known);
  });
  in.object("sharing", [&](JsonReader& sharing) { read_sharing(sharing, out.sharing); });
  in.word("domestic_overlay", out.domestic_overlay);
  in.object("domestic", [&](JsonReader& domestic) { domestic.tri("authority", out.domestic_authority); });
}

}  // namespace

Result<Facts> facts_from_json(std::string_view text, Day today) {
  FL_CHECK(refuse_repeated_members(text));
  boost::system::error_code code;
  const json::value document = json::parse(json::string_view(text.data(), text.size()), code);
  if (code) return fail(ErrorCode::invalid_argument, fmt::format("the facts are not JSON: {}", code.message()));
  if (!document.is_object()) return fail(ErrorCode::invalid_argument, "the facts are not a JSON object");
  Facts facts;
  facts.as_of = today;
  std::optional<Error> error;
  JsonReader reader(document.get_object(), "", error);
  read_facts(reader, facts);
  reader.finish();
  if (error) return Failure(*std::move(error));
  FL_CHECK(refuse_contradictions(facts));
  return facts;
}

namespace {

void put(json::object& out, std::string_view name, Tri value) {
  if (value != Tri::unknown) out[name] = value == Tri::yes;
}

}  // namespace

std::string to_json(const PursuitFacts& f) {
  json::object out;
  if (f.start_zone != ZoneKind::unknown) out["start_zone"] = word_of(f.start_zone);
  if (f.start_zone_state.given()) out["start_zone_state"] = f.start_zone_state.code();
  if (f.law) out["law"] = word_of(*f.law);
  put(out, "vessel_in_zone_at_start", f.vessel_in_zone_at_start);
  put(out, "mothership_team", f.mothership_team);
  put(out, "position_verified", f.position_verified);
  put(out, "good_reason", f.good_reason);
  if (f.signal) out["signal"] = word_of(*f.signal);
  put(out, "signal_in_range", f.signal_in_range);
  put(out, "signal_before_exit", f.signal_before_exit);
  put(out, "vessel_still_in_start_zone", f.vessel_still_in_start_zone);
  put(out, "interrupted", f.interrupted);
  if (f.entered_ts_of.given()) out["entered_ts_of"] = f.entered_ts_of.code();
  put(out, "aircraft_sighting_only", f.aircraft_sighting_only);
  if (f.handover) out["handover"] = word_of(*f.handover);
  put(out, "handover_continuous", f.handover_continuous);
  if (!f.relay_states.empty()) {
    json::array states;
    for (const State state : f.relay_states) states.emplace_back(state.code());
    out["relay_states"] = std::move(states);
  }
  return json::serialize(out);
}

std::string to_json(const SharingFacts& f) {
  json::object out;
  if (f.sender.given()) out["sender"] = f.sender.code();
  if (f.recipient.given()) out["recipient"] = f.recipient.code();
  if (f.purpose != SharingPurpose::unspecified) out["purpose"] = word_of(f.purpose);
  if (f.recipient_use) out["recipient_use"] = word_of(*f.recipient_use);
  put(out, "pattern_of_wrongful_use", f.pattern_of_wrongful_use);
  if (f.knowledge) out["knowledge"] = word_of(*f.knowledge);
  if (f.contribution) out["contribution"] = word_of(*f.contribution);
  put(out, "wrongful_if_by_sender", f.wrongful_if_by_sender);
  put(out, "peremptory_breach", f.peremptory_breach);
  put(out, "purpose_limitation", f.purpose_limitation);
  if (f.assurances) out["assurances"] = word_of(*f.assurances);
  put(out, "verification", f.verification);
  if (f.onward_sharing) out["onward_sharing"] = word_of(*f.onward_sharing);
  if (f.risk_after_mitigation) out["risk_after_mitigation"] = word_of(*f.risk_after_mitigation);
  if (f.approval != Approval::none) out["approval"] = word_of(f.approval);
  put(out, "ihl_assurances", f.ihl_assurances);
  put(out, "detention_context", f.detention_context);
  if (f.mistreatment_risk) out["mistreatment_risk"] = word_of(*f.mistreatment_risk);
  put(out, "death_penalty_risk", f.death_penalty_risk);
  put(out, "death_penalty_assurance", f.death_penalty_assurance);
  if (f.policy_layer != PolicyLayer::osja) out["policy_layer"] = word_of(f.policy_layer);
  return json::serialize(out);
}

}  // namespace fairlead::authority
