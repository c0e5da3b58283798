// Two small worlds for the tests of this room: a pendulum to swing up and a planar arm with two joints that reaches for
// a point. Both have a mirror (left and right of the vertical, above and below the x axis).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

#include "porter/core/error.h"
#include "porter/core/random.h"
#include "porter/learn/vec_env.h"

namespace porter::learn {

// runs worlds whose state is a few numbers; episodes end by their length alone
class SmallEnv : public VecEnv {
 public:
  const EnvSpec& spec() const override { return spec_; }

  void Reset(uint64_t seed, const Observations& out) override {
    seed_ = seed;
    step_ = 0;
    for (size_t env = 0; env < num_envs(); ++env) {
      Start(env);
      // first episodes of random length, so that not all end together
      end_[env] = 1 + core::Random(seed_, 99, static_cast<uint32_t>(env), 0).Below(static_cast<uint32_t>(length_));
      Look(env, out);
    }
  }

  void Step(core::Span2<const float> action, const StepOutput& out) noexcept override {
    ++step_;
    for (size_t env = 0; env < num_envs(); ++env) {
      out.reward[env] = static_cast<float>(Advance(action[env], State(env)));
      out.done[env] = out.time_out[env] = ++age_[env] >= end_[env] ? 1 : 0;
      if (2 * age_[env] > length_) {  // by then a good policy is where it should be
        figure_ += Figure(State(env));
        ++count_;
      }
      if (out.done[env] != 0) Start(env);
      Look(env, out.observations);
    }
  }

  std::vector<Statistic> TakeStatistics() override {
    const double mean = count_ > 0 ? figure_ / static_cast<double>(count_) : 0;
    figure_ = 0;
    count_ = 0;
    return {{"figure", mean}};
  }

  std::vector<uint8_t> SaveState() const override {
    std::vector<double> all = state_;
    all.insert(all.end(), age_.begin(), age_.end());
    all.insert(all.end(), end_.begin(), end_.end());
    all.push_back(static_cast<double>(step_));
    std::vector<uint8_t> bytes(all.size() * sizeof(double) + sizeof(seed_));
    std::memcpy(bytes.data(), all.data(), all.size() * sizeof(double));
    std::memcpy(bytes.data() + all.size() * sizeof(double), &seed_, sizeof(seed_));
    return bytes;
  }

  void RestoreState(std::span<const uint8_t> bytes) override {
    std::vector<double> all(state_.size() + 2 * age_.size() + 1);
    if (bytes.size() != all.size() * sizeof(double) + sizeof(seed_)) throw core::Error("not a state of this world");
    std::memcpy(all.data(), bytes.data(), all.size() * sizeof(double));
    std::memcpy(&seed_, bytes.data() + all.size() * sizeof(double), sizeof(seed_));
    std::copy_n(all.begin(), state_.size(), state_.begin());
    for (size_t i = 0; i < age_.size(); ++i) {
      age_[i] = static_cast<int64_t>(all[state_.size() + i]);
      end_[i] = static_cast<int64_t>(all[state_.size() + age_.size() + i]);
    }
    step_ = static_cast<uint64_t>(all.back());
  }

 protected:
  SmallEnv(EnvSpec spec, size_t state_width, int64_t length)
      : spec_(std::move(spec)),
        width_(state_width),
        length_(length),
        state_(num_envs() * width_),
        age_(num_envs()),
        end_(num_envs()) {}

  virtual void Start(core::Random& random, std::span<double> state) const = 0;
  virtual double Advance(std::span<const float> action, std::span<double> state) const = 0;  // returns the reward
  virtual void Look(std::span<const double> state, std::span<float> observation) const = 0;
  virtual double Figure(std::span<const double> state) const = 0;

 private:
  size_t num_envs() const { return static_cast<size_t>(spec_.num_envs); }
  std::span<double> State(size_t env) { return {&state_[env * width_], width_}; }
  void Start(size_t env) {
    core::Random random(seed_, 98, static_cast<uint32_t>(env), step_);
    age_[env] = 0;
    end_[env] = length_;
    Start(random, State(env));
  }
  void Look(size_t env, const Observations& out) {
    Look(State(env), out.policy[env]);
    std::ranges::copy(out.policy[env], out.critic[env].begin());
  }

