// SPDX-License-Identifier: Apache-2.0
// Cases step by step; incidents and their claims; what was known when.
#include <algorithm>

#include "desk_support.hpp"

namespace fairlead::desk {
namespace {

using namespace support;
using domain::AuthorityOutcome;

OpenCase open_case() {
  OpenCase act;
  act.body.kind = CaseKind::drug_interdiction;
  act.body.title = "Go-fast, area LIMA";
  act.body.vessel.track = "T-00004471";
  act.body.vessel.imo = 9074729;
  return act;
}
RecordStep step(StepKind kind) {
  RecordStep act;
  act.in_case = CaseId(1);
  act.body.kind = kind;
  act.body.began_at = kNow;
  act.body.basis = "Agreement B, article 4";
  act.body.consent = FlagConsent{};
  act.body.consent->state = ConsentState::granted;
  act.body.force_used = false;
  if (!act_of(kind).empty()) act.authority = answer(act_of(kind));
  return act;
}
Person held() {
  Person person;
  person.reference = "P1";
  person.detained_at = kNow + 1h;
  person.rights_given_at = kNow + 1h;
  person.medical_at = kNow + 2h;
  return person;
}
Goods bales() {
  Goods goods;
  goods.reference = "G1";
  goods.kind = "cocaine";
  goods.quantity = Thousandths{1'200'500};
  goods.unit = "kg";
  goods.seal = "A-17";
  return goods;
}

TEST(Case, runs_from_track_to_close) {
  Desk desk;
  EXPECT_EQ(desk.made(kWatch, open_case()), "C-0001");
  for (const StepKind kind : {StepKind::track, StepKind::intercept, StepKind::board, StepKind::search}) {
    desk.must(kWatch, step(kind));
  }
  RecordStep seize = step(StepKind::seize);
  EXPECT_REFUSED(desk.act(kWatch, seize), invalid_argument, "what was seized");
  seize.body.goods = {bales()};
  desk.must(kWatch, seize);
  RecordStep detain = step(StepKind::detain);
  detain.body.persons = {held()};
  desk.must(kWatch, detain);
  RecordStep close = step(StepKind::close);
  close.body.outcome = "1.2 t seized";
  EXPECT_REFUSED(desk.act(kWatch, close), conflict, "`P1` is still held");
  RecordStep hand_over = step(StepKind::hand_over);
  EXPECT_REFUSED(desk.act(kWatch, hand_over), invalid_argument, "to whom");
  hand_over.body.handed_to = "prosecutor of XAA";
  Person moved;
  moved.reference = "P1";
  hand_over.body.persons = {moved};
  desk.must(kWatch, hand_over);
  EXPECT_EQ(desk.book.persons_of(CaseId(1))[0].handed_to, "prosecutor of XAA");
  EXPECT_TRUE(desk.book.persons_of(CaseId(1))[0].rights_given_at);  // said before, and still so
  EXPECT_REFUSED(desk.act(kWatch, close), conflict, "where `G1` is");
  Goods stored = bales();
  stored.kept_at = "port store 4";
  hand_over.body.goods = {stored};
  desk.must(kWatch, hand_over);
  desk.must(kWatch, close);
  EXPECT_EQ(desk.book.cases().now(CaseId(1))->state, CaseState::closed);
  EXPECT_REFUSED(desk.act(kWatch, step(StepKind::track)), conflict, "is closed");
  ChangeCase reopen{CaseId(1), open_case().body, true, "", {}};
  EXPECT_REFUSED(desk.act(kWatch, reopen), invalid_argument, "`reason`");
  reopen.reason = "the weight was wrong";
  desk.must(kWatch, reopen);
  EXPECT_EQ(desk.book.cases().now(CaseId(1))->state, CaseState::open);
}

TEST(Case, form_says_what_it_lacks) {
  Desk desk;
  desk.must(kWatch, open_case());
  EXPECT_REFUSED(desk.act(kWatch, step(StepKind::search)), conflict, "comes after `board`");
  RecordStep board = step(StepKind::board);
  board.body.basis.clear();
  board.authority.reset();
  EXPECT_REFUSED(desk.act(kWatch, board), invalid_argument, "`basis` is missing");
  board = step(StepKind::board);
  board.body.force_used.reset();
  EXPECT_REFUSED(desk.act(kWatch, board), invalid_argument, "force_used");
  board.body.force_used = true;
  EXPECT_REFUSED(desk.act(kWatch, board), invalid_argument, "force note");
  board = step(StepKind::board);
  board.body.consent.reset();
  EXPECT_REFUSED(desk.act(kWatch, board), invalid_argument, "flag State's consent");
  desk.must(kWatch, step(StepKind::board));
  RecordStep detain = step(StepKind::detain);
  detain.body.persons = {held()};
  detain.body.persons[0].rights_given_at.reset();
  EXPECT_REFUSED(desk.act(kWatch, detain), invalid_argument, "told their rights");
  detain.body.persons[0].rights_note = "unconscious, in care";
  desk.must(kWatch, detain);
}

TEST(Case, takes_no_answer_of_authority_for_a_basis_and_tells_what_is_outside_it) {
  Desk desk;
  desk.must(kWatch, open_case());
  RecordStep board = step(StepKind::board);
  board.body.basis.clear();
  board.authority = answer("board", AuthorityOutcome::prohibited);
  EXPECT_REFUSED(desk.act(kWatch, board), invalid_argument, "`authority` says prohibited, by ARSIWA:16");
  board.body.basis = "there was none";
  board.law.rules = {"BRD-1"};
  board.law.facts = R"({"acting_state":"GB"})";
  board.law.facts_sha256 = sha256(board.law.facts);
  const Applied applied = desk.must(kWatch, board);
  EXPECT_EQ(applied.error_report_due, std::vector<std::string>{"C-0001/S1"});
  const Step* kept = desk.book.steps().now({CaseId(1), StepId(1)});
  EXPECT_TRUE(kept->outside_basis);
  EXPECT_EQ(kept->body.basis, "there was none");
  EXPECT_EQ(kept->law, board.law);
}

TEST(Case, keeps_what_a_corrected_form_said_before) {
  Desk desk;
  desk.must(kWatch, open_case());
  desk.must(kWatch, step(StepKind::track));
  RecordStep again = step(StepKind::track);
  again.corrects = StepId(1);
  again.body.remarks = "24 knots, not 42";
  EXPECT_REFUSED(desk.act(kWatch, again), invalid_argument, "`reason` is missing");
  again.reason = "digits swapped";
  desk.must(kWatch, again);
  const auto* versions = desk.book.steps().find({CaseId(1), StepId(1)});
  EXPECT_EQ(versions->revision(), 2U);
  EXPECT_EQ(versions->all()[0].value->body.remarks, "");
  EXPECT_EQ(desk.book.cases().now(CaseId(1))->steps, 1U);
}

TEST(Case, shows_what_is_known_of_the_vessel_first) {
  LiveDesk desk;
  desk.must(kWatch, open_case());
  OpenCase other = open_case();
  other.body.vessel = {};
  other.body.vessel.imo = 9074729;
  other.body.title = "Later";
  desk.must(kWatch, other);
  const auto history = desk.book.history_of(other.body.vessel, "C-0002");
  ASSERT_EQ(history.size(), 1U);
  EXPECT_EQ(history[0].id, "C-0001");
  EXPECT_EQ(history[0].how, "same IMO number");
  Vessel by_track;
  by_track.track = "T-00004471";
  EXPECT_EQ(desk.book.history_of(by_track).size(), 2U);  // the case and the lead
}

TEST(Incident, has_a_number_of_its_year) {
  Desk desk;
  EXPECT_EQ(desk.made(kWatch, strike()), "FL-2026-0001");
  EXPECT_EQ(desk.made(kWatch, strike()), "FL-2026-0002");
  desk.at = Instant::from_civil(2027, 1, 1);
  EXPECT_EQ(desk.made(kWatch, strike()), "FL-2027-0001");
}

TEST(Incident, of_a_partner_proposes_a_stop_and_lists_what_it_would_cover) {
  Desk desk;
  OpenIncident act = strike();
  act.covers = {covered(), covered()};
  const Applied applied = desk.must(kWatch, act);
  ASSERT_EQ(applied.proposes_stop.size(), 1U);
  const StopProposal* proposal = desk.book.proposals().now(ProposalId(1));
  EXPECT_EQ(proposal->because_of, "FL-2026-0001");
  EXPECT_EQ(proposal->covers.size(), 1U);
  ASSERT_EQ(proposal->cells.size(), 2U);  // who received, and who acted
  EXPECT_EQ(proposal->cells[0].agency, "XAA/coast_guard");
  EXPECT_EQ(proposal->cells[1].agency, "XAA/navy");
  EXPECT_EQ(proposal->cells[0].purpose, Purpose::law_enforcement_interdiction);
  // A claim about the same incident adds to the same proposal.
  AddClaim more = claim("Outlet B", 3, 4);
  more.covers = {covered("XAA/police")};
  EXPECT_EQ(desk.must(kWatch, more).proposes_stop, std::vector{ProposalId(1)});
  EXPECT_EQ(desk.book.proposals().size(), 1U);
  EXPECT_EQ(desk.book.proposals().now(ProposalId(1))->reasons.size(), 2U);
  AnswerProposal no{ProposalId(1), false, "", {}};
  EXPECT_REFUSED(desk.act(kRelease, no), invalid_argument, "`reason`");
  AnswerProposal yes{ProposalId(1), true, "", 31};
  desk.must(kRelease, yes);
  EXPECT_REFUSED(desk.act(kRelease, yes), conflict, "taken already");
  // Without anything released there is nothing to stop.
  EXPECT_TRUE(desk.must(kWatch, strike()).proposes_stop.empty());
}

TEST(Claims, make_a_band_with_who_says_it) {
  Desk desk;
  desk.must(kWatch, strike());
  EXPECT_REFUSED(desk.act(kWatch, claim("", 1, 1)), invalid_argument, "`source` is missing");
  EXPECT_REFUSED(desk.act(kWatch, claim("x", 5, 1)), invalid_argument, "`max` is less than `min`");
  EXPECT_EQ(desk.made(kWatch, claim("State A, statement", 2, 2)), "FL-2026-0001/C1");
  desk.must(kWatch, claim("Outlet B", 3, 4));
  desk.must(kWatch, claim("Family of D", 4, 4));
  Summary summary = desk.book.summary_of(incident_id(2026, 1));
  EXPECT_EQ(summary.killed.min, 2U);
  EXPECT_EQ(summary.killed.max, 4U);
  EXPECT_EQ(summary.killed.min_by, std::vector{ClaimId(1)});
  EXPECT_EQ(summary.killed.max_by, (std::vector{ClaimId(2), ClaimId(3)}));
  EXPECT_EQ(summary.independent_groups, 3U);
  EXPECT_TRUE(summary.conflict);
  // Two that quote one agency are one source.
  desk.must(kWatch, JoinIndependenceGroup{incident_id(2026, 1), {ClaimId(2), ClaimId(3)}, "g2", "one agency"});
  EXPECT_EQ(desk.book.summary_of(incident_id(2026, 1)).independent_groups, 2U);
  desk.must(kWatch, RetractClaim{incident_id(2026, 1), ClaimId(1), "withdrawn by its author"});
  summary = desk.book.summary_of(incident_id(2026, 1));
  EXPECT_EQ(summary.killed.min, 3U);
  EXPECT_FALSE(summary.conflict);
  EXPECT_EQ(desk.book.claims_of(incident_id(2026, 1)).size(), 3U);  // nothing is gone
  desk.must(kWatch, ReinstateClaim{incident_id(2026, 1), ClaimId(1), "it was not"});
  EXPECT_EQ(desk.book.summary_of(incident_id(2026, 1)).killed.min, 2U);
}

TEST(Claims, of_at_least_seventy_and_seventy_six_stay_two) {
  Desk desk;
  desk.must(kWatch, strike());
  AddClaim several = claim("Witness", std::nullopt, std::nullopt);
  several.body.says.killed.wording = "several";
  desk.must(kWatch, claim("Agency one", 70, std::nullopt));
  desk.must(kWatch, claim("Agency two", 76, 76));
  desk.must(kWatch, several);
  const Summary summary = desk.book.summary_of(incident_id(2026, 1));
  EXPECT_EQ(summary.killed.min, 70U);
  EXPECT_EQ(summary.killed.max, 76U);
  EXPECT_EQ(summary.killed.open_ended, std::vector{ClaimId(1)});
  EXPECT_EQ(summary.killed.without_number, 1U);
  EXPECT_FALSE(summary.conflict);  // 76 is at least 70
  const Summary both[] = {summary, Summary{}};
  EXPECT_EQ(total_killed(both).min, 70U);
  EXPECT_EQ(total_killed(both).max, 76U);
  EXPECT_EQ(total_killed(both).without_number, 1U);
}

TEST(Claims, are_corrected_by_a_new_claim_and_never_overwritten) {
  Desk desk;
  desk.must(kWatch, strike());
  desk.must(kWatch, claim("Outlet B", 11, 11));
  CorrectClaim correct{incident_id(2026, 1), ClaimId(1), claim("Outlet B", 12, 12).body, "a correction was printed"};
  EXPECT_EQ(desk.made(kWatch, correct), "FL-2026-0001/C2");
  const Claim* old = desk.book.claims().now({incident_id(2026, 1), ClaimId(1)});
  EXPECT_EQ(old->status, ClaimStatus::corrected);
  EXPECT_EQ(old->corrected_by, ClaimId(2));
  EXPECT_EQ(old->body.says.killed.min, 11U);
  EXPECT_EQ(desk.book.claims().now({incident_id(2026, 1), ClaimId(2)})->corrects, ClaimId(1));
  EXPECT_REFUSED(desk.act(kWatch, correct), conflict, "corrected already");
  MarkDuplicate same{incident_id(2026, 1), ClaimId(2), ClaimId(2), "same"};
  EXPECT_REFUSED(desk.act(kWatch, same), invalid_argument, "itself");
  EXPECT_REFUSED(desk.act(kWatch, RetractClaim{incident_id(2026, 1), ClaimId(9), "x"}), not_found, "C9");
}

TEST(Incident, is_graded_by_rules) {
  Desk desk;
  desk.must(kWatch, strike());
  desk.must(kWatch, claim("Outlet B", 3, 4));
  AssessIncident act;
  act.incident = incident_id(2026, 1);
  act.grade = Grade::corroborated;
  EXPECT_REFUSED(desk.act(kLegal, act), conflict, "two independent sources");
  act.grade = Grade::admitted;
  EXPECT_REFUSED(desk.act(kLegal, act), conflict, "actor declares it");
  AddClaim own = claim("State A, statement", 2, 2);
  own.body.says.actor = "XAA/navy";
  own.body.says.actor_claim = ActorClaim::self_declared;
  desk.must(kWatch, own);
  desk.must(kLegal, act);
  EXPECT_EQ(desk.book.incidents().now(incident_id(2026, 1))->assessed.grade, Grade::admitted);
}

TEST(Book, knows_what_was_known_when) {
  Desk desk;
  desk.must(kWatch, strike());
  desk.must(kWatch, claim("Outlet B", 11, 11));
  const Instant then = desk.at;
  const std::string bytes_then = bytes_of(desk.book);
  desk.must(kWatch, claim("Outlet C", 14, 14));
  desk.must(kWatch, RetractClaim{incident_id(2026, 1), ClaimId(1), "withdrawn"});
  const Book past = desk.book.as_known_at(then);
  EXPECT_EQ(past.summary_of(incident_id(2026, 1)).killed.max, 11U);
  EXPECT_EQ(past.claims_of(incident_id(2026, 1)).size(), 1U);
  EXPECT_EQ(desk.book.summary_of(incident_id(2026, 1)).killed.min, 14U);
  EXPECT_EQ(past.incidents().now(incident_id(2026, 1))->claims, 1U);
  EXPECT_TRUE(desk.book.as_known_at(kNow).incidents().empty());
  EXPECT_EQ(desk.book.incidents().find(incident_id(2026, 1))->at(then)->value->claims, 1U);
}

}  // namespace
}  // namespace fairlead::desk
