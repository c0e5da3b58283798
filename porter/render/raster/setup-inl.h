// From corners to edges and planes, sixteen triangles at a time.
#if defined(PORTER_RENDER_RASTER_SETUP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_SETUP_INL_H_
#undef PORTER_RENDER_RASTER_SETUP_INL_H_
#else
#define PORTER_RENDER_RASTER_SETUP_INL_H_
#endif

#include "porter/render/raster/vertices-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

constexpr int kBlockUnits = kBlock * kSubpixels;
constexpr int kSmall = 64 * kSubpixels;  // up to this size whole numbers of 32 bits hold a triangle's edges

// Small triangles of a meshlet that may hold samples: corners, in the order that is positive in front, six bits each,
// then side (TriangleLook) and number. Filled up with zeros to a whole vector.
struct SmallOnes {
  HWY_ALIGN int32_t packed[kMeshletTriangles + kLanes];
  size_t size = 0;

  HWY_INLINE void Append(const VI (&corner)[3], VI facing, VI triangle, MI keep) {
    const I d;
    const VI corners = hn::Or(corner[0], hn::Or(hn::ShiftLeft<6>(corner[1]), hn::ShiftLeft<12>(corner[2])));
    const VI all = hn::Or(corners, hn::Or(hn::ShiftLeft<18>(facing), hn::ShiftLeft<21>(triangle)));
    hn::StoreU(hn::Compress(all, keep), d, packed + size);
    size += hn::CountTrue(d, keep);
  }
  HWY_INLINE void FillUp() { hn::StoreU(hn::Zero(I()), I(), packed + size); }
};

// they, ready to be filled; edges and planes from the first block's corner
struct SmallTriangles {
  static constexpr int kRoom = kMeshletTriangles + kLanes;
  HWY_ALIGN int32_t a[3][kRoom], b[3][kRoom], c[3][kRoom];
  HWY_ALIGN int32_t block_x[kRoom], block_y[kRoom], blocks_x[kRoom], blocks_y[kRoom];
  HWY_ALIGN float w[kRoom], wu[kRoom], wv[kRoom], nearest[kRoom], furthest[kRoom];
};

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

HWY_INLINE void StoreEdges(const Corners& p, VI base_x, VI base_y, size_t at, SmallTriangles& out) {
  const I d;
#pragma GCC unroll 3
  for (int i = 0; i < 3; ++i) {
    const int j = (i + 1) % 3;
    const VI a = hn::Sub(p.y[i], p.y[j]), b = hn::Sub(p.x[j], p.x[i]);
    const VI x = hn::Sub(p.x[i], base_x), y = hn::Sub(p.y[i], base_y);
    const VI zero = hn::Zero(d);
    const MI owns = hn::Or(hn::Gt(a, zero), hn::And(hn::Eq(a, zero), hn::Gt(b, zero)));
    const VI c = hn::Neg(hn::Add(hn::Mul(a, x), hn::Mul(b, y)));
    hn::Store(a, d, out.a[i] + at), hn::Store(b, d, out.b[i] + at);
    hn::Store(hn::Sub(c, hn::IfThenElse(owns, zero, hn::Set(d, 1))), d, out.c[i] + at);
  }
}

// as TrianglePlanes; of heights, the first five and the bounds
struct Planes {
  VF u0, v0, w0, wu, wv, s1u, s1v, s2u, s2v, nearest, furthest;
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
          .wv = hn::Mul(Det(z1, x1, z2, x2), by_up),
          .s1u = p.x[0],
          .s1v = p.x[0],
          .s2u = p.x[0],
          .s2v = p.x[0],
          .nearest = hn::Max(p.z[0], hn::Max(p.z[1], p.z[2])),
          .furthest = hn::Min(p.z[0], hn::Min(p.z[1], p.z[2]))};
}

