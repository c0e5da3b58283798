// What a settings struct says about each of its members. A struct lists them once, in a visitor:
//
//   struct PpoConfig {
//     double gamma = 0.998;  // discount per control step
//     void Fields(auto&& f) {
//       f(gamma, {.name = "gamma", .doc = "discount per control step", .min = 0, .max = 1});
//     }
//   };
//
// From that one list come the TOML file, overrides, ranges, help, documentation and differences (config.h, design 6).
// Members may be: bool, int, int64_t, uint64_t, float, double, std::string, std::filesystem::path, an enum class;
// std::optional of those; std::array and std::vector of those or of structs (std::vector<bool> excepted); structs with
// Fields. A struct that is a file of its own says its type: static constexpr std::string_view kConfigName = "ppo";
// An enum gives its names in order of value, from 0, in its own namespace:
//
//   enum class Solver { kNewton, kCg };
//   constexpr auto EnumNames(Solver) { return std::to_array<std::string_view>({"newton", "cg"}); }
#pragma once

#include <array>
#include <limits>
#include <string_view>

namespace porter::config {

struct Field {
  std::string_view name = {};                             // key in the file: lower case, digits, underscores
  std::string_view unit = {};                             // "" where there is none
  std::string_view doc = {};                              // one sentence or clause
  double min = -std::numeric_limits<double>::infinity();  // smallest number allowed; for lists, of every element
  double max = std::numeric_limits<double>::infinity();   // largest number allowed; a range excludes NaN
};

}  // namespace porter::config
