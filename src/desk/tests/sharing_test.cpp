// SPDX-License-Identifier: Apache-2.0
// Leads, asks, requests and use reports: who may, what follows, what is refused.
#include <algorithm>

#include "desk/words.hpp"
#include "desk_support.hpp"
#include "release/words.hpp"

namespace fairlead::desk {
namespace {

using namespace support;
using domain::AuthorityOutcome;
using domain::DecisionOutcome;

TEST(Words, are_those_of_the_agreements) {
  ASSERT_EQ(kWords<Purpose>.size(), release::kCount<release::Purpose>);
  for (std::size_t i = 0; i < kWords<Purpose>.size(); ++i) {
    EXPECT_EQ(kWords<Purpose>[i], release::words<release::Purpose>()[i]);
  }
  ASSERT_EQ(kWords<Condition>.size(), release::kCount<release::Obligation>);
  for (std::size_t i = 0; i < kWords<Condition>.size(); ++i) {
    EXPECT_EQ(kWords<Condition>[i], release::words<release::Obligation>()[i]);
  }
}

TEST(Lead, goes_out_after_one_asked_and_another_approved) {
  Desk desk;
  EXPECT_EQ(desk.made(kWatch, lead()), "L-0001");
  EXPECT_EQ(desk.made(kWatch, ask()), "A-0001");
  const Ask* waiting = desk.book.asks().now(AskId(1));
  EXPECT_EQ(waiting->state, AskState::asked);
  EXPECT_TRUE(bars(*waiting).empty());
  EXPECT_EQ(missing_approvals(*waiting), "a release officer must approve");
  const Applied applied = desk.must(kRelease, approve());
  EXPECT_EQ(applied.goes_live, std::vector{AskId(1)});
  const Ask* live = desk.book.asks().now(AskId(1));
  EXPECT_EQ(live->state, AskState::live);
  EXPECT_EQ(live->report, ReportState::due);
  EXPECT_TRUE(live->reference.starts_with("l-"));
  EXPECT_EQ(live->reference.size(), 18U);
  // The agreement's obligations and the one condition that an interdiction never goes without.
  for (const Condition condition :
       {Condition::no_onward, Condition::report_use, Condition::delete_on_recall, Condition::no_lethal_use}) {
    EXPECT_TRUE(has(live->conditions, condition)) << name(condition);
  }
  const auto words = conditions_in_words(*live);
  EXPECT_EQ(words.front(), "use for law enforcement interdiction only");
  EXPECT_TRUE(has(words, "no lethal action"));
  EXPECT_EQ(words.back(), "expires 2026-11-25T12:00:00Z");
}

TEST(Lead, is_never_approved_by_who_asked_or_changed_it_since) {
  Desk desk;
  desk.must(kWatch, lead());
  desk.must(kRelease, ask());
  EXPECT_REFUSED(desk.act(kRelease, approve()), unsupported, "another person approves");
  ChangeLead change{LeadId(1), lead().body, {}};
  change.body.statement = "It turned north.";
  desk.must(kRelease2, change);
  EXPECT_REFUSED(desk.act(kRelease2, approve()), unsupported, "another person approves");
  EXPECT_REFUSED(desk.act(kWatch, approve()), unsupported, "approved by a release officer");
  // After a change the decision is asked for anew.
  const By third{"third", "release_officer", std::nullopt};
  EXPECT_REFUSED(desk.act(third, approve()), unsupported, "`release` has given no decision");
  ApproveAsk anew = approve();
  anew.decision = permit();
  anew.authority = ask().authority;
  desk.must(third, anew);
  EXPECT_EQ(desk.book.asks().now(AskId(1))->state, AskState::live);
}

TEST(Lead, needs_the_legal_adviser_where_the_law_is_not_plain) {
  Desk desk;
  desk.must(kWatch, lead());
  AskToShare form = ask();
  form.authority[0] = answer("share_intelligence", AuthorityOutcome::conditional);
  desk.must(kWatch, form);
  EXPECT_TRUE(desk.must(kRelease, approve()).goes_live.empty());
  EXPECT_REFUSED(desk.act(kRelease, approve()), conflict, "another person is needed");
  EXPECT_TRUE(desk.must(kRelease2, approve()).goes_live.empty());
  EXPECT_EQ(desk.must(kLegal, approve()).goes_live.size(), 1U);
}

TEST(Lead, is_not_approved_without_a_permit_a_basis_and_the_law) {
  const auto refused = [](auto spoil, std::string_view words) {
    Desk desk;
    desk.must(kWatch, lead());
    AskToShare form = ask();
    spoil(form);
    desk.must(kWatch, form);
    const auto answered = desk.act(kRelease, approve());
    ASSERT_FALSE(answered) << words;
    EXPECT_TRUE(answered.error().message.contains(words)) << answered.error().message;
    EXPECT_EQ(desk.book.asks().now(AskId(1))->state, AskState::asked);
  };
  refused([](AskToShare& form) { form.decision.reset(); }, "no decision");
  refused([](AskToShare& form) { form.decision->clause.clear(); }, "no legal basis");
  refused([](AskToShare& form) { form.decision->recipient = "XAB/coast_guard"; }, "another recipient");
  refused([](AskToShare& form) { form.authority.clear(); }, "has not answered for `share_intelligence`");
  refused([](AskToShare& form) { form.authority.pop_back(); }, "has not answered for `search`");
  refused([](AskToShare& form) { form.authority[0].outcome = AuthorityOutcome::prohibited; }, "the law forbids");
  for (const auto outcome : {DecisionOutcome::withhold, DecisionOutcome::refuse, DecisionOutcome::suspended,
                             DecisionOutcome::indeterminate}) {
    refused([&](AskToShare& form) { form.decision->outcome = outcome; }, domain::name(outcome));
  }
}

TEST(Lead, is_narrowed_by_who_approves_and_never_widened) {
  Desk desk;
  desk.must(kWatch, lead());
  AskToShare form = ask();
  form.expires_at = kNow + 24h;
  desk.must(kWatch, form);
  ApproveAsk act = approve();
  act.expires_at = kNow + 48h;
  EXPECT_REFUSED(desk.act(kRelease, act), invalid_argument, "only narrows");
  act.expires_at = kNow + 12h;
  act.add_conditions = {Condition::delete_after_use};
  act.tear_line_only = true;
  desk.must(kRelease, act);
  const Ask* live = desk.book.asks().now(AskId(1));
  EXPECT_EQ(live->expires_at, kNow + 12h);
  EXPECT_TRUE(live->tear_line_only);
  EXPECT_TRUE(has(live->conditions, Condition::delete_after_use));
}

TEST(Lead, ends_with_its_time_and_an_overdue_report_lapses_the_assurance) {
  LiveDesk desk;
  EXPECT_TRUE(desk.book.lapse(kNow + 71h).empty());
  EXPECT_EQ(desk.book.next_lapse(), kNow + 72h);
  const Applied ended = desk.book.lapse(kNow + 72h);
  EXPECT_EQ(ended.ends, std::vector{AskId(1)});
  EXPECT_EQ(desk.book.leads().now(LeadId(1))->state, LeadState::expired);
  EXPECT_EQ(desk.book.asks().now(AskId(1))->state, AskState::expired);
  EXPECT_TRUE(ended.lapses_assurance.empty());
  const Applied overdue = desk.book.lapse(kNow + 97h);
  ASSERT_EQ(overdue.lapses_assurance.size(), 1U);
  EXPECT_EQ(overdue.lapses_assurance[0].assurance, "no-lethal-use");
  EXPECT_FALSE(overdue.lapses_assurance[0].breached);
  EXPECT_FALSE(desk.book.next_lapse());
  EXPECT_EQ(overdue.records.size(), 1U);
}

TEST(Lead, that_is_withdrawn_ends_everywhere) {
  LiveDesk desk;
  const Applied applied = desk.must(kWatch, WithdrawLead{LeadId(1), "it was a fishing boat"});
  EXPECT_EQ(applied.ends, std::vector{AskId(1)});
  EXPECT_REFUSED(desk.act(kWatch, ask()), conflict, "it goes nowhere");
  EXPECT_REFUSED(desk.act(kWatch, WithdrawLead{LeadId(1), "again"}), conflict, "already");
}

TEST(Lead, stays_stopped_until_somebody_asks_anew) {
  LiveDesk desk;
  EXPECT_EQ(desk.must(kRelease, NoteStop{31, {AskId(1)}, {}}).ends, std::vector{AskId(1)});
  EXPECT_EQ(desk.book.asks().now(AskId(1))->state, AskState::stopped);
  EXPECT_REFUSED(desk.act(kRelease2, approve()), conflict, "stopped already");
  desk.must(kWatch, ask());
  EXPECT_EQ(desk.book.asks().now(AskId(2))->state, AskState::asked);
}

TEST(Lead, tells_who_looked_at_an_older_form) {
  Desk desk;
  desk.must(kWatch, lead());
  desk.must(kWatch, ask());
  RefuseAsk refuse{AskId(1), "no", 7};
  EXPECT_REFUSED(desk.act(kRelease, refuse), conflict, "changed meanwhile");
  refuse.seen = 1;
  desk.must(kRelease, refuse);
  EXPECT_EQ(desk.book.asks().now(AskId(1))->state, AskState::refused);
}

TEST(Partner, does_nothing_but_file_its_own) {
  LiveDesk desk;
  EXPECT_REFUSED(desk.act(kPartner, lead()), unsupported, "does nothing else");
  EXPECT_REFUSED(desk.act(kPartner, approve()), unsupported, "does nothing else");
  FileUseReport report;
  report.ask = AskId(1);
  report.body.did = {Use::nothing_found};
  report.body.force = Force::none;
  const By other{"xab.desk", "partner", "XAB/coast_guard"};
  EXPECT_REFUSED(desk.act(other, report), not_found, "no ask");
  desk.must(kPartner, report);
  EXPECT_EQ(desk.book.asks().now(AskId(1))->report, ReportState::given);
}

FileRequest request(RequestKind kind = RequestKind::interception) {
  FileRequest act;
  act.body.kind = kind;
  act.body.agency = kAgency;
  act.body.text = "We ask for help with a boat.";
  act.body.purpose = "law_enforcement_interdiction";
  act.body.acts = {"board"};
  act.authority = {answer("board")};
  return act;
}

TEST(Request, with_a_declared_unlawful_act_is_refused_recorded_and_proposes_a_stop) {
  LiveDesk desk;
  FileRequest act = request();
  act.body.acts = {"board", "force_lethal"};
  act.authority.push_back(answer("force_lethal", AuthorityOutcome::prohibited));
  const Applied applied = desk.must(kPartner, act);
  ASSERT_EQ(applied.proposes_stop.size(), 1U);
  const Request* kept = desk.book.requests().now(RequestId(1));
  EXPECT_EQ(kept->state, RequestState::refused);
  EXPECT_EQ(kept->body.acts[1], "force_lethal");
  const StopProposal* proposal = desk.book.proposals().now(applied.proposes_stop[0]);
  EXPECT_EQ(proposal->cells[0].agency, kAgency);
  ASSERT_EQ(proposal->covers.size(), 1U);  // what is live for them now
  EXPECT_EQ(proposal->covers[0].object, "L-0001");
  EXPECT_TRUE(applied.records[0].text.contains("force_lethal"));
  // A purpose of that kind likewise.
  FileRequest strike_request = request();
  strike_request.body.purpose = "lethal_strike";
  EXPECT_EQ(desk.must(kPartner, strike_request).proposes_stop.size(), 1U);
  // So does an act that the law forbids here and now.
  FileRequest forbidden = request();
  forbidden.authority = {answer("board", AuthorityOutcome::prohibited)};
  EXPECT_EQ(desk.must(kPartner, forbidden).proposes_stop.size(), 1U);
  // A slip of the pen is asked about.
  FileRequest slip = request();
  slip.body.acts = {"bord"};
  EXPECT_REFUSED(desk.act(kPartner, slip), invalid_argument, "did you mean `board`");
}

TEST(Request, is_answered_by_another_person_than_who_filed_it) {
  Desk desk;
  desk.must(kWatch, request());
  AnswerRequest agree;
  agree.request = RequestId(1);
  agree.step = RequestStep::agree;
  EXPECT_REFUSED(desk.act(kWatch, agree), unsupported, "another person answers");
  desk.must(kRelease, agree);
  EXPECT_EQ(desk.book.requests().now(RequestId(1))->state, RequestState::agreed);
  EXPECT_REFUSED(desk.act(kRelease, agree), conflict, "cannot follow");
}

TEST(Request, of_vienna_17_has_a_clock_and_silence_is_no_consent) {
  Desk desk;
  FileRequest act = request(RequestKind::flag_confirmation);
  act.body.direction = Direction::outgoing;
  act.body.agency = "PAN";
  act.body.flag_state = "PA";
  act.body.regime = Regime::vienna17;
  act.body.vessel.name = "TEST TRADER";
  act.body.grounds = "seen loading by night";
  act.body.acts.clear();
  act.body.purpose.clear();
  act.authority.clear();
  desk.must(kWatch, act);
  const auto now = [&] { return *desk.book.requests().now(RequestId(1)); };
  EXPECT_EQ(consent_fact(now(), desk.at + 100h)->status, "requested");
  EXPECT_EQ(clock(now(), desk.at + 5h).elapsed, 5h);
  EXPECT_TRUE(clock(now(), desk.at + 5h).words.contains("silence is not consent"));
  EXPECT_FALSE(clock(now(), desk.at + 500h).expected_within);
  const auto step = [&](RequestStep wanted) {
    AnswerRequest answer;
    answer.request = RequestId(1);
    answer.step = wanted;
    return answer;
  };
  EXPECT_REFUSED(desk.act(kWatch, step(RequestStep::authorise)), conflict, "cannot follow");
  desk.must(kWatch, step(RequestStep::acknowledge));
  EXPECT_EQ(consent_fact(now(), desk.at)->status, "no_response");
  desk.must(kWatch, step(RequestStep::confirm_registry));
  desk.must(kWatch, step(RequestStep::ask_authorisation));
  EXPECT_EQ(clock(now(), desk.at + 1h).elapsed, 1h);  // of the second question
  EXPECT_REFUSED(desk.act(kWatch, step(RequestStep::authorise)), invalid_argument, "`scope`");
  AnswerRequest authorised = step(RequestStep::authorise);
  authorised.scope = {"board", "search"};
  authorised.conditions = "with an officer of ours on board";
  desk.must(kWatch, authorised);
  EXPECT_EQ(consent_fact(now(), desk.at)->status, "granted");
  EXPECT_EQ(consent_fact(now(), desk.at)->scope, (std::vector<std::string>{"board", "search"}));
  desk.must(kWatch, step(RequestStep::report_results));
  EXPECT_FALSE(is_open(now()));
}

TEST(Request, of_ours_is_sent_by_whoever_may_release_and_only_then_has_a_name) {
  Desk desk;
  FileRequest act = request(RequestKind::information);
  act.body.direction = Direction::outgoing;
  act.send = true;
  desk.must(kRelease, act);
  act.send = false;
  desk.must(kWatch, act);
  act.body.agency = "XAA";
  desk.must(kRelease, act);
  const auto of = [&](std::uint32_t number) { return *desk.book.requests().now(RequestId(number)); };
  EXPECT_TRUE(is_out(of(1)));
  EXPECT_TRUE(of(1).reference.starts_with("r-"));
  EXPECT_EQ(version_for_partner(of(1)), 1U);
  EXPECT_FALSE(is_out(of(2)));
  EXPECT_TRUE(of(2).reference.empty());
  AnswerRequest send;
  send.step = RequestStep::send;
  send.request = RequestId(3);
  EXPECT_REFUSED(desk.act(kRelease, send), conflict, "names a State");
  send.request = RequestId(1);
  EXPECT_REFUSED(desk.act(kRelease, send), conflict, "sent already");
  send.request = RequestId(2);
  desk.must(kWatch, AnswerRequest{RequestId(2), RequestStep::acknowledge, "by telephone", {}, "", {}, {}});
  desk.must(kRelease, send);
  EXPECT_EQ(version_for_partner(of(2)), 1U) << "what went before is not counted";
  EXPECT_NE(of(1).reference, of(2).reference);
  desk.must(kRelease, NoteStop{31, {}, {RequestId(1)}});
  EXPECT_FALSE(is_out(of(1)));
  EXPECT_TRUE(is_open(of(1))) << "it waits; it is not over";
  send.request = RequestId(1);
  desk.must(kRelease, send);
  EXPECT_TRUE(is_out(of(1)));
  EXPECT_EQ(version_for_partner(of(1)), 2U);
}

TEST(Received, leads_and_requests_follow_their_originator) {
  Desk desk;
  ReceiveLead given;
  given.body = lead().body;
  given.origin = {"gbr", "GBR", "l-0123456789abcdef", 1, "r-1", {Condition::no_onward}, {}};
  desk.must(kRelease, given);
  desk.must(kRelease, given);
  EXPECT_EQ(desk.book.leads().size(), 1U) << "said again, it is the same";
  given.origin.version = 2;
  given.body.statement = "It turned north";
  desk.must(kRelease, given);
  EXPECT_EQ(desk.book.leads().now(LeadId(1))->body.statement, "It turned north");
  EXPECT_EQ(desk.book.leads().now(LeadId(1))->text_version, 2U);
  given.origin.source = "fra";
  desk.must(kRelease, given);
  EXPECT_EQ(desk.book.leads().size(), 2U) << "a name is one source's";
  ReceiveRequest asked;
  asked.body = request(RequestKind::information).body;
  asked.origin = {"gbr", "GBR", "r-0123456789abcdef", 1, "r-2", {}, {}};
  desk.must(kRelease, asked);
  desk.must(kRelease, asked);
  EXPECT_EQ(desk.book.requests().size(), 1U);
  desk.must(kRelease, EndReceived{"gbr", {"r-0123456789abcdef"}, "withdrawn there"});
  EXPECT_EQ(desk.book.requests().now(RequestId(1))->state, RequestState::withdrawn);
  EXPECT_EQ(desk.book.leads().now(LeadId(1))->state, LeadState::open);
  desk.must(kRelease, EndReceived{"gbr", {}, "taken back"});
  EXPECT_EQ(desk.book.leads().now(LeadId(1))->state, LeadState::withdrawn);
  EXPECT_EQ(desk.book.leads().now(LeadId(2))->state, LeadState::open);
}

TEST(UseReport, of_a_breach_proposes_a_stop_and_lapses_the_assurance) {
  LiveDesk desk;
  FileUseReport report;
  report.ask = AskId(1);
  report.body.did = {Use::boarded, Use::passed_on};
  report.body.passed_on_to = "XAA/navy";
  report.body.force = Force::lethal;
  EXPECT_REFUSED(desk.act(kPartner, report), invalid_argument, "force_account");
  report.body.force_account = "Two people were shot.";
  report.body.killed = {2, 2, ""};
  const Applied applied = desk.must(kPartner, report);
  EXPECT_EQ(applied.proposes_stop.size(), 1U);
  ASSERT_EQ(applied.lapses_assurance.size(), 1U);
  EXPECT_TRUE(applied.lapses_assurance[0].breached);
  const UseReport* kept = desk.book.use_reports().now(UseReportId(1));
  ASSERT_EQ(kept->breaches.size(), 2U);
  EXPECT_TRUE(kept->breaches[0].contains("no lethal action"));
  EXPECT_TRUE(kept->breaches[1].contains("XAA/navy"));
}

}  // namespace
}  // namespace fairlead::desk
