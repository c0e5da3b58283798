#include "porter/scene/lights.h"

#include <algorithm>

#include "porter/config/config.h"
#include "porter/core/checksum.h"
#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/exr.h"
#include "porter/io/hdr.h"
#include "porter/render/panorama.h"
#include "porter/scene/skies.h"

namespace porter::scene {
namespace {

constexpr const char* kTable = "models/assets.toml";

struct AssetTable {
  std::vector<Asset> asset;
  void Fields(auto&& f) { f(asset, {.name = "asset", .doc = "files of others"}); }
};

std::filesystem::path PathOf(const std::filesystem::path& root, const Asset& asset) {
  return root / "models" / asset.file;
}

core::FloatImage Load(const std::filesystem::path& root, const Asset& asset) {
  const std::filesystem::path path = PathOf(root, asset);
  const std::vector<std::byte> bytes = core::ReadFile(path);
  if (const std::string found = core::Sha256Hex(bytes); found != asset.sha256)
    throw core::Error(core::ErrorParts{.what = "the file is not the one that " + std::string(kTable) + " names",
                                       .place = {.file = path.string()},
                                       .found = "SHA-256 " + found,
                                       .expected = asset.sha256,
                                       .hint = "remove it, and the set-up fetches it anew"});
  return path.extension() == ".hdr" ? io::DecodeHdr(bytes, path.string()) : io::DecodeExr(bytes, path.string());
}

}  // namespace

std::vector<Asset> LoadAssets(const std::filesystem::path& root) {
  AssetTable table;
  config::Load(table, root / kTable);
  return std::move(table.asset);
}

core::FloatImage LoadPanorama(const std::filesystem::path& root, std::string_view name) {
  std::vector<std::string> names;
  for (const Asset& asset : LoadAssets(root)) {
    if (asset.kind != AssetKind::kPanorama) continue;
    if (asset.name == name) return Load(root, asset);
    names.push_back(asset.name);
  }
  throw core::Error(core::ErrorParts{.what = "there is no such panorama",
                                     .place = {.file = (root / kTable).string()},
                                     .found = "'" + std::string(name) + "'",
                                     .expected = "one of " + core::Join(names, ", ")});
}

std::vector<render::EnvironmentLight> MakeLights(const std::filesystem::path& root, uint64_t seed) {
  std::vector<Asset> panoramas = LoadAssets(root);
  std::erase_if(panoramas, [](const Asset& asset) { return asset.kind != AssetKind::kPanorama; });
  const bool there =
      std::ranges::any_of(panoramas, [&](const Asset& asset) { return std::filesystem::exists(PathOf(root, asset)); });
  std::vector<render::EnvironmentLight> lights;
  if (there) {
    for (const Asset& asset : panoramas)
      lights.push_back(render::MakeEnvironmentLight(Exposed(Load(root, asset), kTableLight)));
  } else {
    for (int i = 0; i < kNumSkies; ++i)
      lights.push_back(render::MakeEnvironmentLight(MakeSky(static_cast<Sky>(i), seed)));
  }
  return lights;
}

}  // namespace porter::scene