// as TrianglePlanes; u0, v0: where corner 0 is seen
HWY_INLINE Planes SeenPlanes(const Points& p, VF u0, VF v0, const View& view) {
  const F d;
  const VF x1 = hn::Sub(p.x[1], p.x[0]), y1 = hn::Sub(p.y[1], p.y[0]), z1 = hn::Sub(p.z[1], p.z[0]);
  const VF x2 = hn::Sub(p.x[2], p.x[0]), y2 = hn::Sub(p.y[2], p.y[0]), z2 = hn::Sub(p.z[2], p.z[0]);
  const VF nx = Det(y1, z1, y2, z2), ny = Det(z1, x1, z2, x2), nz = Det(x1, y1, x2, y2);
  const VF one = hn::Set(d, 1.0F);
  const VF by = hn::Div(one, hn::MulAdd(nz, p.z[0], hn::MulAdd(ny, p.y[0], hn::Mul(nx, p.x[0]))));
  const VF by_u = hn::Mul(by, hn::Set(d, 1 / view.fx)), by_v = hn::Mul(by, hn::Set(d, 1 / view.fy));
  return {.u0 = u0,
          .v0 = v0,
          .w0 = hn::Div(one, p.z[0]),
          .wu = hn::Mul(nx, by_u),
          .wv = hn::Mul(ny, by_v),
          .s1u = hn::Mul(Det(y2, z2, p.y[0], p.z[0]), by_u),
          .s1v = hn::Mul(Det(z2, x2, p.z[0], p.x[0]), by_v),
          .s2u = hn::Mul(Det(p.y[0], p.z[0], y1, z1), by_u),
          .s2v = hn::Mul(Det(p.z[0], p.x[0], z1, x1), by_v),
          .nearest = hn::Div(one, hn::Min(p.z[0], hn::Min(p.z[1], p.z[2]))),
          .furthest = hn::Div(one, hn::Max(p.z[0], hn::Max(p.z[1], p.z[2])))};
}

// a vector of triangles into the lists
HWY_INLINE void StoreTriangles(const Planes& p, VI look, VI kind, size_t at, FrameTriangles& out) {
  const F d;
  const auto store = [&](VF a, VF b, VF c, VF e, float* list) {
    hn::StoreInterleaved4(a, b, c, e, d, list + at * FrameTriangles::kWords);
  };
  store(p.u0, p.v0, p.w0, p.wu, out.depth.data());
  store(p.wv, p.s1u, p.s1v, p.s2u, out.corner.data());
  store(p.s2v, p.nearest, p.furthest, hn::BitCast(d, look), out.rest.data());
  hn::StoreU(hn::BitCast(U(), kind), U(), &out.kind[at]);
}

HWY_INLINE VI Least(const VI (&v)[3]) {
  return hn::Min(hn::Min(v[0], v[1]), v[2]);
}
HWY_INLINE VI Most(const VI (&v)[3]) {
  return hn::Max(hn::Max(v[0], v[1]), v[2]);
}

// the samples' columns and rows within the bounds of triangles and the picture
template <int kSamples>
struct Bounds {
  static constexpr int kPerPixel = kSamples == 4 ? 2 : 0;  // sample columns a pixel, as a power of two
  static constexpr int kToBlock = kPerPixel + 2;

  HWY_INLINE Bounds(const Corners& p, const BlockGrid& grid)
      : left(Least(p.x)), right(Most(p.x)), top(Least(p.y)), bottom(Most(p.y)) {
    const I d;
    const Span<kSamples> columns(left, right), rows(top, bottom);
    x0 = hn::Max(columns.first, hn::Zero(d)), y0 = hn::Max(rows.first, hn::Zero(d));
    x1 = hn::Min(columns.last, hn::Set(d, (grid.width << kPerPixel) - 1));
    y1 = hn::Min(rows.last, hn::Set(d, (grid.height << kPerPixel) - 1));
  }

  HWY_INLINE MI Empty() const { return hn::Or(hn::Gt(x0, x1), hn::Gt(y0, y1)); }
  HWY_INLINE VI Size() const { return hn::Max(hn::Sub(right, left), hn::Sub(bottom, top)); }

  VI left, right, top, bottom;  // 1/256 px
  VI x0, x1, y0, y1;
};

// From the triangles of a meshlet to small ones that are ready to be filled, in two steps: few of them hold samples,
// and the second step's vectors are full.
template <bool kShadow, int kSamples>
struct Setup {
  const DrawSource& source;
  const Meshlet& meshlet;
  const Vertices& vertices;
  const View* view;
  const DrawTarget& target;

