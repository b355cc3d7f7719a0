// SPDX-License-Identifier: Apache-2.0
#include "contacts/contact_index.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "contacts/tuning.hpp"

namespace fairlead::fusion {
namespace {

constexpr double kRowMetres = 4000;
constexpr double kMetresPerDegree = 111'000;
constexpr double kStray = 500;

}  // namespace

std::int64_t ContactIndex::row_of(double north) const {
  const double metres = ground_ == Ground::plane ? north : north * kMetresPerDegree;
  return static_cast<std::int64_t>(std::floor(std::clamp(metres, -1e12, 1e12) / kRowMetres));
}

bool ContactIndex::fits(const std::vector<Contact>& contacts) const {
  return built_ && contacts.size() >= size_ && contacts.size() - size_ + strayed_.size() <= 64 + size_ / 8;
}

void ContactIndex::moved(std::uint32_t index, Contact& contact) {
  if (!built_ || index >= size_ || contact.strayed) return;
  const Pair filed = contact.anchor.to_plane(contact.filed);
  const Pair here = contact.branches[0].whole.position;
  if (std::abs(filed.e - here.e) < kStray && std::abs(filed.n - here.n) < kStray) return;
  contact.strayed = true;
  strayed_.push_back(index);
}

void ContactIndex::build(Ground ground, std::vector<Contact>& contacts) {
  ground_ = ground;
  built_ = true;
  size_ = contacts.size();
  strayed_.clear();
  entries_.clear();
  for (std::uint32_t i = 0; i < contacts.size(); ++i) {
    if (contacts[i].existence <= 0) continue;
    const Place place = contacts[i].anchor.to_place(contacts[i].branches[0].whole.position);
    contacts[i].filed = place;
    contacts[i].strayed = false;
    entries_.push_back({row_of(place.north), place.east, i});
  }
  std::ranges::sort(entries_, {}, [](const Entry& e) { return std::tuple(e.row, e.east, e.contact); });
}

void ContactIndex::find(Place low, Place high, double reach_m, const std::vector<Contact>& contacts,
                        std::vector<std::uint32_t>& out) const {
  reach_m += kStray + 10;
  const Anchor south = anchor_at(ground_, low);
  const Anchor north = anchor_at(ground_, high);
  const double e = reach_m / std::max(1.0, std::min(south.east_scale, north.east_scale));
  const double n = reach_m / south.north_scale;
  const double most = ground_ == Ground::plane ? 1e300 : 180;
  const auto scan = [&](std::int64_t row, double west, double east) {
    auto at = std::ranges::lower_bound(entries_, std::pair(row, west), {},
                                       [](const Entry& x) { return std::pair(x.row, x.east); });
    for (; at != entries_.end() && at->row == row && at->east <= east; ++at) out.push_back(at->contact);
  };
  for (std::int64_t row = row_of(low.north - n); row <= row_of(high.north + n); ++row) {
    double west = low.east - e;
    double east = high.east + e;
    if (ground_ == Ground::earth && east - west >= 360) {
      west = -181;
      east = 181;
    }
    scan(row, west, east);
    if (west < -most && west > -2 * most) scan(row, west + 2 * most, most + 1);
    if (east > most && east < 2 * most) scan(row, -most - 1, east - 2 * most);
  }
  out.insert(out.end(), strayed_.begin(), strayed_.end());
  for (std::size_t i = size_; i < contacts.size(); ++i) out.push_back(static_cast<std::uint32_t>(i));
}

}  // namespace fairlead::fusion
