// SPDX-License-Identifier: Apache-2.0
// The files of a world.
#include "world_files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "testing/world.hpp"
#include "units/instant.hpp"
#include "world_ais.hpp"

namespace fairlead::testing {

void append_fixed_number(std::string& out, double value, int decimals) {
  static constexpr std::array<double, 8> kPowers = {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7};
  const auto whole = std::llround(value * kPowers[static_cast<std::size_t>(decimals)]);
  append_fixed(out, whole, decimals);
}

void Writer::number(std::string_view key, double value, int decimals) {
  name(key);
  append_fixed_number(out_, value, decimals);
}

namespace {

// A moment in the sea's own words.
std::string time_of(const WorldOptions& options, std::int64_t ms) {
  return to_rfc3339(Instant::from_unix_ms(options.start * 1000 + ms));
}

void add_place(Writer& line, const Frame& frame, Spot spot) {
  const Degrees place = frame.to_degrees(spot);
  line.number("lat", place.latitude, 7);
  line.number("lon", place.longitude, 7);
}

// Everything that comes in order of time: looks and AIS reports, each of which is a scan of its own.
struct Entry {
  std::int64_t at = 0;
  const Look* look = nullptr;
  std::size_t first = 0, last = 0;  // of its plots
  const Heard* heard = nullptr;
};

std::vector<Entry> entries_of(const Looks& looks) {
  std::vector<Entry> entries;
  std::size_t next = 0;
  for (std::size_t i = 0; i < looks.looks.size(); ++i) {
    Entry entry{looks.looks[i].at, &looks.looks[i], next, next, nullptr};
    while (entry.last < looks.seen.size() && looks.seen[entry.last].look == i) ++entry.last;
    next = entry.last;
    entries.push_back(entry);
  }
  for (const Heard& heard : looks.heard) entries.push_back({heard.at, nullptr, 0, 0, &heard});
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.at < b.at; });
  return entries;
}

struct Tables {
  std::string detections, labels, scans, eval;
};

class Files {
 public:
  Files(const Scene& scene, const WorldOptions& options, const std::string& folder)
      : scene_(scene), options_(options), folder_(folder), looks_(look_at(scene)), entries_(entries_of(looks_)) {}

  WorldFiles make(WorldCounts* counts) {
    tracking_form();
    plots();
    files_["truth.jsonl"] = truth();
    files_["behaviours.jsonl"] = behaviours();
    if (!looks_.heard.empty()) files_["ais.nmea"] = ais_sentences(scene_, looks_, options_.start);
    if (const auto own = self_reports(); !own.empty()) files_["partner.jsonl"] = own;
    files_["scenario.json"] = manifest();
    files_["fairlead.toml"] = configuration();
    if (counts != nullptr) {
      counts->vessels = scene_.vessels.size();
      counts->looks = looks_.looks.size();
      counts->plots = looks_.seen.size();
      counts->false_plots = clutter();
      counts->ais_reports = looks_.heard.size();
      counts->behaviours = scene_.behaviours.size();
    }
    return std::move(files_);
  }

 private:
  std::uint64_t clutter() const {
    return static_cast<std::uint64_t>(std::ranges::count(looks_.seen, -1, &Seen::label));
  }
  double sigma_of(const Look& look) const {
    const SensorAbout& about = looks_.sensors[look.sensor];
    if (about.form == SensorForm::area) return scene_.radars[about.index].sigma;
    return about.index < scene_.patrols.size() ? scene_.patrols[about.index].sigma
                                               : scene_.passes[about.index - scene_.patrols.size()].sigma;
  }

