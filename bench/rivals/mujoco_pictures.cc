#include "bench/rivals/mujoco_pictures.h"

#include <GL/osmesa.h>
#include <mujoco/mujoco.h>

#include <Eigen/Geometry>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <string>
#include <thread>
#include <vector>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/physics/handles.h"

namespace porter::bench {
namespace {

using Eigen::Map;
using Eigen::Vector3d;

void SetPose(const math::Transform3& X, double* position, double* quaternion) {
  Map<Vector3d>{position} = X.translation();
  const Eigen::Quaterniond q(X.rotation());
  quaternion[0] = q.w(), quaternion[1] = q.x(), quaternion[2] = q.y(), quaternion[3] = q.z();
}

void AddInstance(mjSpec& spec, const render::Instance& instance, const render::TriangleMesh& triangles, size_t slot) {
  const std::string name = core::Cat("slot_", slot);
  mjsMesh* mesh = mjs_addMesh(&spec, nullptr);
  mjs_setName(mesh->element, name.c_str());
  mesh->inertia = mjMESH_INERTIA_SHELL;
  for (double& scale : mesh->scale) scale = instance.scale;
  mjs_setFloat(mesh->uservert, triangles.position[0].data(), static_cast<int>(3 * triangles.position.size()));
  const std::vector<int> faces(triangles.index.begin(), triangles.index.end());
  mjs_setInt(mesh->userface, faces.data(), static_cast<int>(faces.size()));

  mjsGeom* geom = mjs_addGeom(mjs_findBody(&spec, "world"), nullptr);
  geom->type = mjGEOM_MESH;
  mjs_setString(geom->meshname, name.c_str());
  SetPose(instance.X_WM, geom->pos, geom->quat);
  geom->contype = geom->conaffinity = 0;
  geom->castshadow = instance.casts_shadow;
  Map<Eigen::Vector3f>{geom->rgba} = instance.material.base_colour.array().sqrt();  // about sRGB
}

// C of MuJoCo: x right, y up, looking along -z
void AddCamera(mjSpec& spec, const render::Camera& camera, int height) {
  mjsCamera* c = mjs_addCamera(mjs_findBody(&spec, "world"), nullptr);
  const Eigen::Matrix3d turn = Vector3d(1, -1, -1).asDiagonal();
  SetPose({camera.X_WC.rotation() * turn, camera.X_WC.translation()}, c->pos, c->quat);
  c->fovy = 2 * std::atan(height / 2.0 / camera.intrinsics.fy) * 180 / std::numbers::pi;
}

void AddLight(mjSpec& spec, const MujocoScene& scene, double range) {
  const Vector3d to_sun = scene.to_sun_W.cast<double>();
  const Vector3d looked_at = scene.camera.X_WC * Vector3d(0, 0, 1);
  mjsLight* light = mjs_addLight(mjs_findBody(&spec, "world"), nullptr);
  light->type = mjLIGHT_DIRECTIONAL;
  light->castshadow = true;
  Map<Vector3d>{light->pos} = looked_at + range * to_sun;
  Map<Vector3d>{light->dir} = -to_sun;
}

physics::ModelPtr MakeModel(const MujocoPicturesConfig& config, const MujocoScene& scene) {
  const physics::SpecPtr spec(mj_makeSpec());
  for (size_t slot = 0; slot < scene.instances.size(); ++slot) {
    const render::Instance& instance = scene.instances[slot];
    if (instance.mesh >= 0) AddInstance(*spec, instance, scene.assets.meshes[static_cast<size_t>(instance.mesh)], slot);
  }
  AddCamera(*spec, scene.camera, config.height);
  AddLight(*spec, scene, config.shadow_range);
  spec->stat.extent = 1;  // lengths in mjVisual are multiples of it
  spec->visual.map.znear = static_cast<float>(config.near);
  spec->visual.map.shadowclip = static_cast<float>(config.shadow_range);
  spec->visual.quality.shadowsize = config.shadow_map;
  spec->visual.quality.offsamples = config.samples == 1 ? 0 : config.samples;
  spec->visual.global.offwidth = config.width;
  spec->visual.global.offheight = config.height;
  physics::ModelPtr model(mj_compile(spec.get(), nullptr));
  if (model == nullptr) throw core::Error(core::Cat("MuJoCo does not take the scene: ", mjs_getError(spec.get())));
  return model;
}

struct OsmesaDelete {
  void operator()(osmesa_context* context) const { OSMesaDestroyContext(context); }
};

// one thread's: made, used and freed while its context is current
class Painter {
 public:
  Painter(const mjModel& model, const MujocoPicturesConfig& config)
      : model_(model),
        viewport_{0, 0, config.width, config.height},
        data_(mj_makeData(&model)),
        gl_(OSMesaCreateContextExt(OSMESA_RGBA, 24, 8, 0, nullptr)),
        rgb_(static_cast<size_t>(config.width) * static_cast<size_t>(config.height) * 3) {
    if (gl_ == nullptr) throw core::Error("OSMesa gives no context");
    MakeCurrent();
    mj_forward(&model, data_.get());
    mjv_defaultOption(&option_);
    mjv_defaultCamera(&camera_);
    camera_.type = mjCAMERA_FIXED;
    camera_.fixedcamid = 0;
    mjv_defaultScene(&scene_);
    mjv_makeScene(&model, &scene_, model.ngeom + 100);  // and what MuJoCo adds of its own
    mjr_defaultContext(&context_);
    mjr_makeContext(&model, &context_, mjFONTSCALE_50);
    mjr_setBuffer(mjFB_OFFSCREEN, &context_);
    Release();
  }
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;
  ~Painter() {
    MakeCurrent();
    mjr_freeContext(&context_);
    mjv_freeScene(&scene_);
    Release();
  }

