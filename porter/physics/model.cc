#include "porter/physics/model.h"

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/physics/handles.h"
#include "porter/physics/version.h"

namespace porter::physics {
namespace {

std::vector<std::string> Names(const mjModel& model, mjtObj type, int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    const char* name = mj_id2name(&model, type, i);
    names.emplace_back(name != nullptr ? name : "");
  }
  return names;
}

int Id(const mjModel& model, mjtObj type, int count, const char* kind, std::string_view name) {
  const int id = mj_name2id(&model, type, std::string(name).c_str());
  if (id >= 0) return id;
  const std::string nearest = core::NearestName(name, Names(model, type, count));
  throw core::Error({.what = core::Cat("the model has no ", kind, " of this name"),
                     .found = core::Cat("'", name, "'"),
                     .hint = nearest.empty() ? "" : "did you mean '" + nearest + "'?"});
}

}  // namespace

Model Model::Adopt(mjModel* model) {
  RequireMujoco();
  model->opt.disableflags |= mjDSBL_CLAMPCTRL | mjDSBL_AUTORESET;
  return Model(std::shared_ptr<const mjModel>(model, MujocoDelete{}));
}

Model Model::FromXml(std::string_view xml) {
  RequireMujoco();
  char error[1024] = "";
  const SpecPtr spec(mj_parseXMLString(std::string(xml).c_str(), nullptr, error, sizeof(error)));
  if (spec == nullptr) throw core::Error(core::Cat("MJCF text is refused: ", error));
  mjModel* model = mj_compile(spec.get(), nullptr);
  if (model == nullptr) throw core::Error(core::Cat("MJCF text does not compile: ", mjs_getError(spec.get())));
  return Adopt(model);
}

Model Model::LoadBinary(const std::filesystem::path& path) {
  RequireMujoco();
  const std::vector<std::byte> bytes = core::ReadFile(path);
  mjModel* model = mj_loadModelBuffer(bytes.data(), static_cast<int>(bytes.size()));
  if (model == nullptr) {
    throw core::Error({.what = "not a binary model of this MuJoCo",
                       .place = {.file = path.string()},
                       .expected = std::string("an .mjb written by MuJoCo ") + MujocoVersion()});
  }
  return Adopt(model);
}

void Model::SaveBinary(const std::filesystem::path& path) const {
  std::vector<std::byte> bytes(static_cast<size_t>(mj_sizeModel(model_.get())));
  mj_saveModel(model_.get(), nullptr, bytes.data(), static_cast<int>(bytes.size()));
  core::WriteFileAtomic(path, bytes);
}

int Model::BodyId(std::string_view name) const {
  return Id(*model_, mjOBJ_BODY, model_->nbody, "body", name);
}
int Model::GeomId(std::string_view name) const {
  return Id(*model_, mjOBJ_GEOM, model_->ngeom, "geom", name);
}
int Model::JointId(std::string_view name) const {
  return Id(*model_, mjOBJ_JOINT, model_->njnt, "joint", name);
}
int Model::SiteId(std::string_view name) const {
  return Id(*model_, mjOBJ_SITE, model_->nsite, "site", name);
}

namespace {

int FreeJoint(const mjModel& m, int body, std::string_view name) {
  const int joint = m.body_jntadr[body];
  if (joint >= 0 && m.jnt_type[joint] == mjJNT_FREE) return joint;
  throw core::Error({.what = "the body does not move freely", .found = core::Cat("'", name, "'")});
}

}  // namespace

int Model::QposOf(std::string_view body) const {
  return model_->jnt_qposadr[FreeJoint(*model_, BodyId(body), body)];
}
int Model::JointQpos(std::string_view joint) const {
  return model_->jnt_qposadr[JointId(joint)];
}
int Model::QvelOf(std::string_view body) const {
  return model_->jnt_dofadr[FreeJoint(*model_, BodyId(body), body)];
}

std::vector<std::string> Model::JointNames() const {
  std::vector<std::string> names = Names(*model_, mjOBJ_JOINT, model_->njnt);
  std::vector<std::string> single;
  for (int j = 0; j < model_->njnt; ++j) {
    if (model_->jnt_type[j] == mjJNT_HINGE || model_->jnt_type[j] == mjJNT_SLIDE) single.push_back(names[j]);
  }
  return single;
}

std::vector<std::string> Model::ActuatorNames() const {
  const std::vector<std::string> joints = Names(*model_, mjOBJ_JOINT, model_->njnt);
  std::vector<std::string> names;
  for (int a = 0; a < model_->nu; ++a) {
    const bool drives_joint = model_->actuator_trntype[a] == mjTRN_JOINT;
    names.push_back(drives_joint ? joints[model_->actuator_trnid[2 * a]] : "");
  }
  return names;
}

double Model::TotalMass() const {
  return mj_getTotalmass(model_.get());
}

}  // namespace porter::physics
