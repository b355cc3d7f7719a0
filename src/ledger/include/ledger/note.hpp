// SPDX-License-Identifier: Apache-2.0
// C2SP signed notes: a text, an empty line, and signature lines of named Ed25519 keys.
//
// 1. A note is accepted only with a good signature of a key that the caller trusts; a bad signature of a trusted key
//    spoils it. Signatures of unknown keys are kept and not believed.
// 2. A Signer never shows its secret except through secret_text(), and wipes it when it dies.
// Threads: values; signing and verifying from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/system.hpp"
#include "units/instant.hpp"

namespace fairlead::ledger {

// A name that keys, origins and logs may have: not empty, UTF-8 without white space, control characters and `+`.
bool is_note_name(std::string_view name);

// What others need to check signatures: `name+hash+base64` as text.
class Verifier {
 public:
  enum class Algorithm : std::uint8_t {
    ed25519 = 1,      // signs the text
    cosignature = 4,  // cosignature/v1: signs the text and the time at which it was seen
  };

  static Result<Verifier> parse(std::string_view text);
  Verifier(std::string name, Algorithm algorithm, const std::array<std::uint8_t, 32>& key);

  const std::string& name() const { return name_; }
  Algorithm algorithm() const { return algorithm_; }
  std::uint32_t key_id() const { return key_id_; }
  const std::array<std::uint8_t, 32>& key() const { return key_; }
  std::string text() const;
  // "SHA256:" and the hash of the key in base 64, for people to compare.
  std::string fingerprint() const;
  // Whether `signature` (without the key id) is that of this key for `note`. The time is set for a cosignature.
  bool verifies(std::string_view note, std::string_view signature, std::optional<Instant>* seen_at = nullptr) const;

  friend bool operator==(const Verifier&, const Verifier&) = default;

 private:
  std::string name_;
  Algorithm algorithm_;
  std::array<std::uint8_t, 32> key_;
  std::uint32_t key_id_;
};

// An Ed25519 key that signs notes under its name.
class Signer {
 public:
  static Result<Signer> generate(std::string_view name, Random& random);
  // From 32 secret bytes.
  static Result<Signer> from_seed(std::string_view name, const std::array<std::uint8_t, 32>& seed);
  // `PRIVATE+KEY+name+hash+base64`, as Go's sumdb/note has it.
  static Result<Signer> parse(std::string_view text);
  ~Signer();
  Signer(const Signer&) = default;
  Signer(Signer&&) = default;
  Signer& operator=(const Signer&) = default;
  Signer& operator=(Signer&&) = default;

  const Verifier& verifier() const { return verifier_; }
  std::string secret_text() const;
  // A signature line for `note`, with its line end.
  std::string sign(std::string_view note) const;
  // The same as a witness that saw the note at `at`; the verifier is cosigner().
  std::string cosign(std::string_view note, Instant at) const;
  Verifier cosigner() const;

 private:
  Signer(Verifier verifier, const std::array<std::uint8_t, 32>& seed);
  Verifier verifier_;
  std::array<std::uint8_t, 64> secret_;
};

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string signature;  // without the key id
  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

// A note whose form is right; nothing is said about its signatures.
struct Note {
  std::string text;  // ends with a line end
  std::vector<NoteSignature> signatures;

  static Result<Note> parse(std::string_view bytes);
  std::string str() const;
};

// The note with a signature of each signer. Needs: `text` ends with a line end.
std::string sign_note(std::string_view text, std::span<const Signer* const> signers);

struct SignedBy {
  std::string name;
  std::uint32_t key_id = 0;
  std::optional<Instant> seen_at;  // cosignatures say when
};
// Those of `trusted` that signed; an error when none did or one signature of theirs is bad.
Result<std::vector<SignedBy>> verify_note(const Note& note, std::span<const Verifier> trusted);

}  // namespace fairlead::ledger
