// Pictures through a lens that bends straight lines (Brown-Conrady, camera.h). Back ends draw straight edges only, so a
// slightly larger straight picture is rendered and read where each pixel of the bent one looks, bilinearly, through a
// table that is made once for a lens.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "porter/render/camera.h"

namespace porter::render {

class LensMap {
 public:
  // lens: of the bent picture, width x height px. Throws core::Error for a lens that folds its own picture, or that
  // needs a straight picture larger than the back ends draw.
  static LensMap Create(const Intrinsics& lens, int width, int height);

  // the straight picture to be rendered: as sharp as the bent one along the optical axis
  const Intrinsics& source() const { return source_; }
  int source_width() const { return source_width_; }
  int source_height() const { return source_height_; }

  // straight: [source_height, source_width, 3]; bent: [height, width, 3]; allocates nothing
  void Resample(std::span<const uint8_t> straight, std::span<uint8_t> bent) const noexcept;

 private:
  struct Tap {
    uint32_t offset;     // of the upper left of four pixels, bytes
    uint16_t right = 0;  // weight of the right ones, of 256
    uint16_t down = 0;   // weight of the lower ones, of 256
  };

  Intrinsics source_;
  int source_width_ = 0, source_height_ = 0;
  std::vector<Tap> taps_;  // [height, width]
};

}  // namespace porter::render
