// SPDX-License-Identifier: Apache-2.0
// Draws paired worlds from a seed.
#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "paired_worlds_words.hpp"
#include "testing/paired_worlds.hpp"

namespace fairlead::testing {
namespace {

using What = Act::What;
using release::Purpose;

const Instant kNoon = Instant::from_civil(2026, 11, 22, 12);
constexpr std::array kPurposes{Purpose::law_enforcement_interdiction, Purpose::search_and_rescue, Purpose::fisheries};
constexpr std::uint32_t kOpen = 1, kCoast = 2, kSecret = 3, kDeepSecret = 4, kOthers = 5;

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) { worlds_.seed = seed; }

  PairedWorlds worlds() {
    choose_limits();
    choose_partners();
    declare_sources();
    agree();
    call();
    stop();
    watch_the_sea();
    sweep_the_sea();
    keep_secrets();
    work_at_the_desk();
    others_do_things();
    end_slots();
    std::ranges::stable_sort(worlds_.happenings, {}, &Happening::at);
    return std::move(worlds_);
  }

 private:
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
  }
  bool chance(int percent) { return below(100) < percent; }
  template <class List>
  const auto& any(const List& list) {
    return list[static_cast<std::size_t>(below(static_cast<std::int64_t>(std::size(list))))];
  }
  unsigned some_world() {
    constexpr std::array<unsigned, 5> kWorlds{kWorldB, kWorldB, kWorldB, kWorldA, kBothWorlds};
    return any(kWorlds);
  }

  std::uint32_t add(Instant at, unsigned worlds, std::variant<domain::Observation, Act, domain::Scan> what,
                    std::uint32_t needs = 0) {
    const auto id = static_cast<std::uint32_t>(worlds_.happenings.size() + 1);
    worlds_.happenings.push_back({at, worlds, id, needs, std::move(what)});
    return id;
  }

  // ---- time ----

  void choose_limits() {
    constexpr std::array<std::int64_t, 4> kTicks{500, 500, 5'000, 60'000};
    tick_ = any(kTicks);
    jitter_ = chance(40) ? 0 : 1 + below(40);
    worlds_.limits.delivery_tick = Duration(tick_);
    worlds_.limits.delivery_parts = worlds_.seed % 4 == 0 ? 3 : 1;
    worlds_.limits.feed_window = static_cast<std::uint64_t>(chance(50) ? 64 : 1 + below(4));
    worlds_.limits.partner_log_capacity = static_cast<std::uint32_t>(4 + below(8));
    if (chance(8)) worlds_.limits.tracker.tracks_max = static_cast<std::size_t>(2 + below(4));
    std::int64_t at = 0;
    for (std::int64_t n = 8 + below(14); n > 0; --n) {
      at += tick_;
      starts_.push_back(at);
      end_tick(at);
      // A long silence now and then: tracks age, words lapse.
      if (chance(5)) {
        constexpr std::array<std::int64_t, 4> kSilences{120'000, 720'000, 3'900'000, 25'200'000};
        at += any(kSilences) / tick_ * tick_;
      }
    }
    worlds_.limits.partner_log_tick = Duration(std::max(tick_ * (2 + below(6)), at / 30'000 * 1000));
  }
  void end_tick(std::int64_t at) {
    worlds_.ticks.push_back({kNoon + Duration(at + below(jitter_ + 1)), kNoon + Duration(at + below(jitter_ + 1))});
  }
  // What ends by itself does not do so while the slot of a tick may be late: there it is judged at its own moment.
  std::int64_t lasting(Instant from, std::int64_t length) const {
    const std::int64_t into = (from - kNoon).count() + length;
    return into % tick_ <= jitter_ ? length + jitter_ + 1 : length;
  }
  std::size_t any_tick() { return static_cast<std::size_t>(below(static_cast<std::int64_t>(starts_.size()))); }
  // Between two ticks, not where the slot of a tick is late.
  Instant after(std::size_t tick) { return kNoon + Duration(starts_[tick] + jitter_ + 1 + below(tick_ - jitter_ - 1)); }
  Instant some_time() { return after(any_tick()); }
  // Anywhere.
  Instant in(std::size_t tick) { return kNoon + Duration(starts_[tick] + below(tick_)); }
  Instant before_all() { return kNoon + Duration(1 + below(tick_ - 1)); }

  // ---- who, and what was agreed ----

  void choose_partners() {
    worlds_.watched = {"XAA/coast_guard"};
    if (chance(30)) worlds_.watched.push_back("XBB/customs");
    worlds_.others = {"XAA/navy", "XCC/police"};
  }

  void declare_sources() {
    const auto source = [&](std::string name, std::set<std::string> to) {
      domain::Source made;
      made.name = std::move(name);
      made.originator = "GBR";
      made.label.policy = "test";
      made.label.level = chance(50) ? domain::Level::unclassified : domain::Level::restricted;
      made.label.releasable_to = std::move(to);
      made.label.purposes = {"law_enforcement_interdiction", "search_and_rescue", "fisheries"};
      made.label.originators = {"GBR"};
      worlds_.sources.push_back(std::move(made));
    };
    source("open", {"XAA", "XBB", "XCC"});
    source("coast", {"XAA/coast_guard", "XBB", "XCC"});
    source("secret", {"XAA/navy", "XCC"});
    source("deep", {});
    source("navy", {"XAA/navy"});
    std::vector<std::int64_t> order{kOpen, kCoast, kSecret, kDeepSecret, kOthers};
    std::ranges::shuffle(order, random_);
    std::int64_t at = 1;
    for (const std::int64_t number : order) {
      const bool secret = number >= kSecret;
      // The secret ones may be the business of one world, as long as they are known where they report.
      add(kNoon + Duration(at++), secret && chance(20) ? kWorldB : kBothWorlds, Act{What::declare, {}, {}, {}, number});
    }
  }

  std::string clause_text(const std::string& id, Clause& clause, const std::string& assurance, bool watched) {
    if (clause.types.empty()) clause.types = any(kTypes);
    const std::string types = quoted(clause.types);
    std::string purposes;
    for (const Purpose purpose : clause.purposes) {
      purposes += fmt::format("{}\"{}\"", purposes.empty() ? "" : ", ", release::name(purpose));
    }
    std::string text = fmt::format(
        "\n[[clause]]\nid = \"{}\"\neffect = \"permit\"\npurposes = [{}]\ntypes = [{}]\nacts = {}\n{}\nlevel = "
        "\"secret\"\nfields = [{}]\n",
        id, purposes, types, chance(85) ? R"(["push", "pull", "subscribe"])" : R"(["pull"])",
        clause.everywhere ? "everywhere = true" : "areas = [\"box\"]", any(kFields));
    if (chance(25)) text += fmt::format("grid_m = {}\n", 1000 * (1 + below(8)));
    if (chance(30))
      text += fmt::format("delay = \"{}s\"\n", std::max<std::int64_t>(1, (tick_ * (1 + below(5)) + below(900)) / 1000));
    if (chance(watched ? 60 : 40)) text += "obligations = [\"acknowledge\", \"delete_on_recall\"]\n";
    if (!assurance.empty() && !clause.survives && chance(70)) text += fmt::format("assurances = [\"{}\"]\n", assurance);
    if (clause.survives) text += "survives_stop = true\n";
    return text;
  }

  void adopt(const std::string& id, const std::vector<std::string>& parties, bool watched, unsigned worlds,
             Instant at) {
    const std::string assurance = chance(35) ? "word" : "";
    const bool expires = chance(10);
    std::string text =
        agreement_head(id, parties, expires ? to_rfc3339(some_time()) : "2030-01-01T00:00:00Z", !assurance.empty());
    std::string clauses;
    bool needs_box = false;
    for (std::int64_t n = chance(40) ? 2 : 1, i = 1; i <= n; ++i) {
      Clause clause;
      clause.everywhere = chance(50);
      clause.survives = chance(15);
      if (clause.survives) {
        clause.purposes = {Purpose::search_and_rescue};
      } else {
        clause.purposes = {any(kPurposes)};
        if (const Purpose more = any(kPurposes); more != clause.purposes[0] && chance(40))
          clause.purposes.push_back(more);
      }
      clauses += clause_text(fmt::format("c{}", i), clause, assurance, watched);
      needs_box = needs_box || !clause.everywhere;
      if (watched) agreed_.push_back(clause);
      if (!watched && std::ranges::find(clause.types, "lead") != clause.types.end()) {
        for (const Purpose purpose : clause.purposes) open_to_others_.push_back({parties[0], purpose, worlds});
      }
    }
    if (needs_box) {
      text += "\n[[area]]\nname = \"box\"\npolygon = [[49.9, -4.3], [49.9, -3.7], [50.13, -3.7], [50.13, -4.3]]\n";
    }
    add(at, worlds, Act{What::adopt, {}, {}, text + clauses, 0});
    if (assurance.empty()) return;
    for (const std::string& party : parties) {
      if (chance(15)) continue;
      const Instant from = chance(60) ? kNoon + Duration(starts_[0] - 1) : some_time();
      const std::int64_t length = 1 + below(tick_ * static_cast<std::int64_t>(starts_.size()));
      add(from, worlds, Act{What::assure, party, {}, id + "/word", lasting(from, length)});
      given_.push_back({party, id + "/word"});
    }
  }

  void agree() {
    // With others first, in one world or both: views then have other numbers.
    for (const std::string& other : worlds_.others) {
      if (chance(60))
        adopt(lower("w-" + std::string(release::state_of(other))), {other}, false, some_world(), before_all());
    }
    for (const std::string& partner : worlds_.watched) {
      const std::string id = "a-" + std::string(release::state_of(partner));
      std::vector<std::string> parties{partner};
      if (chance(20)) parties.push_back(worlds_.others[1]);
      const Instant begin = chance(80) ? before_all() : some_time();
      adopt(lower(id), parties, true, kBothWorlds, begin);
      begun_ = std::min(begun_, begin);
      if (!chance(25)) continue;
      const Instant more = some_time();
      adopt(lower(id) + "-more", {partner}, true, kBothWorlds, more);
      begun_ = std::min(begun_, more);
    }
    if (chance(8)) {
      add(some_time(), kBothWorlds,
          Act{What::withdraw, {}, {}, lower("a-" + std::string(release::state_of(worlds_.watched[0]))), 0});
    }
  }
  // ---- what partners ask ----

  void follow(const std::string& who, Purpose purpose, unsigned worlds, bool prompt) {
    const Instant begin = prompt ? after(0) : some_time();
    add(begin, worlds, Act{What::open, who, purpose, {}, -1});
    const std::int64_t lag = chance(70) ? 0 : 1 + below(4);
    for (std::size_t tick = 0; tick < starts_.size(); ++tick) {
      if (chance(lag == 0 ? 70 : 30)) add(after(tick), worlds, Act{What::hand_over, who, purpose, {}, lag});
      if (chance(8)) add(after(tick), worlds, Act{What::acknowledge_delivery, who, purpose, {}, 0});
      if (chance(4)) add(after(tick), worlds, Act{What::pull, who, purpose, {}, 0});
      if (chance(4)) {
        add(after(tick), worlds, Act{What::close, who, purpose, {}, 0});
        if (chance(80)) {
          const std::size_t again = std::min(tick + 1 + static_cast<std::size_t>(below(3)), starts_.size() - 1);
          add(after(again), worlds, Act{What::open, who, purpose, {}, below(6) - 1});
        }
      } else if (chance(2)) {
        add(after(tick), worlds, Act{What::open, who, purpose, {}, below(6) - 1});
      }
    }
  }

  void call() {
    for (const std::string& partner : worlds_.watched) {
      for (const Purpose purpose : kPurposes) {
        const bool agreed = std::ranges::any_of(
            agreed_, [&](const Clause& c) { return std::ranges::find(c.purposes, purpose) != c.purposes.end(); });
        if (agreed ? chance(85) : chance(20)) follow(partner, purpose, kBothWorlds, chance(80));
        if (chance(agreed ? 40 : 10)) add(some_time(), kBothWorlds, Act{What::pull, partner, purpose, {}, 0});
      }
      for (std::int64_t n = below(4); n > 0; --n) add(some_time(), kBothWorlds, Act{What::look, partner, {}, {}, 0});
      if (chance(15)) {
        // A word about what is somebody else's business.
        add(some_time(), kBothWorlds,
            Act{What::acknowledge_conditions, partner, {}, chance(50) ? "w-xcc/word" : "z-xcc/word", 0});
      }
      for (std::int64_t n = below(3); n > 0; --n) {
        static const std::vector<std::string> kAnswers{"seen", "confirmed", "refused"};
        add(some_time(), kBothWorlds, Act{What::acknowledge_recall, partner, {}, any(kAnswers), below(2)});
      }
    }
    for (const auto& [party, word] : given_) {
      const bool is_watched = std::ranges::find(worlds_.watched, party) != worlds_.watched.end();
      if (is_watched && chance(25))
        add(some_time(), kBothWorlds, Act{What::acknowledge_conditions, party, {}, word, 0});
    }
  }

  void stop() {
    for (const std::string& partner : worlds_.watched) {
      if (!chance(35)) continue;
      const std::size_t tick = any_tick();
      const bool whole = chance(60);
      const Instant at = after(tick);
      const std::uint32_t id =
          add(at, kBothWorlds, Act{What::order_stop, partner, any(kPurposes), whole ? "" : "purpose", 1});
      Instant until = kNoon + Duration(starts_.back() + tick_);
      if (chance(70)) {
        const std::size_t then = std::min(tick + 1 + static_cast<std::size_t>(below(4)), starts_.size() - 1);
        if (then > tick) {
          add(kNoon + Duration(starts_[then] + jitter_ + 1), kBothWorlds, Act{What::agree_first, partner, {}, {}, 1});
          until = kNoon + Duration(starts_[then] + jitter_ + 2);
          add(until, kBothWorlds, Act{What::agree_second, partner, {}, {}, 1});
        }
      }
      const bool all_stopped = whole && worlds_.watched.size() == 1 &&
                               std::ranges::none_of(agreed_, [](const Clause& c) { return c.survives; });
      if (all_stopped) stopped_.push_back({at, until, id});
    }
  }

  // ---- the sea ----

  static geo::Position place(std::int64_t vessel, Instant at, double away) {
    const double hours = std::chrono::duration<double, std::ratio<3600>>(at - kNoon).count();
    const double latitude = 50.0 + 0.05 * static_cast<double>(vessel) + away;
    return *geo::Position::from_degrees(latitude, std::clamp(-4.0 + hours * 0.2, -9.0, 9.0));
  }

  domain::Observation observe(std::uint32_t source, Instant at) {
    domain::Observation o;
    o.source = domain::SourceId(source);
    o.received_at = at;
    const std::int64_t vessel = below(vessels_);
    o.kind = chance(15) ? domain::TrackKind::class_b : domain::TrackKind::ship;
    o.mmsi = domain::Mmsi::from_number(232'000'001U + static_cast<std::uint32_t>(vessel));
    if (chance(40)) o.hearer = any(std::array<std::string_view, 4>{"2570001", "2570002", "2570003", "2570004"});
    if (chance(50)) o.transmission = random_() | 1;
    if (chance(85)) o.observed_at = at - Duration(chance(90) ? below(900) : below(400'000));
    const std::int64_t what = below(100);
    const double away = chance(88) ? static_cast<double>(below(100)) * 1e-6 : static_cast<double>(1 + below(4)) * 0.3;
    if (what < 62) {
      o.position = place(vessel, at, away);
      if (chance(70)) o.speed = Speed::knots(static_cast<double>(5 + below(10)));
      if (chance(70)) o.course = Course::degrees(static_cast<double>(below(360)));
      if (chance(30)) o.nav_status = static_cast<std::uint8_t>(below(9));
    } else if (what < 76) {
      o.claims.emplace();
      constexpr std::array<std::string_view, 4> kNames{"PETREL", "ALBATROSS", "SKUA", "GANNET"};
      if (chance(80)) o.claims->name = any(kNames);
      if (chance(40)) o.claims->call_sign = any(kNames).substr(0, 4);
      if (chance(30)) o.claims->imo = 9'074'729U + static_cast<std::uint32_t>(below(3));
      if (chance(20)) o.position = place(vessel, at, away);
    } else if (what < 82) {
      o.kind = domain::TrackKind::contact;
      o.mmsi.reset();
      o.sensor = domain::SensorKind::radar;
      o.target_number = static_cast<std::uint16_t>(1 + below(2));
      o.position = place(vessel, at, away);
      o.transmission = 0;
    } else if (what < 88) {
      // The station's own ship, with its number from its transponder.
      o.kind = domain::TrackKind::own_ship;
      o.position = place(vessel, at, away);
    } else if (what < 95) {
      o.kind = domain::TrackKind::own_ship;
      o.sensor = domain::SensorKind::own_navigation;
      o.mmsi.reset();
      o.position = place(vessels_, at, away);
      o.transmission = 0;
    } else {
      o.kind = domain::TrackKind::contact;
      o.mmsi.reset();
      o.sensor = domain::SensorKind::sighting;
      o.position = place(vessel, at, away);
      o.transmission = 0;
    }
    return o;
  }

  void watch_the_sea() {
    vessels_ = 1 + below(4);
    for (std::int64_t n = 15 + below(45); n > 0; --n) {
      const Instant at = chance(5) ? before_all() : in(any_tick());
      domain::Observation o = observe(chance(75) ? kOpen : kCoast, at);
      seen_.push_back(o);
      add(at, kBothWorlds, std::move(o));
      if (chance(8)) heard_again(seen_.back(), chance(50) ? kOpen : kCoast, kBothWorlds, 0);
    }
  }

  // One look of a radar: plots of the vessels, some missed, some false, and that it is over.
  void look(std::uint32_t source, Instant at, unsigned worlds, std::int64_t seen_of_ten) {
    const std::uint64_t number = ++looks_;
    const geo::Position site = place(0, kNoon, 0.02);
    // In every third sea a radar tells where it stands and sees vessels where they say that they are: from these its
    // own error is learnt.
    const bool learns = worlds_.seed % 3 == 0;
    for (std::int64_t vessel = 0; vessel <= vessels_; ++vessel) {
      if (below(10) >= seen_of_ten) continue;
      domain::Observation plot;
      plot.source = domain::SourceId(source);
      plot.sensor = domain::SensorKind::radar;
      plot.received_at = at;
      plot.observed_at = at;
      const double off = 0.0005 * static_cast<double>(below(3)), far = chance(90) ? 0.01 : 0.02;
      plot.position = place(vessel, at, learns ? off : off + far);
      plot.position_sigma = Length::metres(60);
      domain::Detection detection;
      detection.scan = number;
      if (learns) detection.seen_from = site;
      if (chance(20)) detection.seen_as = "skiff";
      plot.detection = std::make_shared<const domain::Detection>(std::move(detection));
      add(at, worlds, std::move(plot));
    }
    domain::Scan scan;
    scan.source = domain::SourceId(source);
    scan.number = number;
    scan.received_at = scan.at = at;
    scan.coverage.centre = site;
    scan.coverage.range_max = Length::kilometres(60);
    scan.detection_near = 0.9;
    scan.detection_far = 0.7;
    scan.false_plots = 0.1;
    add(at, worlds, std::move(scan));
  }

  // Some seas are under radar: that of a source which may be shared, and in one world one that may not.
  void sweep_the_sea() {
    if (!chance(35)) return;
    for (std::size_t tick = 0; tick < starts_.size(); ++tick) {
      if (chance(85)) look(chance(85) ? kOpen : kCoast, after(tick), kBothWorlds, 8);
      if (chance(60)) look(chance(60) ? kSecret : kDeepSecret, after(tick), some_world(), chance(50) ? 8 : 1);
    }
  }

  // The same transmission by another station, a moment later.
  void heard_again(domain::Observation o, std::uint32_t source, unsigned worlds, std::uint32_t needs) {
    const std::int64_t since = (o.received_at - kNoon).count();
    const std::int64_t left = tick_ - since % tick_ - 1;
    if (left < 1) return;
    o.received_at = o.received_at + Duration(1 + below(left));
    o.source = domain::SourceId(source);
    o.hearer = any(std::array<std::string_view, 3>{"2579001", "2579002", "2579003"});
    add(o.received_at, worlds, std::move(o), needs);
  }

  // ---- what one world knows ----

  bool never_of_type(domain::SensorKind sensor) const {
    const std::string type(release::name(release::object_type(sensor)));
    return std::ranges::none_of(agreed_, [&](const Clause& clause) {
      return std::ranges::any_of(clause.types, [&](const std::string& t) { return t == "observation" || t == type; });
    });
  }

  void keep_secrets() {
    const bool all_in_a_box = std::ranges::none_of(agreed_, &Clause::everywhere);
    for (std::int64_t n = 10 + below(40); n > 0; --n) {
      const unsigned worlds = some_world();
      const std::uint32_t secret = chance(60) ? kSecret : chance(50) ? kDeepSecret : kOthers;
      if (chance(20) && !seen_.empty()) {
        heard_again(any(seen_), secret, worlds, 0);
        continue;
      }
      const Instant at = in(any_tick());
      domain::Observation o = observe(secret, at);
      std::uint32_t needs = 0;
      if (chance(45)) {
        // From a source that may go to them, but not this.
        o.source = domain::SourceId(kOpen);
        const auto while_stopped =
            std::ranges::find_if(stopped_, [&](const Stopped& s) { return s.from < at && at <= s.until; });
        if (at <= begun_ && worlds_.watched.size() == 1) {
          // Nothing was agreed yet.
        } else if (while_stopped != stopped_.end()) {
          needs = while_stopped->id;
        } else if (all_in_a_box && o.position) {
          o.position = geo::Position::from_degrees(54.0 + static_cast<double>(below(20)) * 0.01, 3.0);
        } else if (!never_of_type(o.sensor)) {
          o.source = domain::SourceId(secret);
        }
      }
      add(at, worlds, std::move(o), needs);
    }
  }

  // A lead for an agency, from its draft on; how far it gets is drawn.
  void lead_for(const std::string& who, Purpose purpose, const std::string& to, unsigned worlds) {
    const std::int64_t number = ++leads_;
    const std::size_t tick = any_tick();
    const Instant at = after(tick);
    const std::int64_t length = chance(30) ? 1 + below(tick_ * 8) : tick_ * 10'000;
    add(at, worlds, Act{What::draft_lead, who, purpose, to, number, lasting(at, length)});
    if (chance(10)) return;
    const auto later = [&](std::size_t after_tick) {
      return std::min(after_tick + static_cast<std::size_t>(below(3)), starts_.size() - 1);
    };
    // In the order of the acts, whatever the moments of a tick are.
    const Instant asked = std::max(at, after(later(tick)));
    add(asked, worlds, Act{What::ask_lead, who, purpose, {}, number});
    if (chance(10)) return;
    const std::size_t then = later(tick);
    const Instant approved = std::max(asked, after(then));
    add(approved, worlds, Act{What::approve_lead, who, purpose, {}, number});
    if (chance(25)) add(std::max(approved, after(later(then))), worlds, Act{What::end_lead, who, purpose, {}, number});
  }

  // A request of home to an agency; how far it gets is drawn.
  void ask(const std::string& who, Purpose purpose, const std::string& how, unsigned worlds) {
    const std::int64_t number = ++asked_;
    const Instant at = some_time();
    add(at, worlds, Act{What::ask_partner, who, purpose, how, number});
    if (chance(25)) add(std::max(at, some_time()), worlds, Act{What::end_request, who, purpose, {}, number});
  }
  void answer_home(const std::string& who, unsigned worlds) {
    add(some_time(), worlds, Act{What::tell_step, who, {}, any(kSteps), 0});
  }

  std::string request_form() {
    return fmt::format(R"({{"kind":"information","text":"What of {}?","purpose":"{}"{}}})", below(9),
                       chance(90) ? release::name(any(kPurposes)) : "strike", chance(30) ? R"(,"acts":["board"])" : "");
  }

  void work_at_the_desk() {
    std::vector<Purpose> open;
    for (const Clause& clause : agreed_) {
      if (std::ranges::find(clause.types, "lead") != clause.types.end()) {
        open.insert(open.end(), clause.purposes.begin(), clause.purposes.end());
      }
    }
    for (const std::string& partner : worlds_.watched) {
      for (std::int64_t n = open.empty() ? 0 : below(5); n > 0; --n) lead_for(partner, any(open), partner, kBothWorlds);
      if (chance(30)) add(some_time(), kBothWorlds, Act{What::pull_leads, partner, any(kPurposes), {}, 0});
      if (!open.empty() && chance(50)) {
        add(some_time(), kBothWorlds, Act{What::pull_leads, partner, any(open), {}, 0});
      }
      if (chance(30)) add(some_time(), kBothWorlds, Act{What::report_use, partner, {}, {}, 0});
      for (std::int64_t n = below(3); n > 0; --n) {
        const Instant asked = some_time();
        add(asked, kBothWorlds, Act{What::tell_request, partner, {}, request_form(), 0});
        if (chance(70)) add(std::max(asked, some_time()), kBothWorlds, Act{What::answer_request, partner, {}, {}, n});
      }
      for (std::int64_t n = open.empty() ? 0 : below(4); n > 0; --n) ask(partner, any(open), "sent", kBothWorlds);
      for (std::int64_t n = below(4); n > 0; --n) answer_home(partner, kBothWorlds);
      // Of what home wrote down for itself, and of what may go to somebody else alone, they know nothing.
      if (chance(40)) ask(partner, any(kPurposes), chance(50) ? "kept" : "XBB/coast_guard", some_world());
      // One for them that its label lets nobody have: it is as if it were not there.
      if (chance(40)) lead_for(partner, any(kPurposes), "XBB/coast_guard", some_world());
    }
    for (const OpenTo& open_to : open_to_others_) {
      if (chance(50)) follow(open_to.who, open_to.purpose, open_to.worlds, true);
      for (std::int64_t n = below(3); n > 0; --n) lead_for(open_to.who, open_to.purpose, open_to.who, open_to.worlds);
    }
    for (const std::string& other : worlds_.others) {
      for (std::int64_t n = below(4); n > 0; --n) {
        const std::string to(chance(50) ? std::string_view(other) : release::state_of(other));
        lead_for(other, any(kPurposes), to, some_world());
      }
      if (chance(30)) {
        const unsigned worlds = some_world();
        const Instant asked = some_time();
        add(asked, worlds, Act{What::tell_request, other, {}, request_form(), 0});
        add(std::max(asked, some_time()), worlds, Act{What::answer_request, other, {}, {}, 1});
      }
      for (std::int64_t n = below(3); n > 0; --n) ask(other, any(kPurposes), "sent", some_world());
      if (chance(30)) answer_home(other, some_world());
      if (chance(20)) add(some_time(), some_world(), Act{What::report_use, other, {}, {}, 0});
      if (chance(20)) add(some_time(), some_world(), Act{What::pull_leads, other, any(kPurposes), {}, 0});
    }
  }

  void others_do_things() {
    for (const std::string& other : worlds_.others) {
      for (const Purpose purpose : kPurposes) {
        if (chance(35)) follow(other, purpose, some_world(), chance(60));
      }
      if (chance(30))
        adopt("z-" + lower(std::string(release::state_of(other))), {other}, false, some_world(), some_time());
      if (chance(40)) {
        const unsigned worlds = some_world();
        const std::size_t tick = any_tick();
        add(after(tick), worlds, Act{What::order_stop, other, {}, {}, 2});
        if (chance(60) && tick + 1 < starts_.size()) {
          add(after(tick + 1), worlds, Act{What::agree_first, other, {}, {}, 2});
          add(kNoon + Duration(starts_[tick + 1] + tick_ - 1), worlds, Act{What::agree_second, other, {}, {}, 2});
        }
      }
      if (chance(30)) add(some_time(), some_world(), Act{What::acknowledge_recall, other, {}, "seen", 0});
    }
    for (std::int64_t n = below(5); n > 0; --n) add(some_time(), some_world(), Act{What::note, {}, {}, {}, 0});
    if (chance(20)) add(some_time(), some_world(), Act{What::declare, {}, {}, {}, chance(50) ? kSecret : kOthers});
  }

  void end_slots() {
    end_tick(starts_.back() + tick_);
    for (std::int64_t n = below(40); n > 0; --n) worlds_.closings.emplace_back(in(any_tick()), some_world());
    std::ranges::sort(worlds_.closings);
  }

  struct Stopped {
    Instant from, until;
    std::uint32_t id;
  };
  std::mt19937_64 random_;
  PairedWorlds worlds_;
  std::int64_t tick_ = 500;
  std::int64_t jitter_ = 0;
  std::vector<std::int64_t> starts_;  // of ticks, ms after noon
  std::vector<Clause> agreed_;        // with the watched
  std::vector<std::pair<std::string, std::string>> given_;
  Instant begun_ = Instant::from_civil(2040, 1, 1);  // the first agreement with any of them
  std::vector<Stopped> stopped_;
  std::int64_t vessels_ = 1;
  std::vector<domain::Observation> seen_;
  std::uint64_t looks_ = 0;
  std::int64_t leads_ = 0;
  std::int64_t asked_ = 0;
  std::vector<OpenTo> open_to_others_;
};

}  // namespace

PairedWorlds draw_worlds(std::uint64_t seed) { return Draw(seed).worlds(); }

}  // namespace fairlead::testing
