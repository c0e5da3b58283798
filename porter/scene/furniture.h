// Tables, trays and walls. Each is first a list of simple solids, from which physics builds its colliders, and then a
// mesh of the same solids, with their edges cut off, for the eyes. All stand on z = 0 around the z axis. Metres.
#pragma once

#include <Eigen/Core>
#include <array>
#include <string_view>
#include <vector>

#include "porter/render/mesh.h"

namespace porter::scene {

// a box or an upright cylinder, axes along those of the body
struct Solid {
  enum class Kind { kBox, kCylinder };
  Kind kind = Kind::kBox;
  Eigen::Vector3d size;    // box: edges; cylinder: diameter, diameter, height; m
  Eigen::Vector3d centre;  // in the body's frame, m
};

// facts/viral.md 1: legs of cubes or cylinders, or square legs with a frame that hangs below the top
enum class TableLegs { kSquare, kRound, kFrame };
constexpr auto EnumNames(TableLegs) {
  return std::to_array<std::string_view>({"square", "round", "frame"});
}

struct TableShape {
  Eigen::Vector3d top = {0.72, 1.5, 0.0375};  // edges of the top: depth, width, thickness, m
  double height = 0.7;                        // of its upper face, m
  double leg = 0.03;                          // edge or diameter of a leg, m
  double inset = 0.06;                        // of the legs' middles from the edges of the top, m
  TableLegs legs = TableLegs::kSquare;
};
std::vector<Solid> SolidsOf(const TableShape& shape);  // the top first
render::TriangleMesh MakeTable(const TableShape& shape);

// facts/viral.md 1: 28 x 28 x 10 cm, walls of 15 mm
struct TrayShape {
  double side = 0.28;   // outside, without the rim, m
  double height = 0.1;  // m
  double wall = 0.015;  // thickness of walls and floor, m
  double rim = 0;       // how far a lip along the upper edge sticks out; 0: none, m
};
std::vector<Solid> SolidsOf(const TrayShape& shape);  // the floor first
render::TriangleMesh MakeTray(const TrayShape& shape);

// a wall with a rectangular opening; thickness along x, length along y, its foot on z = 0
struct WallShape {
  Eigen::Vector3d size = {0.1, 10, 3};        // m
  Eigen::Vector2d opening_low = {-0.8, 0.9};  // lower corner of the opening, (y, z), m
  Eigen::Vector2d opening_high = {0.8, 2.1};  // upper corner
};
render::TriangleMesh MakeWall(const WallShape& shape);
// what stands in the opening: a frame with one bar across each way, and a sill toward -x
render::TriangleMesh MakeWindow(const WallShape& shape);

}  // namespace porter::scene
