// SPDX-License-Identifier: Apache-2.0
// Request: one side asks the other for information, for an interception, or whose flag a vessel flies and whether it
// may be boarded (Vienna Convention of 1988, article 17, and its relatives).
//
//   information, interception:  asked → acknowledged → provided | agreed | refused | withdrawn
//   flag confirmation:          asked → acknowledged → registry confirmed | denied | cannot confirm
//                               registry confirmed → authorisation asked → authorised | authorisation denied
//                               authorised → results reported
// A request that declares an unlawful act is kept as refused, and proposes a stop.
// One of ours stays on the desk until somebody who may release sends it; then the agency asked has it, under a name of
// its own, until it is withdrawn or a stop takes it.
// Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/ids.hpp"
#include "desk/origin.hpp"
#include "desk/vessel.hpp"
#include "domain/finding.hpp"
#include "domain/label.hpp"

namespace fairlead::desk {

enum class RequestKind : std::uint8_t { information, interception, flag_confirmation };
template <>
inline constexpr auto kWords<RequestKind> = std::array{"information"sv, "interception"sv, "flag_confirmation"sv};

enum class Direction : std::uint8_t { incoming, outgoing };
template <>
inline constexpr auto kWords<Direction> = std::array{"incoming"sv, "outgoing"sv};

enum class RequestState : std::uint8_t {
  asked,
  acknowledged,
  registry_confirmed,
  registry_denied,
  cannot_confirm,
  authorisation_asked,
  authorised,
  authorisation_denied,
  provided,
  agreed,
  refused,
  withdrawn,
  results_reported,
};
template <>
inline constexpr auto kWords<RequestState> = std::array{"asked"sv,
                                                        "acknowledged"sv,
                                                        "registry_confirmed"sv,
                                                        "registry_denied"sv,
                                                        "cannot_confirm"sv,
                                                        "authorisation_asked"sv,
                                                        "authorised"sv,
                                                        "authorisation_denied"sv,
                                                        "provided"sv,
                                                        "agreed"sv,
                                                        "refused"sv,
                                                        "withdrawn"sv,
                                                        "results_reported"sv};

// What moves a request on.
enum class RequestStep : std::uint8_t {
  acknowledge,
  confirm_registry,
  deny_registry,
  cannot_confirm,
  ask_authorisation,
  authorise,
  deny_authorisation,
  provide,
  agree,
  refuse,
  withdraw,
  report_results,
  send,  // ours, to the agency that is asked
};
template <>
inline constexpr auto kWords<RequestStep> =
    std::array{"acknowledge"sv, "confirm_registry"sv,   "deny_registry"sv, "cannot_confirm"sv, "ask_authorisation"sv,
               "authorise"sv,   "deny_authorisation"sv, "provide"sv,       "agree"sv,          "refuse"sv,
               "withdraw"sv,    "report_results"sv,     "send"sv};

// Whether whoever was asked takes it.
bool is_answer(RequestStep step);

struct RequestBody {
  RequestKind kind = RequestKind::information;
  Direction direction = Direction::incoming;
  std::string agency;  // the other side: `XAA/coast_guard`, or a State's letters
  Vessel vessel;
  std::optional<geo::Position> position;
  std::string text;
  std::string purpose;            // as declared, in the asker's word
  std::vector<std::string> acts;  // as declared, in the asker's words
  std::string grounds;            // of the suspicion
  std::optional<Regime> regime;   // of a flag confirmation
  std::string flag_state;         // whose registry is asked
  std::vector<std::string> about;
  std::optional<Instant> wanted_by;
  std::optional<domain::Label> label;  // of ours: absent, it is for the agency asked and the purpose alone
  friend bool operator==(const RequestBody&, const RequestBody&) = default;
};

struct RequestEvent {
  RequestStep step = RequestStep::acknowledge;
  Instant at;
  std::string by;
  std::string text;
  friend bool operator==(const RequestEvent&, const RequestEvent&) = default;
};

struct Request {
  RequestId id;
  RequestState state = RequestState::asked;
  RequestBody body;
  std::vector<domain::Authority> authority;  // one answer for each declared act
  std::string filed_by;
  Instant filed_at;
  std::vector<RequestEvent> events;
  std::vector<std::string> scope;  // acts that were authorised
  std::string conditions;          // of the authorisation
  std::vector<std::string> refused_because;
  // Of ours, once it was sent.
  std::optional<Instant> sent_at;
  std::string sent_by;
  std::string reference;                    // under which the agency knows it: r-…
  std::uint32_t told_from = 0;              // events before it was first sent
  std::optional<std::uint64_t> stopped_by;  // epoch; it is sent anew, or stays
  std::vector<std::string> releases;        // r-…, as handed over
  std::optional<Origin> origin;             // it came from another centre
  friend bool operator==(const Request&, const Request&) = default;
};

bool is_open(const Request& request);
// Whether the agency that we ask is to have it.
bool is_out(const Request& request);
// Why it cannot be sent; empty: it can.
std::string bar_to_sending(const Request& request);
// As the agency counts: 1 when it was first sent, and one more with whatever happened since.
std::uint32_t version_for_partner(const Request& request);

class Book;
// Requests that came from an agency, with the names by which it knows them: they say nothing of the requests of others.
struct KnownRequest {
  std::string reference;  // q-…
  const Request* request = nullptr;
};
std::vector<KnownRequest> requests_from(const Book& book, std::string_view agency);
// Ours, that the agency was given under this name; null where there is none.
const Request* request_known_as(const Book& book, std::string_view agency, std::string_view reference);

// How long the side that was asked has taken over the open question.
struct Clock {
  bool running = false;
  Duration elapsed{};
  std::optional<Duration> expected_within;  // a target of the regime, never a presumption of the desk
  bool past_expected = false;
  std::string words;  // what the silence means under this regime
};
Clock clock(const Request& request, Instant now);

// The request as an entry of `consents[]` for `authority`.
struct ConsentFact {
  std::string from;    // the flag State
  std::string basis;   // `vienna17`
  std::string status;  // requested, no_response, cannot_confirm, denied, granted, withdrawn
  std::vector<std::string> scope;
  double hours_elapsed = 0;
};
std::optional<ConsentFact> consent_fact(const Request& request, Instant now);

}  // namespace fairlead::desk
