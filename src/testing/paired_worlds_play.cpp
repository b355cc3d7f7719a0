// SPDX-License-Identifier: Apache-2.0
// Plays a world and writes down what the watched partners see.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "desk/book.hpp"
#include "engine/casework_now.hpp"
#include "ledger/note.hpp"
#include "ledger/proofs.hpp"
#include "paired_worlds_state.hpp"
#include "testing/false_random.hpp"

namespace fairlead::testing {

using engine::FeedId;
using What = Act::What;

namespace {

const Instant kBegin = Instant::from_civil(2026, 11, 22, 11, 59);

ledger::SaltStream::Seed seed_of(std::uint64_t worlds, Instant at) {
  return sha256(fmt::format("{} {}", worlds, at.unix_ms()));
}

ledger::Signer signer() {
  FalseRandom random(7);
  auto made = ledger::Signer::generate("test.example/home", random);
  FL_ASSERT(made.has_value());
  return std::move(*made);
}

}  // namespace

Cast::Cast() : desk(kBegin), keys(*engine::LogKeys::from(signer())) {
  for (const char* agency : {"XAA/coast_guard", "XAA/navy", "XBB/customs", "XCC/police"}) {
    desk.add_partner(agency, kBegin);
  }
  engine::Engine engine({}, &keys);
  engine::Event event;
  event.slot = 1;
  event.closed_at = event.picture_time = kBegin;
  event.commands = desk.founding();
  event.commands.push_back({accounts::Actor::automatic(), engine::NameLaw{"GB", ""}});
  engine.step(event);
  founded = engine.save();
}

namespace {

// One world while it is played.
class Stage {
 public:
  Stage(Cast& cast, const Papers& papers, const PairedWorlds& worlds, unsigned world, bool keep)
      : cast_(cast),
        papers_(papers),
        worlds_(worlds),
        world_(world),
        keep_(keep),
        engine_(std::move(*engine::Engine::restore(cast.founded, worlds.limits, &cast.keys))) {
    for (const std::string& agency : worlds.watched) watched_.insert(agency);
    sharing_ = engine_.sharing();
  }

  Session play() {
    std::set<Instant> ends;
    for (const auto& tick : worlds_.ticks) ends.insert(tick[world_ == kWorldA ? 0 : 1]);
    for (const auto& [at, worlds] : worlds_.closings) {
      if ((worlds & world_) != 0) ends.insert(at);
    }
    for (const Happening& h : worlds_.happenings) {
      if ((h.worlds & world_) != 0 && closes(h)) ends.insert(h.at);
    }
    std::size_t next = 0;
    for (const Instant end : ends) {
      now_ = end;
      std::vector<const Happening*> come;
      for (; next < worlds_.happenings.size() && worlds_.happenings[next].at <= end; ++next) {
        if ((worlds_.happenings[next].worlds & world_) != 0) come.push_back(&worlds_.happenings[next]);
      }
      step(come);
    }
    finish();
    if (keep_) {
      session_.kept.sharing = sharing_;
      session_.kept.logs = logs_;
    }
    session_.bytes = std::move(out_);
    return std::move(session_);
  }

 private:
  static bool closes(const Happening& h) {
    const Act* act = std::get_if<Act>(&h.what);
    return act != nullptr && act->what != What::hand_over && act->what != What::close && act->what != What::look &&
           act->what != What::note;
  }

