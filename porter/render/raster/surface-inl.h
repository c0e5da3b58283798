// What surfaces send back, sixteen at a time: the fast twin of shading.h.
#if defined(PORTER_RENDER_RASTER_SURFACE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_SURFACE_INL_H_
#undef PORTER_RENDER_RASTER_SURFACE_INL_H_
#else
#define PORTER_RENDER_RASTER_SURFACE_INL_H_
#endif

#include <numbers>

#include "porter/render/raster/light-inl.h"
#include "porter/render/raster/sun-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// material of each lane (SlotRecord)
struct Finish {
  VF alpha, metallic, reflectance;
  VI specular_level;
  V4 total_fit;
  VF offset_fit[2];
};

// as EnvironmentBrdf
struct Facets {
  VF total, offset;  // total: scale + offset
};
HWY_INLINE Facets EnvironmentBrdfs(const Finish& f, VF m) {
  const VF c = hn::Sub(S(1), m), c2 = hn::Mul(c, c), c5 = hn::Mul(hn::Mul(c2, c2), c);
  const V4& t = f.total_fit;
  return {.total = Fma(m, Fma(m, Fma(m, t.w, t.z), t.y), t.x),
          .offset = hn::Max(Fma(f.offset_fit[0], c5, hn::Mul(f.offset_fit[1], c2)), S(0))};
}

// what depends on the normal alone
struct Facing {
  V3 normal;   // unit, in A
  V3 diffuse;  // DiffuseLight there
  VF cos_sun;
  V3 lift;  // on the sun's map
};
HWY_INLINE Facing FacingOf(const PictureLight& light, const V3& normal) {
  return {normal, DiffuseLights(light, normal), Dot(normal, Const3(light.to_sun_A)), Product(light.lift_SA, normal)};
}

struct Surfaces {
  Facing facing;
  V3 view;    // unit, toward the camera, in A
  V3 colour;  // linear, texture included
  Finish finish;
};

// the sun's part of Shade for one channel, without irradiance
struct SunTerm {
  VF facets;   // distribution and masking
  VF fresnel;  // (1 - v.h)^5
};

// With h = (s + v) / |s + v| and |s + v|^2 = 2 + 2 s.v: n.h = (n.s + n.v) / |s + v| and v.h = (1 + s.v) / |s + v|.
HWY_INLINE SunTerm SunTermOf(const Surfaces& s, const Eigen::Vector3f& to_sun_A, VF normal_view, VF cos_view) {
  const VF cos_sun = s.facing.cos_sun, one = S(1);
  const VF one_and_sun_view = hn::Add(one, Dot(Const3(to_sun_A), s.view));
  const VF by_length = ReciprocalRoot(hn::Max(hn::Add(one_and_sun_view, one_and_sun_view), S(1e-6F)));
  const VF cos_half = Clamped(hn::Mul(hn::Add(cos_sun, normal_view), by_length), S(0), one);
  const VF view_half = Clamped(hn::Mul(one_and_sun_view, by_length), S(0), one);
  const VF alpha = s.finish.alpha, alpha2 = hn::Mul(alpha, alpha);
  const VF spread = Fma(hn::Mul(cos_half, cos_half), hn::Sub(alpha2, one), one);
  const VF sun_cos = hn::Max(cos_sun, S(1e-4F));
  const VF masking = Fma(hn::Mul(hn::Add(sun_cos, sun_cos), cos_view), hn::Sub(one, alpha),
                         hn::Mul(hn::Add(sun_cos, cos_view), alpha));
  const VF distribution = hn::Mul(hn::Mul(S(std::numbers::pi_v<float>), spread), hn::Mul(spread, masking));
  const VF c = hn::Sub(one, view_half), c2 = hn::Mul(c, c);
  return {.facets = hn::Mul(hn::Mul(S(0.5F), alpha2), Reciprocal(distribution)),
          .fresnel = hn::Mul(hn::Mul(c2, c2), c)};
}

// what reaches a surface
struct Arriving {
  V3 diffuse, specular;  // from all around
  V3 sun;                // irradiance
  SunTerm term;
};

