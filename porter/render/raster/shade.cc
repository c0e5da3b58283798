#include "porter/render/raster/shade.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "porter/render/raster/shade.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using F = hn::CappedTag<float, kLanes>;
using I = hn::RebindToSigned<F>;
using U = hn::RebindToUnsigned<F>;
using VF = hn::Vec<F>;
using VI = hn::Vec<I>;
using VU = hn::Vec<U>;
using MF = hn::Mask<F>;

constexpr size_t kWidth = HWY_MIN(HWY_LANES(float), kLanes);
constexpr int kLookWords = sizeof(TriangleLook) / sizeof(uint32_t);
constexpr int kNormalWord = 0, kUvWord = 3, kDensityWord = 9;

HWY_INLINE VF S(float value) {
  return hn::Set(F(), value);
}
HWY_INLINE VF Fma(VF a, VF b, VF c) {
  return hn::MulAdd(a, b, c);
}
HWY_INLINE VF ToFloat(VU v) {
  return hn::ConvertTo(F(), hn::BitCast(I(), v));
}
HWY_INLINE VF Clamped(VF v, VF low, VF high) {
  return hn::Min(hn::Max(v, low), high);
}

struct V3 {
  VF x, y, z;
};

HWY_INLINE VF Dot(const V3& a, const V3& b) {
  return Fma(a.x, b.x, Fma(a.y, b.y, hn::Mul(a.z, b.z)));
}
HWY_INLINE V3 Scaled(const V3& a, VF s) {
  return {hn::Mul(a.x, s), hn::Mul(a.y, s), hn::Mul(a.z, s)};
}
// a Newton step on the machine's estimate of 12 bits and more: relative error below 1e-6
HWY_INLINE VF ReciprocalRoot(VF x) {
  const VF y = hn::ApproximateReciprocalSqrt(x);
  return hn::Mul(y, hn::NegMulAdd(hn::Mul(S(0.5F), x), hn::Mul(y, y), S(1.5F)));
}
HWY_INLINE V3 Normalised(const V3& a) {
  return Scaled(a, ReciprocalRoot(Dot(a, a)));
}
HWY_INLINE V3 Const3(const Eigen::Vector3f& v) {
  return {S(v.x()), S(v.y()), S(v.z())};
}
HWY_INLINE V3 Product(const Eigen::Matrix3f& A, const V3& p) {
  const auto row = [&](int r) { return Fma(S(A(r, 0)), p.x, Fma(S(A(r, 1)), p.y, hn::Mul(S(A(r, 2)), p.z))); };
  return {row(0), row(1), row(2)};
}

// reads a list at each lane's index, or once where all lanes have the same
template <bool kSame>
struct Reader {
  explicit HWY_INLINE Reader(VI indices) : index(indices), first(hn::GetLane(indices)) {}

  HWY_INLINE VF operator()(const float* list) const {
    if constexpr (kSame) return hn::Set(F(), list[first]);
    return hn::GatherIndex(F(), list, index);
  }
  HWY_INLINE VI operator()(const int32_t* list) const {
    if constexpr (kSame) return hn::Set(I(), list[first]);
    return hn::GatherIndex(I(), list, index);
  }
  HWY_INLINE VF operator()(const std::vector<float>& list) const { return (*this)(list.data()); }
  HWY_INLINE VI operator()(const std::vector<int32_t>& list) const { return (*this)(list.data()); }
  HWY_INLINE VI operator()(const std::vector<uint32_t>& list) const {
    return (*this)(reinterpret_cast<const int32_t*>(list.data()));
  }

  VI index;
  int32_t first;
};

HWY_INLINE V3 UnpackNormals(VI packed) {
  const F d;
  return {hn::Mul(hn::ConvertTo(d, hn::ShiftRight<21>(hn::ShiftLeft<21>(packed))), S(1.0F / 1023)),
          hn::Mul(hn::ConvertTo(d, hn::ShiftRight<21>(hn::ShiftLeft<10>(packed))), S(1.0F / 1023)),
          hn::Mul(hn::ConvertTo(d, hn::ShiftRight<22>(packed)), S(1.0F / 511))};
}

HWY_INLINE V3 UnpackRadiances(VI texel) {
  const U d;
  const VU t = hn::BitCast(d, texel);
  const VF scale = hn::BitCast(F(), hn::ShiftLeft<23>(hn::Add(hn::ShiftRight<27>(t), hn::Set(d, 127 - 24))));
  const VU mask = hn::Set(d, 511);
  return {hn::Mul(ToFloat(hn::And(t, mask)), scale), hn::Mul(ToFloat(hn::And(hn::ShiftRight<9>(t), mask)), scale),
          hn::Mul(ToFloat(hn::And(hn::ShiftRight<18>(t), mask)), scale)};
}

// square roots, times 1023
HWY_INLINE V3 UnpackTexels(VI texel) {
  const U d;
  const VU t = hn::BitCast(d, texel), mask = hn::Set(d, 1023);
  return {ToFloat(hn::And(t, mask)), ToFloat(hn::And(hn::ShiftRight<10>(t), mask)),
          ToFloat(hn::And(hn::ShiftRight<20>(t), mask))};
}

HWY_INLINE VF Mixed(VF a, VF b, VF share) {
  return Fma(hn::Sub(b, a), share, a);
}
HWY_INLINE V3 Mixed(const V3& a, const V3& b, VF share) {
  return {Mixed(a.x, b.x, share), Mixed(a.y, b.y, share), Mixed(a.z, b.z, share)};
}

