#include "porter/render/raster/draw.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "porter/render/clip.h"
#include "porter/render/shadow_map.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "porter/render/raster/draw.cc"
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
using MI = hn::Mask<I>;

constexpr size_t kWidth = HWY_MIN(HWY_LANES(float), kLanes);  // lanes of a vector here
constexpr int kBlockUnits = kBlock * kSubpixels;
constexpr int kSmall = 64 * kSubpixels;  // up to this size whole numbers of 32 bits hold a triangle's edges

// a meshlet's vertices in C or S and on the picture
struct Vertices {
  HWY_ALIGN float x[kMeshletVertices], y[kMeshletVertices], z[kMeshletVertices];
  HWY_ALIGN float u[kMeshletVertices], v[kMeshletVertices];      // px
  HWY_ALIGN int32_t sx[kMeshletVertices], sy[kMeshletVertices];  // 1/256 px
  HWY_ALIGN int32_t outside[kMeshletVertices];                   // not 0: to be cut; bits above 0: beyond which side
  bool any_outside;

  Eigen::Vector3f At(int i) const { return {x[i], y[i], z[i]}; }
};

// small triangles of a meshlet that may hold samples, ready to be filled; edges and planes from the first block's
// corner
struct SmallTriangles {
  static constexpr int kRoom = kMeshletTriangles + kLanes;
  HWY_ALIGN int32_t a[3][kRoom], b[3][kRoom], c[3][kRoom];
  HWY_ALIGN int32_t block_x[kRoom], block_y[kRoom], blocks_x[kRoom], blocks_y[kRoom];
  HWY_ALIGN float w[kRoom], wu[kRoom], wv[kRoom], nearest[kRoom], furthest[kRoom];
  int size;
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

// table[index] for 64 entries; from registers where a vector holds 16
template <class D, class T = hn::TFromD<D>>
HWY_INLINE hn::Vec<D> Lookup(D d, const T* table, VI index) {
  if constexpr (kWidth == kLanes) {
    const auto lane = hn::IndicesFromVec(d, hn::And(index, hn::Set(I(), 15)));
    const auto high = hn::RebindMask(d, hn::Ne(hn::And(index, hn::Set(I(), 32)), hn::Zero(I())));
    const auto odd = hn::RebindMask(d, hn::Ne(hn::And(index, hn::Set(I(), 16)), hn::Zero(I())));
    const auto part = [&](int i) { return hn::TableLookupLanes(hn::Load(d, table + i * kLanes), lane); };
    return hn::IfThenElse(high, hn::IfThenElse(odd, part(3), part(2)), hn::IfThenElse(odd, part(1), part(0)));
  } else {
    return hn::GatherIndex(d, table, index);
  }
}

HWY_INLINE VI LoadBytes(const std::vector<uint8_t>& list, size_t at) {
  const hn::Rebind<uint8_t, I> bytes;
  return hn::PromoteTo(I(), hn::LoadU(bytes, list.data() + at));
}

// first and last row or column of samples within [low, high], in 1/256 px: 64 apart at 4 samples a pixel, else 256
template <int kSamples>
struct Span {
  static constexpr int kShift = kSamples == 4 ? 6 : 8;
  static constexpr int kFirst = kSamples == 4 ? 32 : 128;

  HWY_INLINE Span(VI low, VI high) {
    const I d;
    first = hn::ShiftRight<kShift>(hn::Add(low, hn::Set(d, (1 << kShift) - 1 - kFirst)));
    last = hn::ShiftRight<kShift>(hn::Sub(high, hn::Set(d, kFirst)));
  }

