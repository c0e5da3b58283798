// Vectors of up to sixteen lanes, one a pixel, and three of them as a point or colour.
#if defined(PORTER_RENDER_RASTER_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_LANES_INL_H_
#undef PORTER_RENDER_RASTER_LANES_INL_H_
#else
#define PORTER_RENDER_RASTER_LANES_INL_H_
#endif

#include <hwy/highway.h>

#include <Eigen/Core>

#include "porter/render/block_grid.h"

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
using MI = hn::Mask<I>;

constexpr size_t kWidth = HWY_MIN(HWY_LANES(float), kLanes);  // lanes of a vector here

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
HWY_INLINE bool AllSame(VI v) {
  return hn::AllTrue(I(), hn::Eq(v, hn::Set(I(), hn::GetLane(v))));
}
// one bit a lane
template <class M>
HWY_INLINE uint32_t BitsOf(M mask) {
  HWY_ALIGN uint8_t bits[8] = {};
  hn::StoreMaskBits(F(), hn::RebindMask(F(), mask), bits);
  return uint32_t(bits[0]) | uint32_t(bits[1]) << 8;
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
// Newton steps on the machine's estimates of 12 bits and more: relative errors below 1e-6
HWY_INLINE VF ReciprocalRoot(VF x) {
  const VF y = hn::ApproximateReciprocalSqrt(x);
  return hn::Mul(y, hn::NegMulAdd(hn::Mul(S(0.5F), x), hn::Mul(y, y), S(1.5F)));
}
HWY_INLINE VF Reciprocal(VF x) {
  const VF y = hn::ApproximateReciprocal(x);
  return hn::Mul(y, hn::NegMulAdd(x, y, S(2)));
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

// A (u, v, 1)
HWY_INLINE V3 Affine(const Eigen::Matrix3f& A, VF u, VF v) {
  const auto row = [&](int r) { return Fma(S(A(r, 0)), u, Fma(S(A(r, 1)), v, S(A(r, 2)))); };
  return {row(0), row(1), row(2)};
}

HWY_INLINE VF Mixed(VF a, VF b, VF share) {
  return Fma(hn::Sub(b, a), share, a);
}
HWY_INLINE V3 Mixed(const V3& a, const V3& b, VF share) {
  return {Mixed(a.x, b.x, share), Mixed(a.y, b.y, share), Mixed(a.z, b.z, share)};
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
