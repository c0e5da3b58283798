// Builds a model from an MJCF file by editing MuJoCo's spec: variants of one source, never copies of it.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "porter/physics/body_spec.h"
#include "porter/physics/model.h"
#include "porter/physics/sim_options.h"
#include "porter/robot/model_check.h"

struct mjSpec_;

namespace porter::physics {

// a position motor with PD gains on a joint
struct Motor {
  std::string joint;
  double kp = 0;        // N m/rad
  double kd = 0;        // N m s/rad
  double effort = 0;    // torque limit, N m
  double armature = 0;  // rotor inertia at the joint, kg m^2
};

// a mesh on a link
struct MeshGeom {
  std::string body;
  std::filesystem::path file;           // STL or OBJ, m
  std::array<double, 3> position = {};  // in the link frame, m
  std::array<float, 4> rgba = {0.7f, 0.7f, 0.7f, 1};
};

class ModelBuilder {
 public:
  // throws core::Error with MuJoCo's message when the file is missing or wrong
  explicit ModelBuilder(const std::filesystem::path& mjcf);
  ~ModelBuilder();
  ModelBuilder(ModelBuilder&&) noexcept;

  std::vector<std::string> JointNames() const;             // hinges and slides, in the order of the file
  std::vector<robot::JointCarrier> JointCarriers() const;  // of the same joints

  // removes these joints (and their motors): their links become rigid at zero angle
  void Weld(std::span<const std::string> joints);
  // exactly these motors, in this order, instead of whatever the file has; sets the joints' armature too
  void SetMotors(std::span<const Motor> motors);
  // an infinite plane at z = 0; touches: contact bits of the geoms that it carries (geom contype)
  void AddFloor(double friction, int touches);
  // A body beside the robot, with geoms "NAME/0", "NAME/1", ... in the order of its solids and, if it is free, a joint
  // NAME. Its frame must not be at its centre of mass, or MuJoCo would take shortcuts that hold for these sizes alone;
  // throws core::Error.
  void AddBody(const BodySpec& spec);
  // removes geoms that nothing in the model can touch and that are not visuals: they would cost time in every step
  void DropIdleColliders();
  // merges links without joints into their parents, names and all: fewer bodies, the same motion
  void FuseRigidLinks();
  // meshes that are seen and never touch (geom group 2)
  void AddVisuals(std::span<const MeshGeom> meshes);
  // on the links of these meshes: their primitive colliders make way for the meshes' convex hulls
  void ReplaceColliders(std::span<const MeshGeom> meshes);

  // throws core::Error with MuJoCo's message
  Model Compile(const SimOptions& options);

 private:
  struct Delete {
    void operator()(mjSpec_* spec) const;
  };
  std::unique_ptr<mjSpec_, Delete> spec_;
  std::filesystem::path source_;
  std::vector<std::string> added_;  // bodies of AddBody
};

}  // namespace porter::physics
