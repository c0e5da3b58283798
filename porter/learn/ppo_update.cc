#include "porter/learn/ppo_update.h"

#include <cmath>
#include <cstring>
#include <numeric>

#include "porter/core/random.h"
#include "porter/learn/ppo_loss.h"
#include "porter/nn/gaussian_actor_torch.h"
#include "porter/nn/gaussian_torch.h"
#include "porter/nn/precision_torch.h"

namespace porter::learn {
namespace {

constexpr uint32_t kShuffleStream = 3;

struct Batch {
  at::Tensor observation;                         // [B, observation_width]
  at::Tensor critic_observation;                  // [B, critic_observation_width]
  at::Tensor action, mean;                        // [B, action_width]
  at::Tensor log_prob, value, advantage, target;  // [B]
};

// all steps of these environments; `rows_per_env` rows of `from` belong to one
at::Tensor Gather(core::Span2<const float> from, size_t rows_per_env, std::span<const int> envs) {
  const size_t length = rows_per_env * from.cols();
  at::Tensor to = torch::empty({static_cast<int64_t>(envs.size() * rows_per_env), static_cast<int64_t>(from.cols())});
  for (size_t i = 0; i < envs.size(); ++i) {
    std::memcpy(to.data_ptr<float>() + i * length, from.data() + static_cast<size_t>(envs[i]) * length,
                length * sizeof(float));
  }
  return to;
}

Batch MakeBatch(const Rollout& r, std::span<const int> envs) {
  return {.observation = Gather(r.observation.view(), r.steps, envs),
          .critic_observation = Gather(r.critic_observation.view(), r.steps, envs),
          .action = Gather(r.action.view(), r.steps, envs),
          .mean = Gather(r.mean.view(), r.steps, envs),
          .log_prob = Gather(r.log_prob.view(), 1, envs).flatten(),
          .value = Gather(r.value.view(), 1, envs).flatten(),
          .advantage = Gather(r.advantage.view(), 1, envs).flatten(),
          .target = Gather(r.target.view(), 1, envs).flatten()};
}

at::Tensor WithImage(const at::Tensor& x, const math::SignedPermutation& mirror) {
  const at::Tensor source = torch::tensor(mirror.source, torch::kLong);
  const at::Tensor sign = torch::tensor(mirror.sign, torch::kFloat);
  return at::cat({x, x.index_select(1, source) * sign});
}

void AddMirroredCopies(const EnvMirror& mirror, Batch& batch) {
  batch.observation = WithImage(batch.observation, mirror.observation);
  batch.critic_observation = WithImage(batch.critic_observation, mirror.critic_observation);
  batch.action = WithImage(batch.action, mirror.action);
  batch.mean = WithImage(batch.mean, mirror.action);
  for (at::Tensor* same : {&batch.log_prob, &batch.value, &batch.advantage, &batch.target}) {
    *same = same->repeat({2});
  }
}

std::vector<int> Shuffled(const PpoConfig& config, size_t num_envs, int epoch, int64_t iteration, int rank) {
  std::vector<int> order(num_envs);
  std::iota(order.begin(), order.end(), 0);
  core::Random random(config.seed + static_cast<uint64_t>(rank), kShuffleStream, static_cast<uint32_t>(epoch),
                      static_cast<uint64_t>(iteration));
  for (size_t i = num_envs; i > 1; --i) std::swap(order[i - 1], order[random.Below(static_cast<uint32_t>(i))]);
  return order;
}

class Updater {
 public:
  Updater(const PpoConfig& config, const Rollout& rollout, int64_t iteration, Agent& agent, nn::World& world)
      : config_(config),
        agent_(agent),
        world_(world),
        actor_learns_(iteration >= config.critic_first),
        entropy_(Linear(config.entropy, config.final_entropy, config.entropy_iterations, iteration)),
        old_log_std_(torch::tensor(rollout.log_std)) {}

  void Minibatch(const Batch& batch) {
    if (actor_learns_) StepActor(batch);
    StepCritic(batch);
    ++count_;
  }

  UpdateReport Finish() {
    for (double* mean : {&report_.policy_loss, &report_.value_loss, &report_.entropy, &report_.clipped,
                         &report_.actor_gradient_norm, &report_.critic_gradient_norm}) {
      *mean /= count_;
    }
    report_.learning_rate = agent_.learning_rate;
    return report_;
  }

