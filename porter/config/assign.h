// Values of a TOML tree into a bound struct, with every type, range, length and name checked.
#pragma once

#include <string>

#include "porter/config/binding.h"
#include "porter/config/toml_tree.h"

namespace porter::config {

// `path` names the entry in messages: "ppo.gamma", "rewards[2].weight"; "" for the whole struct
void Assign(const TomlNode& node, const Entry& entry, const std::string& path);

// the member called `name`; an unknown one is an error at `place` that names the nearest
Entry FindEntry(const TableRef& table, const std::string& path, const std::string& name, const core::Place& place);

// "ppo" + "gamma" = "ppo.gamma", "" + "gamma" = "gamma"
std::string JoinPath(const std::string& path, std::string_view name);
std::string IndexPath(const std::string& path, size_t index);

}  // namespace porter::config
