// SPDX-License-Identifier: Apache-2.0
// C2SP signed-note and cosignature/v1, with libsodium's Ed25519.
#include "ledger/note.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <sodium.h>

#include "base/assert.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "ledger/base64.hpp"

namespace fairlead::ledger {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // em dash and a blank
constexpr std::size_t kSignaturesMax = 100;
constexpr std::size_t kNoteBytesMax = 1'000'000;

std::string_view chars(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
const unsigned char* octets(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::uint32_t high_first(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  return value;
}
template <class Number>
void append_high_first(std::string& out, Number value) {
  for (unsigned i = sizeof value; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xFFU);
}

std::uint32_t id_of(std::string_view name, Verifier::Algorithm algorithm, std::span<const std::uint8_t> key) {
  Hasher hasher;
  hasher.add(name);
  const char between[2] = {'\n', static_cast<char>(algorithm)};
  hasher.add(std::string_view(between, 2));
  hasher.add(chars(key));
  const Digest digest = hasher.finish();
  return high_first(chars(digest));
}

// What is wrong with UTF-8 or with control characters; notes are text that one can print.
bool is_plain_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<std::uint8_t>(text[i]);
    if (lead < 0x80) {
      if (lead < 0x20 && lead != '\n') return false;
      ++i;
      continue;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() - i < length) return false;
    std::uint32_t point = lead & (0x7FU >> length);
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<std::uint8_t>(text[i + k]);
      if ((next & 0xC0U) != 0x80) return false;
      point = point << 6 | (next & 0x3FU);
    }
    if ((length == 3 && point < 0x800) || (length == 4 && (point < 0x10000 || point > 0x10FFFF)) ||
        (point >= 0xD800 && point < 0xE000)) {
      return false;
    }
    i += length;
  }
  return true;
}

Failure no_note(std::string_view what) {
  return fail(ErrorCode::verification, fmt::format("the signed note is ill-formed: {}", what));
}

std::string cosigned_text(std::string_view note, std::int64_t seconds) {
  return fmt::format("cosignature/v1\ntime {}\n{}", seconds, note);
}

std::string signature_line(const Verifier& verifier, std::string_view signature) {
  std::string bytes;
  append_high_first(bytes, verifier.key_id());
  bytes += signature;
  return fmt::format("{}{} {}\n", kDash, verifier.name(), base64(bytes));
}

// `hash+base64` behind the name; the name has no `+`.
struct KeyText {
  std::string name;
  std::uint32_t id = 0;
  std::string data;  // algorithm and key
};
std::optional<KeyText> split_key(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('+', first + 1);
  if (second != first + 9) return std::nullopt;
  KeyText key;
  key.name = text.substr(0, first);
  for (const char c : text.substr(first + 1, 8)) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return std::nullopt;
    key.id = key.id << 4 | static_cast<std::uint32_t>(digit);
  }
  auto data = from_base64(text.substr(second + 1));
  if (!data || data->size() != 33 || !is_note_name(key.name)) return std::nullopt;
  key.data = std::move(*data);
  return key;
}

std::array<std::uint8_t, 32> key_bytes(std::string_view data) {
  std::array<std::uint8_t, 32> key{};
  std::memcpy(key.data(), data.data(), key.size());
  return key;
}

}  // namespace

bool is_note_name(std::string_view name) {
  if (name.empty() || name.size() > 255 || !is_plain_text(name)) return false;
  if (name.find_first_of(" \n+\x7F") != std::string_view::npos) return false;
  // The white space of Unicode that UTF-8 readers would split at: NEL, no-break, en and em spaces, ideographic.
  for (const std::string_view space : {"\xC2\x85", "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\xA8", "\xE2\x80\xA9",
                                       "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"}) {
    if (name.find(space) != std::string_view::npos) return false;
  }
  for (char last = '\x80'; last <= '\x8A'; ++last) {
    if (name.find(std::string("\xE2\x80") + last) != std::string_view::npos) return false;
  }
  return true;
}

Verifier::Verifier(std::string name, Algorithm algorithm, const std::array<std::uint8_t, 32>& key)
    : name_(std::move(name)), algorithm_(algorithm), key_(key), key_id_(id_of(name_, algorithm, key)) {}