  // The form of the tracking scenarios: detections with labels beside them.
  void tracking_form() {
    std::string& out = files_["detections.jsonl"];
    std::string& labels = files_["labels.jsonl"];
    std::int64_t scan = 0;
    for (const Entry& entry : entries_) {
      if (entry.heard != nullptr) {
        tracking_ais(out, *entry.heard, scan);
        append_number(labels, entry.heard->vessel);
        labels += '\n';
      }
      for (std::size_t i = entry.first; i < entry.last; ++i) {
        tracking_plot(out, *entry.look, looks_.seen[i], scan);
        append_number(labels, looks_.seen[i].label);
        labels += '\n';
      }
      ++scan;
    }
  }
  void tracking_common(Writer& line, std::int64_t at, std::int64_t scan, std::string_view sensor, Spot spot) {
    line.number("t", static_cast<double>(at) / 1000, 3);
    line.whole("scan", scan);
    line.text("sensor", sensor);
    line.number("x", spot.x, 2);
    line.number("y", spot.y, 2);
    add_place(line, scene_.frame, spot);
  }
  void tracking_plot(std::string& out, const Look& look, const Seen& seen, std::int64_t scan) {
    Writer line(out);
    const SensorAbout& about = looks_.sensors[look.sensor];
    tracking_common(line, seen.at, scan, about.id, seen.spot);
    if (about.form == SensorForm::polar) {
      const Radar& r = scene_.radars[about.index];
      line.number("r", seen.range, 2);
      line.number("b", seen.bearing, 4);
      line.number("sr", r.sigma_range, 1);
      line.number("sb", r.sigma_bearing, 2);
    } else {
      line.number("sigma", sigma_of(look), 1);
    }
    line.end();
  }
  void tracking_ais(std::string& out, const Heard& heard, std::int64_t scan) {
    Writer line(out);
    tracking_common(line, heard.at, scan, "AIS", heard.spot);
    line.whole("mmsi", heard.mmsi);
    line.number("sigma", 10, 1);
    line.number("sog_kn", heard.speed / kMetresPerSecondPerKnot, 1);
    line.number("cog_deg", heard.course, 1);
    line.end();
  }

  // Plots of each sensor, each look closed by what it looked at.
  void plots() {
    for (const SensorAbout& about : looks_.sensors) {
      if (about.form != SensorForm::ais) begin_file(files_[file_of(about)]);
    }
    for (const Entry& entry : entries_) {
      if (entry.look == nullptr) continue;
      const SensorAbout& about = looks_.sensors[entry.look->sensor];
      std::string& out = files_[file_of(about)];
      for (std::size_t i = entry.first; i < entry.last; ++i) plot(out, about, *entry.look, looks_.seen[i]);
      coverage(out, *entry.look);
    }
  }
  static std::string file_of(const SensorAbout& about) {
    return (about.form == SensorForm::sighting ? "sightings-" : "plots-") + to_lower(about.id) + ".jsonl";
  }
  // So that all files of a replay begin at the same moment.
  void begin_file(std::string& out) const {
    Writer line(out);
    line.text("time", time_of(options_, 0));
    line.end();
  }

  void plot(std::string& out, const SensorAbout& about, const Look& look, const Seen& seen) const {
    Writer line(out);
    line.text("time", time_of(options_, seen.at));
    line.text("sensor", about.form == SensorForm::sighting ? "sighting" : "radar");
    line.text("source", about.id);
    line.whole("scan", look.number);
    add_place(line, scene_.frame, seen.spot);
    if (about.form == SensorForm::polar) {
      const Radar& r = scene_.radars[about.index];
      line.object("seen_from");
      add_place(line, scene_.frame, r.site);
      line.close();
      line.number("range_sigma", r.sigma_range, 1);
      line.number("bearing_sigma", r.sigma_bearing, 2);
    } else {
      line.number("sigma", sigma_of(look), 1);
    }
    if (seen.length > 0) line.number("length", seen.length, 0);
    if (seen.recognised && seen.label > 0) {
      const std::string& kind = scene_.vessel(seen.label).kind;
      line.text("kind", kind == "gofast" ? "go-fast" : kind == "mother" ? "supply vessel" : kind);
      if (seen.at % 3 == 0)
        line.text("photo", fmt::format("{}/{}.jpg", to_lower(about.id), seen.at / 1000 * 100 + seen.label));
    }
    line.end();
  }
  void coverage(std::string& out, const Look& look) const {
    Writer line(out);
    line.whole("scan", look.number);
    line.text("at", time_of(options_, look.at));
    line.object("coverage");
    if (look.range > 0) {
      line.object("centre");
      add_place(line, scene_.frame, look.centre);
      line.close();
      line.number("range", look.range, 0);
    } else {
      line.list("ring");
      for (const Spot corner : look.ring) {
        line.item();
        add_place(line, scene_.frame, corner);
        line.close();
      }
      line.close_list();
    }
    line.close();
    line.object("detection_probability");
    line.number("near", look.near, 3);
    line.number("far", look.far, 3);
    line.close();
    line.number("false_plots", look.clutter, 1);
    line.end();
  }

