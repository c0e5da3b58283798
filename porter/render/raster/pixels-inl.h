// What pixels show: from triangles, instances and textures to surfaces and their light. The fast twin of fragment.h.
#if defined(PORTER_RENDER_RASTER_PIXELS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_PIXELS_INL_H_
#undef PORTER_RENDER_RASTER_PIXELS_INL_H_
#else
#define PORTER_RENDER_RASTER_PIXELS_INL_H_
#endif

#include "porter/render/raster/shade.h"
#include "porter/render/raster/surface-inl.h"
#include "porter/render/raster/texture-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

struct Pixels {
  VI id;    // triangle; -1: none
  VF u, v;  // px
};

// Where a flat triangle faces, kept from the block before: neighbours mostly see the same triangle.
struct KnownFacing {
  int32_t id = -1;
  Facing facing;
};

// barycentric coordinates
struct Shares {
  VF of[3];

  HWY_INLINE VF operator()(VF a, VF b, VF c) const { return Fma(a, of[0], Fma(b, of[1], hn::Mul(c, of[2]))); }
};

constexpr int kLookWords = sizeof(TriangleLook) / sizeof(uint32_t);

// a triangle of each lane (FrameTriangles), at the lane's pixel
struct Triangles {
  template <bool kSame>
  HWY_INLINE Triangles(const FrameTriangles& list, const Records<kSame>& triangle, const Pixels& at)
      : depth(triangle(list.depth.data())),
        corner(triangle(list.corner.data())),
        rest(triangle(list.rest.data())),
        du(hn::Sub(at.u, depth.x)),
        dv(hn::Sub(at.v, depth.y)),
        z(Reciprocal(Clamped(Fma(corner.x, dv, Fma(depth.w, du, depth.z)), rest.z, rest.y))) {}

  HWY_INLINE VI Look() const { return Bits(rest.w); }

  HWY_INLINE Shares SharesOf() const {
    const VF b1 = Clamped(hn::Mul(Fma(corner.y, du, hn::Mul(corner.z, dv)), z), S(0), S(1));
    const VF b2 = Clamped(hn::Mul(Fma(corner.w, du, hn::Mul(rest.x, dv)), z), S(0), hn::Sub(S(1), b1));
    return {{hn::Sub(hn::Sub(S(1), b1), b2), b1, b2}};
  }

  // the area of the triangle's plane that a pixel sees, times fx fy (docs/rendering.md)
  HWY_INLINE VF Area(const View& view) const {
    const VF wu = depth.w, wv = corner.x;
    const VF at_axis = Fma(wu, hn::Sub(S(view.cx), depth.x), Fma(wv, hn::Sub(S(view.cy), depth.y), depth.z));
    const VF by_u = hn::Mul(wu, S(view.fx)), by_v = hn::Mul(wv, S(view.fy));
    const VF by_distance = hn::Sqrt(Fma(by_u, by_u, Fma(by_v, by_v, hn::Mul(at_axis, at_axis))));
    return hn::Mul(hn::Mul(hn::Mul(z, z), z), by_distance);
  }

  V4 depth, corner, rest;  // as in FrameTriangles
  VF du, dv;               // from the first corner, px
  VF z;                    // m
};

// times 1023 x 2^21 along x and y, 1022 x 2^21 along z
HWY_INLINE V3 UnpackNormals(VF bits) {
  const F d;
  const VI packed = Bits(bits), mask = hn::Set(I(), int32_t(0xFFE00000));
  return {hn::ConvertTo(d, hn::ShiftLeft<21>(packed)), hn::ConvertTo(d, hn::And(hn::ShiftLeft<10>(packed), mask)),
          hn::ConvertTo(d, hn::AndNot(hn::Set(I(), (1 << 22) - 1), packed))};
}

// unit, in A
template <class TriangleRecords, class SlotRecords>
HWY_INLINE V3 NormalsOf(const ShadeInput& in, const Shares& shares, const TriangleRecords& look,
                        const SlotRecords& slot) {
  const V4 packed = look(reinterpret_cast<const float*>(in.looks));
  const V3 n0 = UnpackNormals(packed.x), n1 = UnpackNormals(packed.y), n2 = UnpackNormals(packed.z);
  const V3 n{shares(n0.x, n1.x, n2.x), shares(n0.y, n1.y, n2.y),
             hn::Mul(shares(n0.z, n1.z, n2.z), S(1023.0F / (2 * 511)))};
  const auto row = [&](int r) {
    const V4 R = slot(reinterpret_cast<const float*>(&in.slots->row[r]));
    return Dot({R.x, R.y, R.z}, n);
  };
  return Normalised({row(0), row(1), row(2)});
}

template <class TriangleRecords>
HWY_INLINE V3 TexturesOf(const ShadeInput& in, const Triangles& t, const Shares& shares, const TriangleRecords& look,
                         const TextureChoice& choice) {
  const auto* words = reinterpret_cast<const float*>(in.looks);
  const V4 first = look(words), second = look(words + 4), third = look(words + 8);
  const VF u = shares(first.w, second.y, second.w), v = shares(second.x, second.z, third.x);
  return Textures(*in.atlas, choice, u, v, hn::Mul(third.y, t.Area(*in.view)));
}

