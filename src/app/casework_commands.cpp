// SPDX-License-Identifier: Apache-2.0
// fairlead trace|desk|evidence|case|list|designation, on a running centre.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include <fmt/format.h>
#include <unistd.h>

#include "base/text.hpp"
#include "command.hpp"
#include "home_client.hpp"
#include "reply_text.hpp"
#include "sharing_commands.hpp"
#include "vault/byte_store.hpp"
#include "vault/zip.hpp"

namespace fairlead::app {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

struct Options {
  HomeOptions home;
  std::string of, file, id, out, use = "court", agency, at;
  std::vector<std::string> where;  // LAT LON TIME
  double radius_nm = 5, lookback_hours = 72, speed_kn = 0;
  std::string title, caption, credit, rights, media_type, alternative, link, how, from;
  bool stamp = false, distressing = false, minors = false, versions = false, dry_run = false;
  std::string list, publisher, licence, format, mapping;
  std::string name, call_sign, flag, mmsi, imo, track, kind, subject, to, known_at, number;
};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

// Parameters behind a path; empty ones are left out.
std::string with(std::string path, std::initializer_list<std::pair<std::string_view, std::string_view>> parameters) {
  char before = '?';
  for (const auto& [name, value] : parameters) {
    if (value.empty()) continue;
    path += fmt::format("{}{}={}", before, name, escaped(value));
    before = '&';
  }
  return path;
}

Failure wrong(std::string message) { return fail(ErrorCode::invalid_argument, std::move(message)); }

void print_value(const json::value& value) {
  // Pretty enough for people; `--json` is for programs.
  std::string text = json::serialize(value);
  int depth = 0;
  bool quoted = false;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    if (!quoted && (c == '}' || c == ']')) out += '\n' + std::string(static_cast<std::size_t>(--depth) * 2, ' ');
    out += c;
    if (quoted) continue;
    if (c == ':') out += ' ';
    if (c == '{' || c == '[') ++depth;
    if (c == '{' || c == '[' || c == ',') out += '\n' + std::string(static_cast<std::size_t>(depth) * 2, ' ');
  }
  fmt::print("{}\n", out);
}

// ---- trace ----

void print_trace(const json::value& answer) {
  const json::array& found = list_of(answer, "contributions");
  fmt::print("{} to {}: {} could have contributed\n", text_of(answer, "from"), text_of(answer, "to"),
             number_of(answer, "found"));
  if (!found.empty()) {
    fmt::print("\n{:<12} {:<22} {:<30} {:<20} {:>8} {:>9} {:>8}  {}\n", "track", "to", "for", "last released",
               "releases", "entry", "needed", "under");
  }
  for (const json::value& one : found) {
    const std::string needed = text_of(one, "speed_needed_kn");
    fmt::print("{:<12} {:<22} {:<30} {:<20} {:>8} {:>9} {:>8}  {}{}\n", text_of(one, "track"), text_of(one, "agency"),
               text_of(one, "purpose"), text_of(one, "last_released_at").substr(0, 19), number_of(one, "releases"),
               number_of(one, "last_entry"), needed.empty() ? "-" : needed + " kn", text_of(one, "agreement"),
               text_of(one, "clause").empty() ? "" : ", clause " + text_of(one, "clause"));
    if (const std::string conditions = joined(one, "conditions"); !conditions.empty()) {
      fmt::print("{:<12} on condition: {}\n", "", conditions);
    }
    if (const std::string erased = text_of(one, "erased"); !erased.empty()) fmt::print("{:<12} {}\n", "", erased);
  }
  const json::value* whole = answer.is_object() ? answer.as_object().if_contains("completeness") : nullptr;
  if (whole == nullptr) return;
  fmt::print("\nsearched {} entries of the ledger with {} releases of tracks, {} without a position\n",
             number_of(*whole, "entries_searched"), number_of(*whole, "tracks_released"),
             number_of(*whole, "without_position"));
  if (!list_of(*whole, "erased").empty()) {
    fmt::print("erased under retention: {}\n", json::serialize(list_of(*whole, "erased")));
  }
  for (const json::value& one : list_of(*whole, "cannot_be_known")) {
    fmt::print("cannot be known: {}\n", std::string_view(one.as_string()));
  }
}

