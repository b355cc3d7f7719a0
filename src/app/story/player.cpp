// SPDX-License-Identifier: Apache-2.0
#include "story/player.hpp"

#include <chrono>
#include <filesystem>

// With the standard's paths it needs no library.
#define BOOST_PROCESS_USE_STD_FS 1
#include <fmt/color.h>
#include <fmt/format.h>

#include <boost/process.hpp>

#include "base/system.hpp"
#include "base/text.hpp"
#include "reply_text.hpp"
#include "story/values.hpp"

namespace fairlead::app::story {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr Duration kAgain = 250ms;
constexpr Duration kLook = 5s;  // at least, once everything held

Instant now() { return Instant::from_unix_ms(system_wall_clock().now_ms()); }
Duration running() {
  return std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(system_steady_clock().now_ns()));
}

std::string_view word(Board::State state) {
  static constexpr std::array<std::string_view, 5> kWords{"waiting", "running", "held", "failed", "skipped"};
  return kWords[static_cast<std::size_t>(state)];
}

// What a program printed and how it ended.
json::value run_program(const std::string& program, const std::vector<std::string>& arguments) {
  namespace process = boost::process;
  process::ipstream out;
  std::error_code error;
  process::child child(program, process::args(arguments),
                       process::std_in<process::null, (process::std_out & process::std_err)> out, error);
  json::object made;
  if (error) {
    made["exit"] = 127;
    made["output"] = error.message();
    return made;
  }
  std::string output;
  std::string line;
  constexpr std::size_t kMost = std::size_t{4} << 20U;
  while (std::getline(out, line)) {
    if (output.size() < kMost) output += line + '\n';
  }
  child.wait(error);
  made["exit"] = child.exit_code();
  made["output"] = output;
  json::error_code bad;
  json::value value = json::parse(output, bad);
  if (!bad) made["json"] = std::move(value);
  return made;
}

std::string with_replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace

// ---- the board ----

Board::Board(const Story& story) : title_(story.title), about_(story.about) {
  for (const Step& step : story.steps) {
    Line line{step.title, step.say, step.screen, {}, State::waiting, {}};
    for (const Act& act : step.acts) line.checks.push_back({act.check, State::waiting, {}});
    lines_.push_back(std::move(line));
  }
  publish();
}

void Board::publish(bool over) {
  over_ = over_ || over;
  json::object made{{"title", title_}, {"about", about_}, {"paused", paused_.load()}, {"over", over_}};
  json::array steps;
  for (const Line& line : lines_) {
    json::object step{{"title", line.title}, {"say", line.say}, {"state", word(line.state)}};
    if (!line.screen.empty()) step["screen"] = line.screen;
    if (!line.open.empty()) step["open"] = line.open;
    json::array checks;
    for (const Check& check : line.checks) {
      json::object one{{"text", check.text}, {"state", word(check.state)}};
      if (!check.note.empty()) one["note"] = check.note;
      checks.push_back(std::move(one));
    }
    step["checks"] = std::move(checks);
    steps.push_back(std::move(step));
  }
  made["steps"] = std::move(steps);
  shown_.set(std::make_shared<const std::string>(json::serialize(made)));
}

void Board::pause(bool on) { paused_ = on; }

// ---- the player ----

// ${now}, ${now+2h}, ${data_now-30m}, ${home}, ${door}, ${data}, ${folder}, or what was kept.
Result<json::value> Player::named(std::string_view name) {
  if (const auto found = kept_.find(name); found != kept_.end()) return found->second;
  if (name == "home") return json::value(json::string(stage_.url()));
  if (name == "door") return json::value(json::string(stage_.door()));
  if (name == "data") return json::value(json::string(stage_.data()));
  if (name == "folder") return json::value(json::string(stage_.folder()));
  for (const std::string_view clock : {"data_now", "now"}) {
    if (!name.starts_with(clock)) continue;
    Instant at = clock == "now" ? now() : stage_.data_time();
    const std::string_view shift = name.substr(clock.size());
    if (!shift.empty()) {
      FL_TRY(const Duration by, parse_duration(shift.substr(1)));
      if (shift.front() != '+' && shift.front() != '-') break;
      at = shift.front() == '+' ? at + by : at - by;
    }
    return json::value(json::string(to_rfc3339(at)));
  }
  return fail(ErrorCode::not_found, fmt::format("nothing was kept as `{}`", name));
}

std::string Player::missing(const Act& act) const {
  for (const std::string& need : act.needs) {
    const bool is_file = need.find('/') != std::string::npos;
    if (is_file ? !fs::exists(need) : boost::process::search_path(need).empty()) return need;
  }
  return {};
}

