// porter render: draws a scene of many environments on one sheet, or films them.
#include <iostream>
#include <nlohmann/json.hpp>
#include <numbers>

#include "apps/options.h"
#include "apps/render_studio.h"
#include "apps/root.h"
#include "porter/config/config.h"
#include "porter/core/error.h"
#include "porter/core/progress.h"
#include "porter/core/text.h"
#include "porter/io/png.h"
#include "porter/io/video.h"

namespace porter::apps {
namespace {

struct RenderOptions {
  std::string what;
  int envs = 16;
  uint64_t seed = 1;
  std::vector<std::string> set;
  ViewFrom camera = ViewFrom::kHead;
  std::vector<double> eye, target;
  Aov aov = Aov::kRgb;
  int scale = 1;
  bool marks = false;
  std::filesystem::path visual;
  int moment = 0;
  std::filesystem::path out = "sheet.png";
  std::filesystem::path video;
  double seconds = 8;
  bool json = false;

  void Fields(auto&& f) {
    f(what, {.name = "what", .doc = "scene to draw: two_tables"});
    f(envs, {.name = "envs", .doc = "how many environments", .min = 1, .max = 1024});
    f(seed, kSeedOption);
    f(set, kSetOption);
    f(camera, {.name = "camera", .doc = "the robot's head camera, or a bystander's"});
    f(eye, {.name = "eye", .unit = "m", .doc = "where the bystander stands, X,Y,Z; none: beside the table"});
    f(target, {.name = "target", .unit = "m", .doc = "what the bystander looks at, X,Y,Z; none: the front object"});
    f(aov, {.name = "aov", .doc = "what of the picture to draw"});
    f(scale, {.name = "scale", .doc = "pictures of 192 x 108 px times this", .min = 1, .max = 10});
    f(marks, {.name = "marks", .doc = "draw axes of pelvis, palms and objects, and what the head camera sees"});
    f(visual, {.name = "visual", .doc = "TOML of visual randomisation, as porter/scene/visual.toml; none: off"});
    f(moment, {.name = "moment", .doc = "which draw of the visual randomisation", .min = 0});
    f(out, {.name = "out", .doc = "PNG of all environments"});
    f(video, {.name = "video", .doc = "MP4 of robots that turn to and fro, and a bystander who walks around them"});
    f(seconds, {.name = "seconds", .unit = "s", .doc = "length of the video", .min = 0.1, .max = 600});
    f(json, kJsonOption);
  }
};

std::string_view NameOf(auto choice) {
  return EnumNames(choice)[static_cast<size_t>(choice)];
}

std::optional<Eigen::Vector3d> Place(const std::vector<double>& numbers, const char* option) {
  if (numbers.empty()) return std::nullopt;
  if (numbers.size() == 3) return Eigen::Vector3d(numbers[0], numbers[1], numbers[2]);
  throw core::Error(core::ErrorParts{.what = core::Cat("--", option, " is no place"),
                                     .found = core::Cat(numbers.size(), " numbers"),
                                     .expected = "three: X,Y,Z"});
}

// the encoder takes even numbers of pixels only: at most one row and one column of the sheet's edge go
core::Image Even(const core::Image& sheet) {
  core::Image even{sheet.width / 2 * 2, sheet.height / 2 * 2, 3, {}};
  for (int y = 0; y < even.height; ++y) {
    const auto row = sheet.pixels.begin() + std::ptrdiff_t{3} * y * sheet.width;
    even.pixels.insert(even.pixels.end(), row, row + std::ptrdiff_t{3} * even.width);
  }
  return even;
}

void Film(Studio& studio, const RenderOptions& options) {
  constexpr int kRate = 25;                    // pictures/s
  constexpr double kTurn = 0.5, kOrbit = 0.6;  // rad, to either side
  const int64_t pictures = std::max<int64_t>(1, std::llround(options.seconds * kRate));
  std::optional<io::VideoWriter> video;
  core::Progress progress("render", pictures);
  for (int64_t i = 0; i < pictures; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(pictures);
    const double swing = std::sin(2 * std::numbers::pi * share);
    studio.Pose(kTurn * swing, kOrbit * swing);
    const core::Image sheet = Even(studio.Sheet(static_cast<uint64_t>(i)));
    if (!video) video.emplace(options.video, io::VideoFormat{sheet.width, sheet.height, kRate});
    video->Add(sheet);
    progress.Update(i + 1, "");
  }
  video->Finish();
}

int RunRender(const RenderOptions& options) {
  if (options.what != "two_tables") {
    throw core::Error(
        {.what = "there is no such scene", .found = "'" + options.what + "'", .expected = "one of two_tables"});
  }
  scene::TwoTablesConfig config;
  config::Override(config, options.set);
  Shot shot{.camera = options.eye.empty() && options.target.empty() ? options.camera : ViewFrom::kOutside,
            .aov = options.aov,
            .scale = options.scale,
            .eye = Place(options.eye, "eye"),
            .target = Place(options.target, "target"),
            .marks = options.marks,
            .seed = options.seed,
            .moment = static_cast<uint64_t>(options.moment)};
  std::optional<scene::VisualRandomisation> visual;
  if (!options.visual.empty()) {
    scene::VisualConfig rows;
    config::Load(rows, options.visual);
    shot.visual = &visual.emplace(rows, options.seed);
  }
  Studio studio(scene::MakeTwoTables(config, RepositoryRoot(), options.seed, options.envs), shot);
  io::WritePng(options.out, studio.Sheet(0));
  if (!options.video.empty()) Film(studio, options);
  if (options.json) {
    nlohmann::ordered_json json{{"scene", options.what},
                                {"envs", options.envs},
                                {"seed", options.seed},
                                {"camera", NameOf(shot.camera)},
                                {"aov", NameOf(options.aov)},
                                {"out", options.out.string()},
                                {"width", studio.picture().width},
                                {"height", studio.picture().height}};
    if (!options.video.empty()) json["video"] = options.video.string();
    std::cout << json.dump(2) << "\n";
  }
  return 0;
}

}  // namespace

Verb RenderVerb() {
  return MakeVerb<RunRender>(
      {.name = "render", .summary = "draws a scene as the robot or a bystander sees it", .positionals = "what"});
}

}  // namespace porter::apps