ExitCode trace(const Options& options) {
  Body body;
  body.text_if("of", options.of);
  if (!options.where.empty()) {
    const auto latitude = options.where.size() == 3 ? parse_number<double>(options.where[0]) : std::nullopt;
    const auto longitude = options.where.size() == 3 ? parse_number<double>(options.where[1]) : std::nullopt;
    if (!latitude || !longitude) {
      return complain(
          wrong("`--at` takes latitude, longitude and a time: --at 15.2 -73.1 2026-01-11T02:00:00Z").error());
    }
    body.raw("place", fmt::format(R"({{"lat":{},"lon":{},"radius_nm":{}}})", *latitude, *longitude, options.radius_nm));
    body.text("from", options.where[2]).text_if("to", options.to);
  } else if (options.of.empty()) {
    return complain(
        wrong("what shall be traced? give an incident, case, lead or track, or `--at LAT LON TIME`").error());
  }
  if (options.lookback_hours != 72) body.raw("lookback_hours", fmt::format("{}", options.lookback_hours));
  if (options.speed_kn > 0) body.raw("speed_max_kn", fmt::format("{}", options.speed_kn));
  return talk(options.home, "POST", "/api/v1/trace", body.take(), print_trace);
}

// ---- the desk ----

ExitCode act(const Options& options) {
  Result<std::string> text = std::string();
  if (options.file == "-") {
    text = std::string(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    text = read_file(options.file);
  }
  if (!text) return complain(text.error());
  return talk(options.home, "POST", "/api/v1/casework", *text, [](const json::value& done) {
    for (const json::value& made : list_of(done, "made")) fmt::print("made {}\n", text_of(made, "id"));
    if (const std::string changed = joined(done, "changed"); !changed.empty()) fmt::print("changed {}\n", changed);
    if (const std::string stop = joined(done, "proposes_stop"); !stop.empty())
      fmt::print("PROPOSES A STOP: {}\n", stop);
  });
}

ExitCode show(const Options& options) {
  const std::string path = options.id.empty() ? "/api/v1/casework" : "/api/v1/casework/" + escaped(options.id);
  return talk(options.home, "GET", with(path, {{"at", options.at}, {"versions", options.versions ? "true" : ""}}), {},
              print_value);
}

// ---- evidence ----

ExitCode complain_reply(const Home& home, const HttpReply& reply) {
  print_faults(reply);
  return complain(reply, home.url());
}

Result<Digest> digest_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path)) {
    return fail(ErrorCode::not_found, fmt::format("cannot read `{}`; check the path and its permissions", path));
  }
  Hasher hasher;
  std::string piece(1U << 20U, '\0');
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())), in.gcount() > 0) {
    hasher.add(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
  }
  return hasher.finish();
}

