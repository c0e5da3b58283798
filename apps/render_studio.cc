#include "apps/render_studio.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "porter/core/text.h"
#include "porter/math/transform3.h"
#include "porter/report/contact_sheet.h"
#include "porter/robot/g1/g1.h"
#include "porter/scene/overlay.h"

namespace porter::apps {
namespace {

using Eigen::Vector3d;
using math::Transform3;

uint8_t Grey(float depth) {  // white near, black from 4 m on and where nothing is
  return depth > 0 ? static_cast<uint8_t>(255 * std::clamp(1 - depth / 4, 0.0F, 1.0F)) : 0;
}

uint8_t ColourOf(int32_t slot, size_t channel) {
  return static_cast<uint8_t>(static_cast<uint32_t>(slot + 1) * 0x9E3779B1U >> 8 * (1 + channel));
}

render::Intrinsics Scaled(render::Intrinsics lens, double factor) {
  lens.fx *= factor, lens.fy *= factor, lens.cx *= factor, lens.cy *= factor;
  return lens;
}

// light and materials as they are drawn
void Dress(const Shot& shot, scene::TwoTables& scene) {
  const auto num_lights = static_cast<int>(scene.assets.lights.size());
  for (int env = 0; env < scene.instances.num_envs; ++env) {
    render::Look& look = scene.looks.looks[static_cast<size_t>(env)];
    look = shot.visual->DrawLook(env, shot.moment, look, num_lights);
    shot.visual->DrawMaterials(env, shot.moment, scene.surfaces, scene.instances[env]);
  }
}

std::unique_ptr<render::Renderer> RendererOf(scene::TwoTables& scene, const Shot& shot) {
  if (shot.visual != nullptr) Dress(shot, scene);
  render::RenderConfig config;
  config.width *= shot.scale, config.height *= shot.scale;
  return render::Renderer::Create(config, std::move(scene.assets));
}

}  // namespace

Studio::Studio(scene::TwoTables scene, const Shot& shot)
    : scene_(std::move(scene)),
      shot_(shot),
      renderer_(RendererOf(scene_, shot)),
      effects_({.num_envs = scene_.instances.num_envs,
                .width = renderer_->config().width,
                .height = renderer_->config().height}),
      waist_(static_cast<size_t>(robot::JointsOf(robot::G1(), robot::Limb::kWaist).front())),
      poses_(scene_.kinematics.MakePoses()) {}

const robot::LinkPoses& Studio::PosesOf(int env, double turn) {
  const scene::SceneLayout& layout = scene_.layouts[static_cast<size_t>(env)];
  std::vector<double> q = layout.q;
  q[waist_] += turn;
  scene_.kinematics.Forward(layout.X_WB, q, poses_);
  return poses_;
}

void Studio::Pose(double turn, double orbit) {
  turn_ = turn;
  orbit_ = orbit;
  const int palm = scene_.kinematics.FrameId("right_palm");
  for (int env = 0; env < scene_.instances.num_envs; ++env) {
    const scene::SceneLayout& layout = scene_.layouts[static_cast<size_t>(env)];
    std::array<Transform3, scene::kNumObjects> X_WO;
    for (size_t role = 0; role < X_WO.size(); ++role) X_WO[role] = layout.objects[role].X_WO;
    Transform3& X_WHeld = X_WO[scene::kHoldObject];
    const Transform3 X_PHeld = scene_.kinematics.FramePose(PosesOf(env, 0), palm).Inverse() * X_WHeld;
    X_WHeld = scene_.kinematics.FramePose(PosesOf(env, turn), palm) * X_PHeld;
    scene::Update(scene_, env, poses_, X_WO);
  }
}

render::CameraBatch Studio::Cameras() const {
  render::CameraBatch batch = shot_.camera == ViewFrom::kHead ? scene_.head : scene_.outside;
  for (size_t env = 0; env < batch.cameras.size(); ++env) {
    render::Camera& camera = batch.cameras[env];
    if (shot_.camera == ViewFrom::kOutside) {
      const Vector3d object = scene_.layouts[env].objects[scene::kFrontObject].X_WO.translation();
      const Vector3d target = shot_.target.value_or(object), eye = shot_.eye.value_or(camera.X_WC.translation());
      if (shot_.eye || shot_.target) camera.X_WC = math::LookAt(eye, target);
      const Eigen::Matrix3d turn = Eigen::AngleAxisd(orbit_, Vector3d::UnitZ()).toRotationMatrix();
      camera.X_WC = Transform3(turn, target - turn * target) * camera.X_WC;
    }
    camera.intrinsics = Scaled(camera.intrinsics, shot_.scale);
    if (shot_.visual != nullptr) camera = shot_.visual->DrawCamera(static_cast<int>(env), shot_.moment, camera);
  }
  return batch;
}

// the frames, as pictures   [envs, height, width, 3]
std::vector<uint8_t> Studio::Draw(const render::CameraBatch& cameras) {
  const size_t pixels = cameras.cameras.size() * picture().width * picture().height;
  std::vector<uint8_t> rgb(pixels * 3);
  const auto render = [&](render::FrameBatch frames) {
    renderer_->Render(cameras, scene_.instances, scene_.looks, frames);
  };
  if (shot_.aov == Aov::kRgb) {
    render({.rgb = rgb});
  } else if (shot_.aov == Aov::kDepth) {
    std::vector<float> depth(pixels);
    render({.depth = depth});
    for (size_t i = 0; i < rgb.size(); ++i) rgb[i] = Grey(depth[i / 3]);
  } else if (shot_.aov == Aov::kIds) {
    std::vector<int32_t> ids(pixels);
    render({.ids = ids});
    for (size_t i = 0; i < rgb.size(); ++i) rgb[i] = ColourOf(ids[i / 3], i % 3);
  } else {
    std::vector<float> normals(pixels * 3);
    render({.normals = normals});
    for (size_t i = 0; i < rgb.size(); ++i) rgb[i] = static_cast<uint8_t>(std::lround(127.5F * (normals[i] + 1)));
  }
  return rgb;
}

// without a past there is no delay
void Studio::ApplyEffects(uint64_t moment, std::vector<uint8_t>& rgb) {
  render::EffectBatch batch{.seed = shot_.seed, .step = moment};
  for (int env = 0; env < scene_.instances.num_envs; ++env)
    batch.effects.push_back(shot_.visual->DrawImage(env, moment));
  render::FrameBatch frames{.rgb = rgb};
  effects_.Apply(batch, frames);
}

void Studio::Mark(int env, const render::Camera& camera, core::Image& picture) {
  constexpr double kAxis = 0.1, kFrustum = 0.3;  // m
  scene::Overlay overlay;
  const robot::LinkPoses& poses = PosesOf(env, turn_);
  for (const char* frame : {"pelvis", "left_palm", "right_palm"}) {
    scene::AddAxes(overlay, scene_.kinematics.FramePose(poses, scene_.kinematics.FrameId(frame)), kAxis);
  }
  for (int role = 0; role < scene::kNumObjects; ++role) {
    scene::AddAxes(overlay, scene_.instances[env][static_cast<size_t>(scene::ObjectSlot(role))].X_WM, kAxis);
  }
  if (shot_.camera == ViewFrom::kOutside) {
    const render::RenderConfig native;
    scene::AddFrustum(overlay, scene_.head.cameras[static_cast<size_t>(env)], native.width, native.height, kFrustum);
  }
  scene::Draw(overlay, camera, picture);
}

core::Image Studio::Sheet(uint64_t picture_number) {
  const render::CameraBatch cameras = Cameras();
  std::vector<uint8_t> rgb = Draw(cameras);
  if (shot_.visual != nullptr && shot_.aov == Aov::kRgb) ApplyEffects(shot_.moment + picture_number, rgb);
  const int width = picture().width, height = picture().height, envs = scene_.instances.num_envs;
  const auto size = static_cast<std::ptrdiff_t>(width) * height * 3;
  std::vector<report::Tile> tiles;
  for (int env = 0; env < envs; ++env) {
    tiles.push_back({.image = {width, height, 3, {rgb.begin() + env * size, rgb.begin() + (env + 1) * size}},
                     .caption = core::Cat("environment ", env)});
    if (shot_.marks) Mark(env, cameras.cameras[static_cast<size_t>(env)], tiles.back().image);
  }
  return report::ContactSheet(tiles, static_cast<int>(std::ceil(std::sqrt(envs))));
}

}  // namespace porter::apps
