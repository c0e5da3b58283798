// Joint orders of other systems, and permutations between them, computed from names: an index table is never typed.
#pragma once

#include <string>
#include <vector>

#include "porter/math/permutation.h"
#include "porter/robot/robot_spec.h"

namespace porter::robot {

struct JointOrder {
  std::string name;  // whose order it is, for messages
  std::vector<std::string> joints;
};

// porter's own order of all joints of the robot, or of some limbs of it
JointOrder OwnOrder(const RobotSpec& robot);
JointOrder OwnOrder(const RobotSpec& robot, std::span<const Limb> limbs);

// p.Apply(x in the order `from`, y in the order `to`). Both must hold the same joints; throws core::Error that lists
// what either side lacks.
math::Permutation FromTo(const JointOrder& from, const JointOrder& to);

}  // namespace porter::robot
