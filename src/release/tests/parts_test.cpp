// SPDX-License-Identifier: Apache-2.0
// Markings, stops, desk and reduction.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "release/plain_label.hpp"
#include "release/reduce.hpp"
#include "release_support.hpp"

namespace fairlead::release {
namespace {

Marking marking_by_chance(std::uint64_t seed) {
  const Evaluator e = evaluator_of(examples());
  RandomRequests random(e, seed);
  for (;;) {
    Request request = random.next();
    if (!request.marking) continue;
    Marking m = *request.marking;
    if (random.number(2) == 0) m.sensitivity = random.number(2) == 0 ? "source" : "method; <source>";
    if (random.number(3) == 0) m.review_at = random.moment();
    if (random.number(2) == 0) m.fields[static_cast<Field>(random.number(kCount<Field>))] = m.label;
    return m;
  }
}

TEST(Marking, canonical_bytes_and_json_give_it_back) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    const Marking m = marking_by_chance(seed);
    wire::ByteWriter out;
    write(out, m);
    wire::ByteReader in(out.view());
    RC_ASSERT(read_marking(in) == m);
    RC_ASSERT(in.ok() && in.at_end());
    std::string json;
    append_json(json, m);
    const auto back = marking_from_json(json);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == m);
  }));
  EXPECT_FALSE(marking_from_json(R"({"v":2,"label":{}})").has_value());
  EXPECT_FALSE(marking_from_json("[").has_value());
}

TEST(Marking, a_plain_label_holds_all_of_it_and_is_never_looser) {
  EXPECT_TRUE(rc::check("marking_of(label_of(m)) == m", [](std::uint64_t seed) {
    const Marking m = marking_by_chance(seed);
    RC_ASSERT(marking_of(label_of(m)) == m);
    RC_ASSERT(at_least_as_strict(label_of(m), m.label));
    const Marking other = marking_by_chance(seed + 1);
    const Marking derived = marking_of(domain::strictest(label_of(m), label_of(other)));
    RC_ASSERT(strictest(derived, derived) == strictest(m, other));
  }));
  domain::Label odd = plain_marking().label;
  odd.caveats = {"ONWARD: perhaps", "FIELD: name {", "FIELD: nothing {}", "REVIEW: soon", "NF"};
  EXPECT_EQ(marking_of(odd).label, odd) << "what cannot be read stays a caveat, which no agreement accepts";
  odd.caveats = {"ONWARD: free", "ONWARD: none", "ONWARD: with_consent"};
  EXPECT_EQ(marking_of(odd).onward, Onward::none);
}

TEST(Marking, a_derived_label_is_at_least_as_strict_as_each_part) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    const Marking a = marking_by_chance(seed);
    const Marking b = marking_by_chance(seed + 1);
    const Marking c = marking_by_chance(seed + 2);
    const Marking ab = strictest(a, b);
    RC_ASSERT(at_least_as_strict(ab.label, a.label) && at_least_as_strict(ab.label, b.label));
    RC_ASSERT(ab.onward >= a.onward && ab.onward >= b.onward);
    for (const auto& [field, label] : a.fields) RC_ASSERT(at_least_as_strict(ab.fields.at(field), label));
    RC_ASSERT(strictest(a, b) == strictest(b, a));
    RC_ASSERT(strictest(strictest(a, b), c) == strictest(a, strictest(b, c)));
  }));
}

TEST(Marking, stanag_4774_shape_is_well_formed_xml) {
  Marking m = plain_marking();
  m.sensitivity = "a < b & \"c\"";
  m.label.caveats = {"ORCON"};
  m.review_at = kNoon();
  m.fields[Field::source] = m.label;
  const std::string xml = to_stanag_4774(m, kNoon());
  EXPECT_NE(xml.find("<slab:Classification>UNCLASSIFIED</slab:Classification>"), std::string::npos);
  EXPECT_NE(xml.find("a &lt; b &amp; &quot;c&quot;"), std::string::npos);
  m.label.releasable_to.clear();
  EXPECT_NE(to_stanag_4774(m, kNoon()).find("<slab:GenericValue>NONE</slab:GenericValue>"), std::string::npos);
  if (std::system("command -v xmllint >/dev/null") != 0) GTEST_SKIP() << "xmllint is not installed";
  const auto path = std::filesystem::temp_directory_path() / "fairlead-label.xml";
  std::ofstream(path) << xml;
  EXPECT_EQ(std::system(("xmllint --noout " + path.string()).c_str()), 0);
  std::filesystem::remove(path);
}

TEST(Stop, overlapping_stops_open_only_when_all_are_lifted) {
  DeskState desk = desk_in_order();
  const std::vector<Approval> two{{"a", Rank::release_officer}, {"b", Rank::legal_adviser}};
  const auto first = desk.stops.stop({"XAA", {}, {}, {}, {}}, "o", kNoon()).value();
  const auto second = desk.stops.stop({"", {}, Purpose::law_enforcement_interdiction, {}, {}}, "o", kNoon()).value();
  EXPECT_EQ(desk.stops.overlapping({"XAA", {}, {}, {}, {}}), (std::vector{first, second}));
  const auto released = [&] {
    return decide(evaluator_of(examples(), desk), interdiction_request(), kNoon()).released();
  };
  EXPECT_FALSE(released());
  ASSERT_TRUE(desk.stops.resume(first, two, {}, kNoon()).has_value());
  EXPECT_FALSE(released());
  EXPECT_EQ(desk.stops.resume(second, two, {}, kNoon()).value(), 4U);
  EXPECT_TRUE(released());
  EXPECT_FALSE(desk.stops.resume(second, two, {}, kNoon()).has_value());
}

