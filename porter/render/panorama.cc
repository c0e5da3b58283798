#include "porter/render/panorama.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/render/shading.h"

namespace porter::render {
namespace {

using core::FloatImage;
using Eigen::Vector3f;

constexpr float kPi = std::numbers::pi_v<float>;
constexpr int kSpecularSize = 64, kSpecularLevels = 8;  // of the filtered map
constexpr int kFirstSmooth = 4;                         // level that is smooth, and those above it
constexpr int kSamples = 64;                            // directions a texel of a rough level
constexpr int kMaxBackground = 512;                     // texels a side
constexpr float kWidestSource = 0.2F;                   // a sun's texels lie nearer than this to its brightest one, rad
constexpr float kSourceEdge = 0.2F;                     // and are this bright beside it
constexpr double kLeastShare = 0.02;                    // of all light that a sun brings
constexpr int kBlockRows = 64;  // the brightest source is looked for in blocks, one stray texel is none

Vector3f TexelOf(const FloatImage& image, int x, int y) {
  return Vector3f::Map(&image.pixels[(size_t(y) * image.width + x) * 3]);
}

float Luminance(const Vector3f& c) {  // Rec. 709
  return 0.2126F * c.x() + 0.7152F * c.y() + 0.0722F * c.z();
}

Vector3f DirectionOfTexel(const FloatImage& image, int x, int y) {
  return DirectionFromPanorama((float(x) + 0.5F) / float(image.width), (float(y) + 0.5F) / float(image.height));
}

// integral of radiance over all directions
Eigen::Vector3d Integral(const FloatImage& image) {
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  for (int y = 0; y < image.height; ++y) {
    Eigen::Vector3d row = Eigen::Vector3d::Zero();
    for (int x = 0; x < image.width; ++x) row += TexelOf(image, x, y).cast<double>();
    sum += row * TexelSolidAngle(image, y);
  }
  return sum;
}

FloatImage Halved(const FloatImage& image) {
  FloatImage half{.width = image.width / 2, .height = image.height / 2, .pixels = {}};
  half.pixels.reserve(size_t(half.width) * half.height * 3);
  for (int y = 0; y < half.height; ++y) {
    const auto above = float(TexelSolidAngle(image, 2 * y)), below = float(TexelSolidAngle(image, 2 * y + 1));
    for (int x = 0; x < half.width; ++x) {
      const Vector3f top = TexelOf(image, 2 * x, 2 * y) + TexelOf(image, 2 * x + 1, 2 * y);
      const Vector3f bottom = TexelOf(image, 2 * x, 2 * y + 1) + TexelOf(image, 2 * x + 1, 2 * y + 1);
      const Vector3f mean = (top * above + bottom * below) / (2 * (above + below));
      half.pixels.insert(half.pixels.end(), mean.begin(), mean.end());
    }
  }
  return half;
}

// a panorama and its smaller copies, down to 8 x 4
class Pyramid {
 public:
  explicit Pyramid(const FloatImage& image) : levels_{image} {
    while (levels_.back().height % 2 == 0 && levels_.back().height > 4) levels_.push_back(Halved(levels_.back()));
  }

  // whose texels are about as large as a solid angle, sr
  size_t LevelOf(float solid_angle) const {
    const float texel = 4 * kPi / (float(levels_[0].width) * float(levels_[0].height));
    return size_t(std::clamp(int(std::lround(0.5F * std::log2(solid_angle / texel))), 0, int(levels_.size()) - 1));
  }

  // bilinear
  Vector3f Read(const Vector3f& direction, size_t level) const {
    const FloatImage& image = levels_[level];
    const Eigen::Vector2f at = PanoramaFromDirection(direction);
    const float x = at.x() * float(image.width) - 0.5F;
    const float y = std::clamp(at.y() * float(image.height) - 0.5F, 0.0F, float(image.height - 1));
    const float x0 = std::floor(x), fx = x - x0;
    const int left = (int(x0) + image.width) % image.width, right = (left + 1) % image.width;
    const int above = int(y), below = std::min(above + 1, image.height - 1);
    const float fy = y - float(above);
    const Vector3f top = TexelOf(image, left, above) * (1 - fx) + TexelOf(image, right, above) * fx;
    return top * (1 - fy) + (TexelOf(image, left, below) * (1 - fx) + TexelOf(image, right, below) * fx) * fy;
  }

