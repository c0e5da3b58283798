#include "porter/render/raster/raster_renderer.h"

#include <vector>

#include "porter/core/thread_pool.h"
#include "porter/render/batch_check.h"
#include "porter/render/raster/raster_frame.h"

namespace porter::render {
namespace {

class RasterRenderer final : public Renderer {
 public:
  RasterRenderer(const RenderConfig& config, SceneAssets assets)
      : assets_(std::move(assets)), scene_(config, assets_), pool_(config.threads) {
    for (int thread = 0; thread < pool_.size(); ++thread) frames_.push_back(std::make_unique<RasterFrame>(scene_));
  }

  void Render(const CameraBatch& cameras, const InstanceBatch& instances, const LookBatch& looks,
              FrameBatch& frames) noexcept override {
    CheckBatches(*this, cameras, instances, looks, frames);
    const Wanted wanted = !frames.rgb.empty() || !frames.chw.empty() ? Wanted::kColour
                          : !frames.sunlight.empty()                 ? Wanted::kSunlight
                                                                     : Wanted::kGeometry;
    auto job = [&](int i, int thread) {
      const int env = frames.envs.empty() ? i : frames.envs[i];
      frames_[thread]->Render(cameras.cameras[env], instances[env], looks.looks[env], wanted);
      frames_[thread]->Write(env, frames);
    };
    pool_.Run(frames.envs.empty() ? instances.num_envs : int(frames.envs.size()), job);
  }

  StageTimes TakeStageTimes() noexcept override {
    StageTimes sum;
    for (const std::unique_ptr<RasterFrame>& frame : frames_) sum += frame->TakeStageTimes();
    return sum;
  }

  const RenderConfig& config() const noexcept override { return scene_.config; }
  const SceneAssets& assets() const noexcept override { return assets_; }

 private:
  SceneAssets assets_;
  RasterScene scene_;
  core::ThreadPool pool_;
  std::vector<std::unique_ptr<RasterFrame>> frames_;  // one a thread
};

}  // namespace

std::unique_ptr<Renderer> CreateRasterRenderer(const RenderConfig& config, SceneAssets assets) {
  return std::make_unique<RasterRenderer>(config, std::move(assets));
}

}  // namespace porter::render
