// One picture, the slow way: which triangle each sample sees, the sun's map, then light.
#pragma once

#include <span>
#include <vector>

#include "porter/render/clip.h"
#include "porter/render/fragment.h"
#include "porter/render/level_choice.h"
#include "porter/render/scalar/cover.h"

namespace porter::render {

// what all pictures share
struct ScalarScene {
  RenderConfig config;
  const SceneAssets* assets;
  std::vector<LeveledMesh> meshes;
};

class ScalarFrame {
 public:
  explicit ScalarFrame(const ScalarScene& scene);

  void Render(const Camera& camera, std::span<const Instance> instances, const Look& look);
  void Write(int env, FrameBatch& frames) const;

 private:
  struct Hit {
    float inverse_depth = 0;
    int slot = -1;
    uint32_t triangle = 0;
  };

  void Place();
  void DrawInstance(int slot);
  void DrawPolygon(const Polygon& polygon, const TrianglePlanes& planes, const Hit& hit);
  void DrawShadows();
  void DrawShadow(int slot);
  TrianglePlanes PlanesOf(int slot, uint32_t triangle) const;
  Fragment FragmentAt(int x, int y, int sample) const;
  uint32_t KindOf(const Hit& hit) const;
  const Hit& HitAt(int x, int y, int sample) const {
    return hits_[(size_t(y) * view_.width + x) * samples_.size() + sample];
  }
  Eigen::Vector3f ColourAt(int x, int y) const;

  const ScalarScene& scene_;
  std::span<const Eigen::Vector2f> samples_;
  std::span<const Instance> instances_;
  const Look* look_ = nullptr;
  View view_;
  LightInW light_;
  FragmentContext context_;
  std::vector<Placement> placements_;  // [slots]
  std::vector<int> levels_;            // -1: not seen   [slots]
  std::vector<CasterSphere> casters_;  // at most [slots]
  std::vector<Hit> hits_;              // [height, width, samples]
  std::vector<float> shadow_heights_;  // as in ShadowHeights
};

}  // namespace porter::render
