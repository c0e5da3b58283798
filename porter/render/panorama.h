// Panoramas to light. A panorama shows all directions of the light frame A: rows from straight up to straight down,
// evenly in angle; columns turn clockwise seen from above, the middle one looks along x, the one at a quarter along y.
// Filtering for roughness after Karis 2013 with samples read from smaller copies after Krivanek and Colbert 2008;
// harmonics after Ramamoorthi and Hanrahan 2001.
#pragma once

#include <Eigen/Core>

#include "porter/core/image.h"
#include "porter/render/environment_light.h"

namespace porter::render {

// of a place on the panorama, 0..1 each; unit, in A
Eigen::Vector3f DirectionFromPanorama(float u, float v);
Eigen::Vector2f PanoramaFromDirection(const Eigen::Vector3f& direction);  // unit

// solid angle of a texel in row y, exact; sr
double TexelSolidAngle(const core::FloatImage& panorama, int y);

// What is left of a panorama without its brightest source, and that source. Rest and sun hold the energy of the whole:
// integrals of radiance over all directions add up, channel by channel.
struct SplitPanorama {
  core::FloatImage rest;
  Sun sun;  // irradiance 0: no source stands out (it brings less than 2 % of the light)
};
SplitPanorama SplitSun(const core::FloatImage& panorama);

// The light of a panorama twice as wide as high, at least 16 px high, finite; negative values, which lossy files have
// near black, count as 0. Throws core::Error.
EnvironmentLight MakeEnvironmentLight(const core::FloatImage& panorama);

}  // namespace porter::render
