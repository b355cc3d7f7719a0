// SPDX-License-Identifier: Apache-2.0
#include "desk/bundle.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "desk/json.hpp"

namespace fairlead::desk {
namespace {

// So that a viewer opens it; the media type decides, never the name as it was received.
std::string_view ending(std::string_view media_type) {
  constexpr std::pair<std::string_view, std::string_view> kKnown[] = {
      {"image/jpeg", ".jpg"},  {"image/png", ".png"},      {"image/webp", ".webp"},      {"video/mp4", ".mp4"},
      {"video/webm", ".webm"}, {"audio/mpeg", ".mp3"},     {"audio/wav", ".wav"},        {"application/pdf", ".pdf"},
      {"text/plain", ".txt"},  {"text/html", ".html.txt"}, {"application/json", ".json"}};
  for (const auto& [type, known] : kKnown) {
    if (type == media_type) return known;
  }
  return ".bin";
}

}  // namespace

Bundle make_bundle(const Book& book, const std::vector<EvidenceId>& wanted, ExportUse use, std::string_view agency,
                   Instant now) {
  Bundle bundle;
  bundle.texts.push_back({"SHA256SUMS", ""});
  std::string stamps;
  std::string kept_back;
  for (const EvidenceId id : wanted) {
    const std::string name = to_text(id);
    const Evidence* evidence = book.evidence().now(id);
    if (evidence == nullptr) {
      bundle.left_out.push_back({name, {"there is no such piece of evidence"}});
      continue;
    }
    const auto may = [&](const Digest& file) { return export_bars(*evidence, {use, std::string(agency), file}, now); };
    const std::size_t before = bundle.files.size();
    if (auto bars = may(evidence->body.sha256); bars.empty()) {
      bundle.files.push_back({fmt::format("files/{}{}", name, ending(evidence->body.media_type)), evidence->body.sha256,
                              evidence->body.size});
    } else {
      bundle.left_out.push_back({name, std::move(bars)});
    }
    std::size_t number = 0;
    for (const Rendition& made : evidence->renditions) {
      const std::string part = fmt::format("{}-r{}", name, ++number);
      if (auto bars = may(made.sha256); bars.empty()) {
        bundle.files.push_back({fmt::format("files/{}{}", part, ending(made.media_type)), made.sha256, made.size});
      } else {
        bundle.left_out.push_back({part, std::move(bars)});
      }
    }
    if (bundle.files.size() == before) continue;
    // Who gave it is part of what a protected source is protected from.
    if (!evidence->body.handling.protect_source || use == ExportUse::internal || use == ExportUse::court) {
      BundleText about{fmt::format("evidence/{}.json", name), ""};
      append_with_all(about.text, book, id);
      about.text += '\n';
      bundle.texts.push_back(std::move(about));
    }
    std::string notices;
    for (const std::string& notice : export_notices(*evidence)) notices += notice + '\n';
    if (!notices.empty()) bundle.texts.push_back({fmt::format("evidence/{}.txt", name), std::move(notices)});
    number = 0;
    for (const TimeStamp* stamp : book.time_stamps_of(id)) {
      ++number;
      const auto over = std::ranges::find(bundle.files, stamp->over, &BundleFile::sha256);
      if (over == bundle.files.end()) continue;
      const std::string path = fmt::format("stamps/{}-{}.tsr", name, number);
      bundle.texts.push_back({path, stamp->token});
      stamps += fmt::format("openssl ts -verify -data {} -in {} -CAfile authority.pem\n", over->path, path);
    }
  }
  for (const LeftOut& one : bundle.left_out) {
    kept_back += fmt::format("{}: {}\n", one.id, fmt::join(one.because, "; "));
  }
  std::string verify = fmt::format("Made at {} for {} use{}{}.\n\nAll files:\n  sha256sum -c SHA256SUMS\n",
                                   to_rfc3339(now), name(use), agency.empty() ? "" : ", for ", agency);
  if (!stamps.empty()) {
    verify += "\nTime stamps (RFC 3161), with the certificate of the authority in authority.pem:\n" + stamps;
  }
  if (!kept_back.empty()) verify += "\nLeft out:\n" + kept_back;
  bundle.texts.push_back({"VERIFY.txt", std::move(verify)});
  std::string sums;
  for (const BundleFile& file : bundle.files) sums += fmt::format("{}  {}\n", hex(file.sha256), file.path);
  for (std::size_t i = 1; i < bundle.texts.size(); ++i) {
    sums += fmt::format("{}  {}\n", hex(sha256(bundle.texts[i].text)), bundle.texts[i].path);
  }
  bundle.texts.front().text = std::move(sums);
  return bundle;
}

}  // namespace fairlead::desk
