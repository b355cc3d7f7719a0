// SPDX-License-Identifier: Apache-2.0
#include "file_response.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "http/head.hpp"
#include "http/problem.hpp"

namespace fairlead::serve {
namespace {

class FileSource final : public http::BodySource {
 public:
  FileSource(std::shared_ptr<vault::OpenedFile> file, ByteRange range, std::function<void(const Error&)> found)
      : file_(std::move(file)), at_(range.from), left_(range.size), size_(range.size), found_(std::move(found)) {}
  std::uint64_t size() const override { return size_; }
  Result<std::string> next(std::size_t at_most) override {
    const std::size_t wanted = std::min<std::uint64_t>(at_most, left_);
    if (wanted == 0) return std::string();
    auto piece = file_->read(at_, wanted);
    if (piece && piece->size() != wanted) piece = fail(ErrorCode::verification, "the file became shorter");
    if (!piece) {
      if (found_) found_(piece.error());
      return piece;
    }
    at_ += piece->size();
    left_ -= piece->size();
    return piece;
  }

 private:
  std::shared_ptr<vault::OpenedFile> file_;
  std::uint64_t at_;
  std::uint64_t left_;
  const std::uint64_t size_;
  std::function<void(const Error&)> found_;
};

}  // namespace

RangeKind parse_range(std::string_view header, std::uint64_t size, ByteRange& range) {
  range = {0, size};
  if (!header.starts_with("bytes=") || header.contains(',')) return RangeKind::whole;
  header.remove_prefix(6);
  const std::size_t dash = header.find('-');
  if (dash == std::string_view::npos) return RangeKind::whole;
  const auto first = parse_number<std::uint64_t>(trim(header.substr(0, dash)));
  const auto last = parse_number<std::uint64_t>(trim(header.substr(dash + 1)));
  const bool no_first = trim(header.substr(0, dash)).empty();
  const bool no_last = trim(header.substr(dash + 1)).empty();
  if ((!first && !no_first) || (!last && !no_last) || (no_first && no_last)) return RangeKind::whole;
  if (no_first) {
    if (*last == 0 || size == 0) return RangeKind::none_of_it;
    range.size = std::min(*last, size);
    range.from = size - range.size;
    return RangeKind::part;
  }
  if (last && *last < *first) return RangeKind::whole;
  if (*first >= size) return RangeKind::none_of_it;
  range.from = *first;
  range.size = std::min(last.value_or(size - 1), size - 1) - *first + 1;
  return RangeKind::part;
}

Response file_response(const Request& request, std::shared_ptr<vault::OpenedFile> file, FileAnswer about) {
  Response response;
  if (!request.if_none_match.empty() && http::list_has(request.if_none_match, about.etag)) {
    response.status = 304;
    response.headers.emplace_back("ETag", about.etag);
    return response;
  }
  const auto beginning = file->read(0, 512);
  if (!beginning) {
    if (about.found) about.found(beginning.error());
    return http::problem(request, 410, "altered",
                         "the bytes are not those that were taken in; nothing of them is handed out");
  }
  const vault::Shown shown = vault::how_to_show(about.media_type, vault::media_type_of(*beginning));
  ByteRange range;
  const bool same = request.if_range.empty() || request.if_range == about.etag;
  const RangeKind kind = parse_range(same ? std::string_view(request.range) : "", file->size(), range);
  response.headers.emplace_back("Accept-Ranges", "bytes");
  response.headers.emplace_back("ETag", about.etag);
  if (kind == RangeKind::none_of_it) {
    Response refused = http::problem(request, 416, "bad_range", "the file is shorter than where the range begins");
    refused.headers.emplace_back("Content-Range", fmt::format("bytes */{}", file->size()));
    return refused;
  }
  if (kind == RangeKind::part) {
    response.status = 206;
    response.headers.emplace_back("Content-Range",
                                  fmt::format("bytes {}-{}/{}", range.from, range.from + range.size - 1, file->size()));
  }
  response.content_type = shown.content_type;
  response.headers.emplace_back("Content-Security-Policy", kSandboxPolicy);
  response.headers.emplace_back(
      "Content-Disposition",
      fmt::format("{}; filename=\"{}\"", shown.inline_allowed ? "inline" : "attachment", about.name));
  response.cache_control = "private, no-cache";
  response.source = std::make_shared<FileSource>(std::move(file), range, std::move(about.found));
  return response;
}

}  // namespace fairlead::serve
