#include "porter/render/shading.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace porter::render {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;

float Pow5(float x) {
  return x * x * x * x * x;
}

// light that leaves the facets after one reflection and more, as a factor on the first
Eigen::Vector3f Rebound(const Eigen::Vector3f& f0, const FacetAlbedo& albedo) {
  return Eigen::Vector3f::Ones() + f0 * (1 / (albedo.scale + albedo.offset) - 1);
}

// the facets' part of the BRDF, without the light between facets
Eigen::Vector3f FacetBrdf(const Surface& surface, const LightInW& light, const Eigen::Vector3f& f0, float cos_sun,
                          float cos_view) {
  const Eigen::Vector3f half = (light.to_sun + surface.view).normalized();
  const float cos_half = std::clamp(surface.normal.dot(half), 0.0F, 1.0F);
  const float view_half = std::clamp(surface.view.dot(half), 0.0F, 1.0F);
  const float alpha = std::max(surface.roughness * surface.roughness, kMinAlpha) + light.sun_width;
  const float spread = cos_half * cos_half * (alpha * alpha - 1) + 1;
  const float distribution = alpha * alpha / (kPi * spread * spread);
  const float smith = 0.5F / (2 * cos_sun * cos_view * (1 - alpha) + (cos_sun + cos_view) * alpha);
  const Eigen::Vector3f fresnel = f0 + (Eigen::Vector3f::Ones() - f0) * Pow5(1 - view_half);
  return fresnel * (distribution * smith);
}

}  // namespace

LightInW::LightInW(const EnvironmentLight& environment_light, const Look& look)
    : light(&environment_light),
      cos_yaw(std::cos(look.yaw)),
      sin_yaw(std::sin(look.yaw)),
      intensity(look.intensity),
      sun_irradiance(environment_light.sun.irradiance * look.intensity),
      sun_width(environment_light.sun.angular_radius / 2) {
  const Eigen::Vector3f& d = environment_light.sun.direction;
  to_sun = {cos_yaw * d.x() - sin_yaw * d.y(), sin_yaw * d.x() + cos_yaw * d.y(), d.z()};
}

Eigen::Vector3f LightInW::ToA(const Eigen::Vector3f& d) const {
  return {cos_yaw * d.x() + sin_yaw * d.y(), cos_yaw * d.y() - sin_yaw * d.x(), d.z()};
}

std::array<float, 9> Harmonics(const Eigen::Vector3f& d) {
  constexpr float k0 = 0.28209479F, k1 = 0.48860251F, k2 = 1.09254843F, k20 = 0.31539157F, k22 = 0.54627422F;
  const float x = d.x(), y = d.y(), z = d.z();
  return {k0, k1 * y, k1 * z, k1 * x, k2 * x * y, k2 * y * z, k20 * (3 * z * z - 1), k2 * x * z, k22 * (x * x - y * y)};
}

Eigen::Vector3f DiffuseLight(const LightInW& light, const Eigen::Vector3f& normal_W) {
  const std::array<float, 9> basis = Harmonics(light.ToA(normal_W));
  Eigen::Vector3f sum = Eigen::Vector3f::Zero();
  for (size_t i = 0; i < basis.size(); ++i) sum += light.light->irradiance[i] * basis[i];
  return sum.cwiseMax(0) * light.intensity;
}

Eigen::Vector3f SpecularLight(const LightInW& light, const Eigen::Vector3f& direction_W, float roughness) {
  const OctahedralMap& map = light.light->specular;
  const int level = int(roughness * float(map.num_levels - 1) + 0.5F);
  return Sample(map, light.ToA(direction_W), std::clamp(level, 0, map.num_levels - 1)) * light.intensity;
}

Eigen::Vector3f Background(const LightInW& light, const Look& look, const Eigen::Vector3f& direction_W) {
  if (!look.background) return look.background_colour;
  return Sample(light.light->background, light.ToA(direction_W), 0) * light.intensity;
}

FacetAlbedo EnvironmentBrdf(float r, float m) {
  const float c = 1 - m, c2 = c * c, c5 = c2 * c2 * c;
  float total = 0, offset = 0;
  for (int i = 2; i >= 0; --i) {
    const auto& t = kTotalFit[i];
    total = total * r + (t[0] + m * (t[1] + m * (t[2] + m * t[3])));
  }
  total = 1 + total * r;
  for (int i = 3; i >= 0; --i) offset = offset * r + (kOffsetFit[i][0] * c5 + kOffsetFit[i][1] * c2);
  offset = std::max(offset, 0.0F);
  return {.scale = total - offset, .offset = offset};
}

Eigen::Vector3f HeadOnReflectance(const Surface& surface) {
  const float dielectric = 0.08F * surface.specular * (1 - surface.metallic);
  return Eigen::Vector3f::Constant(dielectric) + surface.base_colour * surface.metallic;
}

Eigen::Vector3f Shade(const Surface& surface, const LightInW& light, float sunlight) {
  const float cos_view = std::clamp(surface.normal.dot(surface.view), kMinCosView, 1.0F);
  const Eigen::Vector3f f0 = HeadOnReflectance(surface);
  const FacetAlbedo albedo = EnvironmentBrdf(surface.roughness, cos_view);
  const Eigen::Vector3f rebound = Rebound(f0, albedo);
  const Eigen::Vector3f facets =
      (f0 * albedo.scale + Eigen::Vector3f::Constant(albedo.offset)).cwiseProduct(rebound).cwiseMin(1);
  const Eigen::Vector3f diffuse =
      surface.base_colour.cwiseProduct(Eigen::Vector3f::Ones() - facets) * (1 - surface.metallic);
  const Eigen::Vector3f mirrored = surface.normal * (2 * surface.normal.dot(surface.view)) - surface.view;
  Eigen::Vector3f out = diffuse.cwiseProduct(DiffuseLight(light, surface.normal)) +
                        facets.cwiseProduct(SpecularLight(light, mirrored, surface.roughness));
  const float cos_sun = surface.normal.dot(light.to_sun);
  if (cos_sun <= 0 || sunlight <= 0) return out;
  const Eigen::Vector3f brdf = diffuse / kPi + FacetBrdf(surface, light, f0, cos_sun, cos_view).cwiseProduct(rebound);
  return out + brdf.cwiseProduct(light.sun_irradiance) * (cos_sun * sunlight);
}

Eigen::Vector3f FilmCurve(const Eigen::Vector3f& linear) {
  const auto x = linear.array();
  return (x * (2.51F * x + 0.03F) / (x * (2.43F * x + 0.59F) + 0.14F)).cwiseMax(0).cwiseMin(1);
}

float SrgbFromLinear(float linear) {
  return linear <= 0.0031308F ? 12.92F * linear : 1.055F * std::pow(linear, 1 / 2.4F) - 0.055F;
}

float LinearFromSrgb(float srgb) {
  return srgb <= 0.04045F ? srgb / 12.92F : std::pow((srgb + 0.055F) / 1.055F, 2.4F);
}

Eigen::Matrix<uint8_t, 3, 1> Develop(const Eigen::Vector3f& linear, float exposure) {
  const Eigen::Vector3f film = FilmCurve(linear * exposure);
  Eigen::Matrix<uint8_t, 3, 1> pixel;
  for (int c = 0; c < 3; ++c) pixel[c] = uint8_t(SrgbFromLinear(film[c]) * 255 + 0.5F);
  return pixel;
}

}  // namespace porter::render
