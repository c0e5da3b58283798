#include "porter/infer/layers.h"

#include <algorithm>
#include <numeric>

#include "porter/core/text.h"
#include "porter/infer/conv.h"
#include "porter/infer/elementwise.h"
#include "porter/infer/matrix.h"

namespace porter::infer {
namespace {

std::vector<float> Values(const Chain::Source& source, const std::string& name) {
  const std::span<const float> values = source.tensors.At(source.prefix + name).As<float>();
  return {values.begin(), values.end()};
}

PackedMatrix Matrix(const Chain::Source& source, const std::string& weight, const std::string& bias) {
  const io::ArrayView& array = source.tensors.At(source.prefix + weight);
  const size_t out = array.shape[0], in = array.Count() / out;
  return Pack({.data = array.As<float>().data(), .out = out, .in = in, .out_stride = in, .in_stride = 1},
              Values(source, bias));
}

void Grow(size_t& size, size_t needed) {
  size = std::max(size, needed);
}

class Normaliser : public Layer {
 public:
  Normaliser(const io::LayerSpec& spec, const Chain::Source& source)
      : mean_(Values(source, "mean")), std_(Values(source, "std")), clip_(static_cast<float>(spec.clip)) {}
  void Run(const Pass& pass) const noexcept override {
    const size_t width = mean_.size();
    for (size_t r = 0; r < pass.rows; ++r) {
      const float* x = pass.x + r * width;
      float* y = pass.y + r * width;
      for (size_t i = 0; i < width; ++i) y[i] = (x[i] - mean_[i]) / std_[i];
    }
    if (clip_ > 0) pass.scratch.clipped += Clip(-clip_, clip_, pass.y, pass.y, pass.rows * width);
  }

 private:
  std::vector<float> mean_, std_;  // [features]
  float clip_;                     // 0: none
};

class Linear : public Layer {
 public:
  explicit Linear(const Chain::Source& source) : weight_(Matrix(source, "weight", "bias")) {}
  void Run(const Pass& pass) const noexcept override {
    Multiply({pass.x, pass.rows, weight_.in}, weight_, {pass.y, weight_.out});
  }

 private:
  PackedMatrix weight_;
};

class Activate : public Layer {
 public:
  Activate(io::Activation activation, size_t width) : function_(Function(activation)), width_(width) {}
  void Run(const Pass& pass) const noexcept override { Apply(function_, 1, pass.x, pass.y, pass.rows * width_); }

 private:
  static Unary Function(io::Activation activation) {
    switch (activation) {
      case io::Activation::kElu:
        return Unary::kElu;
      case io::Activation::kRelu:
        return Unary::kRelu;
      case io::Activation::kSilu:
        return Unary::kSilu;
      case io::Activation::kTanh:
        return Unary::kTanh;
      case io::Activation::kSigmoid:
        break;
    }
    return Unary::kSigmoid;
  }

  Unary function_;
  size_t width_;
};

class Norm : public Layer {
 public:
  Norm(const io::LayerSpec& spec, const Chain::Source& source)
      : scale_(Values(source, "weight")), shift_(Values(source, "bias")), epsilon_(static_cast<float>(spec.epsilon)) {}
  void Run(const Pass& pass) const noexcept override {
    const size_t width = scale_.size();
    const NormParameters parameters{.scale = scale_.data(), .shift = shift_.data(), .epsilon = epsilon_};
    for (size_t r = 0; r < pass.rows; ++r) LayerNorm(parameters, pass.x + r * width, pass.y + r * width, width);
  }

 private:
  std::vector<float> scale_, shift_;  // [features]
  float epsilon_;
};

// one time step of a GRU or LSTM
class Recurrent : public Layer {
 public:
  Recurrent(const io::LayerSpec& spec, const Chain::Source& source)
      : from_input_(Matrix(source, "weight_ih_l0", "bias_ih_l0")),
        from_state_(Matrix(source, "weight_hh_l0", "bias_hh_l0")),
        kind_(spec.kind),
        offset_(source.state_size) {
    source.state_size += (kind_ == io::LayerKind::kGru ? 1 : 2) * spec.out;
    for (size_t& work : source.sizes.work) Grow(work, kBlockRows * from_input_.out);
  }
  void Run(const Pass& pass) const noexcept override {
    float* state = pass.state + offset_;
    float* input_gates = pass.scratch.work[0].data();
    float* state_gates = pass.scratch.work[1].data();
    const size_t gates = from_input_.out, width = from_state_.in;
    Multiply({pass.x, pass.rows, from_input_.in}, from_input_, {input_gates, gates});
    Multiply({state, pass.rows, pass.state_stride}, from_state_, {state_gates, gates});
    for (size_t r = 0; r < pass.rows; ++r) {
      float* h = state + r * pass.state_stride;
      const float* i = input_gates + r * gates;
      const float* s = state_gates + r * gates;
      if (kind_ == io::LayerKind::kGru) GruCell(i, s, h, width);
      if (kind_ == io::LayerKind::kLstm) LstmCell(i, s, h, h + width, width);
      std::copy_n(h, width, pass.y + r * width);
    }
  }

