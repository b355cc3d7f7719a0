// SPDX-License-Identifier: Apache-2.0
// fairlead export tracks|history: what a data folder holds, as a file for other programs.
#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "base/system.hpp"
#include "command.hpp"
#include "engine/runner.hpp"
#include "export_format.hpp"
#include "geo/box.hpp"
#include "store_sqlite/database.hpp"

namespace fairlead::app {
namespace {

struct Options {
  std::string data;
  std::string config;
  std::string format = "geojson";
  std::string out = "-";
  std::string from;
  std::string to;
  std::string bbox;
  std::vector<std::string> tracks;
};

struct Query {
  Instant from = Instant::from_unix_ms(INT64_MIN / 4);
  Instant to = Instant::from_unix_ms(INT64_MAX / 4);
  geo::Box box;
  std::vector<domain::TrackId> tracks;
};

Result<Query> query_of(const Options& options) {
  Query query;
  if (!options.from.empty()) {
    FL_TRY(query.from, parse_rfc3339(options.from));
  }
  if (!options.to.empty()) {
    FL_TRY(query.to, parse_rfc3339(options.to));
  }
  if (!options.bbox.empty()) {
    FL_TRY(query.box, geo::parse_box(options.bbox));
  }
  for (const std::string& text : options.tracks) {
    const auto id = domain::parse_track_id(text);
    if (!id)
      return fail(ErrorCode::invalid_argument, fmt::format("`{}` is not a track id; they look like T-0000a3f1", text));
    query.tracks.push_back(*id);
  }
  return query;
}

class File {
 public:
  static Result<File> open(const std::string& path) {
    std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
    if (file == nullptr)
      return fail(ErrorCode::io, fmt::format("cannot write `{}`; check the folder and its permissions", path));
    return File(file, path);
  }
  File(File&& other) noexcept : file_(std::exchange(other.file_, nullptr)), path_(std::move(other.path_)) {}
  File& operator=(File&&) = delete;
  ~File() {
    if (file_ != nullptr && file_ != stdout) std::fclose(file_);
  }
  // Empties `text`.
  Result<void> write(std::string& text) {
    const bool written = std::fwrite(text.data(), 1, text.size(), file_) == text.size();
    text.clear();
    return written ? Result<void>() : refused();
  }
  Result<void> close() { return std::fflush(file_) == 0 ? Result<void>() : refused(); }

 private:
  File(std::FILE* file, std::string path) : file_(file), path_(std::move(path)) {}
  Failure refused() const {
    return fail(ErrorCode::io, fmt::format("cannot write `{}`: {}", path_, std::strerror(errno)));
  }
  std::FILE* file_;
  std::string path_;
};

bool wanted(const Query& query, const domain::Track& track) {
  if (!query.tracks.empty() && std::ranges::find(query.tracks, track.id) == query.tracks.end()) return false;
  return query.box == geo::Box{} || (track.position && query.box.contains(*track.position));
}

Result<void> export_all(const Options& options, ExportSubject subject) {
  FL_TRY(const Query query, query_of(options));
  const auto format = export_format(options.format);
  if (!format) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("unknown format `{}`; use geojson, csv, gpx or kml", options.format));
  }
  std::string folder = options.data;
  if (folder.empty()) {
    FL_TRY(const Settings settings, load_settings(options.config));
    folder = settings.data_folder;
  }
  if (!std::filesystem::exists(std::filesystem::path(folder) / "fairlead.db")) {
    return fail(ErrorCode::not_found, fmt::format("no data in `{}`; give the folder of a server with --data", folder));
  }
  FL_TRY(const auto store, store_sqlite::SqliteStore::open(folder));
  FL_TRY(const auto runner, engine::Runner::open({}, *store, system_wall_clock()));
  const auto picture = runner->picture();
  std::map<domain::SourceId, std::string> names;
  for (const domain::Source& source : runner->sources()) names[source.id] = source.name;
  const auto writer = make_export_writer(*format, subject, [&names](domain::SourceId id) -> std::string_view {
    const auto name = names.find(id);
    return name == names.end() ? std::string_view("?") : std::string_view(name->second);
  });

  FL_TRY(File file, File::open(options.out));
  std::string out;
  writer->begin(out);
  Result<void> result;
  picture->for_each([&](const engine::Picture::Entry& entry) {
    if (!wanted(query, entry.track)) return true;
    if (subject == ExportSubject::tracks) {
      writer->track(out, entry.track);
    } else {
      auto points = store->history().of_track(entry.track.id, query.from, query.to, SIZE_MAX);
      if (!points) {
        result = Failure(points.error());
        return false;
      }
      if (!points->points.empty()) writer->history(out, entry.track.id, &entry.track, points->points);
    }
    result = file.write(out);
    return result.has_value();
  });
  FL_CHECK(result);
  writer->end(out);
  FL_CHECK(file.write(out));
  return file.close();
}

}  // namespace

void add_export(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("export", "Write tracks or histories of a data folder for other programs");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* meaning, ExportSubject subject) {
    CLI::App* verb = command->add_subcommand(name, meaning);
    verb->add_option("--format", options->format, "geojson (default), csv, gpx or kml");
    verb->add_option("--data", options->data, "Data folder (default: that of the configuration)");
    verb->add_option("--config", options->config, "Configuration file");
    verb->add_option("--out", options->out, "File to write; - for standard output (default)");
    verb->add_option("--bbox", options->bbox, "west,south,east,north in degrees");
    verb->add_option("--track", options->tracks, "Only this track; may be given more than once")->expected(1);
    if (subject == ExportSubject::history) {
      verb->add_option("--from", options->from, "Positions from this time on, as 2026-11-22T12:05:00Z");
      verb->add_option("--to", options->to, "Positions up to this time");
    }
    verb->callback([options, subject, &line] {
      line.action = [options, subject] {
        const auto done = export_all(*options, subject);
        return done ? ExitCode::done : complain(done.error());
      };
    });
  };
  add("tracks", "The tracks as they stand", ExportSubject::tracks);
  add("history", "Where the tracks have been", ExportSubject::history);
}

}  // namespace fairlead::app