// bilinear; level: first texel of each lane's level
HWY_INLINE V3 SampleMap(const OctahedralMap& map, VI level, const V3& direction) {
  const F d;
  const I di;
  const VF by_norm = hn::Div(S(1), hn::Add(hn::Abs(direction.x), hn::Add(hn::Abs(direction.y), hn::Abs(direction.z))));
  const VF x = hn::Mul(direction.x, by_norm), y = hn::Mul(direction.y, by_norm);
  const MF below = hn::Lt(direction.z, S(0));
  const VF folded_x = hn::CopySign(hn::Sub(S(1), hn::Abs(y)), x), folded_y = hn::CopySign(hn::Sub(S(1), hn::Abs(x)), y);
  const VF half = S(0.5F * float(map.size)), middle = S(0.5F * float(map.size) + 0.5F);
  const VF u = Fma(hn::IfThenElse(below, folded_x, x), half, middle);
  const VF v = Fma(hn::IfThenElse(below, folded_y, y), half, middle);
  const VI last = hn::Set(di, map.size), zero = hn::Zero(di);
  const VI column = hn::Min(hn::Max(hn::ConvertTo(di, u), zero), last);
  const VI row = hn::Min(hn::Max(hn::ConvertTo(di, v), zero), last);
  const VI stride = hn::Set(di, map.size + 2);
  const VI at = hn::Add(level, hn::Add(hn::Mul(row, stride), column));
  const auto* texels = reinterpret_cast<const int32_t*>(map.texels.data());
  const auto texel = [&](VI index) { return UnpackRadiances(hn::GatherIndex(di, texels, index)); };
  const VF fx = hn::Sub(u, hn::ConvertTo(d, column)), fy = hn::Sub(v, hn::ConvertTo(d, row));
  const VI one = hn::Set(di, 1), under = hn::Add(at, stride);
  return Mixed(Mixed(texel(at), texel(hn::Add(at, one)), fx), Mixed(texel(under), texel(hn::Add(under, one)), fx), fy);
}

// of a direction in W
HWY_INLINE V3 ToA(const LightInW& light, const V3& p) {
  const VF c = S(light.cos_yaw), s = S(light.sin_yaw);
  return {Fma(c, p.x, hn::Mul(s, p.y)), hn::NegMulAdd(s, p.x, hn::Mul(c, p.y)), p.z};
}

// as Harmonics and DiffuseLight
HWY_INLINE V3 DiffuseLights(const LightInW& light, const V3& n) {
  constexpr float k0 = 0.28209479F, k1 = 0.48860251F, k2 = 1.09254843F, k20 = 0.31539157F, k22 = 0.54627422F;
  const VF basis[9] = {S(k0),
                       hn::Mul(S(k1), n.y),
                       hn::Mul(S(k1), n.z),
                       hn::Mul(S(k1), n.x),
                       hn::Mul(S(k2), hn::Mul(n.x, n.y)),
                       hn::Mul(S(k2), hn::Mul(n.y, n.z)),
                       Fma(S(3 * k20), hn::Mul(n.z, n.z), S(-k20)),
                       hn::Mul(S(k2), hn::Mul(n.x, n.z)),
                       hn::Mul(S(k22), hn::MulSub(n.x, n.x, hn::Mul(n.y, n.y)))};
  V3 sum{S(0), S(0), S(0)};
#pragma GCC unroll 9
  for (int i = 0; i < 9; ++i) {
    const Eigen::Vector3f& c = light.light->irradiance[i];
    sum = {Fma(S(c.x()), basis[i], sum.x), Fma(S(c.y()), basis[i], sum.y), Fma(S(c.z()), basis[i], sum.z)};
  }
  const VF by = S(light.intensity);
  return {hn::Mul(hn::Max(sum.x, S(0)), by), hn::Mul(hn::Max(sum.y, S(0)), by), hn::Mul(hn::Max(sum.z, S(0)), by)};
}

// whether nothing on the map is higher than any of the lanes, around all of them
HWY_INLINE bool IsAllLit(const ShadeInput& in, VI column, VI row, VF height) {
  const I di;
  const int x0 = (hn::GetLane(hn::MinOfLanes(di, column)) - 1) / kBlock;
  const int x1 = (hn::GetLane(hn::MaxOfLanes(di, column)) + 1) / kBlock;
  const int y0 = (hn::GetLane(hn::MinOfLanes(di, row)) - 1) / kBlock;
  const int y1 = (hn::GetLane(hn::MaxOfLanes(di, row)) + 1) / kBlock;
  constexpr int kMost = 16;  // blocks: reading more costs more than it saves
  if ((x1 - x0 + 1) * (y1 - y0 + 1) > kMost) return false;
  float highest = kNoHeight;
  for (int y = y0; y <= y1; ++y)
    for (int x = x0; x <= x1; ++x) highest = HWY_MAX(highest, in.highest[size_t(y) * in.heights.grid.blocks_x + x]);
  return highest <= hn::GetLane(hn::MinOfLanes(F(), height));
}

