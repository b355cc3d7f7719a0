// SPDX-License-Identifier: Apache-2.0
// The forms of leads, asks, requests and use reports.
#include "form.hpp"
#include "form_parts.hpp"

namespace fairlead::desk {

template <>
const Form& form_of<Origin>() {
  using C = Origin;
  static const Field fields[] = {
      field<&C::source>("source"),
      field<&C::originator>("originator"),
      field<&C::reference>("reference", line(64)),
      field<&C::version>("version"),
      field<&C::release>("release", line(64)),
      field<&C::conditions>("conditions", any().each_once()),
      field<&C::conditions_in_words>("conditions_in_words", line(300)),
  };
  static const Form form{"origin", fields};
  return form;
}

template <>
const Form& form_of<LeadBody>() {
  using C = LeadBody;
  static const Field fields[] = {
      field<&C::title>("title", line().needed()),
      field<&C::statement>("statement", lines().needed()),
      field<&C::vessel>("vessel"),
      field<&C::position>("position"),
      field<&C::observed_at>("observed_at"),
      field<&C::because>("because", line(120)),
      field<&C::reasoning>("reasoning", lines()),
      field<&C::confidence>("confidence", any().needed()),
      field<&C::label>("label"),
      field<&C::tear_line>("tear_line", lines(1000)),
      field<&C::suggested_purpose>("suggested_purpose"),
      field<&C::expires_at>("expires_at", any().needed()),
  };
  static const Form form{"lead", fields, [](const void* object, std::string_view pointer, Faults& faults) {
                           const auto& lead = *static_cast<const LeadBody*>(object);
                           if (lead.vessel.empty() && !lead.position) {
                             complain(faults, pointer, "vessel",
                                      "a lead is about something: give a `vessel`, a track, or a `position`");
                           }
                         }};
  return form;
}

template <>
const Form& form_of<Lead>() {
  using C = Lead;
  static const Field fields[] = {
      field<&C::id>("id"),
      field<&C::state>("state"),
      flat<&C::body>(),
      field<&C::text_version>("text_version"),
      field<&C::drafted_by>("drafted_by"),
      field<&C::drafted_at>("drafted_at"),
      field<&C::changed_by>("changed_by"),
      field<&C::in_case>("in_case"),
      field<&C::ended_because>("ended_because", lines(1000)),
      field<&C::origin>("origin", any().from_version(3)),
  };
  static const Form form{"lead", fields};
  return form;
}

template <>
const Form& form_of<Approval>() {
  using C = Approval;
  static const Field fields[] = {
      field<&C::account>("account"),
      field<&C::role>("role"),
      field<&C::at>("at"),
  };
  static const Form form{"approval", fields};
  return form;
}

template <>
const Form& form_of<Ask>() {
  using C = Ask;
  static const Field fields[] = {
      field<&C::id>("id"),
      field<&C::state>("state"),
      field<&C::lead>("lead"),
      field<&C::text_version>("text_version"),
      field<&C::agency>("agency", shape(Shape::agency)),
      field<&C::purpose>("purpose"),
      field<&C::acts>("acts", shape(Shape::act).each_once()),
      field<&C::conditions>("conditions", any().each_once()),
      field<&C::expires_at>("expires_at"),
      field<&C::agreement>("agreement"),
      field<&C::assurance>("assurance"),
      field<&C::reason>("reason", lines(2000)),
      field<&C::needs_legal_adviser>("needs_legal_adviser"),
      field<&C::why_legal_adviser>("why_legal_adviser", quoted(1000)),
      field<&C::tear_line_only>("tear_line_only"),
      field<&C::decision>("decision"),
      field<&C::authority>("authority"),
      field<&C::asked_by>("asked_by"),
      field<&C::asked_at>("asked_at"),
      field<&C::hands>("hands", line().up_to(1000)),
      field<&C::approvals>("approvals"),
      field<&C::ended_by>("ended_by"),
      field<&C::ended_because>("ended_because", lines(2000)),
      field<&C::live_at>("live_at"),
      field<&C::reference>("reference"),
      field<&C::releases>("releases", line().up_to(100'000)),
      field<&C::report>("report"),
      field<&C::report_due_at>("report_due_at"),
      field<&C::use_reports>("use_reports", any().up_to(10'000)),
      field<&C::law>("law", any().from_version(3)),
  };
  static const Form form{"ask", fields};
  return form;
}

template <>
const Form& form_of<UseReportBody>() {
  using C = UseReportBody;
  static const Field fields[] = {
      field<&C::did>("did", any().each_once().needed()),
      field<&C::at>("at"),
      field<&C::position>("position"),
      field<&C::force>("force", any().needed()),
      field<&C::force_account>("force_account", lines()),
      field<&C::killed>("killed"),
      field<&C::injured>("injured"),
      field<&C::detained>("detained"),
      field<&C::passed_on_to>("passed_on_to"),
      field<&C::found>("found", lines(2000)),
      field<&C::text>("text", lines()),
      field<&C::evidence>("evidence", any().each_once()),
  };
  static const Form form{
      "use_report", fields, [](const void* object, std::string_view pointer, Faults& faults) {
        const auto& report = *static_cast<const UseReportBody*>(object);
        const auto did = [&](Use use) { return std::ranges::find(report.did, use) != report.did.end(); };
        if (report.force > Force::none && report.force_account.empty()) {
          complain(faults, pointer, "force_account", "force was used: say what happened in `force_account`",
                   "missing_member");
        }
        if (did(Use::passed_on) && report.passed_on_to.empty()) {
          complain(faults, pointer, "passed_on_to", "say to whom it was passed on in `passed_on_to`", "missing_member");
        }
        if (did(Use::not_acted_on) && report.did.size() > 1) {
          complain(faults, pointer, "did", "`not_acted_on` stands alone: it cannot be both");
        }
      }};
  return form;
}

template <>
const Form& form_of<UseReport>() {
  using C = UseReport;
  static const Field fields[] = {
      field<&C::id>("id"),
      field<&C::ask>("ask"),
      field<&C::agency>("agency", shape(Shape::agency)),
      flat<&C::body>(),
      field<&C::filed_by>("filed_by"),
      field<&C::filed_at>("filed_at"),
      field<&C::late>("late"),
      field<&C::breaches>("breaches", quoted(1000)),
  };
  static const Form form{"use_report", fields};
  return form;
}

template <>
const Form& form_of<RequestBody>() {
  using C = RequestBody;
  static const Field fields[] = {
      field<&C::kind>("kind", any().needed()),
      field<&C::direction>("direction"),
      field<&C::agency>("agency", shape(Shape::party).needed()),
      field<&C::vessel>("vessel"),
      field<&C::position>("position"),
      field<&C::text>("text", lines().needed()),
      field<&C::purpose>("purpose", line(64)),
      field<&C::acts>("acts", line(64).each_once()),
      field<&C::grounds>("grounds", lines(2000)),
      field<&C::regime>("regime"),
      field<&C::flag_state>("flag_state", shape(Shape::state)),
      field<&C::about>("about", line(120)),
      field<&C::wanted_by>("wanted_by"),
      field<&C::label>("label", any().from_version(3)),
  };
  static const Form form{
      "request", fields, [](const void* object, std::string_view pointer, Faults& faults) {
        const auto& request = *static_cast<const RequestBody*>(object);
        const bool is_flag = request.kind == RequestKind::flag_confirmation;
        if (is_flag && request.flag_state.empty()) {
          complain(faults, pointer, "flag_state", "say whose registry is asked in `flag_state`, such as `PA`",
                   "missing_member");
        }
        if (is_flag && !request.regime) {
          complain(faults, pointer, "regime", "say on what footing it is asked in `regime`, such as `vienna17`",
                   "missing_member");
        }
        if (is_flag && request.vessel.empty()) {
          complain(faults, pointer, "vessel", "say which vessel in `vessel`", "missing_member");
        }
        if (is_flag && request.grounds.empty()) {
          complain(faults, pointer, "grounds", "a flag State is asked on reasonable grounds: say them in `grounds`",
                   "missing_member");
        }
        if (!is_flag && request.purpose.empty()) {
          complain(faults, pointer, "purpose", "say what it is for in `purpose`", "missing_member");
        }
        if (request.kind == RequestKind::interception && request.acts.empty()) {
          complain(faults, pointer, "acts", "say what is intended in `acts`, such as `board`", "missing_member");
        }
      }};
  return form;
}

template <>
const Form& form_of<RequestEvent>() {
  using C = RequestEvent;
  static const Field fields[] = {
      field<&C::step>("step"),
      field<&C::at>("at"),
      field<&C::by>("by"),
      field<&C::text>("text", lines()),
  };
  static const Form form{"request_event", fields};
  return form;
}

template <>
const Form& form_of<Request>() {
  using C = Request;
  static const Field fields[] = {
      field<&C::id>("id"),
      field<&C::state>("state"),
      flat<&C::body>(),
      field<&C::authority>("authority"),
      field<&C::filed_by>("filed_by"),
      field<&C::filed_at>("filed_at"),
      field<&C::events>("events", any().up_to(1000)),
      field<&C::scope>("scope", shape(Shape::act).each_once()),
      field<&C::conditions>("conditions", lines(2000)),
      field<&C::refused_because>("refused_because", quoted(2000)),
      field<&C::sent_at>("sent_at", any().from_version(3)),
      field<&C::sent_by>("sent_by", any().from_version(3)),
      field<&C::reference>("reference", any().from_version(3)),
      field<&C::told_from>("told_from", any().from_version(3)),
      field<&C::stopped_by>("stopped_by", any().from_version(3)),
      field<&C::releases>("releases", line().up_to(100'000).from_version(3)),
      field<&C::origin>("origin", any().from_version(3)),
  };
  static const Form form{"request", fields};
  return form;
}

}  // namespace fairlead::desk
