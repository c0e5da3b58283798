#include "porter/render/shadow_map.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>

namespace porter::render {
namespace {

constexpr float kMinTexel = 1e-3F;  // m
constexpr float kBorder = 2;        // texels around what is covered

// x near the line of sight, z toward the sun
Eigen::Matrix3f SunFrame(const Eigen::Vector3f& to_sun_C) {
  Eigen::Vector3f x = Eigen::Vector3f::UnitZ() - to_sun_C * to_sun_C.z();
  if (x.norm() < 0.1F) x = Eigen::Vector3f::UnitX() - to_sun_C * to_sun_C.x();
  x.normalize();
  Eigen::Matrix3f R_SC;
  R_SC << x.transpose(), to_sun_C.cross(x).transpose(), to_sun_C.transpose();
  return R_SC;
}

using Box2 = Eigen::AlignedBox2f;

Box2 BoxOfView(const View& view, const Eigen::Matrix3f& R_SC, float range) {
  Box2 box(Eigen::Vector2f(0, 0));  // the camera
  for (float u : {0.0F, float(view.width)})
    for (float v : {0.0F, float(view.height)}) box.extend((R_SC * (view.Ray(u, v) * range)).head<2>().eval());
  return box;
}

}  // namespace

ShadowFit FitShadow(const View& view, const LightInW& light, std::span<const CasterSphere> casters,
                    const RenderConfig& config) {
  ShadowFit fit;
  if (config.shadow_map == 0 || light.sun_irradiance.isZero() || casters.empty()) return fit;
  const Eigen::Matrix3f R_SC = SunFrame(view.R_WC.transpose() * light.to_sun);
  Box2 box;
  for (const CasterSphere& caster : casters) {
    const Eigen::Vector2f p = (R_SC * caster.centre_C).head<2>();
    box.extend((p.array() - caster.radius).matrix()).extend((p.array() + caster.radius).matrix());
  }
  box = box.intersection(BoxOfView(view, R_SC, float(config.shadow_range)));
  if (box.isEmpty()) return fit;
  const Eigen::Array2f texel = (box.sizes().array() / (float(config.shadow_map) - 2 * kBorder)).max(kMinTexel);
  fit.shines = true;
  fit.texel = texel.maxCoeff();
  const Eigen::Vector3f scale(1 / texel.x(), 1 / texel.y(), 1);
  fit.A_SC = scale.asDiagonal() * R_SC;
  fit.p_SC << kBorder - box.min().x() * scale.x(), kBorder - box.min().y() * scale.y(), 0;
  return fit;
}

int ChooseShadowLevel(const LeveledMesh& mesh, float scale, const ShadowFit& fit, const RenderConfig& config) {
  const int last = int(mesh.levels.size()) - 1;
  if (config.frozen_level >= 0) return std::min(config.frozen_level, last);
  int level = 0;
  while (level < last && mesh.levels[level + 1].error * scale <= fit.texel) ++level;
  return level;
}

HeightPlane::HeightPlane(std::span<const Eigen::Vector3f, 3> p_S) {
  const Eigen::Vector3f n = (p_S[1] - p_S[0]).cross(p_S[2] - p_S[0]);
  x0 = p_S[0].x(), y0 = p_S[0].y(), h0 = p_S[0].z();
  up = n.z();
  hx = -n.x() / up, hy = -n.y() / up;
  lowest = std::min({p_S[0].z(), p_S[1].z(), p_S[2].z()});
  highest = std::max({p_S[0].z(), p_S[1].z(), p_S[2].z()});
}

float SunlightAt(const ShadowFit& fit, const ShadowHeights& heights, const Eigen::Vector3f& p_C,
                 const Eigen::Vector3f& normal_C) {
  if (!fit.shines) return 1;
  const Eigen::Vector3f p = fit.A_SC * (p_C + normal_C * (kShadowLift * fit.texel)) + fit.p_SC;
  const auto last = float(heights.size - 1);
  const float x = std::floor(p.x()), y = std::floor(p.y());
  if (!(x >= 1 && y >= 1 && x < last && y < last)) return 1;
  const auto weights = [](float f) {  // f: distance from the middle texel's middle, -0.5 .. 0.5
    return std::array{0.5F * (0.5F - f) * (0.5F - f), 0.75F - f * f, 0.5F * (0.5F + f) * (0.5F + f)};
  };
  const auto wx = weights(p.x() - x - 0.5F), wy = weights(p.y() - y - 0.5F);
  float lit = 0;
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 3; ++i)
      lit += heights.data[heights.At(int(x) + i - 1, int(y) + j - 1)] <= p.z() ? wx[i] * wy[j] : 0;
  return lit;
}

}  // namespace porter::render
