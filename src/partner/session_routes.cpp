// SPDX-License-Identifier: Apache-2.0
// What a partner may ask. A refusal depends on the request and the account alone; whatever is not theirs, not there or
// not released looks the same.
#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include "accounts/roles.hpp"
#include "base/text.hpp"
#include "http/fields.hpp"
#include "leaks.hpp"
#include "session.hpp"

namespace fairlead::partner {

namespace {

constexpr std::string_view kPrefix = "/partner/v1/";
constexpr std::string_view kLogPrefix = "log/";
constexpr std::size_t kNameMax = 200;
constexpr unsigned kPullsMax = 4;  // a pull that a stop overtook is asked for again

std::int64_t now_ns() { return system_steady_clock().now_ns(); }

// The body of an acknowledgement; nothing when it has another form.
std::optional<engine::Acknowledge> acknowledgement(std::string_view body) {
  boost::json::error_code bad;
  boost::json::parse_options options;
  options.max_depth = 2;
  const boost::json::value value = boost::json::parse(body, bad, {}, options);
  const boost::json::object* object = bad ? nullptr : value.if_object();
  if (object == nullptr) return std::nullopt;
  engine::Acknowledge word;
  bool answered = false;
  for (const auto& member : *object) {
    const boost::json::string* text = member.value().if_string();
    if (text == nullptr || text->empty() || text->size() > kNameMax) return std::nullopt;
    const std::string_view name(member.key().data(), member.key().size());
    const std::string_view given(text->data(), text->size());
    if (!http::is_clean_utf8(given)) return std::nullopt;
    if (name == "answer") {
      if (given != "seen" && given != "confirmed" && given != "refused") return std::nullopt;
      word.reply = given;
      answered = true;
    } else if (word.what.empty() && (name == "delivery" || name == "conditions" || name == "recall")) {
      word.what = name;
      word.name = given;
    } else {
      return std::nullopt;
    }
  }
  if (word.what.empty() || answered != (word.what == "recall")) return std::nullopt;
  return word;
}

}  // namespace

void Session::handle() {
  const auto target = http::parse_target(request_.target);
  if (!target) return answer(answers::bad_parameter(after()));
  std::string_view path = target->path;
  if (!path.starts_with(kPrefix)) return answer(answers::not_found(after()));
  path.remove_prefix(kPrefix.size());
  const bool is_acks = path == "acks";
  const bool is_told = path.starts_with("leads/") || path.starts_with("requests/");
  const bool is_either = path == "requests";
  const bool known = is_acks || is_told || is_either || path == "stream" || path == "tracks" || path == "leads" ||
                     path == "recalls" || path == "agreements" || path.starts_with(kLogPrefix);
  if (!known) return answer(answers::not_found(after()));
  const bool is_post = request_.method == "POST";
  if (is_either ? !is_post && request_.method != "GET" : request_.method != (is_acks || is_told ? "POST" : "GET")) {
    return answer(answers::method_not_allowed(after()));
  }
  if (path == "stream") return route_stream(*target);
  if (!hub_.guests.may_ask(actor_->account(), now_ns())) {
    ++hub_.counters.told_to_wait_total;
    return answer(answers::too_many(after()));
  }
  if (path == "tracks" || path == "leads") return route_pull(*target, path == "leads");
  if (is_acks) return route_acks();
  if (is_told || (is_either && is_post)) return route_desk(path);
  if (path.starts_with(kLogPrefix)) return route_log(path.substr(kLogPrefix.size()));
  const auto sharing = hub_.inputs.sharing();
  const std::string& agency = *actor_->agency();
  const Ungated paper = path == "recalls" ? Paper::recalls(*sharing, agency)
                        : is_either       ? Paper::requests(*sharing, agency)
                                          : Paper::agreements(*sharing, agency);
  Ungated whole = answers::body_head(answers::kJson, paper.size(), after());
  whole << paper;
  answer(whole);
}

std::optional<Session::Asked> Session::parameters(const http::Target& target) const {
  Asked asked;
  bool purpose = false;
  for (const auto& [name, value] : target.query) {
    if (name == "purpose" && !purpose && !value.empty() && value.size() <= kNameMax) {
      purpose = true;
      asked.purpose = value;
    } else if (name == "cursor" && !asked.cursor && parse_number<std::uint64_t>(value)) {
      asked.cursor = parse_number<std::uint64_t>(value);
    } else {
      return std::nullopt;
    }
  }
  if (!purpose) return std::nullopt;
  return asked;
}

void Session::route_stream(const http::Target& target) {
  auto asked = parameters(target);
  if (!asked) return answer(answers::bad_parameter(after()));
  // What a client of events has seen last is newer than the address it began with.
  if (const auto last = parse_number<std::uint64_t>(request_.last_event_id)) asked->cursor = last;
  const bool upgrade = !request_.upgrade.empty();
  Ungated head = answers::events_head();
  if (upgrade) {
    const bool good = to_lower(request_.upgrade) == "websocket" && request_.websocket_version == "13" &&
                      request_.origin.empty() && !request_.http_1_0;
    head = good ? Ungated::upgrade(request_.websocket_key) : Ungated();
    if (head.empty()) return answer(answers::bad_upgrade(after()));
  }
  if (!hub_.guests.may_begin_stream(actor_->account(), now_ns())) {
    ++hub_.counters.told_to_wait_total;
    close_after_ = true;
    return answer(answers::too_many(after()));
  }
  const std::int64_t now = now_ns();
  mode_ = upgrade ? Mode::messages : Mode::events;
  busy_ = false;
  ++hub_.counters.streams;
  following_.emplace(Following{*actor_, actor_->account() + '\n' + asked->purpose,
                               release::from_word<release::Purpose>(asked->purpose), asked->cursor, std::nullopt,
                               false});
  heartbeat_at_ns_ = now + hub_.limits().heartbeat.count() * 1'000'000;
  retry_at_ns_ = now + hub_.limits().retry_every.count() * 1'000'000;
  progress_ns_ = heard_ns_ = now;
  if (upgrade) messages_.emplace(hub_.limits().message_bytes_max);
  exit_.say(head);
  hub_.feeds.begin(*this);
  if (!hub_.feeds.open(shared_from_this())) {
    ++hub_.counters.told_to_wait_total;
    return finish_stream(http::CloseCode::try_again);
  }
  pump();
  if (mode_ == Mode::closed) return;
  const std::string early = std::exchange(inbox_, {});
  if (mode_ == Mode::messages) return read_messages(early);
  listen();
}

void Session::route_pull(const http::Target& target, bool of_desk) {
  const auto asked = parameters(target);
  if (!asked || asked->cursor) return answer(answers::bad_parameter(after()));
  pulls_desk_ = of_desk;
  const auto purpose = release::from_word<release::Purpose>(asked->purpose);
  if (!purpose) return answer(nothing_to_pull());
  pulls_left_ = kPullsMax;
  ask_pull(*purpose);
}

Ungated Session::nothing_to_pull() const {
  return pulls_desk_ ? answers::empty_leads(after()) : answers::empty_tracks(after());
}

void Session::ask_pull(release::Purpose purpose) {
  pull_.reset();
  if (pulls_left_-- == 0) return answer(answers::busy(after()));
  pulled_purpose_ = purpose;
  asked_at_cut_ = hub_.cuts;
  engine::Command command{*actor_, engine::PullTracks{purpose}};
  if (pulls_desk_) command.request = engine::PullLeads{purpose};
  const bool taken = defer<Result<engine::Answer>>(
      hub_.workers, [&inputs = hub_.inputs, command = std::move(command)] { return inputs.command(command); },
      &Session::pulled);
  if (!taken) answer(answers::busy(after()));
}

void Session::pulled(Result<engine::Answer> result) {
  if (!result) {
    // Fairlead stops, or its store refuses; every other reason is the empty answer.
    const bool ours = result.error().code == ErrorCode::unreachable;
    return answer(ours ? answers::busy(after()) : nothing_to_pull());
  }
  auto& releases = result->releases;
#ifdef FAIRLEAD_SEEDED_LEAKS
  const auto sharing = hub_.inputs.sharing();
  const bool anyone = std::ranges::any_of(sharing->views, [&](const auto& v) { return v.purpose == pulled_purpose_; });
  if (FL_LEAK(purpose_nobody_has_is_not_found) && !anyone) return answer(answers::not_found(after()));
  if (FL_LEAK(withheld_is_busy) && releases.empty() && sharing->ledger.size % 2 == 0)
    return answer(answers::busy(after()));
#endif
  if (releases.empty()) return answer(nothing_to_pull());
  if (!is_admitted()) return drop();
  // A stop that came meanwhile was acknowledged: what was decided before it stays here, and it is decided anew.
  if (asked_at_cut_ != hub_.cuts) return ask_pull(pulled_purpose_);
  // Several releases are one body, a line for each.
  std::uint64_t length = releases.size() - 1;
  for (const engine::DurableRelease& release : releases) length += release.size();
  pull_.emplace(Pull{std::move(releases), 0, answers::body_head(answers::kJson, length, after())});
  if (exit_.kernel_bytes() == 0) pulled_.clear();
  pulled_.insert(pulled_purpose_);
  progress_ns_ = now_ns();
  pump();
}

void Session::pump_pull() {
  static const Ungated kLineEnd{Constant("\n")};
  static const Ungated kNothing;
  while (pull_->next < pull_->releases.size()) {
    const engine::DurableRelease& release = pull_->releases[pull_->next];
    const auto result = exit_.hand_over(*hub_.inputs.gate, release, release.feed(),
                                        pull_->next == 0 ? pull_->before : kLineEnd, kNothing);
    switch (result) {
      case engine::Gate::Result::done:
        ++hub_.counters.handed_over_total;
        ++pull_->next;
        continue;
      case engine::Gate::Result::blocked:
        return exit_.await_room([self = shared_from_this()] { self->pump(); });
      case engine::Gate::Result::shut:
        ++hub_.counters.refused_total;
        if (pull_->next == 0 && !exit_.is_mid_payload()) {
          // Decided before a stop: it is decided anew.
          return ask_pull(pulled_purpose_);
        }
        hub_.feeds.count_refused(release.feed(), true);
        return drop();
      case engine::Gate::Result::broken:
        return close();
    }
  }
  pull_.reset();
  pump();
}

// Whether a stop covers what is being pulled. The gate knows the feeds of streams; a pull has none that a stop names.
bool Session::is_pull_stopped() const {
  return !hub_.inputs.gate->is_open(pull_->releases[pull_->next]) ||
         hub_.feeds.is_stopped(*actor_->agency(), pulled_purpose_);
}

void Session::cut_pull(engine::StopReach& reach) {
  if (!is_pull_stopped()) return;
  ++reach.deliveries_dropped;
  if (pull_->next == 0 && !exit_.is_mid_payload()) return ask_pull(pulled_purpose_);
  reach.kernel_bytes += exit_.kernel_bytes();
  ++reach.connections_closed;
  drop();
}

void Session::route_acks() {
  const Instant now = Instant::from_unix_ms(hub_.inputs.clock->now_ms());
  if (actor_->may(accounts::Permission::acknowledge, now) != accounts::Allowed::yes) {
    return answer(answers::not_allowed(after()));
  }
  if (!http::is_json(request_.content_type)) return answer(answers::not_json(after()));
  auto word = acknowledgement(request_.body);
  if (!word) return answer(answers::bad_body(after()));
  engine::Command command{*actor_, std::move(*word)};
  const bool taken = defer<Ungated>(
      hub_.workers,
      [&inputs = hub_.inputs, command = std::move(command), after = after()] {
        const auto result = inputs.command(command);
        // A name that is nobody's is answered like one that is.
        const bool ours = !result && result.error().code == ErrorCode::unreachable;
        return ours ? answers::busy(after) : answers::done(after);
      },
      &Session::told);
  if (!taken) answer(answers::busy(after()));
}

void Session::route_log(std::string_view path) {
  const bool receipts = path.starts_with("receipts/");
  const bool known = path == "checkpoint" || receipts || path.starts_with("tile/");
  if (!known || path.size() > kNameMax) return answer(answers::not_found(after()));
  const auto read = [&hub = hub_, agency = *actor_->agency(), name = std::string(path), receipts,
                     after = after()]() -> Ungated {
    const auto made = [&]() -> Result<Ungated> {
      FL_TRY(const auto log, hub.inputs.log(agency));
      if (receipts) return Paper::receipt(*log, agency, std::string_view(name).substr(9), hub.receipts);
      return name == "checkpoint" ? Paper::checkpoint(*log) : Paper::tile(*log, name);
    }();
    if (!made) return made.error().code == ErrorCode::not_found ? answers::not_found(after) : answers::busy(after);
    Ungated whole =
        answers::body_head(name.starts_with("tile/") ? answers::kBytes : answers::kText, made->size(), after);
    whole << *made;
    return whole;
  };
  if (!defer<Ungated>(hub_.log_reader, read, &Session::told)) answer(answers::busy(after()));
}

}  // namespace fairlead::partner