 private:
  std::vector<FloatImage> levels_;
};

// one level of a map with its border, from the radiance in the middle of each texel
template <class F>
void AppendLevel(OctahedralMap& map, F&& radiance) {
  const int stride = map.size + 2;
  const size_t first = map.texels.size();
  map.texels.resize(first + size_t(stride) * stride);
  const auto texel = [&](int x, int y) -> uint32_t& {
    return map.texels[first + size_t(y + 1) * stride + size_t(x + 1)];
  };
  const int last = map.size - 1;
  for (int y = 0; y <= last; ++y)
    for (int x = 0; x <= last; ++x)
      texel(x, y) = PackRadiance(radiance(
          DirectionFromOctahedral({(float(x) + 0.5F) / float(map.size), (float(y) + 0.5F) / float(map.size)})));
  for (int i = 0; i <= last; ++i) {  // across an edge of the square lies the same edge, mirrored in its middle
    texel(i, -1) = texel(last - i, 0), texel(i, map.size) = texel(last - i, last);
    texel(-1, i) = texel(0, last - i), texel(map.size, i) = texel(last, last - i);
  }
  texel(-1, -1) = texel(last, last), texel(map.size, map.size) = texel(0, 0);
  texel(-1, map.size) = texel(last, 0), texel(map.size, -1) = texel(0, last);
  ++map.num_levels;
}

// a direction that facets around z mirror to, seen along z; the level whose texels are as large as what it stands for
struct LobeSample {
  Vector3f direction;
  size_t level;
};

// texel: of the map that is filled, sr
std::vector<LobeSample> LobeSamples(float roughness, const Pyramid& pyramid, float texel) {
  if (roughness == 0) return {{Vector3f::UnitZ(), pyramid.LevelOf(texel)}};
  const float alpha = roughness * roughness;
  std::vector<LobeSample> samples;
  for (uint32_t i = 0; i < kSamples; ++i) {
    const float share = (float(i) + 0.5F) / kSamples;
    const auto turn = float(double(i) * std::numbers::phi * 2 * std::numbers::pi);
    const float cos2 = (1 - share) / (1 + (alpha * alpha - 1) * share), cos = std::sqrt(cos2);
    const float sin = std::sqrt(std::max(0.0F, 1 - cos2));
    const Vector3f half(sin * std::cos(turn), sin * std::sin(turn), cos);
    const Vector3f mirrored = 2 * cos * half - Vector3f::UnitZ();
    if (mirrored.z() <= 0) continue;
    const float spread = cos2 * (alpha * alpha - 1) + 1;
    const float density = alpha * alpha / (kPi * spread * spread) / 4;  // 1/sr: n . h and v . h are the same here
    samples.push_back({mirrored, pyramid.LevelOf(std::max(1 / (kSamples * density), texel))});
  }
  return samples;
}

Vector3f Filtered(const Pyramid& pyramid, std::span<const LobeSample> lobe, const Vector3f& normal) {
  const Vector3f up = std::abs(normal.z()) < 0.9F ? Vector3f::UnitZ() : Vector3f::UnitX();
  const Vector3f x = up.cross(normal).normalized(), y = normal.cross(x);
  Vector3f sum = Vector3f::Zero();
  float weight = 0;
  for (const LobeSample& sample : lobe) {
    const Vector3f& d = sample.direction;
    const Vector3f direction = d.x() * x + d.y() * y + d.z() * normal;
    sum += d.z() * pyramid.Read(direction, sample.level);
    weight += d.z();
  }
  return sum / weight;
}

OctahedralMap SpecularMap(const FloatImage& rest) {
  const Pyramid pyramid(rest);
  OctahedralMap map{.size = kSpecularSize, .num_levels = 0, .texels = {}};
  constexpr float kTexel = 4 * kPi / (kSpecularSize * kSpecularSize);
  for (int level = 0; level < kSpecularLevels; ++level) {
    const std::vector<LobeSample> lobe = LobeSamples(float(level) / (kSpecularLevels - 1), pyramid, kTexel);
    const auto filtered = [&](const Vector3f& direction) { return Filtered(pyramid, lobe, direction); };
    if (level < kFirstSmooth) {
      AppendLevel(map, filtered);
    } else {  // smooth over tens of degrees: a sixteenth of the directions holds all of it
      OctahedralMap few{.size = kSpecularSize / 4, .num_levels = 0, .texels = {}};
      AppendLevel(few, filtered);
      AppendLevel(map, [&](const Vector3f& direction) { return Sample(few, direction, 0); });
    }
  }
  return map;
}

OctahedralMap BackgroundMap(const FloatImage& panorama) {
  const Pyramid pyramid(panorama);
  const int size = std::min(kMaxBackground, int(std::bit_ceil(unsigned(panorama.height))));
  OctahedralMap map{.size = size, .num_levels = 0, .texels = {}};
  const float sharp = 2 * kPi / (float(size) * float(size));  // half a texel's: rather a little coarse than blurred
  const size_t level = pyramid.LevelOf(sharp);
  AppendLevel(map, [&](const Vector3f& direction) { return pyramid.Read(direction, level); });
  return map;
}

// irradiance / pi: the cosine's lobe weighs degrees 0, 1, 2 by 1, 2/3, 1/4
std::array<Vector3f, 9> IrradianceHarmonics(const FloatImage& image) {
  constexpr float kLobe[9] = {1, 2 / 3.0F, 2 / 3.0F, 2 / 3.0F, 0.25F, 0.25F, 0.25F, 0.25F, 0.25F};
  std::array<Eigen::Vector3d, 9> sum;
  sum.fill(Eigen::Vector3d::Zero());
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const std::array<float, 9> basis = Harmonics(DirectionOfTexel(image, x, y));
      const Eigen::Vector3d light = TexelOf(image, x, y).cast<double>() * TexelSolidAngle(image, y);
      for (size_t i = 0; i < 9; ++i) sum[i] += light * double(basis[i]);
    }
  std::array<Vector3f, 9> harmonics;
  for (size_t i = 0; i < 9; ++i) harmonics[i] = sum[i].cast<float>() * kLobe[i];
  return harmonics;
}

struct Texel {
  int x, y;
};

// the brightest texel of the brightest block
Texel BrightestTexel(const FloatImage& image) {
  FloatImage blocks = image;
  int step = 1;
  for (; blocks.height > kBlockRows && blocks.height % 2 == 0; step *= 2) blocks = Halved(blocks);
  const auto brightest = [](const FloatImage& in, int x0, int y0, int width, int height) {
    Texel best{x0, y0};
    for (int y = y0; y < y0 + height; ++y)
      for (int x = x0; x < x0 + width; ++x)
        if (Luminance(TexelOf(in, x, y)) > Luminance(TexelOf(in, best.x, best.y))) best = {x, y};
    return best;
  };
  const Texel block = brightest(blocks, 0, 0, blocks.width, blocks.height);
  return brightest(image, block.x * step, block.y * step, step, step);
}

// a connected region of bright texels around one, and the mean of what borders it
struct Source {
  std::vector<Texel> texels;
  Vector3f surroundings = Vector3f::Zero();
};

Source FindSource(const FloatImage& image, const Texel& peak) {
  const float least = kSourceEdge * Luminance(TexelOf(image, peak.x, peak.y));
  const Vector3f middle = DirectionOfTexel(image, peak.x, peak.y);
  std::vector<bool> met(size_t(image.width) * image.height);
  Source source{.texels = {peak}};
  met[size_t(peak.y) * image.width + peak.x] = true;
  int bordering = 0;
  for (size_t i = 0; i < source.texels.size(); ++i) {
    const Texel at = source.texels[i];
    const Texel around[] = {{(at.x + 1) % image.width, at.y},
                            {(at.x + image.width - 1) % image.width, at.y},
                            {at.x, at.y - 1},
                            {at.x, at.y + 1}};
    for (const Texel& next : around) {
      if (next.y < 0 || next.y >= image.height || met[size_t(next.y) * image.width + next.x]) continue;
      met[size_t(next.y) * image.width + next.x] = true;
      const Vector3f radiance = TexelOf(image, next.x, next.y);
      const bool near = middle.dot(DirectionOfTexel(image, next.x, next.y)) > std::cos(kWidestSource);
      if (near && Luminance(radiance) >= least)
        source.texels.push_back(next);
      else
        source.surroundings += radiance, ++bordering;
    }
  }
  if (bordering > 0) source.surroundings /= float(bordering);
  return source;
}

FloatImage WithoutNegatives(const FloatImage& panorama) {
  FloatImage image = panorama;
  for (float& value : image.pixels) value = std::max(value, 0.0F);
  return image;
}

void CheckPanorama(const FloatImage& panorama) {
  PORTER_CHECK(panorama.pixels.size() == size_t(panorama.width) * panorama.height * 3, "as many pixels as it says");
  if (panorama.width != 2 * panorama.height || panorama.height < 16)
    throw core::Error(core::ErrorParts{.what = "the picture is no panorama of all directions",
                                       .found = core::Cat(panorama.width, " x ", panorama.height, " px"),
                                       .expected = "twice as wide as high, at least 16 px high"});
  for (size_t i = 0; i < panorama.pixels.size(); ++i)
    if (!std::isfinite(panorama.pixels[i]))
      throw core::Error(core::ErrorParts{.what = "the panorama has a value that is no number",
                                         .found = core::Cat(panorama.pixels[i], " in pixel ", i / 3),
                                         .expected = "finite radiance"});
}

}  // namespace

