#include "porter/render/batch_check.h"

#include <string>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/render/clip.h"

namespace porter::render {
namespace {

void CheckBuffer(size_t found, size_t per_env, size_t num_envs, const char* name) {
  if (found != 0) PORTER_CHECK(found == per_env * num_envs, name);
}

void CheckInstance(const Instance& instance, int num_meshes, int num_textures) {
  PORTER_CHECK(instance.mesh < num_meshes, "mesh of an instance");
  PORTER_CHECK(instance.material.texture < num_textures, "texture of a material");
}

void CheckEnv(const Renderer& renderer, const InstanceBatch& instances, const LookBatch& looks, int env) {
  const SceneAssets& assets = renderer.assets();
  const int light = looks.looks[env].light;
  PORTER_CHECK(light >= 0 && light < int(assets.lights.size()), "light of a look");
  for (const Instance& instance : instances[env])
    CheckInstance(instance, int(assets.meshes.size()), int(assets.textures.size()));
}

[[noreturn]] void Refuse(std::string what, std::string found, std::string expected) {
  throw core::Error(
      core::ErrorParts{.what = std::move(what), .found = std::move(found), .expected = std::move(expected)});
}

}  // namespace

void CheckBatches(const Renderer& renderer, const CameraBatch& cameras, const InstanceBatch& instances,
                  const LookBatch& looks, const FrameBatch& frames) {
  const size_t num_envs = cameras.cameras.size();
  PORTER_CHECK(size_t(instances.num_envs) == num_envs, "environments of the instances");
  PORTER_CHECK(looks.looks.size() == num_envs, "environments of the looks");
  PORTER_CHECK(instances.num_slots <= renderer.config().max_slots, "slots of the instances");
  const size_t pixels = size_t(renderer.config().width) * renderer.config().height;
  CheckBuffer(frames.rgb.size(), pixels * 3, num_envs, "rgb");
  CheckBuffer(frames.chw.size(), pixels * 3, num_envs, "chw");
  CheckBuffer(frames.depth.size(), pixels, num_envs, "depth");
  CheckBuffer(frames.ids.size(), pixels, num_envs, "ids");
  CheckBuffer(frames.normals.size(), pixels * 3, num_envs, "normals");
  CheckBuffer(frames.sunlight.size(), pixels, num_envs, "sunlight");
  for (const Camera& camera : cameras.cameras)
    PORTER_CHECK(!IsDistorted(camera.intrinsics), "lens distortion is not drawn: edges are straight");
  for (const int env : frames.envs) PORTER_CHECK(env >= 0 && size_t(env) < num_envs, "environment to render");
  if (frames.envs.empty())
    for (int env = 0; env < int(num_envs); ++env) CheckEnv(renderer, instances, looks, env);
  for (const int env : frames.envs) CheckEnv(renderer, instances, looks, env);
}

void CheckAssets(const RenderConfig& config, const SceneAssets& assets) {
  const auto picture = std::to_string(config.width) + " x " + std::to_string(config.height);
  if (config.width < 1 || config.height < 1 || config.width > kMaxPicture_px || config.height > kMaxPicture_px)
    Refuse("picture of unsuitable size", picture, "1 to " + std::to_string(kMaxPicture_px) + " px a side");
  if (config.samples != 1 && config.samples != 4)
    Refuse("unsuitable number of samples a pixel", std::to_string(config.samples), "1 or 4");
  if (assets.lights.empty()) Refuse("scene without light", "no environment light", "at least one");
  for (size_t m = 0; m < assets.meshes.size(); ++m) Check(assets.meshes[m], "mesh " + std::to_string(m));
}

}  // namespace porter::render
