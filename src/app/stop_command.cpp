// SPDX-License-Identifier: Apache-2.0
// fairlead stop|resume|stops|sharing, on a running centre.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.hpp"
#include "command.hpp"
#include "home_client.hpp"
#include "reply_text.hpp"
#include "sharing_commands.hpp"

namespace fairlead::app {

namespace json = boost::json;

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || std::filesystem::is_directory(path) || !(text << in.rdbuf())) {
    return fail(ErrorCode::not_found, fmt::format("cannot read `{}`; check the path and its permissions", path));
  }
  return std::move(text).str();
}

// scheme, risk, approver, expires: of the file itself, or of its [assessment].
Result<std::string> assessment_body(const std::string& path, std::string_view more) {
  FL_TRY(const std::string text, read_file(path));
  toml::table root;
  try {
    root = toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    const auto& where = error.source().begin;
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}:{}:{}: {}", path, where.line, where.column, error.description()));
  }
  const toml::table* table = root["assessment"].as_table();
  if (table == nullptr) table = &root;
  Body body;
  for (const std::string_view key : {"scheme", "risk", "approver"}) {
    const auto value = (*table)[key].value<std::string>();
    if (!value) return fail(ErrorCode::invalid_argument, fmt::format("{}: `{}` is missing", path, key));
    body.text(key, *value);
  }
  const auto expires = (*table)["expires"].value<toml::date_time>();
  if (!expires || !expires->offset) {
    return fail(ErrorCode::invalid_argument, fmt::format("{}: `expires` must be a moment with its time zone", path));
  }
  std::ostringstream moment;
  moment << *expires;
  FL_TRY(const Instant at, parse_rfc3339(moment.str()));
  body.text("expires_at", to_rfc3339(at));
  std::string whole = body.take();
  if (!more.empty()) whole.insert(whole.size() - 1, more);
  return whole;
}

namespace {

struct Options {
  HomeOptions home;
  std::string partner, agency, purpose, area, type, reason, assessment;
  std::uint64_t epoch = 0;
  bool all = false, needs_assessment = false, no_recall = false, open_only = false;
};

// The outline of a GeoJSON polygon, or of the only feature in it.
Result<std::string> outline(const std::string& path) {
  FL_TRY(const std::string text, read_file(path));
  json::error_code bad;
  json::value value = json::parse(text, bad);
  const auto wrong = [&](std::string_view what) {
    return fail(ErrorCode::invalid_argument, fmt::format("`{}`: {}", path, what));
  };
  if (bad) return wrong("not well-formed JSON");
  if (text_of(value, "type") == "FeatureCollection") {
    if (list_of(value, "features").size() != 1) return wrong("one feature is needed");
    value = json::value(list_of(value, "features")[0]);
  }
  if (text_of(value, "type") == "Feature" && value.get_object().contains("geometry")) {
    value = json::value(value.get_object()["geometry"]);
  }
  if (text_of(value, "type") != "Polygon") return wrong("a polygon is needed");
  const json::array& rings = list_of(value, "coordinates");
  if (rings.size() != 1 || !rings[0].is_array()) return wrong("a polygon without holes is needed");
  json::array corners = rings[0].get_array();
  // GeoJSON repeats the first corner.
  if (corners.size() > 1 && corners.front() == corners.back()) corners.pop_back();
  std::string list = "[";
  for (const json::value& corner : corners) {
    const json::array* pair = corner.if_array();
    if (pair == nullptr || pair->size() < 2 || !(*pair)[0].is_number() || !(*pair)[1].is_number()) {
      return wrong("a corner is no pair of numbers");
    }
    if (list.size() > 1) list += ',';
    list += fmt::format("[{},{}]", (*pair)[1].to_number<double>(), (*pair)[0].to_number<double>());
  }
  Body area;
  area.text("name", std::filesystem::path(path).stem().string()).raw("polygon", list + ']');
  return area.take();
}

ExitCode stop(const Options& options) {
  Body body;
  if (!options.agency.empty()) {
    const bool whole = options.agency.contains('/');
    if (!whole && options.partner.empty()) {
      return complain(Error{ErrorCode::invalid_argument,
                            fmt::format("`{}` of which partner? write PARTNER/AGENCY", options.agency)});
    }
    body.text("agency", whole ? options.agency : options.partner + '/' + options.agency);
  } else {
    body.text_if("partner", options.partner);
  }
  body.flag_if("all", options.all).text_if("purpose", options.purpose).text_if("type", options.type);
  if (options.area.ends_with(".geojson") || options.area.ends_with(".json")) {
    const auto area = outline(options.area);
    if (!area) return complain(area.error());
    body.raw("area", *area);
  } else {
    body.text_if("area", options.area);
  }
  body.text_if("reason", options.reason).flag_if("needs_assessment", options.needs_assessment);
  if (options.no_recall) body.raw("recall", "false");
  return talk(options.home, "POST", "/api/v1/stops", body.take(), [](const json::value& stop) {
    fmt::print("stopped: {}\n", text_of(stop, "text"));
    print_stop(stop);
    if (text_of(stop, "reason").empty()) {
      fmt::print("say why: fairlead stops --reason \"...\" {}\n", number_of(stop, "epoch"));
    }
  });
}

ExitCode resume(const Options& options) {
  Body body;
  body.text_if("reason", options.reason);
  if (!options.assessment.empty()) {
    const auto assessment = assessment_body(options.assessment, {});
    if (!assessment) return complain(assessment.error());
    body.raw("assessment", *assessment);
  }
  const std::string path = fmt::format("/api/v1/stops/{}/resume", options.epoch);
  return talk(options.home, "POST", path, body.take(), [&](const json::value& answer) {
    if (flag_of(answer, "lifted")) {
      fmt::print("stop {} is lifted, epoch {}\n", options.epoch, number_of(answer, "epoch"));
      return;
    }
    fmt::print("stop {} holds on: {}\n", options.epoch, text_of(answer, "missing"));
    for (const json::value& voice : list_of(answer, "agreed")) {
      fmt::print("  agreed: {} ({})\n", text_of(voice, "person"), text_of(voice, "role"));
    }
  });
}

// All stops; or with an epoch and a reason, why that one was ordered.
ExitCode stops(const Options& options) {
  if (!options.reason.empty()) {
    const std::string path = fmt::format("/api/v1/stops/{}", options.epoch);
    return talk(options.home, "PATCH", path, Body().text("reason", options.reason).take(), print_stop);
  }
  return talk(options.home, "GET", "/api/v1/stops", {}, [&](const json::value& answer) {
    std::size_t shown = 0;
    for (const json::value& stop : list_of(answer, "stops")) {
      if (options.open_only && !flag_of(stop, "open")) continue;
      if (options.epoch != 0 && number_of(stop, "epoch") != options.epoch) continue;
      print_stop(stop);
      ++shown;
    }
    if (shown == 0) fmt::print("no stops\n");
  });
}

ExitCode sharing(const Options& options) { return talk(options.home, "GET", "/api/v1/sharing", {}, print_sharing); }

}  // namespace

