// SPDX-License-Identifier: Apache-2.0
// Official limits: what is understood, what wins, and what is refused with file, feature and cure.
#include "zones/import.hpp"

#include "small_world.hpp"

namespace fairlead::zones {
namespace {

using test::at;

constexpr double kSouthShore = 39.75;

std::string feature(const std::string& properties, const test::Square& square) {
  return R"({"type":"Feature","properties":)" + properties + R"(,"geometry":{"type":"Polygon","coordinates":[)" +
         test::ring_of(square) + "]}}";
}
std::string collection(const std::string& features, const std::string& extra = {}) {
  return R"({"type":"FeatureCollection",)" + extra + R"("features":[)" + features + "]}";
}

class Import : public ::testing::Test {
 protected:
  std::string refusal(const std::string& name, const std::string& text, ImportOptions options = {}) {
    const auto done = run(name, text, std::move(options));
    return done ? "imported" : done.error().message;
  }
  Result<ImportSummary> run(const std::string& name, const std::string& text, ImportOptions options = {}) {
    options.atlas = source_;
    options.out = folder_.file("out.zones");
    return import(folder_.write(name, text), options, {});
  }
  Atlas result() { return *Atlas::open(folder_.file("out.zones")); }

  test::Folder folder_;
  std::string source_ = test::small_world_file();
};

// As in the territorial-sea file of Marine Regions.
constexpr const char* kPortugal12 =
    R"({"MRGID":1,"GEONAME":"Portuguese 12 NM","POL_TYPE":"12NM","ISO_TER1":"PRT","SOVEREIGN1":"Portugal","ISO_SOV1":"PRT"})";

TEST_F(Import, an_official_territorial_sea_wins_over_the_derived_one) {
  // Off the north shore the official limit is drawn at 30 nm.
  const auto done = run("eez_12nm.geojson", collection(feature(kPortugal12, {39.7, -37.8, 40.75, -36.7})));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->records, 1U);
  const Atlas atlas = result();
  const ZoneReport inside = at(atlas, 40.25 + 20.0 / 60, -37.25);
  EXPECT_EQ(inside.likeliest().kind, ZoneKind::territorial_sea);
  EXPECT_EQ(inside.likeliest().basis, Basis::official_limit);
  EXPECT_GT(inside.likeliest().confidence, 0.98);
  EXPECT_FALSE(inside.has(Flag::derived));
  // West of it the derived sea goes farther out than the official one: the official one wins there too.
  const ZoneReport outside = at(atlas, 39.6, -37.25);
  EXPECT_NE(outside.likeliest().kind, ZoneKind::territorial_sea);
  // Barbados has no official limit and keeps the derived one.
  EXPECT_EQ(at(atlas, 40.25 + 6.0 / 60, -40.0).likeliest().basis, Basis::mapped_limit);
}

TEST_F(Import, an_official_eez_gives_the_state_and_leaves_the_nearer_zones) {
  const auto done =
      run("eez_v12.geojson",
          collection(feature(R"({"GEONAME":"Cape Verdean EEZ","POL_TYPE":"200NM","ISO_SOV1":"CPV","ISO_SOV2":""})",
                             {39.0, -38.5, 42.0, -36.0})));
  ASSERT_TRUE(done) << done.error().message;
  const Atlas atlas = result();
  const ZoneReport eez = at(atlas, 41.5, -37.25);
  EXPECT_EQ(eez.likeliest().kind, ZoneKind::eez);
  EXPECT_EQ(eez.likeliest().states[0].view(), "CV");
  EXPECT_EQ(eez.likeliest().basis, Basis::official_limit);
  EXPECT_EQ(at(atlas, 40.25 + 6.0 / 60, -37.25).likeliest().kind, ZoneKind::territorial_sea);
}

TEST_F(Import, joint_regimes_and_overlapping_claims_keep_all_states) {
  const auto done = run(
      "eez.geojson",
      collection(feature(R"({"POL_TYPE":"Joint regime","ISO_SOV1":"PRT","ISO_SOV2":"BRB"})", {41, -39, 42, -38}) + "," +
                 feature(R"({"POL_TYPE":"Overlapping claim","ISO_SOV1":"PRT","ISO_SOV2":"BRB"})", {38, -39, 39, -38})));
  ASSERT_TRUE(done) << done.error().message;
  const Atlas atlas = result();
  const ZoneReport joint = at(atlas, 41.5, -38.5);
  EXPECT_EQ(joint.likeliest().states.size(), 2U);
  EXPECT_TRUE(joint.has(Flag::joint_regime));
  EXPECT_TRUE(at(atlas, 38.5, -38.5).has(Flag::disputed));
}

TEST_F(Import, a_second_import_adds_and_the_same_one_again_changes_nothing) {
  ASSERT_TRUE(run("eez_12nm.geojson", collection(feature(kPortugal12, {39.7, -37.8, 40.75, -36.7}))));
  const std::string first(result().version());
  source_ = folder_.file("out.zones");
  ASSERT_TRUE(run("eez_24nm.geojson", collection(feature(R"({"ISO_SOV1":"PRT"})", {39.5, -38.2, 41.0, -36.3}))));
  EXPECT_EQ(at(result(), 40.85, -37.25).likeliest().kind, ZoneKind::contiguous_zone);
  EXPECT_EQ(at(result(), 40.6, -37.25).likeliest().kind, ZoneKind::territorial_sea) << "the first one is still there";
  const std::string both(result().version());
  ASSERT_TRUE(run("eez_24nm.geojson", collection(feature(R"({"ISO_SOV1":"PRT"})", {39.5, -38.2, 41.0, -36.3}))));
  EXPECT_EQ(result().version(), both);
  ImportOptions replace;
  replace.replace = true;
  ASSERT_TRUE(run("eez_12nm.geojson", collection(feature(kPortugal12, {39.7, -37.8, 40.75, -36.7})), replace));
  EXPECT_EQ(result().version(), first);
}

TEST_F(Import, a_ring_across_180_degrees_is_one_ring) {
  const std::string ring = R"([[[179.0,10.0],[-179.0,10.0],[-179.0,12.0],[179.0,12.0],[179.0,10.0]]])";
  const auto done = run(
      "eez.geojson",
      collection(R"({"type":"Feature","properties":{"ISO_SOV1":"FJI"},"geometry":{"type":"Polygon","coordinates":)" +
                 ring + "}}"));
  ASSERT_TRUE(done) << done.error().message;
  for (const double lon : {179.5, 180.0, -180.0, -179.5}) {
    EXPECT_EQ(at(result(), 11.0, lon).likeliest().basis, Basis::official_limit) << lon;
  }
  EXPECT_NE(at(result(), 11.0, 178.5).likeliest().basis, Basis::official_limit);
  EXPECT_NE(at(result(), 11.0, 0.0).likeliest().basis, Basis::official_limit) << "and not the rest of the world";
}

TEST_F(Import, the_wrong_projection_is_refused_with_its_cure) {
  EXPECT_NE(refusal("eez.geojson", collection(feature(kPortugal12, {4800000, -4200000, 4900000, -4100000})))
                .find("feature 1 (`Portuguese 12 NM`): `-4200000, 4800000` is not longitude and latitude; convert the "
                      "file with `ogr2ogr -t_srs EPSG:4326"),
            std::string::npos);
  const std::string crs = R"("crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},)";
  EXPECT_NE(refusal("eez.geojson", collection(feature(kPortugal12, {40, -37, 41, -36}), crs)).find("EPSG::3857"),
            std::string::npos);
}

