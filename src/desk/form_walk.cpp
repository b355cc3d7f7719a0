// SPDX-License-Identifier: Apache-2.0
// Canonical bytes and checks of any form.
#include <algorithm>

#include <fmt/format.h>

#include "form.hpp"
#include "form_parts.hpp"
#include "wire/canonical.hpp"

namespace fairlead::desk {
namespace {

const Instant kEarliest = Instant::from_civil(1, 1, 1);
const Instant kLatest = Instant::from_civil(9999, 12, 31, 23, 59, 59, 999);

template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}
template <class T>
T& as(void* value) {
  return *static_cast<T*>(value);
}

void write_any(wire::ByteWriter& out, const Type& type, const void* value) {
  switch (type.kind) {
    case Kind::text:
    case Kind::blob:
      return out.text(as<std::string>(value));
    case Kind::flag:
      return out.boolean(type.get(value) != 0);
    case Kind::whole:
    case Kind::word:
    case Kind::id:
      return out.varint(type.get(value));
    case Kind::thousandths:
      return out.zigzag(as<Thousandths>(value).value);
    case Kind::instant:
      return out.instant(as<Instant>(value));
    case Kind::position:
      return out.position(as<geo::Position>(value));
    case Kind::digest: {
      const Digest& digest = as<Digest>(value);
      return out.raw(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
    }
    case Kind::label:
      return wire::write(out, as<domain::Label>(value));
    case Kind::decision:
      return wire::write(out, as<domain::Decision>(value));
    case Kind::authority:
      return wire::write(out, as<domain::Authority>(value));
    case Kind::form:
      return write_form(out, type.form(), value);
    case Kind::list: {
      const std::size_t size = type.size(value);
      out.varint(size);
      for (std::size_t i = 0; i < size; ++i) write_any(out, *type.of, type.at(value, i));
      return;
    }
    case Kind::maybe:
      out.boolean(type.size(value) != 0);
      if (type.size(value) != 0) write_any(out, *type.of, type.at(value, 0));
      return;
  }
}

void read_any(wire::ByteReader& in, const Type& type, void* value, std::uint8_t version) {
  if (!in.ok()) return;
  switch (type.kind) {
    case Kind::text:
    case Kind::blob:
      as<std::string>(value) = in.text();
      return;
    case Kind::flag:
      return type.set(value, in.boolean() ? 1 : 0);
    case Kind::whole:
    case Kind::word:
    case Kind::id: {
      const std::uint64_t number = in.varint();
      return number > type.greatest ? in.fail() : type.set(value, number);
    }
    case Kind::thousandths:
      as<Thousandths>(value).value = in.zigzag();
      return;
    case Kind::instant:
      as<Instant>(value) = in.instant();
      return;
    case Kind::position:
      as<geo::Position>(value) = in.position();
      return;
    case Kind::digest: {
      Digest& digest = as<Digest>(value);
      std::ranges::copy(in.raw(digest.size()), reinterpret_cast<char*>(digest.data()));
      return;
    }
    case Kind::label:
      as<domain::Label>(value) = wire::read_label(in);
      return;
    case Kind::decision:
      as<domain::Decision>(value) = wire::read_decision(in);
      return;
    case Kind::authority:
      as<domain::Authority>(value) = wire::read_authority(in);
      return;
    case Kind::form:
      return read_form(in, type.form(), value, version);
    case Kind::list:
      for (std::size_t i = 0, n = in.count(); i < n && in.ok(); ++i) read_any(in, *type.of, type.grow(value), version);
      return;
    case Kind::maybe:
      if (in.boolean()) read_any(in, *type.of, type.grow(value), version);
      return;
  }
}

bool equal_bytes(const Type& type, const void* a, const void* b) {
  wire::ByteWriter left;
  wire::ByteWriter right;
  write_any(left, type, a);
  write_any(right, type, b);
  return left.view() == right.view();
}

void check_any(const Type& type, const Limits& limits, std::string_view name, const void* value,
               const std::string& pointer, Faults& faults, std::span<const std::string> unsure) {
  const auto wrong = [&](std::string detail) {
    if (faults.size() < kFaultsMax) faults.push_back({pointer, std::move(detail)});
  };
  switch (type.kind) {
    case Kind::text:
      if (const std::string why = wrong_text(as<std::string>(value), limits); !why.empty()) {
        wrong(fmt::format("`{}` {}", name, why));
      }
      return;
    case Kind::blob:
      if (as<std::string>(value).size() > limits.bytes) {
        wrong(fmt::format("`{}` has more than {} bytes", name, limits.bytes));
      }
      return;
    case Kind::whole: {
      const std::uint64_t number = type.get(value);
      if (number < static_cast<std::uint64_t>(limits.least) || number > static_cast<std::uint64_t>(limits.greatest)) {
        wrong(fmt::format("`{}` is {}, not from {} to {}", name, number, limits.least, limits.greatest));
      }
      return;
    }
    case Kind::id:
      if (type.get(value) == 0)
        wrong(fmt::format("`{}` is no number of ours, such as `{}`", name, id_text(type.id, 1)));
      return;
    case Kind::thousandths:
      if (as<Thousandths>(value).value < 0 || as<Thousandths>(value).value > 1'000'000'000'000) {
        wrong(fmt::format("`{}` is not from 0 to 1000000000", name));
      }
      return;
    case Kind::instant:
      if (as<Instant>(value) < kEarliest || as<Instant>(value) > kLatest) {
        wrong(fmt::format("`{}` is outside the years 1 to 9999", name));
      }
      return;
    case Kind::label: {
      const auto& label = as<domain::Label>(value);
      const auto bad = [](const std::string& text) { return !wrong_text(text, line(200)).empty(); };
      if (bad(label.policy) || std::ranges::any_of(label.releasable_to, bad) ||
          std::ranges::any_of(label.caveats, bad) || std::ranges::any_of(label.purposes, bad) ||
          std::ranges::any_of(label.originators, bad)) {
        wrong(fmt::format("`{}` holds a text that is too long or not plain", name));
      }
      if (label.expires_at && (*label.expires_at < kEarliest || *label.expires_at > kLatest)) {
        wrong(fmt::format("`{}` ends outside the years 1 to 9999", name));
      }
      return;
    }
    case Kind::form:
      return check_form(type.form(), value, pointer, faults, unsure);
    case Kind::list: {
      const std::size_t size = type.size(value);
      if (size > limits.items) return wrong(fmt::format("`{}` has {} items, more than {}", name, size, limits.items));
      for (std::size_t i = 0; i < size; ++i) {
        Limits item = limits;
        item.is_needed = type.of->kind == Kind::text;
        const std::string there = fmt::format("{}/{}", pointer, i);
        const void* at = type.at(value, i);
        check_any(*type.of, item, name, at, there, faults, unsure);
        if (item.is_needed && is_empty(*type.of, at)) wrong(fmt::format("`{}` holds an empty text", name));
        for (std::size_t j = 0; limits.once && j < i && i < 1000; ++j) {
          if (equal_bytes(*type.of, at, type.at(value, j))) {
            wrong(fmt::format("`{}` holds one item twice", name));
            return;
          }
        }
      }
      return;
    }
    case Kind::maybe:
      if (type.size(value) != 0) check_any(*type.of, limits, name, type.at(value, 0), pointer, faults, unsure);
      return;
    case Kind::decision:
      if (const Instant at = as<domain::Decision>(value).decided_at; at < kEarliest || at > kLatest) {
        wrong(fmt::format("`{}` was made outside the years 1 to 9999", name));
      }
      return;
    case Kind::flag:
    case Kind::word:
    case Kind::position:
    case Kind::digest:
    case Kind::authority:
      return;
  }
}

}  // namespace

bool is_empty(const Type& type, const void* value) {
  switch (type.kind) {
    case Kind::text:
    case Kind::blob:
      return as<std::string>(value).empty();
    case Kind::list:
    case Kind::maybe:
      return type.size(value) == 0;
    case Kind::digest:
      return as<Digest>(value) == Digest{};
    case Kind::label:
      return as<domain::Label>(value) == domain::Label{};
    case Kind::form: {
      // All members empty: left out of JSON, so that "says nothing of it" is absence. A member that is always written
      // (a word, a number) makes the whole form present.
      const Form& form = type.form();
      return std::ranges::all_of(form.fields, [&](const Field& field) {
        const Kind kind = field.type->kind;
        const bool can_be_absent = kind == Kind::text || kind == Kind::list || kind == Kind::maybe ||
                                   kind == Kind::label || kind == Kind::form || kind == Kind::blob;
        const bool is_default = (kind == Kind::flag || kind == Kind::word) && !field.limits.is_needed &&
                                field.type->get(field.in(value)) == 0;
        return is_default || (can_be_absent && is_empty(*field.type, field.in(value)));
      });
    }
    default:
      return false;
  }
}

void write_form(wire::ByteWriter& out, const Form& form, const void* object) {
  for (const Field& field : form.fields) write_any(out, *field.type, field.in(object));
}

void read_form(wire::ByteReader& in, const Form& form, void* object, std::uint8_t version) {
  for (const Field& field : form.fields) {
    if (field.limits.since <= version) read_any(in, *field.type, field.in_changing(object), version);
  }
}

void check_form(const Form& form, const void* object, std::string_view pointer, Faults& faults,
                std::span<const std::string> unsure) {
  for (const Field& field : form.fields) {
    const void* value = field.in(object);
    if (field.limits.is_flat) {
      check_form(field.type->form(), value, pointer, faults, unsure);
      continue;
    }
    const std::string there = fmt::format("{}/{}", pointer, field.name);
    const bool missing =
        field.limits.is_needed &&
        (is_empty(*field.type, value) || (field.type->kind == Kind::id && field.type->get(value) == 0) ||
         (field.type->kind == Kind::text && as<std::string>(value).find_first_not_of(" \n\t") == std::string::npos));
    if (missing) {
      if (faults.size() < kFaultsMax)
        faults.push_back({there, fmt::format("`{}` is missing", field.name), "missing_member"});
      continue;
    }
    check_any(*field.type, field.limits, field.name, value, there, faults, unsure);
  }
  if (form.rules != nullptr && std::ranges::find(unsure, pointer) == unsure.end()) form.rules(object, pointer, faults);
}

}  // namespace fairlead::desk
