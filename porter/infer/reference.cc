#include "porter/infer/reference.h"

#include <algorithm>
#include <cmath>

#include "porter/core/check.h"
#include "porter/core/text.h"

namespace porter::infer {
namespace {

using Values = std::vector<double>;

double Sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

double Activated(io::Activation activation, double x) {
  switch (activation) {
    case io::Activation::kElu:
      return x > 0 ? x : std::expm1(x);
    case io::Activation::kRelu:
      return x > 0 ? x : 0;
    case io::Activation::kSilu:
      return x * Sigmoid(x);
    case io::Activation::kTanh:
      return std::tanh(x);
    case io::Activation::kSigmoid:
      break;
  }
  return Sigmoid(x);
}

class Reference {
 public:
  Reference(const io::ArrayFile& tensors, Values& state) : tensors_(tensors), state_(state) {}

  Values Run(const io::NetworkSpec& spec, Values x, const std::string& prefix) {
    const std::vector<std::vector<size_t>> shapes = io::LayerShapes(spec);
    for (size_t i = 0; i < spec.layers.size(); ++i) {
      const std::vector<size_t>& in = i == 0 ? spec.input : shapes[i - 1];
      x = Layer(spec.layers[i], in, x, core::Cat(prefix, i, "."));
    }
    return x;
  }

 private:
  Values Layer(const io::LayerSpec& layer, const std::vector<size_t>& in, const Values& x, const std::string& prefix) {
    switch (layer.kind) {
      case io::LayerKind::kNormaliser:
        return Normalised(layer, x, prefix);
      case io::LayerKind::kLinear:
        return Affine(x, prefix + "weight", prefix + "bias");
      case io::LayerKind::kActivation:
        return Each(x, [&](double value) { return Activated(layer.activation, value); });
      case io::LayerKind::kLayerNorm:
        return LayerNorm(layer, x, prefix);
      case io::LayerKind::kGru:
        return Gru(x, layer.out, prefix);
      case io::LayerKind::kLstm:
        return Lstm(x, layer.out, prefix);
      case io::LayerKind::kConv2d:
        return Conv(layer, in, x, prefix);
      case io::LayerKind::kFlatten:
        return x;
      case io::LayerKind::kResidual:
        break;
    }
    Values y = Run({.input = in, .layers = layer.body}, x, prefix);
    for (size_t i = 0; i < y.size(); ++i) y[i] += x[i];
    return y;
  }

  std::span<const float> Tensor(const std::string& name) const { return tensors_.At(name).As<float>(); }

  template <class F>
  static Values Each(Values x, F f) {
    std::transform(x.begin(), x.end(), x.begin(), f);
    return x;
  }

  Values Affine(const Values& x, const std::string& weight, const std::string& bias) const {
    const std::span<const float> w = Tensor(weight), b = Tensor(bias);
    Values y(b.begin(), b.end());
    for (size_t o = 0; o < y.size(); ++o)
      for (size_t i = 0; i < x.size(); ++i) y[o] += static_cast<double>(w[o * x.size() + i]) * x[i];
    return y;
  }

  Values Normalised(const io::LayerSpec& layer, Values x, const std::string& prefix) const {
    const std::span<const float> mean = Tensor(prefix + "mean"), deviation = Tensor(prefix + "std");
    for (size_t i = 0; i < x.size(); ++i) {
      x[i] = (x[i] - mean[i]) / deviation[i];
      if (layer.clip > 0) x[i] = std::clamp(x[i], -layer.clip, layer.clip);
    }
    return x;
  }

  Values LayerNorm(const io::LayerSpec& layer, Values x, const std::string& prefix) const {
    const std::span<const float> scale = Tensor(prefix + "weight"), shift = Tensor(prefix + "bias");
    double mean = 0, variance = 0;
    for (const double value : x) mean += value / static_cast<double>(x.size());
    for (const double value : x) variance += (value - mean) * (value - mean) / static_cast<double>(x.size());
    for (size_t i = 0; i < x.size(); ++i)
      x[i] = (x[i] - mean) / std::sqrt(variance + layer.epsilon) * scale[i] + shift[i];
    return x;
  }

