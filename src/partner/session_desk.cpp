// SPDX-License-Identifier: Apache-2.0
// What a partner tells the desk: requests, answers to ours, and what it did with leads. Whose word it is comes from the
// admission, never from the body. A lead or request of somebody else's is not there.
#include <optional>
#include <utility>

#include "desk/json.hpp"
#include "http/fields.hpp"
#include "session.hpp"

namespace fairlead::partner {
namespace {

constexpr std::size_t kNameMax = 64;

// `leads/l-…/use-reports`, `requests/q-…/withdrawal`, `requests/r-…/steps`, `requests`.
std::optional<engine::TellDesk> told_of(std::string_view path) {
  if (path == "requests") return engine::TellDesk{"request", {}, {}};
  const std::size_t first = path.find('/');
  const std::size_t second = path.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const std::string_view noun = path.substr(0, first);
  const std::string_view name = path.substr(first + 1, second - first - 1);
  const std::string_view what = path.substr(second + 1);
  if (name.empty() || name.size() > kNameMax) return std::nullopt;
  if (noun == "leads" && what == "use-reports") return engine::TellDesk{"use_report", std::string(name), {}};
  if (noun == "requests" && what == "steps") return engine::TellDesk{"request_step", std::string(name), {}};
  if (noun == "requests" && what == "withdrawal") return engine::TellDesk{"withdraw_request", std::string(name), {}};
  return std::nullopt;
}

// What is wrong with the form as such, before anything is asked about what there is.
desk::Faults faults_of(const engine::TellDesk& told, std::string_view agency) {
  const auto read = [&]() -> std::expected<desk::Change, desk::Faults> {
    if (told.what == "request") {
      return desk::change_from_json("file_request", told.body, {{"agency", agency}, {"direction", "incoming"}});
    }
    if (told.what == "use_report") return desk::change_from_json("file_use_report", told.body, {{"ask", "A-0001"}});
    if (told.what == "request_step") {
      return desk::change_from_json("answer_request", told.body, {{"request", "Q-0001"}});
    }
    return desk::change_from_json("answer_request", told.body, {{"request", "Q-0001"}, {"step", "withdraw"}});
  }();
  if (!read) return read.error();
  desk::Faults faults;
  if (const auto* report = std::get_if<desk::FileUseReport>(&*read)) {
    if (!report->body.evidence.empty()) faults.push_back({"/evidence", "evidence is handed over, not named here"});
  }
  const auto* word = std::get_if<desk::AnswerRequest>(&*read);
  if (word != nullptr && word->seen) faults.push_back({"/seen", "a revision is a number of ours; leave it out"});
  if (word != nullptr && word->at) faults.push_back({"/at", "it counts when it comes; leave it out"});
  if (word != nullptr && told.what == "request_step") {
    using enum desk::RequestStep;
    const bool says_no = word->step == refuse || word->step == deny_registry || word->step == deny_authorisation;
    if (!desk::is_answer(word->step)) faults.push_back({"/step", "this step is the asker's, not yours"});
    if (says_no && word->text.empty()) faults.push_back({"/text", "say why in `text`"});
    if (word->step == authorise && word->scope.empty()) {
      faults.push_back({"/scope", "say which acts are authorised, such as `board`"});
    }
    if (word->step != authorise && !word->scope.empty()) faults.push_back({"/scope", "it belongs to `authorise`"});
    if (word->step != authorise && !word->conditions.empty()) {
      faults.push_back({"/conditions", "they belong to `authorise`"});
    }
  }
  if (const auto* withdrawal = word; withdrawal != nullptr && told.what == "withdraw_request") {
    if (withdrawal->text.empty()) faults.push_back({"/text", "say why in `text`"});
    if (!withdrawal->scope.empty() || !withdrawal->conditions.empty()) {
      faults.push_back({"", "a withdrawal has a `text`, and no more"});
    }
  }
  return faults;
}

}  // namespace

void Session::route_desk(std::string_view path) {
  auto told = told_of(path);
  if (!told) return answer(answers::not_found(after()));
  const Instant now = Instant::from_unix_ms(hub_.inputs.clock->now_ms());
  if (actor_->may(accounts::Permission::acknowledge, now) != accounts::Allowed::yes) {
    return answer(answers::not_allowed(after()));
  }
  if (!http::is_json(request_.content_type)) return answer(answers::not_json(after()));
  told->body = request_.body;
  if (const desk::Faults faults = faults_of(*told, *actor_->agency()); !faults.empty()) {
    const Ungated paper = Paper::faults(faults);
    Ungated whole = answers::faults_head(paper.size(), after());
    whole << paper;
    return answer(whole);
  }
  engine::Command command{*actor_, std::move(*told)};
  const bool taken = defer<Ungated>(
      hub_.workers,
      [&inputs = hub_.inputs, command = std::move(command), after = after()]() -> Ungated {
        const auto& word = std::get<engine::TellDesk>(command.request);
        const auto result = inputs.command(command);
        if (!result) {
          switch (result.error().code) {
            case ErrorCode::not_found:
              return answers::not_found(after);
            case ErrorCode::unreachable:
            case ErrorCode::full:
              return answers::busy(after);
            default:
              // Where our own request stands, the partner was told.
              if (word.what == "request_step") return answers::cannot_follow(after);
              // Whether a request could still be withdrawn would tell what became of it.
              return word.what == "withdraw_request" ? answers::done(after) : answers::bad_words(after);
          }
        }
        if (word.what != "request") return answers::done(after);
        const Ungated paper = Paper::named(result->text);
        Ungated whole = answers::created_head(paper.size(), after);
        whole << paper;
        return whole;
      },
      &Session::told);
  if (!taken) answer(answers::busy(after()));
}

}  // namespace fairlead::partner
