#include "porter/scene/mesh_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/scene/mesh_measures.h"
#include "porter/scene/own_objects.h"

namespace porter::scene {
namespace {

namespace fs = std::filesystem;
using Eigen::Vector3d;
using Eigen::Vector3f;
using ::testing::HasSubstr;

const fs::path kCorpus = "tests/corpus";

fs::path Fresh(const char* name) {
  const fs::path folder = fs::path(testing::TempDir()) / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

void Write(const fs::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

std::string FaultOf(const auto& load) {
  try {
    load();
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

// every seed of the fuzz targets: ok_* is read, bad_* refused with its name
class MeshCorpus : public testing::TestWithParam<const char*> {};

TEST_P(MeshCorpus, IsReadOrRefusedAsItsNameSays) {
  int read = 0, refused = 0;
  for (const auto& entry : fs::directory_iterator(kCorpus / GetParam())) {
    const std::string name = entry.path().filename();
    const std::string fault = FaultOf([&] {
      for (const ModelPart& part : LoadModel(entry.path()).parts) render::Check(part.mesh, name);
    });
    EXPECT_EQ(fault.empty(), name.starts_with("ok_")) << name << ": " << fault;
    EXPECT_TRUE(fault.empty() || fault.find(name) != fault.npos) << name << ": " << fault;
    ++(fault.empty() ? read : refused);
  }
  EXPECT_GE(read, 3);
  EXPECT_GE(refused, 6);
}

INSTANTIATE_TEST_SUITE_P(Formats, MeshCorpus, testing::Values("stl", "obj", "glb"),
                         [](const auto& format) { return std::string(format.param); });

// the corpus's tetrahedron with edges of length 1 along the axes
TEST(MeshFile, EveryFormatGivesTheSameBody) {
  for (const char* format : {"stl", "obj"}) {
    const Model model = LoadModel(kCorpus / format / (std::string("ok_tetrahedron.") + format));
    ASSERT_EQ(model.parts.size(), 1u);
    EXPECT_EQ(model.parts[0].mesh.position.size(), 12u) << "no edge is smooth";
    EXPECT_NEAR(Measure(model.parts[0].mesh).volume, 1.0 / 6, 1e-6) << format;
    EXPECT_GT(Measure(model.parts[0].mesh).most_bent, 0.999);
  }
  const Model model = LoadModel(kCorpus / "glb/ok_tetrahedron.glb");
  EXPECT_NEAR(Measure(model.parts[0].mesh).volume, 8.0 / 6, 1e-6) << "scaled by 2";
  EXPECT_LT((BoundsOf(model).low - Vector3d(1, 2, 3)).norm(), 1e-6);
  EXPECT_LT((BoundsOf(model).high - Vector3d(3, 4, 5)).norm(), 1e-6);
  EXPECT_LT((model.parts[0].material.base_colour - Vector3f(1, 0.5F, 0)).norm(), 1e-6F);
  EXPECT_EQ(model.parts[0].material.roughness, 0.25F);
  EXPECT_EQ(model.parts[0].material.metallic, 1) << "glTF's default";
}

TEST(MeshFile, AMirroredNodeStaysSeenFromOutside) {
  const Model model = LoadModel(kCorpus / "glb/ok_mirrored.glb");
  EXPECT_NEAR(Measure(model.parts[0].mesh).volume, 1.0 / 6, 1e-6);
  EXPECT_GT(Measure(model.parts[0].mesh).most_bent, 0.999);
}

TEST(MeshFile, AnObjHasItsCornersItsColoursAndVDown) {
  const fs::path folder = Fresh("mesh_file_obj");
  Write(folder / "colours.mtl", "newmtl red\nKd 0.8 0.1 0.2\nnewmtl blue\nKd 0 0 2\n");
  Write(folder / "two.obj",
        "mtllib colours.mtl\nv 0 0 0\nv 2 0 0\nv 2 2 0\nv 0 2 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 0.75\nvn 0 0 2\n"
        "usemtl blue\nf 1/1/1 2/2/1 3/3/1 4/4/1\nusemtl red\nf 1 3 2\n");
  const Model model = LoadModel(folder / "two.obj");
  ASSERT_EQ(model.parts.size(), 2u);
  EXPECT_LT((model.parts[0].material.base_colour - Vector3f(0, 0, 1)).norm(), 1e-6F) << "first used, cut to 1";
  EXPECT_LT((model.parts[1].material.base_colour - Vector3f(0.8F, 0.1F, 0.2F)).norm(), 1e-6F);
  const render::TriangleMesh& quad = model.parts[0].mesh;
  EXPECT_EQ(quad.num_triangles(), 2u);
  EXPECT_NEAR(Measure(quad).area, 4, 1e-6);
  for (size_t v = 0; v < quad.position.size(); ++v) {
    EXPECT_LT((quad.normal[v] - Vector3f(0, 0, 1)).norm(), 1e-6F);
    const bool fourth = quad.position[v] == Vector3f(0, 2, 0);
    EXPECT_TRUE(!fourth || (quad.uv[v] - Eigen::Vector2f(0, 0.25F)).norm() < 1e-6F) << quad.uv[v].transpose();
  }
  EXPECT_LT((model.parts[1].mesh.normal[0] - Vector3f(0, 0, -1)).norm(), 1e-6F) << "made from the corners' order";
}

TEST(MeshFile, MaterialsComeFromBesideTheFileOnly) {
  const fs::path folder = Fresh("mesh_file_beside");
  fs::create_directories(folder / "inner");
  Write(folder / "outer.mtl", "newmtl red\nKd 1 0 0\n");
  Write(folder / "inner/a.obj", "mtllib ../outer.mtl\nusemtl red\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
  const Model model = LoadModel(folder / "inner/a.obj");
  EXPECT_EQ(model.parts[0].material.base_colour, render::Material{}.base_colour);
}

TEST(MeshFile, SaysWhatItCannotRead) {
  EXPECT_THAT(FaultOf([] { LoadModel("shape.fbx"); }), HasSubstr("shape.fbx"));
  const fs::path folder = Fresh("mesh_file_ending");
  Write(folder / "shape.fbx", "x");
  EXPECT_THAT(FaultOf([&] { LoadModel(folder / "shape.fbx"); }), HasSubstr("the ending '.fbx'"));
  EXPECT_THAT(FaultOf([] { LoadModel(kCorpus / "obj/bad_vertex.obj"); }), HasSubstr("a face with vertex 5"));
  EXPECT_THAT(FaultOf([] { LoadModel(kCorpus / "obj/bad_word.obj"); }), HasSubstr("'half' in line 5"));
  EXPECT_THAT(FaultOf([] { LoadModel(kCorpus / "glb/bad_loop.glb"); }), HasSubstr("nodes above one another"));
  EXPECT_THAT(FaultOf([] { LoadModel(kCorpus / "glb/bad_index.glb"); }), HasSubstr("vertex 65535"));
}

TEST(OwnObjects, StandUprightInMetres) {
  const fs::path folder = Fresh("own_objects");
  fs::copy(kCorpus / "obj/ok_tetrahedron.obj", folder / "t.obj");
  Write(
      folder / "list.toml",
      "config = \"own_objects\"\n[[object]]\nname = \"tip\"\nfile = \"t.obj\"\nscale = 0.1\nup = \"y\"\nmass = 0.2\n");
  const std::vector<ObjectKind> kinds = LoadOwnObjects(folder / "list.toml");
  ASSERT_EQ(kinds.size(), 1u);
  EXPECT_EQ(kinds[0].name, "tip");
  EXPECT_EQ(kinds[0].mass, 0.2);
  EXPECT_FALSE(kinds[0].paintable);
  const Bounds bounds = BoundsOf(kinds[0].model);
  EXPECT_LT((bounds.low - Vector3d(-0.05, -0.05, 0)).norm(), 1e-6);
  EXPECT_LT((bounds.high - Vector3d(0.05, 0.05, 0.1)).norm(), 1e-6);
  EXPECT_NEAR(Measure(kinds[0].model.parts[0].mesh).volume, 1e-3 / 6, 1e-9) << "turned, not mirrored";
  EXPECT_EQ(LoadObjectKinds(folder / "list.toml", {}).size(), 11u);
}

TEST(OwnObjects, SayWhatIsWrong) {
  const fs::path folder = Fresh("own_objects_wrong");
  fs::copy(kCorpus / "obj/ok_tetrahedron.obj", folder / "t.obj");
  const auto fault = [&](const std::string& object) {
    Write(folder / "list.toml", "config = \"own_objects\"\n[[object]]\n" + object);
    return FaultOf([&] { LoadObjectKinds(folder / "list.toml", {}); });
  };
  EXPECT_THAT(fault("name = \"a\"\nfile = \"none.obj\"\n"), HasSubstr("none.obj"));
  EXPECT_THAT(fault("name = \"a\"\nfile = \"t.obj\"\nscale = 100\n"), HasSubstr("metres a unit of the file"));
  EXPECT_THAT(fault("name = \"mug\"\nfile = \"t.obj\"\nscale = 0.1\n"), HasSubstr("two objects have one name"));
  const std::vector<std::string> names{"mugg"};
  EXPECT_THAT(FaultOf([&] { LoadObjectKinds({}, names); }), HasSubstr("did you mean 'mug'"));
}

}  // namespace
}  // namespace porter::scene
