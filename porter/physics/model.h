// A compiled MuJoCo model: immutable, shared by whoever simulates it. Names become ids here, with errors that name the
// nearest name; MuJoCo's own header stays behind this one.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct mjModel_;

namespace porter::physics {

class Model {
 public:
  // Takes ownership of a compiled model and switches off MuJoCo's silent clamp of controls and its silent reset of bad
  // states: BatchSim guards the state itself.
  static Model Adopt(mjModel_* model);
  // MJCF text, for tests and small worlds; throws core::Error with MuJoCo's message
  static Model FromXml(std::string_view xml);
  // binary model file, as fault dumps carry it
  static Model LoadBinary(const std::filesystem::path& path);
  void SaveBinary(const std::filesystem::path& path) const;

  const mjModel_& mujoco() const { return *model_; }

  // ids by name; throw core::Error with the nearest name
  int BodyId(std::string_view name) const;
  int GeomId(std::string_view name) const;
  int JointId(std::string_view name) const;
  int SiteId(std::string_view name) const;
  // where the position (x y z, w x y z) and the velocity of this body's free joint begin in qpos and qvel; throw
  // core::Error when it has none
  int QposOf(std::string_view body) const;
  int QvelOf(std::string_view body) const;
  // the place of a hinge or slide joint in qpos
  int JointQpos(std::string_view joint) const;

  std::vector<std::string> JointNames() const;     // hinge and slide joints, in the model's order
  std::vector<std::string> ActuatorNames() const;  // in the model's order; the name of the joint each one drives
  double TotalMass() const;                        // kg

 private:
  explicit Model(std::shared_ptr<const mjModel_> model) : model_(std::move(model)) {}
  std::shared_ptr<const mjModel_> model_;
};

}  // namespace porter::physics
