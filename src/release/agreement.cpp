// SPDX-License-Identifier: Apache-2.0
#include "release/agreement.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fairlead::release {
namespace {

constexpr std::uint8_t kVersion = 1;

template <class E>
void write_set(wire::ByteWriter& out, Set<E> set) {
  out.varint(set.bits);
}
template <class E>
Set<E> read_set(wire::ByteReader& in) {
  const auto bits = in.number<std::uint32_t>();
  if (!Set<E>::all().includes(Set<E>{bits})) in.fail();
  return in.ok() ? Set<E>{bits} : Set<E>{};
}
template <class E>
void write_word(wire::ByteWriter& out, E value) {
  out.u8(static_cast<std::uint8_t>(value));
}
template <class E>
E read_word(wire::ByteReader& in, std::size_t count = kCount<E>) {
  const std::uint8_t value = in.u8();
  if (value >= count) in.fail();
  return in.ok() ? static_cast<E>(value) : E{};
}
void write_texts(wire::ByteWriter& out, const std::vector<std::string>& texts) {
  out.varint(texts.size());
  for (const auto& text : texts) out.text(text);
}
std::vector<std::string> read_texts(wire::ByteReader& in) {
  std::vector<std::string> texts(in.count());
  for (auto& text : texts) {
    const auto* before = &text == texts.data() ? nullptr : &text - 1;
    text = in.text();
    if (before != nullptr && *before >= text) in.fail();
  }
  return texts;
}

void write_clause(wire::ByteWriter& out, const Clause& c) {
  out.text(c.id);
  write_word(out, c.effect);
  write_set(out, c.purposes);
  write_set(out, c.types);
  write_set(out, c.acts);
  write_texts(out, c.areas);
  out.boolean(c.everywhere);
  write_word(out, c.level);
  write_texts(out, c.caveats);
  out.boolean(c.personal_data);
  write_set(out, c.fields);
  out.varint(c.grid_m);
  out.zigzag(c.delay.count());
  out.text(c.tear_line);
  write_set(out, c.obligations);
  out.optional(c.retention, [&](Duration d) { out.zigzag(d.count()); });
  write_texts(out, c.assurances);
  write_word(out, c.onward);
  out.boolean(c.survives_stop);
  write_word(out, c.refer_to);
  out.text(c.basis);
}

Clause read_clause(wire::ByteReader& in) {
  Clause c;
  c.id = in.text();
  c.effect = read_word<Effect>(in);
  c.purposes = read_set<Purpose>(in);
  c.types = read_set<ObjectType>(in);
  c.acts = read_set<Act>(in);
  c.areas = read_texts(in);
  c.everywhere = in.boolean();
  c.level = read_word<domain::Level>(in, kLevels);
  c.caveats = read_texts(in);
  c.personal_data = in.boolean();
  c.fields = read_set<Field>(in);
  c.grid_m = in.number<std::uint32_t>();
  c.delay = Duration(in.zigzag());
  c.tear_line = in.text();
  c.obligations = read_set<Obligation>(in);
  c.retention = in.optional([&] { return Duration(in.zigzag()); });
  c.assurances = read_texts(in);
  c.onward = read_word<Onward>(in);
  c.survives_stop = in.boolean();
  c.refer_to = read_word<Rank>(in);
  c.basis = in.text();
  return c;
}

void write_area(wire::ByteWriter& out, const Area& area) {
  out.text(area.name);
  out.varint(area.polygon.size());
  for (const geo::Position p : area.polygon) out.position(p);
  write_set(out, area.zones);
}

}  // namespace

std::string Mistake::text() const {
  return line == 0 ? fmt::format("{}: {}", file, message) : fmt::format("{}:{}:{}: {}", file, line, column, message);
}

void write(wire::ByteWriter& out, const Agreement& a) {
  out.u8(kVersion);
  out.text(a.id);
  out.varint(a.version);
  out.text(a.title);
  write_texts(out, a.parties);
  out.text(a.legal_basis);
  out.instant(a.valid_from);
  out.instant(a.valid_until);
  write_word(out, a.reply);
  out.text(a.assessment.scheme);
  write_word(out, a.assessment.risk);
  write_word(out, a.assessment.approver);
  out.instant(a.assessment.expires_at);
  out.varint(a.assurances.size());
  for (const RequiredAssurance& assurance : a.assurances) {
    out.text(assurance.id);
    out.text(assurance.text);
    out.instant(assurance.expires_at);
  }
  out.varint(a.areas.size());
  for (const Area& area : a.areas) write_area(out, area);
  out.varint(a.clauses.size());
  for (const Clause& clause : a.clauses) write_clause(out, clause);
}

Agreement read_agreement_bytes(wire::ByteReader& in) {
  Agreement a;
  if (in.u8() != kVersion) in.fail();
  a.id = in.text();
  a.version = in.number<std::uint32_t>();
  a.title = in.text();
  a.parties = read_texts(in);
  a.legal_basis = in.text();
  a.valid_from = in.instant();
  a.valid_until = in.instant();
  a.reply = read_word<ReplyStyle>(in);
  a.assessment.scheme = in.text();
  a.assessment.risk = read_word<Risk>(in);
  a.assessment.approver = read_word<Rank>(in);
  a.assessment.expires_at = in.instant();
  a.assurances.resize(in.count(3));
  for (RequiredAssurance& assurance : a.assurances) {
    assurance.id = in.text();
    assurance.text = in.text();
    assurance.expires_at = in.instant();
  }
  a.areas.resize(in.count(3));
  for (Area& area : a.areas) {
    area.name = in.text();
    area.polygon.resize(in.count(2));
    for (geo::Position& p : area.polygon) p = in.position();
    area.zones = read_set<ZoneKind>(in);
  }
  const std::size_t clauses = in.count(20);
  for (std::size_t i = 0; i < clauses && in.ok(); ++i) a.clauses.push_back(read_clause(in));
  const auto ascending = [](const auto& list, auto key) {
    return std::ranges::adjacent_find(list, [&](const auto& x, const auto& y) { return key(x) >= key(y); }) ==
           list.end();
  };
  if (!ascending(a.assurances, [](const auto& x) -> const std::string& { return x.id; }) ||
      !ascending(a.areas, [](const auto& x) -> const std::string& { return x.name; }) ||
      !ascending(a.clauses, [](const auto& x) -> const std::string& { return x.id; })) {
    in.fail();
  }
  return a;
}

Digest digest(const Agreement& agreement) {
  wire::ByteWriter out;
  write(out, agreement);
  return sha256(out.view());
}

Digest digest(const std::vector<Agreement>& all) {
  std::vector<Digest> digests;
  digests.reserve(all.size());
  for (const Agreement& agreement : all) digests.push_back(digest(agreement));
  std::ranges::sort(digests);
  Hasher hasher;
  for (const Digest& one : digests) hasher.add(std::as_bytes(std::span(one)));
  return hasher.finish();
}

}  // namespace fairlead::release
