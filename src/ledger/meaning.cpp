// SPDX-License-Identifier: Apache-2.0
#include "meaning.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fairlead::ledger {
namespace {

bool within(const std::optional<std::string>& wanted, const std::optional<std::string>& actual) {
  return !wanted || (actual && *wanted == *actual);
}

// Whether the stop surely covers the release. A release that names no area may lie outside a stopped one.
bool covers(const Cell& cell, const Manifest& release) {
  return within(cell.partner, release.partner) && within(cell.agency, release.agency) &&
         within(cell.purpose, release.purpose) && within(cell.object_type, release.object_type) &&
         within(cell.area, release.area);
}

}  // namespace

std::optional<std::string> Meaning::next_epoch(std::uint64_t epoch, const char* what) {
  if (epoch <= epoch_) return fmt::format("the epoch of this {} is {}, after {}", what, epoch, epoch_);
  epoch_ = epoch;
  return std::nullopt;
}

std::optional<std::string> Meaning::contradiction(std::uint64_t index, const Record& record) {
  if (const auto* stop = std::get_if<Stop>(&record.content)) {
    stops_[stop->epoch] = {index, stop->cell};
    return next_epoch(stop->epoch, "stop");
  }
  if (const auto* resume = std::get_if<Resume>(&record.content)) {
    if (resume->by == resume->second) return fmt::format("`{}` alone resumed; it takes two", resume->by);
    if (stops_.erase(resume->stop_epoch) == 0 && !gaps_) {
      return fmt::format("it ends the stop of epoch {}, which is not in force", resume->stop_epoch);
    }
    return next_epoch(resume->epoch, "resume");
  }
  if (const auto* release = std::get_if<Manifest>(&record.content)) {
    if (release->basis.stop_epoch > epoch_) {
      if (gaps_) {
        epoch_ = release->basis.stop_epoch;
        return std::nullopt;
      }
      return fmt::format("a release names epoch {}, which has not begun", release->basis.stop_epoch);
    }
    if (release->survives_stop) return std::nullopt;
    for (const auto& [epoch, stop] : stops_) {
      if (covers(stop.cell, *release)) {
        return fmt::format("released to `{}` although the stop of entry {} (epoch {}) was in force", release->partner,
                           stop.index, epoch);
      }
    }
    return std::nullopt;
  }
  if (const auto* erasure = std::get_if<Erasure>(&record.content)) {
    if (erasure->last_index < erasure->first_index || erasure->last_index >= index) {
      return fmt::format("it erases entries {} to {}, which do not stand before it", erasure->first_index,
                         erasure->last_index);
    }
    erasures_.emplace_back(erasure->first_index, erasure->last_index);
  }
  return std::nullopt;
}

bool Meaning::erasure_covers(std::uint64_t index) const {
  return std::any_of(erasures_.begin(), erasures_.end(),
                     [&](const auto& erasure) { return erasure.first <= index && index <= erasure.second; });
}

}  // namespace fairlead::ledger
