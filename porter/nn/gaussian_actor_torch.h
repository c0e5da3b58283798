// A stochastic policy: a network for the mean, a standard deviation per action element that does not depend on the
// state; and what both need to be trained and written.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "porter/nn/normaliser.h"
#include "porter/nn/optimiser_torch.h"

namespace porter::nn {

// mirrors of a network's input and output
struct Mirrors {
  math::SignedPermutation input;
  math::SignedPermutation output;
};

class GaussianActor {
 public:
  struct Options {
    InitOptions init;
    std::vector<double> initial_std = {0.5};  // one for all or one an action element
    double largest_std = 1;
    AdamConfig adam;
    std::optional<Mirrors> equivariant;  // mirrors for an exactly equivariant network
  };

  // throws Error for a list of standard deviations of another length than the network's output
  GaussianActor(const io::NetworkSpec& spec, const Options& options);

  // standard deviations at most the largest; call after each step
  void LimitStd() noexcept;

  Network network;
  at::Tensor log_std;  // [A]
  Optimiser optimiser;

 private:
  float largest_log_std_;
};

// Writes a network with its normaliser as the first layer (io/network_file.h), for `infer` and every bundle.
void ExportNetwork(const std::filesystem::path& path, const Network& network, const Normaliser* normaliser,
                   const std::map<std::string, std::string>& words = {});

}  // namespace porter::nn
