// A drawing of solids for people, by the processor alone: light from one side, a ground with a grid of half a metre, a
// soft shadow on it. For pages and quick looks; no robot's camera sees like this.
#pragma once

#include <span>

#include "porter/core/image.h"
#include "porter/report/sketch_camera.h"
#include "porter/report/solid.h"

namespace porter::report {

// RGB, four rays a pixel
core::Image Sketch(std::span<const Solid> solids, const SketchView& view);

}  // namespace porter::report
