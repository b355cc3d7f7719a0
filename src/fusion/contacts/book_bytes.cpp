// SPDX-License-Identifier: Apache-2.0
// The state of the tracker of contacts as canonical bytes, and back.
#include <cmath>

#include "contacts/book.hpp"
#include "contacts/keeper.hpp"

namespace fairlead::fusion {
namespace {

using wire::ByteReader;
using wire::ByteWriter;

// 2: with births and names.
constexpr std::uint64_t kVersion = 2;

double finite(ByteReader& in) {
  const double value = in.real();
  if (!std::isfinite(value)) in.fail();
  return in.ok() ? value : 0;
}
// Sums of shares may pass 1 by their last bits.
double probability(ByteReader& in) {
  const double value = finite(in);
  if (value < 0 || value > 1 + 1e-9) in.fail();
  return value;
}
// Milliseconds within the years that can be printed, so that differences cannot overflow.
Instant moment(ByteReader& in) {
  constexpr std::int64_t kMost = 400'000'000'000'000;
  const Instant at = in.instant();
  if (at.unix_ms() > kMost || at.unix_ms() < -kMost) {
    in.fail();
    return {};
  }
  return at;
}

void write(ByteWriter& out, Place p) {
  out.real(p.east);
  out.real(p.north);
}
Place read_place(ByteReader& in) {
  Place p;
  p.east = finite(in);
  p.north = finite(in);
  return p;
}

void write(ByteWriter& out, const Gauss& g) {
  for (const double x : {g.position.e, g.position.n, g.velocity.e, g.velocity.n, g.pp.ee, g.pp.en, g.pp.nn, g.ee, g.en,
                         g.ne, g.nn, g.vv.ee, g.vv.en, g.vv.nn}) {
    out.real(x);
  }
}
Gauss read_gauss(ByteReader& in) {
  Gauss g;
  for (double* x : {&g.position.e, &g.position.n, &g.velocity.e, &g.velocity.n, &g.pp.ee, &g.pp.en, &g.pp.nn, &g.ee,
                    &g.en, &g.ne, &g.nn, &g.vv.ee, &g.vv.en, &g.vv.nn}) {
    *x = finite(in);
  }
  if (!(g.pp.determinant() > 0 && g.pp.ee > 0 && g.vv.determinant() > 0 && g.vv.ee > 0)) in.fail();
  return g;
}

void write(ByteWriter& out, const Branch& b) {
  out.real(b.weight);
  out.varint(b.mmsi);
  out.u8(static_cast<std::uint8_t>(b.modes));
  for (int m = 0; m < b.modes; ++m) {
    out.real(b.share[m]);
    write(out, b.state[m]);
  }
  // Not computed again: the last bit might differ.
  write(out, b.whole);
}
Branch read_branch(ByteReader& in) {
  Branch b;
  b.weight = probability(in);
  b.mmsi = in.number<std::uint32_t>();
  b.modes = in.u8();
  if (b.modes != 1 && b.modes != kModesMax) {
    in.fail();
    b.modes = 1;
  }
  for (int m = 0; m < b.modes && in.ok(); ++m) {
    b.share[m] = probability(in);
    b.state[m] = read_gauss(in);
  }
  b.whole = read_gauss(in);
  return b;
}

void write(ByteWriter& out, const Note& n) {
  out.u8(static_cast<std::uint8_t>(n.kind));
  out.instant(n.at);
  out.varint(n.mmsi);
  out.varint(n.mmsi_before);
  out.varint(n.contact);
  out.real(n.distance);
  out.real(n.figure);
}
Note read_note(ByteReader& in) {
  Note n;
  const std::uint8_t kind = in.u8();
  if (kind > static_cast<std::uint8_t>(Note::Kind::twins)) in.fail();
  n.kind = static_cast<Note::Kind>(kind);
  n.at = moment(in);
  n.mmsi = in.number<std::uint32_t>();
  n.mmsi_before = in.number<std::uint32_t>();
  n.contact = in.varint();
  n.distance = finite(in);
  n.figure = finite(in);
  return n;
}

void write(ByteWriter& out, const Birth& b) {
  out.instant(b.at);
  out.varint(b.source.number());
  write(out, b.place);
}
Birth read_birth(ByteReader& in) {
  Birth b;
  b.at = moment(in);
  b.source = domain::SourceId(in.number<std::uint32_t>());
  b.place = read_place(in);
  return b;
}

void write(ByteWriter& out, const Contact& c) {
  out.varint(c.id);
  write(out, c.birth);
  write(out, c.anchor.place);
  for (const Instant at : {c.at, c.first_at, c.seen_at, c.named_at}) out.instant(at);
  out.boolean(c.named);
  for (const double x : {c.existence, c.existence_first, c.existence_most, c.small}) out.real(x);
  out.varint(c.branches.size());
  for (const Branch& b : c.branches) write(out, b);
  out.varint(c.seen_by.size());
  for (const ContactView::Seen& s : c.seen_by) {
    out.varint(s.source.number());
    out.instant(s.at);
    out.varint(s.plots);
  }
  out.varint(c.looked.size());
  for (const Looked& l : c.looked) {
    out.varint(l.source.number());
    out.real(l.expected);
    out.varint(l.plots);
  }
  out.varint(c.notes.size());
  for (const Note& n : c.notes) write(out, n);
}
Contact read_contact(ByteReader& in, Ground ground, std::uint64_t version) {
  Contact c;
  c.id = in.varint();
  if (version >= 2) c.birth = read_birth(in);
  c.anchor = anchor_at(ground, read_place(in));
  for (Instant* at : {&c.at, &c.first_at, &c.seen_at, &c.named_at}) *at = moment(in);
  c.named = in.boolean();
  for (double* x : {&c.existence, &c.existence_first, &c.existence_most, &c.small}) *x = probability(in);
  if (!(c.existence > 0)) in.fail();
  if (version < 2) c.birth = {c.first_at, domain::SourceId(), c.anchor.place};
  for (std::size_t n = in.count(200); n > 0 && in.ok(); --n) c.branches.push_back(read_branch(in));
  if (c.branches.empty()) in.fail();
  for (std::size_t n = in.count(3); n > 0 && in.ok(); --n) {
    ContactView::Seen s;
    s.source = domain::SourceId(in.number<std::uint32_t>());
    s.at = moment(in);
    s.plots = in.number<std::uint32_t>();
    c.seen_by.push_back(s);
  }
  for (std::size_t n = in.count(10); n > 0 && in.ok(); --n) {
    Looked l;
    l.source = domain::SourceId(in.number<std::uint32_t>());
    l.expected = finite(in);
    l.plots = in.number<std::uint32_t>();
    c.looked.push_back(l);
  }
  for (std::size_t n = in.count(20); n > 0 && in.ok(); --n) c.notes.push_back(read_note(in));
  if (c.notes.size() > kNotesMax) in.fail();
  return c;
}

void write(ByteWriter& out, const SourceState& s) {
  out.varint(s.id.number());
  out.boolean(s.started);
  out.instant(s.at);
  for (const double x : {s.false_density, s.stated, s.looks, s.bias.range, s.bias.range_variance, s.bias.bearing,
                         s.bias.bearing_variance}) {
    out.real(x);
  }
  out.varint(s.bias.plots);
  for (const double u : s.undetected) out.real(u);
}
SourceState read_source(ByteReader& in) {
  SourceState s;
  s.id = domain::SourceId(in.number<std::uint32_t>());
  s.started = in.boolean();
  s.at = moment(in);
  for (double* x : {&s.false_density, &s.stated, &s.looks, &s.bias.range, &s.bias.range_variance, &s.bias.bearing,
                    &s.bias.bearing_variance}) {
    *x = finite(in);
  }
  if (!(s.false_density > 0 && s.bias.range_variance > 0 && s.bias.bearing_variance > 0)) in.fail();
  s.bias.plots = in.number<std::uint32_t>();
  for (double& u : s.undetected) {
    u = finite(in);
    if (u < 0) in.fail();
  }
  return s;
}

void write(ByteWriter& out, const Plot& p) {
  out.instant(p.at);
  write(out, p.place);
  for (const double x : {p.error.east_east, p.error.east_north, p.error.north_north}) out.real(x);
  out.optional(p.velocity, [&](const PlotVelocity& v) {
    for (const double x : {v.east, v.north, v.sigma}) out.real(x);
  });
  out.varint(p.mmsi);
  out.optional(p.seen_from, [&](const Place& place) { write(out, place); });
  out.varint(p.id.number());
}
Plot read_plot(ByteReader& in) {
  Plot p;
  p.at = moment(in);
  p.place = read_place(in);
  for (double* x : {&p.error.east_east, &p.error.east_north, &p.error.north_north}) *x = finite(in);
  p.velocity = in.optional([&] {
    PlotVelocity v;
    for (double* x : {&v.east, &v.north, &v.sigma}) *x = finite(in);
    return v;
  });
  p.mmsi = in.number<std::uint32_t>();
  p.seen_from = in.optional([&] { return read_place(in); });
  p.id = domain::ObservationId(in.varint());
  return p;
}

void write(ByteWriter& out, const Region& r) {
  out.optional(r.centre, [&](const Place& place) { write(out, place); });
  for (const double x : {r.range_min, r.range_max, r.bearing_from, r.bearing_to}) out.real(x);
  out.varint(r.ring.size());
  for (const Place& p : r.ring) write(out, p);
}
Region read_region(ByteReader& in) {
  Region r;
  r.centre = in.optional([&] { return read_place(in); });
  for (double* x : {&r.range_min, &r.range_max, &r.bearing_from, &r.bearing_to}) *x = finite(in);
  for (std::size_t n = in.count(16); n > 0 && in.ok(); --n) r.ring.push_back(read_place(in));
  return r;
}

void write(ByteWriter& out, const Look& l) {
  out.varint(l.source.number());
  out.instant(l.at);
  out.optional(l.region, [&](const Region& r) { write(out, r); });
  for (const double x : {l.detection_near, l.detection_far, l.small_factor}) out.real(x);
  out.optional(l.false_plots, [&](double x) { out.real(x); });
  out.optional(l.false_plots_per_m2, [&](double x) { out.real(x); });
  out.varint(l.plots.size());
  for (const Plot& p : l.plots) write(out, p);
}
Look read_look(ByteReader& in) {
  Look l;
  l.source = domain::SourceId(in.number<std::uint32_t>());
  l.at = moment(in);
  l.region = in.optional([&] { return read_region(in); });
  for (double* x : {&l.detection_near, &l.detection_far, &l.small_factor}) *x = finite(in);
  l.false_plots = in.optional([&] { return finite(in); });
  l.false_plots_per_m2 = in.optional([&] { return finite(in); });
  for (std::size_t n = in.count(40); n > 0 && in.ok(); --n) l.plots.push_back(read_plot(in));
  return l;
}

}  // namespace

void ContactBook::save(ByteWriter& out) const {
  out.varint(next_id_);
  out.instant(now_);
  out.boolean(started_);
  out.real(population_);
  out.instant(swept_at_);
  out.varint(sources_.size());
  for (const auto& [id, source] : sources_) write(out, source);
  out.varint(size());
  for (const Contact& c : contacts_) {
    if (c.existence > 0) write(out, c);
  }
  // An identity that went from one branch to another may still point to a contact: in order of the numbers.
  const std::map<std::uint32_t, std::vector<std::uint64_t>> named(named_.begin(), named_.end());
  out.varint(named.size());
  for (const auto& [mmsi, ids] : named) {
    out.varint(mmsi);
    out.varint(ids.size());
    for (const std::uint64_t id : ids) out.varint(id);
  }
}

bool ContactBook::restore(ByteReader& in, std::uint64_t version) {
  *this = ContactBook(settings_);
  next_id_ = in.varint();
  now_ = moment(in);
  started_ = in.boolean();
  population_ = finite(in);
  if (!(population_ >= 0)) in.fail();
  swept_at_ = moment(in);
  for (std::size_t n = in.count(100); n > 0 && in.ok(); --n) {
    const SourceState source = read_source(in);
    sources_[source.id] = source;
  }
  for (std::size_t n = in.count(300); n > 0 && in.ok(); --n) {
    contacts_.push_back(read_contact(in, settings_.ground, version));
    const std::uint64_t before = contacts_.size() < 2 ? 0 : contacts_[contacts_.size() - 2].id;
    if (contacts_.back().id <= before || contacts_.back().id >= next_id_) in.fail();
  }
  for (std::size_t n = in.count(2); n > 0 && in.ok(); --n) {
    std::vector<std::uint64_t>& ids = named_[in.number<std::uint32_t>()];
    for (std::size_t m = in.count(1); m > 0 && in.ok(); --m) ids.push_back(in.varint());
  }
  return in.ok();
}

void ContactNames::save(ByteWriter& out) const {
  out.varint(next_);
  out.varint(names_.size());
  for (const auto& [birth, name] : names_) {
    write(out, birth);
    out.varint(name);
  }
}

void ContactNames::restore(ByteReader& in) {
  next_ = in.varint();
  for (std::size_t n = in.count(18); n > 0 && in.ok(); --n) {
    const Birth birth = read_birth(in);
    const std::uint64_t name = in.varint();
    if (name == 0 || name >= next_) in.fail();
    names_[birth] = name;
  }
}

void ContactKeeper::save(ByteWriter& out) const {
  out.varint(kVersion);
  book_.save(out);
  out.varint(checkpoints_.size());
  for (const Checkpoint& c : checkpoints_) {
    out.instant(c.at);
    c.book.save(out);
  }
  out.varint(looks_.size());
  for (const Look& l : looks_) write(out, l);
  names_.save(out);
  out.varint(names_most_);
  out.zigzag(credit_);
}

bool ContactKeeper::restore(ByteReader& in) {
  const std::uint64_t version = in.varint();
  if (version == 0 || version > kVersion || !book_.restore(in, version)) return false;
  for (std::size_t n = in.count(8); n > 0 && in.ok(); --n) {
    Checkpoint& c = checkpoints_.emplace_back(moment(in), ContactBook(settings_));
    if (!c.book.restore(in, version)) return false;
  }
  for (std::size_t n = in.count(30); n > 0 && in.ok(); --n) looks_.push_back(read_look(in));
  if (!looks_.empty() && checkpoints_.empty()) in.fail();
  if (!in.ok()) return false;
  for (const Look& l : looks_) {
    plots_held_ += l.plots.size();
    if (l.at >= checkpoints_.back().at) plots_since_ += l.plots.size();
  }
  if (version < 2) return in.ok();
  names_.restore(in);
  names_most_ = in.varint();
  credit_ = in.zigzag();
  if (credit_ < 0 || credit_ > kCreditMost) in.fail();
  return in.ok();
}

}  // namespace fairlead::fusion