 private:
  void StepActor(const Batch& batch) {
    nn::GaussianActor& actor = agent_.actor();
    at::Tensor mean;
    {
      const nn::AutocastScope autocast(agent_.bf16());
      mean = actor.network.Forward(batch.observation);
    }
    const at::Tensor log_prob = nn::GaussianLogProb(batch.action, mean, actor.log_std);
    const at::Tensor loss = PolicyLoss(log_prob, batch.log_prob, batch.advantage, config_.clip);
    const at::Tensor entropy = nn::GaussianEntropy(actor.log_std);
    Watch(batch, mean.detach(), log_prob.detach());
    actor.optimiser.ZeroGradients();
    (loss - entropy_ * entropy).backward();
    report_.policy_loss += loss.item<double>();
    report_.entropy += entropy.item<double>();
    Step(actor.optimiser, agent_.learning_rate, report_.actor_gradient_norm);
    actor.LimitStd();
  }

  void StepCritic(const Batch& batch) {
    at::Tensor value;
    {
      const nn::AutocastScope autocast(agent_.bf16());
      value = agent_.critic().Forward(batch.critic_observation).flatten();
    }
    const at::Tensor loss = ValueLoss(value, batch.value, batch.target, config_.value_clip);
    agent_.critic_optimiser().ZeroGradients();
    (config_.value_coefficient * loss).backward();
    report_.value_loss += loss.item<double>();
    Step(agent_.critic_optimiser(), agent_.critic_learning_rate, report_.critic_gradient_norm);
  }

  // divergence from the rollout's policy, over all ranks; adapts the step size
  void Watch(const Batch& batch, const at::Tensor& mean, const at::Tensor& log_prob) {
    const at::NoGradGuard no_grad;
    const at::Tensor log_std = agent_.actor().log_std;
    double kl = nn::GaussianKl(batch.mean, old_log_std_, mean, log_std).mean().item<double>();
    world_.Sum(std::span(&kl, 1));
    kl /= world_.size();
    report_.kl = kl;
    report_.clipped +=
        ((log_prob - batch.log_prob).exp() - 1).abs().gt(config_.clip).to(at::kFloat).mean().item<double>();
    if (config_.kl_target == 0) return;
    agent_.learning_rate = AdaptStepSize(agent_.learning_rate, kl,
                                         {config_.kl_target, config_.min_learning_rate, config_.max_learning_rate});
    if (!config_.critic_learning_rate) agent_.critic_learning_rate = agent_.learning_rate;
  }

  void Step(nn::Optimiser& optimiser, double learning_rate, double& norm_sum) {
    const double norm = optimiser.Step(world_, {learning_rate, config_.max_gradient_norm});
    if (std::isfinite(norm)) {
      norm_sum += norm;
    } else {
      ++report_.skipped;
    }
  }

  const PpoConfig& config_;
  Agent& agent_;
  nn::World& world_;
  const bool actor_learns_;
  const double entropy_;
  const at::Tensor old_log_std_;
  UpdateReport report_;
  int count_ = 0;
};

}  // namespace

void NormaliseAdvantages(Rollout& rollout, nn::World& world) {
  const core::Span2<float> advantage = rollout.advantage.view();
  const std::span<float> all(advantage.data(), advantage.size());
  double sums[3] = {static_cast<double>(all.size()), 0, 0};
  for (const float a : all) {
    sums[1] += a;
    sums[2] += static_cast<double>(a) * a;
  }
  world.Sum(std::span<double>(sums));
  const double mean = sums[1] / sums[0];
  const double std = std::sqrt(std::max(0.0, sums[2] / sums[0] - mean * mean));
  for (float& a : all) a = static_cast<float>((a - mean) / (std + 1e-8));
}

UpdateReport UpdatePpo(const PpoConfig& config, const EnvMirror* mirror, const Rollout& rollout, int64_t iteration,
                       Agent& agent, nn::World& world) {
  Updater updater(config, rollout, iteration, agent, world);
  const auto parts = static_cast<size_t>(config.minibatches);
  for (int epoch = 0; epoch < config.epochs; ++epoch) {
    const std::vector<int> order = Shuffled(config, rollout.num_envs, epoch, iteration, world.rank());
    for (size_t part = 0; part < parts; ++part) {
      const size_t begin = part * order.size() / parts, end = (part + 1) * order.size() / parts;
      Batch batch = MakeBatch(rollout, std::span(order).subspan(begin, end - begin));
      if (mirror != nullptr) AddMirroredCopies(*mirror, batch);
      updater.Minibatch(batch);
    }
  }
  return updater.Finish();
}

}  // namespace porter::learn
