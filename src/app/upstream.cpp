// SPDX-License-Identifier: Apache-2.0
#include "upstream.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <poll.h>

#include <boost/json.hpp>

#include "base/log.hpp"
#include "base/text.hpp"
#include "desk/book.hpp"
#include "engine/casework_now.hpp"
#include "http/query.hpp"

namespace fairlead::app {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kAskEveryMs = 2'000;
constexpr std::int64_t kContactMaxMs = 60'000;
// A release acknowledges those before it, and each word costs the other side a record: reading does not wait for more.
constexpr std::int64_t kAcknowledgeEveryMs = 1'000;
constexpr std::string_view kAfter = " after recall-";

domain::Label for_nobody() {
  domain::Label label;
  label.policy = "not known to be shared";
  label.level = domain::Level::top_secret;
  return label;
}

}  // namespace

Upstream::Upstream(SourceSetting setting, UpstreamUrl url, HttpClient stream, HttpClient words, engine::Runner& runner,
                   const WallClock& clock)
    : setting_(std::move(setting)),
      url_(std::move(url)),
      stream_(std::move(stream)),
      words_(std::move(words)),
      runner_(runner),
      clock_(clock),
      reader_(setting_.originator.empty() ? url_.originator : setting_.originator),
      desk_("", setting_.originator.empty() ? url_.originator : setting_.originator),
      name_(setting_.name.empty() ? url_.name : setting_.name) {}

Upstream::~Upstream() { stop(); }

Result<std::unique_ptr<Upstream>> Upstream::open(const SourceSetting& setting, engine::Runner& runner,
                                                 const WallClock& clock) {
  FL_TRY(UpstreamUrl url, parse_upstream_url(setting.url));
  AccessOptions options;
  options.token_file = setting.token_file;
  options.certificate_file = setting.certificate_file;
  options.key_file = setting.key_file;
  options.authorities_file = setting.authorities_file;
  FL_TRY(const HttpAccess access, options.access());
  if (access.token.empty() && access.certificate_file.empty()) {
    return fail(ErrorCode::invalid_argument, "who are we there? write `token_file`, or `certificate` and `key`");
  }
  HttpClient::Limits limits;
  limits.time_max = std::chrono::seconds(10);
  FL_TRY(HttpClient stream, HttpClient::open(url.door, access, limits));
  FL_TRY(HttpClient words, HttpClient::open(url.door, access, limits));
  std::unique_ptr<Upstream> made(
      new Upstream(setting, std::move(url), std::move(stream), std::move(words), runner, clock));
  // What was recalled before stays recalled: its source keeps its name, and we go on under the newest.
  const std::string begin = made->name_ + std::string(kAfter);
  for (const domain::Source& source : runner.sources()) {
    if (!source.name.starts_with(begin)) continue;
    const auto number = parse_number<std::uint64_t>(std::string_view(source.name).substr(begin.size()));
    if (number && *number > made->handled_) made->handled_ = *number;
  }
  if (made->handled_ > 0) made->name_ = fmt::format("{}{}", begin, made->handled_);
  FL_CHECK(made->declare(true));
  return made;
}

Result<void> Upstream::declare(bool shut) {
  domain::Source source;
  source.name = name_;
  source.url = setting_.url;
  source.originator = setting_.originator.empty() ? url_.originator : setting_.originator;
  source.label = shut ? for_nobody() : setting_.label;
  FL_TRY(source_, runner_.declare(std::move(source)));
  desk_.rename(name_);
  is_open_ = !shut;
  return {};
}

void Upstream::start() {
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
}

void Upstream::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void Upstream::rest(milliseconds pause) const {
  for (auto left = pause; left.count() > 0 && !stopping_; left -= milliseconds(100)) ::poll(nullptr, 0, 100);
}

void Upstream::say(domain::SourceState state, std::string detail) {
  if (state_.exchange(state) != state) log::info("upstream", {{"source", name_}, {"detail", detail}});
  detail_.set(std::make_shared<const std::string>(std::move(detail)));
}

