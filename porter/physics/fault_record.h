// The moments before a simulation fault: storage made beforehand, claimed by workers without locks.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "porter/physics/env_view.h"

namespace porter::physics {

struct FaultRecord {
  int env = 0;
  SimFault fault = SimFault::kNone;
  std::vector<double> snapshot;  // of the environment before the step, as BatchSim::Save writes it
  std::vector<float> target;     // joint targets of the step, rad   [num_joints]
};

// fixed number of records; later faults are counted only
class FaultRecorder {
 public:
  static constexpr size_t kMaxRecords = 8;

  FaultRecorder(size_t snapshot_size, size_t num_joints) : records_(kMaxRecords) {
    for (FaultRecord& record : records_) {
      record.snapshot.resize(snapshot_size);
      record.target.resize(num_joints);
    }
  }

  // counts a fault; the record to fill, or nullptr when all are used
  FaultRecord* Claim() noexcept {
    const size_t index = count_.fetch_add(1, std::memory_order_relaxed);
    return index < records_.size() ? &records_[index] : nullptr;
  }

  int64_t count() const noexcept { return static_cast<int64_t>(count_.load(std::memory_order_relaxed)); }
  // the records that were filled
  std::span<const FaultRecord> records() const noexcept {
    return std::span(records_).first(std::min(records_.size(), static_cast<size_t>(count())));
  }

 private:
  std::vector<FaultRecord> records_;
  std::atomic<size_t> count_{0};
};

}  // namespace porter::physics
