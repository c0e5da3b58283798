// porter render: draws a scene of many environments on one sheet.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "apps/options.h"
#include "apps/root.h"
#include "porter/config/config.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/io/png.h"
#include "porter/render/effects/effects.h"
#include "porter/render/renderer.h"
#include "porter/report/contact_sheet.h"
#include "porter/scene/two_tables.h"
#include "porter/scene/visual_randomisation.h"

namespace porter::apps {
namespace {

enum class ViewFrom { kHead, kOutside };
constexpr auto EnumNames(ViewFrom) {
  return std::to_array<std::string_view>({"head", "outside"});
}

enum class Aov { kRgb, kDepth, kIds, kNormals };
constexpr auto EnumNames(Aov) {
  return std::to_array<std::string_view>({"rgb", "depth", "ids", "normals"});
}

struct RenderOptions {
  std::string what;
  int envs = 16;
  uint64_t seed = 1;
  ViewFrom camera = ViewFrom::kHead;
  Aov aov = Aov::kRgb;
  std::filesystem::path visual;
  int moment = 0;
  std::filesystem::path out = "sheet.png";
  bool json = false;

  void Fields(auto&& f) {
    f(what, {.name = "what", .doc = "scene to draw: two_tables"});
    f(envs, {.name = "envs", .doc = "how many environments", .min = 1, .max = 1024});
    f(seed, kSeedOption);
    f(camera, {.name = "camera", .doc = "the robot's head camera, or a bystander's"});
    f(aov, {.name = "aov", .doc = "what of the picture to draw"});
    f(visual, {.name = "visual", .doc = "TOML of visual randomisation, as porter/scene/visual.toml; none: off"});
    f(moment, {.name = "moment", .doc = "which draw of the visual randomisation", .min = 0});
    f(out, kOutOption);
    f(json, kJsonOption);
  }
};

std::string_view NameOf(auto choice) {
  return EnumNames(choice)[static_cast<size_t>(choice)];
}

uint8_t Grey(float depth) {  // white near, black from 4 m on and where nothing is
  return depth > 0 ? static_cast<uint8_t>(255 * std::clamp(1 - depth / 4, 0.0F, 1.0F)) : 0;
}

uint8_t ColourOf(int32_t slot, size_t channel) {
  return static_cast<uint8_t>(static_cast<uint32_t>(slot + 1) * 0x9E3779B1U >> 8 * (1 + channel));
}

// the frames, as pictures   [envs, height, width, 3]
std::vector<uint8_t> Draw(Aov aov, render::Renderer& renderer, const render::CameraBatch& cameras,
                          const scene::TwoTables& scene) {
  const size_t pixels = cameras.cameras.size() * renderer.config().width * renderer.config().height;
  std::vector<uint8_t> rgb(pixels * 3);
  const auto render = [&](render::FrameBatch frames) {
    renderer.Render(cameras, scene.instances, scene.looks, frames);
  };
  if (aov == Aov::kRgb) {
    render({.rgb = rgb});
  } else if (aov == Aov::kDepth) {
    std::vector<float> depth(pixels);
    render({.depth = depth});
    for (size_t i = 0; i < rgb.size(); ++i) rgb[i] = Grey(depth[i / 3]);
  } else if (aov == Aov::kIds) {
    std::vector<int32_t> ids(pixels);
    render({.ids = ids});
    for (size_t i = 0; i < rgb.size(); ++i) rgb[i] = ColourOf(ids[i / 3], i % 3);
  } else {
    std::vector<float> normals(pixels * 3);
    render({.normals = normals});
    for (size_t i = 0; i < rgb.size(); ++i) rgb[i] = static_cast<uint8_t>(std::lround(127.5F * (normals[i] + 1)));
  }
  return rgb;
}

scene::VisualSurfaces SurfacesOf(const scene::TwoTables& scene) {
  scene::VisualSurfaces surfaces{.floor = {.slots = {scene::kFloorSlot}},
                                 .tables = {.slots = {scene::kFrontTableSlot, scene::kBackTableSlot}},
                                 .objects = {.slots = {scene::kTraySlot, scene::kObjectSlot}}};
  for (int slot = scene::kRobotSlot; slot < scene.instances.num_slots; ++slot) surfaces.robot.push_back(slot);
  return surfaces;
}

// light, materials and cameras as they are drawn
void Randomise(const scene::VisualRandomisation& visual, uint64_t moment, scene::TwoTables& scene) {
  const scene::VisualSurfaces surfaces = SurfacesOf(scene);
  const auto num_lights = static_cast<int>(scene.assets.lights.size());
  for (int env = 0; env < scene.instances.num_envs; ++env) {
    const auto at = static_cast<size_t>(env);
    scene.looks.looks[at] = visual.DrawLook(env, moment, scene.looks.looks[at], num_lights);
    visual.DrawMaterials(env, moment, surfaces, scene.instances[env]);
    for (render::CameraBatch* batch : {&scene.head, &scene.outside})
      batch->cameras[at] = visual.DrawCamera(env, moment, batch->cameras[at]);
  }
}

// image effects on pictures of one moment: without a past there is no delay
void ApplyEffects(const scene::VisualRandomisation& visual, const RenderOptions& options,
                  const render::RenderConfig& picture, std::vector<uint8_t>& rgb) {
  const auto moment = static_cast<uint64_t>(options.moment);
  render::EffectBatch batch{.seed = options.seed, .step = moment};
  for (int env = 0; env < options.envs; ++env) batch.effects.push_back(visual.DrawImage(env, moment));
  render::FrameBatch frames{.rgb = rgb};
  render::Effects({.num_envs = options.envs, .width = picture.width, .height = picture.height}).Apply(batch, frames);
}

int RunRender(const RenderOptions& options) {
  if (options.what != "two_tables") {
    throw core::Error(
        {.what = "there is no such scene", .found = "'" + options.what + "'", .expected = "one of two_tables"});
  }
  scene::TwoTables scene = scene::MakeTwoTables({}, RepositoryRoot(), options.seed, options.envs);
  scene::VisualConfig rows;
  if (!options.visual.empty()) config::Load(rows, options.visual);
  const scene::VisualRandomisation visual(rows, options.seed);
  if (!options.visual.empty()) Randomise(visual, static_cast<uint64_t>(options.moment), scene);
  const auto renderer = render::Renderer::Create({}, std::move(scene.assets));
  std::vector<uint8_t> drawn =
      Draw(options.aov, *renderer, options.camera == ViewFrom::kHead ? scene.head : scene.outside, scene);
  if (!options.visual.empty() && options.aov == Aov::kRgb) ApplyEffects(visual, options, renderer->config(), drawn);
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
    const nlohmann::ordered_json json{{"scene", options.what},
                                      {"envs", options.envs},
                                      {"seed", options.seed},
                                      {"camera", NameOf(options.camera)},
                                      {"aov", NameOf(options.aov)},
                                      {"out", options.out.string()},
                                      {"width", width},
                                      {"height", height}};
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
