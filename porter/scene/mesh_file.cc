#include "porter/scene/mesh_file.h"

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/scene/stl.h"

namespace porter::scene {

Model LoadModel(const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  for (char& letter : ending) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  const std::vector<std::byte> bytes = core::ReadFile(path);
  if (ending == ".obj") return ParseObj(bytes, path.string());
  if (ending == ".glb") return ParseGlb(bytes, path.string());
  if (ending == ".stl") return {{{.mesh = ParseStl(bytes, path.string())}}};
  throw core::Error(core::ErrorParts{.what = "not a mesh file that can be read",
                                     .place = {.file = path.string()},
                                     .found = core::Cat("the ending '", ending, "'"),
                                     .expected = ".obj, .glb or .stl"});
}

}  // namespace porter::scene
