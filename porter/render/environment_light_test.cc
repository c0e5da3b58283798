#include "porter/render/environment_light.h"

#include <gmock/gmock.h>

namespace porter::render {
namespace {

using Eigen::Vector3f;

TEST(EnvironmentLightTest, RadianceIsPackedToHalfAPartIn256) {
  for (const Vector3f& radiance : {Vector3f(1, 0.5F, 0.25F), Vector3f(1000, 10, 0), Vector3f(0.999F, 0.1F, 0.01F)}) {
    const Vector3f back = UnpackRadiance(PackRadiance(radiance));
    EXPECT_LE((back - radiance).lpNorm<Eigen::Infinity>(), radiance.maxCoeff() / 511);
  }
  EXPECT_EQ(UnpackRadiance(PackRadiance(Vector3f(1, 0.5F, 0))), Vector3f(1, 0.5F, 0));
  EXPECT_EQ(UnpackRadiance(PackRadiance(Vector3f::Constant(1e9F))), Vector3f::Constant(511 * 128));
}

TEST(EnvironmentLightTest, OctahedralMapGoesThereAndBack) {
  for (const Vector3f& d : {Vector3f(1, 2, 3), Vector3f(-1, 2, -3), Vector3f(0.1F, -1, -0.2F), Vector3f(0, 0, -1)}) {
    const Eigen::Vector2f p = OctahedralFromDirection(d);
    EXPECT_TRUE((p.array() >= 0).all() && (p.array() <= 1).all());
    EXPECT_LT((DirectionFromOctahedral(p) - d.normalized()).norm(), 1e-6);
  }
}

TEST(EnvironmentLightTest, SampleIsBilinear) {
  OctahedralMap map{.size = 2, .num_levels = 1, .texels = std::vector(16, PackRadiance(Vector3f::Zero()))};
  for (int y = 0; y < 4; ++y) map.texels[y * 4 + 2] = map.texels[y * 4 + 3] = PackRadiance(Vector3f::Ones());
  EXPECT_EQ(Sample(map, Vector3f::UnitZ(), 0).x(), 0.5F);           // the middle of the map
  EXPECT_EQ(Sample(map, Vector3f(0.5F, 0, 0.5F), 0).x(), 1);        // the middle of the right half
  EXPECT_EQ(Sample(map, Vector3f(-0.25F, 0, 0.75F), 0).x(), 0.25);  // half way to the left
}

}  // namespace
}  // namespace porter::render
