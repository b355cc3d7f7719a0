// SPDX-License-Identifier: Apache-2.0
// Strict reading of JSON into an act: unknown members, doubled members and wrong forms are all told at once.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "desk/json.hpp"
#include "form_json.hpp"
#include "form_parts.hpp"
#include "json_text.hpp"
#include "wire/json.hpp"

namespace fairlead::desk {
namespace {

namespace json = boost::json;

template <class T>
T& as(void* value) {
  return *static_cast<T*>(value);
}

bool names_nobody(const domain::Label& label) {
  const auto is_blank = [](const std::string& text) { return text.find_first_not_of(" \t") == std::string::npos; };
  return std::ranges::any_of(label.releasable_to, is_blank) || std::ranges::any_of(label.caveats, is_blank) ||
         std::ranges::any_of(label.purposes, is_blank) || std::ranges::any_of(label.originators, is_blank);
}

class Reading {
 public:
  Reading(Faults& faults, Given given, From from) : faults_(faults), given_(given), from_(from) {}

  // `act` is the name of a member that was read already, or empty.
  void object(const Form& form, const json::object& members, void* into, const std::string& pointer,
              std::string_view act) {
    std::vector<std::string_view> known;
    names(form, known);
    for (const auto& member : members) {
      const std::string_view name(member.key().data(), member.key().size());
      if (name == act || std::ranges::find(known, name) != known.end()) continue;
      std::string detail = fmt::format("unknown member `{}`", shown(name));
      if (const auto nearest = nearest_word(name.substr(0, 64), known)) {
        detail += fmt::format("; did you mean `{}`?", *nearest);
      } else if (!known.empty()) {
        detail += fmt::format("; known here: `{}`", fmt::join(known, "`, `"));
      }
      wrong(fmt::format("{}/{}", pointer, shown(name)), std::move(detail), "unknown_member");
    }
    fill(form, members, into, pointer);
  }

  // Objects in which a word could not be read: what else they say cannot be judged by it.
  const std::vector<std::string>& unsure() const { return unsure_; }

 private:
  void wrong(std::string pointer, std::string detail, std::string_view code = "invalid_member") {
    if (faults_.size() < kFaultsMax) faults_.push_back({std::move(pointer), std::move(detail), code});
  }

  void names(const Form& form, std::vector<std::string_view>& known) const {
    for (const Field& field : form.fields) {
      if (field.limits.is_flat) {
        names(field.type->form(), known);
      } else if (from_ == From::engine || !field.limits.is_attached) {
        known.push_back(field.name);
      }
    }
  }

  void fill(const Form& form, const json::object& members, void* into, const std::string& pointer) {
    for (const Field& field : form.fields) {
      if (field.limits.is_flat) {
        fill(field.type->form(), members, field.in_changing(into), pointer);
        continue;
      }
      if (from_ != From::engine && field.limits.is_attached) continue;
      const std::string there = fmt::format("{}/{}", pointer, field.name);
      const json::value* member = members.if_contains(json::string_view(field.name.data(), field.name.size()));
      const auto known = std::ranges::find(given_, field.name, &std::pair<std::string_view, std::string_view>::first);
      const std::size_t before = faults_.size();
      if (pointer.empty() && known != given_.end()) {
        if (member != nullptr) wrong(there, fmt::format("`{}` is given already, by the address", field.name));
        const json::value text(json::string_view(known->second.data(), known->second.size()));
        value(*field.type, field, text, field.in_changing(into), there);
      } else if (member != nullptr && !member->is_null()) {
        value(*field.type, field, *member, field.in_changing(into), there);
      } else if (field.limits.is_needed) {
        wrong(there, fmt::format("`{}` is missing", field.name), "missing_member");
      }
      if (faults_.size() != before && holds_words(*field.type)) unsure_.push_back(pointer);
    }
  }

  static bool holds_words(const Type& type) {
    const Type* inner = &type;
    while (inner->kind == Kind::maybe || inner->kind == Kind::list) inner = inner->of;
    return inner->kind == Kind::word;
  }

