// What the eyes would notice over time: a camera that moves slowly sees pictures that change slowly. A level of detail,
// a mip level or a shadow that jumps would show as a frame that differs more than its neighbours.
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <vector>

#include "porter/render/renderer.h"
#include "porter/scene/two_tables.h"

namespace porter::scene {
namespace {

constexpr int kFrames = 60;
constexpr int kJump = 80;  // of 255: more than an edge that passes one of four samples

struct Changes {
  double median = 0, largest = 0;  // mean absolute difference between neighbouring frames, of 255
  double largest_share = 0;        // of values that differ by more than kJump
};

// moves: of the camera in its own frame, from one frame to the next
Changes Watch(const math::Transform3& moves) {
  TwoTables scene = MakeTwoTables({}, ".", 5, 1);
  const auto renderer = render::Renderer::Create({.threads = 1}, std::move(scene.assets));
  const size_t pixels = size_t{192} * 108;
  std::vector<uint8_t> before(3 * pixels), now(3 * pixels);
  std::vector<double> means;
  Changes changes;
  for (int i = 0; i <= kFrames; ++i) {
    render::FrameBatch frames{.rgb = now};
    renderer->Render(scene.head, scene.instances, scene.looks, frames);
    scene.head.cameras[0].X_WC = scene.head.cameras[0].X_WC * moves;
    if (i > 0) {
      double sum = 0;
      size_t jumped = 0;
      for (size_t p = 0; p < now.size(); ++p) {
        const int difference = std::abs(now[p] - before[p]);
        sum += difference;
        jumped += difference > kJump;
      }
      means.push_back(sum / static_cast<double>(now.size()));
      changes.largest_share =
          std::max(changes.largest_share, static_cast<double>(jumped) / static_cast<double>(now.size()));
    }
    std::swap(before, now);
  }
  changes.largest = *std::ranges::max_element(means);
  std::ranges::nth_element(means, means.begin() + kFrames / 2);
  changes.median = means[kFrames / 2];
  return changes;
}

class MotionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("models/g1/meshes/pelvis.STL")) GTEST_SKIP() << "the robot's meshes are not here";
  }
};

TEST_F(MotionTest, PicturesOfAGentlePanChangeEvenly) {
  const Changes changes =
      Watch({Eigen::AngleAxisd(0.0007, Eigen::Vector3d::UnitY()).toRotationMatrix(), {0, 0, 0}});  // 0.1 px
  EXPECT_LT(changes.largest, 1.5 * changes.median) << changes.median;
  EXPECT_LT(changes.largest_share, 0.0005);
}

TEST_F(MotionTest, PicturesOfAGentleApproachChangeEvenly) {
  const Changes changes = Watch({Eigen::Matrix3d::Identity(), {0, 0, 0.0005}});  // m
  EXPECT_LT(changes.largest, 1.5 * changes.median) << changes.median;
  EXPECT_LT(changes.largest_share, 0.0005);
}

// docs/rendering.md: nothing but the caller's batches grows with the number of environments
TEST_F(MotionTest, AnEnvironmentTakesLessThanItsPicture) {
  const TwoTables scene = MakeTwoTables({}, ".", 5, 2);
  const size_t picture = size_t{192} * 108 * 3;
  const size_t taken = static_cast<size_t>(scene.instances.num_slots) * sizeof(render::Instance) +
                       sizeof(render::Camera) + sizeof(render::Look);
  EXPECT_LT(taken, picture / 2);
}

}  // namespace
}  // namespace porter::scene
