// SPDX-License-Identifier: Apache-2.0
// The forms of assessments, error reports, statements, log lines and proposals.
#include "form.hpp"
#include "form_parts.hpp"

namespace fairlead::desk {

template <>
const Form& form_of<Mitigation>() {
  using C = Mitigation;
  static const Field fields[] = {
      field<&C::measure>("measure", lines(1000).needed()),
      field<&C::who>("who"),
      field<&C::verified_how>("verified_how", lines(1000)),
  };
  static const Form form{"mitigation", fields};
  return form;
}

template <>
const Form& form_of<AssessmentBody>() {
  using C = AssessmentBody;
  static const Field fields[] = {
      field<&C::agreement>("agreement", line(100).needed()),
      field<&C::agency>("agency", shape(Shape::party).needed()),
      field<&C::scheme>("scheme", any().needed()),
      field<&C::situation>("situation", lines(8000).needed()),
      field<&C::risks>("risks", lines(8000).needed()),
      field<&C::mitigations>("mitigations"),
      field<&C::judgement>("judgement", lines(8000).needed()),
      field<&C::risk_before>("risk_before", any().needed()),
      field<&C::risk_after>("risk_after", any().needed()),
      field<&C::conclusion>("conclusion", any().needed()),
      field<&C::review_at>("review_at"),
      field<&C::expires_at>("expires_at", any().needed()),
  };
  static const Form form{
      "assessment", fields, [](const void* object, std::string_view pointer, Faults& faults) {
        const auto& body = *static_cast<const AssessmentBody*>(object);
        if (body.risk_after > body.risk_before) {
          complain(faults, pointer, "risk_after", "the risk after mitigation is higher than before it");
        }
        if (body.risk_after < body.risk_before && body.mitigations.empty()) {
          complain(faults, pointer, "mitigations", "a risk falls by something: name it in `mitigations`",
                   "missing_member");
        }
        if (body.conclusion == Conclusion::proceed_with_conditions && body.mitigations.empty()) {
          complain(faults, pointer, "mitigations", "name the conditions in `mitigations`", "missing_member");
        }
        if (body.review_at && *body.review_at > body.expires_at) {
          complain(faults, pointer, "review_at", "the review is after the end");
        }
      }};
  return form;
}

template <>
const Form& form_of<Assessment>() {
  using C = Assessment;
  static const Field fields[] = {
      field<&C::id>("id"),
      field<&C::state>("state"),
      flat<&C::body>(),
      field<&C::written_by>("written_by"),
      field<&C::written_at>("written_at"),
      field<&C::approver>("approver"),
      field<&C::approver_rank>("approver_rank"),
      field<&C::approved_by>("approved_by"),
      field<&C::approved_at>("approved_at"),
      field<&C::document>("document"),
      field<&C::ended_because>("ended_because", lines(2000)),
  };
  static const Form form{"assessment", fields};
  return form;
}

template <>
const Form& form_of<ErrorReportBody>() {
  using C = ErrorReportBody;
  static const Field fields[] = {
      field<&C::releases>("releases", line(64).up_to(1000)),
      field<&C::about>("about", line(120)),
      field<&C::what>("what", lines().needed()),
      field<&C::basis>("basis", lines(1000).needed()),
      field<&C::cause>("cause", lines()),
      field<&C::consequences>("consequences", lines()),
      field<&C::done>("done", lines()),
      field<&C::discovered_at>("discovered_at"),
      field<&C::discovered_by>("discovered_by"),
      field<&C::ledger_entries>("ledger_entries", line(64).up_to(1000)),
  };
  static const Form form{"error_report", fields};
  return form;
}

template <>
const Form& form_of<ErrorReport>() {
  using C = ErrorReport;
  static const Field fields[] = {
      field<&C::id>("id"),
      field<&C::state>("state"),
      flat<&C::body>(),
      field<&C::filed_by>("filed_by"),
      field<&C::filed_at>("filed_at"),
      field<&C::acknowledged_by>("acknowledged_by"),
      field<&C::acknowledged_at>("acknowledged_at"),
      field<&C::answer>("answer", lines()),
  };
  static const Form form{"error_report", fields};
  return form;
}

template <>
const Form& form_of<StatementTemplate>() {
  using C = StatementTemplate;
  static const Field fields[] = {
      field<&C::name>("name", shape(Shape::word)),
      field<&C::title>("title"),
      field<&C::text>("text", lines()),
      field<&C::neutral>("neutral"),
      field<&C::registered_by>("registered_by"),
      field<&C::registered_at>("registered_at"),
  };
  static const Form form{"statement_template", fields};
  return form;
}

template <>
const Form& form_of<Filling>() {
  using C = Filling;
  static const Field fields[] = {
      field<&C::name>("name", shape(Shape::word).needed()),
      field<&C::value>("value", line(300).needed()),
  };
  static const Form form{"filling", fields};
  return form;
}

template <>
const Form& form_of<Statement>() {
  using C = Statement;
  static const Field fields[] = {
      field<&C::id>("id"),
      field<&C::state>("state"),
      field<&C::question>("question", quoted(4000)),
      field<&C::asked_by>("asked_by"),
      field<&C::from_template>("template", shape(Shape::word)),
      field<&C::template_version>("template_version"),
      field<&C::text>("text", lines(16'000)),
      field<&C::drafted_by>("drafted_by"),
      field<&C::drafted_at>("drafted_at"),
      field<&C::decided_by>("decided_by"),
      field<&C::decided_at>("decided_at"),
      field<&C::refused_because>("refused_because", lines(2000)),
  };
  static const Form form{"statement", fields};
  return form;
}

template <>
const Form& form_of<LogLine>() {
  using C = LogLine;
  static const Field fields[] = {
      field<&C::id>("id"),
      field<&C::text>("text", lines(2000)),
      field<&C::about>("about", line(120)),
      field<&C::position>("position"),
      field<&C::by>("by"),
      field<&C::at>("at"),
  };
  static const Form form{"log_line", fields};
  return form;
}

template <>
const Form& form_of<Cell>() {
  using C = Cell;
  static const Field fields[] = {
      field<&C::agency>("agency", shape(Shape::party).needed()),
      field<&C::purpose>("purpose"),
  };
  static const Form form{"cell", fields};
  return form;
}

template <>
const Form& form_of<StopProposal>() {
  using C = StopProposal;
  static const Field fields[] = {
      field<&C::id>("id"),
      field<&C::state>("state"),
      field<&C::cells>("cells"),
      field<&C::covers>("covers", any().up_to(100'000)),
      field<&C::because_of>("because_of", line(64)),
      field<&C::reasons>("reasons", quoted(2000).up_to(1000)),
      field<&C::proposed_at>("proposed_at"),
      field<&C::answered_by>("answered_by"),
      field<&C::answered_at>("answered_at"),
      field<&C::answer>("answer", lines(2000)),
      field<&C::stop_epoch>("stop_epoch"),
  };
  static const Form form{"stop_proposal", fields};
  return form;
}

}  // namespace fairlead::desk
