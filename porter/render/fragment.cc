#include "porter/render/fragment.h"

#include <algorithm>
#include <cmath>

namespace porter::render {

int TextureLevel(const FragmentContext& context, const Texture& texture, const TrianglePlanes& planes,
                 const TriangleLook& look, const Instance& instance, float z) {
  // A pixel sees the area z^3 / (fx fy d) of a plane at distance d from the camera (docs/rendering.md).
  const View& view = *context.view;
  const float at_axis = planes.w0 + planes.wu * (view.cx - planes.u0) + planes.wv * (view.cy - planes.v0);
  const float by_distance = Eigen::Vector3f(planes.wu * view.fx, planes.wv * view.fy, at_axis).norm();
  const float area = z * z * z * by_distance / (view.fx * view.fy);
  const float repeats = instance.material.texture_scale / float(instance.scale);
  const float texels = area * look.uv_density * repeats * repeats * float(texture.width(0) * texture.height(0));
  if (!(texels > 1)) return 0;
  return std::min(int(std::floor(0.5F * std::log2(texels) + 0.5F)), texture.num_levels - 1);
}

Fragment MakeFragment(const FragmentContext& context, const TrianglePlanes& planes, const TriangleLook& look,
                      const Instance& instance, float u, float v) {
  const View& view = *context.view;
  const float z = 1 / planes.InverseDepth(u, v);
  const Eigen::Vector3f b = planes.Barycentric(u, v);
  Eigen::Vector3f normal_M = Eigen::Vector3f::Zero();
  Eigen::Vector2f uv(0, 0);
  for (int c = 0; c < 3; ++c) {
    normal_M += UnpackNormal(look.normal[c]) * b[c];
    uv += Eigen::Vector2f::Map(look.uv[c]) * b[c];
  }
  Fragment fragment{.p_C = view.Ray(u, v) * z,
                    .normal = (instance.X_WM.rotation().cast<float>() * normal_M).normalized(),
                    .base_colour = instance.material.base_colour,
                    .sunlight = 1};
  if (instance.material.texture >= 0) {
    const Texture& texture = context.textures[instance.material.texture];
    const int level = TextureLevel(context, texture, planes, look, instance, z);
    uv *= instance.material.texture_scale;
    fragment.base_colour = fragment.base_colour.cwiseProduct(Sample(texture, uv.x(), uv.y(), level));
  }
  const Eigen::Vector3f normal_C = view.R_WC.transpose() * fragment.normal;
  fragment.sunlight = SunlightAt(context.shadow, context.heights, fragment.p_C, normal_C);
  return fragment;
}

Eigen::Vector3f LightOf(const FragmentContext& context, const Fragment& fragment, const Material& material) {
  const Surface surface{.normal = fragment.normal,
                        .view = context.view->R_WC * -fragment.p_C.normalized(),
                        .base_colour = fragment.base_colour,
                        .roughness = material.roughness,
                        .metallic = material.metallic,
                        .specular = material.specular};
  return Shade(surface, *context.light, fragment.sunlight);
}

}  // namespace porter::render
