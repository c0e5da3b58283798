#include "porter/nn/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace porter::nn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::filesystem::path Example() {
  CheckpointWriter out;
  out.Add("weights", std::span<const float>(std::vector<float>{1, 2, 3}));
  out.Add("state", std::span<const uint8_t>(std::vector<uint8_t>{7, 8}));
  out.AddValue("steps", int64_t{1} << 40);
  out.SetWord("config", "seed = 1\n");
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "checkpoint_test.safetensors";
  out.Write(path);
  return path;
}

TEST(Checkpoint, GivesBackWhatWasPutIn) {
  const CheckpointReader in(Example());
  std::vector<float> weights(3);
  in.Read("weights", std::span<float>(weights));
  EXPECT_THAT(weights, ElementsAre(1, 2, 3));
  EXPECT_EQ(in.ReadValue<int64_t>("steps"), int64_t{1} << 40);
  EXPECT_THAT(in.Bytes("state"), ElementsAre(std::byte{7}, std::byte{8}));
  EXPECT_EQ(in.Word("config"), "seed = 1\n");
  EXPECT_EQ(in.Word("other"), "");
}

TEST(Checkpoint, SaysWhatDoesNotFit) {
  const CheckpointReader in(Example());
  std::vector<float> four(4);
  try {
    in.Read("weights", std::span<float>(four));
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("'weights' does not fit this run"));
    EXPECT_EQ(error.parts().found, "3 values");
    EXPECT_EQ(error.parts().expected, "4 values");
  }
  std::vector<double> doubles(3);
  EXPECT_THROW(in.Read("weights", std::span<double>(doubles)), core::Error);
  EXPECT_THROW(in.ReadValue<float>("weigths"), core::Error);
}

}  // namespace
}  // namespace porter::nn
