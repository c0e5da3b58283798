// The JSON header of a safetensors file, checked field by field. The JSON library stays behind it.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "porter/io/array.h"

namespace porter::io {

struct TensorEntry {
  std::string name;
  Dtype dtype = Dtype::kF32;
  std::vector<size_t> shape;
  size_t begin = 0;  // of its bytes, counted from the end of the header
  size_t end = 0;
};

struct SafetensorsHeader {
  std::vector<TensorEntry> tensors;  // by place
  std::map<std::string, std::string> metadata;
};

// throws Error when the text is no valid header, or when its tensors do not cover `data_bytes` exactly once
SafetensorsHeader ParseSafetensorsHeader(std::string_view text, size_t data_bytes, const std::string& file);

// the header's JSON, without padding; throws Error for names that are not UTF-8
std::string FormatSafetensorsHeader(const SafetensorsHeader& header);

}  // namespace porter::io
