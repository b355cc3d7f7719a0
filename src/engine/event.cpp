// SPDX-License-Identifier: Apache-2.0
// Events as the journal keeps them.
#include <fmt/format.h>

#include "engine/engine.hpp"
#include "wire/canonical.hpp"

namespace fairlead::engine {
namespace {

constexpr std::uint8_t kEventVersion = 1;

enum class CommandTag : std::uint8_t { declare_source = 1 };

struct WriteCommand {
  wire::ByteWriter& out;
  void operator()(const DeclareSource& command) const {
    out.u8(static_cast<std::uint8_t>(CommandTag::declare_source));
    wire::write(out, command.source);
  }
};

std::optional<Command> read_command(wire::ByteReader& in) {
  switch (static_cast<CommandTag>(in.u8())) {
    case CommandTag::declare_source:
      return DeclareSource{wire::read_source(in)};
  }
  in.fail();
  return std::nullopt;
}

}  // namespace

std::string to_bytes(const Event& event) {
  wire::ByteWriter out;
  out.u8(kEventVersion);
  out.varint(event.slot);
  out.instant(event.closed_at);
  out.instant(event.picture_time);
  out.varint(event.commands.size());
  for (const Command& command : event.commands) std::visit(WriteCommand{out}, command);
  out.varint(event.batches.size());
  for (const domain::ObservationBatch& batch : event.batches) wire::write(out, batch);
  return out.take();
}

Result<Event> event_from_bytes(std::string_view bytes) {
  wire::ByteReader in(bytes);
  const std::uint8_t version = in.u8();
  if (version > kEventVersion) {
    return fail(ErrorCode::newer_version,
                fmt::format("an event of version {} was written by a newer fairlead; this one reads up to {}", version,
                            kEventVersion));
  }
  Event event;
  event.slot = in.varint();
  event.closed_at = in.instant();
  event.picture_time = in.instant();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    if (auto command = read_command(in)) event.commands.push_back(std::move(*command));
  }
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) event.batches.push_back(wire::read_batch(in));
  if (!in.ok() || !in.at_end() || version == 0) return fail(ErrorCode::corrupt, "an event that cannot be read");
  return event;
}

}  // namespace fairlead::engine
