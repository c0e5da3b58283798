// MuJoCo's objects with their deleters. Included by .cc files of this room and by tests only.
#pragma once

#include <mujoco/mjbatch.h>
#include <mujoco/mujoco.h>

#include <memory>

namespace porter::physics {

struct MujocoDelete {
  void operator()(mjModel* model) const { mj_deleteModel(model); }
  void operator()(mjData* data) const { mj_deleteData(data); }
  void operator()(mjSpec* spec) const { mj_deleteSpec(spec); }
  void operator()(mjBatch* batch) const { mjb_deleteBatch(batch); }
};

using ModelPtr = std::unique_ptr<mjModel, MujocoDelete>;
using DataPtr = std::unique_ptr<mjData, MujocoDelete>;
using SpecPtr = std::unique_ptr<mjSpec, MujocoDelete>;
using BatchPtr = std::unique_ptr<mjBatch, MujocoDelete>;

}  // namespace porter::physics
