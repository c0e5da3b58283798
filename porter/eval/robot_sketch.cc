#include "porter/eval/robot_sketch.h"

#include <cmath>

#include "porter/physics/robot_model.h"
#include "porter/robot/g1/g1.h"

namespace porter::eval {
namespace {

using physics::GeomKind;
using physics::GeomShape;

constexpr report::Colour kTrunkColour{178, 185, 195};
constexpr report::Colour kLimbColour{218, 220, 223};
constexpr report::Colour kHandColour{72, 76, 84};

bool Has(const std::string& name, const char* part) {
  return name.find(part) != std::string::npos;
}

report::Colour ColourOf(const std::string& link) {
  if (Has(link, "hand") || Has(link, "wrist_yaw")) return kHandColour;
  if (Has(link, "torso") || Has(link, "pelvis") || Has(link, "waist")) return kTrunkColour;
  if (!Has(link, "knee") && !Has(link, "ankle")) return kLimbColour;
  return Has(link, "left") ? kLeftColour : kRightColour;
}

GeomShape Sole(const char* link) {
  constexpr double kHalfWidth = 0.03, kHalfHeight = 0.0175;  // m
  const Eigen::Vector3d p_LG(robot::kG1SoleMiddle, 0, robot::kG1SoleZ + kHalfHeight);
  return {.body = link,
          .kind = GeomKind::kCuboid,
          .size = {0.5 * (robot::kG1SoleToe - robot::kG1SoleHeel), kHalfWidth, kHalfHeight},
          .X_LG = {Eigen::Matrix3d(Eigen::Matrix3d::Identity()), p_LG}};
}

GeomShape Waist() {
  return {.body = "waist_yaw_link",
          .kind = GeomKind::kCapsule,
          .size = {0.055, 0.04},
          .X_LG = {Eigen::Matrix3d(Eigen::Matrix3d::Identity()), Eigen::Vector3d(0, 0, -0.01)}};
}

report::Shape Placed(const GeomShape& shape, const math::Transform3& X_WG) {
  switch (shape.kind) {
    case GeomKind::kSphere:
      return report::Sphere{X_WG.translation(), shape.size[0]};
    case GeomKind::kCapsule: {
      const Eigen::Vector3d end(0, 0, shape.size[1]);
      return report::Capsule{X_WG * end, X_WG * -end, shape.size[0]};
    }
    case GeomKind::kCuboid:
      break;
  }
  return report::Box{X_WG, Eigen::Vector3d(shape.size.data())};
}

}  // namespace

RobotSketch::RobotSketch(const robot::RobotSpec& robot, const std::filesystem::path& root)
    : kinematics_(robot::LoadMjcf(root / robot.model), robot::JointNames(robot)) {
  const physics::RobotModel built = physics::BuildRobotModel(robot, {.floor = physics::Floor::kNone}, root);
  std::vector<GeomShape> shapes = physics::GeomShapes(built.model);
  shapes.push_back(Sole("left_ankle_roll_link"));
  shapes.push_back(Sole("right_ankle_roll_link"));
  shapes.push_back(Waist());
  for (GeomShape& shape : shapes) {
    const int link = kinematics_.FrameId(shape.body);
    const report::Colour colour = ColourOf(shape.body);
    parts_.push_back({link, std::move(shape), colour});
  }
}

std::vector<report::Solid> RobotSketch::Solids(const math::Transform3& X_WB, std::span<const double> q) const {
  robot::LinkPoses poses = kinematics_.MakePoses();
  kinematics_.Forward(X_WB, q, poses);
  std::vector<report::Solid> solids;
  for (const Part& part : parts_) {
    solids.push_back({Placed(part.shape, poses.X_WL[static_cast<size_t>(part.link)] * part.shape.X_LG), part.colour});
  }
  return solids;
}

}  // namespace porter::eval
