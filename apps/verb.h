// One verb of the program: `porter VERB ...`. A verb is one file apps/NAME.cc that ends in
//
//   Verb NameVerb() {
//     return MakeVerb<Run>({.name = "name", .summary = "what it does", .positionals = "file [other]"});
//   }
//
// where Run is `int Run(const Options&)` and Options has Fields (options.h), one line in verbs.cc and one in
// CMakeLists.txt. Run returns the exit status: 0 done, 1 the work ran and failed; a wrong request is a core::Error,
// which main.cc prints and turns into 2.
#pragma once

#include <span>
#include <string>

namespace porter::apps {

struct Verb {
  const char* name;
  const char* summary;      // one line of `porter --help`
  const char* positionals;  // fields filled by position, in order: "file [other]"; brackets: may be left out
  int (*run)(const Verb& self, std::span<const std::string> args) = nullptr;
};

// every verb of the program, in the order of the help text
std::span<const Verb> Verbs();

}  // namespace porter::apps
