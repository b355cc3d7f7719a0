// SPDX-License-Identifier: Apache-2.0
// dark_contact: sensors follow something that ought to be heard on AIS and is not.
//
// Definition: a contact without identity, seen `sightings_min` times over `duration_min`, while AIS of at least
// `others_min` other vessels was heard within `others_within`; and it made good `speed_min` over that time or measures
// `length_min`. Small slow craft carry no AIS by right, so they are none.
// Source: own; the matching of sensor to AIS follows the idea of Kroodsma et al. 2022 (silence only counts where others
// are heard). A contact that is a go-fast already is told once, as that.
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::dark_contact);

}  // namespace

void dark_contact(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const DarkContact& t = w.rules.dark_contact;
  if (m.ais || v.mmsi || v.kind != domain::TrackKind::contact) {
    if (v.open[kRule] != 0 && v.mmsi) {
      w.end_for(v, Rule::dark_contact, m.s.at, fmt::format("it is {} by AIS", words::who(v)));
    }
    v.contact = {};
    return;
  }
  v.contact.yes(m.s.at, *m.s.position, m.s.evidence, t.unseen_end);
  if (v.open[kRule] != 0 || v.open[static_cast<std::size_t>(Rule::go_fast)] != 0) return;
  if (v.contact.count < t.sightings_min || v.contact.length() < t.duration_min) return;
  if (!w.terms(Rule::dark_contact).in_force(m.s.at) || w.is_quiet(v, Rule::dark_contact)) return;
  const std::optional<Net> net = net_motion(v, t.duration_min, t.unseen_end);
  const std::optional<Length> length = length_of(v);
  const bool fast = net && net->knots() >= t.speed_min.in_knots();
  const bool large = length && *length >= t.length_min;
  if (!fast && !large) return;
  const std::int64_t bin = m.s.at.unix_ms() / Vessel::kBin.count();
  const std::uint32_t others = std::max(w.reception.others(*m.s.position, t.others_within, bin, false),
                                        w.reception.others(*m.s.position, t.others_within, bin - 1, false));
  if (others < t.others_min) return;
  std::vector<std::string> reasons;
  reasons.push_back(fmt::format("{} was seen {} times over {} by sensors and never heard on AIS", words::who(v),
                                v.contact.count, words::minutes(v.contact.length())));
  reasons.push_back(
      fmt::format("AIS of {} other vessels was heard within {} at the time", others, words::length(t.others_within)));
  if (fast) {
    reasons.push_back(fmt::format("it made good {} over {}: at least {}", words::knots(net->knots()),
                                  words::minutes(net->span), words::knots(t.speed_min)));
  }
  if (large)
    reasons.push_back(
        fmt::format("it measures {:.0f} m: at least {:.0f} m", length->in_metres(), t.length_min.in_metres()));
  w.open_for(v, {.rule = Rule::dark_contact,
                 .vessels = {&v},
                 .begins_at = v.contact.since,
                 .at = m.s.at,
                 .position = v.contact.begin,
                 .reasons = std::move(reasons),
                 .evidence = {v.contact.first, m.s.evidence},
                 .subject = {},
                 .priority = std::nullopt,
                 .again_within = std::nullopt});
}

void dark_contact_silent(World& w, Vessel& v, Instant now) {
  if (v.open[kRule] == 0 || !v.seen_at || now - *v.seen_at < w.rules.dark_contact.unseen_end) return;
  w.end_for(v, Rule::dark_contact, *v.seen_at, fmt::format("not seen since {}", words::when(*v.seen_at)));
}

}  // namespace fairlead::behaviour
