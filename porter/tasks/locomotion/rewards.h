// The reward terms of locomotion: free functions of a view, listed once. Units and shapes are those of
// facts/experiments.md 3; weights stand in rewards.toml.
#pragma once

#include <span>

#include "porter/env/terms.h"
#include "porter/tasks/locomotion/view.h"

namespace porter::tasks {

std::span<const env::Term<LocomotionView>> LocomotionTerms();

// how well the mean velocity follows the command, 0..1; the curriculum reads it too
double VelocityScore(const LocomotionView& v) noexcept;
// share of the two feet that are down or up as the clock says
double ContactScore(const LocomotionView& v) noexcept;

}  // namespace porter::tasks
