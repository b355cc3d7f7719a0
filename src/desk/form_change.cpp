// SPDX-License-Identifier: Apache-2.0
// The forms of the acts themselves.
#include <array>
#include <utility>

#include "form.hpp"
#include "form_parts.hpp"

namespace fairlead::desk {
namespace {

constexpr Limits kReason = lines(2000).needed();
constexpr std::size_t kCoversMax = 10'000;

// `table<DraftLead>` holds the fields of the act.
template <class C>
struct Table;

#define FL_FORM(Act, act_name, ...)                \
  template <>                                      \
  struct Table<Act> {                              \
    using C = Act;                                 \
    static const Form& form() {                    \
      static const Field fields[] = {__VA_ARGS__}; \
      static const Form made{act_name, fields};    \
      return made;                                 \
    }                                              \
  }

FL_FORM(DraftLead, "draft_lead", flat<&C::body>());
FL_FORM(ChangeLead, "change_lead", field<&C::lead>("lead", any().needed()), flat<&C::body>(), field<&C::seen>("seen"));
FL_FORM(WithdrawLead, "withdraw_lead", field<&C::lead>("lead", any().needed()), field<&C::reason>("reason", kReason));
FL_FORM(AskToShare, "ask_to_share", field<&C::lead>("lead", any().needed()),
        field<&C::agency>("agency", shape(Shape::agency).needed()), field<&C::purpose>("purpose", any().needed()),
        field<&C::acts>("acts", shape(Shape::act).each_once()), field<&C::conditions>("conditions", any().each_once()),
        field<&C::expires_at>("expires_at"), field<&C::agreement>("agreement", line(100)),
        field<&C::assurance>("assurance", line(100)), field<&C::reason>("reason", lines(2000)),
        field<&C::needs_legal_adviser>("needs_legal_adviser"), field<&C::tear_line_only>("tear_line_only"),
        field<&C::decision>("decision", any().attached()), field<&C::authority>("authority", any().attached()),
        field<&C::law>("law", any().attached().from_version(3)));
FL_FORM(ApproveAsk, "approve_ask", field<&C::ask>("ask", any().needed()),
        field<&C::add_conditions>("add_conditions", any().each_once()), field<&C::expires_at>("expires_at"),
        field<&C::tear_line_only>("tear_line_only"), field<&C::report_due_at>("report_due_at"), field<&C::seen>("seen"),
        field<&C::decision>("decision", any().attached()), field<&C::authority>("authority", any().attached()),
        field<&C::law>("law", any().attached().from_version(3)));
FL_FORM(RefuseAsk, "refuse_ask", field<&C::ask>("ask", any().needed()), field<&C::reason>("reason", kReason),
        field<&C::seen>("seen"));
FL_FORM(WithdrawAsk, "withdraw_ask", field<&C::ask>("ask", any().needed()), field<&C::reason>("reason", kReason));
FL_FORM(NoteRelease, "note_release", field<&C::ask>("ask", any().needed()),
        field<&C::release>("release", line(64).needed()));
FL_FORM(NoteStop, "note_stop", field<&C::epoch>("epoch"), field<&C::asks>("asks", any().each_once().up_to(100'000)),
        field<&C::requests>("requests", any().each_once().up_to(100'000).from_version(3)));

FL_FORM(FileRequest, "file_request", flat<&C::body>(), field<&C::authority>("authority", any().attached()),
        field<&C::send>("send", any().attached().from_version(3)));
FL_FORM(AnswerRequest, "answer_request", field<&C::request>("request", any().needed()),
        field<&C::step>("step", any().needed()), field<&C::text>("text", lines(2000)),
        field<&C::scope>("scope", shape(Shape::act).each_once()), field<&C::conditions>("conditions", lines(2000)),
        field<&C::at>("at"), field<&C::seen>("seen"));
FL_FORM(FileUseReport, "file_use_report", field<&C::ask>("ask", any().needed()), flat<&C::body>());

FL_FORM(OpenCase, "open_case", flat<&C::body>());
FL_FORM(ChangeCase, "change_case", field<&C::in_case>("case", any().needed()), flat<&C::body>(),
        field<&C::reopen>("reopen"), field<&C::reason>("reason", lines(2000)), field<&C::seen>("seen"));
FL_FORM(RecordStep, "record_step", field<&C::in_case>("case", any().needed()), field<&C::corrects>("corrects"),
        field<&C::reason>("reason", lines(1000)), flat<&C::body>(), field<&C::authority>("authority", any().attached()),
        field<&C::law>("law", any().attached().from_version(2)));

FL_FORM(OpenIncident, "open_incident", flat<&C::body>(),
        field<&C::covers>("covers", any().attached().up_to(kCoversMax)));
FL_FORM(AmendIncident, "amend_incident", field<&C::incident>("incident", any().needed()), flat<&C::body>(),
        field<&C::seen>("seen"), field<&C::covers>("covers", any().attached().up_to(kCoversMax)));
FL_FORM(AssessIncident, "assess_incident", field<&C::incident>("incident", any().needed()),
        field<&C::grade>("grade", any().needed()), field<&C::event_status>("event_status", any().needed()),
        field<&C::rule>("rule", lines(1000)), field<&C::dissent>("dissent", lines(2000)), field<&C::seen>("seen"));
FL_FORM(AddClaim, "add_claim", field<&C::incident>("incident", any().needed()), flat<&C::body>(),
        field<&C::covers>("covers", any().attached().up_to(kCoversMax)));
FL_FORM(CorrectClaim, "correct_claim", field<&C::incident>("incident", any().needed()),
        field<&C::claim>("claim", any().needed()), flat<&C::body>(), field<&C::reason>("reason", kReason));
FL_FORM(RetractClaim, "retract_claim", field<&C::incident>("incident", any().needed()),
        field<&C::claim>("claim", any().needed()), field<&C::reason>("reason", kReason));
FL_FORM(MarkDuplicate, "mark_duplicate", field<&C::incident>("incident", any().needed()),
        field<&C::claim>("claim", any().needed()), field<&C::of>("of", any().needed()),
        field<&C::reason>("reason", kReason));
FL_FORM(ReinstateClaim, "reinstate_claim", field<&C::incident>("incident", any().needed()),
        field<&C::claim>("claim", any().needed()), field<&C::reason>("reason", kReason));
FL_FORM(GradeClaim, "grade_claim", field<&C::incident>("incident", any().needed()),
        field<&C::claim>("claim", any().needed()), field<&C::reliability>("reliability"),
        field<&C::credibility>("credibility", range(1, 6)), field<&C::reason>("reason", lines(2000)));
FL_FORM(JoinIndependenceGroup, "join_independence_group", field<&C::incident>("incident", any().needed()),
        field<&C::claims>("claims", any().needed().each_once().up_to(1000)),
        field<&C::group>("group", shape(Shape::word, 32)), field<&C::reason>("reason", kReason));

FL_FORM(AddEvidence, "add_evidence", flat<&C::body>());
FL_FORM(DescribeEvidence, "describe_evidence", field<&C::evidence>("evidence", any().needed()),
        field<&C::title>("title", line().needed()), field<&C::caption>("caption", lines(1000)),
        field<&C::credit>("credit", line(300)), field<&C::rights>("rights", lines(1000)),
        field<&C::text_alternative>("text_alternative", lines(4000)), field<&C::links>("links", any().up_to(200)),
        field<&C::seen>("seen"));
FL_FORM(ChangeHandling, "change_handling", field<&C::evidence>("evidence", any().needed()),
        field<&C::handling>("handling"), field<&C::reason>("reason", kReason), field<&C::seen>("seen"));
FL_FORM(CustodyEvent, "custody_event", field<&C::evidence>("evidence", any().needed()),
        field<&C::kind>("kind", any().needed()), field<&C::person>("person", line(200)),
        field<&C::purpose>("purpose", line(500)), field<&C::authority>("authority", line(300)),
        field<&C::place>("place", line(200)), field<&C::found>("found"));
FL_FORM(AddRendition, "add_rendition", field<&C::evidence>("evidence", any().needed()),
        field<&C::sha256>("sha256", any().needed()), field<&C::size>("size"),
        field<&C::media_type>("media_type", shape(Shape::media_type, 100).needed()),
        field<&C::operation>("operation", any().needed()), field<&C::parent>("parent", any().needed()),
        field<&C::reason>("reason", lines(1000)), field<&C::tool>("tool"));
FL_FORM(AddTimeStamp, "add_time_stamp", field<&C::evidence>("evidence", any().needed()), flat<&C::stamp>());
FL_FORM(NoteProvenance, "note_provenance", field<&C::evidence>("evidence", any().needed()), flat<&C::provenance>());

FL_FORM(LoadDesignationList, "load_designation_list", flat<&C::body>());
FL_FORM(DecideMatch, "decide_match", field<&C::subject>("subject"),
        field<&C::list>("list", shape(Shape::word).needed()), field<&C::entity>("entity", line(300).needed()),
        field<&C::caption>("caption", quoted(500)), field<&C::entity_digest>("entity_digest", any().needed()),
        field<&C::evidence>("evidence", quoted(300)), field<&C::verdict>("verdict", any().needed()),
        field<&C::reason>("reason", kReason));

FL_FORM(AddLogLine, "add_log_line", field<&C::text>("text", lines(2000).needed()), field<&C::about>("about", line(120)),
        field<&C::position>("position"));
FL_FORM(WriteAssessment, "write_assessment", field<&C::assessment>("assessment"), flat<&C::body>());
FL_FORM(ApproveAssessment, "approve_assessment", field<&C::assessment>("assessment", any().needed()),
        field<&C::approver>("approver", line().needed()), field<&C::rank>("rank", any().needed()),
        field<&C::document>("document"), field<&C::seen>("seen"));
FL_FORM(WithdrawAssessment, "withdraw_assessment", field<&C::assessment>("assessment", any().needed()),
        field<&C::reason>("reason", kReason));
FL_FORM(FileErrorReport, "file_error_report", flat<&C::body>());
FL_FORM(AcknowledgeErrorReport, "acknowledge_error_report", field<&C::report>("report", any().needed()),
        field<&C::answer>("answer", lines()));
FL_FORM(RegisterTemplate, "register_template", field<&C::name>("name", shape(Shape::word).needed()),
        field<&C::title>("title", line().needed()), field<&C::text>("text", lines().needed()),
        field<&C::neutral>("neutral"));
FL_FORM(DraftStatement, "draft_statement", field<&C::question>("question", quoted(4000).needed()),
        field<&C::asked_by>("asked_by"), field<&C::from_template>("template", shape(Shape::word).needed()),
        field<&C::fillings>("fillings"));
FL_FORM(ApproveStatement, "approve_statement", field<&C::statement>("statement", any().needed()));
FL_FORM(RefuseStatement, "refuse_statement", field<&C::statement>("statement", any().needed()),
        field<&C::reason>("reason", kReason));

FL_FORM(ProposeStop, "propose_stop", field<&C::cells>("cells", any().needed()),
        field<&C::because_of>("because_of", line(64)), field<&C::reason>("reason", kReason),
        field<&C::covers>("covers", any().attached().up_to(kCoversMax)));
FL_FORM(AnswerProposal, "answer_proposal", field<&C::proposal>("proposal", any().needed()),
        field<&C::taken>("taken", any().needed()), field<&C::reason>("reason", lines(2000)),
        field<&C::stop_epoch>("stop_epoch", any().attached()));

FL_FORM(NoteRequestRelease, "note_request_release", field<&C::request>("request", any().needed()),
        field<&C::release>("release", line(64).needed()));
FL_FORM(ReceiveLead, "receive_lead", flat<&C::body>(), field<&C::origin>("origin", any().attached()));
FL_FORM(ReceiveRequest, "receive_request", flat<&C::body>(), field<&C::origin>("origin", any().attached()),
        field<&C::authority>("authority", any().attached()));
FL_FORM(EndReceived, "end_received", field<&C::source>("source", line(200).needed()),
        field<&C::references>("references", line(64).up_to(100'000)),
        field<&C::because>("because", lines(1000).needed()));

#undef FL_FORM

template <std::size_t... i>
const Form& chosen(std::size_t index, std::index_sequence<i...>) {
  using Get = const Form& (*)();
  static constexpr Get kGet[] = {&Table<std::variant_alternative_t<i, Change>>::form...};
  return kGet[index]();
}

}  // namespace

const Form& form_of_change(std::size_t index) {
  return chosen(index, std::make_index_sequence<std::variant_size_v<Change>>());
}

std::string_view name(const Change& change) { return form_of_change(change.index()).name; }

}  // namespace fairlead::desk
