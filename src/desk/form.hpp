// SPDX-License-Identifier: Apache-2.0
// A form: the members of a struct with their names, types and limits, written down once. Canonical bytes, JSON in and
// out, checks and the schema of the API all walk the same forms, so that none of them can forget a member.
//
// Private to `desk`. Threads: the tables are constant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/digest.hpp"
#include "desk/change.hpp"

namespace fairlead::desk {

// Of canonical bytes. Older ones are read: what they do not have yet stays empty.
inline constexpr std::uint8_t kFormVersion = 3;

// So many faults are told at once.
inline constexpr std::size_t kFaultsMax = 64;

enum class Kind : std::uint8_t {
  text,
  blob,
  flag,
  whole,
  thousandths,
  instant,
  position,
  word,
  id,
  digest,
  label,
  decision,
  authority,
  form,
  list,
  maybe,
};

struct Form;

// How to get at a value of one type. Values are handed around as void pointers between the tables and the walkers,
// which agree on the type by construction; a walker that only reads never writes through them.
struct Type {
  Kind kind = Kind::text;
  std::span<const std::string_view> words{};
  IdStyle id{};
  std::uint64_t greatest = 0;                             // that a whole number can hold
  std::uint64_t (*get)(const void*) = nullptr;            // flag, whole, word, id
  void (*set)(void*, std::uint64_t) = nullptr;            //
  const Form& (*form)() = nullptr;                        // form
  const Type* of = nullptr;                               // list, maybe
  std::size_t (*size)(const void*) = nullptr;             // list; maybe: 0 or 1
  const void* (*at)(const void*, std::size_t) = nullptr;  //
  void* (*grow)(void*) = nullptr;                         // makes one more and gives it
};

// What texts may look like beyond being plain UTF-8.
enum class Shape : std::uint8_t {
  line,        // one line, no markup
  lines,       // line ends, no markup
  quoted,      // line ends, anything that somebody else wrote
  agency,      // XAA/coast_guard
  party,       // XAA/coast_guard or XAA
  state,       // GB
  word,        // a-z, 0-9, _ and -
  media_type,  // image/jpeg
  act,         // a lawful act in the words of `authority`
  hex,         // lower case
};

struct Limits {
  Shape shape = Shape::line;
  std::size_t bytes = 200;
  std::size_t items = 32;
  std::int64_t least = 0;
  std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
  bool is_needed = false;
  bool is_attached = false;  // never taken from a form that somebody sent
  bool as_point = false;     // [longitude, latitude], as GeoJSON has it
  bool once = false;         // no item twice
  bool is_flat = false;      // the members of the form stand among those of the one around it
  std::uint8_t since = 1;    // the version of the canonical bytes that has it first

  constexpr Limits needed() const {
    return with([](Limits& l) { l.is_needed = true; });
  }
  constexpr Limits attached() const {
    return with([](Limits& l) { l.is_attached = true; });
  }
  constexpr Limits each_once() const {
    return with([](Limits& l) { l.once = true; });
  }
  constexpr Limits from_version(std::uint8_t version) const {
    return with([version](Limits& l) { l.since = version; });
  }
  constexpr Limits up_to(std::size_t count) const {
    return with([count](Limits& l) { l.items = count; });
  }

