// SPDX-License-Identifier: Apache-2.0
// An answer as JSON and as text.
#include <fmt/format.h>

#include "authority/engine.hpp"
#include "base/text.hpp"

namespace fairlead::authority {
namespace {

// Separates the items of a list.
class Items {
 public:
  explicit Items(std::string& out) : out_(out) {}
  std::string& next() {
    if (!first_) out_ += ',';
    first_ = false;
    return out_;
  }

 private:
  std::string& out_;
  bool first_ = true;
};

void append_citations(std::string& out, const CitationSet& cites) {
  out += '[';
  Items items(out);
  for (const Citation citation : cites.list()) append_json_string(items.next(), citation.id());
  out += ']';
}

void append_missing(std::string& out, MissingSet missing) {
  out += '[';
  Items items(out);
  missing.each([&](Missing code) { append_json_string(items.next(), word_of(code)); });
  out += ']';
}

void append_contested(std::string& out, PointSet points) {
  out += '[';
  Items items(out);
  points.each([&](Point number) {
    const ContestedPoint& c = contested_point(number);
    items.next();
    const auto member = [&](std::string_view key, std::string_view value, bool last = false) {
      append_json_string(out, key);
      out += ':';
      append_json_string(out, value);
      if (!last) out += ',';
    };
    out += '{';
    member("id", c.id);
    member("point", c.point);
    member("view_1", c.view_1);
    member("held_by_1", c.held_by_1);
    member("view_2", c.view_2);
    member("held_by_2", c.held_by_2, true);
    out += '}';
  });
  out += ']';
}

void append_reading(std::string& out, const ReadingAnswer& reading) {
  out += "{\"kind\":";
  append_json_string(out, reading.zone.kind == ZoneKind::out_of_model ? std::string_view(reading.zone.out_word)
                                                                      : word_of(reading.zone.kind));
  if (reading.zone.state.given()) {
    out += ",\"state\":";
    append_json_string(out, reading.zone.state.code());
  }
  out += ",\"outcome\":";
  append_json_string(out, word_of(reading.outcome));
  out += ",\"missing\":";
  append_missing(out, reading.missing);
  out += '}';
}

std::string wrapped(std::string_view text, std::string_view indent, std::size_t width = 100) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (column > 0 && column + 1 + word.size() > width) {
      out += '\n';
      column = 0;
    }
    if (column == 0) {
      out += indent;
      column = indent.size();
    } else {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out + '\n';
}

}  // namespace

std::string answer_as_json(const Facts& facts, const Answer& answer) {
  std::string out = "{\"action\":";
  append_json_string(out, word_of(answer.action));
  out += ",\"as_of\":";
  append_json_string(out, facts.as_of.text());
  out += ",\"outcome\":";
  append_json_string(out, word_of(answer.outcome));
  out += ",\"because\":";
  append_citations(out, answer.because);
  out += ",\"missing\":";
  append_missing(out, answer.missing);
  out += ",\"contested\":";
  append_contested(out, answer.contested);
  out += ",\"noted\":";
  append_contested(out, answer.noted);
  if (!answer.readings.empty()) {
    out += ",\"readings\":[";
    Items items(out);
    for (const ReadingAnswer& reading : answer.readings) append_reading(items.next(), reading);
    out += ']';
  }
  out += ",\"trace\":[";
  Items steps(out);
  for (const TraceStep& step : answer.trace) {
    steps.next() += "{\"rule\":";
    append_json_string(out, step.rule.rule().id);
    out += ",\"result\":";
    append_json_string(out, word_of(step.grade));
    out += ",\"reason\":";
    append_json_string(out, step.rule.rule().reason);
    out += ",\"cites\":";
    append_citations(out, step.cites);
    out += ",\"missing\":";
    append_missing(out, step.missing);
    out += ",\"contested\":[";
    Items points(out);
    step.points.each([&](Point number) { append_json_string(points.next(), contested_point(number).id); });
    out += "]}";
  }
  out += "],\"reason\":";
  append_json_string(out, fmt::format("{}", fmt::join(answer.reason, " ")));
  return out + "}";
}

std::string answer_as_text(const Facts& facts, const Answer& answer) {
  std::string out = fmt::format("{} ({}, as of {})\n\n", to_upper(word_of(answer.outcome)), word_of(answer.action),
                                facts.as_of.text());
  out += wrapped(fmt::format("{}", fmt::join(answer.reason, " ")), "  ");
  if (!answer.missing.empty()) {
    out += "\nMissing\n";
    answer.missing.each([&](Missing code) { out += fmt::format("  {:<26} {}\n", word_of(code), missing_text(code)); });
  }
  const auto points = [&](std::string_view heading, PointSet set) {
    if (set.empty()) return;
    out += fmt::format("\n{}\n", heading);
    set.each([&](Point number) {
      const ContestedPoint& c = contested_point(number);
      out += fmt::format("  {}  {}\n", c.id, c.point);
      out += wrapped(fmt::format("1: {} ({})", c.view_1, c.held_by_1), "        ");
      out += wrapped(fmt::format("2: {} ({})", c.view_2, c.held_by_2), "        ");
    });
  };
  points("Contested", answer.contested);
  points("Noted", answer.noted);
  if (!answer.because.empty()) {
    out += "\nBecause\n";
    for (const Citation citation : answer.because.list()) {
      out += fmt::format("  {:<30} {}\n", citation.id(), citation.title());
    }
  }
  out += "\nTrace\n";
  for (const TraceStep& step : answer.trace) {
    out += fmt::format("  {:<16} {:<10}", step.rule.rule().id, word_of(step.grade));
    step.missing.each([&](Missing code) { out += fmt::format(" {}", word_of(code)); });
    step.points.each([&](Point number) { out += fmt::format(" {}", contested_point(number).id); });
    out += '\n';
  }
  return out + "\nThis supports a decision; it is not legal advice.\n";
}

}  // namespace fairlead::authority
