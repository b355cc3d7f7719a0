// SPDX-License-Identifier: Apache-2.0
// Any act survives bytes and JSON; any acts in any order keep the laws of the book.
#include <random>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "desk_support.hpp"
#include "form.hpp"
#include "form_parts.hpp"

namespace fairlead::desk {
namespace {

using namespace support;

// Fills any form with values of its types, within its limits; all chance comes from one number.
class Filler {
 public:
  explicit Filler(std::uint64_t seed) : chance_(seed) {}

  std::uint64_t below(std::uint64_t n) { return n == 0 ? 0 : chance_() % n; }

  Change change() { return change(below(std::variant_size_v<Change>)); }
  Change change(std::size_t index) {
    Change made = empty_change(index);
    fill(form_of_change(index), const_cast<void*>(inside(made)));
    return made;
  }

 private:
  void fill(const Form& form, void* object) {
    for (const Field& field : form.fields) value(*field.type, field.limits, field.in_changing(object));
  }

  std::string text(const Limits& limits) {
    switch (limits.shape) {
      case Shape::agency:
        return below(2) ? "XAA/coast_guard" : "XAB/navy";
      case Shape::party:
        return below(2) ? "XAA/coast_guard" : "XAB";
      case Shape::state:
        return below(2) ? "GB" : "PA";
      case Shape::word:
        return below(2) ? "g2" : "P-1";
      case Shape::media_type:
        return "video/mp4";
      case Shape::act:
        return below(2) ? "board" : "search";
      case Shape::hex:
        return std::string(128, 'a');
      default:
        break;
    }
    static constexpr std::string_view kPieces[] = {"boat ", "ø", "船", "7", "\"", "\\", "a < b ", "{", "L-0001", ","};
    std::string made;
    for (std::uint64_t i = 0, n = 1 + below(4); i < n; ++i) made += kPieces[below(std::size(kPieces))];
    if (limits.shape != Shape::line && below(3) == 0) made += "\nnext line";
    if (limits.shape == Shape::quoted && below(3) == 0) made += "<b>as written</b>";
    return made.size() > limits.bytes ? "x" : made;
  }

