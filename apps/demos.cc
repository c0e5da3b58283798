// porter demos: the scripted expert at work, judged cycle by cycle.
#include "apps/cycle_run.h"
#include "apps/root.h"
#include "porter/config/config.h"

namespace porter::apps {
namespace {

struct DemosOptions {
  std::filesystem::path file;
  CycleRun run;
  std::vector<std::string> set, expert;
  bool json = false;
  std::filesystem::path out;

  void Fields(auto&& f) {
    f(file, {.name = "file", .doc = "TOML of the task; none: porter/tasks/place_pick/place_pick.toml"});
    run.Fields(f);
    f(set, kSetOption);
    f(expert, {.name = "expert", .doc = "change a setting of the expert, KEY=VALUE; may be given again"});
    f(json, kJsonOption);
    f(out, kOutOption);
  }
};

int RunDemos(const DemosOptions& options) {
  tasks::PlacePickConfig config;
  config::Load(config,
               options.file.empty() ? RepositoryRoot() / "porter/tasks/place_pick/place_pick.toml" : options.file);
  config::Override(config, options.set);
  tasks::ExpertConfig expert;
  config::Override(expert, options.expert);
  RunCycles({"expert", eval::ExpertActor(expert, RepositoryRoot())}, config, options.run, options.json, options.out);
  return 0;
}

}  // namespace

Verb DemosVerb() {
  return MakeVerb<RunDemos>(
      {.name = "demos", .summary = "lets the scripted expert carry objects, and counts", .positionals = "[file]"});
}

}  // namespace porter::apps
