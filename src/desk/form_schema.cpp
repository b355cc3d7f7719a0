// SPDX-License-Identifier: Apache-2.0
// Any form as a JSON schema, for the API's description.
#include <fmt/format.h>

#include "base/text.hpp"
#include "form.hpp"
#include "form_json.hpp"

namespace fairlead::desk {
namespace {

void append_type(std::string& out, const Type& type, const Limits& limits, bool with_attached) {
  switch (type.kind) {
    case Kind::text:
      out += fmt::format(R"({{"type":"string","maxLength":{}}})", limits.bytes);
      return;
    case Kind::blob:
      out += R"({"type":"string","contentEncoding":"base64"})";
      return;
    case Kind::flag:
      out += R"({"type":"boolean"})";
      return;
    case Kind::whole: {
      const auto most = std::min(type.greatest, static_cast<std::uint64_t>(limits.greatest));
      out += fmt::format(R"({{"type":"integer","minimum":{},"maximum":{}}})", limits.least, most);
      return;
    }
    case Kind::thousandths:
      out += R"({"type":"number","minimum":0,"maximum":1000000000})";
      return;
    case Kind::instant:
      out += R"({"type":"string","format":"date-time"})";
      return;
    case Kind::position:
      out +=
          limits.as_point
              ? R"({"type":"array","items":{"type":"number"},"minItems":2,"maxItems":2})"
              : R"({"type":"object","required":["lat","lon"],"properties":{"lat":{"type":"number"},"lon":{"type":"number"}}})";
      return;
    case Kind::word:
      out += R"({"type":"string","enum":[)";
      for (const std::string_view word : type.words) {
        if (out.back() != '[') out += ',';
        append_json_string(out, word);
      }
      out += "]}";
      return;
    case Kind::id:
      out += fmt::format(R"({{"type":"string","pattern":"^{}{}[0-9]+$"}})", type.id.prefix,
                         type.id.yearly ? "[0-9]{4}-" : "");
      return;
    case Kind::digest:
      out += R"({"type":"string","pattern":"^[0-9a-f]{64}$"})";
      return;
    case Kind::label:
    case Kind::decision:
    case Kind::authority:
      out += R"({"type":"object"})";
      return;
    case Kind::form:
      out += schema_of(type.form(), with_attached);
      return;
    case Kind::list:
      out += fmt::format(R"({{"type":"array","maxItems":{},"items":)", limits.items);
      append_type(out, *type.of, limits, with_attached);
      out += '}';
      return;
    case Kind::maybe:
      return append_type(out, *type.of, limits, with_attached);
  }
}

void append_properties(std::string& out, std::string& required, const Form& form, bool with_attached) {
  for (const Field& field : form.fields) {
    if (field.limits.is_flat) {
      append_properties(out, required, field.type->form(), with_attached);
      continue;
    }
    if (field.limits.is_attached && !with_attached) continue;
    if (out.back() != '{') out += ',';
    append_json_string(out, field.name);
    out += ':';
    append_type(out, *field.type, field.limits, with_attached);
    if (!field.limits.is_needed) continue;
    if (!required.empty()) required += ',';
    append_json_string(required, field.name);
  }
}

}  // namespace

std::string schema_of(const Form& form, bool with_attached) {
  std::string out = R"({"type":"object","additionalProperties":false,"properties":{)";
  std::string required;
  append_properties(out, required, form, with_attached);
  out += '}';
  if (!required.empty()) out += ",\"required\":[" + required + ']';
  out += '}';
  return out;
}

}  // namespace fairlead::desk
