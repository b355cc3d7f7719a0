// SPDX-License-Identifier: Apache-2.0
// Agreement: what was agreed with agencies of other States, clause by clause. One TOML file is one version of one
// agreement; `docs/reference/formats/agreement.md` is the page of the format.
//
// 1. Immutable once adopted: the digest over the canonical bytes names it.
// 2. An absent list of a permit means nothing, never everything; an absent list of a prohibition means everything.
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "domain/label.hpp"
#include "release/area.hpp"
#include "release/words.hpp"
#include "units/instant.hpp"
#include "wire/bytes.hpp"

namespace fairlead::release {

// Our written judgement that the partner's use will be lawful. It expires.
struct Assessment {
  std::string scheme;  // e.g. OSJA, Principles
  Risk risk = Risk::high;
  Rank approver = Rank::legal_adviser;
  Instant expires_at;
  friend bool operator==(const Assessment&, const Assessment&) = default;
};

// A promise that must be in force before anything goes out.
struct RequiredAssurance {
  std::string id;
  std::string text;
  Instant expires_at;  // whatever the desk holds, it counts until then at most
  friend bool operator==(const RequiredAssurance&, const RequiredAssurance&) = default;
};

struct Clause {
  std::string id;
  Effect effect = Effect::permit;
  Set<Purpose> purposes;
  Set<ObjectType> types;
  Set<Act> acts;
  std::vector<std::string> areas;                     // names, ascending; see `everywhere`
  bool everywhere = false;                            // no limit by area
  domain::Level level = domain::Level::unclassified;  // the ceiling; a prohibition holds from this level up
  std::vector<std::string> caveats;                   // accepted, ascending
  bool personal_data = false;                         // may be included
  Set<Field> fields;                                  // what may go out
  std::uint32_t grid_m = 0;                           // positions are coarsened to a grid of so many metres; 0: exact
  Duration delay{};                                   // after the observation
  std::string tear_line;                              // replaces free text
  Set<Obligation> obligations;
  std::optional<Duration> retention;
  std::vector<std::string> assurances;  // ids of those required, ascending
  Onward onward = Onward::none;
  bool survives_stop = false;  // rescue only
  Rank refer_to = Rank::release_officer;
  std::string basis;       // the article that this clause rests on, where it differs from the agreement's
  std::uint32_t line = 0;  // in its file; no part of the canonical bytes
  friend bool operator==(const Clause&, const Clause&) = default;
};

struct Agreement {
  std::string id;
  std::uint32_t version = 1;
  std::string title;
  std::vector<std::string> parties;  // agencies, ascending
  std::string legal_basis;
  Instant valid_from;
  Instant valid_until;  // the first moment that is no longer covered
  ReplyStyle reply = ReplyStyle::silent;
  Assessment assessment;
  std::vector<RequiredAssurance> assurances;  // by id
  std::vector<Area> areas;                    // by name
  std::vector<Clause> clauses;                // by id
  std::string file;                           // for messages; no part of the canonical bytes
  friend bool operator==(const Agreement&, const Agreement&) = default;
};

// A mistake in a file, or a warning about one.
struct Mistake {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string message;
  std::string text() const;  // file:line:column: message
};

struct Reading {
  std::optional<Agreement> agreement;  // only without mistakes
  std::vector<Mistake> mistakes;       // all of them, by place
};
// Reads a whole file; `file` is for the messages.
Reading read_agreement(std::string_view toml, std::string_view file);
// The first mistake as an error.
Result<Agreement> agreement_from_toml(std::string_view toml, std::string_view file);

// Clauses that can never match, are wholly covered by another, overlap a prohibition, and dates that have run out.
// `all` are the agreements that hold together; `now` is for the dates.
std::vector<Mistake> warnings(const std::vector<Agreement>& all, Instant now);

void write(wire::ByteWriter& out, const Agreement& agreement);
Agreement read_agreement_bytes(wire::ByteReader& in);
Digest digest(const Agreement& agreement);
// Over the digests of all, ascending: the order of agreements does not matter.
Digest digest(const std::vector<Agreement>& all);

}  // namespace fairlead::release
