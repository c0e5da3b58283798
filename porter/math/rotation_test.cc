#include "porter/math/rotation.h"

#include <gmock/gmock.h>

#include <numbers>

namespace porter::math {
namespace {

using Eigen::AngleAxisd;
using Eigen::Matrix3d;
using Eigen::Vector3d;
using testing::DoubleNear;
using testing::ElementsAre;

constexpr double kPi = std::numbers::pi;

TEST(Rotation, SixNumbersInBothConventions) {
  const Matrix3d m = (Matrix3d() << 1, 2, 3, 4, 5, 6, 7, 8, 9).finished();  // the entries tell where they come from
  EXPECT_THAT(ToRotation6(m, Rotation6::kColumns13), ElementsAre(1, 4, 7, 3, 6, 9));
  EXPECT_THAT(ToRotation6(m, Rotation6::kColumns12ByRow), ElementsAre(1, 2, 4, 5, 7, 8));
}

TEST(Rotation, QuaternionsAreWrittenWFirst) {
  const Eigen::Quaterniond quarter(AngleAxisd(kPi / 2, Vector3d::UnitY()));
  const double half = std::sqrt(0.5);
  EXPECT_THAT(ToWxyz(quarter), ElementsAre(DoubleNear(half, 1e-15), 0, DoubleNear(half, 1e-15), 0));
  EXPECT_TRUE(FromWxyz({half, 0, half, 0}).isApprox(quarter));
  EXPECT_THAT(ToXyzWxyz({quarter, Vector3d(1, 2, 3)}),
              ElementsAre(1, 2, 3, DoubleNear(half, 1e-15), 0, DoubleNear(half, 1e-15), 0));
}

TEST(Rotation, YawIsTheHeadingOfTheXAxis) {
  for (const double yaw : {-3.0, -0.5, 0.0, 1.0, 3.1}) {
    const Matrix3d level = FromYaw(yaw);
    EXPECT_TRUE(level.isApprox(AngleAxisd(yaw, Vector3d::UnitZ()).toRotationMatrix(), 1e-15));
    EXPECT_NEAR(Yaw(level), yaw, 1e-15);
    EXPECT_NEAR(Yaw(level * AngleAxisd(0.4, Vector3d::UnitY()).toRotationMatrix()), yaw, 1e-15) << "pitch keeps it";
  }
}

TEST(Rotation, GravityIsSeenFromTheBody) {
  EXPECT_EQ(ProjectedGravity(Matrix3d::Identity()), Vector3d(0, 0, -1));
  // nose down by 30 degrees: gravity pulls forward
  const Matrix3d nose_down = AngleAxisd(kPi / 6, Vector3d::UnitY()).toRotationMatrix();
  EXPECT_TRUE(ProjectedGravity(nose_down).isApprox(Vector3d(0.5, 0, -std::sqrt(0.75))));
  EXPECT_TRUE(ProjectedGravity(AngleAxisd(kPi / 2, Vector3d::UnitX()).toRotationMatrix()).isApprox(Vector3d(0, -1, 0)));
}

}  // namespace
}  // namespace porter::math
