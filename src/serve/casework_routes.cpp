// SPDX-License-Identifier: Apache-2.0
// /api/v1/casework: leads, requests, cases, incidents, evidence, statements, and what people do to them; and
// /api/v1/trace, which of our releases could have fed something that happened.
//
// There is one way in: an act, `{"act":"draft_lead",...}`. Each act says its own faults with JSON pointers.
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "desk/json.hpp"
#include "desk_call.hpp"
#include "engine/casework_now.hpp"
#include "evidence_desk.hpp"
#include "trace_question.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::Parameters;

constexpr std::size_t kActBody = 1024 * 1024;
constexpr std::size_t kQuestionBody = 64 * 1024;

template <class Table>
void append_table(JsonWriter& out, std::string_view name, const Table& table) {
  append_list(out.member(name), table, [](const auto& entry) {
    std::string one;
    desk::append_json(one, entry.second->now());
    return one;
  });
}

Response casework(CommandCall& call) {
  static constexpr std::array<std::string_view, 1> kKnown{"at"};
  Parameters parameters(call.target, kKnown);
  const auto at = parameters.time("at");
  if (auto refused = call.refused(parameters)) return *refused;
  const auto book = book_of(call, at);
  if (!book) return not_there(call, "the desk");
  JsonWriter out;
  out.number("revision", book->revision());
  append_table(out, "leads", book->leads());
  append_table(out, "asks", book->asks());
  append_table(out, "requests", book->requests());
  append_table(out, "use_reports", book->use_reports());
  append_table(out, "cases", book->cases());
  append_table(out, "incidents", book->incidents());
  append_table(out, "evidence", book->evidence());
  append_table(out, "assessments", book->assessments());
  append_table(out, "error_reports", book->error_reports());
  append_table(out, "statements", book->statements());
  append_table(out, "proposals", book->proposals());
  append_table(out, "log", book->log());
  return json_response(out.take());
}

Response one(CommandCall& call) {
  static constexpr std::array<std::string_view, 2> kKnown{"at", "versions"};
  Parameters parameters(call.target, kKnown);
  const auto at = parameters.time("at");
  const bool versions = parameters.text("versions") == "true";
  if (auto refused = call.refused(parameters)) return *refused;
  const auto book = book_of(call, at);
  if (!book) return not_there(call, "the desk");
  const std::string& id = call.ids.front();
  std::string out;
  if (versions) {
    if (desk::append_versions(out, *book, id)) return json_response(R"({"versions":)" + out + '}');
    return call.problem(404, "not_found", "there is no such thing on the desk");
  }
  bool found = false;
  if (const auto lead = desk::id_from<desk::LeadId>(id)) found = desk::append_with_all(out, *book, *lead);
  if (const auto asked = desk::id_from<desk::AskId>(id)) found = desk::append_with_all(out, *book, *asked);
  if (const auto request = desk::id_from<desk::RequestId>(id)) {
    found = desk::append_with_all(out, *book, *request, at.value_or(now_by_clock()));
  }
  if (const auto in_case = desk::id_from<desk::CaseId>(id)) found = desk::append_with_all(out, *book, *in_case);
  if (const auto incident = desk::id_from<desk::IncidentId>(id)) {
    found = desk::append_with_all(out, *book, *incident);
  }
  if (const auto evidence = desk::id_from<desk::EvidenceId>(id)) {
    found = desk::append_with_all(out, *book, *evidence);
  }
  if (!found) return call.problem(404, "not_found", "there is no such thing on the desk");
  return json_response(std::move(out));
}

// The register that statements are drafted from: the standing rule first, then what is built in, then what was
// registered.
Response templates(CommandCall& call) {
  static constexpr std::array<std::string_view, 1> kKnown{"at"};
  Parameters parameters(call.target, kKnown);
  const auto at = parameters.time("at");
  if (auto refused = call.refused(parameters)) return *refused;
  const auto book = book_of(call, at);
  if (!book) return not_there(call, "the desk");
  std::vector<std::string> all;
  const auto add = [&](const desk::StatementTemplate& one, bool is_built_in, std::uint32_t version) {
    JsonWriter made;
    made.text("name", one.name).text("title", one.title).text("text", one.text).flag("neutral", one.neutral);
    append_texts(made.member("fill_in"), desk::placeholders(one.text).value_or(std::vector<std::string>()));
    made.flag("built_in", is_built_in).flag("standing_rule", one.name == desk::kStandingTemplate);
    made.number("version", version);
    if (!is_built_in) made.text("registered_by", one.registered_by).time("registered_at", one.registered_at);
    all.push_back(made.take());
  };
  for (const desk::StatementTemplate& one : desk::built_in_templates()) add(one, true, 1);
  for (const auto& [name, versions] : book->templates()) add(versions->now(), false, versions->revision());
  JsonWriter out;
  append_list(out.member("templates"), all, [](const std::string& one) { return one; });
  return json_response(out.take());
}

// What the desk would not do, with the member that it is about.
Response refused_act(const CommandCall& call, const desk::Change& change, const Error& error) {
  const std::string pointer = desk::pointer_of(change, error.message);
  const bool of_the_form = error.code == ErrorCode::invalid_argument || error.code == ErrorCode::not_found ||
                           error.code == ErrorCode::conflict;
  if (!of_the_form || pointer.empty()) return refused_by_desk(call, Permission::operate, error);
  const std::vector<http::Fault> faults{{'#' + pointer, error.message}};
  if (error.code == ErrorCode::not_found) return http::problem(call.request, 404, "not_found", error.message, faults);
  if (error.code == ErrorCode::conflict) return http::problem(call.request, 409, "conflict", error.message, faults);
  return http::problem(call.request, 400, "invalid_argument", error.message, faults);
}

Response act(CommandCall& call) {
  const auto read = desk::change_from_json(call.request.body);
  if (!read) return refused_form(call, read.error());
  if (auto refused = refused_bytes(call, *read)) return *refused;
  const auto done = ask(call, engine::ActOnDesk{call.request.body, false});
  if (!done) return refused_act(call, *read, done.error());
  return json_response(done->text, 201);
}

Response trace(CommandCall& call) {
  if (!call.inputs.desk.trace) return not_there(call, "the desk");
  const auto book = book_of(call);
  const auto picture = call.inputs.picture ? call.inputs.picture() : nullptr;
  const auto question = trace_question(call.request.body, book.get(), picture.get(), now_by_clock());
  auto answer = question ? call.inputs.desk.trace(*question) : Result<std::string>(Failure(question.error()));
  if (!answer) {
    if (answer.error().code == ErrorCode::invalid_argument) {
      return call.problem(400, "bad_question", answer.error().message);
    }
    return call.failed(answer.error());
  }
  call.inputs.desk.post({call.actor(), engine::NoteOverseerRead{"trace", std::nullopt, std::nullopt}});
  return json_response(std::move(*answer));
}

}  // namespace

std::span<const Route> casework_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/casework", Permission::read_picture, nullptr, &casework, Lane::reads},
      with_body({"POST", "/api/v1/casework", Permission::read_picture, nullptr, &act}, kActBody),
      {"GET", "/api/v1/casework/{id}", Permission::read_picture, nullptr, &one, Lane::reads},
      {"GET", "/api/v1/statements/templates", Permission::read_picture, nullptr, &templates, Lane::reads},
      with_body({"POST", "/api/v1/trace", Permission::read_sharing, nullptr, &trace, Lane::reads}, kQuestionBody),
  });
  return kRoutes;
}

}  // namespace fairlead::serve