  VI first, last;
};

struct Corners {
  VI x[3], y[3];  // 1/256 px, in the order that is positive in front
};

template <class T, class V, class M>
HWY_INLINE void Append(V value, M keep, T* list) {
  const hn::DFromV<V> d;
  hn::StoreU(hn::Compress(value, hn::RebindMask(d, keep)), d, list);
}

HWY_INLINE void AppendEdges(const Corners& p, VI base_x, VI base_y, MI keep, SmallTriangles& out) {
  const I d;
#pragma GCC unroll 3
  for (int i = 0; i < 3; ++i) {
    const int j = (i + 1) % 3;
    const VI a = hn::Sub(p.y[i], p.y[j]), b = hn::Sub(p.x[j], p.x[i]);
    const VI x = hn::Sub(p.x[i], base_x), y = hn::Sub(p.y[i], base_y);
    const VI zero = hn::Zero(d);
    const MI owns = hn::Or(hn::Gt(a, zero), hn::And(hn::Eq(a, zero), hn::Gt(b, zero)));
    const VI c = hn::Neg(hn::Add(hn::Mul(a, x), hn::Mul(b, y)));
    Append(a, keep, out.a[i] + out.size);
    Append(b, keep, out.b[i] + out.size);
    Append(hn::Sub(c, hn::IfThenElse(owns, zero, hn::Set(d, 1))), keep, out.c[i] + out.size);
  }
}

struct Planes {
  VF u0, v0, w0, wu, wv;
};

// corners of the mesh in C or S
struct Points {
  VF x[3], y[3], z[3];
};

HWY_INLINE VF Det(VF a, VF b, VF c, VF d) {  // a d - b c
  return hn::NegMulAdd(b, c, hn::Mul(a, d));
}

HWY_INLINE Planes HeightPlanes(const Points& p) {
  const VF x1 = hn::Sub(p.x[1], p.x[0]), y1 = hn::Sub(p.y[1], p.y[0]), z1 = hn::Sub(p.z[1], p.z[0]);
  const VF x2 = hn::Sub(p.x[2], p.x[0]), y2 = hn::Sub(p.y[2], p.y[0]), z2 = hn::Sub(p.z[2], p.z[0]);
  const VF by_up = hn::Div(hn::Set(F(), -1.0F), Det(x1, y1, x2, y2));
  return {.u0 = p.x[0],
          .v0 = p.y[0],
          .w0 = p.z[0],
          .wu = hn::Mul(Det(y1, z1, y2, z2), by_up),
          .wv = hn::Mul(Det(z1, x1, z2, x2), by_up)};
}

// as TrianglePlanes; the lists grow by the lanes of `keep`
HWY_INLINE Planes AppendPlanes(const Points& p, VF u0, VF v0, const View& view, MI keep, FrameTriangles& out) {
  const F d;
  const VF x1 = hn::Sub(p.x[1], p.x[0]), y1 = hn::Sub(p.y[1], p.y[0]), z1 = hn::Sub(p.z[1], p.z[0]);
  const VF x2 = hn::Sub(p.x[2], p.x[0]), y2 = hn::Sub(p.y[2], p.y[0]), z2 = hn::Sub(p.z[2], p.z[0]);
  const VF nx = Det(y1, z1, y2, z2), ny = Det(z1, x1, z2, x2), nz = Det(x1, y1, x2, y2);
  const VF one = hn::Set(d, 1.0F);
  const VF by = hn::Div(one, hn::MulAdd(nz, p.z[0], hn::MulAdd(ny, p.y[0], hn::Mul(nx, p.x[0]))));
  const VF by_u = hn::Div(by, hn::Set(d, view.fx)), by_v = hn::Div(by, hn::Set(d, view.fy));
  const Planes planes{.u0 = u0, .v0 = v0, .w0 = hn::Div(one, p.z[0]), .wu = hn::Mul(nx, by_u), .wv = hn::Mul(ny, by_v)};
  const size_t at = out.size;
  Append(planes.u0, keep, &out.u0[at]), Append(planes.v0, keep, &out.v0[at]);
  Append(planes.w0, keep, &out.w0[at]), Append(planes.wu, keep, &out.wu[at]), Append(planes.wv, keep, &out.wv[at]);
  Append(hn::Mul(Det(y2, z2, p.y[0], p.z[0]), by_u), keep, &out.s1u[at]);
  Append(hn::Mul(Det(z2, x2, p.z[0], p.x[0]), by_v), keep, &out.s1v[at]);
  Append(hn::Mul(Det(p.y[0], p.z[0], y1, z1), by_u), keep, &out.s2u[at]);
  Append(hn::Mul(Det(p.z[0], p.x[0], z1, x1), by_v), keep, &out.s2v[at]);
  return planes;
}

HWY_INLINE VF Least(const VF (&v)[3]) {
  return hn::Min(hn::Min(v[0], v[1]), v[2]);
}
HWY_INLINE VF Most(const VF (&v)[3]) {
  return hn::Max(hn::Max(v[0], v[1]), v[2]);
}
HWY_INLINE VI Least(const VI (&v)[3]) {
  return hn::Min(hn::Min(v[0], v[1]), v[2]);
}
HWY_INLINE VI Most(const VI (&v)[3]) {
  return hn::Max(hn::Max(v[0], v[1]), v[2]);
}

// Sorts 16 triangles: those that hold no sample or show their back fall out, small ones are appended to `out`, large
// ones and those to be cut are left in the answer, one bit a lane.
template <bool kShadow, int kSamples>
struct Setup {
  const DrawSource& source;
  const Meshlet& meshlet;
  const Vertices& vertices;
  const View* view;
  const DrawTarget& target;
  SmallTriangles& out;

