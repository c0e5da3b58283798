// A robot as solids for a sketch: the colliders of its own MJCF with a stand-in for soles and waist, which have none
// worth looking at. The left lower leg is blue and the right one orange, so that crossing legs can be seen.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "porter/physics/geoms.h"
#include "porter/report/solid.h"
#include "porter/robot/kinematics.h"

namespace porter::eval {

inline constexpr report::Colour kLeftColour{0x2b, 0x86, 0xc9};
inline constexpr report::Colour kRightColour{0xe6, 0x7a, 0x1e};

class RobotSketch {
 public:
  // root: folder that robot.model is relative to; throws core::Error as LoadMjcf and BuildRobotModel
  RobotSketch(const robot::RobotSpec& robot, const std::filesystem::path& root);

  // X_WB: pelvis; q: rad, the robot's joint order   [num_joints]
  std::vector<report::Solid> Solids(const math::Transform3& X_WB, std::span<const double> q) const;

 private:
  struct Part {
    int link;
    physics::GeomShape shape;
    report::Colour colour;
  };

  robot::Kinematics kinematics_;
  std::vector<Part> parts_;
};

}  // namespace porter::eval
