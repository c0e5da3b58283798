// The built program from outside: exit status, and what goes to stdout and what to stderr (design 4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace porter::tests {
namespace {

using ::testing::HasSubstr;

TEST(Program, ListsItsVerbs) {
  for (const char* args : {"", "--help", "-h"}) {
    const Outcome outcome = Porter(args);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("\nconfig "));
    EXPECT_THAT(outcome.out, HasSubstr("\ndoctor "));
    EXPECT_EQ(outcome.err, "");
  }
}

TEST(Program, EveryVerbHelps) {
  const std::string list = Porter("").out;
  const size_t start = list.find("\n\n") + 2;
  std::istringstream lines(list.substr(start, list.find("\n\n", start) - start));
  std::string line;
  std::getline(lines, line);  // header
  int verbs = 0;
  for (; std::getline(lines, line); ++verbs) {
    const std::string verb = line.substr(0, line.find(' '));
    const Outcome outcome = Porter(verb + " --help");
    EXPECT_EQ(outcome.status, 0) << verb;
    EXPECT_THAT(outcome.out, HasSubstr("usage: porter " + verb));
  }
  EXPECT_GE(verbs, 2);
}

TEST(Program, WrongRequestsEndWithTwoAndASentence) {
  for (const auto& [args, sentence] :
       {std::pair{"docter", "porter: unknown verb docter (did you mean doctor?)\n"},
        {"doctor --jsn", "porter: doctor: unknown option --jsn (did you mean --json?)\n"},
        {"config shw x --json", "porter: config shw: action has no such value"},
        {"config check no_such_file", "porter: neither a file nor a type of settings"}}) {
    const Outcome outcome = Porter(args);
    EXPECT_EQ(outcome.status, 2) << args;
    EXPECT_EQ(outcome.out, "") << args;
    EXPECT_THAT(outcome.err, HasSubstr(sentence));
  }
}

TEST(Program, EvalNamesTheRowThatIsNearest) {
  const Outcome outcome = Porter("eval wbc --row torso_pich");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("did you mean torso_pitch"));
}

TEST(Program, DoctorIsQuickAndSpeaksJson) {
  const auto start = std::chrono::steady_clock::now();
  const Outcome outcome = Porter("doctor --json");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_EQ(outcome.err, "");
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["can_run"], true);
  EXPECT_GE(json["findings"].size(), 10u);
}

TEST(Program, DoctorFailsWhereTheModelIsMissing) {
  const Outcome outcome = Porter("doctor", "PORTER_ROOT=/nonexistent");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, HasSubstr("no models/g1 in /nonexistent"));
}

TEST(Program, LostOutputIsAFailure) {
  EXPECT_EQ(WEXITSTATUS(std::system(PORTER_PROGRAM " --help >/dev/full 2>/dev/null")), 1);
}

}  // namespace
}  // namespace porter::tests
