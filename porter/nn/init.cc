#include "porter/nn/init.h"

#include <cmath>

#include "porter/core/check.h"
#include "porter/core/random.h"
#include "porter/nn/network_torch.h"

namespace porter::nn {

size_t TensorCount(io::LayerKind kind) {
  switch (kind) {
    case io::LayerKind::kLinear:
    case io::LayerKind::kLayerNorm:
    case io::LayerKind::kConv2d:
    case io::LayerKind::kNormaliser:
      return 2;
    case io::LayerKind::kGru:
    case io::LayerKind::kLstm:
      return 4;
    default:
      return 0;
  }
}

namespace {

// writes starting values into consecutive tensors
class Initialiser {
 public:
  Initialiser(const InitOptions& options, std::vector<Parameter>& parameters)
      : options_(options), parameters_(parameters) {}

  void Layers(const std::vector<io::LayerSpec>& layers) {
    for (const io::LayerSpec& layer : layers) {
      Layers(layer.body);
      for (size_t i = 0; i < TensorCount(layer.kind); ++i) Fill(layer, i);
    }
  }

  size_t done() const { return next_; }

 private:
  void Fill(const io::LayerSpec& layer, size_t which) {
    core::Random random(options_.seed, options_.stream, static_cast<uint32_t>(next_), 0);
    at::Tensor& tensor = parameters_[next_++].tensor;
    const bool recurrent = TensorCount(layer.kind) == 4;
    const bool weight = tensor.dim() > 1;
    if (layer.kind == io::LayerKind::kLayerNorm) {
      tensor.fill_(which == 0 ? 1 : 0);
    } else if (options_.init == Init::kOrthogonal) {
      if (weight) FillOrthogonal(random, tensor);
    } else {
      const at::Tensor& first = weight ? tensor : parameters_[next_ - 2].tensor;
      const double fan_in = recurrent ? static_cast<double>(layer.out) : static_cast<double>(first[0].numel());
      FillUniform(random, 1 / std::sqrt(fan_in), tensor);
    }
  }

  static void FillUniform(core::Random& random, double bound, at::Tensor& tensor) {
    float* values = tensor.data_ptr<float>();
    for (int64_t i = 0; i < tensor.numel(); ++i) values[i] = static_cast<float>(random.Uniform(-bound, bound));
  }

  // the orthogonal factor of a matrix of normal numbers, columns or rows orthonormal; gain sqrt 2, the usual for ReLU
  static void FillOrthogonal(core::Random& random, at::Tensor& tensor) {
    at::Tensor normal = torch::empty(tensor.sizes(), torch::kDouble);
    double* values = normal.data_ptr<double>();
    for (int64_t i = 0; i < normal.numel(); ++i) values[i] = random.Normal();
    const auto [u, s, vh] = at::linalg_svd(normal.flatten(1), false);
    tensor.copy_((u.matmul(vh) * std::sqrt(2.0)).view(tensor.sizes()));
  }

  const InitOptions& options_;
  std::vector<Parameter>& parameters_;
  size_t next_ = 0;
};

}  // namespace

void Initialise(const io::NetworkSpec& spec, const InitOptions& options, std::vector<Parameter>& parameters) {
  const at::NoGradGuard no_grad;
  Initialiser initialiser(options, parameters);
  initialiser.Layers(spec.layers);
  PORTER_CHECK(initialiser.done() == parameters.size());
  if (!spec.layers.empty() && spec.layers.back().kind == io::LayerKind::kLinear) {
    parameters[parameters.size() - 2].tensor.mul_(options.output_gain);
  }
}

}  // namespace porter::nn
