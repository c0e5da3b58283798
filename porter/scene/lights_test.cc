#include "porter/scene/lights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Core>
#include <set>

#include "porter/core/checksum.h"
#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/render/panorama.h"
#include "porter/render/shading.h"
#include "porter/scene/skies.h"

namespace porter::scene {
namespace {

using testing::HasSubstr;

// a repository with a table of two panoramas
class Lights : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_ / "models/panoramas");
    core::WriteTextFileAtomic(root_ / "models/assets.toml", Row("grey") + Row("dim"));
  }

  static std::string Picture(const std::string& name) {  // 32 x 16 px, all alike
    std::string hdr = "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 16 +X 32\n";
    for (int y = 0; y < 16; ++y) {
      hdr += std::string("\x02\x02\x00\x20", 4);
      for (const char value : {'\x80', '\x80', '\x80', name == "dim" ? '\x7A' : '\x81'})
        hdr += std::string(1, char(128 + 32)) + value;
    }
    return hdr;
  }

  static std::string Row(const std::string& name) {
    const std::string picture = Picture(name);
    return "[[asset]]\nname = \"" + name + "\"\nkind = \"panorama\"\nfile = \"panoramas/" + name +
           ".hdr\"\nsha256 = \"" + core::Sha256Hex(std::as_bytes(std::span(picture))) + "\"\n";
  }

  void Put(const std::string& name, const std::string& content) const {
    core::WriteTextFileAtomic(root_ / "models/panoramas" / (name + ".hdr"), content);
  }

  static std::string ErrorOf(auto&& call) {
    try {
      call();
    } catch (const core::Error& error) {
      return error.what();
    }
    return "no error";
  }

  const std::filesystem::path root_ = testing::TempDir() + "porter_lights";
};

TEST_F(Lights, PanoramasAreFoundByName) {
  Put("grey", Picture("grey"));
  EXPECT_EQ(LoadPanorama(root_, "grey").pixels, std::vector<float>(size_t{3} * 32 * 16, 1.0F));
  EXPECT_THAT(ErrorOf([&] { LoadPanorama(root_, "blue"); }),
              AllOf(HasSubstr("assets.toml"), HasSubstr("'blue'"), HasSubstr("grey, dim")));
  EXPECT_THAT(ErrorOf([&] { LoadPanorama(root_, "dim"); }), HasSubstr("dim.hdr"));
}

TEST_F(Lights, AFileWithAnotherChecksumIsRefused) {
  std::string other = Picture("grey");
  other.back() ^= 1;
  Put("grey", other);
  EXPECT_THAT(ErrorOf([&] { LoadPanorama(root_, "grey"); }),
              AllOf(HasSubstr("grey.hdr"), HasSubstr("SHA-256"), HasSubstr("remove it")));
}

TEST_F(Lights, WithoutFilesTheyAreOurOwnSkies) {
  const auto lights = MakeLights(root_, 3);
  ASSERT_EQ(lights.size(), kNumSkies);
  for (size_t i = 0; i < lights.size(); ++i)
    EXPECT_EQ(lights[i].irradiance, render::MakeEnvironmentLight(MakeSky(static_cast<Sky>(i), 3)).irradiance) << i;
}

TEST_F(Lights, FilesTakeThePlaceOfSkiesAndAreExposedAlike) {
  Put("grey", Picture("grey"));
  EXPECT_THAT(ErrorOf([&] { MakeLights(root_, 3); }), HasSubstr("dim.hdr")) << "half of them is a mistake";
  Put("dim", Picture("dim"));
  const auto lights = MakeLights(root_, 3);
  ASSERT_EQ(lights.size(), 2);
  for (const render::EnvironmentLight& light : lights) {  // uniform ones: irradiance / pi is the radiance
    const render::LightInW in_W(light, {});
    for (const float channel : render::DiffuseLight(in_W, Eigen::Vector3f::UnitZ()))
      EXPECT_NEAR(channel, kTableLight, 0.004) << "harmonics of 16 rows";
  }
}

TEST_F(Lights, TheTableOfTheRepositoryNamesEightPanoramas) {
  std::set<std::string> names;
  for (const Asset& asset : LoadAssets(".")) {
    EXPECT_EQ(asset.kind, AssetKind::kPanorama);
    EXPECT_EQ(asset.licence, "CC0-1.0");
    EXPECT_EQ(asset.sha256.size(), 64);
    names.insert(asset.name);
  }
  EXPECT_EQ(names.size(), 8);
}

TEST_F(Lights, PhotographsAreReadWhereTheyAre) {
  if (!std::filesystem::exists("models/panoramas")) GTEST_SKIP() << "the panoramas are not here";
  for (const Asset& asset : LoadAssets(".")) {
    const core::FloatImage image = LoadPanorama(".", asset.name);
    EXPECT_EQ(image.width, 1024) << asset.name;
    EXPECT_EQ(image.height, 512) << asset.name;
  }
}

}  // namespace
}  // namespace porter::scene