  HWY_INLINE uint32_t Sort(uint32_t first) const {
    const I d;
    const size_t at = meshlet.first_triangle + first;
    // the second and third corner change places: seen from the front they run clockwise, y being down
    const VI index[3] = {LoadBytes(source.level->corner[0], at), LoadBytes(source.level->corner[2], at),
                         LoadBytes(source.level->corner[1], at)};
    Corners p;
#pragma GCC unroll 3
    for (int c = 0; c < 3; ++c) p.x[c] = Lookup(d, vertices.sx, index[c]), p.y[c] = Lookup(d, vertices.sy, index[c]);
    const VI zero = hn::Zero(d);
    MI valid = hn::Lt(hn::Iota(d, int32_t(first)), hn::Set(d, int32_t(meshlet.num_triangles)));
    MI cut = hn::And(valid, hn::Ne(zero, zero));
    if (vertices.any_outside) {
      const VI a = Lookup(d, vertices.outside, index[0]), b = Lookup(d, vertices.outside, index[1]);
      const VI c = Lookup(d, vertices.outside, index[2]);
      const VI any = hn::And(hn::Or(hn::Or(a, b), c), hn::Set(d, 1));
      const VI same_side = hn::And(hn::And(hn::And(a, b), c), hn::Set(d, 62));
      cut = hn::And(valid, hn::And(hn::Ne(any, zero), hn::Eq(same_side, zero)));
      valid = hn::And(valid, hn::Eq(any, zero));
    }
    const VI left = Least(p.x), right = Most(p.x), top = Least(p.y), bottom = Most(p.y);
    const Span<kSamples> columns(left, right), rows(top, bottom);
    constexpr int kPerPixel = kSamples == 4 ? 2 : 0;  // sample columns a pixel, as a power of two
    const VI last_x = hn::Set(d, (target.grid.width << kPerPixel) - 1);
    const VI last_y = hn::Set(d, (target.grid.height << kPerPixel) - 1);
    const VI x0 = hn::Max(columns.first, zero), x1 = hn::Min(columns.last, last_x);
    const VI y0 = hn::Max(rows.first, zero), y1 = hn::Min(rows.last, last_y);
    valid = hn::And(valid, hn::Not(hn::Or(hn::Gt(x0, x1), hn::Gt(y0, y1))));
    const VI size = hn::Max(hn::Sub(right, left), hn::Sub(bottom, top));
    const MI small = hn::Lt(size, hn::Set(d, kSmall));
    const MI large = hn::And(valid, hn::Not(small));
    const VI area = hn::Sub(hn::Mul(hn::Sub(p.x[1], p.x[0]), hn::Sub(p.y[2], p.y[0])),
                            hn::Mul(hn::Sub(p.y[1], p.y[0]), hn::Sub(p.x[2], p.x[0])));
    const MI keep = hn::And(hn::And(valid, small), hn::Gt(area, zero));
    constexpr int kToBlock = kPerPixel + 2;
    if (!hn::AllFalse(d, keep))
      AppendSmall(p, index, first, keep, hn::ShiftRight<kToBlock>(x0), hn::ShiftRight<kToBlock>(x1),
                  hn::ShiftRight<kToBlock>(y0), hn::ShiftRight<kToBlock>(y1));
    return Bits(hn::Or(large, cut));
  }