// as SunlightAt
HWY_INLINE VF Sunlight(const ShadeInput& in, const V3& p_C, const V3& normal_C) {
  const F d;
  const I di;
  const VF lift = S(0.5F * in.shadow.texel);
  const V3 lifted{Fma(normal_C.x, lift, p_C.x), Fma(normal_C.y, lift, p_C.y), Fma(normal_C.z, lift, p_C.z)};
  V3 p = Product(in.shadow.A_SC, lifted);
  const Eigen::Vector3f& o = in.shadow.p_SC;
  p = {hn::Add(p.x, S(o.x())), hn::Add(p.y, S(o.y())), hn::Add(p.z, S(o.z()))};
  const VF column = hn::Floor(p.x), row = hn::Floor(p.y);
  const VF last = S(float(in.heights.grid.width - 2));
  const MF on_map =
      hn::And(hn::And(hn::Ge(column, S(1)), hn::Le(column, last)), hn::And(hn::Ge(row, S(1)), hn::Le(row, last)));
  if (hn::AllFalse(d, on_map)) return S(1);
  if (hn::AllTrue(d, on_map) && IsAllLit(in, hn::ConvertTo(di, column), hn::ConvertTo(di, row), p.z)) return S(1);
  const auto weights = [](VF f, VF(&w)[3]) {
    const VF before = hn::Sub(S(0.5F), f), after = hn::Add(S(0.5F), f);
    w[0] = hn::Mul(S(0.5F), hn::Mul(before, before));
    w[1] = hn::NegMulAdd(f, f, S(0.75F));
    w[2] = hn::Mul(S(0.5F), hn::Mul(after, after));
  };
  VF wx[3], wy[3];
  weights(hn::Sub(hn::Sub(p.x, column), S(0.5F)), wx);
  weights(hn::Sub(hn::Sub(p.y, row), S(0.5F)), wy);
  const VI zero = hn::Zero(di), mask = hn::Set(di, 3);
  const VI x = hn::IfThenElseZero(hn::RebindMask(di, on_map), hn::ConvertTo(di, column));
  const VI y = hn::IfThenElseZero(hn::RebindMask(di, on_map), hn::ConvertTo(di, row));
  VI across[3], down[3];
#pragma GCC unroll 3
  for (int i = 0; i < 3; ++i) {
    const VI xi = hn::Max(hn::Add(x, hn::Set(di, i - 1)), zero), yi = hn::Max(hn::Add(y, hn::Set(di, i - 1)), zero);
    across[i] = hn::Add(hn::ShiftLeft<4>(hn::ShiftRight<2>(xi)), hn::And(xi, mask));
    down[i] = hn::Add(hn::Mul(hn::ShiftRight<2>(yi), hn::Set(di, in.heights.grid.blocks_x * kLanes)),
                      hn::ShiftLeft<2>(hn::And(yi, mask)));
  }
  VF lit = S(0);
#pragma GCC unroll 3
  for (int j = 0; j < 3; ++j) {
    VF in_row = S(0);
#pragma GCC unroll 3
    for (int i = 0; i < 3; ++i) {
      const VF height = hn::GatherIndex(d, in.heights.data, hn::Add(down[j], across[i]));
      in_row = hn::Add(in_row, hn::IfThenElseZero(hn::Le(height, p.z), wx[i]));
    }
    lit = Fma(in_row, wy[j], lit);
  }
  return hn::IfThenElse(on_map, lit, S(1));
}

// as EnvironmentBrdf
struct Facets {
  VF scale, offset;
};
HWY_INLINE Facets EnvironmentBrdfs(VF r, VF m) {
  const VF c = hn::Sub(S(1), m), c2 = hn::Mul(c, c), c5 = hn::Mul(hn::Mul(c2, c2), c);
  VF total = S(0), offset = S(0);
#pragma GCC unroll 3
  for (int i = 2; i >= 0; --i) {
    const auto& t = kTotalFit[i];
    total = Fma(total, r, Fma(m, Fma(m, Fma(m, S(t[3]), S(t[2])), S(t[1])), S(t[0])));
  }
  total = Fma(total, r, S(1));
#pragma GCC unroll 4
  for (int i = 3; i >= 0; --i) offset = Fma(offset, r, Fma(S(kOffsetFit[i][0]), c5, hn::Mul(S(kOffsetFit[i][1]), c2)));
  offset = hn::Max(offset, S(0));
  return {hn::Sub(total, offset), offset};
}

struct Surfaces {
  V3 normal, view, colour;  // as Surface
  VF roughness, metallic, reflectance;
  VI specular_level;
};

// the sun's part of Shade for one channel, without irradiance
struct SunTerm {
  VF facets;   // distribution and masking
  VF fresnel;  // (1 - v.h)^5
  VF cosine;   // toward the sun, not negative
};

HWY_INLINE SunTerm SunTermOf(const Surfaces& s, const LightInW& light, VF cos_sun, VF cos_view) {
  const V3 sun = Const3(light.to_sun);
  const V3 half = Normalised({hn::Add(sun.x, s.view.x), hn::Add(sun.y, s.view.y), hn::Add(sun.z, s.view.z)});
  const VF cos_half = Clamped(Dot(s.normal, half), S(0), S(1)), view_half = Clamped(Dot(s.view, half), S(0), S(1));
  const VF alpha = hn::Add(hn::Max(hn::Mul(s.roughness, s.roughness), S(kMinAlpha)), S(light.sun_width));
  const VF alpha2 = hn::Mul(alpha, alpha);
  const VF spread = Fma(hn::Mul(cos_half, cos_half), hn::Sub(alpha2, S(1)), S(1));
  const VF sun_cos = hn::Max(cos_sun, S(1e-4F));
  const VF masking =
      Fma(hn::Mul(hn::Mul(S(2), sun_cos), cos_view), hn::Sub(S(1), alpha), hn::Mul(hn::Add(sun_cos, cos_view), alpha));
  const VF distribution = hn::Mul(hn::Mul(S(std::numbers::pi_v<float>), spread), hn::Mul(spread, masking));
  const VF c = hn::Sub(S(1), view_half), c2 = hn::Mul(c, c);
  return {.facets = hn::Div(hn::Mul(S(0.5F), alpha2), distribution),
          .fresnel = hn::Mul(hn::Mul(c2, c2), c),
          .cosine = hn::Max(cos_sun, S(0))};
}

