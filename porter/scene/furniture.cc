#include "porter/scene/furniture.h"

#include <algorithm>

#include "porter/core/check.h"
#include "porter/scene/shapes.h"

namespace porter::scene {
namespace {

using Eigen::Vector2d;
using Eigen::Vector3d;
using render::TriangleMesh;

constexpr double kFrameHeight = 0.06;    // of the frame that hangs below a table's top, m
constexpr double kRimThickness = 0.006;  // of a tray's lip, m
constexpr double kWindowBar = 0.05;      // width of a window's frame, m

TriangleMesh MeshOf(const Solid& solid) {
  if (solid.kind == Solid::Kind::kCylinder) {
    const double radius = solid.size.x() / 2, half = solid.size.z() / 2;
    const Vector2d profile[] = {{0, -half}, {radius, -half}, {radius, half}, {0, half}};
    return Moved(Revolution(profile, 24), solid.centre);
  }
  return Moved(Cuboid(solid.size, std::min(0.003, 0.1 * solid.size.minCoeff())), solid.centre);
}

TriangleMesh MeshOf(const std::vector<Solid>& solids) {
  std::vector<TriangleMesh> bodies;
  for (const Solid& solid : solids) bodies.push_back(MeshOf(solid));
  return Joined(bodies);
}

// four bars around a rectangle: two run along y over its whole length, two along x fit between them
void AddRing(const Vector2d& outside, double width, double height, double z, std::vector<Solid>& solids) {
  const double x = (outside.x() - width) / 2, y = (outside.y() - width) / 2;
  for (const double side : {1.0, -1.0}) {
    solids.push_back({.size = {width, outside.y(), height}, .centre = {side * x, 0, z}});
    solids.push_back({.size = {outside.x() - 2 * width, width, height}, .centre = {0, side * y, z}});
  }
}

}  // namespace

std::vector<Solid> SolidsOf(const TableShape& shape) {
  const double length = shape.height - shape.top.z();
  const double x = shape.top.x() / 2 - shape.inset, y = shape.top.y() / 2 - shape.inset;
  const auto kind = shape.legs == TableLegs::kRound ? Solid::Kind::kCylinder : Solid::Kind::kBox;
  std::vector<Solid> solids{{.size = shape.top, .centre = {0, 0, shape.height - shape.top.z() / 2}}};
  for (const double side : {1.0, -1.0}) {
    for (const double end : {1.0, -1.0}) {
      solids.push_back(
          {.kind = kind, .size = {shape.leg, shape.leg, length}, .centre = {side * x, end * y, length / 2}});
    }
  }
  if (shape.legs != TableLegs::kFrame) return solids;
  const double z = length - kFrameHeight / 2, thick = 0.6 * shape.leg;  // the rails end in the legs
  for (const double side : {1.0, -1.0}) {
    solids.push_back({.size = {thick, 2 * y, kFrameHeight}, .centre = {side * x, 0, z}});
    solids.push_back({.size = {2 * x, thick, kFrameHeight}, .centre = {0, side * y, z}});
  }
  return solids;
}

TriangleMesh MakeTable(const TableShape& shape) {
  return MeshOf(SolidsOf(shape));
}

std::vector<Solid> SolidsOf(const TrayShape& shape) {
  const double inner = shape.side - 2 * shape.wall;
  std::vector<Solid> solids{{.size = {inner, inner, shape.wall}, .centre = {0, 0, shape.wall / 2}}};
  AddRing({shape.side, shape.side}, shape.wall, shape.height, shape.height / 2, solids);
  if (shape.rim > 0) {
    const double outside = shape.side + 2 * shape.rim;
    AddRing({outside, outside}, shape.rim, kRimThickness, shape.height - kRimThickness / 2, solids);
  }
  return solids;
}

TriangleMesh MakeTray(const TrayShape& shape) {
  return MeshOf(SolidsOf(shape));
}

TriangleMesh MakeWall(const WallShape& shape) {
  const Vector3d& size = shape.size;
  const Vector2d middle(0, size.z() / 2);
  return Moved(PlateWithOpening(size, shape.opening_low - middle, shape.opening_high - middle), {0, 0, middle.y()});
}

TriangleMesh MakeWindow(const WallShape& shape) {
  const Vector2d size = shape.opening_high - shape.opening_low;
  const Vector2d middle = (shape.opening_high + shape.opening_low) / 2;
  const double thick = 0.6 * shape.size.x();
  std::vector<Solid> bars;
  const auto add = [&](const Vector3d& edges, double y, double z) {
    bars.push_back({.size = edges, .centre = {0, middle.x() + y, middle.y() + z}});
  };
  for (const double side : {1.0, -1.0}) {
    add({thick, kWindowBar, size.y()}, side * (size.x() - kWindowBar) / 2, 0);
    add({thick, size.x() - 2 * kWindowBar, kWindowBar}, 0, side * (size.y() - kWindowBar) / 2);
  }
  add({thick, 0.6 * kWindowBar, size.y() - 2 * kWindowBar}, 0, 0);
  add({thick, size.x() - 2 * kWindowBar, 0.6 * kWindowBar}, 0, 0);
  bars.push_back({.size = {0.2, size.x() + 0.1, 0.03},
                  .centre = {-0.1 - shape.size.x() / 2, middle.x(), shape.opening_low.y() - 0.015}});
  return MeshOf(bars);
}

}  // namespace porter::scene
