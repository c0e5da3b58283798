// A run that is killed and resumed ends with the same weights, bit for bit, as one that was not (design 3.5).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <numeric>

#include "porter/core/file.h"
#include "porter/learn/run_log.h"
#include "porter/learn/test_envs.h"
#include "porter/learn/train.h"

namespace porter::learn {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

fs::path Fresh(const std::string& name) {
  const fs::path folder = fs::path(testing::TempDir()) / name;
  fs::remove_all(folder);
  return folder;
}

pid_t Start(const fs::path& folder) {
  std::string program = fs::read_symlink("/proc/self/exe").parent_path() / "learn_resume_run";
  std::string argument = folder;
  char* const arguments[] = {program.data(), argument.data(), nullptr};
  pid_t child = 0;
  EXPECT_EQ(posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environ), 0) << program;
  return child;
}

// Kills the child at a random moment after its next checkpoint, so that the run gets on. Its exit status, or nothing
// when it was killed.
std::optional<int> RunUntilKilled(pid_t child, const fs::path& checkpoint, core::Random& random) {
  const auto stamp = [&] { return fs::exists(checkpoint) ? fs::last_write_time(checkpoint) : fs::file_time_type(); };
  const auto before = stamp();
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (stamp() == before) {
      usleep(2000);
      continue;
    }
    usleep(random.Below(100'000));
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    break;
  }
  return WIFEXITED(status) ? std::optional(WEXITSTATUS(status)) : std::nullopt;
}

// iterations in the order of the file
std::vector<int> Iterations(const fs::path& metrics) {
  std::vector<int> found;
  std::istringstream text(core::ReadTextFile(metrics));
  for (std::string line; std::getline(text, line);) found.push_back(std::stoi(line.substr(line.find(':') + 1)));
  return found;
}

TEST(Resume, AfterSigkillAtRandomMomentsTheWeightsAreBitIdentical) {
  const fs::path whole = Fresh("resume_whole"), killed = Fresh("resume_killed");
  int status = 0;
  waitpid(Start(whole), &status, 0);
  ASSERT_EQ(status, 0);

  core::Random random(static_cast<uint64_t>(getpid()), 0, 0, 0);
  int kills = 0;
  std::optional<int> end;
  while (!(end = RunUntilKilled(Start(killed), killed / "checkpoint.safetensors", random))) ASSERT_LT(++kills, 60);
  ASSERT_EQ(*end, 0);
  EXPECT_GE(kills, 1);
  EXPECT_EQ(core::ReadFile(whole / "policy.safetensors"), core::ReadFile(killed / "policy.safetensors"));
  EXPECT_EQ(core::ReadFile(whole / "checkpoint.safetensors"), core::ReadFile(killed / "checkpoint.safetensors"));
  std::vector<int> all(40);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_EQ(Iterations(killed / "metrics.jsonl"), all);
}

TrainConfig Tiny() {
  TrainConfig config;
  config.iterations = 4;
  config.ppo.steps = 4;
  config.ppo.actor.hidden = config.ppo.critic.hidden = {8};
  return config;
}

TEST(Resume, RefusesOtherSettings) {
  const fs::path folder = Fresh("resume_settings");
  nn::SingleWorld world;
  Pendulum env(8);
  TrainConfig config = Tiny();
  int starts = 0;
  const TrainHooks hooks{.on_start = [&] { ++starts; }};
  Train(config, folder, env, nullptr, world, hooks);
  config.ppo.gamma = 0.5;
  try {
    Train(config, folder, env, nullptr, world, hooks);
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("started with other settings (1 differ, first gamma)"));
    EXPECT_EQ(error.parts().found, "gamma = 0.998");
    EXPECT_EQ(error.parts().expected, "gamma = 0.5");
  }
  EXPECT_EQ(starts, 1) << "a folder of another run is left as it is";
}

TEST(Resume, RefusesAnotherTask) {
  const fs::path folder = Fresh("resume_task");
  nn::SingleWorld world;
  Pendulum pendulum(8);
  Reacher reacher(8);
  Train(Tiny(), folder, pendulum, nullptr, world);
  EXPECT_THROW(Train(Tiny(), folder, reacher, nullptr, world), core::Error);
}

TEST(Train, StopsAtItsBarAndWhenAsked) {
  nn::SingleWorld world;
  Pendulum env(8), fresh(8);
  TrainConfig config = Tiny();
  config.iterations = 100;
  config.evaluate_every = 2;
  config.evaluation_steps = 3;
  config.stop_at = -1e9;
  const TrainResult reached = Train(config, Fresh("train_bar"), env, &fresh, world);
  EXPECT_TRUE(reached.reached_bar);
  EXPECT_EQ(reached.iterations, 2);
  config.stop_at.reset();
  int asked = 0;
  const fs::path folder = Fresh("train_stop");
  const TrainResult stopped = Train(config, folder, env, &fresh, world, {.wants_stop = [&] { return ++asked == 3; }});
  EXPECT_TRUE(stopped.stopped);
  EXPECT_EQ(stopped.iterations, 3);
  EXPECT_TRUE(fs::exists(folder / "checkpoint.safetensors"));
}

TEST(Train, KeepsThePolicyOfItsBestEvaluation) {
  nn::SingleWorld world;
  Pendulum env(8), fresh(8);
  TrainConfig config = Tiny();
  config.ppo.kl_target = 0;
  config.ppo.learning_rate = 0.1;  // soon it gets worse
  config.evaluate_every = 1;
  config.evaluation_steps = 30;
  config.checkpoint_every = 1;
  const fs::path folder = Fresh("train_best");
  std::vector<double> published;
  const TrainHooks hooks{.on_policy = [&](const TrainResult& r) { published.push_back(r.evaluation->mean_return); }};
  for (const int iterations : {4, 8}) {  // the second goes on where the first stopped
    config.iterations = iterations;
    Train(config, folder, env, &fresh, world, hooks);
  }
  const std::vector<double> judged = ReadRunLog(folder / "metrics.jsonl").Values("evaluation/return");
  ASSERT_EQ(judged.size(), 8u);
  const double best = std::ranges::max(judged);
  ASSERT_LT(judged.back(), best);
  EXPECT_DOUBLE_EQ(published.back(), best);
  EXPECT_TRUE(std::ranges::is_sorted(published));

  PpoTrainer again(config.ppo, env, world);
  again.agent().Load(nn::CheckpointReader(folder / "agent.safetensors"));
  constexpr uint64_t kSeed = 0x6576616C;  // of Train's evaluations
  EXPECT_DOUBLE_EQ(Evaluate(again.agent(), fresh, {30, kSeed}).mean_return, best);
}

TEST(Train, NamesTheFigureItDoesNotKnow) {
  nn::SingleWorld world;
  Pendulum env(8), fresh(8);
  TrainConfig config = Tiny();
  config.evaluate_every = 1;
  config.evaluation_steps = 1;
  config.stop_at = 0;
  config.stop_figure = "retrun";
  try {
    Train(config, Fresh("train_figure"), env, &fresh, world);
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'return'?"));
  }
}

}  // namespace
}  // namespace porter::learn
