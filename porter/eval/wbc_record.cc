#include "porter/eval/wbc_record.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "porter/robot/g1/g1.h"

namespace porter::eval {
namespace {

constexpr double kSettle = 1.0;         // after a command until velocities count, s; then a gait cycle
constexpr double kPostureSettle = 2.0;  // until height and torso count, s
constexpr double kStart = 2.0;          // of drift, s
constexpr double kSlow = 0.1;           // a robot that stands still, m/s
constexpr double kStill = 0.5;          // that it must be so on end before it counts, s
constexpr double kCarrying = 20;        // a foot that carries, N
constexpr double kRecovered = 1.5;      // longest recovery that is one; what is watched for less says nothing, s

double Seconds(int64_t steps) {
  return static_cast<double>(steps) * wbc::kControlPeriod;
}

double Percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
}

}  // namespace

void WbcRecord::Command(bool stands) {
  if (fallen_) return;
  EndEvents();
  stopping_ = stands && !stands_;
  stands_ = stands;
  command_step_ = step_;
  still_from_ = step_;
}

void WbcRecord::Push() {
  if (fallen_ || !row_->stands()) return;  // who walks does not come to rest
  EndEvents();
  push_step_ = step_;
  still_from_ = step_;
}

// what still waits for the robot to come to rest, and will not see it
void WbcRecord::EndEvents() {
  const auto watched = [&](int64_t since) { return Seconds(step_ - since) >= kRecovered + kStill; };
  if (push_step_ >= 0 && (fallen_ || watched(push_step_))) {
    recovery_s.push_back(std::numeric_limits<double>::infinity());
  }
  if (stopping_ && !fallen_ && watched(command_step_)) stop_s.Add(Seconds(step_ - command_step_));
  push_step_ = -1;
  stopping_ = false;
}

// notes when the robot has come to rest: it has been still for kStill on end
void WbcRecord::Settle(const tasks::LocomotionView& view) {
  const bool slow = view.v_H.head<2>().norm() < kSlow;
  const bool both = view.feet[0].down() && view.feet[1].down();
  if (!slow || (!stopping_ && !both)) still_from_ = step_;
  if (Seconds(step_ - still_from_) < kStill) return;
  if (push_step_ >= 0) recovery_s.push_back(Seconds(still_from_ - push_step_));
  if (stopping_) stop_s.Add(Seconds(still_from_ - command_step_));
  push_step_ = -1;
  stopping_ = false;
}

void WbcRecord::Add(const tasks::LocomotionView& view, const std::array<double, 2>& p_WB, double yaw,
                    std::span<const float> targets) {
  if (fallen_) return;
  constexpr double kLowest = 0.33, kTilt = 0.65, kTorsoTilt = 1.0;  // as in training
  fallen_ = view.height < kLowest || view.gravity_B.head<2>().norm() > kTilt || view.torso_tilt > kTorsoTilt;
  ++step_;
  AddVelocity(view);
  Settle(view);
  if (Seconds(step_ - command_step_) > kPostureSettle) {
    height.Add(std::abs(view.height - view.command.height));
    torso.Add(view.torso_error.norm());
  }
  for (const tasks::FootView& foot : view.feet) {
    if (foot.force > kCarrying) slip.Add(foot.v_H.head<2>().norm());
  }
  for (const size_t j : view.driven) {
    saturated.Add(std::abs(view.tau[j]) > 0.9 * robot::G1().joints[j].motor.effort ? 1 : 0);
  }
  if (stands_ && Seconds(step_ - command_step_) > kStart) AddStanding(view, p_WB, yaw, targets);
  last_targets_.assign(targets.begin(), targets.end());
}

void WbcRecord::AddVelocity(const tasks::LocomotionView& view) {
  velocity_[static_cast<size_t>(step_) % kCycle] = {view.v_H.x(), view.v_H.y(), view.w_B.z()};
  if (Seconds(step_ - command_step_) < kSettle + Seconds(kCycle)) return;
  const std::array<double, 3> mean = mean_velocity();
  vx.Add(std::abs(mean[0] - view.command.vx));
  vy.Add(std::abs(mean[1] - view.command.vy));
  wz.Add(std::abs(mean[2] - view.command.wz));
}

