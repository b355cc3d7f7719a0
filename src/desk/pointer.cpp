// SPDX-License-Identifier: Apache-2.0
// Which member of a form a refusal speaks of. Rules that need the book say it in words; programs want the place.
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "desk/json.hpp"
#include "form.hpp"

namespace fairlead::desk {
namespace {

bool holds(const Type& type, const void* value, std::string_view word) {
  switch (type.kind) {
    case Kind::text:
      return *static_cast<const std::string*>(value) == word;
    case Kind::word:
      return type.words[type.get(value)] == word;
    case Kind::id:
      // A part of something is named with its whole: `C-0001/S2`.
      return type.get(value) != 0 && word.ends_with(id_text(type.id, type.get(value)));
    case Kind::list:
    case Kind::maybe:
      for (std::size_t i = 0; i < type.size(value); ++i) {
        if (holds(*type.of, type.at(value, i), word)) return true;
      }
      return false;
    default:
      return false;
  }
}

std::string member_named(const Form& form, std::string_view word) {
  for (const Field& field : form.fields) {
    if (field.limits.is_attached) continue;
    if (field.limits.is_flat) {
      if (auto found = member_named(field.type->form(), word); !found.empty()) return found;
    } else if (field.name == word) {
      return fmt::format("/{}", word);
    }
  }
  return {};
}

std::string member_holding(const Form& form, const void* object, std::string_view word) {
  for (const Field& field : form.fields) {
    if (field.limits.is_attached) continue;
    const void* value = field.in(object);
    if (field.limits.is_flat) {
      if (auto found = member_holding(field.type->form(), value, word); !found.empty()) return found;
    } else if (holds(*field.type, value, word)) {
      return fmt::format("/{}", field.name);
    }
  }
  return {};
}

}  // namespace

std::string pointer_of(const Change& change, std::string_view refusal) {
  const Form& form = form_of_change(change.index());
  std::size_t at = refusal.find('`');
  while (at != std::string_view::npos) {
    const std::size_t end = refusal.find('`', at + 1);
    if (end == std::string_view::npos) break;
    const std::string_view word = refusal.substr(at + 1, end - at - 1);
    if (auto found = member_named(form, word); !found.empty()) return found;
    if (auto found = member_holding(form, inside(change), word); !word.empty() && !found.empty()) return found;
    at = refusal.find('`', end + 1);
  }
  return {};
}

}  // namespace fairlead::desk
