// SPDX-License-Identifier: Apache-2.0
// /api/v1/evidence: the bytes of evidence in and out, whether they are still what was taken in, time stamps, and
// bundles that verify without Fairlead.
//
// 1. Bytes first, durable; then the act that names them. 2. Altered bytes are reported and never served. 3. Whoever
// takes
//    a bundle leaves a custody event before the first byte goes.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/log.hpp"
#include "base/system.hpp"
#include "desk/bundle.hpp"
#include "desk/json.hpp"
#include "evidence_desk.hpp"
#include "file_response.hpp"
#include "vault/time_stamp.hpp"
#include "vault/zip.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::Parameters;

std::uint64_t random_number() {
  std::array<std::byte, 8> bytes{};
  system_random().fill(bytes);
  std::uint64_t number = 0;
  for (const std::byte byte : bytes) number = number << 8 | std::to_integer<std::uint64_t>(byte);
  return number >> 1;
}

Response take_bytes(CommandCall& call) {
  static constexpr std::array<std::string_view, 1> kKnown{"sha256"};
  Parameters parameters(call.target, kKnown);
  std::optional<Digest> expected;
  if (const auto text = parameters.text("sha256")) {
    expected = vault::digest_from(*text);
    if (!expected) parameters.refuse("sha256", "`sha256` has 64 hexadecimal digits");
  }
  if (auto refused = call.refused(parameters)) return *refused;
  if (call.inputs.vault == nullptr) return not_there(call, "the store for evidence");
  if (!call.arrival) return call.problem(400, "bad_body", "the body is missing or empty: send the file itself");
  const auto kept = call.arrival->keep(expected);
  if (!kept) {
    if (kept.error().code == ErrorCode::verification) return call.problem(400, "wrong_digest", kept.error().message);
    if (kept.error().code == ErrorCode::full)
      return call.problem(507, "no_room", "the disk has no room; nothing was kept");
    return call.failed(kept.error());
  }
  JsonWriter out;
  out.text("sha256", hex(kept->sha256)).text("sha512", kept->sha512).number("size", kept->size);
  out.text("media_type", kept->media_type);
  if (const auto book = book_of(call)) {
    for (const auto& [id, versions] : book->evidence()) {
      if (versions->now().body.sha256 == kept->sha256) out.text("known_as", desk::to_text(id));
    }
  }
  return json_response(out.take(), 201);
}

struct Wanted {
  std::shared_ptr<const desk::Book> book;
  const desk::Evidence* evidence = nullptr;
  std::optional<Response> refused;
};
Wanted find_evidence(const CommandCall& call) {
  Wanted wanted;
  wanted.book = book_of(call);
  if (!wanted.book || call.inputs.vault == nullptr) {
    wanted.refused = not_there(call, "the store for evidence");
    return wanted;
  }
  if (const auto id = desk::id_from<desk::EvidenceId>(call.ids.front())) {
    wanted.evidence = wanted.book->evidence().now(*id);
  }
  if (wanted.evidence == nullptr) wanted.refused = call.problem(404, "not_found", "there is no such piece of evidence");
  return wanted;
}

