// `porter bench render`: pictures/s of the robot's head camera in the room with two tables - textures, light from all
// around, sun shadows - beside two rivals in alternating rounds of one run: Embree, which only finds what each camera
// ray meets (rivals/embree_hits.h), and MuJoCo's own renderer (rivals/mujoco_pictures.h).
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "porter/config/field.h"
#include "porter/render/stage_times.h"

namespace porter::bench {

// what is drawn
struct BenchPicture {
  int width = 192;       // px
  int height = 108;      // px
  int samples = 4;       // per pixel
  bool effects = false;  // with all of VIRAL's image effects; such pictures have no rivals

  void Fields(auto&& f) {
    f(width, {.name = "width", .unit = "px", .doc = "width of the picture", .min = 8, .max = 1920});
    f(height, {.name = "height", .unit = "px", .doc = "height of the picture", .min = 8, .max = 1920});
    f(samples, {.name = "samples", .doc = "samples per pixel, 1 or 4", .min = 1, .max = 4});
    f(effects, {.name = "effects", .doc = "with image effects, without rivals"});
  }
  bool operator==(const BenchPicture&) const = default;
};

struct RenderBenchConfig {
  static constexpr std::string_view kConfigName = "render_bench";

  std::vector<int> num_envs = {16, 1024};
  int threads = 0;           // of each side; 0: all this process may use
  int rounds = 5;            // alternating rounds of all sides
  double round_seconds = 1;  // length of a side's turn in a round, s
  int mujoco_shadow = 1024;  // texels a side of MuJoCo's shadow map; its own default is 4096
  uint64_t seed = 1;         // of the scene
  std::vector<BenchPicture> pictures = {{}};

  void Fields(auto&& f) {
    f(num_envs, {.name = "num_envs", .doc = "numbers of environments to measure", .min = 1, .max = 65536});
    f(threads, {.name = "threads", .doc = "threads of each side, 0: all this process may use", .min = 0, .max = 4096});
    f(rounds, {.name = "rounds", .doc = "alternating rounds of all sides", .min = 1, .max = 1000});
    f(round_seconds, {.name = "round_seconds", .unit = "s", .doc = "a side's turn in a round", .min = 0, .max = 600});
    f(mujoco_shadow,
      {.name = "mujoco_shadow", .unit = "texels", .doc = "side of MuJoCo's shadow map", .min = 16, .max = 8192});
    f(seed, {.name = "seed", .doc = "of the scene"});
    f(pictures, {.name = "pictures", .doc = "what is drawn, for each number of environments"});
  }
};

// medians over the rounds; ratios are the medians of the rounds' ratios
struct RenderBenchRow {
  BenchPicture picture;
  int num_envs = 0;
  int threads = 0;
  double fps = 0;                                                             // pictures/s of all environments together
  std::optional<double> embree_hit_fps = {}, embree_hit_lod_fps = {};         // full meshes; our levels of detail
  std::optional<double> mujoco_shadow_fps = {}, mujoco_fps = {};              // none: effects, or built without OSMesa
  std::optional<double> embree_hit_lod_ratio = {}, mujoco_shadow_ratio = {};  // ours over theirs
};

// shares of the time of 192 x 108 px with four samples and image effects, sum 1
struct RenderStages {
  double vertex = 0, raster = 0, shadow = 0, shade = 0, effects = 0;
};

struct RenderBenchResult {
  std::vector<RenderBenchRow> rows;
  RenderStages stages;
};

// what the project asks of the renderer on two cores
struct RenderBar {
  std::string what;
  double found = 0, bar = 0;
  bool Passes() const { return found >= bar; }
};
// those whose rows were measured
std::vector<RenderBar> Judge(const std::vector<RenderBenchRow>& rows);

bool HasMujocoPictures();  // off: porter was built without OSMesa

// root: the repository, where models and textures lie. `progress` is called after each picture's rows.
RenderBenchResult RunRenderBench(const RenderBenchConfig& config, const std::filesystem::path& root,
                                 const std::function<void(const BenchPicture&)>& progress);

}  // namespace porter::bench
