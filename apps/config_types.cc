#include "apps/config_types.h"

#include <vector>

#include "bench/physics_bench.h"
#include "bench/render_bench.h"
#include "porter/scene/visual_randomisation.h"

namespace porter::apps {

std::span<const ConfigType> ConfigTypes() {
  static const std::vector<ConfigType> kTypes = {
      ConfigTypeOf<bench::PhysicsBenchConfig>(),
      ConfigTypeOf<bench::RenderBenchConfig>(),
      ConfigTypeOf<scene::VisualConfig>(),
  };
  return kTypes;
}

}  // namespace porter::apps
