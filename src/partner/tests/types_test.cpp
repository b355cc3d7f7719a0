// SPDX-License-Identifier: Apache-2.0
// What cannot be written at all: the promises that the compiler keeps.
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include "answers.hpp"
#include "engine/gate.hpp"
#include "exit.hpp"
#include "ungated.hpp"

namespace fairlead::partner {
namespace {

template <class T>
concept shows_payload = requires(const T& release) { release.payload(); } || requires(const T& r) { r.payload; } ||
                        requires(const T& r) { r.release_; } || requires(const T& r) { r.bytes(); };

// Only the runner's maker makes one, and nobody looks inside.
static_assert(!std::is_default_constructible_v<engine::DurableRelease>);
static_assert(!std::is_constructible_v<engine::DurableRelease, engine::Release>);
static_assert(!std::is_constructible_v<engine::DurableRelease, std::shared_ptr<const engine::Release>>);
static_assert(!shows_payload<engine::DurableRelease>);

// Bytes made while the program runs are no constants, and become no ungated bytes.
static_assert(!std::is_constructible_v<Constant, std::string>);
static_assert(!std::is_constructible_v<Constant, std::string_view>);
static_assert(!std::is_constructible_v<Constant, const char*>);
static_assert(!std::is_constructible_v<Ungated, std::string>);
static_assert(!std::is_constructible_v<Ungated, std::string_view>);
static_assert(!std::is_constructible_v<Ungated, const char*>);
static_assert(!std::is_constructible_v<Ungated, engine::DurableRelease>);

// An exit is a passage for the gate alone.
static_assert(std::is_base_of_v<engine::Passage, Exit>);
static_assert(!std::is_convertible_v<Exit*, engine::Passage*>);

template <class T>
concept takes_text = requires(T& exit, std::string text) { exit.say(text); } ||
                     requires(T& exit, std::string_view text) { exit.say(text); } ||
                     requires(T& exit, std::string_view text) { exit.pass(text); };
static_assert(!takes_text<Exit>);

TEST(Ungated, is_the_same_bytes_for_the_same_answer) {
  EXPECT_EQ(answers::empty_tracks(answers::After::keep).view(), answers::empty_tracks(answers::After::keep).view());
  EXPECT_TRUE(answers::empty_tracks(answers::After::keep).view().ends_with("\r\n\r\n{\"v\":1,\"tracks\":[]}"));
  EXPECT_EQ(answers::not_signed_in(answers::After::close).view().find("Date:"), std::string_view::npos);
}

TEST(Ungated, echoes_no_more_of_a_ping_than_a_control_frame_holds) {
  const Ungated pong = Ungated::pong({http::Opcode::ping, std::string(500, 'x')});
  EXPECT_EQ(pong.size(), 127U);
}

TEST(Ungated, upgrades_only_with_a_key) {
  EXPECT_TRUE(Ungated::upgrade("").empty());
  EXPECT_TRUE(Ungated::upgrade("no key").empty());
  EXPECT_NE(Ungated::upgrade("dGhlIHNhbXBsZSBub25jZQ==").view().find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
            std::string_view::npos);
}

}  // namespace
}  // namespace fairlead::partner
