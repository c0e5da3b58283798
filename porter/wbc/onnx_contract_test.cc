#include "porter/wbc/onnx_contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/core/error.h"
#include "porter/core/file.h"

namespace porter::wbc {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// the contract of one line in a folder of its own
OnnxContract Load(const std::string& line) {
  const fs::path folder = fs::path(::testing::TempDir()) / "porter_walkers" / "contracts";
  fs::create_directories(folder);
  core::WriteTextFileAtomic(folder / "walker.toml", line + "\n");
  return LoadOnnxContract(folder / "walker.toml");
}

std::string ErrorOf(const std::string& line) {
  try {
    Load(line);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(OnnxContract, FindsItsNetworkFromItsOwnFolder) {
  const fs::path folder = fs::path(::testing::TempDir()) / "porter_walkers";
  EXPECT_EQ(Load("file = \"walk.onnx\"").file, folder / "contracts" / "walk.onnx");
  EXPECT_EQ(Load("file = \"../networks/./walk.onnx\"").file, folder / "networks" / "walk.onnx");
  EXPECT_EQ(Load("file = \"/networks/walk.onnx\"").file, "/networks/walk.onnx");
}

TEST(OnnxContract, RefusesToNameNoNetwork) {
  EXPECT_THAT(ErrorOf("name = \"walker\""),
              HasSubstr("walker.toml: the walker's contract names no network; expected file = "));
  EXPECT_THAT(ErrorOf("fil = \"walk.onnx\""), HasSubstr("did you mean"));
}

TEST(OnnxContract, ShippedOnesNameTheFilesThatTheSetUpBrings) {
  for (const std::string walker : {"ppo", "fastsac"}) {
    const fs::path contract = "policies/foreign/holosoma_" + walker + ".toml";
    const fs::path network = "models/foreign/holosoma_" + walker + "_g1_29dof.onnx";
    EXPECT_EQ(LoadOnnxContract(contract).file, network);
    EXPECT_EQ(LoadOnnxContract(fs::absolute(contract)).file, fs::absolute(network));
    EXPECT_EQ(LoadOnnxContract(contract).joints.size(), 29u);
    EXPECT_THAT(core::ReadTextFile("tools/setup/walkers.sha256"), HasSubstr("  " + network.filename().string() + "\n"));
  }
}

}  // namespace
}  // namespace porter::wbc
