// How pages look: the style sheet inside each of them.
#pragma once

#include <string>

namespace porter::report {

// for a page with a switch between so many views
std::string PageStyle(int views);

}  // namespace porter::report