  // A partner's vessel that tells where it is.
  std::string self_reports() const {
    std::string out;
    WorldRandom random(scene_.seed, 0x9A7);
    for (double t = 0; t < scene_.duration; t += 60) {
      for (const Vessel& v : scene_.vessels) {
        if (!v.reports_itself || !v.track.alive(t)) continue;
        const Track::State state = v.track.at(t);
        const auto at = static_cast<std::int64_t>(std::llround(t * 1000));
        Writer line(out);
        line.text("time", time_of(options_, at));
        line.text("sensor", "own report");
        line.text("source", "PARTNER");
        add_place(line, scene_.frame, state.spot + Spot{random.normal() * 10, random.normal() * 10});
        line.number("sigma", 15, 1);
        line.number("course", length_of(state.velocity) > 0.1 ? course_between({}, state.velocity) : 0, 1);
        line.number("speed", length_of(state.velocity), 2);
        line.text("kind", "patrol vessel");
        line.whole("mmsi", v.identity.mmsi);
        line.text("name", v.identity.name);
        line.end();
      }
    }
    return out;
  }

  std::vector<std::int64_t> moments() const {
    std::vector<std::int64_t> list;
    for (const Look& look : looks_.looks) {
      const SensorAbout& about = looks_.sensors[look.sensor];
      const bool radar = about.form == SensorForm::polar || about.form == SensorForm::area;
      if (radar && scene_.radars[about.index].scores) list.push_back(look.at);
    }
    if (scene_.judged_every > 0) {
      for (double t = scene_.judged_every; t < scene_.duration; t += scene_.judged_every) {
        list.push_back(static_cast<std::int64_t>(std::llround(t * 1000)));
      }
    }
    std::ranges::sort(list);
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
  }

  std::string truth() {
    std::string out;
    truth_rows_ = 0;
    for (const std::int64_t at : moments()) {
      const double t = static_cast<double>(at) / 1000;
      for (const Vessel& v : scene_.vessels) {
        if (!v.track.alive(t)) continue;
        const Track::State state = v.track.at(t);
        if (!scene_.inside(state.spot)) continue;
        Writer line(out);
        line.number("t", t, 3);
        line.whole("id", v.id);
        line.text("kind", v.kind);
        line.number("x", state.spot.x, 2);
        line.number("y", state.spot.y, 2);
        line.number("vx", state.velocity.x, 3);
        line.number("vy", state.velocity.y, 3);
        add_place(line, scene_.frame, state.spot);
        if (v.identity.mmsi != 0) line.whole("mmsi", v.identity.mmsi);
        line.end();
        ++truth_rows_;
      }
    }
    return out;
  }

  std::string behaviours() const {
    std::string out;
    for (const Behaviour& b : scene_.behaviours) {
      Writer line(out);
      line.text("rule", b.rule);
      line.list("vessels");
      for (const std::int64_t id : b.vessels) line.element(id);
      line.close_list();
      line.list("mmsi");
      for (const std::int64_t id : b.vessels) {
        const Vessel& v = scene_.vessel(id);
        if (v.identity.mmsi != 0) line.element(v.identity.mmsi);
        if (v.new_identity.mmsi != 0) line.element(v.new_identity.mmsi);
      }
      line.close_list();
      line.text("begins_at", time_of(options_, std::llround(b.begins * 1000)));
      line.text("ends_at", time_of(options_, std::llround(b.ends * 1000)));
      add_place(line, scene_.frame, b.spot);
      line.list("path");  // where each of them was, every ten minutes: contacts have no identity to match by
      for (const std::int64_t id : b.vessels) {
        for (double t = b.begins; t <= b.ends; t += 600) {
          const Vessel& v = scene_.vessel(id);
          if (!v.track.alive(t)) continue;
          line.item();
          line.text("at", time_of(options_, std::llround(t * 1000)));
          add_place(line, scene_.frame, v.track.at(t).spot);
          line.close();
        }
      }
      line.close_list();
      if (b.optional) line.flag("optional", true);
      line.text("about", b.about);
      line.end();
    }
    return out;
  }

