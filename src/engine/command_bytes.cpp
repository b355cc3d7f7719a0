// SPDX-License-Identifier: Apache-2.0
// Commands as the journal keeps them: who asked, which request (its number in the variant), its members in order.
#include <array>

#include <fmt/format.h>

#include "engine/command.hpp"
#include "wire/canonical.hpp"

namespace fairlead::engine {
namespace {

using release::read_stop_cell;

void write_assessment(wire::ByteWriter& out, const release::Assessment& a) {
  out.text(a.scheme);
  out.u8(static_cast<std::uint8_t>(a.risk));
  out.u8(static_cast<std::uint8_t>(a.approver));
  out.instant(a.expires_at);
}

template <class E>
E read_word(wire::ByteReader& in) {
  const std::uint8_t number = in.u8();
  if (number >= release::kCount<E>) in.fail();
  return in.ok() ? static_cast<E>(number) : E{};
}

release::Assessment read_assessment(wire::ByteReader& in) {
  release::Assessment a;
  a.scheme = in.text();
  a.risk = read_word<release::Risk>(in);
  a.approver = read_word<release::Rank>(in);
  a.expires_at = in.instant();
  return a;
}

release::Set<release::Purpose> read_purposes(wire::ByteReader& in) {
  const release::Set<release::Purpose> purposes{in.number<std::uint32_t>()};
  if (!release::Set<release::Purpose>::all().includes(purposes)) in.fail();
  return purposes;
}

struct Write {
  wire::ByteWriter& out;

  void operator()(const DeclareSource& c) const { wire::write(out, c.source); }
  void operator()(const ChangeAccounts& c) const { accounts::write(out, c.change); }
  void operator()(const NoteSignIn& c) const {
    out.text(c.account);
    out.text(c.role);
    out.text(c.method);
    out.boolean(c.accepted);
  }
  void operator()(const DraftAgreement& c) const { out.text(c.toml); }
  void operator()(const AdoptAgreement& c) const {
    out.text(c.agreement);
    out.varint(c.version);
  }
  void operator()(const WithdrawAgreement& c) const {
    out.text(c.agreement);
    out.optional(c.version, [&](std::uint32_t version) { out.varint(version); });
  }
  void operator()(const HoldAssurance& c) const {
    out.text(c.key.agency);
    out.text(c.key.agreement);
    out.text(c.key.assurance);
    out.instant(c.given.until);
    out.boolean(c.given.breached);
    out.text(c.text);
  }
  void operator()(const HoldAssessment& c) const {
    out.text(c.agreement);
    write_assessment(out, c.held.assessment);
    out.boolean(c.held.withdrawn);
  }
  void operator()(const HoldConsent& c) const {
    out.text(c.consent.originator);
    out.text(c.consent.agency);
    out.varint(c.consent.purposes.bits);
    out.instant(c.consent.until);
    out.boolean(c.withdrawn);
  }
  void operator()(const NameHome& c) const {
    out.varint(c.originators.size());
    for (const std::string& originator : c.originators) out.text(originator);
  }
  void operator()(const OrderStop& c) const {
    release::StopCell cell = c.cell;
    if (cell.agency && cell.partner.empty()) cell.partner = release::state_of(*cell.agency);
    release::write(out, cell);
    out.text(c.reason);
    out.boolean(c.needs_assessment);
    out.boolean(c.recall);
  }
  void operator()(const ExplainStop& c) const {
    out.varint(c.epoch);
    out.text(c.reason);
  }
  void operator()(const AgreeToResume& c) const {
    out.varint(c.epoch);
    out.optional(c.assessment, [&](const release::NewAssessment& a) {
      write_assessment(out, a.assessment);
      out.instant(a.made_at);
    });
    out.text(c.reason);
  }
  void operator()(const NoteStopReach& c) const {
    out.varint(c.epoch);
    out.varint(c.deliveries_dropped);
    out.varint(c.kernel_bytes);
    out.varint(c.connections_closed);
  }
  void operator()(const OpenFeed& c) const {
    out.u8(static_cast<std::uint8_t>(c.purpose));
    out.text(c.channel);
    out.optional(c.cursor, [&](std::uint64_t cursor) { out.varint(cursor); });
  }
  void operator()(const NoteHandedOver& c) const {
    out.varint(c.feed.number());
    out.varint(c.sequence);
  }
  void operator()(const CloseFeed& c) const { out.varint(c.feed.number()); }
  void operator()(const PullTracks& c) const { out.u8(static_cast<std::uint8_t>(c.purpose)); }
  void operator()(const Acknowledge& c) const {
    out.text(c.what);
    out.text(c.name);
    out.text(c.reply);
  }
  void operator()(const NoteOverseerRead& c) const {
    out.text(c.what);
    out.optional(c.first_index, [&](std::uint64_t index) { out.varint(index); });
    out.optional(c.last_index, [&](std::uint64_t index) { out.varint(index); });
  }
  void operator()(const NoteExport& c) const { out.text(ledger::canonical_bytes({Instant{}, c.record})); }
  void operator()(const NoteKeyChange& c) const { out.text(ledger::canonical_bytes({Instant{}, c.record})); }
  void operator()(const Restarted&) const {}
  void operator()(const NameLaw& c) const {
    out.text(c.state);
    out.text(c.zones);
  }
  void operator()(const StartPursuit& c) const {
    out.varint(c.track.number());
    out.text(c.law);
    out.text(c.evidence);
  }
  void operator()(const NotePursuit& c) const {
    out.varint(c.track.number());
    out.text(c.what);
    out.text(c.word);
    out.optional(c.is, [&](bool is) { out.boolean(is); });
    out.text(c.state);
    out.text(c.evidence);
  }
  void operator()(const NoteReportedUse& c) const {
    out.varint(c.number);
    out.text(c.agency);
    out.text(c.purpose);
    out.text(c.act);
    out.text(c.status);
    out.optional(c.lawful, [&](bool lawful) { out.boolean(lawful); });
    out.text(c.facts);
    out.text(c.text);
  }
  void operator()(const HoldSharingFacts& c) const {
    out.text(c.agency);
    out.text(c.facts);
    out.text(c.reason);
  }
  void operator()(const TendAlert& c) const {
    out.varint(c.alert);
    out.text(c.what);
    out.boolean(c.useful);
    out.text(c.reason);
    out.optional(c.until, [&](Instant until) { out.instant(until); });
    out.zigzag(c.length.count());
  }
  void operator()(const HandOverWatch& c) const { out.text(c.to); }
  void operator()(const ActOnDesk& c) const {
    out.text(c.act);
    out.boolean(c.attached);
  }
  void operator()(const RecallSource& c) const { out.text(c.name); }
  void operator()(const PullLeads& c) const { out.u8(static_cast<std::uint8_t>(c.purpose)); }
  void operator()(const TellDesk& c) const {
    out.text(c.what);
    out.text(c.subject);
    out.text(c.body);
  }
};

template <class Content>
Content read_content(wire::ByteReader& in) {
  auto record = ledger::record_from_bytes(in.text());
  if (record) {
    if (auto* content = std::get_if<Content>(&record->content)) return std::move(*content);
  }
  in.fail();
  return {};
}

struct Read {
  wire::ByteReader& in;

