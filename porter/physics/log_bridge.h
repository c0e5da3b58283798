// MuJoCo's messages, routed: warnings of a step are counted per simulation by the batch, never printed or written to a
// file of MuJoCo's own; everything else goes to porter's log.
#pragma once

namespace porter::physics {

void BridgeMujocoLog();  // idempotent

}  // namespace porter::physics
