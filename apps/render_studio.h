// What `porter render` draws: one sheet of all environments at a moment, with the visual randomisation, the image
// effects and the marks that were asked for.
#pragma once

#include <Eigen/Core>
#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "porter/core/image.h"
#include "porter/render/effects/effects.h"
#include "porter/render/renderer.h"
#include "porter/scene/two_tables.h"

namespace porter::apps {

enum class ViewFrom { kHead, kOutside };
constexpr auto EnumNames(ViewFrom) {
  return std::to_array<std::string_view>({"head", "outside"});
}

enum class Aov { kRgb, kDepth, kIds, kNormals };
constexpr auto EnumNames(Aov) {
  return std::to_array<std::string_view>({"rgb", "depth", "ids", "normals"});
}

// how a picture is taken
struct Shot {
  ViewFrom camera = ViewFrom::kHead;
  Aov aov = Aov::kRgb;
  int scale = 1;                          // pictures of 192 x 108 px times this
  std::optional<Eigen::Vector3d> eye;     // in W, m; none: the scene's own bystander
  std::optional<Eigen::Vector3d> target;  // in W, m; none: the front object of each environment
  bool marks = false;                     // axes of pelvis, palms and objects, and the head camera's frustum
  const scene::VisualRandomisation* visual = nullptr;
  uint64_t seed = 0, moment = 0;  // of the visual randomisation
};

class Studio {
 public:
  Studio(scene::TwoTables scene, const Shot& shot);

  // the scene with its robots turned at the waist by `turn`, rad, holding what they hold, and a bystander who walked
  // around what he looks at by `orbit`, rad
  void Pose(double turn, double orbit);
  core::Image Sheet(uint64_t picture);  // number of the picture: each has image effects of its own

  const render::RenderConfig& picture() const { return renderer_->config(); }

 private:
  const robot::LinkPoses& PosesOf(int env, double turn);
  render::CameraBatch Cameras() const;
  std::vector<uint8_t> Draw(const render::CameraBatch& cameras);
  void ApplyEffects(uint64_t moment, std::vector<uint8_t>& rgb);
  void Mark(int env, const render::Camera& camera, core::Image& picture);

  scene::TwoTables scene_;
  Shot shot_;
  std::unique_ptr<render::Renderer> renderer_;
  render::Effects effects_;
  const size_t waist_;  // joint of its yaw
  robot::LinkPoses poses_;
  double turn_ = 0, orbit_ = 0;  // rad
};

}  // namespace porter::apps
