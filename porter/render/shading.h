// How a surface looks: one scalar function a formula, float, linear light. The fast path computes the same in SIMD and
// is tested against these. Sources: microfacets after Walter et al. 2007 (GGX), height-correlated Smith term in the
// approximation of Hammon 2017, Schlick 1994; light from all around as a split sum (Karis 2013) with our own fit;
// energy between facets after Fdez-Aguera 2019; harmonics after Ramamoorthi and Hanrahan 2001; film curve after
// Narkowicz 2015; sRGB after IEC 61966-2-1.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>

#include "porter/render/environment_light.h"
#include "porter/render/look.h"
#include "porter/render/material.h"

namespace porter::render {

constexpr float kMinCosView = 1e-3F;  // normals may turn away at the rim
constexpr float kMinAlpha = 0.01F;    // a highlight narrower than this falls between samples

// a point of a surface, ready for light
struct Surface {
  Eigen::Vector3f normal;       // unit, in W, toward the side that is seen
  Eigen::Vector3f view;         // unit, toward the camera, in W
  Eigen::Vector3f base_colour;  // linear, texture included
  float roughness = 0.5F;
  float metallic = 0;
  float specular = 0.5F;
};

// an environment's light in W
struct LightInW {
  LightInW(const EnvironmentLight& environment_light, const Look& look);

  Eigen::Vector3f ToA(const Eigen::Vector3f& direction_W) const;

  const EnvironmentLight* light;
  float cos_yaw, sin_yaw;
  float intensity;
  Eigen::Vector3f to_sun;          // unit, in W
  Eigen::Vector3f sun_irradiance;  // intensity included; zero: no sun
  float sun_width;                 // what the sun's size adds to a highlight's width
};

// the nine real spherical harmonics of a unit direction, in the order of EnvironmentLight
std::array<float, 9> Harmonics(const Eigen::Vector3f& direction);

// irradiance / pi, without the sun, not negative
Eigen::Vector3f DiffuseLight(const LightInW& light, const Eigen::Vector3f& normal_W);

// what a mirror of this roughness sees in a direction, without the sun
Eigen::Vector3f SpecularLight(const LightInW& light, const Eigen::Vector3f& direction_W, float roughness);

// what the camera sees in a direction where nothing is hit; before exposure
Eigen::Vector3f Background(const LightInW& light, const Look& look, const Eigen::Vector3f& direction_W);

// Share of uniform light that facets reflect: head-on reflectance x scale + offset, once.
struct FacetAlbedo {
  float scale, offset;
};
FacetAlbedo EnvironmentBrdf(float roughness, float cos_view);

// The fit: scale + offset = 1 + sum r^(i+1) m^j kTotalFit[i][j]; offset = sum r^i (kOffsetFit[i][0] (1 - m)^5 +
// kOffsetFit[i][1] (1 - m)^2), r roughness, m cos_view. Least squares over both in 0.05..1 of the BRDF above,
// integrated with 40,000 directions each; rms error 0.018 and 0.010.
constexpr float kTotalFit[3][4] = {{-2.6212F, 9.4899F, -10.8251F, 4.3258F},
                                   {6.2682F, -31.4461F, 41.9616F, -18.2606F},
                                   {-3.8008F, 20.8776F, -30.3917F, 13.6992F}};
constexpr float kOffsetFit[4][2] = {{1.0212F, 0.0357F}, {-3.9445F, 0.8017F}, {5.3753F, -1.9948F}, {-2.4358F, 1.181F}};

// head-on reflectance of a surface
Eigen::Vector3f HeadOnReflectance(const Surface& surface);

// toward the camera, before exposure; sunlight: share of the sun that arrives, 0 to 1
Eigen::Vector3f Shade(const Surface& surface, const LightInW& light, float sunlight);

Eigen::Vector3f FilmCurve(const Eigen::Vector3f& linear);  // to 0..1
float SrgbFromLinear(float linear);                        // 0..1 to 0..1
float LinearFromSrgb(float srgb);                          // its inverse
// exposure, film curve, sRGB, 8 bits
Eigen::Matrix<uint8_t, 3, 1> Develop(const Eigen::Vector3f& linear, float exposure);

}  // namespace porter::render
