// SPDX-License-Identifier: Apache-2.0
#include "meta.hpp"

#include <cmath>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"

namespace fairlead::zones {
namespace {

namespace json = boost::json;

void member(std::string& out, std::string_view name, std::string_view value) {
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':';
  append_json_string(out, value);
}

template <class List, class Write>
void list(std::string& out, std::string_view name, const List& items, Write&& write) {
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ":[";
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ",\n";
    first = false;
    write(item);
  }
  out += ']';
}

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string(text->data(), text->size());
}

std::optional<std::uint16_t> small_at(const json::value& value) {
  if (const auto* number = value.if_int64(); number != nullptr && *number >= 0 && *number <= 0xFFFF) {
    return static_cast<std::uint16_t>(*number);
  }
  return std::nullopt;
}

const json::array& array_at(const json::object& object, std::string_view key) {
  static const json::array kNone;
  const auto* value = object.if_contains(key);
  const auto* items = value == nullptr ? nullptr : value->if_array();
  return items == nullptr ? kNone : *items;
}

Failure torn() { return fail(ErrorCode::corrupt, "the description inside the zone file does not hold"); }

Result<OfficialRecord> record_from(const json::value& item) {
  const auto* row = item.if_object();
  if (row == nullptr) return torn();
  OfficialRecord record;
  const auto kind = zone_kind_from(text_at(*row, "kind"));
  const auto* source = row->if_contains("source");
  const auto index = source == nullptr ? std::nullopt : small_at(*source);
  if (!kind || !index) return torn();
  record.kind = *kind;
  record.source = *index;
  record.name = text_at(*row, "name");
  record.joint = text_at(*row, "regime") == "joint";
  record.overlapping = text_at(*row, "regime") == "overlapping";
  for (const auto& state : array_at(*row, "states")) {
    const auto* text = state.if_string();
    const auto code = text == nullptr ? std::nullopt : state_code_from({text->data(), text->size()});
    if (!code) return torn();
    record.states.push_back(*code);
  }
  return record;
}

}  // namespace

std::string to_json(const Meta& meta) {
  std::string out = "{";
  member(out, "built_with", meta.built_with);
  out += fmt::format(",\"coast_tolerance_m\":{}", std::lround(meta.coast_tolerance_m));
  list(out, "coast_parties", meta.coast_parties, [&](const CoastParty& party) {
    if (party.islet == kNoIslet) {
      out += fmt::format("[{}]", party.state);
    } else {
      out += fmt::format("[{},{}]", party.state, party.islet);
    }
  });
  list(out, "official", meta.official, [&](const OfficialRecord& record) {
    out += '{';
    member(out, "kind", name(record.kind));
    member(out, "name", record.name);
    if (record.joint || record.overlapping) member(out, "regime", record.joint ? "joint" : "overlapping");
    out += fmt::format(",\"source\":{},\"states\":[", record.source);
    for (std::size_t i = 0; i < record.states.size(); ++i) {
      out += fmt::format("{}\"{}\"", i == 0 ? "" : ",", record.states[i].view());
    }
    out += "]}";
  });
  list(out, "sources", meta.sources, [&](const DataSource& source) {
    out += '{';
    member(out, "attribution", source.attribution);
    member(out, "licence", source.licence);
    member(out, "name", source.name);
    member(out, "version", source.version);
    out += '}';
  });
  member(out, "title", meta.title);
  out += "}\n";
  return out;
}

Result<Meta> meta_from_json(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return torn();
  const json::object& object = value.get_object();
  Meta meta;
  meta.title = text_at(object, "title");
  meta.built_with = text_at(object, "built_with");
  if (const auto* metres = object.if_contains("coast_tolerance_m")) {
    if (!metres->is_int64() || metres->get_int64() < 1 || metres->get_int64() > 20'000) return torn();
    meta.coast_tolerance_m = static_cast<double>(metres->get_int64());
  }
  for (const auto& item : array_at(object, "sources")) {
    const auto* row = item.if_object();
    if (row == nullptr) return torn();
    meta.sources.push_back(
        {text_at(*row, "name"), text_at(*row, "version"), text_at(*row, "licence"), text_at(*row, "attribution")});
  }
  for (const auto& item : array_at(object, "coast_parties")) {
    const auto* row = item.if_array();
    if (row == nullptr || row->empty() || row->size() > 2) return torn();
    const auto state = small_at(row->at(0));
    const auto islet = row->size() == 2 ? small_at(row->at(1)) : std::optional<std::uint16_t>(kNoIslet);
    if (!state || !islet) return torn();
    meta.coast_parties.push_back({*state, *islet});
  }
  for (const auto& item : array_at(object, "official")) {
    FL_TRY(OfficialRecord record, record_from(item));
    if (record.source >= meta.sources.size()) return torn();
    meta.official.push_back(std::move(record));
  }
  return meta;
}

}  // namespace fairlead::zones