// one channel of Shade
struct Channel {
  VF colour, diffuse_light, specular_light;
};
HWY_INLINE VF ShadeChannel(const Channel& c, const Surfaces& s, const Facets& fit, VF by_albedo, const SunTerm* sun,
                           VF irradiance) {
  const VF f0 = Fma(c.colour, s.metallic, s.reflectance);
  const VF rebound = Fma(f0, by_albedo, S(1));
  const VF facets = hn::Min(hn::Mul(Fma(f0, fit.scale, fit.offset), rebound), S(1));
  const VF diffuse = hn::Mul(hn::Mul(c.colour, hn::Sub(S(1), facets)), hn::Sub(S(1), s.metallic));
  const VF out = Fma(diffuse, c.diffuse_light, hn::Mul(facets, c.specular_light));
  if (sun == nullptr) return out;
  const VF fresnel = Fma(hn::Sub(S(1), f0), sun->fresnel, f0);
  const VF brdf = Fma(hn::Mul(fresnel, sun->facets), rebound, hn::Mul(diffuse, S(1 / std::numbers::pi_v<float>)));
  return Fma(brdf, irradiance, out);
}

HWY_INLINE V3 ShadeSurfaces(const ShadeInput& in, const Surfaces& s, const V3& p_C) {
  const F d;
  const LightInW& light = *in.light;
  const VF raw_cos = Dot(s.normal, s.view);
  const VF cos_view = Clamped(raw_cos, S(kMinCosView), S(1));
  const Facets fit = EnvironmentBrdfs(s.roughness, cos_view);
  const VF by_albedo = hn::Sub(hn::Div(S(1), hn::Add(fit.scale, fit.offset)), S(1));
  const VF twice = hn::Mul(S(2), raw_cos);
  const V3 mirrored{hn::MulSub(s.normal.x, twice, s.view.x), hn::MulSub(s.normal.y, twice, s.view.y),
                    hn::MulSub(s.normal.z, twice, s.view.z)};
  const V3 specular =
      Scaled(SampleMap(light.light->specular, s.specular_level, ToA(light, mirrored)), S(light.intensity));
  const V3 diffuse = DiffuseLights(light, ToA(light, s.normal));
  const VF cos_sun = Dot(s.normal, Const3(light.to_sun));
  const bool shines = !light.sun_irradiance.isZero() && !hn::AllFalse(d, hn::Gt(cos_sun, S(0)));
  SunTerm sun;
  VF arrives = S(0);
  if (shines) {
    sun = SunTermOf(s, light, cos_sun, cos_view);
    arrives = sun.cosine;
    if (in.shadow.shines) arrives = hn::Mul(arrives, Sunlight(in, p_C, Product(in.view->R_WC.transpose(), s.normal)));
  }
  const SunTerm* term = shines ? &sun : nullptr;
  const Eigen::Vector3f& e = light.sun_irradiance;
  return {ShadeChannel({s.colour.x, diffuse.x, specular.x}, s, fit, by_albedo, term, hn::Mul(arrives, S(e.x()))),
          ShadeChannel({s.colour.y, diffuse.y, specular.y}, s, fit, by_albedo, term, hn::Mul(arrives, S(e.y()))),
          ShadeChannel({s.colour.z, diffuse.z, specular.z}, s, fit, by_albedo, term, hn::Mul(arrives, S(e.z())))};
}

HWY_INLINE bool AllSame(VI v) {
  return hn::AllTrue(I(), hn::Eq(v, hn::Set(I(), hn::GetLane(v))));
}