  void sensor(Writer& line, const SensorAbout& about) const {
    line.item();
    line.text("id", about.id);
    switch (about.form) {
      case SensorForm::area: {
        const Radar& r = scene_.radars[about.index];
        line.text("type", "xy");
        line.number("period_s", r.period, 2);
        line.number("pd", r.near, 3);
        line.number("pd_small", r.near * r.small_factor, 3);
        line.number("sigma_m", r.sigma, 1);
        line.number("clutter_per_scan", r.clutter, 1);
        line.real("clutter_density_per_m2", r.clutter / ((scene_.east - scene_.west) * (scene_.north - scene_.south)));
        break;
      }
      case SensorForm::polar: {
        const Radar& r = scene_.radars[about.index];
        line.text("type", "polar");
        line.number("period_s", r.period, 2);
        line.number("offset_s", r.offset, 2);
        line.number("x", r.site.x, 2);
        line.number("y", r.site.y, 2);
        line.number("range_max_m", r.range, 0);
        line.text("pd", fmt::format("{}-{}*(r/rmax)^2, times {} for small boats", fixed(r.near, 2),
                                    fixed(r.near - r.far, 2), fixed(r.small_factor, 2)));
        line.number("sigma_range_m", r.sigma_range, 1);
        line.number("sigma_bearing_deg", r.sigma_bearing, 2);
        line.number("clutter_per_scan", r.clutter, 1);
        line.real("clutter_density_per_m2", r.clutter / (std::numbers::pi * r.range * r.range));
        break;
      }
      case SensorForm::sighting: {
        line.text("type", "sighting");
        if (about.index < scene_.patrols.size()) {
          const Patrol& p = scene_.patrols[about.index];
          line.number("period_s", p.period, 2);
          line.number("footprint_radius_m", p.footprint, 0);
          line.number("p_see", p.chance, 3);
          line.number("sigma_m", p.sigma, 1);
        } else {
          const SatellitePass& p = scene_.passes[about.index - scene_.patrols.size()];
          line.number("p_see", p.chance_small, 3);
          line.number("sigma_m", p.sigma, 1);
          line.number("clutter_per_scan", p.clutter, 1);
        }
        break;
      }
      case SensorForm::ais:
        line.text("type", "ais");
        line.number("sigma_m", 10, 1);
        line.text("note", "each report is its own scan; a report identifies its sender (mmsi)");
        break;
    }
    line.close();
  }
  static std::string fixed(double value, int decimals) {
    std::string text;
    append_fixed_number(text, value, decimals);
    return text;
  }

  std::string manifest() {
    std::string out;
    Writer line(out);
    line.text("name", scene_.name);
    line.text("about", scene_.about);
    line.whole("seed", static_cast<std::int64_t>(scene_.seed));
    line.object("origin");
    line.number("lat", scene_.frame.origin().latitude, 7);
    line.number("lon", scene_.frame.origin().longitude, 7);
    line.close();
    line.number("sphere_radius_m", kSphereRadius, 4);
    line.object("area_m");
    line.list("x");
    line.element_number(scene_.west, 1);
    line.element_number(scene_.east, 1);
    line.close_list();
    line.list("y");
    line.element_number(scene_.south, 1);
    line.element_number(scene_.north, 1);
    line.close_list();
    line.close();
    line.text("starts_at", time_of(options_, 0));
    line.number("duration_s", scene_.duration, 1);
    std::map<std::string, std::int64_t> kinds;
    for (const Vessel& v : scene_.vessels) ++kinds[v.kind];
    line.object("targets");
    line.whole("total", static_cast<std::int64_t>(scene_.vessels.size()));
    line.object("by_kind");
    for (const auto& [kind, count] : kinds) line.whole(kind, count);
    line.close();
    line.close();
    line.list("sensors");
    for (const SensorAbout& about : looks_.sensors) sensor(line, about);
    line.close_list();
    line.whole("detections", static_cast<std::int64_t>(looks_.seen.size() + looks_.heard.size()));
    line.whole("clutter_detections", static_cast<std::int64_t>(clutter()));
    line.whole("truth_rows", truth_rows_);
    line.list("eval_times");
    for (const std::int64_t at : moments()) line.element_number(static_cast<double>(at) / 1000, 3);
    line.close_list();
    line.object("gospa");
    line.number("c_m", scene_.cut_off, 1);
    line.whole("p", 2);
    line.whole("alpha", 2);
    line.close();
    line.object("sha256");
    for (const char* name : {"detections.jsonl", "labels.jsonl", "truth.jsonl"}) {
      line.text(name, hex(sha256(files_[name])));
    }
    line.close();
    line.list("scans");
    std::int64_t scan = 0;
    for (const Entry& entry : entries_) {
      line.row();
      line.element(scan++);
      line.element_number(static_cast<double>(entry.at) / 1000, 3);
      line.element_text(entry.look != nullptr ? looks_.sensors[entry.look->sensor].id : "AIS");
      line.close_list();
    }
    line.close_list();
    line.end();
    return out;
  }

