// The state of a training run in one safetensors file: named arrays of plain numbers and a few words. Parts of a run
// add what they hold under names with a prefix ("actor.adam.mean") and take it back by the same names.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/io/array_file.h"

namespace porter::nn {

class CheckpointWriter {
 public:
  // copies the values
  template <class T>
  void Add(const std::string& name, std::span<const T> values) {
    const std::span<const std::byte> bytes = std::as_bytes(values);
    parts_.push_back({name, io::DtypeOf<T>(), values.size(), {bytes.begin(), bytes.end()}});
  }
  template <class T>
  void AddValue(const std::string& name, const T& value) {
    Add(name, std::span<const T>(&value, 1));
  }
  void SetWord(const std::string& key, const std::string& text) { words_[key] = text; }

  // throws Error when the file cannot be written; an old one then still stands
  void Write(const std::filesystem::path& path) const;

 private:
  struct Part {
    std::string name;
    io::Dtype dtype;
    size_t count;
    std::vector<std::byte> bytes;
  };
  std::vector<Part> parts_;
  std::map<std::string, std::string> words_;
};

class CheckpointReader {
 public:
  // throws Error for what ReadSafetensors refuses
  explicit CheckpointReader(const std::filesystem::path& path);

  // fills `values`; throws Error when the array is absent or has another type or number of elements
  template <class T>
  void Read(const std::string& name, std::span<T> values) const {
    const std::span<const T> found = file_.At(name).As<T>();
    if (found.size() != values.size()) ThrowCount(name, found.size(), values.size());
    std::copy(found.begin(), found.end(), values.begin());
  }
  template <class T>
  T ReadValue(const std::string& name) const {
    T value{};
    Read(name, std::span<T>(&value, 1));
    return value;
  }
  // the bytes of an array of any length; throws Error when it is absent or holds no bytes
  std::span<const std::byte> Bytes(const std::string& name) const;
  // "" when absent
  std::string Word(const std::string& key) const;
  const std::filesystem::path& path() const { return path_; }

 private:
  [[noreturn]] void ThrowCount(const std::string& name, size_t found, size_t expected) const;

  std::filesystem::path path_;
  io::ArrayFile file_;
};

}  // namespace porter::nn