  static HWY_INLINE uint32_t Bits(MI mask) {
    HWY_ALIGN uint8_t bits[8] = {};
    hn::StoreMaskBits(I(), mask, bits);
    return uint32_t(bits[0]) | uint32_t(bits[1]) << 8;
  }

  HWY_INLINE void AppendSmall(const Corners& p, const VI (&index)[3], uint32_t first, MI keep, VI bx0, VI bx1, VI by0,
                              VI by1) const {
    const I d;
    const F df;
    const VI one = hn::Set(d, 1);
    AppendEdges(p, hn::Mul(bx0, hn::Set(d, kBlockUnits)), hn::Mul(by0, hn::Set(d, kBlockUnits)), keep, out);
    const size_t at = out.size;
    Append(bx0, keep, out.block_x + at), Append(by0, keep, out.block_y + at);
    Append(hn::Add(hn::Sub(bx1, bx0), one), keep, out.blocks_x + at);
    Append(hn::Add(hn::Sub(by1, by0), one), keep, out.blocks_y + at);
    const VI order[3] = {index[0], index[2], index[1]};
    Points q;
#pragma GCC unroll 3
    for (int c = 0; c < 3; ++c) {
      q.x[c] = Lookup(df, vertices.x, order[c]);
      q.y[c] = Lookup(df, vertices.y, order[c]);
      q.z[c] = Lookup(df, vertices.z, order[c]);
    }
    VF nearest = Most(q.z), furthest = Least(q.z);  // heights
    Planes planes;
    if constexpr (kShadow) {
      planes = HeightPlanes(q);
    } else {
      FrameTriangles& triangles = *target.triangles;
      planes =
          AppendPlanes(q, Lookup(df, vertices.u, index[0]), Lookup(df, vertices.v, index[0]), *view, keep, triangles);
      const VF unit = hn::Set(df, 1.0F), far = nearest;
      nearest = hn::Div(unit, furthest), furthest = hn::Div(unit, far);
      Append(nearest, keep, &triangles.nearest[triangles.size]);
      Append(furthest, keep, &triangles.furthest[triangles.size]);
      const VI look = hn::Iota(d, int32_t(meshlet.first_look + first));
      Append(hn::BitCast(U(), look), keep, &triangles.look[triangles.size]);
      Append(hn::Set(U(), source.slot), keep, &triangles.slot[triangles.size]);
      const VI facing = LoadBytes(source.level->facing, meshlet.first_triangle + first);
      const VI kind = hn::Add(facing, hn::Set(d, int32_t(KindOf(source.slot, 0))));
      Append(hn::BitCast(U(), kind), keep, &triangles.kind[triangles.size]);
    }
    const VF block = hn::Set(df, float(kBlock));
    const VF du = hn::MulSub(hn::ConvertTo(df, bx0), block, planes.u0);
    const VF dv = hn::MulSub(hn::ConvertTo(df, by0), block, planes.v0);
    Append(hn::MulAdd(planes.wv, dv, hn::MulAdd(planes.wu, du, planes.w0)), keep, out.w + at);
    Append(planes.wu, keep, out.wu + at), Append(planes.wv, keep, out.wv + at);
    Append(nearest, keep, out.nearest + at), Append(furthest, keep, out.furthest + at);
    const auto count = hn::CountTrue(d, keep);
    out.size += int(count);
    if constexpr (!kShadow) target.triangles->size += count;
  }
};

// where the lanes from `l` on lie in their block
struct BlockLanes {
  explicit BlockLanes(size_t l)
      : x(hn::ShiftLeft<8>(hn::Load(I(), kLaneX + l))),
        y(hn::ShiftLeft<8>(hn::Load(I(), kLaneY + l))),
        u(hn::ConvertTo(F(), hn::Load(I(), kLaneX + l))),
        v(hn::ConvertTo(F(), hn::Load(I(), kLaneY + l))) {}

