// Files of others that tests compare with and that are never part of this repository: Unitree's own model, a recorded
// motion. The folder is named by PORTER_REFERENCE_DIR, by default ../shared/data where it exists.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace porter::tests {

inline std::optional<std::filesystem::path> ReferenceFile(const std::string& name) {
  const char* folder = std::getenv("PORTER_REFERENCE_DIR");
  const std::filesystem::path path = std::filesystem::path(folder != nullptr ? folder : "../shared/data") / name;
  if (std::filesystem::exists(path)) return path;
  return std::nullopt;
}

// the words of a skipped test
inline std::string MissingReference(const std::string& name) {
  return name + " is not there: set PORTER_REFERENCE_DIR to a folder that has it to run this comparison";
}

}  // namespace porter::tests
