#include "porter/io/video.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "porter/core/error.h"
#include "porter/core/file.h"

namespace porter::io {
namespace {

TEST(Video, WritesAnMp4ThatSaysHowManyPicturesItHas) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "porter_video_test.mp4";
  VideoWriter video(file, {.width = 64, .height = 48, .frames_per_second = 25});
  for (int i = 0; i < 30; ++i) {
    video.Add({64, 48, 3, std::vector<uint8_t>(size_t{64} * 48 * 3, static_cast<uint8_t>(8 * i))});
  }
  video.Finish();
  const std::string bytes = core::ReadTextFile(file);
  EXPECT_EQ(bytes.substr(4, 4), "ftyp");
  // ISO 14496-12: the box of sample sizes holds, behind its name, version and common size, the number of samples
  const size_t sizes = bytes.find("stsz");
  ASSERT_NE(sizes, std::string::npos);
  EXPECT_EQ(static_cast<uint8_t>(bytes[sizes + 15]), 30);
  EXPECT_NE(bytes.find("avc1"), std::string::npos) << "H.264";
  std::filesystem::remove(file);
}

TEST(Video, SaysWhatItCannotWrite) {
  const auto fault = [](const std::filesystem::path& path, const VideoFormat& format) -> std::string {
    try {
      VideoWriter(path, format);
    } catch (const core::Error& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_NE(fault("odd.mp4", {.width = 63, .height = 48}).find("63 x 48 px"), std::string::npos);
  const std::string nowhere = fault("/nowhere/at/all.mp4", {.width = 64, .height = 48});
  EXPECT_NE(nowhere.find("/nowhere/at/all.mp4"), std::string::npos);
  EXPECT_NE(nowhere.find("No such file"), std::string::npos) << nowhere;
}

}  // namespace
}  // namespace porter::io
