#include "porter/tasks/place_pick/colliders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/scene/model.h"
#include "porter/tasks/place_pick/place_pick.h"

namespace porter::tasks {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string ErrorOf(const auto& action) {
  try {
    action();
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

// half extents of a solid along the axes, for those that stand upright
Eigen::Vector3d HalfOf(const physics::Solid& solid) {
  switch (solid.kind) {
    case physics::Primitive::kCuboid:
      return {solid.size[0] / 2, solid.size[1] / 2, solid.size[2] / 2};
    case physics::Primitive::kCylinder:
      return {solid.size[0], solid.size[0], solid.size[1] / 2};
    default:
      return {solid.size[0], solid.size[0], solid.size[1] / 2 + solid.size[0]};
  }
}

TEST(Colliders, FillTheirModelsFromBelowToTheTop) {
  constexpr double kSlack = 0.013;  // a tapered wall or a bent handle is not a cylinder, m
  const scene::TwoTablesConfig config;
  const std::vector<scene::ObjectKind> models = scene::LoadObjectKinds({}, config.objects);
  const std::vector<CarriedKind> kinds = LoadCarriedKinds(config, ".");
  ASSERT_EQ(kinds.size(), 10);
  for (size_t k = 0; k < kinds.size(); ++k) {
    const scene::Bounds bounds = scene::BoundsOf(models[k].model);
    EXPECT_EQ(kinds[k].name, models[k].name);
    EXPECT_EQ(kinds[k].height, bounds.high.z());
    Eigen::Vector3d low = Eigen::Vector3d::Constant(1), high = -low;
    for (const physics::Solid& solid : kinds[k].solids) {
      low = low.cwiseMin(solid.X_BG.translation() - HalfOf(solid));
      high = high.cwiseMax(solid.X_BG.translation() + HalfOf(solid));
    }
    EXPECT_NEAR(low.z(), 0, 1e-4) << kinds[k].name << " stands on its frame";
    EXPECT_LT((high - bounds.high).cwiseAbs().maxCoeff(), kSlack) << kinds[k].name << " " << high.transpose();
    EXPECT_LT((low - bounds.low).cwiseAbs().maxCoeff(), kSlack) << kinds[k].name << " " << low.transpose();
  }
}

TEST(Colliders, RefuseWhatNoHandCanTakeWithTheNumberThatIsWrong) {
  const std::filesystem::path root = std::filesystem::path(::testing::TempDir()) / "own_objects";
  std::filesystem::create_directories(root);
  core::WriteTextFileAtomic(root / "crate.obj",
                            "v 0 0 0\nv .2 0 0\nv .2 .2 0\nv 0 .2 .1\nf 1 2 3\nf 1 2 4\nf 2 3 4\nf 1 3 4\n");
  scene::TwoTablesConfig config;
  core::WriteTextFileAtomic(
      root / "objects.toml",
      "config = \"own_objects\"\n[[object]]\nname = \"crate\"\nfile = \"crate.obj\"\nup = \"z\"\nmass = 0.2\n");
  config.own_objects = root / "objects.toml";
  config.objects = {"crate"};
  EXPECT_THAT(ErrorOf([&] { LoadCarriedKinds(config, "."); }),
              AllOf(HasSubstr("cannot take 'crate': it is too wide"), HasSubstr("found 0.2 m"), HasSubstr("0.095")));
}

TEST(Colliders, RefuseTablesThatNoArmWorksAt) {
  PlacePickConfig config{.num_envs = 1, .threads = 1};
  config.scene.objects = {"can"};
  config.scene.height_max = 1.1;
  EXPECT_THAT(ErrorOf([&] { MakePlacePick(config); }),
              AllOf(HasSubstr("no arm can work at these tables"), HasSubstr("1.1"), HasSubstr("scene.height_max")));
}

}  // namespace
}  // namespace porter::tasks
