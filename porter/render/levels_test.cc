#include "porter/render/levels.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "porter/render/test_meshes.h"

namespace porter::render {
namespace {

TEST(LevelsTest, NormalsArePackedToATenthOfADegree) {
  for (const Eigen::Vector3f& n :
       {Eigen::Vector3f(1, 0, 0), Eigen::Vector3f(-0.3F, 0.5F, -0.8F), Eigen::Vector3f(0, 0, -1)})
    EXPECT_LT((UnpackNormal(PackNormal(n.normalized())) - n.normalized()).norm(), 0.0015);
}

TEST(LevelsTest, FullLevelIsTheMesh) {
  const TriangleMesh box = Box({1, 2, 3});
  const std::vector<MeshLevel> levels = MakeLevels(box);
  ASSERT_EQ(levels.size(), 1) << "a box has nothing to spare";
  EXPECT_EQ(levels[0].position.size(), 8);
  const TriangleMesh back = ToMesh(levels[0]);
  ASSERT_EQ(back.index.size(), box.index.size());
  for (size_t i = 0; i < box.index.size(); ++i) {
    EXPECT_EQ(back.position[i], box.position[box.index[i]]);
    EXPECT_LT((back.normal[i] - box.normal[box.index[i]]).norm(), 1e-3);
    EXPECT_EQ(back.uv[i], box.uv[box.index[i]]);
  }
  EXPECT_FLOAT_EQ(levels[0].look[0].uv_density, 1.0F / 6);  // faces x = +-0.5: 1 of uv on 2 x 3 m
}

TEST(LevelsTest, SphereStaysRoundAndKeepsItsNormals) {
  const std::vector<MeshLevel> levels = MakeLevels(Sphere(0.1F, 100));
  ASSERT_GE(levels.size(), 4);
  for (size_t l = 1; l < levels.size(); ++l) {
    EXPECT_LE(levels[l].num_triangles(), 0.8 * double(levels[l - 1].num_triangles()));
    EXPECT_GT(levels[l].error, levels[l - 1].error);
    const TriangleMesh mesh = ToMesh(levels[l]);
    for (size_t i = 0; i < mesh.index.size(); ++i)
      EXPECT_LT((mesh.normal[i] - mesh.position[i].normalized()).norm(), 0.005) << "level " << l;
    for (size_t t = 0; t < mesh.index.size(); t += 3) {
      const Eigen::Vector3f middle = (mesh.position[t] + mesh.position[t + 1] + mesh.position[t + 2]) / 3;
      // quadrics measure distance to planes: a triangle's middle lies up to twice as deep
      EXPECT_LT(std::abs(middle.norm() - 0.1F), 2 * levels[l].error + 1e-4) << "level " << l;
    }
  }
}

}  // namespace
}  // namespace porter::render
