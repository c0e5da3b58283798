// What stands where: each environment has the same number of slots, each slot a mesh with its pose and material.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "porter/math/transform3.h"
#include "porter/render/material.h"

namespace porter::render {

struct Instance {
  int mesh = -1;          // in SceneAssets::meshes; -1: the slot is empty
  math::Transform3 X_WM;  // pose of the mesh frame
  double scale = 1;       // of the mesh in M, all axes
  Material material;
  bool casts_shadow = true;  // off for floors: nothing lies below them
};

struct InstanceBatch {
  InstanceBatch() = default;
  InstanceBatch(int envs, int slots) : num_envs(envs), num_slots(slots), instances(size_t(envs) * slots) {}

  std::span<Instance> operator[](int env) { return {instances.data() + size_t(env) * num_slots, size_t(num_slots)}; }
  std::span<const Instance> operator[](int env) const {
    return {instances.data() + size_t(env) * num_slots, size_t(num_slots)};
  }

  int num_envs = 0;
  int num_slots = 0;
  std::vector<Instance> instances;  // [num_envs, num_slots]
};

}  // namespace porter::render
