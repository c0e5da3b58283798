// GLB 2.0 to a model: chunks, JSON, accessors, nodes. Khronos glTF 2.0 specification, sections 3 and 4.
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/io/bytes.h"
#include "porter/io/json_check.h"
#include "porter/scene/corners.h"
#include "porter/scene/mesh_file.h"

namespace porter::scene {
namespace {

using Eigen::Matrix4d;
using Eigen::Vector2f;
using Eigen::Vector3f;
using nlohmann::json;

constexpr uint32_t kMagic = 0x46546C67, kJsonChunk = 0x4E4F534A, kBinChunk = 0x004E4942;
constexpr size_t kHeader = 12, kChunkHeader = 8;
constexpr int kFloat = 5126, kUnsignedByte = 5121, kUnsignedShort = 5123, kUnsignedInt = 5125;  // glTF component types
constexpr int kTriangles = 4;                                                                   // glTF mode
constexpr int kDeepest = 64;                      // nodes or lists above one another
constexpr size_t kMostCorners = size_t{1} << 22;  // of a file, so that a small one cannot ask for all memory

// where an accessor's elements are in the binary chunk
struct Elements {
  std::span<const std::byte> bytes;
  size_t offset = 0, stride = 0, count = 0;
  int component = 0;
  size_t At(size_t i) const { return offset + i * stride; }
};

constexpr double kFarthest = 1e6;  // of a vertex, in units of the file

class GlbReader {
 public:
  GlbReader(std::span<const std::byte> bytes, const std::string& source) : source_(source) {
    ReadChunks(bytes);
    const json& version = Field(Object(root_, "asset"), "version", "\"2.0\"");
    if (version != "2.0") Fail(core::Cat("an asset of version ", version.dump()), "\"2.0\"");
    if (root_.contains("extensionsRequired") && !root_["extensionsRequired"].empty()) {
      Fail(core::Cat("required extensions ", root_["extensionsRequired"].dump()), "none: plain glTF 2.0");
    }
  }

  Model Read() {
    const json& scenes = List(root_, "scenes");
    const json& scene = Item(scenes, root_.contains("scene") ? root_["scene"] : json(0), "scenes");
    if (scene.contains("nodes")) {
      for (const json& node : List(scene, "nodes")) AddNode(node, Matrix4d::Identity(), 0);
    }
    Model model;
    for (const int material : order_) {
      render::TriangleMesh mesh = MeshOf(corners_[material]);
      if (!mesh.index.empty()) model.parts.push_back({std::move(mesh), MaterialOf(material)});
    }
    if (model.parts.empty()) Fail("no triangle with an area in the default scene", "at least one");
    return model;
  }

 private:
  [[noreturn]] void Fail(std::string found, std::string expected) const {
    throw core::Error(core::ErrorParts{.what = "not a GLB file that can be read",
                                       .place = {.file = source_},
                                       .found = std::move(found),
                                       .expected = std::move(expected)});
  }

  void ReadChunks(std::span<const std::byte> bytes) {
    if (bytes.size() < kHeader + kChunkHeader) Fail(core::Cat(bytes.size(), " bytes"), "a header and a JSON chunk");
    if (io::Load<uint32_t>(bytes, 0) != kMagic) Fail("another mark at its beginning", "glTF");
    if (io::Load<uint32_t>(bytes, 4) != 2) Fail(core::Cat("version ", io::Load<uint32_t>(bytes, 4)), "version 2");
    if (io::Load<uint32_t>(bytes, 8) != bytes.size()) {
      Fail(core::Cat(bytes.size(), " bytes"), core::Cat(io::Load<uint32_t>(bytes, 8), " bytes, as its header says"));
    }
    size_t at = kHeader;
    const std::span<const std::byte> text = Chunk(bytes, kJsonChunk, "JSON", at);
    const auto* letters = reinterpret_cast<const char*>(text.data());
    io::CheckJson({letters, text.size()}, kDeepest, "the JSON chunk", source_);
    root_ = json::parse(letters, letters + text.size(), nullptr, false);
    if (!root_.is_object()) Fail("a JSON chunk that is no object", "an object");
    if (at < bytes.size()) binary_ = Chunk(bytes, kBinChunk, "BIN", at);
  }