  void step(const std::vector<const Happening*>& come) {
    engine::Event event;
    event.slot = engine_.slot() + 1;
    event.closed_at = event.picture_time = now_;
    event.seed = seed_of(worlds_.seed, now_);
    places_.clear();
    for (const Happening* h : come) {
      if (const auto* act = std::get_if<Act>(&h->what)) {
        if (act->what == What::look) {
          if (papers_) papers_(out_, *sharing_, act->who, logs_[act->who], releases_[act->who]);
          continue;
        }
        command(event, *act);
        continue;
      }
      if (const auto* scan = std::get_if<domain::Scan>(&h->what)) {
        domain::ObservationBatch batch;
        batch.scans.push_back(*scan);
        const auto known = sources_.find(scan->source.number());
        batch.source = known == sources_.end() ? domain::SourceId(900 + scan->source.number()) : known->second;
        batch.scans.back().source = batch.source;
        event.batches.push_back(std::move(batch));
        continue;
      }
      domain::Observation o = std::get<domain::Observation>(h->what);
      tally_observation(*h, o);
      const auto source = sources_.find(o.source.number());
      o.source = source == sources_.end() ? domain::SourceId(900 + o.source.number()) : source->second;
      domain::ObservationBatch batch;
      batch.source = o.source;
      batch.observations.push_back(std::move(o));
      event.batches.push_back(std::move(batch));
    }
    ++tally().slots;
    note(engine_.step(event), event);
  }

  void tally_observation(const Happening& h, const domain::Observation& o) {
    if (o.mmsi && h.worlds == kBothWorlds) seen_.insert(*o.mmsi);
    if (h.worlds == kBothWorlds) return;
    ++tally().withheld;
    if (o.mmsi && seen_.contains(*o.mmsi)) ++tally().withheld_of_seen;
  }

  void say(engine::Event& event, accounts::Actor by, engine::Request request, const Act* act) {
    places_.push_back(act);
    event.commands.push_back({std::move(by), std::move(request)});
  }

