#include "porter/report/number_text.h"

#include <charconv>
#include <cmath>
#include <string_view>

namespace porter::report {
namespace {

constexpr std::string_view kThousandsGap = "\u202F";  // narrow, no line break
constexpr std::string_view kMinus = "\u2212";
constexpr double kGroupsFrom = 999.95;  // what four digits round to 1000
constexpr double kGroupsTo = 1e15;      // beyond, a double does not know its last digits

std::string Digits(double value, std::chars_format format, int digits) {
  char buffer[64];
  return {buffer, std::to_chars(buffer, buffer + sizeof(buffer), value, format, digits).ptr};
}

std::string GroupThousands(const std::string& digits) {
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += kThousandsGap;
    text += digits[i];
  }
  return text;
}

}  // namespace

std::string ShortText(double value, int digits) {
  if (value < 0) return std::string(kMinus) + ShortText(-value, digits);
  std::string text = Digits(value, std::chars_format::general, digits);
  const size_t exponent = text.find('e');  // "2.5e-07", "1e+15"
  if (exponent == std::string::npos) return text;
  if (text[exponent + 2] == '0') text.erase(exponent + 2, 1);
  if (text[exponent + 1] == '+') text.erase(exponent + 1, 1);
  return text;
}

std::string NumberText(double value) {
  const double size = std::abs(value);
  if (!std::isfinite(value)) return "\u2013";
  if (size < kGroupsFrom || size >= kGroupsTo) return ShortText(value, 4);
  const std::string digits = GroupThousands(Digits(size, std::chars_format::fixed, 0));
  return value < 0 ? std::string(kMinus) + digits : digits;
}

}  // namespace porter::report
