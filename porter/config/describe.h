// What a settings struct holds, for people: documentation, and the differences between two of a kind.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "porter/config/binding.h"

namespace porter::config {

struct Description {
  std::string key;    // "ppo.gamma", "rewards[].weight"
  std::string type;   // "number", "list of integer", "newton or cg"
  std::string value;  // as TOML
  std::string unit;
  std::string range;  // "0 to 1", ">= 0", or ""
  std::string doc;
};

struct Difference {
  std::string key;
  std::string left;  // as TOML
  std::string right;
};

// "number", "list of 3 integers", "newton or cg"
std::string TypeText(const Value& value);
std::string RangeText(const Field& info);

std::vector<Description> Describe(const Value& settings);
std::vector<Difference> Diff(const Value& left, const Value& right);

// the descriptions as a Markdown table; values are headed "default"
std::string Markdown(std::span<const Description> rows);

}  // namespace porter::config
