// SPDX-License-Identifier: Apache-2.0
// The answer in two to four plain sentences: the verdict, the rule in ordinary words, what is missing or would change
// it, and both views of what is contested.
#include <fmt/format.h>

#include "evaluation.hpp"

namespace fairlead::authority {
namespace {

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string_view action_text(Action action) {
  switch (action) {
    case Action::observe:
      return "observe this vessel";
    case Action::hail:
      return "hail this vessel";
    case Action::approach:
      return "approach this vessel";
    case Action::visit:
      return "visit this vessel to verify its flag";
    case Action::board:
      return "board this vessel";
    case Action::search:
      return "search this vessel";
    case Action::detain_vessel:
      return "detain this vessel";
    case Action::arrest_persons:
      return "arrest persons on this vessel";
    case Action::seize_goods:
      return "seize goods on this vessel";
    case Action::pursue:
      return "pursue this vessel";
    case Action::force_warning:
      return "fire warning shots";
    case Action::force_nonlethal:
      return "use non-lethal force against this vessel";
    case Action::force_disabling:
      return "use disabling fire against this vessel";
    case Action::force_lethal:
      return "use lethal force";
    case Action::share_intelligence:
      return "share this information";
    case Action::render_assistance:
      return "render assistance";
  }
  return "";
}

const TraceStep* lead_of(const Answer& answer) {
  const auto wanted = [&](Grade grade) -> const TraceStep* {
    for (const TraceStep& step : answer.trace) {
      if (step.grade == grade) return &step;
    }
    return nullptr;
  };
  switch (answer.outcome) {
    case Outcome::permitted:
      return wanted(Grade::satisfied);
    case Outcome::contested:
      return wanted(Grade::disputed);
    case Outcome::conditional:
      return wanted(Grade::curable);
    case Outcome::prohibited:
      return wanted(Grade::closed);
  }
  return nullptr;
}

std::string missing_list(const Facts& facts, MissingSet missing) {
  std::string text;
  const int count = missing.size();
  int done = 0;
  missing.each([&](Missing code) {
    if (done > 0) text += done + 1 == count ? " and " : ", ";
    text += missing_text(code);
    const State flag = facts.vessel.nationality.flag;
    const State coast = facts.zone.here.state;
    if (code == Missing::FLAG_STATE_CONSENT && flag.given()) text += fmt::format(" ({})", flag.name());
    if (code == Missing::NATIONALITY_CONFIRMATION && flag.given()) text += fmt::format(" ({})", flag.name());
    if (code == Missing::COASTAL_STATE_CONSENT && coast.given()) text += fmt::format(" ({})", coast.name());
    ++done;
  });
  return text;
}

std::string views(const Facts& facts, const Answer& answer, int which) {
  Point number{};
  bool chosen = false;
  answer.contested.each([&](Point p) {
    if (!chosen || p == point(10)) number = p;
    chosen = true;
  });
  if (number == point(10) && !answer.readings.empty()) {
    std::string text;
    for (const ReadingAnswer& reading : answer.readings) {
      text += fmt::format("{} {} it is {}", text.empty() ? "If the waters are" : "; if they are",
                          zone_text(reading.zone), word_of(reading.outcome));
      if (!reading.missing.empty()) {
        Facts there = facts;
        there.zone.here = reading.zone;
        text += ", lacking " + missing_list(there, reading.missing);
      }
    }
    return which == 1
               ? text + "."
               : std::string(
                     "Each reading is held by the State that claims it, and this engine does not choose between them.");
  }
  const ContestedPoint& c = contested_point(number);
  if (which == 1) return fmt::format("One view ({}): {}.", c.held_by_1, c.view_1);
  return fmt::format("The other view ({}): {}.", c.held_by_2, c.view_2);
}

std::string what_would_change(const Facts& facts, const Answer& answer, const TraceStep* lead) {
  if (facts.armed_conflict.status == ConflictStatus::asserted_only &&
      (answer.action == Action::force_lethal || answer.action == Action::share_intelligence)) {
    return "An armed conflict is claimed here, but a claim does not make one: that takes force between States, or "
           "protracted violence of sufficient intensity with an organized armed group (C-12).";
  }
  if (lead != nullptr) {
    const std::string_view id = lead->rule.rule().id;
    if (id == "G1") return "Only a waiver by its own State, covering this action, would change that.";
    if (id == "R-CON-5" || id == "R-COAST-F" || id == "A-4" || id == "R-OBS-2") {
      return "Only a new consent of that State would change the answer.";
    }
    if (id == "F-1" || id == "F-0") return "No zone, no consent and no designation changes that.";
    if (id == "H-2" || id == "H-2b" || id == "H-3" || id == "H-1") return "No caveat and no approval cures that.";
  }
  return "On these facts no other basis is open.";
}

}  // namespace

std::string zone_text(const ZoneReading& zone) {
  std::string_view kind;
  switch (zone.kind) {
    case ZoneKind::internal_waters:
      kind = "the internal waters";
      break;
    case ZoneKind::archipelagic_waters:
      kind = "the archipelagic waters";
      break;
    case ZoneKind::territorial_sea:
      kind = "the territorial sea";
      break;
    case ZoneKind::contiguous_zone:
      kind = "the contiguous zone";
      break;
    case ZoneKind::eez:
      kind = "the exclusive economic zone";
      break;
    case ZoneKind::high_seas:
      return "the high seas";
    case ZoneKind::land:
      kind = "the land";
      break;
    case ZoneKind::continental_shelf:
      kind = "the continental shelf";
      break;
    case ZoneKind::out_of_model:
      return fmt::format("`{}`", zone.out_word);
    case ZoneKind::unknown:
      return "an unknown zone";
  }
  return zone.state.given() ? fmt::format("{} of {}", kind, zone.state.name()) : std::string(kind);
}

std::vector<std::string> reason_of(const Facts& facts, const Answer& answer, const PartyTable&) {
  std::vector<std::string> sentences;
  sentences.reserve(4);
  const bool sharing = answer.action == Action::share_intelligence;
  const State who = sharing && facts.sharing.sender.given() ? facts.sharing.sender : facts.acting_state;
  std::string where;
  if (sharing) {
    if (facts.sharing.recipient.given()) where = fmt::format(" with {}", facts.sharing.recipient.name());
  } else if (facts.zone.here.kind != ZoneKind::unknown) {
    where = (facts.zone.here.kind == ZoneKind::high_seas ? " on " : " in ") + zone_text(facts.zone.here);
  }
  const std::string_view what = action_text(answer.action);
  switch (answer.outcome) {
    case Outcome::permitted:
      sentences.push_back(capital(fmt::format("{} may {}{}.", who.name(), what, where)));
      break;
    case Outcome::conditional:
      sentences.push_back(capital(fmt::format("{} may not yet {}{}.", who.name(), what, where)));
      break;
    case Outcome::contested:
      sentences.push_back(fmt::format("Whether {} may {}{} is contested.", who.name(), what, where));
      break;
    case Outcome::prohibited:
      sentences.push_back(capital(fmt::format("{} may not {}{}.", who.name(), what, where)));
      break;
  }
  const TraceStep* lead = lead_of(answer);
  if (lead != nullptr) sentences.emplace_back(lead->rule.rule().reason);
  switch (answer.outcome) {
    case Outcome::permitted:
      break;
    case Outcome::conditional:
      sentences.push_back(fmt::format("Still missing: {}.", missing_list(facts, answer.missing)));
      break;
    case Outcome::contested:
      sentences.push_back(views(facts, answer, 1));
      sentences.push_back(views(facts, answer, 2));
      break;
    case Outcome::prohibited:
      sentences.push_back(what_would_change(facts, answer, lead));
      break;
  }
  return sentences;
}

}  // namespace fairlead::authority
