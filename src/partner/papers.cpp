// SPDX-License-Identifier: Apache-2.0
#include "papers.hpp"

#include <algorithm>
#include <limits>
#include <variant>

#include "base/text.hpp"
#include "desk/book.hpp"
#include "leaks.hpp"
#include "ledger/commitment.hpp"
#include "ledger/note.hpp"
#include "ledger/proofs.hpp"
#include "ledger/record.hpp"
#include "ledger/tiles.hpp"

namespace fairlead::partner {
namespace {

constexpr std::size_t kReceiptsMax = 4'000'000;  // per agency; older ones are then found no more

void member(std::string& out, std::string_view name, std::string_view value) {
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':';
  append_json_string(out, value);
}

template <class Range, class Text>
void list(std::string& out, std::string_view name, const Range& range, Text text) {
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ":[";
  for (const auto& item : range) {
    if (out.back() != '[') out += ',';
    append_json_string(out, text(item));
  }
  out += ']';
}

Result<std::uint64_t> size_of(const ledger::LogReader& log) {
  FL_TRY(const std::string text, log.checkpoint());
  FL_TRY(const auto note, ledger::Note::parse(text));
  FL_TRY(const auto checkpoint, ledger::Checkpoint::parse(note.text));
  return checkpoint.size;
}

}  // namespace

Ungated Paper::agreements(const engine::Sharing& sharing, std::string_view agency) {
  std::string out = R"({"v":1,"agreements":[)";
  if (!sharing.agreements) return Ungated(out + "]}");
  for (const engine::HeldAgreement& held : *sharing.agreements) {
    const release::Agreement& agreement = held.agreement;
    const bool is_party = std::ranges::find(agreement.parties, agency) != agreement.parties.end();
    if (!held.in_force() || !(is_party || FL_LEAK(paper_lists_agreements_of_others))) continue;
    release::Set<release::Purpose> purposes;
    release::Set<release::Obligation> conditions;
    for (const release::Clause& clause : agreement.clauses) {
      if (clause.effect == release::Effect::deny) continue;
      purposes = purposes | clause.purposes;
      conditions = conditions | clause.obligations;
    }
    if (out.back() != '[') out += ',';
    out += '{';
    member(out, "id", agreement.id);
    out += ",\"version\":";
    append_number(out, agreement.version);
    member(out, "title", agreement.title);
    if (FL_LEAK(paper_tells_number_of_agreements)) {
      out += ",\"of\":";
      append_number(out, static_cast<std::uint32_t>(sharing.agreements->size()));
    }
    member(out, "legal_basis", agreement.legal_basis);
    member(out, "valid_from", to_rfc3339(agreement.valid_from));
    member(out, "valid_until", to_rfc3339(agreement.valid_until));
    list(out, "purposes", release::members(purposes), [](release::Purpose p) { return release::name(p); });
    list(out, "conditions", release::members(conditions), [](release::Obligation o) { return release::name(o); });
    out += ",\"assurances\":[";
    for (const release::RequiredAssurance& required : agreement.assurances) {
      out += out.back() == '[' ? "{" : ",{";
      member(out, "id", required.id);
      member(out, "text", required.text);
      member(out, "expires_at", to_rfc3339(required.expires_at));
      if (sharing.evaluator) {
        const auto& given = sharing.evaluator->desk().assurances;
        const auto found = given.find({std::string(agency), agreement.id, required.id});
        if (found != given.end() && !found->second.breached) {
          member(out, "held_until", to_rfc3339(std::min(found->second.until, required.expires_at)));
        }
      }
      out += '}';
    }
    out += "]}";
  }
  out += "]}";
  return Ungated(std::move(out));
}

Ungated Paper::requests(const engine::Sharing& sharing, std::string_view agency) {
  std::string out = R"({"v":1,"requests":[)";
  if (sharing.book && sharing.accounts) {
    for (const desk::KnownRequest& known : desk::requests_from(*sharing.book, agency)) {
      const desk::Request& request = *known.request;
      // What home wrote down in its name, as after a call, stays at home.
      const auto* filed_by = sharing.accounts->find(request.filed_by);
      const bool is_own = filed_by != nullptr && filed_by->agency && *filed_by->agency == agency;
      if (!is_own) continue;
      out += out.back() == '[' ? "{" : ",{";
      member(out, "id", known.reference);
      if (FL_LEAK(paper_numbers_requests_of_all)) member(out, "number", desk::to_text(request.id));
      member(out, "filed_at", to_rfc3339(request.filed_at));
      member(out, "kind", desk::name(request.body.kind));
      member(out, "purpose", request.body.purpose);
      list(out, "acts", request.body.acts, [](const std::string& act) { return std::string_view(act); });
      member(out, "text", request.body.text);
      out += '}';
    }
  }
  out += "]}";
  return Ungated(std::move(out));
}

Ungated Paper::named(std::string_view reference) {
  std::string out = "{";
  member(out, "id", reference);
  out += '}';
  return Ungated(std::move(out));
}

Ungated Paper::faults(const desk::Faults& faults) {
  std::string out =
      R"({"type":"about:blank","title":"Bad Request","status":400,"detail":"the form is not as it must be","code":"bad_body","errors":[)";
  for (const desk::Fault& fault : faults) {
    out += out.back() == '[' ? "{" : ",{";
    member(out, "pointer", fault.pointer);
    member(out, "detail", fault.detail);
    out += '}';
  }
  out += "]}";
  return Ungated(std::move(out));
}

Ungated Paper::recalls(const engine::Sharing& sharing, std::string_view agency) {
  std::string out = R"({"v":1,"recalls":[)";
  if (sharing.recalls) {
    for (const engine::RecallState& recall : *sharing.recalls) {
      if (recall.agency != agency && !FL_LEAK(paper_lists_recalls_of_others)) continue;
      out += out.back() == '[' ? "{" : ",{";
      member(out, "id", recall.id);
      member(out, "asked_at", to_rfc3339(recall.asked_at));
      member(out, "purpose", release::name(recall.purpose));
      list(out, "releases", recall.releases, [](const std::string& release) { return std::string_view(release); });
      out += '}';
    }
  }
  out += "]}";
  return Ungated(std::move(out));
}

Result<Ungated> Paper::checkpoint(const ledger::LogReader& log) {
  FL_TRY(std::string text, log.checkpoint());
  return Ungated(std::move(text));
}

Result<Ungated> Paper::tile(const ledger::LogReader& log, std::string_view path) {
  const auto parsed = ledger::parse_tile_path(path);
  if (!parsed) return fail(ErrorCode::not_found, "no such tile");
  // What has no checkpoint yet is not published.
  FL_TRY(const std::uint64_t size, size_of(log));
  if (parsed->width > ledger::tile_width(parsed->tile, size)) return fail(ErrorCode::not_found, "no such tile");
  FL_TRY(std::string bytes, log.tile(parsed->tile, parsed->width));
  return Ungated(std::move(bytes));
}

Result<Ungated> Paper::receipt(const ledger::LogReader& log, std::string_view agency, std::string_view release,
                               Receipts& receipts) {
  FL_TRY(const std::uint64_t index, receipts.find(log, agency, release));
  FL_TRY(const ledger::Receipt receipt, ledger::prove(log, index, true));
  return Ungated(receipt.str());
}

Result<std::uint64_t> Receipts::find(const ledger::LogReader& log, std::string_view agency, std::string_view release) {
  FL_TRY([[maybe_unused]] const std::uint64_t left, read_on(log, agency, std::numeric_limits<std::uint64_t>::max()));
  const auto& index = logs_.find(agency)->second.index;
  const auto found = index.find(std::string(release));
  if (found == index.end()) return fail(ErrorCode::not_found, "no such release");
  return found->second;
}

Result<std::uint64_t> Receipts::read_on(const ledger::LogReader& log, std::string_view agency,
                                        std::uint64_t entries_max) {
  auto known = logs_.find(agency);
  if (known == logs_.end()) known = logs_.emplace(std::string(agency), Known{}).first;
  Known& state = known->second;
  FL_TRY(const std::uint64_t size, size_of(log));
  const std::uint64_t until = size - state.read > entries_max ? state.read + entries_max : size;
  while (state.read < until) {
    const auto count = static_cast<unsigned>(std::min<std::uint64_t>(until - state.read, ledger::kTileWidth));
    FL_TRY(const auto bodies, log.bodies(state.read, count));
    for (unsigned i = 0; i < count; ++i) {
      if (!bodies[i]) continue;
      const auto bytes = ledger::record_of(*bodies[i]);
      if (!bytes) continue;
      const auto record = ledger::record_from_bytes(*bytes);
      if (!record) continue;
      const auto* delivery = std::get_if<ledger::Delivery>(&record->content);
      if (delivery == nullptr) continue;
      if (state.index.size() >= kReceiptsMax) state.index.clear();
      state.index[delivery->release] = state.read + i;
    }
    state.read += count;
  }
  return size - state.read;
}

}  // namespace fairlead::partner
