#include "porter/math/mirror.h"

#include <gtest/gtest.h>

#include "porter/core/random.h"
#include "porter/math/rotation.h"

namespace porter::math {
namespace {

using Eigen::DiagonalMatrix;
using Eigen::Matrix3d;
using Eigen::Quaterniond;
using Eigen::Vector3d;

const DiagonalMatrix<double, 3> kS(1, -1, 1);

Quaterniond RandomRotation(core::Random& random) {
  return Quaterniond(random.Normal(), random.Normal(), random.Normal(), random.Normal()).normalized();
}

template <class Vector, size_t n>
Vector Signed(const Vector& v, const std::array<int, n>& signs) {
  Vector out = v;
  for (size_t i = 0; i < n; ++i) out[i] *= signs[i];
  return out;
}

TEST(Mirror, RotationsInEveryWritingBecomeSRS) {
  core::Random random(7, 0, 0, 0);
  for (int trial = 0; trial < 100; ++trial) {
    const Quaterniond q = RandomRotation(random);
    const Matrix3d image = kS * q.toRotationMatrix() * kS;
    EXPECT_TRUE(MirrorRotation(q).toRotationMatrix().isApprox(image, 1e-12));
    EXPECT_TRUE(FromWxyz(Signed(ToWxyz(q), kQuaternionSigns)).toRotationMatrix().isApprox(image, 1e-12));
    for (const auto& [convention, signs] : {std::pair(Rotation6::kColumns13, kRotation6Columns13Signs),
                                            std::pair(Rotation6::kColumns12ByRow, kRotation6Columns12ByRowSigns)}) {
      const Vector6d six = ToRotation6(q.toRotationMatrix(), convention);
      EXPECT_TRUE(Signed(six, signs).isApprox(ToRotation6(image, convention), 1e-12));
    }
  }
}

TEST(Mirror, PointsAndAngularVelocitiesFollowTheirDefinitions) {
  core::Random random(8, 0, 0, 0);
  const Vector3d w(0.3, -0.7, 1.1), r(0.5, 0.2, -0.4);
  // the velocity w x r of a point is polar: its image must be that of the image of the point under the image of w
  EXPECT_TRUE(MirrorAxial(w).cross(MirrorPolar(r)).isApprox(MirrorPolar(w.cross(r))));
  EXPECT_EQ(Signed(w, kAxialSigns), MirrorAxial(w));
  EXPECT_EQ(Signed(r, kPolarSigns), MirrorPolar(r));
  const Transform3 a(RandomRotation(random), w), b(RandomRotation(random), r);
  const Transform3 of_product = MirrorPose(a * b), product = MirrorPose(a) * MirrorPose(b);
  EXPECT_TRUE(of_product.rotation().isApprox(product.rotation()));
  EXPECT_TRUE(of_product.translation().isApprox(product.translation()));
}

}  // namespace
}  // namespace porter::math
