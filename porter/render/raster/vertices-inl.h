// A meshlet's vertices, moved to where they are seen.
#if defined(PORTER_RENDER_RASTER_VERTICES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_VERTICES_INL_H_
#undef PORTER_RENDER_RASTER_VERTICES_INL_H_
#else
#define PORTER_RENDER_RASTER_VERTICES_INL_H_
#endif

#include "porter/render/clip.h"
#include "porter/render/raster/draw.h"
#include "porter/render/raster/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// a meshlet's vertices in C or S and on the picture
struct Vertices {
  HWY_ALIGN float x[kMeshletVertices], y[kMeshletVertices], z[kMeshletVertices];
  HWY_ALIGN float u[kMeshletVertices], v[kMeshletVertices];      // px
  HWY_ALIGN int32_t sx[kMeshletVertices], sy[kMeshletVertices];  // 1/256 px
  HWY_ALIGN int32_t outside[kMeshletVertices];                   // not 0: to be cut; bits above 0: beyond which side
  bool any_outside;

  Eigen::Vector3f At(int i) const { return {x[i], y[i], z[i]}; }
};

// one bit for each side of the view that a point lies beyond, from bit 1 on
HWY_INLINE VI Sides(VF x, VF y, VF z, const View& view) {
  const F d;
  const I di;
  const VF across = hn::MulAdd(hn::Set(d, view.fx), x, hn::Mul(hn::Set(d, view.cx), z));
  const VF down = hn::MulAdd(hn::Set(d, view.fy), y, hn::Mul(hn::Set(d, view.cy), z));
  const VF zero = hn::Zero(d);
  const auto bit = [&](hn::Mask<F> mask, int value) {
    return hn::IfThenElseZero(hn::RebindMask(di, mask), hn::Set(di, value));
  };
  const VI beside =
      hn::Or(bit(hn::Lt(across, zero), 2), bit(hn::Gt(across, hn::Mul(hn::Set(d, float(view.width)), z)), 4));
  const VI above =
      hn::Or(bit(hn::Lt(down, zero), 8), bit(hn::Gt(down, hn::Mul(hn::Set(d, float(view.height)), z)), 16));
  return hn::Or(hn::Or(beside, above), bit(hn::Lt(z, hn::Set(d, view.near)), 32));
}

template <bool kShadow>
HWY_INLINE void Transform(const DrawSource& s, const Meshlet& m, const View* view, Vertices& out) {
  const F d;
  const I di;
  const Eigen::Matrix3f& A = s.A_CM;
  VI any = hn::Zero(di);
  for (size_t i = 0; i < m.num_vertices; i += kWidth) {
    const VF mx = hn::LoadU(d, s.level->x.data() + m.first_vertex + i);
    const VF my = hn::LoadU(d, s.level->y.data() + m.first_vertex + i);
    const VF mz = hn::LoadU(d, s.level->z.data() + m.first_vertex + i);
    const auto row = [&](int r) {
      const VF sum = hn::MulAdd(hn::Set(d, A(r, 0)), mx, hn::Set(d, s.p_CM[r]));
      return hn::MulAdd(hn::Set(d, A(r, 2)), mz, hn::MulAdd(hn::Set(d, A(r, 1)), my, sum));
    };
    const VF x = row(0), y = row(1), z = row(2);
    VF u = x, v = y;
    hn::Mask<F> inside;
    if constexpr (kShadow) {
      const VF limit = hn::Set(d, float(1 << 19) / kSubpixels);
      inside = hn::And(hn::Lt(hn::Abs(x), limit), hn::Lt(hn::Abs(y), limit));
    } else {
      const VF by_z = hn::Div(hn::Set(d, 1.0F), z);
      u = hn::MulAdd(hn::Set(d, view->fx), hn::Mul(x, by_z), hn::Set(d, view->cx));
      v = hn::MulAdd(hn::Set(d, view->fy), hn::Mul(y, by_z), hn::Set(d, view->cy));
      const VF guard = hn::Set(d, kGuard_px);
      inside = hn::And(hn::Ge(z, hn::Set(d, view->near)),
                       hn::And(hn::Le(hn::Abs(hn::Sub(u, hn::Set(d, float(view->width) / 2))), guard),
                               hn::Le(hn::Abs(hn::Sub(v, hn::Set(d, float(view->height) / 2))), guard)));
    }
    hn::Store(x, d, out.x + i), hn::Store(y, d, out.y + i), hn::Store(z, d, out.z + i);
    hn::Store(u, d, out.u + i), hn::Store(v, d, out.v + i);
    const VF unit = hn::Set(d, float(kSubpixels));
    hn::Store(hn::NearestInt(hn::Mul(u, unit)), di, out.sx + i);
    hn::Store(hn::NearestInt(hn::Mul(v, unit)), di, out.sy + i);
    VI outside = hn::IfThenElse(hn::RebindMask(di, inside), hn::Zero(di), hn::Set(di, 1));
    if constexpr (!kShadow) outside = hn::Or(outside, Sides(x, y, z, *view));
    hn::Store(outside, di, out.outside + i);
    any = hn::Or(any, hn::And(outside, hn::Set(di, 1)));
  }
  out.any_outside = !hn::AllTrue(di, hn::Eq(any, hn::Zero(di)));
}

#if HWY_TARGET <= HWY_AVX3

// table[index] for 64 entries, from registers: each instruction looks into two of them
template <class D, class T = hn::TFromD<D>>
HWY_INLINE hn::Vec<D> Lookup(D d, const T* table, VI index) {
  const auto pair = [&](int first) {
    const VI low = hn::BitCast(I(), hn::Load(d, table + first * kLanes));
    const VI high = hn::BitCast(I(), hn::Load(d, table + (first + 1) * kLanes));
    return hn::BitCast(d, VI{_mm512_permutex2var_epi32(low.raw, index.raw, high.raw)});
  };
  const auto upper = hn::RebindMask(d, hn::Ne(hn::And(index, hn::Set(I(), 32)), hn::Zero(I())));
  return hn::IfThenElse(upper, pair(2), pair(0));
}

#else

// table[index]
template <class D, class T = hn::TFromD<D>>
HWY_INLINE hn::Vec<D> Lookup(D d, const T* table, VI index) {
  return hn::GatherIndex(d, table, index);
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
