#include "porter/learn/cloning.h"

#include <algorithm>
#include <numeric>

#include "porter/core/random.h"
#include "porter/learn/rollout.h"
#include "porter/nn/gaussian_actor_torch.h"
#include "porter/nn/precision_torch.h"

namespace porter::learn {
namespace {

constexpr uint32_t kCloningStream = 5;

at::Tensor Rows(core::Span2<const float> from, std::span<const size_t> rows) {
  at::Tensor to = torch::empty({static_cast<int64_t>(rows.size()), static_cast<int64_t>(from.cols())});
  for (size_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(from[rows[i]], to.data_ptr<float>() + i * from.cols());
  }
  return to;
}

std::vector<size_t> Shuffled(size_t count, uint64_t seed, int epoch) {
  std::vector<size_t> order(count);
  std::iota(order.begin(), order.end(), size_t{0});
  core::Random random(seed, kCloningStream, 0, static_cast<uint64_t>(epoch));
  for (size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random.Below(static_cast<uint32_t>(i))]);
  return order;
}

// one over the variance of each action element; elements that never change count nothing
at::Tensor Weights(core::Span2<const float> actions) {
  const at::Tensor all = torch::from_blob(const_cast<float*>(actions.data()),
                                          {static_cast<int64_t>(actions.rows()), static_cast<int64_t>(actions.cols())});
  const at::Tensor variance = all.var(0, false);
  return at::where(variance > 1e-8, 1 / variance.clamp_min(1e-8), at::zeros_like(variance));
}

double Minibatch(const CloningConfig& config, const at::Tensor& seen, const at::Tensor& wanted,
                 const at::Tensor& weights, Agent& agent, nn::World& world) {
  nn::GaussianActor& actor = agent.actor();
  at::Tensor mean;
  {
    const nn::AutocastScope autocast(agent.bf16());
    mean = actor.network.Forward(seen);
  }
  const at::Tensor loss = ((mean - wanted).square() * weights).mean();
  actor.optimiser.ZeroGradients();
  loss.backward();
  actor.optimiser.Step(world, {config.learning_rate, config.max_gradient_norm});
  return loss.item<double>();
}

}  // namespace

double Clone(const CloningConfig& config, const Transitions& transitions, Agent& agent, nn::World& world) {
  const size_t count = transitions.observation.rows(), width = transitions.observation.cols();
  PORTER_CHECK(count == transitions.action.rows());
  if (agent.observation_normaliser.count() == 0) {
    nn::Moments moments(width);
    moments.Add(transitions.observation);
    agent.observation_normaliser.Merge(std::move(moments), world);
  }
  Table<float> seen(count, width);
  agent.observation_normaliser.Apply(transitions.observation, seen.view());
  const at::Tensor weights = Weights(transitions.action);
  double error = 0;
  for (int epoch = 0; epoch < config.epochs; ++epoch) {
    const std::vector<size_t> order = Shuffled(count, config.seed, epoch);
    error = 0;
    for (size_t begin = 0; begin < count; begin += static_cast<size_t>(config.batch)) {
      const std::span<const size_t> rows =
          std::span(order).subspan(begin, std::min(static_cast<size_t>(config.batch), count - begin));
      error += Minibatch(config, Rows(seen.view(), rows), Rows(transitions.action, rows), weights, agent, world) *
               static_cast<double>(rows.size());
    }
  }
  return error / static_cast<double>(count);
}

}  // namespace porter::learn
