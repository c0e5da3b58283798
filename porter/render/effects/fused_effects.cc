#include "porter/render/effects/fused_effects.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numbers>

#include "porter/core/check.h"
#include "porter/render/effects/blur.h"
#include "porter/render/effects/colour.h"
#include "porter/render/effects/noise.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "porter/render/effects/fused_effects.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using F = hn::CappedTag<float, kNoiseLanes>;
using I = hn::RebindToSigned<F>;
using U = hn::RebindToUnsigned<F>;
using Bytes = hn::Rebind<uint8_t, F>;
using VF = hn::Vec<F>;
using VU = hn::Vec<U>;

constexpr size_t kChunk = 16;  // pixels that are read and written together
constexpr size_t kWidth = HWY_MIN(HWY_LANES(float), kNoiseLanes);

// 16 pixels of three bytes, apart and together again
HWY_INLINE void Split(const uint8_t* rgb, uint8_t channels[3][kChunk]) {
#if HWY_TARGET == HWY_SCALAR
  for (size_t i = 0; i < 3 * kChunk; ++i) channels[i % 3][i / 3] = rgb[i];
#else
  const hn::Full128<uint8_t> d;
  auto r = hn::Undefined(d), g = r, b = r;
  hn::LoadInterleaved3(d, rgb, r, g, b);
  hn::Store(r, d, channels[0]), hn::Store(g, d, channels[1]), hn::Store(b, d, channels[2]);
#endif
}

HWY_INLINE void Join(const uint8_t channels[3][kChunk], uint8_t* rgb) {
#if HWY_TARGET == HWY_SCALAR
  for (size_t i = 0; i < 3 * kChunk; ++i) rgb[i] = channels[i % 3][i / 3];
#else
  const hn::Full128<uint8_t> d;
  hn::StoreInterleaved3(hn::Load(d, channels[0]), hn::Load(d, channels[1]), hn::Load(d, channels[2]), d, rgb);
#endif
}

struct Rgb {
  VF r, g, b;
};

HWY_INLINE VF Clamped(VF v) {
  const F d;
  return hn::Min(hn::Max(v, hn::Zero(d)), hn::Set(d, 1.0F));
}

HWY_INLINE VF Grey(const Rgb& p) {
  const F d;
  return hn::MulAdd(hn::Set(d, kGreyRed), p.r,
                    hn::MulAdd(hn::Set(d, kGreyGreen), p.g, hn::Mul(hn::Set(d, kGreyBlue), p.b)));
}

// colour.cc's Turn
HWY_INLINE void TurnHue(Rgb& p, VF sixths) {
  const F d;
  const VF highest = hn::Max(p.r, hn::Max(p.g, p.b));
  const VF chroma = hn::Sub(highest, hn::Min(p.r, hn::Min(p.g, p.b)));
  const VF inverse = hn::Div(hn::Set(d, 1.0F), hn::Max(chroma, hn::Set(d, 1e-9F)));  // grey: chroma 0 undoes it
  const VF of_red = hn::Mul(hn::Sub(p.g, p.b), inverse);
  const VF of_green = hn::MulAdd(hn::Sub(p.b, p.r), inverse, hn::Set(d, 2.0F));
  const VF of_blue = hn::MulAdd(hn::Sub(p.r, p.g), inverse, hn::Set(d, 4.0F));
  const VF own = hn::IfThenElse(hn::Eq(highest, p.r), of_red, hn::IfThenElse(hn::Eq(highest, p.g), of_green, of_blue));
  const VF hue = hn::Add(own, sixths);
  const auto channel = [&](float offset) {
    const VF from = hn::Add(hue, hn::Set(d, offset));
    const VF k = hn::NegMulAdd(hn::Floor(hn::Mul(from, hn::Set(d, 1.0F / 6))), hn::Set(d, 6.0F), from);
    return hn::NegMulAdd(chroma, Clamped(hn::Min(k, hn::Sub(hn::Set(d, 4.0F), k))), highest);
  };
  p = {channel(5), channel(3), channel(1)};
}

// brightness, saturation and hue, ready for all lanes; greyness: 1 - saturation
struct Tint {
  VF scale, saturation, greyness, sixths;
};

