// Reads a file and writes what it holds to another one, so that foreign readers and writers can be compared with ours:
//   io_roundtrip FROM TO [deflated]     formats by ending: npy, npz, safetensors, png
// Exit status 2 and one line on stderr when a file is refused.
#include <cstdio>
#include <string>

#include "porter/core/error.h"
#include "porter/io/npy.h"
#include "porter/io/npz.h"
#include "porter/io/png.h"
#include "porter/io/safetensors.h"

namespace {

using Path = std::filesystem::path;

porter::io::ArrayFile Read(const Path& path) {
  if (path.extension() == ".npy") return porter::io::ReadNpy(path);
  if (path.extension() == ".npz") return porter::io::ReadNpz(path);
  return porter::io::ReadSafetensors(path);
}

void Convert(const Path& from, const Path& to, porter::io::Compression compression) {
  if (to.extension() == ".png") return porter::io::WritePng(to, porter::io::ReadPng(from));
  const porter::io::ArrayFile file = Read(from);
  if (to.extension() == ".npy") return porter::io::WriteNpy(to, file.arrays().front());
  if (to.extension() == ".npz") return porter::io::WriteNpz(to, file.arrays(), compression);
  porter::io::WriteSafetensors(to, file.arrays(), file.metadata());
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  const bool deflated = count > 3 && std::string(arguments[3]) == "deflated";
  try {
    Convert(arguments[1], arguments[2],
            deflated ? porter::io::Compression::kDeflated : porter::io::Compression::kStored);
  } catch (const porter::core::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return 0;
}
