#include "porter/physics/env_view.h"

#include <mujoco/mujoco.h>

#include <algorithm>

namespace porter::physics {
namespace {

template <size_t n>
std::span<const double, n> Row(const double* data, int row) {
  return std::span<const double, n>(data + static_cast<ptrdiff_t>(n) * row, n);
}

}  // namespace

double EnvView::time() const {
  return data_.time;
}
std::span<const double> EnvView::qpos() const {
  return {data_.qpos, static_cast<size_t>(model_.nq)};
}
std::span<const double> EnvView::qvel() const {
  return {data_.qvel, static_cast<size_t>(model_.nv)};
}
std::span<const double, 3> EnvView::LinkPosition(int body) const {
  return Row<3>(data_.xpos, body);
}
std::span<const double, 4> EnvView::LinkQuaternion(int body) const {
  return Row<4>(data_.xquat, body);
}
std::span<const double, 9> EnvView::LinkRotation(int body) const {
  return Row<9>(data_.xmat, body);
}
math::Transform3 EnvView::LinkPose(int body) const {
  using RowMajor = Eigen::Matrix<double, 3, 3, Eigen::RowMajor>;
  return {Eigen::Map<const RowMajor>(LinkRotation(body).data()), Eigen::Vector3d(LinkPosition(body).data())};
}
std::span<const double, 3> EnvView::SitePosition(int site) const {
  return Row<3>(data_.site_xpos, site);
}
std::span<const double, 3> EnvView::ContactForce(int pair) const {
  return Row<3>(contact_force_.data(), pair);
}
double EnvView::Penetration(std::span<const int> bodies) const {
  double deepest = 0;
  for (const mjContact& contact : std::span(data_.contact, static_cast<size_t>(data_.ncon))) {
    const bool counts = std::ranges::any_of(contact.geom, [&](int geom) {
      return geom >= 0 && std::ranges::find(bodies, model_.geom_bodyid[geom]) != bodies.end();
    });
    if (counts) deepest = std::max(deepest, -contact.dist);
  }
  return deepest;
}
std::span<const double> EnvView::sensors() const {
  return {data_.sensordata, static_cast<size_t>(model_.nsensordata)};
}

LinkVelocity EnvView::Velocity(int body) const {
  double twist[6];  // angular, then linear
  mj_objectVelocity(&model_, &data_, mjOBJ_XBODY, body, twist, /*flg_local=*/0);
  return {.linear = {twist[3], twist[4], twist[5]}, .angular = {twist[0], twist[1], twist[2]}};
}

}  // namespace porter::physics
