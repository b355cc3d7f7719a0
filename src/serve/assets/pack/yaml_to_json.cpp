// SPDX-License-Identifier: Apache-2.0
#include "yaml_to_json.hpp"

#include <cctype>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::serve {
namespace {

struct Line {
  std::size_t number;
  std::size_t indent;
  std::string_view text;  // without indent
};

struct Trouble {
  std::size_t line;
  std::string what;
};

bool is_json_number(std::string_view text) {
  std::size_t i = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = i;
  while (i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0) ++i;
  if (i == whole || (text[whole] == '0' && i > whole + 1)) return false;
  if (i == text.size()) return true;
  if (text[i++] != '.') return false;
  const std::size_t fraction = i;
  while (i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0) ++i;
  return i > fraction && i == text.size();
}

class Converter {
 public:
  explicit Converter(std::string_view yaml) {
    std::size_t number = 0;
    while (!yaml.empty()) {
      const std::size_t end = yaml.find('\n');
      std::string_view text = yaml.substr(0, end);
      yaml.remove_prefix(end == std::string_view::npos ? yaml.size() : end + 1);
      ++number;
      const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
      lines_.push_back({number, indent, text.substr(indent)});
    }
  }

  std::string convert() {
    skip_blank();
    if (at_ < lines_.size()) block(lines_[at_].indent);
    skip_blank();
    if (at_ < lines_.size()) fail("indented less than what it belongs to");
    return std::move(out_);
  }

 private:
  [[noreturn]] void fail(std::string what) const {
    throw Trouble{at_ < lines_.size() ? lines_[at_].number : lines_.size(), std::move(what)};
  }
  static bool is_blank(const Line& line) { return line.text.empty() || line.text.starts_with('#'); }
  void skip_blank() {
    while (at_ < lines_.size() && is_blank(lines_[at_])) ++at_;
  }

  // A mapping or sequence whose lines have this indent.
  void block(std::size_t indent) {
    if (lines_[at_].text.starts_with("- ") || lines_[at_].text == "-") {
      sequence(indent);
    } else {
      mapping(indent);
    }
  }

  void sequence(std::size_t indent) {
    out_ += '[';
    for (bool first = true;; first = false) {
      skip_blank();
      if (at_ >= lines_.size() || lines_[at_].indent != indent || !lines_[at_].text.starts_with("- ")) break;
      if (!first) out_ += ',';
      Line& line = lines_[at_];
      std::string_view rest = line.text.substr(2);
      const std::size_t blanks = std::min(rest.find_first_not_of(' '), rest.size());
      rest.remove_prefix(blanks);
      if (key_of(rest)) {  // a mapping that begins on the dash's line
        line = {line.number, indent + 2 + blanks, rest};
        mapping(line.indent);
      } else {
        ++at_;
        flow_or_scalar(rest);
      }
    }
    out_ += ']';
    if (at_ < lines_.size() && lines_[at_].indent > indent) fail("unexpected indentation");
  }

  void mapping(std::size_t indent) {
    out_ += '{';
    for (bool first = true;; first = false) {
      skip_blank();
      if (at_ >= lines_.size() || lines_[at_].indent < indent) break;
      if (lines_[at_].indent > indent) fail("unexpected indentation");
      const auto key = key_of(lines_[at_].text);
      if (!key) {
        if (lines_[at_].text.starts_with("- ")) break;
        fail("expected `key: value`");
      }
      if (!first) out_ += ',';
      append_json_string(out_, key->name);
      out_ += ':';
      value(indent, trim(lines_[at_].text.substr(key->length)));
    }
    out_ += '}';
  }

  void value(std::size_t indent, std::string_view rest) {
    ++at_;
    if (rest == "|" || rest == ">") {
      append_json_string(out_, text_block(indent, rest == ">"));
    } else if (!rest.empty()) {
      flow_or_scalar(rest);
    } else {
      skip_blank();
      const bool deeper = at_ < lines_.size() && lines_[at_].indent > indent;
      const bool list = at_ < lines_.size() && lines_[at_].indent == indent && lines_[at_].text.starts_with("- ");
      if (deeper || list) {
        block(lines_[at_].indent);
      } else {
        out_ += "null";
      }
    }
  }

