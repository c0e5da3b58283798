#include "porter/nn/checkpoint.h"

#include "porter/io/safetensors.h"

namespace porter::nn {

void CheckpointWriter::Write(const std::filesystem::path& path) const {
  std::vector<io::ArrayView> views;
  for (const Part& part : parts_) {
    views.push_back({.name = part.name, .dtype = part.dtype, .shape = {part.count}, .bytes = part.bytes});
  }
  io::WriteSafetensors(path, views, words_);
}

CheckpointReader::CheckpointReader(const std::filesystem::path& path) : path_(path), file_(io::ReadSafetensors(path)) {}

std::span<const std::byte> CheckpointReader::Bytes(const std::string& name) const {
  return std::as_bytes(file_.At(name).As<uint8_t>());
}

std::string CheckpointReader::Word(const std::string& key) const {
  const auto found = file_.metadata().find(key);
  return found == file_.metadata().end() ? std::string() : found->second;
}

void CheckpointReader::ThrowCount(const std::string& name, size_t found, size_t expected) const {
  throw core::Error({.what = core::Cat("the checkpoint's '", name, "' does not fit this run"),
                     .place = {.file = path_.string()},
                     .found = core::Cat(found, " values"),
                     .expected = core::Cat(expected, " values"),
                     .hint = "resume with the settings the run was started with, or start in an empty folder"});
}

}  // namespace porter::nn
