// The reward terms of place and pick: free functions of a view, listed once (facts/viral.md 4). Weights stand in
// place_pick.toml, a row each. Terms that pay a constant in later stages make an advance never lose reward.
#pragma once

#include <span>

#include "porter/env/terms.h"
#include "porter/tasks/place_pick/view.h"

namespace porter::tasks {

std::span<const env::Term<PlacePickView>> PlacePickTerms();

// how far the front object has been lifted off the table, 0 to 0.1 m
double LiftOf(const PlacePickView& view) noexcept;

}  // namespace porter::tasks
