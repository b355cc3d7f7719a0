// SPDX-License-Identifier: Apache-2.0
// A zone file that is torn, changed, of another version, or no zone file at all.
#include <cstring>

#include <unistd.h>

#include "base/digest.hpp"
#include "small_world.hpp"

namespace fairlead::zones {
namespace {

std::string bytes_of_small_world() {
  std::ifstream file(test::small_world_file(), std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST(ZoneFile, is_refused_at_every_truncation) {
  const test::Folder folder;
  const std::string whole = bytes_of_small_world();
  const std::string path = folder.write("torn.zones", whole);
  // Every length of header and directory, then every 64th: sections begin at multiples of 64; and the last bytes.
  std::size_t length = whole.size() - 1;
  std::size_t tried = 0;
  while (true) {
    ASSERT_EQ(::truncate(path.c_str(), static_cast<off_t>(length)), 0);
    const auto opened = Atlas::open(path);
    ASSERT_FALSE(opened) << length << " of " << whole.size() << " bytes";
    ASSERT_EQ(opened.error().code, ErrorCode::corrupt);
    ++tried;
    if (length == 0) break;
    const std::size_t step = length > whole.size() - 256 || length <= 4096 ? 1 : 64;
    length -= std::min(step, length);
  }
  EXPECT_GT(tried, 4096U);
  const auto empty = Atlas::open(path);
  EXPECT_NE(empty.error().message.find("make it again with `fairlead zones build`"), std::string::npos);
}

TEST(ZoneFile, is_refused_when_any_byte_is_changed) {
  const std::string whole = bytes_of_small_world();
  // Bytes between sections mean nothing; all others are covered by a checksum.
  std::size_t refused = 0;
  std::size_t tried = 0;
  for (std::size_t i = 0; i < whole.size(); i += i < 2048 ? 1 : 9973) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    ++tried;
    const auto opened = Atlas::from_bytes(std::move(changed), "changed");
    if (!opened) {
      ++refused;
    } else {
      EXPECT_EQ(whole[i], 0) << "byte " << i << " does not matter?";
    }
  }
  EXPECT_GT(refused, tried * 9 / 10);
}

TEST(ZoneFile, of_a_newer_format_says_so) {
  std::string bytes = bytes_of_small_world();
  const std::uint32_t version = 3;
  std::memcpy(bytes.data() + 8, &version, sizeof version);
  const auto opened = Atlas::from_bytes(bytes, "new.zones");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::newer_version);
  EXPECT_EQ(opened.error().message,
            "`new.zones` has format 3, and this program reads 2; update Fairlead or build the file again");
}

TEST(ZoneFile, with_sound_checksums_and_senseless_indexes_is_refused_or_harmless) {
  // Somebody who can make checksums: every table is overwritten with large numbers, and sums are made anew.
  const std::string whole = bytes_of_small_world();
  std::uint32_t sections = 0;
  std::memcpy(&sections, whole.data() + 24, sizeof sections);
  std::size_t refused = 0;
  for (std::uint32_t s = 0; s < sections; ++s) {
    for (const int filler : {0x7F, 0xFF, 0x01}) {
      std::string bytes = whole;
      const std::size_t row = 64 + s * 32U;
      std::uint64_t offset = 0;
      std::uint64_t length = 0;
      std::memcpy(&offset, bytes.data() + row + 8, 8);
      std::memcpy(&length, bytes.data() + row + 16, 8);
      std::memset(bytes.data() + offset, filler, length);
      const auto sum = [&](std::size_t from, std::size_t size) {
        return crc32c(std::as_bytes(std::span(bytes).subspan(from, size)));
      };
      const std::uint32_t section_sum = sum(offset, length);
      std::memcpy(bytes.data() + row + 4, &section_sum, 4);
      const std::uint32_t directory_sum = sum(64, sections * 32U);
      std::memcpy(bytes.data() + 28, &directory_sum, 4);
      const std::uint32_t header_sum = sum(0, 60);
      std::memcpy(bytes.data() + 60, &header_sum, 4);
      const auto opened = Atlas::from_bytes(std::move(bytes), "forged");
      if (!opened) {
        ++refused;
        EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
        continue;
      }
      for (int lat = -90; lat <= 90; lat += 15) {
        for (int lon = -180; lon <= 180; lon += 15) EXPECT_FALSE(test::at(*opened, lat, lon).readings.empty());
      }
    }
  }
  EXPECT_GT(refused, sections);
}

TEST(ZoneFile, that_is_missing_or_something_else_is_told_with_its_cure) {
  const test::Folder folder;
  const auto missing = Atlas::open(folder.file("none.zones"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_NE(missing.error().message.find("`./dev zones` makes it"), std::string::npos);
  EXPECT_FALSE(Atlas::open(folder.file(".")));
  const auto text = Atlas::open(folder.write("text", std::string(500, 'x')));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::corrupt);
}

TEST(ZoneFile, is_not_made_from_inputs_that_do_not_hold) {
  const test::Folder folder;
  BuildInputs inputs;
  const auto message = [&] {
    const auto built = build(inputs, folder.file("out.zones"), {});
    return built ? std::string("built") : built.error().message;
  };
  inputs.coast = folder.file("none");
  inputs.limits = folder.write("limits.geojson", test::limits_of(test::kLimits));
  EXPECT_EQ(message(), "the coastline `" + inputs.coast + "` cannot be read");
  inputs.coast = folder.write("coast.txt", "> Shore\n1\t2\n3 north\n");
  EXPECT_NE(message().find("coast.txt:3: not a longitude and a latitude"), std::string::npos) << message();
  inputs.coast = folder.write("coast.txt", test::coast_of(test::kIslands));
  inputs.limits = folder.write("limits.geojson", R"({"type":"FeatureCollection","features":[{"type":"Fea)");
  EXPECT_NE(message().find("ends in the middle of feature 1"), std::string::npos) << message();
  inputs.limits = folder.write("limits.geojson", test::limits_of(test::kLimits));
  inputs.tables = folder.file("");
  EXPECT_NE(message().find("states.csv` cannot be read"), std::string::npos) << message();
  EXPECT_FALSE(std::filesystem::exists(folder.file("out.zones"))) << "nothing half made is left";
}

}  // namespace
}  // namespace fairlead::zones
