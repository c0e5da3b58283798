// The settings structs that `porter config` knows by name: what `config = "..."` at the top of a file may say.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "porter/config/binding.h"

namespace porter::apps {

struct ConfigType {
  std::string_view name;
  config::Prototype (*make)();  // a struct with its defaults
};

template <class T>
constexpr ConfigType ConfigTypeOf() {
  return {T::kConfigName, config::internal::MakePrototype<T>};
}

std::span<const ConfigType> ConfigTypes();

}  // namespace porter::apps
