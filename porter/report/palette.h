// Colours of curves that stay apart for the colour-blind (Okabe and Ito 2008), a little brighter on dark pages.
#pragma once

#include <array>

namespace porter::report {

struct PaletteColour {
  const char* light;  // on light pages
  const char* dark;   // on dark ones
};

// in order of use; a page names them --series-0, --series-1, ...
constexpr std::array<PaletteColour, 7> kPalette{{{"#0072b2", "#4aa8e8"},
                                                 {"#d55e00", "#ff8a3d"},
                                                 {"#009e73", "#2fc79b"},
                                                 {"#b8578f", "#e39ac6"},
                                                 {"#c98600", "#f0b429"},
                                                 {"#3d9bd4", "#9bd4f7"},
                                                 {"#6b6b6b", "#b0b0b0"}}};

}  // namespace porter::report
