// Judges a whole-body controller in simulation: rows of commands to many robots, with moving arms, loads, noise and
// other disturbances, any controller behind the same four methods.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "porter/eval/wbc_config.h"
#include "porter/eval/wbc_record.h"
#include "porter/wbc/controller.h"

namespace porter::eval {

// controller: for config.robots; root: of the repository. `progress` is called after each row.
std::vector<WbcRow> EvaluateWbc(const WbcEvalConfig& config, wbc::WholeBodyController& controller,
                                const std::filesystem::path& root, const std::function<void(const WbcRow&)>& progress);

}  // namespace porter::eval
