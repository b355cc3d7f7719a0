// SPDX-License-Identifier: Apache-2.0
// Any bytes as a book, a change, an actor, a token, a code: each is refused or has exactly these bytes; a change that
// can be read can be applied or refused.
#include <cstddef>
#include <cstdint>

#include "accounts/account_book.hpp"
#include "accounts/passwords.hpp"
#include "accounts/secrets.hpp"
#include "base/assert.hpp"

namespace {

using namespace fairlead;

template <class Read>
void check(std::string_view bytes, Read read) {
  wire::ByteReader in(bytes);
  const auto value = read(in);
  if (!in.ok()) return;
  wire::ByteWriter out;
  write(out, value);
  FL_ASSERT(bytes.starts_with(out.view()) && out.size() + in.remaining() == bytes.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fairlead::accounts;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Instant now = Instant::from_civil(2026, 11, 22);
  check(bytes, [](wire::ByteReader& in) { return read_account_book(in); });
  check(bytes, [](wire::ByteReader& in) { return read_actor(in); });
  check(bytes, [](wire::ByteReader& in) { return read_change(in); });

  // A book, then changes by the console until the bytes end.
  wire::ByteReader in(bytes);
  AccountBook book = read_account_book(in);
  if (!in.ok()) in = wire::ByteReader(bytes);
  while (in.ok() && !in.at_end()) {
    const Change change = read_change(in);
    if (!in.ok()) break;
    const Digest before = digest(book);
    const bool automatic = std::holds_alternative<AdmitOidc>(change);
    const auto applied = book.apply(change, automatic ? Actor::automatic() : Actor::console(now), now);
    FL_ASSERT(applied || digest(book) == before);
    wire::ByteWriter out;
    write(out, book);
    wire::ByteReader again(out.view());
    FL_ASSERT(read_account_book(again) == book && again.ok() && again.at_end());
  }
  FL_ASSERT(book.by_token(bytes, now).has_value() == false || !book.tokens().empty());
  (void)book.by_session(bytes, now);
  (void)book.by_invitation(bytes, now);
  (void)is_password_hash(bytes);
  return 0;
}
