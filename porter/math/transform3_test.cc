#include "porter/math/transform3.h"

#include <gtest/gtest.h>

#include <numbers>

namespace porter::math {
namespace {

using Eigen::AngleAxisd;
using Eigen::Vector3d;

// B stands at (1, 2, 3) in A, turned left by 90 degrees
const Transform3 kX_AB(Eigen::Quaterniond(AngleAxisd(std::numbers::pi / 2, Vector3d::UnitZ())), Vector3d(1, 2, 3));

TEST(Transform3, CarriesPointsIntoTheOuterFrame) {
  EXPECT_TRUE((kX_AB * Vector3d(1, 0, 0)).isApprox(Vector3d(1, 3, 3)));
  EXPECT_TRUE((kX_AB * Vector3d(0, 1, 0)).isApprox(Vector3d(0, 2, 3)));
  EXPECT_EQ(Transform3() * Vector3d(4, 5, 6), Vector3d(4, 5, 6));
}

TEST(Transform3, ProductsChainAndInversesUndo) {
  const Transform3 X_BC(AngleAxisd(0.3, Vector3d::UnitX()).toRotationMatrix(), Vector3d(0.1, -0.2, 0.3));
  const Vector3d p_C(0.7, 0.8, -0.9);
  EXPECT_TRUE(((kX_AB * X_BC) * p_C).isApprox(kX_AB * (X_BC * p_C)));
  EXPECT_TRUE((kX_AB.Inverse() * (kX_AB * p_C)).isApprox(p_C));
  EXPECT_TRUE((kX_AB * kX_AB.Inverse()).translation().isZero(1e-15));
  EXPECT_TRUE(kX_AB.Inverse().translation().isApprox(Vector3d(-2, 1, -3)));
}

TEST(Transform3, ACameraLooksAtItsTargetUpright) {
  const Transform3 X_WC = LookAt({1, 2, 3}, {4, 2, 3});
  EXPECT_EQ(X_WC.translation(), Vector3d(1, 2, 3));
  EXPECT_TRUE(X_WC.rotation().col(0).isApprox(-Vector3d::UnitY())) << "right";
  EXPECT_TRUE(X_WC.rotation().col(1).isApprox(-Vector3d::UnitZ())) << "down";
  EXPECT_TRUE(X_WC.rotation().col(2).isApprox(Vector3d::UnitX())) << "forward";
  const Eigen::Matrix3d down = LookAt({0, 0, 1}, {0, 0, 0}).rotation();
  EXPECT_TRUE((down * down.transpose()).isIdentity(1e-12)) << "straight down, too";
  EXPECT_TRUE(down.col(1).isApprox(-Vector3d::UnitX())) << "x is up in the picture";
}

}  // namespace
}  // namespace porter::math