  std::string text_block(std::size_t parent, bool folded) {
    std::string text;
    std::size_t indent = 0;
    while (at_ < lines_.size() && (lines_[at_].text.empty() || lines_[at_].indent > parent)) {
      const Line& line = lines_[at_++];
      if (indent == 0 && !line.text.empty()) indent = line.indent;
      if (!line.text.empty() && line.indent > indent) text.append(line.indent - indent, ' ');
      text += line.text;
      text += folded ? ' ' : '\n';
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text + '\n';
  }

  struct Key {
    std::string name;
    std::size_t length;  // with the colon
  };
  static std::optional<Key> key_of(std::string_view text) {
    if (text.starts_with('\'') || text.starts_with('"')) {
      const std::size_t end = text.find(text.front(), 1);
      if (end == std::string_view::npos || end + 1 >= text.size() || text[end + 1] != ':') return std::nullopt;
      return Key{std::string(text.substr(1, end - 1)), end + 2};
    }
    if (text.starts_with('{') || text.starts_with('[')) return std::nullopt;
    for (std::size_t i = text.find(':'); i != std::string_view::npos; i = text.find(':', i + 1)) {
      if (i + 1 == text.size() || text[i + 1] == ' ') return Key{std::string(text.substr(0, i)), i + 1};
    }
    return std::nullopt;
  }

  void flow_or_scalar(std::string_view text) {
    const std::size_t line = at_;
    at_ = line - 1;  // for messages
    std::string_view rest = text;
    if (text.starts_with('{') || text.starts_with('[')) {
      flow(rest);
    } else if (text.starts_with('\'') || text.starts_with('"')) {
      append_json_string(out_, quoted(rest));
    } else {
      plain(text);
      rest = {};
    }
    if (!trim(rest).empty()) fail("something stands behind the value");
    at_ = line;
  }

  void flow(std::string_view& text) {
    const char close = text.front() == '{' ? '}' : ']';
    const bool map = close == '}';
    out_ += text.front();
    text.remove_prefix(1);
    for (bool first = true;; first = false) {
      text = trim(text);
      if (text.empty()) fail("a flow collection must end on its line");
      if (text.front() == close) break;
      if (!first) {
        if (text.front() != ',') fail("expected `,`");
        text = trim(text.substr(1));
        out_ += ',';
      }
      if (map) {
        const auto key = key_of(text);
        if (!key) fail("expected `key: value`");
        append_json_string(out_, key->name);
        out_ += ':';
        text = trim(text.substr(key->length));
      }
      if (text.starts_with('{') || text.starts_with('[')) {
        flow(text);
      } else if (text.starts_with('\'') || text.starts_with('"')) {
        append_json_string(out_, quoted(text));
      } else {
        const std::size_t end = text.find_first_of(",]}");
        if (end == std::string_view::npos) fail("a flow collection must end on its line");
        plain(trim(text.substr(0, end)));
        text.remove_prefix(end);
      }
    }
    out_ += close;
    text.remove_prefix(1);
  }

  std::string quoted(std::string_view& text) {
    const char quote = text.front();
    std::string value;
    std::size_t i = 1;
    for (; i < text.size(); ++i) {
      if (text[i] == quote) {
        if (quote == '"' || i + 1 >= text.size() || text[i + 1] != quote) break;
        ++i;  // '' inside single quotes
        value += quote;
      } else if (quote == '"' && text[i] == '\\' && i + 1 < text.size()) {
        ++i;
        value += text[i] == 'n' ? '\n' : text[i] == 't' ? '\t' : text[i];
      } else {
        value += text[i];
      }
    }
    if (i >= text.size()) fail("a quoted text must end on its line");
    text.remove_prefix(i + 1);
    return value;
  }

  void plain(std::string_view text) {
    if (text.empty() || text == "null" || text == "~") {
      out_ += "null";
    } else if (text == "true" || text == "false" || is_json_number(text)) {
      out_ += text;
    } else {
      if (std::string_view("&*!|>%@`").contains(text.front())) fail("this part of YAML is not read here");
      append_json_string(out_, text);
    }
  }

  std::vector<Line> lines_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

Result<std::string> yaml_to_json(std::string_view yaml) {
  try {
    return Converter(yaml).convert();
  } catch (const Trouble& trouble) {
    return fairlead::fail(ErrorCode::invalid_argument, fmt::format("line {}: {}", trouble.line, trouble.what));
  }
}

}  // namespace fairlead::serve
