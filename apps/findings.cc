#include "apps/findings.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "apps/root.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/physics/version.h"

namespace porter::apps {
namespace {

namespace fs = std::filesystem;

constexpr int kMeshes = 49;    // STL files of the G1 with hands
constexpr int kWalkers = 2;    // ONNX files of policies/foreign
constexpr int kPanoramas = 8;  // OpenEXR files of models/assets.toml

// the first "KEY : value" of a file such as /proc/cpuinfo; "" when there is none
std::string ValueOf(const fs::path& path, std::string_view key) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const size_t colon = line.find(':');
    if (!line.starts_with(key) || colon == std::string::npos) continue;
    if (line.find_last_not_of(" \t", colon - 1) + 1 != key.size()) continue;
    return line.substr(std::min(line.find_first_not_of(" \t", colon + 1), line.size()));
  }
  return "";
}

template <class Accept>
int CountFiles(const fs::path& folder, Accept accept) {
  std::error_code code;
  int count = 0;
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
    count += accept(it->path());
  return count;
}

Finding Compiler() {
#ifdef __clang__
  const std::string name = "clang++ " __clang_version__;
#else
  const std::string name = "g++ " __VERSION__;
#endif
#ifdef __OPTIMIZE__
  return {"compiler", name, Level::kGood, ""};
#else
  return {"compiler", name + ", not optimised", Level::kSlow, "configure with CMAKE_BUILD_TYPE=Release"};
#endif
}

Finding Cpu(const Surroundings& where) {
  std::string model = ValueOf(where.proc / "cpuinfo", "model name");
  if (model.empty()) model = "unknown model";
  return {"cpu", core::Cat(model, ", ", std::thread::hardware_concurrency(), " cores"), Level::kGood, ""};
}

Finding CpuFeatures(const Surroundings& where) {
  std::istringstream flags(ValueOf(where.proc / "cpuinfo", "flags"));
  constexpr std::string_view kWanted[] = {"avx2", "avx512f", "avx512_bf16", "amx_bf16"};
  std::vector<std::string> found;
  for (std::string flag; flags >> flag;)
    if (std::ranges::find(kWanted, flag) != std::end(kWanted)) found.push_back(flag);
  const auto has = [&](std::string_view flag) { return std::ranges::find(found, flag) != found.end(); };
  const std::string text = found.empty() ? "none of avx2, avx512f, avx512_bf16, amx_bf16" : core::Join(found, ", ");
  if (!has("avx2"))
    return {"cpu features", text, Level::kSlow, "without AVX2 physics and networks are several times slower"};
  if (!has("avx512_bf16") && !has("amx_bf16"))
    return {"cpu features", text, Level::kSlow, "without bf16 instructions networks train about three times slower"};
  return {"cpu features", text, Level::kGood, ""};
}

Finding Memory(const Surroundings& where) {
  constexpr double kGibPerKib = 1.0 / (1 << 20);
  constexpr double kEnough = 4;  // GiB
  const double total = std::atof(ValueOf(where.proc / "meminfo", "MemTotal").c_str()) * kGibPerKib;
  const double free = std::atof(ValueOf(where.proc / "meminfo", "MemAvailable").c_str()) * kGibPerKib;
  const std::string text = core::Cat(std::round(total * 10) / 10, " GiB, ", std::round(free * 10) / 10, " free");
  if (free < kEnough) return {"memory", text, Level::kSlow, "less than 4 GiB free: use fewer environments"};
  return {"memory", text, Level::kGood, ""};
}

Finding Mujoco() {
  try {
    physics::RequireMujoco();
    return {"MuJoCo", physics::MujocoVersion(), Level::kGood, ""};
  } catch (const core::Error& error) {
    return {"MuJoCo", physics::MujocoVersion(), Level::kMissing, error.what()};
  }
}

// the version of a wheel in .venv, from the name of its dist-info folder; "" when it is not installed
std::string WheelVersion(const fs::path& root, const std::string& name) {
  std::string version;
  const std::string prefix = name + "-", suffix = ".dist-info";
  CountFiles(root / ".venv/lib", [&](const fs::path& python) {
    return CountFiles(python / "site-packages", [&](const fs::path& path) {
      const std::string folder = path.filename().string();
      const bool match = folder.starts_with(prefix) && folder.ends_with(suffix);
      if (match) version = folder.substr(prefix.size(), folder.size() - prefix.size() - suffix.size());
      return match;
    });
  });
  return version;
}

