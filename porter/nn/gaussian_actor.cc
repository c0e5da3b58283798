#include "porter/nn/gaussian_actor_torch.h"

#include <algorithm>
#include <cmath>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::nn {
namespace {

at::Tensor InitialLogStd(const std::vector<double>& stds, double largest, size_t actions) {
  if (stds.size() != 1 && stds.size() != actions) {
    throw core::Error({.what = "the list of initial standard deviations does not fit the actions",
                       .found = core::Cat(stds.size(), " values"),
                       .expected = core::Cat("1 or ", actions)});
  }
  at::Tensor log_std = torch::zeros({static_cast<int64_t>(actions)});
  for (size_t i = 0; i < actions; ++i) {
    log_std.data_ptr<float>()[i] = static_cast<float>(std::log(std::min(stds[stds.size() == 1 ? 0 : i], largest)));
  }
  return log_std.requires_grad_(true);
}

// the network's parameters and the standard deviation, for one buffer
std::vector<Parameter> WithLogStd(const Network& network, const at::Tensor& log_std) {
  std::vector<Parameter> all = network.parameters();
  all.push_back({"log_std", log_std});
  return all;
}

void RequireSymmetric(const math::SignedPermutation& mirror, const at::Tensor& log_std) {
  const float* values = log_std.data_ptr<float>();
  for (size_t i = 0; i < mirror.source.size(); ++i) {
    if (values[i] != values[mirror.source[i]]) {
      throw core::Error(
          {.what = "initial standard deviations differ between left and right",
           .found = core::Cat(std::exp(values[i]), " for action ", i),
           .expected = core::Cat(std::exp(values[mirror.source[i]]), " as for action ", mirror.source[i])});
    }
  }
}

std::vector<TensorMirror> ActorMirrors(const io::NetworkSpec& spec, const std::optional<Mirrors>& mirrors) {
  if (!mirrors) return {};
  std::vector<TensorMirror> all = EquivariantTensors(spec, mirrors->input, mirrors->output);
  math::SignedPermutation unsigned_output = mirrors->output;  // a spread has no side
  std::ranges::fill(unsigned_output.sign, 1);
  all.push_back({std::move(unsigned_output), {}});
  return all;
}

}  // namespace

GaussianActor::GaussianActor(const io::NetworkSpec& spec, const Options& options)
    : network(spec, options.init),
      log_std(InitialLogStd(options.initial_std, options.largest_std, spec.layers.back().out)),
      optimiser(WithLogStd(network, log_std), options.adam, ActorMirrors(spec, options.equivariant)),
      largest_log_std_(static_cast<float>(std::log(options.largest_std))) {
  // the optimiser took all starting values for random ones; the spread is not
  const at::NoGradGuard no_grad;
  log_std.copy_(InitialLogStd(options.initial_std, options.largest_std, spec.layers.back().out));
  if (options.equivariant) RequireSymmetric(options.equivariant->output, log_std);
}

void GaussianActor::LimitStd() noexcept {
  float* values = log_std.data_ptr<float>();
  for (int64_t i = 0; i < log_std.numel(); ++i) values[i] = std::min(values[i], largest_log_std_);
}

void ExportNetwork(const std::filesystem::path& path, const Network& network, const Normaliser* normaliser,
                   const std::map<std::string, std::string>& words) {
  io::NetworkSpec spec = network.spec();
  std::vector<io::ArrayView> views;
  if (normaliser != nullptr) {
    spec.layers.insert(spec.layers.begin(), {.kind = io::LayerKind::kNormaliser, .clip = normaliser->clip()});
    views.push_back(io::View("0.mean", {normaliser->width()}, normaliser->mean()));
    views.push_back(io::View("0.std", {normaliser->width()}, normaliser->std()));
  }
  const std::vector<io::TensorSpec> tensors = io::NetworkTensors(spec);
  for (const Parameter& parameter : network.parameters()) {
    const io::TensorSpec& tensor = tensors[views.size()];
    const at::Tensor& values = parameter.tensor;
    views.push_back(io::View(tensor.name, tensor.shape,
                             std::span<const float>(values.data_ptr<float>(), static_cast<size_t>(values.numel()))));
  }
  io::WriteNetwork(path, spec, views, words);
}

}  // namespace porter::nn