HWY_INLINE bool IsFlat(const TriangleLook& look) {
  return look.normal[0] == look.normal[1] && look.normal[1] == look.normal[2];
}

template <bool kSameTriangle, bool kSameSlot>
HWY_INLINE V3 ShadeHits(const ShadeInput& in, const Pixels& at, VI slots, KnownFacing& known) {
  const Triangles t(*in.triangles, Records<kSameTriangle>(at.id, FrameTriangles::kWords), at);
  const Records<kSameTriangle> look(t.Look(), kLookWords);
  const Records<kSameTriangle || kSameSlot> slot(slots, SlotRecord::kWords);
  const auto* record = reinterpret_cast<const float*>(in.slots);
  const V4 finish = slot(record + 12), total_fit = slot(record + 16), more = slot(record + 20);
  const VI texture = Bits(more.z);
  const bool textured = !hn::AllTrue(I(), hn::Lt(texture, hn::Zero(I())));
  const bool flat = kSameTriangle && IsFlat(in.looks[look.first / kLookWords]);
  const bool is_known = flat && known.id == hn::GetLane(at.id);
  Shares shares{{S(1), S(0), S(0)}};
  if (textured || !flat) shares = t.SharesOf();
  Surfaces s;
  if (is_known) {
    s.facing = known.facing;
  } else {
    s.facing = FacingOf(*in.light, NormalsOf(in, shares, look, slot));
    if (flat) known.id = hn::GetLane(at.id), known.facing = s.facing;
  }
  s.finish = {.alpha = finish.x,
              .metallic = finish.y,
              .reflectance = finish.z,
              .specular_level = Bits(finish.w),
              .total_fit = total_fit,
              .offset_fit = {more.x, more.y}};
  s.colour = {slot(record).w, slot(record + 4).w, slot(record + 8).w};
  if (textured) {
    const V4 size = slot(record + 24);
    const V3 colour = TexturesOf(in, t, shares, look,
                                 {.texture = texture,
                                  .texel_area = more.w,
                                  .scale = size.x,
                                  .last_level = Bits(size.y),
                                  .log2_width = Bits(size.z),
                                  .log2_height = Bits(size.w)});
    s.colour = {hn::Mul(s.colour.x, colour.x), hn::Mul(s.colour.y, colour.y), hn::Mul(s.colour.z, colour.z)};
  }
  s.view = Scaled(Normalised(Affine(in.light->ray_A, at.u, at.v)), S(-1));
  return ShadeSurfaces(*in.light, *in.sun_map, s, Affine(in.light->ray_S, at.u, at.v), t.z);
}

HWY_NOINLINE V3 ShadeSameTriangle(const ShadeInput& in, const Pixels& at, VI slots, KnownFacing& known) {
  return ShadeHits<true, true>(in, at, slots, known);
}
HWY_NOINLINE V3 ShadeSameSlot(const ShadeInput& in, const Pixels& at, VI slots, KnownFacing& known) {
  return ShadeHits<false, true>(in, at, slots, known);
}
HWY_NOINLINE V3 ShadeAny(const ShadeInput& in, const Pixels& at, VI slots, KnownFacing& known) {
  return ShadeHits<false, false>(in, at, slots, known);
}

HWY_INLINE V3 ShadeTriangles(const ShadeInput& in, const Pixels& at, KnownFacing& known) {
  const I di;
  const auto& kinds = in.triangles->kind;
  if (AllSame(at.id)) return ShadeSameTriangle(in, at, hn::Set(di, int32_t(SlotOf(kinds[hn::GetLane(at.id)]))), known);
  const VI kind = hn::GatherIndex(di, reinterpret_cast<const int32_t*>(kinds.data()), at.id);
  const VI slot = hn::Sub(hn::ShiftRight<3>(kind), hn::Set(di, 1));
  return AllSame(slot) ? ShadeSameSlot(in, at, slot, known) : ShadeAny(in, at, slot, known);
}

HWY_NOINLINE V3 ShadeBackground(const ShadeInput& in, const Pixels& at) {
  if (!in.look->background) return Const3(in.look->background_colour);
  const V3 direction = Affine(in.light->ray_A, at.u, at.v);
  return Scaled(SampleMap(*in.light->background, hn::Zero(I()), direction), S(in.light->intensity));
}

// linear light of pixels, whatever they see
HWY_INLINE V3 ShadePixels(const ShadeInput& in, const Pixels& at, KnownFacing& known) {
  const I di;
  const MI hit = hn::Not(hn::Lt(at.id, hn::Zero(di)));
  if (hn::AllTrue(di, hit)) return ShadeTriangles(in, at, known);
  const V3 background = ShadeBackground(in, at);
  if (hn::AllFalse(di, hit)) return background;
  // lanes that see the background lend themselves to the first triangle
  const VI any = hn::Set(di, hn::GetLane(hn::Compress(at.id, hit)));
  const V3 seen = ShadeTriangles(in, {hn::IfThenElse(hit, at.id, any), at.u, at.v}, known);
  const MF sees = hn::RebindMask(F(), hit);
  return {hn::IfThenElse(sees, seen.x, background.x), hn::IfThenElse(sees, seen.y, background.y),
          hn::IfThenElse(sees, seen.z, background.z)};
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