  void value(const Type& type, const Field& field, const json::value& given, void* into, const std::string& pointer) {
    const auto must = [&](std::string_view what) { wrong(pointer, fmt::format("`{}` must be {}", field.name, what)); };
    const auto text = [&]() -> std::optional<std::string_view> {
      if (!given.is_string()) return std::nullopt;
      return std::string_view(given.get_string().data(), given.get_string().size());
    };
    switch (type.kind) {
      case Kind::text:
        if (!text()) return must("a text");
        // Blanks alone say nothing.
        if (text()->find_first_not_of(" \t\r\n") != std::string_view::npos) as<std::string>(into) = *text();
        return;
      case Kind::blob: {
        auto bytes = text() ? from_base64(*text()) : std::nullopt;
        if (!bytes) return must("a text in base 64");
        as<std::string>(into) = std::move(*bytes);
        return;
      }
      case Kind::flag:
        if (!given.is_bool()) return must("true or false");
        return type.set(into, given.get_bool() ? 1 : 0);
      case Kind::whole: {
        json::error_code error;
        const bool whole = given.is_int64() || given.is_uint64();
        const auto number = whole ? given.to_number<std::uint64_t>(error) : 0;
        if (!whole || error || number > type.greatest) return must("a whole number");
        return type.set(into, number);
      }
      case Kind::thousandths: {
        const double number = given.is_number() ? given.to_number<double>() : NAN;
        if (!(number >= 0 && number <= 1e9)) return must("a number from 0 to 1000000000");
        const double scaled = std::round(number * 1000);
        if (std::abs(scaled - number * 1000) > 1e-3) return must("a number with at most three decimals");
        as<Thousandths>(into).value = static_cast<std::int64_t>(scaled);
        return;
      }
      case Kind::instant: {
        const auto instant = text() ? parse_rfc3339(*text()) : Result<Instant>(Failure(Error{}));
        if (!instant) return must("an RFC 3339 time such as `2026-11-22T12:05:00Z`");
        as<Instant>(into) = *instant;
        return;
      }
      case Kind::position:
        return position(field, given, into, pointer);
      case Kind::word: {
        if (!text()) return must("a word");
        const auto at = std::ranges::find(type.words, *text());
        if (at == type.words.end()) {
          const auto nearest = nearest_word(text()->substr(0, 64), type.words);
          return wrong(pointer, nearest ? fmt::format("`{}`: unknown word `{}`; did you mean `{}`?", field.name,
                                                      shown(*text()), *nearest)
                                        : fmt::format("`{}`: unknown word `{}`; known are `{}`", field.name,
                                                      shown(*text()), fmt::join(type.words, "`, `")));
        }
        return type.set(into, static_cast<std::uint64_t>(at - type.words.begin()));
      }
      case Kind::id: {
        const auto number = text() ? parse_id(type.id, *text()) : std::nullopt;
        if (!number)
          return must(fmt::format("a number such as `{}`", id_text(type.id, type.id.yearly ? 2'026'000'417 : 7)));
        return type.set(into, *number);
      }
      case Kind::digest: {
        const auto digest = text() ? digest_from_hex(*text()) : std::nullopt;
        if (!digest) return must("a SHA-256 as 64 hexadecimal digits in small letters");
        as<Digest>(into) = *digest;
        return;
      }
      case Kind::label:
        noun(field, into, pointer, wire::label_from_json(json::serialize(given)));
        if (names_nobody(as<domain::Label>(into))) {
          wrong(pointer, fmt::format("`{}` holds an empty text in one of its lists: name somebody, or leave it out",
                                     field.name));
        }
        return;
      case Kind::decision:
        return noun(field, into, pointer, wire::decision_from_json(json::serialize(given)));
      case Kind::authority:
        return noun(field, into, pointer, wire::authority_from_json(json::serialize(given)));
      case Kind::form:
        if (!given.is_object()) return must("an object");
        return object(type.form(), given.get_object(), into, pointer, "");
      case Kind::list: {
        if (!given.is_array()) return must("a list");
        const json::array& items = given.get_array();
        if (items.size() > field.limits.items) {
          return must(fmt::format("a list of at most {} items", field.limits.items));
        }
        for (std::size_t i = 0; i < items.size(); ++i) {
          value(*type.of, field, items[i], type.grow(into), fmt::format("{}/{}", pointer, i));
        }
        return;
      }
      case Kind::maybe:
        return value(*type.of, field, given, type.grow(into), pointer);
    }
  }

  void position(const Field& field, const json::value& given, void* into, const std::string& pointer) {
    const auto number = [](const json::value* value) {
      return value != nullptr && value->is_number() ? value->to_number<double>() : NAN;
    };
    double latitude = NAN;
    double longitude = NAN;
    if (field.limits.as_point && given.is_array() && given.get_array().size() == 2) {
      longitude = number(&given.get_array()[0]);
      latitude = number(&given.get_array()[1]);
    } else if (given.is_object() && given.get_object().size() == 2) {
      latitude = number(given.get_object().if_contains("lat"));
      longitude = number(given.get_object().if_contains("lon"));
    } else if (given.is_string()) {
      if (const auto parsed = geo::parse_position({given.get_string().data(), given.get_string().size()})) {
        as<geo::Position>(into) = *parsed;
        return;
      }
    }
    const bool in_range = latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180;
    const auto found = in_range ? geo::Position::from_degrees(latitude, longitude) : std::nullopt;
    if (found) {
      as<geo::Position>(into) = *found;
    } else {
      wrong(pointer,
            fmt::format("`{}` must be {} in degrees", field.name,
                        field.limits.as_point ? "`[longitude, latitude]`" : "`{\"lat\":15.25,\"lon\":-73.1}`"));
    }
  }

  template <class T>
  void noun(const Field& field, void* into, const std::string& pointer, Result<T> read) {
    if (!read) return wrong(pointer, fmt::format("`{}`: {}", field.name, read.error().message));
    as<T>(into) = *std::move(read);
  }

  Faults& faults_;
  std::vector<std::string> unsure_;
  Given given_;
  From from_;
};

// Whether one of them is the other, or stands in it.
bool is_part_of(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return b.starts_with(a) && (b.size() == a.size() || b[a.size()] == '/');
}

std::expected<Change, Faults> read(std::string_view act, const json::object& members, Given given, From from,
                                   std::string_view act_member) {
  const auto names = act_names();
  const auto at = std::ranges::find(names, act);
  // What the engine notes is nobody else's to say.
  static constexpr std::array kByTheEngine{"note_release"sv, "note_stop"sv,       "note_request_release"sv,
                                           "receive_lead"sv, "receive_request"sv, "end_received"sv};
  const bool noted = from != From::engine && std::ranges::find(kByTheEngine, act) != kByTheEngine.end();
  if (at == names.end() || noted) {
    const auto nearest = nearest_word(act.substr(0, 64), names);
    return std::unexpected(Faults{{"/act",
                                   nearest ? fmt::format("unknown act `{}`; did you mean `{}`?", shown(act), *nearest)
                                           : fmt::format("unknown act `{}`", shown(act)),
                                   "invalid_member"}});
  }
  const auto index = static_cast<std::size_t>(at - names.begin());
  Change change = empty_change(index);
  Faults found;
  Reading reading(found, given, from);
  reading.object(form_of_change(index), members, const_cast<void*>(inside(change)), "", act_member);
  // What could be read is checked beside what could not; a member is told once.
  Faults more;
  check_form(form_of_change(index), inside(change), "", more, reading.unsure());
  const std::size_t unread = found.size();
  for (Fault& fault : more) {
    const bool told = std::any_of(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(unread),
                                  [&](const Fault& one) { return is_part_of(one.pointer, fault.pointer); });
    if (!told && found.size() < kFaultsMax) found.push_back(std::move(fault));
  }
  if (!found.empty()) return std::unexpected(std::move(found));
  return change;
}

}  // namespace

std::expected<Change, Faults> change_from_json(std::string_view act, std::string_view object, Given given, From from) {
  const auto value = parse_object(object);
  if (!value) return std::unexpected(value.error());
  return read(act, value->get_object(), given, from, "");
}

std::expected<Change, Faults> change_from_json(std::string_view object, From from) {
  const auto value = parse_object(object);
  if (!value) return std::unexpected(value.error());
  const json::value* act = value->get_object().if_contains("act");
  if (act == nullptr || !act->is_string()) {
    return std::unexpected(Faults{{"/act", "`act` is missing: what is done, such as `draft_lead`", "missing_member"}});
  }
  return read({act->get_string().data(), act->get_string().size()}, value->get_object(), {}, from, "act");
}

}  // namespace fairlead::desk