void add_stop(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  const auto add = [&](const char* name, const char* meaning, ExitCode (*action)(const Options&)) {
    CLI::App* command = app.add_subcommand(name, meaning);
    options->home.add_to(*command);
    command->callback([options, action, &line] { line.action = [options, action] { return action(*options); }; });
    return command;
  };
  CLI::App* command = add("stop", "Stop sharing, at once; the reason may be given afterwards", stop);
  auto* partner = command->add_option("--partner", options->partner, "A State's three letters: every agency of it");
  auto* agency = command->add_option("--agency", options->agency, "An agency, such as XAA/coast_guard");
  auto* all = command->add_flag("--all", options->all, "Every partner");
  all->excludes(partner)->excludes(agency);
  command->add_option("--purpose", options->purpose, "Only for this purpose");
  command->add_option("--area", options->area, "Only there: an area of an agreement by name, or a GeoJSON file");
  command->add_option("--type", options->type, "Only objects of this kind");
  command->add_option("--reason", options->reason, "Why");
  command->add_flag("--needs-assessment", options->needs_assessment, "Not to be lifted without a new assessment");
  command->add_flag("--no-recall", options->no_recall, "Do not ask for the deletion of what went out");

  command = add("resume", "Agree that a stop be lifted; it takes two people", resume);
  command->add_option("EPOCH", options->epoch, "The stop's number")->required();
  command->add_option("--reason", options->reason, "Why");
  command->add_option("--assessment", options->assessment, "TOML file with scheme, risk, approver, expires");

  command = add("stops", "List stops, or say why one was ordered", stops);
  command->add_option("EPOCH", options->epoch, "Only this one");
  command->add_option("--reason", options->reason, "Why it was ordered");
  command->add_flag("--open", options->open_only, "Only those that hold");

  add("sharing", "Who is given what now", sharing);
}

}  // namespace fairlead::app
