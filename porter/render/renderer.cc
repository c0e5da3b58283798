#include "porter/render/renderer.h"

#include "porter/core/error.h"
#include "porter/render/reference/reference_renderer.h"

namespace porter::render {

std::span<const Eigen::Vector2f> SamplePositions(int samples) {
  static const Eigen::Vector2f kMiddle[] = {{0.5F, 0.5F}};
  static const Eigen::Vector2f kRotatedGrid[] = {
      {0.375F, 0.125F}, {0.875F, 0.375F}, {0.125F, 0.625F}, {0.625F, 0.875F}};
  if (samples == 1) return kMiddle;
  return kRotatedGrid;
}

std::unique_ptr<Renderer> Renderer::Create(const RenderConfig& config, SceneAssets assets) {
  if (config.backend == Backend::kReference) return CreateReferenceRenderer(config, std::move(assets));
  throw core::Error("this back end is not built");
}

}  // namespace porter::render