  // Sorts a vector of triangles: those that hold no sample or show their back fall out, small ones are appended, large
  // ones and those to be cut are left in the answer, one bit a lane.
  HWY_INLINE uint32_t Sort(uint32_t first, SmallOnes& small) const {
    const I d;
    const size_t at = meshlet.first_triangle + first;
    // the second and third corner change places: seen from the front they run clockwise, y being down
    const VI index[3] = {LoadBytes(source.level->corner[0], at), LoadBytes(source.level->corner[2], at),
                         LoadBytes(source.level->corner[1], at)};
    const Corners p = CornersOf(index);
    const VI zero = hn::Zero(d), triangle = hn::Iota(d, int32_t(first));
    MI valid = hn::Lt(triangle, hn::Set(d, int32_t(meshlet.num_triangles)));
    MI cut = hn::And(valid, hn::Ne(zero, zero));
    if (vertices.any_outside) {
      const VI a = Lookup(d, vertices.outside, index[0]), b = Lookup(d, vertices.outside, index[1]);
      const VI c = Lookup(d, vertices.outside, index[2]);
      const VI any = hn::And(hn::Or(hn::Or(a, b), c), hn::Set(d, 1));
      const VI same_side = hn::And(hn::And(hn::And(a, b), c), hn::Set(d, 62));
      cut = hn::And(valid, hn::And(hn::Ne(any, zero), hn::Eq(same_side, zero)));
      valid = hn::And(valid, hn::Eq(any, zero));
    }
    const Bounds<kSamples> bounds(p, target.grid);
    valid = hn::AndNot(bounds.Empty(), valid);
    const MI is_small = hn::Lt(bounds.Size(), hn::Set(d, kSmall));
    const VI area = hn::Sub(hn::Mul(hn::Sub(p.x[1], p.x[0]), hn::Sub(p.y[2], p.y[0])),
                            hn::Mul(hn::Sub(p.y[1], p.y[0]), hn::Sub(p.x[2], p.x[0])));
    const MI keep = hn::And(hn::And(valid, is_small), hn::Gt(area, zero));
    if (!hn::AllFalse(d, keep)) small.Append(index, LoadBytes(source.level->facing, at), triangle, keep);
    return BitsOf(hn::Or(hn::AndNot(is_small, valid), cut));
  }

  // a vector of small ones from `at` on
  HWY_INLINE void SetUp(const SmallOnes& small, size_t at, SmallTriangles& out) const {
    const I d;
    const F df;
    const VI packed = hn::Load(d, small.packed + at), low = hn::Set(d, 63), one = hn::Set(d, 1);
    const VI index[3] = {hn::And(packed, low), hn::And(hn::ShiftRight<6>(packed), low),
                         hn::And(hn::ShiftRight<12>(packed), low)};
    const Corners p = CornersOf(index);
    const Bounds<kSamples> bounds(p, target.grid);
    const auto block = [](VI v) { return hn::ShiftRight<Bounds<kSamples>::kToBlock>(v); };
    const VI bx = block(bounds.x0), by = block(bounds.y0);
    hn::Store(bx, d, out.block_x + at), hn::Store(by, d, out.block_y + at);
    hn::Store(hn::Add(hn::Sub(block(bounds.x1), bx), one), d, out.blocks_x + at);
    hn::Store(hn::Add(hn::Sub(block(bounds.y1), by), one), d, out.blocks_y + at);
    StoreEdges(p, hn::Mul(bx, hn::Set(d, kBlockUnits)), hn::Mul(by, hn::Set(d, kBlockUnits)), at, out);
    const Planes planes = PlanesOf(index);
    if constexpr (!kShadow) {
      const VI facing = hn::And(hn::ShiftRight<18>(packed), hn::Set(d, 7));
      const VI look = hn::Add(hn::ShiftRight<21>(packed), hn::Set(d, int32_t(meshlet.first_look)));
      StoreTriangles(planes, look, hn::Add(facing, hn::Set(d, int32_t(KindOf(source.slot, 0)))),
                     target.triangles->size + at, *target.triangles);
    }
    const VF size = S(float(kBlock));
    const VF du = hn::MulSub(hn::ConvertTo(df, bx), size, planes.u0);
    const VF dv = hn::MulSub(hn::ConvertTo(df, by), size, planes.v0);
    hn::Store(Fma(planes.wv, dv, Fma(planes.wu, du, planes.w0)), df, out.w + at);
    hn::Store(planes.wu, df, out.wu + at), hn::Store(planes.wv, df, out.wv + at);
    hn::Store(planes.nearest, df, out.nearest + at), hn::Store(planes.furthest, df, out.furthest + at);
  }

  HWY_INLINE Corners CornersOf(const VI (&index)[3]) const {
    Corners p;
#pragma GCC unroll 3
    for (int c = 0; c < 3; ++c) {
      p.x[c] = Lookup(I(), vertices.sx, index[c]);
      p.y[c] = Lookup(I(), vertices.sy, index[c]);
    }
    return p;
  }

  HWY_INLINE Planes PlanesOf(const VI (&index)[3]) const {
    const F d;
    const VI order[3] = {index[0], index[2], index[1]};  // the mesh's
    Points q;
#pragma GCC unroll 3
    for (int c = 0; c < 3; ++c) {
      q.x[c] = Lookup(d, vertices.x, order[c]);
      q.y[c] = Lookup(d, vertices.y, order[c]);
      q.z[c] = Lookup(d, vertices.z, order[c]);
    }
    if constexpr (kShadow) return HeightPlanes(q);
    return SeenPlanes(q, Lookup(d, vertices.u, index[0]), Lookup(d, vertices.v, index[0]), *view);
  }
};

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
