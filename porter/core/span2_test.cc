#include "porter/core/span2.h"

#include <gtest/gtest.h>

#include <vector>

namespace porter::core {
namespace {

TEST(Span2, RowsAreContiguous) {
  std::vector<int> data{0, 1, 2, 3, 4, 5};
  const Span2<int> view(data.data(), 2, 3);
  EXPECT_EQ(view(1, 0), 3);
  EXPECT_EQ(view[1][2], 5);
  EXPECT_EQ(view[0].size(), 3u);
  view(0, 1) = 9;
  const Span2<const int> read_only = view;
  EXPECT_EQ(read_only(0, 1), 9);
  EXPECT_EQ(read_only.size(), 6u);
}

}  // namespace
}  // namespace porter::core
