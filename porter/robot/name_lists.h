// Lists of names in messages: what one list has and another lacks.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace porter::robot {

// the names of `all` that `taken` lacks, in the order of `all`
std::vector<std::string> Without(std::span<const std::string> all, std::span<const std::string> taken);

// "a, b, c", or "none"
std::string ListOrNone(std::span<const std::string> names);

}  // namespace porter::robot