// a texture at uv, linear; lanes without a texture: white
template <bool kSameSlot>
HWY_INLINE V3 Textures(const ShadeInput& in, const Reader<kSameSlot>& slot, VI texture, VF u, VF v, VF texel_density) {
  const F d;
  const I di;
  const SlotLists& lists = *in.slots;
  const VI zero = hn::Zero(di), one = hn::Set(di, 1);
  // floor(log2(2 x) / 2) is the level whose texels come nearest to one a pixel
  const VF area = hn::Max(hn::Mul(texel_density, slot(lists.texel_area)), S(0.5F));
  const VI power = hn::Sub(hn::ShiftRight<23>(hn::BitCast(di, hn::Add(area, area))), hn::Set(di, 127));
  const VI level = hn::Min(hn::ShiftRight<1>(power), slot(lists.last_level));
  const VI log2_width = hn::Max(hn::Sub(slot(lists.log2_width), level), zero);
  const VI log2_height = hn::Max(hn::Sub(slot(lists.log2_height), level), zero);
  const VI width = hn::Shl(one, log2_width), height = hn::Shl(one, log2_height);
  const VI entry = hn::Add(hn::Mul(hn::Max(texture, zero), hn::Set(di, kMaxTextureLevels)), level);
  const auto* offsets = in.atlas->level_offset.data();
  const VI offset = AllSame(entry) ? hn::Set(di, offsets[hn::GetLane(entry)]) : hn::GatherIndex(di, offsets, entry);
  const VF scale = slot(lists.texture_scale);
  const VF x = hn::MulSub(hn::Mul(u, scale), hn::ConvertTo(d, width), S(0.5F));
  const VF y = hn::MulSub(hn::Mul(v, scale), hn::ConvertTo(d, height), S(0.5F));
  const VF left = hn::Floor(x), top = hn::Floor(y);
  const VI ix = hn::ConvertTo(di, left), iy = hn::ConvertTo(di, top);
  const VI mask_x = hn::Sub(width, one), mask_y = hn::Sub(height, one);
  const VI column[2] = {hn::And(ix, mask_x), hn::And(hn::Add(ix, one), mask_x)};
  const VI row[2] = {hn::Add(offset, hn::Shl(hn::And(iy, mask_y), log2_width)),
                     hn::Add(offset, hn::Shl(hn::And(hn::Add(iy, one), mask_y), log2_width))};
  const auto* texels = reinterpret_cast<const int32_t*>(in.atlas->texels.data());
  const auto at = [&](int i, int j) { return UnpackTexels(hn::GatherIndex(di, texels, hn::Add(row[j], column[i]))); };
  const VF fx = hn::Sub(x, left), fy = hn::Sub(y, top);
  const V3 root = Mixed(Mixed(at(0, 0), at(1, 0), fx), Mixed(at(0, 1), at(1, 1), fx), fy);
  const MF textured = hn::RebindMask(d, hn::Not(hn::Lt(texture, zero)));
  const auto square = [&](VF r) {
    return hn::IfThenElse(textured, hn::Mul(hn::Mul(r, r), S(1.0F / (1023 * 1023))), S(1));
  };
  return {square(root.x), square(root.y), square(root.z)};
}

struct Pixels {
  VI id;    // triangle
  VF u, v;  // px
};

template <bool kSameTriangle, bool kSameSlot>
HWY_INLINE V3 ShadeHits(const ShadeInput& in, const Pixels& at, VI slots) {
  const I di;
  const View& view = *in.view;
  const FrameTriangles& t = *in.triangles;
  const Reader<kSameTriangle> triangle(at.id);
  const Reader<kSameTriangle || kSameSlot> slot(slots);
  const VF wu = triangle(t.wu), wv = triangle(t.wv), w0 = triangle(t.w0), u0 = triangle(t.u0), v0 = triangle(t.v0);
  const VF du = hn::Sub(at.u, u0), dv = hn::Sub(at.v, v0);
  const VF w = Clamped(Fma(wv, dv, Fma(wu, du, w0)), triangle(t.furthest), triangle(t.nearest));
  const VF z = hn::Div(S(1), w);
  const VF b1 = Clamped(hn::Mul(Fma(triangle(t.s1u), du, hn::Mul(triangle(t.s1v), dv)), z), S(0), S(1));
  const VF b2 = Clamped(hn::Mul(Fma(triangle(t.s2u), du, hn::Mul(triangle(t.s2v), dv)), z), S(0), hn::Sub(S(1), b1));
  const VF b0 = hn::Sub(hn::Sub(S(1), b1), b2);
  const auto mix = [&](VF a, VF b, VF c) { return Fma(a, b0, Fma(b, b1, hn::Mul(c, b2))); };

  const auto* words = reinterpret_cast<const int32_t*>(in.looks);
  const Reader<kSameTriangle> look(hn::Mul(triangle(t.look), hn::Set(di, kLookWords)));
  const V3 n0 = UnpackNormals(look(words + kNormalWord)), n1 = UnpackNormals(look(words + kNormalWord + 1));
  const V3 n2 = UnpackNormals(look(words + kNormalWord + 2));
  const V3 n{mix(n0.x, n1.x, n2.x), mix(n0.y, n1.y, n2.y), mix(n0.z, n1.z, n2.z)};
  const SlotLists& lists = *in.slots;
  const auto row = [&](int r) {
    return Fma(slot(lists.R_WM[r]), n.x, Fma(slot(lists.R_WM[r + 1]), n.y, hn::Mul(slot(lists.R_WM[r + 2]), n.z)));
  };
  Surfaces s;
  s.normal = Normalised({row(0), row(3), row(6)});
  const V3 p_C{hn::Mul(hn::Mul(hn::Sub(at.u, S(view.cx)), S(1 / view.fx)), z),
               hn::Mul(hn::Mul(hn::Sub(at.v, S(view.cy)), S(1 / view.fy)), z), z};
  s.view = Scaled(Normalised(Product(view.R_WC, p_C)), S(-1));
  s.colour = {slot(lists.colour[0]), slot(lists.colour[1]), slot(lists.colour[2])};
  s.roughness = slot(lists.roughness);
  s.metallic = slot(lists.metallic);
  s.reflectance = slot(lists.reflectance);
  s.specular_level = slot(lists.specular_level);
  const VI texture = slot(lists.texture);
  if (!hn::AllTrue(di, hn::Lt(texture, hn::Zero(di)))) {
    const auto* floats = reinterpret_cast<const float*>(in.looks);
    const VF u = mix(look(floats + kUvWord), look(floats + kUvWord + 2), look(floats + kUvWord + 4));
    const VF v = mix(look(floats + kUvWord + 1), look(floats + kUvWord + 3), look(floats + kUvWord + 5));
    const VF at_axis = Fma(wu, hn::Sub(S(view.cx), u0), Fma(wv, hn::Sub(S(view.cy), v0), w0));
    const VF by_u = hn::Mul(wu, S(view.fx)), by_v = hn::Mul(wv, S(view.fy));
    const VF by_distance = hn::Sqrt(Fma(by_u, by_u, Fma(by_v, by_v, hn::Mul(at_axis, at_axis))));
    const VF density = hn::Mul(look(floats + kDensityWord), hn::Mul(hn::Mul(hn::Mul(z, z), z), by_distance));
    const V3 colour = Textures(in, slot, texture, u, v, density);
    s.colour = {hn::Mul(s.colour.x, colour.x), hn::Mul(s.colour.y, colour.y), hn::Mul(s.colour.z, colour.z)};
  }
  return ShadeSurfaces(in, s, p_C);
}

