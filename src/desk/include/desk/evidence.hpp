// SPDX-License-Identifier: Apache-2.0
// Evidence: a file kept bit for bit under its SHA-256, with its custody, its renditions by reference, its time stamps,
// and handling that is a rule: export_bars() answers it, and nothing else does. The bytes are not in here.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "desk/ids.hpp"
#include "desk/words.hpp"
#include "domain/label.hpp"

namespace fairlead::desk {

// What an export is for.
enum class ExportUse : std::uint8_t { internal, partner, court, oversight, editorial, publication, commercial };
template <>
inline constexpr auto kWords<ExportUse> =
    std::array{"internal"sv, "partner"sv, "court"sv, "oversight"sv, "editorial"sv, "publication"sv, "commercial"sv};

struct Handling {
  domain::Label label;
  std::vector<ExportUse> only_for;  // empty: no such limit. "Restricted to editorial use" is {editorial}
  bool no_publish = false;
  bool protect_source = false;  // no metadata, no name of the source
  bool minors_visible = false;
  bool distressing = false;  // blurred until asked for
  bool legal_hold = false;
  std::optional<Instant> retain_until;
  friend bool operator==(const Handling&, const Handling&) = default;
};

struct Intake {
  std::string how;   // handed in, captured from the web, from a device
  std::string from;  // address, partner, device
  std::string tool;  // and its version
  friend bool operator==(const Intake&, const Intake&) = default;
};

struct EvidenceLink {
  std::string to;  // FL-2026-0417/C3, C-0091, L-0213
  bool contradicts = false;
  std::string passage;  // page or second
  friend bool operator==(const EvidenceLink&, const EvidenceLink&) = default;
};

struct EvidenceBody {
  std::string title;
  std::string caption;  // what is visible, not what it means
  std::string credit;
  std::string rights;
  Digest sha256{};
  std::string sha512;  // hexadecimal, where it was taken too
  std::uint64_t size = 0;
  std::string media_type;
  std::string received_as;  // file name
  std::optional<Instant> first_seen_at;
  std::string text_alternative;  // for whoever cannot see or play it
  Intake intake;
  Handling handling;
  std::vector<EvidenceLink> links;
  friend bool operator==(const EvidenceBody&, const EvidenceBody&) = default;
};

enum class CustodyKind : std::uint8_t {
  received,
  moved,
  opened,
  copied,
  released,
  returned,
  sealed,
  verified,
  destroyed_by_order,
};
template <>
inline constexpr auto kWords<CustodyKind> = std::array{"received"sv, "moved"sv,    "opened"sv,
                                                       "copied"sv,   "released"sv, "returned"sv,
                                                       "sealed"sv,   "verified"sv, "destroyed_by_order"sv};

struct Custody {
  EvidenceId evidence;
  CustodyKind kind = CustodyKind::received;
  Instant at;
  std::string person;
  std::string purpose;
  std::string authority;        // the order, the warrant, the release
  std::string place;            // seal or storage
  std::optional<Digest> found;  // the hash as it was found then
  Digest chain{};               // SHA-256 of the link before and of all above
  friend bool operator==(const Custody&, const Custody&) = default;
};

enum class Operation : std::uint8_t {
  redaction,
  transcode,
  crop,
  still,
  thumbnail,
  transcript,
  translation,
  metadata_removed
};
template <>
inline constexpr auto kWords<Operation> =
    std::array{"redaction"sv, "transcode"sv,  "crop"sv,        "still"sv,
               "thumbnail"sv, "transcript"sv, "translation"sv, "metadata_removed"sv};

struct Rendition {
  Digest sha256{};
  std::uint64_t size = 0;
  std::string media_type;
  Operation operation = Operation::transcode;
  Digest parent{};
  std::string reason;
  std::string tool;
  std::string made_by;
  Instant made_at;
  friend bool operator==(const Rendition&, const Rendition&) = default;
};

// An RFC 3161 token over one of the hashes.
struct TimeStamp {
  Digest over{};
  Instant at;
  std::string authority;
  std::string serial;
  std::string token;  // DER
  friend bool operator==(const TimeStamp&, const TimeStamp&) = default;
};

// Four separate answers. No manifest is no suspicion, an untrusted signer is no tampering; only the hash can show that.
struct Provenance {
  bool manifest_present = false;
  std::optional<bool> structure_valid;
  std::optional<bool> content_matches;
  std::optional<bool> signer_trusted;
  std::string reader;  // program and version
  friend bool operator==(const Provenance&, const Provenance&) = default;
};
std::string in_words(const Provenance& provenance);

struct Evidence {
  EvidenceId id;
  EvidenceBody body;
  std::vector<Rendition> renditions;
  std::optional<Provenance> provenance;
  bool altered = false;  // the bytes were found to be others
  bool destroyed = false;
  std::string added_by;
  Instant added_at;
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

struct Export {
  ExportUse use = ExportUse::internal;
  std::string agency;  // of a partner
  Digest file{};       // the original or a rendition
};
// Why this file may not leave for this use, one sentence each; empty: it may, as far as its handling goes.
std::vector<std::string> export_bars(const Evidence& evidence, const Export& wanted, Instant now);
// What must go along with it: credit line, marking, warning.
std::vector<std::string> export_notices(const Evidence& evidence);

// Each link follows from the one before; the number of the first that does not, or nothing.
std::optional<std::size_t> broken_custody(std::span<const Custody* const> custody);
Digest custody_link(const Digest& before, const Custody& custody);

}  // namespace fairlead::desk
