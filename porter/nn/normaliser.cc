#include "porter/nn/normaliser.h"

#include <algorithm>
#include <cmath>

namespace porter::nn {
namespace {

constexpr double kSmallestStd = 1e-2;  // of an element that hardly moves: it must not blow up noise

// moments of the samples and their mirror images together
Moments WithImages(const Moments& m, const math::SignedPermutation& mirror) {
  Moments both(m.sum.size());
  both.count = 2 * m.count;
  for (size_t i = 0; i < m.sum.size(); ++i) {
    const auto from = static_cast<size_t>(mirror.source[i]);
    both.sum[i] = m.sum[i] + mirror.sign[i] * m.sum[from];
    both.square[i] = m.square[i] + m.square[from];
  }
  return both;
}

}  // namespace

void Moments::Add(core::Span2<const float> samples) noexcept {
  PORTER_CHECK(samples.cols() == sum.size());
  for (size_t row = 0; row < samples.rows(); ++row) {
    const std::span<const float> x = samples[row];
    for (size_t i = 0; i < x.size(); ++i) {
      const double value = x[i];
      sum[i] += value;
      square[i] += value * value;
    }
  }
  count += static_cast<double>(samples.rows());
}

Normaliser::Normaliser(size_t width, double clip, std::optional<math::SignedPermutation> mirror)
    : clip_(clip), mirror_(std::move(mirror)), center_(width), variance_(width, 1) {
  PORTER_CHECK((!mirror_ || mirror_->source.size() == width));
  Refresh();
}

size_t Normaliser::Apply(core::Span2<const float> in, core::Span2<float> out) const noexcept {
  PORTER_CHECK(in.cols() == width() && out.cols() == width() && in.rows() == out.rows());
  const float limit = clip_ > 0 ? static_cast<float>(clip_) : INFINITY;
  size_t cut = 0;
  for (size_t row = 0; row < in.rows(); ++row) {
    const std::span<const float> x = in[row];
    const std::span<float> y = out[row];
    for (size_t i = 0; i < x.size(); ++i) {
      const float value = (x[i] - mean_[i]) * scale_[i];
      cut += value > limit || value < -limit ? 1 : 0;
      y[i] = std::min(std::max(value, -limit), limit);
    }
  }
  return cut;
}

void Normaliser::Merge(Moments moments, World& world) {
  world.Sum(std::span(&moments.count, 1));
  world.Sum(std::span(moments.sum));
  world.Sum(std::span(moments.square));
  if (moments.count == 0) return;
  if (mirror_) moments = WithImages(moments, *mirror_);
  const double total = count_ + moments.count, weight = moments.count / total;  // 1 the first time
  for (size_t i = 0; i < center_.size(); ++i) {
    const double mean = moments.sum[i] / moments.count;
    const double variance = std::max(0.0, moments.square[i] / moments.count - mean * mean);
    const double delta = mean - center_[i];
    variance_[i] = (1 - weight) * variance_[i] + weight * (variance + (1 - weight) * delta * delta);
    center_[i] += weight * delta;
  }
  count_ = total;
  Refresh();
}

void Normaliser::Refresh() {
  mean_.assign(center_.begin(), center_.end());
  std_.resize(width());
  scale_.resize(width());
  for (size_t i = 0; i < width(); ++i) {
    const double deviation = std::max(std::sqrt(variance_[i]), kSmallestStd);
    std_[i] = static_cast<float>(deviation);
    scale_[i] = 1 / std_[i];
  }
}

void Normaliser::Save(const std::string& prefix, CheckpointWriter& out) const {
  out.AddValue(prefix + ".count", count_);
  out.Add(prefix + ".mean", std::span<const double>(center_));
  out.Add(prefix + ".variance", std::span<const double>(variance_));
}

void Normaliser::Load(const std::string& prefix, const CheckpointReader& in) {
  count_ = in.ReadValue<double>(prefix + ".count");
  in.Read(prefix + ".mean", std::span<double>(center_));
  in.Read(prefix + ".variance", std::span<double>(variance_));
  Refresh();
}

}  // namespace porter::nn
