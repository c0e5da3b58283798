#include "porter/physics/version.h"

#include <mujoco/mujoco.h>

#include <string>

#include "porter/core/error.h"

namespace porter::physics {
namespace {

constexpr int kOldestRight = 4000001;  // 4.0.1, as mjVERSION_HEADER counts

std::string Dotted(int version) {
  return std::to_string(version / 1000000) + "." + std::to_string(version / 1000 % 1000) + "." +
         std::to_string(version % 1000);
}

}  // namespace

const char* MujocoVersion() {
  return mj_versionString();
}

void RequireMujoco(int version) {
  if (version >= kOldestRight) return;
  throw core::Error({.what = "this MuJoCo is refused",
                     .found = "version " + Dotted(version),
                     .expected = Dotted(kOldestRight) + " or newer",
                     .hint =
                         "4.0.0 has a wrong sparse Newton factor (google-deepmind/mujoco#3767), older ones lack the "
                         "batch API; install mujoco-core>=4.0.1"});
}

void RequireMujoco() {
  RequireMujoco(mj_version());
  if (mj_version() != mjVERSION_HEADER) {
    throw core::Error({.what = "MuJoCo's library and headers differ",
                       .found = "library " + Dotted(mj_version()),
                       .expected = "headers " + Dotted(mjVERSION_HEADER),
                       .hint = "delete build/ and build again"});
  }
}

}  // namespace porter::physics
