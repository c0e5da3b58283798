#include "porter/render/raster/raster_frame.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace porter::render {
namespace {

constexpr size_t kRoom = 1 << 15;  // triangles that are drawn before those that are hidden are thrown out

// which parts of an instance matter to the sun's map
struct CasterTest {
  // whether a sphere falls onto the map
  bool FallsOn(const Eigen::Vector3f& centre_M, float radius_M) const {
    const float x = A_SM.row(0).dot(centre_M) + p_SM.x(), y = A_SM.row(1).dot(centre_M) + p_SM.y();
    const float across = texels_x * radius_M, down = texels_y * radius_M;
    return x + across >= 0 && x - across <= size && y + down >= 0 && y - down <= size;
  }
  // whether some of its triangles are turned away from the sun, too
  bool Matters(const Part& part) const {
    return to_sun_M.dot(part.axis) < part.cutoff && FallsOn(part.centre, part.radius);
  }

  Eigen::Matrix3f A_SM;
  Eigen::Vector3f p_SM, to_sun_M;
  float texels_x, texels_y;  // per m in M
  float size;                // texels
};

void Clear(AlignedVector<float>& heights) {
  std::array<float, kLanes> empty;
  empty.fill(kNoHeight);
  for (size_t i = 0; i < heights.size(); i += kLanes) std::memcpy(&heights[i], empty.data(), sizeof empty);
}

}  // namespace

