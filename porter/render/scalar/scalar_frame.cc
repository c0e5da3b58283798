#include "porter/render/scalar/scalar_frame.h"

#include <cmath>

namespace porter::render {
namespace {

// a mesh's triangle with its back to the camera is not drawn, so corners are taken in the order that is positive in
// front
std::array<ScreenPoint, 3> Reversed(const Eigen::Vector2f& a, const Eigen::Vector2f& b, const Eigen::Vector2f& c) {
  return {Snap(a), Snap(c), Snap(b)};
}

const LeveledMesh& MeshOf(const ScalarScene& scene, const Instance& instance) {
  return scene.meshes[instance.mesh];
}

std::array<Eigen::Vector3f, 3> CornersOf(const MeshLevel& level, uint32_t triangle) {
  return {level.position[level.index[3 * triangle]], level.position[level.index[3 * triangle + 1]],
          level.position[level.index[3 * triangle + 2]]};
}

}  // namespace

ScalarFrame::ScalarFrame(const ScalarScene& scene)
    : scene_(scene),
      samples_(SamplePositions(scene.config.samples)),
      light_(scene.assets->lights[0], {}),
      placements_(scene.config.max_slots),
      levels_(scene.config.max_slots),
      hits_(size_t(scene.config.width) * scene.config.height * scene.config.samples),
      shadow_heights_(ShadowHeights::Values(scene.config.shadow_map)) {
  casters_.reserve(scene.config.max_slots);
}

void ScalarFrame::Render(const Camera& camera, std::span<const Instance> instances, const Look& look) {
  instances_ = instances;
  look_ = &look;
  view_ = View(camera, scene_.config);
  light_ = LightInW(scene_.assets->lights[look.light], look);
  context_ = {.view = &view_,
              .light = &light_,
              .textures = scene_.assets->textures,
              .shadow = {},
              .heights = {shadow_heights_.data(), scene_.config.shadow_map}};
  std::ranges::fill(hits_, Hit{});
  Place();
  for (int slot = 0; slot < int(instances_.size()); ++slot)
    if (levels_[slot] >= 0) DrawInstance(slot);
  DrawShadows();
}

void ScalarFrame::Place() {
  for (size_t slot = 0; slot < instances_.size(); ++slot) {
    levels_[slot] = -1;
    const Instance& instance = instances_[slot];
    if (instance.mesh < 0) continue;
    placements_[slot] = Placement(instance, view_.X_CW);
    const LeveledMesh& mesh = MeshOf(scene_, instance);
    const float depth = NearestDepth(mesh, placements_[slot], view_);
    if (std::isinf(depth)) continue;
    levels_[slot] = ChooseLevel(mesh, placements_[slot].scale, depth, std::max(view_.fx, view_.fy), scene_.config);
  }
}

void ScalarFrame::DrawInstance(int slot) {
  const MeshLevel& level = MeshOf(scene_, instances_[slot]).levels[levels_[slot]];
  for (uint32_t t = 0; t < level.num_triangles(); ++t) {
    std::array<Eigen::Vector3f, 3> p_C = CornersOf(level, t);
    for (Eigen::Vector3f& p : p_C) p = placements_[slot] * p;
    const TrianglePlanes planes(view_, p_C);
    if (planes.IsFront()) DrawPolygon(Clip(view_, p_C), planes, {.slot = slot, .triangle = t});
  }
}

void ScalarFrame::DrawPolygon(const Polygon& polygon, const TrianglePlanes& planes, const Hit& hit) {
  const Grid grid{.width = view_.width, .height = view_.height, .samples = samples_};
  for (int i = 2; i < polygon.size; ++i) {
    const auto p =
        Reversed(view_.Project(polygon.p_C[0]), view_.Project(polygon.p_C[i - 1]), view_.Project(polygon.p_C[i]));
    ForEachSample(p, grid, [&](int x, int y, int s) {
      Hit& nearest = hits_[(size_t(y) * view_.width + x) * samples_.size() + s];
      const float w = planes.InverseDepth(float(x) + samples_[s].x(), float(y) + samples_[s].y());
      if (w > nearest.inverse_depth) nearest = {.inverse_depth = w, .slot = hit.slot, .triangle = hit.triangle};
    });
  }
}

void ScalarFrame::DrawShadows() {
  casters_.clear();
  for (size_t slot = 0; slot < instances_.size(); ++slot) {
    const Instance& instance = instances_[slot];
    if (instance.mesh < 0 || !instance.casts_shadow) continue;
    const LeveledMesh& mesh = MeshOf(scene_, instance);
    casters_.push_back({placements_[slot] * mesh.centre, mesh.radius * placements_[slot].scale});
  }
  context_.shadow = FitShadow(view_, light_, casters_, scene_.config);
  if (!context_.shadow.shines) return;
  std::ranges::fill(shadow_heights_, kNoHeight);
  for (int slot = 0; slot < int(instances_.size()); ++slot)
    if (instances_[slot].mesh >= 0 && instances_[slot].casts_shadow) DrawShadow(slot);
}

void ScalarFrame::DrawShadow(int slot) {
  const ShadowFit& fit = context_.shadow;
  const Eigen::Matrix3f A_SM = fit.A_SC * placements_[slot].A_CM;
  const Eigen::Vector3f p_SM = fit.A_SC * placements_[slot].p_CM + fit.p_SC;
  const LeveledMesh& mesh = MeshOf(scene_, instances_[slot]);
  const int size = scene_.config.shadow_map;
  const Grid grid{.width = size, .height = size, .samples = SamplePositions(1)};
  const MeshLevel& level = mesh.levels[ChooseShadowLevel(mesh, placements_[slot].scale, fit, scene_.config)];
  for (uint32_t t = 0; t < level.num_triangles(); ++t) {
    std::array<Eigen::Vector3f, 3> p_S = CornersOf(level, t);
    for (Eigen::Vector3f& p : p_S) p = A_SM * p + p_SM;
    const HeightPlane plane(p_S);
    const auto p = Reversed(p_S[0].head<2>(), p_S[1].head<2>(), p_S[2].head<2>());
    if (!plane.IsTurnedAway() || !InGuard(p)) continue;
    ForEachSample(p, grid, [&](int x, int y, int) {
      float& height = shadow_heights_[context_.heights.At(x, y)];
      height = std::max(height, plane.At(float(x) + 0.5F, float(y) + 0.5F));
    });
  }
}

TrianglePlanes ScalarFrame::PlanesOf(int slot, uint32_t triangle) const {
  std::array<Eigen::Vector3f, 3> p_C = CornersOf(MeshOf(scene_, instances_[slot]).levels[levels_[slot]], triangle);
  for (Eigen::Vector3f& p : p_C) p = placements_[slot] * p;
  return {view_, p_C};
}

Fragment ScalarFrame::FragmentAt(int x, int y, int sample) const {
  const Hit& hit = HitAt(x, y, sample);
  const TriangleLook& look = MeshOf(scene_, instances_[hit.slot]).levels[levels_[hit.slot]].look[hit.triangle];
  return MakeFragment(context_, PlanesOf(hit.slot, hit.triangle), look, instances_[hit.slot],
                      float(x) + samples_[sample].x(), float(y) + samples_[sample].y());
}

// samples of one kind are shaded together; 0: background
uint32_t ScalarFrame::KindOf(const Hit& hit) const {
  if (hit.slot < 0) return 0;
  const MeshLevel& level = MeshOf(scene_, instances_[hit.slot]).levels[levels_[hit.slot]];
  return uint32_t(hit.slot + 1) * 8 + level.look[hit.triangle].facing;
}

Eigen::Vector3f ScalarFrame::ColourAt(int x, int y) const {
  Eigen::Vector3f sum = Eigen::Vector3f::Zero();
  std::array<uint32_t, 4> kinds = {};
  std::array<Eigen::Vector3f, 4> colours;
  for (int s = 0; s < int(samples_.size()); ++s) {
    kinds[s] = KindOf(HitAt(x, y, s));
    const int first = int(std::find(kinds.begin(), kinds.begin() + s, kinds[s]) - kinds.begin());
    if (first == s && kinds[s] == 0) {
      const Eigen::Vector3f ray = view_.Ray(float(x) + samples_[s].x(), float(y) + samples_[s].y());
      colours[s] = Background(light_, *look_, view_.R_WC * ray);
    } else if (first == s) {
      colours[s] = LightOf(context_, FragmentAt(x, y, s), instances_[HitAt(x, y, s).slot].material);
    }
    sum += colours[first];
  }
  return sum / float(samples_.size());
}

void ScalarFrame::Write(int env, FrameBatch& frames) const {
  const size_t pixels = size_t(view_.width) * view_.height;
  const bool wants_colour = !frames.rgb.empty() || !frames.chw.empty();
  for (size_t i = 0; i < pixels; ++i) {
    const int x = int(i) % view_.width, y = int(i) / view_.width;
    const Hit& hit = HitAt(x, y, 0);
    const size_t at = size_t(env) * pixels + i;
    if (!frames.depth.empty()) frames.depth[at] = hit.slot < 0 ? 0 : 1 / hit.inverse_depth;
    if (!frames.ids.empty()) frames.ids[at] = hit.slot;
    if (!frames.normals.empty() || !frames.sunlight.empty()) {
      const Fragment seen =
          hit.slot < 0 ? Fragment{.normal = Eigen::Vector3f::Zero(), .sunlight = 1} : FragmentAt(x, y, 0);
      if (!frames.normals.empty()) Eigen::Vector3f::Map(&frames.normals[3 * at]) = seen.normal;
      if (!frames.sunlight.empty()) frames.sunlight[at] = seen.sunlight;
    }
    if (!wants_colour) continue;
    const auto rgb = Develop(ColourAt(x, y), look_->exposure);
    for (int c = 0; c < 3; ++c) {
      if (!frames.rgb.empty()) frames.rgb[3 * at + c] = rgb[c];
      if (!frames.chw.empty()) frames.chw[(size_t(env) * 3 + c) * pixels + i] = float(rgb[c]) / 255;
    }
  }
}

}  // namespace porter::render
