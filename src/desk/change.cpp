// SPDX-License-Identifier: Apache-2.0
#include "desk/change.hpp"

#include <utility>

#include <fmt/format.h>

#include "form.hpp"
#include "wire/bytes.hpp"

namespace fairlead::desk {
namespace {

template <std::size_t... i>
Change made(std::size_t index, std::index_sequence<i...>) {
  using Make = Change (*)();
  static constexpr Make kMake[] = {[]() -> Change { return std::variant_alternative_t<i, Change>{}; }...};
  return kMake[index]();
}

}  // namespace

Change empty_change(std::size_t index) { return made(index, std::make_index_sequence<std::variant_size_v<Change>>()); }
const void* inside(const Change& change) {
  return std::visit([](const auto& act) -> const void* { return &act; }, change);
}

Faults faults(const Change& change) {
  Faults found;
  check_form(form_of_change(change.index()), inside(change), "", found);
  return found;
}

Result<void> check(const Change& change) {
  const Faults found = faults(change);
  if (found.empty()) return {};
  return fail(ErrorCode::invalid_argument, fmt::format("{}: {}", found[0].pointer, found[0].detail));
}

void write(wire::ByteWriter& out, const Change& change) {
  out.u8(kFormVersion);
  out.u8(static_cast<std::uint8_t>(change.index()));
  write_form(out, form_of_change(change.index()), inside(change));
}

Change read_change(wire::ByteReader& in) {
  if (in.u8() != kFormVersion) in.fail();
  const std::uint8_t index = in.u8();
  if (index >= std::variant_size_v<Change>) in.fail();
  if (!in.ok()) return AddLogLine{};
  Change change = empty_change(index);
  read_form(in, form_of_change(index), const_cast<void*>(inside(change)));
  if (!in.ok() || !faults(change).empty()) {
    in.fail();
    return AddLogLine{};
  }
  return change;
}

}  // namespace fairlead::desk
