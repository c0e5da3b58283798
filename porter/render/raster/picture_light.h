// What the shading of a picture has in common, with all directions in the light's frame A (environment_light.h): the
// light, and what a pixel sees of A and of the sun's map.
#pragma once

#include <Eigen/Core>
#include <array>

#include "porter/render/shading.h"
#include "porter/render/shadow_map.h"
#include "porter/render/view.h"

namespace porter::render {

struct PictureLight {
  PictureLight() = default;
  PictureLight(const View& view, const LightInW& light, const ShadowFit& fit);

  const OctahedralMap* specular = nullptr;
  const OctahedralMap* background = nullptr;
  float intensity = 1;  // of both
  // of DiffuseLight, for 1, y, z, x, xy, yz, z^2, xz, x^2 - y^2 of a normal; the light's intensity included
  std::array<Eigen::Vector3f, 9> diffuse;
  Eigen::Vector3f to_sun_A;        // unit
  Eigen::Vector3f sun_irradiance;  // intensity included; zero: no sun

  // What is seen at (u, v) px and depth z lies at z A (u, v, 1) + p from the camera in A (p = 0), and on the sun's map.
  Eigen::Matrix3f ray_A;
  Eigen::Matrix3f ray_S;
  Eigen::Vector3f p_S;
  Eigen::Matrix3f lift_SA;  // how far a point is moved on the map, by its unit normal
};

Eigen::Matrix3f RotationToA(const LightInW& light);  // R_AW

}  // namespace porter::render
