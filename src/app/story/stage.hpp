// SPDX-License-Identifier: Apache-2.0
// Where a story plays: the simulated sea, a centre of its own with its door for partners, people who are signed in,
// partners with their tokens, agreements in force. Exchanges go over HTTP, as anybody's do.
//
// 1. Passwords are drawn at the start and known to nobody else; password_of() tells them to who looks on.
// 2. Partners that follow do so with `fairlead subscribe`, each feed a process of its own; they end with the stage.
// 3. A sign-in that is no longer fresh is confirmed, and the exchange made again.
// Threads: one owner.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http_client.hpp"
#include "service.hpp"
#include "story/story.hpp"

namespace fairlead::app::story {

struct StageOptions {
  std::string folder;  // for sea and data; must be empty or not there
  std::string listen = "127.0.0.1:0";
  std::string web_root;
  double speed = 100;
};

class Stage {
 public:
  static Result<std::unique_ptr<Stage>> open(const Story& story, const StageOptions& options, serve::StoryTalk talk);
  ~Stage();

  // Everything that people have to do before the first step.
  Result<void> settle();
  // As the person or the partner of this name; nobody in particular asks as the visitor of the demonstration.
  Result<HttpReply> ask(const std::string& as, std::string_view method, std::string_view path, std::string_view body,
                        std::string_view type = {});

  std::string url() const { return service_->url(); }
  std::string door() const { return service_->partners_url(); }
  std::string data() const { return folder_ + "/data"; }
  const std::string& folder() const { return folder_; }
  const std::string& password() const { return password_; }
  void follow_time() { service_->follow_time(); }
  Instant data_time();

 private:
  struct Seat {
    std::string cookie, csrf;          // of a person
    std::unique_ptr<HttpClient> door;  // of a partner
  };
  Stage(const Story& story, std::string folder);
  Result<void> make_sea(const StageOptions& options);
  Result<void> follow(const std::string& token, const std::string& purpose);
  Result<void> sign_in(const std::string& name, Seat& seat);
  Result<void> must(const std::string& as, std::string_view path, const boost::json::value& body, std::string_view what,
                    boost::json::value* answer = nullptr);

  const Story& story_;
  std::string folder_;
  std::string password_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<HttpClient> home_;
  std::map<std::string, Seat> seats_;
  struct Follower;
  std::vector<std::unique_ptr<Follower>> followers_;
};

}  // namespace fairlead::app::story
