// Running mean and standard deviation of an observation, per element, in double precision. Statistics are gathered
// apart (Moments) and merged when the caller says so: a rollout and the update on it see the same normaliser. With a
// mirror, every sample counts together with its mirror image, so that normalising and mirroring commute exactly.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "porter/core/span2.h"
#include "porter/math/permutation.h"
#include "porter/nn/checkpoint.h"
#include "porter/nn/world.h"

namespace porter::nn {

// sums over samples
struct Moments {
  double count = 0;
  std::vector<double> sum;     // [width]
  std::vector<double> square;  // [width]

  explicit Moments(size_t width) : sum(width), square(width) {}
  void Add(core::Span2<const float> samples) noexcept;  // [any, width]
};

class Normaliser {
 public:
  // starts as the identity; values beyond `clip` standard deviations are cut, 0: none. Throws Error when the mirror
  // does not fit.
  Normaliser(size_t width, double clip, std::optional<math::SignedPermutation> mirror);

  size_t width() const { return mean_.size(); }
  std::span<const float> mean() const { return mean_; }
  std::span<const float> std() const { return std_; }
  double clip() const { return clip_; }
  double count() const { return count_; }  // samples taken in

  // [any, width] to the same shape; returns how many values were cut
  size_t Apply(core::Span2<const float> in, core::Span2<float> out) const noexcept;

  // takes in the samples of all ranks; nothing when there are none
  void Merge(Moments moments, World& world);

  // under `prefix`; Load throws Error when the width differs
  void Save(const std::string& prefix, CheckpointWriter& out) const;
  void Load(const std::string& prefix, const CheckpointReader& in);

 private:
  void Refresh();

  double clip_;
  std::optional<math::SignedPermutation> mirror_;
  double count_ = 0;
  std::vector<double> center_;             // mean of all samples
  std::vector<double> variance_;           // of all samples
  std::vector<float> mean_, std_, scale_;  // as Apply uses them; scale 1 / std
};

}  // namespace porter::nn
