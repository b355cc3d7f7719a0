// SPDX-License-Identifier: Apache-2.0
// The pieces that the canonical forms are put together from. Private to `wire`.
//
// Threads: any.
#pragma once

#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "wire/canonical.hpp"

namespace fairlead::wire {

// Every top-level form begins with this; it grows when a form changes.
inline constexpr std::uint8_t kVersion = 2;

inline void write_version(ByteWriter& out) { out.u8(kVersion); }
// Older forms are read for ever; they end before what came later.
inline std::uint8_t read_version(ByteReader& in) {
  const std::uint8_t version = in.u8();
  if (version == 0 || version > kVersion) in.fail();
  return version;
}

template <class Enum>
void write_enum(ByteWriter& out, Enum value) {
  out.u8(static_cast<std::uint8_t>(value));
}
// `last` is the greatest value this program knows.
template <class Enum>
Enum read_enum(ByteReader& in, Enum last) {
  const std::uint8_t value = in.u8();
  if (value > static_cast<std::uint8_t>(last)) {
    in.fail();
    return Enum{};
  }
  return static_cast<Enum>(value);
}

template <std::size_t N>
FixedText<N> read_fixed(ByteReader& in) {
  const std::string_view text = in.text();
  if (text.size() > N) in.fail();
  return FixedText<N>(in.ok() ? text : std::string_view{});
}

template <class List>
void write_texts(ByteWriter& out, const List& texts) {
  out.varint(texts.size());
  for (const auto& text : texts) out.text(text);
}
inline std::vector<std::string> read_texts(ByteReader& in) {
  std::vector<std::string> texts(in.count());
  for (auto& text : texts) text = in.text();
  return texts;
}
inline std::set<std::string> read_text_set(ByteReader& in) {
  std::set<std::string> texts;
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    const std::string_view text = in.text();
    // Canonical: ascending, each once.
    if (!texts.empty() && *texts.rbegin() >= text) in.fail();
    texts.emplace_hint(texts.end(), text);
  }
  return texts;
}

template <class Number>
void write_number(ByteWriter& out, const std::optional<Number>& value) {
  out.optional(value, [&](Number v) { out.varint(v); });
}
template <class Number>
std::optional<Number> read_number(ByteReader& in) {
  return in.optional([&] { return in.number<Number>(); });
}

// A number that a quantity can have. What is not finite was never written by us, and would stop whoever prints it.
inline double read_finite(ByteReader& in) {
  const double value = in.real();
  if (std::isfinite(value)) return value;
  in.fail();
  return 0;
}

// Degrees as a direction keeps them; others have another spelling already.
template <class SomeDirection>
SomeDirection direction(ByteReader& in, double degrees) {
  const SomeDirection found = SomeDirection::degrees(degrees);
  if (found.in_degrees() != degrees || std::signbit(degrees)) in.fail();
  return found;
}

void write_claims_body(ByteWriter& out, const domain::StaticClaims& claims);
domain::StaticClaims read_claims_body(ByteReader& in);
void write_label_body(ByteWriter& out, const domain::Label& label);
domain::Label read_label_body(ByteReader& in);
void write_detection_body(ByteWriter& out, const domain::Detection& detection);
domain::Detection read_detection_body(ByteReader& in);
void write_scan_body(ByteWriter& out, const domain::Scan& scan);
domain::Scan read_scan_body(ByteReader& in, domain::SourceId source);
void write_fused_body(ByteWriter& out, const domain::Fused& fused);
domain::Fused read_fused_body(ByteReader& in);

}  // namespace fairlead::wire
