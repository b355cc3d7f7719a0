// SPDX-License-Identifier: Apache-2.0
#include "frame_maker.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "http/websocket.hpp"
#include "track_json.hpp"

namespace fairlead::serve {
namespace {

// Printed change sets kept for one picture; beyond this they are made again.
constexpr std::size_t kChangeSetBytesMax = 64U << 20U;
constexpr std::int64_t kEverythingLifeNs = 1'000'000'000;

// A message's text begins behind room for the longest frame head, so that the head needs no copy of the text.
constexpr std::size_t kHeadRoom = 10;

}  // namespace

ChangeSet::ChangeSet(PicturePtr picture, std::uint64_t from, std::shared_ptr<const SourceNames> names,
                     const Particulars& particulars)
    : picture_(std::move(picture)), names_(std::move(names)), closed_(picture_->closed_since(from)) {
  picture_->for_each_changed_since(from, [&](const engine::Picture::Entry& entry) {
    const bool described = entry.described_in > from || particulars.changed_since(from, entry.track.id);
    changes_.push_back({entry.track.id.number(), &entry, described});
    return true;
  });
}

std::string_view ChangeSet::moved(Change& change) {
  if (change.moved_size == 0) {
    change.moved_at = static_cast<std::uint32_t>(text_.size());
    append_moved(text_, change.entry->track);
    change.moved_size = static_cast<std::uint32_t>(text_.size()) - change.moved_at;
  }
  return std::string_view(text_).substr(change.moved_at, change.moved_size);
}

std::string_view ChangeSet::track(Change& change) {
  if (change.track_size == 0) {
    change.track_at = static_cast<std::uint32_t>(text_.size());
    wire::append_json(text_, change.entry->track, names_->lookup());
    change.track_size = static_cast<std::uint32_t>(text_.size()) - change.track_at;
  }
  return std::string_view(text_).substr(change.track_at, change.track_size);
}

FrameMaker::FrameMaker(Metrics& metrics, std::uint64_t outgoing_bytes_max)
    : metrics_(metrics), outgoing_bytes_max_(outgoing_bytes_max) {}

void FrameMaker::set(PicturePtr picture, std::shared_ptr<const SourceNames> names) {
  if (picture_ != picture) {
    change_sets_.clear();
    particulars_.follow(*picture);
  }
  picture_ = std::move(picture);
  names_ = std::move(names);
  const std::int64_t now = system_steady_clock().now_ns();
  for (Everything& everything : everything_) {
    if (now - everything.made_at_ns > kEverythingLifeNs) everything.frame.reset();
  }
}

bool FrameMaker::has_room() {
  if (metrics_.outgoing_bytes < outgoing_bytes_max_) return true;
  ++metrics_.frames_postponed_total;
  return false;
}

ChangeSet& FrameMaker::changes_since(std::uint64_t slot) {
  const auto found = change_sets_.find(slot);
  if (found != change_sets_.end()) return *found->second;
  std::size_t bytes = 0;
  for (const auto& [from, set] : change_sets_) bytes += set->bytes();
  if (bytes > kChangeSetBytesMax) change_sets_.clear();
  return *(change_sets_[slot] = std::make_unique<ChangeSet>(picture_, slot, names_, particulars_));
}

std::string FrameMaker::open(Form form, bool reset, const engine::Picture& picture) const {
  std::string text;
  if (form == Form::messages) {
    text.assign(kHeadRoom, ' ');
    text += reset ? "{\"type\":\"reset\",\"slot\":" : "{\"type\":\"delta\",\"slot\":";
  } else {
    text = reset ? "event: reset\nid: " : "event: tracks\nid: ";
    append_number(text, picture.slot());
    text += "\ndata: {\"slot\":";
  }
  append_number(text, picture.slot());
  text += ",\"as_of\":\"";
  append_rfc3339(text, picture.closed_at());
  text += "\",\"data_time\":\"";
  append_rfc3339(text, picture.picture_time());
  text += "\",";
  return text;
}

FramePtr FrameMaker::close(Form form, std::string text) {
  if (form == Form::events) {
    text += "}\n\n";
    return make(std::move(text));
  }
  text += '}';
  const std::string head = http::websocket_head(http::Opcode::text, text.size() - kHeadRoom);
  text.erase(0, kHeadRoom - head.size());
  text.replace(0, head.size(), head);
  return make(std::move(text));
}

FramePtr FrameMaker::make(std::string bytes) {
  ++metrics_.frames_built_total;
  return std::make_shared<const Frame>(std::move(bytes), metrics_.outgoing_bytes);
}

FramePtr FrameMaker::everything(Form form, std::uint64_t& slot) {
  FL_ASSERT(picture_ != nullptr);
  Everything& cached = everything_[static_cast<std::size_t>(form)];
  if (!cached.frame || cached.slot > picture_->slot() || !picture_->closed_since(cached.slot)) {
    std::string text = open(form, true, *picture_);
    text.reserve(text.size() + picture_->size() * 640);
    text += "\"tracks\":[";
    const wire::SourceName lookup = names_->lookup();
    picture_->for_each([&](const engine::Picture::Entry& entry) {
      if (text.back() != '[') text += ',';
      wire::append_json(text, entry.track, lookup);
      return true;
    });
    text += form == Form::events ? "],\"closed\":[]" : "]";
    cached = {close(form, std::move(text)), picture_->slot(), system_steady_clock().now_ns()};
  }
  slot = cached.slot;
  return cached.frame;
}

}  // namespace fairlead::serve
