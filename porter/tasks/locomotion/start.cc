// How episodes of locomotion begin, and what the critic sees.
#include <algorithm>

#include "porter/math/mirror.h"
#include "porter/policy/layouts.h"
#include "porter/policy/mirrors.h"
#include "porter/robot/g1/g1.h"
#include "porter/tasks/locomotion/locomotion.h"
#include "porter/tasks/locomotion/sampling.h"

namespace porter::tasks {
void Locomotion::Prepare(const env::Moment& moment, physics::BatchSim& sim) {
  std::vector<int> all;
  for (size_t env = 0; env < robots_.size(); ++env) {
    const std::array<double, 2> loads = variety_.DrawBody(env, moment, sim);
    std::ranges::copy(loads, robots_[env].hidden.begin() + 1);
    all.push_back(static_cast<int>(env));
  }
  sim.CommitParameters(all);
  progress_ = {config_.curriculum.start, 1, false};
  ApplyClearance();
}

void Locomotion::Start(int env, bool first, const env::Moment& moment, physics::BatchSim& sim) {
  const auto e = static_cast<size_t>(env);
  Robot& robot = robots_[e];
  core::Random random(moment.seed, kStartStream, static_cast<uint32_t>(env), moment.step);
  const std::array<double, 3> hidden{variety_.DrawEpisode(e, moment, sim), robot.hidden[1], robot.hidden[2]};
  robot = {};
  robot.hidden = hidden;
  robot.length = Steps(config_.episode_seconds);
  if (first) robot.length = 1 + random.Below(static_cast<uint32_t>(robot.length));
  robot.command = DrawCommand(config_.commands, progress_.difficulty, random);
  robot.next_command = moment.step + Steps(random.Uniform(config_.commands.shortest, config_.commands.longest));
  robot.arms.next = moment.step + Steps(random.Uniform(0, config_.disturbances.arm_period));
  robot.next_push = moment.step + Steps(random.Uniform(0.3, 1.3) * config_.disturbances.push_period);
  io_.Reset(e);
  constexpr double kAngleSpread = 0.05, kVelocitySpread = 0.1;  // rad; m/s, rad/s
  const std::span<double> qpos = sim.qpos(env), qvel = sim.qvel(env);
  std::ranges::copy(standing_, qpos.begin());
  for (double& angle : qpos.subspan(7)) angle += random.Uniform(-kAngleSpread, kAngleSpread);
  for (double& velocity : qvel) velocity = random.Uniform(-kVelocitySpread, kVelocitySpread);
}

policy::ObsLayout Locomotion::CriticLayout() {
  using policy::SignMirror;
  using policy::SwapMirror;
  constexpr int kSwap[] = {1, 0};
  const policy::TermMirror feet{.elements = math::Blocks(kSwap, math::kPolarSigns)};
  std::vector<policy::Term> terms = policy::ClockedWbcFrameLayout().terms();
  terms.insert(
      terms.end(),
      {{.name = "velocity", .width = 3, .unit = "m/s", .frame = "H", .mirror = SignMirror(math::kPolarSigns)},
       {.name = "mean_velocity", .width = 3, .unit = "m/s, rad/s", .frame = "H", .mirror = SignMirror({1, -1, -1})},
       {.name = "mean_error", .width = 3, .unit = "m/s, rad/s", .frame = "H", .mirror = SignMirror({1, -1, -1})},
       {.name = "height", .unit = "m", .frame = "W", .mirror = SignMirror({1})},
       {.name = "torso_error", .width = 3, .unit = "rad", .frame = "H", .mirror = SignMirror(math::kAxialSigns)},
       {.name = "foot_position", .width = 6, .unit = "m", .frame = "H", .mirror = feet},
       {.name = "foot_velocity", .width = 6, .unit = "m/s", .frame = "H", .mirror = feet},
       {.name = "foot_force", .width = 2, .unit = "N", .scale = 0.01, .mirror = SwapMirror(1)},
       {.name = "foot_swing", .width = 2, .mirror = SwapMirror(1)},
       {.name = "friction", .mirror = SignMirror({1})},
       {.name = "load", .width = 2, .unit = "kg", .mirror = SwapMirror(1)}});
  return {"locomotion_critic", std::move(terms)};
}

// the frame that the policy sees newest, then what only a simulator knows
void Locomotion::WriteCritic(const env::Sight& sight, std::span<float> critic) noexcept {
  const size_t e = sight.env();
  const Robot& robot = robots_[e];
  LocomotionView view{};
  view.command = io_.command(e);
  tasks::Look(sight, bodies_, view);
  const std::span<const float> frame = io_.newest_frame(e);
  auto out = std::ranges::copy(frame, critic.begin()).out;
  const auto put = [&](double value) { *out++ = static_cast<float>(value); };
  const auto put_all = [&](const auto& values) {
    for (const double value : values) put(value);
  };
  put_all(view.v_H);
  put_all(robot.mean_velocity);
  put_all(robot.mean_error);
  put(view.height);
  put_all(view.torso_error);
  for (const FootView& foot : view.feet) put_all(foot.p_H);
  for (const FootView& foot : view.feet) put_all(foot.v_H);
  for (const FootView& foot : view.feet) put(0.01 * foot.force);
  const wbc::GaitClock clock = io_.clock(e);
  put(clock.SwingOf(wbc::Foot::kLeft, config_.policy.gait));
  put(clock.SwingOf(wbc::Foot::kRight, config_.policy.gait));
  put_all(robot.hidden);
}

std::unique_ptr<env::BatchEnv> MakeLocomotion(const LocomotionConfig& config, const std::filesystem::path& root) {
  const robot::RobotSpec& g1 = robot::G1();
  const physics::RobotModel robot = physics::BuildRobotModel(g1, config.model, root);
  physics::BatchSim sim(robot.model,
                        {.num_envs = config.num_envs,
                         .num_threads = config.threads,
                         .substeps = config.substeps,
                         .max_delay = config.disturbances.max_delay,
                         .joints = robot::JointNames(g1),
                         .contacts = {{"left_ankle_roll_link", "world"}, {"right_ankle_roll_link", "world"}},
                         .parameters = Variety::Parameters()});
  std::vector<float> targets;  // that fill the delay queue at a start
  for (const robot::JointSpec& joint : g1.joints) targets.push_back(static_cast<float>(joint.default_position));
  sim.SetInitialState(robot.standing_qpos, targets);
  auto task = std::make_unique<Locomotion>(config, robot, robot::LoadMjcf(root / g1.model), sim);
  return std::make_unique<env::BatchEnv>(std::move(sim), std::move(task));
}

}  // namespace porter::tasks
