// Parts of meshes in lists, and which of them a camera or the sun needs: sixteen are tested at a time.
#pragma once

#include <Eigen/Core>
#include <array>
#include <bit>
#include <cstdint>

#include "porter/render/level_choice.h"
#include "porter/render/raster/aligned.h"
#include "porter/render/shadow_map.h"
#include "porter/render/view.h"

namespace porter::render {

// Part, value by value   [parts, padded to kLanes]
struct PartLists {
  void Add(const Part& part);
  Eigen::Vector3f Centre(size_t i) const { return {x[i], y[i], z[i]}; }

  size_t size = 0;
  AlignedVector<float> x, y, z, radius;
  AlignedVector<float> axis_x, axis_y, axis_z, cutoff;
};

// What a viewer needs of a mesh, in M: what reaches over all sides and shows a face to the viewer.
struct PartTest {
  // inside: n . centre + d + reach radius >= 0
  struct Side {
    Eigen::Vector3f n = Eigen::Vector3f::Zero();
    float d = 0, reach = 0;
  };

  bool Reaches(const Eigen::Vector3f& centre, float radius) const;

  std::array<Side, 5> sides;
  Eigen::Vector3f viewer;  // where it is, m; infinitely far: the way it looks, unit
  bool is_far;
};

PartTest CameraTest(const View& view, const Placement& placement);
// size: of the map, texels
PartTest SunTest(const ShadowFit& fit, const Placement& placement, int size);

// bit i: part first + i passes, i < kLanes; first: a multiple of kLanes
uint32_t Needed(const PartLists& parts, size_t first, const PartTest& test) noexcept;

// use(i) for each part that passes
template <class Use>
void ForNeeded(const PartLists& parts, const PartTest& test, const Use& use) {
  for (size_t first = 0; first < parts.size; first += kLanes)
    for (uint32_t bits = Needed(parts, first, test); bits != 0; bits &= bits - 1) use(first + std::countr_zero(bits));
}

}  // namespace porter::render
