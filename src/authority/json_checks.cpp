// SPDX-License-Identifier: Apache-2.0
#include "json_checks.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include "base/text.hpp"

namespace fairlead::authority {
namespace {

// Watches the members of a document go by; the parser's own object would keep only the last of two equal ones.
struct MemberWatch {
  using string_view = boost::json::string_view;
  using error_code = boost::json::error_code;
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  std::vector<std::set<std::string>> open;
  std::string key;
  std::string repeated;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    open.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, error_code&) {
    open.pop_back();
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t, error_code&) { return true; }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    key.append(part.data(), part.size());
    return true;
  }
  bool on_key(string_view part, std::size_t, error_code&) {
    key.append(part.data(), part.size());
    if (!open.back().insert(key).second && repeated.empty()) repeated = key;
    key.clear();
    return true;
  }
  bool on_string_part(string_view, std::size_t, error_code&) { return true; }
  bool on_string(string_view, std::size_t, error_code&) { return true; }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, string_view, error_code&) { return true; }
  bool on_uint64(std::uint64_t, string_view, error_code&) { return true; }
  bool on_double(double, string_view, error_code&) { return true; }
  bool on_bool(bool, error_code&) { return true; }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

Failure contradiction(std::string_view field, std::string_view what) {
  return fail(ErrorCode::invalid_argument, fmt::format("`{}`: {}", field, what));
}

}  // namespace

Result<void> refuse_repeated_members(std::string_view text) {
  boost::json::basic_parser<MemberWatch> parser{boost::json::parse_options{}};
  boost::json::error_code code;
  parser.write_some(false, text.data(), text.size(), code);
  // What is not JSON is reported by the reader itself.
  if (!code && !parser.handler().repeated.empty()) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("`{}` stands twice in one object; facts cannot say two things at once", parser.handler().repeated));
  }
  return {};
}

bool is_slip(std::string_view text, std::string_view word) {
  std::string plain = to_lower(text);
  std::replace_if(plain.begin(), plain.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
  if (plain == word) return true;
  const std::size_t longer = std::max(plain.size(), word.size());
  const std::size_t shorter = std::min(plain.size(), word.size());
  if (longer - shorter > 2 || shorter < 4) return false;
  const std::string_view one[] = {word};
  // Two letters, whatever the length: nearest_word() is more generous for long words.
  std::size_t same_front = 0;
  while (same_front < shorter && plain[same_front] == word[same_front]) ++same_front;
  std::size_t same_back = 0;
  while (same_back < shorter - same_front && plain[plain.size() - 1 - same_back] == word[word.size() - 1 - same_back]) {
    ++same_back;
  }
  return nearest_word(plain, one).has_value() && longer - same_front - same_back <= 4;
}

Result<void> refuse_contradictions(const Facts& f) {
  const NationalityFacts& n = f.vessel.nationality;
  const bool flagged = n.flag.given() || !n.flags.empty();
  if (n.status == NationalityStatus::none && flagged) {
    return contradiction("vessel.nationality.flag",
                         "a vessel of status `none` has no flag; say `claimed`, `refuted` or `multiple`");
  }
  if (n.status == NationalityStatus::confirmed && n.suspect_stateless == Tri::yes) {
    return contradiction("vessel.nationality.suspect_stateless",
                         "a nationality cannot be confirmed and in doubt at once; say `claimed`");
  }
  const bool two_flags = std::any_of(n.flags.begin(), n.flags.end(), [&](State s) { return s != n.flags.front(); });
  if (n.status == NationalityStatus::confirmed && two_flags) {
    return contradiction("vessel.nationality.flags", "a confirmed nationality is one flag; two are `multiple`");
  }
  if (n.status == NationalityStatus::confirmed && n.flag.given() && n.flags.size() == 1 && n.flags.front() != n.flag) {
    return contradiction("vessel.nationality.flags", "names another State than `flag`; two flags are `multiple`");
  }
  if (f.zone.here.kind == ZoneKind::territorial_sea && f.zone.claim_nm && *f.zone.claim_nm > 12 &&
      f.zone.disputed != Tri::yes) {
    return contradiction("zone.claim_nm",
                         "a territorial sea of more than 12 nm must be entered as disputed, with its alternatives");
  }
  if (f.domestic_overlay && word_of(*f.domestic_overlay) != f.acting_state.code()) {
    return contradiction("domestic_overlay", fmt::format("is the law of `{}`, but `{}` acts",
                                                         word_of(*f.domestic_overlay), f.acting_state.code()));
  }
  return {};
}

}  // namespace fairlead::authority
