// SPDX-License-Identifier: Apache-2.0
// Canonical bytes of a Book: for checkpoints of the engine, and for its digest.
#include "desk/book.hpp"
#include "form.hpp"
#include "form_parts.hpp"
#include "wire/bytes.hpp"

namespace fairlead::desk {
namespace {

template <class Tag>
void write_key(wire::ByteWriter& out, StrongId<Tag, std::uint32_t> id) {
  out.varint(id.number());
}
void write_key(wire::ByteWriter& out, std::uint32_t number) { out.varint(number); }
void write_key(wire::ByteWriter& out, const std::string& name) { out.text(name); }
template <class A, class B>
void write_key(wire::ByteWriter& out, const std::pair<A, B>& key) {
  write_key(out, key.first);
  write_key(out, key.second);
}

template <class Tag>
void read_key(wire::ByteReader& in, StrongId<Tag, std::uint32_t>& id) {
  id = StrongId<Tag, std::uint32_t>(in.number<std::uint32_t>());
  if (id.number() == 0) in.fail();
}
void read_key(wire::ByteReader& in, std::uint32_t& number) { number = in.number<std::uint32_t>(); }
void read_key(wire::ByteReader& in, std::string& name) { name = in.text(); }
template <class A, class B>
void read_key(wire::ByteReader& in, std::pair<A, B>& key) {
  read_key(in, key.first);
  read_key(in, key.second);
}

template <class Key, class T>
void write_table(wire::ByteWriter& out, const Table<Key, T>& table) {
  out.varint(table.size());
  for (const auto& [key, versions] : table) {
    write_key(out, key);
    out.varint(versions->all().size());
    for (const Version<T>& version : versions->all()) {
      out.instant(version.at);
      out.text(version.by);
      write_value(out, *version.value);
    }
  }
}

template <class Key, class T>
void read_table(wire::ByteReader& in, Table<Key, T>& table, Instant last_at, std::uint8_t version) {
  for (std::size_t i = 0, n = in.count(4); i < n && in.ok(); ++i) {
    Key key{};
    read_key(in, key);
    // Ascending, so that one book has one encoding.
    if (!table.empty() && !(std::prev(table.end())->first < key)) in.fail();
    Versions<T> versions;
    Instant before = Instant::from_unix_ms(0);
    for (std::size_t v = 0, m = in.count(3); v < m && in.ok(); ++v) {
      const Instant at = in.instant();
      std::string by(in.text());
      auto value = std::make_shared<T>(read_value<T>(in, version));
      Faults faults;
      if (in.ok()) check_form(form_of<T>(), value.get(), "", faults);
      if (at < before || at > last_at || !faults.empty()) in.fail();
      before = at;
      versions.add(at, std::move(by), std::move(value));
    }
    if (versions.empty()) in.fail();
    if (in.ok()) table.restore(key, std::move(versions));
  }
}

}  // namespace

void write(wire::ByteWriter& out, const Book& book) {
  out.u8(kFormVersion);
  out.varint(book.revision_);
  out.instant(book.last_at_);
  Book::each_table(book, [&](const auto& table) { write_table(out, table); });
}

Book read_book(wire::ByteReader& in, BookLimits limits) {
  Book book(limits);
  const std::uint8_t version = in.u8();
  if (version == 0 || version > kFormVersion) in.fail();
  book.revision_ = in.varint();
  book.last_at_ = in.instant();
  Book::each_table(book, [&](auto& table) { read_table(in, table, book.last_at_, version); });
  // What points elsewhere must point at something.
  for (const auto& [id, versions] : book.asks_) {
    if (book.leads_.find(versions->now().lead) == nullptr) in.fail();
  }
  for (const auto& [key, versions] : book.steps_) {
    if (book.cases_.find(key.first) == nullptr) in.fail();
  }
  for (const auto& [key, versions] : book.claims_) {
    if (book.incidents_.find(key.first) == nullptr) in.fail();
  }
  for (const auto& [key, versions] : book.custody_) {
    if (book.evidence_.find(key.first) == nullptr) in.fail();
  }
  if (!in.ok()) return Book(limits);
  book.index();
  return book;
}

Digest digest(const Book& book) {
  wire::ByteWriter out;
  write(out, book);
  return sha256(out.view());
}

}  // namespace fairlead::desk
