// SPDX-License-Identifier: Apache-2.0
// A report as its parts: a head, and sections of sentences, facts and tables. It is printed as one HTML page, made for
// A4 and Letter with the marking on each page, and as JSON. The same document gives the same bytes.
//
// 1. Every text is data: nothing in it can become markup, style or program.
// Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "units/instant.hpp"

namespace fairlead::report {

struct Table {
  std::string caption;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

struct Section {
  std::string heading;
  std::vector<std::string> paragraphs;
  std::vector<std::pair<std::string, std::string>> facts;
  std::vector<Table> tables;
  std::vector<std::string> items;  // of a list
  std::vector<Section> parts;
  std::string footnote;  // from what, and as of when
};

struct Document {
  std::string number;  // R-0007
  std::string kind;    // handover, brief …
  std::string title;
  std::string centre;   // who made it
  std::string marking;  // on each page
  Instant known_at;
  Instant made_at;
  std::string made_by;
  std::vector<Section> sections;
};

// One page, no script, with `hash` at the end: the SHA-256 of the JSON form.
std::string to_html(const Document& document);
std::string to_json(const Document& document);

}  // namespace fairlead::report
