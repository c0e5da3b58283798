#include "porter/render/renderer.h"

#include "porter/render/batch_check.h"
#include "porter/render/raster/raster_renderer.h"
#include "porter/render/scalar/scalar_renderer.h"

namespace porter::render {

std::span<const Eigen::Vector2f> SamplePositions(int samples) {
  static const Eigen::Vector2f kMiddle[] = {{0.5F, 0.5F}};
  static const Eigen::Vector2f kRotatedGrid[] = {
      {0.375F, 0.125F}, {0.875F, 0.375F}, {0.125F, 0.625F}, {0.625F, 0.875F}};
  if (samples == 1) return kMiddle;
  return kRotatedGrid;
}

std::unique_ptr<Renderer> Renderer::Create(const RenderConfig& config, SceneAssets assets) {
  CheckAssets(config, assets);
  if (config.backend == Backend::kScalar) return CreateScalarRenderer(config, std::move(assets));
  return CreateRasterRenderer(config, std::move(assets));
}

}  // namespace porter::render