// reads 16 pixels, tints them and writes them to the planes; returns the sum of their grey
template <bool kHue>
HWY_INLINE VF TintChunk(const Tint& tint, const uint8_t* rgb, float* red, size_t stride) {
  const F d;
  const Bytes bytes;
  HWY_ALIGN uint8_t channels[3][kChunk];
  Split(rgb, channels);
  VF grey = hn::Zero(d);
  for (size_t j = 0; j < kChunk; j += kWidth) {
    const auto read = [&](int c) {
      const VF byte = hn::ConvertTo(d, hn::PromoteTo(I(), hn::Load(bytes, channels[c] + j)));
      return hn::Min(hn::Mul(byte, tint.scale), hn::Set(d, 1.0F));
    };
    Rgb p{read(0), read(1), read(2)};
    const VF base = hn::Mul(tint.greyness, Grey(p));
    const auto saturated = [&](VF v) { return Clamped(hn::MulAdd(tint.saturation, v, base)); };
    p = {saturated(p.r), saturated(p.g), saturated(p.b)};
    if constexpr (kHue) TurnHue(p, tint.sixths);
    grey = hn::Add(grey, Grey(p));
    hn::Store(p.r, d, red + j), hn::Store(p.g, d, red + stride + j), hn::Store(p.b, d, red + 2 * stride + j);
  }
  return grey;
}

// the mean of the picture's grey after the pass; what a last chunk has beyond the picture is black
template <bool kHue>
double TintToPlanes(const ImageEffects& effects, const uint8_t* rgb, FusedScratch& s) {
  const F d;
  const Tint tint{.scale = hn::Set(d, effects.brightness / 255),
                  .saturation = hn::Set(d, effects.saturation),
                  .greyness = hn::Set(d, 1 - effects.saturation),
                  .sixths = hn::Set(d, 6 * effects.hue)};
  constexpr size_t kRun = 64 * kChunk;  // pixels whose grey is summed in single precision
  const size_t whole = s.pixels / kChunk * kChunk;
  double sum = 0;
  const auto add = [&](VF grey) { sum += hn::GetLane(hn::SumOfLanes(d, grey)); };
  for (size_t run = 0; run < whole; run += kRun) {
    VF grey = hn::Zero(d);
    for (size_t i = run; i < std::min(whole, run + kRun); i += kChunk)
      grey = hn::Add(grey, TintChunk<kHue>(tint, rgb + 3 * i, s.planes.data() + i, s.stride));
    add(grey);
  }
  if (whole < s.pixels) {
    uint8_t tail[3 * kChunk] = {};
    std::memcpy(tail, rgb + 3 * whole, 3 * (s.pixels - whole));
    add(TintChunk<kHue>(tint, tail, s.planes.data() + whole, s.stride));
  }
  return sum / double(s.pixels);
}

// factor x value + what the mean adds
struct Contrast {
  VF factor, offset;

  HWY_INLINE VF Of(VF v) const { return Clamped(hn::MulAdd(factor, v, offset)); }
};

void ApplyContrast(const Contrast& contrast, FusedScratch& s) {
  const F d;
  for (size_t i = 0; i < 3 * s.stride; i += kWidth)
    hn::Store(contrast.Of(hn::Load(d, s.planes.data() + i)), d, s.planes.data() + i);
}

// high and low words of the products
HWY_INLINE void MultiplyWide(VU a, VU factor, VU& high, VU& low) {
  const U d;
#if HWY_TARGET == HWY_SCALAR
  const uint64_t product = uint64_t{hn::GetLane(a)} * hn::GetLane(factor);
  high = hn::Set(d, uint32_t(product >> 32)), low = hn::Set(d, uint32_t(product));
#else
  const hn::RepartitionToWide<U> d64;
  const auto even = hn::MulEven(a, factor);
  const auto odd = hn::MulEven(hn::BitCast(d, hn::ShiftRight<32>(hn::BitCast(d64, a))), factor);
  high = hn::OddEven(hn::BitCast(d, odd), hn::BitCast(d, hn::ShiftRight<32>(even)));
  low = hn::OddEven(hn::BitCast(d, hn::ShiftLeft<32>(odd)), hn::BitCast(d, even));
#endif
}

