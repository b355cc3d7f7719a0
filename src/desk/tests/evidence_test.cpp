// SPDX-License-Identifier: Apache-2.0
// Evidence and its handling; lists, matches and what they do not authorise; assessments and statements.
#include <algorithm>

#include "desk/bundle.hpp"
#include "desk/match.hpp"
#include "desk/scrub.hpp"
#include "desk_support.hpp"

namespace fairlead::desk {
namespace {

using namespace support;

Export to(ExportUse use, std::string_view bytes = "a video", std::string agency = "") {
  return {use, std::move(agency), sha256(bytes)};
}

TEST(Evidence, is_taken_in_once_with_its_first_custody) {
  Desk desk;
  EXPECT_EQ(desk.made(kWatch, evidence()), "E-0001");
  EXPECT_REFUSED(desk.act(kWatch, evidence()), conflict, "`E-0001`");
  AddEvidence huge = evidence("a long video");
  huge.body.size = std::uint64_t{2} << 30;
  EXPECT_REFUSED(desk.act(kWatch, huge), full, "2048 MiB");
  AddEvidence script = evidence("another");
  script.body.caption = "A boat <script>alert(1)</script>";
  EXPECT_REFUSED(desk.act(kWatch, script), invalid_argument, "holds markup");
  AddEvidence nothing = evidence("third");
  nothing.body.sha256 = {};
  EXPECT_REFUSED(desk.act(kWatch, nothing), invalid_argument, "sha256");
  EXPECT_EQ(desk.book.evidence().size(), 1U);
  ASSERT_EQ(desk.book.custody_of(EvidenceId(1)).size(), 1U);
  EXPECT_EQ(desk.book.custody_of(EvidenceId(1))[0]->person, "j.okoro");
}

TEST(Evidence, keeps_a_chain_of_custody_that_shows_tampering) {
  Desk desk;
  desk.must(kWatch, evidence());
  CustodyEvent event;
  event.evidence = EvidenceId(1);
  event.kind = CustodyKind::moved;
  EXPECT_REFUSED(desk.act(kWatch, event), invalid_argument, "`place`");
  event.place = "seal 17, store 4";
  desk.must(kWatch, event);
  desk.must(kWatch, event);
  auto custody = desk.book.custody_of(EvidenceId(1));
  EXPECT_FALSE(broken_custody(custody));
  Custody forged = *custody[1];
  forged.person = "somebody else";
  custody[1] = &forged;
  EXPECT_EQ(broken_custody(custody), 1U);
}

TEST(Evidence, that_was_altered_on_disk_stays_and_goes_nowhere) {
  Desk desk;
  desk.must(kWatch, evidence());
  CustodyEvent event;
  event.evidence = EvidenceId(1);
  event.kind = CustodyKind::verified;
  event.found = sha256("other bytes");
  const Applied applied = desk.must(kWatch, event);
  EXPECT_EQ(applied.notices.size(), 1U);
  EXPECT_TRUE(desk.book.evidence().now(EvidenceId(1))->altered);
  const auto bars = export_bars(*desk.book.evidence().now(EvidenceId(1)), to(ExportUse::court), kNow);
  ASSERT_EQ(bars.size(), 1U);
  EXPECT_TRUE(bars[0].contains("not those that were taken in"));
  event.found = sha256("a video");
  desk.must(kWatch, event);
  EXPECT_FALSE(desk.book.evidence().now(EvidenceId(1))->altered);
}

TEST(Evidence, handling_is_a_rule) {
  Desk desk;
  AddEvidence act = evidence();
  act.body.handling.only_for = {ExportUse::editorial};
  desk.must(kWatch, act);
  const auto bars = [&](const Export& wanted) {
    return export_bars(*desk.book.evidence().now(EvidenceId(1)), wanted, kNow);
  };
  EXPECT_TRUE(bars(to(ExportUse::editorial)).empty());
  ASSERT_EQ(bars(to(ExportUse::court)).size(), 1U);
  EXPECT_TRUE(bars(to(ExportUse::court))[0].contains("restricted to editorial use"));
  EXPECT_TRUE(bars(to(ExportUse::court))[0].contains("ask State A"));
  ChangeHandling change;
  change.evidence = EvidenceId(1);
  change.handling.minors_visible = true;
  change.handling.protect_source = true;
  change.handling.legal_hold = true;
  change.reason = "looked at again";
  desk.must(kWatch, change);
  EXPECT_EQ(bars(to(ExportUse::publication)).size(), 2U);
  EXPECT_EQ(bars(to(ExportUse::partner, "a video", "XAA/coast_guard")).size(), 3U);  // and the label names nobody
  AddRendition blurred{EvidenceId(1),        sha256("blurred"), 5,  "video/mp4",
                       Operation::redaction, sha256("a video"), "", ""};
  EXPECT_REFUSED(desk.act(kWatch, blurred), invalid_argument, "`reason`");
  blurred.reason = "personal data present";
  desk.must(kWatch, blurred);
  AddRendition bare{EvidenceId(1),     sha256("bare"), 5, "video/mp4", Operation::metadata_removed,
                    sha256("blurred"), "source",       ""};
  desk.must(kWatch, bare);
  EXPECT_TRUE(bars(to(ExportUse::publication, "bare")).empty());
  EXPECT_EQ(bars(to(ExportUse::publication, "blurred")).size(), 1U);
  EXPECT_EQ(bars(to(ExportUse::internal, "unknown")).size(), 1U);
  CustodyEvent destroy;
  destroy.evidence = EvidenceId(1);
  destroy.kind = CustodyKind::destroyed_by_order;
  EXPECT_REFUSED(desk.act(kWatch, destroy), invalid_argument, "`authority`");
  destroy.authority = "order 12/26";
  EXPECT_REFUSED(desk.act(kWatch, destroy), unsupported, "legal hold");
}

TEST(Evidence, bundle_is_read_by_sha256sum) {
  Desk desk;
  desk.must(kWatch, evidence());
  desk.must(kWatch, AddTimeStamp{EvidenceId(1), {sha256("a video"), kNow, "local", "01", "\x30\x03token"}});
  EXPECT_REFUSED(desk.act(kWatch, AddTimeStamp{EvidenceId(1), {sha256("x"), kNow, "local", "01", "t"}}),
                 invalid_argument, "`over`");
  AddEvidence no = evidence("secret");
  no.body.handling.no_publish = true;
  desk.must(kWatch, no);
  const Bundle bundle = make_bundle(desk.book, {EvidenceId(1), EvidenceId(2)}, ExportUse::publication, "", kNow);
  ASSERT_EQ(bundle.files.size(), 1U);
  EXPECT_EQ(bundle.files[0].path, "files/E-0001.mp4");
  ASSERT_EQ(bundle.left_out.size(), 1U);
  EXPECT_EQ(bundle.left_out[0].id, "E-0002");
  const auto text = [&](std::string_view path) -> std::string {
    for (const BundleText& one : bundle.texts) {
      if (one.path == path) return one.text;
    }
    return "";
  };
  EXPECT_TRUE(text("SHA256SUMS").contains(hex(sha256("a video")) + "  files/E-0001.mp4\n"));
  EXPECT_EQ(text("stamps/E-0001-1.tsr"), "\x30\x03token");
  EXPECT_TRUE(text("VERIFY.txt").contains("sha256sum -c SHA256SUMS"));
  EXPECT_TRUE(text("VERIFY.txt").contains("openssl ts -verify"));
  EXPECT_TRUE(text("evidence/E-0001.json").contains("\"custody_unbroken\":true"));
}

// ---- designations ----

constexpr std::string_view kFtm =
    R"({"id":"v1","schema":"Vessel","caption":"ØSTFOLD STAR 7","properties":{"name":["ØSTFOLD STAR 7"],"previousName":["SEA LION"],"imoNumber":["IMO9074729"],"mmsi":["235012345"],"callSign":["MABC"],"flag":["gb"],"topics":["sanction"]},"target":true}
{"id":"v2","schema":"Vessel","properties":{"name":["Star 9"],"mmsi":["257000001"]}}
this is not JSON
{"id":"v2","schema":"Vessel","properties":{"name":["Again"]}}
{"id":"c1","schema":"Company","caption":"Owner Ltd","properties":{"name":["Owner Ltd"],"imoNumber":["9074729"]}}
{"id":"s1","schema":"Sanction","properties":{"entity":["v1"],"authority":["State A"],"programId":["X-1"],"startDate":["2025-02-20"]}}
{"id":"o1","schema":"Ownership","properties":{"owner":["c1"],"asset":["v1"]}}
{"schema":"Vessel","properties":{"name":["No id"]}}
)";

std::shared_ptr<const ListContent> list(std::string_view text = kFtm) {
  return std::make_shared<const ListContent>(*read_list(ListFormat::ftm_json_lines, text));
}

TEST(List, with_a_broken_row_keeps_the_others) {
  const auto content = list();
  EXPECT_EQ(content->report.rows, 8U);
  EXPECT_EQ(content->report.entities, 3U);
  EXPECT_EQ(content->report.vessels, 2U);
  EXPECT_EQ(content->report.broken, 3U);
  EXPECT_EQ(content->report.dropped, 1U);  // `target`
  ASSERT_EQ(content->report.faults.size(), 3U);
  EXPECT_TRUE(content->report.faults[0].starts_with("line 3: not valid JSON; "));
  EXPECT_TRUE(content->report.faults[1].starts_with("line 4: `v2` stands twice; "));
  EXPECT_TRUE(content->report.faults[2].starts_with("line 8: no `id`; "));
  const Entity* entity = content->find("v1");
  EXPECT_EQ(entity->sanctions, std::vector<std::string>{"State A: X-1, since 2025-02-20"});
  EXPECT_EQ(entity->owners, std::vector<std::string>{"Owner Ltd"});
  EXPECT_EQ(guess_format(kFtm), ListFormat::ftm_json_lines);
}

TEST(List, is_read_from_csv_of_three_kinds) {
  const auto simple = read_list(ListFormat::targets_simple_csv,
                                "id,schema,name,aliases,countries,identifiers,sanctions\n"
                                "v1,Vessel,\"STAR, 7\",SEA LION;OLD ONE,gb,IMO9074729;235012345;X-77,A: X-1\n"
                                "v2,Vessel,only three\n"
                                "v3,Vessel,\"never closed,,gb,,\n"
                                "v4,Vessel,LAST,,,,\n");
  ASSERT_TRUE(simple) << simple.error().message;
  EXPECT_EQ(simple->report.entities, 2U);
  EXPECT_EQ(simple->find("v1")->names[0], "STAR, 7");
  EXPECT_EQ(simple->find("v1")->mmsis, std::vector<std::string>{"235012345"});
  EXPECT_EQ(simple->find("v1")->registrations, std::vector<std::string>{"X-77"});
  ASSERT_EQ(simple->report.faults.size(), 2U);
  EXPECT_TRUE(simple->report.faults[0].starts_with("line 3: 3 columns, where the heading has 7"));
  EXPECT_TRUE(simple->report.faults[1].starts_with("line 4: a quote is opened and never closed"));
  const auto maritime = read_list(ListFormat::maritime_csv,
                                  "type,caption,imo,risk,countries,flag,mmsi,id,url,datasets,aliases\n"
                                  "VESSEL,TEST TRADER,IMO9074729,sanction,gb,pa,235012345,m1,https://e.org,d,OLD\r\n");
  ASSERT_TRUE(maritime) << maritime.error().message;
  EXPECT_EQ(maritime->entities[0].schema, "Vessel");
  const auto mapping =
      read_mapping(R"({"delimiter":";","separator":"|","columns":{"name":"SHIP NAME","imoNumber":"IMO"}})");
  ASSERT_TRUE(mapping) << mapping.error().message;
  const auto mapped = read_list(ListFormat::mapped_csv, "\xEF\xBB\xBFIMO;SHIP NAME\n9074729;ONE|TWO\n", &*mapping);
  ASSERT_TRUE(mapped) << mapped.error().message;
  EXPECT_EQ(mapped->entities[0].names.size(), 2U);
  EXPECT_REFUSED(read_list(ListFormat::mapped_csv, "IMO;SHIPNAME\n", &*mapping), invalid_argument,
                 "no column `SHIP NAME`");
  EXPECT_REFUSED(read_mapping(R"({"columns":{"nmae":"X"}})"), invalid_argument, "did you mean `name`?");
}

TEST(Names, are_compared_without_marks_prefixes_and_order) {
  EXPECT_EQ(normalised_name("M/V Østfold-Star7"), "OSTFOLD STAR 7");
  EXPECT_EQ(normalised_name("m.v. ÉTOILE du Nord II"), "ETOILE DU NORD 2");
  EXPECT_EQ(normalised_name("Звезда"), "ZVEZDA");
  EXPECT_EQ(normalised_name("FV No. 007"), normalised_name("fv no 7"));
  EXPECT_EQ(ship_imo("IMO 9074729"), 9074729U);
  EXPECT_FALSE(ship_imo("9074728"));
  EXPECT_FALSE(ship_imo("9074729X"));
}

TEST(Match, is_ordered_by_the_kind_of_evidence) {
  const MatchIndex index(list());
  Vessel vessel;
  vessel.imo = 9074729;
  auto found = index.find(vessel);
  ASSERT_EQ(found.size(), 1U);  // the company of the same number is no ship
  EXPECT_EQ(found[0].ground, Ground::imo);
  vessel = {};
  vessel.name = "mv star ostfold 7";
  found = index.find(vessel);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].ground, Ground::name);
  vessel.name = "OSTFOLD STAR 9";  // numbers must agree
  EXPECT_TRUE(index.find(vessel).empty());
  vessel.name = "Sea Lyon";
  vessel.call_sign = "mabc";
  vessel.flag = "NO";
  found = index.find(vessel);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].ground, Ground::call_sign_and_name);
  EXPECT_EQ(found[0].edits, 1U);
  EXPECT_TRUE(has(found[0].words(), "name like a previous name (1 letter differs)"));
  EXPECT_TRUE(has(found[0].words(), "flag differs"));
  vessel = {};
  vessel.call_sign = "MABC";
  EXPECT_TRUE(index.find(vessel).empty());  // alone it is nothing
  vessel.flag = "GB";
  EXPECT_EQ(index.find(vessel)[0].ground, Ground::call_sign_and_flag);
  vessel = {};
  vessel.mmsi = 235012345;
  vessel.imo = 9074728;  // fails its check digit
  found = index.find(vessel);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].ground, Ground::mmsi);
  std::string json;
  append_yente_result(json, found[0], 0.7);
  EXPECT_TRUE(json.contains("\"score\":0.85,\"match\":true")) << json;
}

