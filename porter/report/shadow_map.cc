#include "porter/report/shadow_map.h"

#include <algorithm>
#include <cmath>

#include "porter/core/check.h"

namespace porter::report {
namespace {

using Eigen::Vector2d;
using Eigen::Vector3d;

constexpr int kCells = 192;      // along each side of the grid
constexpr double kSoft = 0.02;   // m, half the width of the blur
constexpr double kMargin = 0.1;  // m, around all shadows: room for the blur

}  // namespace

ShadowMap::Rectangle ShadowMap::AreaOf(const Solid& solid, const Vector3d& toward_light) {
  Rectangle area{Vector2d::Constant(1e9), Vector2d::Constant(-1e9)};
  for (const Vector3d& p_W : HullPoints(solid.shape)) {
    const Vector2d shadow = (p_W - p_W.z() / toward_light.z() * toward_light).head<2>();
    area = {area.lower.cwiseMin(shadow), area.upper.cwiseMax(shadow)};
  }
  return area;
}

ShadowMap::ShadowMap(std::span<const Solid> solids, const Vector3d& toward_light) {
  PORTER_CHECK(toward_light.z() > 0);
  if (solids.empty()) return;
  std::vector<Rectangle> areas;
  for (const Solid& solid : solids) areas.push_back(AreaOf(solid, toward_light));
  Rectangle all = areas[0];
  for (const Rectangle& area : areas) all = {all.lower.cwiseMin(area.lower), all.upper.cwiseMax(area.upper)};
  corner_ = all.lower - Vector2d::Constant(kMargin);
  cell_ = ((all.upper - all.lower).maxCoeff() + 2 * kMargin) / kCells;
  shade_.assign(kCells * kCells, 0);
  for (size_t i = 0; i < solids.size(); ++i) Shade(solids[i], toward_light, areas[i]);
  for (int pass = 0; pass < 2; ++pass) {
    Blur(1, kCells, kCells);
    Blur(kCells, kCells, 1);
  }
}

void ShadowMap::Shade(const Solid& solid, const Vector3d& toward_light, const Rectangle& area) {
  const Eigen::Array2i first = ((area.lower - corner_) / cell_).array().floor().cast<int>().max(0);
  const Eigen::Array2i last = ((area.upper - corner_) / cell_).array().ceil().cast<int>().min(kCells - 1);
  for (int row = first.y(); row <= last.y(); ++row) {
    for (int column = first.x(); column <= last.x(); ++column) {
      const Vector2d p = corner_ + cell_ * Vector2d(column + 0.5, row + 0.5);
      const Ray ray{Vector3d(p.x(), p.y(), 0), toward_light};
      if (std::isfinite(EnterShape(solid.shape, ray))) shade_[static_cast<size_t>(row * kCells + column)] = 1;
    }
  }
}

// each cell becomes the mean of its neighbours along a line
void ShadowMap::Blur(int stride, int lines, int line_stride) {
  const int reach = std::max(1, static_cast<int>(std::lround(kSoft / cell_)));
  std::vector<float> old(kCells);
  for (int line = 0; line < lines; ++line) {
    float* cells = &shade_[static_cast<size_t>(line * line_stride)];
    for (int i = 0; i < kCells; ++i) old[static_cast<size_t>(i)] = cells[i * stride];
    for (int i = 0; i < kCells; ++i) {
      float sum = 0;
      for (int k = std::max(0, i - reach); k <= std::min(kCells - 1, i + reach); ++k)
        sum += old[static_cast<size_t>(k)];
      cells[i * stride] = sum / static_cast<float>(2 * reach + 1);
    }
  }
}

// bilinear between the middles of cells
double ShadowMap::At(double x, double y) const {
  const Vector2d place = (Vector2d(x, y) - corner_) / cell_ - Vector2d::Constant(0.5);
  if (shade_.empty() || !(place.minCoeff() >= 0) || !(place.maxCoeff() < kCells - 1)) return 0;
  const int column = static_cast<int>(place.x()), row = static_cast<int>(place.y());
  const double a = place.x() - column, b = place.y() - row;
  const float* cell = &shade_[static_cast<size_t>(row * kCells + column)];
  return (1 - b) * ((1 - a) * cell[0] + a * cell[1]) + b * ((1 - a) * cell[kCells] + a * cell[kCells + 1]);
}

}  // namespace porter::report
