// SPDX-License-Identifier: Apache-2.0
// A pursuit as the state keeps it: its entries. What it came to follows from them.
#include "law.hpp"

namespace fairlead::engine {
namespace {

namespace event = authority::pursuit_event;

void write(wire::ByteWriter& out, const authority::ZoneReading& zone) {
  out.u8(static_cast<std::uint8_t>(zone.kind));
  out.text(zone.state.code());
}

template <class Word>
Word read_word(wire::ByteReader& in) {
  const std::uint8_t number = in.u8();
  if (number >= authority::kWords<Word>.size()) in.fail();
  return in.ok() ? static_cast<Word>(number) : Word{};
}

authority::State read_state(wire::ByteReader& in) {
  const std::string code(in.text());
  if (code.empty()) return {};
  const auto state = authority::State::from_code(code);
  if (!state) in.fail();
  return state.value_or(authority::State());
}

authority::ZoneReading read_zone(wire::ByteReader& in) {
  authority::ZoneReading zone;
  zone.kind = read_word<authority::ZoneKind>(in);
  zone.state = read_state(in);
  return zone;
}

struct Write {
  wire::ByteWriter& out;
  void operator()(const event::Grounds& e) const { out.u8(static_cast<std::uint8_t>(e.law)); }
  void operator()(const event::Located& e) const {
    write(out, e.zone);
    out.boolean(e.verified);
    out.boolean(e.through_boats);
  }
  void operator()(const event::Signalled& e) const {
    out.u8(static_cast<std::uint8_t>(e.signal));
    out.u8(static_cast<std::uint8_t>(e.in_range));
  }
  void operator()(const event::Crossed& e) const {
    write(out, e.zone);
    out.optional(e.seen_at, [this](Instant at) { out.instant(at); });
  }
  void operator()(const event::Lost&) const {}
  void operator()(const event::Regained&) const {}
  void operator()(const event::BrokenOff&) const {}
  void operator()(const event::HandedOver& e) const {
    out.u8(static_cast<std::uint8_t>(e.how));
    out.boolean(e.continuous);
    out.text(e.to.code());
  }
  void operator()(const event::Arrested&) const {}
};

struct Read {
  wire::ByteReader& in;
  void operator()(event::Grounds& e) const { e.law = read_word<authority::SuspicionKind>(in); }
  void operator()(event::Located& e) const {
    e.zone = read_zone(in);
    e.verified = in.boolean();
    e.through_boats = in.boolean();
  }
  void operator()(event::Signalled& e) const {
    e.signal = read_word<authority::Signal>(in);
    e.in_range = read_word<authority::Tri>(in);
  }
  void operator()(event::Crossed& e) const {
    e.zone = read_zone(in);
    e.seen_at = in.optional([this] { return in.instant(); });
  }
  void operator()(event::Lost&) const {}
  void operator()(event::Regained&) const {}
  void operator()(event::BrokenOff&) const {}
  void operator()(event::HandedOver& e) const {
    e.how = read_word<authority::Handover>(in);
    e.continuous = in.boolean();
    e.to = read_state(in);
  }
  void operator()(event::Arrested&) const {}
};

template <std::size_t I = 0>
authority::PursuitEvent read_event(wire::ByteReader& in, std::size_t number) {
  if constexpr (I < std::variant_size_v<authority::PursuitEvent>) {
    if (number != I) return read_event<I + 1>(in, number);
    std::variant_alternative_t<I, authority::PursuitEvent> event;
    Read{in}(event);
    return event;
  } else {
    in.fail();
    return event::Lost{};
  }
}

}  // namespace

void write(wire::ByteWriter& out, const PursuitRecord& record) {
  out.varint(record.number);
  out.varint(record.track.number());
  out.text(record.pursuer);
  out.text(record.started_by);
  out.instant(record.looked_at);
  out.varint(record.entries.size());
  for (const PursuitEntry& entry : record.entries) {
    out.instant(entry.at);
    out.u8(static_cast<std::uint8_t>(entry.event.index()));
    std::visit(Write{out}, entry.event);
    out.text(entry.evidence);
    out.text(entry.by);
  }
}

Result<PursuitRecord> read_pursuit(wire::ByteReader& in) {
  PursuitRecord record;
  record.number = in.varint();
  record.track = domain::TrackId(in.varint());
  record.pursuer = in.text();
  record.started_by = in.text();
  record.looked_at = in.instant();
  const auto own = authority::State::from_code(record.pursuer);
  if (!own) return fail(ErrorCode::corrupt, "a pursuit without a State");
  record.machine = authority::Pursuit(*own, {});
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    PursuitEntry entry;
    entry.at = in.instant();
    const std::uint8_t number = in.u8();
    entry.event = read_event(in, number);
    entry.evidence = in.text();
    entry.by = in.text();
    if (!in.ok()) break;
    record.machine.on(entry.at, entry.event, entry.evidence);
    record.entries.push_back(std::move(entry));
  }
  if (!in.ok()) return fail(ErrorCode::corrupt, "a pursuit that cannot be read");
  record.machine.on_time(record.looked_at);
  return record;
}

}  // namespace fairlead::engine