TEST(Match, decision_is_remembered_until_either_side_changes) {
  Desk desk;
  const auto content = list();
  LoadDesignationList load;
  load.body.list = "state_a";
  load.body.publisher = "State A";
  load.body.licence = "made up";
  load.body.sha256 = sha256(kFtm);
  load.body.report = content->report;
  desk.must(kRelease, load);
  EXPECT_REFUSED(desk.act(kRelease, load), conflict, "loaded already");
  Vessel vessel;
  vessel.name = "SEA LION";
  vessel.flag = "PA";
  Entity entity = *content->find("v1");
  DecideMatch act;
  act.subject = vessel;
  act.list = "state_a";
  act.entity = entity.id;
  act.entity_digest = digest(entity);
  act.verdict = Verdict::not_the_same;
  EXPECT_REFUSED(desk.act(kWatch, act), invalid_argument, "`reason`");
  act.reason = "another length";
  EXPECT_EQ(desk.made(kWatch, act), "M-0001");
  ASSERT_NE(desk.book.decided(vessel, "state_a", entity), nullptr);
  EXPECT_EQ(desk.book.decided(vessel, "state_a", entity)->verdict, Verdict::not_the_same);
  entity.aliases.push_back("NEW NAME");
  EXPECT_EQ(desk.book.decided(vessel, "state_a", entity), nullptr);
  vessel.imo = 9074729;
  EXPECT_EQ(desk.book.decided(vessel, "state_a", *content->find("v1")), nullptr);
  // Taken back by a second word, which the first stays beside.
  act.verdict = Verdict::cannot_tell;
  desk.must(kLegal, act);
  EXPECT_EQ(desk.book.matches().find(MatchId(1))->revision(), 2U);
  EXPECT_GE(caution().does_not.size(), 5U);
}

