// One environment as a step callback sees it: on the worker thread, while its state is hot in cache. Valid only during
// the call. Poses and velocities are those after the step; contact forces and torques are those of its last substep.
#pragma once

#include <array>
#include <span>

#include "porter/math/transform3.h"

struct mjModel_;
struct mjData_;

namespace porter::physics {

enum class SimFault : unsigned char {
  kNone,
  kNonFinite,  // a position or velocity was not finite or absurdly large: the environment was reset
  kSimulator,  // MuJoCo raised an error: the environment was reset
};

// linear and angular velocity of a link's frame origin, in world axes
struct LinkVelocity {
  std::array<double, 3> linear;   // v_WL, m/s
  std::array<double, 3> angular;  // w_WL, rad/s
};

class EnvView {
 public:
  EnvView(int env, const mjModel_& model, const mjData_& data, std::span<const double> contact_force, SimFault fault)
      : env_(env), model_(model), data_(data), contact_force_(contact_force), fault_(fault) {}

  int env() const { return env_; }
  SimFault fault() const { return fault_; }
  double time() const;                                        // s since the reset
  std::span<const double> qpos() const;                       // generalised positions, MuJoCo's order   [nq]
  std::span<const double> qvel() const;                       // generalised velocities   [nv]
  std::span<const double, 3> LinkPosition(int body) const;    // p_WL, m
  std::span<const double, 4> LinkQuaternion(int body) const;  // q_WL, w x y z
  std::span<const double, 9> LinkRotation(int body) const;    // R_WL, row-major
  math::Transform3 LinkPose(int body) const;                  // X_WL
  LinkVelocity Velocity(int body) const;                      // of the link frame's origin
  std::span<const double, 3> SitePosition(int site) const;    // p_WS, m
  std::span<const double, 3> ContactForce(int pair) const;    // on the pair's first link, world frame, N
  double Penetration(std::span<const int> bodies) const;      // deepest of any of these links, last substep, m
  std::span<const double> sensors() const;                    // sensor values of the last substep   [nsensordata]
  // the same environment with other contact forces, for tests of what is made of them   [num_pairs * 3]
  EnvView WithContactForces(std::span<const double> force) const { return {env_, model_, data_, force, fault_}; }

 private:
  int env_;
  const mjModel_& model_;
  const mjData_& data_;
  std::span<const double> contact_force_;
  SimFault fault_;
};

}  // namespace porter::physics