// The bytes first, then what they are.
ExitCode add_evidence(const Options& options) {
  const auto digest = digest_of(options.file);
  if (!digest) return complain(digest.error());
  auto home = Home::open(options.home);
  if (!home) return complain(home.error());
  const auto kept = home->upload("/api/v1/evidence/bytes?sha256=" + hex(*digest), options.file);
  if (!kept) return complain(kept.error());
  if (!kept->is_success()) return complain_reply(*home, *kept);
  json::error_code bad;
  const json::value about = json::parse(kept->body, bad);
  if (bad) return complain(Error{ErrorCode::corrupt, fmt::format("`{}` does not answer with JSON", home->url())});
  if (const std::string known = text_of(about, "known_as"); !known.empty()) {
    fmt::print("these bytes are kept already, as {}\n", known);
    return ExitCode::conflict;
  }
  Body body;
  body.text("act", "add_evidence")
      .text("title", options.title.empty() ? fs::path(options.file).filename().string() : options.title);
  body.text_if("caption", options.caption).text_if("credit", options.credit).text_if("rights", options.rights);
  body.text("sha256", hex(*digest)).text("sha512", text_of(about, "sha512"));
  body.raw("size", fmt::format("{}", number_of(about, "size")));
  body.text("media_type", options.media_type.empty() ? text_of(about, "media_type") : options.media_type);
  body.text("received_as", fs::path(options.file).filename().string());
  body.text_if("text_alternative", options.alternative);
  body.raw("intake", Body()
                         .text("how", options.how.empty() ? "handed in" : options.how)
                         .text_if("from", options.from)
                         .text("tool", "fairlead " FAIRLEAD_VERSION)
                         .take());
  if (options.distressing || options.minors) {
    body.raw("handling",
             Body().flag_if("distressing", options.distressing).flag_if("minors_visible", options.minors).take());
  }
  if (!options.link.empty()) body.raw("links", "[" + Body().text("to", options.link).take() + "]");
  const auto added = home->send("POST", "/api/v1/casework", body.take());
  if (!added) return complain(added.error());
  if (!added->is_success()) return complain_reply(*home, *added);
  const json::value done = json::parse(added->body, bad);
  const json::array& made = bad ? json::array() : list_of(done, "made");
  const std::string id = made.empty() ? std::string() : text_of(made.front(), "id");
  if (options.home.json) {
    fmt::print("{}\n", added->body);
  } else {
    fmt::print("{}  sha256 {}  {} bytes  {}\n", id, hex(*digest), number_of(about, "size"),
               text_of(about, "media_type"));
  }
  if (!options.stamp) return ExitCode::done;
  return talk(options.home, "POST", fmt::format("/api/v1/evidence/{}/time-stamps", id), "{}",
              [](const json::value& stamps) {
                for (const json::value& one : list_of(stamps, "added")) {
                  fmt::print("stamped at {} by {}\n", text_of(one, "at"), text_of(one, "authority"));
                }
              });
}

ExitCode verify_evidence(const Options& options) {
  bool holds = true;
  const ExitCode code =
      talk(options.home, "POST", fmt::format("/api/v1/evidence/{}/verify", escaped(options.id)), {},
           [&](const json::value& answer) {
             holds = flag_of(answer, "holds");
             for (const json::value& file : list_of(answer, "files")) {
               fmt::print("{} {}  {}\n", flag_of(file, "holds") ? "ok     " : "ALTERED", text_of(file, "sha256"),
                          text_of(file, "what"));
             }
             fmt::print("{} custody of {} events\n", flag_of(answer, "custody_unbroken") ? "ok     " : "BROKEN ",
                        number_of(answer, "custody_events"));
             for (const json::value& stamp : list_of(answer, "time_stamps")) {
               fmt::print("{} time stamp of {} by {}\n", flag_of(stamp, "holds") ? "ok     " : "NOT OK ",
                          text_of(stamp, "at"), text_of(stamp, "authority"));
             }
           });
  return code == ExitCode::done && !holds ? ExitCode::verification : code;
}

ExitCode stamp_evidence(const Options& options) {
  return talk(options.home, "POST", fmt::format("/api/v1/evidence/{}/time-stamps", escaped(options.id)), {},
              print_value);
}

// Fetches into a file that is there only when it is whole.
ExitCode fetch_to(const Options& options, const std::string& path, const std::string& out) {
  auto home = Home::open(options.home);
  if (!home) return complain(home.error());
  const std::string beside = out + ".part";
  std::ofstream file(beside, std::ios::binary);
  if (!file) return complain(Error{ErrorCode::io, fmt::format("cannot write `{}`", out)});
  const auto reply = home->fetch(path, [&](std::string_view piece) {
    file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    return file.good();
  });
  file.close();
  const auto give_up = [&](ExitCode code) {
    fs::remove(beside);
    return code;
  };
  if (!reply) return give_up(complain(reply.error()));
  if (!reply->is_success()) return give_up(complain_reply(*home, *reply));
  if (!file) return give_up(complain(Error{ErrorCode::full, fmt::format("`{}` could not be written whole", out)}));
  std::error_code error;
  fs::rename(beside, out, error);
  if (error) return give_up(complain(Error{ErrorCode::io, fmt::format("cannot write `{}`: {}", out, error.message())}));
  return ExitCode::done;
}