 private:
  template <class Change>
  constexpr Limits with(Change change) const {
    Limits made = *this;
    change(made);
    return made;
  }
};
constexpr Limits line(std::size_t bytes = 200) { return {.shape = Shape::line, .bytes = bytes}; }
constexpr Limits lines(std::size_t bytes = 4000) { return {.shape = Shape::lines, .bytes = bytes}; }
constexpr Limits quoted(std::size_t bytes = 16'000) { return {.shape = Shape::quoted, .bytes = bytes}; }
constexpr Limits shape(Shape kind, std::size_t bytes = 64) { return {.shape = kind, .bytes = bytes}; }
constexpr Limits range(std::int64_t least, std::int64_t greatest) { return {.least = least, .greatest = greatest}; }
constexpr Limits any() { return {}; }
constexpr Limits point() { return {.as_point = true}; }

struct Field {
  std::string_view name;
  const Type* type = nullptr;
  const void* (*in)(const void*) = nullptr;
  Limits limits;

  void* in_changing(void* object) const { return const_cast<void*>(in(object)); }
};

struct Form {
  std::string_view name;
  std::span<const Field> fields;
  // What is wrong between members, said of the pointer of this object.
  void (*rules)(const void*, std::string_view pointer, Faults&) = nullptr;
};

// Specialised in form_*.cpp for each struct.
template <class T>
const Form& form_of();
// By the index of the variant.
Change empty_change(std::size_t index);
const void* inside(const Change& change);  // the act itself
const Form& form_of_change(std::size_t index);

template <class T>
inline constexpr bool kIsList = false;
template <class T>
inline constexpr bool kIsList<std::vector<T>> = true;
template <class T>
inline constexpr bool kIsMaybe = false;
template <class T>
inline constexpr bool kIsMaybe<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsId = false;
template <class Tag>
inline constexpr bool kIsId<StrongId<Tag, std::uint32_t>> = true;

template <class T>
struct TypeOf {
  static const T& in(const void* p) { return *static_cast<const T*>(p); }
  static T& in(void* p) { return *static_cast<T*>(p); }

  static constexpr Type make() {
    Type type;
    if constexpr (std::is_same_v<T, std::string>) {
      type.kind = Kind::text;
    } else if constexpr (std::is_same_v<T, bool>) {
      type.kind = Kind::flag;
      type.get = [](const void* p) -> std::uint64_t { return in(p) ? 1 : 0; };
      type.set = [](void* p, std::uint64_t v) { in(p) = v != 0; };
    } else if constexpr (std::is_unsigned_v<T>) {
      type.kind = Kind::whole;
      type.greatest = std::numeric_limits<T>::max();
      type.get = [](const void* p) -> std::uint64_t { return in(p); };
      type.set = [](void* p, std::uint64_t v) { in(p) = static_cast<T>(v); };
    } else if constexpr (std::is_enum_v<T>) {
      type.kind = Kind::word;
      type.words = kWords<T>;
      type.greatest = kWords<T>.size() - 1;
      type.get = [](const void* p) -> std::uint64_t { return static_cast<std::uint64_t>(in(p)); };
      type.set = [](void* p, std::uint64_t v) { in(p) = static_cast<T>(v); };
    } else if constexpr (kIsId<T>) {
      type.kind = Kind::id;
      type.id = kIdStyle<T>;
      type.greatest = std::numeric_limits<std::uint32_t>::max();
      type.get = [](const void* p) -> std::uint64_t { return in(p).number(); };
      type.set = [](void* p, std::uint64_t v) { in(p) = T(static_cast<std::uint32_t>(v)); };
    } else if constexpr (kIsList<T>) {
      using Item = typename T::value_type;
      type.kind = Kind::list;
      type.of = &TypeOf<Item>::kType;
      type.size = [](const void* p) { return in(p).size(); };
      type.at = [](const void* p, std::size_t i) -> const void* { return &in(p)[i]; };
      type.grow = [](void* p) -> void* { return &in(p).emplace_back(); };
    } else if constexpr (kIsMaybe<T>) {
      using Item = typename T::value_type;
      type.kind = Kind::maybe;
      type.of = &TypeOf<Item>::kType;
      type.size = [](const void* p) -> std::size_t { return in(p).has_value() ? 1 : 0; };
      type.at = [](const void* p, std::size_t) -> const void* { return &*in(p); };
      type.grow = [](void* p) -> void* { return &in(p).emplace(); };
    } else if constexpr (std::is_same_v<T, Instant>) {
      type.kind = Kind::instant;
    } else if constexpr (std::is_same_v<T, geo::Position>) {
      type.kind = Kind::position;
    } else if constexpr (std::is_same_v<T, Digest>) {
      type.kind = Kind::digest;
    } else if constexpr (std::is_same_v<T, Thousandths>) {
      type.kind = Kind::thousandths;
    } else if constexpr (std::is_same_v<T, domain::Label>) {
      type.kind = Kind::label;
    } else if constexpr (std::is_same_v<T, domain::Decision>) {
      type.kind = Kind::decision;
    } else if constexpr (std::is_same_v<T, domain::Authority>) {
      type.kind = Kind::authority;
    } else {
      static_assert(std::is_class_v<T>);
      type.kind = Kind::form;
      type.form = [] -> const Form& { return form_of<T>(); };
    }
    return type;
  }
  static const Type kType;
};
template <class T>
constinit const Type TypeOf<T>::kType = TypeOf<T>::make();

inline constexpr Type kBlob{.kind = Kind::blob};

template <class C, class M>
C owner_of(M C::*);
template <class C, class M>
M member_of(M C::*);

// field<&Vessel::name>("name", line(80))
template <auto Member>
Field field(std::string_view name, Limits limits = {}) {
  using C = decltype(owner_of(Member));
  using M = std::remove_cvref_t<decltype(std::declval<C>().*Member)>;
  return {name, &TypeOf<M>::kType, [](const void* o) -> const void* { return &(static_cast<const C*>(o)->*Member); },
          limits};
}
// A form whose members stand among those of this one.
template <auto Member>
Field flat() {
  return field<Member>("", Limits{.is_flat = true});
}
// Bytes as they are, base 64 in JSON.
template <auto Member>
Field blob(std::string_view name, std::size_t bytes) {
  Field made = field<Member>(name, Limits{.bytes = bytes});
  made.type = &kBlob;
  return made;
}

// ---- the walkers ----
void write_form(wire::ByteWriter& out, const Form& form, const void* object);
void read_form(wire::ByteReader& in, const Form& form, void* object, std::uint8_t version = kFormVersion);
// Appends the object's members; `{` and `}` are the caller's, and so is what comes after.
void append_members(std::string& out, const Form& form, const void* object);
// `unsure`: the pointers of objects in which a word could not be read, so that rules between members say nothing of
// them.
void check_form(const Form& form, const void* object, std::string_view pointer, Faults& faults,
                std::span<const std::string> unsure = {});
bool is_empty(const Type& type, const void* value);

template <class T>
void write_value(wire::ByteWriter& out, const T& value) {
  write_form(out, form_of<T>(), &value);
}
template <class T>
T read_value(wire::ByteReader& in, std::uint8_t version = kFormVersion) {
  T value;
  read_form(in, form_of<T>(), &value, version);
  return value;
}
template <class T>
void append_members(std::string& out, const T& value) {
  append_members(out, form_of<T>(), &value);
}

// ---- texts ----
// What is wrong with a text of this shape; empty: nothing.
std::string wrong_text(std::string_view text, const Limits& limits);
std::string shown(std::string_view text);  // so much of somebody's words as a message repeats

}  // namespace fairlead::desk
