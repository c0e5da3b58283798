// The forward pass of a trained network. Constants (Network), recurrent state and scratch are apart: one Network serves
// any number of threads, each with its own scratch; states belong to the environments. Nothing allocates, locks or
// throws in Forward; a row's result is the same bits whatever rows stand beside it.
//
//   const Network network(io::ReadNetwork("walk.safetensors"));
//   NetworkState state(network, num_envs);
//   NetworkScratch scratch(network);
//   network.Forward(observation, action, state.values(), scratch);
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "porter/core/span2.h"
#include "porter/io/network_file.h"

namespace porter::infer {

class Network;

class NetworkScratch {
 public:
  explicit NetworkScratch(const Network& network);
  ~NetworkScratch();
  NetworkScratch(NetworkScratch&&) noexcept;

  size_t clipped() const noexcept;  // values that the normaliser's clip has changed since this was made

 private:
  friend class Network;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// what recurrent layers remember of each environment; empty rows for a network without them
class NetworkState {
 public:
  NetworkState(const Network& network, size_t num_envs);
  core::Span2<float> values() noexcept { return {values_.data(), num_envs_, size_}; }  // [num_envs, state_size]
  void Reset(std::span<const int> envs) noexcept;  // to zero, the state at the start

 private:
  size_t num_envs_, size_;
  std::vector<float> values_;
};

class Network {
 public:
  // throws core::Error as io::LayerShapes; the tensors are copied
  explicit Network(const io::NetworkFile& file);
  ~Network();
  Network(Network&&) noexcept;

  const io::NetworkSpec& spec() const noexcept;
  size_t input_size() const noexcept;   // floats a row
  size_t output_size() const noexcept;  // floats a row
  size_t state_size() const noexcept;   // floats a row, 0 without recurrent layers

  // One time step of any number of rows. state: read and written; {} without recurrent layers. The views do not
  // overlap. input: [rows, input_size]   output: [rows, output_size]   state: [rows, state_size]
  void Forward(core::Span2<const float> input, core::Span2<float> output, core::Span2<float> state,
               NetworkScratch& scratch) const noexcept;

 private:
  friend class NetworkScratch;
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace porter::infer