// ---- assessments, statements ----

WriteAssessment assessment(Risk after = Risk::medium) {
  WriteAssessment act;
  act.body.agreement = "xaa-coast-guard";
  act.body.agency = "XAA/coast_guard";
  act.body.situation = act.body.risks = act.body.judgement = "in words";
  act.body.mitigations = {{"no lethal use, in writing", "the partner", "use reports"}};
  act.body.risk_after = after;
  act.body.conclusion = Conclusion::proceed_with_conditions;
  act.body.expires_at = kNow + 240h;
  return act;
}

TEST(Assessment, is_approved_by_another_of_sufficient_rank_and_ends) {
  Desk desk;
  EXPECT_EQ(desk.made(kLegal, assessment()), "AS-0001");
  ApproveAssessment act{AssessmentId(1), "The Minister", ApproverRank::minister, "paper 7", {}};
  EXPECT_REFUSED(desk.act(kLegal, act), unsupported, "another person approves");
  act.rank = ApproverRank::official;
  EXPECT_REFUSED(desk.act(kRelease, act), unsupported, "senior_official at least");
  act.rank = ApproverRank::senior_official;
  EXPECT_EQ(desk.must(kRelease, act).assessment_in_force, std::vector{AssessmentId(1)});
  desk.must(kLegal, assessment(Risk::low));
  act.assessment = AssessmentId(2);
  desk.must(kRelease, act);
  EXPECT_EQ(desk.book.assessments().now(AssessmentId(1))->ended_because, "replaced by AS-0002");
  EXPECT_EQ(desk.book.lapse(kNow + 240h).lapses_assessment, std::vector{AssessmentId(2)});
}