Result<Verifier> Verifier::parse(std::string_view text) {
  const auto key = split_key(trim(text));
  if (!key) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is not a verifier key; it has the form name+hash+base64", text.substr(0, 80)));
  }
  const auto algorithm = static_cast<std::uint8_t>(key->data[0]);
  if (algorithm != 1 && algorithm != 4) {
    return fail(ErrorCode::unsupported,
                fmt::format("the key of `{}` has algorithm {}; known are 1 (Ed25519) and 4 (cosignature/v1)", key->name,
                            algorithm));
  }
  Verifier verifier(key->name, static_cast<Algorithm>(algorithm), key_bytes(std::string_view(key->data).substr(1)));
  if (verifier.key_id_ != key->id) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("the hash in the verifier key of `{}` is not that of its key; copy it again", key->name));
  }
  return verifier;
}

std::string Verifier::text() const {
  std::string data(1, static_cast<char>(algorithm_));
  data += chars(key_);
  return fmt::format("{}+{:08x}+{}", name_, key_id_, base64(data));
}

std::string Verifier::fingerprint() const {
  const Digest digest = sha256(chars(key_));
  std::string text = base64(chars(digest));
  while (text.ends_with('=')) text.pop_back();
  return "SHA256:" + text;
}

bool Verifier::verifies(std::string_view note, std::string_view signature, std::optional<Instant>* seen_at) const {
  std::string with_time;
  if (algorithm_ == Algorithm::cosignature) {
    if (signature.size() != 8 + crypto_sign_BYTES) return false;
    const std::uint64_t seconds =
        static_cast<std::uint64_t>(high_first(signature)) << 32 | high_first(signature.substr(4));
    if (seconds > 253'402'300'799ULL) return false;  // year 9999
    with_time = cosigned_text(note, static_cast<std::int64_t>(seconds));
    note = with_time;
    signature.remove_prefix(8);
    if (seen_at != nullptr) *seen_at = Instant::from_unix_seconds(static_cast<std::int64_t>(seconds));
  }
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(octets(signature), octets(note), note.size(), key_.data()) == 0;
}

Signer::Signer(Verifier verifier, const std::array<std::uint8_t, 32>& seed) : verifier_(std::move(verifier)) {
  std::array<std::uint8_t, 32> ignored;
  FL_ASSERT(crypto_sign_seed_keypair(ignored.data(), secret_.data(), seed.data()) == 0);
}

Signer::~Signer() { sodium_memzero(secret_.data(), secret_.size()); }

Result<Signer> Signer::generate(std::string_view name, Random& random) {
  std::array<std::uint8_t, 32> seed;
  random.fill(std::as_writable_bytes(std::span(seed)));
  auto signer = from_seed(name, seed);
  sodium_memzero(seed.data(), seed.size());
  return signer;
}

Result<Signer> Signer::from_seed(std::string_view name, const std::array<std::uint8_t, 32>& seed) {
  if (!is_note_name(name)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` cannot name a key; take a name without blanks and `+`", name));
  }
  FL_ASSERT(sodium_init() >= 0);
  std::array<std::uint8_t, 32> key;
  std::array<std::uint8_t, 64> secret;
  FL_ASSERT(crypto_sign_seed_keypair(key.data(), secret.data(), seed.data()) == 0);
  sodium_memzero(secret.data(), secret.size());
  return Signer(Verifier(std::string(name), Verifier::Algorithm::ed25519, key), seed);
}

Result<Signer> Signer::parse(std::string_view text) {
  constexpr std::string_view kPrefix = "PRIVATE+KEY+";
  text = trim(text);
  // The message never repeats the text: it is a secret.
  if (!text.starts_with(kPrefix)) return fail(ErrorCode::invalid_argument, "a signing key begins with `PRIVATE+KEY+`");
  auto key = split_key(text.substr(kPrefix.size()));
  if (!key || key->data[0] != 1) {
    return fail(ErrorCode::invalid_argument, "a signing key has the form PRIVATE+KEY+name+hash+base64, with Ed25519");
  }
  auto seed = key_bytes(std::string_view(key->data).substr(1));
  auto signer = from_seed(key->name, seed);
  sodium_memzero(seed.data(), seed.size());
  sodium_memzero(key->data.data(), key->data.size());
  if (signer && signer->verifier().key_id() != key->id) {
    return fail(ErrorCode::invalid_argument, "the hash in the signing key is not that of its key");
  }
  return signer;
}

std::string Signer::secret_text() const {
  std::string data(1, '\x01');
  data.append(chars(std::span(secret_).first(32)));
  std::string text = fmt::format("PRIVATE+KEY+{}+{:08x}+{}", verifier_.name(), verifier_.key_id(), base64(data));
  sodium_memzero(data.data(), data.size());
  return text;
}

std::string Signer::sign(std::string_view note) const {
  std::array<std::uint8_t, crypto_sign_BYTES> signature;
  FL_ASSERT(crypto_sign_detached(signature.data(), nullptr, octets(note), note.size(), secret_.data()) == 0);
  return signature_line(verifier_, chars(signature));
}

Verifier Signer::cosigner() const {
  return Verifier(verifier_.name(), Verifier::Algorithm::cosignature, verifier_.key());
}

std::string Signer::cosign(std::string_view note, Instant at) const {
  const std::int64_t seconds = std::max<std::int64_t>(0, at.unix_ms() / 1000);
  const std::string text = cosigned_text(note, seconds);
  std::array<std::uint8_t, crypto_sign_BYTES> signature;
  FL_ASSERT(crypto_sign_detached(signature.data(), nullptr, octets(text), text.size(), secret_.data()) == 0);
  std::string bytes;
  append_high_first(bytes, static_cast<std::uint64_t>(seconds));
  bytes += chars(signature);
  return signature_line(cosigner(), bytes);
}

Result<Note> Note::parse(std::string_view bytes) {
  if (bytes.size() > kNoteBytesMax) return no_note("it is larger than 1 MB");
  if (!is_plain_text(bytes)) return no_note("it is not printable UTF-8");
  const std::size_t split = bytes.rfind("\n\n");
  if (split == std::string_view::npos) return no_note("no empty line stands before its signatures");
  Note note;
  note.text = bytes.substr(0, split + 1);
  std::string_view rest = bytes.substr(split + 2);
  if (rest.empty() || !rest.ends_with('\n')) return no_note("it has no signatures, or its last line does not end");
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (!line.starts_with(kDash)) return no_note("a signature line does not begin with an em dash and a blank");
    line.remove_prefix(kDash.size());
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos || !is_note_name(line.substr(0, blank))) return no_note("a signer has no name");
    const auto signature = from_base64(line.substr(blank + 1));
    if (!signature || signature->size() < 5) return no_note("a signature is not in base 64");
    if (note.signatures.size() == kSignaturesMax) return no_note("it has more than 100 signatures");
    note.signatures.push_back({std::string(line.substr(0, blank)), high_first(*signature), signature->substr(4)});
  }
  return note;
}

std::string Note::str() const {
  std::string out = text + '\n';
  for (const NoteSignature& one : signatures) {
    std::string bytes;
    append_high_first(bytes, one.key_id);
    out += fmt::format("{}{} {}\n", kDash, one.name, base64(bytes + one.signature));
  }
  return out;
}

std::string sign_note(std::string_view text, std::span<const Signer* const> signers) {
  FL_ASSERT(text.ends_with('\n') && !text.starts_with('\n') && !signers.empty());
  std::string note = fmt::format("{}\n", text);
  for (const Signer* signer : signers) note += signer->sign(text);
  return note;
}

Result<std::vector<SignedBy>> verify_note(const Note& note, std::span<const Verifier> trusted) {
  FL_ASSERT(sodium_init() >= 0);
  std::vector<SignedBy> signers;
  for (const NoteSignature& signature : note.signatures) {
    for (const Verifier& verifier : trusted) {
      if (verifier.name() != signature.name || verifier.key_id() != signature.key_id) continue;
      SignedBy by{signature.name, signature.key_id, std::nullopt};
      if (!verifier.verifies(note.text, signature.signature, &by.seen_at)) {
        return fail(ErrorCode::verification, fmt::format("the signature of `{}` does not hold", signature.name));
      }
      const bool again = std::any_of(signers.begin(), signers.end(), [&](const SignedBy& other) {
        return other.name == by.name && other.key_id == by.key_id;
      });
      if (!again) signers.push_back(std::move(by));
      break;
    }
  }
  if (signers.empty()) {
    return fail(ErrorCode::verification, "no signature is of a key that you trust; name its verifier key");
  }
  return signers;
}

}  // namespace fairlead::ledger