// core::Philox, a counter a lane; several at once, because each round waits for the one before
constexpr size_t kAtOnce = 2;
using Counters = VU[4][kAtOnce];

HWY_INLINE void PhiloxRound(Counters& counter, uint32_t key0, uint32_t key1) {
  const U d;
  for (size_t n = 0; n < kAtOnce; ++n) {
    VU a_high, a_low, b_high, b_low;
    MultiplyWide(counter[0][n], hn::Set(d, 0xD2511F53U), a_high, a_low);
    MultiplyWide(counter[2][n], hn::Set(d, 0xCD9E8D57U), b_high, b_low);
    counter[0][n] = hn::Xor(hn::Xor(b_high, counter[1][n]), hn::Set(d, key0));
    counter[2][n] = hn::Xor(hn::Xor(a_high, counter[3][n]), hn::Set(d, key1));
    counter[1][n] = b_low, counter[3][n] = a_low;
  }
}

// factor x ln x for normal x: x = 2^e m, m from sqrt(1/2) to sqrt(2), and ln m = 2 artanh s, s = (m - 1) / (m + 1),
// whose series 2 (s + s^3/3 + s^5/5 + s^7/7) is wrong by 3e-8
struct ScaledLog {
  explicit ScaledLog(float factor)
      : e(hn::Set(F(), factor * std::numbers::ln2_v<float>)),
        s1(hn::Set(F(), factor * 2)),
        s3(hn::Set(F(), factor * 2 / 3)),
        s5(hn::Set(F(), factor * 2 / 5)),
        s7(hn::Set(F(), factor * 2 / 7)) {}

  HWY_INLINE VF operator()(VF x) const {
    const F d;
    const I di;
    constexpr int32_t kRootHalf = 0x3F3504F3;
    const auto bits = hn::BitCast(di, x);
    const auto exponent = hn::ShiftRight<23>(hn::Sub(bits, hn::Set(di, kRootHalf)));
    const VF m = hn::BitCast(d, hn::Sub(bits, hn::ShiftLeft<23>(exponent)));
    const VF one = hn::Set(d, 1.0F), s = hn::Div(hn::Sub(m, one), hn::Add(m, one)), s_2 = hn::Mul(s, s);
    const VF series = hn::MulAdd(s_2, hn::MulAdd(s_2, hn::MulAdd(s_2, s7, s5), s3), s1);
    return hn::MulAdd(s, series, hn::Mul(hn::ConvertTo(d, exponent), e));
  }

  VF e, s1, s3, s5, s7;  // factors of the exponent and of powers of s
};

// noise.cc's NormalPair, times sigma; log: -2 sigma^2 ln
HWY_INLINE void NormalPairs(VU word, const ScaledLog& log, VF& x, VF& y) {
  const F d;
  const U du;
  const auto number = [&](VU bits) { return hn::ConvertTo(d, hn::BitCast(I(), bits)); };
  const VF low = number(hn::And(word, hn::Set(du, 0xFFFFU)));
  const VF radius = hn::Sqrt(log(hn::MulAdd(low, hn::Set(d, 0x1p-16F), hn::Set(d, 0x1p-17F))));
  constexpr float kStep = std::numbers::pi_v<float> / 2 * 0x1p-14F;
  const VF middle = number(hn::And(hn::ShiftRight<16>(word), hn::Set(du, 0x3FFFU)));
  const VF a = hn::MulAdd(middle, hn::Set(d, kStep), hn::Set(d, kStep * (0.5F - 0x1p13F)));
  // Taylor series: wrong by 4e-6 and 4e-5 at most, an eighth of a turn from the middle
  const VF a2 = hn::Mul(a, a);
  const auto term = [&](float factor, VF rest) { return hn::MulAdd(a2, rest, hn::Set(d, factor)); };
  const VF cosine = term(1, term(-1.0F / 2, term(1.0F / 24, hn::Set(d, -1.0F / 720))));
  const VF sine = hn::Mul(a, term(1, term(-1.0F / 6, hn::Set(d, 1.0F / 120))));
  const auto swap = hn::RebindMask(d, hn::TestBit(word, hn::Set(du, 1U << 30)));
  const VF signed_radius = hn::Xor(radius, hn::BitCast(d, hn::And(word, hn::Set(du, 1U << 31))));
  x = hn::Mul(signed_radius, hn::IfThenElse(swap, sine, cosine));
  y = hn::Mul(signed_radius, hn::IfThenElse(swap, cosine, sine));
}

