// porter export: the file that comes out of a bundle, and what is said about it.
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "porter/infer/onnx_graph.h"
#include "porter/infer/test_networks.h"
#include "porter/policy/bundle.h"
#include "porter/policy/layouts.h"
#include "tests/cli/program.h"

namespace porter::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// a walker with a memory, in a folder of its own
class Export : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    const policy::ObsLayout observation = policy::WbcFrameLayout();
    const policy::ActionLayout action = policy::WbcActionLayout();
    const auto in = static_cast<size_t>(observation.width()), out = static_cast<size_t>(action.width());
    const io::NetworkFile network = infer::RandomNetwork({.input = {in},
                                                          .layers = {{.kind = io::LayerKind::kNormaliser, .clip = 5},
                                                                     {.kind = io::LayerKind::kGru, .out = 16},
                                                                     infer::Activate(io::Activation::kSilu),
                                                                     infer::Linear(out)}});
    const std::vector<float> golden = infer::RandomFloats(7 * in, 1, 9);
    policy::WriteBundle(folder_, policy::MakeContract("wbc_test", robot::G1(), observation, action), network.spec,
                        network.tensors.arrays(), {golden.data(), 7, in});
  }
  void TearDown() override { fs::remove_all(folder_); }

  const fs::path folder_ = fs::path(::testing::TempDir()) / "porter_export_bundle";
};

TEST_F(Export, WritesAFileThatGivesTheGoldenOutputs) {
  const fs::path path = folder_ / "other.onnx";
  const Outcome outcome = Porter("export --json " + folder_.string() + " --out " + path.string());
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["file"], path.string());
  EXPECT_EQ(json["written"], true);
  EXPECT_EQ(json["inputs"], "obs [batch, 86], h_in [1, batch, 16]");
  EXPECT_EQ(json["outputs"], "actions [batch, 15], h_out [1, batch, 16]");
  EXPECT_EQ(json["golden_rows"], 7);
  EXPECT_LT(json["largest_difference"], 1e-5);  // the same kernels, fp32
  EXPECT_EQ(infer::OnnxGraph(infer::ReadOnnxModel(path), {.batch = 3}).inputs()[0].shape[0], 3u);
}

TEST_F(Export, PutsTheContractIntoTheMetadata) {
  const Outcome outcome = Porter("export " + folder_.string());
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              HasSubstr((folder_ / "policy.onnx").string() + "\nobs [batch, 86], h_in [1, batch, 16] -> "));
  EXPECT_THAT(outcome.out, HasSubstr("\nlargest difference from 7 golden outputs: "));
  auto words = infer::ReadOnnxModel(folder_ / "policy.onnx").metadata;
  const policy::Contract contract = policy::ReadContract(folder_);
  EXPECT_EQ(words["name"], "wbc_test");
  EXPECT_EQ(words["robot"], contract.robot);
  EXPECT_EQ(words["control_rate"], "50");
  EXPECT_EQ(words["history"], "1");
  EXPECT_EQ(words["weights_hash"], contract.weights_hash);
  const auto list = [&](const char* key) { return nlohmann::json::parse(words[key]); };
  ASSERT_EQ(list("joint_names").size(), 43u);
  EXPECT_EQ(list("joint_names")[3], "left_knee_joint");
  for (size_t j = 0; j < 43; ++j) {
    EXPECT_EQ(list("kp")[j], contract.joints[j].kp);
    EXPECT_EQ(list("kd")[j], contract.joints[j].kd);
    EXPECT_EQ(list("effort")[j], contract.joints[j].effort);
    EXPECT_EQ(list("default_positions")[j], contract.joints[j].default_position);
  }
  EXPECT_THAT(words["observation_names"], HasSubstr("[\"command\",\"base_ang_vel\","));
  EXPECT_EQ(list("observation_widths")[0], 7);
  EXPECT_EQ(list("observation_scale")[1], 0.5);
  EXPECT_EQ(list("action_scale")[0], contract.action[0].scale);
}

TEST_F(Export, RefusesWhatIsNoBundle) {
  const Outcome nowhere = Porter("export " + (folder_ / "none").string());
  EXPECT_EQ(nowhere.status, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("none/contract.toml"));
  fs::remove(folder_ / "weights.safetensors");
  const Outcome outcome = Porter("export " + folder_.string());
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("weights.safetensors: cannot read"));
  EXPECT_FALSE(fs::exists(folder_ / "policy.onnx"));
}

}  // namespace
}  // namespace porter::tests
