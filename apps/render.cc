// porter render: draws a scene of many environments on one sheet.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "apps/options.h"
#include "apps/root.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/io/png.h"
#include "porter/render/renderer.h"
#include "porter/report/contact_sheet.h"
#include "porter/scene/two_tables.h"

namespace porter::apps {
namespace {

struct RenderOptions {
  std::string what;
  int envs = 16;
  uint64_t seed = 1;
  std::string camera = "head";
  std::string aov = "rgb";
  std::filesystem::path out = "sheet.png";
  bool json = false;

  void Fields(auto&& f) {
    f(what, {.name = "what", .doc = "scene to draw: two_tables"});
    f(envs, {.name = "envs", .doc = "how many environments", .min = 1, .max = 1024});
    f(seed, kSeedOption);
    f(camera, {.name = "camera", .doc = "head or outside"});
    f(aov, {.name = "aov", .doc = "what to draw: rgb, depth, ids or normals"});
    f(out, kOutOption);
    f(json, kJsonOption);
  }
};

void CheckChoice(const std::string& found, const std::vector<std::string>& known, const std::string& what) {
  if (std::ranges::find(known, found) != known.end()) return;
  throw core::Error({.what = "there is no such " + what,
                     .found = "'" + found + "'",
                     .expected = "one of " + core::Join(known, ", ")});
}

// depth as grey (white near, black from 4 m on), slots as colours, normals as (n + 1) / 2
std::vector<uint8_t> Draw(const std::string& aov, render::Renderer& renderer, const render::CameraBatch& cameras,
                          const scene::TwoTables& scene) {
  const size_t pixels = cameras.cameras.size() * renderer.config().width * renderer.config().height;
  std::vector<uint8_t> rgb(pixels * 3);
  std::vector<float> depth(pixels), normals(pixels * 3);
  std::vector<int32_t> ids(pixels);
  render::FrameBatch frames{.rgb = rgb, .depth = depth, .ids = ids, .normals = normals};
  renderer.Render(cameras, scene.instances, scene.looks, frames);
  if (aov == "rgb") return rgb;
  for (size_t i = 0; i < pixels * 3; ++i) {
    const size_t pixel = i / 3;
    if (aov == "depth") {
      rgb[i] = depth[pixel] > 0 ? static_cast<uint8_t>(255 * std::clamp(1 - depth[pixel] / 4, 0.0F, 1.0F)) : 0;
    } else if (aov == "normals") {
      rgb[i] = static_cast<uint8_t>(std::lround(127.5F * (normals[i] + 1)));
    } else {
      const uint32_t mixed = static_cast<uint32_t>(ids[pixel] + 1) * 0x9E3779B1U;
      rgb[i] = static_cast<uint8_t>(mixed >> 8 * (1 + i % 3));
    }
  }
  return rgb;
}

int RunRender(const RenderOptions& options) {
  CheckChoice(options.what, {"two_tables"}, "scene");
  CheckChoice(options.camera, {"head", "outside"}, "camera");
  CheckChoice(options.aov, {"rgb", "depth", "ids", "normals"}, "kind of picture");
  scene::TwoTables scene = scene::MakeTwoTables({}, RepositoryRoot(), options.seed, options.envs);
  const auto renderer = render::Renderer::Create({}, std::move(scene.assets));
  const std::vector<uint8_t> drawn =
      Draw(options.aov, *renderer, options.camera == "head" ? scene.head : scene.outside, scene);
  const int width = renderer->config().width, height = renderer->config().height;
  const auto size = static_cast<std::ptrdiff_t>(width) * height * 3;
  std::vector<report::Tile> tiles;
  for (int env = 0; env < options.envs; ++env) {
    tiles.push_back({.image = {width, height, 3, {drawn.begin() + env * size, drawn.begin() + (env + 1) * size}},
                     .caption = core::Cat("environment ", env)});
  }
  const int columns = static_cast<int>(std::ceil(std::sqrt(options.envs)));
  io::WritePng(options.out, report::ContactSheet(tiles, columns));
  if (options.json) {
    const nlohmann::ordered_json json{{"scene", options.what},    {"envs", options.envs}, {"seed", options.seed},
                                      {"camera", options.camera}, {"aov", options.aov},   {"out", options.out.string()},
                                      {"width", width},           {"height", height}};
    std::cout << json.dump(2) << "\n";
  }
  return 0;
}

}  // namespace

Verb RenderVerb() {
  return MakeVerb<RunRender>(
      {.name = "render", .summary = "draws a scene as the robot or a bystander sees it", .positionals = "what"});
}

}  // namespace porter::apps
