#include "porter/physics/contact_pairs.h"

#include <gtest/gtest.h>

#include "porter/core/error.h"

namespace porter::physics {
namespace {

TEST(ContactTable, RefusesMorePairsThanItsMasksHold) {
  const Model model = Model::FromXml("<mujoco/>");
  const std::vector<ContactPair> pairs(65, {"world", "*"});
  EXPECT_THROW(ContactTable(model, pairs), core::Error);
  EXPECT_EQ(ContactTable(model, std::span(pairs).first(64)).num_pairs(), 64);
}

}  // namespace
}  // namespace porter::physics
