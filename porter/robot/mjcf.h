// The part of an MJCF file that kinematics needs: the tree of links with their joints, masses and fixed frames. The
// file states these facts once; what this reader does not understand (euler, axisangle, include, ...) is an error with
// its place, never a silent default. Geometry, actuators and sensors are MuJoCo's business and are passed over.
#pragma once

#include <Eigen/Geometry>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "porter/math/transform3.h"

namespace porter::robot {

struct MjcfInertial {
  double mass = 0;                                           // kg
  Eigen::Vector3d p_LM = Eigen::Vector3d::Zero();            // centre of mass in the link frame, m
  Eigen::Quaterniond R_LM = Eigen::Quaterniond::Identity();  // principal axes of inertia
  Eigen::Vector3d inertia = Eigen::Vector3d::Zero();         // about those axes, kg m^2
};

struct MjcfJoint {
  std::string name;
  Eigen::Vector3d axis = Eigen::Vector3d::UnitZ();   // in the link frame, unit length
  Eigen::Vector3d anchor = Eigen::Vector3d::Zero();  // in the link frame, m
  double lower = 0, upper = 0;                       // rad; both 0: not limited
  double effort = 0;                                 // torque limit, N m; 0: not stated
  double armature = 0;                               // kg m^2
};

struct MjcfBody {
  std::string name;
  int parent = -1;                       // index of the parent link; -1: the root
  math::Transform3 X_PL;                 // link in its parent at zero joint angle; the root's place in the world
  std::optional<MjcfJoint> joint;        // the hinge that moves it; the root and welded links have none
  std::optional<MjcfInertial> inertial;  // none: MuJoCo derives it from the geometry
};

// a site or camera
struct MjcfFrame {
  std::string name;
  int body = -1;
  math::Transform3 X_LF;  // cameras: x right, y down, z forward
};

struct MjcfModel {
  std::string source;             // file name, for messages
  std::vector<MjcfBody> bodies;   // depth first, parents before children; [0] is the floating root
  std::vector<MjcfFrame> frames;  // sites and cameras

  std::vector<std::string> JointNames() const;  // hinges, in the order of the file
};

// throws core::Error with file:line
MjcfModel LoadMjcf(const std::filesystem::path& path);
MjcfModel ParseMjcf(std::string_view text, const std::string& source);

}  // namespace porter::robot