TEST(Statement, comes_from_a_template_and_says_nothing_of_ours) {
  Desk desk;
  DraftStatement act{"Did you share it?", "a newspaper", std::string(kStandingTemplate), {}};
  EXPECT_EQ(desk.made(kWatch, act), "ST-0001");
  EXPECT_EQ(desk.book.statements().now(StatementId(1))->text, kStandingAnswer);
  EXPECT_REFUSED(desk.act(kWatch, ApproveStatement{StatementId(1)}), unsupported, "another person approves");
  desk.must(kRelease, ApproveStatement{StatementId(1)});
  act.from_template = "passed_to_authority";
  EXPECT_REFUSED(desk.act(kWatch, act), invalid_argument, "nothing is given for `date`");
  act.fillings = {{"date", "1 March about FL-2026-0001"}};
  EXPECT_REFUSED(desk.act(kWatch, act), unsupported, "neither confirms nor denies");
  act.fillings = {{"date", "1 March"}};
  desk.must(kWatch, act);
  EXPECT_REFUSED(desk.act(kWatch, RegisterTemplate{std::string(kStandingTemplate), "x", "y", true}), conflict,
                 "built in");
  act.from_template = "nothing";
  EXPECT_REFUSED(desk.act(kWatch, act), not_found, "known are `neither_confirm_nor_deny`");
}

