// The mirror of a layout against geometry: an observation computed from the mirrored robot equals the mirrored
// observation of the robot, for random states.
#include <gtest/gtest.h>

#include <cmath>

#include "porter/core/random.h"
#include "porter/math/mirror.h"
#include "porter/math/rotation.h"
#include "porter/policy/layouts.h"
#include "porter/robot/g1/orders.h"
#include "porter/robot/kinematics.h"

namespace porter::policy {
namespace {

using Eigen::Vector3d;
using math::Transform3;
using robot::G1;
using robot::RobotState;

constexpr int kBodyJoints = 29, kWbcJoints = 15;

// Unitree's left and right shoulders differ by 0.01 mm, and six digits of their tilt are given
constexpr double kModelAsymmetry = 3e-5;

const math::SignedPermutation& JointImage() {
  static const math::SignedPermutation kImage = MirrorOf(G1(), JointNames(G1()));
  return kImage;
}

RobotState Image(const RobotState& state) {
  RobotState image(robot::kG1NumJoints);
  MirrorState(JointImage(), state, image);
  return image;
}

Vector3d RandomVector(core::Random& random) {
  return {random.Normal(), random.Normal(), random.Normal()};
}

RobotState RandomMotion(core::Random& random) {
  RobotState state(robot::kG1NumJoints);
  state.p_WB = RandomVector(random);
  state.R_WB = Eigen::Quaterniond(random.Normal(), random.Normal(), random.Normal(), random.Normal()).normalized();
  state.v_WB = RandomVector(random);
  state.w_WB_B = RandomVector(random);
  for (int j = 0; j < robot::kG1NumJoints; ++j) {
    state.q[j] = random.Uniform(-0.5, 0.5);
    state.qd[j] = random.Normal();
    state.tau[j] = random.Normal();  // stands in for a last action, which turns like a torque of its joint
  }
  return state;
}

// an observation term by term, in double precision
class Row {
 public:
  explicit Row(const Layout& layout) : layout_(layout) {}
  void Add(const auto& values) { row_.insert(row_.end(), values.begin(), values.end()); }
  void AddPoint(const Vector3d& v) { Add(std::array{v.x(), v.y(), v.z()}); }
  void AddSix(const Eigen::Matrix3d& rotation) {
    const math::Vector6d six = ToRotation6(rotation, math::Rotation6::kColumns12ByRow);
    row_.insert(row_.end(), six.data(), six.data() + 6);
  }

  void ExpectImageOf(const Row& other, double tolerance) const {
    ASSERT_EQ(row_.size(), static_cast<size_t>(layout_.width()));
    std::vector<double> image(row_.size());
    layout_.MirrorPermutation().Apply<double>(other.row_, image);
    for (const Term& term : layout_.terms()) {
      const TermSlice slice = layout_.Slice(term.name);
      for (int i = slice.offset; i < slice.offset + slice.width; ++i) {
        EXPECT_NEAR(row_[static_cast<size_t>(i)], image[static_cast<size_t>(i)], tolerance) << term.name << ' ' << i;
      }
    }
  }

