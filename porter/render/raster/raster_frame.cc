#include "porter/render/raster/raster_frame.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "porter/render/raster/develop.h"

namespace porter::render {
namespace {

constexpr size_t kRoom = 1 << 15;  // triangles that are drawn before those that are hidden are thrown out

// as NearestDepth; test: the camera's
float NearestDepthOf(const RasterMesh& mesh, const Placement& placement, const View& view, const PartTest& test) {
  float nearest = std::numeric_limits<float>::infinity();
  ForNeeded(mesh.parts, test, [&](size_t i) {
    const float depth = (placement * mesh.parts.Centre(i)).z() - mesh.parts.radius[i] * placement.scale;
    nearest = std::min(nearest, std::max(view.near, depth));
  });
  return nearest;
}

}  // namespace

RasterScene::RasterScene(const RenderConfig& render_config, const SceneAssets& scene_assets)
    : config(render_config), assets(&scene_assets), atlas(scene_assets.textures) {
  for (const TriangleMesh& mesh : scene_assets.meshes) {
    meshes.push_back({.mesh = LeveledMesh(mesh), .parts = {}, .levels = {}});
    for (const Part& part : meshes.back().mesh.parts) meshes.back().parts.Add(part);
    for (MeshLevel& level : meshes.back().mesh.levels) {
      meshes.back().levels.push_back(MakeClusters(level, looks));
      level = {.error = level.error};  // the rest now stands in the clusters
    }
  }
}

RasterFrame::RasterFrame(const RasterScene& scene)
    : scene_(scene),
      grid_(scene.config.width, scene.config.height, scene.config.samples),
      shadow_grid_(scene.config.shadow_map, scene.config.shadow_map, 1),
      light_(scene.assets->lights[0], {}),
      placements_(scene.config.max_slots),
      levels_(scene.config.max_slots),
      inverse_depth_(grid_.size()),
      ids_(grid_.size()),
      shadow_blocks_(shadow_grid_.size(), kNoHeight),
      shadow_rows_(ShadowHeights::Values(scene.config.shadow_map), kNoHeight),
      highest_(shadow_grid_.num_blocks(), kNoHeight),
      lowest_(shadow_grid_.num_blocks(), kNoHeight),
      triangles_(grid_.size() + kRoom),
      renumbered_(grid_.size() + kRoom),
      slots_(scene.config.max_slots),
      scratch_(grid_) {
  casters_.reserve(scene.config.max_slots);
}

void RasterFrame::Render(const Camera& camera, std::span<const Instance> instances, const Look& look,
                         Wanted wanted) noexcept {
  if (scene_.config.time_stages) clock_.Start();
  instances_ = instances;
  look_ = &look;
  view_ = View(camera, scene_.config);
  light_ = LightInW(scene_.assets->lights[look.light], look);
  std::ranges::fill(inverse_depth_, 0.0F);
  triangles_.size = 0;
  Place();
  for (int slot = 0; slot < int(instances_.size()); ++slot)
    if (levels_[slot] >= 0) DrawInstance(slot);
  Lap(&StageTimes::vertex);
  sun_map_.fit = {};
  if (wanted != Wanted::kGeometry) CastShadows();
  Lap(&StageTimes::shadow);
  if (wanted == Wanted::kColour) Shade();
}

void RasterFrame::Place() noexcept {
  for (int slot = 0; slot < int(instances_.size()); ++slot) {
    levels_[slot] = -1;
    const Instance& instance = instances_[slot];
    if (instance.mesh < 0) continue;
    placements_[slot] = Placement(instance, view_.X_CW);
    const RasterMesh& mesh = MeshOf(slot);
    const PartTest test = CameraTest(view_, placements_[slot]);
    if (!test.Reaches(mesh.mesh.centre, mesh.mesh.radius)) continue;
    const float depth = NearestDepthOf(mesh, placements_[slot], view_, test);
    if (std::isinf(depth)) continue;
    levels_[slot] = ChooseLevel(mesh.mesh, placements_[slot].scale, depth, std::max(view_.fx, view_.fy), scene_.config);
    slots_[slot] = MakeSlotRecord(instance, scene_.assets->textures, view_, light_);
  }
}

void RasterFrame::DrawInstance(int slot) noexcept {
  const Placement& placement = placements_[slot];
  const DrawSource source{.level = &MeshOf(slot).levels[levels_[slot]],
                          .A_CM = placement.A_CM,
                          .p_CM = placement.p_CM,
                          .slot = uint32_t(slot)};
  const DrawTarget target{.grid = grid_,
                          .values = inverse_depth_.data(),
                          .ids = ids_.data(),
                          .triangles = &triangles_,
                          .clock = scene_.config.time_stages ? &clock_ : nullptr};
  ForNeeded(source.level->parts, CameraTest(view_, placement), [&](size_t i) {
    MakeRoom();
    DrawSeen(source, source.level->meshlets[i], view_, target);
  });
}

// Throws out triangles that no sample shows, once the lists are full. At most one triangle a sample is left.
void RasterFrame::MakeRoom() noexcept {
  if (triangles_.size + kMeshletTriangles <= grid_.size() + kRoom) return;
  std::ranges::fill(renumbered_, 0U);
  for (size_t i = 0; i < grid_.size(); ++i)
    if (inverse_depth_[i] > 0) renumbered_[ids_[i]] = 1;
  uint32_t kept = 0;
  for (size_t t = 0; t < triangles_.size; ++t)
    if (renumbered_[t] != 0) {
      triangles_.Move(t, kept);
      renumbered_[t] = kept++;
    }
  triangles_.size = kept;
  for (size_t i = 0; i < grid_.size(); ++i)
    if (inverse_depth_[i] > 0) ids_[i] = renumbered_[ids_[i]];
}

void RasterFrame::CastShadows() noexcept {
  casters_.clear();
  for (int slot = 0; slot < int(instances_.size()); ++slot) {
    if (instances_[slot].mesh < 0 || !instances_[slot].casts_shadow) continue;
    const LeveledMesh& mesh = MeshOf(slot).mesh;
    casters_.push_back({placements_[slot] * mesh.centre, mesh.radius * placements_[slot].scale});
  }
  const ShadowFit fit = FitShadow(view_, light_, casters_, scene_.config);
  sun_map_ = {.fit = fit,
              .heights = {shadow_rows_.data(), shadow_grid_.width},
              .bounds = {highest_.data(), lowest_.data(), shadow_grid_.blocks_x}};
  if (!fit.shines) return;
  for (int slot = 0; slot < int(instances_.size()); ++slot)
    if (instances_[slot].mesh >= 0 && instances_[slot].casts_shadow) CastShadow(slot);
  FinishHeights(shadow_grid_, shadow_blocks_.data(), {shadow_rows_.data(), highest_.data(), lowest_.data()});
}

void RasterFrame::CastShadow(int slot) noexcept {
  const Placement& placement = placements_[slot];
  const RasterMesh& mesh = MeshOf(slot);
  const ShadowFit& fit = sun_map_.fit;
  const PartTest test = SunTest(fit, placement, shadow_grid_.width);
  if (!test.Reaches(mesh.mesh.centre, mesh.mesh.radius)) return;
  const DrawSource source{.level = &mesh.levels[ChooseShadowLevel(mesh.mesh, placement.scale, fit, scene_.config)],
                          .A_CM = fit.A_SC * placement.A_CM,
                          .p_CM = fit.A_SC * placement.p_CM + fit.p_SC,
                          .slot = uint32_t(slot)};
  const DrawTarget target{.grid = shadow_grid_, .values = shadow_blocks_.data()};
  ForNeeded(source.level->parts, test, [&](size_t i) { DrawHeights(source, source.level->meshlets[i], target); });
}

void RasterFrame::Shade() noexcept {
  const PictureLight light(view_, light_, sun_map_.fit);
  const ShadeInput input{.view = &view_,
                         .light = &light,
                         .look = look_,
                         .grid = grid_,
                         .inverse_depth = inverse_depth_.data(),
                         .ids = ids_.data(),
                         .triangles = &triangles_,
                         .looks = scene_.looks.data(),
                         .slots = slots_.data(),
                         .atlas = &scene_.atlas,
                         .sun_map = &sun_map_};
  ShadePicture(input, scratch_);
}

void RasterFrame::Write(int env, FrameBatch& frames) noexcept {
  const size_t values = size_t(grid_.width) * grid_.height * 3;
  const auto slice = [&](auto all) { return all.empty() ? all : all.subspan(size_t(env) * values, values); };
  if (!frames.rgb.empty() || !frames.chw.empty())
    DevelopPicture(grid_, scratch_.colour.data(), look_->exposure, slice(frames.rgb), slice(frames.chw));
  if (!frames.depth.empty() || !frames.ids.empty() || !frames.normals.empty() || !frames.sunlight.empty())
    WriteAovs(env, frames);
  Lap(&StageTimes::shade);
}

void RasterFrame::WriteAovs(int env, FrameBatch& frames) const noexcept {
  const size_t first = size_t(env) * grid_.width * grid_.height;
  for (int y = 0; y < grid_.height; ++y)
    for (int x = 0; x < grid_.width; ++x) {
      const size_t sample = grid_.At(x, y, 0), at = first + size_t(y) * grid_.width + x;
      const float w = inverse_depth_[sample];
      if (!frames.depth.empty()) frames.depth[at] = w > 0 ? 1 / w : 0;
      if (!frames.ids.empty()) frames.ids[at] = w > 0 ? int32_t(SlotOf(triangles_.kind[ids_[sample]])) : -1;
      if (frames.normals.empty() && frames.sunlight.empty()) continue;
      Fragment seen{.normal = Eigen::Vector3f::Zero(), .sunlight = 1};
      if (w > 0) seen = FragmentAt(x, y, sample);
      if (!frames.normals.empty()) Eigen::Vector3f::Map(&frames.normals[3 * at]) = seen.normal;
      if (!frames.sunlight.empty()) frames.sunlight[at] = seen.sunlight;
    }
}

Fragment RasterFrame::FragmentAt(int x, int y, size_t sample) const noexcept {
  const FragmentContext context{.view = &view_,
                                .light = &light_,
                                .textures = scene_.assets->textures,
                                .shadow = sun_map_.fit,
                                .heights = sun_map_.heights};
  const uint32_t t = ids_[sample];
  const Eigen::Vector2f offset = SamplePositions(grid_.samples)[0];
  return MakeFragment(context, triangles_.Planes(t), scene_.looks[triangles_.Look(t)],
                      instances_[SlotOf(triangles_.kind[t])], float(x) + offset.x(), float(y) + offset.y());
}

}  // namespace porter::render
