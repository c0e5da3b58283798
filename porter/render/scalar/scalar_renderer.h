// The slow twin of the fast renderer: one environment, triangle and sample after another.
#pragma once

#include <memory>

#include "porter/render/renderer.h"

namespace porter::render {

std::unique_ptr<Renderer> CreateScalarRenderer(const RenderConfig& config, SceneAssets assets);

}  // namespace porter::render
