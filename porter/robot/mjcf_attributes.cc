#include "porter/robot/mjcf_attributes.h"

#include <cmath>
#include <sstream>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::robot {

using tinyxml2::XMLElement;

void MjcfDefaults::Read(const XMLElement& element, const std::string& source) {
  // the top class may carry a name; elements without a class take it either way
  ReadClass(element, "", source);
  if (element.Attribute("class")) {
    classes_[""].tag.merge(std::map(classes_[element.Attribute("class")].tag));
  }
}

void MjcfDefaults::ReadClass(const XMLElement& element, const std::string& parent, const std::string& source) {
  const std::string name = element.Attribute("class") ? element.Attribute("class") : "";
  if (name.empty() && element.Parent() && std::string_view(element.Parent()->Value()) == "default") {
    throw core::Error({.what = "a nested default without a class",
                       .place = {.file = source, .line = element.GetLineNum()},
                       .found = "<default>",
                       .expected = "<default class=\"...\">"});
  }
  Class& values = classes_[name];
  values.parent = parent;
  for (const XMLElement* e = element.FirstChildElement(); e; e = e->NextSiblingElement()) {
    if (std::string_view(e->Name()) == "default") {
      ReadClass(*e, name, source);
      continue;
    }
    for (const tinyxml2::XMLAttribute* a = e->FirstAttribute(); a; a = a->Next()) {
      values.tag[e->Name()][a->Name()] = a->Value();
    }
  }
}

const char* MjcfDefaults::Find(const std::string& name, const char* tag, const char* attribute) const {
  const auto found_class = classes_.find(name);
  if (found_class == classes_.end()) return nullptr;
  const Class& values = found_class->second;
  if (const auto t = values.tag.find(tag); t != values.tag.end()) {
    if (const auto a = t->second.find(attribute); a != t->second.end()) return a->second.c_str();
  }
  return name.empty() ? nullptr : Find(values.parent, tag, attribute);
}

MjcfAttributes::MjcfAttributes(const XMLElement& element, const std::string& source, const MjcfDefaults& defaults,
                               const std::string& childclass)
    : element_(element),
      source_(source),
      defaults_(defaults),
      class_(element.Attribute("class") ? element.Attribute("class") : childclass) {
  if (!defaults_.Has(class_)) Fail("no such default class", "'" + class_ + "'", "a class of the file");
}

void MjcfAttributes::Fail(const std::string& what, const std::string& found, const std::string& expected) const {
  throw core::Error({.what = core::Cat("<", element_.Name(), ">: ", what),
                     .place = {.file = source_, .line = element_.GetLineNum()},
                     .found = found,
                     .expected = expected});
}

const char* MjcfAttributes::Find(const char* name) const {
  if (const char* own = element_.Attribute(name)) return own;
  return defaults_.Find(class_, element_.Name(), name);
}

std::vector<double> MjcfAttributes::Numbers(const char* name, size_t count) const {
  const char* text = Find(name);
  if (text == nullptr) return {};
  std::istringstream in{std::string(text)};
  std::vector<double> numbers;
  for (double number = 0; in >> number;) numbers.push_back(number);
  if (!in.eof() || numbers.size() != count) {
    Fail(core::Cat("attribute '", name, "'"), core::Cat("'", text, "'"), core::Cat(count, " numbers"));
  }
  return numbers;
}

std::string MjcfAttributes::Name() const {
  if (const char* name = element_.Attribute("name")) return name;
  Fail("has no name", "no attribute 'name'", "a name: links, joints and frames are found by name");
}

std::string MjcfAttributes::Text(const char* name, const std::string& otherwise) const {
  const char* text = Find(name);
  return text ? text : otherwise;
}

double MjcfAttributes::Number(const char* name, double otherwise) const {
  const std::vector<double> number = Numbers(name, 1);
  return number.empty() ? otherwise : number[0];
}

Eigen::Vector2d MjcfAttributes::Pair(const char* name) const {
  const std::vector<double> numbers = Numbers(name, 2);
  return numbers.empty() ? Eigen::Vector2d::Zero() : Eigen::Vector2d(numbers[0], numbers[1]);
}

Eigen::Vector3d MjcfAttributes::Vector(const char* name, const Eigen::Vector3d& otherwise) const {
  const std::vector<double> numbers = Numbers(name, 3);
  return numbers.empty() ? otherwise : Eigen::Vector3d(numbers[0], numbers[1], numbers[2]);
}

math::Transform3 MjcfAttributes::Pose() const {
  for (const char* other : {"euler", "axisangle", "xyaxes", "zaxis", "fromto"}) {
    if (Find(other)) Fail("this way to write a pose is not read", core::Cat("'", other, "'"), "pos and quat (w x y z)");
  }
  const Eigen::Vector3d position = Vector("pos", Eigen::Vector3d::Zero());
  const std::vector<double> wxyz = Numbers("quat", 4);
  if (wxyz.empty()) return {Eigen::Matrix3d::Identity(), position};
  const Eigen::Quaterniond rotation(wxyz[0], wxyz[1], wxyz[2], wxyz[3]);
  if (!(rotation.norm() > 0)) Fail("a quaternion without length", core::Cat("'", Find("quat"), "'"), "w x y z");
  return {rotation.normalized(), position};
}

}  // namespace porter::robot
