#include "porter/scene/textures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "porter/core/error.h"
#include "porter/io/png.h"
#include "porter/scene/noise.h"

namespace porter::scene {
namespace {

constexpr int kChannels = 3;

int At(const core::Image& image, int x, int y, int channel) {
  return image.pixels[(static_cast<size_t>(y) * image.width + x) * kChannels + channel];
}

// mean step between a column (or row) and the next, which after the last is the first
double StepAfter(const core::Image& image, int line, bool columns) {
  double sum = 0;
  const int next = (line + 1) % kTextureSide;
  for (int i = 0; i < kTextureSide; ++i) {
    for (int c = 0; c < kChannels; ++c) {
      const int step =
          columns ? At(image, next, i, c) - At(image, line, i, c) : At(image, i, next, c) - At(image, i, line, c);
      sum += std::abs(step);
    }
  }
  return sum / (kChannels * kTextureSide);
}

// the step over the seam is no larger than the largest inside; noise of one draw a texel varies by a few per cent
bool HasNoSeam(const core::Image& image) {
  for (const bool columns : {true, false}) {
    double largest = 0;
    for (int line = 0; line + 1 < kTextureSide; ++line) largest = std::max(largest, StepAfter(image, line, columns));
    if (StepAfter(image, kTextureSide - 1, columns) > 1.05 * largest) return false;
  }
  return true;
}

double Mean(const core::Image& image) {
  double sum = 0;
  for (const uint8_t value : image.pixels) sum += value;
  return sum / static_cast<double>(image.pixels.size());
}

TEST(Noise, RepeatsAfterOne) {
  // sixteenths are exact in float, so that u and u + 1 meet the same place in a cell
  for (int i = 0; i < 16; ++i) {
    const float u = static_cast<float>(i) / 16, v = static_cast<float>(5 * i % 16) / 16;
    for (const Lattice lattice : {Lattice{1, 1}, Lattice{4, 8}, Lattice{32, 2}}) {
      EXPECT_EQ(FractalNoise(7, u, v, lattice, 3), FractalNoise(7, u + 1, v, lattice, 3));
      EXPECT_EQ(FractalNoise(7, u, v, lattice, 3), FractalNoise(7, u, v - 1, lattice, 3));
    }
    EXPECT_EQ(CellNoise(7, u, v, {8, 4}).hash, CellNoise(7, u + 1, v - 1, {8, 4}).hash);
  }
}

TEST(Noise, GradientNoiseIsZeroAtThePointsOfItsLatticeAndSmoothBetween) {
  constexpr Lattice kLattice{8, 4};
  for (int i = 0; i < 8; ++i)
    EXPECT_EQ(GradientNoise(3, static_cast<float>(i) / 8, static_cast<float>(i % 4) / 4, kLattice), 0);
  double square = 0;
  constexpr int kSteps = 4096;
  for (int i = 0; i < kSteps; ++i) {
    const float u = static_cast<float>(i) / kSteps;
    const float here = GradientNoise(3, u, 0.4F, kLattice), next = GradientNoise(3, u + 1.0F / kSteps, 0.4F, kLattice);
    EXPECT_LE(std::abs(here), 1.5F);
    EXPECT_LT(std::abs(next - here), 0.02F);  // steepest: about 5 a cell, which is 512 steps
    square += here * here;
  }
  EXPECT_GT(square / kSteps, 0.01) << "it varies";
}

TEST(Noise, TheNearestPointIsTheNearestOfAll) {
  constexpr Lattice kLattice{5, 3};
  for (int i = 0; i < 40; ++i) {
    const float u = static_cast<float>(i) / 40, v = static_cast<float>(7 * i % 40) / 40;
    float nearest = 1e9F;
    for (int row = -3; row < 6; ++row) {  // the cells of this repeat and of its neighbours
      for (int column = -5; column < 10; ++column) {
        const uint32_t hash = HashOf(11, (column + 5) % 5, (row + 3) % 3);
        const float x = static_cast<float>(column) + static_cast<float>(hash & 0xFFFF) / 65536;
        const float y = static_cast<float>(row) + static_cast<float>(hash >> 16) / 65536;
        nearest = std::min(nearest, std::hypot(x - u * 5, y - v * 3));
      }
    }
    EXPECT_NEAR(CellNoise(11, u, v, kLattice).distance, nearest, 1e-5);
  }
}

TEST(Textures, HaveNoSeam) {
  for (const TextureTraits& traits : AllTextureTraits()) {
    for (const uint64_t seed : {1, 2, 3}) EXPECT_TRUE(HasNoSeam(MakeTextureImage(traits.kind, seed))) << traits.name;
  }
}

// the test above can fail: a slope from left to right has a seam, and so has one from top to bottom
TEST(Textures, ASeamIsFound) {
  for (const bool columns : {true, false}) {
    core::Image slope{.width = kTextureSide, .height = kTextureSide, .channels = kChannels, .pixels = {}};
    for (int y = 0; y < kTextureSide; ++y)
      for (int x = 0; x < kTextureSide; ++x)
        slope.pixels.insert(slope.pixels.end(), kChannels, uint8_t(columns ? x : y));
    EXPECT_FALSE(HasNoSeam(slope));
  }
}

TEST(Textures, AreAFunctionOfKindAndSeed) {
  for (const TextureTraits& traits : AllTextureTraits()) {
    const core::Image image = MakeTextureImage(traits.kind, 5);
    EXPECT_EQ(image, MakeTextureImage(traits.kind, 5)) << traits.name;
    EXPECT_EQ(image.width, kTextureSide);
    EXPECT_EQ(image.height, kTextureSide);
    EXPECT_EQ(image.pixels.size(), size_t{kChannels} * kTextureSide * kTextureSide);
    if (traits.kind != TextureKind::kPlain) {
      EXPECT_NE(image, MakeTextureImage(traits.kind, 6)) << traits.name;
      EXPECT_NE(image, MakeTextureImage(TextureKind::kPlain, 5)) << traits.name;
    }
  }
}

TEST(Textures, ThoseToBeColouredAreNearlyWhiteAndTheOthersAreNot) {
  for (const uint64_t seed : {1, 2, 3, 4}) {
    for (const TextureKind kind : {TextureKind::kPaint, TextureKind::kPlastic, TextureKind::kWallBoard})
      EXPECT_GT(Mean(MakeTextureImage(kind, seed)), 225) << TraitsOf(kind).name;
    for (const TextureKind kind :
         {TextureKind::kWood, TextureKind::kCarpet, TextureKind::kMasonry, TextureKind::kMetal, TextureKind::kStone}) {
      EXPECT_GT(Mean(MakeTextureImage(kind, seed)), 40) << TraitsOf(kind).name;
      EXPECT_LT(Mean(MakeTextureImage(kind, seed)), 215) << TraitsOf(kind).name;
    }
  }
}

TEST(Textures, TraitsStandInTheOrderOfTheKinds) {
  for (int kind = 0; kind < kTextureKinds; ++kind)
    EXPECT_EQ(static_cast<int>(TraitsOf(static_cast<TextureKind>(kind)).kind), kind);
}

// sRGB 188 is 0.5029 of linear light, 0 and 255 are 0 and 1
TEST(Textures, PngFilesAreDecodedFromSrgb) {
  const std::string path = ::testing::TempDir() + "texture.png";
  io::WritePng(
      path, {.width = 2, .height = 2, .channels = 3, .pixels = {188, 0, 255, 188, 0, 255, 188, 0, 255, 188, 0, 255}});
  const render::Texture texture = LoadTexture(path);
  EXPECT_EQ(texture.num_levels, 2);
  for (const int level : {0, 1}) {
    const Eigen::Vector3f colour = render::Sample(texture, 0.3F, 0.6F, level);
    EXPECT_NEAR(colour.x(), 0.5029, 1e-3);  // 10 bits of the square root
    EXPECT_EQ(colour.y(), 0);
    EXPECT_NEAR(colour.z(), 1, 1e-6);
  }
}

TEST(Textures, AFileThatIsMissingIsNamed) {
  try {
    LoadTexture("no such texture.png");
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_NE(std::string(error.what()).find("no such texture.png"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace porter::scene