ExitCode get_evidence(const Options& options) {
  return fetch_to(options, fmt::format("/api/v1/evidence/{}/bytes", escaped(options.id)),
                  options.out.empty() ? options.id : options.out);
}

// ---- bundles ----

// Into a folder, as it comes; or as the zip that it is.
ExitCode bundle(const Options& options) {
  const std::string path = with(fmt::format("/api/v1/casework/{}/bundle", escaped(options.id)),
                                {{"use", options.use}, {"agency", options.agency}});
  if (options.out.ends_with(".zip")) return fetch_to(options, path, options.out);
  const fs::path folder = options.out.empty() ? options.id : options.out;
  std::error_code error;
  if (fs::exists(folder) && !fs::is_empty(folder, error)) {
    return complain(Error{ErrorCode::conflict, fmt::format("`{}` is not empty; name a new folder", folder.string())});
  }
  auto home = Home::open(options.home);
  if (!home) return complain(home.error());
  std::ofstream file;
  std::string open_path;
  Result<void> trouble;
  vault::ZipReader reader([&](std::string_view name, std::string_view piece) -> Result<void> {
    if (!file.is_open()) {
      const fs::path into = folder / name;
      fs::create_directories(into.parent_path(), error);
      file.open(into, std::ios::binary);
    }
    if (!piece.empty()) {
      file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    } else {
      file.close();
    }
    if (!file) return fail(ErrorCode::io, fmt::format("cannot write `{}` in `{}`", name, folder.string()));
    return {};
  });
  const auto reply = home->fetch(path, [&](std::string_view piece) {
    trouble = reader.add(piece);
    return trouble.has_value();
  });
  if (!reply) return complain(reply.error());
  if (!reply->is_success()) return complain_reply(*home, *reply);
  if (!trouble) return complain(trouble.error());
  if (!reader.at_end()) return complain(Error{ErrorCode::corrupt, "the bundle ended early; take it again"});
  fmt::print("{}: verify it with `sha256sum -c SHA256SUMS`; VERIFY.txt says the rest\n", folder.string());
  return ExitCode::done;
}

// ---- designations ----

