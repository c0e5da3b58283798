// What a layer list asks for: the shape after each layer and the tensors by name.
#include <cmath>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/io/network_file.h"

namespace porter::io {
namespace {

using Shape = std::vector<size_t>;

constexpr size_t kMaxValues = 1 << 26;  // in one sample between two layers; a picture of 8 megapixels and 8 channels

class Walker {
 public:
  explicit Walker(const std::string& file) : file_(file) {}

  std::vector<Shape> WalkAll(const NetworkSpec& spec) {
    if (spec.layers.empty()) Fail("the layer list is empty", "", "at least one layer");
    return Walk(spec.input, spec.layers, "");
  }

  std::vector<TensorSpec> TakeTensors() { return std::move(tensors_); }

 private:
  // the shapes after each layer; `prefix`: of the tensors' names, "" or "4."
  std::vector<Shape> Walk(Shape shape, const std::vector<LayerSpec>& layers, const std::string& prefix) {
    CheckShape(shape, "the input");
    std::vector<Shape> shapes;
    for (size_t i = 0; i < layers.size(); ++i) {
      const std::string name = core::Cat(prefix, i);
      place_ = core::Cat("layer ", name, " (", EnumNames(LayerKind{})[static_cast<size_t>(layers[i].kind)], ")");
      shape = Step(layers[i], shape, name + ".");
      CheckShape(shape, "the output of " + place_);
      shapes.push_back(shape);
    }
    return shapes;
  }

  [[noreturn]] void Fail(const std::string& what, const std::string& found, const std::string& expected) const {
    throw core::Error({.what = what, .place = {.file = file_}, .found = found, .expected = expected});
  }

  static std::string Text(const Shape& shape) {
    std::vector<std::string> sizes;
    for (const size_t size : shape) sizes.push_back(core::Cat(size));
    return "[" + core::Join(sizes, ", ") + "]";
  }

  void CheckShape(const Shape& shape, const std::string& whose) const {
    size_t count = 1;
    for (const size_t size : shape) {
      if (size == 0 || size > kMaxValues / count) count = kMaxValues + 1;
      if (count > kMaxValues) break;
      count *= size;
    }
    if (shape.empty() || count > kMaxValues)
      Fail(whose + " has no possible shape", Text(shape), core::Cat("1 to ", kMaxValues, " values"));
  }

  void CheckRank(const Shape& shape, size_t rank, const std::string& expected) const {
    if (shape.size() != rank) Fail(place_ + " does not fit the layer before", Text(shape), expected);
  }

  // a width that counts times `gates` as rows of a matrix
  void CheckOut(size_t out) const {
    if (out == 0 || out > kMaxValues)
      Fail(place_ + " has no possible width", core::Cat(out), core::Cat("1 to ", kMaxValues));
  }

  void Add(std::string name, Shape shape) { tensors_.push_back({std::move(name), std::move(shape)}); }

  Shape Step(const LayerSpec& layer, const Shape& in, const std::string& prefix) {
    switch (layer.kind) {
      case LayerKind::kActivation:
        return in;
      case LayerKind::kFlatten:
        return Flatten(in);
      case LayerKind::kConv2d:
        return Conv2d(layer, in, prefix);
      case LayerKind::kResidual:
        return Residual(layer, in, prefix);
      default:
        CheckRank(in, 1, "[features]");
        return Dense(layer, in[0], prefix);
    }
  }

  Shape Dense(const LayerSpec& layer, size_t in, const std::string& prefix) {
    if (layer.kind == LayerKind::kNormaliser || layer.kind == LayerKind::kLayerNorm) {
      const bool normaliser = layer.kind == LayerKind::kNormaliser;
      const double number = normaliser ? layer.clip : layer.epsilon;
      if (!(number >= 0 && std::isfinite(number)))
        Fail(place_ + " has an impossible setting", core::FormatNumber(number), "zero or more");
      Add(prefix + (normaliser ? "mean" : "weight"), {in});
      Add(prefix + (normaliser ? "std" : "bias"), {in});
      return {in};
    }
    CheckOut(layer.out);
    if (layer.kind == LayerKind::kLinear) {
      Add(prefix + "weight", {layer.out, in});
      Add(prefix + "bias", {layer.out});
      return {layer.out};
    }
    const size_t gates = (layer.kind == LayerKind::kGru ? 3 : 4) * layer.out;
    Add(prefix + "weight_ih_l0", {gates, in});
    Add(prefix + "weight_hh_l0", {gates, layer.out});
    Add(prefix + "bias_ih_l0", {gates});
    Add(prefix + "bias_hh_l0", {gates});
    return {layer.out};
  }

  static Shape Flatten(const Shape& in) {
    size_t count = 1;
    for (const size_t size : in) count *= size;
    return {count};
  }

  Shape Conv2d(const LayerSpec& layer, const Shape& in, const std::string& prefix) {
    CheckRank(in, 3, "[channels, height, width]");
    CheckOut(layer.out);
    const size_t padding = 2 * layer.padding, smallest = std::min(in[1], in[2]);
    if (layer.kernel == 0 || layer.stride == 0 || layer.padding >= layer.kernel || layer.kernel > smallest + padding)
      Fail(place_ + " cannot slide over its input",
           core::Cat("kernel ", layer.kernel, ", stride ", layer.stride, ", padding ", layer.padding, " on ", Text(in)),
           "a stride of 1 or more, less padding than kernel, a kernel no larger than the padded input");
    Add(prefix + "weight", {layer.out, in[0], layer.kernel, layer.kernel});
    Add(prefix + "bias", {layer.out});
    const auto slide = [&](size_t size) { return (size + padding - layer.kernel) / layer.stride + 1; };
    return {layer.out, slide(in[1]), slide(in[2])};
  }

  Shape Residual(const LayerSpec& layer, const Shape& in, const std::string& prefix) {
    const std::string place = place_;
    for (const LayerSpec& inner : layer.body)
      if (inner.kind == LayerKind::kGru || inner.kind == LayerKind::kLstm)
        Fail(place + " has a recurrent layer in its body", "", "layers without a state");
    const std::vector<Shape> shapes = Walk(in, layer.body, prefix);
    place_ = place;
    if (shapes.empty() || shapes.back() != in)
      Fail(place_ + " does not keep the shape", shapes.empty() ? "no layers" : Text(shapes.back()), Text(in));
    return in;
  }

  const std::string& file_;
  std::string place_;  // the layer at hand, for messages
  std::vector<TensorSpec> tensors_;
};

}  // namespace

std::vector<std::vector<size_t>> LayerShapes(const NetworkSpec& spec, const std::string& file) {
  return Walker(file).WalkAll(spec);
}

std::vector<TensorSpec> NetworkTensors(const NetworkSpec& spec, const std::string& file) {
  Walker walker(file);
  walker.WalkAll(spec);
  return walker.TakeTensors();
}

}  // namespace porter::io