Response give_bytes(CommandCall& call) {
  static constexpr std::array<std::string_view, 1> kKnown{"file"};
  Parameters parameters(call.target, kKnown);
  std::optional<Digest> named;
  if (const auto text = parameters.text("file")) {
    named = vault::digest_from(*text);
    if (!named) parameters.refuse("file", "`file` is the SHA-256 of the original or of a rendition");
  }
  if (auto refused = call.refused(parameters)) return *refused;
  const Wanted wanted = find_evidence(call);
  if (wanted.refused) return *wanted.refused;
  const desk::Evidence& evidence = *wanted.evidence;
  const Digest digest = named.value_or(evidence.body.sha256);
  const auto bars = desk::export_bars(evidence, {desk::ExportUse::internal, {}, digest}, now_by_clock());
  if (!bars.empty()) {
    const bool gone = evidence.destroyed || evidence.altered;
    return call.problem(gone ? 410 : 403, evidence.altered ? "altered" : "not_permitted",
                        fmt::format("{}", fmt::join(bars, "; ")));
  }
  auto file = call.inputs.vault->open_file(digest);
  if (!file) {
    const ErrorCode code = file.error().code;
    if (code != ErrorCode::verification && code != ErrorCode::not_found) return call.failed(file.error());
    report_altered(call.inputs, evidence.id, digest);
    return call.problem(410, "altered",
                        "the bytes are not those that were taken in; this was noted, and nothing of them "
                        "is handed out");
  }
  const auto made = std::ranges::find(evidence.renditions, digest, &desk::Rendition::sha256);
  const bool original = digest == evidence.body.sha256;
  FileAnswer about;
  about.name =
      vault::safe_file_name(evidence.body.received_as.empty() ? desk::to_text(evidence.id) : evidence.body.received_as);
  about.media_type = original ? evidence.body.media_type : made->media_type;
  about.etag = '"' + hex(digest) + '"';
  about.found = [&inputs = call.inputs, id = evidence.id, digest](const Error& error) {
    if (error.code == ErrorCode::verification) report_altered(inputs, id, digest);
  };
  // Once for each time that it is looked at, not for each range of a player.
  if (!call.request.is_head() && (call.request.range.empty() || call.request.range.starts_with("bytes=0-"))) {
    call.inputs.desk.post({call.actor(), engine::NoteOverseerRead{"evidence " + desk::to_text(evidence.id), {}, {}}});
  }
  return file_response(call.request, std::move(*file), std::move(about));
}

// Each time stamp with whether it holds: whether its token is over this very hash, and by an authority that is
// configured.
struct StampsFound {
  std::string list;
  bool all_hold = true;
};
StampsFound look_at_stamps(const CommandCall& call, const desk::Book& book, const desk::Evidence& evidence) {
  StampsFound found;
  append_list(found.list, book.time_stamps_of(evidence.id), [&](const desk::TimeStamp* stamp) {
    JsonWriter one;
    one.text("over", hex(stamp->over)).text("what", stamp->over == evidence.body.sha256 ? "original" : "rendition");
    one.time("at", stamp->at).text("authority", stamp->authority);
    if (!stamp->serial.empty()) one.text("serial", stamp->serial);
    if (call.inputs.stamp_authorities.empty()) {
      one.text("checked", "no certificate of an authority is configured");
    } else {
      const auto checked = vault::check_stamp(stamp->over, stamp->token, call.inputs.stamp_authorities);
      one.flag("holds", checked.has_value());
      if (!checked) one.text("because", checked.error().message);
      found.all_hold = found.all_hold && checked.has_value();
    }
    return one.take();
  });
  return found;
}

Response stamps(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const Wanted wanted = find_evidence(call);
  if (wanted.refused) return *wanted.refused;
  JsonWriter out;
  out.member("time_stamps") += look_at_stamps(call, *wanted.book, *wanted.evidence).list;
  return json_response(out.take());
}

// Reads every byte anew, and writes down what was found.
Response verify(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const Wanted wanted = find_evidence(call);
  if (wanted.refused) return *wanted.refused;
  const desk::Evidence& evidence = *wanted.evidence;
  std::vector<std::pair<std::string, Digest>> files{{"original", evidence.body.sha256}};
  for (const desk::Rendition& made : evidence.renditions) files.emplace_back("rendition", made.sha256);
  bool holds = true;
  std::string list;
  Digest found_original{};
  for (const auto& [what, digest] : files) {
    const auto found = call.inputs.vault->digest_now(digest);
    if (!found && found.error().code != ErrorCode::not_found) return call.failed(found.error());
    const Digest there = found.value_or(sha256(std::string_view{}));
    if (what == "original") found_original = there;
    holds = holds && there == digest;
    JsonWriter one;
    one.text("what", what).text("sha256", hex(digest)).flag("holds", there == digest);
    if (there != digest) one.text("found", found ? hex(there) : "nothing");
    list += (list.empty() ? "" : ",") + one.take();
  }
  const auto custody = wanted.book->custody_of(evidence.id);
  const auto broken = desk::broken_custody(custody);
  const StampsFound stamps_found = look_at_stamps(call, *wanted.book, evidence);
  holds = holds && stamps_found.all_hold;
  if (auto refused = act_as(call, custody_act(evidence.id, desk::CustodyKind::verified, "read anew", found_original))) {
    return *refused;
  }
  JsonWriter out;
  out.text("id", desk::to_text(evidence.id)).flag("holds", holds && !broken);
  out.member("files") += '[' + list + ']';
  out.flag("custody_unbroken", !broken).number("custody_events", custody.size());
  out.member("time_stamps") += stamps_found.list;
  return json_response(out.take());
}

