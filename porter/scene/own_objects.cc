#include "porter/scene/own_objects.h"

#include <array>
#include <string_view>

#include "porter/config/config.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/scene/mesh_file.h"
#include "porter/scene/shapes.h"

namespace porter::scene {
namespace {

enum class UpAxis { kY, kZ };
constexpr auto EnumNames(UpAxis) {
  return std::to_array<std::string_view>({"y", "z"});
}

struct OwnObject {
  std::string name;
  std::filesystem::path file;
  double scale = 1;
  UpAxis up = UpAxis::kZ;
  double mass = 0;

  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "how settings call it"});
    f(file, {.name = "file", .doc = ".obj, .glb or binary .stl, beside this file"});
    f(scale, {.name = "scale", .unit = "m", .doc = "length of the file's unit", .min = 1e-6, .max = 1e6});
    f(up, {.name = "up", .doc = "axis of the file that points up"});
    f(mass, {.name = "mass", .unit = "kg", .doc = "mass; 0: not known", .min = 0, .max = 100});
  }
};

struct OwnObjectList {
  static constexpr std::string_view kConfigName = "own_objects";
  std::vector<OwnObject> object;
  void Fields(auto&& f) { f(object, {.name = "object", .doc = "objects of the user"}); }
};

void CheckSize(const Model& model, const std::filesystem::path& file) {
  const Bounds bounds = BoundsOf(model);
  const double longest = (bounds.high - bounds.low).maxCoeff();
  if (longest >= kSmallestObject && longest <= kLargestObject) return;
  throw core::Error(core::ErrorParts{.what = "an object cannot have this size",
                                     .place = {.file = file.string()},
                                     .found = core::Cat(longest, " m"),
                                     .expected = core::Cat(kSmallestObject, " to ", kLargestObject, " m"),
                                     .hint = "set its scale: metres a unit of the file"});
}

// turned upright, in metres, on z = 0 around the z axis
void Stand(Model& model, const OwnObject& object) {
  Eigen::Matrix3d turn = Eigen::Matrix3d::Identity();
  if (object.up == UpAxis::kY) turn << 1, 0, 0, 0, 0, -1, 0, 1, 0;
  for (ModelPart& part : model.parts) {
    for (Eigen::Vector3f& p : part.mesh.position) p = (object.scale * p.cast<double>()).cast<float>();
    part.mesh = Moved(std::move(part.mesh), turn, Eigen::Vector3d::Zero());
  }
  const Bounds bounds = BoundsOf(model);
  const Eigen::Vector3d middle = (bounds.low + bounds.high) / 2;
  for (ModelPart& part : model.parts) {
    part.mesh = Moved(std::move(part.mesh), {-middle.x(), -middle.y(), -bounds.low.z()});
  }
}

ObjectKind LoadOne(const OwnObject& object, const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / object.file;
  Model model = LoadModel(file);
  if (model.parts.size() > kMaxObjectParts) {
    throw core::Error(core::ErrorParts{.what = "an object of too many materials",
                                       .place = {.file = file.string()},
                                       .found = core::Cat(model.parts.size(), " materials"),
                                       .expected = core::Cat("at most ", kMaxObjectParts)});
  }
  Stand(model, object);
  CheckSize(model, file);
  return {.name = object.name, .model = std::move(model), .mass = object.mass, .paintable = false};
}

}  // namespace

std::vector<ObjectKind> LoadOwnObjects(const std::filesystem::path& path) {
  OwnObjectList list;
  config::Load(list, path);
  std::vector<ObjectKind> kinds;
  for (const OwnObject& object : list.object) kinds.push_back(LoadOne(object, path.parent_path()));
  return kinds;
}

}  // namespace porter::scene
