#include "porter/learn/gae.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace porter::learn {
namespace {

using testing::ElementsAre;
using testing::FloatEq;

struct GaeOutput {
  std::vector<float> advantage, target;
};

GaeOutput Compute(std::vector<float> reward, std::vector<float> value, std::vector<uint8_t> done, float last,
                  double gamma, double lambda) {
  const size_t n = reward.size();
  GaeOutput out{std::vector<float>(n), std::vector<float>(n)};
  ComputeGae({{reward.data(), 1, n}, {value.data(), 1, n}, {done.data(), 1, n}, std::span(&last, 1), gamma, lambda},
             {out.advantage.data(), 1, n}, {out.target.data(), 1, n});
  return out;
}

TEST(Gae, ByHand) {
  // gamma = lambda = 1/2. deltas: 1 + 2 - 2 = 1, 2 + 3 - 4 = 1, 3 + 4 - 6 = 1; then 1 + 1/4 (1 + 1/4)
  const GaeOutput out = Compute({1, 2, 3}, {2, 4, 6}, {0, 0, 0}, 8, 0.5, 0.5);
  EXPECT_THAT(out.advantage, ElementsAre(1.3125f, 1.25f, 1));
  EXPECT_THAT(out.target, ElementsAre(3.3125f, 5.25f, 7));
}

TEST(Gae, NothingPassesAnEnd) {
  const GaeOutput out = Compute({1, 2, 3}, {2, 4, 6}, {0, 1, 0}, 8, 0.5, 0.5);
  EXPECT_THAT(out.advantage, ElementsAre(1 + 0.25f * -2, -2, 1));  // the second: 2 - 4
}

TEST(Gae, LambdaOneIsTheDiscountedReturnAndZeroTheOneStepError) {
  const GaeOutput whole = Compute({1, 2, 3}, {5, 5, 5}, {0, 0, 1}, 100, 0.5, 1);
  EXPECT_THAT(whole.target, ElementsAre(FloatEq(1 + 1 + 0.75f), FloatEq(2 + 1.5f), FloatEq(3)));
  const GaeOutput one = Compute({1, 2, 3}, {5, 6, 7}, {0, 0, 0}, 8, 1, 0);
  EXPECT_THAT(one.advantage, ElementsAre(1 + 6 - 5, 2 + 7 - 6, 3 + 8 - 7));
}

TEST(Gae, EnvironmentsDoNotMix) {
  const std::vector<float> reward{1, 1, 10, 10}, value{0, 0, 0, 0}, last{0, 100};
  const std::vector<uint8_t> done(4);
  std::vector<float> advantage(4), target(4);
  ComputeGae({{reward.data(), 2, 2}, {value.data(), 2, 2}, {done.data(), 2, 2}, last, 1, 1}, {advantage.data(), 2, 2},
             {target.data(), 2, 2});
  EXPECT_THAT(advantage, ElementsAre(2, 1, 120, 110));
}

}  // namespace
}  // namespace porter::learn
