// Two ranks of a launcher against one: mpirun -n 2 learn_ranks_run FOLDER (design 10). Says what is wrong, and exits
// with 1.
#include <cmath>
#include <filesystem>
#include <iostream>

#include "porter/core/error.h"
#include "porter/learn/run_log.h"
#include "porter/learn/test_rollouts.h"
#include "porter/learn/train.h"

namespace porter::learn {
namespace {

void Expect(bool holds, const char* what) {
  if (!holds) throw core::Error(std::string(what));
}

// largest difference of any rank's values from the first rank's
double Spread(std::span<const float> values, nn::World& world) {
  std::vector<float> first(values.begin(), values.end());
  if (world.rank() != 0) std::ranges::fill(first, 0.f);
  world.Sum(first);
  double apart = 0;
  for (size_t i = 0; i < values.size(); ++i) apart += std::abs(values[i] - first[i]);
  world.Sum({&apart, 1});
  return apart;
}

// the gradient of one rank, and that of two with half the environments each, to 1e-6
void CompareGradients(nn::World& world) {
  PpoConfig config = SmallConfig();
  config.epochs = config.minibatches = 1;
  config.max_gradient_norm = 0;
  Agent whole(config, Reacher(12).spec()), part(config, Reacher(12).spec());
  Rollout rollout = CollectOne(config, 12, whole);
  Rollout half = world.rank() == 0 ? Part(rollout, 0, 6) : Part(rollout, 6, 12);
  nn::SingleWorld one;
  NormaliseAdvantages(rollout, one);
  UpdatePpo(config, nullptr, rollout, 0, whole, one);
  NormaliseAdvantages(half, world);
  UpdatePpo(config, nullptr, half, 0, part, world);
  const std::vector<float> expected = Gradients(whole), shared = Gradients(part);
  double largest = 0, apart = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    largest = std::max<double>(largest, std::abs(expected[i]));
    apart = std::max<double>(apart, std::abs(shared[i] - expected[i]));
  }
  Expect(largest > 1e-3, "the gradient that is compared is no more than zero");
  Expect(apart < 1e-6, "two ranks do not give the gradient of one");
  Expect(Spread(shared, world) == 0, "the ranks' gradients differ");
}

// one run folder; a stop that one rank wants is a stop of both; the run goes on afterwards
void TrainTogether(nn::World& world, const std::filesystem::path& folder) {
  TrainConfig config;
  config.iterations = 5;
  config.checkpoint_every = 1;
  config.ppo = SmallConfig();
  config.ppo.symmetry = Symmetry::kNone;
  Reacher env(8);
  int asked = 0;
  const TrainResult first =
      Train(config, folder, env, nullptr, world, {.wants_stop = [&] { return world.rank() == 1 && ++asked == 2; }});
  Expect(first.stopped && first.iterations == 2, "a stop that one rank wants is not one of both");
  Reacher fresh(8);
  const TrainResult second = Train(config, folder, fresh, nullptr, world, {});
  Expect(second.iterations == 5 && !second.stopped, "the run does not go on");
  Expect(second.samples == 5 * 8 * 8 * world.size(), "the samples of both ranks do not count");
  if (world.rank() != 0) return;
  Expect(ReadRunLog(folder / "metrics.jsonl").lines == 5, "the metrics are not those of one rank");
}

}  // namespace
}  // namespace porter::learn

int main(int count, char** arguments) {
  using namespace porter;
  if (count != 2) return 2;
  try {
    const std::unique_ptr<nn::World> world = nn::ConnectWorld();
    learn::Expect(world->size() == 2, "started without mpirun -n 2");
    double rank = world->rank();
    if (rank == 0) std::filesystem::remove_all(arguments[1]);
    world->Sum({&rank, 1});  // nobody begins before the folder is gone
    learn::CompareGradients(*world);
    learn::TrainTogether(*world, arguments[1]);
  } catch (const core::Error& error) {
    std::cerr << error.what() << '\n';
    std::_Exit(1);  // the launcher ends the other rank, which may be waiting for this one
  }
  return 0;
}