// Asks the authority for a time stamp over the original and each rendition that has none yet.
Response stamp(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const Wanted wanted = find_evidence(call);
  if (wanted.refused) return *wanted.refused;
  if (!call.inputs.stamp || call.inputs.stamp_authorities.empty()) {
    return call.problem(
        409, "no_authority",
        "no time-stamp authority is configured; set `evidence.timestamp_url` and `evidence.timestamp_ca`");
  }
  const desk::Evidence& evidence = *wanted.evidence;
  std::vector<Digest> files{evidence.body.sha256};
  for (const desk::Rendition& made : evidence.renditions) files.push_back(made.sha256);
  const auto before = wanted.book->time_stamps_of(evidence.id);
  std::string list;
  for (const Digest& digest : files) {
    if (std::ranges::any_of(before, [&](const desk::TimeStamp* stamp) { return stamp->over == digest; })) continue;
    const auto request = vault::stamp_request(digest, random_number());
    if (!request) return call.failed(request.error());
    const auto answer = call.inputs.stamp(request->der);
    const auto stamped = answer ? vault::check_stamp(*request, *answer, call.inputs.stamp_authorities)
                                : Result<vault::Stamped>(Failure(answer.error()));
    if (!stamped) {
      log::warning("time_stamp_failed", {{"detail", stamped.error().message}});
      return call.problem(502, "authority_failed", stamped.error().message);
    }
    desk::AddTimeStamp act;
    act.evidence = evidence.id;
    act.stamp = {digest, stamped->at, stamped->authority, to_lower(stamped->serial).substr(0, 64), *answer};
    std::string body;
    desk::append_json(body, desk::Change(act));
    if (auto refused = act_as(call, body)) return *refused;
    JsonWriter one;
    one.text("over", hex(digest)).time("at", stamped->at).text("authority", stamped->authority);
    list += (list.empty() ? "" : ",") + one.take();
  }
  JsonWriter out;
  out.member("added") += '[' + list + ']';
  return json_response(out.take(), 201);
}

// ---- bundles ----

class ZipSource final : public http::BodySource {
 public:
  explicit ZipSource(vault::ZipStream zip) : zip_(std::move(zip)) {}
  std::uint64_t size() const override { return zip_.size(); }
  Result<std::string> next(std::size_t at_most) override { return zip_.next(at_most); }

 private:
  vault::ZipStream zip_;
};

// A time stamp over the manifest, where there is an authority; an authority that does not answer must not keep a court
// waiting, so the bundle then says that it has none.
std::string stamp_over(const CommandCall& call, const Digest& digest) {
  if (!call.inputs.stamp || call.inputs.stamp_authorities.empty()) return {};
  const auto request = vault::stamp_request(digest, random_number());
  const auto answer = request ? call.inputs.stamp(request->der) : Result<std::string>(Failure(request.error()));
  if (!answer) {
    log::warning("time_stamp_failed", {{"detail", answer.error().message}});
    return {};
  }
  return vault::check_stamp(*request, *answer, call.inputs.stamp_authorities) ? *answer : std::string();
}

