// SPDX-License-Identifier: Apache-2.0
#include "reply_text.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::app {

namespace json = boost::json;

namespace {

const json::value* member(const json::value& object, std::string_view name) {
  const json::object* members = object.if_object();
  return members == nullptr ? nullptr : members->if_contains({name.data(), name.size()});
}

std::string text_of_value(const json::value& value) {
  if (const json::string* text = value.if_string()) return std::string(text->data(), text->size());
  return value.is_null() ? std::string() : json::serialize(value);
}

std::string behind(std::string_view word, const std::string& text) {
  return text.empty() ? std::string() : fmt::format(", {} {}", word, text);
}

}  // namespace

std::string text_of(const json::value& object, std::string_view name) {
  const json::value* value = member(object, name);
  return value == nullptr ? std::string() : text_of_value(*value);
}

std::uint64_t number_of(const json::value& object, std::string_view name) {
  const json::value* value = member(object, name);
  json::error_code bad;
  const auto number = value != nullptr && value->is_number() ? value->to_number<std::uint64_t>(bad) : 0;
  return bad ? 0 : number;
}

bool flag_of(const json::value& object, std::string_view name) {
  const json::value* value = member(object, name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

const json::array& list_of(const json::value& object, std::string_view name) {
  static const json::array kNone;
  const json::value* value = member(object, name);
  return value != nullptr && value->is_array() ? value->get_array() : kNone;
}

std::string joined(const json::value& object, std::string_view name) {
  std::string out;
  for (const json::value& item : list_of(object, name)) out += (out.empty() ? "" : ", ") + text_of_value(item);
  return out;
}

Body& Body::raw(std::string_view name, std::string_view json) {
  if (out_.size() > 1) out_ += ',';
  append_json_string(out_, name);
  out_ += ':';
  out_ += json;
  return *this;
}

Body& Body::text(std::string_view name, std::string_view value) {
  std::string quoted;
  append_json_string(quoted, value);
  return raw(name, quoted);
}

Body& Body::texts(std::string_view name, const std::vector<std::string>& values) {
  std::string list = "[";
  for (const std::string& value : values) {
    if (list.size() > 1) list += ',';
    append_json_string(list, value);
  }
  return raw(name, list + ']');
}

void print_faults(const HttpReply& reply) {
  json::error_code bad;
  const json::value value = json::parse(reply.body, bad);
  if (bad) return;
  const json::array& errors = list_of(value, "errors");
  if (errors.size() == 1) return;  // it is the detail, too
  for (const json::value& error : errors) {
    fmt::print(stderr, "  {}: {}\n", text_of(error, "pointer"), text_of(error, "detail"));
  }
}

void print_stop(const json::value& stop) {
  fmt::print("{:>4}  {}  {}  {}, by {}{}\n", number_of(stop, "epoch"), flag_of(stop, "open") ? "open  " : "lifted",
             text_of(stop, "ordered_at"), text_of(stop, "text"), text_of(stop, "by"),
             behind("lifted", text_of(stop, "lifted_at")));
  if (const std::string reason = text_of(stop, "reason"); !reason.empty()) fmt::print("      reason: {}\n", reason);
  if (const json::value* reach = member(stop, "reach")) {
    fmt::print("      found: {} deliveries dropped, {} bytes in the kernel, {} connections closed\n",
               number_of(*reach, "deliveries_dropped"), number_of(*reach, "kernel_bytes"),
               number_of(*reach, "connections_closed"));
  }
  if (flag_of(stop, "needs_assessment")) fmt::print("      asks for a new assessment before it is lifted\n");
  for (const json::value& voice : list_of(stop, "agreed")) {
    fmt::print("      agreed to lifting it: {} ({})\n", text_of(voice, "person"), text_of(voice, "role"));
  }
  for (const json::value& recall : list_of(stop, "recalls")) {
    fmt::print("      {}: {} for {}, {} releases: {}{}\n", text_of(recall, "id"), text_of(recall, "agency"),
               text_of(recall, "purpose"), number_of(recall, "releases_total"), text_of(recall, "answer"),
               behind("at", text_of(recall, "answered_at")));
  }
}

void print_sharing(const json::value& sharing) {
  for (const json::value& partner : list_of(sharing, "partners")) {
    const std::string stopped = text_of(partner, "stopped");
    fmt::print("{}  {}  {}\n", text_of(partner, "agency"),
               stopped == "no"    ? "not stopped"
               : stopped == "all" ? "STOPPED"
                                  : "STOPPED IN PART",
               joined(partner, "agreements"));
    for (const json::value& view : list_of(partner, "views")) {
      const std::string stops = joined(view, "stopped_by");
      fmt::print("  {:<30} {:>7} tracks{}{}\n", text_of(view, "purpose"), number_of(view, "tracks"),
                 behind("stopped by", stops),
                 !stops.empty() && flag_of(view, "survives_stop") ? ", goes on for rescue" : "");
      for (const json::value& feed : list_of(partner, "feeds")) {
        if (text_of(feed, "purpose") != text_of(view, "purpose")) continue;
        fmt::print("    {} {}: {}, release {} of {} handed over, {} waiting, {} unacknowledged\n", text_of(feed, "id"),
                   text_of(feed, "account"), flag_of(feed, "connected") ? "connected" : "not connected",
                   number_of(feed, "handed_over"), number_of(feed, "sequence"), number_of(feed, "waiting"),
                   number_of(feed, "unacknowledged"));
      }
    }
  }
  if (!list_of(sharing, "stops").empty()) fmt::print("open stops:\n");
  for (const json::value& stop : list_of(sharing, "stops")) print_stop(stop);
  fmt::print("{} live feeds, as of {}\n", number_of(sharing, "live"), text_of(sharing, "as_of"));
  if (const json::value* ledger = member(sharing, "ledger")) {
    fmt::print("ledger `{}`: {} entries\n", text_of(*ledger, "origin"), number_of(*ledger, "size"));
  }
}

}  // namespace fairlead::app
