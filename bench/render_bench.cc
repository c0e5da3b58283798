#include "bench/render_bench.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <memory>
#include <numbers>

#include "bench/rivals/embree_hits.h"
#include "bench/rivals/mujoco_pictures.h"
#include "porter/core/clock.h"
#include "porter/core/thread_pool.h"
#include "porter/render/effects/effects.h"
#include "porter/render/renderer.h"
#include "porter/scene/two_tables.h"

namespace porter::bench {
namespace {

constexpr double kHeadFieldOfView = 69.4 * std::numbers::pi / 180;  // horizontal, as in scene::TwoTables

double Median(std::vector<double> values) {
  std::ranges::sort(values);
  const size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

// what is drawn of some environments
struct Batches {
  render::CameraBatch cameras;
  render::InstanceBatch instances;
  render::LookBatch looks;
};

// the first environments before a camera for this size of picture, with square pixels
Batches FirstOf(const scene::TwoTables& scene, int num_envs, const BenchPicture& picture) {
  Batches batches{.cameras = {}, .instances = {num_envs, scene.instances.num_slots}, .looks = {}};
  render::Intrinsics lens = render::FromFieldOfView(picture.width, picture.height, kHeadFieldOfView, kHeadFieldOfView);
  lens.fy = lens.fx;
  for (size_t env = 0; env < static_cast<size_t>(num_envs); ++env) {
    batches.cameras.cameras.push_back({.X_WC = scene.head.cameras[env].X_WC, .intrinsics = lens});
    batches.looks.looks.push_back(scene.looks.looks[env]);
  }
  std::copy_n(scene.instances.instances.begin(), batches.instances.instances.size(),
              batches.instances.instances.begin());
  return batches;
}

render::RenderConfig ConfigOf(const BenchPicture& picture, int threads) {
  return {.width = picture.width, .height = picture.height, .samples = picture.samples, .threads = threads};
}

size_t PixelsOf(const BenchPicture& picture) {
  return static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height);
}

// our side: pictures of some environments, each with image effects of its own
class OwnSide {
 public:
  OwnSide(render::Renderer& renderer, const BenchPicture& picture, const Batches& batches, uint64_t seed)
      : renderer_(renderer),
        batches_(batches),
        visual_({}, seed),
        rgb_(static_cast<size_t>(batches.instances.num_envs) * PixelsOf(picture) * 3) {
    if (!picture.effects) return;
    effects_ = std::make_unique<render::Effects>(render::EffectsConfig{.num_envs = batches.instances.num_envs,
                                                                       .width = picture.width,
                                                                       .height = picture.height,
                                                                       .max_delay = visual_.max_delay(),
                                                                       .threads = renderer.config().threads});
    drawn_.seed = seed;
    drawn_.effects.resize(static_cast<size_t>(batches.instances.num_envs));
  }

  int Run() {
    render::FrameBatch frames{.rgb = rgb_};
    renderer_.Render(batches_.cameras, batches_.instances, batches_.looks, frames);
    if (effects_ != nullptr) ApplyEffects(frames);
    return batches_.instances.num_envs;
  }

  double effect_seconds() const { return effect_seconds_; }  // since the beginning, by the clock on the wall

 private:
  void ApplyEffects(render::FrameBatch& frames) {
    const double start = core::NowSeconds();
    ++drawn_.step;
    for (int env = 0; env < batches_.instances.num_envs; ++env)
      drawn_.effects[static_cast<size_t>(env)] = visual_.DrawImage(env, drawn_.step);
    effects_->Apply(drawn_, frames);
    effect_seconds_ += core::NowSeconds() - start;
  }

  render::Renderer& renderer_;
  const Batches& batches_;
  scene::VisualRandomisation visual_;
  std::vector<uint8_t> rgb_;
  std::unique_ptr<render::Effects> effects_;
  render::EffectBatch drawn_;
  double effect_seconds_ = 0;
};

// a contestant: run() draws a few pictures and returns how many
struct Side {
  std::function<int()> run;
  std::vector<double> fps = {};  // [rounds]

