#include "porter/tasks/place_pick/observation.h"

#include <algorithm>
#include <cmath>
#include <ranges>

#include "porter/core/check.h"
#include "porter/math/rotation.h"
#include "porter/policy/layouts.h"
#include "porter/policy/mirrors.h"

namespace porter::tasks {
namespace {

using Eigen::Vector3d;
using math::Transform3;

constexpr double kClip = 100;      // facts/viral.md 2
constexpr double kForceClip = 20;  // N; closing fingers give peaks of 10 to 80 N for a step (facts/experiments.md 1)
const Vector3d kLiftGoal(0.3, -0.1, 0.3);  // from the pelvis, m (facts/viral.md 2)
const Vector3d kPlaceGoal(-0.03, 0, 0.2);  // from the tray, m

class Writer {
 public:
  explicit Writer(std::span<float> out) : out_(out) {}
  size_t written() const { return at_; }

  void Put(double value) { out_[at_++] = static_cast<float>(value); }
  void Put(const std::ranges::range auto& values) {
    for (const double value : values) Put(value);
  }
  // position, then R e_x and R e_z (facts/viral.md 2)
  void Put(const Transform3& X) {
    Put(X.translation());
    Put(math::ToRotation6(X.rotation(), math::Rotation6::kColumns13));
  }

