#include "porter/policy/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/core/checksum.h"
#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/infer/test_networks.h"
#include "porter/io/safetensors.h"
#include "porter/policy/layouts.h"

namespace porter::policy {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr int kHistory = 6;

class BundleTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) / "bundle";
    fs::remove_all(folder_);
    Contract contract = MakeContract("wbc_test", robot::G1(), observation_, action_);
    contract.history = kHistory;
    contract.commands = {{.name = "vx", .lower = -0.5, .upper = 0.5}};
    contract.training = {.commit = "abc", .samples = 1e6, .result = "walks"};
    const io::NetworkFile file = infer::RandomNetwork(Spec(86 * kHistory, 15));
    golden_ = infer::RandomFloats(4 * 86 * kHistory, 1, 9);
    WriteBundle(folder_, contract, file.spec, file.tensors.arrays(), {golden_.data(), 4, 86 * kHistory});
  }

  static io::NetworkSpec Spec(size_t input, size_t output) {
    return {.input = {input},
            .layers = {{.kind = io::LayerKind::kNormaliser, .clip = 5},
                       {.kind = io::LayerKind::kLinear, .out = 32},
                       {.kind = io::LayerKind::kActivation},
                       {.kind = io::LayerKind::kLinear, .out = output}}};
  }

  ContractUse Use() const { return {robot::G1(), observation_, action_, 50, kHistory}; }

  // the sentence of loading after the first `from` in the contract became `to`
  std::string ErrorAfter(const std::string& from, const std::string& to) {
    std::string text = core::ReadTextFile(folder_ / "contract.toml");
    const size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from << " is not in\n" << text;
    text.replace(at, from.size(), to);
    core::WriteTextFileAtomic(folder_ / "contract.toml", text);
    return ErrorOfLoading();
  }

  std::string ErrorOfLoading() {
    return ErrorOf([&] { LoadBundle(folder_, Use()); });
  }
  std::string ErrorOfReading() {
    return ErrorOf([&] { ReadBundle(folder_); });
  }

  template <class F>
  static std::string ErrorOf(F action) {
    try {
      action();
    } catch (const core::Error& error) {
      return error.what();
    }
    return "no error";
  }

  ObsLayout observation_ = WbcFrameLayout();
  ActionLayout action_ = WbcActionLayout();
  fs::path folder_;
  std::vector<float> golden_;
};

TEST_F(BundleTest, LoadsWhatWasWritten) {
  const PolicyBundle bundle = LoadBundle(folder_, Use());
  EXPECT_EQ(bundle.contract.name, "wbc_test");
  EXPECT_EQ(bundle.contract.training.samples, 1e6);
  EXPECT_EQ(bundle.contract.commands[0].upper, 0.5);
  EXPECT_EQ(bundle.network.output_size(), 15u);
}

TEST_F(BundleTest, ReadsWithoutARobot) {
  EXPECT_THAT(ErrorAfter("kp = 150", "kp = 100"), HasSubstr("kp of"));
  const BundleFiles files = ReadBundle(folder_);
  EXPECT_EQ(files.contract.joints[0].kp, 100);
  EXPECT_EQ(files.network.spec, Spec(86 * kHistory, 15));
  EXPECT_EQ(files.golden.At("input").As<float>()[3], golden_[3]);
  EXPECT_THAT(ErrorAfter("history = 6", "history = 5"), HasSubstr("kp of"));
  EXPECT_THAT(ErrorOfReading(), HasSubstr("found 516 numbers in, 15 out; expected 430 in (86 x 5 frames), 15 out"));
  fs::remove(folder_ / "golden.safetensors");
  EXPECT_THAT(ErrorOfReading(), HasSubstr("golden.safetensors: cannot read"));
}

TEST_F(BundleTest, RefusesAnotherJointName) {
  EXPECT_THAT(ErrorAfter("left_knee_joint", "left_nee_joint"),
              AllOf(HasSubstr("left_nee_joint"), HasSubstr("left_knee_joint")));
}

TEST_F(BundleTest, RefusesAnotherJointOrder) {
  ErrorAfter("left_hip_pitch_joint", "swap");
  ErrorAfter("left_hip_roll_joint", "left_hip_pitch_joint");
  EXPECT_THAT(ErrorAfter("\"swap\"", "\"left_hip_roll_joint\""), HasSubstr("order"));
}

