// What every fuzz target of mesh files does: only core::Error may come out of a reader, and what it accepts is a mesh
// that the renderer takes.
#pragma once

#include <cstdint>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/scene/mesh_file.h"

namespace porter::scene {

int FuzzModel(const uint8_t* data, size_t size, auto&& parse) {
  try {
    const Model model = parse(std::as_bytes(std::span(data, size)));
    PORTER_CHECK(!model.parts.empty(), "a model has parts");
    for (const ModelPart& part : model.parts) render::Check(part.mesh, "fuzz");
  } catch (const core::Error& error) {
    PORTER_CHECK(error.what()[0] != '\0', "an error says something");
  }
  return 0;
}

}  // namespace porter::scene
