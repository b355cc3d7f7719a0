// SPDX-License-Identifier: Apache-2.0
// Holds JSON values against the schemas of the contract: the part of JSON Schema that api/openapi.yaml uses.
#pragma once

#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "assets.hpp"

namespace fairlead::serve {

class Contract {
 public:
  Contract() : document_(boost::json::parse(embedded_asset("/api/openapi.json")->bytes)) {}

  const boost::json::value& document() const { return document_; }
  // Follows `$ref` within the document.
  const boost::json::value& resolved(const boost::json::value& value) const {
    if (!value.is_object()) return value;
    const boost::json::value* ref = value.as_object().if_contains("$ref");
    if (ref == nullptr) return value;
    return resolved(document_.at_pointer(std::string_view(ref->as_string()).substr(1)));
  }
  // What is wrong with `value`; empty when nothing is.
  std::vector<std::string> faults(std::string_view schema, const boost::json::value& value) const {
    std::vector<std::string> found;
    check(document_.at("components").at("schemas").at(schema), value, "", found);
    return found;
  }
  void check(const boost::json::value& raw, const boost::json::value& value, const std::string& at,
             std::vector<std::string>& found) const {
    const boost::json::object& schema = resolved(raw).as_object();
    const auto fault = [&](std::string_view what) {
      found.push_back(fmt::format("{}: {}", at.empty() ? "/" : at, what));
    };
    if (const auto* type = schema.if_contains("type"); type != nullptr && !has_type(*type, value)) {
      return fault(fmt::format("is not of type {}", boost::json::serialize(*type)));
    }
    if (const auto* constant = schema.if_contains("const"); constant != nullptr && *constant != value) {
      fault("is another constant");
    }
    if (const auto* words = schema.if_contains("enum")) {
      bool known = false;
      for (const auto& word : words->as_array()) known = known || word == value;
      if (!known) fault("is not one of the words: " + boost::json::serialize(value));
    }
    if (const auto* any = schema.if_contains("oneOf")) {
      int fitting = 0;
      for (const auto& one : any->as_array()) {
        std::vector<std::string> inner;
        check(one, value, at, inner);
        if (inner.empty()) ++fitting;
      }
      if (fitting != 1) fault("fits not exactly one");
    }
    if (value.is_number()) {
      const double number = value.to_number<double>();
      if (const auto* least = schema.if_contains("minimum"); least != nullptr && number < least->to_number<double>()) {
        fault("is too small");
      }
      if (const auto* most = schema.if_contains("maximum"); most != nullptr && number > most->to_number<double>()) {
        fault("is too large");
      }
    }
    if (value.is_string()) check_text(schema, value.as_string(), fault);
    if (value.is_array()) check_list(schema, value.as_array(), at, found);
    if (value.is_object()) check_members(schema, value.as_object(), at, found);
  }

 private:
  static bool has_type(const boost::json::value& type, const boost::json::value& value) {
    if (type.is_array()) {
      for (const auto& one : type.as_array()) {
        if (has_type(one, value)) return true;
      }
      return false;
    }
    const boost::json::string& word = type.as_string();
    if (word == "object") return value.is_object();
    if (word == "array") return value.is_array();
    if (word == "string") return value.is_string();
    if (word == "boolean") return value.is_bool();
    if (word == "null") return value.is_null();
    if (word == "integer") return value.is_int64() || value.is_uint64();
    return word == "number" && value.is_number();
  }
  template <class Fault>
  static void check_text(const boost::json::object& schema, const boost::json::string& text, Fault fault) {
    const std::string plain(text.data(), text.size());
    if (const auto* pattern = schema.if_contains("pattern")) {
      const boost::json::string& source = pattern->as_string();
      if (!std::regex_search(plain, std::regex(std::string(source.data(), source.size())))) fault("does not fit");
    }
    if (const auto* format = schema.if_contains("format"); format != nullptr && *format == "date-time") {
      static const std::regex time(R"(^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$)");
      if (!std::regex_match(plain, time)) fault("is not a time in UTC: " + plain);
    }
  }
  void check_list(const boost::json::object& schema, const boost::json::array& list, const std::string& at,
                  std::vector<std::string>& found) const {
    const auto* least = schema.if_contains("minItems");
    const auto* most = schema.if_contains("maxItems");
    if (least != nullptr && list.size() < least->to_number<std::size_t>()) found.push_back(at + ": too few items");
    if (most != nullptr && list.size() > most->to_number<std::size_t>()) found.push_back(at + ": too many items");
    const auto* items = schema.if_contains("items");
    if (items == nullptr) return;
    for (std::size_t i = 0; i < list.size(); ++i) check(*items, list[i], fmt::format("{}/{}", at, i), found);
  }
  void check_members(const boost::json::object& schema, const boost::json::object& object, const std::string& at,
                     std::vector<std::string>& found) const {
    if (const auto* required = schema.if_contains("required")) {
      for (const auto& name : required->as_array()) {
        if (!object.contains(name.as_string()))
          found.push_back(fmt::format("{}: lacks {}", at, name.as_string().c_str()));
      }
    }
    const auto* members = schema.if_contains("properties");
    const auto* others = schema.if_contains("additionalProperties");
    for (const auto& [key, value] : object) {
      const std::string inner = at + '/' + std::string(key.data(), key.size());
      const auto* member = members == nullptr ? nullptr : members->as_object().if_contains(key);
      if (member != nullptr) {
        check(*member, value, inner, found);
      } else if (others != nullptr && others->is_object()) {
        check(*others, value, inner, found);
      } else if (others != nullptr && *others == false) {
        found.push_back(inner + ": is not declared");
      }
    }
  }

  boost::json::value document_;
};

}  // namespace fairlead::serve