 private:
  Layout layout_;
  std::vector<double> row_;
};

Row WbcRow(const RobotState& s, const std::array<double, 7>& command) {
  Row row(WbcFrameLayout());
  row.Add(command);
  row.AddPoint(0.5 * s.w_WB_B);
  row.AddPoint(math::ProjectedGravity(s.R_WB.toRotationMatrix()));
  Eigen::VectorXd position = s.q;
  for (int j = 0; j < kBodyJoints; ++j) position[j] -= G1().joints[static_cast<size_t>(j)].default_position;
  row.Add(std::span(position.data(), kBodyJoints));
  row.Add(std::span(s.qd.data(), kBodyJoints));
  row.Add(std::span(s.tau.data(), kWbcJoints));
  return row;
}

TEST(MirrorTruth, WbcFrame) {
  core::Random random(21, 0, 0, 0);
  for (int trial = 0; trial < 10; ++trial) {
    const RobotState s = RandomMotion(random);
    // 2 vx, 2 vy, 0.5 wz, height, torso roll, pitch, yaw, mirrored by their meaning
    const Row image = WbcRow(Image(s), {0.3, -0.4, -0.5, 0.7, -0.1, 0.2, -0.3});
    image.ExpectImageOf(WbcRow(s, {0.3, 0.4, 0.5, 0.7, 0.1, 0.2, 0.3}), 1e-12);
  }
}

// two successive states of one motion
Row KinematicRow(const RobotState& before, const RobotState& now, double left_contact, double right_contact) {
  const Eigen::Matrix3d R_WB = now.R_WB.toRotationMatrix();
  const double yaw_before = math::Yaw(before.R_WB.toRotationMatrix()), yaw = math::Yaw(R_WB);
  const auto heading = [](double angle) { return Eigen::AngleAxisd(angle, Vector3d::UnitZ()).toRotationMatrix(); };
  const Vector3d moved = heading(yaw_before).transpose() * (now.p_WB - before.p_WB);
  Row row(KinematicFrameLayout());
  row.Add(std::array{moved.x(), moved.y(), std::remainder(yaw - yaw_before, 2 * M_PI), now.p_WB.z()});
  row.AddSix(heading(yaw).transpose() * R_WB);
  for (const bool sine : {true, false}) {
    std::array<double, kBodyJoints> values;
    for (size_t j = 0; j < values.size(); ++j) {
      const double q = now.q[static_cast<int>(j)];
      values[j] = sine ? std::sin(q) : std::cos(q);
    }
    row.Add(values);
  }
  row.Add(std::array{left_contact, right_contact});
  return row;
}

TEST(MirrorTruth, KinematicFrame) {
  core::Random random(22, 0, 0, 0);
  for (int trial = 0; trial < 10; ++trial) {
    const RobotState before = RandomMotion(random), now = RandomMotion(random);
    const Row image = KinematicRow(Image(before), Image(now), 0, 1);
    image.ExpectImageOf(KinematicRow(before, now, 1, 0), 1e-12);
  }
}

std::array<double, 4> PositiveWxyz(const Eigen::Matrix3d& rotation) {
  const Eigen::Quaterniond q(rotation);  // both signs mean the same rotation: take one
  return math::ToWxyz(q.w() < 0 ? Eigen::Quaterniond(-q.coeffs()) : q);
}

class TrackerRows {
 public:
  Row Make(const RobotState& reference, const RobotState& s, const std::array<double, 10>& contacts) const {
    Row row(TrackerLayout());
    row.Add(std::span(reference.q.data(), 12));
    row.Add(std::span(reference.qd.data(), 12));
    AddPoints(reference, row);
    const Transform3 X_BRef = Pose(s).Inverse() * Pose(reference);
    row.AddPoint(X_BRef.translation());
    row.AddSix(X_BRef.rotation());
    row.AddPoint(s.v_WB);
    row.AddPoint(math::ProjectedGravity(s.R_WB.toRotationMatrix()));
    row.AddPoint(s.w_WB_B);
    for (const Eigen::VectorXd* values : {&s.q, &s.qd, &s.tau}) AddIsaac(*values, row);
    row.Add(contacts);
    return row;
  }

 private:
  static Transform3 Pose(const RobotState& s) { return {s.R_WB, s.p_WB}; }

  // wrists and torso of the reference with their published offsets, seen from its pelvis
  void AddPoints(const RobotState& reference, Row& row) const {
    robot::LinkPoses poses = kinematics_.MakePoses();
    kinematics_.Forward(reference, poses);
    std::vector<Transform3> links;
    for (const char* name : {"left_wrist_yaw_link", "right_wrist_yaw_link", "torso_link"}) {
      links.push_back(Pose(reference).Inverse() * kinematics_.FramePose(poses, kinematics_.FrameId(name)));
    }
    row.AddPoint(links[0] * Vector3d(0.18, -0.025, 0));
    row.AddPoint(links[1] * Vector3d(0.18, 0.025, 0));
    row.AddPoint(links[2] * Vector3d(0, 0, 0.35));
    for (const Transform3& link : links) row.Add(PositiveWxyz(link.rotation()));
  }

  void AddIsaac(const Eigen::VectorXd& values, Row& row) const {
    std::array<double, kBodyJoints> isaac;
    to_isaac_.Apply<double>({values.data(), kBodyJoints}, isaac);
    row.Add(isaac);
  }

  robot::Kinematics kinematics_ = robot::Kinematics::Of(G1());
  math::Permutation to_isaac_ = FromTo(OwnOrder(G1(), robot::kBody), robot::G1SceneBotOrder());
};

TEST(MirrorTruth, TrackerObservation) {
  core::Random random(23, 0, 0, 0);
  const TrackerRows rows;
  for (int trial = 0; trial < 10; ++trial) {
    const RobotState reference = RandomMotion(random), s = RandomMotion(random);
    // left foot on the ground, right wrist on an object: and the other way round
    const Row image = rows.Make(Image(reference), Image(s), {0, 0, 1, 0, 0, 1, 0, 0, 1, 0});
    image.ExpectImageOf(rows.Make(reference, s, {1, 0, 0, 0, 0, 0, 0, 1, 1, 0}), kModelAsymmetry);
  }
}

}  // namespace
}  // namespace porter::policy
