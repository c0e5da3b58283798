#include "porter/render/raster/picture_light.h"

namespace porter::render {

Eigen::Matrix3f RotationToA(const LightInW& light) {
  Eigen::Matrix3f R_AW;
  for (int axis = 0; axis < 3; ++axis) R_AW.col(axis) = light.ToA(Eigen::Vector3f::Unit(axis));
  return R_AW;
}

PictureLight::PictureLight(const View& view, const LightInW& light, const ShadowFit& fit)
    : specular(&light.light->specular),
      background(&light.light->background),
      intensity(light.intensity),
      diffuse(light.light->irradiance),
      to_sun_A(light.ToA(light.to_sun)),
      sun_irradiance(light.sun_irradiance),
      p_S(fit.p_SC) {
  const std::array<float, 9> at_corner = Harmonics({1, 1, 1}), along_x = Harmonics({1, 0, 0});
  for (size_t i = 0; i < diffuse.size(); ++i) diffuse[i] *= light.intensity * at_corner[i];
  // the seventh is k (3 z^2 - 1), the last vanishes at the corner
  const Eigen::Vector3f squares = light.light->irradiance[6] * (light.intensity * along_x[6]);
  diffuse[0] += squares;
  diffuse[6] = -3 * squares;
  diffuse[8] = light.light->irradiance[8] * (light.intensity * along_x[8]);
  Eigen::Matrix3f ray_C;
  ray_C << 1 / view.fx, 0, -view.cx / view.fx, 0, 1 / view.fy, -view.cy / view.fy, 0, 0, 1;
  const Eigen::Matrix3f R_AC = RotationToA(light) * view.R_WC;
  ray_A = R_AC * ray_C;
  ray_S = fit.A_SC * ray_C;
  lift_SA = fit.A_SC * R_AC.transpose() * (kShadowLift * fit.texel);
}

}  // namespace porter::render