  VI x, y;  // 1/256 px
  VF u, v;  // px
};

// keeps the nearer of what is there and `value`
template <bool kShadow>
HWY_INLINE void Keep(VF value, MI inside, uint32_t id, float* values, uint32_t* ids) {
  const F d;
  const auto nearer = hn::And(hn::RebindMask(d, inside), hn::Gt(value, hn::Load(d, values)));
  hn::BlendedStore(value, nearer, d, values);
  if constexpr (!kShadow) hn::BlendedStore(hn::Set(U(), id), hn::RebindMask(U(), nearer), U(), ids);
}

// a small triangle over the lanes of a block: its edges and plane at each sample, from the first block's corner
template <int kSamples>
struct SmallLanes {
  HWY_INLINE SmallLanes(const SmallTriangles& t, int i, size_t l) {
    const F d;
    const I di;
    const BlockLanes lanes(l);
    VI edge[3];
#pragma GCC unroll 3
    for (int k = 0; k < 3; ++k) {
      a[k] = t.a[k][i], b[k] = t.b[k][i], c[k] = t.c[k][i];
      edge[k] = hn::Add(hn::Mul(lanes.x, hn::Set(di, a[k])), hn::Mul(lanes.y, hn::Set(di, b[k])));
    }
    wu = t.wu[i], wv = t.wv[i], w = t.w[i];
    const VF across = hn::MulAdd(hn::Set(d, wu), lanes.u, hn::Mul(hn::Set(d, wv), lanes.v));
    constexpr float kUnit = 1.0F / kSubpixels;
#pragma GCC unroll 4
    for (int s = 0; s < kSamples; ++s) {
      const int sx = kSampleX<kSamples>[s], sy = kSampleY<kSamples>[s];
#pragma GCC unroll 3
      for (int k = 0; k < 3; ++k) edges[s][k] = hn::Add(edge[k], hn::Set(di, a[k] * sx + b[k] * sy + c[k]));
      values[s] = hn::Add(across, hn::Set(d, w + wu * (float(sx) * kUnit) + wv * (float(sy) * kUnit)));
    }
    nearest = hn::Set(d, t.nearest[i]), furthest = hn::Set(d, t.furthest[i]);
  }

  // the block (bx, by) blocks further
  template <bool kShadow>
  HWY_INLINE void Fill(int bx, int by, uint32_t id, float* to, uint32_t* ids) const {
    const F d;
    const I di;
    VI step[3];
#pragma GCC unroll 3
    for (int k = 0; k < 3; ++k) step[k] = hn::Set(di, kBlockUnits * (a[k] * bx + b[k] * by));
    const VF step_w = hn::Set(d, wu * float(kBlock * bx) + wv * float(kBlock * by));
#pragma GCC unroll 4
    for (int s = 0; s < kSamples; ++s) {
      const VI inside =
          hn::Or(hn::Or(hn::Add(edges[s][0], step[0]), hn::Add(edges[s][1], step[1])), hn::Add(edges[s][2], step[2]));
      const VF value = hn::Min(hn::Max(hn::Add(values[s], step_w), furthest), nearest);
      const MI in = hn::Not(hn::Lt(inside, hn::Zero(di)));
      Keep<kShadow>(value, in, id, to + s * kLanes, kShadow ? nullptr : ids + s * kLanes);
    }
  }

