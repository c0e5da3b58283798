#include "porter/tasks/place_pick/references.h"

#include <algorithm>
#include <numeric>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/io/safetensors.h"
#include "porter/learn/step_buffers.h"
#include "porter/tasks/place_pick/expert.h"
#include "porter/tasks/place_pick/streams.h"

namespace porter::tasks {
namespace {

constexpr int kEvery = 5;       // control steps between snapshots
constexpr size_t kUnused = 10;  // the last snapshots of a cycle: its last second

}  // namespace

ReferenceStates::ReferenceStates(int per_stage, uint64_t seed)
    : per_stage_(static_cast<size_t>(per_stage)), seed_(seed) {}

void ReferenceStates::Add(Stage stage, State state) {
  const auto s = static_cast<size_t>(stage);
  const uint64_t before = seen_[s]++;
  if (states_[s].size() < per_stage_) {
    states_[s].push_back(std::move(state));
    return;
  }
  core::Random random(seed_, kReferenceStream, static_cast<uint32_t>(s), before);
  const uint64_t place = random.Below(static_cast<uint32_t>(before + 1));
  if (place < per_stage_) states_[s][place] = std::move(state);
}

const ReferenceStates::State* ReferenceStates::Draw(const std::array<double, kNumStages>& weights,
                                                    core::Random& random) const {
  std::array<double, kNumStages> there = weights;
  for (size_t s = 0; s < kNumStages; ++s) {
    if (states_[s].empty()) there[s] = 0;
  }
  double left = random.Uniform() * std::accumulate(there.begin(), there.end(), 0.0);
  const State* drawn = nullptr;
  for (size_t s = 0; s < kNumStages; ++s) {
    if (there[s] <= 0) continue;
    drawn = &states_[s][random.Below(static_cast<uint32_t>(states_[s].size()))];
    left -= there[s];
    if (left < 0) break;
  }
  return drawn;
}

void ReferenceStates::Write(const std::filesystem::path& path, const std::string& words) const {
  std::vector<double> simulation;
  std::vector<uint8_t> task;
  std::vector<int32_t> stage;
  for (size_t s = 0; s < kNumStages; ++s) {
    for (const State& state : states_[s]) {
      stage.push_back(static_cast<int32_t>(s));
      simulation.insert(simulation.end(), state.simulation.begin(), state.simulation.end());
      task.insert(task.end(), state.task.begin(), state.task.end());
    }
  }
  const size_t rows = stage.size(), width = rows > 0 ? simulation.size() / rows : 0,
               bytes = rows > 0 ? task.size() / rows : 0;
  const io::ArrayView arrays[] = {io::View<double>("simulation", {rows, width}, simulation),
                                  io::View<uint8_t>("task", {rows, bytes}, task),
                                  io::View<int32_t>("stage", {rows}, stage)};
  io::WriteSafetensors(path, arrays, {{"world", words}, {"per_stage", core::Cat(per_stage_)}});
}

ReferenceStates ReferenceStates::Read(const std::filesystem::path& path, const std::string& words) {
  const io::ArrayFile file = io::ReadSafetensors(path);
  const auto word = file.metadata().find("world");
  if (word == file.metadata().end() || word->second != words) {
    throw core::Error({.what = "these reference states are of another world",
                       .place = {.file = path.string()},
                       .found = word == file.metadata().end() ? "nothing said" : word->second,
                       .expected = words,
                       .hint = "remove the file: they are recorded anew"});
  }
  const std::span<const int32_t> stage = file.At("stage").As<int32_t>();
  const std::span<const double> simulation = file.At("simulation").As<double>();
  const std::span<const uint8_t> task = file.At("task").As<uint8_t>();
  const size_t rows = stage.size(), width = rows > 0 ? simulation.size() / rows : 0,
               bytes = rows > 0 ? task.size() / rows : 0;
  ReferenceStates states(static_cast<int>(rows), 0);
  for (size_t row = 0; row < rows; ++row) {
    if (stage[row] < 0 || stage[row] >= static_cast<int32_t>(kNumStages)) {
      throw core::Error({.what = "there is no such stage",
                         .place = {.file = path.string()},
                         .found = core::Cat(stage[row]),
                         .expected = core::Cat("0 to ", kNumStages - 1)});
    }
    const std::span<const double> s = simulation.subspan(row * width, width);
    const std::span<const uint8_t> t = task.subspan(row * bytes, bytes);
    states.Add(static_cast<Stage>(stage[row]), {{s.begin(), s.end()}, {t.begin(), t.end()}});
  }
  return states;
}

ReferenceStates RecordReferences(const PlacePickConfig& config, const ExpertConfig& expert,
                                 const std::filesystem::path& root,
                                 const std::function<void(size_t, size_t)>& progress) {
  PlacePickConfig plain = config;
  plain.references.share = 0;
  const std::unique_ptr<env::BatchEnv> env = MakePlacePick(plain, root);
  PlacePick& task = TaskOf(*env);
  PlacePickExpert who(task, robot::LoadMjcf(root / robot::G1().model), expert);
  const auto envs = static_cast<size_t>(config.num_envs);
  using Moments = std::vector<std::pair<Stage, ReferenceStates::State>>;
  std::vector<Moments> running(envs);
  ReferenceStates states(config.references.per_stage, config.references.seed);
  task.SetListener([&](const CycleReport& report) {
    Moments& moments = running[static_cast<size_t>(report.env)];
    if (report.outcome == Outcome::kDone && moments.size() > kUnused) {
      moments.resize(moments.size() - kUnused);
      for (auto& [stage, state] : moments) states.Add(stage, std::move(state));
    }
    moments.clear();
  });
  learn::StepBuffers now(env->spec());
  const auto wanted = static_cast<size_t>(config.references.per_stage);
  constexpr int kLongest = 20000;  // control steps, should the expert be unable
  now.Reset(config.references.seed, *env);
  for (uint64_t step = 0; step < kLongest; ++step) {
    size_t kept = 0;
    for (size_t s = 0; s < kNumStages; ++s) kept += states.size(static_cast<Stage>(s));
    if (progress) progress(kept, kNumStages * wanted);
    if (kept == kNumStages * wanted) break;
    who.Act({config.references.seed, step}, now.action.view());
    now.Step(*env);
    if (step % kEvery != 0) continue;
    for (size_t e = 0; e < envs; ++e) {
      const auto i = static_cast<int>(e);
      ReferenceStates::State state{std::vector<double>(env->sim().SnapshotSize()),
                                   std::vector<uint8_t>(task.MemorySize())};
      env->sim().Save(i, state.simulation);
      task.Save(i, state.task);
      running[e].emplace_back(task.cycle(i).stage.stage, std::move(state));
    }
  }
  task.SetListener({});
  return states;
}

}  // namespace porter::tasks
