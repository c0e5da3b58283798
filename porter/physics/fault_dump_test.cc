#include "porter/physics/fault_dump.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/core/error.h"
#include "porter/physics/test_worlds.h"

namespace porter::physics {
namespace {

namespace fs = std::filesystem;

fs::path FreshFolder(const std::string& name) {
  const fs::path folder = fs::path(::testing::TempDir()) / name;
  fs::remove_all(folder);
  return folder;
}

// a joint that is thrown far beyond any sane speed by a force that grows with each step
BatchSim ExplodingSim() {
  BatchSim sim(
      Model::FromXml(kServo),
      {.num_envs = 3, .substeps = 4, .max_delay = 6, .parameters = {"actuator_gainprm", "actuator_forcerange"}});
  sim.SetDelay(1, 5);
  sim.Parameter("actuator_gainprm")(1, 0) = 1e12;
  sim.Parameter("actuator_forcerange")(1, 1) = 1e12;
  return sim;
}

TEST(FaultDump, ReplaysTheFaultFromDisk) {
  const fs::path folder = FreshFolder("fault_dump");
  BatchSim sim = ExplodingSim();
  const std::vector<float> targets{0.1f, 0.3f, 0.1f};
  for (int step = 0; step < 5 && sim.num_faults() == 0; ++step) sim.Step({targets.data(), 3, 1});
  ASSERT_GE(sim.num_faults(), 1);
  EXPECT_EQ(sim.state().fault[1], SimFault::kNonFinite);
  EXPECT_EQ(WriteFaultDumps(sim, folder), sim.num_faults());
  EXPECT_EQ(ReplayFault(folder / "fault_0.npz"), SimFault::kNonFinite);
}

TEST(FaultDump, WritesNothingWhereNothingHappened) {
  const fs::path folder = FreshFolder("no_fault");
  const BatchSim sim(Model::FromXml(kServo), {.num_envs = 1});
  EXPECT_EQ(WriteFaultDumps(sim, folder), 0);
  EXPECT_FALSE(fs::exists(folder));
}

TEST(FaultDump, CountsFaultsBeyondItsRecords) {
  BatchSim sim = ExplodingSim();
  const std::vector<float> targets{0.1f, 0.3f, 0.1f};
  for (int step = 0; step < 60; ++step) sim.Step({targets.data(), 3, 1});
  EXPECT_GT(sim.num_faults(), static_cast<int64_t>(FaultRecorder::kMaxRecords));
  EXPECT_EQ(sim.faults().size(), FaultRecorder::kMaxRecords);
}

TEST(FaultDump, RefusesTheModelOfAnotherDump) {
  const fs::path folder = FreshFolder("mixed_dump");
  BatchSim sim = ExplodingSim();
  const std::vector<float> targets{0.1f, 0.3f, 0.1f};
  for (int step = 0; step < 5 && sim.num_faults() == 0; ++step) sim.Step({targets.data(), 3, 1});
  WriteFaultDumps(sim, folder);
  fs::remove(folder / "model.mjb");
  EXPECT_THROW(ReplayFault(folder / "fault_0.npz"), core::Error);
  Model::FromXml(kBall).SaveBinary(folder / "model.mjb");
  EXPECT_THROW(ReplayFault(folder / "fault_0.npz"), core::Error);
}

}  // namespace
}  // namespace porter::physics