  void operator()(DeclareSource& c) const { c.source = wire::read_source(in); }
  void operator()(ChangeAccounts& c) const { c.change = accounts::read_change(in); }
  void operator()(NoteSignIn& c) const {
    c.account = in.text();
    c.role = in.text();
    c.method = in.text();
    c.accepted = in.boolean();
  }
  void operator()(DraftAgreement& c) const { c.toml = in.text(); }
  void operator()(AdoptAgreement& c) const {
    c.agreement = in.text();
    c.version = in.number<std::uint32_t>();
  }
  void operator()(WithdrawAgreement& c) const {
    c.agreement = in.text();
    c.version = in.optional([this] { return in.number<std::uint32_t>(); });
  }
  void operator()(HoldAssurance& c) const {
    c.key.agency = in.text();
    c.key.agreement = in.text();
    c.key.assurance = in.text();
    c.given.until = in.instant();
    c.given.breached = in.boolean();
    c.text = in.text();
  }
  void operator()(HoldAssessment& c) const {
    c.agreement = in.text();
    c.held.assessment = read_assessment(in);
    c.held.withdrawn = in.boolean();
  }
  void operator()(HoldConsent& c) const {
    c.consent.originator = in.text();
    c.consent.agency = in.text();
    c.consent.purposes = read_purposes(in);
    c.consent.until = in.instant();
    c.withdrawn = in.boolean();
  }
  void operator()(NameHome& c) const {
    for (std::size_t n = in.count(); n > 0 && in.ok(); --n) c.originators.emplace_back(in.text());
  }
  void operator()(OrderStop& c) const {
    c.cell = read_stop_cell(in);
    c.reason = in.text();
    c.needs_assessment = in.boolean();
    c.recall = in.boolean();
  }
  void operator()(ExplainStop& c) const {
    c.epoch = in.varint();
    c.reason = in.text();
  }
  void operator()(AgreeToResume& c) const {
    c.epoch = in.varint();
    c.assessment = in.optional([this] {
      release::NewAssessment a;
      a.assessment = read_assessment(in);
      a.made_at = in.instant();
      return a;
    });
    c.reason = in.text();
  }
  void operator()(NoteStopReach& c) const {
    c.epoch = in.varint();
    c.deliveries_dropped = in.varint();
    c.kernel_bytes = in.varint();
    c.connections_closed = in.varint();
  }
  void operator()(OpenFeed& c) const {
    c.purpose = read_word<release::Purpose>(in);
    c.channel = in.text();
    c.cursor = in.optional([this] { return in.varint(); });
  }
  void operator()(NoteHandedOver& c) const {
    c.feed = FeedId(in.varint());
    c.sequence = in.varint();
  }
  void operator()(CloseFeed& c) const { c.feed = FeedId(in.varint()); }
  void operator()(PullTracks& c) const { c.purpose = read_word<release::Purpose>(in); }
  void operator()(Acknowledge& c) const {
    c.what = in.text();
    c.name = in.text();
    c.reply = in.text();
  }
  void operator()(NoteOverseerRead& c) const {
    c.what = in.text();
    c.first_index = in.optional([this] { return in.varint(); });
    c.last_index = in.optional([this] { return in.varint(); });
  }
  void operator()(NoteExport& c) const { c.record = read_content<ledger::Export>(in); }
  void operator()(NoteKeyChange& c) const { c.record = read_content<ledger::KeyChange>(in); }
  void operator()(Restarted&) const {}
  void operator()(NameLaw& c) const {
    c.state = in.text();
    c.zones = in.text();
  }
  void operator()(StartPursuit& c) const {
    c.track = domain::TrackId(in.varint());
    c.law = in.text();
    c.evidence = in.text();
  }
  void operator()(NotePursuit& c) const {
    c.track = domain::TrackId(in.varint());
    c.what = in.text();
    c.word = in.text();
    c.is = in.optional([this] { return in.boolean(); });
    c.state = in.text();
    c.evidence = in.text();
  }
  void operator()(NoteReportedUse& c) const {
    c.number = in.varint();
    c.agency = in.text();
    c.purpose = in.text();
    c.act = in.text();
    c.status = in.text();
    c.lawful = in.optional([this] { return in.boolean(); });
    c.facts = in.text();
    c.text = in.text();
  }
  void operator()(HoldSharingFacts& c) const {
    c.agency = in.text();
    c.facts = in.text();
    c.reason = in.text();
  }
  void operator()(TendAlert& c) const {
    c.alert = in.varint();
    c.what = in.text();
    c.useful = in.boolean();
    c.reason = in.text();
    c.until = in.optional([this] { return in.instant(); });
    c.length = Duration(in.zigzag());
  }
  void operator()(HandOverWatch& c) const { c.to = in.text(); }
  void operator()(ActOnDesk& c) const {
    c.act = in.text();
    c.attached = in.boolean();
  }
  void operator()(RecallSource& c) const { c.name = in.text(); }
  void operator()(PullLeads& c) const { c.purpose = read_word<release::Purpose>(in); }
  void operator()(TellDesk& c) const {
    c.what = in.text();
    c.subject = in.text();
    c.body = in.text();
  }
};

// Reads the request whose number in the variant is `number`.
template <std::size_t I = 0>
Request read_request(wire::ByteReader& in, std::size_t number) {
  if constexpr (I < std::variant_size_v<Request>) {
    if (number != I) return read_request<I + 1>(in, number);
    std::variant_alternative_t<I, Request> request;
    Read{in}(request);
    return request;
  } else {
    in.fail();
    return Restarted{};
  }
}

constexpr std::array<std::string_view, std::variant_size_v<Request>> kNames{
    "declare_source",     "change_accounts",   "note_sign_in",       "draft_agreement", "adopt_agreement",
    "withdraw_agreement", "hold_assurance",    "hold_assessment",    "hold_consent",    "name_home",
    "order_stop",         "explain_stop",      "agree_to_resume",    "note_stop_reach", "open_feed",
    "note_handed_over",   "close_feed",        "pull_tracks",        "acknowledge",     "note_overseer_read",
    "note_export",        "note_key_change",   "restarted",          "name_law",        "start_pursuit",
    "note_pursuit",       "note_reported_use", "hold_sharing_facts", "tend_alert",      "hand_over_watch",
    "act_on_desk",        "recall_source",     "pull_leads",         "tell_desk"};

}  // namespace

std::string_view name(const Request& request) { return kNames[request.index()]; }

void write(wire::ByteWriter& out, const Command& command) {
  write(out, command.by);
  out.u8(static_cast<std::uint8_t>(command.request.index()));
  std::visit(Write{out}, command.request);
}

Result<void> check(const Command& command) {
  wire::ByteWriter out;
  write(out, command);
  wire::ByteReader in(out.view());
  read_command(in);
  if (in.ok() && in.at_end()) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("the values of `{}` are not of the form that it needs", name(command.request)));
}

Command read_command(wire::ByteReader& in) {
  accounts::Actor by = accounts::read_actor(in);
  const std::uint8_t number = in.u8();
  return {std::move(by), read_request(in, number)};
}

}  // namespace fairlead::engine
