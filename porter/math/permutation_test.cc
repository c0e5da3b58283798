#include "porter/math/permutation.h"

#include <gmock/gmock.h>

namespace porter::math {
namespace {

using testing::ElementsAre;

TEST(Permutation, TakesFromTheSourceWithItsSign) {
  const std::vector<float> from{10, 20, 30};
  std::vector<float> to(3);
  Permutation{.source = {2, 0, 1}}.Apply<float>(from, to);
  EXPECT_EQ(to, (std::vector<float>{30, 10, 20}));
  SignedPermutation{.source = {1, 0, 2}, .sign = {1, -1, -1}}.Apply<float>(from, to);
  EXPECT_EQ(to, (std::vector<float>{20, -10, -30}));
}

TEST(Permutation, BlocksMoveTogether) {
  const SignedPermutation swap = Blocks(std::vector{1, 0}, std::vector{1, -1, 1});
  EXPECT_THAT(swap.source, ElementsAre(3, 4, 5, 0, 1, 2));
  EXPECT_THAT(swap.sign, ElementsAre(1, -1, 1, 1, -1, 1));
  const SignedPermutation both = Concatenate({Blocks(std::vector{0}, std::vector{-1}), swap});
  EXPECT_THAT(both.source, ElementsAre(0, 4, 5, 6, 1, 2, 3));
  EXPECT_THAT(both.sign, ElementsAre(-1, 1, -1, 1, 1, -1, 1));
}

}  // namespace
}  // namespace porter::math
