// A trained policy as a folder: contract.toml (what it may be run with), weights.safetensors (the network, its
// normaliser inside) and golden.safetensors (inputs with the outputs they must give). Training, evaluation and the
// robot load the same bytes through the same checks (design 3.2).
#pragma once

#include <filesystem>
#include <span>

#include "porter/core/span2.h"
#include "porter/infer/network.h"
#include "porter/io/network_file.h"
#include "porter/policy/contract.h"

namespace porter::policy {

struct PolicyBundle {
  Contract contract;
  infer::Network network;
};

// The contract of a bundle alone, to look at; throws core::Error as config::Load.
Contract ReadContract(const std::filesystem::path& folder);

// Throws core::Error for a contract that does not match (CheckContract), files that are missing, damaged or of another
// bundle, a network whose sizes are not the layouts', and golden outputs that the network does not give on this
// machine.
PolicyBundle LoadBundle(const std::filesystem::path& folder, const ContractUse& use);

// what the files of a bundle hold
struct BundleFiles {
  Contract contract;
  io::NetworkFile network;
  io::ArrayFile golden;  // "input" [rows, input of the network], "output": consecutive time steps of one environment
};

// The same checks as LoadBundle but those of the contract against its use: to convert a policy, not to run it.
BundleFiles ReadBundle(const std::filesystem::path& folder);

// Writes the three files, the contract last; its weights_hash is filled in. golden_input: rows that the policy may see
// in earnest, taken as consecutive time steps of one environment by a recurrent network   [rows, input of the network]
void WriteBundle(const std::filesystem::path& folder, Contract contract, const io::NetworkSpec& spec,
                 std::span<const io::ArrayView> tensors, core::Span2<const float> golden_input);

}  // namespace porter::policy
