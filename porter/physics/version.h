// The MuJoCo that is actually loaded, and the refusal of versions that compute wrong results.
#pragma once

namespace porter::physics {

// version text of the loaded library, such as "4.0.1"
const char* MujocoVersion();

// Throws core::Error for a MuJoCo older than 4.0.1: 4.0.0 factors sparse Newton Hessians wrongly (chosen from 60
// degrees of freedom on: the G1 with hands and two objects has 61), earlier ones lack the batch API.
void RequireMujoco(int version);
void RequireMujoco();  // the loaded one, and the headers must match it

}  // namespace porter::physics
