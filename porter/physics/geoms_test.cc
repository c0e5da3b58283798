#include "porter/physics/geoms.h"

#include <gtest/gtest.h>

namespace porter::physics {
namespace {

constexpr double kExact = 1e-12;  // MuJoCo turns fromto into a unit quaternion by arithmetic in double

// one geom of each kind, and a floor and an ellipsoid, which have no shape here
TEST(GeomShapes, AreWhereTheModelHasThem) {
  const Model model = Model::FromXml(R"(<mujoco>
    <worldbody>
      <geom type="plane" size="1 1 1"/>
      <body name="arm" pos="0 0 3">
        <geom type="capsule" fromto="0.1 0 0 0.5 0 0" size="0.05" rgba="1 0.5 0 1"/>
        <geom type="ellipsoid" size="0.1 0.2 0.3"/>
        <body name="hand" pos="0.5 0 0">
          <geom type="sphere" pos="0 0.2 0" size="0.07"/>
          <geom type="box" pos="0 0 0.3" size="0.1 0.2 0.3" quat="0.70710678118654752 0 0 0.70710678118654752"/>
        </body>
      </body>
    </worldbody>
  </mujoco>)");
  const std::vector<GeomShape> shapes = GeomShapes(model);
  ASSERT_EQ(shapes.size(), 3u);

  const GeomShape& capsule = shapes[0];
  EXPECT_EQ(capsule.body, "arm");
  EXPECT_EQ(capsule.kind, GeomKind::kCapsule);
  EXPECT_EQ(capsule.size[0], 0.05);
  EXPECT_NEAR(capsule.size[1], 0.2, kExact);
  EXPECT_NEAR((capsule.X_LG.translation() - Eigen::Vector3d(0.3, 0, 0)).norm(), 0, kExact);
  EXPECT_NEAR(std::abs(capsule.X_LG.rotation()(0, 2)), 1, kExact);  // z of G lies along x of L
  EXPECT_EQ(capsule.rgba, (std::array<float, 4>{1, 0.5, 0, 1}));

  const GeomShape& sphere = shapes[1];
  EXPECT_EQ(sphere.body, "hand");
  EXPECT_EQ(sphere.kind, GeomKind::kSphere);
  EXPECT_EQ(sphere.size[0], 0.07);
  EXPECT_EQ(sphere.X_LG.translation(), Eigen::Vector3d(0, 0.2, 0));

  const GeomShape& box = shapes[2];
  EXPECT_EQ(box.kind, GeomKind::kCuboid);
  EXPECT_EQ(box.size, (std::array<double, 3>{0.1, 0.2, 0.3}));
  EXPECT_NEAR((box.X_LG * Eigen::Vector3d(0.1, 0, 0) - Eigen::Vector3d(0, 0.1, 0.3)).norm(), 0, kExact);
}

TEST(GeomShapes, OfNothingAreNone) {
  EXPECT_TRUE(GeomShapes(Model::FromXml("<mujoco/>")).empty());
}

}  // namespace
}  // namespace porter::physics