  VI edges[kSamples][3];
  VF values[kSamples];
  VF nearest, furthest;
  int32_t a[3], b[3], c[3];
  float w, wu, wv;
};

template <bool kShadow, int kSamples>
HWY_INLINE void FillSmall(const SmallTriangles& t, const DrawTarget& target, uint32_t first_id) {
  const size_t row = size_t(target.grid.blocks_x) * kSamples * kLanes;
  for (int i = 0; i < t.size; ++i)
    for (size_t l = 0; l < kLanes; l += kWidth) {
      const SmallLanes<kSamples> lanes(t, i, l);
      const int blocks_x = t.blocks_x[i], blocks_y = t.blocks_y[i];
      size_t first = size_t(t.block_y[i]) * row + size_t(t.block_x[i]) * kSamples * kLanes + l;
      for (int by = 0; by < blocks_y; ++by, first += row)
        for (int bx = 0; bx < blocks_x; ++bx) {
          const size_t at = first + size_t(bx) * kSamples * kLanes;
          lanes.template Fill<kShadow>(bx, by, first_id + uint32_t(i), target.values + at,
                                       kShadow ? nullptr : target.ids + at);
        }
    }
}

// a triangle of any size: plane over the picture, and its corners in the order that is positive in front
struct LargeTriangle {
  std::array<ScreenPoint, 3> p;
  float u0, v0, w0, wu, wv, nearest, furthest;
  uint32_t id;
};

enum class Cover { kNone, kSome, kAll };

// an edge over the samples of a block: its value at the block's corner and the span that it crosses from there
template <int kSamples>
struct BlockEdge {
  explicit BlockEdge(const Edge& edge) : line(edge) {
    const int64_t step = (kBlock - 1) * kSubpixels;
    low = INT64_MAX, high = INT64_MIN;
    for (int s = 0; s < kSamples; ++s) {
      const int64_t at = line.a * kSampleX<kSamples>[s] + line.b * kSampleY<kSamples>[s];
      low = std::min(low, at), high = std::max(high, at);
    }
    low += std::min<int64_t>(0, line.a * step) + std::min<int64_t>(0, line.b * step);
    high += std::max<int64_t>(0, line.a * step) + std::max<int64_t>(0, line.b * step);
  }

  Edge line;
  int64_t low, high;
};

template <bool kShadow, int kSamples>
struct LargeFill {
  LargeFill(const LargeTriangle& triangle, const DrawTarget& to)
      : t(triangle),
        target(to),
        edges{BlockEdge<kSamples>({t.p[0], t.p[1]}), BlockEdge<kSamples>({t.p[1], t.p[2]}),
              BlockEdge<kSamples>({t.p[2], t.p[0]})} {}

  void Fill() const {
    if (TwiceArea(t.p[0], t.p[1], t.p[2]) <= 0) return;
    const auto [left, right] = std::minmax({t.p[0].x, t.p[1].x, t.p[2].x});
    const auto [top, bottom] = std::minmax({t.p[0].y, t.p[1].y, t.p[2].y});
    const auto block = [](int units, int blocks) { return std::clamp(units >> 10, 0, blocks - 1); };
    if (right < 0 || bottom < 0) return;
    const int x0 = block(left, target.grid.blocks_x), x1 = block(right, target.grid.blocks_x);
    const int y0 = block(top, target.grid.blocks_y), y1 = block(bottom, target.grid.blocks_y);
    for (int by = y0; by <= y1; ++by)
      for (int bx = x0; bx <= x1; ++bx) FillBlock(bx, by);
  }

  void FillBlock(int bx, int by) const {
    int64_t at[3];
    Cover cover = Cover::kAll;
    for (int k = 0; k < 3; ++k) {
      at[k] = edges[k].line.At(int64_t(bx) * kBlockUnits, int64_t(by) * kBlockUnits);
      if (at[k] + edges[k].high < 0) return;
      if (at[k] + edges[k].low < 0) cover = Cover::kSome;
    }
    const float w = t.w0 + t.wu * (float(bx * kBlock) - t.u0) + t.wv * (float(by * kBlock) - t.v0);
    cover == Cover::kAll ? FillSamples<Cover::kAll>(bx, by, at, w) : FillSamples<Cover::kSome>(bx, by, at, w);
  }

