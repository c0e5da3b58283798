#include "porter/scene/household.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "porter/scene/mesh_measures.h"

namespace porter::scene {
namespace {

using Eigen::Vector3d;

TEST(Household, EveryPartIsClosedWithItsNormalsOutward) {
  for (const HouseholdObject& object : HouseholdObjects()) {
    SCOPED_TRACE(object.name);
    const Model model = object.make();
    for (const ModelPart& part : model.parts) {
      ExpectClosed(part.mesh);
      const Measures m = Measure(part.mesh);
      EXPECT_GT(m.volume, 0) << "seen from outside, triangles run counter-clockwise";
      EXPECT_GT(m.most_bent, 0.5);
    }
  }
}

TEST(Household, ObjectsHaveTheSizesOfTheirTable) {
  std::set<std::string_view> names;
  std::map<ObjectForm, int> forms;
  for (const HouseholdObject& object : HouseholdObjects()) {
    SCOPED_TRACE(object.name);
    const Bounds bounds = BoundsOf(object.make());
    EXPECT_LT((bounds.low - object.low).cwiseAbs().maxCoeff(), 1e-4);
    EXPECT_LT((bounds.high - object.high).cwiseAbs().maxCoeff(), 1e-4);
    names.insert(object.name);
    ++forms[object.form];
  }
  EXPECT_EQ(names.size(), 10u);
  for (const ObjectForm form : {ObjectForm::kRound, ObjectForm::kBox, ObjectForm::kHandled, ObjectForm::kTapered}) {
    EXPECT_GE(forms[form], 2);
  }
}

// volumes of first parts from formulas of whole bodies, cm^3
TEST(Household, BodiesHaveTheVolumesOfTheirForms) {
  std::map<std::string, double> volume;
  for (const HouseholdObject& object : HouseholdObjects()) {
    volume[std::string(object.name)] = 1e6 * Measure(object.make().parts[0].mesh).volume;
  }
  constexpr double kPi = 3.14159265358979;
  const double polygon = std::sin(2 * kPi / 32) / (2 * kPi / 32);  // area of 32 corners to that of the circle
  const auto frustum = [&](double r, double s, double height) {    // cm
    return polygon * kPi * height / 3 * (r * r + r * s + s * s);
  };
  const double ball = 4 * kPi / 3 * 3.8 * 3.8 * 3.6;
  EXPECT_NEAR(volume["orange"], ball, 0.02 * ball) << "24 steps from pole to pole cut off about a per cent";
  EXPECT_NEAR(volume["can"], frustum(2.6, 3.3, 0.8) + frustum(3.3, 3.3, 9.5) + frustum(3.3, 2.7, 1), 0.01);
  EXPECT_NEAR(volume["tumbler"],
              frustum(2.7, 2.8, 0.1) + frustum(2.8, 3.8, 11.8) + frustum(3.8, 3.75, 0.1) - frustum(3.6, 3.55, 0.1) -
                  frustum(3.55, 2.62, 11.1) - frustum(2.62, 0, 0.1),
              0.01);
  const double edges = 4 * (6 + 7 + 14) * 0.2 * 0.2 / 2;  // cut off by 2 mm
  EXPECT_NEAR(volume["carton"], 6 * 7 * 14 - edges, 0.1);
  EXPECT_NEAR(volume["book"], 2 * 0.3 * 7.5 * 15 + 3.9 * 0.3 * 15, 1);
  // body and handle: half an ellipse with half axes 2.8 and 2.8 cm, radius 0.5 cm
  const double mug = frustum(3.4, 3.6, 0.2) + frustum(3.6, 3.6, 9.2) + frustum(3.6, 3.55, 0.1) -
                     frustum(3.3, 3.25, 0.1) - frustum(3.25, 3.25, 8.8) - frustum(3.25, 0, 0.1);
  const double section = 6 * std::sin(2 * kPi / 12) * 0.25;  // 12 sides
  EXPECT_NEAR(volume["mug"], mug + kPi * 2.8 * section, 0.1) << "the handle has 16 segments";
}

}  // namespace
}  // namespace porter::scene
