// Judges a whole-body controller in simulation: rows of commands to many robots, with moving arms, loads, noise and
// other disturbances, any controller behind the same four methods.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "porter/eval/film.h"
#include "porter/eval/wbc_config.h"
#include "porter/eval/wbc_record.h"
#include "porter/wbc/controller.h"

namespace porter::eval {

struct WbcEvalOptions {
  std::filesystem::path root = ".";                  // of the repository
  std::function<void(const WbcRow&)> progress = {};  // called after each row
  Film* film = nullptr;                              // keeps a reel of each row
};

// controller: for config.robots
std::vector<WbcRow> EvaluateWbc(const WbcEvalConfig& config, wbc::WholeBodyController& controller,
                                const WbcEvalOptions& options);

}  // namespace porter::eval
