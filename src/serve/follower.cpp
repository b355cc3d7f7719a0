// SPDX-License-Identifier: Apache-2.0
#include "follower.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "track_json.hpp"

namespace fairlead::serve {
namespace {

void append_id(std::string& out, std::uint64_t id) {
  out += out.back() == '[' ? "\"" : ",\"";
  out += domain::to_text(domain::TrackId(id));
  out += '"';
}

// The three lists of a delta. Events have no `moved`: there every changed track comes whole.
struct Lists {
  std::string moved = "[";
  std::string tracks = "[";
  std::string closed = "[";

  bool empty() const { return moved.size() + tracks.size() + closed.size() == 3; }
  void append_to(std::string& text, Form form) const {
    text.reserve(text.size() + moved.size() + tracks.size() + closed.size() + 48);
    if (form == Form::messages) {
      text += "\"moved\":";
      text += moved;
      text += "],";
    }
    text += "\"tracks\":";
    text += tracks;
    text += "],\"closed\":";
    text += closed;
    text += ']';
  }
};

}  // namespace

void Follower::resume(std::uint64_t slot) {
  must_reset_ = false;
  resumed_ = true;
  slot_ = slot;
}

void Follower::look_at(std::optional<geo::Box> box) {
  box_ = box;
  must_reset_ = true;
}

FramePtr Follower::next(FrameMaker& maker, bool even_if_empty) {
  FL_ASSERT(maker.picture() != nullptr);
  if (!maker.has_room()) return nullptr;
  return must_reset_ ? reset(maker) : delta(maker, even_if_empty);
}

FramePtr Follower::reset(FrameMaker& maker) {
  must_reset_ = false;
  resumed_ = false;
  held_.clear();
  if (!box_) return maker.everything(form_, slot_);
  const engine::Picture& picture = *maker.picture();
  slot_ = picture.slot();
  std::string text = maker.open(form_, true, picture);
  text += "\"tracks\":[";
  const wire::SourceName lookup = maker.names().lookup();
  picture.for_each([&](const engine::Picture::Entry& entry) {
    if (!sees(entry.track)) return true;
    held_.push_back(entry.track.id.number());
    if (text.back() != '[') text += ',';
    wire::append_json(text, entry.track, lookup);
    return true;
  });
  text += form_ == Form::events ? "],\"closed\":[]" : "]";
  return maker.close(form_, std::move(text));
}

FramePtr Follower::delta(FrameMaker& maker, bool even_if_empty) {
  ChangeSet& changes = maker.changes_since(slot_);
  if (!changes.closed()) return reset(maker);
  FramePtr frame =
      box_ ? delta_of_viewport(maker, changes, even_if_empty) : delta_of_everything(maker, changes, even_if_empty);
  slot_ = maker.picture()->slot();
  resumed_ = false;
  return frame;
}

FramePtr Follower::delta_of_everything(FrameMaker& maker, ChangeSet& changes, bool even_if_empty) {
  if (changes.changes().empty() && changes.closed()->empty() && !even_if_empty) return nullptr;
  FramePtr& shared = changes.whole[static_cast<std::size_t>(form_)];
  if (!shared) {
    Lists lists;
    for (ChangeSet::Change& change : changes.changes()) {
      if (change.described || form_ == Form::events) {
        append_item(lists.tracks, changes.track(change));
      } else {
        append_item(lists.moved, changes.moved(change));
      }
    }
    for (const domain::TrackId id : *changes.closed()) append_id(lists.closed, id.number());
    std::string text = maker.open(form_, false, *maker.picture());
    lists.append_to(text, form_);
    shared = maker.close(form_, std::move(text));
  }
  return shared;
}

FramePtr Follower::delta_of_viewport(FrameMaker& maker, ChangeSet& changes, bool even_if_empty) {
  Lists lists;
  std::vector<std::uint64_t> entered;
  std::vector<std::uint64_t> left;
  auto held = held_.begin();
  for (ChangeSet::Change& change : changes.changes()) {
    while (held != held_.end() && *held < change.id) ++held;
    // A client that resumed may hold it or not: then the track comes whole, or its leaving is named in any case.
    const bool had = resumed_ || (held != held_.end() && *held == change.id);
    if (!sees(change.entry->track)) {
      if (!had) continue;
      left.push_back(change.id);
      append_id(lists.closed, change.id);
      continue;
    }
    if (!had || resumed_) entered.push_back(change.id);
    if (!had || resumed_ || change.described || form_ == Form::events) {
      append_item(lists.tracks, changes.track(change));
    } else {
      append_item(lists.moved, changes.moved(change));
    }
  }
  for (const domain::TrackId id : *changes.closed()) {
    if (!resumed_ && !std::ranges::binary_search(held_, id.number())) continue;
    left.push_back(id.number());
    append_id(lists.closed, id.number());
  }
  if (resumed_) {
    held_.clear();
    maker.picture()->for_each([&](const engine::Picture::Entry& entry) {
      if (sees(entry.track)) held_.push_back(entry.track.id.number());
      return true;
    });
  } else if (!entered.empty() || !left.empty()) {
    std::ranges::sort(left);
    std::vector<std::uint64_t> kept;
    kept.reserve(held_.size() + entered.size());
    std::ranges::set_difference(held_, left, std::back_inserter(kept));
    held_.clear();
    std::ranges::merge(kept, entered, std::back_inserter(held_));
  }
  if (lists.empty() && !even_if_empty) return nullptr;
  std::string text = maker.open(form_, false, *maker.picture());
  lists.append_to(text, form_);
  return maker.close(form_, std::move(text));
}

}  // namespace fairlead::serve