 private:
  std::span<float> out_;
  size_t at_ = 0;
};

Transform3 MiddleOf(const CarriedView& object) {
  return {object.X_YO.rotation(), object.middle};
}

Transform3 Palm(const PlacePickView& v) {
  return {v.X_YWrist.rotation(), v.palm};
}

struct ObsTerm {
  const char* name;
  int width;
  const char* unit;
  const char* frame;
  const char* what;
  void (*fill)(const PlacePickView& view, Writer& out);
};

void Command(const PlacePickView& v, Writer& out) {
  const double velocity[] = {2 * v.command[0], 2 * v.command[1], 0.5 * v.command[2]};
  const double norm = Vector3d(velocity).norm();
  for (const double x : velocity) out.Put(norm < 0.1 ? 0 : x);
  for (size_t k = 3; k < 7; ++k) out.Put(v.command[k]);
}

void Positions(const PlacePickView& v, size_t joints, Writer& out) {
  for (size_t j = 0; j < joints; ++j) out.Put(v.q[j] - robot::G1().joints[j].default_position);
}

void Velocities(const PlacePickView& v, size_t joints, Writer& out) {
  for (size_t j = 0; j < joints; ++j) out.Put(0.05 * v.qd[j]);
}

void Forces(const CarriedView& object, Writer& out) {
  for (const Vector3d& force : object.force) out.Put(Vector3d(force.cwiseMax(-kForceClip).cwiseMin(kForceClip)));
}

// alphabetical, as published
const ObsTerm kTeacherTerms[] = {
    {"actions", 31, "", "", "what the low level was given", [](const auto& v, Writer& out) { out.Put(v.applied); }},
    {"b_homie_commands", 7, "m/s, rad/s, m, rad", "B", "command as the controller sees it", Command},
    {"base_ang_vel", 3, "rad/s", "B", "w_WB_B", [](const auto& v, Writer& out) { out.Put(v.w_B); }},
    {"base_lin_vel", 3, "m/s", "B", "v_WB",
     [](const auto& v, Writer& out) { out.Put(Vector3d(v.X_YB.rotation().transpose() * v.v)); }},
    {"delta_actions", 11, "", "", "last output of the policy", [](const auto& v, Writer& out) { out.Put(v.action); }},
    {"dof_pos", 43, "rad", "", "q - default", [](const auto& v, Writer& out) { Positions(v, v.q.size(), out); }},
    {"dof_vel", 43, "rad/s", "", "qd x 0.05", [](const auto& v, Writer& out) { Velocities(v, v.qd.size(), out); }},
    {"grasp_fingers_tips_force", 12, "N", "Y", "on the front object from thumb_2, index_1, middle_1, palm",
     [](const auto& v, Writer& out) { Forces(v.front, out); }},
    {"grasp_hand_object_transform", 9, "m", "palm", "middle of the front object",
     [](const auto& v, Writer& out) { out.Put(Palm(v).Inverse() * MiddleOf(v.front)); }},
    {"grasp_obj_transform", 9, "m", "B", "middle of the front object",
     [](const auto& v, Writer& out) { out.Put(v.X_YB.Inverse() * MiddleOf(v.front)); }},
    {"hold_fingers_tips_force", 12, "N", "Y", "the same on the held object",
     [](const auto& v, Writer& out) { Forces(v.hold, out); }},
    {"hold_hand_object_transform", 9, "m", "palm", "middle of the held object",
     [](const auto& v, Writer& out) { out.Put(Palm(v).Inverse() * MiddleOf(v.hold)); }},
    {"hold_obj_transform", 9, "m", "B", "middle of the held object",
     [](const auto& v, Writer& out) { out.Put(v.X_YB.Inverse() * MiddleOf(v.hold)); }},
    {"placement_pos", 2, "m", "Y", "front object at the start of the cycle",
     [](const auto& v, Writer& out) { out.Put(v.placement); }},
    {"projected_gravity", 3, "", "B", "direction of gravity", [](const auto& v, Writer& out) { out.Put(v.gravity_B); }},
    {"stage", 5, "", "", "one-hot",
     [](const auto& v, Writer& out) {
       for (size_t s = 0; s < kNumStages; ++s) out.Put(s == v.stage.index() ? 1.0 : 0.0);
     }},
    // position along the axes of Y, rotation seen from the pelvis
    {"table_pelvis_transform", 9, "m", "Y", "table against pelvis",
     [](const auto& v, Writer& out) {
       out.Put(Transform3(Eigen::Matrix3d(v.X_YB.rotation().transpose() * v.X_YK.rotation()),
                          v.X_YK.translation() - v.X_YB.translation()));
     }},
    {"target_lift_pos", 3, "m", "B", "where the grasped object shall go",
     [](const auto&, Writer& out) { out.Put(kLiftGoal); }},
    {"target_place_pos", 3, "m", "B", "where the palm shall be before placing",
     [](const auto& v, Writer& out) {
       out.Put(Vector3d(v.X_YB.Inverse() * Vector3d(v.X_YTray.translation() + kPlaceGoal)));
     }},
};

void Clip(const policy::ObsLayout& layout, std::span<float> out) noexcept {
  size_t at = 0;
  for (const policy::Term& term : layout.terms()) {
    for (int k = 0; k < term.width; ++k, ++at) {
      out[at] = std::clamp(out[at], static_cast<float>(term.lower), static_cast<float>(term.upper));
    }
  }
}

}  // namespace

policy::ObsLayout TeacherLayout() {
  std::vector<policy::Term> terms;
  for (const ObsTerm& term : kTeacherTerms) {
    terms.push_back({.name = term.name,
                     .width = term.width,
                     .unit = term.unit,
                     .frame = term.frame,
                     .what = term.what,
                     .lower = -kClip,
                     .upper = kClip,
                     .mirror = policy::NoMirror("drives the right arm only")});
  }
  return {"teacher", std::move(terms)};
}

PlacePickObserver::PlacePickObserver() : teacher_(TeacherLayout()), student_(policy::StudentLayout()) {}

void PlacePickObserver::WriteTeacher(const PlacePickView& view, std::span<float> out) const noexcept {
  Writer writer(out);
  for (const ObsTerm& term : kTeacherTerms) {
    [[maybe_unused]] const size_t before = writer.written();
    term.fill(view, writer);
    PORTER_DCHECK(writer.written() == before + static_cast<size_t>(term.width), term.name);
  }
  Clip(teacher_, out);
}

void PlacePickObserver::WriteStudent(const PlacePickView& v, std::span<float> out) const noexcept {
  constexpr size_t kBodyJoints = 29;  // legs, waist, arms stand first in the robot's order
  Writer writer(out);
  writer.Put(v.applied);
  Command(v, writer);
  writer.Put(v.w_B);
  writer.Put(v.action);
  Positions(v, kBodyJoints, writer);
  Velocities(v, kBodyJoints, writer);
  writer.Put(v.gravity_B);
  Clip(student_, out);
}

}  // namespace porter::tasks
