// SPDX-License-Identifier: Apache-2.0
#include "release/stop.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fairlead::release {
namespace {

constexpr std::uint8_t kVersion = 1;

template <class T>
bool meet(const std::optional<T>& a, const std::optional<T>& b) {
  return !a || !b || *a == *b;
}
template <class T>
bool within(const std::optional<T>& outer, const std::optional<T>& inner) {
  return !outer || (inner && *outer == *inner);
}

Failure refuse(std::string message) { return fail(ErrorCode::conflict, std::move(message)); }

}  // namespace

bool StopCell::covers_agency(std::string_view agency_id) const {
  if (agency) return *agency == agency_id;
  return partner.empty() || state_of(agency_id) == partner;
}

bool StopCell::overlaps(const StopCell& other) const {
  const bool partners = partner.empty() || other.partner.empty() || partner == other.partner;
  // Two areas may always share water: only equal answers would be certain, so they count as overlapping.
  return partners && meet(agency, other.agency) && meet(purpose, other.purpose) && meet(type, other.type);
}

bool StopCell::includes(const StopCell& other) const {
  return (partner.empty() || partner == other.partner) && within(agency, other.agency) &&
         within(purpose, other.purpose) && within(type, other.type) && within(area, other.area);
}

std::string to_text(const StopCell& cell) {
  std::string text = cell.agency ? *cell.agency : cell.partner.empty() ? std::string("every partner") : cell.partner;
  if (cell.purpose) text += fmt::format(", {}", name(*cell.purpose));
  if (cell.type) text += fmt::format(", {}", name(*cell.type));
  if (cell.area) text += fmt::format(", area {}", cell.area->name);
  return text;
}

Result<std::uint64_t> StopBook::stop(StopCell cell, std::string person, Instant at, bool needs_assessment) {
  if (!cell.partner.empty() && !is_state(cell.partner)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is no partner; write a State's three letters", cell.partner));
  }
  if (cell.agency && !is_agency(*cell.agency)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is no agency; write it like `XAA/coast_guard`", *cell.agency));
  }
  if (cell.agency && !cell.partner.empty() && state_of(*cell.agency) != cell.partner) {
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` is no agency of `{}`", *cell.agency, cell.partner));
  }
  if (cell.agency) cell.partner = std::string(state_of(*cell.agency));
  if (cell.area && !cell.area->polygon.empty()) {
    if (const auto fault = fault_of(cell.area->polygon)) {
      return fail(ErrorCode::invalid_argument, fmt::format("the area of the stop {}", *fault));
    }
  }
  ++epoch_;
  open_.emplace(epoch_, Stop{epoch_, std::move(cell), std::move(person), at, needs_assessment});
  return epoch_;
}

Result<void> StopBook::may_resume(std::uint64_t epoch, const std::vector<Approval>& approvals,
                                  const std::optional<NewAssessment>& assessment, Instant now) const {
  const auto stop = open_.find(epoch);
  if (stop == open_.end()) return fail(ErrorCode::not_found, fmt::format("no stop of epoch `{}` is open", epoch));
  bool two = false;
  for (const Approval& officer : approvals) {
    for (const Approval& adviser : approvals) {
      two = two || (officer.rank == Rank::release_officer && adviser.rank == Rank::legal_adviser &&
                    !officer.person.empty() && !adviser.person.empty() && officer.person != adviser.person);
    }
  }
  if (!two) return refuse("resuming needs two different people: a release officer and a legal adviser");
  if (!stop->second.needs_assessment) return {};
  if (!assessment) return refuse("this stop asks for a new assessment before it can be lifted");
  const auto& [made, made_at] = *assessment;
  if (made_at <= stop->second.ordered_at) return refuse("the assessment is older than the stop");
  if (made_at > now) return refuse("the assessment lies in the future");
  if (made.expires_at <= now) return refuse("the assessment has expired");
  if (made.approver != Rank::legal_adviser) return refuse("the assessment was not approved by a legal adviser");
  if (made.risk == Risk::high) return refuse("the assessment finds a high risk");
  return {};
}

Result<std::uint64_t> StopBook::resume(std::uint64_t epoch, const std::vector<Approval>& approvals,
                                       const std::optional<NewAssessment>& assessment, Instant now) {
  FL_CHECK(may_resume(epoch, approvals, assessment, now));
  open_.erase(epoch);
  return ++epoch_;
}

std::vector<std::uint64_t> StopBook::overlapping(const StopCell& cell) const {
  std::vector<std::uint64_t> found;
  for (const auto& [epoch, stop] : open_) {
    if (stop.cell.overlaps(cell)) found.push_back(epoch);
  }
  return found;
}

void write(wire::ByteWriter& out, const StopCell& cell) {
  out.text(cell.partner);
  out.optional(cell.agency, [&](const std::string& agency) { out.text(agency); });
  out.optional(cell.purpose, [&](Purpose p) { out.u8(static_cast<std::uint8_t>(p)); });
  out.optional(cell.area, [&](const Area& area) {
    out.text(area.name);
    out.varint(area.polygon.size());
    for (const geo::Position p : area.polygon) out.position(p);
    out.varint(area.zones.bits);
  });
  out.optional(cell.type, [&](ObjectType t) { out.u8(static_cast<std::uint8_t>(t)); });
}

StopCell read_stop_cell(wire::ByteReader& in) {
  StopCell cell;
  cell.partner = in.text();
  cell.agency = in.optional([&] { return std::string(in.text()); });
  cell.purpose = in.optional([&] {
    const std::uint8_t value = in.u8();
    if (value >= kCount<Purpose>) in.fail();
    return in.ok() ? static_cast<Purpose>(value) : Purpose{};
  });
  cell.area = in.optional([&] {
    Area area;
    area.name = in.text();
    area.polygon.resize(in.count(2));
    for (geo::Position& p : area.polygon) p = in.position();
    area.zones.bits = in.number<std::uint32_t>();
    if (!Set<ZoneKind>::all().includes(area.zones)) in.fail();
    return area;
  });
  cell.type = in.optional([&] {
    const std::uint8_t value = in.u8();
    if (value >= kCount<ObjectType>) in.fail();
    return in.ok() ? static_cast<ObjectType>(value) : ObjectType{};
  });
  if ((!cell.partner.empty() && !is_state(cell.partner)) ||
      (cell.agency && (!is_agency(*cell.agency) || state_of(*cell.agency) != cell.partner))) {
    in.fail();
  }
  return cell;
}

void write(wire::ByteWriter& out, const StopBook& book) {
  out.u8(kVersion);
  out.varint(book.epoch_);
  out.varint(book.open_.size());
  for (const auto& [epoch, stop] : book.open_) {
    out.varint(epoch);
    write(out, stop.cell);
    out.text(stop.person);
    out.instant(stop.ordered_at);
    out.boolean(stop.needs_assessment);
  }
}

StopBook read_stop_book(wire::ByteReader& in) {
  StopBook book;
  if (in.u8() != kVersion) in.fail();
  book.epoch_ = in.varint();
  std::uint64_t last = 0;
  for (std::size_t n = in.count(8); n > 0 && in.ok(); --n) {
    Stop stop;
    stop.epoch = in.varint();
    if (stop.epoch <= last || stop.epoch > book.epoch_) in.fail();
    last = stop.epoch;
    stop.cell = read_stop_cell(in);
    stop.person = in.text();
    stop.ordered_at = in.instant();
    stop.needs_assessment = in.boolean();
    if (in.ok()) book.open_.emplace(stop.epoch, std::move(stop));
  }
  return book;
}

}  // namespace fairlead::release
