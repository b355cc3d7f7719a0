// SPDX-License-Identifier: Apache-2.0
// Joins the parts of messages that take several sentences.
#include "assembler.hpp"

#include <algorithm>
#include <cstring>

namespace fairlead::decode {
namespace {

std::uint32_t key_of(const Fragment& f) noexcept {
  return static_cast<std::uint32_t>(f.sequence + 1) << 16U | static_cast<std::uint32_t>(f.total) << 12U |
         static_cast<std::uint32_t>(f.own_ship ? 1U : 0U) << 8U | static_cast<unsigned char>(f.channel);
}

std::uint16_t bit(std::uint8_t number) noexcept { return static_cast<std::uint16_t>(1U << number); }

std::string_view text_of(const Assembler::Group& group, std::uint8_t number) noexcept {
  const auto& part = group.part[number];
  return {group.text.data() + part.first, part.size};
}

bool in_order(const Assembler::Group& group) noexcept {
  for (std::uint8_t n = 2; n <= group.total; ++n) {
    if (group.part[n].arrival < group.part[n - 1].arrival) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool Assembler::fits(const Group& group, const Tags& tags, std::uint32_t key) {
  if (group.key != key) {
    return false;
  }
  const std::string_view station = group.context.station.view();
  const std::string_view other = tags.station.substr(0, group.context.station.bytes.size());
  if (tags.has_group() != (group.tag_group_total != 0)) {
    return false;
  }
  if (tags.has_group()) {
    return group.tag_group_id == tags.group.id && group.tag_group_total == tags.group.total &&
           (station.empty() || other.empty() || station == other);
  }
  return station == other;
}

bool Assembler::expired(const Group& group, const LineClock& clock, bool reordered) const {
  if (clock.kind != LineClock::Kind::kNone && clock.kind == group.clock.kind) {
    const std::int64_t apart = clock.ms > group.clock.ms ? clock.ms - group.clock.ms : group.clock.ms - clock.ms;
    if (apart > (reordered ? limits_.ms_reorder_max : limits_.ms_max)) {
      return true;
    }
  }
  const bool known = group.tag_group_total != 0 || group.context.station.size != 0;
  const std::uint64_t lines = known ? limits_.lines_known_max : limits_.lines_max;
  return clock.line - group.clock.line > (reordered ? std::min(limits_.lines_reorder_max, lines) : lines);
}

Assembler::Group* Assembler::find(const Fragment& fragment, const Tags& tags, const LineClock& clock, Host& host) {
  const std::uint32_t key = key_of(fragment);
  for (Group& group : groups_) {
    if (!fits(group, tags, key)) {
      continue;
    }
    const bool reordered = (group.seen >> fragment.number) > 1;  // a later part is here already
    if (!group.held && expired(group, clock, reordered)) {
      give_up(group, host);
      return nullptr;
    }
    return &group;
  }
  return find_untagged_rest(fragment, tags, clock, key);
}

// Some feeds tag only the first part. A later part without any tag follows the one message that waits for it, when it
// is the only one and near.
Assembler::Group* Assembler::find_untagged_rest(const Fragment& fragment, const Tags& tags, const LineClock& clock,
                                                std::uint32_t key) {
  if (fragment.number == 1 || tags.has_group() || !tags.station.empty() || tags.time_ms != ais::kNoTime) {
    return nullptr;
  }
  Group* only = nullptr;
  for (Group& group : groups_) {
    const bool waits = group.key == key && group.tag_group_total == 0 && !group.held && (group.seen & bit(1)) != 0 &&
                       (group.seen & bit(fragment.number)) == 0 &&
                       clock.line - group.clock.line <= limits_.lines_reorder_max;
    if (waits && only != nullptr) {
      return nullptr;
    }
    if (waits) {
      only = &group;
    }
  }
  return only;
}

Assembler::Group& Assembler::open(const Fragment& fragment, const Tags& tags, const LineClock& clock, Host& host) {
  if (groups_.size() >= limits_.groups_max) {
    const auto oldest = std::min_element(groups_.begin(), groups_.end(),
                                         [](const Group& a, const Group& b) { return a.clock.line < b.clock.line; });
    if (oldest->held) {
      host.complete(*oldest);
      remove(*oldest);
    } else {
      give_up(*oldest, host);
    }
  }
  Group& group = groups_.emplace_back();
  group.key = key_of(fragment);
  group.total = fragment.total;
  group.tag_group_id = tags.group.id;
  group.tag_group_total = tags.group.total;
  group.context.station.assign(tags.station);
  group.clock = clock;
  return group;
}

bool Assembler::store(Group& group, const Fragment& fragment) {
  if (fragment.payload.size() > kArmourCharactersMax - group.used) {
    return false;
  }
  auto& part = group.part[fragment.number];
  part.first = group.used;
  part.size = static_cast<std::uint16_t>(fragment.payload.size());
  part.fill = fragment.fill;
  part.arrival = group.arrivals++;
  if (!fragment.payload.empty()) {
    std::memcpy(group.text.data() + group.used, fragment.payload.data(), fragment.payload.size());
  }
  group.used = static_cast<std::uint16_t>(group.used + part.size);
  group.seen = static_cast<std::uint16_t>(group.seen | bit(fragment.number));
  ++group.parts;
  return true;
}

void Assembler::add(const Fragment& fragment, const Tags& tags, const ais::SentenceContext& context,
                    const LineClock& clock, Host& host) {
  Group* group = find(fragment, tags, clock, host);
  if (group != nullptr && (group->seen & bit(fragment.number)) != 0) {
    if (!group->condemned && text_of(*group, fragment.number) == fragment.payload) {
      group->clock = clock;
      host.duplicate();
      return;
    }
    const auto& old = group->part[fragment.number];
    if (group->held && fragment.number > 1 && old.arrival < group->part[fragment.number - 1].arrival) {
      replace_early_part(*group, fragment, clock, host);
      return;
    }
    if (group->held) {
      host.complete(*group);
      remove(*group);
    } else {
      give_up(*group, host);
    }
    group = nullptr;
  } else if (group != nullptr && group->held) {  // cannot be: a held message has all its parts
    group = nullptr;
  }
  if (group == nullptr) {
    group = &open(fragment, tags, clock, host);
  }
  if (group->condemned) {
    host.lost(1, Rejection::kIncompleteGroup);
    group->seen = static_cast<std::uint16_t>(group->seen | bit(fragment.number));
    settle(*group, clock, host);
    return;
  }
  if (!store(*group, fragment)) {
    host.lost(group->parts + 1U, Rejection::kMessageTooLong);
    group->parts = 0;
    group->condemned = true;
    group->seen = static_cast<std::uint16_t>(group->seen | bit(fragment.number));
    settle(*group, clock, host);
    return;
  }
  // The first part speaks for the message; others fill in what it left open.
  if (fragment.number == 1 || group->parts == 1) {
    const ais::SentenceContext before = group->context;
    group->context = context;
    if (context.station.size == 0) {
      group->context.station = before.station;
    }
    if (group->parts > 1) {
      if (context.tag_time_ms == ais::kNoTime) group->context.tag_time_ms = before.tag_time_ms;
      if (context.line_time_ns == ais::kNoTime) group->context.line_time_ns = before.line_time_ns;
      if (context.trailer_time_ms == ais::kNoTime) group->context.trailer_time_ms = before.trailer_time_ms;
    }
    read_tag_details(tags, group->tags);
  } else {
    ais::SentenceContext& c = group->context;
    if (c.station.size == 0) c.station = context.station;
    if (c.tag_time_ms == ais::kNoTime) c.tag_time_ms = context.tag_time_ms;
    if (c.line_time_ns == ais::kNoTime) c.line_time_ns = context.line_time_ns;
    if (c.trailer_time_ms == ais::kNoTime) c.trailer_time_ms = context.trailer_time_ms;
  }
  group->context.line = context.line;
  group->clock = clock;
  settle(*group, clock, host);
}

void Assembler::settle(Group& group, const LineClock& clock, Host& host) {
  const auto all = static_cast<std::uint16_t>((1U << (group.total + 1U)) - 2U);
  if (group.seen != all) {
    return;
  }
  if (group.condemned) {
    remove(group);
    return;
  }
  group.context.parts = group.total;
  if (in_order(group)) {
    host.complete(group);
    remove(group);
    return;
  }
  group.held = true;
  group.completed_line = clock.line;
  attention_line_ = std::min(attention_line_, clock.line + limits_.lines_held);
}

void Assembler::replace_early_part(Group& group, const Fragment& fragment, const LineClock& clock, Host& host) {
  host.lost(1, Rejection::kIncompleteGroup);
  --group.parts;
  if (!store(group, fragment)) {
    host.lost(group.parts + 1U, Rejection::kMessageTooLong);
    remove(group);
    return;
  }
  group.held = false;
  group.clock = clock;
  settle(group, clock, host);
}

void Assembler::condemn(const Fragment& fragment, const Tags& tags, const LineClock& clock, Host& host) {
  Group* group = find(fragment, tags, clock, host);
  if (group != nullptr && group->held) {
    return;  // complete already; the damaged part is of a later message
  }
  if (group != nullptr && (group->seen & bit(fragment.number)) != 0) {
    give_up(*group, host);
    group = nullptr;
  }
  if (group == nullptr) {
    group = &open(fragment, tags, clock, host);
  }
  if (group->parts > 0) {
    host.lost(group->parts, Rejection::kIncompleteGroup);
    group->parts = 0;
  }
  group->condemned = true;
  group->seen = static_cast<std::uint16_t>(group->seen | bit(fragment.number));
  settle(*group, clock, host);
}

void Assembler::give_up(Group& group, Host& host) {
  if (group.parts > 0) {
    host.lost(group.parts, Rejection::kIncompleteGroup);
  }
  remove(group);
}

void Assembler::remove(Group& group) {
  if (&group != &groups_.back()) {
    group = groups_.back();
  }
  groups_.pop_back();
}

void Assembler::release_held(std::uint64_t line, Host& host) {
  attention_line_ = ~std::uint64_t{0};
  // Several may be due; the one completed first goes first.
  for (;;) {
    Group* due = nullptr;
    for (Group& group : groups_) {
      if (!group.held) {
        continue;
      }
      if (group.completed_line + limits_.lines_held > line) {
        attention_line_ = std::min(attention_line_, group.completed_line + limits_.lines_held);
      } else if (due == nullptr || group.completed_line < due->completed_line) {
        due = &group;
      }
    }
    if (due == nullptr) {
      return;
    }
    host.complete(*due);
    remove(*due);
  }
}

void Assembler::expire(const LineClock& clock, Host& host) {
  for (std::size_t i = groups_.size(); i-- > 0;) {
    if (!groups_[i].held && expired(groups_[i], clock, false)) {
      give_up(groups_[i], host);
    }
  }
}

void Assembler::finish(Host& host) {
  release_held(~std::uint64_t{0} - limits_.lines_held, host);
  while (!groups_.empty()) {
    give_up(groups_.back(), host);
  }
  attention_line_ = ~std::uint64_t{0};
}

std::uint64_t Assembler::pending_parts() const noexcept {
  std::uint64_t parts = 0;
  for (const Group& group : groups_) {
    parts += group.parts;
  }
  return parts;
}

}  // namespace fairlead::decode
