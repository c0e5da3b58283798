#include "porter/eval/wbc_eval.h"

#include <algorithm>
#include <cmath>

#include "porter/core/clock.h"
#include "porter/core/random.h"
#include "porter/math/rotation.h"
#include "porter/robot/g1/g1.h"
#include "porter/tasks/locomotion/arms.h"
#include "porter/tasks/locomotion/sampling.h"
#include "porter/tasks/locomotion/sensors.h"
#include "porter/tasks/locomotion/variety.h"

namespace porter::eval {
namespace {

constexpr size_t kJoints = robot::kG1NumJoints;
constexpr size_t kMotorWidth = 10;    // numbers of a motor in gain and bias
constexpr uint32_t kRowStream = 200;  // of commands and pushes

wbc::WbcCommand Draw(const WbcRowConfig& row, core::Random& random) {
  const auto in = [&](const Range& r) { return static_cast<float>(random.Uniform(r[0], r[1])); };
  return {.vx = in(row.vx),
          .vy = in(row.vy),
          .wz = in(row.wz),
          .height = in(row.height),
          .roll = in(row.roll),
          .pitch = in(row.pitch),
          .yaw = in(row.yaw)};
}

uint64_t Steps(double seconds) {
  return static_cast<uint64_t>(std::round(seconds / wbc::kControlPeriod));
}

// one row: many robots for some seconds
class Trial {
 public:
  Trial(const WbcEvalConfig& config, const WbcRowConfig& row, const physics::RobotModel& robot,
        wbc::WholeBodyController& controller)
      : config_(config),
        row_(row),
        controller_(controller),
        sim_(robot.model, {.num_envs = config.robots,
                           .num_threads = config.threads,
                           .substeps = config.substeps,
                           .max_delay = config.disturbances.max_delay,
                           .joints = robot::JointNames(robot::G1()),
                           .contacts = {{"left_ankle_roll_link", "world"}, {"right_ankle_roll_link", "world"}},
                           .parameters = tasks::Variety::Parameters()}),
        bodies_(robot.model),
        records_(static_cast<size_t>(config.robots), WbcRecord(row)),
        commands_(records_.size()),
        arms_(records_.size()),
        targets_(records_.size() * kJoints) {
    for (const int j : robot::JointsOf(robot::G1(), robot::kLegsAndWaist)) driven_.push_back(static_cast<size_t>(j));
    TakeControllersRobot(robot);
  }

  // film: null where none is kept
  WbcRow Run(Film* film) {
    const double start = core::NowSeconds();
    film_ = film;
    if (film_ != nullptr) film_->Begin(row_, config_.seconds);
    Begin();
    const uint64_t steps = Steps(config_.seconds);
    auto look = [&](const physics::EnvView& view) { Look(view); };
    for (moment_.step = 1; moment_.step <= steps; ++moment_.step) {
      controller_.Act(targets());
      for (size_t env = 0; env < records_.size(); ++env) Disturb(env);
      sim_.Step(targets(), physics::Callback(look));
    }
    for (WbcRecord& record : records_) record.Finish();
    if (film_ != nullptr) film_->End();
    WbcRow row = Summarise(row_, records_);
    row.steps_per_s = static_cast<double>(steps * records_.size()) / (core::NowSeconds() - start);
    return row;
  }

 private:
  core::Span2<float> targets() { return {targets_.data(), records_.size(), kJoints}; }

  // gains and pose that the controller was made for
  void TakeControllersRobot(const physics::RobotModel& robot) {
    std::vector<float> pose = robot.default_targets, all(kJoints);
    for (const robot::JointSpec& joint : robot::G1().joints) {
      all[static_cast<size_t>(&joint - robot::G1().joints.data())] = static_cast<float>(joint.default_position);
    }
    for (const wbc::ControlledJoint& joint : controller_.joints()) {
      const auto at = std::ranges::find(robot.joints, joint.name) - robot.joints.begin();
      if (at == static_cast<ptrdiff_t>(robot.joints.size())) continue;  // welded
      const auto i = static_cast<size_t>(at);
      pose[i] = all[i] = static_cast<float>(joint.default_position);
      for (size_t env = 0; env < records_.size(); ++env) {
        sim_.Parameter("actuator_gainprm")(env, i * kMotorWidth) = joint.gains.kp;
        sim_.Parameter("actuator_biasprm")(env, i * kMotorWidth + 1) = -joint.gains.kp;
        sim_.Parameter("actuator_biasprm")(env, i * kMotorWidth + 2) = -joint.gains.kd;
      }
    }
    sim_.SetInitialState(physics::StandingQpos(robot.model, robot.joints, pose), all);
  }