// random words of `lane` and those after it of kAtOnce groups, the counters as core::Random has them: a block's number,
// its higher bits in the last word
HWY_INLINE void RandomWords(const NoiseKey& key, size_t group, size_t lane, Counters& words) {
  const U d;
  for (size_t n = 0; n < kAtOnce; ++n) {
    const auto block = uint32_t(kNoiseLanes * (group + n) + lane);
    words[0][n] = hn::Iota(d, kNoiseStream << 16 | (block & 0xFFFF));
    words[1][n] = hn::Set(d, key.env);
    words[2][n] = hn::Set(d, uint32_t(key.step));
    words[3][n] = hn::Set(d, uint32_t(key.step >> 32) + (block >> 16 << 16));
  }
  auto key0 = uint32_t(key.seed), key1 = uint32_t(key.seed >> 32);
  for (int round = 0; round < 10; ++round, key0 += 0x9E3779B9U, key1 += 0xBB67AE85U) PhiloxRound(words, key0, key1);
}

template <bool kContrast>
void ApplyNoise(const Contrast& contrast, float sigma, const NoiseKey& key, FusedScratch& s) {
  const F d;
  const ScaledLog log(-2 * sigma * sigma);
  const auto add = [&](float* at, VF noise) {
    const VF before = hn::Load(d, at);
    hn::Store(Clamped(hn::Add(kContrast ? contrast.Of(before) : before, noise)), d, at);
  };
  for (size_t group = 0; group < 3 * s.stride / kNoiseGroup; group += kAtOnce)
    for (size_t lane = 0; lane < kNoiseLanes; lane += kWidth) {
      Counters words;
      RandomWords(key, group, lane, words);
      for (size_t n = 0; n < kAtOnce; ++n)
        for (size_t w = 0; w < 4; ++w) {
          VF x, y;
          NormalPairs(words[w][n], log, x, y);
          float* const values = s.planes.data() + kNoiseGroup * (group + n) + kNoiseLanes * 2 * w + lane;
          add(values, x);
          add(values + kNoiseLanes, y);
        }
    }
}

// `count` pixels of three planes as bytes; reads up to whole chunks
void StorePixels(std::array<const float*, 3> plane, size_t count, uint8_t* rgb) {
  const F d;
  const Bytes bytes;
  HWY_ALIGN uint8_t channels[3][kChunk], tail[3 * kChunk];
  for (size_t i = 0; i < count; i += kChunk) {
    for (size_t c = 0; c < 3; ++c)
      for (size_t j = 0; j < kChunk; j += kWidth) {
        // adding 2^23 rounds to whole numbers, which then are the lowest bits
        const VF value = hn::MulAdd(hn::LoadU(d, plane[c] + i + j), hn::Set(d, 255.0F), hn::Set(d, 0x1p23F));
        const VU byte = hn::And(hn::BitCast(U(), value), hn::Set(U(), 0xFFU));
        hn::Store(hn::U8FromU32(byte), bytes, channels[c] + j);
      }
    const bool whole = i + kChunk <= count;
    Join(channels, whole ? rgb + 3 * i : tail);
    if (!whole) std::memcpy(rgb + 3 * i, tail, 3 * (count - i));
  }
}

using WeightsX = std::array<float, kBlurReachX + 1>;
using WeightsY = std::array<float, kBlurReachY + 1>;

void BlurDown(const float* plane, int y, const WeightsY& weights, const FusedScratch& s, float* out) {
  const F d;
  const auto row = [&](int dy) { return plane + size_t(Mirrored(y + dy, s.height)) * s.width; };
  const float *above2 = row(-2), *above = row(-1), *here = row(0), *below = row(1), *below2 = row(2);
  const VF w0 = hn::Set(d, weights[0]), w1 = hn::Set(d, weights[1]), w2 = hn::Set(d, weights[2]);
  const auto pair = [&](const float* a, const float* b, int x) {
    return hn::Add(hn::LoadU(d, a + x), hn::LoadU(d, b + x));
  };
  for (int x = 0; x < s.width; x += int(kWidth)) {
    const VF near = hn::MulAdd(w1, pair(above, below, x), hn::Mul(w0, hn::LoadU(d, here + x)));
    hn::StoreU(hn::MulAdd(w2, pair(above2, below2, x), near), d, out + x);
  }
}

