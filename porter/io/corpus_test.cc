// Every seed of the fuzz targets goes through its reader: files named ok_* are read, bad_* are refused with an Error
// that names the file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "porter/core/error.h"
#include "porter/io/exr.h"
#include "porter/io/hdr.h"
#include "porter/io/npy.h"
#include "porter/io/npz.h"
#include "porter/io/png.h"
#include "porter/io/safetensors.h"

namespace porter::io {
namespace {

using Path = std::filesystem::path;

void ReadByEnding(const Path& path) {
  if (path.extension() == ".npy") ReadNpy(path);
  if (path.extension() == ".npz") ReadNpz(path);
  if (path.extension() == ".safetensors") ReadSafetensors(path);
  if (path.extension() == ".png") ReadPng(path);
  if (path.extension() == ".hdr") ReadHdr(path);
  if (path.extension() == ".exr") ReadExr(path);
}

class Corpus : public testing::TestWithParam<const char*> {};

TEST_P(Corpus, IsReadOrRefusedAsItsNameSays) {
  int read = 0, refused = 0;
  for (const auto& entry : std::filesystem::directory_iterator(Path("tests/corpus") / GetParam())) {
    const std::string name = entry.path().filename();
    std::string message;
    try {
      ReadByEnding(entry.path());
      ++read;
    } catch (const core::Error& error) {
      ++refused;
      message = error.what();
      EXPECT_THAT(message, testing::HasSubstr(name));
    }
    EXPECT_EQ(message.empty(), name.starts_with("ok_")) << name << ": " << message;
  }
  EXPECT_GE(read, 3);
  EXPECT_GE(refused, 6);
}

INSTANTIATE_TEST_SUITE_P(Formats, Corpus, testing::Values("npz", "safetensors", "png", "hdr", "exr"),
                         [](const auto& format) { return std::string(format.param); });

}  // namespace
}  // namespace porter::io
