// The lights of a scene, each made of a panorama: photographed ones, which the set-up fetches (models/assets.toml), or,
// when none of them is there, porter's own skies.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "porter/config/field.h"
#include "porter/core/image.h"
#include "porter/render/environment_light.h"

namespace porter::scene {

enum class AssetKind { kPanorama };
constexpr auto EnumNames(AssetKind) {
  return std::to_array<std::string_view>({"panorama"});
}

// a file of somebody else
struct Asset {
  std::string name;
  AssetKind kind = AssetKind::kPanorama;
  std::string licence;
  std::string package;
  std::string inside;
  std::filesystem::path file;
  std::string sha256;

  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "what porter calls it"});
    f(kind, {.name = "kind", .doc = "what it is"});
    f(licence, {.name = "licence", .doc = "its SPDX identifier"});
    f(package, {.name = "package", .doc = "Debian package that it comes in"});
    f(inside, {.name = "inside", .doc = "its path in the package"});
    f(file, {.name = "file", .doc = "where the set-up puts it, below models/"});
    f(sha256, {.name = "sha256", .doc = "its checksum, 64 hexadecimal digits"});
  }
};

// the rows of models/assets.toml; root: the repository. Throws core::Error.
std::vector<Asset> LoadAssets(const std::filesystem::path& root);

// Throws core::Error for a name that no panorama of models/assets.toml has, a file that is not there or has another
// checksum, and what io::ReadExr and io::ReadHdr refuse.
core::FloatImage LoadPanorama(const std::filesystem::path& root, std::string_view name);

// One light for each panorama of models/assets.toml, in its order, brought to kTableLight (skies.h) because each has a
// unit of its own; without any of these files one for each Sky, of this seed. Throws core::Error, also when only some
// of the files are there.
std::vector<render::EnvironmentLight> MakeLights(const std::filesystem::path& root, uint64_t seed);

}  // namespace porter::scene
