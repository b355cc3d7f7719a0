// SPDX-License-Identifier: Apache-2.0
// What people, partners and programs may ask of the engine. Each command names who asked; the name comes from a
// verified session, token or certificate, never from the request itself.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "accounts/account_book.hpp"
#include "base/strong_id.hpp"
#include "domain/source.hpp"
#include "domain/track.hpp"
#include "ledger/record.hpp"
#include "release/desk.hpp"
#include "wire/bytes.hpp"

namespace fairlead::engine {

using FeedId = StrongId<struct FeedTag>;

// A source is known under its name from now on, across restarts; its description may change.
struct DeclareSource {
  domain::Source source;  // `source.id` is 0 for a new one: the engine gives it
};

struct ChangeAccounts {
  accounts::Change change;
};
// A sign-in, for the record; the session itself is a change of accounts.
struct NoteSignIn {
  std::string account;
  std::string role;
  std::string method;
  bool accepted = false;
};

// ---- agreements ----
// The text of a version; drafted by one person, adopted by another. What was adopted cannot be changed.
struct DraftAgreement {
  std::string toml;
};
struct AdoptAgreement {
  std::string agreement;
  std::uint32_t version = 0;
};
// Takes an adopted agreement out of force, or drops a draft (version given).
struct WithdrawAgreement {
  std::string agreement;
  std::optional<std::uint32_t> version;
};

// ---- the desk ----
struct HoldAssurance {
  release::AssuranceKey key;
  release::GivenAssurance given;
  std::string text;
};
struct HoldAssessment {
  std::string agreement;
  release::HeldAssessment held;
};
struct HoldConsent {
  release::Consent consent;
  bool withdrawn = false;
};
// Originators that are ourselves.
struct NameHome {
  std::vector<std::string> originators;
};

// ---- the stop ----
struct OrderStop {
  release::StopCell cell;
  std::string reason;  // may be empty: it is asked for afterwards
  bool needs_assessment = false;
  bool recall = true;  // ask for the deletion of what was handed over under that obligation
};
struct ExplainStop {
  std::uint64_t epoch = 0;
  std::string reason;
};
// One voice for lifting a stop; when the voices suffice, it is lifted.
struct AgreeToResume {
  std::uint64_t epoch = 0;
  std::optional<release::NewAssessment> assessment;
  std::string reason;
};
// What the network found when a stop shut it.
struct NoteStopReach {
  std::uint64_t epoch = 0;
  std::uint64_t deliveries_dropped = 0;
  std::uint64_t kernel_bytes = 0;
  std::uint64_t connections_closed = 0;
};

// ---- partners ----
// A partner begins to follow, or goes on: the same account and purpose have one feed, whoever opened it last.
struct OpenFeed {
  release::Purpose purpose{};
  std::string channel;                  // stream
  std::optional<std::uint64_t> cursor;  // the sequence number that it holds
};
// Up to here the feed's releases were handed to the network.
struct NoteHandedOver {
  FeedId feed;
  std::uint64_t sequence = 0;
};
struct CloseFeed {
  FeedId feed;
};
// Everything that is released now, once.
struct PullTracks {
  release::Purpose purpose{};
};
// A partner's word: that it has a delivery, accepts conditions (`what` = conditions, `release` = agreement), or did
// what a recall asked.
struct Acknowledge {
  std::string what;   // delivery, conditions, recall
  std::string name;   // release, `agreement/assurance`, or recall
  std::string reply;  // of a recall: seen, confirmed, refused
};

// ---- the record ----
struct NoteOverseerRead {
  std::string what;
  std::optional<std::uint64_t> first_index;
  std::optional<std::uint64_t> last_index;
};
struct NoteExport {
  ledger::Export record;
};
struct NoteKeyChange {
  ledger::KeyChange record;
};
// The program has started again: no partner is connected.
struct Restarted {};

// ---- the law; words as in authority's vocabulary ----
// Whose centre this is, and the zone file by which crossings are found from now on.
struct NameLaw {
  std::string state;  // ISO 3166-1 alpha-2; empty: not set
  std::string zones;  // version
};
// Good reason to believe that the vessel broke this law: the first condition of a hot pursuit.
struct StartPursuit {
  domain::TrackId track;
  std::string law;  // `drug_trafficking`
  std::string evidence;
};
// What the track itself cannot tell of a pursuit.
struct NotePursuit {
  domain::TrackId track;
  std::string what;        // signalled, position_verified, boats_inside, in_contact, out_of_contact, broken_off,
                           // handed_over, arrested
  std::string word;        // the signal, or how it was handed over
  std::optional<bool> is;  // within range; without a break
  std::string state;       // whose craft took over
  std::string evidence;
};
// A use that a partner declared, or that was reported of it; with a number, what became of one that is known.
struct NoteReportedUse {
  std::uint64_t number = 0;  // 0: a new one
  std::string agency;
  std::string purpose;
  std::string act;
  std::string status;          // declared, reported, established, rebutted
  std::optional<bool> lawful;  // as a person found
  std::string facts;           // JSON about the act; may be empty
  std::string text;
};
// Facts about sharing with an agency that a person stands for; empty facts withdraw them.
struct HoldSharingFacts {
  std::string agency;
  std::string facts;  // JSON: the members of `sharing`
  std::string reason;
};

// ---- alerts ----
// What a person does to the alert of a finding: acknowledge, silence (for `length`), mute (the behaviour, until
// `until`), unmute, judge (`useful`, with a reason), take_over.
struct TendAlert {
  std::uint64_t alert = 0;
  std::string what;
  bool useful = false;
  std::string reason;
  std::optional<Instant> until;
  Duration length{};
};
// The end of a watch: what is open and mine, or nobody's, is theirs.
struct HandOverWatch {
  std::string to;  // an account
};

// ---- the desk ----
// An act on leads, requests, cases, incidents, evidence, statements, as desk::change_from_json reads it:
// {"act":"draft_lead",...}. `attached`: it holds what only we fill in, such as the releases that fed an incident.
struct ActOnDesk {
  std::string act;
  bool attached = false;
};

// The originator of a source stopped sharing it: nothing of what came of it leaves any more, and whoever has some of it
// is asked to delete it. What it shares later comes under a source of another name.
struct RecallSource {
  std::string name;
};

// ---- partners at the desk ----
// Every lead, every request of ours, and every answer to the partner's own, that is released now, once.
struct PullLeads {
  release::Purpose purpose{};
};
// A partner's word to the desk. Whose it is comes from who asks, never from the body.
struct TellDesk {
  std::string what;     // request, use_report, withdraw_request; request_step: an answer to a request of ours
  std::string subject;  // as the partner knows it: l-…, q-…, r-…; empty for a new request
  std::string body;     // JSON, as desk::change_from_json reads the act
};

using Request =
    std::variant<DeclareSource, ChangeAccounts, NoteSignIn, DraftAgreement, AdoptAgreement, WithdrawAgreement,
                 HoldAssurance, HoldAssessment, HoldConsent, NameHome, OrderStop, ExplainStop, AgreeToResume,
                 NoteStopReach, OpenFeed, NoteHandedOver, CloseFeed, PullTracks, Acknowledge, NoteOverseerRead,
                 NoteExport, NoteKeyChange, Restarted, NameLaw, StartPursuit, NotePursuit, NoteReportedUse,
                 HoldSharingFacts, TendAlert, HandOverWatch, ActOnDesk, RecallSource, PullLeads, TellDesk>;

struct Command {
  accounts::Actor by;
  Request request;
};
// `declare_source`, `order_stop`, …
std::string_view name(const Request& request);

void write(wire::ByteWriter& out, const Command& command);
Command read_command(wire::ByteReader& in);
// Whether a command can be written and read back: what cannot must not enter the journal.
Result<void> check(const Command& command);

}  // namespace fairlead::engine
