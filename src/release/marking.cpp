// SPDX-License-Identifier: Apache-2.0
#include "release/marking.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "wire/canonical.hpp"
#include "wire/json.hpp"

namespace fairlead::release {
namespace {

constexpr std::uint8_t kVersion = 1;

bool includes(const std::set<std::string>& all, const std::set<std::string>& some) {
  return std::ranges::includes(all, some);
}

// Each sensitivity once, in order.
std::string joined(const std::string& a, const std::string& b) {
  std::set<std::string> parts;
  for (std::string_view rest : {std::string_view(a), std::string_view(b)}) {
    while (!rest.empty()) {
      const auto cut = rest.find("; ");
      const std::string_view part = rest.substr(0, cut);
      if (!part.empty()) parts.emplace(part);
      rest = cut == rest.npos ? std::string_view{} : rest.substr(cut + 2);
    }
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace

Marking strictest(const Marking& a, const Marking& b) {
  Marking made;
  made.label = domain::strictest(a.label, b.label);
  made.sensitivity = joined(a.sensitivity, b.sensitivity);
  made.onward = std::max(a.onward, b.onward);
  made.review_at =
      a.review_at && b.review_at ? std::min(a.review_at, b.review_at) : (a.review_at ? a.review_at : b.review_at);
  made.fields = a.fields;
  for (const auto& [field, label] : b.fields) {
    const auto [known, fresh] = made.fields.try_emplace(field, label);
    if (!fresh) known->second = domain::strictest(known->second, label);
  }
  return made;
}

bool at_least_as_strict(const domain::Label& strict, const domain::Label& loose) {
  const bool life = !loose.expires_at || (strict.expires_at && *strict.expires_at <= *loose.expires_at);
  return strict.level >= loose.level && includes(loose.releasable_to, strict.releasable_to) &&
         includes(loose.purposes, strict.purposes) && includes(strict.caveats, loose.caveats) &&
         includes(strict.originators, loose.originators) && life && (strict.personal_data || !loose.personal_data);
}

void write(wire::ByteWriter& out, const Marking& marking) {
  out.u8(kVersion);
  wire::write(out, marking.label);
  out.text(marking.sensitivity);
  out.u8(static_cast<std::uint8_t>(marking.onward));
  out.optional(marking.review_at, [&](Instant t) { out.instant(t); });
  out.varint(marking.fields.size());
  for (const auto& [field, label] : marking.fields) {
    out.u8(static_cast<std::uint8_t>(field));
    wire::write(out, label);
  }
}

Marking read_marking(wire::ByteReader& in) {
  Marking marking;
  if (in.u8() != kVersion) in.fail();
  marking.label = wire::read_label(in);
  marking.sensitivity = in.text();
  const std::uint8_t onward = in.u8();
  if (onward >= kCount<Onward>) in.fail();
  if (in.ok()) marking.onward = static_cast<Onward>(onward);
  marking.review_at = in.optional([&] { return in.instant(); });
  int last = -1;
  for (std::size_t n = in.count(2); n > 0 && in.ok(); --n) {
    const int field = in.u8();
    if (field <= last || static_cast<std::size_t>(field) >= kCount<Field>) in.fail();
    last = field;
    domain::Label label = wire::read_label(in);
    if (in.ok()) marking.fields.emplace(static_cast<Field>(field), std::move(label));
  }
  return marking;
}

Digest digest(const Marking& marking) {
  wire::ByteWriter out;
  write(out, marking);
  return sha256(out.view());
}

void append_json(std::string& out, const Marking& marking) {
  out += R"({"v":1,"label":)";
  wire::append_json(out, marking.label);
  if (!marking.sensitivity.empty()) {
    out += R"(,"sensitivity":)";
    append_json_string(out, marking.sensitivity);
  }
  fmt::format_to(std::back_inserter(out), R"(,"onward":"{}")", name(marking.onward));
  if (marking.review_at)
    fmt::format_to(std::back_inserter(out), R"(,"review_at":"{}")", to_rfc3339(*marking.review_at));
  if (!marking.fields.empty()) {
    out += R"(,"fields":{)";
    bool first = true;
    for (const auto& [field, label] : marking.fields) {
      if (!first) out += ',';
      first = false;
      append_json_string(out, name(field));
      out += ':';
      wire::append_json(out, label);
    }
    out += '}';
  }
  out += '}';
}

namespace {

Failure wrong(std::string message) { return fail(ErrorCode::invalid_argument, std::move(message)); }

Result<void> read_member(Marking& marking, std::string_view key, const boost::json::value& value) {
  const boost::json::string* text = value.if_string();
  if (key == "v") {
    if (!value.is_int64() || value.get_int64() != 1) return wrong("a marking of another version; this program knows 1");
  } else if (key == "label") {
    FL_TRY(marking.label, wire::label_from_json(boost::json::serialize(value)));
  } else if (key == "sensitivity" && text != nullptr) {
    marking.sensitivity = std::string_view(*text);
  } else if (key == "onward" && text != nullptr) {
    const auto onward = from_word<Onward>(std::string_view(*text));
    if (!onward)
      return wrong(fmt::format("`{}` is no onward rule; use free, with_consent or none", std::string_view(*text)));
    marking.onward = *onward;
  } else if (key == "review_at" && text != nullptr) {
    FL_TRY(marking.review_at, parse_rfc3339(std::string_view(*text)));
  } else if (key == "fields" && value.is_object()) {
    for (const auto& [word, label] : value.get_object()) {
      const auto field = from_word<Field>(std::string_view(word));
      if (!field) return wrong(fmt::format("unknown field `{}` in a marking", std::string_view(word)));
      FL_TRY(marking.fields[*field], wire::label_from_json(boost::json::serialize(label)));
    }
  } else {
    return wrong(fmt::format("unknown member `{}` in a marking, or a value of the wrong kind", key));
  }
  return {};
}

void append_xml(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(c) < 0x20)
      out += ' ';
    else
      out += c;
  }
}

void element(std::string& out, std::string_view tag, std::string_view text) {
  fmt::format_to(std::back_inserter(out), "    <slab:{}>", tag);
  append_xml(out, text);
  fmt::format_to(std::back_inserter(out), "</slab:{}>\n", tag);
}

template <class List>
void category(std::string& out, std::string_view type, std::string_view tag, const List& values) {
  if (values.empty()) return;
  fmt::format_to(std::back_inserter(out), "    <slab:Category TagName=\"{}\" Type=\"{}\">\n", tag, type);
  for (const std::string& value : values) {
    out += "  ";
    element(out, "GenericValue", value);
  }
  out += "    </slab:Category>\n";
}

}  // namespace

Result<Marking> marking_from_json(std::string_view json) {
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(json, error);
  if (error) return wrong(fmt::format("a marking is not JSON: {}", error.message()));
  if (!value.is_object()) return wrong("a marking is not a JSON object");
  if (!value.get_object().contains("v") || !value.get_object().contains("label")) {
    return wrong("a marking without `v` or `label`");
  }
  Marking marking;
  for (const auto& [key, member] : value.get_object()) FL_CHECK(read_member(marking, key, member));
  return marking;
}

std::string to_stanag_4774(const Marking& marking, Instant created_at) {
  const domain::Label& label = marking.label;
  std::string out =
      "<slab:originatorConfidentialityLabel xmlns:slab=\"urn:nato:stanag:4774:confidentialitymetadatalabel:1:0\"";
  if (marking.review_at)
    fmt::format_to(std::back_inserter(out), " ReviewDateTime=\"{}\"", to_rfc3339(*marking.review_at));
  out += ">\n  <slab:ConfidentialityInformation>\n";
  element(out, "PolicyIdentifier", label.policy.empty() ? "unspecified" : label.policy);
  std::string level = to_upper(domain::name(label.level));
  std::ranges::replace(level, '_', ' ');
  element(out, "Classification", level);
  if (!marking.sensitivity.empty()) element(out, "PrivacyMark", marking.sensitivity);
  // An empty audience means nobody, and stays so in a form where an absent category means everybody.
  category(out, "PERMISSIVE", "Releasable To",
           label.releasable_to.empty() ? std::set<std::string>{"NONE"} : label.releasable_to);
  category(out, "RESTRICTIVE", "Caveats", label.caveats);
  category(out, "INFORMATIVE", "Purposes", label.purposes.empty() ? std::set<std::string>{"NONE"} : label.purposes);
  category(out, "INFORMATIVE", "Onward", std::set<std::string>{std::string(name(marking.onward))});
  if (label.personal_data) category(out, "INFORMATIVE", "Personal Data", std::set<std::string>{"YES"});
  std::set<std::string> fields;
  for (const auto& [field, own] : marking.fields) {
    fields.insert(
        fmt::format("{}: {}; REL {}", name(field), domain::name(own.level),
                    own.releasable_to.empty() ? "NONE" : fmt::format("{}", fmt::join(own.releasable_to, " "))));
  }
  category(out, "INFORMATIVE", "Fields", fields);
  out += "  </slab:ConfidentialityInformation>\n";
  for (const std::string& originator : label.originators) {
    out += "  <slab:OriginatorID IDType=\"uniformResourceIdentifier\">";
    append_xml(out, originator);
    out += "</slab:OriginatorID>\n";
  }
  fmt::format_to(std::back_inserter(out), "  <slab:CreationDateTime>{}</slab:CreationDateTime>\n",
                 to_rfc3339(created_at));
  if (label.expires_at) {
    fmt::format_to(std::back_inserter(out), "  <slab:ExpiryDateTime>{}</slab:ExpiryDateTime>\n",
                   to_rfc3339(*label.expires_at));
  }
  out += "</slab:originatorConfidentialityLabel>\n";
  return out;
}

}  // namespace fairlead::release
