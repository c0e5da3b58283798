#include "porter/physics/model_builder.h"

#include <mujoco/mujoco.h>

#include <algorithm>

#include "porter/core/error.h"
#include "porter/core/log.h"
#include "porter/core/text.h"
#include "porter/physics/log_bridge.h"
#include "porter/physics/primitives.h"
#include "porter/physics/version.h"

namespace porter::physics {
namespace {

constexpr int kVisualGroup = 2;
constexpr int kColliderGroup = 3;

template <class F>
void ForEachElement(const mjSpec& spec, mjtObj type, F&& f) {
  for (mjsElement* e = mjs_firstElement(&spec, type); e != nullptr;) {
    mjsElement* next = mjs_nextElement(&spec, e);  // f may delete e
    f(e);
    e = next;
  }
}

bool MovesOneWay(const mjsJoint& joint) {
  return joint.type == mjJNT_HINGE || joint.type == mjJNT_SLIDE;
}

std::string Name(mjsElement* element) {
  return mjs_getString(mjs_getName(element));
}

mjsElement& Find(const mjSpec& spec, mjtObj type, const char* kind, const std::string& name,
                 const std::filesystem::path& source) {
  if (mjsElement* found = mjs_findElement(&spec, type, name.c_str())) return *found;
  std::vector<std::string> names;
  ForEachElement(spec, type, [&](mjsElement* e) { names.push_back(Name(e)); });
  const std::string nearest = core::NearestName(name, names);
  throw core::Error({.what = core::Cat("the model has no ", kind, " of this name"),
                     .place = {.file = source.string()},
                     .found = "'" + name + "'",
                     .hint = nearest.empty() ? "" : "did you mean '" + nearest + "'?"});
}

// the mesh asset of a file, made when it is first asked for
std::string MeshAsset(mjSpec& spec, const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    throw core::Error({.what = "the mesh is missing",
                       .place = {.file = file.string()},
                       .hint = "run bin/porter once with network, it brings the robot's meshes; without them use "
                               "primitive colliders and capsule visuals"});
  }
  std::string name = "mesh_" + file.stem().string();
  if (mjs_findElement(&spec, mjOBJ_MESH, name.c_str()) == nullptr) {
    mjsMesh* mesh = mjs_addMesh(&spec, nullptr);
    mjs_setName(mesh->element, name.c_str());
    mjs_setString(mesh->file, std::filesystem::absolute(file).c_str());
    mesh->inertia = mjMESH_INERTIA_SHELL;  // the links' inertias are given: a mesh need not be watertight
  }
  return name;
}

mjsGeom& AddMesh(mjSpec& spec, const MeshGeom& mesh, const std::filesystem::path& source) {
  mjsGeom* geom = mjs_addGeom(mjs_asBody(&Find(spec, mjOBJ_BODY, "body", mesh.body, source)), nullptr);
  geom->type = mjGEOM_MESH;
  mjs_setString(geom->meshname, MeshAsset(spec, mesh.file).c_str());
  std::copy(mesh.position.begin(), mesh.position.end(), geom->pos);
  std::copy(mesh.rgba.begin(), mesh.rgba.end(), geom->rgba);
  geom->density = 0;
  return *geom;
}

// Frames that happen to coincide may differ in an environment with sizes of its own: MuJoCo shall not rely on it.
void ForgetCoincidences(std::span<const std::string> bodies, mjModel& model) {
  for (const std::string& name : bodies) {
    const int body = mj_name2id(&model, mjOBJ_BODY, name.c_str());
    model.body_sameframe[body] = mjSAMEFRAME_NONE;
    for (int g = 0; g < model.body_geomnum[body]; ++g) {
      model.geom_sameframe[model.body_geomadr[body] + g] = mjSAMEFRAME_NONE;
    }
  }
}

}  // namespace

void ModelBuilder::Delete::operator()(mjSpec* spec) const {
  mj_deleteSpec(spec);
}
ModelBuilder::~ModelBuilder() = default;
ModelBuilder::ModelBuilder(ModelBuilder&&) noexcept = default;

ModelBuilder::ModelBuilder(const std::filesystem::path& mjcf) : source_(mjcf) {
  RequireMujoco();
  BridgeMujocoLog();
  char error[1024] = "";
  spec_.reset(mj_parseXML(mjcf.c_str(), nullptr, error, sizeof(error)));
  if (spec_ == nullptr) throw core::Error({.what = core::Cat("MJCF is refused: ", error), .place = {.file = mjcf}});
}