TEST_F(Import, rings_that_cross_themselves_are_refused_with_the_place) {
  const std::string bow = R"([[[-37.0,40.0],[-36.0,41.0],[-36.0,40.0],[-37.0,41.0],[-37.0,40.0]]])";
  const std::string message = refusal(
      "eez.geojson",
      collection(feature(kPortugal12, {38, -37, 39, -36}) + "," +
                 R"({"type":"Feature","properties":{"ISO_SOV1":"PRT"},"geometry":{"type":"Polygon","coordinates":)" +
                 bow + "}}"));
  EXPECT_NE(message.find("feature 2: a ring crosses itself near `"), std::string::npos) << message;
  EXPECT_NE(message.find("-makevalid"), std::string::npos);
}

TEST_F(Import, torn_files_are_refused_at_every_truncation_and_leave_nothing) {
  const std::string whole = collection(feature(kPortugal12, {38, -37, 39, -36}));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto done = run("eez.geojson", whole.substr(0, length));
    ASSERT_FALSE(done) << whole.substr(0, length);
    ASSERT_FALSE(std::filesystem::exists(folder_.file("out.zones")));
  }
  EXPECT_NE(refusal("eez.geojson", whole.substr(0, whole.size() - 40)).find("ends in the middle of feature 1"),
            std::string::npos);
  EXPECT_EQ(refusal("eez.geojson", whole + "x").find("imported"), std::string::npos);
}

