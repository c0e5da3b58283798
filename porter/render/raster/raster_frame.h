// One picture, the fast way: place, draw, cast shadows, shade. Everything it needs is allocated with it.
#pragma once

#include <span>
#include <vector>

#include "porter/render/fragment.h"
#include "porter/render/raster/aligned.h"
#include "porter/render/raster/clusters.h"
#include "porter/render/raster/draw.h"
#include "porter/render/raster/shade.h"

namespace porter::render {

struct RasterMesh {
  LeveledMesh mesh;
  PartLists parts;  // the mesh's
  std::vector<ClusteredLevel> levels;
};

// what all pictures share
struct RasterScene {
  RasterScene(const RenderConfig& render_config, const SceneAssets& scene_assets);

  RenderConfig config;
  const SceneAssets* assets;
  std::vector<TriangleLook> looks;  // of all meshes and levels
  std::vector<RasterMesh> meshes;
  TextureAtlas atlas;
};

enum class Wanted { kGeometry, kSunlight, kColour };  // each with what stands before it

class RasterFrame {
 public:
  explicit RasterFrame(const RasterScene& scene);

  void Render(const Camera& camera, std::span<const Instance> instances, const Look& look, Wanted wanted) noexcept;
  void Write(int env, FrameBatch& frames) noexcept;
  StageTimes TakeStageTimes() noexcept { return clock_.Take(); }

 private:
  // what went by since the last lap belongs to this stage
  void Lap(double StageTimes::* stage) noexcept {
    if (scene_.config.time_stages) clock_.Lap(stage);
  }
  void Place() noexcept;
  void DrawInstance(int slot) noexcept;
  void MakeRoom() noexcept;
  void CastShadows() noexcept;
  void CastShadow(int slot) noexcept;
  void Shade() noexcept;
  void WriteAovs(int env, FrameBatch& frames) const noexcept;
  Fragment FragmentAt(int x, int y, size_t sample) const noexcept;
  const RasterMesh& MeshOf(int slot) const { return scene_.meshes[instances_[slot].mesh]; }

  const RasterScene& scene_;
  StageClock clock_;
  BlockGrid grid_, shadow_grid_;
  std::span<const Instance> instances_;
  const Look* look_ = nullptr;
  View view_;
  LightInW light_;
  SunMap sun_map_;
  std::vector<Placement> placements_;    // [slots]
  std::vector<int> levels_;              // -1: not seen   [slots]
  std::vector<CasterSphere> casters_;    // at most [slots]
  AlignedVector<float> inverse_depth_;   // 0: nothing   [grid]
  AlignedVector<uint32_t> ids_;          // triangle, where inverse_depth is above 0   [grid]
  AlignedVector<float> shadow_blocks_;   // heights while they are drawn; else empty   [shadow grid]
  AlignedVector<float> shadow_rows_;     // as in ShadowHeights
  std::vector<float> highest_, lowest_;  // of each block of the shadow grid
  FrameTriangles triangles_;
  std::vector<uint32_t> renumbered_;  // scratch of MakeRoom   [triangles]
  AlignedVector<SlotRecord> slots_;   // [slots]
  ShadeScratch scratch_;
};

}  // namespace porter::render
