#include "porter/render/reference/reference_renderer.h"

#include "porter/core/error.h"

namespace porter::render {

std::unique_ptr<Renderer> CreateReferenceRenderer(const RenderConfig&, SceneAssets) {
  throw core::Error(core::ErrorParts{.what = "backend 'reference' is not built", .hint = "take 'raster' or 'scalar'"});
}

}  // namespace porter::render