  std::span<const std::byte> Chunk(std::span<const std::byte> bytes, uint32_t type, const char* name,
                                   size_t& at) const {
    if (bytes.size() - at < kChunkHeader) Fail(core::Cat("an end within the header of chunk ", name), "8 bytes");
    const size_t length = io::Load<uint32_t>(bytes, at);
    if (io::Load<uint32_t>(bytes, at + 4) != type) Fail(core::Cat("another chunk at byte ", at), name);
    at += kChunkHeader;
    if (length > bytes.size() - at)
      Fail(core::Cat("chunk ", name, " of ", length, " bytes"), core::Cat("at most ", bytes.size() - at));
    at += length;
    return bytes.subspan(at - length, length);
  }

  const json& Field(const json& object, const std::string& name, const char* expected) const {
    if (!object.is_object() || !object.contains(name)) Fail(core::Cat("no '", name, "'"), expected);
    return object[name];
  }
  const json& Object(const json& parent, const std::string& name) const {
    const json& object = Field(parent, name, "an object");
    if (!object.is_object()) Fail(core::Cat("'", name, "' that is no object"), "an object");
    return object;
  }
  const json& List(const json& parent, const std::string& name) const {
    const json& list = Field(parent, name, "a list");
    if (!list.is_array()) Fail(core::Cat("'", name, "' that is no list"), "a list");
    return list;
  }
  double Number(const json& value, const std::string& name) const {
    if (!value.is_number()) Fail(core::Cat("'", name, "' that is no number"), "a number");
    return value.get<double>();
  }
  size_t Count(const json& parent, const std::string& name, std::optional<size_t> without = {}) const {
    if (without && !parent.contains(name)) return *without;
    const double value = Number(Field(parent, name, "a whole number"), name);
    if (!(value >= 0 && value <= 4294967295.0 && value == std::floor(value))) {
      Fail(core::Cat("'", name, "' of ", value), "a whole number of 32 bits");
    }
    return static_cast<size_t>(value);
  }
  const json& Item(const json& list, const json& index, const char* name) const {
    const double value = Number(index, name);
    if (!(value >= 0 && value < static_cast<double>(list.size()) && value == std::floor(value))) {
      Fail(core::Cat("index ", value, " into '", name, "'"), core::Cat("0 to ", list.size(), ", exclusive"));
    }
    return list[static_cast<size_t>(value)];
  }
  // numbers of a list of known length
  std::vector<double> Numbers(const json& parent, const std::string& name, size_t count) const {
    const json& list = List(parent, name);
    if (list.size() != count) Fail(core::Cat("'", name, "' of ", list.size(), " numbers"), core::Cat(count));
    std::vector<double> numbers;
    for (const json& value : list) numbers.push_back(Number(value, name));
    return numbers;
  }

  Matrix4d TransformOf(const json& node) const {
    if (node.contains("matrix")) return Matrix4d::Map(Numbers(node, "matrix", 16).data());  // by columns
    Eigen::Affine3d X = Eigen::Affine3d::Identity();
    if (node.contains("translation")) X.translate(Eigen::Vector3d(Numbers(node, "translation", 3).data()));
    if (node.contains("rotation")) {
      const Eigen::Quaterniond turn(Eigen::Vector4d(Numbers(node, "rotation", 4).data()));  // x, y, z, w
      if (!(std::abs(turn.norm() - 1) < 0.01))
        Fail(core::Cat("a rotation of length ", turn.norm()), "a unit quaternion");
      X.rotate(turn.normalized());
    }
    if (node.contains("scale")) X.scale(Eigen::Vector3d(Numbers(node, "scale", 3).data()));
    return X.matrix();
  }