HWY_NOINLINE V3 ShadeSameTriangle(const ShadeInput& in, const Pixels& at, VI slots) {
  return ShadeHits<true, true>(in, at, slots);
}
HWY_NOINLINE V3 ShadeSameSlot(const ShadeInput& in, const Pixels& at, VI slots) {
  return ShadeHits<false, true>(in, at, slots);
}
HWY_NOINLINE V3 ShadeAny(const ShadeInput& in, const Pixels& at, VI slots) {
  return ShadeHits<false, false>(in, at, slots);
}

HWY_INLINE V3 ShadeIds(const ShadeInput& in, const Pixels& at) {
  const auto* slots = reinterpret_cast<const int32_t*>(in.triangles->slot.data());
  if (AllSame(at.id)) return ShadeSameTriangle(in, at, hn::Set(I(), slots[hn::GetLane(at.id)]));
  const VI slot = hn::GatherIndex(I(), slots, at.id);
  return AllSame(slot) ? ShadeSameSlot(in, at, slot) : ShadeAny(in, at, slot);
}

HWY_NOINLINE V3 ShadeBackground(const ShadeInput& in, const Pixels& at) {
  if (!in.look->background) return Const3(in.look->background_colour);
  const View& view = *in.view;
  const V3 ray{hn::Mul(hn::Sub(at.u, S(view.cx)), S(1 / view.fx)), hn::Mul(hn::Sub(at.v, S(view.cy)), S(1 / view.fy)),
               S(1)};
  const V3 direction = ToA(*in.light, Product(view.R_WC, ray));
  return Scaled(SampleMap(in.light->light->background, hn::Zero(I()), direction), S(in.light->intensity));
}

// hit: lanes that see a triangle
HWY_INLINE V3 ShadeSamples(const ShadeInput& in, const Pixels& at, MF hit) {
  const F d;
  if (hn::AllTrue(d, hit)) return ShadeIds(in, at);
  const V3 background = ShadeBackground(in, at);
  if (hn::AllFalse(d, hit)) return background;
  // lanes that see the background lend themselves to the first triangle
  const VI any = hn::Set(I(), hn::GetLane(hn::Compress(at.id, hn::RebindMask(I(), hit))));
  const V3 seen = ShadeIds(in, {hn::IfThenElse(hn::RebindMask(I(), hit), at.id, any), at.u, at.v});
  return {hn::IfThenElse(hit, seen.x, background.x), hn::IfThenElse(hit, seen.y, background.y),
          hn::IfThenElse(hit, seen.z, background.z)};
}

// KindOf of the triangles, 0 where there is none
HWY_INLINE VI KindsOf(const ShadeInput& in, VI id, hn::Mask<I> hit) {
  const I di;
  const auto* kinds = reinterpret_cast<const int32_t*>(in.triangles->kind.data());
  return hn::IfThenElseZero(hit, hn::GatherIndex(di, kinds, hn::IfThenElseZero(hit, id)));
}

struct Extras {
  const ShadeInput& in;
  ShadeScratch& scratch;
  size_t size = 0;

  HWY_INLINE void Add(hn::Mask<I> keep, VI pixel, int sample_offset, VF weight) {
    const I di;
    if (hn::AllFalse(di, keep)) return;
    // sample index: [block, sample, lane] from pixel index [block, lane]
    const VI sample = hn::Add(hn::Add(hn::ShiftLeft<6>(hn::ShiftRight<4>(pixel)), hn::And(pixel, hn::Set(di, 15))),
                              hn::Set(di, sample_offset));
    hn::StoreU(hn::Compress(hn::BitCast(U(), sample), hn::RebindMask(U(), keep)), U(), &scratch.extra_sample[size]);
    hn::StoreU(hn::Compress(hn::BitCast(U(), pixel), hn::RebindMask(U(), keep)), U(), &scratch.extra_pixel[size]);
    hn::StoreU(hn::Compress(weight, hn::RebindMask(F(), keep)), F(), &scratch.extra_weight[size]);
    size += hn::CountTrue(di, keep);
  }
};

