// SPDX-License-Identifier: Apache-2.0
#include "contact_views.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "leaks.hpp"
#include "motion.hpp"
#include "wire/canonical.hpp"

namespace fairlead::fusion {

namespace {

constexpr std::uint64_t kVersion = 2;  // 2: how many plots of a contact were shown
constexpr Duration kLookedLately = std::chrono::minutes(10);
// A sensor's clock may be ahead of ours by this much.
constexpr Duration kClockSlack = std::chrono::seconds(10);
const LateLooks kLateLooks{std::chrono::minutes(10), std::chrono::seconds(30), 50'000};
constexpr double kIsOne = 0.7;  // probability of an identity from which on two are one
constexpr std::size_t kScansWaitingMax = 64;
constexpr double kRadians = std::numbers::pi / 180.0;
constexpr double kMetresPerDegree = 111'120;

constexpr ViewMask lowest(ViewMask views) { return views & (~views + 1); }

Place place_of(geo::Position position) { return {position.longitude_degrees(), position.latitude_degrees()}; }

ErrorMatrix error_of(const domain::Observation& form) {
  const double sigma = std::max(1.0, form.position_sigma.in_metres());
  if (!form.detection || !form.detection->error) return {sigma * sigma, 0, sigma * sigma};
  const domain::ErrorEllipse& e = *form.detection->error;
  const double major = std::clamp(e.major.in_metres(), 1.0, 1e6), minor = std::clamp(e.minor.in_metres(), 1.0, 1e6);
  const double s = std::sin(e.orientation_degrees * kRadians), c = std::cos(e.orientation_degrees * kRadians);
  const double a = major * major, b = minor * minor;
  return {a * s * s + b * c * c, (a - b) * s * c, a * c * c + b * s * s};
}

Plot plot_of(const domain::Observation& form) {
  Plot plot;
  plot.at = std::min(form.at(), form.received_at + kClockSlack);
  plot.place = place_of(*form.position);
  plot.error = error_of(form);
  if (form.speed && form.course) {
    const double speed = form.speed->in_metres_per_second();
    const double course = form.course->in_degrees() * kRadians;
    if (std::isfinite(speed) && speed >= 0 && speed < 600) {
      plot.velocity = PlotVelocity{speed * std::sin(course), speed * std::cos(course), 0.5 + 0.05 * speed};
    }
  }
  if (form.mmsi) plot.mmsi = form.mmsi->number();
  if (form.detection && form.detection->seen_from) plot.seen_from = place_of(*form.detection->seen_from);
  plot.id = form.id;
  return plot;
}

// Counted on from the first corner, so that a polygon across 180 degrees is one piece: it may go beyond.
Place unwound(geo::Position corner, geo::Position first) {
  Place place = place_of(corner);
  if (place.east - first.longitude_degrees() > 180) place.east -= 360;
  if (place.east - first.longitude_degrees() < -180) place.east += 360;
  return place;
}

Region region_of(const domain::Coverage& coverage) {
  Region region;
  if (coverage.centre) region.centre = place_of(*coverage.centre);
  region.range_min = coverage.range_min.in_metres();
  region.range_max = coverage.range_max.in_metres();
  region.bearing_from = coverage.bearing_from_degrees;
  region.bearing_to = coverage.bearing_to_degrees;
  for (const geo::Position corner : coverage.ring) region.ring.push_back(unwound(corner, coverage.ring.front()));
  return region;
}

bool is_usable(const domain::Coverage& coverage) {
  return coverage.centre ? coverage.range_max > coverage.range_min : coverage.ring.size() >= 3;
}

// A box about what was looked at, with a margin for what comes in from outside.
geo::Box box_of(const domain::Coverage& coverage) {
  double south = 90, north = -90, west = 540, east = -540;
  const auto hold = [&](Place p) {
    south = std::min(south, p.north);
    north = std::max(north, p.north);
    west = std::min(west, p.east);
    east = std::max(east, p.east);
  };
  double margin = 3'000;
  if (coverage.centre) {
    hold(place_of(*coverage.centre));
    margin += std::min(1e7, coverage.range_max.in_metres());
  } else {
    for (const geo::Position corner : coverage.ring) hold(unwound(corner, coverage.ring.front()));
  }
  const double dy = margin / kMetresPerDegree;
  const double highest = std::min(89.0, std::max(std::abs(south), std::abs(north)) + dy);
  const double dx = dy / std::cos(highest * kRadians);
  const auto units = [](double degrees, std::int32_t most) {
    return static_cast<std::int32_t>(
        std::clamp(degrees * geo::kUnitsPerDegree, -static_cast<double>(most), static_cast<double>(most)));
  };
  geo::Box box;
  box.south = units(south - dy, geo::kLatitudeMax);
  box.north = units(north + dy, geo::kLatitudeMax);
  if (west - dx < -180 || east + dx > 180) return box;  // about the date line: all longitudes
  box.west = units(west - dx, geo::kLongitudeMax);
  box.east = units(east + dx, geo::kLongitudeMax);
  return box;
}

domain::ErrorEllipse ellipse_of(const ErrorMatrix& e) {
  const double mean = (e.east_east + e.north_north) / 2;
  const double half = (e.north_north - e.east_east) / 2;
  const double root = std::hypot(half, e.east_north);
  domain::ErrorEllipse ellipse;
  ellipse.major = Length::metres(std::sqrt(std::max(0.0, mean + root)));
  ellipse.minor = Length::metres(std::sqrt(std::max(0.0, mean - root)));
  double degrees = 0.5 * std::atan2(2 * e.east_north, 2 * half) / kRadians;
  if (degrees < 0) degrees += 180;
  ellipse.orientation_degrees = degrees;
  return ellipse;
}

// The plot that lies nearest, if it is near enough to have been one of it: `contact` as it is at `now`, the plots as it
// was when they were seen.
const Plot* nearest_plot(const Look& look, const ContactView& contact, Instant now) {
  const Plot* nearest = nullptr;
  double least = 3.5;  // standard deviations
  const double narrow = std::cos(contact.place.north * kRadians);
  for (const Plot& plot : look.plots) {
    const double ago = static_cast<double>((now - plot.at).count()) / 1000;
    const double east =
        (plot.place.east - contact.place.east) * kMetresPerDegree * narrow + contact.velocity_east * ago;
    const double north = (plot.place.north - contact.place.north) * kMetresPerDegree + contact.velocity_north * ago;
    const double drift = contact.velocity_sigma * ago;
    const double variance = plot.error.east_east + plot.error.north_north + contact.error.east_east +
                            contact.error.north_north + 2 * drift * drift;
    const double apart = std::hypot(east, north) / std::sqrt(std::max(1.0, variance / 2));
    if (apart >= least) continue;
    least = apart;
    nearest = &plot;
  }
  return nearest;
}

#ifdef FAIRLEAD_SEEDED_LEAKS
// What is told of a sensor's own error, off its plots.
void take_off(const std::vector<SourceView>& told, Look& look) {
  const auto source = std::ranges::find(told, look.source, &SourceView::source);
  if (source == told.end() || source->bias_plots == 0) return;
  for (Plot& plot : look.plots) {
    if (!plot.seen_from) continue;
    const double wide = kMetresPerDegree * std::cos(plot.seen_from->north * kRadians);
    const double east = (plot.place.east - plot.seen_from->east) * wide;
    const double north = (plot.place.north - plot.seen_from->north) * kMetresPerDegree;
    const double away = std::hypot(east, north);
    if (away < 1) continue;
    const double scale = 1 - source->range_bias_m / away, turn = source->bearing_bias_deg * kRadians;
    plot.place.east = plot.seen_from->east + scale * (east - turn * north) / wide;
    plot.place.north = plot.seen_from->north + scale * (north + turn * east) / kMetresPerDegree;
  }
}
#endif

// A sighting that nobody can fuse any more: where something was, and when.
Estimate history_of(const domain::Observation& form, const Plot& plot, ViewMask views) {
  constexpr std::uint64_t kHistory = 1ULL << 40;  // beside the numbers of contacts
  Estimate estimate;
  estimate.number = kHistory | form.id.number();
  estimate.views = views;
  estimate.source = form.source;
  estimate.sensor = form.sensor;
  estimate.at = plot.at;
  estimate.received = form.received_at;
  estimate.position = *form.position;
  estimate.sigma_m = std::sqrt((plot.error.east_east + plot.error.north_north) / 2);
  estimate.velocity_sigma = 1e3;
  if (plot.velocity) {
    estimate.velocity_east = plot.velocity->east;
    estimate.velocity_north = plot.velocity->north;
    estimate.velocity_sigma = plot.velocity->sigma;
  }
  domain::Fused fused;
  fused.existence = 1;
  fused.error = ellipse_of(plot.error);
  fused.seen_by.push_back({form.source, plot.at, 1});
  if (form.detection) fused.seen_as = form.detection->seen_as;
  fused.reasons.push_back(
      fmt::format("history: seen at {}, told at {}, more than {} minutes later; not fused with others",
                  to_rfc3339(plot.at), to_rfc3339(form.received_at), kLateLooks.horizon / std::chrono::minutes(1)));
  estimate.fused = std::make_shared<const domain::Fused>(std::move(fused));
  estimate.fed.push_back(form.id);
  return estimate;
}

ContactSettings settings() {
  ContactSettings all;
  all.useful_error_m = 5'000;  // a rough sighting is better than none
  all.late = kLateLooks;
  return all;
}

}  // namespace

ContactViews::ContactViews() { classes_.push_back({~ViewMask{0}, Contacts(settings()), {}, {}, {}, {}, {}}); }

bool ContactViews::is_plot(const domain::Observation& observation) {
  if (observation.mmsi || observation.target_number || !observation.position) return false;
  return observation.sensor == domain::SensorKind::radar || observation.sensor == domain::SensorKind::sighting;
}

template <class Visit>
void ContactViews::for_each_form(std::span<const Share> shares, Visit visit) {
  const std::size_t count = classes_.size();
  for (std::size_t i = 0; i < count; ++i) {
    // The form of each piece of this class; none for those who do not see it.
    std::vector<std::pair<ViewMask, std::size_t>> pieces;
    ViewMask rest = classes_[i].views;
    for (std::size_t s = 0; s < shares.size(); ++s) {
      const ViewMask seen = shares[s].form == nullptr ? 0 : classes_[i].views & shares[s].views;
      if (seen == 0) continue;
      rest &= ~seen;
      const auto same =
          std::ranges::find_if(pieces, [&](const auto& piece) { return shares[piece.second].form == shares[s].form; });
      if (same != pieces.end()) {
        same->first |= seen;
      } else {
        pieces.emplace_back(seen, s);
      }
    }
    if (pieces.empty()) continue;
    if (FL_LEAK(plots_associated_for_all)) pieces[0].first |= std::exchange(rest, 0);
    if (rest != 0) pieces.emplace_back(rest, kNobody);
    std::ranges::sort(pieces, {}, [](const auto& piece) { return lowest(piece.first); });
    for (std::size_t p = 1; p < pieces.size(); ++p) {
      Class copy = classes_[i];
      copy.views = pieces[p].first;
      classes_.push_back(std::move(copy));
    }
    classes_[i].views = pieces[0].first;
    const std::size_t first_copy = classes_.size() - (pieces.size() - 1);
    for (std::size_t p = 0; p < pieces.size(); ++p) {
      if (pieces[p].second != kNobody) visit(classes_[p == 0 ? i : first_copy + p - 1], *shares[pieces[p].second].form);
    }
  }
  if (classes_.size() != count) std::ranges::sort(classes_, {}, [](const Class& c) { return lowest(c.views); });
}

void ContactViews::take(const domain::Observation& received, std::span<const Share> shares,
                        std::vector<Estimate>& out) {
  (void)received;
  for_each_form(shares, [&](Class& of, const domain::Observation& form) {
    if (!form.position) return;
    Plot plot = plot_of(form);
    const std::uint64_t scan = form.detection ? form.detection->scan : 0;
    const std::string seen_as = form.detection ? form.detection->seen_as : std::string();
    if (scan != 0) {
      Waiting& waiting = of.waiting[{form.source.number(), scan}];
      waiting.sensor = form.sensor;
      if (!seen_as.empty()) waiting.seen_as[plot.id.number()] = seen_as;
      waiting.plots.push_back(std::move(plot));
      // Scans that never end would fill the memory.
      while (of.waiting.size() > kScansWaitingMax) of.waiting.erase(of.waiting.begin());
      return;
    }
    Look look;
    look.source = form.source;
    look.at = plot.at;
    look.plots.push_back(std::move(plot));
    // Somebody says so: it is believed, where a radar's plot needs others.
    if (form.sensor == domain::SensorKind::sighting) look.false_plots_per_m2 = 1e-15;
    std::map<std::uint64_t, std::string> words;
    if (!seen_as.empty()) words[form.id.number()] = seen_as;
    if (of.contacts.absorb(look) == Absorbed::history) {
      if (form.sensor == domain::SensorKind::sighting) {
        out.push_back(history_of(form, look.plots.front(), of.views));
        return;
      }
      of.contacts.absorb(look, Past::stays);
    }
    show(of, look, words, form.sensor, form.received_at, out);
  });
}

void ContactViews::hear(const domain::Observation& received, std::span<const Share> shares) {
  if (!received.position || !received.mmsi) return;
  const auto within = [&](const geo::Box& box) { return box.contains(*received.position); };
  if (std::ranges::none_of(looking_, within)) return;
  for_each_form(shares, [&](Class& of, const domain::Observation& form) {
    if (!form.position || !form.mmsi) return;
    const bool looked = std::ranges::any_of(of.looked, [&](const auto& entry) {
      return entry.second.first.contains(*form.position) && form.received_at - entry.second.second <= kLookedLately;
    });
    if (!looked) return;
    of.transmits[form.source.number()] = form.received_at;
    Look look;
    look.source = form.source;
    look.plots.push_back(plot_of(form));
    look.at = look.plots.front().at;
    of.contacts.absorb(look, Past::stays);
  });
}

void ContactViews::end_scan(const domain::Scan& scan, ViewMask views, std::vector<Estimate>& out) {
  if (!is_usable(scan.coverage)) return;
  const domain::Observation token;  // the same for all who see it
  const Share share{views, &token};
  const geo::Box box = box_of(scan.coverage);
  for_each_form({&share, 1}, [&](Class& of, const domain::Observation&) {
    Look look;
    look.source = scan.source;
    look.at = std::min(scan.at, scan.received_at + kClockSlack);
    look.region = region_of(scan.coverage);
    look.detection_near = scan.detection_near;
    look.detection_far = scan.detection_far;
    look.false_plots = scan.false_plots;
    domain::SensorKind sensor = domain::SensorKind::radar;
    std::map<std::uint64_t, std::string> words;
    if (const auto waiting = of.waiting.find({scan.source.number(), scan.number}); waiting != of.waiting.end()) {
      look.plots = std::move(waiting->second.plots);
      sensor = waiting->second.sensor;
      words = std::move(waiting->second.seen_as);
      of.waiting.erase(waiting);
    }
#ifdef FAIRLEAD_SEEDED_LEAKS
    const Class& home = classes_.front();
    if (FL_LEAK(bias_taught_by_withheld) && &of != &home) take_off(home.contacts.sources(), look);
#endif
    of.looked[scan.source.number()] = {box, scan.received_at};
    if (of.contacts.absorb(look) == Absorbed::history) return;
    show(of, look, words, sensor, scan.received_at, out);
  });
  gather_looking();
}

void ContactViews::gather_looking() {
  looking_.clear();
  for (const Class& one : classes_) {
    for (const auto& [source, where] : one.looked) {
      if (std::ranges::find(looking_, where.first) == looking_.end()) looking_.push_back(where.first);
    }
  }
}

// What changed in a class by a look.
void ContactViews::show(Class& of, const Look& look, const std::map<std::uint64_t, std::string>& words,
                        domain::SensorKind sensor, Instant received, std::vector<Estimate>& out) {
  const Instant now = of.contacts.now();
  const std::vector<ContactView> all = of.contacts.at(now);
  std::map<std::uint64_t, Seen> shown;
  for (const ContactView& contact : all) {
    const std::uint64_t number = contact.lasting_id;
    Seen newest{contact.seen_at, 0};
    for (const ContactView::Seen& by : contact.seen_by) newest.plots += by.plots;
    shown.emplace(number, newest);
    const auto before = of.shown.find(number);
    if (before != of.shown.end() && before->second == newest) continue;
    // Whom only transmitters' reports made is followed under its identity already.
    const bool by_sensor = std::ranges::any_of(
        contact.seen_by, [&](const ContactView::Seen& seen) { return !of.transmits.contains(seen.source.number()); });
    if (!by_sensor) continue;
    Estimate estimate;
    estimate.number = number;
    estimate.views = of.views;
    estimate.source = look.source;
    estimate.sensor = sensor;
    estimate.at = now;
    estimate.received = received;
    const auto position = geo::Position::from_degrees(contact.place.north, contact.place.east);
    if (!position) continue;
    estimate.position = *position;
    estimate.sigma_m = std::sqrt(std::max(0.0, (contact.error.east_east + contact.error.north_north) / 2));
    estimate.velocity_east = contact.velocity_east;
    estimate.velocity_north = contact.velocity_north;
    estimate.velocity_sigma = contact.velocity_sigma;
    domain::Fused fused;
    fused.existence = contact.existence;
#ifdef FAIRLEAD_SEEDED_LEAKS
    for (const ContactView& home : classes_.front().contacts.at(now)) {
      const double apart = std::hypot(home.place.east - contact.place.east, home.place.north - contact.place.north);
      if (apart > 0.01) continue;
      if (FL_LEAK(existence_of_home)) fused.existence = home.existence;
      if (FL_LEAK(contact_of_home)) {
        estimate.position = geo::Position::from_degrees(home.place.north, home.place.east).value_or(*position);
      }
    }
#endif
    fused.error = ellipse_of(contact.error);
    for (const ContactView::Seen& seen : contact.seen_by) fused.seen_by.push_back({seen.source, seen.at, seen.plots});
    if (const Plot* plot = nearest_plot(look, contact, now)) {
      estimate.fed.push_back(plot->id);
      if (const auto word = words.find(plot->id.number()); word != words.end()) of.seen_as[number] = word->second;
      if (now - plot->at > kLateLooks.slack) {
        if (const auto then = geo::Position::from_degrees(plot->place.north, plot->place.east)) {
          estimate.earlier = {plot->at, *then};
        }
      }
    }
    if (const auto word = of.seen_as.find(number); word != of.seen_as.end()) fused.seen_as = word->second;
    if (contact.mmsi != 0) {
      const bool is_one = contact.mmsi_probability >= kIsOne;
      fused.reasons.push_back(fmt::format("{} MMSI {:09}: probability {:.2f}",
                                          is_one ? "one with" : "perhaps one with, kept apart from", contact.mmsi,
                                          contact.mmsi_probability));
      if (is_one) estimate.mmsi = domain::Mmsi::from_number(contact.mmsi);
    }
    for (std::string& reason : of.contacts.reasons(contact.id)) fused.reasons.push_back(std::move(reason));
    estimate.fused = std::make_shared<const domain::Fused>(std::move(fused));
    out.push_back(std::move(estimate));
  }
  for (const auto& [id, seen] : of.shown) {
    if (shown.contains(id)) continue;
    Estimate ended;
    ended.number = id;
    ended.views = of.views;
    ended.at = now;
    ended.received = received;
    ended.ended = true;
    out.push_back(std::move(ended));
    of.seen_as.erase(id);
  }
  of.shown = std::move(shown);
}

void ContactViews::forget(ViewMask views) {
  bool changed = false;
  for (Class& one : classes_) {
    changed = changed || (one.views & views) != 0;
    one.views &= ~views;
  }
  if (!changed) return;
  std::erase_if(classes_, [](const Class& one) { return one.views == 0; });
  // They begin anew, together.
  classes_.push_back({views, Contacts(settings()), {}, {}, {}, {}, {}});
  std::ranges::sort(classes_, {}, [](const Class& one) { return lowest(one.views); });
}

namespace {

void write_plot(wire::ByteWriter& out, const Plot& plot) {
  out.instant(plot.at);
  for (const double value :
       {plot.place.east, plot.place.north, plot.error.east_east, plot.error.east_north, plot.error.north_north}) {
    out.real(value);
  }
  out.optional(plot.velocity, [&](const PlotVelocity& v) {
    for (const double value : {v.east, v.north, v.sigma}) out.real(value);
  });
  out.varint(plot.mmsi);
  out.optional(plot.seen_from, [&](const Place& p) {
    out.real(p.east);
    out.real(p.north);
  });
  out.varint(plot.id.number());
}

double read_finite(wire::ByteReader& in) {
  const double value = in.real();
  if (!std::isfinite(value)) in.fail();
  return in.ok() ? value : 0.0;
}

Plot read_plot(wire::ByteReader& in) {
  Plot plot;
  plot.at = read_instant(in);
  for (double* value :
       {&plot.place.east, &plot.place.north, &plot.error.east_east, &plot.error.east_north, &plot.error.north_north}) {
    *value = read_finite(in);
  }
  plot.velocity = in.optional([&] {
    PlotVelocity v;
    for (double* value : {&v.east, &v.north, &v.sigma}) *value = read_finite(in);
    return v;
  });
  plot.mmsi = in.number<std::uint32_t>();
  plot.seen_from = in.optional([&] {
    Place p;
    p.east = read_finite(in);
    p.north = read_finite(in);
    return p;
  });
  plot.id = domain::ObservationId(in.varint());
  return plot;
}

void write_box(wire::ByteWriter& out, const geo::Box& box) {
  for (const std::int32_t side : {box.west, box.south, box.east, box.north}) out.zigzag(side);
}
geo::Box read_box(wire::ByteReader& in) {
  geo::Box box;
  for (std::int32_t* side : {&box.west, &box.south, &box.east, &box.north}) {
    *side = static_cast<std::int32_t>(in.zigzag());
  }
  return box;
}

void write_words(wire::ByteWriter& out, const std::map<std::uint64_t, std::string>& words) {
  out.varint(words.size());
  for (const auto& [number, word] : words) {
    out.varint(number);
    out.text(word);
  }
}
std::map<std::uint64_t, std::string> read_words(wire::ByteReader& in) {
  std::map<std::uint64_t, std::string> words;
  for (std::size_t n = in.count(2); n > 0 && in.ok(); --n) {
    const std::uint64_t number = in.varint();
    words[number] = in.text();
  }
  return words;
}

}  // namespace

void ContactViews::save(wire::ByteWriter& out) const {
  out.varint(kVersion);
  out.varint(classes_.size());
  for (const Class& one : classes_) {
    out.varint(one.views);
    one.contacts.save(out);
    out.varint(one.waiting.size());
    for (const auto& [key, waiting] : one.waiting) {
      out.varint(key.first);
      out.varint(key.second);
      out.u8(static_cast<std::uint8_t>(waiting.sensor));
      out.varint(waiting.plots.size());
      for (const Plot& plot : waiting.plots) write_plot(out, plot);
      write_words(out, waiting.seen_as);
    }
    out.varint(one.shown.size());
    for (const auto& [id, seen] : one.shown) {
      out.varint(id);
      out.instant(seen.at);
      out.varint(seen.plots);
    }
    write_words(out, one.seen_as);
    out.varint(one.looked.size());
    for (const auto& [source, where] : one.looked) {
      out.varint(source);
      write_box(out, where.first);
      out.instant(where.second);
    }
    out.varint(one.transmits.size());
    for (const auto& [source, at] : one.transmits) {
      out.varint(source);
      out.instant(at);
    }
  }
}

Result<void> ContactViews::load(wire::ByteReader& in) {
  const std::uint64_t version = in.varint();
  if (version == 0 || version > kVersion) in.fail();
  classes_.clear();
  ViewMask all = 0;
  for (std::size_t n = in.count(4); n > 0 && in.ok(); --n) {
    Class one;
    one.views = in.varint();
    if (one.views == 0 || (one.views & all) != 0) in.fail();
    all |= one.views;
    FL_TRY(one.contacts, Contacts::restore(in, settings()));
    for (std::size_t m = in.count(5); m > 0 && in.ok(); --m) {
      const auto source = in.number<std::uint32_t>();
      const std::uint64_t scan = in.varint();
      Waiting& waiting = one.waiting[{source, scan}];
      const std::uint8_t sensor = in.u8();
      if (sensor > static_cast<std::uint8_t>(domain::SensorKind::sighting)) in.fail();
      waiting.sensor = static_cast<domain::SensorKind>(sensor);
      for (std::size_t p = in.count(8); p > 0 && in.ok(); --p) waiting.plots.push_back(read_plot(in));
      waiting.seen_as = read_words(in);
    }
    for (std::size_t m = in.count(2); m > 0 && in.ok(); --m) {
      const std::uint64_t id = in.varint();
      one.shown[id].at = read_instant(in);
      if (version >= 2) one.shown[id].plots = in.varint();
    }
    one.seen_as = read_words(in);
    for (std::size_t m = in.count(6); m > 0 && in.ok(); --m) {
      const auto source = in.number<std::uint32_t>();
      const geo::Box box = read_box(in);
      one.looked[source] = {box, read_instant(in)};
    }
    for (std::size_t m = in.count(2); m > 0 && in.ok(); --m) {
      const auto source = in.number<std::uint32_t>();
      one.transmits[source] = read_instant(in);
    }
    classes_.push_back(std::move(one));
  }
  gather_looking();
  if (!in.ok() || all != ~ViewMask{0}) return fail(ErrorCode::corrupt, "a snapshot of contacts that cannot be read");
  return {};
}

}  // namespace fairlead::fusion
