#include "porter/eval/cycle_audit.h"

#include <algorithm>
#include <cmath>

namespace porter::eval {
namespace {

constexpr double kTouched = 0.1;  // N

double Percentile(std::vector<float> values, double share) {
  if (values.empty()) return 0;
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, place);
  return *place;
}

}  // namespace

void CycleAuditor::Watch(const tasks::PlacePick& task) {
  held_.resize(static_cast<size_t>(task.config().num_envs));
  const std::span<const robot::JointSpec> joints = robot::G1().joints;
  for (int env = 0; env < task.config().num_envs; ++env) {
    const tasks::PlacePickView& v = task.view(env);
    penetration_.push_back(static_cast<float>(v.penetration));
    hand_speed_.push_back(static_cast<float>(v.palm_velocity.norm()));
    arm_speed_.push_back(static_cast<float>(SignsOf(v).arm_speed));
    for (size_t j = 0; j < joints.size(); ++j) {
      speeding_ += std::abs(v.qd[j]) > joints[j].motor.velocity ? 1 : 0;
      saturated_ += std::abs(v.tau[j]) > 0.99 * joints[j].motor.effort ? 1 : 0;
    }
    joints_ += static_cast<double>(joints.size());
    for (size_t foot = 0; foot < 2; ++foot) {
      if (!v.loaded[foot]) continue;
      slide_ += v.foot_speed[foot];
      ++stances_;
    }
    uint8_t& held = held_[static_cast<size_t>(env)];
    const bool touched = v.hold.touch() > kTouched;
    const bool places = v.stage.stage == tasks::Stage::kPlace || v.stage.stage == tasks::Stage::kGrasp;
    if (held != 0 && !touched && places) {
      tilt_.push_back(static_cast<float>(std::acos(std::clamp(v.hold.X_YO.rotation()(2, 2), -1.0, 1.0))));
      const double bottom = v.hold.X_YO.translation().z() - v.X_YTray.translation().z() - tasks::kTrayFloor;
      fall_.push_back(static_cast<float>(std::max(0.0, bottom)));
      held = 0;
    } else if (v.stage.stage < tasks::Stage::kPlace || v.stage.step == v.stage.entered[2]) {
      held = 1;
    }
  }
}

CycleAudit CycleAuditor::Take() const {
  return {.penetration_p999 = Percentile(penetration_, 0.999),
          .arm_speed_p999 = Percentile(arm_speed_, 0.999),
          .hand_speed_p999 = Percentile(hand_speed_, 0.999),
          .speeding = speeding_ / std::max(1.0, joints_),
          .saturated = saturated_ / std::max(1.0, joints_),
          .foot_slide = slide_ / std::max(1.0, stances_),
          .releases = static_cast<int>(tilt_.size()),
          .release_tilt_p95 = Percentile(tilt_, 0.95),
          .release_fall_p95 = Percentile(fall_, 0.95)};
}

}  // namespace porter::eval