Finding Wheel(const Surroundings& where, const std::string& name, const std::string& use) {
  const std::string version = WheelVersion(where.root, name);
  if (version.empty()) return {"wheel " + name, "not in .venv", Level::kAbsent, use};
  return {"wheel " + name, version, Level::kGood, ""};
}

Finding Model(const Surroundings& where) {
  const int count =
      CountFiles(where.root / "models/g1", [](const fs::path& path) { return path.extension() == ".xml"; });
  if (count > 0) return {"robot model", core::Cat(count, " files in models/g1"), Level::kGood, ""};
  return {"robot model", "no models/g1 in " + where.root.string(), Level::kMissing,
          "set PORTER_ROOT to the repository, or clone it again"};
}

Finding Meshes(const Surroundings& where) {
  const int count = CountFiles(where.root / "models/g1/meshes", [](const fs::path& path) {
    std::string extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
    return extension == ".stl";
  });
  const std::string text = core::Cat(count, " of ", kMeshes);
  if (count >= kMeshes) return {"robot meshes", text, Level::kGood, ""};
  return {"robot meshes", text, Level::kAbsent, "capsule visuals are used; run bin/porter with network once"};
}

Finding Panoramas(const Surroundings& where) {
  const int count =
      CountFiles(where.root / "models/panoramas", [](const fs::path& path) { return path.extension() == ".exr"; });
  const std::string text = core::Cat(count, " of ", kPanoramas);
  if (count >= kPanoramas) return {"panoramas", text, Level::kGood, ""};
  return {"panoramas", text, Level::kAbsent, "scenes are lit by drawn skies; run bin/porter with network once"};
}

Finding Walkers(const Surroundings& where) {
  const int count =
      CountFiles(where.root / "models/foreign", [](const fs::path& path) { return path.extension() == ".onnx"; });
  const std::string text = core::Cat(count, " of ", kWalkers);
  if (count >= kWalkers) return {"public walkers", text, Level::kGood, ""};
  return {"public walkers", text, Level::kAbsent, "tests with them are skipped; run bin/check with network once"};
}

Finding Reference(const Surroundings& where) {
  std::error_code code;
  if (fs::is_directory(where.reference / "unitree_g1", code))
    return {"reference model", (where.reference / "unitree_g1").string(), Level::kGood, ""};
  return {"reference model", "not found", Level::kAbsent,
          "tests against Unitree's own model are skipped; PORTER_REFERENCE_DIR names its folder"};
}

Finding Gpu(const Surroundings& where) {
  std::error_code code;
  if (!fs::exists(where.dev / "nvidia0", code)) return {"gpu", "none", Level::kAbsent, "everything runs on the CPU"};
  const std::string version = ValueOf(where.proc / "driver/nvidia/version", "NVRM version");
  return {"gpu", version.empty() ? "NVIDIA" : version, Level::kGood, ""};
}

Finding Program(const Surroundings& where, const std::string& name, const std::string& use) {
  for (const fs::path& folder : where.path) {
    std::error_code code;
    if (fs::is_regular_file(folder / name, code)) return {name, (folder / name).string(), Level::kGood, ""};
  }
  return {name, "not in PATH", Level::kAbsent, use};
}

}  // namespace

Surroundings RealSurroundings() {
  Surroundings where{.root = RepositoryRoot(), .reference = {}, .path = {}};
  const char* reference = std::getenv("PORTER_REFERENCE_DIR");
  where.reference = reference != nullptr && *reference != '\0' ? fs::path(reference) : where.root / "../shared/data";
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) where.path.emplace_back(folder);
  return where;
}

std::vector<Finding> Examine(const Surroundings& where) {
  return {Compiler(),
          Cpu(where),
          CpuFeatures(where),
          Memory(where),
          Gpu(where),
          Mujoco(),
          Wheel(where, "mujoco_core", "the next build cannot find MuJoCo; run bin/porter with network once"),
          Wheel(where, "torch",
                "networks cannot be trained; run bin/porter with network once (README: PORTER_TORCH_INDEX)"),
          Model(where),
          Meshes(where),
          Panoramas(where),
          Walkers(where),
          Reference(where),
          Program(where, "ccache", "building again takes longer")};
}

}  // namespace porter::apps
