// SPDX-License-Identifier: Apache-2.0
#include "ogr.hpp"

#include <array>
#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.hpp"

extern char** environ;

namespace fairlead::zones {
namespace {

struct Finished {
  int status = 0;
  std::string output;  // both streams
};

Result<Finished> run(std::vector<std::string> words) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail(ErrorCode::io, "no pipe can be made");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (error != 0) {
    ::close(ends[0]);
    return fail(
        ErrorCode::not_found,
        fmt::format("`{}` is needed to read this format and is not installed; install the package gdal-bin, or convert "
                    "the file to GeoJSON elsewhere",
                    words[0]));
  }
  Finished finished;
  std::array<char, 4096> buffer{};
  while (true) {
    const ssize_t got = ::read(ends[0], buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    finished.output.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  while (::waitpid(child, &finished.status, 0) < 0 && errno == EINTR) {
  }
  return finished;
}

std::string first_line(std::string_view text) {
  for (const std::string_view mark : {"ERROR", "FAILURE", "Warning"}) {
    const std::size_t at = text.find(mark);
    if (at != std::string_view::npos) text = text.substr(at);
  }
  return to_lower(trim(text.substr(0, text.find('\n'))));
}

// ogrinfo prints `Layer SRS WKT:` and the text of it for each layer.
Result<void> check_reference(const std::string& path, std::string_view told) {
  std::size_t at = 0;
  while ((at = told.find("Layer SRS WKT:", at)) != std::string_view::npos) {
    at += 14;
    const std::string_view reference = trim(told.substr(at, 400));
    // Without one, the ranges of the coordinates decide later.
    if (reference.starts_with("(unknown)")) continue;
    const bool geographic = reference.starts_with("GEOGCRS[") || reference.starts_with("GEOGCS[");
    const std::string_view heading = reference.substr(0, reference.find('\n'));
    const bool wgs84 = heading.find("WGS 84") != std::string_view::npos ||
                       heading.find("WGS84") != std::string_view::npos ||
                       heading.find("WGS_1984") != std::string_view::npos;
    if (geographic && wgs84) continue;
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("`{}` has coordinates in `{}`, not longitude and latitude in WGS 84; convert it with `ogr2ogr "
                    "-t_srs EPSG:4326 NEW OLD`",
                    path, trim(heading)));
  }
  return {};
}

}  // namespace

Result<void> ogr_to_geojson(const std::string& path, const std::string& out) {
  FL_TRY(const Finished told, run({"ogrinfo", "-ro", "-so", "-al", path}));
  if (told.status != 0) {
    return fail(ErrorCode::corrupt, fmt::format("`{}` cannot be read by GDAL: {}", path, first_line(told.output)));
  }
  FL_CHECK(check_reference(path, told.output));
  FL_TRY(const Finished made,
         run({"ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=NO", "-lco", "COORDINATE_PRECISION=9", out, path}));
  // A torn file is half read with a complaint; half of the limits is worse than none.
  if (made.status != 0 || made.output.find("ERROR") != std::string::npos) {
    return fail(ErrorCode::corrupt,
                fmt::format("`{}` cannot be read by GDAL: {}; fetch the file again, with all its parts", path,
                            first_line(made.output)));
  }
  return {};
}

}  // namespace fairlead::zones
