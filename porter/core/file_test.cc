#include "porter/core/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "porter/core/error.h"

namespace porter::core {
namespace {

using testing::ElementsAre;

class FileTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) names.push_back(entry.path().filename());
    return names;
  }

  const std::filesystem::path folder_ = testing::TempDir() + "file_test_" + std::to_string(getpid());
  const std::filesystem::path path_ = folder_ / "weights";
};

template <class Call>
std::string FileError(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

// no file of this process grows beyond `bytes` while this lives
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_action_);
  }

 private:
  rlimit old_{};
  const sighandler_t old_action_ = std::signal(SIGXFSZ, SIG_IGN);
};

TEST_F(FileTest, WritesAndReplaces) {
  WriteTextFileAtomic(path_, "first");
  EXPECT_EQ(ReadTextFile(path_), "first");
  WriteTextFileAtomic(path_, "");
  EXPECT_EQ(ReadTextFile(path_), "");
  const std::vector<std::byte> bytes{std::byte{0}, std::byte{255}, std::byte{10}};
  WriteFileAtomic(path_, bytes);
  EXPECT_EQ(ReadFile(path_), bytes);
  EXPECT_THAT(Names(), ElementsAre("weights"));
  EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms{0644});
}

TEST_F(FileTest, AFailedWriteKeepsTheOldContentAndLeavesNothing) {
  WriteTextFileAtomic(path_, "old");
  {
    const FileSizeLimit limit(100'000);
    EXPECT_EQ(FileError([&] { WriteTextFileAtomic(path_, std::string(1'000'000, 'x')); }),
              path_.string() + ": cannot write: File too large");
  }
  EXPECT_EQ(ReadTextFile(path_), "old");
  EXPECT_THAT(Names(), ElementsAre("weights"));
}

TEST_F(FileTest, AFolderInTheWayStays) {
  std::filesystem::create_directory(path_);
  EXPECT_EQ(FileError([&] { WriteTextFileAtomic(path_, "x"); }),
            path_.string() + ": cannot rename into place: Is a directory");
  EXPECT_THAT(Names(), ElementsAre("weights"));
}

TEST_F(FileTest, NamesTheFileThatCannotBeWritten) {
  EXPECT_EQ(FileError([&] { WriteTextFileAtomic(folder_ / "missing" / "a.txt", "x"); }),
            (folder_ / "missing" / "a.txt").string() + ": cannot write beside it: No such file or directory");
}

TEST_F(FileTest, NamesTheFileThatCannotBeRead) {
  EXPECT_EQ(FileError([&] { ReadFile(path_); }), path_.string() + ": cannot read: No such file or directory");
  EXPECT_EQ(FileError([&] { ReadTextFile(folder_); }), folder_.string() + ": cannot read: Is a directory");
}

// files of the kernel say that they are empty; they are read to their end all the same
TEST_F(FileTest, ReadsFilesThatDoNotKnowTheirLength) {
  EXPECT_THAT(ReadTextFile("/proc/self/status"), testing::StartsWith("Name:"));
}

}  // namespace
}  // namespace porter::core
