#include "apps/config_types.h"

#include <vector>

#include "bench/physics_bench.h"
#include "bench/render_bench.h"
#include "porter/eval/wbc_config.h"
#include "porter/scene/visual_randomisation.h"
#include "porter/tasks/place_pick/expert.h"
#ifdef PORTER_TRAINS
#include "porter/tasks/locomotion/training.h"
#include "porter/tasks/place_pick/training.h"
#endif

namespace porter::apps {

std::span<const ConfigType> ConfigTypes() {
  static const std::vector<ConfigType> kTypes = {
      ConfigTypeOf<bench::PhysicsBenchConfig>(), ConfigTypeOf<bench::RenderBenchConfig>(),
      ConfigTypeOf<scene::VisualConfig>(),       ConfigTypeOf<eval::WbcEvalConfig>(),
      ConfigTypeOf<tasks::PlacePickConfig>(),    ConfigTypeOf<tasks::ExpertConfig>(),
#ifdef PORTER_TRAINS
      ConfigTypeOf<tasks::WbcTrainConfig>(),     ConfigTypeOf<tasks::TeacherTrainConfig>(),
#endif
  };
  return kTypes;
}

}  // namespace porter::apps
