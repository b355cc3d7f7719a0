// SPDX-License-Identifier: Apache-2.0
// Plays the steps of a story on its stage: asks, holds what comes against what is expected, tells how it stands.
//
// 1. A check that does not hold is told with its reason, and ends the story.
// 2. What is shown is published as a whole after each change: readers never wait.
// Threads: play() belongs to one; shown(), pause() and go_on() may be called from any.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/published.hpp"
#include "story/stage.hpp"
#include "story/story.hpp"

namespace fairlead::app::story {

struct PlayOptions {
  bool headless = true;
  bool quiet = false;
  Duration step_takes{};  // at least, so that people can read it
};

struct Outcome {
  std::size_t steps = 0;  // that held
  std::size_t passed = 0, failed = 0, skipped = 0;
  bool interrupted = false;
};

// What the page asks of a story while it plays; made before the stage, which hands it to the server.
class Board {
 public:
  explicit Board(const Story& story);
  std::shared_ptr<const std::string> shown() const { return shown_.get(); }
  void pause(bool on);
  void go_on() { go_on_ = true; }
  bool is_paused() const { return paused_; }
  bool take_go_on() { return go_on_.exchange(false); }

  enum class State : std::uint8_t { waiting, running, held, failed, skipped };
  struct Check {
    std::string text;
    State state = State::waiting;
    std::string note;
  };
  struct Line {
    std::string title, say, screen;
    std::string open;  // once it is known
    State state = State::waiting;
    std::vector<Check> checks;
  };
  // Of the player alone.
  std::vector<Line>& lines() { return lines_; }
  void publish(bool over = false);

 private:
  std::string title_, about_;
  std::vector<Line> lines_;
  bool over_ = false;
  std::atomic<bool> paused_{false};
  std::atomic<bool> go_on_{false};
  Published<std::string> shown_;
};

// Waits, and says whether somebody asked for the end.
using Wait = std::function<bool(Duration)>;

class Player {
 public:
  Player(const Story& story, Stage& stage, Board& board, PlayOptions options, Wait wait)
      : story_(story), stage_(stage), board_(board), options_(options), wait_(std::move(wait)) {}
  Outcome play();

 private:
  struct Answer {
    boost::json::value value;
    std::string why;  // it does not hold; empty: it does
  };
  void look_at(const Step& step, Board::Line& line);
  Board::State play(const Act& act, std::string& note);
  Result<Answer> once(const Act& act);
  Result<boost::json::value> exchange(const Act& act, std::string& why);
  Result<boost::json::value> named(std::string_view name);
  std::string missing(const Act& act) const;

  const Story& story_;
  Stage& stage_;
  Board& board_;
  PlayOptions options_;
  Wait wait_;
  bool interrupted_ = false;
  std::map<std::string, boost::json::value, std::less<>> kept_;
};

}  // namespace fairlead::app::story
