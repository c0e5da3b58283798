// The layers of a Network: constants made once from a network file, run on blocks of rows. Inside infer only.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "porter/io/network_file.h"

namespace porter::infer {

constexpr size_t kBlockRows = 48;  // rows that pass all layers together; a multiple of the multiply's tile

// what a layer needs beside its input and output, for a block of rows
struct LayerScratch {
  std::vector<std::vector<float>> chain;   // results between layers, two a level of nesting   [kBlockRows, widest]
  std::array<std::vector<float>, 2> work;  // inside a layer: gates, pixels
  size_t clipped = 0;                      // values that a normaliser's clip has changed so far
};

// sizes of the scratch, grown by every layer
struct ScratchSizes {
  size_t widest = 0;                // of any result, floats a row
  std::array<size_t, 2> work = {};  // floats
  size_t levels = 0;                // of nesting
};

struct Pass {
  size_t rows;          // 1..kBlockRows
  const float* x;       // [rows, layer's in]
  float* y;             // [rows, layer's out]; apart from x
  float* state;         // of the first row and layer
  size_t state_stride;  // from row to row
  LayerScratch& scratch;
};

class Layer {
 public:
  virtual ~Layer() = default;
  virtual void Run(const Pass& pass) const noexcept = 0;
};

class Chain {
 public:
  // spec.layers with their tensors; adds to `sizes` and `state_size` (floats of recurrent state a row)
  struct Source {
    const io::ArrayFile& tensors;
    ScratchSizes& sizes;
    size_t& state_size;
    std::string prefix = {};  // of tensor names
    size_t level = 0;         // of nesting
  };
  Chain(const io::NetworkSpec& spec, const Source& source);

  void Run(const Pass& pass) const noexcept;

 private:
  std::vector<std::unique_ptr<Layer>> layers_;
  size_t level_;
};

}  // namespace porter::infer
