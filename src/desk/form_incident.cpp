// SPDX-License-Identifier: Apache-2.0
// The forms of incidents and claims.
#include "form.hpp"
#include "form_parts.hpp"

namespace fairlead::desk {

template <>
const Form& form_of<Occurred>() {
  using C = Occurred;
  static const Field fields[] = {
      field<&C::earliest>("earliest"),
      field<&C::latest>("latest"),
      field<&C::local>("local", quoted(200)),
      field<&C::time_precision>("time_precision", range(1, 3)),
  };
  static const Form form{"occurred", fields, [](const void* object, std::string_view pointer, Faults& faults) {
                           const auto& time = *static_cast<const Occurred*>(object);
                           if (time.earliest && time.latest && *time.latest < *time.earliest) {
                             complain(faults, pointer, "latest", "`latest` is before `earliest`");
                           }
                         }};
  return form;
}

template <>
const Form& form_of<Place>() {
  using C = Place;
  static const Field fields[] = {
      field<&C::reported>("reported", quoted(500)),
      field<&C::sea_area>("sea_area", line(100)),
      field<&C::eez>("eez", line(64)),
      field<&C::point>("point", point()),
      field<&C::uncertainty_m>("uncertainty_m", range(0, 10'000'000)),
      field<&C::geo_precision>("geo_precision", range(1, 3)),
      field<&C::located_by>("located_by", line(300)),
  };
  static const Form form{"place", fields};
  return form;
}

template <>
const Form& form_of<VesselLink>() {
  using C = VesselLink;
  static const Field fields[] = {
      field<&C::vessel>("vessel"),
      field<&C::confidence>("confidence"),
      field<&C::reason>("reason", lines(1000)),
  };
  static const Form form{"vessel_link", fields};
  return form;
}

template <>
const Form& form_of<Covered>() {
  using C = Covered;
  static const Field fields[] = {
      field<&C::release>("release", line(64)),
      field<&C::agency>("agency", shape(Shape::party)),
      field<&C::purpose>("purpose", line(64)),
      field<&C::object>("object", line(64)),
      field<&C::at>("at"),
      field<&C::conditions>("conditions", line(500)),
  };
  static const Form form{"covered_release", fields};
  return form;
}

template <>
const Form& form_of<IncidentBody>() {
  using C = IncidentBody;
  static const Field fields[] = {
      field<&C::kind>("kind", any().needed()), field<&C::title>("title", line().needed()),
      field<&C::occurred>("occurred"),         field<&C::place>("place"),
      field<&C::vessels>("vessels"),           field<&C::actor>("actor", line(200)),
      field<&C::about>("about", line(120)),    field<&C::handling>("handling"),
  };
  static const Form form{"incident", fields};
  return form;
}

template <>
const Form& form_of<Assessed>() {
  using C = Assessed;
  static const Field fields[] = {
      field<&C::grade>("grade"),
      field<&C::event_status>("event_status"),
      field<&C::rule>("rule", lines(1000)),
      field<&C::dissent>("dissent", lines(2000)),
      field<&C::by>("by"),
      field<&C::at>("at"),
  };
  static const Form form{"incident_assessment", fields};
  return form;
}

template <>
const Form& form_of<Incident>() {
  using C = Incident;
  static const Field fields[] = {
      field<&C::id>("incident_ref"),
      flat<&C::body>(),
      field<&C::assessed>("assessment"),
      field<&C::claims>("claims_total"),
      field<&C::opened_by>("opened_by"),
      field<&C::opened_at>("opened_at"),
      field<&C::reviewed_at>("last_reviewed_at"),
  };
  static const Form form{"incident", fields};
  return form;
}

template <>
const Form& form_of<Described>() {
  using C = Described;
  static const Field fields[] = {
      field<&C::described_as>("described_as", quoted(300).needed()),
      field<&C::n>("n", range(0, 1'000'000)),
      field<&C::sex>("sex", line(32)),
      field<&C::age_band>("age_band", line(32)),
  };
  static const Form form{"described_persons", fields};
  return form;
}

template <>
const Form& form_of<Says>() {
  using C = Says;
  static const Field fields[] = {
      field<&C::killed>("killed"),
      field<&C::injured>("injured"),
      field<&C::missing>("missing"),
      field<&C::survivors>("survivors"),
      field<&C::detained>("detained"),
      field<&C::persons>("persons"),
      field<&C::actor>("actor", quoted(200)),
      field<&C::actor_claim>("actor_claim"),
      field<&C::place>("place", quoted(500)),
      field<&C::time>("time", quoted(200)),
      field<&C::vessel>("vessel", quoted(300)),
      field<&C::cause>("cause", quoted(1000)),
      field<&C::legal_basis>("legal_basis", quoted(2000)),
  };
  static const Form form{"says", fields};
  return form;
}

template <>
const Form& form_of<ClaimBody>() {
  using C = ClaimBody;
  static const Field fields[] = {
      field<&C::source>("source", line(200).needed()),
      field<&C::source_type>("source_type", any().needed()),
      field<&C::source_scale>("source_scale"),
      field<&C::reliability>("reliability"),
      field<&C::credibility>("credibility", range(1, 6)),
      field<&C::independence_group>("independence_group", shape(Shape::word, 32)),
      field<&C::published_at>("published_at"),
      field<&C::captured_at>("captured_at"),
      field<&C::url>("url", line(1000)),
      field<&C::original_text>("original_text", quoted()),
      field<&C::language>("language", line(16)),
      field<&C::translation>("translation", quoted()),
      field<&C::translated_by>("translated_by", line(100)),
      field<&C::evidence>("evidence", any().each_once().up_to(200)),
      field<&C::says>("says"),
  };
  static const Form form{
      "claim", fields, [](const void* object, std::string_view pointer, Faults& faults) {
        const auto& claim = *static_cast<const ClaimBody*>(object);
        if (!claim.translation.empty() && claim.translated_by.empty()) {
          complain(faults, pointer, "translated_by", "say who translated it in `translated_by`", "missing_member");
        }
        if (claim.says == Says{} && claim.original_text.empty()) {
          complain(faults, pointer, "says", "a claim says something: fill in `says`, or quote it in `original_text`",
                   "missing_member");
        }
      }};
  return form;
}

template <>
const Form& form_of<Claim>() {
  using C = Claim;
  static const Field fields[] = {
      field<&C::incident>("incident"),
      field<&C::id>("id"),
      flat<&C::body>(),
      field<&C::status>("status"),
      field<&C::corrects>("corrects"),
      field<&C::corrected_by>("corrected_by"),
      field<&C::duplicate_of>("duplicate_of"),
      field<&C::status_by>("status_by"),
      field<&C::status_because>("status_because", lines(1000)),
      field<&C::added_by>("added_by"),
      field<&C::added_at>("added_at"),
  };
  static const Form form{"claim", fields};
  return form;
}

}  // namespace fairlead::desk
