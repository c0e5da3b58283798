#include "porter/scene/shapes.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>

#include "porter/core/check.h"

namespace porter::scene {
namespace {

using Eigen::Vector2d;
using Eigen::Vector2f;
using Eigen::Vector3d;
using Eigen::Vector3f;
using render::TriangleMesh;

constexpr double kCrease = 40 * std::numbers::pi / 180;  // rad

void AddTriangle(TriangleMesh& mesh, size_t a, size_t b, size_t c) {
  for (const size_t corner : {a, b, c}) mesh.index.push_back(static_cast<uint32_t>(corner));
}

void AddQuad(TriangleMesh& mesh, size_t a, size_t b, size_t c, size_t d) {
  AddTriangle(mesh, a, b, c);
  AddTriangle(mesh, a, c, d);
}

size_t AddVertex(TriangleMesh& mesh, const Vector3d& p, const Vector3d& normal, const Vector2d& uv) {
  mesh.position.push_back(p.cast<float>());
  mesh.normal.push_back(normal.normalized().cast<float>());
  mesh.uv.push_back(uv.cast<float>());
  return mesh.position.size() - 1;
}

// normals of a profile's points on the segments before and after them, (radius, z)
struct ProfileNormals {
  std::vector<Vector2d> before, after;
};

ProfileNormals NormalsOf(std::span<const Vector2d> profile) {
  std::vector<Vector2d> flat;  // of each segment: outward is right of the way up
  for (size_t i = 0; i + 1 < profile.size(); ++i) {
    const Vector2d along = (profile[i + 1] - profile[i]).normalized();
    flat.emplace_back(along.y(), -along.x());
  }
  ProfileNormals normals{std::vector<Vector2d>(profile.size()), std::vector<Vector2d>(profile.size())};
  for (size_t i = 0; i < profile.size(); ++i) {
    const Vector2d& before = flat[i == 0 ? 0 : i - 1];
    const Vector2d& after = flat[i + 1 == profile.size() ? flat.size() - 1 : i];
    const bool round = before.dot(after) > std::cos(kCrease);
    const Vector2d mean = (before + after).normalized();
    normals.before[i] = round ? mean : before;
    normals.after[i] = round ? mean : after;
  }
  return normals;
}

// two unit vectors across `along`, carried on from those of the ring before so that a tube does not twist
struct Across {
  Vector3d u, v;
};
Across Carry(const Vector3d& along, const Vector3d& last_u) {
  const Vector3d u = (last_u - along * along.dot(last_u)).normalized();
  return {u, along.cross(u)};
}

}  // namespace

TriangleMesh Cuboid(const Vector3d& size, double bevel) {
  PORTER_CHECK(bevel > 0 && size.minCoeff() > 2 * bevel);
  TriangleMesh mesh;
  // a corner has three vertices, one on each of its faces; corner bits: x, y, z positive
  const auto sign = [](size_t corner, int axis) { return corner >> axis & 1 ? 1.0 : -1.0; };
  for (size_t corner = 0; corner < 8; ++corner) {
    for (int face = 0; face < 3; ++face) {
      Vector3d p, normal = Vector3d::Zero();
      for (int axis = 0; axis < 3; ++axis) p[axis] = sign(corner, axis) * (size[axis] / 2 - (axis == face ? 0 : bevel));
      normal[face] = sign(corner, face);
      AddVertex(mesh, p, normal, {p[(face + 1) % 3], p[(face + 2) % 3]});
    }
  }
  const auto vertex = [](size_t corner, int face) { return 3 * corner + static_cast<size_t>(face); };
  for (int face = 0; face < 3; ++face) {
    const int u = (face + 1) % 3, v = (face + 2) % 3;
    const size_t at_u = size_t{1} << u, at_v = size_t{1} << v, at_face = size_t{1} << face;
    // faces, counter-clockwise on the positive side
    AddQuad(mesh, vertex(at_face, face), vertex(at_face | at_u, face), vertex(at_face | at_u | at_v, face),
            vertex(at_face | at_v, face));
    AddQuad(mesh, vertex(0, face), vertex(at_v, face), vertex(at_u | at_v, face), vertex(at_u, face));
    // bevels along this axis, between the faces u and v
    for (const size_t edge : {size_t{0}, at_u, at_v, at_u | at_v}) {
      const bool outward = sign(edge, u) * sign(edge, v) > 0;
      const size_t a = vertex(edge, u), b = vertex(edge, v), c = vertex(edge | at_face, v),
                   d = vertex(edge | at_face, u);
      if (outward) {
        AddQuad(mesh, a, b, c, d);
      } else {
        AddQuad(mesh, a, d, c, b);
      }
    }
  }
  for (size_t corner = 0; corner < 8; ++corner) {
    const bool outward = sign(corner, 0) * sign(corner, 1) * sign(corner, 2) > 0;
    AddTriangle(mesh, vertex(corner, 0), vertex(corner, outward ? 1 : 2), vertex(corner, outward ? 2 : 1));
  }
  return mesh;
}

TriangleMesh Revolution(std::span<const Vector2d> profile, int segments) {
  PORTER_CHECK(profile.size() >= size_t{3} && segments >= 3);
  PORTER_CHECK(profile.front().x() == 0 && profile.back().x() == 0);
  const ProfileNormals normals = NormalsOf(profile);
  TriangleMesh mesh;
  const auto columns = static_cast<size_t>(segments);
  double length = 0;  // along the profile
  double widest = 0;
  for (const Vector2d& p : profile) widest = std::max(widest, p.x());
  for (size_t i = 0; i + 1 < profile.size(); ++i) {
    const Vector2d ends[] = {profile[i], profile[i + 1]};
    const Vector2d slopes[] = {normals.after[i], normals.before[i + 1]};
    const size_t first = mesh.position.size();
    for (size_t end = 0; end < 2; ++end) {
      for (size_t s = 0; s <= columns; ++s) {
        const double turn = 2 * std::numbers::pi * static_cast<double>(s % columns) / segments;
        const double c = std::cos(turn), w = std::sin(turn);
        const double around = 2 * std::numbers::pi * widest * static_cast<double>(s) / segments;
        AddVertex(mesh, {ends[end].x() * c, ends[end].x() * w, ends[end].y()},
                  {slopes[end].x() * c, slopes[end].x() * w, slopes[end].y()},
                  {around, length + (end == 0 ? 0 : (ends[1] - ends[0]).norm())});
      }
    }
    for (size_t s = 0; s < columns; ++s) {
      const size_t a = first + s, b = a + 1, c = b + columns + 1, d = c - 1;
      if (ends[0].x() > 0) AddTriangle(mesh, a, b, c);
      if (ends[1].x() > 0) AddTriangle(mesh, ends[0].x() > 0 ? a : b, c, d);
    }
    length += (ends[1] - ends[0]).norm();
  }
  return mesh;
}

TriangleMesh Tube(std::span<const Vector3d> curve, double radius, int sides) {
  PORTER_CHECK(curve.size() >= size_t{2} && sides >= 3);
  TriangleMesh mesh;
  const auto columns = static_cast<size_t>(sides);
  Vector3d along = (curve[1] - curve[0]).normalized();
  Vector3d u = along.unitOrthogonal();
  double length = 0;
  for (size_t i = 0; i < curve.size(); ++i) {
    const Vector3d before = curve[i] - curve[i == 0 ? 0 : i - 1];
    const Vector3d after = curve[i + 1 == curve.size() ? i : i + 1] - curve[i];
    length += before.norm();
    along = (before.norm() > 0 ? before.normalized() : Vector3d::Zero()) +
            (after.norm() > 0 ? after.normalized() : Vector3d::Zero());
    const Across across = Carry(along.normalized(), u);
    u = across.u;
    for (size_t s = 0; s <= columns; ++s) {
      const double turn = 2 * std::numbers::pi * static_cast<double>(s % columns) / sides;
      const Vector3d out = std::cos(turn) * across.u + std::sin(turn) * across.v;
      AddVertex(mesh, curve[i] + radius * out, out,
                {2 * std::numbers::pi * radius * static_cast<double>(s) / sides, length});
    }
    if (i == 0) continue;
    for (size_t s = 0; s < columns; ++s) {
      const size_t a = (i - 1) * (columns + 1) + s;
      AddQuad(mesh, a, a + 1, a + columns + 2, a + columns + 1);
    }
  }
  for (const bool start : {true, false}) {
    const size_t ring = start ? 0 : (curve.size() - 1) * (columns + 1);
    const Vector3d out = start ? Vector3d(curve[0] - curve[1]) : Vector3d(curve.back() - curve[curve.size() - 2]);
    const Vector3d& middle = start ? curve.front() : curve.back();
    const size_t centre = AddVertex(mesh, middle, out, {0, 0});
    for (size_t s = 0; s <= columns; ++s) {
      const Vector3d p = mesh.position[ring + s].cast<double>();
      AddVertex(mesh, p, out, {(p - middle).norm(), 0});
      if (s > 0) AddTriangle(mesh, centre, centre + (start ? s + 1 : s), centre + (start ? s : s + 1));
    }
  }
  return mesh;
}

TriangleMesh PlateWithOpening(const Vector3d& size, const Vector2d& low, const Vector2d& high) {
  const std::array<double, 4> y{-size.y() / 2, low.x(), high.x(), size.y() / 2};
  const std::array<double, 4> z{-size.z() / 2, low.y(), high.y(), size.z() / 2};
  PORTER_CHECK(std::ranges::adjacent_find(y, std::greater_equal{}) == y.end());
  PORTER_CHECK(std::ranges::adjacent_find(z, std::greater_equal{}) == z.end());
  TriangleMesh mesh;
  const double half = size.x() / 2;
  // a quad from its corners, counter-clockwise from outside
  const auto add = [&mesh](const std::array<Vector3d, 4>& p, const Vector3d& normal) {
    const size_t first = mesh.position.size();
    const bool along_x = normal.x() == 0;
    for (const Vector3d& corner : p) {
      const double other = normal.z() == 0 && along_x ? corner.z() : corner.y();
      AddVertex(mesh, corner, normal, along_x ? Vector2d(corner.x(), other) : Vector2d(corner.y(), -corner.z()));
    }
    AddQuad(mesh, first, first + 1, first + 2, first + 3);
  };
  const auto is_solid = [](int i, int j) { return i >= 0 && i < 3 && j >= 0 && j < 3 && !(i == 1 && j == 1); };
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      if (!is_solid(i, j)) continue;
      const double y0 = y[static_cast<size_t>(i)], y1 = y[static_cast<size_t>(i) + 1];
      const double z0 = z[static_cast<size_t>(j)], z1 = z[static_cast<size_t>(j) + 1];
      const Vector3d a(half, y0, z0), b(half, y1, z0), c(half, y1, z1), d(half, y0, z1), back(-2 * half, 0, 0);
      add({a, b, c, d}, Vector3d::UnitX());
      add({a + back, d + back, c + back, b + back}, -Vector3d::UnitX());
      if (!is_solid(i - 1, j)) add({a, d, d + back, a + back}, -Vector3d::UnitY());
      if (!is_solid(i + 1, j)) add({b, b + back, c + back, c}, Vector3d::UnitY());
      if (!is_solid(i, j - 1)) add({a, a + back, b + back, b}, -Vector3d::UnitZ());
      if (!is_solid(i, j + 1)) add({d, c, c + back, d + back}, Vector3d::UnitZ());
    }
  }
  return mesh;
}

TriangleMesh Moved(TriangleMesh mesh, const Vector3d& by) {
  return Moved(std::move(mesh), Eigen::Matrix3d::Identity(), by);
}

TriangleMesh Moved(TriangleMesh mesh, const Eigen::Matrix3d& rotation, const Vector3d& by) {
  const Eigen::Matrix3f turn = rotation.cast<float>();
  for (Vector3f& p : mesh.position) p = turn * p + by.cast<float>();
  for (Vector3f& n : mesh.normal) n = turn * n;
  return mesh;
}

TriangleMesh Joined(std::span<const TriangleMesh> meshes) {
  TriangleMesh all;
  for (const TriangleMesh& mesh : meshes) {
    const auto first = static_cast<uint32_t>(all.position.size());
    all.position.insert(all.position.end(), mesh.position.begin(), mesh.position.end());
    all.normal.insert(all.normal.end(), mesh.normal.begin(), mesh.normal.end());
    all.uv.insert(all.uv.end(), mesh.uv.begin(), mesh.uv.end());
    for (const uint32_t corner : mesh.index) all.index.push_back(first + corner);
  }
  return all;
}

}  // namespace porter::scene
