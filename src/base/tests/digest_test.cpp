// SPDX-License-Identifier: Apache-2.0
// Digests against published vectors: SHA-256 of FIPS 180-4 (NIST example values), CRC-32C of RFC 3720, appendix B.4.
#include "base/digest.hpp"

#include <algorithm>
#include <numeric>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead {
namespace {

std::uint32_t crc_of(std::span<const std::uint8_t> bytes) { return crc32c(std::as_bytes(bytes)); }

TEST(Sha256, gives_the_published_values) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

RC_GTEST_PROP(Sha256, of_the_parts_is_that_of_the_whole, (const std::string& text)) {
  Hasher hasher;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t part = *rc::gen::inRange<std::size_t>(1, rest.size() + 1);
    hasher.add(rest.substr(0, part));
    rest.remove_prefix(part);
  }
  RC_ASSERT(hasher.finish() == sha256(text));
  RC_ASSERT(hasher.finish() == sha256(""));  // as new
}

TEST(Sha256, may_be_asked_by_several_threads_at_once) {
  const Digest expected = sha256("abc");
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    threads.emplace_back([&wrong, &expected, i] {
      for (int n = 0; n < 1000; ++n) wrong[i] += sha256("abc") == expected ? 0 : 1;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(std::accumulate(wrong.begin(), wrong.end(), 0), 0);
}

TEST(Crc32c, gives_the_published_values) {
  std::vector<std::uint8_t> bytes(32, 0);
  EXPECT_EQ(crc_of(bytes), 0x8A9136AAU);
  std::ranges::fill(bytes, std::uint8_t{0xFF});
  EXPECT_EQ(crc_of(bytes), 0x62A8AB43U);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  EXPECT_EQ(crc_of(bytes), 0x46DD794EU);
  std::ranges::reverse(bytes);
  EXPECT_EQ(crc_of(bytes), 0x113FDB5CU);
  EXPECT_EQ(crc32c(std::as_bytes(std::span(std::string_view("123456789")))), 0xE3069283U);
  EXPECT_EQ(crc32c({}), 0U);
}

RC_GTEST_PROP(Crc32c, notices_any_single_flipped_bit, (std::vector<std::uint8_t> bytes)) {
  RC_PRE(!bytes.empty());
  const std::uint32_t before = crc_of(bytes);
  const std::size_t bit = *rc::gen::inRange<std::size_t>(0, bytes.size() * 8);
  bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << bit % 8));
  RC_ASSERT(crc_of(bytes) != before);
}

TEST(Hex, writes_two_lower_case_digits_a_byte) {
  EXPECT_EQ(hex({}), "");
  EXPECT_EQ(hex(std::vector<std::uint8_t>{0x00, 0x0a, 0xff}), "000aff");
}

}  // namespace
}  // namespace fairlead
