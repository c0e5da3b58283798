#include "porter/scene/stl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <ctime>
#include <limits>
#include <numbers>

#include "porter/core/error.h"
#include "porter/scene/shapes.h"

namespace porter::scene {
namespace {

using ::testing::HasSubstr;

// a mesh as the file that a modeller would write
std::vector<std::byte> ToStl(const render::TriangleMesh& mesh) {
  std::vector<std::byte> bytes(84 + 50 * mesh.num_triangles());
  const auto count = static_cast<uint32_t>(mesh.num_triangles());
  std::memcpy(&bytes[80], &count, sizeof count);
  for (size_t corner = 0; corner < mesh.index.size(); ++corner) {
    std::memcpy(&bytes[84 + 50 * (corner / 3) + 12 + 12 * (corner % 3)], mesh.position[mesh.index[corner]].data(), 12);
  }
  return bytes;
}

std::string FaultOf(const std::vector<std::byte>& bytes) {
  try {
    ParseStl(bytes, "part.STL");
  } catch (const core::Error& error) {
    return error.what();
  }
  return "none";
}

TEST(Stl, SharesVerticesWhereItIsSmoothAndKeepsEdges) {
  const std::array<Eigen::Vector2d, 4> can{{{0, 0}, {0.1, 0}, {0.1, 0.3}, {0, 0.3}}};
  const render::TriangleMesh cylinder = Revolution(can, 24);
  const render::TriangleMesh mesh = ParseStl(ToStl(cylinder), "can.STL");
  render::Check(mesh, "can");
  EXPECT_EQ(mesh.num_triangles(), cylinder.num_triangles());
  EXPECT_EQ(mesh.position.size(), 2u * 24 /*side*/ + 2u * 24 /*rims of the ends*/ + 2u /*centres*/);
  for (size_t v = 0; v < mesh.position.size(); ++v) {
    const Eigen::Vector3f& n = mesh.normal[v];
    const Eigen::Vector3f out(mesh.position[v].x(), mesh.position[v].y(), 0);
    EXPECT_TRUE(std::abs(n.z()) > 0.999F || n.dot(out.normalized()) > 0.98F) << n.transpose();
  }
}

TEST(Stl, SaysWhatIsWrongWithAFile) {
  const std::vector<std::byte> good = ToStl(Cuboid({1, 1, 1}, 0.1));
  EXPECT_EQ(FaultOf(good), "none");
  EXPECT_THAT(FaultOf({good.begin(), good.begin() + 40}), HasSubstr("part.STL"));
  EXPECT_THAT(FaultOf({good.begin(), good.begin() + 40}), HasSubstr("40 bytes"));
  std::vector<std::byte> bad(good.begin(), good.end() - 1);
  EXPECT_THAT(FaultOf(bad), HasSubstr("44 facets"));
  std::memcpy(bad.data(), "solid", 5);
  EXPECT_THAT(FaultOf(bad), HasSubstr("text STL"));
  bad = good;
  const float none = std::numeric_limits<float>::quiet_NaN();
  std::memcpy(&bad[84 + 50 * 7 + 12], &none, sizeof none);
  EXPECT_THAT(FaultOf(bad), HasSubstr("facet 7"));
  bad = good;
  const float far = 1e20F;  // finite, its square is not
  for (const size_t place : {size_t{12}, size_t{28}, size_t{44}}) std::memcpy(&bad[84 + place], &far, sizeof far);
  EXPECT_THAT(FaultOf(bad), HasSubstr("facet 0"));
  bad.assign(84 + 50, std::byte{});
  bad[80] = std::byte{1};
  EXPECT_THAT(FaultOf(bad), HasSubstr("no facet with an area"));
}

// a flat disc of 200,000 facets that all meet in its middle: to compare each with each would take minutes
TEST(Stl, ManyFacetsAtOnePointCostAsMuchAsElsewhere) {
  constexpr size_t kFacets = 200000;
  render::TriangleMesh disc;
  disc.position.emplace_back(0, 0, 0);
  for (size_t i = 0; i < kFacets; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / kFacets;
    disc.position.emplace_back(std::cos(angle), std::sin(angle), 0);
    for (const size_t corner : {size_t{0}, i + 1, (i + 1) % kFacets + 1})
      disc.index.push_back(static_cast<uint32_t>(corner));
  }
  const std::vector<std::byte> bytes = ToStl(disc);
  const std::clock_t start = std::clock();
  const render::TriangleMesh mesh = ParseStl(bytes, "disc.STL");
  EXPECT_LT(std::clock() - start, 10 * CLOCKS_PER_SEC);
  EXPECT_EQ(mesh.position.size(), kFacets + 1) << "smooth: the middle is one vertex";
  for (const Eigen::Vector3f& normal : mesh.normal) ASSERT_LT((normal - Eigen::Vector3f(0, 0, 1)).norm(), 1e-5F);
}

TEST(Stl, ReadsTheRobotsMeshes) {
  const std::filesystem::path file = "models/g1/meshes/pelvis.STL";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the robot's meshes are not here";
  const render::TriangleMesh pelvis = LoadStl(file);
  render::Check(pelvis, "pelvis");
  EXPECT_GT(pelvis.num_triangles(), 1000u);
  EXPECT_LT(pelvis.position.size(), 2 * pelvis.num_triangles()) << "vertices are shared";
}

}  // namespace
}  // namespace porter::scene