std::string custody_text(const desk::Book& book, desk::EvidenceId id) {
  std::string out =
      fmt::format("Custody of {}. Each link is the SHA-256 of the one before and of the event.\n\n", desk::to_text(id));
  for (const desk::Custody* event : book.custody_of(id)) {
    out += fmt::format("{}  {}  by {}", to_rfc3339(event->at), desk::name(event->kind), event->person);
    for (const auto& [what, value] : {std::pair("for", event->purpose), std::pair("authority", event->authority),
                                      std::pair("place", event->place)}) {
      if (!value.empty()) out += fmt::format("  {}: {}", what, value);
    }
    if (event->found) out += "  found: " + hex(*event->found);
    out += "\n  link: " + hex(event->chain) + "\n";
  }
  return out;
}

bool append_subject(std::string& out, const desk::Book& book, const std::string& id, Instant now) {
  if (const auto lead = desk::id_from<desk::LeadId>(id)) return desk::append_with_all(out, book, *lead);
  if (const auto request = desk::id_from<desk::RequestId>(id)) return desk::append_with_all(out, book, *request, now);
  if (const auto in_case = desk::id_from<desk::CaseId>(id)) return desk::append_with_all(out, book, *in_case);
  if (const auto incident = desk::id_from<desk::IncidentId>(id)) return desk::append_with_all(out, book, *incident);
  if (const auto evidence = desk::id_from<desk::EvidenceId>(id)) return desk::append_with_all(out, book, *evidence);
  return false;
}