// `line` has one pixel of room on either side
void BlurAcross(float* line, const WeightsX& weights, int width, float* out) {
  const F d;
  line[-1] = line[1];
  line[width] = line[width - 2];
  const VF w0 = hn::Set(d, weights[0]), w1 = hn::Set(d, weights[1]);
  for (int x = 0; x < width; x += int(kWidth)) {
    const VF beside = hn::Add(hn::LoadU(d, line + x - 1), hn::LoadU(d, line + x + 1));
    hn::StoreU(hn::MulAdd(w1, beside, hn::Mul(w0, hn::LoadU(d, line + x))), d, out + x);
  }
}

constexpr float kUnseen = 1e-6F;  // weight of a neighbour that changes no byte

void BlurAndStore(const ImageEffects& effects, FusedScratch& s, uint8_t* rgb) {
  const WeightsX across = GaussianWeights<kBlurReachX>(effects.blur_x);
  const WeightsY down = GaussianWeights<kBlurReachY>(effects.blur_y);
  const bool is_across = across[1] > kUnseen;
  float* const work = s.lines.data() + 3 * s.line_stride + kChunk;
  std::array<const float*, 3> lines;
  for (int y = 0; y < s.height; ++y) {
    for (size_t c = 0; c < 3; ++c) {
      float* const line = s.lines.data() + c * s.line_stride;
      lines[c] = line;
      BlurDown(s.planes.data() + c * s.stride, y, down, s, is_across ? work : line);
      if (is_across) BlurAcross(work, across, s.width, line);
    }
    StorePixels(lines, size_t(s.width), rgb + 3 * size_t(y) * s.width);
  }
}

void Apply(const ImageEffects& effects, const NoiseKey& key, FusedScratch& s, uint8_t* rgb) {
  const double mean = effects.hue != 0 ? TintToPlanes<true>(effects, rgb, s) : TintToPlanes<false>(effects, rgb, s);
  const F d;
  const Contrast contrast{.factor = hn::Set(d, effects.contrast),
                          .offset = hn::Set(d, (1 - effects.contrast) * float(mean))};
  const bool is_contrast = effects.contrast != 1;
  if (effects.noise > 0) {
    (is_contrast ? ApplyNoise<true> : ApplyNoise<false>)(contrast, effects.noise, key, s);
  } else if (is_contrast) {
    ApplyContrast(contrast, s);
  }
  if (effects.blur_x > 0 || effects.blur_y > 0) {
    BlurAndStore(effects, s, rgb);
  } else {
    const float* const plane = s.planes.data();
    StorePixels({plane, plane + s.stride, plane + 2 * s.stride}, s.pixels, rgb);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace porter::render {

HWY_EXPORT(Apply);

FusedScratch::FusedScratch(int width_px, int height_px)
    : width(width_px),
      height(height_px),
      pixels(size_t(width_px) * height_px),
      stride(PlaneStride(pixels)),
      planes(3 * stride + kNoiseGroup),  // the last row is read in whole vectors, noise is made for pairs of groups
      line_stride((size_t(width_px) + 15) / 16 * 16 + 32) {
  PORTER_CHECK(width >= 3 && height >= 3, "a picture that can be blurred");
  lines.resize(4 * line_stride);
}

void FusedEffects::Apply(const ImageEffects& effects, const NoiseKey& key, std::span<uint8_t> rgb) noexcept {
  PORTER_CHECK(rgb.size() == 3 * scratch_.pixels, "bytes of a frame");
  ImageEffects plain;
  plain.delay = effects.delay;
  if (effects == plain) return;
  HWY_DYNAMIC_DISPATCH(Apply)(effects, key, scratch_, rgb.data());
}

}  // namespace porter::render
#endif
