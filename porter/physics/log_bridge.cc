#include "porter/physics/log_bridge.h"

#include <mujoco/mujoco.h>

#include <cstdlib>

#include "porter/core/log.h"
#include "porter/core/text.h"

namespace porter::physics {
namespace {

// Errors inside a batch are trapped by the batch before they come here; one that comes here has no catcher.
void Handle(const mjLogMessage* message) {
  if (message->level == mjLOG_ERROR) {
    core::LogWarning(core::Cat("MuJoCo: ", message->subject));
    std::abort();
  }
}

}  // namespace

void BridgeMujocoLog() {
  mju_setLogHandler(&Handle);
}

}  // namespace porter::physics
