#include "porter/report/solid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace porter::report {
namespace {

using Eigen::Vector3d;

constexpr double kMiss = std::numeric_limits<double>::infinity();

// smaller root of a t^2 + 2 b t + c = 0 where it lies ahead, with c >= 0 (the ray begins outside)
double FirstRoot(double a, double b, double c) {
  const double discriminant = b * b - a * c;
  if (!(a > 0) || c < 0 || b > 0 || discriminant < 0) return kMiss;
  return (-b - std::sqrt(discriminant)) / a;
}

double EnterSphere(const Vector3d& p_WS, double radius, const Ray& ray) {
  const Vector3d p_SO = ray.origin - p_WS;
  return FirstRoot(ray.direction.squaredNorm(), p_SO.dot(ray.direction), p_SO.squaredNorm() - radius * radius);
}

// the part of a cylinder's side between its ends
double EnterTube(const Capsule& capsule, const Ray& ray) {
  const Vector3d axis = capsule.p_WQ - capsule.p_WP, p_PO = ray.origin - capsule.p_WP;
  const double length2 = axis.squaredNorm();
  if (length2 == 0) return kMiss;
  const double along_origin = axis.dot(p_PO) / length2, along_direction = axis.dot(ray.direction) / length2;
  const Vector3d across_origin = p_PO - along_origin * axis, across_direction = ray.direction - along_direction * axis;
  const double t = FirstRoot(across_direction.squaredNorm(), across_origin.dot(across_direction),
                             across_origin.squaredNorm() - capsule.radius * capsule.radius);
  const double along = along_origin + t * along_direction;
  return along >= 0 && along <= 1 ? t : kMiss;
}

// a capsule is tube and two spheres in one: the first of their entries is its own
double Enter(const Capsule& capsule, const Ray& ray) {
  return std::min({EnterTube(capsule, ray), EnterSphere(capsule.p_WP, capsule.radius, ray),
                   EnterSphere(capsule.p_WQ, capsule.radius, ray)});
}

double Enter(const Sphere& sphere, const Ray& ray) {
  return EnterSphere(sphere.p_WS, sphere.radius, ray);
}

// the three pairs of parallel planes cut the ray; inside of all of them it is in the box
double Enter(const Box& box, const Ray& ray) {
  const Vector3d p_GO = box.X_WG.rotation().transpose() * (ray.origin - box.X_WG.translation());
  const Vector3d direction = box.X_WG.rotation().transpose() * ray.direction;
  double enter = -kMiss, leave = kMiss;
  for (int i = 0; i < 3; ++i) {
    if (direction[i] == 0 && std::abs(p_GO[i]) > box.half_size[i]) return kMiss;
    if (direction[i] == 0) continue;
    const double a = (-box.half_size[i] - p_GO[i]) / direction[i], b = (box.half_size[i] - p_GO[i]) / direction[i];
    enter = std::max(enter, std::min(a, b));
    leave = std::min(leave, std::max(a, b));
  }
  return enter >= 0 && enter <= leave ? enter : kMiss;
}

Vector3d Normal(const Capsule& capsule, const Vector3d& p_W) {
  const Vector3d axis = capsule.p_WQ - capsule.p_WP;
  const double length2 = axis.squaredNorm();
  const double along = length2 > 0 ? std::clamp(axis.dot(p_W - capsule.p_WP) / length2, 0.0, 1.0) : 0;
  return (p_W - capsule.p_WP - along * axis).normalized();
}

Vector3d Normal(const Sphere& sphere, const Vector3d& p_W) {
  return (p_W - sphere.p_WS).normalized();
}

Vector3d Normal(const Box& box, const Vector3d& p_W) {
  const Vector3d p_G = box.X_WG.rotation().transpose() * (p_W - box.X_WG.translation());
  int side = 0;
  (p_G.cwiseAbs() - box.half_size).maxCoeff(&side);
  return std::copysign(1.0, p_G[side]) * box.X_WG.rotation().col(side);
}

void AddCorners(const math::Transform3& X_WG, const Vector3d& half_size, std::vector<Vector3d>& points) {
  for (const double x : {-1, 1})
    for (const double y : {-1, 1})
      for (const double z : {-1, 1}) points.push_back(X_WG * half_size.cwiseProduct(Vector3d(x, y, z)));
}

void AddCube(const Vector3d& centre, double radius, std::vector<Vector3d>& points) {
  AddCorners({Eigen::Matrix3d(Eigen::Matrix3d::Identity()), centre}, Vector3d::Constant(radius), points);
}

}  // namespace

double EnterShape(const Shape& shape, const Ray& ray) {
  return std::visit([&](const auto& s) { return Enter(s, ray); }, shape);
}

Vector3d SurfaceNormal(const Shape& shape, const Vector3d& p_W) {
  return std::visit([&](const auto& s) { return Normal(s, p_W); }, shape);
}

std::vector<Vector3d> HullPoints(const Shape& shape) {
  std::vector<Vector3d> points;
  if (const auto* capsule = std::get_if<Capsule>(&shape)) {
    AddCube(capsule->p_WP, capsule->radius, points);
    AddCube(capsule->p_WQ, capsule->radius, points);
  } else if (const auto* sphere = std::get_if<Sphere>(&shape)) {
    AddCube(sphere->p_WS, sphere->radius, points);
  } else {
    const Box& box = std::get<Box>(shape);
    AddCorners(box.X_WG, box.half_size, points);
  }
  return points;
}

}  // namespace porter::report