TEST_F(BundleTest, RefusesOtherGains) {
  EXPECT_THAT(ErrorAfter("kp = 150", "kp = 100"), HasSubstr("kp of left_hip_pitch_joint; found 100; expected 150"));
  EXPECT_THAT(ErrorAfter("kp = 100", "kp = 150"), "no error");
  EXPECT_THAT(ErrorAfter("kd = 2", "kd = 3"), HasSubstr("kd of left_hip_pitch_joint; found 3; expected 2"));
}

TEST_F(BundleTest, RefusesAnotherDefaultPose) {
  EXPECT_THAT(ErrorAfter("default_position = -0.1", "default_position = -0.2"),
              HasSubstr("default_position of left_hip_pitch_joint; found -0.2; expected -0.1"));
}

TEST_F(BundleTest, RefusesAnotherRateOrHistory) {
  EXPECT_THAT(ErrorAfter("control_rate = 50", "control_rate = 100"),
              HasSubstr("control_rate, Hz; found 100; expected 50"));
  EXPECT_THAT(ErrorAfter("control_rate = 100", "control_rate = 50"), "no error");
  EXPECT_THAT(ErrorAfter("history = 6", "history = 5"), HasSubstr("history, frames; found 5; expected 6"));
}

TEST_F(BundleTest, RefusesAnotherLayoutAndShowsBoth) {
  EXPECT_THAT(ErrorAfter("scale = 0.5", "scale = 0.25"),
              AllOf(HasSubstr("found command[7]"), HasSubstr("base_ang_vel[3] rad/s in B x 0.25"),
                    HasSubstr("base_ang_vel[3] rad/s in B x 0.5")));
}

TEST_F(BundleTest, RefusesWeightsOfAnotherBundle) {
  const io::NetworkFile other = infer::RandomNetwork(Spec(86 * kHistory, 15));
  io::WriteNetwork(folder_ / "weights.safetensors", other.spec, other.tensors.arrays(), {{"another", "word"}});
  EXPECT_THAT(ErrorOfLoading(), HasSubstr("do not belong together"));
  EXPECT_THAT(ErrorOfReading(), HasSubstr("do not belong together"));
}

TEST_F(BundleTest, RefusesANetworkOfAnotherSize) {
  const io::NetworkFile small = infer::RandomNetwork(Spec(86, 15));
  Contract contract = MakeContract("small", robot::G1(), observation_, action_);
  contract.history = kHistory;
  WriteBundle(folder_, contract, small.spec, small.tensors.arrays(), {golden_.data(), 2, 86});
  EXPECT_THAT(ErrorOfLoading(), HasSubstr("found 86 numbers in, 15 out; expected 516 in (86 x 6 frames), 15 out"));
}

TEST_F(BundleTest, RefusesANetworkThatDoesNotGiveItsGoldenOutputs) {
  const io::ArrayFile golden = io::ReadSafetensors(folder_ / "golden.safetensors");
  const auto output = golden.At("output").As<float>();
  std::vector<float> wrong(output.begin(), output.end());
  wrong[17] += 0.01f;  // the third number of the second row
  const std::vector<io::ArrayView> arrays{golden.At("input"),
                                          io::View<float>("output", {4, 15}, std::span<const float>(wrong))};
  io::WriteSafetensors(folder_ / "golden.safetensors", arrays);
  core::Hasher hasher;
  hasher.Add(core::ReadFile(folder_ / "weights.safetensors"));
  hasher.Add(core::ReadFile(folder_ / "golden.safetensors"));
  EXPECT_THAT(ErrorAfter(ReadContract(folder_).weights_hash, hasher.Hex()),
              HasSubstr("does not give its golden output 2 of row 1"));
  EXPECT_THAT(ErrorOfReading(), HasSubstr("does not give its golden output 2 of row 1"));
}

TEST_F(BundleTest, RefusesAMissingFile) {
  fs::remove(folder_ / "golden.safetensors");
  EXPECT_THAT(ErrorOfLoading(), HasSubstr("golden.safetensors: cannot read"));
}

}  // namespace
}  // namespace porter::policy
