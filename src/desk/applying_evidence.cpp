// SPDX-License-Identifier: Apache-2.0
// Evidence: what comes in, what happens to it, what may go out.
#include <algorithm>

#include "applying.hpp"
#include "form.hpp"
#include "form_parts.hpp"
#include "wire/bytes.hpp"

namespace fairlead::desk {
namespace {

bool has_file(const Evidence& evidence, const Digest& digest) {
  return evidence.body.sha256 == digest ||
         std::ranges::any_of(evidence.renditions, [&](const Rendition& made) { return made.sha256 == digest; });
}

std::string megabytes(std::uint64_t bytes) { return fmt::format("{} MiB", (bytes + 1'048'575) / 1'048'576); }

}  // namespace

Result<void> Applying::evidence_is_there(const std::vector<EvidenceId>& ids) const {
  for (const EvidenceId id : ids) FL_CHECK(find(book_.evidence_, id, "evidence"));
  return {};
}

Result<void> Applying::operator()(const AddEvidence& act) {
  FL_CHECK(room(book_.evidence_));
  if (const auto same = book_.evidence_by_hash_.find(act.body.sha256); same != book_.evidence_by_hash_.end()) {
    return fail(ErrorCode::conflict,
                fmt::format("these bytes are kept already as `{}`; link that one instead", to_text(same->second)));
  }
  if (act.body.size > book_.limits_.evidence_bytes_max) {
    return fail(ErrorCode::full, fmt::format("the file has {}, more than the {} that are kept of one; cut it, or raise "
                                             "the limit",
                                             megabytes(act.body.size), megabytes(book_.limits_.evidence_bytes_max)));
  }
  Evidence evidence;
  evidence.id = next(book_.evidence_);
  evidence.body = act.body;
  if (!evidence.body.first_seen_at) evidence.body.first_seen_at = at_;
  evidence.added_by = by_.account;
  evidence.added_at = at_;
  const EvidenceId id = evidence.id;
  const std::string text = to_text(id);
  book_.evidence_by_hash_.emplace(evidence.body.sha256, id);
  Custody received;
  received.evidence = id;
  received.kind = CustodyKind::received;
  received.at = at_;
  received.person = by_.account;
  received.purpose = "taken in";
  received.place = evidence.body.intake.how;
  received.found = evidence.body.sha256;
  received.chain = custody_link(evidence.body.sha256, received);
  make(book_.evidence_, id, std::move(evidence), "evidence", text);
  make(book_.custody_, EvidenceKey{id, 1}, std::move(received), "custody", text + "/1");
  return {};
}

Result<void> Applying::operator()(const DescribeEvidence& act) {
  FL_TRY(const auto* versions, find(book_.evidence_, act.evidence, "evidence"));
  FL_CHECK(same(*versions, act.seen, to_text(act.evidence)));
  Evidence evidence = versions->now();
  evidence.body.title = act.title;
  evidence.body.caption = act.caption;
  evidence.body.credit = act.credit;
  evidence.body.rights = act.rights;
  evidence.body.text_alternative = act.text_alternative;
  evidence.body.links = act.links;
  put(book_.evidence_, act.evidence, std::move(evidence), to_text(act.evidence));
  return {};
}

Result<void> Applying::operator()(const ChangeHandling& act) {
  FL_TRY(const auto* versions, find(book_.evidence_, act.evidence, "evidence"));
  FL_CHECK(same(*versions, act.seen, to_text(act.evidence)));
  Evidence evidence = versions->now();
  evidence.body.handling = act.handling;
  put(book_.evidence_, act.evidence, std::move(evidence), to_text(act.evidence));
  return {};
}

Result<void> Applying::operator()(const CustodyEvent& act) {
  FL_TRY(const auto* versions, find(book_.evidence_, act.evidence, "evidence"));
  Evidence evidence = versions->now();
  const std::string id = to_text(act.evidence);
  if (evidence.destroyed) {
    return fail(ErrorCode::conflict, fmt::format("`{}` was destroyed by order; its record stays as it is", id));
  }
  const auto before = book_.custody_of(act.evidence);
  if (before.size() >= book_.limits_.custody_per_evidence) {
    return fail(ErrorCode::full, fmt::format("`{}` has {} custody events", id, before.size()));
  }
  const auto needs = [](bool given, std::string_view member, std::string_view why) -> Result<void> {
    if (given) return {};
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` is missing: {}", member, why));
  };
  switch (act.kind) {
    case CustodyKind::received:
      break;
    case CustodyKind::moved:
    case CustodyKind::sealed:
      FL_CHECK(needs(!act.place.empty(), "place", "where it is now, or under which seal"));
      break;
    case CustodyKind::opened:
    case CustodyKind::copied:
      FL_CHECK(needs(!act.purpose.empty(), "purpose", "what for"));
      break;
    case CustodyKind::released:
    case CustodyKind::returned:
      FL_CHECK(needs(!act.person.empty(), "person", "to whom"));
      FL_CHECK(needs(!act.purpose.empty(), "purpose", "what for"));
      break;
    case CustodyKind::verified:
      FL_CHECK(needs(act.found.has_value(), "found", "the SHA-256 of the bytes as they are now"));
      break;
    case CustodyKind::destroyed_by_order:
      FL_CHECK(needs(!act.authority.empty(), "authority", "by whose order"));
      if (evidence.body.handling.legal_hold) {
        return fail(ErrorCode::unsupported, fmt::format("`{}` is under a legal hold: it is kept", id));
      }
      break;
  }
  Custody event;
  event.evidence = act.evidence;
  event.kind = act.kind;
  event.at = at_;
  event.person = act.person.empty() ? by_.account : act.person;
  event.purpose = act.purpose;
  event.authority = act.authority;
  event.place = act.place;
  event.found = act.found;
  event.chain = custody_link(before.empty() ? evidence.body.sha256 : before.back()->chain, event);
  const auto number = static_cast<std::uint32_t>(before.size() + 1);
  make(book_.custody_, EvidenceKey{act.evidence, number}, std::move(event), "custody",
       fmt::format("{}/{}", id, number));
  // What was found is recorded either way; while it differs, nothing of it goes out.
  const bool differs = act.found && *act.found != evidence.body.sha256;
  const bool destroyed = act.kind == CustodyKind::destroyed_by_order;
  if (differs && !evidence.altered) {
    notice(kLegalAdviser, id, "the bytes are not those that were taken in: nothing of it goes out until they are");
  }
  if (destroyed || (act.found && differs != evidence.altered)) {
    evidence.altered = act.found ? differs : evidence.altered;
    evidence.destroyed = destroyed;
    put(book_.evidence_, act.evidence, std::move(evidence), id);
  }
  return {};
}

Result<void> Applying::operator()(const AddRendition& act) {
  FL_TRY(const auto* versions, find(book_.evidence_, act.evidence, "evidence"));
  Evidence evidence = versions->now();
  const std::string id = to_text(act.evidence);
  if (evidence.destroyed) return fail(ErrorCode::conflict, fmt::format("`{}` was destroyed by order", id));
  if (act.sha256 == Digest{}) return fail(ErrorCode::invalid_argument, "`sha256` is missing: of the rendition");
  if (has_file(evidence, act.sha256)) {
    return fail(ErrorCode::conflict, "a rendition has bytes of its own: these are known already");
  }
  if (!has_file(evidence, act.parent)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`parent` is neither the original of `{}` nor a rendition", id));
  }
  if (act.size > book_.limits_.evidence_bytes_max) {
    return fail(ErrorCode::full, fmt::format("the file has {}, more than the {} that are kept of one",
                                             megabytes(act.size), megabytes(book_.limits_.evidence_bytes_max)));
  }
  const bool takes_away = act.operation == Operation::redaction || act.operation == Operation::metadata_removed;
  if (takes_away && act.reason.empty()) {
    return fail(ErrorCode::invalid_argument, "`reason` is missing: why something was taken away");
  }
  if (evidence.renditions.size() >= 1000) return fail(ErrorCode::full, fmt::format("`{}` has 1000 renditions", id));
  evidence.renditions.push_back(
      {act.sha256, act.size, act.media_type, act.operation, act.parent, act.reason, act.tool, by_.account, at_});
  put(book_.evidence_, act.evidence, std::move(evidence), id);
  return {};
}

Result<void> Applying::operator()(const AddTimeStamp& act) {
  FL_TRY(const auto* versions, find(book_.evidence_, act.evidence, "evidence"));
  const std::string id = to_text(act.evidence);
  if (!has_file(versions->now(), act.stamp.over)) {
    return fail(ErrorCode::invalid_argument, fmt::format("`over` is neither the original of `{}` nor a rendition", id));
  }
  const auto before = book_.time_stamps_of(act.evidence);
  if (before.size() >= 1000) return fail(ErrorCode::full, fmt::format("`{}` has 1000 time stamps", id));
  const bool known = std::ranges::any_of(before, [&](const TimeStamp* stamp) { return *stamp == act.stamp; });
  if (known) return fail(ErrorCode::conflict, "this time stamp is kept already");
  const auto number = static_cast<std::uint32_t>(before.size() + 1);
  make(book_.time_stamps_, EvidenceKey{act.evidence, number}, act.stamp, "time_stamp",
       fmt::format("{}/{}", id, number));
  return {};
}

Result<void> Applying::operator()(const NoteProvenance& act) {
  FL_TRY(const auto* versions, find(book_.evidence_, act.evidence, "evidence"));
  Evidence evidence = versions->now();
  evidence.provenance = act.provenance;
  put(book_.evidence_, act.evidence, std::move(evidence), to_text(act.evidence));
  return {};
}

// ---- questions about evidence ----

Digest custody_link(const Digest& before, const Custody& custody) {
  Custody said = custody;
  said.chain = {};
  wire::ByteWriter out;
  out.raw(std::string_view(reinterpret_cast<const char*>(before.data()), before.size()));
  write_value(out, said);
  return sha256(out.view());
}

std::optional<std::size_t> broken_custody(std::span<const Custody* const> custody) {
  // The first link begins at the hash under which the file was taken in.
  Digest before{};
  for (std::size_t i = 0; i < custody.size(); ++i) {
    if (i == 0) before = custody[0]->found.value_or(Digest{});
    if (custody_link(before, *custody[i]) != custody[i]->chain) return i;
    before = custody[i]->chain;
  }
  return std::nullopt;
}

std::vector<std::string> export_bars(const Evidence& evidence, const Export& wanted, Instant now) {
  const Handling& handling = evidence.body.handling;
  std::vector<std::string> bars;
  const bool original = wanted.file == evidence.body.sha256;
  // What was taken away anywhere between the original and this file.
  bool redacted = false;
  bool bare = false;
  Digest at = wanted.file;
  bool known = original;
  while (at != evidence.body.sha256) {
    const auto made = std::ranges::find(evidence.renditions, at, &Rendition::sha256);
    if (made == evidence.renditions.end()) break;
    known = true;
    redacted = redacted || made->operation == Operation::redaction;
    bare = bare || made->operation == Operation::metadata_removed || made->operation == Operation::transcript;
    at = made->parent;
  }
  if (!known) bars.emplace_back("this is no file of this piece of evidence");
  if (evidence.destroyed) bars.emplace_back("it was destroyed by order");
  if (evidence.altered && original) {
    bars.emplace_back("its bytes are not those that were taken in; find them in a copy first");
  }
  if (!handling.legal_hold && handling.retain_until && now >= *handling.retain_until) {
    bars.push_back(fmt::format("its time was over at {}", to_rfc3339(*handling.retain_until)));
  }
  if (wanted.use != ExportUse::internal && !handling.only_for.empty() && !holds(handling.only_for, wanted.use)) {
    std::vector<std::string_view> uses;
    for (const ExportUse use : handling.only_for) uses.push_back(name(use));
    bars.push_back(fmt::format("it is restricted to {} use, and this is {} use; ask {} for more", fmt::join(uses, ", "),
                               name(wanted.use),
                               evidence.body.credit.empty() ? "whoever holds the rights" : evidence.body.credit));
  }
  const bool is_public =
      wanted.use == ExportUse::editorial || wanted.use == ExportUse::publication || wanted.use == ExportUse::commercial;
  if (is_public && handling.no_publish) bars.emplace_back("it is not to be published");
  if ((is_public || wanted.use == ExportUse::partner) && handling.minors_visible && !redacted) {
    bars.emplace_back("minors are visible; make a redacted rendition and export that");
  }
  if (wanted.use != ExportUse::internal && wanted.use != ExportUse::court && handling.protect_source && !bare) {
    bars.emplace_back("its source is protected; make a rendition without metadata and export that");
  }
  if (wanted.use == ExportUse::partner) {
    const auto& to = handling.label.releasable_to;
    const bool named =
        to.contains(wanted.agency) || (wanted.agency.size() > 3 && to.contains(wanted.agency.substr(0, 3)));
    if (!named) {
      bars.push_back(to.empty() ? "its label names nobody outside"
                                : fmt::format("its label does not name {}", wanted.agency));
    }
  }
  if (wanted.use != ExportUse::internal && handling.label.expires_at && now >= *handling.label.expires_at) {
    bars.emplace_back("its label has expired");
  }
  return bars;
}

std::vector<std::string> export_notices(const Evidence& evidence) {
  std::vector<std::string> notices;
  const EvidenceBody& body = evidence.body;
  if (!body.credit.empty()) notices.push_back("Credit: " + body.credit);
  if (!body.rights.empty()) notices.push_back("Rights: " + body.rights);
  if (!body.handling.only_for.empty()) {
    std::vector<std::string_view> uses;
    for (const ExportUse use : body.handling.only_for) uses.push_back(name(use));
    notices.push_back(fmt::format("Restricted to {} use", fmt::join(uses, ", ")));
  }
  if (body.handling.no_publish) notices.emplace_back("Not to be published");
  if (body.handling.distressing) notices.emplace_back("Distressing content");
  if (body.handling.minors_visible) notices.emplace_back("Minors visible");
  if (evidence.provenance) notices.push_back(in_words(*evidence.provenance));
  return notices;
}

std::string in_words(const Provenance& answer) {
  if (!answer.manifest_present) return "C2PA: none found (says nothing)";
  const auto say = [](const std::optional<bool>& is, std::string_view yes, std::string_view no,
                      std::string_view unknown) {
    return !is ? unknown : *is ? yes : no;
  };
  return fmt::format("C2PA: manifest present, {}, {}, {}",
                     say(answer.structure_valid, "structure valid", "structure not valid", "structure not checked"),
                     say(answer.content_matches, "content matches", "CONTENT DOES NOT MATCH", "content not checked"),
                     say(answer.signer_trusted, "signer trusted",
                         "signer not on a list of trust (no sign of tampering)", "signer not checked"));
}

}  // namespace fairlead::desk