ExitCode import_list(const Options& options) {
  std::string mapping;
  if (!options.mapping.empty()) {
    const auto text = read_file(options.mapping);
    if (!text) return complain(text.error());
    mapping = *text;
    // It travels in the address, which takes no line ends; between the parts of JSON a blank is the same.
    std::ranges::replace_if(mapping, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  }
  auto home = Home::open(options.home);
  if (!home) return complain(home.error());
  const std::string path =
      with("/api/v1/designations",
           {{"list", options.list.empty() ? fs::path(options.file).stem().string() : options.list},
            {"publisher", options.publisher},
            {"licence", options.licence},
            {"title", options.title},
            {"from", options.from.empty() ? fs::path(options.file).filename().string() : options.from},
            {"format", options.format},
            {"mapping", mapping},
            {"dry_run", options.dry_run ? "true" : ""}});
  const auto reply = home->upload(path, options.file);
  if (!reply) return complain(reply.error());
  if (!reply->is_success()) return complain_reply(*home, *reply);
  if (options.home.json) {
    fmt::print("{}\n", reply->body);
    return ExitCode::done;
  }
  json::error_code bad;
  const json::value answer = json::parse(reply->body, bad);
  const json::value* list = !bad && answer.is_object() ? answer.as_object().if_contains("list") : nullptr;
  const json::value* report = list != nullptr && list->is_object() ? list->as_object().if_contains("report") : nullptr;
  if (report == nullptr)
    return complain(Error{ErrorCode::corrupt, fmt::format("`{}` does not answer with JSON", home->url())});
  fmt::print("{}: {} rows, {} entities, {} vessels; {} new, {} changed, {} gone\n",
             options.dry_run ? "would be loaded" : "loaded", number_of(*report, "rows"), number_of(*report, "entities"),
             number_of(*report, "vessels"), number_of(*report, "added"), number_of(*report, "changed"),
             number_of(*report, "removed"));
  if (const auto broken = number_of(*report, "broken"); broken > 0) {
    fmt::print(stderr, "{} rows were left out:\n", broken);
    for (const json::value& fault : list_of(*report, "faults")) {
      fmt::print(stderr, "  {}: {}\n", options.file, std::string_view(fault.as_string()));
    }
  }
  return ExitCode::done;
}

ExitCode lists(const Options& options) {
  return talk(
      options.home, "GET", with("/api/v1/designations", {{"at", options.at}}), {}, [](const json::value& answer) {
        for (const json::value& list : list_of(answer, "lists")) {
          fmt::print("{:<8} {:<20} {:<24} {}  {}\n", text_of(list, "id"), text_of(list, "list"),
                     text_of(list, "loaded_at"), text_of(list, "sha256").substr(0, 16), text_of(list, "publisher"));
        }
        if (list_of(answer, "lists").empty()) fmt::print("no lists; load one with `fairlead list import FILE`\n");
      });
}

ExitCode match(const Options& options) {
  const std::string path = with("/api/v1/designations/match", {{"track", options.track},
                                                               {"imo", options.imo},
                                                               {"mmsi", options.mmsi},
                                                               {"call_sign", options.call_sign},
                                                               {"name", options.name},
                                                               {"flag", options.flag},
                                                               {"list", options.list},
                                                               {"at", options.at}});
  return talk(options.home, "GET", path, {}, [](const json::value& answer) {
    bool any = false;
    for (const json::value& list : list_of(answer, "lists")) {
      for (const json::value& one : list_of(list, "candidates")) {
        any = true;
        const json::value* entity = one.as_object().if_contains("entity");
        fmt::print("{}  {}  {}  by {}\n", text_of(list, "list"), entity == nullptr ? "" : text_of(*entity, "id"),
                   entity == nullptr ? "" : text_of(*entity, "caption"), text_of(one, "ground"));
        for (const json::value& compared : list_of(one, "compared")) {
          fmt::print("    {} {}\n", flag_of(compared, "agrees") ? "=" : "≠", text_of(compared, "words"));
        }
        if (const json::value* decided = one.as_object().if_contains("decided")) {
          fmt::print("    decided: {} by {}: {}\n", text_of(*decided, "verdict"), text_of(*decided, "by"),
                     text_of(*decided, "reason"));
        }
      }
    }
    if (!any) fmt::print("no candidates\n");
    const json::value* caution = answer.as_object().if_contains("caution");
    if (any && caution != nullptr) {
      for (const json::value& one : list_of(*caution, "does_not")) {
        fmt::print("does not: {}\n", std::string_view(one.as_string()));
      }
    }
  });
}

}  // namespace

