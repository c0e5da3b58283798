// Where porter was built without OSMesa.
#include "bench/rivals/mujoco_pictures.h"
#include "porter/core/error.h"

namespace porter::bench {

struct MujocoPictures::Impl {};

bool MujocoPictures::IsAvailable() {
  return false;
}
MujocoPictures::MujocoPictures(const MujocoPicturesConfig& /*config*/, const MujocoScene& /*scene*/) {
  throw core::Error(core::ErrorParts{.what = "MuJoCo cannot draw here",
                                     .found = "no OSMesa",
                                     .expected = "it at build time",
                                     .hint = "install libosmesa6-dev and configure again"});
}
MujocoPictures::~MujocoPictures() = default;
void MujocoPictures::Render(int /*pictures_a_thread*/, bool /*shadows*/) {}
std::span<const uint8_t> MujocoPictures::rgb() const {
  return {};
}
int MujocoPictures::samples() const {
  return 0;
}

}  // namespace porter::bench
