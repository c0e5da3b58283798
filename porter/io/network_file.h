// A trained network as a file: what training (`nn`) writes and the forward pass (`infer`) reads. It is a safetensors
// file whose metadata key "network" holds the layer list as JSON, so that the weights say how they are to be used:
//
//   {"version":1,"input":[516],"layers":[{"kind":"normaliser","clip":10.0},{"kind":"linear","out":256},
//    {"kind":"activation","activation":"elu"},{"kind":"linear","out":15}]}
//
// Decisions: a network is a chain from one input to one output; widths in are never stated, they follow from the layer
// before. Tensors are float32, finite, and named as a torch Sequential names them: place in the list, point, parameter
// ("1.weight"); inside a residual block its place comes first ("4.0.weight"). One recurrent layer is one entry with
// torch's names, gate order and both biases ("2.weight_ih_l0"); one Forward of it is one time step. Left-right
// equivariant layers are written as the plain dense weights they amount to.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "porter/io/array_file.h"

namespace porter::io {

// [B] is the batch, [F] the features of the last dimension
enum class LayerKind : uint8_t {
  kNormaliser,  // y = (x - mean) / std, then within +-clip where clip > 0: "mean", "std" [F], std > 0
  kLinear,      // y = x weight^T + bias: "weight" [out, F], "bias" [out]
  kActivation,  // element by element, no tensors
  kLayerNorm,   // over the last dimension, with its mean and biased variance: "weight", "bias" [F]
  kGru,         // gates r, z, n: "weight_ih_l0" [3 out, F], "weight_hh_l0" [3 out, out], "bias_ih_l0", "bias_hh_l0"
  kLstm,        // gates i, f, g, o: as GRU with 4 out; state h, c
  kConv2d,      // on [C, H, W], square kernel: "weight" [out, C, kernel, kernel], "bias" [out]
  kFlatten,     // [C, H, W] to [C H W]
  kResidual,    // y = x + body(x); the body keeps the shape and has no recurrent layers
};
constexpr std::array<std::string_view, 9> EnumNames(LayerKind) {
  return {"normaliser", "linear", "activation", "layer_norm", "gru", "lstm", "conv2d", "flatten", "residual"};
}

enum class Activation : uint8_t { kElu, kRelu, kSilu, kTanh, kSigmoid };  // elu with alpha 1
constexpr std::array<std::string_view, 5> EnumNames(Activation) {
  return {"elu", "relu", "silu", "tanh", "sigmoid"};
}

// fields that a kind does not use keep their defaults and are not written
struct LayerSpec {
  LayerKind kind = LayerKind::kLinear;
  size_t out = 0;                              // linear, gru, lstm: features; conv2d: channels
  Activation activation = Activation::kElu;    // activation
  size_t kernel = 1, stride = 1, padding = 0;  // conv2d, pixels; padding with zeros on all four sides
  double clip = 0;                             // normaliser; 0: none
  double epsilon = 1e-5;                       // layer_norm: added to the variance
  std::vector<LayerSpec> body = {};            // residual

  bool operator==(const LayerSpec&) const = default;
};

struct NetworkSpec {
  std::vector<size_t> input = {};      // one sample: [features] or [channels, height, width]
  std::vector<LayerSpec> layers = {};  // from input to output

  bool operator==(const NetworkSpec&) const = default;
};

struct TensorSpec {
  std::string name;           // "1.weight"
  std::vector<size_t> shape;  // outermost dimension first
};

// Shape of one sample after each layer of the list (not of the bodies); throws Error for a layer that cannot stand
// where it stands, with `file` as place.
std::vector<std::vector<size_t>> LayerShapes(const NetworkSpec& spec, const std::string& file = {});

// all tensors that the network has, in the order of its layers; throws Error as LayerShapes
std::vector<TensorSpec> NetworkTensors(const NetworkSpec& spec, const std::string& file = {});

struct NetworkFile {
  NetworkSpec spec;
  ArrayFile tensors;  // exactly NetworkTensors(spec); its metadata() holds the other words of the file
};

// throws Error for what ReadSafetensors refuses, a file without a layer list, unknown keys or kinds, tensors that are
// missing, left over, of another type or shape than the list asks for, or not finite
NetworkFile ReadNetwork(const std::filesystem::path& path);
NetworkFile DecodeNetwork(std::vector<std::byte> bytes, const std::string& file);  // `file` is named in messages

// `metadata`: further words; throws Error for tensors that do not fit the list, and as WriteSafetensors
void WriteNetwork(const std::filesystem::path& path, const NetworkSpec& spec, std::span<const ArrayView> tensors,
                  const std::map<std::string, std::string>& metadata = {});
std::vector<std::byte> EncodeNetwork(const NetworkSpec& spec, std::span<const ArrayView> tensors,
                                     const std::map<std::string, std::string>& metadata = {});

}  // namespace porter::io
