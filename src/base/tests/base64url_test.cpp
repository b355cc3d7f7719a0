// SPDX-License-Identifier: Apache-2.0
// Base 64 for URLs: one value has one text.
#include "base/base64url.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead {
namespace {

TEST(Base64Url, is_that_of_rfc_4648_without_padding) {
  EXPECT_EQ(base64url(""), "");
  EXPECT_EQ(base64url("f"), "Zg");
  EXPECT_EQ(base64url("fo"), "Zm8");
  EXPECT_EQ(base64url("foo"), "Zm9v");
  EXPECT_EQ(base64url("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64url("\xff\xfe\xfb"), "__77");
}

TEST(Base64Url, refuses_every_other_text_of_a_value) {
  for (const std::string_view text : {"Z", "Zg==", "Zh", "Zm9=", "Zm 8", "Zm+8", "Zm/8", "Zm8\n", "Zm9vZ"}) {
    EXPECT_FALSE(from_base64url(text)) << text;
  }
}

RC_GTEST_PROP(Base64Url, decoding_undoes_encoding, (const std::string& bytes)) {
  RC_ASSERT(from_base64url(base64url(bytes)) == bytes);
}

}  // namespace
}  // namespace fairlead
