// Light from all around, as shading reads it. Light frame A: z up as in W, turned about z by each environment's yaw
// (LookBatch). The brightest source is split off as a sun, so that it can cast shadows.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <vector>

namespace porter::render {

// Square maps over all directions (octahedral mapping: Cigolle et al., JCGT 2014), with a border of one texel on each
// side that repeats the neighbours across the seam, so that bilinear reads need no care. Shared-exponent texels: 9 bits
// a channel (red lowest) and 5 bits of exponent e; value = mantissa x 2^(e - 24).
struct OctahedralMap {
  int size = 0;                  // texels a side without the border
  int num_levels = 0;            // all of the same size
  std::vector<uint32_t> texels;  // [levels, size + 2, size + 2]
};

struct Sun {
  Eigen::Vector3f direction = Eigen::Vector3f::UnitZ();  // toward the sun, unit, in A
  Eigen::Vector3f irradiance = Eigen::Vector3f::Zero();  // on a surface that faces it, linear; zero: there is none
  float angular_radius = 0.005F;                         // rad
};

struct EnvironmentLight {
  // Irradiance without the sun, divided by pi, in real spherical harmonics of the normal in A:
  // (l, m) = (0,0) (1,-1) (1,0) (1,1) (2,-2) (2,-1) (2,0) (2,1) (2,2), normalised over the sphere, m < 0 along y.
  std::array<Eigen::Vector3f, 9> irradiance = {};
  OctahedralMap specular;    // without the sun, filtered for roughness 0 .. 1, evenly spaced levels
  OctahedralMap background;  // with the sun, one level: what the camera sees
  Sun sun;
};

uint32_t PackRadiance(const Eigen::Vector3f& radiance);  // not negative; beyond the range: the largest
Eigen::Vector3f UnpackRadiance(uint32_t texel);

// position on the map, 0..1 each, of a direction (any length)
Eigen::Vector2f OctahedralFromDirection(const Eigen::Vector3f& direction);
Eigen::Vector3f DirectionFromOctahedral(const Eigen::Vector2f& position);  // unit

// bilinear
Eigen::Vector3f Sample(const OctahedralMap& map, const Eigen::Vector3f& direction, int level);

// the same radiance from everywhere, no sun
EnvironmentLight UniformLight(const Eigen::Vector3f& radiance);

}  // namespace porter::render
