// A scene of one screen for tests: a camera in the origin of W that looks along x, uniform light, boxes in front of it.
#pragma once

#include <memory>
#include <numbers>
#include <vector>

#include "porter/render/renderer.h"
#include "porter/render/test_meshes.h"

namespace porter::render {

// a camera at p_W that looks along x of W, turned by yaw and pitched down
inline math::Transform3 LookAlongX(const Eigen::Vector3d& p_W = Eigen::Vector3d::Zero(), double yaw = 0,
                                   double pitch = 0) {
  Eigen::Matrix3d R_WC;
  R_WC << 0, 0, 1, -1, 0, 0, 0, -1, 0;  // x right is -y, y down is -z
  using Eigen::AngleAxisd;
  const Eigen::Matrix3d turn =
      (AngleAxisd(yaw, Eigen::Vector3d::UnitZ()) * AngleAxisd(pitch, Eigen::Vector3d::UnitY())).toRotationMatrix();
  return {turn * R_WC, p_W};
}

// M with z toward the camera of LookAlongX, x to the right and y up of the picture
inline Eigen::Matrix3d FacingCamera() {
  Eigen::Matrix3d R;
  R << 0, 0, -1, -1, 0, 0, 0, 1, 0;
  return R;
}

struct TestScene {
  TestScene(int num_envs, int num_slots) : instances(num_envs, num_slots) {
    assets.lights.push_back(UniformLight(Eigen::Vector3f::Ones()));
    looks.looks.resize(num_envs);
    const Intrinsics lens{.fx = 100, .fy = 100, .cx = config.width / 2.0, .cy = config.height / 2.0};
    cameras.cameras.assign(num_envs, {.X_WC = LookAlongX(), .intrinsics = lens});
  }

  Instance& Add(int env, int slot, TriangleMesh mesh, const math::Transform3& X_WM) {
    assets.meshes.push_back(std::move(mesh));
    Instance& instance = instances[env][slot];
    instance.mesh = int(assets.meshes.size()) - 1;
    instance.X_WM = X_WM;
    return instance;
  }

  FrameBatch Buffers() {
    const size_t pixels = size_t(config.width) * config.height * instances.num_envs;
    rgb.assign(pixels * 3, 0), chw.assign(pixels * 3, 0), depth.assign(pixels, -1), ids.assign(pixels, -2);
    normals.assign(pixels * 3, 0), sunlight.assign(pixels, -1);
    return {.rgb = rgb, .chw = chw, .depth = depth, .ids = ids, .normals = normals, .sunlight = sunlight};
  }

  void Render() {
    FrameBatch frames = Buffers();
    Renderer::Create(config, assets)->Render(cameras, instances, looks, frames);
  }

  size_t At(int x, int y, int env = 0) const { return (size_t(env) * config.height + y) * config.width + x; }

  RenderConfig config = {.width = 64, .height = 48, .samples = 1};
  SceneAssets assets;
  CameraBatch cameras;
  InstanceBatch instances;
  LookBatch looks;
  std::vector<uint8_t> rgb;
  std::vector<float> chw, depth, normals, sunlight;
  std::vector<int32_t> ids;
};

}  // namespace porter::render
