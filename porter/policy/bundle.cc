#include "porter/policy/bundle.h"

#include <cmath>

#include "porter/config/config.h"
#include "porter/core/checksum.h"
#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/safetensors.h"

namespace porter::policy {
namespace {

namespace fs = std::filesystem;

constexpr const char* kContract = "contract.toml";
constexpr const char* kWeights = "weights.safetensors";
constexpr const char* kGolden = "golden.safetensors";

// Processors with other vector widths add in another order: a few units in the last place per layer. A wrong joint,
// scale or byte shows up orders of magnitude above this.
constexpr float kGoldenTolerance = 1e-4f;

std::string FilesHash(std::span<const std::byte> weights, std::span<const std::byte> golden) {
  core::Hasher hasher;
  hasher.Add(weights);
  hasher.Add(golden);
  return hasher.Hex();
}

// outputs for consecutive time steps of one environment   [rows, output of the network]
std::vector<float> Run(const infer::Network& network, core::Span2<const float> input) {
  std::vector<float> output(input.rows() * network.output_size());
  infer::NetworkState state(network, 1);
  infer::NetworkScratch scratch(network);
  for (size_t row = 0; row < input.rows(); ++row) {
    network.Forward({input[row].data(), 1, input.cols()},
                    {&output[row * network.output_size()], 1, network.output_size()}, state.values(), scratch);
  }
  return output;
}

size_t Width(const std::vector<TermContract>& terms) {
  size_t width = 0;
  for (const TermContract& term : terms) width += static_cast<size_t>(term.width);
  return width;
}

void CheckSizes(const infer::Network& network, const Contract& contract, const std::string& source) {
  const size_t frame = Width(contract.observation), output = Width(contract.action);
  const size_t input = frame * static_cast<size_t>(contract.history);
  if (network.input_size() == input && network.output_size() == output) return;
  throw core::Error(
      {.what = "the network does not fit the layouts",
       .place = {.file = source},
       .found = core::Cat(network.input_size(), " numbers in, ", network.output_size(), " out"),
       .expected = core::Cat(input, " in (", frame, " x ", contract.history, " frames), ", output, " out")});
}

void CheckGolden(const infer::Network& network, const io::ArrayFile& golden, const std::string& source) {
  const auto input = golden.At("input").As<float>();
  const auto expected = golden.At("output").As<float>();
  const size_t rows = input.size() / network.input_size();
  if (rows == 0 || input.size() != rows * network.input_size() || expected.size() != rows * network.output_size()) {
    throw core::Error({.what = "the golden numbers do not fit the network", .place = {.file = source}});
  }
  const std::vector<float> output = Run(network, {input.data(), rows, network.input_size()});
  for (size_t i = 0; i < output.size(); ++i) {
    const float tolerance = kGoldenTolerance * (1 + std::abs(expected[i]));
    if (std::abs(output[i] - expected[i]) <= tolerance) continue;
    throw core::Error({.what = core::Cat("the network does not give its golden output ", i % network.output_size(),
                                         " of row ", i / network.output_size()),
                       .place = {.file = source},
                       .found = core::FormatNumber(output[i]),
                       .expected = core::FormatNumber(expected[i]),
                       .hint = "the policy must not run here; build porter for this machine again"});
  }
}

// weights and golden numbers, which the contract names by their hash
BundleFiles ReadFiles(const fs::path& folder, Contract contract) {
  std::vector<std::byte> weights = core::ReadFile(folder / kWeights);
  std::vector<std::byte> golden = core::ReadFile(folder / kGolden);
  const std::string hash = FilesHash(weights, golden);
  if (hash != contract.weights_hash) {
    throw core::Error({.what = "the files of the bundle do not belong together",
                       .place = {.file = folder.string()},
                       .found = "weights and golden numbers with hash " + hash,
                       .expected = contract.weights_hash + ", as the contract says",
                       .hint = "copy the whole folder again"});
  }
  return {.contract = std::move(contract),
          .network = io::DecodeNetwork(std::move(weights), (folder / kWeights).string()),
          .golden = io::DecodeSafetensors(std::move(golden), (folder / kGolden).string())};
}

infer::Network CheckedNetwork(const fs::path& folder, const BundleFiles& files) {
  infer::Network network(files.network);
  CheckSizes(network, files.contract, (folder / kWeights).string());
  CheckGolden(network, files.golden, (folder / kGolden).string());
  return network;
}

}  // namespace

Contract ReadContract(const fs::path& folder) {
  Contract contract;
  config::Load(contract, folder / kContract);
  return contract;
}

PolicyBundle LoadBundle(const fs::path& folder, const ContractUse& use) {
  Contract contract = ReadContract(folder);
  CheckContract(contract, use, (folder / kContract).string());
  BundleFiles files = ReadFiles(folder, std::move(contract));
  infer::Network network = CheckedNetwork(folder, files);
  return {.contract = std::move(files.contract), .network = std::move(network)};
}

BundleFiles ReadBundle(const fs::path& folder) {
  BundleFiles files = ReadFiles(folder, ReadContract(folder));
  CheckedNetwork(folder, files);
  return files;
}

void WriteBundle(const fs::path& folder, Contract contract, const io::NetworkSpec& spec,
                 std::span<const io::ArrayView> tensors, core::Span2<const float> golden_input) {
  const std::vector<std::byte> weights = io::EncodeNetwork(spec, tensors);
  const infer::Network network(io::DecodeNetwork(weights, kWeights));
  PORTER_CHECK(golden_input.cols() == network.input_size(), "golden inputs are inputs of the network");
  const std::vector<float> output = Run(network, golden_input);
  const size_t rows = golden_input.rows();
  const std::vector<std::byte> golden = io::EncodeSafetensors(std::vector<io::ArrayView>{
      io::View<float>("input", {rows, network.input_size()}, {golden_input.data(), golden_input.size()}),
      io::View<float>("output", {rows, network.output_size()}, output)});
  contract.weights_hash = FilesHash(weights, golden);
  fs::create_directories(folder);
  core::WriteFileAtomic(folder / kWeights, weights);
  core::WriteFileAtomic(folder / kGolden, golden);
  core::WriteTextFileAtomic(folder / kContract, config::ToToml(contract));
}

}  // namespace porter::policy
