// The arrays of one file by name, with the memory they live in. What the readers of npy, npz and safetensors return.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "porter/io/array.h"

namespace porter::io {

class ArrayFile {
 public:
  // `file`: named in messages
  explicit ArrayFile(std::string file) : file_(std::move(file)) {}
  ArrayFile(ArrayFile&&) = default;
  ArrayFile& operator=(ArrayFile&&) = default;

  const std::vector<ArrayView>& arrays() const { return arrays_; }  // in the file's order; valid while this lives
  const ArrayView* Find(std::string_view name) const;               // nullptr when absent
  const ArrayView& At(std::string_view name) const;                 // throws Error with the nearest name when absent

  // free words beside the arrays (safetensors only)
  const std::map<std::string, std::string>& metadata() const { return metadata_; }

  // For the readers: keeps memory alive, takes in arrays and words. Add throws Error for a second array of one name,
  // for more than kMaxRank dimensions and for a bool that is neither 0 nor 1, and moves elements that lie at odd
  // addresses.
  std::span<const std::byte> Keep(std::vector<std::byte> bytes);
  void Add(ArrayView view);
  void SetMetadata(std::map<std::string, std::string> metadata) { metadata_ = std::move(metadata); }

 private:
  std::string file_;
  std::vector<std::vector<std::byte>> memory_;
  std::vector<ArrayView> arrays_;
  std::map<std::string, size_t, std::less<>> index_;  // name -> place in arrays_
  std::map<std::string, std::string> metadata_;
};

}  // namespace porter::io