  void AddNode(const json& index, const Matrix4d& X_WP, int depth) {
    if (depth > kDeepest) Fail(core::Cat("more than ", kDeepest, " nodes above one another"), "a tree");
    if (++nodes_ > 65536) Fail("more than 65536 nodes", "a tree");
    const json& node = Item(List(root_, "nodes"), index, "nodes");
    if (!node.is_object()) Fail("a node that is no object", "an object");
    const Matrix4d X_WN = X_WP * TransformOf(node);
    if (node.contains("mesh")) {
      const json& mesh = Item(List(root_, "meshes"), node["mesh"], "meshes");
      for (const json& primitive : List(mesh, "primitives")) AddPrimitive(primitive, X_WN);
    }
    if (!node.contains("children")) return;
    for (const json& child : List(node, "children")) AddNode(child, X_WN, depth + 1);
  }

  Elements Accessor(const json& index, const char* type, size_t components, bool whole) const {
    const json& accessor = Item(List(root_, "accessors"), index, "accessors");
    if (!accessor.is_object()) Fail("an accessor that is no object", "an object");
    if (accessor.contains("sparse")) Fail("a sparse accessor", "plain ones");
    if (Field(accessor, "type", type) != type) Fail(core::Cat("an accessor of type ", accessor["type"].dump()), type);
    Elements elements{.count = Count(accessor, "count"),
                      .component = static_cast<int>(Count(accessor, "componentType"))};
    const int c = elements.component;
    const bool fits = whole ? c == kUnsignedByte || c == kUnsignedShort || c == kUnsignedInt : c == kFloat;
    if (!fits) Fail(core::Cat("component type ", c), whole ? "5121, 5123 or 5125" : "5126 (float)");
    const size_t size = components * (c == kUnsignedByte ? 1 : c == kUnsignedShort ? 2 : 4);
    const json& view =
        Item(List(root_, "bufferViews"), Field(accessor, "bufferView", "a view of the buffer"), "bufferViews");
    if (!view.is_object()) Fail("a buffer view that is no object", "an object");
    if (Count(view, "buffer") != 0) Fail("a buffer outside the file", "the one buffer of the file");
    const size_t begin = Count(view, "byteOffset", 0), length = Count(view, "byteLength");
    if (begin > binary_.size() || length > binary_.size() - begin) {
      Fail(core::Cat("a view of bytes ", begin, " to ", begin + length), core::Cat("at most ", binary_.size()));
    }
    elements.bytes = binary_.subspan(begin, length);
    elements.offset = Count(accessor, "byteOffset", 0);
    elements.stride = Count(view, "byteStride", size);
    if (elements.stride < size)
      Fail(core::Cat("a stride of ", elements.stride, " bytes"), core::Cat("at least ", size));
    if (elements.count > 0 &&
        (elements.count > kMostCorners || elements.offset + (elements.count - 1) * elements.stride + size > length)) {
      Fail(core::Cat("an accessor of ", elements.count, " elements"), core::Cat("what fits into ", length, " bytes"));
    }
    return elements;
  }

  template <int n>
  Eigen::Matrix<float, n, 1> Vector(const Elements& elements, size_t i) const {
    Eigen::Matrix<float, n, 1> v;
    std::memcpy(v.data(), elements.bytes.data() + elements.At(i), n * sizeof(float));
    if (!v.allFinite()) Fail("a number that is not finite", "finite numbers");
    return v;
  }

  uint32_t Index(const Elements& elements, size_t i) const {
    const size_t at = elements.At(i);
    if (elements.component == kUnsignedByte) return io::Load<uint8_t>(elements.bytes, at);
    if (elements.component == kUnsignedShort) return io::Load<uint16_t>(elements.bytes, at);
    return io::Load<uint32_t>(elements.bytes, at);
  }

