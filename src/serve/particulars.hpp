// SPDX-License-Identifier: Apache-2.0
// When the particulars of a track that a `moved` row does not carry changed last: navigational status and sources. The
// picture counts them as part of the motion; for a client they are a reason to be sent the whole track.
//
// Threads: network thread.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "engine/picture.hpp"

namespace fairlead::serve {

class Particulars {
 public:
  // Takes in what changed since the last picture.
  void follow(const engine::Picture& picture) {
    const auto closed = known_ ? picture.closed_since(slot_) : std::nullopt;
    if (closed) {
      for (const domain::TrackId id : *closed) tracks_.erase(id.number());
      picture.for_each_changed_since(slot_, [&](const engine::Picture::Entry& entry) {
        note(entry, picture.slot());
        return true;
      });
    } else {
      // Everybody else starts anew as well.
      tracks_.clear();
      picture.for_each([&](const engine::Picture::Entry& entry) {
        note(entry, picture.slot());
        return true;
      });
    }
    slot_ = picture.slot();
    known_ = true;
  }

  bool changed_since(std::uint64_t slot, domain::TrackId id) const {
    const auto found = tracks_.find(id.number());
    return found != tracks_.end() && found->second.slot > slot;
  }

 private:
  struct Seen {
    std::uint64_t print = 0;
    std::uint64_t slot = 0;
  };
  void note(const engine::Picture::Entry& entry, std::uint64_t slot) {
    Seen& seen = tracks_[entry.track.id.number()];
    const std::uint64_t print = print_of(entry.track);
    if (print != seen.print) seen = {print, slot};
  }
  // FNV-1a over the particulars; never 0 in practice, which only would cost a repetition.
  static std::uint64_t print_of(const domain::Track& track) {
    std::uint64_t print = 0xCBF29CE484222325ULL;
    const auto add = [&](std::uint64_t value) { print = (print ^ value) * 0x100000001B3ULL; };
    add(track.nav_status ? *track.nav_status : 0xFFU);
    for (const domain::SourceId source : track.sources) add(source.number());
    return print;
  }
  std::unordered_map<std::uint64_t, Seen> tracks_;  // its order reaches no output
  std::uint64_t slot_ = 0;
  bool known_ = false;
};

}  // namespace fairlead::serve