  void Take(double seconds) {
    const double start = core::NowSeconds();
    double passed = 0;
    int pictures = 0;
    do {
      pictures += run();
      passed = core::NowSeconds() - start;
    } while (passed < seconds);
    fps.push_back(pictures / passed);
  }
};

// all sides of one number of environments
struct Contest {
  Batches batches;
  std::unique_ptr<OwnSide> own = nullptr;
  std::unique_ptr<EmbreeHits> full = nullptr, leveled = nullptr;
  std::vector<float> depth = {};
  Side ours = {}, embree_full = {}, embree_leveled = {};
};

double MedianRatio(const Side& ours, const Side& theirs) {
  std::vector<double> ratios;
  for (size_t i = 0; i < ours.fps.size(); ++i) ratios.push_back(ours.fps[i] / theirs.fps[i]);
  return Median(ratios);
}

// one picture: all its numbers of environments and all sides in alternating rounds
class PictureBench {
 public:
  PictureBench(const RenderBenchConfig& config, const BenchPicture& picture, const scene::TwoTables& scene,
               EmbreeMeshes& meshes)
      : config_(config),
        picture_(picture),
        threads_(core::ThreadPool(config.threads).size()),
        renderer_(render::Renderer::Create(ConfigOf(picture, threads_), scene.assets)) {
    for (const int num_envs : config.num_envs) AddContest(scene, num_envs, meshes);
    if (!picture.effects && MujocoPictures::IsAvailable()) AddMujoco(scene);
  }

  std::vector<RenderBenchRow> Run() {
    for (Side* side : Sides()) side->run();  // warm
    for (int round = 0; round < config_.rounds; ++round)
      for (Side* side : Sides()) side->Take(config_.round_seconds);
    std::vector<RenderBenchRow> rows;
    for (const std::unique_ptr<Contest>& contest : contests_) rows.push_back(RowOf(*contest));
    return rows;
  }

 private:
  void AddContest(const scene::TwoTables& scene, int num_envs, EmbreeMeshes& meshes) {
    Contest& c = *contests_.emplace_back(std::make_unique<Contest>(FirstOf(scene, num_envs, picture_)));
    c.own = std::make_unique<OwnSide>(*renderer_, picture_, c.batches, config_.seed);
    c.ours.run = [own = c.own.get()] { return own->Run(); };
    if (picture_.effects) return;
    render::RenderConfig rays = renderer_->config();
    c.leveled = std::make_unique<EmbreeHits>(meshes, rays, c.batches.cameras, c.batches.instances);
    rays.frozen_level = 0;
    c.full = std::make_unique<EmbreeHits>(meshes, rays, c.batches.cameras, c.batches.instances);
    c.depth.resize(static_cast<size_t>(num_envs) * PixelsOf(picture_));
    const auto trace = [&c, num_envs](EmbreeHits& hits) {
      hits.Trace(c.depth);
      return num_envs;
    };
    c.embree_full.run = [&c, trace] { return trace(*c.full); };
    c.embree_leveled.run = [&c, trace] { return trace(*c.leveled); };
  }

  void AddMujoco(const scene::TwoTables& scene) {
    const Batches first = FirstOf(scene, 1, picture_);
    const render::Look& look = first.looks.looks[0];
    const Eigen::Matrix3f R_WA = Eigen::AngleAxisf(look.yaw, Eigen::Vector3f::UnitZ()).toRotationMatrix();
    const Eigen::Vector3f to_sun_W = R_WA * scene.assets.lights[static_cast<size_t>(look.light)].sun.direction;
    mujoco_ = std::make_unique<MujocoPictures>(MujocoPicturesConfig{.width = picture_.width,
                                                                    .height = picture_.height,
                                                                    .samples = picture_.samples,
                                                                    .shadow_map = config_.mujoco_shadow,
                                                                    .threads = threads_},
                                               MujocoScene{.assets = scene.assets,
                                                           .instances = first.instances[0],
                                                           .camera = first.cameras.cameras[0],
                                                           .to_sun_W = to_sun_W});
    const auto draw = [this](bool shadows) {
      mujoco_->Render(1, shadows);
      return threads_;
    };
    mujoco_shadow_.run = [draw] { return draw(true); };
    mujoco_plain_.run = [draw] { return draw(false); };
  }

  std::vector<Side*> Sides() {
    std::vector<Side*> sides;
    for (const std::unique_ptr<Contest>& c : contests_)
      for (Side* side : {&c->ours, &c->embree_full, &c->embree_leveled})
        if (side->run) sides.push_back(side);
    for (Side* side : {&mujoco_shadow_, &mujoco_plain_})
      if (side->run) sides.push_back(side);
    return sides;
  }

