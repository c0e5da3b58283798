// Reference states: snapshots of somebody's successful cycles, from which episodes may start, so that all stages are
// practised from the first day (VIRAL 3.1, "reference state initialisation"; facts/viral.md 5).
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "porter/core/random.h"
#include "porter/tasks/place_pick/config.h"

namespace porter::tasks {

struct ExpertConfig;

class ReferenceStates {
 public:
  // of one environment at one moment: what BatchSim::Save and PlacePick::Save wrote
  struct State {
    std::vector<double> simulation;
    std::vector<uint8_t> task;
  };

  // per_stage: how many are kept of each stage; beyond that each one has the same chance
  ReferenceStates(int per_stage, uint64_t seed);

  void Add(Stage stage, State state);
  size_t size(Stage stage) const { return states_[static_cast<size_t>(stage)].size(); }

  // a stage by these weights, among those that there are states of, then any of its states; nullptr: there are none
  const State* Draw(const std::array<double, kNumStages>& weights, core::Random& random) const;

  // throws core::Error when the file cannot be written, or read, or is of another world. words: that world's settings
  void Write(const std::filesystem::path& path, const std::string& words) const;
  static ReferenceStates Read(const std::filesystem::path& path, const std::string& words);

 private:
  size_t per_stage_;
  uint64_t seed_;
  std::array<std::vector<State>, kNumStages> states_;
  std::array<uint64_t, kNumStages> seen_{};
};

// Lets the expert work from the true start until every stage has its states, and keeps a snapshot each 0.1 s of the
// cycles that succeed, but for their last second (facts/viral.md 5). config: with references.share 0 or not, all the
// same. progress: states kept so far, of how many; may be empty
ReferenceStates RecordReferences(const PlacePickConfig& config, const ExpertConfig& expert,
                                 const std::filesystem::path& root,
                                 const std::function<void(size_t, size_t)>& progress = {});

}  // namespace porter::tasks
