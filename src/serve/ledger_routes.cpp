// SPDX-License-Identifier: Apache-2.0
// /ledger/... as C2SP tlog-tiles has it, for programs of other people; /api/v1/ledger for screens.
//
// Each request that reads leaves an entry of its own: who, what, from where to where.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "desk_call.hpp"
#include "ledger/base64.hpp"
#include "ledger/proofs.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::Parameters;

constexpr std::size_t kEntriesDefault = 50;
constexpr std::size_t kEntriesMax = 1000;
constexpr std::size_t kBytesMax = 8U << 20U;  // of records in one page
constexpr std::string_view kHome = "home";

void note_read(const CommandCall& call, std::string what, std::optional<std::uint64_t> first = std::nullopt,
               std::optional<std::uint64_t> last = std::nullopt) {
  if (!call.inputs.desk.post) return;
  call.inputs.desk.post({call.actor(), engine::NoteOverseerRead{std::move(what), first, last}});
}

struct OpenLog {
  std::unique_ptr<ledger::LogReader> reader;
  std::optional<ledger::Checkpoint> signed_head;  // the newest checkpoint
  std::uint64_t size = 0;                         // entries that are there, signed or not
  std::optional<Response> refused;
};

OpenLog open_log(const CommandCall& call, const std::string& name) {
  OpenLog log;
  const Desk& desk = call.inputs.desk;
  if (!desk.log || !desk.logs) {
    log.refused = call.problem(503, "not_ready", "the ledger is not there yet; try again in a moment");
    return log;
  }
  const auto names = desk.logs();
  if (!names) {
    log.refused = call.failed(names.error());
    return log;
  }
  auto reader = desk.log(name);
  if (std::ranges::find(*names, name) == names->end() || !reader) {
    log.refused = call.problem(404, "not_found", "there is no such log");
    return log;
  }
  log.reader = std::move(*reader);
  if (const auto text = log.reader->checkpoint()) {
    const auto note = ledger::Note::parse(*text);
    const auto head = note ? ledger::Checkpoint::parse(note->text) : Result<ledger::Checkpoint>(Failure(note.error()));
    if (!head) {
      log.refused = call.failed(head.error());
      return log;
    }
    log.signed_head = *head;
    log.size = head->size;
  }
  if (const auto sharing = desk.sharing ? desk.sharing() : nullptr; sharing && name == kHome) {
    log.size = std::max(log.size, sharing->ledger.size);
  }
  return log;
}

