// SPDX-License-Identifier: Apache-2.0
// Strict reading of a JSON body: members that nobody knows are refused with the nearest name, members given twice are
// refused, and so are values of the wrong form. All faults are collected, so that one answer names them all.
//
//   JsonBody body(request.body);
//   JsonObject order = body.root();
//   order.only({{"partner", "reason"}});
//   const std::string partner = order.required_text("partner", 64);
//   const auto reason = order.text("reason", 2000);
//   if (body.refusal()) return ...;
//
// Threads: one owner; a JsonObject lives no longer than its JsonBody.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/problem.hpp"
#include "units/instant.hpp"

namespace fairlead::http {

class JsonObject;

class JsonBody {
 public:
  explicit JsonBody(std::string_view text);
  ~JsonBody();
  JsonBody(JsonBody&&) noexcept;
  JsonBody& operator=(JsonBody&&) noexcept;

  // Empty where the body is not an object; refusal() then says so.
  JsonObject root();
  // What is wrong, if anything is.
  const std::optional<Refusal>& refusal() const;
  void refuse(std::string pointer, std::string detail, std::string_view code = "invalid_member");

 private:
  friend class JsonObject;
  struct State;
  std::unique_ptr<State> state_;
};

// The readers give nothing where a member is absent or null, and nothing with a fault noted where it is of the wrong
// form; those with `required` in their name note its absence too.
class JsonObject {
 public:
  // Every member but these is a fault.
  void only(std::span<const std::string_view> known);
  void only(std::initializer_list<std::string_view> known) { only(std::span(known.begin(), known.size())); }
  bool has(std::string_view name) const;
  bool is_text(std::string_view name) const;

  // At most so many bytes; without control characters, but with line ends where `lines` is set.
  std::optional<std::string> text(std::string_view name, std::size_t bytes_max, bool lines = false);
  std::string required_text(std::string_view name, std::size_t bytes_max, bool lines = false);
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most);
  std::optional<double> number(std::string_view name, double least, double most);
  std::optional<bool> flag(std::string_view name);
  std::optional<Instant> time(std::string_view name);
  std::vector<std::string> texts(std::string_view name, std::size_t items_max, std::size_t bytes_max);
  // Of two finite numbers each, such as corners: `[[59.9, 10.5], [60, 11]]`.
  std::vector<std::pair<double, double>> pairs(std::string_view name, std::size_t items_max);
  // One of some words, which `read` turns into a value.
  template <class T>
  std::optional<T> word(std::string_view name, std::optional<T> (*read)(std::string_view),
                        std::span<const std::string_view> words) {
    const auto given = text(name, 64);
    if (!given) return std::nullopt;
    const std::optional<T> value = read(*given);
    if (!value) refuse_word(name, *given, words);
    return value;
  }
  std::optional<JsonObject> object(std::string_view name);
  std::vector<JsonObject> objects(std::string_view name, std::size_t items_max);

  // Notes that it must be there; true when it is.
  bool require(std::string_view name);
  void refuse(std::string_view name, std::string detail, std::string_view code = "invalid_member");
  void refuse_word(std::string_view name, std::string_view given, std::span<const std::string_view> words);

 private:
  friend class JsonBody;
  struct Members;
  JsonObject(JsonBody& body, const Members* members, std::string pointer)
      : body_(&body), members_(members), pointer_(std::move(pointer)) {}
  JsonBody* body_;
  const Members* members_;  // null: nothing is in it
  std::string pointer_;     // of this object: `#`, `#/area`
};

}  // namespace fairlead::http