  // The sources of this world, replayed at one speed. Labels say what could go to partners.
  std::string configuration() const {
    std::string out = fmt::format(
        "# Plays `{}`, seed {}: fairlead serve --config THIS_FILE\n# Times are recorded times; {} s of them pass in a "
        "second.\n",
        scene_.name, scene_.seed, fixed(options_.speed, 0));
    const auto source = [&](std::string_view file, std::string_view name, std::string_view format,
                            std::string_view originator, std::string_view level) {
      out += fmt::format("\n[[source]]\nname = \"{}\"\nurl = \"file:{}?speed={}&format={}\"\noriginator = \"{}\"\n",
                         name, escaped(file), fixed(options_.speed, 0), format, originator);
      out += fmt::format("label = {{ level = \"{}\" }}\n", level);
    };
    for (const auto& [file, text] : files_) {
      if (file == "ais.nmea") source(file, "ais", "nmea", "HOME", "unclassified");
      if (file == "partner.jsonl") source(file, "partner-vessel", "detections", "PARTNER", "restricted");
      const bool plots = file.starts_with("plots-"), sightings = file.starts_with("sightings-");
      if (plots || sightings) {
        const auto begin = file.find('-') + 1;
        source(file, file.substr(begin, file.rfind('.') - begin), "detections", "HOME",
               plots ? "restricted" : "confidential");
      }
    }
    return out;
  }
  // The path in a URL.
  std::string escaped(std::string_view file) const {
    std::string out;
    for (const char c : folder_.empty() ? std::string(file) : folder_ + "/" + std::string(file)) {
      if (c == '%' || c == '?' || c == '&' || c == ' ' || c == '"' || c == '\\' || c == '#') {
        out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
      } else {
        out += c;
      }
    }
    return out;
  }

  const Scene& scene_;
  const WorldOptions& options_;
  const std::string& folder_;
  Looks looks_;
  std::vector<Entry> entries_;
  WorldFiles files_;
  std::int64_t truth_rows_ = 0;
};

}  // namespace

Result<WorldFiles> make_world(const WorldOptions& options, const std::string& folder, WorldCounts* counts) {
  const auto known = world_scenarios();
  if (std::ranges::find(known, options.scenario) == known.end()) {
    const auto near = nearest_word(options.scenario, known);
    return fail(ErrorCode::invalid_argument,
                fmt::format("unknown scenario `{}`{}", options.scenario,
                            near ? fmt::format("; did you mean `{}`", *near) : std::string()));
  }
  const Scene scene = make_scene(options.scenario, options.seed);
  return Files(scene, options, folder).make(counts);
}

Result<WorldCounts> write_world(const std::string& folder, const WorldOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const auto absolute = std::filesystem::absolute(folder, error).lexically_normal().string();
  WorldCounts counts;
  FL_TRY(const WorldFiles files, make_world(options, absolute, &counts));
  for (const auto& [name, text] : files) {
    const auto path = std::filesystem::path(folder) / name;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file) {
      return fail(ErrorCode::io, fmt::format("cannot write `{}`: {}", path.string(), std::strerror(errno)));
    }
  }
  return counts;
}

}  // namespace fairlead::testing
