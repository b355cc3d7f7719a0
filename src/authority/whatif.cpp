// SPDX-License-Identifier: Apache-2.0
#include "authority/whatif.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "authority/facts_json.hpp"
#include "base/text.hpp"

namespace fairlead::authority {
namespace {

namespace json = boost::json;

// A fact that a person could establish: its place in the file, how to ask for it, the values it takes.
struct Choice {
  std::string_view field;
  std::string_view text;
  std::string_view values;  // separated by blanks; `true` and `false` are booleans
};

constexpr Choice kChoices[] = {
    {"zone.kind", "In which zone is the vessel?",
     "internal_waters archipelagic_waters territorial_sea contiguous_zone eez high_seas"},
    {"zone.state", "Whose zone is it?", ""},
    {"vessel.kind", "What kind of vessel is it?",
     "merchant fishing tanker pleasure go_fast semi_submersible raft warship government_noncommercial"},
    {"vessel.nationality.status", "What is known of its nationality?",
     "confirmed claimed unconfirmed refuted none multiple"},
    {"vessel.nationality.flag", "Which State's flag was confirmed, claimed or named?", ""},
    {"vessel.nationality.suspect_stateless",
     "Is there reasonable ground to suspect that it has no nationality despite its claim?", "true false"},
    {"vessel.nationality.suspect_true_flag", "Which State's nationality is it suspected really to have?", ""},
    {"suspicion.kind", "What is suspected?",
     "drug_trafficking piracy armed_attack slave_trade migrant_smuggling illegal_fishing pollution "
     "unauthorized_broadcasting terrorism_sua wmd_transport customs_other fiscal sanitary safety_zone_violation "
     "security other_crime none"},
    {"suspicion.grounds", "How strong are the grounds?", "none mere_suspicion reasonable_grounds evidence_on_board"},
    {"suspicion.direction", "Where is it bound, seen from the coastal State?", "inbound outbound transit"},
    {"suspicion.offence_zone", "Where was the offence completed?",
     "land internal_waters territorial_sea contiguous_zone eez high_seas"},
    {"suspicion.left_internal_waters", "Is it passing after leaving internal waters?", "true false"},
    {"suspicion.coastal_law_breached", "Is a breach of the coastal State's law established?", "true false"},
    {"suspicion.nexus_to_acting_state", "Is there a link of offence or persons to the acting State?", "true false"},
    {"suspicion.private_ends", "Is it done for private ends?", "true false disputed_political"},
    {"suspicion.two_ships", "Are two ships involved?", "true false"},
    {"suspicion.broadcast_jurisdiction", "Has the acting State jurisdiction over the broadcast?", "true false"},
    {"suspicion.pollution_level", "How bad is the pollution?", "clear_grounds substantial_discharge major_damage"},
    {"suspicion.within_safety_zone", "Is it within the safety zone of 500 m?", "true false"},
    {"persons.state_officials_immune", "Are the persons sought State officials acting officially?", "true false"},
    {"visit.documents_checked", "Were the documents checked on board?", "true false"},
    {"visit.suspicion_remains", "Does suspicion remain after the check?", "true false"},
    {"asset.kind", "What kind of craft acts?",
     "warship military_aircraft government_ship government_aircraft private_ship uncrewed_surface uncrewed_aircraft "
     "shore_station"},
    {"asset.marked", "Is the craft clearly marked as on government service?", "true false"},
    {"asset.authorized", "Is the craft empowered to act?", "true false"},
    {"asset.in_innocent_passage", "Is the craft already in innocent passage there?", "true false"},
    {"consents.flag_state", "What did the flag State answer?", "granted requested no_response cannot_confirm denied"},
    {"consents.coastal_state", "What did the coastal State answer?", "granted requested no_response denied"},
    {"consents.unsc", "Did the Security Council authorize this?", "granted"},
    {"consents.master", "Did the master invite the team aboard?", "granted"},
    {"treaty_options.cra16", "What has the flag State declared under article 16 of the Caribbean agreement?",
     "standing four_hours express"},
    {"treaty_options.sua8bis5", "What has the flag State declared under article 8bis(5)?", "standing four_hours none"},
    {"threat.imminent_to_life", "Is there an imminent threat to life, now?", "true false"},
    {"force.signals_given", "Were signals to stop given?", "true false"},
    {"force.warning_given", "Was a warning given?", "true false unsafe"},
    {"force.less_extreme_means_available", "Is a less extreme means available?", "true false"},
    {"force.proportionate", "Is the force proportionate?", "true false"},
    {"force.risk_to_life", "How high is the risk to life?", "none low high"},
    {"armed_conflict.status", "Is there an armed conflict?", "none iac niac asserted_only"},
    {"armed_conflict.target_status", "What is the status of the target?",
     "civilian dph fighter_member military_objective hors_de_combat"},
    {"armed_conflict.precautions", "Were precautions taken?", "true false"},
    {"armed_conflict.acting_state_party", "Is the acting State a party to the conflict?", "true false"},
    {"armed_conflict.visit_grounds", "Are there grounds to suspect enemy character or contraband?", "true false"},
    {"distress.persons_in_danger", "Are persons in danger?", "true false"},
    {"distress.location_known", "Is their location known?", "true false"},
    {"pursuit.start_zone", "In which zone did the pursuit start?",
     "internal_waters territorial_sea contiguous_zone eez high_seas"},
    {"pursuit.law", "Which law was broken?",
     "drug_trafficking customs_other fiscal migrant_smuggling sanitary illegal_fishing pollution safety_zone_violation "
     "eez_other"},
    {"pursuit.vessel_in_zone_at_start", "Was the vessel in that zone at the start?", "true false"},
    {"pursuit.mothership_team", "Did its boats or its team work inside the zone?", "true false"},
    {"pursuit.position_verified", "Did the pursuer establish the position?", "true false"},
    {"pursuit.good_reason", "Was there good reason to believe that the law was broken?", "true false"},
    {"pursuit.signal", "How was the signal to stop given?", "visual auditory radio none"},
    {"pursuit.signal_in_range", "Could it be seen or heard where the vessel was?", "true false"},
    {"pursuit.signal_before_exit", "Was it given before the vessel left the zone?", "true false"},
    {"pursuit.interrupted", "Was the pursuit interrupted?", "true false"},
    {"pursuit.handover_continuous", "Was it handed over without a break?", "true false"},
    {"pursuit.aircraft_sighting_only", "Did an aircraft only sight the vessel?", "true false"},
    {"sharing.recipient", "Who receives it?", ""},
    {"sharing.purpose", "For what purpose?",
     "search_and_rescue le_interdiction prosecution general_awareness lethal_strike"},
    {"sharing.recipient_use", "How does the recipient use it?", "lawful wrongful contested"},
    {"sharing.pattern_of_wrongful_use", "Is there a pattern of wrongful use?", "true false"},
    {"sharing.knowledge", "What does the sender know of it?", "actual wilful_blindness constructive none"},
    {"sharing.contribution", "How much does it contribute?", "significant remote"},
    {"sharing.peremptory_breach", "Has a reviewer found a breach of a peremptory norm?", "true false"},
    {"sharing.purpose_limitation", "Is the use limited to the purpose?", "true false"},
    {"sharing.assurances", "What assurances were given?", "none general specific_credible refused"},
    {"sharing.verification", "Is the use verified?", "true false"},
    {"sharing.onward_sharing", "Is onward sharing controlled?", "controlled uncontrolled"},
    {"sharing.risk_after_mitigation", "How high is the risk after mitigation?", "low medium serious"},
    {"sharing.approval", "Who has approved it?", "none official senior_official minister"},
    {"sharing.ihl_assurances", "Were assurances on the law of armed conflict given?", "true false"},
    {"sharing.detention_context", "Will detention follow?", "true false"},
    {"sharing.mistreatment_risk", "How high is the risk of mistreatment?", "none real_risk known"},
    {"sharing.death_penalty_risk", "Is there a risk of the death penalty?", "true false"},
    {"sharing.death_penalty_assurance", "Is there an assurance against it?", "true false"},
    {"domestic.authority", "Is there authority under domestic law?", "true false"},
};

std::vector<std::string_view> values_of(const Choice& choice) {
  std::vector<std::string_view> values;
  std::string_view rest = choice.values;
  while (!rest.empty()) {
    const std::size_t end = rest.find(' ');
    values.push_back(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  return values;
}

const json::value* value_at(const json::object& facts, std::string_view field) {
  const json::object* object = &facts;
  while (true) {
    const std::size_t dot = field.find('.');
    const auto* value = object->if_contains(json::string_view(field.data(), std::min(dot, field.size())));
    if (dot == std::string_view::npos || value == nullptr) return value;
    if (!value->is_object()) return nullptr;
    object = &value->get_object();
    field.remove_prefix(dot + 1);
  }
}

State state_at(const json::object& facts, std::string_view field) {
  const auto* value = value_at(facts, field);
  if (value == nullptr || !value->is_string()) return {};
  return State::from_code(std::string_view(value->get_string().data(), value->get_string().size())).value_or(State{});
}

// The giver's last status, as a fact of its own.
std::string consent_status(const json::object& facts, std::string_view giver) {
  std::string status;
  const auto* list = facts.if_contains("consents");
  if (list == nullptr || !list->is_array()) return status;
  for (const auto& item : list->get_array()) {
    if (!item.is_object()) continue;
    const auto* by = item.get_object().if_contains("by");
    const auto* said = item.get_object().if_contains("status");
    if (by != nullptr && by->is_string() && by->get_string() == giver && said != nullptr && said->is_string()) {
      status = said->get_string().c_str();
    }
  }
  return status;
}

std::string known_value(const json::object& facts, std::string_view field) {
  if (field.starts_with("consents.")) return consent_status(facts, field.substr(9));
  const auto* value = value_at(facts, field);
  if (value == nullptr || value->is_null()) return {};
  const std::string text = value->is_string() ? std::string(value->get_string().c_str()) : json::serialize(*value);
  return text == "unknown" || text == "unspecified" ? std::string() : text;
}

void put(json::object& facts, std::string_view field, std::string_view answer, Action action) {
  if (field.starts_with("consents.")) {
    const std::string_view giver = field.substr(9);
    json::object consent{{"by", giver}, {"status", answer}};
    if (giver == "flag_state") consent["from"] = state_at(facts, "vessel.nationality.flag").code();
    if (giver == "coastal_state") consent["from"] = state_at(facts, "zone.state").code();
    if (answer == "granted") consent["scope"] = json::array{json::value(word_of(action)), json::value("board")};
    auto& list = facts["consents"];
    if (!list.is_array()) list = json::array{};
    list.get_array().push_back(consent);
    return;
  }
  json::object* object = &facts;
  std::string_view rest = field;
  for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    auto& inner = (*object)[json::string_view(rest.data(), dot)];
    if (!inner.is_object()) inner = json::object{};
    object = &inner.get_object();
    rest.remove_prefix(dot + 1);
  }
  const json::string_view key(rest.data(), rest.size());
  if (answer == "true" || answer == "false") {
    (*object)[key] = answer == "true";
  } else {
    (*object)[key] = json::string_view(answer.data(), answer.size());
  }
}

// Nothing to change where the facts give it no meaning.
bool applies(const json::object& facts, std::string_view field, Action action) {
  if (field == "consents.flag_state") return state_at(facts, "vessel.nationality.flag").given();
  if (field == "consents.coastal_state") return state_at(facts, "zone.state").given();
  if (field == "consents.master") return is_look(action);
  if (field.starts_with("pursuit.")) return facts.if_contains("pursuit") != nullptr;
  if (field.starts_with("sharing.")) return action == Action::share_intelligence;
  return true;
}

Result<json::object> parse_object(std::string_view text) {
  json::error_code code;
  json::value value = json::parse(json::string_view(text.data(), text.size()), code);
  if (code || !value.is_object()) return fail(ErrorCode::invalid_argument, "the facts are not a JSON object");
  return std::move(value.get_object());
}

std::string text_of(const json::object& facts) { return json::serialize(facts); }

bool same_answer(const Answer& a, const Answer& b) {
  return a.outcome == b.outcome && a.missing == b.missing && a.contested == b.contested;
}

struct Step {
  const Choice* choice;
  std::string_view value;
};

std::vector<Step> possible_steps(const json::object& facts, Action action) {
  std::vector<Step> steps;
  for (const Choice& choice : kChoices) {
    if (!applies(facts, choice.field, action)) continue;
    const std::string now = known_value(facts, choice.field);
    for (const std::string_view value : values_of(choice)) {
      if (value != now) steps.push_back({&choice, value});
    }
  }
  return steps;
}

}  // namespace

Result<std::vector<Change>> what_if(std::string_view facts_json, Action action, Day today, std::size_t most,
                                    const PartyTable& parties) {
  FL_TRY(const Facts facts, facts_from_json(facts_json, today));
  FL_TRY(const json::object start, parse_object(facts_json));
  const Answer now = evaluate(facts, action, parties);
  const std::vector<Step> steps = possible_steps(start, action);
  std::map<Outcome, std::vector<Change>> found;
  const auto try_steps = [&](std::initializer_list<Step> taken) {
    json::object changed = start;
    for (const Step& step : taken) put(changed, step.choice->field, step.value, action);
    const auto read = facts_from_json(text_of(changed), today);
    if (!read) return false;  // these facts cannot all be true
    const Answer then = evaluate(*read, action, parties);
    if (then.outcome == now.outcome) return false;
    auto& list = found[then.outcome];
    if (list.size() >= most || (!list.empty() && list.front().facts.size() < taken.size())) return true;
    Change change{.facts = {},
                  .outcome = then.outcome,
                  .missing = then.missing,
                  .first_reason = then.reason.size() > 1 ? then.reason[1] : ""};
    for (const Step& step : taken) change.facts.push_back(fmt::format("{} = {}", step.choice->field, step.value));
    list.push_back(std::move(change));
    return true;
  };
  std::vector<Step> quiet;  // changes that do nothing alone, and may together
  for (const Step& step : steps) {
    if (!try_steps({step})) quiet.push_back(step);
  }
  const auto single_everywhere = [&] {
    return (found.contains(Outcome::permitted) || now.outcome == Outcome::permitted);
  };
  if (!single_everywhere()) {
    for (std::size_t i = 0; i < quiet.size() && !found.contains(Outcome::permitted); ++i) {
      for (std::size_t k = i + 1; k < quiet.size(); ++k) {
        if (quiet[i].choice != quiet[k].choice) try_steps({quiet[i], quiet[k]});
      }
    }
  }
  std::vector<Change> changes;
  for (auto& [outcome, list] : found) {
    for (Change& change : list) changes.push_back(std::move(change));
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.facts.size() < b.facts.size(); });
  return changes;
}

Result<std::vector<Question>> open_questions(std::string_view facts_json, Action action, Day today,
                                             const PartyTable& parties) {
  FL_TRY(const Facts facts, facts_from_json(facts_json, today));
  FL_TRY(const json::object start, parse_object(facts_json));
  const Answer now = evaluate(facts, action, parties);
  std::vector<Question> questions;
  for (const Choice& choice : kChoices) {
    if (!applies(start, choice.field, action) || !known_value(start, choice.field).empty()) continue;
    std::vector<std::string_view> values = values_of(choice);
    const bool states = values.empty();
    if (states) values = {"XX", "PA", "US"};
    const std::string own = facts.acting_state.code();
    if (states) values.push_back(own);
    bool matters = false;
    for (const std::string_view value : values) {
      json::object changed = start;
      put(changed, choice.field, value, action);
      const auto read = facts_from_json(text_of(changed), today);
      matters |= read && !same_answer(evaluate(*read, action, parties), now);
    }
    if (!matters) continue;
    Question question{.field = std::string(choice.field), .text = std::string(choice.text), .answers = {}};
    if (!states) question.answers.assign(values.begin(), values.end());
    questions.push_back(std::move(question));
  }
  return questions;
}

Result<std::string> with_fact(std::string_view facts_json, std::string_view field, std::string_view answer,
                              Action action) {
  FL_TRY(json::object facts, parse_object(facts_json));
  put(facts, field, answer, action);
  return text_of(facts);
}

}  // namespace fairlead::authority
