// SPDX-License-Identifier: Apache-2.0
// Makes the frames of the live stream from the picture, each once for all who need the same.
//
// Whatever changed since a slot is printed once (a ChangeSet) and then copied into the frames of all viewports that
// begin at this slot; followers without a viewport share whole frames.
//
// Threads: network thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/picture.hpp"
#include "frame.hpp"
#include "metrics.hpp"
#include "particulars.hpp"
#include "source_names.hpp"

namespace fairlead::serve {

using PicturePtr = std::shared_ptr<const engine::Picture>;

enum class Form : std::uint8_t { events, messages };

// The tracks that changed between two slots.
class ChangeSet {
 public:
  ChangeSet(PicturePtr picture, std::uint64_t from, std::shared_ptr<const SourceNames> names,
            const Particulars& particulars);

  struct Change {
    std::uint64_t id;
    const engine::Picture::Entry* entry;
    bool described;  // more than a `moved` row carries
    std::uint32_t moved_at = 0, moved_size = 0;
    std::uint32_t track_at = 0, track_size = 0;
  };
  std::vector<Change>& changes() { return changes_; }
  // Ids closed since; nothing when that is no longer known.
  const std::optional<std::vector<domain::TrackId>>& closed() const { return closed_; }
  std::string_view moved(Change& change);
  std::string_view track(Change& change);
  std::size_t bytes() const { return text_.size() + changes_.size() * sizeof(Change); }

  FramePtr whole[2];  // the frame for followers without a viewport, by form

 private:
  PicturePtr picture_;
  std::shared_ptr<const SourceNames> names_;
  std::vector<Change> changes_;
  std::optional<std::vector<domain::TrackId>> closed_;
  std::string text_;  // what was printed so far
};

class FrameMaker {
 public:
  FrameMaker(Metrics& metrics, std::uint64_t outgoing_bytes_max);

  // What is served from now on.
  void set(PicturePtr picture, std::shared_ptr<const SourceNames> names);
  const engine::Picture* picture() const { return picture_.get(); }
  // Whether more may be put on its way; counts a postponement when not.
  bool has_room();

  ChangeSet& changes_since(std::uint64_t slot);

  // The parts of a picture message; tracks and ids are added between and joined by the caller.
  std::string open(Form form, bool reset, const engine::Picture& picture) const;
  FramePtr close(Form form, std::string text);

  // The whole picture without a viewport. It may be up to a second old: `slot` says which.
  FramePtr everything(Form form, std::uint64_t& slot);

  const SourceNames& names() const { return *names_; }
  FramePtr make(std::string bytes);

 private:
  struct Everything {
    FramePtr frame;
    std::uint64_t slot = 0;
    std::int64_t made_at_ns = 0;
  };
  Metrics& metrics_;
  const std::uint64_t outgoing_bytes_max_;
  PicturePtr picture_;
  std::shared_ptr<const SourceNames> names_;
  Particulars particulars_;
  std::map<std::uint64_t, std::unique_ptr<ChangeSet>> change_sets_;
  Everything everything_[2];
};

// Adds `item` to a JSON list that ends in `out`.
inline void append_item(std::string& out, std::string_view item) {
  if (out.back() != '[') out += ',';
  out += item;
}

}  // namespace fairlead::serve
