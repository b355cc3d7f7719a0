// SPDX-License-Identifier: Apache-2.0
// The page: one file, no script, nothing from elsewhere. The marking stands in the margin of every printed page and at
// both ends of the screen.
#include <algorithm>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "report/document.hpp"

namespace fairlead::report {
namespace {

// As HTML text or attribute value.
void append_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\n':
        out += '\n';
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
}
std::string text(std::string_view value) {
  std::string out;
  append_text(out, value);
  return out;
}

// As a CSS string: everything but letters, digits and blanks by its number, so that nothing ends the string.
std::string css_string(std::string_view value) {
  std::string out = "\"";
  for (std::size_t i = 0; i < value.size();) {
    const auto byte = static_cast<unsigned char>(value[i]);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                       byte == ' ' || byte >= 0x80;
    if (plain) {
      out += value[i];
    } else {
      out += fmt::format("\\{:x} ", static_cast<unsigned>(byte < 0x20 ? ' ' : byte));
    }
    ++i;
  }
  return out + '"';
}

constexpr std::string_view kStyle = R"(
:root{color-scheme:light}
body{font:11pt/1.45 "Inter","DejaVu Sans",Arial,sans-serif;color:#111;background:#fff;margin:0 auto;max-width:190mm;padding:6mm}
h1{font-size:19pt;margin:4mm 0 1mm}h2{font-size:14pt;margin:8mm 0 2mm;border-bottom:1px solid #888;break-after:avoid}
h3{font-size:11.5pt;margin:5mm 0 1mm;break-after:avoid}h4{font-size:11pt;margin:4mm 0 1mm;break-after:avoid}
p{margin:1mm 0 2mm;white-space:pre-line;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(32mm,auto) 1fr;gap:.6mm 5mm;margin:2mm 0}
dt{color:#444}dd{margin:0;white-space:pre-line;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:2mm 0 4mm;font-size:9.5pt;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:1mm 0}
th,td{border:1px solid #777;padding:1mm 1.6mm;text-align:left;vertical-align:top;white-space:pre-line;overflow-wrap:anywhere}
th{background:#eee}thead{display:table-header-group}tr{break-inside:avoid}
ul{margin:1mm 0 2mm;padding-left:6mm}.marking{text-align:center;font-weight:700;letter-spacing:.04em;margin:0 0 2mm}
.meta,.note{color:#333;font-size:9.5pt}.hash{font:8.5pt/1.4 "DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
footer{margin-top:8mm;border-top:1px solid #888;padding-top:2mm}
@media print{body{padding:0;max-width:none}header .marking,footer .marking{display:none}}
)";

void append_section(std::string& out, const Section& section, int level) {
  out += fmt::format("<section>\n<h{0}>{1}</h{0}>\n", level, text(section.heading));
  for (const std::string& paragraph : section.paragraphs) out += "<p>" + text(paragraph) + "</p>\n";
  if (!section.facts.empty()) {
    out += "<dl>\n";
    for (const auto& [name, value] : section.facts) {
      out += "<dt>" + text(name) + "</dt><dd>" + text(value) + "</dd>\n";
    }
    out += "</dl>\n";
  }
  if (!section.items.empty()) {
    out += "<ul>\n";
    for (const std::string& item : section.items) out += "<li>" + text(item) + "</li>\n";
    out += "</ul>\n";
  }
  for (const Table& table : section.tables) {
    out += "<table>\n";
    if (!table.caption.empty()) out += "<caption>" + text(table.caption) + "</caption>\n";
    out += "<thead><tr>";
    for (const std::string& column : table.columns) out += "<th scope=\"col\">" + text(column) + "</th>";
    out += "</tr></thead>\n<tbody>\n";
    if (table.rows.empty()) out += fmt::format("<tr><td colspan=\"{}\">none</td></tr>\n", table.columns.size());
    for (const auto& row : table.rows) {
      out += "<tr>";
      for (const std::string& cell : row) out += "<td>" + text(cell) + "</td>";
      out += "</tr>\n";
    }
    out += "</tbody>\n</table>\n";
  }
  for (const Section& part : section.parts) append_section(out, part, std::min(level + 1, 4));
  if (!section.footnote.empty()) out += "<p class=\"note\">" + text(section.footnote) + "</p>\n";
  out += "</section>\n";
}

// ---- JSON ----

void member(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':';
}
void member(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  member(out, name);
  append_json_string(out, value);
}
void list(std::string& out, const std::vector<std::string>& values) {
  out += '[';
  for (const std::string& value : values) {
    if (out.back() != '[') out += ',';
    append_json_string(out, value);
  }
  out += ']';
}

void append_json(std::string& out, const Section& section) {
  out += '{';
  member(out, "heading", section.heading);
  if (!section.paragraphs.empty()) member(out, "paragraphs"), list(out, section.paragraphs);
  if (!section.facts.empty()) {
    member(out, "facts");
    out += '[';
    for (const auto& [name, value] : section.facts) {
      out += out.back() == '[' ? "{" : ",{";
      member(out, "name", name);
      member(out, "value", value);
      out += '}';
    }
    out += ']';
  }
  if (!section.items.empty()) member(out, "items"), list(out, section.items);
  if (!section.tables.empty()) {
    member(out, "tables");
    out += '[';
    for (const Table& table : section.tables) {
      out += out.back() == '[' ? "{" : ",{";
      member(out, "caption", table.caption);
      member(out, "columns"), list(out, table.columns);
      member(out, "rows");
      out += '[';
      for (const auto& row : table.rows) {
        if (out.back() != '[') out += ',';
        list(out, row);
      }
      out += "]}";
    }
    out += ']';
  }
  if (!section.parts.empty()) {
    member(out, "parts");
    out += '[';
    for (const Section& part : section.parts) {
      if (out.back() != '[') out += ',';
      append_json(out, part);
    }
    out += ']';
  }
  member(out, "footnote", section.footnote);
  out += '}';
}

}  // namespace

std::string to_json(const Document& document) {
  std::string out = "{";
  member(out, "number", document.number);
  member(out, "kind", document.kind);
  member(out, "title", document.title);
  member(out, "centre", document.centre);
  member(out, "marking", document.marking);
  member(out, "known_at", to_rfc3339(document.known_at));
  member(out, "made_at", to_rfc3339(document.made_at));
  member(out, "made_by", document.made_by);
  member(out, "sections");
  out += '[';
  for (const Section& section : document.sections) {
    if (out.back() != '[') out += ',';
    append_json(out, section);
  }
  return out + "]}\n";
}

std::string to_html(const Document& document) {
  const std::string line = fmt::format("{} · as known at {}", document.number, to_rfc3339(document.known_at));
  std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>";
  out += text(document.number + " " + document.title) + "</title>\n<style>";
  out += kStyle;
  out += fmt::format(
      "@page{{size:A4;margin:20mm "
      "15mm;@top-center{{content:{0};font-weight:700;font-size:9pt}}@bottom-center{{content:{0};"
      "font-weight:700;font-size:9pt}}@bottom-left{{content:{1};font-size:8pt}}@bottom-right{{content:\"page \" "
      "counter(page) \" of \" counter(pages);font-size:8pt}}}}\n",
      css_string(document.marking), css_string(line));
  out += "</style>\n</head>\n<body>\n<header>\n<p class=\"marking\">" + text(document.marking) + "</p>\n<h1>";
  out += text(document.title) + "</h1>\n<p class=\"meta\">";
  out += text(fmt::format("Report {}, made by {} at {}{}{}. As known at {}.", document.number, document.made_by,
                          to_rfc3339(document.made_at), document.centre.empty() ? "" : " at ", document.centre,
                          to_rfc3339(document.known_at)));
  out += "</p>\n</header>\n<main>\n";
  for (const Section& section : document.sections) append_section(out, section, 2);
  out += "</main>\n<footer>\n<p class=\"hash\">SHA-256 of this report as JSON: " + hex(sha256(to_json(document)));
  out += "</p>\n<p class=\"marking\">" + text(document.marking) + "</p>\n</footer>\n</body>\n</html>\n";
  return out;
}

}  // namespace fairlead::report