  void command(engine::Event& event, const Act& act) {
    const SharingDesk& desk = cast_.desk;
    const auto partner = [&] { return desk.partner(act.who, now_); };
    switch (act.what) {
      case What::declare:
        return say(event, accounts::Actor::automatic(),
                   engine::DeclareSource{worlds_.sources[static_cast<std::size_t>(act.number) - 1]}, &act);
      case What::adopt:
        if (act.text.find("\ndelay =") != std::string::npos) ++tally().delayed;
        if (act.text.find("\ngrid_m =") != std::string::npos) ++tally().reduced;
        for (engine::Command& one : desk.adopt(act.text, now_)) say(event, one.by, one.request, &act);
        return;
      case What::withdraw:
        return say(event, desk.watch(now_), engine::WithdrawAgreement{act.text, {}}, &act);
      case What::assure: {
        const std::size_t slash = act.text.find('/');
        engine::Command given = desk.assure(act.who, act.text.substr(0, slash), act.text.substr(slash + 1),
                                            now_ + Duration(act.number), now_);
        return say(event, given.by, given.request, &act);
      }
      case What::order_stop: {
        release::StopCell cell;
        cell.agency = act.who;
        if (!act.text.empty()) cell.purpose = act.purpose;
        ++tally().stops;
        return say(event, desk.watch(now_), engine::OrderStop{cell, "", false, true}, &act);
      }
      case What::agree_first:
      case What::agree_second: {
        const auto epoch = stops_.find({act.who, act.number});
        if (epoch == stops_.end()) return;
        return say(event, act.what == What::agree_first ? desk.officer(now_) : desk.adviser(now_),
                   engine::AgreeToResume{epoch->second, {}, ""}, &act);
      }
      case What::open: {
        std::optional<std::uint64_t> cursor;
        const std::uint64_t newest = feeds_[{act.who, act.purpose}].sequence;
        if (act.number == 0) cursor = newest;
        if (act.number == 1) cursor = newest > 2 ? newest - 2 : 0;
        if (act.number == 2) cursor = newest + 1000;
        if (act.number == 3) cursor = newest / 2;
        if (act.number == 4) cursor = newest + 2;
        return say(event, partner(), engine::OpenFeed{act.purpose, "stream", cursor}, &act);
      }
      case What::close:
        if (const auto feed = feeds_.find({act.who, act.purpose}); feed != feeds_.end() && feed->second.id) {
          say(event, accounts::Actor::automatic(), engine::CloseFeed{*feed->second.id}, &act);
        }
        return;
      case What::hand_over:
        if (const auto feed = feeds_.find({act.who, act.purpose}); feed != feeds_.end() && feed->second.id) {
          const std::uint64_t newest = feed->second.sequence;
          const auto lag = static_cast<std::uint64_t>(act.number);
          say(event, accounts::Actor::automatic(),
              engine::NoteHandedOver{*feed->second.id, newest > lag ? newest - lag : 0}, &act);
        }
        return;
      case What::pull:
        ++tally().pulls;
        return say(event, partner(), engine::PullTracks{act.purpose}, &act);
      case What::acknowledge_delivery: {
        const auto& given = releases_[act.who];
        return say(event, partner(),
                   engine::Acknowledge{"delivery", given.empty() ? "r-0123456789abcdef" : given.back(), {}}, &act);
      }
      case What::acknowledge_conditions:
        return say(event, partner(), engine::Acknowledge{"conditions", act.text, {}}, &act);
      case What::acknowledge_recall: {
        std::string name = "recall-1";
        for (const engine::RecallState& recall : *sharing_->recalls) {
          if (recall.agency == act.who) name = recall.id;
        }
        return say(event, partner(), engine::Acknowledge{"recall", act.number == 1 ? "recall-1" : name, act.text},
                   &act);
      }
      case What::draft_lead:
        return say(
            event, desk.watch(now_),
            engine::ActOnDesk{
                fmt::format(
                    R"({{"act":"draft_lead","title":"Lead {0}","statement":"Of lead {0}","confidence":"low",)"
                    R"("vessel":{{"mmsi":23200000{1},"name":"PETREL"}},"position":{{"lat":50.02,"lon":-4}},)"
                    R"("tear_line":"Something {0}","label":{{"policy":"test","level":"restricted","caveats":[],"originators":[],"personal_data":false,)"
                    R"("releasable_to":["{2}"],"purposes":["law_enforcement_interdiction",)"
                    R"("search_and_rescue","fisheries"]}},"expires_at":"{3}"}})",
                    act.number, 1 + act.number % 4, act.text, to_rfc3339(now_ + Duration(act.lasts))),
                false},
            &act);
      case What::ask_lead: {
        const auto lead = leads_.find(act.number);
        if (lead == leads_.end()) return;
        return say(event, desk.watch(now_),
                   engine::ActOnDesk{fmt::format(R"({{"act":"ask_to_share","lead":"{}","agency":"{}","purpose":"{}",)"
                                                 R"("acts":["observe"]}})",
                                                 lead->second, act.who, release::name(act.purpose)),
                                     false},
                   &act);
      }
      case What::approve_lead:
      case What::end_lead: {
        const auto ask = asks_.find({act.who, act.number});
        if (ask == asks_.end()) return;
        if (act.what == What::end_lead) {
          return say(event, desk.watch(now_),
                     engine::ActOnDesk{
                         fmt::format(R"({{"act":"withdraw_ask","ask":"{}","reason":"over"}})", ask->second), false},
                     &act);
        }
        const engine::ActOnDesk approval{fmt::format(R"({{"act":"approve_ask","ask":"{}"}})", ask->second), false};
        say(event, desk.officer(now_), approval, &act);
        return say(event, desk.adviser(now_), approval, &act);
      }
      case What::answer_request: {
        const auto request = requests_.find({act.who, act.number});
        if (request == requests_.end()) return;
        return say(event, desk.officer(now_),
                   engine::ActOnDesk{fmt::format(R"({{"act":"answer_request","request":"{}","step":"acknowledge"}})",
                                                 request->second),
                                     false},
                   &act);
      }
      case What::ask_partner: {
        const bool is_kept = act.text == "kept";
        const std::string label =
            is_kept || act.text == "sent"
                ? ""
                : fmt::format(R"(,"label":{{"policy":"test","level":"restricted","caveats":[],"originators":[],)"
                              R"("personal_data":false,"releasable_to":["{}"],"purposes":["{}"]}})",
                              act.text, release::name(act.purpose));
        return say(
            event, is_kept ? desk.watch(now_) : desk.officer(now_),
            engine::ActOnDesk{
                fmt::format(R"({{"act":"file_request","kind":"interception","direction":"outgoing","agency":"{}",)"
                            R"("text":"Number {}","purpose":"{}","acts":["board"],"vessel":{{"mmsi":23200000{}}},)"
                            R"("position":{{"lat":50.02,"lon":-4}}{}}})",
                            act.who, act.number, release::name(act.purpose), 1 + act.number % 4, label),
                false},
            &act);
      }
      case What::end_request: {
        const auto request = asked_.find(act.number);
        if (request == asked_.end()) return;
        return say(event, desk.officer(now_),
                   engine::ActOnDesk{
                       fmt::format(R"({{"act":"answer_request","request":"{}","step":"withdraw","text":"over"}})",
                                   request->second),
                       false},
                   &act);
      }
      case What::tell_step: {
        const auto had = request_names_.find(act.who);
        return say(event, partner(),
                   engine::TellDesk{"request_step", had == request_names_.end() ? "r-0123456789abcdef" : had->second,
                                    act.text},
                   &act);
      }
      case What::pull_leads:
        ++tally().pulls;
        return say(event, partner(), engine::PullLeads{act.purpose}, &act);
      case What::report_use: {
        const auto had = lead_names_.find(act.who);
        const std::string name = had == lead_names_.end() ? "l-0123456789abcdef" : had->second;
        return say(event, partner(), engine::TellDesk{"use_report", name, R"({"did":["observed"],"force":"none"})"},
                   &act);
      }
      case What::tell_request:
        return say(event, partner(), engine::TellDesk{"request", "", act.text}, &act);
      case What::note:
        return say(event, accounts::Actor::automatic(), engine::NoteSignIn{"somebody", "overseer", "password", false},
                   &act);
      case What::look:
        return;
    }
  }

