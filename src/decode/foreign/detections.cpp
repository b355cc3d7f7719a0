// SPDX-License-Identifier: Apache-2.0
// Plots, sightings and scans as JSON lines, and as comma-separated values whose header names the same members.
#include <memory>
#include <vector>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include "base/text.hpp"
#include "foreign/csv.hpp"
#include "foreign/frame.hpp"
#include "foreign/plot.hpp"
#include "foreign/plot_members.hpp"

namespace fairlead::decode {
namespace {

namespace json = boost::json;

class DetectionsReader final : public LineReader {
 public:
  using LineReader::LineReader;

 private:
  void take_line(std::string_view line) override {
    line = trim(line);
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    if (line.starts_with('\x1E')) line.remove_prefix(1);
    if (line.empty() || line.front() == '#') return ignore();
    std::byte room[8192];
    json::monotonic_resource memory(room, sizeof room);
    boost::system::error_code error;
    const auto value = json::parse({line.data(), line.size()}, error, &memory);
    if (error || !value.is_object()) return reject(ForeignRejection::kUnreadable, line);
    auto outcome = read_plot(value.get_object(), options());
    give(outcome, line);
  }
};

class CsvReader final : public LineReader {
 public:
  using LineReader::LineReader;

 private:
  bool goes_on(std::string_view line) const override { return csv_goes_on(line); }

  void take_line(std::string_view line) override {
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    if (columns_.empty()) {
      if (line.starts_with('#')) return ignore();
      return take_header(line);
    }
    if (!split_csv(line, separator_, cells_) || cells_.size() > columns_.size()) {
      return reject(ForeignRejection::kUnreadable, line);
    }
    if (cells_.size() == columns_.size() && cells_ == columns_) return ignore();  // the header again
    json::object members;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (!cells_[i].empty()) members[columns_[i]] = cells_[i];
    }
    auto outcome = read_plot(members, options());
    give(outcome, line);
  }

  void take_header(std::string_view line) {
    separator_ = csv_separator(line);
    if (!split_csv(line, separator_, columns_)) columns_.clear();
    bool position = false;
    for (const auto& column : columns_)
      position = position || plot_word(column).starts_with("lat") || plot_word(column).starts_with("range");
    if (position) return ignore();
    columns_.clear();
    reject(ForeignRejection::kNoHeader, line);
  }

  char separator_ = ',';
  std::vector<std::string> columns_, cells_;
};

}  // namespace

std::unique_ptr<ForeignReader> open_detections(ForeignOptions options) {
  return std::make_unique<DetectionsReader>(std::move(options));
}
std::unique_ptr<ForeignReader> open_csv(ForeignOptions options) {
  return std::make_unique<CsvReader>(std::move(options));
}

}  // namespace fairlead::decode
