// SPDX-License-Identifier: Apache-2.0
// The forms of evidence and designations.
#include "form.hpp"
#include "form_parts.hpp"

namespace fairlead::desk {
namespace {

constexpr std::uint64_t kFileMax = 1'000'000'000'000;

void need_digest(Faults& faults, std::string_view pointer, std::string_view member, const Digest& digest) {
  if (digest == Digest{}) {
    complain(faults, pointer, member, "`" + std::string(member) + "` is missing: the SHA-256 of the file",
             "missing_member");
  }
}

}  // namespace

template <>
const Form& form_of<Handling>() {
  using C = Handling;
  static const Field fields[] = {
      field<&C::label>("label"),
      field<&C::only_for>("only_for", any().each_once()),
      field<&C::no_publish>("no_publish"),
      field<&C::protect_source>("protect_source"),
      field<&C::minors_visible>("minors_visible"),
      field<&C::distressing>("distressing"),
      field<&C::legal_hold>("legal_hold"),
      field<&C::retain_until>("retain_until"),
  };
  static const Form form{"handling", fields};
  return form;
}

template <>
const Form& form_of<Intake>() {
  using C = Intake;
  static const Field fields[] = {
      field<&C::how>("how", line(200)),
      field<&C::from>("from", line(1000)),
      field<&C::tool>("tool", line(200)),
  };
  static const Form form{"intake", fields};
  return form;
}

template <>
const Form& form_of<EvidenceLink>() {
  using C = EvidenceLink;
  static const Field fields[] = {
      field<&C::to>("to", line(64).needed()),
      field<&C::contradicts>("contradicts"),
      field<&C::passage>("passage", line(200)),
  };
  static const Form form{"evidence_link", fields};
  return form;
}

template <>
const Form& form_of<EvidenceBody>() {
  using C = EvidenceBody;
  static const Field fields[] = {
      field<&C::title>("title", line().needed()),
      field<&C::caption>("caption", lines(1000)),
      field<&C::credit>("credit", line(300)),
      field<&C::rights>("rights", lines(1000)),
      field<&C::sha256>("sha256", any().needed()),
      field<&C::sha512>("sha512", shape(Shape::hex, 128)),
      field<&C::size>("size", range(0, kFileMax)),
      field<&C::media_type>("media_type", shape(Shape::media_type, 100).needed()),
      field<&C::received_as>("received_as", line(255)),
      field<&C::first_seen_at>("first_seen_at"),
      field<&C::text_alternative>("text_alternative", lines(4000)),
      field<&C::intake>("intake"),
      field<&C::handling>("handling"),
      field<&C::links>("links", any().up_to(200)),
  };
  static const Form form{"evidence", fields, [](const void* object, std::string_view pointer, Faults& faults) {
                           const auto& evidence = *static_cast<const EvidenceBody*>(object);
                           need_digest(faults, pointer, "sha256", evidence.sha256);
                           if (!evidence.sha512.empty() && evidence.sha512.size() != 128) {
                             complain(faults, pointer, "sha512", "`sha512` has 128 hexadecimal digits");
                           }
                         }};
  return form;
}

template <>
const Form& form_of<Custody>() {
  using C = Custody;
  static const Field fields[] = {
      field<&C::evidence>("evidence"),
      field<&C::kind>("kind"),
      field<&C::at>("at"),
      field<&C::person>("person", line(200)),
      field<&C::purpose>("purpose", line(500)),
      field<&C::authority>("authority", line(300)),
      field<&C::place>("place", line(200)),
      field<&C::found>("found"),
      field<&C::chain>("chain"),
  };
  static const Form form{"custody", fields};
  return form;
}

template <>
const Form& form_of<Rendition>() {
  using C = Rendition;
  static const Field fields[] = {
      field<&C::sha256>("sha256"),
      field<&C::size>("size", range(0, kFileMax)),
      field<&C::media_type>("media_type", shape(Shape::media_type, 100)),
      field<&C::operation>("operation"),
      field<&C::parent>("parent"),
      field<&C::reason>("reason", lines(1000)),
      field<&C::tool>("tool"),
      field<&C::made_by>("made_by"),
      field<&C::made_at>("made_at"),
  };
  static const Form form{"rendition", fields};
  return form;
}

template <>
const Form& form_of<TimeStamp>() {
  using C = TimeStamp;
  static const Field fields[] = {
      field<&C::over>("over", any().needed()),
      field<&C::at>("at", any().needed()),
      field<&C::authority>("authority", line(300)),
      field<&C::serial>("serial", shape(Shape::hex, 64)),
      blob<&C::token>("token", 32'768),
  };
  static const Form form{"time_stamp", fields, [](const void* object, std::string_view pointer, Faults& faults) {
                           const auto& stamp = *static_cast<const TimeStamp*>(object);
                           need_digest(faults, pointer, "over", stamp.over);
                           if (stamp.token.empty()) {
                             complain(faults, pointer, "token", "`token` is missing: the answer of the authority",
                                      "missing_member");
                           }
                         }};
  return form;
}

template <>
const Form& form_of<Provenance>() {
  using C = Provenance;
  static const Field fields[] = {
      field<&C::manifest_present>("manifest_present", any().needed()),
      field<&C::structure_valid>("structure_valid"),
      field<&C::content_matches>("content_matches"),
      field<&C::signer_trusted>("signer_trusted"),
      field<&C::reader>("reader"),
  };
  static const Form form{"provenance", fields, [](const void* object, std::string_view pointer, Faults& faults) {
                           const auto& answer = *static_cast<const Provenance*>(object);
                           const bool more = answer.structure_valid || answer.content_matches || answer.signer_trusted;
                           if (!answer.manifest_present && more) {
                             complain(faults, pointer, "manifest_present",
                                      "without a manifest there is nothing else to say");
                           }
                         }};
  return form;
}

template <>
const Form& form_of<Evidence>() {
  using C = Evidence;
  static const Field fields[] = {
      field<&C::id>("id"),
      flat<&C::body>(),
      field<&C::renditions>("renditions", any().up_to(1000)),
      field<&C::provenance>("c2pa"),
      field<&C::altered>("altered"),
      field<&C::destroyed>("destroyed"),
      field<&C::added_by>("added_by"),
      field<&C::added_at>("added_at"),
  };
  static const Form form{"evidence", fields};
  return form;
}

template <>
const Form& form_of<Entity>() {
  using C = Entity;
  constexpr Limits kTexts = Limits{.shape = Shape::quoted, .bytes = 4000, .items = 10'000};
  static const Field fields[] = {
      field<&C::id>("id", kTexts),
      field<&C::schema>("schema", kTexts),
      field<&C::caption>("caption", kTexts),
      field<&C::names>("name", kTexts),
      field<&C::aliases>("alias", kTexts),
      field<&C::weak_aliases>("weakAlias", kTexts),
      field<&C::previous_names>("previousName", kTexts),
      field<&C::imo_numbers>("imoNumber", kTexts),
      field<&C::mmsis>("mmsi", kTexts),
      field<&C::call_signs>("callSign", kTexts),
      field<&C::flags>("flag", kTexts),
      field<&C::past_flags>("pastFlags", kTexts),
      field<&C::types>("type", kTexts),
      field<&C::registrations>("registrationNumber", kTexts),
      field<&C::topics>("topics", kTexts),
      field<&C::programs>("programId", kTexts),
      field<&C::sanctions>("sanctions", kTexts),
      field<&C::owners>("owner", kTexts),
      field<&C::build_date>("buildDate", kTexts),
      field<&C::url>("sourceUrl", kTexts),
      field<&C::first_seen>("first_seen", kTexts),
      field<&C::last_seen>("last_seen", kTexts),
  };
  static const Form form{"entity", fields};
  return form;
}

template <>
const Form& form_of<ImportReport>() {
  using C = ImportReport;
  static const Field fields[] = {
      field<&C::rows>("rows"),       field<&C::entities>("entities"), field<&C::vessels>("vessels"),
      field<&C::broken>("broken"),   field<&C::dropped>("dropped"),   field<&C::added>("added"),
      field<&C::changed>("changed"), field<&C::removed>("removed"),   field<&C::faults>("faults", quoted(500)),
  };
  static const Form form{"import_report", fields};
  return form;
}

template <>
const Form& form_of<ListBody>() {
  using C = ListBody;
  static const Field fields[] = {
      field<&C::list>("list", shape(Shape::word).needed()),
      field<&C::title>("title"),
      field<&C::publisher>("publisher", line().needed()),
      field<&C::licence>("licence", line().needed()),
      field<&C::from>("from", line(1000)),
      field<&C::format>("format", any().needed()),
      field<&C::sha256>("sha256", any().needed()),
      field<&C::size>("size", range(0, kFileMax)),
      field<&C::published_at>("published_at"),
      field<&C::report>("report"),
  };
  static const Form form{"designation_list", fields, [](const void* object, std::string_view pointer, Faults& faults) {
                           need_digest(faults, pointer, "sha256", static_cast<const ListBody*>(object)->sha256);
                         }};
  return form;
}

template <>
const Form& form_of<ListSnapshot>() {
  using C = ListSnapshot;
  static const Field fields[] = {
      field<&C::id>("id"),
      flat<&C::body>(),
      field<&C::before>("before"),
      field<&C::loaded_by>("loaded_by"),
      field<&C::loaded_at>("loaded_at"),
  };
  static const Form form{"designation_list", fields};
  return form;
}

template <>
const Form& form_of<Match>() {
  using C = Match;
  static const Field fields[] = {
      field<&C::id>("id"),
      field<&C::subject>("subject"),
      field<&C::list>("list", shape(Shape::word)),
      field<&C::entity>("entity", line(300)),
      field<&C::caption>("caption", quoted(500)),
      field<&C::subject_digest>("subject_digest"),
      field<&C::entity_digest>("entity_digest"),
      field<&C::evidence>("evidence", quoted(300)),
      field<&C::verdict>("verdict"),
      field<&C::reason>("reason", lines(2000)),
      field<&C::by>("by"),
      field<&C::at>("at"),
  };
  static const Form form{"match", fields};
  return form;
}

}  // namespace fairlead::desk
