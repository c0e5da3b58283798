// Textures, sixteen pixels at a time: the fast twin of Sample in texture.h.
#if defined(PORTER_RENDER_RASTER_TEXTURE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_TEXTURE_INL_H_
#undef PORTER_RENDER_RASTER_TEXTURE_INL_H_
#else
#define PORTER_RENDER_RASTER_TEXTURE_INL_H_
#endif

#include "porter/render/raster/reads-inl.h"
#include "porter/render/raster/texture_atlas.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// square roots, times 1023
HWY_INLINE V3 UnpackTexels(VF texel) {
  const U d;
  const VU t = hn::BitCast(d, texel), mask = hn::Set(d, 1023);
  return {ToFloat(hn::And(t, mask)), ToFloat(hn::And(hn::ShiftRight<10>(t), mask)),
          ToFloat(hn::And(hn::ShiftRight<20>(t), mask))};
}

// where lanes find their textures (SlotRecord)
struct TextureChoice {
  VI texture;  // -1: none
  VF texel_area, scale;
  VI last_level, log2_width, log2_height;
};

// a texture at uv, linear; lanes without a texture: white
HWY_INLINE V3 Textures(const TextureAtlas& atlas, const TextureChoice& choice, VF u, VF v, VF texel_density) {
  const F d;
  const I di;
  const VI zero = hn::Zero(di), one = hn::Set(di, 1);
  // floor(log2(2 x) / 2) is the level whose texels come nearest to one a pixel
  const VF area = hn::Max(hn::Mul(texel_density, choice.texel_area), S(0.5F));
  const VI power = hn::Sub(hn::ShiftRight<23>(hn::BitCast(di, hn::Add(area, area))), hn::Set(di, 127));
  const VI level = hn::Min(hn::ShiftRight<1>(power), choice.last_level);
  const VI width = hn::Shl(one, hn::Max(hn::Sub(choice.log2_width, level), zero));
  const VI height = hn::Shl(one, hn::Max(hn::Sub(choice.log2_height, level), zero));
  const VI entry = hn::Add(hn::Mul(hn::Max(choice.texture, zero), hn::Set(di, kMaxTextureLevels)), level);
  const auto* offsets = atlas.level_offset.data();
  const VI offset = AllSame(entry) ? hn::Set(di, offsets[hn::GetLane(entry)]) : hn::GatherIndex(di, offsets, entry);
  const VF x = hn::MulSub(hn::Mul(u, choice.scale), hn::ConvertTo(d, width), S(0.5F));
  const VF y = hn::MulSub(hn::Mul(v, choice.scale), hn::ConvertTo(d, height), S(0.5F));
  const VF left = hn::Floor(x), top = hn::Floor(y);
  const VI iy = hn::ConvertTo(di, top), mask_y = hn::Sub(height, one), stride = hn::Add(width, one);
  const VI column = hn::Add(offset, hn::And(hn::ConvertTo(di, left), hn::Sub(width, one)));
  const VI above = hn::Add(column, hn::Mul(hn::And(iy, mask_y), stride));
  const VI below = hn::Add(column, hn::Mul(hn::And(hn::Add(iy, one), mask_y), stride));
  const V4 t = LoadPairs(reinterpret_cast<const float*>(atlas.texels.data()), Places(above), Places(below));
  const VF fx = hn::Sub(x, left), fy = hn::Sub(y, top);
  const V3 root =
      Mixed(Mixed(UnpackTexels(t.x), UnpackTexels(t.y), fx), Mixed(UnpackTexels(t.z), UnpackTexels(t.w), fx), fy);
  const MF textured = hn::RebindMask(d, hn::Not(hn::Lt(choice.texture, zero)));
  const auto square = [&](VF r) {
    return hn::IfThenElse(textured, hn::Mul(hn::Mul(r, r), S(1.0F / (1023 * 1023))), S(1));
  };
  return {square(root.x), square(root.y), square(root.z)};
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
