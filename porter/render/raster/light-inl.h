// Light from all around, sixteen directions at a time: the fast twin of environment_light.h.
#if defined(PORTER_RENDER_RASTER_LIGHT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_LIGHT_INL_H_
#undef PORTER_RENDER_RASTER_LIGHT_INL_H_
#else
#define PORTER_RENDER_RASTER_LIGHT_INL_H_
#endif

#include "porter/render/raster/picture_light.h"
#include "porter/render/raster/reads-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// bilinear over four texels: a row's two, then those of the row below; with the weights, the three channels
HWY_INLINE V3 MixRadiances(const V4& texels, VF across, VF down) {
  const U d;
  const VF other = hn::Sub(S(1), across), low = hn::Mul(other, down), low_next = hn::Mul(across, down);
  const VF weights[] = {hn::Sub(other, low), hn::Sub(across, low_next), low, low_next};
  const VF values[] = {texels.x, texels.y, texels.z, texels.w};
  const VU mask = hn::Set(d, 511);
  V3 sum{S(0), S(0), S(0)};
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) {
    const VU t = hn::BitCast(d, values[i]);
    const VF exponent = hn::BitCast(F(), hn::ShiftLeft<23>(hn::Add(hn::ShiftRight<27>(t), hn::Set(d, 127 - 24))));
    const VF scale = hn::Mul(exponent, weights[i]);
    sum.x = Fma(ToFloat(hn::And(t, mask)), scale, sum.x);
    sum.y = Fma(ToFloat(hn::And(hn::ShiftRight<9>(t), mask)), scale, sum.y);
    sum.z = Fma(ToFloat(hn::And(hn::ShiftRight<18>(t), mask)), scale, sum.z);
  }
  return sum;
}

// the four texels at `at` and in the row below; pixels of a block often share them
HWY_INLINE V4 LoadTexels(const OctahedralMap& map, VI at) {
  const auto* texels = reinterpret_cast<const float*>(map.texels.data());
  const int stride = map.size + 2;
  if (AllSame(at)) {
    const float* from = texels + hn::GetLane(at);
    return {S(from[0]), S(from[1]), S(from[stride]), S(from[stride + 1])};
  }
  return LoadPairs(texels, Places(at), Places(hn::Add(at, hn::Set(I(), stride))));
}

// as Sample of a map; level: first texel of each lane's level
HWY_INLINE V3 SampleMap(const OctahedralMap& map, VI level, const V3& direction) {
  const F d;
  const I di;
  const VF by_norm = Reciprocal(hn::Add(hn::Abs(direction.x), hn::Add(hn::Abs(direction.y), hn::Abs(direction.z))));
  const VF x = hn::Mul(direction.x, by_norm), y = hn::Mul(direction.y, by_norm);
  const MF below = hn::Lt(direction.z, S(0));
  const VF folded_x = hn::CopySign(hn::Sub(S(1), hn::Abs(y)), x), folded_y = hn::CopySign(hn::Sub(S(1), hn::Abs(x)), y);
  const VF half = S(0.5F * float(map.size)), middle = S(0.5F * float(map.size) + 0.5F);
  const VF u = Fma(hn::IfThenElse(below, folded_x, x), half, middle);
  const VF v = Fma(hn::IfThenElse(below, folded_y, y), half, middle);
  const VI last = hn::Set(di, map.size), zero = hn::Zero(di);
  const VI column = hn::Min(hn::Max(hn::ConvertTo(di, u), zero), last);
  const VI row = hn::Min(hn::Max(hn::ConvertTo(di, v), zero), last);
  const VI at = hn::Add(level, hn::Add(hn::Mul(row, hn::Set(di, map.size + 2)), column));
  return MixRadiances(LoadTexels(map, at), hn::Sub(u, hn::ConvertTo(d, column)), hn::Sub(v, hn::ConvertTo(d, row)));
}

// as DiffuseLight, of normals in A
HWY_INLINE V3 DiffuseLights(const PictureLight& light, const V3& n) {
  const VF xy = hn::Mul(n.x, n.y), yz = hn::Mul(n.y, n.z), zz = hn::Mul(n.z, n.z), xz = hn::Mul(n.x, n.z);
  const VF basis[] = {n.y, n.z, n.x, xy, yz, zz, xz, hn::MulSub(n.x, n.x, hn::Mul(n.y, n.y))};
  V3 sum = Const3(light.diffuse[0]);
#pragma GCC unroll 8
  for (int i = 0; i < 8; ++i) {
    const Eigen::Vector3f& c = light.diffuse[i + 1];
    sum = {Fma(S(c.x()), basis[i], sum.x), Fma(S(c.y()), basis[i], sum.y), Fma(S(c.z()), basis[i], sum.z)};
  }
  return {hn::Max(sum.x, S(0)), hn::Max(sum.y, S(0)), hn::Max(sum.z, S(0))};
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
