// The task in the mirror: a robot and its left-right image see mirrored observations and are paid the same, for random
// states, forces, torques, actions, commands and phases of the clock. Whatever learns with this symmetry leans on it.
#include <gtest/gtest.h>

#include <cmath>

#include "porter/core/random.h"
#include "porter/math/mirror.h"
#include "porter/policy/layouts.h"
#include "porter/robot/robot_state.h"
#include "porter/tasks/locomotion/test_robots.h"

namespace porter::tasks {
namespace {

using robot::RobotState;

// Relative to 1 + the value: six digits of some of the model's tilts are given, and clock, command and observation are
// floats. A wrong sign or side is off by a tenth and more.
constexpr double kAsymmetry = 3e-5;

constexpr int kPlain = 0, kImage = 1;  // environments

// same masses, gains, friction for both; no noise, loads, pushes, delay; posture commands hold at once
LocomotionConfig TwinConfig() {
  LocomotionConfig config = SmallLocomotion(2);
  DisturbanceConfig& d = config.disturbances;
  d.mass = d.gain = d.payload = d.push_speed = 0;
  d.smallest_friction = d.largest_friction = 0.8;
  d.max_delay = 0;
  d.joint_noise = d.joint_velocity_noise = d.gyro_noise = d.gravity_noise = 0;
  config.policy.height_rate = config.policy.torso_rate = 1000;
  return config;
}

// all that decides what a control step shows of a robot
struct Scene {
  RobotState state{robot::kG1NumJoints};
  std::array<double, 6> force;  // on the left and the right foot, N
  std::array<float, 15> action;
  wbc::WbcCommand command;
  float phase;
};

Scene RandomScene(core::Random& random, bool walks) {
  const auto vector = [&](double scale) -> Eigen::Vector3d {
    return scale * Eigen::Vector3d(random.Normal(), random.Normal(), random.Normal());
  };
  Scene scene;
  RobotState& s = scene.state;
  s.p_WB = Eigen::Vector3d(0.3, -0.2, 0.72) + vector(0.03);
  s.R_WB = Eigen::AngleAxisd(random.Uniform(-3, 3), Eigen::Vector3d::UnitZ()) *
           Eigen::AngleAxisd(random.Uniform(-0.4, 0.4), vector(1).normalized());
  s.v_WB = vector(0.4);
  s.w_WB_B = vector(0.5);
  for (int j = 0; j < 29; ++j) {  // the fingers are welded
    const robot::JointSpec& joint = robot::G1().joints[static_cast<size_t>(j)];
    s.q[j] = joint.default_position + random.Uniform(-0.4, 0.4);
    s.qd[j] = random.Normal();
    s.tau[j] = 20 * random.Normal();
  }
  for (const size_t side : {0, 1}) {
    const bool down = random.Uniform() < 0.6;
    for (size_t k = 0; k < 3; ++k) scene.force[3 * side + k] = down ? 50 * random.Normal() + (k == 2 ? 200 : 0) : 0;
  }
  for (float& action : scene.action) action = static_cast<float>(random.Normal());
  scene.command = {.height = 0.6f, .roll = 0.15f, .pitch = 0.3f, .yaw = -0.4f};
  if (walks) scene.command = {.vx = 0.4f, .vy = -0.3f, .wz = 0.6f, .height = 0.7f, .roll = -0.1f, .yaw = 0.2f};
  scene.phase = walks ? static_cast<float>(random.Uniform()) : wbc::GaitClock::kStanding;
  return scene;
}

Scene Mirrored(const Scene& scene) {
  const math::SignedPermutation joints = MirrorOf(robot::G1(), JointNames(robot::G1()));
  Scene image = scene;
  MirrorState(joints, scene.state, image.state);
  for (size_t k = 0; k < 6; ++k) image.force[k] = math::kPolarSigns[k % 3] * scene.force[(k + 3) % 6];
  policy::WbcActionLayout().MirrorPermutation().Apply<float>(scene.action, image.action);
  for (float* number : {&image.command.vy, &image.command.wz, &image.command.roll, &image.command.yaw})
    *number = -*number;
  if (scene.phase >= 0) image.phase = std::fmod(scene.phase + 0.5f, 1.0f);
  return image;
}

// what the learner gets to know of one environment
struct Shown {
  std::vector<float> policy, critic;
  env::Judgement judgement;
  std::vector<env::Tally> tallies;
};

// the task with two robots whose scenes a test sets
class TwoRobots {
 public:
  TwoRobots()
      : robots_(config_), task_(config_, robots_.robot, robot::LoadMjcf(std::string(robot::G1().model)), sim()) {
    task_.Prepare({1, 0}, sim());
    for (const int env : robots_.all) task_.Start(env, /*first=*/false, {1, 0}, sim());
  }