// the shares of light that facets reflect, from head-on reflectance
struct Reflected {
  VF facets;  // from all around
  VF glint;   // of the sun's irradiance
};
HWY_INLINE Reflected ReflectedBy(VF f0, const Facets& fit, VF by_albedo, const SunTerm& sun) {
  const VF rebound = Fma(f0, by_albedo, S(1));
  const VF once = Fma(f0, hn::Sub(fit.total, fit.offset), fit.offset);
  const VF fresnel = Fma(hn::Sub(S(1), f0), sun.fresnel, f0);
  return {.facets = hn::Min(hn::Mul(once, rebound), S(1)), .glint = hn::Mul(hn::Mul(fresnel, sun.facets), rebound)};
}

// one channel of Shade; inner: the share of light that `colour` reflects
HWY_INLINE VF ShadeChannel(VF colour, VF inner, const Reflected& by, VF diffuse, VF specular, VF sun) {
  const VF from_inside = hn::Mul(colour, hn::Mul(inner, Fma(sun, S(1 / std::numbers::pi_v<float>), diffuse)));
  return Fma(by.glint, sun, Fma(by.facets, specular, from_inside));
}

HWY_INLINE V3 Reflect(const Surfaces& s, const Arriving& light, VF cos_view) {
  const Facets fit = EnvironmentBrdfs(s.finish, cos_view);
  const VF by_albedo = hn::Sub(Reciprocal(fit.total), S(1)), metallic = s.finish.metallic;
  const V3 &colour = s.colour, &diffuse = light.diffuse, &specular = light.specular, &sun = light.sun;
  if (hn::AllTrue(F(), hn::Eq(metallic, S(0)))) {  // facets reflect all colours alike
    const Reflected by = ReflectedBy(s.finish.reflectance, fit, by_albedo, light.term);
    const VF inner = hn::Sub(S(1), by.facets);
    return {ShadeChannel(colour.x, inner, by, diffuse.x, specular.x, sun.x),
            ShadeChannel(colour.y, inner, by, diffuse.y, specular.y, sun.y),
            ShadeChannel(colour.z, inner, by, diffuse.z, specular.z, sun.z)};
  }
  const auto channel = [&](VF c, VF d, VF g, VF e) {
    const Reflected by = ReflectedBy(Fma(c, metallic, s.finish.reflectance), fit, by_albedo, light.term);
    return ShadeChannel(c, hn::Mul(hn::Sub(S(1), by.facets), hn::Sub(S(1), metallic)), by, d, g, e);
  };
  return {channel(colour.x, diffuse.x, specular.x, sun.x), channel(colour.y, diffuse.y, specular.y, sun.y),
          channel(colour.z, diffuse.z, specular.z, sun.z)};
}

// as Shade; ray_S: toward the pixel, on the sun's map, per m of depth z
HWY_INLINE V3 ShadeSurfaces(const PictureLight& light, const SunMap& map, const Surfaces& s, const V3& ray_S, VF z) {
  const F d;
  const V3 &normal = s.facing.normal, &lift = s.facing.lift;
  const VF normal_view = Dot(normal, s.view), twice = hn::Add(normal_view, normal_view);
  const VF cos_view = Clamped(normal_view, S(kMinCosView), S(1));
  const V3 mirrored{hn::MulSub(normal.x, twice, s.view.x), hn::MulSub(normal.y, twice, s.view.y),
                    hn::MulSub(normal.z, twice, s.view.z)};
  const V3 specular = Scaled(SampleMap(*light.specular, s.finish.specular_level, mirrored), S(light.intensity));
  Arriving arriving{s.facing.diffuse, specular, {S(0), S(0), S(0)}, {S(0), S(0)}};
  if (!light.sun_irradiance.isZero() && !hn::AllFalse(d, hn::Gt(s.facing.cos_sun, S(0)))) {
    VF arrives = hn::Max(s.facing.cos_sun, S(0));
    if (map.fit.shines) {
      const V3 o = Const3(light.p_S);
      arrives =
          hn::Mul(arrives, Sunlight(map, {Fma(ray_S.x, z, hn::Add(o.x, lift.x)), Fma(ray_S.y, z, hn::Add(o.y, lift.y)),
                                          Fma(ray_S.z, z, hn::Add(o.z, lift.z))}));
    }
    if (!hn::AllFalse(d, hn::Gt(arrives, S(0)))) {
      const V3 irradiance = Const3(light.sun_irradiance);
      arriving.sun = Scaled(irradiance, arrives);
      arriving.term = SunTermOf(s, light.to_sun_A, normal_view, cos_view);
    }
  }
  return Reflect(s, arriving, cos_view);
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
