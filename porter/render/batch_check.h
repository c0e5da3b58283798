// What Render may be given: sizes that agree, indices that exist. A failure is our own mistake (PORTER_CHECK).
#pragma once

#include "porter/render/renderer.h"

namespace porter::render {

void CheckBatches(const Renderer& renderer, const CameraBatch& cameras, const InstanceBatch& instances,
                  const LookBatch& looks, const FrameBatch& frames);

// settings and assets that Create may be given; throws core::Error
void CheckAssets(const RenderConfig& config, const SceneAssets& assets);

}  // namespace porter::render
