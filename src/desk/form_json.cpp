// SPDX-License-Identifier: Apache-2.0
// Any form as JSON.
#include "form_json.hpp"

#include <fmt/format.h>

#include "base/base64url.hpp"
#include "base/text.hpp"
#include "form.hpp"
#include "wire/json.hpp"

namespace fairlead::desk {
namespace {

template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

void append_thousandths(std::string& out, std::int64_t value) {
  std::string digits;
  append_fixed(digits, value, 3);
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  out += digits;
}

}  // namespace

// RFC 4648 section 4, with padding, as other programs expect it.
std::string base64(std::string_view bytes) {
  std::string text = base64url(bytes);
  for (char& c : text) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  while (text.size() % 4 != 0) text += '=';
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string url;
  for (const char c : text) {
    if (c == '-' || c == '_') return std::nullopt;
    url += c == '+' ? '-' : c == '/' ? '_' : c;
  }
  return from_base64url(url);
}

void append_value(std::string& out, const Type& type, const Limits& limits, const void* value) {
  switch (type.kind) {
    case Kind::text:
      return append_json_string(out, as<std::string>(value));
    case Kind::blob:
      return append_json_string(out, base64(as<std::string>(value)));
    case Kind::flag:
      out += type.get(value) != 0 ? "true" : "false";
      return;
    case Kind::whole:
      return append_number(out, type.get(value));
    case Kind::thousandths:
      return append_thousandths(out, as<Thousandths>(value).value);
    case Kind::instant:
      out += '"';
      append_rfc3339(out, as<Instant>(value));
      out += '"';
      return;
    case Kind::position: {
      const auto& position = as<geo::Position>(value);
      if (!limits.as_point) return wire::append_json(out, position);
      out += '[';
      geo::append_degrees(out, position.longitude_units());
      out += ',';
      geo::append_degrees(out, position.latitude_units());
      out += ']';
      return;
    }
    case Kind::word:
      return append_json_string(out, type.words[static_cast<std::size_t>(type.get(value))]);
    case Kind::id:
      return append_json_string(out, id_text(type.id, type.get(value)));
    case Kind::digest:
      return append_json_string(out, hex(as<Digest>(value)));
    case Kind::label:
      return wire::append_json(out, as<domain::Label>(value));
    case Kind::decision:
      return wire::append_json(out, as<domain::Decision>(value));
    case Kind::authority:
      return wire::append_json(out, as<domain::Authority>(value));
    case Kind::form:
      out += '{';
      append_members(out, type.form(), value);
      out += '}';
      return;
    case Kind::list:
      out += '[';
      for (std::size_t i = 0, n = type.size(value); i < n; ++i) {
        if (i > 0) out += ',';
        append_value(out, *type.of, limits, type.at(value, i));
      }
      out += ']';
      return;
    case Kind::maybe:
      return append_value(out, *type.of, limits, type.at(value, 0));
  }
}

void append_members(std::string& out, const Form& form, const void* object) {
  for (const Field& field : form.fields) {
    const void* value = field.in(object);
    if (field.limits.is_flat) {
      append_members(out, field.type->form(), value);
      continue;
    }
    if (is_empty(*field.type, value)) continue;
    if (out.back() != '{') out += ',';
    out += '"';
    out += field.name;
    out += "\":";
    append_value(out, *field.type, field.limits, value);
  }
}

}  // namespace fairlead::desk
