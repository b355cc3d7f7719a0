// SPDX-License-Identifier: Apache-2.0
#include "search_index.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::serve {
namespace {

// How good the evidence is; lower is better.
enum Grade : std::uint8_t { exact_identifier, exact_name, begins, word_begins, contains, words_occur };

struct Query {
  std::string key;
  std::vector<std::string_view> words;
  bool digits = false;
};

Query prepare(std::string_view text) {
  Query query{search_key(text), {}, false};
  std::string_view rest = query.key;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    query.words.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  query.digits = std::ranges::all_of(query.key, [](char c) { return c >= '0' && c <= '9'; });
  return query;
}

struct Found {
  Grade grade;
  Matched matched;
};

void better(std::optional<Found>& best, Grade grade, Matched matched) {
  if (!best || grade < best->grade) best = Found{grade, matched};
}

void match_text(std::optional<Found>& best, const Query& query, std::string_view text, Matched matched, Grade exact) {
  if (text.empty()) return;
  const std::size_t at = text.find(query.key);
  if (at == 0) {
    better(best, text.size() == query.key.size() ? exact : begins, matched);
  } else if (at != std::string_view::npos) {
    const bool word = text[at - 1] == ' ' || text.find(' ' + query.key) != std::string_view::npos;
    better(best, word ? word_begins : contains, matched);
  } else if (query.words.size() > 1 && std::ranges::all_of(query.words, [&](std::string_view word) {
               return text.find(word) != std::string_view::npos;
             })) {
    better(best, words_occur, matched);
  }
}

void match_digits(std::optional<Found>& best, const Query& query, std::uint32_t number, int width, Matched matched) {
  if (number == 0) return;
  std::array<char, 10> digits{};
  std::uint32_t rest = number;
  for (int i = width; i-- > 0; rest /= 10) digits[static_cast<std::size_t>(i)] = static_cast<char>('0' + rest % 10);
  const std::string_view text(digits.data(), static_cast<std::size_t>(width));
  const std::size_t at = text.find(query.key);
  if (at == std::string_view::npos) return;
  better(best, at != 0 ? contains : query.key.size() == text.size() ? exact_identifier : begins, matched);
}

// Latin letters with marks, as two bytes of UTF-8, and what AIS's 6-bit alphabet writes for them.
struct Folded {
  std::string_view from;
  std::string_view to;
};
constexpr std::array kFolded = std::to_array<Folded>({
    {"À", "A"}, {"Á", "A"},  {"Â", "A"}, {"Ã", "A"}, {"Ä", "A"}, {"Å", "A"}, {"Æ", "AE"}, {"Ç", "C"}, {"È", "E"},
    {"É", "E"}, {"Ê", "E"},  {"Ë", "E"}, {"Ì", "I"}, {"Í", "I"}, {"Î", "I"}, {"Ï", "I"},  {"Ñ", "N"}, {"Ò", "O"},
    {"Ó", "O"}, {"Ô", "O"},  {"Õ", "O"}, {"Ö", "O"}, {"Ø", "O"}, {"Ù", "U"}, {"Ú", "U"},  {"Û", "U"}, {"Ü", "U"},
    {"Ý", "Y"}, {"ß", "SS"}, {"à", "A"}, {"á", "A"}, {"â", "A"}, {"ã", "A"}, {"ä", "A"},  {"å", "A"}, {"æ", "AE"},
    {"ç", "C"}, {"è", "E"},  {"é", "E"}, {"ê", "E"}, {"ë", "E"}, {"ì", "I"}, {"í", "I"},  {"î", "I"}, {"ï", "I"},
    {"ñ", "N"}, {"ò", "O"},  {"ó", "O"}, {"ô", "O"}, {"õ", "O"}, {"ö", "O"}, {"ø", "O"},  {"ù", "U"}, {"ú", "U"},
    {"û", "U"}, {"ü", "U"},  {"ý", "Y"}, {"ÿ", "Y"}, {"Ł", "L"}, {"ł", "L"}, {"Š", "S"},  {"š", "S"}, {"Ž", "Z"},
    {"ž", "Z"}, {"Č", "C"},  {"č", "C"}, {"Ő", "O"}, {"ő", "O"}, {"Ş", "S"}, {"ş", "S"},  {"Ğ", "G"}, {"ğ", "G"},
});

}  // namespace

std::string_view name(Matched matched) {
  static constexpr std::array<std::string_view, 5> kWords{"name", "mmsi", "imo", "call_sign", "track_id"};
  return kWords[static_cast<std::size_t>(matched)];
}

