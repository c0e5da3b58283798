#include "apps/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "porter/core/check.h"
#include "porter/core/file.h"

namespace porter::apps {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// a machine made of files
class Machine : public testing::Test {
 protected:
  Machine() {
    fs::remove_all(folder_);
    for (const char* name : {"root/models/g1/meshes", "proc/driver/nvidia", "dev", "bin"})
      fs::create_directories(folder_ / name);
    Write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Zen 9\nflags\t\t: fpu avx2 avx512f avx512_bf16 sse\n");
    Write("proc/meminfo", "MemTotal:       16777216 kB\nMemFree: 1 kB\nMemAvailable:    8388608 kB\n");
    Write("root/models/g1/g1.xml", "");
  }
  ~Machine() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) { core::WriteTextFileAtomic(folder_ / name, text); }
  void WriteMeshes(int count) {
    for (int i = 0; i < count; ++i) Write("root/models/g1/meshes/m" + std::to_string(i) + ".STL", "");
  }
  Finding Find(const std::string& item) const {
    const Surroundings where{.root = folder_ / "root",
                             .proc = folder_ / "proc",
                             .dev = folder_ / "dev",
                             .reference = folder_ / "data",
                             .path = {folder_ / "none", folder_ / "bin"}};
    for (const Finding& finding : Examine(where))
      if (finding.item == item) return finding;
    PORTER_CHECK(false, "no finding called " + item);
    return {};
  }

  const fs::path folder_ = fs::path(testing::TempDir()) / "porter_machine";
};

TEST_F(Machine, ProcessorAndMemory) {
  EXPECT_THAT(Find("cpu").found, HasSubstr("Zen 9, "));
  EXPECT_EQ(Find("cpu features").found, "avx2, avx512f, avx512_bf16");
  EXPECT_EQ(Find("cpu features").level, Level::kGood);
  EXPECT_EQ(Find("memory").found, "16 GiB, 8 free");
  EXPECT_EQ(Find("memory").level, Level::kGood);
}

TEST_F(Machine, OldProcessorAndLittleMemoryAreSlow) {
  Write("proc/cpuinfo", "model name : Old\nflags : fpu sse avx\n");
  Write("proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable: 1048576 kB\n");
  EXPECT_EQ(Find("cpu features").level, Level::kSlow);
  EXPECT_THAT(Find("cpu features").note, HasSubstr("without AVX2"));
  Write("proc/cpuinfo", "model name : Newer\nflags : avx2\n");
  EXPECT_THAT(Find("cpu features").note, HasSubstr("without bf16"));
  EXPECT_EQ(Find("memory").level, Level::kSlow);
  fs::remove_all(folder_ / "proc");
  EXPECT_THAT(Find("cpu").found, HasSubstr("unknown model"));
}

TEST_F(Machine, WheelsByTheirFolderNames) {
  EXPECT_EQ(Find("wheel torch").level, Level::kAbsent);
  const fs::path packages = folder_ / "root/.venv/lib/python3.11/site-packages";
  fs::create_directories(packages / "torch-2.13.0+cpu.dist-info");
  fs::create_directories(packages / "torchvision-1.0.dist-info");
  fs::create_directories(packages / "mujoco_core-4.0.1.dist-info");
  EXPECT_EQ(Find("wheel torch").found, "2.13.0+cpu");
  EXPECT_EQ(Find("wheel torch").level, Level::kGood);
  EXPECT_EQ(Find("wheel mujoco_core").found, "4.0.1");
}

TEST_F(Machine, MeshesAreCounted) {
  WriteMeshes(48);
  EXPECT_EQ(Find("robot meshes").found, "48 of 49");
  EXPECT_EQ(Find("robot meshes").level, Level::kAbsent);
  EXPECT_THAT(Find("robot meshes").note, HasSubstr("capsule visuals are used; run bin/porter with network once"));
  WriteMeshes(49);
  EXPECT_EQ(Find("robot meshes").level, Level::kGood);
}

TEST_F(Machine, PanoramasAreCounted) {
  fs::create_directories(folder_ / "root/models/panoramas");
  for (int i = 0; i < 7; ++i) Write("root/models/panoramas/p" + std::to_string(i) + ".exr", "");
  EXPECT_EQ(Find("panoramas").found, "7 of 8");
  EXPECT_EQ(Find("panoramas").level, Level::kAbsent);
  EXPECT_THAT(Find("panoramas").note, HasSubstr("drawn skies; run bin/porter with network once"));
  Write("root/models/panoramas/p7.exr", "");
  EXPECT_EQ(Find("panoramas").level, Level::kGood);
}

TEST_F(Machine, WalkersAreCounted) {
  EXPECT_EQ(Find("public walkers").found, "0 of 2");
  EXPECT_EQ(Find("public walkers").level, Level::kAbsent);
  EXPECT_THAT(Find("public walkers").note, HasSubstr("run bin/check with network once"));
  fs::create_directories(folder_ / "root/models/foreign");
  for (const char* name : {"ppo.onnx", "fastsac.onnx"}) Write(std::string("root/models/foreign/") + name, "");
  EXPECT_EQ(Find("public walkers").level, Level::kGood);
}

TEST_F(Machine, OnlyTheModelAndMujocoAreNeeded) {
  EXPECT_EQ(Find("robot model").level, Level::kGood);
  fs::remove(folder_ / "root/models/g1/g1.xml");
  EXPECT_EQ(Find("robot model").level, Level::kMissing);
  EXPECT_EQ(Find("MuJoCo").level, Level::kGood);
}

TEST_F(Machine, GpuReferenceAndPrograms) {
  EXPECT_EQ(Find("gpu").level, Level::kAbsent);
  Write("dev/nvidia0", "");
  Write("proc/driver/nvidia/version", "NVRM version: NVIDIA UNIX Module 580.1\nGCC version: 12\n");
  EXPECT_EQ(Find("gpu").found, "NVIDIA UNIX Module 580.1");
  EXPECT_THAT(Find("reference model").note, HasSubstr("skipped"));
  fs::create_directories(folder_ / "data/unitree_g1");
  EXPECT_EQ(Find("reference model").level, Level::kGood);
  EXPECT_EQ(Find("ccache").level, Level::kAbsent);
  Write("bin/ccache", "");
  EXPECT_EQ(Find("ccache").found, (folder_ / "bin/ccache").string());
}

// an environment variable for the time of a test
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    setenv(name, value, 1);
  }
  ~Variable() { old_ ? setenv(name_, old_->c_str(), 1) : unsetenv(name_); }

 private:
  const char* name_;
  std::optional<std::string> old_;
};

TEST(Surroundings, RealOnesFollowTheEnvironment) {
  const Variable reference("PORTER_REFERENCE_DIR", "");
  {
    const Variable root("PORTER_ROOT", "/elsewhere");
    EXPECT_EQ(RealSurroundings().root, "/elsewhere");
    EXPECT_EQ(RealSurroundings().reference, "/elsewhere/../shared/data");
  }
  const Variable root("PORTER_ROOT", "");
  EXPECT_TRUE(fs::exists(RealSurroundings().root / "apps/findings_test.cc"));
  const Variable other("PORTER_REFERENCE_DIR", "/models");
  EXPECT_EQ(RealSurroundings().reference, "/models");
}

}  // namespace
}  // namespace porter::apps
