#include "porter/physics/body_parameters.h"

#include <mujoco/mujoco.h>

#include <algorithm>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/physics/primitives.h"

namespace porter::physics {
namespace {

// numbers of one element in a row of the parameter
std::span<double> Slot(BatchSim& sim, const char* field, int env, int element, size_t width) {
  return sim.Parameter(field)[static_cast<size_t>(env)].subspan(static_cast<size_t>(element) * width, width);
}

void WriteSolid(BatchSim& sim, int env, int geom, const Solid& solid, double friction) {
  std::ranges::copy(HalfSizes(solid), Slot(sim, "geom_size", env, geom, 3).begin());
  CopyPose(solid.X_BG, Slot(sim, "geom_pos", env, geom, 3).data(), Slot(sim, "geom_quat", env, geom, 4).data());
  Slot(sim, "geom_rbound", env, geom, 1)[0] = BallAround(solid);
  const std::span<double> box = Slot(sim, "geom_aabb", env, geom, 6);
  std::fill_n(box.begin(), 3, 0.0);
  std::ranges::copy(BoxAround(solid), box.begin() + 3);
  Slot(sim, "geom_friction", env, geom, 3)[0] = friction;
}

void WriteInertia(BatchSim& sim, int env, int body, const Inertia& inertia) {
  const PrincipalInertia principal = PrincipalOf(inertia);
  Slot(sim, "body_mass", env, body, 1)[0] = inertia.mass;
  std::copy_n(principal.moments.data(), 3, Slot(sim, "body_inertia", env, body, 3).begin());
  CopyPose({principal.R_BI, inertia.centre}, Slot(sim, "body_ipos", env, body, 3).data(),
           Slot(sim, "body_iquat", env, body, 4).data());
}

std::string Words(std::span<const Primitive> kinds) {
  std::vector<std::string> names;
  for (const Primitive kind : kinds) names.emplace_back(EnumNames(kind)[static_cast<size_t>(kind)]);
  return core::Join(names, ", ");
}

std::vector<Primitive> KindsOf(const BodySpec& spec) {
  std::vector<Primitive> kinds;
  for (const Solid& solid : spec.solids) kinds.push_back(solid.kind);
  return kinds;
}

}  // namespace

BodyParameters::BodyParameters(const Model& model, std::span<const BodySpec> bodies) {
  if ((model.mujoco().opt.disableflags & mjDSBL_MIDPHASE) == 0) {
    throw core::Error({.what = "bodies cannot have sizes of their own in a model with bounding boxes inside bodies",
                       .found = "midphase = true",
                       .hint = "set midphase = false in the model's options"});
  }
  for (const BodySpec& spec : bodies) {
    places_.push_back({.name = spec.name,
                       .body = model.BodyId(spec.name),
                       .first_geom = model.GeomId(spec.name + "/0"),
                       .kinds = KindsOf(spec)});
  }
}

std::vector<std::string> BodyParameters::Fields() {
  return {"geom_size", "geom_pos",  "geom_quat", "geom_rbound",  "geom_aabb", "geom_friction",
          "body_pos",  "body_quat", "body_mass", "body_inertia", "body_ipos", "body_iquat"};
}

void BodyParameters::Write(BatchSim& sim, int env, size_t body, const BodySpec& spec) const {
  const Place& place = places_[body];
  if (KindsOf(spec) != place.kinds) {
    throw core::Error({.what = core::Cat("'", place.name, "' cannot have these solids: the model has others"),
                       .found = Words(KindsOf(spec)),
                       .expected = Words(place.kinds)});
  }
  for (size_t i = 0; i < spec.solids.size(); ++i) {
    WriteSolid(sim, env, place.first_geom + static_cast<int>(i), spec.solids[i], spec.friction);
  }
  if (spec.mount == Mount::kFree) {
    WriteInertia(sim, env, place.body, InertiaOf(spec.solids, spec.mass));
  } else {
    CopyPose(spec.X_WB, Slot(sim, "body_pos", env, place.body, 3).data(),
             Slot(sim, "body_quat", env, place.body, 4).data());
  }
}

}  // namespace porter::physics
