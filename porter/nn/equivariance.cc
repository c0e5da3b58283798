#include "porter/nn/equivariance.h"

#include <numbers>
#include <numeric>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::nn {
namespace {

using math::SignedPermutation;

void RequireInvolution(const SignedPermutation& mirror, size_t width, const std::string& what) {
  if (mirror.source.size() != width || mirror.sign.size() != width) {
    throw core::Error({.what = core::Cat("the mirror of the network's ", what, " does not fit"),
                       .found = core::Cat(mirror.source.size(), " elements"),
                       .expected = core::Cat(width)});
  }
  for (size_t i = 0; i < width; ++i) {
    const auto partner = static_cast<size_t>(mirror.source[i]);
    if (partner < width && static_cast<size_t>(mirror.source[partner]) == i && mirror.sign[partner] == mirror.sign[i])
      continue;
    throw core::Error({.what = core::Cat("the mirror of the network's ", what, " is not its own inverse"),
                       .found = core::Cat("element ", i, " comes from ", partner),
                       .expected = "element and partner that come from each other, with one sign"});
  }
}

// the first half of the units against the second, `blocks` times in a row (gates of recurrent layers)
SignedPermutation SwapHalves(size_t width, size_t blocks = 1) {
  if (width % 2 != 0) {
    throw core::Error({.what = "an equivariant network needs hidden layers of even width",
                       .found = core::Cat(width),
                       .hint = "hidden units stand in swapped pairs"});
  }
  SignedPermutation swap;
  for (size_t i = 0; i < width * blocks; ++i) {
    const size_t unit = i % width;
    swap.source.push_back(static_cast<int>(i - unit + (unit + width / 2) % width));
  }
  swap.sign.assign(width * blocks, 1);
  return swap;
}

class Walk {
 public:
  explicit Walk(SignedPermutation input) : here_(std::move(input)) {}

  void Layer(const io::LayerSpec& layer, const SignedPermutation* output) {
    switch (layer.kind) {
      case io::LayerKind::kLinear: {
        SignedPermutation next = output != nullptr ? *output : SwapHalves(layer.out);
        mirrors_.insert(mirrors_.end(), {{next, here_}, {next, {}}});
        here_ = std::move(next);
        return;
      }
      case io::LayerKind::kGru:
      case io::LayerKind::kLstm:
        return Recurrent(layer);
      case io::LayerKind::kLayerNorm:
        RequireHidden();
        mirrors_.insert(mirrors_.end(), {{here_, {}}, {here_, {}}});
        return;
      case io::LayerKind::kActivation:
        return RequireHidden();
      case io::LayerKind::kResidual:
        return Residual(layer);
      default:
        throw core::Error({.what = "a layer has no equivariant form",
                           .found = std::string(EnumNames(layer.kind)[static_cast<size_t>(layer.kind)]),
                           .hint = "train with mirrored copies instead"});
    }
  }

  std::vector<TensorMirror> Take() { return std::move(mirrors_); }

 private:
  void Recurrent(const io::LayerSpec& layer) {
    const SignedPermutation gates = SwapHalves(layer.out, layer.kind == io::LayerKind::kGru ? 3 : 4);
    SignedPermutation next = SwapHalves(layer.out);
    mirrors_.insert(mirrors_.end(), {{gates, here_}, {gates, next}, {gates, {}}, {gates, {}}});
    here_ = std::move(next);
  }

  void Residual(const io::LayerSpec& layer) {
    const SignedPermutation before = here_;
    for (size_t i = 0; i < layer.body.size(); ++i) {
      const bool last = i + 1 == layer.body.size() && layer.body[i].kind == io::LayerKind::kLinear;
      Layer(layer.body[i], last ? &before : nullptr);
    }
    PORTER_CHECK(here_.source == before.source && here_.sign == before.sign);
  }

  // values with signs pass no curve and no scale
  void RequireHidden() const {
    for (const int sign : here_.sign) {
      if (sign != 1) {
        throw core::Error({.what = "an equivariant network needs a linear or recurrent layer first",
                           .found = "an activation or layer norm on values with signs",
                           .hint = "elu(-x) is not -elu(x)"});
      }
    }
  }

  SignedPermutation here_;  // mirror of the values between two layers
  std::vector<TensorMirror> mirrors_;
};

}  // namespace

std::vector<TensorMirror> EquivariantTensors(const io::NetworkSpec& spec, const SignedPermutation& input,
                                             const SignedPermutation& output) {
  PORTER_CHECK(spec.input.size() == 1u && !spec.layers.empty());
  RequireInvolution(input, spec.input.front(), "input");
  RequireInvolution(output, spec.layers.back().out, "output");
  if (spec.layers.back().kind != io::LayerKind::kLinear) {
    throw core::Error("an equivariant network must end in a linear layer");
  }
  Walk walk(input);
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    walk.Layer(spec.layers[i], i + 1 == spec.layers.size() ? &output : nullptr);
  }
  return walk.Take();
}

void Orbits::Add(const TensorMirror& mirror, size_t offset, size_t rows, size_t columns) {
  const auto partner = [](const SignedPermutation& p, size_t i) {
    return p.source.empty() ? std::pair(i, 1) : std::pair(static_cast<size_t>(p.source[i]), p.sign[i]);
  };
  for (size_t r = 0; r < rows; ++r) {
    const auto [r2, row_sign] = partner(mirror.rows, r);
    for (size_t c = 0; c < columns; ++c) {
      const auto [c2, column_sign] = partner(mirror.columns, c);
      const size_t first = r * columns + c, second = r2 * columns + c2;
      const int sign = row_sign * column_sign;
      if (first > second || (first == second && sign == 1)) continue;
      pairs_.push_back(
          {static_cast<uint32_t>(offset + first), static_cast<uint32_t>(offset + second), static_cast<float>(sign)});
    }
  }
}

void Orbits::Project(std::span<float> values) const noexcept {
  for (const Pair& pair : pairs_) {
    const float mean = 0.5f * (values[pair.first] + pair.sign * values[pair.second]);
    values[pair.first] = mean;
    values[pair.second] = pair.sign * mean;
  }
}

void Orbits::ProjectRandom(std::span<float> values) const noexcept {
  Project(values);
  for (const Pair& pair : pairs_) {
    values[pair.first] *= std::numbers::sqrt2_v<float>;
    if (pair.second != pair.first) values[pair.second] *= std::numbers::sqrt2_v<float>;
  }
}

}  // namespace porter::nn