 private:
  PackedMatrix from_input_, from_state_;
  io::LayerKind kind_;
  size_t offset_;  // of this layer's state in a row's
};

class Convolve : public Layer {
 public:
  Convolve(const io::LayerSpec& spec, std::span<const size_t> in, const Chain::Source& source)
      : conv_{.channels = in[0],
              .height = in[1],
              .width = in[2],
              .kernel = {spec.kernel, spec.kernel},
              .stride = {spec.stride, spec.stride},
              .padding = {spec.padding, spec.padding, spec.padding, spec.padding}},
        weight_(Matrix(source, "weight", "bias")) {
    Grow(source.sizes.work[0], conv_.Pixels() * weight_.in);
    Grow(source.sizes.work[1], conv_.Pixels() * weight_.out);
  }
  void Run(const Pass& pass) const noexcept override {
    const size_t in = conv_.channels * conv_.height * conv_.width, out = conv_.Pixels() * weight_.out;
    for (size_t r = 0; r < pass.rows; ++r)
      Convolve2d(conv_, weight_, pass.x + r * in, pass.y + r * out,
                 {pass.scratch.work[0].data(), pass.scratch.work[1].data()});
  }

 private:
  Conv2d conv_;
  PackedMatrix weight_;
};

class Flatten : public Layer {
 public:
  explicit Flatten(size_t width) : width_(width) {}
  void Run(const Pass& pass) const noexcept override { std::copy_n(pass.x, pass.rows * width_, pass.y); }

 private:
  size_t width_;
};

class Residual : public Layer {
 public:
  Residual(const io::NetworkSpec& body, const Chain::Source& source, size_t width)
      : body_(body, source), width_(width) {}
  void Run(const Pass& pass) const noexcept override {
    body_.Run(pass);
    for (size_t i = 0; i < pass.rows * width_; ++i) pass.y[i] += pass.x[i];
  }

 private:
  Chain body_;
  size_t width_;
};

size_t Count(std::span<const size_t> shape) {
  return std::accumulate(shape.begin(), shape.end(), size_t{1}, std::multiplies<>());
}

std::unique_ptr<Layer> MakeLayer(const io::LayerSpec& spec, const std::vector<size_t>& in,
                                 const Chain::Source& source) {
  switch (spec.kind) {
    case io::LayerKind::kNormaliser:
      return std::make_unique<Normaliser>(spec, source);
    case io::LayerKind::kLinear:
      return std::make_unique<Linear>(source);
    case io::LayerKind::kActivation:
      return std::make_unique<Activate>(spec.activation, Count(in));
    case io::LayerKind::kLayerNorm:
      return std::make_unique<Norm>(spec, source);
    case io::LayerKind::kGru:
    case io::LayerKind::kLstm:
      return std::make_unique<Recurrent>(spec, source);
    case io::LayerKind::kConv2d:
      return std::make_unique<Convolve>(spec, in, source);
    case io::LayerKind::kFlatten:
      return std::make_unique<Flatten>(Count(in));
    case io::LayerKind::kResidual:
      break;
  }
  return std::make_unique<Residual>(io::NetworkSpec{.input = in, .layers = spec.body}, source, Count(in));
}

}  // namespace

Chain::Chain(const io::NetworkSpec& spec, const Source& source) : level_(source.level) {
  const std::vector<std::vector<size_t>> shapes = io::LayerShapes(spec);
  Grow(source.sizes.levels, level_ + 1);
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    const Source inner{.tensors = source.tensors,
                       .sizes = source.sizes,
                       .state_size = source.state_size,
                       .prefix = core::Cat(source.prefix, i, "."),
                       .level = level_ + 1};
    layers_.push_back(MakeLayer(spec.layers[i], i == 0 ? spec.input : shapes[i - 1], inner));
    Grow(source.sizes.widest, Count(shapes[i]));
  }
}

void Chain::Run(const Pass& pass) const noexcept {
  Pass at = pass;
  for (size_t i = 0; i < layers_.size(); ++i) {
    at.y = i + 1 == layers_.size() ? pass.y : pass.scratch.chain[2 * level_ + i % 2].data();
    layers_[i]->Run(at);
    at.x = at.y;
  }
}

}  // namespace porter::infer
