// TOML text and overrides into a bound struct. On an error the struct may be half changed: the templates of config.h
// work on a copy.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "porter/config/binding.h"
#include "porter/core/error.h"

namespace porter::config {

void LoadFile(const Value& settings, const std::filesystem::path& path);
void LoadText(const Value& settings, std::string_view text, const std::string& name);

// what the file, or the nearest base that says it, names as its type: config = "..."; "" where none does
std::string ConfigName(const std::filesystem::path& path);

// "path.to[3].value=text", see config.h; the place of errors is "--set " and the text
void Override(const Value& settings, std::string_view text);

// the value side of an override or of a command line option; `place` is named in errors
void AssignText(const Entry& entry, std::string_view text, const core::Place& place);

}  // namespace porter::config
