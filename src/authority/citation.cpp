// SPDX-License-Identifier: Apache-2.0
#include "authority/citation.hpp"

#include "authority/parties.hpp"
#include "citation_table.hpp"

namespace fairlead::authority {

std::string_view Citation::id() const {
  const std::size_t i = index_;
  if (i < kArticles.size()) return kArticles[i].convention;
  if (i < 2 * kArticles.size()) return kArticles[i - kArticles.size()].custom;
  return kPlainCitations[i - 2 * kArticles.size()].id;
}

std::string_view Citation::title() const {
  const std::size_t i = index_;
  if (i < 2 * kArticles.size()) return kArticles[i % kArticles.size()].title;
  return kPlainCitations[i - 2 * kArticles.size()].title;
}

std::optional<Citation> find_citation(std::string_view id) {
  for (const Citation citation : all_citations()) {
    if (citation.id() == id) return citation;
  }
  return std::nullopt;
}

std::vector<Citation> all_citations() {
  std::vector<Citation> all;
  all.reserve(kCitations);
  for (std::size_t i = 0; i < kCitations; ++i) all.push_back(CitationList::at(i));
  return all;
}

std::optional<Day> citable_since(Citation citation) {
  const std::string_view id = citation.id();
  if (citation.index() >= 2 * kArticles.size()) {
    const int since = kPlainCitations[citation.index() - 2 * kArticles.size()].since;
    if (since != 0) return Day(since / 10'000, since / 100 % 100, since % 100);
  }
  const auto treaty = word_from<Treaty>(id.substr(0, id.find(':')));
  if (treaty) return in_force_since(*treaty);
  return std::nullopt;
}

std::vector<Citation> CitationSet::list() const {
  std::vector<Citation> found;
  for (std::size_t i = 0; i < kCitations; ++i) {
    if ((words_[i / 64] >> (i % 64) & 1U) != 0) found.push_back(CitationList::at(i));
  }
  return found;
}

}  // namespace fairlead::authority