std::string search_key(std::string_view text) {
  std::string key;
  while (!text.empty()) {
    if ((static_cast<unsigned char>(text.front()) & 0x80U) != 0) {
      const auto folded = std::ranges::find_if(kFolded, [&](const Folded& f) { return text.starts_with(f.from); });
      if (folded != kFolded.end()) {
        key += folded->to;
        text.remove_prefix(folded->from.size());
        continue;
      }
    }
    const char c = text.front();
    text.remove_prefix(1);
    if (c == ' ' && (key.empty() || key.back() == ' ')) continue;
    key += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  while (!key.empty() && key.back() == ' ') key.pop_back();
  if (!key.starts_with('M') && !key.starts_with('I')) return key;
  for (const std::string_view word : {"MMSI ", "MMSI:", "IMO ", "IMO:", "IMO"}) {
    if (!key.starts_with(word)) continue;
    const std::string_view rest = trim(std::string_view(key).substr(word.size()));
    if (!rest.empty() && std::ranges::all_of(rest, [](char c) { return c >= '0' && c <= '9'; }))
      return std::string(rest);
  }
  return key;
}

SearchIndex::Row* SearchIndex::row_of(std::uint64_t id) {
  const auto at = std::ranges::lower_bound(rows_, id, {}, &Row::id);
  return at != rows_.end() && at->id == id ? &*at : nullptr;
}

void SearchIndex::put(const engine::Picture::Entry& entry) {
  const domain::Track& track = entry.track;
  const std::uint64_t id = track.id.number();
  Row* row = rows_.empty() || rows_.back().id < id ? nullptr : row_of(id);
  if (row == nullptr) {
    // Ids grow, so a new track nearly always goes to the end.
    const auto at =
        rows_.empty() || rows_.back().id < id ? rows_.end() : std::ranges::lower_bound(rows_, id, {}, &Row::id);
    row = &*rows_.emplace(at);
  }
  row->id = id;
  row->mmsi = track.mmsi ? track.mmsi->number() : 0;
  row->imo = track.claims.imo.value_or(0);
  row->name = search_key(track.claims.name);
  row->call_sign = search_key(track.claims.call_sign);
}

void SearchIndex::follow(const engine::Picture& picture) {
  if (filled_ && picture.slot() == slot_) return;
  const auto closed = filled_ && picture.slot() > slot_ ? picture.closed_since(slot_) : std::nullopt;
  const bool anew = !closed || gone_ + closed->size() > 1024 + rows_.size() / 4;
  if (anew) {
    rows_.clear();
    rows_.reserve(picture.size());
    gone_ = 0;
    picture.for_each([&](const engine::Picture::Entry& entry) {
      put(entry);
      return true;
    });
  } else {
    // A closed track keeps its row, which finds nothing in the picture, until the next filling.
    gone_ += closed->size();
    picture.for_each_changed_since(slot_, [&](const engine::Picture::Entry& entry) {
      if (entry.described_in > slot_) put(entry);
      return true;
    });
  }
  slot_ = picture.slot();
  filled_ = true;
}

std::vector<Hit> SearchIndex::find(const engine::Picture& picture, std::string_view text, std::size_t limit) {
  follow(picture);
  const Query query = prepare(text);
  if (query.key.empty()) return {};
  const auto wanted = domain::parse_track_id([&] {
    std::string id = to_lower(query.key);
    if (id.starts_with("t-")) id[0] = 'T';
    return id;
  }());

  struct Ranked {
    Found found;
    const engine::Picture::Entry* entry;
  };
  std::vector<Ranked> ranked;
  for (const Row& row : rows_) {
    std::optional<Found> best;
    if (wanted && wanted->number() == row.id) better(best, exact_identifier, Matched::track_id);
    match_text(best, query, row.name, Matched::name, exact_name);
    match_text(best, query, row.call_sign, Matched::call_sign, exact_identifier);
    if (query.digits) {
      match_digits(best, query, row.mmsi, 9, Matched::mmsi);
      match_digits(best, query, row.imo, row.imo > 9'999'999 ? 10 : 7, Matched::imo);
    }
    if (!best) continue;
    if (const auto* entry = picture.find(domain::TrackId(row.id))) ranked.push_back({*best, entry});
  }
  const auto order = [](const Ranked& r) {
    return std::tuple(r.found.grade, r.entry->track.state, -r.entry->track.observed_at.unix_ms(), r.entry->track.id);
  };
  const auto before = [&](const Ranked& a, const Ranked& b) { return order(a) < order(b); };
  const std::size_t kept = std::min(limit, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept), ranked.end(), before);
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < kept; ++i) hits.push_back({ranked[i].entry, ranked[i].found.matched});
  return hits;
}

}  // namespace fairlead::serve
