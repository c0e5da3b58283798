#include "porter/render/scalar/scalar_renderer.h"

#include <vector>

#include "porter/core/thread_pool.h"
#include "porter/render/batch_check.h"
#include "porter/render/scalar/scalar_frame.h"

namespace porter::render {
namespace {

class ScalarRenderer final : public Renderer {
 public:
  ScalarRenderer(const RenderConfig& config, SceneAssets assets)
      : assets_(std::move(assets)), scene_{.config = config, .assets = &assets_, .meshes = {}}, pool_(config.threads) {
    for (const TriangleMesh& mesh : assets_.meshes) scene_.meshes.emplace_back(mesh);
    for (int thread = 0; thread < pool_.size(); ++thread) frames_.emplace_back(scene_);
  }

  void Render(const CameraBatch& cameras, const InstanceBatch& instances, const LookBatch& looks,
              FrameBatch& frames) noexcept override {
    CheckBatches(*this, cameras, instances, looks, frames);
    auto job = [&](int i, int thread) {
      const int env = frames.envs.empty() ? i : frames.envs[i];
      frames_[thread].Render(cameras.cameras[env], instances[env], looks.looks[env]);
      frames_[thread].Write(env, frames);
    };
    pool_.Run(frames.envs.empty() ? instances.num_envs : int(frames.envs.size()), job);
  }

  const RenderConfig& config() const noexcept override { return scene_.config; }
  const SceneAssets& assets() const noexcept override { return assets_; }

 private:
  SceneAssets assets_;
  ScalarScene scene_;
  core::ThreadPool pool_;
  std::vector<ScalarFrame> frames_;  // one a thread
};

}  // namespace

std::unique_ptr<Renderer> CreateScalarRenderer(const RenderConfig& config, SceneAssets assets) {
  return std::make_unique<ScalarRenderer>(config, std::move(assets));
}

}  // namespace porter::render
