// A bundle of a small whole-body policy with random weights, for tests of what runs one.
#pragma once

#include <filesystem>

#include "porter/infer/test_networks.h"
#include "porter/policy/bundle.h"
#include "porter/policy/layouts.h"
#include "porter/robot/g1/g1.h"
#include "porter/wbc/policy_io.h"

namespace porter::wbc {

// the bundle's folder, made anew, which lives as long as this does
class BundleFolder {
 public:
  explicit BundleFolder(std::filesystem::path path)
      : network(infer::RandomNetwork({.input = {InputWidth()},
                                      .layers = {{.kind = io::LayerKind::kNormaliser, .clip = 5},
                                                 infer::Linear(16),
                                                 infer::Activate(io::Activation::kElu),
                                                 infer::Linear(15)}})),
        path_(std::move(path)) {
    std::filesystem::remove_all(path_);
    policy::Contract contract =
        policy::MakeContract("small", robot::G1(), policy::ClockedWbcFrameLayout(), policy::WbcActionLayout());
    contract.history = Config().history;
    contract.numbers = ToContract(Config());
    const std::vector<float> golden = infer::RandomFloats(3 * InputWidth(), 1, 9);
    policy::WriteBundle(path_, contract, network.spec, network.tensors.arrays(), {golden.data(), 3, InputWidth()});
  }
  ~BundleFolder() { std::filesystem::remove_all(path_); }
  BundleFolder(const BundleFolder&) = delete;

  static PolicyIoConfig Config() { return {.history = 2}; }
  const std::filesystem::path& path() const { return path_; }

  const io::NetworkFile network;

 private:
  static size_t InputWidth() { return static_cast<size_t>(policy::ClockedWbcFrameLayout().width() * Config().history); }

  const std::filesystem::path path_;
};

}  // namespace porter::wbc