  void note(const engine::Effects& effects, const engine::Event&) {
    // By ticks: how late the slot of a tick ends is not a matter of bytes.
    const std::int64_t tick = now_.unix_ms() / worlds_.limits.delivery_tick.count();
    const auto line = [&](std::string_view what) { fmt::format_to(std::back_inserter(out_), "\n@{} {} ", tick, what); };
    tally().splits += effects.tracks.moved.size();
    for (std::size_t i = 0; i < effects.answers.size(); ++i) {
      const Act* act = places_[i];
      const auto& answer = effects.answers[i];
      if (!answer) ++tally().errors;
      if (act->what == What::declare && answer) {
        sources_[static_cast<std::uint32_t>(act->number)] =
            domain::SourceId(static_cast<std::uint32_t>(answer->number));
      }
      if (answer) keep_desk(*act, *answer);
      if (act->what == What::order_stop && answer) stops_[{act->who, act->number}] = answer->number;
      if (act->what == What::agree_second && answer && answer->text.empty()) ++tally().resumes;
      if (act->what == What::open && answer) {
        Feed& feed = feeds_[{act->who, act->purpose}];
        if (feed.id) ++tally().reopened;
        feed.id = FeedId(answer->number);
        names_[*feed.id] = {act->who, act->purpose};
      }
      if (!watched_.contains(act->who)) continue;
      const bool is_own = act->what == What::open || act->what == What::pull || act->what >= What::acknowledge_delivery;
      if (is_own) {
        line("answer");
        // What is said of a step stays at home; the door says the kind of refusal.
        const bool is_step = act->what == What::tell_step;
        out_ += answer ? "yes " + (act->what == What::tell_request ? answer->text : "")
                       : fmt::format("{} {}", static_cast<int>(answer.error().code),
                                     is_step ? std::string() : answer.error().message);
        if (answer && is_step) ++tally().steps;
      }
    }
    for (const engine::ShutFeeds& shut : effects.shut) {
      for (const FeedId feed : shut.feeds) {
        const auto name = names_.find(feed);
        if (name == names_.end() || !watched_.contains(name->second.first)) continue;
        line("shut");
        out_ += fmt::format("{} {}", name->second.first, release::name(name->second.second));
      }
    }
    for (const auto& [place, releases] : effects.pulled) {
      const Act& act = *places_[place];
      for (const engine::Release& release : releases) {
        if (keep_) session_.kept.pulled.push_back({act.who, act.purpose, release});
      }
      if (!watched_.contains(act.who)) continue;
      if (!releases.empty()) ++tally().pulled;
      line("pulled");
      for (const engine::Release& release : releases) out_ += release.payload;
      for (const engine::Release& release : releases) remember_names(act.who, release.payload);
    }
    for (const engine::Release& release : effects.releases) {
      const auto name = names_.find(release.feed);
      FL_ASSERT(name != names_.end());
      feeds_[name->second].sequence = release.sequence;
      if (keep_) session_.kept.releases.push_back({name->second.first, name->second.second, release});
      remember_names(name->second.first, release.payload);
      if (!watched_.contains(name->second.first)) {
        ++tally().releases_of_others;
        continue;
      }
      ++tally().releases;
      count_in(release.payload);
      line("release");
      out_ += fmt::format("{} {} {} ", name->second.first, release::name(name->second.second), release.sequence);
      out_ += release.payload;
    }
    for (const engine::LogWrites& writes : effects.logs) {
      if (writes.log == "home") continue;
      FL_ASSERT(logs_[writes.log].commit(writes.writes).has_value());
      if (!watched_.contains(writes.log)) continue;
      line("log");
      for (const ledger::TileWrite& tile : writes.writes.tiles) {
        out_ += fmt::format("tile {}/{}.{} ", tile.tile.level, tile.tile.number, tile.width);
        out_ += tile.bytes;
      }
      tally().log_entries += writes.writes.bodies.size();
      for (std::size_t i = 0; i < writes.writes.bodies.size(); ++i) out_ += writes.writes.bodies[i];
      if (writes.writes.checkpoint) out_ += *writes.writes.checkpoint;
    }
    if (effects.sharing_changed) sharing_ = engine_.sharing();
  }

