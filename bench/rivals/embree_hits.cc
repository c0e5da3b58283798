#include "bench/rivals/embree_hits.h"

#include <embree3/rtcore.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <tuple>
#include <vector>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/core/thread_pool.h"
#include "porter/render/level_choice.h"
#include "porter/render/view.h"

namespace porter::bench {
namespace {

using Eigen::Vector3f;

constexpr int kTile = 4;                // a packet is a tile of pixels, one sample of each
constexpr int kPacket = kTile * kTile;  // rays

struct DeviceDelete {
  void operator()(RTCDevice device) const { rtcReleaseDevice(device); }
};
struct SceneDelete {
  void operator()(RTCScene scene) const { rtcReleaseScene(scene); }
};
using DevicePtr = std::unique_ptr<RTCDeviceTy, DeviceDelete>;
using ScenePtr = std::unique_ptr<RTCSceneTy, SceneDelete>;

void CheckDevice(RTCDevice device) {
  const RTCError error = rtcGetDeviceError(device);
  if (error == RTC_ERROR_NONE) return;
  throw core::Error(core::ErrorParts{.what = "Embree refuses what it is given",
                                     .found = core::Cat("RTCError ", static_cast<int>(error)),
                                     .expected = "RTC_ERROR_NONE"});
}

// back faces are not seen, as in our renderer: the camera may sit inside a part of the robot
void DropBackFaces(const RTCFilterFunctionNArguments* arguments) {
  for (unsigned i = 0; i < arguments->N; ++i) {
    if (arguments->valid[i] == 0) continue;
    const Vector3f along(RTCRayN_dir_x(arguments->ray, arguments->N, i), RTCRayN_dir_y(arguments->ray, arguments->N, i),
                         RTCRayN_dir_z(arguments->ray, arguments->N, i));
    const Vector3f normal(RTCHitN_Ng_x(arguments->hit, arguments->N, i), RTCHitN_Ng_y(arguments->hit, arguments->N, i),
                          RTCHitN_Ng_z(arguments->hit, arguments->N, i));
    if (along.dot(normal) > 0) arguments->valid[i] = 0;
  }
}

template <class T>
void Upload(RTCGeometry geometry, RTCBufferType type, RTCFormat format, const T* values, size_t count) {
  const size_t size = 3 * sizeof(uint32_t);  // both of a corner's place and of a triangle's corners
  void* buffer = rtcSetNewGeometryBuffer(geometry, type, 0, format, size, count);
  PORTER_CHECK(buffer != nullptr);
  std::memcpy(buffer, values, count * size);
}

}  // namespace

struct EmbreeMeshes::Impl {
  // the level's scene; with back faces dropped one by one, which costs time, or taken as hits
  RTCScene SceneOf(int mesh, int level, bool drop_back_faces) {
    ScenePtr& scene = scenes[{mesh, level, drop_back_faces}];
    if (scene != nullptr) return scene.get();
    const render::MeshLevel& triangles = meshes[static_cast<size_t>(mesh)].levels[static_cast<size_t>(level)];
    scene.reset(rtcNewScene(device.get()));
    rtcSetSceneBuildQuality(scene.get(), RTC_BUILD_QUALITY_HIGH);
    RTCGeometry geometry = rtcNewGeometry(device.get(), RTC_GEOMETRY_TYPE_TRIANGLE);
    rtcSetGeometryBuildQuality(geometry, RTC_BUILD_QUALITY_HIGH);
    Upload(geometry, RTC_BUFFER_TYPE_VERTEX, RTC_FORMAT_FLOAT3, triangles.position.data(), triangles.position.size());
    Upload(geometry, RTC_BUFFER_TYPE_INDEX, RTC_FORMAT_UINT3, triangles.index.data(), triangles.num_triangles());
    if (drop_back_faces) rtcSetGeometryIntersectFilterFunction(geometry, DropBackFaces);
    rtcCommitGeometry(geometry);
    rtcAttachGeometry(scene.get(), geometry);
    rtcReleaseGeometry(geometry);
    rtcCommitScene(scene.get());
    CheckDevice(device.get());
    return scene.get();
  }

  DevicePtr device{rtcNewDevice(nullptr)};
  std::vector<render::LeveledMesh> meshes;
  std::vector<Eigen::AlignedBox3f> boxes;                 // of the meshes, in M
  std::map<std::tuple<int, int, bool>, ScenePtr> scenes;  // of a mesh, a level, and whether back faces are dropped
};

EmbreeMeshes::EmbreeMeshes(const render::SceneAssets& assets) : impl_(std::make_unique<Impl>()) {
  CheckDevice(impl_->device.get());
  for (const render::TriangleMesh& mesh : assets.meshes) {
    impl_->meshes.emplace_back(mesh);
    Eigen::AlignedBox3f& box = impl_->boxes.emplace_back();
    for (const Vector3f& p : mesh.position) box.extend(p);
  }
}
EmbreeMeshes::~EmbreeMeshes() = default;

struct EmbreeHits::Impl {
  Impl(EmbreeMeshes::Impl& the_meshes, const render::RenderConfig& the_picture)
      : meshes(the_meshes), picture(the_picture), pool(the_picture.threads) {}

