// Judges whoever acts in the task "place and pick": success with its interval, by object and stage, times, and why
// cycles are lost (facts/viral.md 12).
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "porter/eval/cycle_audit.h"
#include "porter/eval/wilson.h"
#include "porter/tasks/place_pick/expert.h"
#include "porter/tasks/place_pick/place_pick.h"

namespace porter::eval {

struct CycleEvalOptions {
  int episodes = 256;
  uint64_t seed = 1;
  std::filesystem::path root = ".";
  std::function<void(int done, int succeeded)> progress = {};
  std::function<void(const tasks::CycleReport&)> over = {};  // for every cycle that counts
  // after every control step: the environment as it is
  std::function<void(const tasks::PlacePick&, const env::Moment&)> watch = {};
};

// outputs for all environments from what the teacher sees of them   observation [num_envs, 226], actions [num_envs, 11]
using Actor =
    std::function<void(const env::Moment& moment, core::Span2<const float> observation, core::Span2<float> actions)>;
using MakeActor = std::function<Actor(const tasks::PlacePick& task)>;

// shares of a group of cycles
struct CycleCount {
  int cycles = 0, successes = 0;

  void Add(bool success) {
    ++cycles;
    successes += success;
  }
};

struct CycleSummary {
  CycleCount all;
  double mean_cycle_s = 0;                          // of the successful ones
  std::array<double, tasks::kNumStages> stage_s{};  // mean time of each stage in successful cycles
  std::array<std::array<int, tasks::kNumOutcomes>, tasks::kNumStages> losses{};  // by the stage in which and why
  std::map<std::string, CycleCount> held, grasped;                               // by kind of object
  std::array<CycleCount, 4> by_height;  // quarters of the tables' range of heights
  int longest_run = 0;                  // successes on end in one environment
  int interventions = 0;
  std::vector<tasks::CycleReport> reports;
  CycleAudit audit;  // of all steps, those of environments that are ahead of others too
  double steps_per_s = 0;
};

CycleSummary EvaluateCycles(const tasks::PlacePickConfig& config, const MakeActor& make,
                            const CycleEvalOptions& options);

// the scripted expert
MakeActor ExpertActor(const tasks::ExpertConfig& config, const std::filesystem::path& root);

// A teacher's bundle. Throws core::Error as policy::LoadBundle, when the actor is made.
MakeActor TeacherActor(const std::filesystem::path& bundle);

}  // namespace porter::eval
