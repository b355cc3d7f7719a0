// SPDX-License-Identifier: Apache-2.0
// The small parts: heads, problems, addresses, queries.
#include <array>
#include <set>

#include <gtest/gtest.h>

#include "http/head.hpp"
#include "http/host.hpp"
#include "http/parameters.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"

namespace fairlead::http {
namespace {

TEST(Head, has_status_length_and_own_lines_once) {
  Response response;
  response.status = 409;
  response.headers.emplace_back("X-Own", "1");
  const std::string head = response_head(response, "id", http_date(0), 5, true, "X-Fixed: 2\r\n");
  EXPECT_EQ(head,
            "HTTP/1.1 409 Conflict\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nServer: Fairlead\r\nX-Request-Id: id\r\n"
            "Content-Type: application/json\r\nContent-Length: 5\r\nCache-Control: no-store\r\nX-Own: 1\r\n"
            "Connection: keep-alive\r\nX-Fixed: 2\r\n\r\n");
}

TEST(Head, of_an_answer_without_body_names_no_length) {
  Response response;
  response.status = 204;
  response.content_type = {};
  const std::string head = response_head(response, "id", "now", 0, false);
  EXPECT_EQ(head.find("Content-"), std::string::npos);
  EXPECT_NE(head.find("Connection: close\r\n"), std::string::npos);
}

TEST(Head, has_a_phrase_for_each_status_in_use) {
  std::set<std::string_view> phrases;
  for (const unsigned status :
       {100U, 101U, 200U, 201U, 202U, 204U, 302U, 303U, 304U, 400U, 401U, 403U, 404U, 405U, 406U, 408U, 409U,
        410U, 411U, 412U, 413U, 414U, 415U, 417U, 421U, 422U, 426U, 429U, 431U, 500U, 501U, 503U, 505U}) {
    EXPECT_NE(reason_phrase(status), "Unknown") << status;
    EXPECT_TRUE(phrases.insert(reason_phrase(status)).second) << status;
  }
}

TEST(Head, knows_what_a_list_accepts) {
  EXPECT_TRUE(list_has("br, gzip;q=0.5", "gzip"));
  EXPECT_TRUE(list_has("*", "gzip"));
  EXPECT_TRUE(list_has("W/\"a\" , \"b\"", "\"a\""));
  EXPECT_FALSE(list_has("gzip;q=0", "gzip"));
  EXPECT_FALSE(list_has("", "gzip"));
  EXPECT_FALSE(list_has("xgzip", "gzip"));
}

TEST(Head, request_ids_do_not_count) {
  const std::string first = random_request_id();
  EXPECT_EQ(first.size(), 16U);
  EXPECT_NE(first, random_request_id());
}

TEST(Problem, names_the_path_and_never_the_query) {
  Request request;
  request.id = "r1";
  request.target = "/api/v1/vessels?q=SECRET";
  const std::array faults{Fault{"#/query/q", "no \"good\""}};
  const Response response = problem(request, 400, "invalid_parameter", "no", faults);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body,
            R"({"type":"about:blank","title":"Bad Request","status":400,"detail":"no","instance":"/api/v1/vessels",)"
            R"("code":"invalid_parameter","request_id":"r1",)"
            R"("errors":[{"pointer":"#/query/q","detail":"no \"good\""}]})");
}

TEST(Host, reads_addresses_to_listen_at) {
  EXPECT_EQ(parse_listen("8480")->host, "127.0.0.1");
  EXPECT_EQ(parse_listen(":8480")->host, "0.0.0.0");
  EXPECT_EQ(parse_listen("[::1]:8480")->host, "::1");
  EXPECT_EQ(parse_listen("localhost:0")->port, 0);
  for (const char* wrong : {"", ":", "x", "::1:80", "[::1:80", "h:99999", "h:-1"})
    EXPECT_FALSE(parse_listen(wrong)) << wrong;
}

TEST(Host, takes_names_apart_and_refuses_odd_ones) {
  EXPECT_EQ(host_name("LOCALHOST:80"), "localhost");
  EXPECT_EQ(host_name("a.example."), "a.example");
  EXPECT_EQ(host_name("[::1]:80"), "::1");
  EXPECT_EQ(host_name("a b"), "");
  EXPECT_EQ(host_name("[::1]x"), "");
  EXPECT_TRUE(is_loopback_literal("127.9.9.9"));
  EXPECT_FALSE(is_loopback_literal("127.0.0.1.example.org"));
}

TEST(Query, is_taken_apart_and_decoded) {
  const auto target = parse_target("/a%20b?x=1+2&&y&z=%C3%A9#f");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a b");
  EXPECT_EQ(parse_target("/a/b%2Fc//?x=/y")->segments, (std::vector<std::string>{"a", "b/c", "", ""}));
  EXPECT_EQ(parse_target("/")->segments, std::vector<std::string>{""});
  const std::vector<std::pair<std::string, std::string>> expected{{"x", "1 2"}, {"y", ""}, {"z", "é"}};
  EXPECT_EQ(target->query, expected);
  for (const char* wrong : {"", "a", "/%", "/%zz", "/%00", "/%ff", "/?a=%0a", "/?%c0%80=1"}) {
    EXPECT_FALSE(parse_target(wrong)) << wrong;
  }
  EXPECT_EQ(*percent_decode(percent_encode("a/b é?&"), true), "a/b é?&");
}

TEST(Parameters, names_all_faults_at_once) {
  static constexpr std::string_view kKnown[] = {"limit", "at"};
  const auto target = parse_target("/?limi=1&at=yesterday&limit=0&limit=2");
  ASSERT_TRUE(target);
  Parameters parameters(*target, kKnown);
  EXPECT_FALSE(parameters.time("at"));
  EXPECT_EQ(parameters.count("limit", 5, 10), 5U);
  ASSERT_TRUE(parameters.refusal());
  EXPECT_EQ(parameters.refusal()->code, "unknown_parameter");
  EXPECT_EQ(parameters.refusal()->detail, "unknown parameter `limi`; did you mean `limit`?");
  EXPECT_EQ(parameters.refusal()->faults.size(), 4U);
}

}  // namespace
}  // namespace fairlead::http
