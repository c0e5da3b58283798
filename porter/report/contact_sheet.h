// Many pictures of one size on one, in rows, each with a few words below it.
#pragma once

#include <span>
#include <string>

#include "porter/core/image.h"

namespace porter::report {

struct Tile {
  core::Image image;    // RGB, all of one size
  std::string caption;  // ASCII, of one or more lines; a line ends in dots where the picture is too narrow for it
};

// RGB; at least one tile, at least one column
core::Image ContactSheet(std::span<const Tile> tiles, int columns);

}  // namespace porter::report
