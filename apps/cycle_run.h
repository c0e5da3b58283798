// Cycles of place and pick for the verbs that judge: how many, which one is filmed, what is printed.
#pragma once

#include <filesystem>
#include <string>

#include "apps/options.h"
#include "apps/render_studio.h"
#include "porter/eval/cycle_eval.h"

namespace porter::apps {

struct CycleRun {
  int episodes = 256;
  uint64_t seed = 1;
  std::filesystem::path film;
  tasks::Outcome film_of = tasks::Outcome::kDone;
  ViewFrom film_camera = ViewFrom::kOutside;
  int film_pictures = 30;
  int film_scale = 2;

  void Fields(auto&& f) {
    f(episodes, {.name = "episodes", .doc = "of place and pick, from the true start", .min = 1});
    f(seed, kSeedOption);
    f(film, {.name = "film", .doc = "PNG with pictures of one cycle of place and pick"});
    f(film_of, {.name = "film_of", .doc = "which cycle: the first one that ends so"});
    f(film_camera, {.name = "film_camera", .doc = "the robot's head camera, or a bystander's"});
    f(film_pictures, {.name = "film_pictures", .doc = "how many; of a lost cycle the last ones", .min = 2, .max = 400});
    f(film_scale, {.name = "film_scale", .doc = "pictures of 192 x 108 px times this", .min = 1, .max = 10});
  }
};

struct CycleActor {
  std::string name;  // in the record
  eval::MakeActor make;
};

// Judges, draws the film, prints (JSON or words) and writes the record to `out` where it is not empty.
void RunCycles(const CycleActor& actor, const tasks::PlacePickConfig& config, const CycleRun& run, bool json,
               const std::filesystem::path& out);

}  // namespace porter::apps