  // What home calls the things that the world counts.
  void keep_desk(const Act& act, const engine::Answer& answer) {
    const auto made = [&] {
      const std::size_t at = answer.text.find("\"id\":\"");
      return at == std::string::npos ? "" : answer.text.substr(at + 6, answer.text.find('"', at + 6) - at - 6);
    };
    if (act.what == What::draft_lead) leads_[act.number] = made();
    if (act.what == What::ask_lead) asks_[{act.who, act.number}] = made();
    if (act.what == What::tell_request) {
      const auto now = engine_.casework();
      const auto newest = desk::requests_from(*now->book, act.who);
      requests_[{act.who, ++requests_of_[act.who]}] = desk::to_text(newest.back().request->id);
    }
    if (act.what == What::ask_partner) asked_[act.number] = made();
    if (act.what == What::report_use) ++tally().use_reports;
  }

  void remember_names(const std::string& who, std::string_view payload) {
    if (const std::size_t lead = payload.find("\"leads\":[{\"id\":\""); lead != std::string_view::npos) {
      lead_names_[who] = payload.substr(lead + 16, 18);
      if (!watched_.contains(who)) ++tally().leads_of_others;
    }
    if (const std::size_t asked = payload.find("\"requests\":[{\"id\":\""); asked != std::string_view::npos) {
      request_names_[who] = payload.substr(asked + 19, 18);
    }
    for (std::size_t at = 0; (at = payload.find("\"release\":\"", at)) != std::string_view::npos; at += 11) {
      releases_[who].emplace_back(payload.substr(at + 11, 18));
    }
  }

