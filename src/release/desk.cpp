// SPDX-License-Identifier: Apache-2.0
#include "release/desk.hpp"

namespace fairlead::release {
namespace {

constexpr std::uint8_t kVersion = 1;

// Keys must ascend, so that one state has one encoding.
template <class Map, class Key, class Value>
void put(wire::ByteReader& in, Map& map, Key key, Value value) {
  if (!in.ok()) return;
  if (!map.empty() && !(map.rbegin()->first < key)) return in.fail();
  map.emplace_hint(map.end(), std::move(key), std::move(value));
}

}  // namespace

void write(wire::ByteWriter& out, const DeskState& desk) {
  out.u8(kVersion);
  write(out, desk.stops);
  out.varint(desk.assurances.size());
  for (const auto& [key, given] : desk.assurances) {
    out.text(key.agency);
    out.text(key.agreement);
    out.text(key.assurance);
    out.instant(given.until);
    out.boolean(given.breached);
  }
  out.varint(desk.assessments.size());
  for (const auto& [agreement, held] : desk.assessments) {
    out.text(agreement);
    out.text(held.assessment.scheme);
    out.u8(static_cast<std::uint8_t>(held.assessment.risk));
    out.u8(static_cast<std::uint8_t>(held.assessment.approver));
    out.instant(held.assessment.expires_at);
    out.boolean(held.withdrawn);
  }
  out.varint(desk.consents.size());
  for (const Consent& consent : desk.consents) {
    out.text(consent.originator);
    out.text(consent.agency);
    out.varint(consent.purposes.bits);
    out.instant(consent.until);
  }
  out.varint(desk.home.size());
  for (const std::string& originator : desk.home) out.text(originator);
  out.varint(desk.cannot.size());
  for (const auto& [agency, obligations] : desk.cannot) {
    out.text(agency);
    out.varint(obligations.bits);
  }
}

DeskState read_desk_state(wire::ByteReader& in) {
  DeskState desk;
  if (in.u8() != kVersion) in.fail();
  desk.stops = read_stop_book(in);
  for (std::size_t n = in.count(5); n > 0 && in.ok(); --n) {
    AssuranceKey key;
    key.agency = in.text();
    key.agreement = in.text();
    key.assurance = in.text();
    GivenAssurance given;
    given.until = in.instant();
    given.breached = in.boolean();
    put(in, desk.assurances, std::move(key), given);
  }
  for (std::size_t n = in.count(6); n > 0 && in.ok(); --n) {
    std::string agreement(in.text());
    HeldAssessment held;
    held.assessment.scheme = in.text();
    const std::uint8_t risk = in.u8();
    const std::uint8_t rank = in.u8();
    if (risk >= kCount<Risk> || rank >= kCount<Rank>) in.fail();
    held.assessment.expires_at = in.instant();
    held.withdrawn = in.boolean();
    if (!in.ok()) break;
    held.assessment.risk = static_cast<Risk>(risk);
    held.assessment.approver = static_cast<Rank>(rank);
    put(in, desk.assessments, std::move(agreement), std::move(held));
  }
  for (std::size_t n = in.count(4); n > 0 && in.ok(); --n) {
    Consent consent;
    consent.originator = in.text();
    consent.agency = in.text();
    consent.purposes.bits = in.number<std::uint32_t>();
    consent.until = in.instant();
    if (!Set<Purpose>::all().includes(consent.purposes)) in.fail();
    if (!desk.consents.empty() && !(*desk.consents.rbegin() < consent)) in.fail();
    if (in.ok()) desk.consents.insert(std::move(consent));
  }
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    std::string originator(in.text());
    if (!desk.home.empty() && *desk.home.rbegin() >= originator) in.fail();
    desk.home.insert(std::move(originator));
  }
  for (std::size_t n = in.count(2); n > 0 && in.ok(); --n) {
    std::string agency(in.text());
    Set<Obligation> obligations{in.number<std::uint32_t>()};
    if (!Set<Obligation>::all().includes(obligations)) in.fail();
    put(in, desk.cannot, std::move(agency), obligations);
  }
  return desk;
}

Digest digest(const DeskState& desk) {
  wire::ByteWriter out;
  write(out, desk);
  return sha256(out.view());
}

}  // namespace fairlead::release
