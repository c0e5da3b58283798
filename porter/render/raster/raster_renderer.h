// The fast renderer: meshlets, visibility buffer and deferred shading in SIMD, environments spread over threads.
#pragma once

#include <memory>

#include "porter/render/renderer.h"

namespace porter::render {

std::unique_ptr<Renderer> CreateRasterRenderer(const RenderConfig& config, SceneAssets assets);

}  // namespace porter::render