TEST_F(Import, what_is_missing_or_unknown_is_named) {
  const auto one = [](const std::string& properties) { return collection(feature(properties, {38, -37, 39, -36})); };
  EXPECT_NE(refusal("limits.geojson", one(R"({"ISO_SOV1":"PRT"})"))
                .find("nothing says which kind of zone it is; give `--kind eez`"),
            std::string::npos);
  EXPECT_NE(refusal("eez.geojson", one(R"({"POL_TYPE":"200NM"})"))
                .find("nothing says whose zone it is (ISO_SOV1); give `--state XX`"),
            std::string::npos);
  EXPECT_NE(refusal("eez.geojson", one(R"({"ISO_SOV1":"QQQ"})")).find("`QQQ` is not a State's code"),
            std::string::npos);
  EXPECT_NE(
      refusal(
          "eez.geojson",
          collection(
              R"({"type":"Feature","properties":{"ISO_SOV1":"PRT"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,9],[1,3]]]}})"))
          .find("a ring is not closed"),
      std::string::npos);
  EXPECT_NE(refusal("eez.geojson",
                    collection(R"({"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}})"))
                .find("holds no polygon"),
            std::string::npos);
  EXPECT_NE(refusal("eez.kml", "<kml/>").find("is not .geojson, .json, .shp or .gpkg"), std::string::npos);
  ImportOptions odd;
  odd.kind = "ezz";
  EXPECT_NE(refusal("eez.geojson", one(R"({"ISO_SOV1":"PRT"})"), odd).find("`--kind ezz` is not a kind of zone"),
            std::string::npos);
  ImportOptions given;
  given.kind = "eez";
  given.state = "PT";
  EXPECT_EQ(refusal("limits.geojson", one("{}"), given), "imported");
}

bool has_gdal() { return std::system("ogr2ogr --version >/dev/null 2>&1") == 0; }

TEST_F(Import, shapefiles_and_geopackages_come_through_gdal) {
  if (!has_gdal()) GTEST_SKIP() << "gdal-bin is not installed";
  const std::string json =
      folder_.write("eez_12nm.geojson", collection(feature(kPortugal12, {39.7, -37.8, 40.75, -36.7})));
  for (const std::string end : {"shp", "gpkg"}) {
    const std::string path = folder_.file("eez_12nm." + end);
    ASSERT_EQ(std::system(("ogr2ogr " + path + " " + json + " >/dev/null 2>&1").c_str()), 0);
    ImportOptions options;
    options.atlas = source_;
    options.out = folder_.file("out.zones");
    const auto done = import(path, options, {});
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(at(result(), 40.6, -37.25).likeliest().basis, Basis::official_limit) << end;

    const std::string other = folder_.file("mercator_12nm." + end);
    ASSERT_EQ(std::system(("ogr2ogr -t_srs EPSG:3857 " + other + " " + json + " >/dev/null 2>&1").c_str()), 0);
    const auto refused = import(other, options, {});
    ASSERT_FALSE(refused) << end;
    EXPECT_NE(refused.error().message.find("not longitude and latitude in WGS 84"), std::string::npos)
        << refused.error().message;

    const auto size = std::filesystem::file_size(path);
    std::filesystem::resize_file(path, size - size / 3);
    const auto torn = import(path, options, {});
    ASSERT_FALSE(torn) << end;
    EXPECT_NE(torn.error().message.find(path), std::string::npos) << torn.error().message;
  }
}

}  // namespace
}  // namespace fairlead::zones