void add_casework(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  const auto add = [&](CLI::App& above, const char* name, const char* meaning, ExitCode (*action)(const Options&)) {
    CLI::App* command = above.add_subcommand(name, meaning);
    options->home.add_to(*command);
    command->callback([options, action, &line] { line.action = [options, action] { return action(*options); }; });
    return command;
  };
  const auto group = [&](const char* name, const char* meaning) {
    CLI::App* command = app.add_subcommand(name, meaning);
    command->require_subcommand(1);
    return command;
  };

  CLI::App* traced = add(app, "trace", "Which of our releases could have fed something that happened", trace);
  traced->add_option("OF", options->of, "Incident, case, lead or track; mmsi:NUMBER, imo:NUMBER");
  traced->add_option("--at", options->where, "LATITUDE LONGITUDE TIME")->expected(3);
  traced->add_option("--to", options->to, "End of the time, where it is not a moment");
  traced->add_option("--radius", options->radius_nm, "Nautical miles around the place (default: 5)");
  traced->add_option("--lookback", options->lookback_hours, "Hours before it (default: 72)");
  traced->add_option("--speed", options->speed_kn, "Knots that such a vessel makes at the most");

  CLI::App* desk = group("desk", "Leads, cases, incidents and the rest: act, and look");
  add(*desk, "act", "Do one act: {\"act\":\"draft_lead\",...}", act)
      ->add_option("FILE", options->file, "JSON; `-` reads standard input")
      ->required();
  CLI::App* shown = add(*desk, "show", "One thing with all that belongs to it, or everything", show);
  shown->add_option("ID", options->id, "Such as L-0213, C-0091, FL-2026-0417");
  shown->add_option("--as-of", options->at, "As it was known then");
  shown->add_flag("--versions", options->versions, "All its versions");

  CLI::App* evidence = group("evidence", "Files that are kept bit for bit");
  CLI::App* added = add(*evidence, "add", "Take in a file, and say what it is", add_evidence);
  added->add_option("FILE", options->file)->required();
  added->add_option("--title", options->title, "Default: the name of the file");
  added->add_option("--caption", options->caption, "What is visible, not what it means");
  added->add_option("--credit", options->credit, "Printed with it");
  added->add_option("--rights", options->rights);
  added->add_option("--type", options->media_type, "Media type (default: as the bytes look)");
  added->add_option("--alternative", options->alternative, "In words, for whoever cannot see or play it");
  added->add_option("--link", options->link, "What it belongs to, such as FL-2026-0417/C3");
  added->add_option("--how", options->how, "How it came in (default: handed in)");
  added->add_option("--from", options->from, "From where: address, partner, device");
  added->add_flag("--distressing", options->distressing, "Blurred until asked for");
  added->add_flag("--minors", options->minors, "Minors are visible");
  added->add_flag("--stamp", options->stamp, "Ask for a time stamp too");
  const auto id_of = [&](CLI::App* command) { command->add_option("ID", options->id, "Such as E-0004")->required(); };
  id_of(add(*evidence, "verify", "Read all its bytes anew, and its custody and time stamps", verify_evidence));
  id_of(add(*evidence, "stamp", "Ask the authority for time stamps", stamp_evidence));
  CLI::App* got = add(*evidence, "get", "Fetch the original", get_evidence);
  id_of(got);
  got->add_option("--out", options->out, "File to write (default: the number)");

  CLI::App* cases = group("case", "Cases and incidents: their evidence as a bundle");
  CLI::App* bundled = add(*cases, "bundle", "Evidence that verifies without Fairlead, as a folder or zip", bundle);
  bundled->add_option("ID", options->id, "A case, an incident, a lead or a piece of evidence")->required();
  bundled->add_option("--out", options->out, "A new folder, or FILE.zip (default: a folder named by the number)");
  bundled->add_option("--use", options->use,
                      "court, oversight, partner, internal, editorial, publication (default: court)");
  bundled->add_option("--agency", options->agency, "To whom, for use by a partner");

  CLI::App* list = group("list", "Designation lists");
  CLI::App* imported = add(*list, "import", "Load a snapshot; broken rows are told with line and cure", import_list);
  imported->add_option("FILE", options->file)->required();
  imported->add_option("--list", options->list, "Its short name (default: from the name of the file)");
  imported->add_option("--publisher", options->publisher, "Who publishes it")->required();
  imported->add_option("--licence", options->licence, "Under which licence")->required();
  imported->add_option("--title", options->title);
  imported->add_option("--from", options->from, "Where the file came from");
  imported->add_option("--format", options->format,
                       "ftm, opensanctions-csv, maritime-csv or csv (default: as it looks)");
  imported->add_option("--mapping", options->mapping, "File that says which column of a plain CSV is what");
  imported->add_flag("--dry-run", options->dry_run, "Only read it and report");
  add(*list, "ls", "The snapshots", lists)->add_option("--as-of", options->at, "As it was known then");

  CLI::App* designation = group("designation", "Who of our vessels could be on a list");
  CLI::App* matched =
      add(*designation, "match", "Candidates, with kinds of evidence; a caution, not an authority", match);
  matched->add_option("--track", options->track, "A track of the picture");
  matched->add_option("--imo", options->imo);
  matched->add_option("--mmsi", options->mmsi);
  matched->add_option("--call-sign", options->call_sign);
  matched->add_option("--name", options->name);
  matched->add_option("--flag", options->flag, "ISO 3166-1 alpha-2");
  matched->add_option("--list", options->list, "One list only");
  matched->add_option("--as-of", options->at, "With the lists as they stood then");
}

}  // namespace fairlead::app