  void count_in(std::string_view payload) {
    for (std::size_t at = 0; (at = payload.find("{\"id\":\"T-", at)) != std::string_view::npos; ++at) {
      ++tally().tracks_in_releases;
    }
    if (payload.find("\"leads\":[{") != std::string_view::npos) ++tally().leads;
    if (payload.find("\"requests\":[{") != std::string_view::npos) ++tally().asked;
    if (payload.find("\"withdrawn\":[{") != std::string_view::npos) ++tally().lead_ends;
    if (payload.find("\"answers\":[{") != std::string_view::npos) ++tally().answered;
    if (payload.find("\"reset\":true") != std::string_view::npos) ++tally().resets;
    if (payload.find("\"closed\":[\"") != std::string_view::npos) ++tally().closings;
  }

  // What can still be asked at the end.
  void finish() {
    for (const std::string& who : worlds_.watched) {
      if (papers_) papers_(out_, *sharing_, who, logs_[who], releases_[who]);
      const auto& given = releases_[who];
      for (std::size_t i = 0; i < given.size() && i < 2; ++i) receipt(who, given[given.size() - 1 - i]);
      receipt(who, "r-0123456789abcdef");
    }
    for (const engine::StopRecord& stop : *sharing_->stops) {
      if (stop.stop.person == accounts::kAutomatic) ++tally().lapses;
    }
    tally().recalls += sharing_->recalls->size();
  }

  // The proof of a release, found as the door finds it.
  void receipt(const std::string& who, const std::string& release) {
    const ledger::MemoryLog& log = logs_[who];
    out_ += "\nreceipt " + release + " ";
    const auto text = log.checkpoint();
    const auto note = text ? ledger::Note::parse(*text) : Result<ledger::Note>(Failure(text.error()));
    const auto head = note ? ledger::Checkpoint::parse(note->text) : Result<ledger::Checkpoint>(Failure(note.error()));
    if (!head) {
      out_ += "none";
      return;
    }
    for (std::uint64_t i = 0; i < head->size; ++i) {
      const auto body = log.bodies(i, 1);
      const auto record = body && (*body)[0] ? ledger::record_of(*(*body)[0]) : std::nullopt;
      if (!record || record->find(release) == std::string_view::npos) continue;
      const auto proof = ledger::prove(log, i, true);
      out_ += proof ? proof->str() : proof.error().message;
      ++tally().receipts;
      return;
    }
    out_ += "none";
  }

  Tally& tally() { return session_.tally; }

  struct Feed {
    std::optional<FeedId> id;
    std::uint64_t sequence = 0;
  };
  using FeedName = std::pair<std::string, release::Purpose>;

  Cast& cast_;
  const Papers& papers_;
  const PairedWorlds& worlds_;
  const unsigned world_;
  const bool keep_;
  engine::Engine engine_;
  Instant now_;
  std::set<std::string> watched_;
  std::string out_;
  Session session_;
  std::vector<const Act*> places_;  // of the commands of a slot
  std::map<std::uint32_t, domain::SourceId> sources_;
  std::map<std::pair<std::string, std::int64_t>, std::uint64_t> stops_;  // epochs
  std::map<FeedName, Feed> feeds_;
  std::map<FeedId, FeedName> names_;
  std::map<std::string, std::vector<std::string>> releases_;
  std::map<std::string, ledger::MemoryLog> logs_;
  std::shared_ptr<const engine::Sharing> sharing_;
  std::set<domain::Mmsi> seen_;
  std::map<std::int64_t, std::string> leads_;                             // home's numbers
  std::map<std::pair<std::string, std::int64_t>, std::string> asks_;      // by agency and lead
  std::map<std::pair<std::string, std::int64_t>, std::string> requests_;  // by agency, in its order
  std::map<std::string, std::int64_t> requests_of_;
  std::map<std::string, std::string> lead_names_;     // the newest that a partner has
  std::map<std::string, std::string> request_names_;  //
  std::map<std::int64_t, std::string> asked_;         // home's numbers of what it asked
};

}  // namespace

Session play_world(Cast& cast, const Papers& papers, const PairedWorlds& worlds, unsigned world, bool keep) {
  return Stage(cast, papers, worlds, world, keep).play();
}

}  // namespace fairlead::testing