RasterScene::RasterScene(const RenderConfig& render_config, const SceneAssets& scene_assets)
    : config(render_config), assets(&scene_assets), atlas(scene_assets.textures) {
  for (const TriangleMesh& mesh : scene_assets.meshes) {
    meshes.push_back({.mesh = LeveledMesh(mesh), .levels = {}});
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
      shadow_heights_(shadow_grid_.size()),
      highest_(shadow_grid_.num_blocks()),
      triangles_(grid_.size() + kRoom),
      renumbered_(grid_.size() + kRoom),
      slots_(scene.config.max_slots),
      scratch_(grid_) {
  casters_.reserve(scene.config.max_slots);
}

void RasterFrame::Render(const Camera& camera, std::span<const Instance> instances, const Look& look,
                         Wanted wanted) noexcept {
  instances_ = instances;
  look_ = &look;
  view_ = View(camera, scene_.config);
  light_ = LightInW(scene_.assets->lights[look.light], look);
  std::ranges::fill(inverse_depth_, 0.0F);
  triangles_.size = 0;
  Place();
  for (int slot = 0; slot < int(instances_.size()); ++slot)
    if (levels_[slot] >= 0) DrawInstance(slot);
  shadow_ = {};
  if (wanted != Wanted::kGeometry) CastShadows();
  if (wanted == Wanted::kColour) Shade();
}

void RasterFrame::Place() noexcept {
  for (int slot = 0; slot < int(instances_.size()); ++slot) {
    levels_[slot] = -1;
    const Instance& instance = instances_[slot];
    if (instance.mesh < 0) continue;
    placements_[slot] = Placement(instance, view_.X_CW);
    const LeveledMesh& mesh = MeshOf(slot).mesh;
    const float depth = NearestDepth(mesh, placements_[slot], view_);
    if (std::isinf(depth)) continue;
    levels_[slot] = ChooseLevel(mesh, placements_[slot].scale, depth, std::max(view_.fx, view_.fy), scene_.config);
    slots_.Set(slot, instance, scene_.assets->textures, view_, light_.light->specular);
  }
}

void RasterFrame::DrawInstance(int slot) noexcept {
  const Placement& placement = placements_[slot];
  const DrawSource source{.level = &MeshOf(slot).levels[levels_[slot]],
                          .A_CM = placement.A_CM,
                          .p_CM = placement.p_CM,
                          .slot = uint32_t(slot)};
  const DrawTarget target{.grid = grid_, .values = inverse_depth_.data(), .ids = ids_.data(), .triangles = &triangles_};
  const Eigen::Vector3f p_MC = CameraIn(placement);
  for (const Meshlet& meshlet : source.level->meshlets) {
    if (IsTurnedAway(meshlet.part, p_MC)) continue;
    if (!view_.MaySee(placement * meshlet.part.centre, meshlet.part.radius * placement.scale)) continue;
    MakeRoom();
    DrawSeen(source, meshlet, view_, target);
  }
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
  shadow_ = FitShadow(view_, light_, casters_, scene_.config);
  if (!shadow_.shines) return;
  Clear(shadow_heights_);
  for (int slot = 0; slot < int(instances_.size()); ++slot)
    if (instances_[slot].mesh >= 0 && instances_[slot].casts_shadow) CastShadow(slot);
  FindHighest({shadow_heights_.data(), shadow_grid_}, highest_.data());
}

void RasterFrame::CastShadow(int slot) noexcept {
  const Placement& placement = placements_[slot];
  const RasterMesh& mesh = MeshOf(slot);
  const DrawSource source{.level = &mesh.levels[ChooseShadowLevel(mesh.mesh, placement.scale, shadow_, scene_.config)],
                          .A_CM = shadow_.A_SC * placement.A_CM,
                          .p_CM = shadow_.A_SC * placement.p_CM + shadow_.p_SC,
                          .slot = uint32_t(slot)};
  const DrawTarget target{.grid = shadow_grid_, .values = shadow_heights_.data()};
  const CasterTest test{.A_SM = source.A_CM,
                        .p_SM = source.p_CM,
                        .to_sun_M = placement.A_CM.transpose() * (shadow_.A_SC.row(2).transpose() / placement.scale),
                        .texels_x = shadow_.A_SC.row(0).norm() * placement.scale,
                        .texels_y = shadow_.A_SC.row(1).norm() * placement.scale,
                        .size = float(shadow_grid_.width)};
  if (!test.FallsOn(mesh.mesh.centre, mesh.mesh.radius)) return;
  for (const Meshlet& meshlet : source.level->meshlets)
    if (test.Matters(meshlet.part)) DrawHeights(source, meshlet, target);
}

void RasterFrame::Shade() noexcept {
  const ShadeInput input{.view = &view_,
                         .light = &light_,
                         .look = look_,
                         .grid = grid_,
                         .inverse_depth = inverse_depth_.data(),
                         .ids = ids_.data(),
                         .triangles = &triangles_,
                         .looks = scene_.looks.data(),
                         .slots = &slots_,
                         .atlas = &scene_.atlas,
                         .shadow = shadow_,
                         .heights = {shadow_heights_.data(), shadow_grid_},
                         .highest = highest_.data()};
  ShadePicture(input, scratch_);
}

void RasterFrame::Write(int env, FrameBatch& frames) noexcept {
  const size_t values = size_t(grid_.width) * grid_.height * 3;
  const auto slice = [&](auto all) { return all.empty() ? all : all.subspan(size_t(env) * values, values); };
  if (!frames.rgb.empty() || !frames.chw.empty())
    DevelopPicture(grid_, scratch_, look_->exposure, slice(frames.rgb), slice(frames.chw));
  if (!frames.depth.empty() || !frames.ids.empty() || !frames.normals.empty() || !frames.sunlight.empty())
    WriteAovs(env, frames);
}

void RasterFrame::WriteAovs(int env, FrameBatch& frames) const noexcept {
  const size_t first = size_t(env) * grid_.width * grid_.height;
  for (int y = 0; y < grid_.height; ++y)
    for (int x = 0; x < grid_.width; ++x) {
      const size_t sample = grid_.At(x, y, 0), at = first + size_t(y) * grid_.width + x;
      const float w = inverse_depth_[sample];
      if (!frames.depth.empty()) frames.depth[at] = w > 0 ? 1 / w : 0;
      if (!frames.ids.empty()) frames.ids[at] = w > 0 ? int32_t(triangles_.slot[ids_[sample]]) : -1;
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
                                .shadow = shadow_,
                                .heights = {shadow_heights_.data(), shadow_grid_}};
  const uint32_t t = ids_[sample];
  const Eigen::Vector2f offset = SamplePositions(grid_.samples)[0];
  return MakeFragment(context, triangles_.Planes(t), scene_.looks[triangles_.look[t]], instances_[triangles_.slot[t]],
                      float(x) + offset.x(), float(y) + offset.y());
}

}  // namespace porter::render