  template <Cover kCover>
  HWY_INLINE void FillSamples(int bx, int by, const int64_t (&at)[3], float w) const {
    const F d;
    const I di;
    // beyond this an edge has the same sign over the whole block: guarded triangles change by less than 2^30 within one
    constexpr int64_t kFar = 1 << 30;
    const size_t block = (size_t(by) * target.grid.blocks_x + bx) * kSamples * kLanes;
    for (size_t l = 0; l < kLanes; l += kWidth) {
      const BlockLanes lanes(l);
#pragma GCC unroll 4
      for (int s = 0; s < kSamples; ++s) {
        const int sx = kSampleX<kSamples>[s], sy = kSampleY<kSamples>[s];
        MI in = hn::Eq(lanes.x, lanes.x);
        if constexpr (kCover == Cover::kSome) {
          VI all = hn::Zero(di);
#pragma GCC unroll 3
          for (int k = 0; k < 3; ++k) {
            const Edge& e = edges[k].line;
            const auto base = int32_t(std::clamp(at[k] + e.a * sx + e.b * sy, -kFar, kFar));
            const VI across =
                hn::Add(hn::Mul(lanes.x, hn::Set(di, int32_t(e.a))), hn::Mul(lanes.y, hn::Set(di, int32_t(e.b))));
            all = hn::Or(all, hn::Add(across, hn::Set(di, base)));
          }
          in = hn::Not(hn::Lt(all, hn::Zero(di)));
        }
        constexpr float kUnit = 1.0F / kSubpixels;
        const VF corner = hn::Set(d, w + t.wu * (float(sx) * kUnit) + t.wv * (float(sy) * kUnit));
        VF value = hn::MulAdd(hn::Set(d, t.wu), lanes.u, hn::MulAdd(hn::Set(d, t.wv), lanes.v, corner));
        value = hn::Min(hn::Max(value, hn::Set(d, t.furthest)), hn::Set(d, t.nearest));
        const size_t sample = block + s * kLanes + l;
        Keep<kShadow>(value, in, t.id, target.values + sample, kShadow ? nullptr : target.ids + sample);
      }
    }
  }

