// What porter finds on this machine, and what it means: good, slower than it could be, absent (something is left out),
// or missing (porter cannot run). The outside world is reached through Surroundings alone, so that tests can make one.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace porter::apps {

enum class Level { kGood, kSlow, kAbsent, kMissing };
constexpr std::string_view kLevelNames[] = {"good", "slow", "absent", "missing"};

struct Finding {
  std::string item;
  std::string found;
  Level level = Level::kGood;
  std::string note;  // what follows from it and what to do; "" where all is well
};

struct Surroundings {
  std::filesystem::path root;               // of the repository
  std::filesystem::path proc = "/proc";     // cpuinfo, meminfo, driver/nvidia
  std::filesystem::path dev = "/dev";       // nvidia0
  std::filesystem::path reference;          // folder of Unitree's own model
  std::vector<std::filesystem::path> path;  // folders of programs
};

// from the environment: PORTER_ROOT, PORTER_REFERENCE_DIR, PATH
Surroundings RealSurroundings();

// one row each, in the order of the table; never throws for what is not there
std::vector<Finding> Examine(const Surroundings& where);

}  // namespace porter::apps
