// The built program from outside: exit status, and what goes to stdout and what to stderr (design 4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "porter/policy/bundle.h"
#include "tests/cli/program.h"

namespace porter::tests {
namespace {

namespace fs = std::filesystem;
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
        {"config check no_such_file", "porter: neither a file nor a type of settings"},
        {"eval walker", "porter: porter does not judge this; found 'walker'; expected wbc or teacher\n"},
        {"eval wbc no_such_bundle", "no_such_bundle"},
        {"eval wbc --set robot=3", "unknown key robot (did you mean robots?)"}}) {
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

// a folder of its own, and training that takes seconds: few robots, small networks
class Training : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    if (Porter("").out.find("\ntrain ") == std::string::npos) GTEST_SKIP() << "built without torch";
  }
  void TearDown() override { fs::remove_all(folder_); }

  Outcome Train(int iterations, const std::string& more = "") {
    return Porter("train wbc --json --threads 2 --out " + folder_.string() +
                  " --set train.iterations=" + std::to_string(iterations) +
                  " --set task.num_envs=16 --set train.ppo.steps=6 --set train.ppo.actor.hidden=32"
                  " --set train.ppo.critic.hidden=32 " +
                  more);
  }

  const fs::path folder_ = fs::path(::testing::TempDir()) / "porter_training_test";
};

TEST_F(Training, ARunGoesOnAndLeavesABundleThatWalks) {
  const Outcome first = Train(2);
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(nlohmann::json::parse(first.out)["samples"], 2 * 16 * 6);
  const Outcome second = Train(3);
  ASSERT_EQ(second.status, 0) << second.err;
  EXPECT_EQ(nlohmann::json::parse(second.out)["iterations"], 3);
  EXPECT_EQ(nlohmann::json::parse(second.out)["samples"], 3 * 16 * 6) << "one iteration more, not three";
  std::istringstream metrics(core::ReadTextFile(folder_ / "metrics.jsonl"));
  std::string line;
  for (int iteration = 0; std::getline(metrics, line); ++iteration) {
    EXPECT_EQ(nlohmann::json::parse(line)["samples"], (iteration + 1) * 16 * 6);
    EXPECT_LT(iteration, 3);
  }
  EXPECT_EQ(policy::ReadContract(folder_ / "bundle").training.samples, 3 * 16 * 6);
  const Outcome eval = Porter("eval wbc " + (folder_ / "bundle").string() + " --json --set robots=2 --set seconds=3");
  ASSERT_EQ(eval.status, 0) << eval.err;
  EXPECT_EQ(nlohmann::json::parse(eval.out)["rows"].size(), 13u);
}

TEST_F(Training, ATeacherStartsFromTheExpertAndReferencesAndGoesOn) {
  const auto train = [&](int iterations, const fs::path& folder, const std::string& more = "") {
    return Porter("train teacher --json --threads 2 --out " + folder.string() + more +
                  " --set train.iterations=" + std::to_string(iterations) +
                  " --set task.num_envs=8 --set task.scene.objects='[\"can\"]' --set task.references.share=0.5"
                  " --set task.references.per_stage=3 --set warm_start.rounds=2 --set warm_start.first_steps=30"
                  " --set warm_start.steps=10 --set train.evaluate_every=0 --set train.ppo.steps=6"
                  " --set train.ppo.actor.hidden=32 --set train.ppo.critic.hidden=32");
  };
  const Outcome first = train(1, folder_);
  ASSERT_EQ(first.status, 0) << first.err;
  const std::string references = core::ReadTextFile(folder_ / "references.safetensors");
  const Outcome second = train(2, folder_);
  ASSERT_EQ(second.status, 0) << second.err;
  EXPECT_EQ(nlohmann::json::parse(second.out)["samples"], 2 * 8 * 6);
  EXPECT_EQ(core::ReadTextFile(folder_ / "references.safetensors"), references);
  const policy::TrainingRecord spent = policy::ReadContract(folder_ / "bundle").training;
  EXPECT_EQ(spent.samples, 8 * (30 + 10) + 2 * 8 * 6) << "the clone's and PPO's";

  const Outcome third = train(1, folder_ / "next", " --set start_from='\"" + folder_.string() + "\"'");
  ASSERT_EQ(third.status, 0) << third.err;
  const policy::TrainingRecord all = policy::ReadContract(folder_ / "next/bundle").training;
  EXPECT_EQ(all.samples, spent.samples + 8 * 6);
  EXPECT_GT(all.hours, spent.hours);
  const fs::path record = folder_ / "record.json";
  const Outcome eval = Porter("eval teacher " + (folder_ / "bundle").string() +
                              " --json --episodes 4 --set stages.limits=40,5,5,5,5 --out " + record.string());
  ASSERT_EQ(eval.status, 0) << eval.err;
  const auto json = nlohmann::json::parse(eval.out);
  EXPECT_EQ(json["policy"], "teacher");
  EXPECT_EQ(json["cycles"], 4);
  EXPECT_EQ(nlohmann::json::parse(core::ReadTextFile(record)), json);
}

TEST_F(Training, WrongRequestsEndWithTwoAndASentence) {
  const Outcome what = Porter("train walker");
  EXPECT_EQ(what.status, 2);
  EXPECT_THAT(what.err, HasSubstr("porter: porter does not train this; found 'walker'; expected wbc or teacher\n"));
  const Outcome setting = Train(1, "--set task.num_robots=3");
  EXPECT_EQ(setting.status, 2);
  EXPECT_EQ(setting.out, "");
  EXPECT_THAT(setting.err, HasSubstr("num_robots"));
  EXPECT_FALSE(fs::exists(folder_)) << "nothing has begun";
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