std::vector<std::string> ModelBuilder::JointNames() const {
  std::vector<std::string> names;
  ForEachElement(*spec_, mjOBJ_JOINT, [&](mjsElement* e) {
    if (MovesOneWay(*mjs_asJoint(e))) names.push_back(Name(e));
  });
  return names;
}

std::vector<robot::JointCarrier> ModelBuilder::JointCarriers() const {
  std::vector<robot::JointCarrier> carriers;
  ForEachElement(*spec_, mjOBJ_JOINT, [&](mjsElement* e) {
    if (!MovesOneWay(*mjs_asJoint(e))) return;
    carriers.push_back({Name(e), ""});
    for (mjsBody* body = mjs_getParent(mjs_getParent(e)->element); body != nullptr && carriers.back().carrier.empty();
         body = mjs_getParent(body->element)) {
      mjsElement* above = mjs_firstChild(body, mjOBJ_JOINT, 0);
      if (above != nullptr && MovesOneWay(*mjs_asJoint(above))) carriers.back().carrier = Name(above);
    }
  });
  return carriers;
}

void ModelBuilder::Weld(std::span<const std::string> joints) {
  ForEachElement(*spec_, mjOBJ_ACTUATOR, [&](mjsElement* e) {
    const std::string target = mjs_getString(mjs_asActuator(e)->target);
    if (std::find(joints.begin(), joints.end(), target) != joints.end()) mjs_delete(spec_.get(), e);
  });
  for (const std::string& joint : joints) mjs_delete(spec_.get(), &Find(*spec_, mjOBJ_JOINT, "joint", joint, source_));
}

void ModelBuilder::SetMotors(std::span<const Motor> motors) {
  ForEachElement(*spec_, mjOBJ_ACTUATOR, [&](mjsElement* e) { mjs_delete(spec_.get(), e); });
  for (const Motor& motor : motors) {
    mjs_asJoint(&Find(*spec_, mjOBJ_JOINT, "joint", motor.joint, source_))->armature = motor.armature;
    mjsActuator* actuator = mjs_addActuator(spec_.get(), nullptr);
    double kd = motor.kd;
    mjs_setToPosition(actuator, motor.kp, &kd, nullptr, nullptr, /*inheritrange=*/0);
    mjs_setName(actuator->element, motor.joint.c_str());
    mjs_setString(actuator->target, motor.joint.c_str());
    actuator->trntype = mjTRN_JOINT;
    actuator->forcelimited = mjLIMITED_TRUE;
    actuator->forcerange[0] = -motor.effort;
    actuator->forcerange[1] = motor.effort;
    actuator->ctrllimited = mjLIMITED_FALSE;
  }
}

void ModelBuilder::AddFloor(double friction, int touches) {
  mjsGeom* floor = mjs_addGeom(mjs_findBody(spec_.get(), "world"), nullptr);
  mjs_setName(floor->element, "floor");
  floor->type = mjGEOM_PLANE;
  floor->size[2] = 1;  // spacing of the grid that is drawn; the plane is infinite
  floor->friction[0] = friction;
  floor->priority = 1;  // its friction holds, not the larger one of the pair
  floor->contype = 0;
  floor->conaffinity = touches;
}