Response plain(std::string text) {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

Response nothing_there(const CommandCall& call) { return call.problem(404, "not_found", "nothing is there"); }

Response checkpoint(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const OpenLog log = open_log(call, std::string(kHome));
  if (log.refused) return *log.refused;
  auto text = log.reader->checkpoint();
  if (!text) return text.error().code == ErrorCode::not_found ? nothing_there(call) : call.failed(text.error());
  note_read(call, "checkpoint");
  return plain(std::move(*text));
}

Response tile(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const OpenLog log = open_log(call, std::string(kHome));
  if (log.refused) return *log.refused;
  const std::string path = "tile/" + call.ids.front();
  const auto wanted = ledger::parse_tile_path(path);
  if (!wanted) return nothing_there(call);
  auto bytes = log.reader->tile(wanted->tile, wanted->width);
  if (!bytes) return bytes.error().code == ErrorCode::not_found ? nothing_there(call) : call.failed(bytes.error());
  note_read(call, path);
  Response response;
  response.content_type = "application/octet-stream";
  response.body = std::move(*bytes);
  return response;
}

// When it was signed: the newest clock entry says so, and stands near the end. Nothing where it cannot be read.
std::optional<Instant> time_of_head(const ledger::LogReader& reader, std::uint64_t size) {
  const std::uint64_t first = size - std::min<std::uint64_t>(size, 1);
  const auto bodies = reader.bodies(first, static_cast<unsigned>(size - first));
  if (!bodies || bodies->empty() || !bodies->front()) return std::nullopt;
  const auto bytes = ledger::record_of(*bodies->front());
  const auto record = bytes ? ledger::record_from_bytes(*bytes) : Result<ledger::Record>(fail(ErrorCode::corrupt, ""));
  return record ? std::optional(record->at) : std::nullopt;
}

std::string log_json(const Desk& desk, const std::string& name, const OpenLog& log) {
  JsonWriter json;
  json.text("name", name);
  if (log.signed_head) {
    const auto& root = log.signed_head->root;
    json.text("origin", log.signed_head->origin).number("size", log.signed_head->size);
    json.text("root", ledger::base64({reinterpret_cast<const char*>(root.data()), root.size()}));
    if (const auto at = time_of_head(*log.reader, log.signed_head->size)) json.time("checkpoint_at", *at);
  } else {
    json.number("size", log.size);
  }
  if (const std::string key = desk.verifier ? desk.verifier(name) : std::string(); !key.empty()) json.text("key", key);
  return json.take();
}

Response overview(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const Desk& desk = call.inputs.desk;
  if (!desk.logs) return call.problem(503, "not_ready", "the ledger is not there yet; try again in a moment");
  const auto names = desk.logs();
  if (!names) return call.failed(names.error());
  JsonWriter json;
  std::string& logs = json.member("logs") += '[';
  for (const std::string& name : *names) {
    const OpenLog log = open_log(call, name);
    if (log.refused) return *log.refused;
    if (!logs.ends_with('[')) logs += ',';
    logs += log_json(desk, name, log);
  }
  logs += ']';
  const std::string key = desk.verifier ? desk.verifier(kHome) : std::string();
  if (!key.empty()) json.text("key", key);
  note_read(call, "overview");
  return json_response(json.take());
}

// {"index","kind","at","record"}; only the index, and that it was erased, where the record is no more.
Result<std::string> entry_json(std::uint64_t index, const std::optional<std::string>& body) {
  JsonWriter json;
  json.number("index", index);
  if (!body) return json.flag("erased", true).take();
  const auto bytes = ledger::record_of(*body);
  if (!bytes) return fail(ErrorCode::corrupt, fmt::format("entry {} has no salt", index));
  FL_TRY(const ledger::Record record, ledger::record_from_bytes(*bytes));
  json.text("kind", ledger::kind_name(record.content)).time("at", record.at);
  ledger::append_json(json.member("record"), record);
  return json.take();
}

std::string log_name(const Parameters& parameters) { return std::string(parameters.text("log").value_or(kHome)); }

Response entries(CommandCall& call) {
  static constexpr std::string_view kKnown[] = {"from", "limit", "log"};
  Parameters parameters(call.target, kKnown);
  const std::size_t limit = parameters.count("limit", kEntriesDefault, kEntriesMax);
  std::optional<std::uint64_t> from;
  if (const auto given = parameters.text("from")) {
    from = parse_number<std::uint64_t>(*given);
    if (!from) parameters.refuse("from", "`from` must be a whole number");
  }
  const std::string name = log_name(parameters);
  if (auto refused = call.refused(parameters)) return *refused;
  const OpenLog log = open_log(call, name);
  if (log.refused) return *log.refused;
  // Without `from`, the newest.
  const std::uint64_t first = std::min(from.value_or(log.size - std::min<std::uint64_t>(log.size, limit)), log.size);
  const auto count = static_cast<unsigned>(std::min<std::uint64_t>(limit, log.size - first));
  const auto bodies =
      count == 0 ? Result<std::vector<std::optional<std::string>>>{std::in_place} : log.reader->bodies(first, count);
  if (!bodies) return call.failed(bodies.error());
  JsonWriter json;
  std::string& list = json.member("entries") += '[';
  std::uint64_t next = first;
  for (const auto& body : *bodies) {
    const auto entry = entry_json(next, body);
    if (!entry) return call.failed(entry.error());
    if (!list.ends_with('[')) list += ',';
    list += *entry;
    ++next;
    if (list.size() > kBytesMax) break;
  }
  list += ']';
  json.number("size", log.size);
  if (next < log.size) json.number("next", next);
  note_read(call, name == kHome ? "entries" : fmt::format("entries of {}", name),
            next == first ? std::nullopt : std::optional(first),
            next == first ? std::nullopt : std::optional(next - 1));
  return json_response(json.take());
}

Response entry(CommandCall& call) {
  static constexpr std::string_view kKnown[] = {"log"};
  const Parameters parameters(call.target, kKnown);
  if (auto refused = call.refused(parameters)) return *refused;
  const std::string name = log_name(parameters);
  const OpenLog log = open_log(call, name);
  if (log.refused) return *log.refused;
  const auto index = parse_number<std::uint64_t>(call.ids.front());
  if (!index || *index >= log.size) return call.problem(404, "not_found", "the ledger has no such entry");
  const auto bodies = log.reader->bodies(*index, 1);
  if (!bodies) return call.failed(bodies.error());
  const auto json = entry_json(*index, bodies->empty() ? std::nullopt : bodies->front());
  if (!json) return call.failed(json.error());
  note_read(call, name == kHome ? "entry" : fmt::format("entry of {}", name), *index, *index);
  return json_response(*json);
}

Response proof(CommandCall& call) {
  static constexpr std::string_view kKnown[] = {"log", "open"};
  Parameters parameters(call.target, kKnown);
  const std::string_view open = parameters.text("open").value_or("0");
  if (open != "0" && open != "1") parameters.refuse("open", "`open` is 0 or 1");
  if (auto refused = call.refused(parameters)) return *refused;
  const std::string name = log_name(parameters);
  const OpenLog log = open_log(call, name);
  if (log.refused) return *log.refused;
  const auto index = parse_number<std::uint64_t>(call.ids.front());
  if (!index || !log.signed_head || *index >= log.signed_head->size) {
    return call.problem(404, "not_found", "no signed checkpoint covers such an entry");
  }
  const auto receipt = ledger::prove(*log.reader, *index, open == "1");
  if (!receipt) return call.failed(receipt.error());
  note_read(call, name == kHome ? "proof" : fmt::format("proof of {}", name), *index, *index);
  return plain(receipt->str());
}

}  // namespace

std::span<const Route> ledger_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/ledger/checkpoint", Permission::read_ledger, nullptr, &checkpoint, Lane::reads},
      {"GET", "/ledger/tile/{path}", Permission::read_ledger, nullptr, &tile, Lane::reads},
      {"GET", "/api/v1/ledger", Permission::read_ledger, nullptr, &overview, Lane::reads},
      {"GET", "/api/v1/ledger/entries", Permission::read_ledger, nullptr, &entries, Lane::reads},
      {"GET", "/api/v1/ledger/entries/{n}", Permission::read_ledger, nullptr, &entry, Lane::reads},
      {"GET", "/api/v1/ledger/entries/{n}/proof", Permission::read_ledger, nullptr, &proof, Lane::reads},
  });
  return kRoutes;
}

}  // namespace fairlead::serve
