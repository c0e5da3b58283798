// Command lines from option structs: every field `num_envs` becomes `--num-envs VALUE` (a bool: `--json`), documented
// by its own Field. Lists of numbers are written 64,512; a list of strings takes one item each time the option is
// given. MakeVerb joins a struct and the function that takes it to a Verb; --help comes by itself.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "apps/verb.h"
#include "porter/config/binding.h"
#include "porter/config/field.h"

namespace porter::apps {

// the options that mean the same in every verb that has them
inline constexpr config::Field kJsonOption{.name = "json", .doc = "print one JSON object on stdout, logs on stderr"};
inline constexpr config::Field kSeedOption{.name = "seed", .doc = "seed of all random numbers"};
inline constexpr config::Field kThreadsOption{.name = "threads", .doc = "worker threads, 0: all cores", .min = 0};
inline constexpr config::Field kOutOption{.name = "out", .doc = "folder or file to write to"};
inline constexpr config::Field kSetOption{.name = "set", .doc = "change a setting, KEY=VALUE; may be given again"};

// fills `options` from the words after the verb; throws core::Error. False: help was asked for and has been printed.
bool ParseOptions(const Verb& verb, const config::Value& options, std::span<const std::string> args);

namespace internal {

template <class Options>
Options OptionsOf(int (*)(const Options&));

}  // namespace internal

template <auto run>
constexpr Verb MakeVerb(Verb verb) {
  verb.run = [](const Verb& self, std::span<const std::string> args) {
    decltype(internal::OptionsOf(run)) options;
    return ParseOptions(self, config::Bind(options), args) ? run(options) : 0;
  };
  return verb;
}

}  // namespace porter::apps
