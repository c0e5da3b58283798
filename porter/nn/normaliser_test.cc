#include "porter/nn/normaliser.h"

#include <gtest/gtest.h>

#include <cmath>

#include "porter/core/random.h"

namespace porter::nn {
namespace {

std::vector<float> Samples(size_t count, uint64_t step) {
  core::Random random(1, 0, 0, step);
  std::vector<float> x;
  for (size_t i = 0; i < count; ++i) {
    x.push_back(static_cast<float>(5 + 2 * random.Normal()));
    x.push_back(static_cast<float>(-1 + 0.1 * random.Normal()));
    x.push_back(7);
  }
  return x;
}

void Feed(Normaliser& normaliser, const std::vector<float>& x) {
  Moments moments(3);
  moments.Add({x.data(), x.size() / 3, 3});
  SingleWorld world;
  normaliser.Merge(moments, world);
}

TEST(Normaliser, IsTheIdentityBeforeItHasSeenAnything) {
  const Normaliser normaliser(3, 0, std::nullopt);
  const std::vector<float> x{1, -20, 300};
  std::vector<float> y(3);
  EXPECT_EQ(normaliser.Apply({x.data(), 1, 3}, {y.data(), 1, 3}), 0u);
  EXPECT_EQ(x, y);
}

TEST(Normaliser, PartsGiveTheStatisticsOfTheWhole) {
  Normaliser normaliser(3, 0, std::nullopt);
  std::vector<float> all;
  for (uint64_t part = 0; part < 5; ++part) {
    const std::vector<float> x = Samples(10 + 100 * part, part);
    Feed(normaliser, x);
    all.insert(all.end(), x.begin(), x.end());
  }
  const double n = static_cast<double>(all.size()) / 3;
  for (size_t element = 0; element < 3; ++element) {
    double mean = 0, variance = 0;
    for (size_t i = element; i < all.size(); i += 3) mean += all[i] / n;
    for (size_t i = element; i < all.size(); i += 3) variance += (all[i] - mean) * (all[i] - mean) / n;
    EXPECT_NEAR(normaliser.mean()[element], mean, 1e-5);
    EXPECT_NEAR(normaliser.std()[element], element == 2 ? 0.01 : std::sqrt(variance), 1e-5);  // 0.01: the smallest
  }
}

TEST(Normaliser, CutsAndCounts) {
  Normaliser normaliser(3, 2, std::nullopt);
  const std::vector<float> x{1, 5, -9};
  std::vector<float> y(3);
  EXPECT_EQ(normaliser.Apply({x.data(), 1, 3}, {y.data(), 1, 3}), 2u);
  EXPECT_EQ(y, (std::vector<float>{1, 2, -2}));
}

TEST(Normaliser, CommutesWithItsMirrorBitForBit) {
  const math::SignedPermutation mirror{{1, 0, 2}, {1, 1, -1}};
  Normaliser normaliser(3, 3, mirror);
  Feed(normaliser, Samples(500, 1));
  Feed(normaliser, Samples(50, 2));
  const std::vector<float> x = Samples(1, 3);
  std::vector<float> image(3), a(3), b(3), normalised(3);
  mirror.Apply<float>(x, image);
  normaliser.Apply({image.data(), 1, 3}, {a.data(), 1, 3});
  normaliser.Apply({x.data(), 1, 3}, {normalised.data(), 1, 3});
  mirror.Apply<float>(normalised, b);
  EXPECT_EQ(a, b);
  EXPECT_EQ(normaliser.mean()[2], 0);
  EXPECT_NEAR(normaliser.std()[2], 7, 1e-5);  // of 7 and its image -7
}

TEST(Normaliser, ComesBackFromACheckpoint) {
  Normaliser normaliser(3, 0, std::nullopt), back(3, 0, std::nullopt);
  Feed(normaliser, Samples(100, 1));
  CheckpointWriter out;
  normaliser.Save("n", out);
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "normaliser_test.safetensors";
  out.Write(path);
  back.Load("n", CheckpointReader(path));
  Feed(normaliser, Samples(10, 2));
  Feed(back, Samples(10, 2));
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(normaliser.mean()[i], back.mean()[i]);
    EXPECT_EQ(normaliser.std()[i], back.std()[i]);
  }
}

}  // namespace
}  // namespace porter::nn
