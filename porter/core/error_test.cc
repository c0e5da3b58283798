#include "porter/core/error.h"

#include <gtest/gtest.h>

namespace porter::core {
namespace {

TEST(Error, ReadsAsOneSentence) {
  const Error error({.what = "unknown key",
                     .place = {.file = "task.toml", .line = 3, .column = 7},
                     .found = "'gama'",
                     .expected = "one of: gamma, lambda",
                     .hint = "did you mean 'gamma'?"});
  EXPECT_STREQ(error.what(),
               "task.toml:3:7: unknown key; found 'gama'; expected one of: gamma, lambda (did you mean 'gamma'?)");
}

TEST(Error, LeavesOutWhatIsUnknown) {
  EXPECT_STREQ(Error("no GPU").what(), "no GPU");
  EXPECT_STREQ(Error({.what = "truncated", .place = {.file = "a.npz"}}).what(), "a.npz: truncated");
}

}  // namespace
}  // namespace porter::core
