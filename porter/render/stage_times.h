// Where the time of pictures goes, by stage of the rasteriser.
#pragma once

#include <utility>

#include "porter/core/clock.h"

namespace porter::render {

// of all threads together, s
struct StageTimes {
  double vertex = 0;  // placing, choosing levels, transforming vertices
  double raster = 0;  // setting up and filling triangles
  double shadow = 0;  // the sun's map
  double shade = 0;   // colours, and writing the caller's buffers

  double Sum() const { return vertex + raster + shadow + shade; }
  StageTimes& operator+=(const StageTimes& other) {
    vertex += other.vertex, raster += other.raster, shadow += other.shadow, shade += other.shade;
    return *this;
  }
};

// one thread's
class StageClock {
 public:
  void Start() noexcept { last_ = core::NowSeconds(); }
  // what went by since Start or the last Lap belongs to `stage`
  void Lap(double StageTimes::* stage) noexcept {
    const double now = core::NowSeconds();
    times_.*stage += now - last_;
    last_ = now;
  }
  // since the last call
  StageTimes Take() noexcept { return std::exchange(times_, {}); }

 private:
  StageTimes times_;
  double last_ = 0;
};

}  // namespace porter::render
