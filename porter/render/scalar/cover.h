// Which samples a triangle covers, one after another.
#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "porter/render/screen_triangle.h"

namespace porter::render {

struct Grid {
  int width = 0, height = 0;                 // px
  std::span<const Eigen::Vector2f> samples;  // of a pixel, 0..1
};

// calls f(x, y, sample) for each sample of the grid that lies inside
template <class F>
void ForEachSample(const std::array<ScreenPoint, 3>& p, const Grid& grid, F&& f) {
  if (TwiceArea(p[0], p[1], p[2]) <= 0) return;
  const Edge edges[] = {{p[0], p[1]}, {p[1], p[2]}, {p[2], p[0]}};
  const auto [left, right] = std::minmax({p[0].x, p[1].x, p[2].x});
  const auto [top, bottom] = std::minmax({p[0].y, p[1].y, p[2].y});
  for (int y = std::max(0, top / kSubpixels - 1); y <= std::min(grid.height - 1, bottom / kSubpixels); ++y)
    for (int x = std::max(0, left / kSubpixels - 1); x <= std::min(grid.width - 1, right / kSubpixels); ++x)
      for (size_t s = 0; s < grid.samples.size(); ++s) {
        const auto sx = int64_t((float(x) + grid.samples[s].x()) * kSubpixels);
        const auto sy = int64_t((float(y) + grid.samples[s].y()) * kSubpixels);
        if (std::ranges::all_of(edges, [&](const Edge& edge) { return edge.At(sx, sy) >= 0; })) f(x, y, int(s));
      }
}

}  // namespace porter::render
