#include "porter/io/npz.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/npy.h"
#include "tests/reference.h"

namespace porter::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Npz, ReadsBackWhatItWrites) {
  const std::string path = testing::TempDir() + "npz_test.npz";
  const std::vector<double> joint_pos{0.1, -0.2, 0.3, 0.4, 0.5, 0.6};
  const std::vector<int64_t> fps{50};
  const std::vector<std::byte> names = PackTexts(std::vector<std::string>{"left_hip_pitch_joint", "waist_yaw_joint"});
  const std::vector<ArrayView> arrays{View<double>("joint_pos", {2, 3}, joint_pos),
                                      View<int64_t>("fps", {1}, fps),
                                      {.name = "joint_names", .dtype = Dtype::kText, .shape = {2}, .bytes = names}};
  for (const Compression compression : {Compression::kStored, Compression::kDeflated}) {
    WriteNpz(path, arrays, compression);
    const ArrayFile read = ReadNpz(path);
    ASSERT_EQ(read.arrays().size(), 3u);
    EXPECT_EQ(read.arrays()[1].name, "fps");  // the order stays
    EXPECT_THAT(read.At("joint_pos").shape, ElementsAre(2u, 3u));
    EXPECT_THAT(read.At("joint_pos").As<double>(), testing::ElementsAreArray(joint_pos));
    EXPECT_THAT(read.At("joint_names").Texts(), ElementsAre("left_hip_pitch_joint", "waist_yaw_joint"));
    EXPECT_EQ(core::ReadFile(path), EncodeNpz(arrays, compression));  // no time of day in it
  }
  std::filesystem::remove(path);
}

TEST(Npz, NamesFileArrayAndBothTypes) {
  const std::vector<float> values{1};
  const std::vector<ArrayView> arrays{View<float>("fps", {1}, values)};
  const ArrayFile read = DecodeNpz(EncodeNpz(arrays), "clip.npz");
  try {
    read.At("fps").As<int64_t>();
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_STREQ(error.what(), "clip.npz: array 'fps' has another element type; found float32 [1]; expected int64");
  }
}

TEST(Npz, RefusesMembersThatAreNoArraysAndNamesTwice) {
  ZipWriter zip;
  zip.Add("readme.txt", {}, Compression::kStored);
  const std::vector<std::byte> archive = zip.Finish();
  EXPECT_THAT(
      [&] { DecodeNpz(archive, "a.npz"); },
      testing::Throws<core::Error>(testing::Property(
          &core::Error::what, HasSubstr("a.npz: member 'readme.txt' is no array; expected names that end in .npy"))));
  const std::vector<float> values{1};
  const std::vector<ArrayView> twice(2, View<float>("x", {1}, values));
  EXPECT_THROW(EncodeNpz(twice), core::Error);
  for (int i = 0; i < 2; ++i) zip.Add("x.npy", EncodeNpy(twice[0]), Compression::kStored);
  const std::vector<std::byte> read_twice = zip.Finish();
  EXPECT_THROW(DecodeNpz(read_twice, "a.npz"), core::Error);
}

TEST(Npz, EveryCutAndEveryDamagedByteIsAnError) {
  const std::vector<float> values{1, 2, 3};
  const std::vector<ArrayView> arrays{View<float>("x", {3}, values)};
  const std::vector<std::byte> whole = EncodeNpz(arrays);
  for (size_t size = 0; size < whole.size(); ++size)
    EXPECT_THROW(DecodeNpz(std::span(whole).first(size), "a.npz"), core::Error) << size;
  constexpr size_t kLocalHeader = 35;  // 30 bytes and "x.npy"; some of its fields stand again in the directory
  const size_t npy = EncodeNpy(arrays[0]).size();
  for (size_t at = kLocalHeader; at < kLocalHeader + npy; ++at) {
    std::vector<std::byte> damaged = whole;
    damaged[at] ^= std::byte{0x10};
    EXPECT_THROW(DecodeNpz(damaged, "a.npz"), core::Error) << at;
  }
}

// the unit quaternions and the names of a clip that numpy wrote
TEST(Npz, ReadsARecordedMotion) {
  const std::string name = "motions/g1_largebox_003_with_object.npz";
  const auto path = tests::ReferenceFile(name);
  if (!path) GTEST_SKIP() << tests::MissingReference(name);
  const ArrayFile clip = ReadNpz(*path);
  EXPECT_EQ(clip.arrays().size(), 13u);
  EXPECT_THAT(clip.At("fps").As<int64_t>(), ElementsAre(50));
  EXPECT_THAT(clip.At("joint_pos").shape, ElementsAre(325u, 36u));
  EXPECT_THAT(clip.At("body_quat_w").shape, ElementsAre(325u, 52u, 4u));
  const std::span<const double> quat = clip.At("body_quat_w").As<double>();
  for (size_t i = 0; i < quat.size(); i += 4) {
    const double norm =
        quat[i] * quat[i] + quat[i + 1] * quat[i + 1] + quat[i + 2] * quat[i + 2] + quat[i + 3] * quat[i + 3];
    ASSERT_NEAR(norm, 1, 1e-5) << "element " << i;  // the clip was computed in single precision
  }
  const std::vector<std::string> joints = clip.At("joint_names").Texts();
  ASSERT_EQ(joints.size(), 29u);
  EXPECT_EQ(joints.front(), "left_hip_pitch_joint");
  EXPECT_EQ(clip.At("body_names").Texts()[1], "pelvis");
}

}  // namespace
}  // namespace porter::io
