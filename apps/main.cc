// The program: finds the verb, runs it, and turns errors into sentences on stderr and exit status 2 (design 4).
#include <iostream>
#include <string>
#include <vector>

#include "apps/verb.h"
#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::apps {
namespace {

constexpr int kFailed = 1;
constexpr int kWrongRequest = 2;

void PrintVerbs() {
  std::cout << "usage: porter VERB [options]\n\n";
  core::TextTable table({"verb", "does"});
  for (const Verb& verb : Verbs()) table.AddRow({verb.name, verb.summary});
  std::cout << table.ToString() << "\nporter VERB --help tells more\n";
}

const Verb& FindVerb(const std::string& name) {
  std::vector<std::string> names;
  for (const Verb& verb : Verbs()) {
    if (verb.name == name) return verb;
    names.emplace_back(verb.name);
  }
  const std::string nearest = core::NearestName(name, names);
  throw core::Error({.what = "unknown verb " + name,
                     .expected = nearest.empty() ? "one of " + core::Join(names, ", ") : "",
                     .hint = nearest.empty() ? "" : "did you mean " + nearest + "?"});
}

int Run(const std::vector<std::string>& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h") {
    PrintVerbs();
    return 0;
  }
  const Verb& verb = FindVerb(words[0]);
  return verb.run(verb, std::span(words).subspan(1));
}

int RunAndReport(const std::vector<std::string>& words) {
  try {
    const int status = Run(words);
    std::cout.flush();
    if (std::cout) return status;
    std::cerr << "porter: the output could not be written\n";
  } catch (const core::Error& error) {
    std::cerr << "porter: " << error.what() << "\n";
    return kWrongRequest;
  } catch (const std::exception& error) {
    std::cerr << "porter: unexpected failure: " << error.what() << "\n";
  }
  return kFailed;
}

}  // namespace
}  // namespace porter::apps

int main(int argc, char** argv) {
  return porter::apps::RunAndReport({argv + 1, argv + argc});
}