  void Render(int pictures, bool shadows) {
    MakeCurrent();
    scene_.flags[mjRND_SHADOW] = shadows;
    for (int i = 0; i < pictures; ++i) {
      mjv_updateScene(&model_, data_.get(), &option_, nullptr, &camera_, mjCAT_ALL, &scene_);
      mjr_render(viewport_, &scene_, &context_);
      mjr_readPixels(rgb_.data(), nullptr, viewport_, &context_);
    }
    Release();
  }

  std::span<const uint8_t> rgb() const { return rgb_; }
  int samples() const { return std::max(1, context_.offSamples); }

 private:
  // OSMesa wants a window of its own, which nothing is drawn to
  void MakeCurrent() {
    if (OSMesaMakeCurrent(gl_.get(), window_, GL_UNSIGNED_BYTE, kWindow, kWindow) == GL_TRUE) return;
    throw core::Error("OSMesa does not make its context current");
  }
  static void Release() { OSMesaMakeCurrent(nullptr, nullptr, GL_UNSIGNED_BYTE, 0, 0); }

  static constexpr int kWindow = 16;  // px
  const mjModel& model_;
  mjrRect viewport_;
  physics::DataPtr data_;
  std::unique_ptr<osmesa_context, OsmesaDelete> gl_;
  uint8_t window_[kWindow * kWindow * 4] = {};
  mjvOption option_;
  mjvCamera camera_;
  mjvScene scene_;
  mjrContext context_;
  std::vector<uint8_t> rgb_;
};

}  // namespace

struct MujocoPictures::Impl {
  physics::ModelPtr model;
  std::vector<std::unique_ptr<Painter>> painters;  // one a thread
};

bool MujocoPictures::IsAvailable() {
  return true;
}

MujocoPictures::MujocoPictures(const MujocoPicturesConfig& config, const MujocoScene& scene)
    : impl_(std::make_unique<Impl>()) {
  setenv("MUJOCO_GL", "osmesa", 0);
  setenv("LP_NUM_THREADS", "0", 0);  // Mesa's own threads would stand beside ours
  impl_->model = MakeModel(config, scene);
  for (int thread = 0; thread < config.threads; ++thread)
    impl_->painters.push_back(std::make_unique<Painter>(*impl_->model, config));
}
MujocoPictures::~MujocoPictures() = default;

void MujocoPictures::Render(int pictures_a_thread, bool shadows) {
  std::vector<std::jthread> threads;
  for (const std::unique_ptr<Painter>& painter : impl_->painters)
    threads.emplace_back([&painter, pictures_a_thread, shadows] { painter->Render(pictures_a_thread, shadows); });
}

std::span<const uint8_t> MujocoPictures::rgb() const {
  return impl_->painters[0]->rgb();
}
int MujocoPictures::samples() const {
  return impl_->painters[0]->samples();
}

}  // namespace porter::bench
