#include "porter/robot/mjcf.h"

#include <tinyxml2.h>

#include <numbers>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/robot/mjcf_attributes.h"

namespace porter::robot {
namespace {

using tinyxml2::XMLElement;

class Reader {
 public:
  explicit Reader(const std::string& source) { model_.source = source; }

  MjcfModel Read(const XMLElement& root);

 private:
  MjcfAttributes Attributes(const XMLElement& element, const std::string& childclass) const {
    return {element, model_.source, defaults_, childclass};
  }
  [[noreturn]] void Fail(const XMLElement& element, const std::string& what, const std::string& expected,
                         const std::string& hint = {}) const;

  void ReadCompiler(const XMLElement& compiler);
  void ReadWorld(const XMLElement& world);
  void ReadBody(const XMLElement& element, int parent, std::string childclass);
  void ReadJoint(const XMLElement& element, const std::string& childclass, int body);
  void ReadFreeJoint(const XMLElement& element, int body);
  void ReadInertial(const XMLElement& element, int body);
  void ReadFrame(const XMLElement& element, const std::string& childclass, int body);

  MjcfModel model_;
  MjcfDefaults defaults_;
  double angle_unit_ = std::numbers::pi / 180;  // rad in one unit of the file; MJCF's default is degrees
  bool floating_ = false;
};

void Reader::Fail(const XMLElement& element, const std::string& what, const std::string& expected,
                  const std::string& hint) const {
  throw core::Error({.what = what,
                     .place = {.file = model_.source, .line = element.GetLineNum()},
                     .found = core::Cat("<", element.Name(), ">"),
                     .expected = expected,
                     .hint = hint});
}

MjcfModel Reader::Read(const XMLElement& root) {
  if (std::string_view(root.Name()) != "mujoco") Fail(root, "not an MJCF file", "<mujoco>");
  for (const XMLElement* e = root.FirstChildElement(); e; e = e->NextSiblingElement()) {
    const std::string_view name = e->Name();
    if (name == "include") Fail(*e, "files in several parts are not read", "one complete file", "expand the includes");
    if (name == "compiler") ReadCompiler(*e);
    if (name == "default") defaults_.Read(*e, model_.source);
  }
  for (const XMLElement* e = root.FirstChildElement("worldbody"); e; e = e->NextSiblingElement("worldbody")) {
    ReadWorld(*e);
  }
  if (!floating_) Fail(root, "the model has no floating base", "a body with a free joint at the root");
  return std::move(model_);
}

void Reader::ReadCompiler(const XMLElement& compiler) {
  const std::string angle = compiler.Attribute("angle") ? compiler.Attribute("angle") : "degree";
  if (angle == "radian") angle_unit_ = 1;
  for (const char* name : {"settotalmass", "boundmass", "boundinertia"}) {
    if (compiler.Attribute(name)) Fail(compiler, core::Cat("'", name, "' changes masses"), "masses as written");
  }
  if (compiler.Attribute("inertiafromgeom", "true")) {
    Fail(compiler, "'inertiafromgeom' overrides the stated inertias", "auto or false");
  }
}

void Reader::ReadWorld(const XMLElement& world) {
  for (const XMLElement* e = world.FirstChildElement(); e; e = e->NextSiblingElement()) {
    const std::string_view name = e->Name();
    if (name == "frame" || name == "replicate" || name == "composite" || name == "attach") {
      Fail(*e, "this element is not read", "plain bodies", "save the compiled model as MJCF");
    }
    if (name != "body") continue;
    if (!model_.bodies.empty()) Fail(*e, "more than one tree in the world", "one robot with a free joint at its root");
    ReadBody(*e, -1, "");
  }
}

void Reader::ReadBody(const XMLElement& element, int parent, std::string childclass) {
  if (element.Attribute("childclass")) childclass = element.Attribute("childclass");
  const MjcfAttributes attributes = Attributes(element, "");
  const int body = static_cast<int>(model_.bodies.size());
  model_.bodies.push_back({.name = attributes.Name(), .parent = parent, .X_PL = attributes.Pose()});
  for (const XMLElement* e = element.FirstChildElement(); e; e = e->NextSiblingElement()) {
    const std::string_view name = e->Name();
    if (name == "body") ReadBody(*e, body, childclass);
    if (name == "joint") ReadJoint(*e, childclass, body);
    if (name == "freejoint") ReadFreeJoint(*e, body);
    if (name == "inertial") ReadInertial(*e, body);
    if (name == "site" || name == "camera") ReadFrame(*e, childclass, body);
    if (name == "frame" || name == "replicate" || name == "composite" || name == "attach") {
      Fail(*e, "this element is not read", "plain bodies", "save the compiled model as MJCF");
    }
  }
}

void Reader::ReadFreeJoint(const XMLElement& element, int body) {
  if (body != 0) Fail(element, "a free joint below the root", "hinges inside the robot");
  floating_ = true;
}

void Reader::ReadJoint(const XMLElement& element, const std::string& childclass, int body) {
  const MjcfAttributes attributes = Attributes(element, childclass);
  const std::string type = attributes.Text("type", "hinge");
  if (type == "free") return ReadFreeJoint(element, body);
  if (type != "hinge") Fail(element, "joint type '" + type + "' is not read", "hinge or free");
  if (body == 0) Fail(element, "the root of the tree is moved by a hinge", "a free joint");
  if (model_.bodies[static_cast<size_t>(body)].joint) Fail(element, "a second joint on one body", "one joint a body");
  if (attributes.Number("ref", 0) != 0) Fail(element, "a reference angle is not read", "ref 0");
  MjcfJoint joint{.name = attributes.Name()};
  joint.axis = attributes.Vector("axis", Eigen::Vector3d::UnitZ());
  if (joint.axis.norm() == 0) Fail(element, "the axis of a joint has no length", "three numbers, not all 0");
  joint.axis.normalize();
  joint.anchor = attributes.Vector("pos", Eigen::Vector3d::Zero());
  const bool unlimited = attributes.Text("limited", "auto") == "false";
  const Eigen::Vector2d range = unlimited ? Eigen::Vector2d::Zero() : attributes.Pair("range");
  joint.lower = range[0] * angle_unit_;
  joint.upper = range[1] * angle_unit_;
  joint.effort = attributes.Pair("actuatorfrcrange")[1];
  joint.armature = attributes.Number("armature", 0);
  model_.bodies[static_cast<size_t>(body)].joint = joint;
}

void Reader::ReadInertial(const XMLElement& element, int body) {
  const MjcfAttributes attributes = Attributes(element, "");
  if (element.Attribute("fullinertia")) {
    Fail(element, "a full inertia matrix is not read", "diaginertia with quat", "save the compiled model as MJCF");
  }
  for (const char* name : {"mass", "diaginertia"}) {
    if (!element.Attribute(name)) Fail(element, core::Cat("no '", name, "'"), "mass and diaginertia");
  }
  const math::Transform3 X_LM = attributes.Pose();
  MjcfInertial inertial;
  inertial.mass = attributes.Number("mass", 0);
  if (!(inertial.mass >= 0)) Fail(element, "a negative mass", "kg, at least 0");
  inertial.p_LM = X_LM.translation();
  inertial.R_LM = X_LM.rotation();
  inertial.inertia = attributes.Vector("diaginertia", Eigen::Vector3d::Zero());
  model_.bodies[static_cast<size_t>(body)].inertial = inertial;
}

void Reader::ReadFrame(const XMLElement& element, const std::string& childclass, int body) {
  if (!element.Attribute("name")) return;  // nobody can ask for it
  const MjcfAttributes attributes = Attributes(element, childclass);
  MjcfFrame frame{.name = attributes.Name(), .body = body, .X_LF = attributes.Pose()};
  if (std::string_view(element.Name()) == "camera") {
    // MuJoCo's cameras look along -z with y up
    const math::Transform3 half_turn(Eigen::Quaterniond(0, 1, 0, 0), Eigen::Vector3d::Zero());
    frame.X_LF = frame.X_LF * half_turn;
  }
  model_.frames.push_back(frame);
}

}  // namespace

std::vector<std::string> MjcfModel::JointNames() const {
  std::vector<std::string> names;
  for (const MjcfBody& body : bodies) {
    if (body.joint) names.push_back(body.joint->name);
  }
  return names;
}

MjcfModel LoadMjcf(const std::filesystem::path& path) {
  return ParseMjcf(core::ReadTextFile(path), path.string());
}

MjcfModel ParseMjcf(std::string_view text, const std::string& source) {
  tinyxml2::XMLDocument document;
  if (document.Parse(text.data(), text.size()) != tinyxml2::XML_SUCCESS) {
    throw core::Error({.what = "not well-formed XML",
                       .place = {.file = source, .line = document.ErrorLineNum()},
                       .found = document.ErrorName()});
  }
  const XMLElement* root = document.RootElement();
  if (root == nullptr) throw core::Error({.what = "the file holds no XML element", .place = {.file = source}});
  return Reader(source).Read(*root);
}

}  // namespace porter::robot
