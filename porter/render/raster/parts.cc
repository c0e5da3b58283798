#include "porter/render/raster/parts.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "porter/render/raster/parts.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "porter/render/raster/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

HWY_INLINE MF Pass(const PartLists& parts, size_t at, const PartTest& test) {
  const F d;
  const V3 centre{hn::Load(d, &parts.x[at]), hn::Load(d, &parts.y[at]), hn::Load(d, &parts.z[at])};
  const V3 axis{hn::Load(d, &parts.axis_x[at]), hn::Load(d, &parts.axis_y[at]), hn::Load(d, &parts.axis_z[at])};
  const VF radius = hn::Load(d, &parts.radius[at]), cutoff = hn::Load(d, &parts.cutoff[at]);
  VF inside = hn::Set(d, hwy::HighestValue<float>());
  for (const PartTest::Side& side : test.sides)
    inside = hn::Min(inside, hn::Add(Dot(Const3(side.n), centre), Fma(S(side.reach), radius, S(side.d))));
  const V3 viewer = Const3(test.viewer);
  MF turned_away;
  if (test.is_far) {
    turned_away = hn::Ge(Dot(viewer, axis), cutoff);
  } else {
    const V3 toward{hn::Sub(centre.x, viewer.x), hn::Sub(centre.y, viewer.y), hn::Sub(centre.z, viewer.z)};
    turned_away = hn::Ge(Dot(toward, axis), Fma(cutoff, hn::Sqrt(Dot(toward, toward)), radius));
  }
  return hn::AndNot(turned_away, hn::Ge(inside, S(0)));
}

uint32_t Needed(const PartLists& parts, size_t first, const PartTest& test) {
  uint32_t needed = 0;
  for (size_t l = 0; l < kLanes; l += kWidth) needed |= BitsOf(Pass(parts, first + l, test)) << l;
  return needed;
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace porter::render {

HWY_EXPORT(Needed);

void PartLists::Add(const Part& part) {
  const auto put = [&](AlignedVector<float>& list, float value) {
    list.resize((size / kLanes + 1) * kLanes);
    list[size] = value;
  };
  put(x, part.centre.x()), put(y, part.centre.y()), put(z, part.centre.z()), put(radius, part.radius);
  put(axis_x, part.axis.x()), put(axis_y, part.axis.y()), put(axis_z, part.axis.z()), put(cutoff, part.cutoff);
  ++size;
}

bool PartTest::Reaches(const Eigen::Vector3f& centre, float radius) const {
  return std::ranges::all_of(sides, [&](const Side& s) { return s.n.dot(centre) + s.d + s.reach * radius >= 0; });
}

PartTest CameraTest(const View& view, const Placement& placement) {
  PartTest test{.sides = {}, .viewer = CameraIn(placement), .is_far = false};
  for (int i = 0; i < 5; ++i) {
    const Eigen::Vector3f n = view.sides.row(i).head<3>();
    test.sides[i] = {
        .n = placement.A_CM.transpose() * n, .d = n.dot(placement.p_CM) + view.sides(i, 3), .reach = placement.scale};
  }
  return test;
}

// The map keeps faces that are turned away from the sun: those that something behind them, looking at the sun, sees.
PartTest SunTest(const ShadowFit& fit, const Placement& placement, int size) {
  const Eigen::Matrix3f A_SM = fit.A_SC * placement.A_CM;
  const Eigen::Vector3f p_SM = fit.A_SC * placement.p_CM + fit.p_SC;
  PartTest test{.sides = {},
                .viewer = placement.A_CM.transpose() * (fit.A_SC.row(2).transpose() / placement.scale),
                .is_far = true};
  for (int axis = 0; axis < 2; ++axis) {
    const float reach = fit.A_SC.row(axis).norm() * placement.scale;
    test.sides[2 * axis] = {.n = A_SM.row(axis), .d = p_SM[axis], .reach = reach};
    test.sides[2 * axis + 1] = {.n = -A_SM.row(axis), .d = float(size) - p_SM[axis], .reach = reach};
  }
  return test;
}

uint32_t Needed(const PartLists& parts, size_t first, const PartTest& test) noexcept {
  const uint32_t there = parts.size - first < kLanes ? (1U << (parts.size - first)) - 1 : 0xFFFF;
  return HWY_DYNAMIC_DISPATCH(Needed)(parts, first, test) & there;
}

}  // namespace porter::render
#endif