  // what is in view of one environment
  void Build(const render::Camera& camera, std::span<const render::Instance> instances) {
    const render::View& view = views.emplace_back(camera, picture);
    p_WC.push_back(camera.X_WC.translation().cast<float>());
    RTCDevice device = meshes.device.get();
    RTCScene scene = scenes.emplace_back(rtcNewScene(device)).get();
    rtcSetSceneBuildQuality(scene, RTC_BUILD_QUALITY_HIGH);
    for (const render::Instance& instance : instances) {
      if (instance.mesh < 0) continue;
      const render::LeveledMesh& mesh = meshes.meshes[static_cast<size_t>(instance.mesh)];
      const render::Placement placement(instance, view.X_CW);
      const float depth = render::NearestDepth(mesh, placement, view);
      if (std::isinf(depth)) continue;
      const int level = render::ChooseLevel(mesh, placement.scale, depth, std::max(view.fx, view.fy), picture);
      const bool around_camera = meshes.boxes[static_cast<size_t>(instance.mesh)].contains(render::CameraIn(placement));
      RTCGeometry geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_INSTANCE);
      rtcSetGeometryInstancedScene(geometry, meshes.SceneOf(instance.mesh, level, around_camera));
      Eigen::Matrix<float, 3, 4> X_WM;  // by columns
      X_WM << (instance.X_WM.rotation() * instance.scale).cast<float>(), instance.X_WM.translation().cast<float>();
      rtcSetGeometryTransform(geometry, 0, RTC_FORMAT_FLOAT3X4_COLUMN_MAJOR, X_WM.data());
      rtcCommitGeometry(geometry);
      rtcAttachGeometry(scene, geometry);
      rtcReleaseGeometry(geometry);
    }
    rtcCommitScene(scene);
    CheckDevice(device);
  }

  void TraceEnvironment(size_t env, float* depth) noexcept {
    const render::View& view = views[env];
    const std::span<const Eigen::Vector2f> samples = render::SamplePositions(picture.samples);
    RTCIntersectContext context;
    rtcInitIntersectContext(&context);
    context.flags = RTC_INTERSECT_CONTEXT_FLAG_COHERENT;
    for (int y0 = 0; y0 < view.height; y0 += kTile)
      for (int x0 = 0; x0 < view.width; x0 += kTile)
        for (size_t s = 0; s < samples.size(); ++s)
          TraceTile(env, x0, y0, samples[s], context, s == 0 ? depth : nullptr);
  }

  // depth: of the environment, where the sample's is wanted
  void TraceTile(size_t env, int x0, int y0, const Eigen::Vector2f& sample, RTCIntersectContext& context,
                 float* depth) noexcept {
    const render::View& view = views[env];
    alignas(64) RTCRayHit16 rays;
    alignas(64) int valid[kPacket];
    for (int i = 0; i < kPacket; ++i) {
      const int x = x0 + i % kTile, y = y0 + i / kTile;
      valid[i] = x < view.width && y < view.height ? -1 : 0;
      // of depth 1, so that the ray's parameter is the depth
      const Vector3f along =
          view.R_WC * view.Ray(static_cast<float>(x) + sample.x(), static_cast<float>(y) + sample.y());
      rays.ray.org_x[i] = p_WC[env].x(), rays.ray.org_y[i] = p_WC[env].y(), rays.ray.org_z[i] = p_WC[env].z();
      rays.ray.dir_x[i] = along.x(), rays.ray.dir_y[i] = along.y(), rays.ray.dir_z[i] = along.z();
      rays.ray.tnear[i] = view.near;
      rays.ray.tfar[i] = std::numeric_limits<float>::infinity();
      rays.ray.time[i] = 0;
      rays.ray.mask[i] = ~0U;
      rays.ray.id[i] = static_cast<unsigned>(i);
      rays.ray.flags[i] = 0;
      rays.hit.geomID[i] = RTC_INVALID_GEOMETRY_ID;
      rays.hit.instID[0][i] = RTC_INVALID_GEOMETRY_ID;
    }
    rtcIntersect16(valid, scenes[env].get(), &context, &rays);
    if (depth == nullptr) return;
    for (int i = 0; i < kPacket; ++i) {
      if (valid[i] == 0) continue;
      const bool hit = rays.hit.geomID[i] != RTC_INVALID_GEOMETRY_ID;
      depth[(y0 + i / kTile) * view.width + x0 + i % kTile] = hit ? rays.ray.tfar[i] : 0;
    }
  }

  EmbreeMeshes::Impl& meshes;
  render::RenderConfig picture;
  core::ThreadPool pool;
  std::vector<render::View> views;  // [num_envs]
  std::vector<Vector3f> p_WC;       // m   [num_envs]
  std::vector<ScenePtr> scenes;     // [num_envs]
};

EmbreeHits::EmbreeHits(EmbreeMeshes& meshes, const render::RenderConfig& picture, const render::CameraBatch& cameras,
                       const render::InstanceBatch& instances)
    : impl_(std::make_unique<Impl>(*meshes.impl_, picture)) {
  for (int env = 0; env < instances.num_envs; ++env)
    impl_->Build(cameras.cameras[static_cast<size_t>(env)], instances[env]);
}
EmbreeHits::~EmbreeHits() = default;

void EmbreeHits::Trace(std::span<float> depth) noexcept {
  const size_t pixels = static_cast<size_t>(impl_->picture.width) * static_cast<size_t>(impl_->picture.height);
  PORTER_CHECK(depth.size() == pixels * impl_->scenes.size());
  auto job = [&](int env, int /*thread*/) {
    impl_->TraceEnvironment(static_cast<size_t>(env), &depth[static_cast<size_t>(env) * pixels]);
  };
  impl_->pool.Run(static_cast<int>(impl_->scenes.size()), job);
}

}  // namespace porter::bench