TEST(ErrorReport, is_acknowledged_by_somebody_else) {
  Desk desk;
  FileErrorReport act;
  act.body.what = "Released outside the area.";
  act.body.basis = "agreement B, clause 2";
  EXPECT_EQ(desk.made(kRelease, act), "ER-0001");
  EXPECT_REFUSED(desk.act(kRelease, AcknowledgeErrorReport{ErrorReportId(1), ""}), unsupported, "overseer");
  desk.must(kOverseer, AcknowledgeErrorReport{ErrorReportId(1), "seen"});
}

TEST(Scrub, drops_targets_and_weapons_and_counts_them) {
  const auto scrubbed =
      scrub(R"({"name":"x","targetPriority":1,"target_number":7,"components":[{"activeTarget":true,"a":1}],)"
            R"("purpose":["board","lethal_strike"],"said":"they called it a strike"})");
  ASSERT_TRUE(scrubbed);
  EXPECT_EQ(scrubbed->dropped, 3U);
  EXPECT_EQ(
      scrubbed->json,
      R"({"name":"x","target_number":7,"components":[{"a":1}],"purpose":["board"],"said":"they called it a strike"})");
  EXPECT_EQ(scrubbed->pointers[1], "/components/0/activeTarget");
  EXPECT_TRUE(is_lethal_word("Kinetic action"));
  EXPECT_FALSE(is_lethal_word("force_nonlethal"));
  EXPECT_FALSE(is_lethal_word("search_and_rescue"));
  EXPECT_FALSE(scrub("{"));
}

}  // namespace
}  // namespace fairlead::desk
