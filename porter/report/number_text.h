// Numbers as people read them on a page.
#pragma once

#include <string>

namespace porter::report {

// at most `digits` significant digits, no zeros at the end; "2.5e-7" below a ten-thousandth and from 10^digits on
std::string ShortText(double value, int digits);

// four significant digits, whole numbers from 1000 on with their thousands apart; a dash when not finite
std::string NumberText(double value);

}  // namespace porter::report
