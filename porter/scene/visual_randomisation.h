// No two pictures are alike: light, materials, camera and image effects of each environment, drawn from rows of a TOML
// table. Defaults are those of VIRAL (facts/viral.md 8; the field of view: facts/vlk.md 3.3, off). Every draw is a
// function of (seed, term, environment, moment): no row and no environment changes another's numbers.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "porter/config/field.h"
#include "porter/render/camera.h"
#include "porter/render/effects/image_effects.h"
#include "porter/render/instances.h"
#include "porter/render/look.h"

namespace porter::scene {

enum class VisualTerm {
  kBrightness,      // factor
  kContrast,        // factor
  kHue,             // turns
  kSaturation,      // factor
  kNoise,           // standard deviation, of 0 to 1
  kBlur,            // the range's ends are the standard deviations in x and in y, px: nothing in between is drawn
  kDomeIntensity,   // of the light from all around; VisualConfig::nominal_dome leaves it as it is
  kDomeYaw,         // rad
  kDomeTexture,     // which light, as a share of their list
  kRobotRoughness,  // 0 to 1
  kRobotMetallic,   // 0 to 1
  kRobotSpecular,   // 0 to 1
  kFloorTexture,    // which material, as a share of their list
  kTableTexture,    // the same, for each table
  kObjectTexture,   // the same, for each object
  kCameraX,         // in the camera's frame with x forward, y left, z up, m
  kCameraY,
  kCameraZ,
  kCameraRoll,  // about x, then pitch about y, then yaw about z, rad
  kCameraPitch,
  kCameraYaw,
  kFocalLength,  // factor
  kImageDelay,   // pictures, whole numbers
};
constexpr auto EnumNames(VisualTerm) {
  return std::to_array<std::string_view>(
      {"brightness",     "contrast",       "hue",           "saturation",    "noise",
       "blur",           "dome_intensity", "dome_yaw",      "dome_texture",  "robot_roughness",
       "robot_metallic", "robot_specular", "floor_texture", "table_texture", "object_texture",
       "camera_x",       "camera_y",       "camera_z",      "camera_roll",   "camera_pitch",
       "camera_yaw",     "focal_length",   "image_delay"});
}
inline constexpr size_t kNumVisualTerms = EnumNames(VisualTerm{}).size();

struct VisualRow {
  VisualTerm term = VisualTerm::kBrightness;
  double probability = 1;
  std::array<double, 2> range = {0, 1};

  void Fields(auto&& f) {
    f(term, {.name = "term", .doc = "what is drawn"});
    f(probability, {.name = "probability", .doc = "that it is drawn at all", .min = 0, .max = 1});
    f(range, {.name = "range", .doc = "drawn evenly between these"});
  }
  bool operator==(const VisualRow&) const = default;
};

std::vector<VisualRow> ViralVisualRows();

// throws core::Error for a term twice, a range upside down or beyond what its term can be
void CheckVisualRows(std::span<const VisualRow> rows);

struct VisualConfig {
  static constexpr std::string_view kConfigName = "visual";
  double nominal_dome = 1400;
  std::vector<VisualRow> rows = ViralVisualRows();

  void Fields(auto&& f) {
    f(nominal_dome, {.name = "nominal_dome", .doc = "dome_intensity that leaves a light as it is", .min = 1});
    f(rows, {.name = "rows", .doc = "what is drawn; a term without a row stays as the scene has it"});
  }
  bool operator==(const VisualConfig&) const = default;
};

// slots of one kind and what they may be made of; no choices: they stay as they are
struct VisualGroup {
  std::vector<int> slots = {};
  std::vector<render::Material> choices = {};
};

struct VisualSurfaces {
  std::vector<int> robot = {};  // slots
  VisualGroup floor = {}, tables = {}, objects = {};
};

class VisualRandomisation {
 public:
  // throws core::Error (CheckVisualRows)
  VisualRandomisation(const VisualConfig& config, uint64_t seed);

  // Each function takes what the scene has and returns or writes what is seen instead: nothing adds up over draws.
  // moment: number of the episode, or of the picture. VIRAL draws image effects at each picture, the rest at resets.
  render::ImageEffects DrawImage(int env, uint64_t moment) const noexcept;
  int DrawDelay(int env, uint64_t moment) const noexcept;  // ImageEffects::delay, pictures
  render::Look DrawLook(int env, uint64_t moment, const render::Look& nominal, int num_lights) const noexcept;
  render::Camera DrawCamera(int env, uint64_t moment, const render::Camera& nominal) const noexcept;
  void DrawMaterials(int env, uint64_t moment, const VisualSurfaces& surfaces,
                     std::span<render::Instance> slots) const noexcept;

  int max_delay() const noexcept;  // for EffectsConfig

 private:
  const VisualRow* RowOf(VisualTerm term) const noexcept;  // null: never drawn
  std::optional<double> Draw(VisualTerm term, int env, uint64_t moment) const noexcept;
  void Cover(VisualTerm term, int env, uint64_t moment, const VisualGroup& group,
             std::span<render::Instance> slots) const noexcept;

  std::array<std::optional<VisualRow>, kNumVisualTerms> rows_;
  double nominal_dome_;
  uint64_t seed_;
};

}  // namespace porter::scene
