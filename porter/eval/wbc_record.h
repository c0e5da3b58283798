// What is measured of one robot under a whole-body controller, step by step, and the figures of a row of robots.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "porter/eval/wbc_config.h"
#include "porter/tasks/locomotion/view.h"

namespace porter::eval {

struct Mean {
  double sum = 0, count = 0;
  void Add(double value) {
    sum += value;
    count += 1;
  }
  void Add(const Mean& other) {
    sum += other.sum;
    count += other.count;
  }
  double value() const { return count > 0 ? sum / count : 0; }
};

// one robot's trial
class WbcRecord {
 public:
  explicit WbcRecord(const WbcRowConfig& row) : row_(&row) {}

  // a new command holds from now on, or a push comes; neither counts for a robot that lies
  void Command(bool stands);
  void Push();
  // after a control step; targets: of the joints driven, rad
  void Add(const tasks::LocomotionView& view, const std::array<double, 2>& p_WB, double yaw,
           std::span<const float> targets);
  void Finish();  // after the last step

  bool fallen() const { return fallen_; }
  std::array<double, 3> mean_velocity() const;  // vx, vy, wz over the last gait cycle, m/s and rad/s

  Mean vx, vy, wz, height, torso;          // absolute errors: m/s, m/s, rad/s, m, rad
  Mean stepping;                           // share of standing time with a foot off the floor
  Mean slip;                               // speed of feet that carry, m/s
  Mean target_change;                      // square per joint and step while standing, rad^2
  Mean saturated;                          // share of joints and time beyond 90 % of the torque limit
  Mean stop_s;                             // from a command to stand until the pelvis is slow, for half a second on end
  std::vector<double> recovery_s;          // from each push on a stand until the robot stands still; infinite: never
  std::optional<double> drift, drift_yaw;  // from second 2 to the end, m and rad; standing rows without pushes
  double pelvis_std = 0;                   // horizontal, m

 private:
  static constexpr size_t kCycle = 40;  // control steps of the velocity's average

  void AddVelocity(const tasks::LocomotionView& view);
  void AddStanding(const tasks::LocomotionView& view, const std::array<double, 2>& p_WB, double yaw,
                   std::span<const float> targets);
  void EndEvents();
  void Settle(const tasks::LocomotionView& view);

  const WbcRowConfig* row_;
  bool fallen_ = false;
  int64_t step_ = 0, command_step_ = 0, push_step_ = -1, still_from_ = 0;
  bool stands_ = true, stopping_ = false;
  std::array<std::array<double, 3>, kCycle> velocity_{};  // ring
  std::array<double, 2> first_{}, sum_{}, square_{};      // of the pelvis' place, m
  double first_yaw_ = 0, last_yaw_ = 0;
  std::array<double, 2> last_place_{};
  int64_t places_ = 0;
  std::vector<float> last_targets_;
};

struct WbcRow {
  std::string name;
  int robots = 0;
  double falls = 0;  // share of robots
  double vx_err = 0, vy_err = 0, wz_err = 0, height_err = 0, torso_err_deg = 0;
  double drift_m = 0, drift_deg = 0, drift_p95_m = 0, pelvis_std_m = 0;
  double stepping = 0, stop_s = 0, recovered = 0, slip = 0, target_change = 0, saturated = 0;
  double steps_per_s = 0;  // control steps of all robots per second of wall clock
};

WbcRow Summarise(const WbcRowConfig& row, const std::vector<WbcRecord>& records);

}  // namespace porter::eval