  void value(const Type& type, const Limits& limits, void* into) {
    switch (type.kind) {
      case Kind::text:
        if (limits.is_needed || below(2)) *static_cast<std::string*>(into) = text(limits);
        return;
      case Kind::blob:
        for (std::uint64_t i = 0, n = 1 + below(9); i < n; ++i) {
          *static_cast<std::string*>(into) += static_cast<char>(below(256));
        }
        return;
      case Kind::flag:
        return type.set(into, below(2));
      case Kind::word:
        return type.set(into, below(type.words.size()));
      case Kind::whole: {
        const auto least = static_cast<std::uint64_t>(limits.least);
        const auto most = std::min({type.greatest, static_cast<std::uint64_t>(limits.greatest), least + 9});
        return type.set(into, least + below(most - least + 1));
      }
      case Kind::id:
        return type.set(
            into, type.id.yearly ? incident_id(2026, 1 + static_cast<unsigned>(below(2))).number() : 1 + below(2));
      case Kind::thousandths:
        static_cast<Thousandths*>(into)->value = static_cast<std::int64_t>(below(5'000'000'000));
        return;
      case Kind::instant:
        *static_cast<Instant*>(into) = kNow + std::chrono::minutes(static_cast<int>(below(300)) - 20);
        return;
      case Kind::position:
        *static_cast<geo::Position*>(into) = *geo::Position::from_units(static_cast<std::int32_t>(below(50'000'000)),
                                                                        -static_cast<std::int32_t>(below(90'000'000)));
        return;
      case Kind::digest:
        *static_cast<Digest*>(into) = sha256(std::string(1, static_cast<char>('a' + below(4))));
        return;
      case Kind::label:
        static_cast<domain::Label*>(into)->policy = "HOME";
        if (below(2)) static_cast<domain::Label*>(into)->releasable_to = {"XAA"};
        return;
      case Kind::decision:
        *static_cast<domain::Decision*>(into) = permit();
        return;
      case Kind::authority:
        *static_cast<domain::Authority*>(into) =
            answer(below(2) ? "share_intelligence" : "board", static_cast<domain::AuthorityOutcome>(below(4)));
        return;
      case Kind::form:
        return fill(type.form(), into);
      case Kind::list: {
        Limits item = limits;
        item.is_needed = true;
        for (std::uint64_t i = limits.is_needed ? 0 : 1, n = limits.once ? 2 : 1 + below(3); i < n; ++i) {
          value(*type.of, item, type.grow(into));
        }
        return;
      }
      case Kind::maybe:
        if (limits.is_needed || below(2)) {
          Limits item = limits;
          item.is_needed = true;
          value(*type.of, item, type.grow(into));
        }
        return;
    }
  }

  std::mt19937_64 chance_;
};

RC_GTEST_PROP(Changes, keep_their_bytes_and_their_json, (std::uint64_t chance)) {
  Filler filler(chance);
  const Change change = filler.change();
  wire::ByteWriter out;
  write(out, change);
  wire::ByteReader in(out.view());
  const Change again = read_change(in);
  const bool valid = faults(change).empty();
  RC_ASSERT(in.ok() == valid);
  if (!valid) return;
  RC_ASSERT(again == change);
  RC_ASSERT(in.at_end());
  std::string json;
  append_json(json, change);
  const auto parsed = change_from_json(json, From::engine);
  if (!parsed) RC_FAIL(json + "\n" + parsed.error().front().pointer + ": " + parsed.error().front().detail);
  RC_ASSERT(*parsed == change);
}

TEST(Changes, can_all_be_written_and_are_all_named) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < std::variant_size_v<Change>; ++i) {
    names.insert(act_names()[i]);
    // Some chance makes a valid one of each kind.
    bool valid = false;
    for (std::uint64_t chance = 0; chance < 4000 && !valid; ++chance) {
      valid = faults(Filler(chance * 131 + i).change(i)).empty();
    }
    EXPECT_TRUE(valid) << act_names()[i];
    EXPECT_TRUE(schema_of_act(act_names()[i]).starts_with("{\"type\":\"object\"")) << act_names()[i];
  }
  EXPECT_EQ(names.size(), std::variant_size_v<Change>);
}

// Acts that lead somewhere, among any others.
std::pair<By, Change> some_act(Filler& filler) {
  const By people[] = {kWatch, kRelease, kRelease2, kLegal, kOverseer, kPartner};
  const By by = people[filler.below(std::size(people))];
  switch (filler.below(14)) {
    case 0: {
      DraftLead act = lead();
      act.body.expires_at = kNow + std::chrono::minutes(30 + static_cast<int>(filler.below(300)));
      return {by, act};
    }
    case 1: {
      AskToShare act = ask(LeadId(1 + static_cast<std::uint32_t>(filler.below(3))));
      if (filler.below(3) == 0) act.authority[0].outcome = static_cast<domain::AuthorityOutcome>(filler.below(4));
      return {by, act};
    }
    case 2:
    case 3:
    case 4: {
      ApproveAsk act = approve(AskId(1 + static_cast<std::uint32_t>(filler.below(5))));
      if (filler.below(2)) act.decision = permit(), act.authority = ask().authority;
      return {by, act};
    }
    case 5: {
      OpenIncident act = strike();
      if (filler.below(2)) act.covers = {covered()};
      return {by, act};
    }
    case 6:
    case 7: {
      const auto min = static_cast<std::uint32_t>(filler.below(90));
      AddClaim act = claim("somebody", min, min + static_cast<std::uint32_t>(filler.below(9)));
      return {by, act};
    }
    case 8: {
      ChangeLead act{LeadId(1 + static_cast<std::uint32_t>(filler.below(3))), lead().body, {}};
      act.body.reasoning = std::to_string(filler.below(9));
      return {by, act};
    }
    case 9: {
      AddEvidence act = evidence(std::to_string(filler.below(9)));
      return {by, act};
    }
    default:
      return {by, filler.change()};
  }
}

void check_laws(const Book& book) {
  for (const auto& [id, versions] : book.asks()) {
    const Ask& one = versions->now();
    if (one.state == AskState::live) RC_ASSERT(missing_approvals(one).empty());
    std::set<std::string> approvers;
    for (const Approval& approval : one.approvals) {
      RC_ASSERT(approval.account != one.asked_by);
      RC_ASSERT(std::ranges::find(one.hands, approval.account) == one.hands.end());
      RC_ASSERT(approvers.insert(approval.account).second);
    }
    if (one.live_at) {
      RC_ASSERT(bars(one).empty());
      RC_ASSERT(has(one.conditions, Condition::no_lethal_use) || one.purpose != Purpose::law_enforcement_interdiction);
    }
  }
  for (const auto& [id, versions] : book.incidents()) {
    RC_ASSERT(book.claims_of(id).size() == versions->now().claims);
    const Summary summary = book.summary_of(id);
    for (const Band* band :
         {&summary.killed, &summary.injured, &summary.missing, &summary.survivors, &summary.detained}) {
      if (band->min && band->max) RC_ASSERT(*band->min <= *band->max);
    }
  }
  for (const auto& [id, versions] : book.evidence()) RC_ASSERT(!broken_custody(book.custody_of(id)));
  for (const auto& [id, versions] : book.requests()) {
    const Request& one = versions->now();
    if (!one.refused_because.empty()) RC_ASSERT(!is_open(one));
  }
  for (const auto& [id, versions] : book.assessments()) {
    const Assessment& one = versions->now();
    if (one.state == AssessmentState::in_force) RC_ASSERT(one.approved_by != one.written_by);
  }
}

RC_GTEST_PROP(Books, keep_their_laws_under_any_acts, (std::uint64_t chance)) {
  Filler filler(chance);
  Book book;
  Book replayed;
  Instant at = kNow;
  std::string journal;
  std::vector<std::pair<Instant, std::string>> past;
  std::size_t claims = 0;
  for (int i = 0; i < 60; ++i) {
    at = at + std::chrono::seconds(static_cast<int>(filler.below(200)));
    if (filler.below(6) == 0) {
      (void)book.lapse(at);
      (void)replayed.lapse(at);
    }
    const auto [by, change] = some_act(filler);
    const std::uint64_t before = book.revision();
    const std::string bytes_before = i % 8 == 0 ? bytes_of(book) : std::string();
    const auto applied = book.apply(change, by, at, seed(static_cast<std::uint8_t>(i)));
    if (!applied) {
      RC_ASSERT(book.revision() == before);
      RC_ASSERT(bytes_before.empty() || bytes_of(book) == bytes_before);
      RC_ASSERT(!applied.error().message.empty() && applied.error().message.find('\n') == std::string::npos);
      continue;
    }
    RC_ASSERT(applied->records.size() == 1);
    RC_ASSERT(applied->records[0].text.size() < 60'000);
    // The journal has bytes; a replay from them follows exactly.
    wire::ByteWriter out;
    write(out, change);
    wire::ByteReader in(out.view());
    const auto same = replayed.apply(read_change(in), by, at, seed(static_cast<std::uint8_t>(i)));
    RC_ASSERT(in.ok());
    RC_ASSERT(same.has_value());
    RC_ASSERT(*same == *applied);
    RC_ASSERT(book.claims().size() >= claims);
    claims = book.claims().size();
    if (i % 10 == 0) past.emplace_back(book.last_at(), bytes_of(book));
  }
  check_laws(book);
  const std::string bytes = bytes_of(book);
  RC_ASSERT(bytes_of(replayed) == bytes);
  wire::ByteReader in(bytes);
  const Book restored = read_book(in);
  RC_ASSERT(in.ok());
  RC_ASSERT(in.at_end());
  RC_ASSERT(bytes_of(restored) == bytes);
  RC_ASSERT(restored.next_lapse() == book.next_lapse());
  // What was known then is what the book was then, but for what happened later in the same millisecond.
  for (const auto& [moment, then] : past) {
    const Book known = book.as_known_at(moment);
    check_laws(known);
    wire::ByteReader old(then);
    const Book was = read_book(old);
    RC_ASSERT(old.ok());
    for (const auto& [id, versions] : was.leads()) {
      RC_ASSERT(known.leads().find(id) != nullptr);
      RC_ASSERT(known.leads().find(id)->revision() >= versions->revision());
      for (std::uint32_t v = 0; v < versions->revision(); ++v) {
        RC_ASSERT(*known.leads().find(id)->all()[v].value == *versions->all()[v].value);
      }
    }
    for (const auto& [key, versions] : was.claims()) {
      for (std::uint32_t v = 0; v < versions->revision(); ++v) {
        RC_ASSERT(*known.claims().find(key)->all()[v].value == *versions->all()[v].value);
      }
    }
  }
}

TEST(Books, refuse_bytes_that_are_not_theirs) {
  LiveDesk desk;
  const std::string bytes = bytes_of(desk.book);
  for (std::size_t cut = 0; cut < bytes.size(); cut += 3) {
    wire::ByteReader in(std::string_view(bytes).substr(0, cut));
    (void)read_book(in);
    EXPECT_FALSE(in.ok()) << cut;
  }
}

TEST(Json, of_an_act_tells_every_fault_once_and_says_nothing_of_what_hangs_on_a_word_it_cannot_read) {
  const auto pointers = [](std::string_view act, std::string_view json) {
    std::vector<std::string> found;
    const auto read = change_from_json(act, json);
    if (!read) {
      for (const Fault& fault : read.error()) found.push_back(fault.pointer);
    }
    std::ranges::sort(found);
    return found;
  };
  using List = std::vector<std::string>;
  EXPECT_EQ(pointers("draft_lead", R"({"titel":"x","title":"<b>","statement":" ","confidence":"surely",
      "vessel":{"mmsi":0,"flag":"PANAMA"},"expires_at":"soon"})"),
            (List{"/confidence", "/expires_at", "/statement", "/titel", "/title", "/vessel/flag", "/vessel/mmsi"}));
  // Which members a step needs follows from its kind; texts are judged all the same.
  EXPECT_EQ(pointers("record_step", R"({"case":"C-0001","kind":"bord","remarks":"<script>"})"),
            (List{"/kind", "/remarks"}));
  EXPECT_EQ(pointers("record_step", R"({"case":"C-0001","kind":"board","basis":7})"),
            (List{"/basis", "/began_at", "/consent", "/force_used"}));
  EXPECT_EQ(pointers("add_log_line", R"({"text":"x","about":["","<b>"]})"), (List{"/about", "/about/1"}));
  // As many as a thousand mistakes are told as far as anybody reads.
  std::string many = R"({"case":"C-0001","kind":"seize","goods":[)";
  for (int i = 0; i < 199; ++i) many += "{},";
  EXPECT_EQ(pointers("record_step", many + "{}]}").size(), 64U);
}

TEST(Json, finds_the_member_that_a_refusal_speaks_of) {
  RecordStep step;
  step.in_case = CaseId(91);
  step.corrects = StepId(2);
  step.body.kind = StepKind::seize;
  step.body.evidence = {EvidenceId(4)};
  EXPECT_EQ(pointer_of(step, "`basis` is missing: on what legal basis was `seize` done?"), "/basis");
  EXPECT_EQ(pointer_of(step, "there is no case `C-0091`"), "/case");
  EXPECT_EQ(pointer_of(step, "there is no step `C-0091/S2`"), "/corrects");
  EXPECT_EQ(pointer_of(step, "there is no evidence `E-0004`"), "/evidence");
  EXPECT_EQ(pointer_of(step, "`seize` comes after `board`"), "/kind");
  EXPECT_EQ(pointer_of(step, "`okoro` did it: another person does"), "");
  EXPECT_EQ(pointer_of(step, "`"), "");
}

TEST(Json, of_an_act_is_read_strictly) {
  const auto wrong = [](std::string_view act, std::string_view json, std::string_view pointer, std::string_view words) {
    const auto read = change_from_json(act, json);
    ASSERT_FALSE(read) << json;
    const Fault& fault = read.error().front();
    EXPECT_EQ(fault.pointer, pointer) << fault.detail;
    EXPECT_TRUE(fault.detail.contains(words)) << fault.detail;
  };
  wrong("add_log_line", "{", "", "well-formed");
  wrong("add_log_line", "[]", "", "object");
  wrong("add_log_line", R"({"txt":"x","text":"x"})", "/txt", "did you mean `text`?");
  wrong("add_log_line", R"({"text":"a","text":"b"})", "", "twice");
  wrong("add_log_line", "{}", "/text", "missing");
  wrong("add_log_line", R"({"text":7})", "/text", "must be a text");
  wrong("add_log_line", R"({"text":"x","position":{"lat":91,"lon":0}})", "/position", "in degrees");
  wrong("draft_led", "{}", "/act", "did you mean `draft_lead`?");
  wrong("ask_to_share", R"({"lead":"L-1","agency":"XAA/coast_guard","purpose":"lethal_strike"})", "/lead", "L-0007");
  wrong("ask_to_share", R"({"lead":"L-0001","agency":"XAA/coast_guard","purpose":"lethal_strike"})", "/purpose",
        "unknown word");
  wrong("ask_to_share", R"({"lead":"L-0001","agency":"XAA/coast_guard","purpose":"fisheries","acts":["strike"]})",
        "/acts/0", "no lawful act");
  // What the engine attaches is nobody else's to say.
  wrong("ask_to_share", R"({"lead":"L-0001","agency":"XAA/coast_guard","purpose":"fisheries","decision":{}})",
        "/decision", "unknown member");
  wrong("open_incident", R"({"kind":"reported_strike","title":"x","place":{"point":[200,15]}})", "/place/point",
        "[longitude");
  const auto given = change_from_json("withdraw_ask", R"({"reason":"x"})", {{"ask", "A-0003"}});
  ASSERT_TRUE(given);
  EXPECT_EQ(std::get<WithdrawAsk>(*given).ask, AskId(3));
  const auto twice = change_from_json("withdraw_ask", R"({"reason":"x","ask":"A-0004"})", {{"ask", "A-0003"}});
  ASSERT_FALSE(twice);
  EXPECT_TRUE(twice.error().front().detail.contains("given already"));
}

TEST(Json, of_an_incident_has_the_shape_of_the_field) {
  Desk desk;
  desk.must(kWatch, strike());
  AddClaim first = claim("State A, statement", 2, 2);
  first.body.source_type = SourceType::party;
  first.body.says.persons = {{"traffickers", 2, "", ""}};
  desk.must(kWatch, first);
  desk.must(kWatch, claim("Family of D", 4, 4));
  std::string json;
  ASSERT_TRUE(append_with_all(json, desk.book, incident_id(2026, 1)));
  for (const std::string_view part :
       {R"("incident_ref":"FL-2026-0001","kind":"reported_strike")",
        R"("occurred":{"earliest":"2026-01-11T02:00:00Z","latest":"2026-01-11T09:00:00Z","time_precision":2})",
        R"("point":[-73.1,15.25],"uncertainty_m":18000)",
        R"("summary":{"killed":{"min":2,"max":4,"set_by":["C1","C2"])", R"("independent_groups":2)",
        R"("conflict":true)", R"("id":"C1","source":"State A, statement","source_type":"party")",
        R"("says":{"killed":{"min":2,"max":2},"persons":[{"described_as":"traffickers","n":2}])"}) {
    EXPECT_TRUE(json.contains(part)) << part << "\n" << json;
  }
  std::string versions;
  EXPECT_TRUE(append_versions(versions, desk.book, "FL-2026-0001"));
  EXPECT_TRUE(append_versions(versions, desk.book, "FL-2026-0001/C2"));
  EXPECT_FALSE(append_versions(versions, desk.book, "L-0001"));
}

TEST(Ids, have_one_text) {
  EXPECT_EQ(to_text(LeadId(213)), "L-0213");
  EXPECT_EQ(to_text(LeadId(12345)), "L-12345");
  EXPECT_EQ(to_text(incident_id(2026, 417)), "FL-2026-0417");
  EXPECT_EQ(id_from<LeadId>("L-0213"), LeadId(213));
  EXPECT_EQ(id_from<IncidentId>("FL-2026-0417"), incident_id(2026, 417));
  for (const std::string_view bad :
       {"L-213", "L-00213", "L-0000", "l-0213", "L-", "L-0213 ", "A-0213", "L-99999999999"}) {
    EXPECT_FALSE(id_from<LeadId>(bad)) << bad;
  }
}

}  // namespace
}  // namespace fairlead::desk
