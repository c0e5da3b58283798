#include "porter/wbc/onnx_contract.h"

#include "porter/config/config.h"
#include "porter/core/error.h"

namespace porter::wbc {

OnnxContract LoadOnnxContract(const std::filesystem::path& path) {
  OnnxContract contract;
  config::Load(contract, path);
  if (contract.file.empty())
    throw core::Error({.what = "the walker's contract names no network",
                       .place = {.file = path.string()},
                       .expected = "file = \"...\", the ONNX file"});
  if (contract.file.is_relative()) contract.file = (path.parent_path() / contract.file).lexically_normal();
  return contract;
}

}  // namespace porter::wbc
