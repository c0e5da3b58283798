// Marks for people over a picture: axes of frames, points of contact, what a camera sees. Nothing hides them.
#pragma once

#include <Eigen/Core>
#include <array>
#include <vector>

#include "porter/core/image.h"
#include "porter/math/transform3.h"
#include "porter/render/camera.h"

namespace porter::scene {

using Rgb = std::array<uint8_t, 3>;  // sRGB

struct Overlay {
  struct Line {
    Eigen::Vector3d from, to;  // in W, m
    Rgb colour;
  };
  struct Dot {
    Eigen::Vector3d at;  // in W, m
    Rgb colour;
  };
  std::vector<Line> lines;
  std::vector<Dot> dots;
};

// x red, y green, z blue; length: m
void AddAxes(Overlay& overlay, const math::Transform3& X_WF, double length);

// the edges of what a camera of width x height px sees, up to `depth` along its z, m
void AddFrustum(Overlay& overlay, const render::Camera& camera, int width, int height, double depth);

// over the picture (RGB) of a camera; what lies less than 1 cm before the camera or beside the picture is cut off
void Draw(const Overlay& overlay, const render::Camera& camera, core::Image& picture);

}  // namespace porter::scene
