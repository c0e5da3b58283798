// Attributes of one MJCF element with its default classes applied: own value first, then the class chain up to the
// unnamed default, as MuJoCo resolves them. Internal to the MJCF reader.
#pragma once

#include <tinyxml2.h>

#include <map>
#include <string>
#include <vector>

#include "porter/math/transform3.h"

namespace porter::robot {

class MjcfDefaults {
 public:
  // takes one top-level <default>; throws core::Error
  void Read(const tinyxml2::XMLElement& element, const std::string& source);

  // The value that class `name` ("" is the unnamed default) gives to `attribute` of elements `tag`, or nullptr.
  const char* Find(const std::string& name, const char* tag, const char* attribute) const;
  bool Has(const std::string& name) const { return name.empty() || classes_.contains(name); }

 private:
  struct Class {
    std::string parent;                                             // "" also for the top one
    std::map<std::string, std::map<std::string, std::string>> tag;  // tag -> attribute -> value
  };
  void ReadClass(const tinyxml2::XMLElement& element, const std::string& parent, const std::string& source);

  std::map<std::string, Class> classes_;  // the unnamed default under ""
};

class MjcfAttributes {
 public:
  // Throws core::Error for an unknown class. The objects behind the references outlive this one.
  MjcfAttributes(const tinyxml2::XMLElement& element, const std::string& source, const MjcfDefaults& defaults,
                 const std::string& childclass);

  std::string Name() const;  // throws core::Error when there is none
  std::string Text(const char* name, const std::string& otherwise) const;
  double Number(const char* name, double otherwise) const;
  Eigen::Vector2d Pair(const char* name) const;  // 0 0 when absent
  Eigen::Vector3d Vector(const char* name, const Eigen::Vector3d& otherwise) const;
  math::Transform3 Pose() const;  // pos and quat; other ways to write a rotation are errors

 private:
  const char* Find(const char* name) const;
  std::vector<double> Numbers(const char* name, size_t count) const;  // empty when absent
  [[noreturn]] void Fail(const std::string& what, const std::string& found, const std::string& expected) const;

  const tinyxml2::XMLElement& element_;
  const std::string& source_;
  const MjcfDefaults& defaults_;
  std::string class_;
};

}  // namespace porter::robot
