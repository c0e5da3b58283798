#include "porter/physics/fault_dump.h"

#include <array>
#include <string>

#include "porter/core/error.h"
#include "porter/io/npz.h"

namespace porter::physics {
namespace {

void WriteRecord(const BatchSim& sim, const FaultRecord& record, const std::filesystem::path& path) {
  const BatchSimConfig& config = sim.config();
  const std::array<int32_t, 4> numbers{record.env, static_cast<int32_t>(record.fault), config.substeps,
                                       config.max_delay};
  const std::vector<std::byte> joints = io::PackTexts(config.joints);
  const std::vector<std::byte> parameters = io::PackTexts(config.parameters);
  const std::vector<io::ArrayView> arrays{
      io::View<int32_t>("env_fault_substeps_max_delay", {4}, numbers),
      io::View<double>("snapshot", {record.snapshot.size()}, record.snapshot),
      io::View<float>("target", {record.target.size()}, record.target),
      {.name = "joints", .dtype = io::Dtype::kText, .shape = {config.joints.size()}, .bytes = joints},
      {.name = "parameters", .dtype = io::Dtype::kText, .shape = {config.parameters.size()}, .bytes = parameters}};
  io::WriteNpz(path, arrays);
}

}  // namespace

int WriteFaultDumps(const BatchSim& sim, const std::filesystem::path& folder) {
  const std::span<const FaultRecord> faults = sim.faults();
  if (faults.empty()) return 0;
  std::error_code ignored;  // writing reports what is wrong with the folder
  std::filesystem::create_directories(folder, ignored);
  sim.model().SaveBinary(folder / "model.mjb");
  for (size_t i = 0; i < faults.size(); ++i) {
    WriteRecord(sim, faults[i], folder / ("fault_" + std::to_string(i) + ".npz"));
  }
  return static_cast<int>(faults.size());
}

SimFault ReplayFault(const std::filesystem::path& dump) {
  const io::ArrayFile file = io::ReadNpz(dump);
  const auto numbers = file.At("env_fault_substeps_max_delay").As<int32_t>();
  const auto snapshot = file.At("snapshot").As<double>();
  const auto target = file.At("target").As<float>();
  if (numbers.size() != 4) throw core::Error({.what = "not a fault dump of porter", .place = {.file = dump.string()}});
  BatchSim sim(Model::LoadBinary(dump.parent_path() / "model.mjb"), {.num_envs = 1,
                                                                     .num_threads = 1,
                                                                     .substeps = numbers[2],
                                                                     .max_delay = numbers[3],
                                                                     .joints = file.At("joints").Texts(),
                                                                     .parameters = file.At("parameters").Texts()});
  if (snapshot.size() != sim.SnapshotSize() || target.size() != static_cast<size_t>(sim.num_joints())) {
    throw core::Error({.what = "the dump and the model beside it do not belong together",
                       .place = {.file = dump.string()},
                       .found = std::to_string(snapshot.size()) + " numbers of state",
                       .expected = std::to_string(sim.SnapshotSize())});
  }
  sim.Restore(0, snapshot);
  sim.Step({target.data(), 1, target.size()});
  return sim.state().fault[0];
}

}  // namespace porter::physics