TEST(Stop, resuming_needs_two_people_of_the_right_roles_and_a_new_assessment_where_asked) {
  StopBook book;
  const auto epoch = book.stop({"XAA", {}, {}, {}, {}}, "o", kNoon(), true).value();
  const Instant later = kNoon() + Duration(10);
  const NewAssessment good{{"OSJA", Risk::medium, Rank::legal_adviser, later + Duration(1000)}, kNoon() + Duration(1)};
  const std::vector<Approval> two{{"a", Rank::release_officer}, {"b", Rank::legal_adviser}};
  EXPECT_FALSE(book.may_resume(epoch, {}, good, later).has_value());
  EXPECT_FALSE(book.may_resume(epoch, {two[0]}, good, later).has_value());
  EXPECT_FALSE(
      book.may_resume(epoch, {{"a", Rank::release_officer}, {"a", Rank::legal_adviser}}, good, later).has_value());
  EXPECT_FALSE(
      book.may_resume(epoch, {{"a", Rank::release_officer}, {"b", Rank::administrator}}, good, later).has_value());
  EXPECT_FALSE(book.may_resume(epoch, two, {}, later).has_value());
  for (auto [risk, approver, expires, made] :
       {std::tuple{Risk::high, Rank::legal_adviser, later + Duration(1), later},
        std::tuple{Risk::low, Rank::watch_officer, later + Duration(1), later},
        std::tuple{Risk::low, Rank::legal_adviser, later, later},
        std::tuple{Risk::low, Rank::legal_adviser, later + Duration(1), kNoon()}}) {
    EXPECT_FALSE(book.may_resume(epoch, two, NewAssessment{{"x", risk, approver, expires}, made}, later).has_value());
  }
  EXPECT_TRUE(book.may_resume(epoch, two, good, later).has_value());
}

TEST(Stop, state_survives_saving) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    const Evaluator e = evaluator_of(examples());
    RandomRequests random(e, seed);
    const DeskState desk = random_desk(random, examples());
    wire::ByteWriter out;
    write(out, desk);
    wire::ByteReader in(out.view());
    RC_ASSERT(read_desk_state(in) == desk);
    RC_ASSERT(in.ok() && in.at_end());
  }));
}

TEST(Stop, words_that_name_nobody_are_refused) {
  StopBook book;
  EXPECT_FALSE(book.stop({"xaa", {}, {}, {}, {}}, "o", kNoon()).has_value());
  EXPECT_FALSE(book.stop({"XAA", "XBB/navy", {}, {}, {}}, "o", kNoon()).has_value());
  EXPECT_EQ(book.epoch(), 0U);
  ASSERT_TRUE(book.stop({"", "XBB/navy", {}, {}, {}}, "o", kNoon()).has_value());
  EXPECT_EQ(book.open().begin()->second.cell.partner, "XBB");
}

TEST(Reduce, twice_is_once_and_a_cell_is_as_wide_as_the_grid) {
  EXPECT_TRUE(rc::check([](std::uint32_t a, std::uint32_t b, std::uint16_t g) {
    const auto p =
        *geo::Position::from_units(static_cast<std::int32_t>(a % (2U * geo::kLatitudeMax + 1)) - geo::kLatitudeMax,
                                   static_cast<std::int32_t>(b % (2U * geo::kLongitudeMax + 1)) - geo::kLongitudeMax);
    const std::uint32_t grid = 1U + g * 7U;
    const auto once = coarsen(p, grid);
    RC_ASSERT(coarsen(once, grid) == once);
    const double north = std::abs(once.latitude_units() - p.latitude_units()) * 0.1852;
    RC_ASSERT(north <= grid * 0.5 + 0.3);
  }));
  const auto east = *geo::Position::from_degrees(10, 180);
  const auto west = *geo::Position::from_degrees(10, -180);
  EXPECT_EQ(coarsen(east, 5000), coarsen(west, 5000));
}

TEST(Reduce, cuts_what_is_not_kept_and_nothing_else) {
  domain::Observation o;
  o.mmsi = domain::Mmsi::from_number(123456789);
  o.position = geo::Position::from_degrees(14.1234, -73.4321);
  o.speed = Speed::knots(12);
  o.hearer = std::string_view("station");
  o.transmission = 42;
  o.claims.emplace();
  o.claims->name = std::string_view("SHIP");
  o.claims->imo = 9074729;
  reduce(o, Set<Field>::of({Field::position, Field::name}), 1000);
  EXPECT_FALSE(o.mmsi || o.speed || o.claims->imo);
  EXPECT_EQ(o.transmission, 0U);
  EXPECT_TRUE(o.hearer.empty());
  EXPECT_EQ(o.claims->name.view(), "SHIP");
  EXPECT_EQ(o.position, coarsen(*geo::Position::from_degrees(14.1234, -73.4321), 1000));
  EXPECT_EQ(o.position_sigma, Length::metres(500));
  EXPECT_EQ(tear("secret", Set<Field>::all() - Set<Field>::of({Field::remarks}), "ask us"), "ask us");
}

}  // namespace
}  // namespace fairlead::release