  const EnvSpec spec_;
  const size_t width_;
  const int64_t length_;
  uint64_t seed_ = 0, step_ = 0;
  std::vector<double> state_;  // [num_envs, width_]
  std::vector<int64_t> age_;   // steps since the start       [num_envs]
  std::vector<int64_t> end_;   // steps an episode will have  [num_envs]
  double figure_ = 0;
  int64_t count_ = 0;
};

inline math::SignedPermutation Signs(std::vector<int> signs) {
  math::SignedPermutation mirror{{}, signs};
  for (size_t i = 0; i < signs.size(); ++i) mirror.source.push_back(static_cast<int>(i));
  return mirror;
}

// The classic task: torque +-2 N m on a mass of 1 kg at the end of a rod of 1 m, gravity 10, steps of 0.05 s. State:
// angle from upright, speed. Reward -(angle^2 + 0.1 speed^2 + 0.001 torque^2); 200 steps. Figure: cosine of the angle
// in an episode's second half.
class Pendulum : public SmallEnv {
 public:
  explicit Pendulum(int num_envs)
      : SmallEnv({.num_envs = num_envs,
                  .observation_width = 3,
                  .critic_observation_width = 3,
                  .action_width = 1,
                  .mirror = EnvMirror{Signs({1, -1, -1}), Signs({1, -1, -1}), Signs({-1})}},
                 2, 200) {}

 private:
  void Start(core::Random& random, std::span<double> s) const override {
    s[0] = random.Uniform(-std::numbers::pi, std::numbers::pi);
    s[1] = random.Uniform(-1, 1);
  }
  double Advance(std::span<const float> action, std::span<double> s) const override {
    const double torque = std::clamp(2.0 * action[0], -2.0, 2.0);
    const double angle = std::remainder(s[0], 2 * std::numbers::pi);
    const double cost = angle * angle + 0.1 * s[1] * s[1] + 0.001 * torque * torque;
    s[1] = std::clamp(s[1] + 0.05 * (15 * std::sin(s[0]) + 3 * torque), -8.0, 8.0);
    s[0] += 0.05 * s[1];
    return -cost;
  }
  void Look(std::span<const double> s, std::span<float> o) const override {
    o[0] = static_cast<float>(std::cos(s[0]));
    o[1] = static_cast<float>(std::sin(s[0]));
    o[2] = static_cast<float>(s[1]);
  }
  double Figure(std::span<const double> s) const override { return std::cos(s[0]); }
};

// Two links of 0.5 m, joints with inertia 1 and damping 2, torques +-10, steps of 0.05 s. State: angles, speeds, goal.
// Reward -distance - 0.001 |action|^2; 60 steps. Figure: distance in an episode's second half.
class Reacher : public SmallEnv {
 public:
  explicit Reacher(int num_envs)
      : SmallEnv({.num_envs = num_envs,
                  .observation_width = 10,
                  .critic_observation_width = 10,
                  .action_width = 2,
                  .mirror = EnvMirror{Signs(kSigns), Signs(kSigns), Signs({-1, -1})}},
                 6, 60) {}

 private:
  static inline const std::vector<int> kSigns{1, 1, -1, -1, -1, -1, 1, -1, 1, -1};

  static std::array<double, 2> Offset(std::span<const double> s) {
    return {s[4] - 0.5 * std::cos(s[0]) - 0.5 * std::cos(s[0] + s[1]),
            s[5] - 0.5 * std::sin(s[0]) - 0.5 * std::sin(s[0] + s[1])};
  }
  void Start(core::Random& random, std::span<double> s) const override {
    for (const size_t joint : {0, 1}) s[joint] = random.Uniform(-1, 1);
    s[2] = s[3] = 0;
    const double radius = random.Uniform(0.3, 0.9), angle = random.Uniform(-1.5, 1.5);
    s[4] = radius * std::cos(angle);
    s[5] = radius * std::sin(angle);
  }
  double Advance(std::span<const float> action, std::span<double> s) const override {
    double effort = 0;
    for (const size_t joint : {0, 1}) {
      const double torque = 10 * std::clamp(static_cast<double>(action[joint]), -1.0, 1.0);
      s[2 + joint] += 0.05 * (torque - 2 * s[2 + joint]);
      s[joint] += 0.05 * s[2 + joint];
      effort += static_cast<double>(action[joint]) * action[joint];
    }
    return -Figure(s) - 0.001 * effort;
  }
  void Look(std::span<const double> s, std::span<float> o) const override {
    const std::array<double, 2> offset = Offset(s);
    const double values[] = {std::cos(s[0]), std::cos(s[1]), std::sin(s[0]), std::sin(s[1]), s[2],
                             s[3],           s[4],           s[5],           offset[0],      offset[1]};
    std::ranges::transform(values, o.begin(), [](double v) { return static_cast<float>(v); });
  }
  double Figure(std::span<const double> s) const override {
    const std::array<double, 2> offset = Offset(s);
    return std::hypot(offset[0], offset[1]);
  }
};

}  // namespace porter::learn
