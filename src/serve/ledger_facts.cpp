// SPDX-License-Identifier: Apache-2.0
#include "ledger_facts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledger/commitment.hpp"
#include "ledger/record.hpp"

namespace fairlead::serve {
namespace {

using report::Kind;

constexpr unsigned kBodiesAtOnce = 1024;
constexpr std::size_t kListedMax = 20'000;

std::string words_of(const ledger::Cell& cell) {
  std::string words;
  const auto add = [&words](std::string_view what, const std::optional<std::string>& value) {
    if (value) words += fmt::format("{}{} {}", words.empty() ? "" : ", ", what, *value);
  };
  add("partner", cell.partner);
  add("agency", cell.agency);
  add("purpose", cell.purpose);
  add("area", cell.area);
  add("objects", cell.object_type);
  return words.empty() ? "everything" : words;
}

report::Released released(std::uint64_t entry, Instant at, const ledger::Manifest& manifest) {
  report::Released one;
  one.entry = entry;
  one.at = at;
  one.agency = manifest.agency;
  one.purpose = manifest.purpose;
  one.object_type = manifest.object_type;
  one.outcome = manifest.outcome;
  one.agreement = manifest.basis.agreement;
  one.clause = manifest.basis.clause;
  one.approver = manifest.basis.approver.value_or("");
  one.assessment = manifest.basis.assessment.value_or("");
  one.conditions = manifest.obligations;
  for (const ledger::ReleasedObject& object : manifest.objects) one.objects.push_back(object.id);
  one.bytes = manifest.payload_bytes;
  one.stop_epoch = manifest.basis.stop_epoch;
  one.payload_hash = hex(manifest.payload_hash);
  return one;
}

class Gatherer {
 public:
  Gatherer(const report::Request& request, const std::vector<std::string>& tracks)
      : request_(request), tracks_(tracks) {}

  void take(std::uint64_t entry, const ledger::Record& record) {
    if (record.at > request_.known_at) return;
    const bool in_period = record.at >= request_.from && record.at <= request_.to;
    if (const auto* manifest = std::get_if<ledger::Manifest>(&record.content)) {
      if (in_period) {
        auto& [releases, objects] = facts.by_recipient[{manifest->agency, manifest->purpose}];
        ++releases;
        objects += manifest->objects.size();
      }
      if (!wanted(*manifest, in_period)) return;
      if (facts.releases.size() < kListedMax) {
        facts.releases.push_back(released(entry, record.at, *manifest));
      } else {
        ++facts.not_listed;
      }
    } else if (const auto* stop = std::get_if<ledger::Stop>(&record.content)) {
      report::StopMade made;
      made.entry = entry;
      made.epoch = stop->epoch;
      made.at = record.at;
      made.what = words_of(stop->cell);
      made.agency = stop->cell.agency.value_or(stop->cell.partner.value_or(""));
      made.purpose = stop->cell.purpose.value_or("");
      made.by = stop->by;
      made.reason = stop->reason;
      facts.stops.push_back(std::move(made));
    } else if (const auto* reach = std::get_if<ledger::StopReport>(&record.content)) {
      if (report::StopMade* made = stop_of(reach->epoch)) {
        made->dropped = reach->deliveries_dropped;
        made->connections_closed = reach->connections_closed;
        made->kernel_bytes = reach->kernel_bytes;
        if (!reach->reason.empty()) made->reason = reach->reason;
      }
    } else if (const auto* resume = std::get_if<ledger::Resume>(&record.content)) {
      if (report::StopMade* made = stop_of(resume->stop_epoch)) {
        made->lifted_at = record.at;
        made->lifted_by = resume->by + " and " + resume->second;
      }
    } else if (const auto* recall = std::get_if<ledger::Recall>(&record.content)) {
      facts.recalls.push_back({record.at, recall->partner, recall->release, recall->state, recall->stop_epoch});
    } else if (const auto* refusal = std::get_if<ledger::Refusal>(&record.content)) {
      if (in_period) ++facts.refusals[refusal->outcome];
    } else if (const auto* word = std::get_if<ledger::Acknowledgement>(&record.content)) {
      if (in_period) ++facts.acknowledgements[word->partner];
    }
  }

  report::LedgerFacts facts;

 private:
  report::StopMade* stop_of(std::uint64_t epoch) {
    const auto found = std::ranges::find(facts.stops, epoch, &report::StopMade::epoch);
    return found == facts.stops.end() ? nullptr : &*found;
  }
  bool wanted(const ledger::Manifest& manifest, bool in_period) const {
    switch (request_.kind) {
      case Kind::release_register:
      case Kind::stop:
        return in_period;
      case Kind::incident:
        return std::ranges::any_of(manifest.objects, [this](const ledger::ReleasedObject& object) {
          return std::ranges::find(tracks_, object.id) != tracks_.end();
        });
      default:
        return false;  // counts suffice
    }
  }

  const report::Request& request_;
  const std::vector<std::string>& tracks_;
};

}  // namespace

Result<report::LedgerFacts> ledger_facts(const ledger::LogReader& log, const report::Request& request,
                                         const std::vector<std::string>& tracks) {
  Gatherer gatherer(request, tracks);
  gatherer.facts.entries = request.ledger_entries;
  if (request.kind == Kind::boarding || request.kind == Kind::court) return std::move(gatherer.facts);
  for (std::uint64_t next = 0; next < request.ledger_entries;) {
    const auto count = static_cast<unsigned>(std::min<std::uint64_t>(kBodiesAtOnce, request.ledger_entries - next));
    FL_TRY(const auto bodies, log.bodies(next, count));
    if (bodies.empty()) break;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      if (!bodies[i]) {
        ++gatherer.facts.erased;
        continue;
      }
      const auto bytes = ledger::record_of(*bodies[i]);
      if (!bytes) return fail(ErrorCode::corrupt, fmt::format("entry {} of the ledger has no record", next + i));
      FL_TRY(const ledger::Record record, ledger::record_from_bytes(*bytes));
      gatherer.take(next + i, record);
    }
    next += bodies.size();
  }
  return std::move(gatherer.facts);
}

}  // namespace fairlead::serve