  void AddPrimitive(const json& primitive, const Matrix4d& X_WN) {
    if (!primitive.is_object()) Fail("a primitive that is no object", "an object");
    if (Count(primitive, "mode", kTriangles) != kTriangles)
      Fail("points, lines or strips", "lists of triangles (mode 4)");
    const json& attributes = Object(primitive, "attributes");
    const Elements position = Accessor(Field(attributes, "POSITION", "positions"), "VEC3", 3, false);
    std::optional<Elements> normal, uv, index;
    if (attributes.contains("NORMAL")) normal = Accessor(attributes["NORMAL"], "VEC3", 3, false);
    if (attributes.contains("TEXCOORD_0")) uv = Accessor(attributes["TEXCOORD_0"], "VEC2", 2, false);
    if (primitive.contains("indices")) index = Accessor(primitive["indices"], "SCALAR", 1, true);
    for (const auto* other : {&normal, &uv}) {
      if (*other && (*other)->count != position.count) Fail("attributes of different length", "one a vertex");
    }
    const size_t count = index ? index->count : position.count;
    if (count % 3 != 0) Fail(core::Cat(count, " corners"), "three a triangle");
    total_ += count;
    if (total_ > kMostCorners) Fail("more than 4,194,304 corners", "fewer");
    if (count == 0) return;
    const int material =
        primitive.contains("material") ? static_cast<int>(std::min<size_t>(Count(primitive, "material"), 1 << 30)) : -1;
    if (!corners_.contains(material)) order_.push_back(material);
    Corners& corners = corners_[material];
    const Eigen::Matrix3d turn = X_WN.topLeftCorner<3, 3>();
    const Eigen::Matrix3d cofactor = turn.determinant() * turn.inverse().transpose();  // turns normals
    const bool mirrored = turn.determinant() < 0;
    for (size_t i = 0; i < count; ++i) {
      const size_t corner = mirrored ? i - i % 3 + 2 - i % 3 : i;
      const size_t v = index ? Index(*index, corner) : corner;
      if (v >= position.count) Fail(core::Cat("vertex ", v), core::Cat("less than ", position.count));
      const Eigen::Vector3d p = (X_WN * Vector<3>(position, v).cast<double>().homogeneous()).head<3>();
      if (!(p.cwiseAbs().maxCoeff() < kFarthest))
        Fail("a vertex too far away to be drawn", core::Cat("less than ", kFarthest));
      corners.position.push_back(p.cast<float>());
      corners.uv.push_back(uv ? Vector<2>(*uv, v) : Vector2f(0, 0));
      const Eigen::Vector3d n =
          normal ? Eigen::Vector3d(cofactor * Vector<3>(*normal, v).cast<double>() * (mirrored ? -1 : 1))
                 : Eigen::Vector3d(0, 0, 0);
      corners.normal.push_back(n.cast<float>());
    }
  }

  render::Material MaterialOf(int index) const {
    render::Material material;
    if (index < 0) return material;
    const json& source = Item(List(root_, "materials"), json(index), "materials");
    material.base_colour.setOnes();  // glTF's defaults
    material.roughness = 1, material.metallic = 1;
    if (!source.is_object() || !source.contains("pbrMetallicRoughness")) return material;
    const json& pbr = Object(source, "pbrMetallicRoughness");
    const auto share = [](double value) { return static_cast<float>(std::clamp(value, 0.0, 1.0)); };
    if (pbr.contains("baseColorFactor")) {
      const std::vector<double> colour = Numbers(pbr, "baseColorFactor", 4);
      for (int c = 0; c < 3; ++c) material.base_colour[c] = share(colour[static_cast<size_t>(c)]);
    }
    if (pbr.contains("metallicFactor")) material.metallic = share(Number(pbr["metallicFactor"], "metallicFactor"));
    if (pbr.contains("roughnessFactor")) material.roughness = share(Number(pbr["roughnessFactor"], "roughnessFactor"));
    return material;
  }

  const std::string& source_;
  json root_;
  std::span<const std::byte> binary_;
  std::map<int, Corners> corners_;  // by material; -1: none
  std::vector<int> order_;          // materials as first used
  size_t total_ = 0, nodes_ = 0;
};

}  // namespace

Model ParseGlb(std::span<const std::byte> bytes, const std::string& source) {
  return GlbReader(bytes, source).Read();
}

}  // namespace porter::scene
