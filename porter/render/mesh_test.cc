#include "porter/render/mesh.h"

#include <gmock/gmock.h>

#include <limits>

#include "porter/core/error.h"

namespace porter::render {
namespace {

TriangleMesh OneTriangle() {
  return {.position = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}},
          .normal = {{0, 0, 1}, {0, 0, 1}, {0, 0, 1}},
          .uv = {},
          .index = {0, 1, 2}};
}

std::string Complaint(const TriangleMesh& mesh) {
  try {
    Check(mesh, "cup.obj");
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

TEST(MeshTest, AcceptsATriangle) {
  EXPECT_EQ(Complaint(OneTriangle()), "");
}

TEST(MeshTest, NamesFileAndFault) {
  TriangleMesh mesh = OneTriangle();
  mesh.index[1] = 3;
  EXPECT_THAT(Complaint(mesh), testing::AllOf(testing::HasSubstr("cup.obj"), testing::HasSubstr("index 3")));
  mesh = OneTriangle();
  mesh.normal[2] *= 2;
  EXPECT_THAT(Complaint(mesh), testing::HasSubstr("vertex 2 with a normal of length 2"));
  mesh = OneTriangle();
  mesh.position[0].x() = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(Complaint(mesh), testing::HasSubstr("not finite"));
  mesh = OneTriangle();
  mesh.normal.pop_back();
  EXPECT_THAT(Complaint(mesh), testing::HasSubstr("2 normals"));
  mesh = OneTriangle();
  mesh.uv.resize(1);
  EXPECT_THAT(Complaint(mesh), testing::HasSubstr("1 uv"));
  mesh = OneTriangle();
  mesh.index.clear();
  EXPECT_THAT(Complaint(mesh), testing::HasSubstr("0 indices"));
}

}  // namespace
}  // namespace porter::render
