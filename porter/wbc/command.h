// What a whole-body controller is told each control step (VIRAL 3.1, facts/viral.md 3): how the pelvis shall move and
// how the torso shall be held. Arms and hands are commanded beside it, joint by joint.
#pragma once

namespace porter::wbc {

struct WbcCommand {
  float vx = 0;          // velocity of the pelvis along its own heading, m/s
  float vy = 0;          // to its left, m/s
  float wz = 0;          // yaw rate, rad/s
  float height = 0.74f;  // of the pelvis above the ground, m
  float roll = 0;        // of the torso against the pelvis' heading, rad
  float pitch = 0;       // rad
  float yaw = 0;         // rad
};

}  // namespace porter::wbc