Response bundle(CommandCall& call) {
  static constexpr std::array<std::string_view, 2> kKnown{"use", "agency"};
  Parameters parameters(call.target, kKnown);
  const auto use = desk::from_word<desk::ExportUse>(parameters.text("use").value_or("court"));
  if (!use) {
    parameters.refuse("use", "`use` is one of internal, partner, court, oversight, editorial, publication, commercial");
  }
  const std::string agency(parameters.text("agency").value_or(""));
  if (use == desk::ExportUse::partner && agency.empty()) {
    parameters.refuse("agency", "`agency` is missing: to whom it goes, such as `XAA/coast_guard`", "missing_parameter");
  }
  if (auto refused = call.refused(parameters)) return *refused;
  auto book = book_of(call);
  if (!book || call.inputs.vault == nullptr) return not_there(call, "the store for evidence");
  const std::string& id = call.ids.front();
  std::string about;
  if (!append_subject(about, *book, id, book->last_at())) {
    return call.problem(404, "not_found", "there is no such thing on the desk");
  }
  if (call.request.is_head()) return json_response({});
  // No record, no copy: what goes along is noted in its custody first, and the bundle shows that, too.
  const std::vector<desk::EvidenceId> wanted = evidence_about(*book, id);
  const std::string purpose =
      fmt::format("bundle of {} for {} use{}{}", id, desk::name(*use), agency.empty() ? "" : ", for ", agency);
  for (const desk::EvidenceId one : wanted) {
    const desk::Evidence* evidence = book->evidence().now(one);
    if (evidence == nullptr || evidence->destroyed) continue;
    if (auto file = call.inputs.vault->open_file(evidence->body.sha256); !file) {
      report_altered(call.inputs, one, evidence->body.sha256);
    }
    if (auto refused = act_as(call, custody_act(one, desk::CustodyKind::copied, purpose))) return *refused;
  }
  book = book_of(call);
  about.clear();
  append_subject(about, *book, id, book->last_at());
  const Instant now = now_by_clock();
  desk::Bundle plan = desk::make_bundle(*book, wanted, *use, agency, now);

  std::vector<vault::ZipEntry> entries;
  std::vector<std::pair<std::string, std::string>> left_out;
  for (const desk::BundleFile& file : plan.files) {
    auto opened = call.inputs.vault->open_file(file.sha256);
    if (opened) {
      entries.push_back({file.path, "", file.sha256});
    } else {
      left_out.emplace_back(file.path, "its bytes are not those that were taken in, or are gone");
    }
  }
  for (const desk::LeftOut& one : plan.left_out)
    left_out.emplace_back(one.id, fmt::format("{}", fmt::join(one.because, "; ")));
  std::string verify_text;
  for (std::size_t i = 1; i < plan.texts.size(); ++i) {
    if (plan.texts[i].path == "VERIFY.txt") {
      verify_text = std::move(plan.texts[i].text);
    } else {
      entries.push_back({plan.texts[i].path, std::move(plan.texts[i].text), {}});
    }
  }
  // Who gave it is part of what a protected source is protected from; so is what was done with it.
  const bool all_of_it = *use == desk::ExportUse::court || *use == desk::ExportUse::internal;
  if (all_of_it) {
    entries.push_back({"record.json", about + "\n", {}});
    for (const desk::EvidenceId one : wanted) {
      entries.push_back({fmt::format("custody/{}.txt", desk::to_text(one)), custody_text(*book, one), {}});
    }
  }
  if (!call.inputs.stamp_authorities.empty()) entries.push_back({"authority.pem", call.inputs.stamp_authorities, {}});
  JsonWriter manifest;
  manifest.text("about", id).text("use", desk::name(*use)).time("made_at", now).text("made_by", call.actor().account());
  if (!agency.empty()) manifest.text("agency", agency);
  append_list(manifest.member("files"), entries, [](const vault::ZipEntry& entry) {
    return JsonWriter().text("path", entry.path).text("sha256", hex(entry.file.value_or(sha256(entry.text)))).take();
  });
  append_list(manifest.member("left_out"), left_out,
              [](const auto& one) { return JsonWriter().text("what", one.first).text("because", one.second).take(); });
  entries.push_back({"manifest.json", manifest.take() + "\n", {}});
  for (const auto& [what, because] : left_out) {
    if (!verify_text.contains(what + ":")) verify_text += fmt::format("\nLeft out: {}: {}\n", what, because);
  }
  verify_text += call.inputs.stamp_authorities.empty() || !call.inputs.stamp
                     ? "\nThe list itself has no time stamp: no authority is configured.\n"
                     : "\nThe list itself, where SHA256SUMS.tsr is there:\n"
                       "  openssl ts -verify -data SHA256SUMS -in SHA256SUMS.tsr -CAfile authority.pem\n";
  entries.push_back({"VERIFY.txt", std::move(verify_text), {}});
  std::string sums;
  for (const vault::ZipEntry& entry : entries) {
    sums += fmt::format("{}  {}\n", hex(entry.file.value_or(sha256(entry.text))), entry.path);
  }
  const std::string token = stamp_over(call, sha256(sums));
  entries.insert(entries.begin(), {"SHA256SUMS", std::move(sums), {}});
  if (!token.empty()) entries.insert(entries.begin() + 1, {"SHA256SUMS.tsr", token, {}});
  auto zip = vault::ZipStream::make(*call.inputs.vault, std::move(entries), now);
  if (!zip) return call.failed(zip.error());
  Response response;
  response.content_type = "application/zip";
  response.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}.zip\"", id));
  response.source = std::make_shared<ZipSource>(std::move(*zip));
  return response;
}

constexpr Route with_file(Route route) {
  route.takes_file = true;
  return route;
}

}  // namespace

std::span<const Route> evidence_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      with_file({"POST", "/api/v1/evidence/bytes", Permission::operate, nullptr, &take_bytes, Lane::bytes}),
      {"GET", "/api/v1/evidence/{id}/bytes", Permission::read_picture, nullptr, &give_bytes, Lane::reads},
      {"POST", "/api/v1/evidence/{id}/verify", Permission::operate, nullptr, &verify, Lane::reads},
      {"GET", "/api/v1/evidence/{id}/time-stamps", Permission::read_picture, nullptr, &stamps, Lane::reads},
      {"POST", "/api/v1/evidence/{id}/time-stamps", Permission::operate, nullptr, &stamp, Lane::reads},
      {"GET", "/api/v1/casework/{id}/bundle", Permission::operate, nullptr, &bundle, Lane::reads},
  });
  return kRoutes;
}

}  // namespace fairlead::serve
