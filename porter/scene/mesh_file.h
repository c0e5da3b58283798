// Models from mesh files, by their ending: .obj with its .mtl, .glb, binary .stl. Positions are in the file's units and
// axes. Parts are one a material, in the order in which the file first uses them. Corners without a normal get one:
// smooth where faces meet at less than the crease angle, as in stl.h.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "porter/scene/model.h"

namespace porter::scene {

// throws core::Error that names file and fault
Model LoadModel(const std::filesystem::path& path);

// OBJ: faces of any number of corners; uv; of the materials, diffuse colour (Kd). Files of materials are sought beside
// `source`; one that is missing leaves its faces grey.
Model ParseObj(std::span<const std::byte> bytes, const std::string& source);

// GLB 2.0: the default scene's nodes with their transforms; triangle lists; base colour and its texture's uv, metallic
// and roughness factors. Everything must lie in the file. Compressed and sparse accessors are refused.
Model ParseGlb(std::span<const std::byte> bytes, const std::string& source);

}  // namespace porter::scene
