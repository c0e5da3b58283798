// A bound struct as TOML text: order of Fields, shortest numbers that read back to the same value.
#pragma once

#include <string>

#include "porter/config/binding.h"

namespace porter::config {

enum class Comments { kNone, kDocumented };  // kDocumented: unit and doc above every key

std::string ToToml(const Value& settings, Comments comments);
std::string Hash(const Value& settings);

// one value as it stands behind the equals sign, structs as inline tables
std::string ValueText(const Value& value);

}  // namespace porter::config
