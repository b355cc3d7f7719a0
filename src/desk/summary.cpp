// SPDX-License-Identifier: Apache-2.0
// What the claims of an incident say together: a band for each number, never one number.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "desk/incident.hpp"

namespace fairlead::desk {
namespace {

Band band(std::span<const Claim* const> active, Count Says::* number) {
  Band made;
  // No number fits all claims when the highest of the lowest is above the lowest of the highest.
  std::optional<std::uint32_t> highest_min;
  std::optional<std::uint32_t> lowest_max;
  for (const Claim* claim : active) {
    const Count& count = claim->body.says.*number;
    if (!count.has_number()) {
      if (!count.wording.empty()) ++made.without_number;
      continue;
    }
    // "Up to 4" has no lowest number of its own; it says nothing about how few.
    if (count.min) {
      if (!made.min || *count.min < *made.min) made.min_by.clear();
      if (!made.min || *count.min <= *made.min) made.min_by.push_back(claim->id);
      made.min = std::min(made.min.value_or(*count.min), *count.min);
      highest_min = std::max(highest_min.value_or(*count.min), *count.min);
    }
    // "At least 70" is at its number or above it: the number counts for the band, and the claim stays open-ended.
    const std::uint32_t top = count.max.value_or(count.min.value_or(0));
    if (!made.max || top > *made.max) made.max_by.clear();
    if (!made.max || top >= *made.max) made.max_by.push_back(claim->id);
    made.max = std::max(made.max.value_or(top), top);
    if (count.max) {
      lowest_max = std::min(lowest_max.value_or(*count.max), *count.max);
    } else {
      made.open_ended.push_back(claim->id);
    }
  }
  made.conflict = highest_min && lowest_max && *highest_min > *lowest_max;
  return made;
}

}  // namespace

Summary summarise(std::span<const Claim* const> claims) {
  Summary summary;
  std::vector<const Claim*> active;
  for (const Claim* claim : claims) {
    if (claim->status == ClaimStatus::active) active.push_back(claim);
  }
  summary.active = static_cast<std::uint32_t>(active.size());
  std::set<std::string> groups;
  std::set<std::string> actors;
  std::set<std::string> denying;
  for (const Claim* claim : active) {
    const ClaimBody& body = claim->body;
    if (body.independence_group.empty()) {
      ++summary.independent_groups;
    } else {
      groups.insert(body.independence_group);
    }
    if (body.reliability && body.credibility) ++summary.graded;
    if (!body.says.actor.empty()) {
      (body.says.actor_claim == ActorClaim::denied ? denying : actors).insert(to_lower(trim(body.says.actor)));
    }
  }
  summary.independent_groups += static_cast<std::uint32_t>(groups.size());
  summary.killed = band(active, &Says::killed);
  summary.injured = band(active, &Says::injured);
  summary.missing = band(active, &Says::missing);
  summary.survivors = band(active, &Says::survivors);
  summary.detained = band(active, &Says::detained);
  const bool denied = std::ranges::any_of(denying, [&](const std::string& actor) { return actors.contains(actor); });
  summary.conflict = summary.killed.conflict || summary.injured.conflict || summary.missing.conflict ||
                     summary.survivors.conflict || summary.detained.conflict || actors.size() > 1 || denied;
  return summary;
}

Total total_killed(std::span<const Summary> summaries) {
  Total total;
  for (const Summary& summary : summaries) {
    ++total.incidents;
    const Band& killed = summary.killed;
    if (!killed.min && !killed.max) {
      ++total.without_number;
      continue;
    }
    total.min += killed.min.value_or(0);
    total.max += killed.max.value_or(0);
    if (!killed.open_ended.empty()) ++total.open_ended;
  }
  return total;
}

}  // namespace fairlead::desk