// the share of the first sample's colour; the others' go to `extras`
HWY_INLINE VF GroupSamples(const ShadeInput& in, size_t block, size_t l, Extras& extras) {
  const F d;
  const I di;
  VI kind[4], id[4];
  const size_t first = block * 4 * kLanes + l;
  hn::Mask<I> differ = hn::Lt(hn::Zero(di), hn::Zero(di));
  hn::Mask<I> hit[4];
  for (int s = 0; s < 4; ++s) {
    id[s] = hn::BitCast(di, hn::Load(U(), in.ids + first + s * kLanes));
    hit[s] = hn::RebindMask(di, hn::Gt(hn::Load(d, in.inverse_depth + first + s * kLanes), S(0)));
    id[s] = hn::IfThenElse(hit[s], id[s], hn::Set(di, -1));
    if (s > 0) differ = hn::Or(differ, hn::Ne(id[s], id[0]));
  }
  if (hn::AllFalse(di, differ)) return S(1);
  for (int s = 0; s < 4; ++s) kind[s] = KindsOf(in, id[s], hit[s]);
  const auto same = [&](int a, int b) { return hn::RebindMask(d, hn::Eq(kind[a], kind[b])); };
  const VF quarter = S(0.25F);
  const auto share = [&](int s) {
    VF sum = quarter;
    for (int other = s + 1; other < 4; ++other) sum = hn::Add(sum, hn::IfThenElseZero(same(s, other), quarter));
    return sum;
  };
  const VI pixel = hn::Iota(di, int32_t(block * kLanes + l));
  for (int s = 1; s < 4; ++s) {
    hn::Mask<I> seen = hn::Eq(kind[s], kind[0]);
    for (int before = 1; before < s; ++before) seen = hn::Or(seen, hn::Eq(kind[s], kind[before]));
    extras.Add(hn::Not(seen), pixel, s * kLanes, share(s));
  }
  return share(0);
}

template <int kSamples>
HWY_INLINE Pixels PixelsOf(const ShadeInput& in, size_t block, size_t l) {
  const F d;
  const I di;
  const auto x = float(block % in.grid.blocks_x * kBlock), y = float(block / in.grid.blocks_x * kBlock);
  constexpr float kUnit = 1.0F / kSubpixels;
  return {.id = hn::BitCast(di, hn::Load(U(), in.ids + block * kSamples * kLanes + l)),
          .u = hn::Add(hn::ConvertTo(d, hn::Load(di, kLaneX + l)), S(x + float(kSampleX<kSamples>[0]) * kUnit)),
          .v = hn::Add(hn::ConvertTo(d, hn::Load(di, kLaneY + l)), S(y + float(kSampleY<kSamples>[0]) * kUnit))};
}

// shades the samples listed from `i` on and adds them to their pixels
HWY_INLINE void AddExtras(const ShadeInput& in, ShadeScratch& scratch, size_t i, size_t size) {
  const F d;
  const I di;
  HWY_ALIGN float u[kLanes], v[kLanes], w[kLanes], colour[3][kLanes];
  HWY_ALIGN int32_t id[kLanes];
  const size_t count = HWY_MIN(kWidth, size - i);
  for (size_t k = 0; k < kWidth; ++k) {
    const uint32_t sample = scratch.extra_sample[i + HWY_MIN(k, count - 1)];
    const uint32_t block = sample / (4 * kLanes), s = sample / kLanes % 4, lane = sample % kLanes;
    constexpr float kUnit = 1.0F / kSubpixels;
    u[k] = float(block % in.grid.blocks_x * kBlock + lane % kBlock) + float(kSampleX<4>[s]) * kUnit;
    v[k] = float(block / in.grid.blocks_x * kBlock + lane / kBlock) + float(kSampleY<4>[s]) * kUnit;
    w[k] = in.inverse_depth[sample];
    id[k] = int32_t(in.ids[sample]);
  }
  const Pixels at{hn::Load(di, id), hn::Load(d, u), hn::Load(d, v)};
  const V3 lit = ShadeSamples(in, at, hn::Gt(hn::Load(d, w), S(0)));
  const VF share = hn::LoadU(d, &scratch.extra_weight[i]);
  hn::Store(hn::Mul(lit.x, share), d, colour[0]);
  hn::Store(hn::Mul(lit.y, share), d, colour[1]);
  hn::Store(hn::Mul(lit.z, share), d, colour[2]);
  for (size_t k = 0; k < count; ++k) {
    const uint32_t pixel = scratch.extra_pixel[i + k];
    for (size_t c = 0; c < 3; ++c) scratch.colour[(pixel / kLanes * 3 + c) * kLanes + pixel % kLanes] += colour[c][k];
  }
}

template <int kSamples>
HWY_INLINE void Shade(const ShadeInput& in, ShadeScratch& scratch) {
  const F d;
  Extras extras{in, scratch};
  for (size_t block = 0; block < in.grid.num_blocks(); ++block)
    for (size_t l = 0; l < kLanes; l += kWidth) {
      const MF hit = hn::Gt(hn::Load(d, in.inverse_depth + block * kSamples * kLanes + l), S(0));
      V3 colour = ShadeSamples(in, PixelsOf<kSamples>(in, block, l), hit);
      if constexpr (kSamples == 4) colour = Scaled(colour, GroupSamples(in, block, l, extras));
      float* to = scratch.colour.data() + block * 3 * kLanes + l;
      hn::Store(colour.x, d, to), hn::Store(colour.y, d, to + kLanes), hn::Store(colour.z, d, to + 2 * kLanes);
    }
  for (size_t i = 0; i < extras.size; i += kWidth) AddExtras(in, scratch, i, extras.size);
}

void FindHighest(const ShadowHeights& heights, float* highest) {
  const F d;
  for (size_t block = 0; block < heights.grid.num_blocks(); ++block) {
    VF most = hn::Load(d, heights.data + block * kLanes);
    for (size_t l = kWidth; l < kLanes; l += kWidth)
      most = hn::Max(most, hn::Load(d, heights.data + block * kLanes + l));
    highest[block] = hn::GetLane(hn::MaxOfLanes(d, most));
  }
}