  // a control step whose physics leads to `scenes`
  std::array<Shown, 2> Play(const std::array<Scene, 2>& scenes) {
    physics::BatchState state = sim().state();
    std::vector<float> actions, targets(scenes.size() * robot::kG1NumJoints);
    for (const Scene& scene : scenes) actions.insert(actions.end(), scene.action.begin(), scene.action.end());
    ++moment_.step;
    task_.Act(moment_, {actions.data(), scenes.size(), actions.size() / scenes.size()}, sim(),
              {targets.data(), scenes.size(), robot::kG1NumJoints});
    for (const int env : robots_.all) {
      const Scene& scene = scenes[static_cast<size_t>(env)];
      task_.SetCommand(env, scene.command);
      task_.io().SetClock(static_cast<size_t>(env), {scene.phase});
      Put(env, scene.state);
    }
    sim().Refresh(robots_.all);
    state = sim().state();
    for (size_t env = 0; env < 2; ++env) {
      for (size_t j = 0; j < robot::kG1NumJoints; ++j) {
        const auto at = static_cast<Eigen::Index>(j);
        EXPECT_EQ(state.joint_position[env * robot::kG1NumJoints + j], scenes[env].state.q[at]) << "the joint order";
        state.joint_torque[env * robot::kG1NumJoints + j] = scenes[env].state.tau[at];
      }
    }
    std::array<Shown, 2> shown;
    auto look = [&](const physics::EnvView& view) {
      const auto env = static_cast<size_t>(view.env());
      const physics::EnvView loaded = view.WithContactForces(scenes[env].force);
      shown[env] = Look({loaded, state, moment_});
    };
    sim().Refresh(robots_.all, physics::Callback(look));
    return shown;
  }

  Locomotion& task() { return task_; }

 private:
  physics::BatchSim& sim() { return robots_.sim; }

  void Put(int env, const RobotState& s) {
    const std::span<double> qpos = sim().qpos(env), qvel = sim().qvel(env);
    const Eigen::Quaterniond& r = s.R_WB;
    const std::array root{s.p_WB.x(), s.p_WB.y(), s.p_WB.z(), r.w(), r.x(), r.y(), r.z()};
    std::ranges::copy(root, qpos.begin());
    std::copy_n(s.q.data(), 29, qpos.begin() + 7);
    std::copy_n(s.v_WB.data(), 3, qvel.begin());
    std::copy_n(s.w_WB_B.data(), 3, qvel.begin() + 3);
    std::copy_n(s.qd.data(), 29, qvel.begin() + 6);
  }

  Shown Look(const env::Sight& sight) {
    Shown shown{.policy = std::vector<float>(static_cast<size_t>(task_.spec().observation_width)),
                .critic = std::vector<float>(static_cast<size_t>(task_.spec().critic_observation_width)),
                .tallies = std::vector<env::Tally>(task_.figures().size())};
    shown.judgement = task_.Judge(sight, shown.tallies);
    task_.Observe(sight, shown.policy, shown.critic);
    return shown;
  }

  const LocomotionConfig config_ = TwinConfig();
  BareRobots robots_;
  Locomotion task_;
  env::Moment moment_{1, 0};
};

void ExpectNear(double value, double expected, const std::string& what) {
  EXPECT_NEAR(value, expected, kAsymmetry * (1 + std::abs(expected))) << what;
}

// column by column, with the name of the term
void ExpectImage(const std::vector<float>& seen, const std::vector<float>& image, const policy::ObsLayout& layout,
                 const math::SignedPermutation& mirror) {
  std::vector<float> expected(seen.size());
  mirror.Apply<float>(seen, expected);
  const auto width = static_cast<size_t>(layout.width());
  for (size_t at = 0; at < seen.size(); at += width) {
    for (const policy::Term& term : layout.terms()) {
      const policy::TermSlice slice = layout.Slice(term.name);
      for (int i = 0; i < slice.width; ++i) {
        const size_t column = at + static_cast<size_t>(slice.offset + i);
        ExpectNear(image[column], expected[column], term.name + " " + std::to_string(i));
      }
    }
  }
}

class LocomotionMirror : public ::testing::TestWithParam<bool> {};

TEST_P(LocomotionMirror, ImagesSeeMirroredObservationsAndArePaidTheSame) {
  TwoRobots stage;
  const learn::EnvMirror& mirror = *stage.task().spec().mirror;
  const std::vector<std::string> figures = stage.task().figures();
  core::Random random(31, GetParam(), 0, 0);
  std::vector<int> counted(figures.size());
  double last_reward = 0;
  for (int step = 0; step < 30; ++step) {
    const Scene scene = RandomScene(random, GetParam());
    const std::array<Shown, 2> shown = stage.Play({scene, Mirrored(scene)});
    const Shown &plain = shown[kPlain], &image = shown[kImage];
    ExpectImage(plain.policy, image.policy, policy::ClockedWbcFrameLayout(), mirror.observation);
    ExpectImage(plain.critic, image.critic, Locomotion::CriticLayout(), mirror.critic_observation);
    for (size_t i = 0; i < figures.size(); ++i) {
      ExpectNear(image.tallies[i].sum, plain.tallies[i].sum, figures[i]);
      EXPECT_EQ(image.tallies[i].count, plain.tallies[i].count) << figures[i];
      counted[i] += plain.tallies[i].sum != 0;
    }
    ExpectNear(image.judgement.reward, plain.judgement.reward, "reward");
    EXPECT_EQ(image.judgement.ending, plain.judgement.ending);
    EXPECT_NE(plain.judgement.reward, last_reward);
    last_reward = plain.judgement.reward;
  }
  for (size_t i = 0; i < figures.size(); ++i) {  // which terms have been something else than zero
    const bool of_walks = figures[i] == "reward/swing_clearance" || figures[i] == "velocity_score";
    const bool of_stands = figures[i] == "reward/stand_still" || figures[i] == "steps_standing";
    if (of_walks || of_stands) {
      EXPECT_EQ(counted[i] > 0, of_walks == GetParam()) << figures[i];
    }
    if (figures[i] == "reward/stance_width" || figures[i] == "reward/joint_limits" || figures[i] == "reward/foot_yaw") {
      EXPECT_GT(counted[i], 0) << figures[i];
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Gaits, LocomotionMirror, ::testing::Bool(),
                         [](const auto& test) { return test.param ? "walking" : "standing"; });

}  // namespace
}  // namespace porter::tasks
