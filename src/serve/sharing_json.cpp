// SPDX-License-Identifier: Apache-2.0
#include "sharing_json.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "desk_call.hpp"
#include "ledger/base64.hpp"
#include "release/explain.hpp"

namespace fairlead::serve {

using engine::FeedState;
using engine::RecallState;
using engine::Sharing;
using engine::StopRecord;
using engine::ViewState;

namespace {

std::string id_of(engine::FeedId id) { return "F-" + std::to_string(id.number()); }

void append_numbers(std::string& out, const std::vector<std::uint64_t>& numbers) {
  append_list(out, numbers, [](std::uint64_t number) { return std::to_string(number); });
}

std::string recall_json(const RecallState& recall) {
  JsonWriter json;
  json.text("id", recall.id).text("agency", recall.agency).text("purpose", release::name(recall.purpose));
  json.text("answer", engine::name(recall.answer)).time("asked_at", recall.asked_at);
  if (recall.answered_at) json.time("answered_at", *recall.answered_at);
  if (!recall.answered_by.empty()) json.text("answered_by", recall.answered_by);
  json.number("releases_total", recall.releases_total);
  return json.take();
}

bool covers(const release::StopCell& cell, const ViewState& view) {
  return cell.covers_agency(view.agency) && (!cell.purpose || *cell.purpose == view.purpose);
}

// Nothing of it goes out.
bool is_wholly_stopped(const ViewState& view, const Sharing& sharing) {
  if (view.survives_stops) return false;
  return std::ranges::any_of(*sharing.stops, [&](const StopRecord& s) {
    return !s.lifted_at && covers(s.stop.cell, view) && !s.stop.cell.area && !s.stop.cell.type;
  });
}

// One agency that something is agreed with, or that a view is for.
struct Partner {
  std::set<std::string> agreements;
  std::vector<const ViewState*> views;
};

std::map<std::string, Partner> partners_of(const Sharing& sharing) {
  std::map<std::string, Partner> partners;
  for (const engine::HeldAgreement& held : *sharing.agreements) {
    if (!held.in_force()) continue;
    for (const std::string& agency : held.agreement.parties) partners[agency].agreements.insert(held.agreement.id);
  }
  for (const ViewState& view : sharing.views) partners[view.agency].views.push_back(&view);
  return partners;
}

std::string_view stopped_word(const std::string& agency, const Partner& partner, const Sharing& sharing) {
  bool any = false;
  bool whole = false;
  for (const StopRecord& s : *sharing.stops) {
    if (s.lifted_at || !s.stop.cell.covers_agency(agency)) continue;
    any = true;
    whole = whole || (!s.stop.cell.purpose && !s.stop.cell.area && !s.stop.cell.type);
  }
  if (!any) return "no";
  const bool all = partner.views.empty() ? whole : std::ranges::all_of(partner.views, [&](const ViewState* view) {
    return is_wholly_stopped(*view, sharing);
  });
  return all ? "all" : "part";
}

std::string feed_json(const FeedState& feed, const ViewState& view) {
  JsonWriter json;
  json.text("id", id_of(feed.id)).text("purpose", release::name(view.purpose)).number("view_tracks", view.tracks);
  json.flag("connected", feed.connected).text("account", feed.account).text("channel", feed.channel);
  json.number("sequence", feed.sequence).number("handed_over", feed.handed_over).number("waiting", feed.waiting);
  json.number("objects", feed.objects);
  if (feed.last_release) json.text("last_release", *feed.last_release);
  if (feed.last_release_at) json.time("last_release_at", *feed.last_release_at);
  json.number("unacknowledged", feed.unacknowledged);
  append_numbers(json.member("stopped_by"), view.stopped);
  json.flag("survives_stop", view.survives_stops);
  return json.take();
}

std::string partner_json(const std::string& agency, const Partner& partner, const Sharing& sharing) {
  JsonWriter json;
  json.text("agency", agency).text("state", release::state_of(agency));
  append_texts(json.member("agreements"), partner.agreements);
  json.text("stopped", stopped_word(agency, partner, sharing));
  std::set<std::uint8_t> followed;
  std::string& feeds = json.member("feeds") += '[';
  for (const FeedState& feed : sharing.feeds) {
    const auto view = std::ranges::find_if(partner.views, [&](const ViewState* v) { return v->bit == feed.view; });
    if (view == partner.views.end()) continue;
    if (feed.connected) followed.insert(feed.view);
    if (!feeds.ends_with('[')) feeds += ',';
    feeds += feed_json(feed, **view);
  }
  feeds += ']';
  append_list(json.member("views"), partner.views, [&](const ViewState* view) {
    JsonWriter one;
    one.text("purpose", release::name(view->purpose)).number("tracks", view->tracks);
    append_numbers(one.member("stopped_by"), view->stopped);
    one.flag("connected", followed.contains(view->bit)).flag("survives_stop", view->survives_stops);
    return one.take();
  });
  return json.take();
}

}  // namespace

std::string agreed_json(const StopRecord& stop) {
  std::string out;
  append_list(out, stop.agreed, [](const release::Approval& approval) {
    return JsonWriter().text("person", approval.person).text("role", release::name(approval.rank)).take();
  });
  return out;
}

std::string stop_json(const StopRecord& stop, const Sharing& sharing, const std::optional<engine::StopReach>& found) {
  const release::StopCell& cell = stop.stop.cell;
  JsonWriter json;
  json.number("epoch", stop.stop.epoch);
  if (!cell.partner.empty()) json.text("partner", cell.partner);
  if (cell.agency) json.text("agency", *cell.agency);
  if (cell.purpose) json.text("purpose", release::name(*cell.purpose));
  if (cell.type) json.text("type", release::name(*cell.type));
  if (cell.area) json.member("area") += JsonWriter().text("name", cell.area->name).take();
  json.text("text", release::to_text(cell) + (cell.purpose ? "" : ", every purpose"));
  json.text("by", stop.stop.person).time("ordered_at", stop.stop.ordered_at).text("reason", stop.reason);
  json.flag("needs_assessment", stop.stop.needs_assessment).flag("recall", stop.recall);
  json.flag("open", !stop.lifted_at).number("ledger_index", stop.ledger_index);
  const auto reach = [&](std::uint64_t dropped, std::uint64_t bytes, std::uint64_t closed) {
    json.member("reach") += JsonWriter()
                                .number("deliveries_dropped", dropped)
                                .number("kernel_bytes", bytes)
                                .number("connections_closed", closed)
                                .take();
  };
  if (stop.reach) {
    reach(stop.reach->deliveries_dropped, stop.reach->kernel_bytes, stop.reach->connections_closed);
  } else if (found && found->complete) {
    reach(found->deliveries_dropped, found->kernel_bytes, found->connections_closed);
  }
  json.member("agreed") += agreed_json(stop);
  if (stop.lifted_at) json.time("lifted_at", *stop.lifted_at);
  std::vector<const RecallState*> recalls;
  for (const RecallState& recall : *sharing.recalls) {
    if (recall.stop_epoch == stop.stop.epoch) recalls.push_back(&recall);
  }
  append_list(json.member("recalls"), recalls, [](const RecallState* recall) { return recall_json(*recall); });
  std::vector<const ViewState*> covered;
  for (const ViewState& view : sharing.views) {
    if (covers(cell, view) && !view.survives_stops) covered.push_back(&view);
  }
  append_list(json.member("covers"), covered, [](const ViewState* view) {
    return JsonWriter().text("agency", view->agency).text("purpose", release::name(view->purpose)).take();
  });
  return json.take();
}

std::string stops_json(const Sharing& sharing, bool open_only) {
  std::vector<const StopRecord*> shown;
  for (const StopRecord& stop : *sharing.stops) {
    if (!open_only || !stop.lifted_at) shown.push_back(&stop);
  }
  std::string out;
  append_list(out, shown, [&](const StopRecord* stop) { return stop_json(*stop, sharing); });
  return out;
}

std::string sharing_json(const Sharing& sharing) {
  JsonWriter json;
  json.time("as_of", sharing.as_of).number("slot", sharing.slot);
  json.number("epoch", sharing.evaluator->desk().stops.epoch());
  append_list(json.member("partners"), partners_of(sharing),
              [&](const auto& entry) { return partner_json(entry.first, entry.second, sharing); });
  json.member("stops") += stops_json(sharing, true);
  std::uint64_t live = 0;
  for (const FeedState& feed : sharing.feeds) {
    const auto view = std::ranges::find(sharing.views, feed.view, &ViewState::bit);
    if (feed.connected && view != sharing.views.end() && !is_wholly_stopped(*view, sharing)) ++live;
  }
  json.number("live", live);
  const auto& root = sharing.ledger.root;
  json.member("ledger") += JsonWriter()
                               .text("origin", sharing.ledger.origin)
                               .number("size", sharing.ledger.size)
                               .text("root", ledger::base64({reinterpret_cast<const char*>(root.data()), root.size()}))
                               .take();
  return json.take();
}

std::string track_sharing_json(const domain::Track& track, const Sharing& sharing,
                               std::span<const engine::TrackExplanation> explained,
                               std::span<const engine::DeliveredTo> held) {
  const auto delivered = [&](std::uint8_t view) -> std::string {
    const engine::DeliveredTo* newest = nullptr;
    for (const engine::DeliveredTo& one : held) {
      if (one.view == view && (newest == nullptr || one.sequence > newest->sequence)) newest = &one;
    }
    if (newest == nullptr) return {};
    JsonWriter json;
    json.number("sequence", newest->sequence);
    for (const FeedState& feed : sharing.feeds) {
      // Only the newest release of a feed is known by its name here; the ledger knows all.
      if (feed.view != view || feed.sequence != newest->sequence || !feed.last_release) continue;
      json.text("release", *feed.last_release);
      if (feed.last_release_at) json.time("at", *feed.last_release_at);
      break;
    }
    return json.take();
  };
  JsonWriter json;
  json.text("track", domain::to_text(track.id));
  append_list(json.member("views"), explained, [&](const engine::TrackExplanation& one) {
    const release::Verdict& verdict = one.verdict;
    JsonWriter view;
    view.text("agency", one.agency).text("purpose", release::name(one.purpose));
    view.text("outcome", domain::name(verdict.outcome));
    if (const auto name = sharing.evaluator->clause(verdict.clause); name.clause != nullptr) {
      view.text("agreement", name.agreement->id).text("clause", name.clause->id);
      view.text("basis", name.clause->basis.empty() ? name.agreement->legal_basis : name.clause->basis);
    }
    append_list(view.member("reasons"), release::members(verdict.failed), [](release::Part part) {
      return JsonWriter()
          .text("part", release::name(part))
          .text("meaning", release::meaning(part))
          .text("cure", release::cure(part))
          .take();
    });
    append_words(view.member("fields"), verdict.released() ? verdict.fields : release::Set<release::Field>{});
    view.number("grid_m", verdict.grid_m);
    if (verdict.released() && verdict.due_at > track.observed_at) view.time("due_at", verdict.due_at);
    view.number("stop_epoch", verdict.stop_epoch);
    if (const std::string release = delivered(one.view); !release.empty()) view.member("delivered") += release;
    view.text("explanation", one.text);
    return view.take();
  });
  return json.take();
}

}  // namespace fairlead::serve
