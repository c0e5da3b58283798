// Pictures of many environments at once. Create allocates; Render does not, and gives the same pixels for any number of
// threads and any subset of environments. How: docs/rendering.md.
#pragma once

#include <Eigen/Core>
#include <array>
#include <memory>
#include <span>
#include <string_view>

#include "porter/render/assets.h"
#include "porter/render/camera.h"
#include "porter/render/frames.h"
#include "porter/render/instances.h"
#include "porter/render/look.h"
#include "porter/render/stage_times.h"

namespace porter::render {

enum class Backend {
  kRaster,  // the fast one
  kScalar,  // its slow twin: the same pictures, one pixel after another
};
constexpr auto EnumNames(Backend) {
  return std::to_array<std::string_view>({"raster", "scalar"});
}

struct RenderConfig {
  static constexpr std::string_view kConfigName = "render";
  int width = 192;   // px
  int height = 108;  // px
  int samples = 4;   // per pixel, 1 or 4
  Backend backend = Backend::kRaster;
  int threads = 0;           // 0: as many as this process may use
  int max_slots = 128;       // instances that an environment may have
  double near = 0.03;        // nearest depth that is seen, m
  double level_error = 0.5;  // deviation of a mesh's level of detail from the mesh, px
  int frozen_level = -1;     // always this level of detail (0: the full mesh); -1: by level_error
  int shadow_map = 256;      // texels a side; 0: no shadows
  double shadow_range = 3;   // depth up to which shadows are seen, m
  bool time_stages = false;  // TakeStageTimes; raster only, and a few percent slower

  void Fields(auto&& f) {
    f(width, {.name = "width", .unit = "px", .doc = "width of the picture", .min = 1, .max = 2048});
    f(height, {.name = "height", .unit = "px", .doc = "height of the picture", .min = 1, .max = 2048});
    f(samples, {.name = "samples", .doc = "samples per pixel, 1 or 4", .min = 1, .max = 4});
    f(backend, {.name = "backend", .doc = "which renderer"});
    f(threads, {.name = "threads", .doc = "threads; 0: as many as the process may use", .min = 0, .max = 1024});
    f(max_slots, {.name = "max_slots", .doc = "instances that an environment may have", .min = 1, .max = 65535});
    f(near, {.name = "near", .unit = "m", .doc = "nearest depth that is seen", .min = 1e-3, .max = 10});
    f(level_error, {.name = "level_error", .unit = "px", .doc = "allowed deviation of simplified meshes", .min = 0});
    f(frozen_level, {.name = "frozen_level", .doc = "level of detail; -1: by level_error", .min = -1, .max = 15});
    f(shadow_map, {.name = "shadow_map", .unit = "texels", .doc = "side; 0: no shadows", .min = 0, .max = 4096});
    f(shadow_range, {.name = "shadow_range", .unit = "m", .doc = "depth with shadows", .min = 0.1, .max = 100});
    f(time_stages, {.name = "time_stages", .doc = "measure what the time of pictures goes into"});
  }
};

// where in a pixel the samples lie, 0..1: its middle, or a rotated grid   [samples]
std::span<const Eigen::Vector2f> SamplePositions(int samples);

class Renderer {
 public:
  // throws core::Error for settings out of range and for assets that do not fit together
  static std::unique_ptr<Renderer> Create(const RenderConfig& config, SceneAssets assets);

  virtual ~Renderer() = default;

  // All batches have the same number of environments. Meshes, textures and lights that do not exist are our own
  // mistake (PORTER_CHECK), and so is lens distortion for raster and scalar, which draw straight edges.
  virtual void Render(const CameraBatch& cameras, const InstanceBatch& instances, const LookBatch& looks,
                      FrameBatch& frames) noexcept = 0;

  // since the last call; zeros unless config().time_stages. Not while Render runs.
  virtual StageTimes TakeStageTimes() noexcept { return {}; }

  virtual const RenderConfig& config() const noexcept = 0;
  virtual const SceneAssets& assets() const noexcept = 0;
};

}  // namespace porter::render