Vector3f DirectionFromPanorama(float u, float v) {
  const float azimuth = kPi * (1 - 2 * u), polar = kPi * v;
  return {std::sin(polar) * std::cos(azimuth), std::sin(polar) * std::sin(azimuth), std::cos(polar)};
}

Eigen::Vector2f PanoramaFromDirection(const Vector3f& d) {
  return {0.5F - std::atan2(d.y(), d.x()) / (2 * kPi), std::acos(std::clamp(d.z(), -1.0F, 1.0F)) / kPi};
}

double TexelSolidAngle(const FloatImage& panorama, int y) {
  const double step = std::numbers::pi / panorama.height;
  return 2 * std::numbers::pi / panorama.width * (std::cos(y * step) - std::cos((y + 1) * step));
}

SplitPanorama SplitSun(const FloatImage& panorama) {
  const Source source = FindSource(panorama, BrightestTexel(panorama));
  SplitPanorama split{.rest = panorama, .sun = {}};
  Eigen::Vector3d irradiance = Eigen::Vector3d::Zero(), direction = Eigen::Vector3d::Zero();
  double solid_angle = 0;
  for (const Texel& at : source.texels) {
    const Vector3f excess = (TexelOf(panorama, at.x, at.y) - source.surroundings).cwiseMax(0);
    Vector3f::Map(&split.rest.pixels[(size_t(at.y) * panorama.width + at.x) * 3]) -= excess;
    const double angle = TexelSolidAngle(panorama, at.y);
    irradiance += excess.cast<double>() * angle;
    direction += DirectionOfTexel(panorama, at.x, at.y).cast<double>() * (angle * double(Luminance(excess)));
    solid_angle += angle;
  }
  const float all = Luminance(Integral(panorama).cast<float>());
  if (!(double(Luminance(irradiance.cast<float>())) > kLeastShare * double(all))) return {.rest = panorama, .sun = {}};
  split.sun = {.direction = direction.normalized().cast<float>(),
               .irradiance = irradiance.cast<float>(),
               .angular_radius = float(std::sqrt(solid_angle / std::numbers::pi))};
  return split;
}

EnvironmentLight MakeEnvironmentLight(const FloatImage& panorama) {
  CheckPanorama(panorama);
  const FloatImage whole = WithoutNegatives(panorama);
  const SplitPanorama split = SplitSun(whole);
  return {.irradiance = IrradianceHarmonics(split.rest),
          .specular = SpecularMap(split.rest),
          .background = BackgroundMap(whole),
          .sun = split.sun};
}

}  // namespace porter::render
