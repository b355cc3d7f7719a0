// SPDX-License-Identifier: Apache-2.0
#include "names.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

#include "base/text.hpp"
#include "desk/match.hpp"
#include "domain/identity.hpp"

namespace fairlead::desk {
namespace {

// From U+00C0 to U+017F, in order: what a letter is without its marks.
constexpr std::string_view kLatin[] = {
    "A", "A", "A",  "A",  "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I",  "I",   // C0
    "D", "N", "O",  "O",  "O", "O", "O",  " ", "O", "U", "U", "U", "U", "Y", "TH", "SS",  // D0
    "A", "A", "A",  "A",  "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I",  "I",   // E0
    "D", "N", "O",  "O",  "O", "O", "O",  " ", "O", "U", "U", "U", "U", "Y", "TH", "Y",   // F0
    "A", "A", "A",  "A",  "A", "A", "C",  "C", "C", "C", "C", "C", "C", "C", "D",  "D",   // 100
    "D", "D", "E",  "E",  "E", "E", "E",  "E", "E", "E", "E", "E", "G", "G", "G",  "G",   // 110
    "G", "G", "G",  "G",  "H", "H", "H",  "H", "I", "I", "I", "I", "I", "I", "I",  "I",   // 120
    "I", "I", "IJ", "IJ", "J", "J", "K",  "K", "K", "L", "L", "L", "L", "L", "L",  "L",   // 130
    "L", "L", "L",  "N",  "N", "N", "N",  "N", "N", "N", "N", "N", "O", "O", "O",  "O",   // 140
    "O", "O", "OE", "OE", "R", "R", "R",  "R", "R", "R", "S", "S", "S", "S", "S",  "S",   // 150
    "S", "S", "T",  "T",  "T", "T", "T",  "T", "U", "U", "U", "U", "U", "U", "U",  "U",   // 160
    "U", "U", "U",  "U",  "W", "W", "Y",  "Y", "Y", "Z", "Z", "Z", "Z", "Z", "Z",  "S"};  // 170
// From U+0391 to U+03A9 (small ones 0x20 further on).
constexpr std::string_view kGreek[] = {"A", "V", "G", "D", "E", "Z", "I", "TH", "I", "K",  "L",  "M", "N",
                                       "X", "O", "P", "R", "",  "S", "T", "Y",  "F", "CH", "PS", "O"};
// From U+0410 to U+042F (small ones 0x20 further on).
constexpr std::string_view kCyrillic[] = {"A",  "B",  "V",  "G",    "D", "E", "ZH", "Z", "I",  "Y", "K",
                                          "L",  "M",  "N",  "O",    "P", "R", "S",  "T", "U",  "F", "KH",
                                          "TS", "CH", "SH", "SHCH", "",  "Y", "",   "E", "YU", "YA"};
constexpr std::string_view kGreekMarked[] = {"A", "", "E", "I", "I", "", "O", "", "Y", "O"};  // U+0386 to U+038F

// What a character is in capital ASCII letters; a blank for what separates words; itself where there is no rule.
void append_folded(std::string& out, std::uint32_t c, std::string_view bytes) {
  const auto blank = [&] {
    if (!out.empty() && out.back() != ' ') out += ' ';
  };
  if (c < 0x80) {
    const char ascii = static_cast<char>(c);
    if (ascii >= 'a' && ascii <= 'z') {
      out += static_cast<char>(ascii - 'a' + 'A');
    } else if ((ascii >= 'A' && ascii <= 'Z') || (ascii >= '0' && ascii <= '9')) {
      out += ascii;
    } else if (ascii != '\'' && ascii != '`') {
      blank();
    }
    return;
  }
  if (c >= 0xC0 && c <= 0x17F) {
    out += kLatin[c - 0xC0];
  } else if (c >= 0x300 && c <= 0x36F) {
    return;  // a mark on the letter before
  } else if (c >= 0x391 && c <= 0x3A9) {
    out += kGreek[c - 0x391];
  } else if (c >= 0x3B1 && c <= 0x3C9) {
    out += c == 0x3C2 ? std::string_view("S") : kGreek[c - 0x3B1];
  } else if (c >= 0x386 && c <= 0x38F) {
    out += kGreekMarked[c - 0x386];
  } else if (c == 0x3AC || c == 0x3AD || c == 0x3AE || c == 0x3AF || c == 0x3CC || c == 0x3CD || c == 0x3CE) {
    out += c == 0x3AC ? "A" : c == 0x3AD ? "E" : c == 0x3AE || c == 0x3AF ? "I" : c == 0x3CD ? "Y" : "O";
  } else if (c >= 0x410 && c <= 0x42F) {
    out += kCyrillic[c - 0x410];
  } else if (c >= 0x430 && c <= 0x44F) {
    out += kCyrillic[c - 0x430];
  } else if (c == 0x401 || c == 0x451) {
    out += "E";
  } else if (c == 0x404 || c == 0x454) {
    out += "YE";
  } else if (c == 0x406 || c == 0x456 || c == 0x407 || c == 0x457) {
    out += "I";
  } else if (c == 0x490 || c == 0x491) {
    out += "G";
  } else if (c >= 0x1E00 && c <= 0x1EFF) {
    // Latin letters with two marks, as Vietnamese has them: by the blocks they stand in.
    out += c < 0x1EA0    ? ""
           : c <= 0x1EB7 ? "A"
           : c <= 0x1EC7 ? "E"
           : c <= 0x1ECB ? "I"
           : c <= 0x1EE3 ? "O"
           : c <= 0x1EF1 ? "U"
                         : "Y";
  } else if (c == 0x2018 || c == 0x2019 || c == 0x02BC) {
    return;  // an apostrophe
  } else if ((c >= 0x2000 && c <= 0x206F) || c == 0xA0 || c < 0xC0) {
    blank();
  } else {
    out += bytes;
  }
}

std::string folded(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const auto lead = static_cast<unsigned char>(name[0]);
    const std::size_t size = std::min<std::size_t>(lead < 0x80   ? 1
                                                   : lead < 0xE0 ? 2
                                                   : lead < 0xF0 ? 3
                                                                 : 4,
                                                   name.size());
    std::uint32_t c = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) c = c << 6 | (static_cast<unsigned char>(name[i]) & 0x3FU);
    append_folded(out, c, name.substr(0, size));
    name.remove_prefix(size);
  }
  return out;
}

