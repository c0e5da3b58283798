#include "porter/wbc/delta_action.h"

#include <algorithm>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::wbc {
namespace {

size_t First(const policy::ActionLayout& layout, std::string_view term) {
  return static_cast<size_t>(layout.Slice(term).offset);
}

bool IsVelocity(const std::string& term) {
  return term == "linear_velocity" || term == "yaw_rate";
}

// value within the bounds; counts when it was not
float Cut(float value, float lower, float upper, uint32_t& cuts) noexcept {
  if (value >= lower && value <= upper) return value;
  ++cuts;
  return std::min(std::max(value, lower), upper);
}

}  // namespace

DeltaAction::DeltaAction(policy::ActionLayout delta, policy::ActionLayout command, int num_envs)
    : delta_(std::move(delta)),
      command_(std::move(command)),
      default_command_(static_cast<size_t>(command_.width())),
      sums_(static_cast<size_t>(num_envs) * static_cast<size_t>(delta_.width())),
      command_cuts_(sums_.size()),
      sum_cuts_(sums_.size()) {
  default_command_[First(command_, "height")] = WbcCommand{}.height;
  for (const policy::Term& term : delta_.terms()) {
    const policy::TermSlice to = command_.Slice(term.name);
    const policy::Term& target = *command_.Find(term.name);
    if (to.width != term.width) {
      throw core::Error({.what = core::Cat("a delta action and its command differ in width: '", term.name, "'"),
                         .found = std::to_string(term.width),
                         .expected = std::to_string(to.width)});
    }
    for (int k = 0; k < term.width; ++k) {
      columns_.push_back({.command = static_cast<size_t>(to.offset + k),
                          .scale = static_cast<float>(term.scale),
                          .sum_lower = static_cast<float>(term.lower),
                          .sum_upper = static_cast<float>(term.upper),
                          .lower = static_cast<float>(target.lower),
                          .upper = static_cast<float>(target.upper),
                          .velocity = IsVelocity(term.name)});
    }
  }
}

void DeltaAction::Reset(size_t env) noexcept {
  std::fill_n(&sums_[env * columns_.size()], columns_.size(), 0.f);
}

void DeltaAction::ResetTo(size_t env, std::span<const float> command) noexcept {
  for (size_t c = 0; c < columns_.size(); ++c) sums_[env * columns_.size() + c] = command[columns_[c].command];
}

void DeltaAction::Restore(size_t env, std::span<const float> sums) noexcept {
  std::ranges::copy(sums, &sums_[env * columns_.size()]);
}

void DeltaAction::Accumulate(size_t env, std::span<const float> action, VelocityRule rule,
                             std::span<float> command) noexcept {
  std::copy(default_command_.begin(), default_command_.end(), command.begin());
  for (size_t c = 0; c < columns_.size(); ++c) {
    const Column& column = columns_[c];
    const size_t i = env * columns_.size() + c;
    sums_[i] = Cut(sums_[i] + column.scale * action[c], column.sum_lower, column.sum_upper, sum_cuts_[i]);
    const bool stands = column.velocity && rule == VelocityRule::kStand;
    command[column.command] = stands ? 0.f : Cut(sums_[i], column.lower, column.upper, command_cuts_[i]);
  }
}

std::span<const float> DeltaAction::sums(size_t env) const noexcept {
  return {&sums_[env * columns_.size()], columns_.size()};
}

std::vector<DeltaAction::ClampCount> DeltaAction::ClampCounts() const {
  std::vector<ClampCount> counts;
  for (const policy::Term& term : delta_.terms()) {
    ClampCount& count = counts.emplace_back(ClampCount{.term = term.name});
    const policy::TermSlice slice = delta_.Slice(term.name);
    for (size_t row = 0; row < sums_.size(); row += columns_.size()) {
      for (int k = 0; k < slice.width; ++k) {
        const size_t i = row + static_cast<size_t>(slice.offset + k);
        count.command += command_cuts_[i];
        count.sum += sum_cuts_[i];
      }
    }
  }
  return counts;
}

WbcColumns::WbcColumns(const policy::ActionLayout& command)
    : velocity_(First(command, "linear_velocity")),
      yaw_rate_(First(command, "yaw_rate")),
      height_(First(command, "height")),
      torso_(First(command, "torso_rpy")) {}

WbcCommand WbcColumns::Read(std::span<const float> command) const noexcept {
  return {.vx = command[velocity_],
          .vy = command[velocity_ + 1],
          .wz = command[yaw_rate_],
          .height = command[height_],
          .roll = command[torso_],
          .pitch = command[torso_ + 1],
          .yaw = command[torso_ + 2]};
}

}  // namespace porter::wbc
