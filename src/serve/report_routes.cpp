// SPDX-License-Identifier: Apache-2.0
// /api/v1/reports: made under a number, made again from it with the same bytes.
#include <array>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "evidence_desk.hpp"
#include "ledger_facts.hpp"
#include "report/compose.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::JsonBody;
using http::JsonObject;
using http::Parameters;
namespace json = boost::json;

constexpr std::size_t kRequestBody = 8 * 1024;
constexpr std::string_view kPagePolicy =
    "sandbox allow-modals; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

std::string number_text(std::uint64_t number) { return fmt::format("R-{:04}", number); }

std::optional<std::uint64_t> number_of(std::string_view text) {
  if (!text.starts_with("R-")) return std::nullopt;
  return parse_number<std::uint64_t>(text.substr(2));
}

Result<report::Document> make(const CommandCall& call, const report::Request& request, std::uint64_t number) {
  const auto book = book_of(call, request.known_at);
  if (!book) return fail(ErrorCode::unreachable, "the desk is not there yet");
  if (!call.inputs.desk.log) return fail(ErrorCode::unreachable, "the ledger is not there yet");
  std::vector<std::string> tracks;
  if (const auto incident = desk::id_from<desk::IncidentId>(request.subject)) {
    if (const desk::Incident* one = book->incidents().now(*incident)) {
      for (const desk::VesselLink& link : one->body.vessels) tracks.push_back(link.vessel.track);
    }
  }
  std::erase(tracks, std::string());
  FL_TRY(const std::unique_ptr<ledger::LogReader> log, call.inputs.desk.log("home"));
  FL_TRY(const report::LedgerFacts facts, ledger_facts(*log, request, tracks));
  return report::compose(request, number_text(number), *book, facts);
}

Response make_report(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"kind", "subject", "from", "to", "known_at"});
  report::Request request;
  root.require("kind");
  request.kind =
      root.word<report::Kind>("kind", &report::kind_from, report::kind_names()).value_or(report::Kind::brief);
  request.subject = root.text("subject", 64).value_or("");
  const auto from = root.time("from");
  const auto to = root.time("to");
  const auto known_at = root.time("known_at");
  if (from && to && *to < *from) root.refuse("to", "the period cannot end before it begins");
  if (auto refused = call.refused(body)) return *refused;
  const auto book = book_of(call);
  const auto sharing = call.inputs.desk.sharing ? call.inputs.desk.sharing() : nullptr;
  if (!book || !sharing || call.inputs.reports == nullptr) return not_there(call, "the register of reports");
  request.made_at = now_by_clock();
  // Not after what is published now, so that nothing can be added to that moment any more.
  request.known_at = std::min(known_at.value_or(request.made_at), std::max(book->last_at(), sharing->as_of));
  request.to = to.value_or(request.known_at);
  const Duration usual = request.kind == report::Kind::handover    ? Duration(std::chrono::hours(12))
                         : request.kind == report::Kind::quarterly ? Duration(std::chrono::days(92))
                                                                   : Duration(std::chrono::days(7));
  request.from = from.value_or(request.to - usual);
  if (request.kind == report::Kind::stop) {
    request.from = from.value_or(Instant{});
    request.to = request.known_at;
  }
  request.made_by = call.actor().account();
  request.centre = call.options.own_name;
  request.ledger_entries = sharing->ledger.size;
  const std::uint64_t number = call.inputs.reports->size() + 1;  // this lane alone adds to it
  const auto document = make(call, request, number);
  if (!document) return call.failed(document.error());
  const std::string page = report::to_html(*document);
  JsonWriter entry;
  entry.member("request") += report::to_json(request);
  entry.text("sha256", hex(sha256(page))).text("title", document->title);
  const auto added = call.inputs.reports->add(entry.take());
  if (!added) return call.failed(added.error());
  call.inputs.desk.post({call.actor(), engine::NoteOverseerRead{"report " + number_text(number), {}, {}}});
  JsonWriter out;
  out.text("number", number_text(number)).text("title", document->title).text("marking", document->marking);
  out.time("known_at", request.known_at).text("sha256", hex(sha256(page)));
  out.text("address", "/api/v1/reports/" + number_text(number));
  return json_response(out.take(), 201);
}

