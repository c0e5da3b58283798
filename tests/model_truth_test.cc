// Our G1 against Unitree's own model, which shares no line with it: poses, masses, inertias, mass matrix.
#include <gtest/gtest.h>
#include <mujoco/mujoco.h>

#include <Eigen/Dense>
#include <string>
#include <vector>

#include "porter/core/random.h"
#include "porter/physics/handles.h"
#include "tests/reference.h"

namespace porter::tests {
namespace {

using physics::DataPtr;
using physics::ModelPtr;

constexpr const char* kReference = "unitree_g1/g1_29dof_with_hand_rev_1_0.xml";

ModelPtr LoadModel(const std::filesystem::path& path) {
  char error[1024] = "";
  ModelPtr model(mj_loadXML(path.c_str(), nullptr, error, sizeof(error)));
  EXPECT_NE(model, nullptr) << error;
  return model;
}

// the bodies, joints and degrees of freedom of one model found again in the other by name
struct Twin {
  ModelPtr model;
  DataPtr data;
  std::vector<int> body;  // of each body of the reference
  std::vector<int> qpos;  // of each hinge of the reference
  std::vector<int> dof;   // of each degree of freedom of the reference
};

class ModelTruth : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto path = ReferenceFile(kReference);
    if (!path) GTEST_SKIP() << MissingReference(kReference);
    reference_.model = LoadModel(*path);
    ours_.model = LoadModel("models/g1/g1.xml");
    ASSERT_TRUE(reference_.model && ours_.model);
    for (Twin* twin : {&reference_, &ours_}) twin->data.reset(mj_makeData(twin->model.get()));
    MatchNames();
  }

  void MatchNames() {
    const mjModel& r = *reference_.model;
    for (int b = 0; b < r.nbody; ++b) {
      const char* name = mj_id2name(&r, mjOBJ_BODY, b);
      const int id = mj_name2id(ours_.model.get(), mjOBJ_BODY, name);
      ASSERT_GE(id, 0) << name;
      reference_.body.push_back(b);
      ours_.body.push_back(id);
    }
    for (int j = 0; j < r.njnt; ++j) {
      const char* name = mj_id2name(&r, mjOBJ_JOINT, j);
      const int id = mj_name2id(ours_.model.get(), mjOBJ_JOINT, name);
      ASSERT_GE(id, 0) << name;
      const int width = r.jnt_type[j] == mjJNT_FREE ? 7 : 1;
      for (int k = 0; k < width; ++k) {
        reference_.qpos.push_back(r.jnt_qposadr[j] + k);
        ours_.qpos.push_back(ours_.model->jnt_qposadr[id] + k);
      }
      for (int k = 0; k < (width == 7 ? 6 : 1); ++k) {
        reference_.dof.push_back(r.jnt_dofadr[j] + k);
        ours_.dof.push_back(ours_.model->jnt_dofadr[id] + k);
      }
    }
    ASSERT_EQ(r.nq, ours_.model->nq);
    ASSERT_EQ(r.nv, ours_.model->nv);
    ASSERT_EQ(r.nbody, ours_.model->nbody);
  }

  // the same random configuration for both, beyond the joint limits too
  void Pose(uint64_t step) {
    core::Random random(11, 0, 0, step);
    for (size_t i = 0; i < reference_.qpos.size(); ++i) {
      const double value = random.Uniform(-2, 2);
      reference_.data->qpos[reference_.qpos[i]] = value;
      ours_.data->qpos[ours_.qpos[i]] = value;
    }
    for (Twin* twin : {&reference_, &ours_}) {
      mj_normalizeQuat(twin->model.get(), twin->data->qpos);
      mj_kinematics(twin->model.get(), twin->data.get());
      mj_comPos(twin->model.get(), twin->data.get());
    }
  }

  Eigen::MatrixXd MassMatrix(Twin& twin) const {
    std::fill_n(twin.model->dof_armature, twin.model->nv, 0.0);
    mj_makeM(twin.model.get(), twin.data.get());
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> full(twin.model->nv, twin.model->nv);
    mj_fullM(twin.model.get(), twin.data.get(), full.data());
    return full(twin.dof, twin.dof);
  }

  Twin reference_;
  Twin ours_;
};

TEST_F(ModelTruth, PosesOfEveryBodyAgreeIn1000Configurations) {
  for (uint64_t step = 0; step < 1000; ++step) {
    Pose(step);
    for (size_t b = 0; b < reference_.body.size(); ++b) {
      const Eigen::Map<const Eigen::Vector3d> p(reference_.data->xpos + 3 * reference_.body[b]);
      const Eigen::Map<const Eigen::Vector3d> q(ours_.data->xpos + 3 * ours_.body[b]);
      ASSERT_LT((p - q).norm(), 1e-6) << mj_id2name(reference_.model.get(), mjOBJ_BODY, reference_.body[b]);
      const Eigen::Map<const Eigen::Vector4d> r(reference_.data->xquat + 4 * reference_.body[b]);
      const Eigen::Map<const Eigen::Vector4d> s(ours_.data->xquat + 4 * ours_.body[b]);
      ASSERT_LT(std::min((r - s).norm(), (r + s).norm()), 1e-6);
    }
  }
}

// the inertia tensor about the centre of mass in link axes: principal axes may be listed in another order
Eigen::Matrix3d Inertia(const mjModel& model, int body) {
  const double* q = model.body_iquat + 4 * body;
  const Eigen::Matrix3d rotation = Eigen::Quaterniond(q[0], q[1], q[2], q[3]).toRotationMatrix();
  const Eigen::Map<const Eigen::Vector3d> principal(model.body_inertia + 3 * body);
  return rotation * principal.asDiagonal() * rotation.transpose();
}

TEST_F(ModelTruth, MassesAndInertiasAgree) {
  for (size_t b = 1; b < reference_.body.size(); ++b) {
    const int r = reference_.body[b];
    const int o = ours_.body[b];
    const char* name = mj_id2name(reference_.model.get(), mjOBJ_BODY, r);
    const double mass = reference_.model->body_mass[r];
    EXPECT_NEAR(ours_.model->body_mass[o], mass, 1e-6 * mass) << name;
    const Eigen::Matrix3d inertia = Inertia(*reference_.model, r);
    EXPECT_LT((Inertia(*ours_.model, o) - inertia).norm(), 1e-6 * inertia.norm()) << name;
    const Eigen::Map<const Eigen::Vector3d> p(reference_.model->body_ipos + 3 * r);
    const Eigen::Map<const Eigen::Vector3d> q(ours_.model->body_ipos + 3 * o);
    EXPECT_LT((p - q).norm(), 1e-6) << name;
  }
}

TEST_F(ModelTruth, MassMatricesAgreeWithoutArmature) {
  for (uint64_t step = 0; step < 1000; ++step) {
    Pose(step);
    const Eigen::MatrixXd expected = MassMatrix(reference_);
    ASSERT_LT((MassMatrix(ours_) - expected).norm(), 1e-6 * expected.norm());
  }
}

}  // namespace
}  // namespace porter::tests