constexpr std::array<std::string_view, 14> kPrefixes = {"MV", "MT",  "FV",  "SS",  "MY",  "SY",   "RV",
                                                        "MS", "MTS", "GTS", "LPG", "LNG", "FPSO", "TUG"};
constexpr std::array<std::string_view, 7> kRoman = {"II", "III", "IV", "VI", "VII", "VIII", "IX"};
constexpr std::array<std::string_view, 7> kArabic = {"2", "3", "4", "6", "7", "8", "9"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::vector<std::string> tokens_of(std::string_view name) {
  std::vector<std::string> tokens;
  for (const char c : folded(name)) {
    const bool begins =
        tokens.empty() || tokens.back().empty() || c == ' ' || is_digit(c) == is_digit(tokens.back().back());
    if (c == ' ') {
      if (!tokens.empty() && !tokens.back().empty()) tokens.emplace_back();
    } else {
      // STAR7 is STAR 7.
      if (tokens.empty() || !begins) tokens.emplace_back();
      tokens.back() += c;
    }
  }
  if (!tokens.empty() && tokens.back().empty()) tokens.pop_back();
  // M.V. and M/V came apart.
  if (tokens.size() > 2 && tokens[0].size() == 1 && tokens[1].size() == 1) {
    const std::string joined = tokens[0] + tokens[1];
    if (std::ranges::find(kPrefixes, joined) != kPrefixes.end()) tokens.erase(tokens.begin(), tokens.begin() + 2);
  } else if (tokens.size() > 1 && std::ranges::find(kPrefixes, tokens[0]) != kPrefixes.end()) {
    tokens.erase(tokens.begin());
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto roman = std::ranges::find(kRoman, tokens[i]);
    if (roman != kRoman.end() && i > 0) tokens[i] = kArabic[static_cast<std::size_t>(roman - kRoman.begin())];
    // "No. 7", and leading zeros.
    const bool number_next = i + 1 < tokens.size() && is_digit(tokens[i + 1][0]);
    if ((tokens[i] == "NO" || tokens[i] == "NR") && number_next && i > 0) tokens[i].clear();
    if (!tokens[i].empty() && is_digit(tokens[i][0])) {
      const std::size_t zeros = std::min(tokens[i].find_first_not_of('0'), tokens[i].size() - 1);
      tokens[i].erase(0, zeros);
    }
  }
  std::erase(tokens, "");
  return tokens;
}

}  // namespace

std::string normalised_name(std::string_view name) {
  std::string text;
  for (const std::string& token : tokens_of(name)) {
    if (!text.empty()) text += ' ';
    text += token;
  }
  return text;
}

NameParts name_parts(std::string_view name) {
  NameParts parts;
  for (std::string& token : tokens_of(name)) {
    if (is_digit(token[0])) {
      parts.numbers.push_back(std::move(token));
    } else {
      parts.in_order += token;
      parts.words.push_back(std::move(token));
    }
  }
  std::ranges::sort(parts.numbers);
  std::ranges::sort(parts.words);
  for (const std::string& word : parts.words) parts.sorted += word;
  return parts;
}

unsigned edits_allowed(std::size_t letters) { return letters < 5 ? 0 : letters < 9 ? 1 : 2; }

unsigned edits(std::string_view a, std::string_view b, unsigned most) {
  if (a == b) return 0;
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > most || most == 0) return most + 1;
  std::vector<unsigned> before_last(b.size() + 1), before(b.size() + 1), row(b.size() + 1);
  std::iota(before.begin(), before.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<unsigned>(i);
    unsigned least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
    std::swap(before_last, before);
    std::swap(before, row);
  }
  return std::min(before.back(), most + 1);
}

std::optional<std::uint32_t> ship_imo(std::string_view text) {
  std::string digits;
  for (const char c : trim(text)) {
    if (is_digit(c)) {
      digits += c;
    } else if (c != 'I' && c != 'M' && c != 'O' && c != 'i' && c != 'm' && c != 'o' && c != ' ' && c != '.' &&
               c != ':' && c != '-') {
      return std::nullopt;
    }
  }
  if (digits.size() < 5 || digits.size() > 7) return std::nullopt;
  const auto number = parse_number<std::uint32_t>(digits);
  if (!number) return std::nullopt;
  unsigned sum = 0;
  std::uint32_t rest = *number / 10;
  for (unsigned weight = 2; weight <= 7; ++weight, rest /= 10) sum += weight * (rest % 10);
  if (sum % 10 != *number % 10 || *number == 0) return std::nullopt;
  return number;
}

}  // namespace fairlead::desk