  RenderBenchRow RowOf(const Contest& c) const {
    RenderBenchRow row{
        .picture = picture_, .num_envs = c.batches.instances.num_envs, .threads = threads_, .fps = Median(c.ours.fps)};
    if (c.full != nullptr) {
      row.embree_hit_fps = Median(c.embree_full.fps);
      row.embree_hit_lod_fps = Median(c.embree_leveled.fps);
      row.embree_hit_lod_ratio = MedianRatio(c.ours, c.embree_leveled);
    }
    if (mujoco_ != nullptr) {
      row.mujoco_shadow_fps = Median(mujoco_shadow_.fps);
      row.mujoco_fps = Median(mujoco_plain_.fps);
      row.mujoco_shadow_ratio = MedianRatio(c.ours, mujoco_shadow_);
    }
    return row;
  }

  const RenderBenchConfig& config_;
  BenchPicture picture_;
  int threads_;
  std::unique_ptr<render::Renderer> renderer_;
  std::vector<std::unique_ptr<Contest>> contests_;  // one for each number of environments
  std::unique_ptr<MujocoPictures> mujoco_;          // null: not measured
  Side mujoco_shadow_, mujoco_plain_;
};

RenderStages MeasureStages(const RenderBenchConfig& config, const scene::TwoTables& scene) {
  const BenchPicture picture{.effects = true};
  render::RenderConfig timed = ConfigOf(picture, core::ThreadPool(config.threads).size());
  timed.time_stages = true;
  const auto renderer = render::Renderer::Create(timed, scene.assets);
  const Batches batches = FirstOf(scene, config.num_envs.front(), picture);
  OwnSide own(*renderer, picture, batches, config.seed);
  Side side{.run = [&own] { return own.Run(); }};
  side.Take(config.rounds * config.round_seconds);
  const render::StageTimes times = renderer->TakeStageTimes();
  const double effects = own.effect_seconds() * timed.threads, all = times.Sum() + effects;
  return {.vertex = times.vertex / all,
          .raster = times.raster / all,
          .shadow = times.shadow / all,
          .shade = times.shade / all,
          .effects = effects / all};
}

}  // namespace

bool HasMujocoPictures() {
  return MujocoPictures::IsAvailable();
}

RenderBenchResult RunRenderBench(const RenderBenchConfig& config, const std::filesystem::path& root,
                                 const std::function<void(const BenchPicture&)>& progress) {
  const scene::TwoTables scene =
      scene::MakeTwoTables({}, root, config.seed, *std::ranges::max_element(config.num_envs));
  EmbreeMeshes meshes(scene.assets);
  RenderBenchResult result;
  for (const BenchPicture& picture : config.pictures) {
    const std::vector<RenderBenchRow> rows = PictureBench(config, picture, scene, meshes).Run();
    result.rows.insert(result.rows.end(), rows.begin(), rows.end());
    progress(picture);
  }
  result.stages = MeasureStages(config, scene);
  return result;
}

std::vector<RenderBar> Judge(const std::vector<RenderBenchRow>& rows) {
  std::vector<RenderBar> bars;
  // the slowest row of this size that `value` knows
  const auto judge = [&](const std::string& what, double bar, const auto& value) {
    std::optional<double> slowest;
    for (const RenderBenchRow& row : rows) {
      const std::optional<double> found = value(row);
      if (found) slowest = std::min(slowest.value_or(*found), *found);
    }
    if (slowest) bars.push_back({.what = what, .found = *slowest, .bar = bar});
  };
  const auto fps_of = [](int samples, bool effects) {
    return [=](const RenderBenchRow& row) -> std::optional<double> {
      const BenchPicture& p = row.picture;
      const bool asked = p.width == 192 && p.height == 108 && p.samples == samples && p.effects == effects;
      return asked ? std::optional(row.fps) : std::nullopt;
    };
  };
  judge("192 x 108 px, 2 x 2 samples, pictures/s", 2500, fps_of(4, false));
  judge("192 x 108 px, one sample, pictures/s", 5000, fps_of(1, false));
  judge("192 x 108 px, 2 x 2 samples, image effects, pictures/s", 2000, fps_of(4, true));
  judge("times MuJoCo with shadows", 200, [](const RenderBenchRow& row) { return row.mujoco_shadow_ratio; });
  judge("times Embree's hits at the same levels of detail", 1.2,
        [](const RenderBenchRow& row) { return row.embree_hit_lod_ratio; });
  judge("most environments to fewest, pictures/s", 0.85, [&](const RenderBenchRow& row) -> std::optional<double> {
    std::optional<double> ratio;
    for (const RenderBenchRow& few : rows)
      if (few.picture == row.picture && few.num_envs < row.num_envs) ratio = row.fps / few.fps;
    return ratio;
  });
  return bars;
}

}  // namespace porter::bench
