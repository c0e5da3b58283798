#include "porter/scene/household.h"

#include <cmath>
#include <numbers>

#include "porter/scene/shapes.h"

namespace porter::scene {
namespace {

using Eigen::Vector2d;
using Eigen::Vector3d;
using render::TriangleMesh;

TriangleMesh MakeMug() {
  const Vector2d body[] = {{0, 0}, {0.036, 0}, {0.036, 0.095}, {0.033, 0.095}, {0.033, 0.005}, {0, 0.005}};
  std::vector<Vector3d> handle;
  constexpr int kPoints = 12;
  for (int i = 0; i <= kPoints; ++i) {
    const double turn = std::numbers::pi * (static_cast<double>(i) / kPoints - 0.5);
    handle.emplace_back(0.034 + 0.026 * std::cos(turn), 0, 0.048 + 0.030 * std::sin(turn));
  }
  return Joined(std::vector{Revolution(body, 32), Tube(handle, 0.005, 10)});
}

}  // namespace

TriangleMesh MakeTable(const TableShape& shape) {
  const double length = shape.height - shape.top.z(), half = length / 2;
  const Vector2d round[] = {{0, -half}, {shape.leg / 2, -half}, {shape.leg / 2, half}, {0, half}};
  const TriangleMesh leg =
      shape.round_legs ? Revolution(round, 16) : Cuboid({shape.leg, shape.leg, length}, 0.1 * shape.leg);
  std::vector<TriangleMesh> bodies{Moved(Cuboid(shape.top, 0.003), {0, 0, shape.height - shape.top.z() / 2})};
  const double x = shape.top.x() / 2 - shape.inset, y = shape.top.y() / 2 - shape.inset;
  for (const Vector3d& at :
       {Vector3d(x, y, half), Vector3d(x, -y, half), Vector3d(-x, y, half), Vector3d(-x, -y, half)})
    bodies.push_back(Moved(leg, at));
  return Joined(bodies);
}

TriangleMesh MakeTray() {
  constexpr double kSide = 0.28, kHigh = 0.10, kWall = 0.015, kBevel = 0.003;
  constexpr double kAt = (kSide - kWall) / 2;
  const Vector3d across(kWall, kSide, kHigh), along(kSide, kWall, kHigh);
  return Joined(std::vector{
      Moved(Cuboid({kSide, kSide, kWall}, kBevel), {0, 0, kWall / 2}),
      Moved(Cuboid(across, kBevel), {kAt, 0, kHigh / 2}), Moved(Cuboid(across, kBevel), {-kAt, 0, kHigh / 2}),
      Moved(Cuboid(along, kBevel), {0, kAt, kHigh / 2}), Moved(Cuboid(along, kBevel), {0, -kAt, kHigh / 2})});
}

std::vector<TriangleMesh> MakeHouseholdObjects() {
  const Vector2d bottle[] = {{0, 0},        {0.030, 0},    {0.033, 0.004}, {0.033, 0.12}, {0.028, 0.14},
                             {0.014, 0.16}, {0.013, 0.19}, {0.013, 0.20},  {0, 0.20}};
  const Vector2d cup[] = {{0, 0}, {0.026, 0}, {0.036, 0.10}, {0.034, 0.10}, {0.024, 0.004}, {0, 0.004}};
  return {Revolution(bottle, 32), Revolution(cup, 32), MakeMug(),
          Moved(Cuboid({0.055, 0.085, 0.14}, 0.003), {0, 0, 0.07})};
}

}  // namespace porter::scene
