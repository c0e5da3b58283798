// The slow twin behind Backend::kReference: rays through the full meshes.
#pragma once

#include <memory>

#include "porter/render/renderer.h"

namespace porter::render {

// settings and assets have been checked; throws core::Error
std::unique_ptr<Renderer> CreateReferenceRenderer(const RenderConfig& config, SceneAssets assets);

}  // namespace porter::render