  void Begin() {
    moment_ = {config_.seed, 0};
    const tasks::Variety variety(config_.disturbances, sim_);
    std::vector<int> all;
    for (size_t env = 0; env < records_.size(); ++env) {
      variety.DrawBody(env, moment_, sim_);
      variety.DrawEpisode(env, moment_, sim_);
      controller_.Reset(env);
      arms_[env] = {};
      NewCommand(env);
      all.push_back(static_cast<int>(env));
    }
    sim_.CommitParameters(all);
    auto look = [&](const physics::EnvView& view) { Observe({view, sim_.state(), moment_}); };
    sim_.Reset(all, physics::Callback(look));
  }

  void NewCommand(size_t env) {
    core::Random random(moment_.seed, kRowStream, static_cast<uint32_t>(env), moment_.step);
    commands_[env] = Draw(row_, random);
    const bool second = moment_.step / Steps(row_.hold) % 2 == 1;
    if (row_.stops && second) commands_[env].vx = commands_[env].vy = commands_[env].wz = 0;
    const wbc::WbcCommand& c = commands_[env];
    records_[env].Command(c.vx == 0 && c.vy == 0 && c.wz == 0);
  }

  // arms, and a push when its time has come; main thread
  void Disturb(size_t env) {
    arms_[env].Advance({config_.disturbances, wbc::kControlPeriod, 1}, env, moment_, targets()[env]);
    if (row_.push == 0 || moment_.step % Steps(kPushPeriod) != 0) return;
    core::Random random(moment_.seed, kRowStream + 1, static_cast<uint32_t>(env), moment_.step);
    const double angle = random.Uniform(0, 2 * std::numbers::pi);
    const std::span<double> qvel = sim_.qvel(static_cast<int>(env));
    qvel[0] += row_.push * std::cos(angle);
    qvel[1] += row_.push * std::sin(angle);
    records_[env].Push();
  }

  // on a worker
  void Look(const physics::EnvView& env_view) {
    const env::Sight sight{env_view, sim_.state(), moment_};
    const size_t env = sight.env();
    tasks::LocomotionView view{};
    view.command = commands_[env];
    view.driven = driven_;
    tasks::Look(sight, bodies_, view);
    const double* p = &sim_.state().root_position[3 * env];
    const double* q = &sim_.state().root_quaternion[4 * env];
    const double yaw = math::Yaw(Eigen::Quaterniond(q[0], q[1], q[2], q[3]).toRotationMatrix());
    std::array<float, 15> driven;
    for (size_t j = 0; j < driven.size(); ++j) driven[j] = targets_[env * kJoints + driven_[j]];
    records_[env].Add(view, {p[0], p[1]}, yaw, driven);
    if (film_ != nullptr && film_->Follows(env)) film_->Keep(ShotOf(env, view));
    if (moment_.step % Steps(row_.hold) == 0 && !(row_.stands() && row_.height[0] == row_.height[1] && !Leans())) {
      NewCommand(env);
    }
    Observe(sight);
  }

  Shot ShotOf(size_t env, const tasks::LocomotionView& view) const {
    const double* p = &sim_.state().root_position[3 * env];
    const double* q = &sim_.state().root_quaternion[4 * env];
    Shot shot{.step = moment_.step,
              .X_WB = {Eigen::Quaterniond(q[0], q[1], q[2], q[3]), Eigen::Vector3d(p)},
              .command = view.command,
              .velocity = records_[env].mean_velocity(),
              .fallen = records_[env].fallen()};
    std::ranges::copy(view.q, shot.q.begin());
    return shot;
  }

  bool Leans() const { return row_.roll != Range{} || row_.pitch != Range{} || row_.yaw != Range{}; }

  void Observe(const env::Sight& sight) {
    tasks::JointReadings readings;
    wbc::ControlInput input = tasks::ReadSensors(sight, config_.disturbances, readings);
    input.command = commands_[sight.env()];
    controller_.Observe(sight.env(), input);
  }

  const WbcEvalConfig& config_;
  const WbcRowConfig& row_;
  wbc::WholeBodyController& controller_;
  physics::BatchSim sim_;
  tasks::LocomotionBodies bodies_;
  env::Moment moment_{0, 0};
  std::vector<size_t> driven_;
  std::vector<WbcRecord> records_;
  std::vector<wbc::WbcCommand> commands_;
  std::vector<tasks::ArmMotion> arms_;
  std::vector<float> targets_;  // rad   [robots, joints]
  Film* film_ = nullptr;
};

}  // namespace

std::vector<WbcRow> EvaluateWbc(const WbcEvalConfig& config, wbc::WholeBodyController& controller,
                                const WbcEvalOptions& options) {
  const physics::RobotModel robot = physics::BuildRobotModel(robot::G1(), config.model, options.root);
  std::vector<WbcRow> rows;
  for (const WbcRowConfig& row : config.rows) {
    rows.push_back(Trial(config, row, robot, controller).Run(options.film));
    if (options.progress) options.progress(rows.back());
  }
  return rows;
}

}  // namespace porter::eval