struct Entry {
  report::Request request;
  std::string sha256;
  std::string title;
};
Result<Entry> entry_of(const vault::Register& reports, std::uint64_t number) {
  const auto text = reports.entry(number);
  if (!text) return fail(ErrorCode::not_found, "there is no report of this number");
  json::error_code bad;
  const json::value value = json::parse(*text, bad);
  const json::object* object = bad ? nullptr : value.if_object();
  if (object == nullptr || !object->contains("request")) return fail(ErrorCode::corrupt, "the register cannot be read");
  Entry entry;
  FL_TRY(entry.request, report::request_from_json(json::serialize(object->at("request"))));
  entry.sha256 = json::value_to<std::string>(object->at("sha256"));
  entry.title = json::value_to<std::string>(object->at("title"));
  return entry;
}

Response reports(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  if (call.inputs.reports == nullptr) return not_there(call, "the register of reports");
  JsonWriter out;
  std::string& list = out.member("reports") += '[';
  const std::uint64_t size = call.inputs.reports->size();
  for (std::uint64_t number = size; number > 0 && size - number < 1000; --number) {
    const auto entry = entry_of(*call.inputs.reports, number);
    if (!entry) return call.failed(entry.error());
    JsonWriter one;
    one.text("number", number_text(number)).text("kind", report::name(entry->request.kind)).text("title", entry->title);
    if (!entry->request.subject.empty()) one.text("subject", entry->request.subject);
    one.time("known_at", entry->request.known_at).time("made_at", entry->request.made_at);
    one.text("made_by", entry->request.made_by).text("sha256", entry->sha256);
    if (list.back() != '[') list += ',';
    list += one.take();
  }
  list += ']';
  return json_response(out.take());
}

Response one_report(CommandCall& call) {
  static constexpr std::array<std::string_view, 1> kKnown{"format"};
  Parameters parameters(call.target, kKnown);
  const std::string format(parameters.text("format").value_or("html"));
  if (format != "html" && format != "json") parameters.refuse("format", "`format` is html or json");
  if (auto refused = call.refused(parameters)) return *refused;
  if (call.inputs.reports == nullptr) return not_there(call, "the register of reports");
  const auto number = number_of(call.ids.front());
  if (!number) return call.problem(404, "not_found", "there is no report of this number");
  const auto entry = entry_of(*call.inputs.reports, *number);
  if (!entry) return call.failed(entry.error());
  const auto document = make(call, entry->request, *number);
  if (!document) return call.failed(document.error());
  const std::string page = report::to_html(*document);
  const bool same = hex(sha256(page)) == entry->sha256;
  call.inputs.desk.post({call.actor(), engine::NoteOverseerRead{"report " + number_text(*number), {}, {}}});
  Response response;
  response.headers.emplace_back("Fairlead-Marking", "");
  for (const char c : document->marking) {
    if (c >= 0x20 && c < 0x7F) response.headers.back().second += c;
  }
  response.headers.emplace_back("Fairlead-Report", number_text(*number));
  response.headers.emplace_back("Fairlead-Report-Same", same ? "true" : "false");
  if (format == "json") {
    response.body = report::to_json(*document);
    return response;
  }
  response.content_type = "text/html; charset=utf-8";
  response.headers.emplace_back("Content-Security-Policy", kPagePolicy);
  response.body = page;
  return response;
}

}  // namespace

std::span<const Route> report_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/reports", Permission::read_sharing, nullptr, &reports, Lane::reads},
      with_body({"POST", "/api/v1/reports", Permission::read_sharing, nullptr, &make_report}, kRequestBody),
      {"GET", "/api/v1/reports/{number}", Permission::read_sharing, nullptr, &one_report, Lane::reads},
  });
  return kRoutes;
}

}  // namespace fairlead::serve
