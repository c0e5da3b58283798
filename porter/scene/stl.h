// Binary STL, the form in which robots' meshes come: facets without shared vertices. Vertices at the same place become
// one where the surface is smooth; edges sharper than the crease angle stay edges. Metres, as in the file; no uv.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "porter/render/mesh.h"
#include "porter/scene/corners.h"

namespace porter::scene {

// throws core::Error that names file and fault: not a binary STL, cut off, numbers that are not finite, no facet with
// an area
render::TriangleMesh LoadStl(const std::filesystem::path& path, double crease = kCreaseAngle);
render::TriangleMesh ParseStl(std::span<const std::byte> bytes, const std::string& source,
                              double crease = kCreaseAngle);

}  // namespace porter::scene