Result<json::value> Player::exchange(const Act& act, std::string& why) {
  const Names names = [this](std::string_view name) { return named(name); };
  if (!act.run.empty() || !act.judge.empty()) {
    std::vector<std::string> words;
    for (const std::string& word : act.run.empty() ? act.judge : act.run) {
      FL_TRY(std::string filled, fill_text(word, names));
      words.push_back(std::move(filled));
    }
    if (!act.run.empty()) return run_program("/proc/self/exe", words);
    const std::string program = boost::process::search_path(words.front()).string();
    words.erase(words.begin());
    return run_program(program, words);
  }
  FL_TRY(const std::string call, fill_text(act.call, names));
  FL_TRY(const json::value body, fill(act.body, names));
  const std::size_t space = call.find(' ');
  const std::string path = with_replaced(call.substr(space + 1), " ", "%20");
  const std::string text = body.is_null()     ? std::string()
                           : body.is_string() ? std::string(body.get_string())
                                              : json::serialize(body);
  FL_TRY(const HttpReply reply, stage_.ask(act.as, call.substr(0, space), path, text, act.type));
  json::error_code bad;
  json::value value = json::parse(reply.body, bad);
  if (bad) value = json::string(reply.body);
  const bool right = act.status ? reply.status == static_cast<unsigned>(*act.status) : reply.is_success();
  if (!right) {
    why = fmt::format("the answer is {}{}", reply.status,
                      reply.is_success() ? "" : ": " + error_of(reply, stage_.url()).message);
  }
  return value;
}

Result<Player::Answer> Player::once(const Act& act) {
  Answer answer;
  FL_TRY(answer.value, exchange(act, answer.why));
  const Names names = [this](std::string_view name) { return named(name); };
  for (const auto& member : act.expect) {
    if (!answer.why.empty()) break;
    FL_TRY(const std::string path, fill_text({member.key().data(), member.key().size()}, names));
    FL_TRY(const json::value expected, fill(member.value(), names));
    answer.why = why_not(answer.value, path, expected);
  }
  for (const auto& member : act.keep) {
    if (!answer.why.empty()) break;
    const auto& where = member.value().get_string();
    FL_TRY(const std::string path, fill_text({where.data(), where.size()}, names));
    const auto found = find(answer.value, path);
    if (found.empty()) answer.why = fmt::format("{}: nothing is there to be kept", path);
  }
  return answer;
}

Board::State Player::play(const Act& act, std::string& note) {
  if (const std::string lacking = missing(act); !lacking.empty()) {
    note = fmt::format("`{}` is not here", lacking);
    return Board::State::skipped;
  }
  const Duration began = running();
  while (true) {
    const auto answer = once(act);
    if (!answer) {
      note = answer.error().message;
      return Board::State::failed;
    }
    const Duration took = running() - began;
    const bool held = answer->why.empty();
    if (held && took >= act.holds_for) {
      for (const auto& member : act.keep) {
        const Names names = [this](std::string_view name) { return named(name); };
        const auto path = fill_text({member.value().get_string().data(), member.value().get_string().size()}, names);
        kept_.insert_or_assign(std::string(member.key()), *find(answer->value, *path).front());
      }
      if (act.within > Duration{} || act.holds_for > Duration{}) {
        note = fmt::format("{:.1f} s", static_cast<double>(took.count()) / 1000);
      }
      return Board::State::held;
    }
    if (!held && (took >= act.within || act.holds_for > Duration{})) {
      note = answer->why;
      return Board::State::failed;
    }
    if (wait_(kAgain)) {
      interrupted_ = true;
      note = "interrupted";
      return Board::State::failed;
    }
    stage_.follow_time();
  }
}

void Player::look_at(const Step& step, Board::Line& line) {
  if (step.open.empty()) return;
  // Nothing yet where a name in it is kept later.
  if (auto filled = fill_text(step.open, [this](std::string_view name) { return named(name); })) line.open = *filled;
}

Outcome Player::play() {
  Outcome outcome;
  const auto say = [&](std::string_view text) {
    if (!options_.quiet) fmt::print("{}\n", text);
    std::fflush(stdout);
  };
  for (std::size_t i = 0; i < story_.steps.size(); ++i) {
    const Step& step = story_.steps[i];
    Board::Line& line = board_.lines()[i];
    line.state = Board::State::running;
    look_at(step, line);
    board_.take_go_on();  // it was meant for the step before
    board_.publish();
    say(fmt::format("\n{}/{}  {}", i + 1, story_.steps.size(), step.title));
    if (!step.say.empty()) say(fmt::format("      {}", step.say));
    const Duration began = running();
    for (std::size_t k = 0; k < step.acts.size(); ++k) {
      Board::Check& check = line.checks[k];
      check.state = Board::State::running;
      board_.publish();
      check.state = play(step.acts[k], check.note);
      const bool failed = check.state == Board::State::failed;
      outcome.passed += check.state == Board::State::held ? 1 : 0;
      outcome.skipped += check.state == Board::State::skipped ? 1 : 0;
      say(fmt::format("  {}  {}{}",
                      failed                                 ? "FAILED "
                      : check.state == Board::State::skipped ? "skipped"
                                                             : "ok     ",
                      check.text, check.note.empty() ? "" : fmt::format(" ({})", check.note)));
      if (failed) {
        say(fmt::format("           {}", step.acts[k].origin));
        outcome.failed += 1;
        line.state = Board::State::failed;
        board_.publish(true);
        outcome.interrupted = interrupted_;
        return outcome;
      }
      look_at(step, line);
      board_.publish();
    }
    line.state = Board::State::held;
    outcome.steps += 1;
    board_.publish();
    const Duration until = std::max(began + options_.step_takes, running() + kLook);
    while (!options_.headless && (board_.is_paused() || running() < until)) {
      if (board_.take_go_on()) break;
      if (wait_(kAgain)) {
        outcome.interrupted = true;
        return outcome;
      }
      board_.publish();
    }
  }
  board_.publish(true);
  return outcome;
}

}  // namespace fairlead::app::story