void ShadePicture(const ShadeInput& input, ShadeScratch& scratch) {
  if (input.grid.samples == 4)
    Shade<4>(input, scratch);
  else
    Shade<1>(input, scratch);
}

// Eight bits of sRGB, 0..255, from the square root of linear light: its power law by a polynomial of degree six, at
// most 0.04 of a step off (least squares, weighted until the largest errors were equal).
HWY_INLINE VI SrgbOfRoot(VF root) {
  constexpr float kFit[] = {-0.9485943F, 3.42171F, -5.007011F, 3.900824F, -1.900218F, 1.575377F, -0.04223714F};
  VF power = S(0);
#pragma GCC unroll 7
  for (const float coefficient : kFit) power = Fma(power, root, S(coefficient));
  const VF linear = hn::Mul(root, root);
  const VF srgb = hn::IfThenElse(hn::Le(linear, S(0.0031308F)), hn::Mul(linear, S(12.92F)), power);
  return hn::ConvertTo(I(), Fma(srgb, S(255), S(0.5F)));
}

// as Develop: 0..255
HWY_INLINE VI DevelopChannel(VF linear) {
  const VF film =
      hn::Div(hn::Mul(linear, Fma(linear, S(2.51F), S(0.03F))), Fma(linear, Fma(linear, S(2.43F), S(0.59F)), S(0.14F)));
  return SrgbOfRoot(hn::Sqrt(Clamped(film, S(0), S(1))));
}

// the pixels of a block that lie on the picture
struct BlockPixels {
  BlockPixels(const BlockGrid& grid, size_t block)
      : x0(int(block % grid.blocks_x) * kBlock),
        y0(int(block / grid.blocks_x) * kBlock),
        columns(HWY_MIN(kBlock, grid.width - x0)),
        rows(HWY_MIN(kBlock, grid.height - y0)) {}

  int x0, y0, columns, rows;
};

HWY_INLINE void WriteBytes(const BlockGrid& grid, size_t block, const int32_t (&bytes)[3][kLanes], uint8_t* rgb) {
  const BlockPixels at(grid, block);
  for (int y = 0; y < at.rows; ++y) {
    uint8_t* to = rgb + (size_t(at.y0 + y) * grid.width + at.x0) * 3;
    uint64_t pixel[kBlock];
    for (int x = 0; x < kBlock; ++x) {
      const int lane = y * kBlock + x;
      pixel[x] = uint64_t(uint32_t(bytes[0][lane] | bytes[1][lane] << 8 | bytes[2][lane] << 16));
    }
    if (at.columns == kBlock) {  // 12 bytes as a word of 8 and one of 4, lowest byte first
      const uint64_t low = pixel[0] | pixel[1] << 24 | pixel[2] << 48;
      const auto high = uint32_t(pixel[2] >> 16 | pixel[3] << 8);
      std::memcpy(to, &low, sizeof low);
      std::memcpy(to + sizeof low, &high, sizeof high);
    } else {
      for (int x = 0; x < at.columns; ++x) std::memcpy(to + 3 * x, &pixel[x], 3);
    }
  }
}

HWY_INLINE void WriteFloats(const BlockGrid& grid, size_t block, const int32_t (&bytes)[3][kLanes], float* chw) {
  const BlockPixels at(grid, block);
  const size_t pixels = size_t(grid.width) * grid.height;
  for (size_t c = 0; c < 3; ++c)
    for (int y = 0; y < at.rows; ++y)
      for (int x = 0; x < at.columns; ++x)
        chw[c * pixels + size_t(at.y0 + y) * grid.width + at.x0 + x] = float(bytes[c][y * kBlock + x]) / 255;
}

void DevelopPicture(const BlockGrid& grid, const ShadeScratch& scratch, float exposure, uint8_t* rgb, float* chw) {
  const F d;
  const I di;
  HWY_ALIGN int32_t bytes[3][kLanes];
  for (size_t block = 0; block < grid.num_blocks(); ++block) {
    for (size_t c = 0; c < 3; ++c)
      for (size_t l = 0; l < kLanes; l += kWidth) {
        const VF linear = hn::Load(d, scratch.colour.data() + (block * 3 + c) * kLanes + l);
        hn::Store(DevelopChannel(hn::Mul(linear, S(exposure))), di, bytes[c] + l);
      }
    if (rgb != nullptr) WriteBytes(grid, block, bytes, rgb);
    if (chw != nullptr) WriteFloats(grid, block, bytes, chw);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace porter::render {
namespace {

HWY_EXPORT(FindHighest);
HWY_EXPORT(ShadePicture);
HWY_EXPORT(DevelopPicture);

}  // namespace

void FindHighest(const ShadowHeights& heights, float* highest) noexcept {
  HWY_DYNAMIC_DISPATCH(FindHighest)(heights, highest);
}

void ShadePicture(const ShadeInput& input, ShadeScratch& scratch) noexcept {
  HWY_DYNAMIC_DISPATCH(ShadePicture)(input, scratch);
}

void DevelopPicture(const BlockGrid& grid, const ShadeScratch& scratch, float exposure, std::span<uint8_t> rgb,
                    std::span<float> chw) noexcept {
  HWY_DYNAMIC_DISPATCH(DevelopPicture)
  (grid, scratch, exposure, rgb.empty() ? nullptr : rgb.data(), chw.empty() ? nullptr : chw.data());
}

}  // namespace porter::render
#endif
