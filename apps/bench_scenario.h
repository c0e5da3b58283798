// The scenarios of `porter bench`: one file each, one line in bench.cc.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "apps/options.h"

namespace porter::apps {

struct BenchOptions {
  std::string scenario;
  std::filesystem::path file;
  std::vector<std::string> set;
  bool json = false;
  std::filesystem::path out;

  void Fields(auto&& f) {
    f(scenario, {.name = "scenario", .doc = "what to measure: physics, render, train, walk"});
    f(file, {.name = "file", .doc = "settings of the scenario, default bench/SCENARIO.toml"});
    f(set, kSetOption);
    f(json, kJsonOption);
    f(out, kOutOption);
  }
};

// file: of the settings, never empty. Returns what is printed: JSON where options.json or options.out ask for it.
struct BenchReport {
  std::string json;
  std::string table;  // for people
};
BenchReport BenchPhysics(const BenchOptions& options);
BenchReport BenchRender(const BenchOptions& options);
BenchReport BenchTrain(const BenchOptions& options);  // these only where torch is
BenchReport BenchWalk(const BenchOptions& options);

// "0.98"
std::string Fixed(double value, int digits);

// of the program, for records
std::string Commit();

}  // namespace porter::apps