  // the next `width` numbers of the state
  std::span<double> TakeState(size_t width) {
    PORTER_CHECK(used_ + width <= state_.size());
    used_ += width;
    return std::span(state_).subspan(used_ - width, width);
  }

  Values Gru(const Values& x, size_t width, const std::string& prefix) {
    const std::span<double> h = TakeState(width);
    const Values a = Affine(x, prefix + "weight_ih_l0", prefix + "bias_ih_l0");
    const Values b = Affine({h.begin(), h.end()}, prefix + "weight_hh_l0", prefix + "bias_hh_l0");
    for (size_t i = 0; i < width; ++i) {
      const double reset = Sigmoid(a[i] + b[i]), update = Sigmoid(a[width + i] + b[width + i]);
      const double fresh = std::tanh(a[2 * width + i] + reset * b[2 * width + i]);
      h[i] = (1 - update) * fresh + update * h[i];
    }
    return {h.begin(), h.end()};
  }

  Values Lstm(const Values& x, size_t width, const std::string& prefix) {
    const std::span<double> h = TakeState(width), c = TakeState(width);
    const Values a = Affine(x, prefix + "weight_ih_l0", prefix + "bias_ih_l0");
    const Values b = Affine({h.begin(), h.end()}, prefix + "weight_hh_l0", prefix + "bias_hh_l0");
    const auto gate = [&](size_t which, size_t i) { return a[which * width + i] + b[which * width + i]; };
    for (size_t i = 0; i < width; ++i) {
      c[i] = Sigmoid(gate(1, i)) * c[i] + Sigmoid(gate(0, i)) * std::tanh(gate(2, i));
      h[i] = Sigmoid(gate(3, i)) * std::tanh(c[i]);
    }
    return {h.begin(), h.end()};
  }

  Values Conv(const io::LayerSpec& layer, const std::vector<size_t>& in, const Values& x,
              const std::string& prefix) const {
    const auto size = [&](size_t n) { return (n + 2 * layer.padding - layer.kernel) / layer.stride + 1; };
    Values y;
    for (size_t o = 0; o < layer.out; ++o)
      for (size_t i = 0; i < size(in[1]); ++i)
        for (size_t j = 0; j < size(in[2]); ++j) y.push_back(Pixel(layer, in, x, prefix, {o, i, j}));
    return y;
  }

  double Pixel(const io::LayerSpec& layer, const std::vector<size_t>& in, const Values& x, const std::string& prefix,
               std::array<size_t, 3> at) const {
    const std::span<const float> w = Tensor(prefix + "weight");
    const size_t k = layer.kernel;
    double sum = Tensor(prefix + "bias")[at[0]];
    for (size_t c = 0; c < in[0]; ++c) {
      for (size_t i = 0; i < k * k; ++i) {
        const auto row = static_cast<long>(at[1] * layer.stride + i / k) - static_cast<long>(layer.padding);
        const auto column = static_cast<long>(at[2] * layer.stride + i % k) - static_cast<long>(layer.padding);
        if (row < 0 || column < 0 || row >= static_cast<long>(in[1]) || column >= static_cast<long>(in[2])) continue;
        const size_t from = (c * in[1] + static_cast<size_t>(row)) * in[2] + static_cast<size_t>(column);
        sum += w[(at[0] * in[0] + c) * k * k + i] * x[from];
      }
    }
    return sum;
  }

  const io::ArrayFile& tensors_;
  Values& state_;
  size_t used_ = 0;  // of the state, by the layers so far
};

}  // namespace

std::vector<double> ReferenceForward(const io::NetworkFile& file, std::vector<double> input,
                                     std::vector<double>& state) {
  return Reference(file.tensors, state).Run(file.spec, std::move(input), "");
}

}  // namespace porter::infer