  const LargeTriangle& t;
  const DrawTarget& target;
  BlockEdge<kSamples> edges[3];
};

// rounded as Transform does, whatever the lanes: neighbours that are not cut share corners with triangles that are
ScreenPoint SnapAsLanes(const View& view, const Eigen::Vector3f& p_C) {
  const hn::CappedTag<float, 1> d;
  const auto by_z = hn::Div(hn::Set(d, 1.0F), hn::Set(d, p_C.z()));
  const auto snap = [&](float focal, float across, float middle) {
    const auto pixel = hn::MulAdd(hn::Set(d, focal), hn::Mul(hn::Set(d, across), by_z), hn::Set(d, middle));
    return hn::GetLane(hn::NearestInt(hn::Mul(pixel, hn::Set(d, float(kSubpixels)))));
  };
  return {snap(view.fx, p_C.x(), view.cx), snap(view.fy, p_C.y(), view.cy)};
}

template <int kSamples>
void DrawCut(const std::array<Eigen::Vector3f, 3>& p_C, const TrianglePlanes& planes, const View& view,
             const DrawTarget& target, uint32_t id) {
  const Polygon polygon = Clip(view, p_C);
  for (int i = 2; i < polygon.size; ++i) {
    const LargeTriangle triangle{.p = {SnapAsLanes(view, polygon.p_C[0]), SnapAsLanes(view, polygon.p_C[i]),
                                       SnapAsLanes(view, polygon.p_C[i - 1])},
                                 .u0 = planes.u0,
                                 .v0 = planes.v0,
                                 .w0 = planes.w0,
                                 .wu = planes.wu,
                                 .wv = planes.wv,
                                 .nearest = planes.nearest,
                                 .furthest = planes.furthest,
                                 .id = id};
    LargeFill<false, kSamples>(triangle, target).Fill();
  }
}

template <int kSamples>
void DrawLargeSeen(const DrawSource& s, const Meshlet& m, const Vertices& vertices, uint32_t t, const View& view,
                   const DrawTarget& target) {
  std::array<Eigen::Vector3f, 3> p_C;
  for (int c = 0; c < 3; ++c) p_C[c] = vertices.At(s.level->corner[c][m.first_triangle + t]);
  const TrianglePlanes planes(view, p_C);
  if (!planes.IsFront()) return;
  const auto id = uint32_t(target.triangles->size);
  target.triangles->Add(planes, m.first_look + t, s.slot, s.level->facing[m.first_triangle + t]);
  DrawCut<kSamples>(p_C, planes, view, target, id);
}

void DrawLargeHeights(const DrawSource& s, const Meshlet& m, const Vertices& vertices, uint32_t t,
                      const DrawTarget& target) {
  std::array<Eigen::Vector3f, 3> p_S;
  std::array<ScreenPoint, 3> p;
  constexpr int kOrder[] = {0, 2, 1};
  for (int c = 0; c < 3; ++c) {
    const int i = s.level->corner[c][m.first_triangle + t];
    if (vertices.outside[i] != 0) return;
    p_S[c] = vertices.At(i);
    p[kOrder[c]] = {vertices.sx[i], vertices.sy[i]};
  }
  const HeightPlane plane(p_S);
  if (!plane.IsTurnedAway()) return;
  const LargeTriangle triangle{.p = p,
                               .u0 = plane.x0,
                               .v0 = plane.y0,
                               .w0 = plane.h0,
                               .wu = plane.hx,
                               .wv = plane.hy,
                               .nearest = plane.highest,
                               .furthest = plane.lowest,
                               .id = 0};
  LargeFill<true, 1>(triangle, target).Fill();
}

template <bool kShadow, int kSamples>
HWY_INLINE void DrawMeshlet(const DrawSource& source, const Meshlet& meshlet, const View* view,
                            const DrawTarget& target) {
  Vertices vertices;
  Transform<kShadow>(source, meshlet, view, vertices);
  SmallTriangles small;
  small.size = 0;
  const uint32_t first_id = kShadow ? 0 : uint32_t(target.triangles->size);
  const Setup<kShadow, kSamples> setup{source, meshlet, vertices, view, target, small};
  std::array<uint32_t, kMeshletTriangles / kWidth> large;
  for (uint32_t t = 0; t < meshlet.num_triangles; t += kWidth) large[t / kWidth] = setup.Sort(t);
  FillSmall<kShadow, kSamples>(small, target, first_id);
  for (uint32_t t = 0; t < meshlet.num_triangles; t += kWidth)
    for (uint32_t bits = large[t / kWidth]; bits != 0; bits &= bits - 1) {
      const uint32_t triangle = t + hwy::Num0BitsBelowLS1Bit_Nonzero32(bits);
      if constexpr (kShadow)
        DrawLargeHeights(source, meshlet, vertices, triangle, target);
      else
        DrawLargeSeen<kSamples>(source, meshlet, vertices, triangle, *view, target);
    }
}

void DrawSeen(const DrawSource& source, const Meshlet& meshlet, const View& view, const DrawTarget& target) {
  if (target.grid.samples == 4)
    DrawMeshlet<false, 4>(source, meshlet, &view, target);
  else
    DrawMeshlet<false, 1>(source, meshlet, &view, target);
}

void DrawHeights(const DrawSource& source, const Meshlet& meshlet, const DrawTarget& target) {
  DrawMeshlet<true, 1>(source, meshlet, nullptr, target);
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace porter::render {

HWY_EXPORT(DrawSeen);
HWY_EXPORT(DrawHeights);

void DrawSeen(const DrawSource& source, const Meshlet& meshlet, const View& view, const DrawTarget& target) noexcept {
  HWY_DYNAMIC_DISPATCH(DrawSeen)(source, meshlet, view, target);
}

void DrawHeights(const DrawSource& source, const Meshlet& meshlet, const DrawTarget& target) noexcept {
  HWY_DYNAMIC_DISPATCH(DrawHeights)(source, meshlet, target);
}

}  // namespace porter::render
#endif
