// Bodies that furniture and household objects are made of, as triangle meshes. Metres; uv in metres, so that a texture
// has the same grain on all of them. Each is closed: every edge belongs to two triangles that run along it in opposite
// directions.
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "porter/render/mesh.h"

namespace porter::scene {

// around the origin; its edges are cut off by `bevel` on both faces and shaded round. size > 2 bevel > 0
render::TriangleMesh Cuboid(const Eigen::Vector3d& size, double bevel);

// A profile turned about z. profile: (radius, z) from the bottom up on the outside; the first and the last point lie on
// the axis (a hollow body goes up outside and down inside). Corners sharper than 40 degrees are shaded as edges.
render::TriangleMesh Revolution(std::span<const Eigen::Vector2d> profile, int segments);

// a round bar along a curve that does not turn back on itself, with flat ends; at least two points
render::TriangleMesh Tube(std::span<const Eigen::Vector3d> curve, double radius, int sides);

// A plate with a rectangular hole, thickness along x, around the origin; low, high: corners of the hole, (y, z), inside
// the plate. Its edges are sharp.
render::TriangleMesh PlateWithOpening(const Eigen::Vector3d& size, const Eigen::Vector2d& low,
                                      const Eigen::Vector2d& high);

// moved, or turned and moved
render::TriangleMesh Moved(render::TriangleMesh mesh, const Eigen::Vector3d& by);
render::TriangleMesh Moved(render::TriangleMesh mesh, const Eigen::Matrix3d& rotation, const Eigen::Vector3d& by);

// all in one; bodies that overlap stay as they are
render::TriangleMesh Joined(std::span<const render::TriangleMesh> meshes);

}  // namespace porter::scene