void Upstream::run() {
  const std::string path = fmt::format("/partner/v1/stream?purpose={}", release::name(url_.purpose));
  milliseconds pause(1000);
  while (!stopping_) {
    // Whether it still shares what it shared comes first.
    if (!ask()) {
      static_cast<void>(keep_watch());
      say(domain::SourceState::failed, fmt::format("`{}` does not answer, or does not know us", url_.door));
      rest(pause);
      pause = std::min(pause * 2, milliseconds(30'000));
      continue;
    }
    pause = milliseconds(1000);
    EventStream events;
    bool goes_on = true;
    unsaid_ = held();
    settled_from_ms_ = 0;
    say(domain::SourceState::live, fmt::format("following `{}`", url_.door));
    const auto reply = stream_.follow(
        path, {{"Accept", "text/event-stream"}},
        [&](std::string_view bytes) {
          bytes_ += bytes.size();
          if (settled_from_ms_ == 0) settled_from_ms_ = now_ms();
          const bool sane =
              events.feed(bytes, [this](const EventStream::Event& event) { return take(event); }, goes_on);
          return sane && goes_on && !stopping_;
        },
        [this] { return keep_watch(); });
    acknowledge();
    if (stopping_) break;
    ++reconnects_;
    say(domain::SourceState::connecting, reply ? "the connection ended" : reply.error().message);
    rest(pause);
  }
  say(domain::SourceState::stopped, "stopped");
}

// Asks for recalls every two seconds; a minute without an answer shuts.
bool Upstream::keep_watch() {
  if (stopping_) return false;
  if (now_ms() - acknowledged_at_ms_ >= kAcknowledgeEveryMs) acknowledge();
  const bool was_open = is_open_;
  const domain::SourceId was = source_;
  if (now_ms() - asked_at_ms_ >= kAskEveryMs || now_ms() < asked_at_ms_) static_cast<void>(ask());
  // What is open anew begins anew: all that is still released comes once more.
  if (is_open_ && (!was_open || source_ != was)) return false;
  if (is_open_ && !unsaid_.empty() && settled_from_ms_ != 0 && now_ms() - settled_from_ms_ > kSettleMs) end_unsaid();
  if (is_open_ && now_ms() - answered_at_ms_ > kContactMaxMs) {
    if (declare(true)) log::warning("upstream_shut", {{"source", name_}, {"reason", "no answer for a minute"}});
  }
  return !stopping_;
}

bool Upstream::ask() {
  asked_at_ms_ = now_ms();
  const auto reply = words_.get("/partner/v1/recalls");
  if (!reply || reply->status != 200) return false;
  boost::json::error_code bad;
  const boost::json::value value = boost::json::parse(reply->body, bad);
  const auto* recalls = bad || !value.is_object() ? nullptr : value.get_object().if_contains("recalls");
  if (recalls == nullptr || !recalls->is_array()) return false;
  std::map<std::uint64_t, std::string> fresh;
  constexpr std::string_view kRecall = "recall-";
  for (const auto& entry : recalls->get_array()) {
    if (!entry.is_object()) return false;
    const auto* id = entry.get_object().if_contains("id");
    const auto* purpose = entry.get_object().if_contains("purpose");
    if (id == nullptr || !id->is_string() || purpose == nullptr || !purpose->is_string()) return false;
    const std::string name(id->get_string());
    if (std::string_view(purpose->get_string()) != release::name(url_.purpose)) continue;
    const auto number = parse_number<std::uint64_t>(
        std::string_view(name).substr(name.starts_with(kRecall) ? kRecall.size() : name.size()));
    if (!number) return false;  // names of another kind: what they mean is not known, so nothing is open
    if (*number > handled_) fresh.emplace(*number, name);
  }
  answered_at_ms_ = now_ms();
  if (!fresh.empty()) recalled(fresh.rbegin()->second, fresh.rbegin()->first);
  if (!is_open_) return declare(false).has_value();
  return true;
}

// What came until now is shut for good, also at our own partners; afterwards another source delivers.
void Upstream::recalled(const std::string& id, std::uint64_t number) {
  const auto done = runner_.command({accounts::Actor::automatic(), engine::RecallSource{name_}});
  if (!done && done.error().code != ErrorCode::not_found) {
    log::error("recall_not_done", {{"source", name_}, {"recall", id}, {"detail", done.error().message}});
    answered_at_ms_ = 0;
    return;
  }
  log::warning("upstream_recalled", {{"source", name_}, {"recall", id}});
  handled_ = number;
  const std::string base = setting_.name.empty() ? url_.name : setting_.name;
  name_ = fmt::format("{}{}{}", base, kAfter, number);
  is_open_ = false;
  std::string body = R"({"recall":)";
  append_json_string(body, id);
  body += R"(,"answer":"seen"})";
  static_cast<void>(words_.post("/partner/v1/acks", body));
}

bool Upstream::take(const EventStream::Event& event) {
  if (!is_open_) return true;  // it will come again after the next beginning
  if (event.name != "tracks") return take_desk(event);
  auto batch = reader_.read(event.data, source_, Instant::from_unix_ms(now_ms()));
  if (!batch) {
    log::warning("upstream_payload_refused", {{"source", name_}, {"detail", batch.error().message}});
    ++rejected_;
    return true;
  }
  ++payloads_;
  heard_at_ms_ = now_ms();
  observations_ += batch->observations.size();
  rejected_ = reader_.rejected();
  if (!batch->observations.empty()) runner_.inbox().offer(std::move(*batch));
  unacknowledged_ = reader_.release();
  if (now_ms() - acknowledged_at_ms_ >= kAcknowledgeEveryMs) acknowledge();
  return true;
}

bool Upstream::take_desk(const EventStream::Event& event) {
  const std::set<std::string> known = held();
  const auto acts = desk_.read(event.data, [&](const std::string& name) { return known.contains(name); });
  if (!acts) {
    log::warning("upstream_payload_refused", {{"source", name_}, {"detail", acts.error().message}});
    ++rejected_;
    return true;
  }
  ++payloads_;
  heard_at_ms_ = settled_from_ms_ = now_ms();
  for (const std::string& name : desk_.said()) unsaid_.erase(name);
  for (const std::string& act : *acts) {
    const auto done = runner_.command({accounts::Actor::automatic(), engine::ActOnDesk{act, true}});
    if (done) continue;
    // Nobody has it who does not know that it is ours: it is not acknowledged.
    if (done.error().code == ErrorCode::unreachable) return false;
    log::warning("upstream_desk_refused", {{"source", name_}, {"detail", done.error().message}});
    ++rejected_;
  }
  unacknowledged_ = desk_.release();
  acknowledge();
  return true;
}

void Upstream::acknowledge() {
  if (unacknowledged_.empty()) return;
  acknowledged_at_ms_ = now_ms();
  std::string body = R"({"delivery":)";
  append_json_string(body, std::exchange(unacknowledged_, {}));
  body += '}';
  static_cast<void>(words_.post("/partner/v1/acks", body));
}

std::set<std::string> Upstream::held() const {
  std::set<std::string> names;
  const auto now = runner_.casework();
  if (!now || !now->book) return names;
  for (const auto& [id, versions] : now->book->leads()) {
    const desk::Lead& lead = versions->now();
    if (lead.origin && lead.origin->source == name_ && lead.state == desk::LeadState::open) {
      names.insert(lead.origin->reference);
    }
  }
  for (const auto& [id, versions] : now->book->requests()) {
    const desk::Request& request = versions->now();
    if (request.origin && request.origin->source == name_ && desk::is_open(request)) {
      names.insert(request.origin->reference);
    }
  }
  return names;
}

void Upstream::end_unsaid() {
  const std::string act = desk_.ended(unsaid_, "given no longer");
  if (runner_.command({accounts::Actor::automatic(), engine::ActOnDesk{act, true}})) unsaid_.clear();
}

domain::SourceHealth Upstream::health() const {
  domain::SourceHealth health;
  health.source.id = domain::SourceId(0);
  health.source.name = setting_.name.empty() ? url_.name : setting_.name;
  health.source.url = setting_.url;
  health.source.originator = setting_.originator.empty() ? url_.originator : setting_.originator;
  health.source.label = setting_.label;
  health.state = state_;
  if (const std::int64_t at = heard_at_ms_; at != 0) health.last_sentence_at = Instant::from_unix_ms(at);
  health.bytes_total = bytes_;
  health.sentences_total = health.messages_total = payloads_;
  health.observations_total = observations_;
  if (const std::uint64_t rejected = rejected_; rejected != 0) health.rejected["unreadable"] = rejected;
  health.reconnects_total = reconnects_;
  health.detail = *detail_.get();
  return health;
}

}  // namespace fairlead::app
