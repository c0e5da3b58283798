#include "porter/scene/visual_randomisation.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "porter/core/random.h"

namespace porter::scene {
namespace {

using enum VisualTerm;
using Eigen::AngleAxisd;
using Eigen::Vector3d;

constexpr uint32_t kVisualStream = 1000;  // of core::Random, one a term from here on

core::Random RandomOf(uint64_t seed, VisualTerm term, int env, uint64_t moment) {
  return {seed, kVisualStream + static_cast<uint32_t>(term), static_cast<uint32_t>(env), moment};
}

size_t IndexAt(double share, size_t count) {
  return std::min(static_cast<size_t>(share * static_cast<double>(count)), count - 1);
}

void Take(std::optional<double> drawn, float& value) {
  if (drawn) value = static_cast<float>(*drawn);
}

// columns: x forward, y left, z up, seen from C (x right, y down, z forward)
Eigen::Matrix3d ForwardLeftUp() {
  Eigen::Matrix3d R_CF;
  R_CF << 0, -1, 0, 0, 0, -1, 1, 0, 0;
  return R_CF;
}

}  // namespace

VisualRandomisation::VisualRandomisation(const VisualConfig& config, uint64_t seed)
    : nominal_dome_(config.nominal_dome), seed_(seed) {
  CheckVisualRows(config.rows);
  for (const VisualRow& row : config.rows) rows_[static_cast<size_t>(row.term)] = row;
}

const VisualRow* VisualRandomisation::RowOf(VisualTerm term) const noexcept {
  const std::optional<VisualRow>& row = rows_[static_cast<size_t>(term)];
  return row ? &*row : nullptr;
}

std::optional<double> VisualRandomisation::Draw(VisualTerm term, int env, uint64_t moment) const noexcept {
  const VisualRow* row = RowOf(term);
  if (row == nullptr) return std::nullopt;
  core::Random random = RandomOf(seed_, term, env, moment);
  if (random.Uniform() >= row->probability) return std::nullopt;
  return random.Uniform(row->range[0], row->range[1]);
}

render::ImageEffects VisualRandomisation::DrawImage(int env, uint64_t moment) const noexcept {
  render::ImageEffects effects;
  Take(Draw(kBrightness, env, moment), effects.brightness);
  Take(Draw(kContrast, env, moment), effects.contrast);
  Take(Draw(kHue, env, moment), effects.hue);
  Take(Draw(kSaturation, env, moment), effects.saturation);
  Take(Draw(kNoise, env, moment), effects.noise);
  if (Draw(kBlur, env, moment)) {
    effects.blur_x = static_cast<float>(RowOf(kBlur)->range[0]);
    effects.blur_y = static_cast<float>(RowOf(kBlur)->range[1]);
  }
  return effects;
}

int VisualRandomisation::DrawDelay(int env, uint64_t moment) const noexcept {
  const VisualRow* row = RowOf(kImageDelay);
  if (row == nullptr) return 0;
  core::Random random = RandomOf(seed_, kImageDelay, env, moment);
  if (random.Uniform() >= row->probability) return 0;
  const auto low = static_cast<int>(row->range[0]), high = static_cast<int>(row->range[1]);
  return low + static_cast<int>(random.Below(static_cast<uint32_t>(high - low + 1)));
}

render::Look VisualRandomisation::DrawLook(int env, uint64_t moment, const render::Look& nominal,
                                           int num_lights) const noexcept {
  render::Look look = nominal;
  if (const auto intensity = Draw(kDomeIntensity, env, moment))
    look.intensity = static_cast<float>(*intensity / nominal_dome_);
  Take(Draw(kDomeYaw, env, moment), look.yaw);
  if (const auto share = Draw(kDomeTexture, env, moment))
    look.light = static_cast<int>(IndexAt(*share, static_cast<size_t>(num_lights)));
  return look;
}

render::Camera VisualRandomisation::DrawCamera(int env, uint64_t moment, const render::Camera& nominal) const noexcept {
  const auto offset = [&](VisualTerm term) { return Draw(term, env, moment).value_or(0); };
  const Eigen::Matrix3d R_CF = ForwardLeftUp();
  const Vector3d p_F(offset(kCameraX), offset(kCameraY), offset(kCameraZ));
  const Eigen::Matrix3d turn =
      (AngleAxisd(offset(kCameraYaw), Vector3d::UnitZ()) * AngleAxisd(offset(kCameraPitch), Vector3d::UnitY()) *
       AngleAxisd(offset(kCameraRoll), Vector3d::UnitX()))
          .toRotationMatrix();
  render::Camera camera = nominal;
  camera.X_WC = nominal.X_WC * math::Transform3(R_CF * turn * R_CF.transpose(), R_CF * p_F);
  const double focal = Draw(kFocalLength, env, moment).value_or(1);
  camera.intrinsics.fx *= focal, camera.intrinsics.fy *= focal;
  return camera;
}

void VisualRandomisation::Cover(VisualTerm term, int env, uint64_t moment, const VisualGroup& group,
                                std::span<render::Instance> slots) const noexcept {
  const VisualRow* row = RowOf(term);
  if (row == nullptr || group.choices.empty()) return;
  core::Random random = RandomOf(seed_, term, env, moment);
  if (random.Uniform() >= row->probability) return;
  for (const int slot : group.slots) {
    const double share = random.Uniform(row->range[0], row->range[1]);
    slots[static_cast<size_t>(slot)].material = group.choices[IndexAt(share, group.choices.size())];
  }
}

void VisualRandomisation::DrawMaterials(int env, uint64_t moment, const VisualSurfaces& surfaces,
                                        std::span<render::Instance> slots) const noexcept {
  const auto roughness = Draw(kRobotRoughness, env, moment), metallic = Draw(kRobotMetallic, env, moment),
             specular = Draw(kRobotSpecular, env, moment);
  for (const int slot : surfaces.robot) {
    render::Material& material = slots[static_cast<size_t>(slot)].material;
    Take(roughness, material.roughness);
    Take(metallic, material.metallic);
    Take(specular, material.specular);
  }
  Cover(kFloorTexture, env, moment, surfaces.floor, slots);
  Cover(kTableTexture, env, moment, surfaces.tables, slots);
  Cover(kObjectTexture, env, moment, surfaces.objects, slots);
}

int VisualRandomisation::max_delay() const noexcept {
  const VisualRow* row = RowOf(kImageDelay);
  return row == nullptr || row->probability == 0 ? 0 : static_cast<int>(row->range[1]);
}

}  // namespace porter::scene
