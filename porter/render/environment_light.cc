#include "porter/render/environment_light.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace porter::render {
namespace {

constexpr int kExponentBias = 24;         // value = mantissa x 2^(e - 24), mantissa of 9 bits
constexpr float kUniformY = 0.28209479F;  // sqrt(1 / (4 pi))

float SignNotZero(float value) {
  return value < 0 ? -1.0F : 1.0F;
}

OctahedralMap UniformMap(const Eigen::Vector3f& radiance, int levels) {
  constexpr int kSize = 2;
  const size_t texels = size_t(levels) * (kSize + 2) * (kSize + 2);
  return {.size = kSize, .num_levels = levels, .texels = std::vector(texels, PackRadiance(radiance))};
}

}  // namespace

uint32_t PackRadiance(const Eigen::Vector3f& radiance) {
  constexpr float kLargest = 511.0F * 128;  // 2^(31 - 24)
  const Eigen::Vector3f value = radiance.cwiseMax(0).cwiseMin(kLargest);
  int exponent = 0;
  std::frexp(value.maxCoeff(), &exponent);  // value < 2^exponent
  int e = std::clamp(exponent - 9 + kExponentBias, 0, 31);
  if (std::lround(std::ldexp(value.maxCoeff(), kExponentBias - e)) > 511) ++e;  // rounded up to the next power
  uint32_t texel = uint32_t(e) << 27;
  for (int c = 0; c < 3; ++c) texel |= uint32_t(std::lround(std::ldexp(value[c], kExponentBias - e))) << 9 * c;
  return texel;
}

Eigen::Vector3f UnpackRadiance(uint32_t texel) {
  const float scale = std::bit_cast<float>(((texel >> 27) + 127 - kExponentBias) << 23);
  return Eigen::Vector3f(float(texel & 511), float(texel >> 9 & 511), float(texel >> 18 & 511)) * scale;
}

Eigen::Vector2f OctahedralFromDirection(const Eigen::Vector3f& direction) {
  const Eigen::Vector3f d = direction / direction.lpNorm<1>();
  Eigen::Vector2f p = d.head<2>();
  if (d.z() < 0) p = {(1 - std::abs(d.y())) * SignNotZero(d.x()), (1 - std::abs(d.x())) * SignNotZero(d.y())};
  return p.array() * 0.5F + 0.5F;
}

Eigen::Vector3f DirectionFromOctahedral(const Eigen::Vector2f& position) {
  const Eigen::Vector2f p = position.array() * 2 - 1;
  Eigen::Vector3f d(p.x(), p.y(), 1 - p.lpNorm<1>());
  if (d.z() < 0) d.head<2>() << (1 - std::abs(p.y())) * SignNotZero(p.x()), (1 - std::abs(p.x())) * SignNotZero(p.y());
  return d.normalized();
}

Eigen::Vector3f Sample(const OctahedralMap& map, const Eigen::Vector3f& direction, int level) {
  const Eigen::Vector2f p = OctahedralFromDirection(direction) * float(map.size) + Eigen::Vector2f::Constant(0.5F);
  const int stride = map.size + 2;
  const int x = std::clamp(int(p.x()), 0, map.size), y = std::clamp(int(p.y()), 0, map.size);
  const float fx = p.x() - float(x), fy = p.y() - float(y);
  const uint32_t* at = map.texels.data() + (size_t(level) * stride + y) * stride + x;
  const Eigen::Vector3f top = UnpackRadiance(at[0]) * (1 - fx) + UnpackRadiance(at[1]) * fx;
  const Eigen::Vector3f bottom = UnpackRadiance(at[stride]) * (1 - fx) + UnpackRadiance(at[stride + 1]) * fx;
  return top * (1 - fy) + bottom * fy;
}

EnvironmentLight UniformLight(const Eigen::Vector3f& radiance) {
  EnvironmentLight light;
  light.irradiance.fill(Eigen::Vector3f::Zero());
  light.irradiance[0] = radiance / kUniformY;
  light.specular = UniformMap(radiance, 8);
  light.background = UniformMap(radiance, 1);
  return light;
}

}  // namespace porter::render
