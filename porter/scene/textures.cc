#include "porter/scene/textures.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "porter/core/check.h"
#include "porter/core/random.h"
#include "porter/io/png.h"
#include "porter/scene/noise.h"

namespace porter::scene {
namespace {

using Eigen::Vector3f;

constexpr uint32_t kTextureStream = 902;

constexpr std::array<TextureTraits, kTextureKinds> kTraits{{
    {TextureKind::kPlain, "plain", 1.0, 0.2F, 0.7F, 0},
    {TextureKind::kPaint, "paint", 0.5, 0.45F, 0.85F, 0},
    {TextureKind::kPlastic, "plastic", 0.1, 0.25F, 0.55F, 0},
    {TextureKind::kWallBoard, "wall board", 1.2, 0.8F, 0.95F, 0},
    {TextureKind::kWood, "wood", 0.6, 0.3F, 0.6F, 0},
    {TextureKind::kCarpet, "carpet", 0.4, 0.95F, 1.0F, 0},
    {TextureKind::kMasonry, "masonry", 0.96, 0.85F, 1.0F, 0},
    {TextureKind::kMetal, "metal", 0.3, 0.35F, 0.5F, 1},
    {TextureKind::kStone, "stone", 0.5, 0.25F, 0.5F, 0},
}};

// two colours of sRGB, 0 to 255: what a material may be between
struct Range {
  std::array<float, 3> from, to;
};

// darkest and brightest of each; the palettes of two-coloured materials name their second colour too
constexpr Range kTimbers[] = {{{96, 58, 34}, {128, 82, 50}},       // walnut
                              {{176, 128, 80}, {200, 154, 104}},   // oak
                              {{206, 170, 122}, {224, 192, 148}},  // beech, maple
                              {{134, 76, 46}, {158, 96, 60}}};     // cherry
constexpr Range kYarns[] = {{{84, 86, 92}, {136, 138, 142}},
                            {{120, 104, 84}, {168, 152, 130}},
                            {{52, 66, 92}, {80, 96, 124}},
                            {{104, 48, 44}, {136, 74, 66}}};
constexpr Range kBricks[] = {
    {{126, 62, 46}, {164, 90, 66}}, {{150, 112, 82}, {186, 150, 116}}, {{150, 148, 144}, {186, 184, 180}}};
constexpr Range kMortar = {{148, 142, 132}, {186, 180, 170}};
constexpr Range kMetals[] = {{{176, 178, 182}, {206, 208, 210}}, {{128, 130, 134}, {160, 162, 166}}};
constexpr Range kStones[] = {
    {{150, 146, 140}, {190, 186, 180}}, {{90, 92, 96}, {124, 126, 128}}, {{164, 136, 118}, {192, 166, 148}}};

Vector3f Drawn(core::Random& random, const Range& range) {
  const auto share = static_cast<float>(random.Uniform());
  return (1 - share) * Vector3f::Map(range.from.data()) + share * Vector3f::Map(range.to.data());
}

template <size_t kCount>
Vector3f Drawn(core::Random& random, const Range (&ranges)[kCount]) {
  return Drawn(random, ranges[random.Below(kCount)]);
}

float SmoothStep(float low, float high, float x) {
  const float share = std::clamp((x - low) / (high - low), 0.0F, 1.0F);
  return share * share * (3 - 2 * share);
}

// fine noise, one draw a texel, -1 to 1
float Grain(uint32_t key, int x, int y) {
  return 2 * ShareOf(key, x, y) - 1;
}

// where a texel lies: its number, and its middle in repeats
struct Texel {
  int x, y;
  float u, v;
};

template <class ColourAt>
core::Image Painted(ColourAt&& colour_at) {
  core::Image image{.width = kTextureSide, .height = kTextureSide, .channels = 3, .pixels = {}};
  image.pixels.reserve(size_t{3} * kTextureSide * kTextureSide);
  for (int y = 0; y < kTextureSide; ++y) {
    for (int x = 0; x < kTextureSide; ++x) {
      const Vector3f colour = colour_at(
          Texel{x, y, (static_cast<float>(x) + 0.5F) / kTextureSide, (static_cast<float>(y) + 0.5F) / kTextureSide});
      for (const float channel : colour)
        image.pixels.push_back(static_cast<uint8_t>(std::lround(std::clamp(channel, 0.0F, 255.0F))));
    }
  }
  return image;
}

core::Image Plain() {
  return Painted([](const Texel&) -> Vector3f { return Vector3f::Constant(255); });
}

// rolled on: clouds a hand wide, and the roller's stipple
core::Image Paint(uint32_t key) {
  return Painted([=](const Texel& at) -> Vector3f {
    const float clouds = FractalNoise(key, at.u, at.v, {3, 3}, 3);
    const float stipple = GradientNoise(key + 1, at.u, at.v, {64, 64});
    return Vector3f::Constant(238 + 7 * clouds + 5 * stipple);
  });
}

// moulded: an even, fine grain
core::Image Plastic(uint32_t key) {
  return Painted([=](const Texel& at) -> Vector3f {
    const float grain = GradientNoise(key, at.u, at.v, {80, 80});
    return Vector3f::Constant(240 + 4 * grain + 2 * Grain(key + 1, at.x, at.y));
  });
}

// boards as wide as the repeat, filled and painted: an orange peel, and the joint that still shows
core::Image WallBoard(uint32_t key) {
  return Painted([=](const Texel& at) -> Vector3f {
    const float peel = FractalNoise(key, at.u, at.v, {40, 40}, 2);
    const float filler =
        SmoothStep(0.07F, 0.02F, std::abs(at.u - 0.5F)) * (0.6F + GradientNoise(key + 1, at.u, at.v, {8, 12}));
    const float joint = SmoothStep(0.006F, 0.002F, std::abs(at.u - 0.5F));
    return Vector3f::Constant(234 + 6 * peel + 4 * filler - 22 * joint +
                              3 * FractalNoise(key + 2, at.u, at.v, {2, 2}, 3));
  });
}

// staves glued side by side, each cut from another place of the trunk: growth rings are level lines of a field that is
// stretched along the grain, pores and fibres are short dark strokes
core::Image Wood(core::Random& random, uint32_t key) {
  constexpr int kStaves = 4;
  constexpr float kRings = 7;
  const Vector3f timber = Drawn(random, kTimbers);
  return Painted([=](const Texel& at) -> Vector3f {
    const int stave = at.x * kStaves / kTextureSide;
    const uint32_t own = HashOf(key, stave, 1);
    const float field = 4.5F * at.u + 0.55F * GradientNoise(own, at.u, at.v, {3, 1}) +
                        0.06F * FractalNoise(own + 1, at.u, at.v, {16, 2}, 3);
    const float ring = kRings * field - std::floor(kRings * field);
    const float late = SmoothStep(0.35F, 0.9F, ring) * SmoothStep(1.0F, 0.93F, ring);  // dark, hard wood of late summer
    const float fibre = FractalNoise(own + 2, at.u, at.v, {96, 4}, 2);
    const float pore = SmoothStep(0.45F, 0.8F, GradientNoise(own + 3, at.u, at.v, {128, 14}));
    const float to_seam = std::abs(at.u * kStaves - std::round(at.u * kStaves));
    const float seam = SmoothStep(0.03F, 0.0F, to_seam);
    const float tone = 1 + 0.07F * (2 * ShareOf(key, stave, 2) - 1);
    const float bright = tone * (1 - 0.13F * late + 0.10F * fibre - 0.12F * pore) * (1 - 0.35F * seam);
    // what is darker is redder
    return Vector3f(timber.x() * std::pow(bright, 0.85F), timber.y() * bright, timber.z() * std::pow(bright, 1.2F));
  });
}

// tufts of two yarns, dark between them
core::Image Carpet(core::Random& random, uint32_t key) {
  const Vector3f yarn = Drawn(random, kYarns);
  return Painted([=](const Texel& at) -> Vector3f {
    const NearestPoint tuft = CellNoise(key, at.u, at.v, {96, 96});
    const float own = static_cast<float>(tuft.hash >> 8 & 0xFF) / 255;
    const float mottle = FractalNoise(key + 1, at.u, at.v, {5, 5}, 4);
    const float shade = 1.08F - 0.28F * SmoothStep(0.2F, 0.9F, tuft.distance);
    const float bright = shade * (0.84F + 0.26F * own + 0.14F * mottle) + 0.11F * Grain(key + 2, at.x, at.y);
    return yarn * bright;
  });
}

// running bond: bricks of 24 x 8 cm with their joints
core::Image Masonry(core::Random& random, uint32_t key) {
  constexpr int kColumns = 4, kCourses = 12;
  constexpr float kLong = 0.24F, kHigh = 0.08F, kJoint = 0.005F;  // m; half a joint
  const Vector3f brick = Drawn(random, kBricks), mortar = Drawn(random, kMortar);
  return Painted([=](const Texel& at) -> Vector3f {
    const float warp = 0.0015F * FractalNoise(key, at.u, at.v, {32, 32}, 2);  // m: edges are not straight
    const int course = at.y * kCourses / kTextureSide;
    const float along = at.u * kColumns + (course % 2 == 0 ? 0.0F : 0.5F), up = at.v * kCourses;
    const int column = static_cast<int>(std::floor(along)) % kColumns;
    const float to_end = kLong * std::min(along - std::floor(along), std::ceil(along) - along);
    const float to_bed = kHigh * std::min(up - std::floor(up), std::ceil(up) - up);
    const float inside = SmoothStep(kJoint - 0.002F, kJoint + 0.002F, std::min(to_end, to_bed) + warp);
    const float rough = FractalNoise(key + 1, at.u, at.v, {24, 24}, 4);
    const float sand = Grain(key + 2, at.x, at.y);
    const float tone = 0.82F + 0.34F * ShareOf(key + 3, column, course);
    const Vector3f burnt = brick * (tone * (1 + 0.14F * rough + 0.04F * sand));
    const Vector3f bed = mortar * (0.9F + 0.06F * rough + 0.06F * sand);
    return inside * burnt + (1 - inside) * bed;
  });
}

// brushed along u
core::Image Metal(core::Random& random, uint32_t key) {
  const Vector3f metal = Drawn(random, kMetals);
  return Painted([=](const Texel& at) -> Vector3f {
    const float brush =
        0.5F * GradientNoise(key, at.u, at.v, {3, 128}) + 0.5F * GradientNoise(key + 1, at.u, at.v, {8, 97});
    const float clouds = FractalNoise(key + 2, at.u, at.v, {2, 3}, 3);
    return metal * (1 + 0.09F * brush + 0.03F * clouds);
  });
}

// granite: grains of three minerals, more of the dark one in some places, and clouds
core::Image Stone(core::Random& random, uint32_t key) {
  const Vector3f stone = Drawn(random, kStones);
  return Painted([=](const Texel& at) -> Vector3f {
    const float du = 0.008F * GradientNoise(key, at.u, at.v, {24, 24}),
                dv = 0.008F * GradientNoise(key + 1, at.u, at.v, {24, 24});
    const NearestPoint grain = CellNoise(key + 2, at.u + du, at.v + dv, {60, 60});
    const float clouds = FractalNoise(key + 3, at.u, at.v, {3, 3}, 4);
    const float mineral = static_cast<float>(grain.hash >> 4 & 0xFF) / 255 + 0.25F * clouds;
    const float bright = mineral < 0.2F ? 0.5F : mineral < 0.72F ? 0.98F : 1.18F;
    const float edge = SmoothStep(0.0F, 0.15F, grain.gap);  // grains run into each other
    return stone * ((1 + edge * (bright - 1)) * (1 + 0.08F * clouds) + 0.03F * Grain(key + 4, at.x, at.y));
  });
}

}  // namespace

const std::array<TextureTraits, kTextureKinds>& AllTextureTraits() {
  return kTraits;
}

const TextureTraits& TraitsOf(TextureKind kind) {
  return kTraits[static_cast<size_t>(kind)];
}

core::Image MakeTextureImage(TextureKind kind, uint64_t seed) {
  core::Random random(seed, kTextureStream, static_cast<uint32_t>(kind), 0);
  const uint32_t key = random.NextUint32();
  switch (kind) {
    case TextureKind::kPlain:
      return Plain();
    case TextureKind::kPaint:
      return Paint(key);
    case TextureKind::kPlastic:
      return Plastic(key);
    case TextureKind::kWallBoard:
      return WallBoard(key);
    case TextureKind::kWood:
      return Wood(random, key);
    case TextureKind::kCarpet:
      return Carpet(random, key);
    case TextureKind::kMasonry:
      return Masonry(random, key);
    case TextureKind::kMetal:
      return Metal(random, key);
    case TextureKind::kStone:
      return Stone(random, key);
  }
  PORTER_CHECK(false);
  return {};
}

render::Texture LoadTexture(const std::filesystem::path& path) {
  return render::MakeTexture(io::ReadPng(path));
}

}  // namespace porter::scene