std::array<double, 3> WbcRecord::mean_velocity() const {
  const auto steps = static_cast<double>(std::clamp(step_, int64_t{1}, static_cast<int64_t>(kCycle)));
  std::array<double, 3> mean{};
  for (const auto& v : velocity_) {
    for (size_t k = 0; k < 3; ++k) mean[k] += v[k] / steps;
  }
  return mean;
}

void WbcRecord::AddStanding(const tasks::LocomotionView& view, const std::array<double, 2>& p_WB, double yaw,
                            std::span<const float> targets) {
  stepping.Add(view.feet[0].down() && view.feet[1].down() ? 0 : 1);
  for (size_t j = 0; j < last_targets_.size(); ++j) {
    const double change = targets[j] - last_targets_[j];
    target_change.Add(change * change);
  }
  if (places_++ == 0) {
    first_ = p_WB;
    first_yaw_ = yaw;
  }
  for (size_t k = 0; k < 2; ++k) {
    const double offset = p_WB[k] - first_[k];
    sum_[k] += offset;
    square_[k] += offset * offset;
  }
  last_place_ = p_WB;
  last_yaw_ = yaw;
}

void WbcRecord::Finish() {
  EndEvents();
  if (fallen_ || places_ == 0 || !row_->stands() || row_->push > 0) return;
  drift = std::hypot(last_place_[0] - first_[0], last_place_[1] - first_[1]);
  drift_yaw = std::abs(std::remainder(last_yaw_ - first_yaw_, 2 * std::numbers::pi));
  double variance = 0;
  const auto n = static_cast<double>(places_);
  for (size_t k = 0; k < 2; ++k) variance += square_[k] / n - sum_[k] * sum_[k] / (n * n);
  pelvis_std = std::sqrt(std::max(0.0, variance));
}

WbcRow Summarise(const WbcRowConfig& row, const std::vector<WbcRecord>& records) {
  constexpr double kDegrees = 180 / std::numbers::pi;
  WbcRecord all(row);
  WbcRow out{.name = row.name, .robots = static_cast<int>(records.size())};
  std::vector<double> drifts;
  Mean drift, yaw, std, recovered;
  for (const WbcRecord& r : records) {
    out.falls += r.fallen() ? 1.0 / static_cast<double>(records.size()) : 0;
    for (Mean WbcRecord::* mean :
         {&WbcRecord::vx, &WbcRecord::vy, &WbcRecord::wz, &WbcRecord::height, &WbcRecord::torso, &WbcRecord::stepping,
          &WbcRecord::slip, &WbcRecord::target_change, &WbcRecord::saturated, &WbcRecord::stop_s}) {
      (all.*mean).Add(r.*mean);
    }
    for (const double s : r.recovery_s) recovered.Add(s <= kRecovered ? 1 : 0);
    if (!r.drift) continue;
    drifts.push_back(*r.drift);
    drift.Add(*r.drift);
    yaw.Add(*r.drift_yaw);
    std.Add(r.pelvis_std);
  }
  out.vx_err = all.vx.value();
  out.vy_err = all.vy.value();
  out.wz_err = all.wz.value();
  out.height_err = all.height.value();
  out.torso_err_deg = kDegrees * all.torso.value();
  out.drift_m = drift.value();
  out.drift_deg = kDegrees * yaw.value();
  out.drift_p95_m = Percentile(drifts, 0.95);
  out.pelvis_std_m = std.value();
  out.stepping = all.stepping.value();
  out.stop_s = all.stop_s.value();
  out.recovered = recovered.value();
  out.slip = all.slip.value();
  out.target_change = std::sqrt(all.target_change.value());
  out.saturated = all.saturated.value();
  return out;
}

}  // namespace porter::eval
