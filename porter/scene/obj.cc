// Wavefront OBJ and its MTL to a model, by tinyobjloader, which is compiled in here and nowhere else.
#define TINYOBJLOADER_IMPLEMENTATION
#include <tiny_obj_loader.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string_view>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/scene/corners.h"
#include "porter/scene/mesh_file.h"

namespace porter::scene {
namespace {

using Eigen::Vector2f;
using Eigen::Vector3f;

constexpr float kFarthest = 1e6F;  // of a vertex, in units of the file

[[noreturn]] void Fail(const std::string& source, std::string found, std::string expected) {
  throw core::Error(core::ErrorParts{.what = "not an OBJ file that can be read",
                                     .place = {.file = source},
                                     .found = std::move(found),
                                     .expected = std::move(expected)});
}

// Numbers of vertices, normals and texture coordinates: tinyobjloader takes for 0 what it cannot read.
void CheckNumbers(std::string_view text, const std::string& source) {
  int line_number = 0;
  while (!text.empty()) {
    ++line_number;
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto next = [&line] {
      const size_t begin = std::min(line.find_first_not_of(" \t\r"), line.size());
      const std::string_view word = line.substr(begin, line.find_first_of(" \t\r", begin) - begin);
      line.remove_prefix(begin + word.size());
      return word;
    };
    const std::string_view keyword = next();
    if (keyword != "v" && keyword != "vn" && keyword != "vt") continue;
    for (std::string_view word = next(); !word.empty() && word.front() != '#'; word = next()) {
      double value = 0;
      const std::string_view digits = word.front() == '+' ? word.substr(1) : word;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
      if (error == std::errc{} && end == digits.data() + digits.size() && std::isfinite(value)) continue;
      Fail(source, core::Cat("'", word.substr(0, 40), "' in line ", line_number), "a finite number");
    }
  }
}

// finds files of materials beside the OBJ file, and nowhere else
class Neighbours : public tinyobj::MaterialReader {
 public:
  explicit Neighbours(const std::string& source) : folder_(std::filesystem::path(source).parent_path()) {}

  bool operator()(const std::string& name, std::vector<tinyobj::material_t>* materials, std::map<std::string, int>* ids,
                  std::string* warning, std::string* error) override {
    const std::filesystem::path file(name);
    if (file.filename() != file || !std::filesystem::is_regular_file(folder_ / file)) return false;
    std::ifstream in(folder_ / file);
    tinyobj::LoadMtl(ids, materials, &in, warning, error);
    return true;
  }

 private:
  std::filesystem::path folder_;
};

render::Material MaterialOf(const std::vector<tinyobj::material_t>& materials, int which) {
  render::Material material;
  if (which < 0) return material;
  const tinyobj::material_t& source = materials[static_cast<size_t>(which)];
  for (int c = 0; c < 3; ++c) {
    const float value = source.diffuse[c];
    material.base_colour[c] = std::isfinite(value) ? std::clamp(value, 0.0F, 1.0F) : 0.0F;
  }
  return material;
}

// numbers of one corner; `what` names them in the message
template <int n>
Eigen::Matrix<float, n, 1> At(const std::vector<float>& values, int index, const char* what,
                              const std::string& source) {
  const size_t count = values.size() / n;
  if (index < 0 || static_cast<size_t>(index) >= count) {
    Fail(source, core::Cat("a face with ", what, " ", index + 1), core::Cat("1 to ", count));
  }
  const Eigen::Matrix<float, n, 1> v(values.data() + static_cast<size_t>(index) * n);
  if (!v.allFinite() || v.cwiseAbs().maxCoeff() > kFarthest) {
    Fail(source, core::Cat(what, " ", index + 1, " that is not finite or too far away"),
         core::Cat("less than ", kFarthest));
  }
  return v;
}

void AddTriangle(const tinyobj::attrib_t& attributes, const tinyobj::index_t* corner, const std::string& source,
                 Corners& corners) {
  for (int k = 0; k < 3; ++k) {
    corners.position.push_back(At<3>(attributes.vertices, corner[k].vertex_index, "vertex", source));
    corners.normal.push_back(corner[k].normal_index < 0
                                 ? Vector3f(0, 0, 0)
                                 : At<3>(attributes.normals, corner[k].normal_index, "normal", source));
    const Vector2f uv = corner[k].texcoord_index < 0
                            ? Vector2f(0, 1)
                            : At<2>(attributes.texcoords, corner[k].texcoord_index, "texture coordinate", source);
    corners.uv.emplace_back(uv.x(), 1 - uv.y());  // OBJ's v goes up
  }
}

}  // namespace

Model ParseObj(std::span<const std::byte> bytes, const std::string& source) {
  const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  CheckNumbers(text, source);
  std::istringstream in(text);
  tinyobj::attrib_t attributes;
  std::vector<tinyobj::shape_t> shapes;
  std::vector<tinyobj::material_t> materials;
  std::string warning, error;
  Neighbours neighbours(source);
  if (!tinyobj::LoadObj(&attributes, &shapes, &materials, &warning, &error, &in, &neighbours)) {
    while (!error.empty() && error.back() == '\n') error.pop_back();
    Fail(source, error.empty() ? "text that cannot be parsed" : error, "Wavefront OBJ");
  }
  std::map<int, Corners> by_material;
  std::vector<int> order;
  for (const tinyobj::shape_t& shape : shapes) {
    const tinyobj::mesh_t& mesh = shape.mesh;
    for (size_t t = 0; 3 * t + 2 < mesh.indices.size(); ++t) {
      const int id = mesh.material_ids[t];
      const int material = id >= 0 && static_cast<size_t>(id) < materials.size() ? id : -1;
      if (!by_material.contains(material)) order.push_back(material);
      AddTriangle(attributes, &mesh.indices[3 * t], source, by_material[material]);
    }
  }
  Model model;
  for (const int material : order) {
    render::TriangleMesh mesh = MeshOf(by_material[material]);
    if (!mesh.index.empty()) model.parts.push_back({std::move(mesh), MaterialOf(materials, material)});
  }
  if (model.parts.empty()) Fail(source, "no face with an area", "at least one");
  return model;
}

}  // namespace porter::scene
