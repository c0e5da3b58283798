#include "porter/io/network_json.h"

#include <nlohmann/json.hpp>
#include <set>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::io {
namespace {

using nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr int kMaxDepth = 16;              // of nested lists and objects
constexpr uint64_t kMaxSize = 1ULL << 24;  // of any width or dimension
constexpr double kMaxNumber = 1e6;         // of clip and epsilon

// the keys of a layer beside "kind", in the order they are written
std::vector<std::string> KeysOf(LayerKind kind) {
  switch (kind) {
    case LayerKind::kNormaliser:
      return {"clip"};
    case LayerKind::kLinear:
    case LayerKind::kGru:
    case LayerKind::kLstm:
      return {"out"};
    case LayerKind::kActivation:
      return {"activation"};
    case LayerKind::kLayerNorm:
      return {"epsilon"};
    case LayerKind::kConv2d:
      return {"out", "kernel", "stride", "padding"};
    case LayerKind::kFlatten:
      return {};
    case LayerKind::kResidual:
      return {"body"};
  }
  return {};
}

ordered_json FormatLayer(const LayerSpec& layer) {
  ordered_json body = ordered_json::array();
  for (const LayerSpec& inner : layer.body) body.push_back(FormatLayer(inner));
  const std::map<std::string, ordered_json> values{
      {"clip", layer.clip},
      {"out", layer.out},
      {"activation", EnumNames(Activation{})[static_cast<size_t>(layer.activation)]},
      {"epsilon", layer.epsilon},
      {"kernel", layer.kernel},
      {"stride", layer.stride},
      {"padding", layer.padding},
      {"body", body}};
  ordered_json text{{"kind", EnumNames(LayerKind{})[static_cast<size_t>(layer.kind)]}};
  for (const std::string& key : KeysOf(layer.kind)) text[key] = values.at(key);
  return text;
}

class SpecParser {
 public:
  explicit SpecParser(const std::string& file) : file_(file) {}

  NetworkSpec Parse(std::string_view text) const {
    const ordered_json root = ParseJson(text);
    CheckKeys(root, {"version", "input", "layers"}, "the layer list");
    if (root["version"] != kVersion)
      Fail("the layer list has another version than this program reads", root["version"].dump(),
           core::FormatNumber(kVersion));
    NetworkSpec spec;
    if (!root["input"].is_array()) Fail("'input' of the layer list is no list of sizes", root["input"].dump());
    for (const ordered_json& size : root["input"]) spec.input.push_back(Size(size, "input"));
    spec.layers = Layers(root["layers"], "layers");
    return spec;
  }

 private:
  [[noreturn]] void Fail(const std::string& what, const std::string& found = {}, const std::string& expected = {},
                         const std::string& hint = {}) const {
    throw core::Error({.what = what, .place = {.file = file_}, .found = found, .expected = expected, .hint = hint});
  }

  ordered_json ParseJson(std::string_view text) const {
    std::vector<std::set<std::string>> keys;  // of the objects that are open
    const auto watch = [&](int depth, ordered_json::parse_event_t event, ordered_json& value) {
      if (depth > kMaxDepth) Fail("the layer list is nested too deeply");
      if (event == ordered_json::parse_event_t::object_start) keys.emplace_back();
      if (event == ordered_json::parse_event_t::object_end) keys.pop_back();
      if (event == ordered_json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second)
        Fail("a key occurs twice in an object of the layer list", core::Cat("'", value.get<std::string>(), "'"));
      return true;
    };
    try {
      return ordered_json::parse(text, watch);
    } catch (const ordered_json::parse_error& error) {
      Fail("the layer list is no valid JSON", core::Cat("a mistake at byte ", error.byte, " of it"));
    } catch (const ordered_json::exception&) {
      Fail("the layer list is no valid JSON", "a number out of range");
    }
  }

  // exactly these keys
  void CheckKeys(const ordered_json& object, const std::vector<std::string>& keys, const std::string& place) const {
    if (!object.is_object()) Fail(place + " is no JSON object", object.dump());
    for (const auto& [key, value] : object.items()) {
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
      const std::string nearest = core::NearestName(key, keys);
      Fail(core::Cat("unknown key '", key, "' in ", place), {}, core::Join(keys, ", "),
           nearest.empty() ? "" : core::Cat("did you mean '", nearest, "'?"));
    }
    for (const std::string& key : keys)
      if (!object.contains(key)) Fail(core::Cat("the key '", key, "' is missing in ", place));
  }

  size_t Size(const ordered_json& value, const std::string& place) const {
    if (!value.is_number_unsigned() || value.get<uint64_t>() > kMaxSize)
      Fail(place + " of the layer list is no size", value.dump(), core::Cat("a whole number up to ", kMaxSize));
    return value.get<size_t>();
  }

  double Number(const ordered_json& value, const std::string& place) const {
    const double number = value.is_number() ? value.get<double>() : -1;
    if (!(number >= 0 && number <= kMaxNumber))
      Fail(place + " of the layer list is out of range", value.dump(),
           "a number from 0 to " + core::FormatNumber(kMaxNumber));
    return number;
  }

  template <class Enum>
  Enum Name(const ordered_json& value, const std::string& place) const {
    const auto known = EnumNames(Enum{});
    const std::vector<std::string> names(known.begin(), known.end());
    const std::string name = value.is_string() ? value.get<std::string>() : value.dump();
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      const std::string nearest = core::NearestName(name, names);
      Fail(place + " of the layer list is not known", name, core::Join(names, ", "),
           nearest.empty() ? "" : core::Cat("did you mean '", nearest, "'?"));
    }
    return static_cast<Enum>(found - names.begin());
  }

  std::vector<LayerSpec> Layers(const ordered_json& list, const std::string& place) const {
    if (!list.is_array()) Fail(place + " is no list of layers", list.dump());
    std::vector<LayerSpec> layers;
    for (const ordered_json& layer : list) layers.push_back(Layer(layer, core::Cat(place, "[", layers.size(), "]")));
    return layers;
  }

  LayerSpec Layer(const ordered_json& text, const std::string& place) const {
    if (!text.is_object() || !text.contains("kind")) Fail(place + " of the layer list has no kind", text.dump());
    LayerSpec layer{.kind = Name<LayerKind>(text["kind"], place + ".kind")};
    std::vector<std::string> keys = KeysOf(layer.kind);
    keys.insert(keys.begin(), "kind");
    CheckKeys(text, keys, place);
    for (const auto& [key, value] : text.items()) {
      const std::string where = core::Cat(place, ".", key);
      if (key == "clip") layer.clip = Number(value, where);
      if (key == "out") layer.out = Size(value, where);
      if (key == "activation") layer.activation = Name<Activation>(value, where);
      if (key == "epsilon") layer.epsilon = Number(value, where);
      if (key == "kernel") layer.kernel = Size(value, where);
      if (key == "stride") layer.stride = Size(value, where);
      if (key == "padding") layer.padding = Size(value, where);
      if (key == "body") layer.body = Layers(value, where);
    }
    return layer;
  }

  const std::string& file_;
};

}  // namespace

std::string FormatNetworkSpec(const NetworkSpec& spec) {
  ordered_json layers = ordered_json::array();
  for (const LayerSpec& layer : spec.layers) layers.push_back(FormatLayer(layer));
  return ordered_json{{"version", kVersion}, {"input", spec.input}, {"layers", layers}}.dump();
}

NetworkSpec ParseNetworkSpec(std::string_view text, const std::string& file) {
  return SpecParser(file).Parse(text);
}

}  // namespace porter::io
