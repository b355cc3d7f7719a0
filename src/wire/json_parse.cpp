// SPDX-License-Identifier: Apache-2.0
#include "json_parse.hpp"

#include <charconv>

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

namespace fairlead::wire {
namespace {

namespace bj = boost::json;

// Receives what the parser finds and stacks up the value, as Boost's own handler does, but for on_double. The whole
// text is given at once, so a number always comes whole.
struct Handler {
  static constexpr std::size_t max_object_size = bj::object::max_size();
  static constexpr std::size_t max_array_size = bj::array::max_size();
  static constexpr std::size_t max_key_size = bj::string::max_size();
  static constexpr std::size_t max_string_size = bj::string::max_size();

  bj::value_stack stack;

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) { return true; }
  bool on_object_end(std::size_t members, bj::error_code&) { return stack.push_object(members), true; }
  bool on_array_begin(bj::error_code&) { return true; }
  bool on_array_end(std::size_t elements, bj::error_code&) { return stack.push_array(elements), true; }
  bool on_key_part(bj::string_view text, std::size_t, bj::error_code&) { return stack.push_chars(text), true; }
  bool on_key(bj::string_view text, std::size_t, bj::error_code&) { return stack.push_key(text), true; }
  bool on_string_part(bj::string_view text, std::size_t, bj::error_code&) { return stack.push_chars(text), true; }
  bool on_string(bj::string_view text, std::size_t, bj::error_code&) { return stack.push_string(text), true; }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t value, bj::string_view, bj::error_code&) { return stack.push_int64(value), true; }
  bool on_uint64(std::uint64_t value, bj::string_view, bj::error_code&) { return stack.push_uint64(value), true; }
  bool on_double(double, bj::string_view text, bj::error_code& error) {
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) {
      error = bj::error::exponent_overflow;
      return false;
    }
    return stack.push_double(value), true;
  }
  bool on_bool(bool value, bj::error_code&) { return stack.push_bool(value), true; }
  bool on_null(bj::error_code&) { return stack.push_null(), true; }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }
};

}  // namespace

Result<bj::value> parse_json(std::string_view text) {
  bj::basic_parser<Handler> parser{bj::parse_options{}};
  parser.handler().stack.reset();
  bj::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) error = bj::error::extra_data;
  if (error) return fail(ErrorCode::invalid_argument, fmt::format("not valid JSON: {}", error.message()));
  return parser.handler().stack.release();
}

}  // namespace fairlead::wire
