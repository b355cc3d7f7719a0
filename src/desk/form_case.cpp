// SPDX-License-Identifier: Apache-2.0
// The forms of cases and their steps, and of the small values that several nouns share.
#include "form.hpp"
#include "form_parts.hpp"

namespace fairlead::desk {
namespace {

void check_count(const void* object, std::string_view pointer, Faults& faults) {
  const auto& count = *static_cast<const Count*>(object);
  if (count.min && count.max && *count.min > *count.max) {
    complain(faults, pointer, "max", "`max` is less than `min`");
  }
}

}  // namespace

template <>
const Form& form_of<Vessel>() {
  using C = Vessel;
  static const Field fields[] = {
      field<&C::track>("track", line(32)),
      field<&C::name>("name", line(100)),
      field<&C::call_sign>("call_sign", line(16)),
      field<&C::flag>("flag", shape(Shape::state)),
      field<&C::mmsi>("mmsi", range(1, 999'999'999)),
      field<&C::imo>("imo", range(1, 9'999'999)),
      field<&C::type>("type", line(64)),
      field<&C::description>("description", line(500)),
  };
  static const Form form{"vessel", fields};
  return form;
}

template <>
const Form& form_of<Count>() {
  using C = Count;
  static const Field fields[] = {
      field<&C::min>("min", range(0, 1'000'000)),
      field<&C::max>("max", range(0, 1'000'000)),
      field<&C::wording>("wording", quoted(300)),
  };
  static const Form form{"count", fields, check_count};
  return form;
}

template <>
const Form& form_of<FlagConsent>() {
  using C = FlagConsent;
  static const Field fields[] = {
      field<&C::state>("state", any().needed()),
      field<&C::flag_state>("flag_state", shape(Shape::state)),
      field<&C::regime>("regime"),
      field<&C::scope>("scope", shape(Shape::act).each_once()),
      field<&C::at>("at"),
      field<&C::request>("request"),
      field<&C::note>("note", lines(1000)),
  };
  static const Form form{"flag_consent", fields};
  return form;
}

template <>
const Form& form_of<Unit>() {
  using C = Unit;
  static const Field fields[] = {
      field<&C::name>("name", line(100).needed()),
      field<&C::kind>("kind", line(64)),
      field<&C::agency>("agency", shape(Shape::party)),
  };
  static const Form form{"unit", fields};
  return form;
}

template <>
const Form& form_of<Person>() {
  using C = Person;
  static const Field fields[] = {
      field<&C::reference>("reference", shape(Shape::word, 16).needed()),
      field<&C::described_as>("described_as", line(300)),
      field<&C::sex>("sex", line(32)),
      field<&C::age_band>("age_band", line(32)),
      field<&C::nationality>("nationality", line(64)),
      field<&C::rights_given_at>("rights_given_at"),
      field<&C::rights_language>("rights_language", line(64)),
      field<&C::rights_note>("rights_note", lines(1000)),
      field<&C::medical_at>("medical_at"),
      field<&C::medical>("medical", lines(1000)),
      field<&C::detained_at>("detained_at"),
      field<&C::released_at>("released_at"),
      field<&C::handed_to>("handed_to", line(200)),
  };
  static const Form form{"person", fields, [](const void* object, std::string_view pointer, Faults& faults) {
                           const auto& person = *static_cast<const Person*>(object);
                           if (person.detained_at && !person.rights_given_at && person.rights_note.empty()) {
                             complain(
                                 faults, pointer, "rights_given_at",
                                 "a person held is told their rights: say when in `rights_given_at`, or why not in "
                                 "`rights_note`",
                                 "missing_member");
                           }
                           if (person.detained_at && person.released_at && *person.released_at < *person.detained_at) {
                             complain(faults, pointer, "released_at", "released before being held");
                           }
                         }};
  return form;
}

template <>
const Form& form_of<Goods>() {
  using C = Goods;
  static const Field fields[] = {
      field<&C::reference>("reference", shape(Shape::word, 16).needed()),
      field<&C::kind>("kind", line(100).needed()),
      field<&C::quantity>("quantity"),
      field<&C::unit>("unit", line(16)),
      field<&C::estimated>("estimated"),
      field<&C::sample>("sample", line(100)),
      field<&C::seal>("seal", line(100)),
      field<&C::kept_at>("kept_at", line(200)),
      field<&C::handed_to>("handed_to", line(200)),
      field<&C::note>("note", lines(1000)),
  };
  static const Form form{"goods", fields, [](const void* object, std::string_view pointer, Faults& faults) {
                           const auto& goods = *static_cast<const Goods*>(object);
                           if (goods.quantity && goods.unit.empty()) {
                             complain(faults, pointer, "unit", "a quantity needs a `unit`, such as `kg`",
                                      "missing_member");
                           }
                         }};
  return form;
}

template <>
const Form& form_of<ForceNote>() {
  using C = ForceNote;
  static const Field fields[] = {
      field<&C::used>("used", any().needed()),
      field<&C::signals_given>("signals_given"),
      field<&C::warning_given>("warning_given"),
      field<&C::why_unavoidable>("why_unavoidable", lines().needed()),
      field<&C::why_proportionate>("why_proportionate", lines().needed()),
      field<&C::means>("means", line(300)),
      field<&C::ordered_by>("ordered_by"),
      field<&C::at>("at"),
      field<&C::injured>("injured"),
      field<&C::killed>("killed"),
      field<&C::care_given>("care_given", lines(2000)),
      field<&C::reported_to>("reported_to"),
  };
  static const Form form{"force_note", fields, [](const void* object, std::string_view pointer, Faults& faults) {
                           const auto& note = *static_cast<const ForceNote*>(object);
                           if (note.used <= Force::none) {
                             complain(faults, pointer, "used", "a force note says which force was used");
                           }
                         }};
  return form;
}

template <>
const Form& form_of<StepBody>() {
  using C = StepBody;
  static const Field fields[] = {
      field<&C::kind>("kind", any().needed()),
      field<&C::began_at>("began_at"),
      field<&C::ended_at>("ended_at"),
      field<&C::position>("position"),
      field<&C::basis>("basis", lines(1000)),
      field<&C::consent>("consent"),
      field<&C::units>("units"),
      field<&C::persons>("persons", any().up_to(500)),
      field<&C::goods>("goods", any().up_to(200)),
      field<&C::force_used>("force_used"),
      field<&C::force>("force"),
      field<&C::evidence>("evidence", any().each_once().up_to(500)),
      field<&C::handed_to>("handed_to"),
      field<&C::outcome>("outcome", line(300)),
      field<&C::remarks>("remarks", lines()),
  };
  static const Form form{
      "step", fields, [](const void* object, std::string_view pointer, Faults& faults) {
        const auto& step = *static_cast<const StepBody*>(object);
        const auto missing = [&](std::string_view member, std::string detail) {
          complain(faults, pointer, member, std::move(detail), "missing_member");
        };
        const StepKind kind = step.kind;
        const bool on_board =
            kind == StepKind::board || kind == StepKind::search || kind == StepKind::seize || kind == StepKind::detain;
        if (on_board && !step.consent) missing("consent", "say how the flag State's consent stands in `consent`");
        if ((on_board || kind == StepKind::intercept) && !step.force_used) {
          missing("force_used", "say whether any force was used in `force_used`");
        }
        if (step.force_used == true && !step.force) {
          missing("force", "force was used: a force note is required in `force`");
        }
        if (step.force && step.force_used != true) {
          complain(faults, pointer, "force_used", "there is a force note, so `force_used` is true");
        }
        if (kind != StepKind::close && !step.began_at) missing("began_at", "say when it began in `began_at`");
        if (step.began_at && step.ended_at && *step.ended_at < *step.began_at) {
          complain(faults, pointer, "ended_at", "`ended_at` is before `began_at`");
        }
        if (kind == StepKind::seize && step.goods.empty()) missing("goods", "say what was seized in `goods`");
        if (kind == StepKind::detain && step.persons.empty()) missing("persons", "say who is held in `persons`");
        if (kind == StepKind::detain) {
          for (const Person& person : step.persons) {
            if (!person.detained_at) {
              missing("persons", "say since when `" + person.reference + "` is held in `detained_at`");
            }
          }
        }
        if (kind == StepKind::hand_over && step.handed_to.empty()) missing("handed_to", "say to whom in `handed_to`");
        if (kind == StepKind::close && step.outcome.empty()) missing("outcome", "say how it ended in `outcome`");
        for (std::size_t i = 0; i < step.persons.size(); ++i) {
          for (std::size_t j = 0; j < i; ++j) {
            if (step.persons[i].reference == step.persons[j].reference) {
              complain(faults, pointer, "persons", "`" + step.persons[i].reference + "` stands twice");
            }
          }
        }
      }};
  return form;
}

template <>
const Form& form_of<LawRecord>() {
  using C = LawRecord;
  static const Field fields[] = {
      field<&C::rules>("rules", line(32).up_to(500)),
      field<&C::facts>("facts", quoted(16'000)),
      field<&C::facts_sha256>("facts_sha256"),
  };
  static const Form form{"law_record", fields};
  return form;
}

template <>
const Form& form_of<ActLaw>() {
  using C = ActLaw;
  static const Field fields[] = {
      field<&C::action>("action", shape(Shape::act)),
      flat<&C::law>(),
  };
  static const Form form{"act_law", fields};
  return form;
}

template <>
const Form& form_of<Step>() {
  using C = Step;
  static const Field fields[] = {
      field<&C::in_case>("case"),
      field<&C::id>("id"),
      flat<&C::body>(),
      field<&C::authority>("authority"),
      field<&C::outside_basis>("outside_basis"),
      field<&C::recorded_by>("recorded_by"),
      field<&C::recorded_at>("recorded_at"),
      field<&C::corrected_because>("corrected_because", lines(1000)),
      field<&C::law>("law", any().from_version(2)),
  };
  static const Form form{"step", fields};
  return form;
}

template <>
const Form& form_of<CaseBody>() {
  using C = CaseBody;
  static const Field fields[] = {
      field<&C::kind>("kind", any().needed()),
      field<&C::title>("title", line().needed()),
      field<&C::vessel>("vessel"),
      field<&C::basis>("basis", lines(1000)),
      field<&C::lead>("lead"),
      field<&C::request>("request"),
      field<&C::about>("about", line(120)),
  };
  static const Form form{"case", fields};
  return form;
}

template <>
const Form& form_of<Case>() {
  using C = Case;
  static const Field fields[] = {
      field<&C::id>("id"),
      field<&C::state>("state"),
      flat<&C::body>(),
      field<&C::stage>("stage"),
      field<&C::steps>("steps"),
      field<&C::opened_by>("opened_by"),
      field<&C::opened_at>("opened_at"),
      field<&C::closed_at>("closed_at"),
      field<&C::outcome>("outcome", line(300)),
  };
  static const Form form{"case", fields};
  return form;
}

}  // namespace fairlead::desk
