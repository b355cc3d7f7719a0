// SPDX-License-Identifier: Apache-2.0
#include "trace/release_index.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "sample_releases.hpp"

namespace fairlead::trace {
namespace {

namespace fs = std::filesystem;

int incidents() {
  const char* text = std::getenv("FAIRLEAD_INCIDENTS");
  return text == nullptr ? 1000 : std::atoi(text);
}

class File {
 public:
  File() : path_((fs::temp_directory_path() / ("fairlead-trace-" + std::to_string(::getpid()))).string()) {
    fs::remove(path_);
  }
  ~File() { fs::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::vector<Item> items_of(sample::Releases& releases, std::size_t count) {
  std::vector<Item> items;
  for (std::size_t i = 0; i < count; ++i) items.push_back(releases.next());
  return items;
}

TEST(ReleaseIndex, answers_a_thousand_incidents_as_brute_force_does) {
  std::uint64_t answered = 0, asked = 0;
  for (const double longitude : {-65.0, 178.0}) {
    sample::World world;
    world.longitude = longitude;
    sample::Releases releases(world, 4711);
    const std::vector<Item> items = items_of(releases, 20'000);
    ReleaseIndex index = ReleaseIndex::in_memory();
    for (const Item& item : items) index.add(item);
    EXPECT_EQ(index.size(), items.size());
    for (int i = 0; i < incidents() / 2; ++i) {
      const Question question = releases.question();
      const auto expected = sample::brute_force(question, items);
      const auto found = index.answer(question);
      ASSERT_EQ(found, expected) << "incident " << i << " at " << longitude;
      ++asked;
      if (!expected.empty()) ++answered;
    }
  }
  EXPECT_GT(answered, asked / 4);  // the questions are not idle
}

TEST(ReleaseIndex, is_the_same_after_it_was_closed_and_opened) {
  const File file;
  sample::Releases releases({}, 7);
  std::vector<Item> items = items_of(releases, 9'000);
  {
    auto index = ReleaseIndex::open(file.path());
    ASSERT_TRUE(index) << index.error().message;
    for (const Item& item : items) index->add(item);
    index->cover(items.back().entry + 1);
    ASSERT_TRUE(index->flush());
  }
  auto index = ReleaseIndex::open(file.path());
  ASSERT_TRUE(index) << index.error().message;
  EXPECT_EQ(index->covered(), items.back().entry + 1);
  EXPECT_EQ(index->size(), items.size());
  for (const Item& item : items_of(releases, 5'000)) {
    items.push_back(item);
    index->add(item);
  }
  for (int i = 0; i < 100; ++i) {
    const Question question = releases.question();
    ASSERT_EQ(index->answer(question), sample::brute_force(question, items)) << i;
  }
}

TEST(ReleaseIndex, forgets_after_a_crash_what_was_not_flushed_and_nothing_else) {
  const File file;
  sample::Releases releases({}, 11);
  const std::vector<Item> flushed = items_of(releases, 6'000);
  {
    auto index = ReleaseIndex::open(file.path());
    ASSERT_TRUE(index);
    for (const Item& item : flushed) index->add(item);
    index->cover(flushed.back().entry + 1);
    ASSERT_TRUE(index->flush());
  }
  const auto whole = fs::file_size(file.path());
  std::ofstream(file.path(), std::ios::app | std::ios::binary) << "C half of a chunk";
  auto index = ReleaseIndex::open(file.path());
  ASSERT_TRUE(index);
  EXPECT_EQ(fs::file_size(file.path()), whole);
  EXPECT_EQ(index->covered(), flushed.back().entry + 1);
  const Question question = releases.question();
  EXPECT_EQ(index->answer(question), sample::brute_force(question, flushed));
}

TEST(ReleaseIndex, refuses_a_file_of_something_else) {
  const File file;
  std::ofstream(file.path()) << "a letter to nobody";
  const auto index = ReleaseIndex::open(file.path());
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().code, ErrorCode::corrupt);
  EXPECT_NE(index.error().message.find(file.path()), std::string::npos);
}

TEST(ReleaseIndex, takes_less_than_twenty_bytes_a_release) {
  sample::World world;
  world.vessels = 200;
  sample::Releases releases(world, 3);
  ReleaseIndex index = ReleaseIndex::in_memory();
  for (int i = 0; i < 200'000; ++i) index.add(releases.next());
  ASSERT_TRUE(index.flush());
  EXPECT_LT(static_cast<double>(index.bytes()) / 200'000, 20.0);
}

TEST(Question, finds_who_could_have_been_there_and_nobody_else) {
  Item item;
  item.track = domain::TrackId(1);
  item.recipient = RecipientId(1);
  item.released_at = Instant::from_civil(2026, 11, 1, 12);
  item.where =
      Whereabouts{item.released_at, *geo::Position::from_degrees(15, -65), Length::metres(100), Speed::knots(20)};
  Question question;
  question.place = Place{*geo::Position::from_degrees(16, -65), Length::nautical_miles(5)};  // 60 nm to the north
  question.from = question.to = item.released_at + std::chrono::hours(1);
  question.speed_max = Speed::knots(54);
  EXPECT_FALSE(could_contribute(question, item));
  question.speed_max = Speed::knots(56);
  EXPECT_TRUE(could_contribute(question, item));
  // What went out afterwards fed nothing.
  question.from = question.to = item.released_at - Duration(1);
  EXPECT_FALSE(could_contribute(question, item));
}

TEST(Question, ranks_the_more_specific_first) {
  Question question;
  question.place = Place{*geo::Position::from_degrees(15, -65), Length::nautical_miles(5)};
  question.from = question.to = Instant::from_civil(2026, 11, 1, 12);
  std::vector<Contribution> contributions(2);
  for (std::size_t i = 0; i < 2; ++i) {
    Contribution& c = contributions[i];
    c.track = domain::TrackId(i + 1);
    c.newest.where = Whereabouts{question.from - std::chrono::hours(i == 0 ? 10 : 1),
                                 *geo::Position::from_degrees(15, -65), Length::metres(50), Speed::knots(20)};
    judge(question, c);
    EXPECT_TRUE(c.likely);
  }
  rank(contributions);
  EXPECT_EQ(contributions[0].track, domain::TrackId(2));
}

}  // namespace
}  // namespace fairlead::trace