void ModelBuilder::AddBody(const BodySpec& spec) {
  mjsBody* body = mjs_addBody(mjs_findBody(spec_.get(), "world"), nullptr);
  mjs_setName(body->element, spec.name.c_str());
  CopyPose(spec.X_WB, body->pos, body->quat);
  if (spec.mount == Mount::kFree) {
    const Inertia inertia = InertiaOf(spec.solids, spec.mass);
    if (inertia.centre.norm() < 1e-6) {
      throw core::Error({.what = core::Cat("the frame of '", spec.name, "' is at its centre of mass"),
                         .hint = "put its frame on its lowest face"});
    }
    mjs_setName(mjs_addFreeJoint(body)->element, spec.name.c_str());
    const PrincipalInertia principal = PrincipalOf(inertia);
    body->explicitinertial = 1;
    body->mass = inertia.mass;
    std::copy_n(principal.moments.data(), 3, body->inertia);
    CopyPose({principal.R_BI, inertia.centre}, body->ipos, body->iquat);
  }
  for (size_t i = 0; i < spec.solids.size(); ++i) {
    mjsGeom* geom = mjs_addGeom(body, nullptr);
    mjs_setName(geom->element, core::Cat(spec.name, "/", i).c_str());
    geom->type = TypeOf(spec.solids[i].kind);
    std::ranges::copy(HalfSizes(spec.solids[i]), geom->size);
    CopyPose(spec.solids[i].X_BG, geom->pos, geom->quat);
    geom->density = 0;
    geom->friction[0] = spec.friction;
    geom->contype = spec.touch.contype;
    geom->conaffinity = spec.touch.conaffinity;
    geom->priority = spec.touch.priority;
    geom->condim = spec.touch.condim;
    std::ranges::copy(spec.touch.solref, geom->solref);
    std::ranges::copy(spec.touch.solimp, geom->solimp);
    std::ranges::copy(spec.rgba, geom->rgba);
    geom->group = kColliderGroup;
  }
  added_.push_back(spec.name);
}

void ModelBuilder::DropIdleColliders() {
  int types = 0;
  int affinities = 0;
  ForEachElement(*spec_, mjOBJ_GEOM, [&](mjsElement* e) {
    types |= mjs_asGeom(e)->contype;
    affinities |= mjs_asGeom(e)->conaffinity;
  });
  ForEachElement(*spec_, mjOBJ_GEOM, [&](mjsElement* e) {
    const mjsGeom& geom = *mjs_asGeom(e);
    const bool touches = (geom.contype & affinities) != 0 || (geom.conaffinity & types) != 0;
    if (!touches && geom.group != kVisualGroup) mjs_delete(spec_.get(), e);
  });
}

void ModelBuilder::FuseRigidLinks() {
  if (mjs_fuseStatic(spec_.get(), nullptr) >= 0) return;
  throw core::Error({.what = core::Cat("rigid links cannot be merged: ", mjs_getError(spec_.get())),
                     .place = {.file = source_.string()}});
}

void ModelBuilder::AddVisuals(std::span<const MeshGeom> meshes) {
  for (const MeshGeom& mesh : meshes) {
    mjsGeom& geom = AddMesh(*spec_, mesh, source_);
    geom.contype = 0;
    geom.conaffinity = 0;
    geom.group = kVisualGroup;
  }
}

void ModelBuilder::ReplaceColliders(std::span<const MeshGeom> meshes) {
  struct Bits {
    int contype, conaffinity, condim;
  };
  std::vector<Bits> bits;  // of the primitives that go, per mesh
  for (const MeshGeom& mesh : meshes) {
    mjsBody* body = mjs_asBody(&Find(*spec_, mjOBJ_BODY, "body", mesh.body, source_));
    Bits found{1, 0, 3};
    for (mjsElement* e = mjs_firstChild(body, mjOBJ_GEOM, 0); e != nullptr;) {
      mjsElement* next = mjs_nextChild(body, e, 0);
      const mjsGeom* geom = mjs_asGeom(e);
      if (geom->contype != 0 || geom->conaffinity != 0) {
        found = {geom->contype, geom->conaffinity, geom->condim};
        if (geom->type != mjGEOM_MESH) mjs_delete(spec_.get(), e);
      }
      e = next;
    }
    bits.push_back(found);
  }
  for (size_t i = 0; i < meshes.size(); ++i) {
    mjsGeom& geom = AddMesh(*spec_, meshes[i], source_);
    geom.contype = bits[i].contype;
    geom.conaffinity = bits[i].conaffinity;
    geom.condim = bits[i].condim;
    geom.group = kColliderGroup;
  }
}

Model ModelBuilder::Compile(const SimOptions& options) {
  options.ApplyTo(spec_->option);
  mjModel* model = mj_compile(spec_.get(), nullptr);
  if (model == nullptr) {
    throw core::Error({.what = core::Cat("the model does not compile: ", mjs_getError(spec_.get())),
                       .place = {.file = source_.string()}});
  }
  ForgetCoincidences(added_, *model);
  for (int i = 0; i < mjs_numWarnings(spec_.get()); ++i) {
    core::LogWarning(core::Cat(source_.string(), ": ", mjs_getWarning(spec_.get(), i)));
  }
  return Model::Adopt(model);
}

}  // namespace porter::physics
