#include "porter/config/assign.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "porter/config/describe.h"
#include "porter/core/text.h"

namespace porter::config {
namespace {

[[noreturn]] void WrongType(const TomlNode& node, const Value& value, const std::string& path) {
  throw core::Error({.what = path + " has the wrong type",
                     .place = node.place,
                     .found = FoundText(node),
                     .expected = TypeText(value)});
}

[[noreturn]] void OutOfRange(const TomlNode& node, const std::string& path, const std::string& expected) {
  throw core::Error(
      {.what = path + " is out of range", .place = node.place, .found = FoundText(node), .expected = expected});
}

// assigns one node to a member of any kind; knows where it stands for messages
class Assigner {
 public:
  Assigner(const TomlNode& node, const Entry& entry, const std::string& path)
      : node_(node), entry_(entry), path_(path) {}

  void operator()(bool* member) const { *member = Get<bool>(); }
  void operator()(std::string* member) const { *member = Get<std::string>(); }
  void operator()(std::filesystem::path* member) const { *member = Get<std::string>(); }
  void operator()(int64_t* member) const { *member = CheckedRange(Get<int64_t>()); }
  void operator()(int* member) const;
  void operator()(uint64_t* member) const;
  void operator()(double* member) const { *member = CheckedRange(GetNumber()); }
  void operator()(float* member) const;
  void operator()(const EnumRef& member) const;
  void operator()(const OptionalRef& member) const;
  void operator()(const ListRef& member) const;
  void operator()(const TableRef& member) const;

 private:
  template <class T>
  const T& Get() const {
    if (const T* value = std::get_if<T>(&node_.value)) return *value;
    WrongType(node_, entry_.value, path_);
  }
  double GetNumber() const {
    if (const auto* integer = std::get_if<int64_t>(&node_.value)) return static_cast<double>(*integer);
    return Get<double>();
  }
  template <class T>
  T CheckedRange(T value) const {
    const auto number = static_cast<double>(value);
    const std::string range = RangeText(entry_.info);
    if (!range.empty() && !(number >= entry_.info.min && number <= entry_.info.max)) OutOfRange(node_, path_, range);
    return value;
  }

  const TomlNode& node_;
  const Entry& entry_;
  const std::string& path_;
};

void Assigner::operator()(int* member) const {
  const auto value = CheckedRange(Get<int64_t>());
  if (value != static_cast<int>(value)) OutOfRange(node_, path_, "an integer of 32 bits");
  *member = static_cast<int>(value);
}

// TOML's integers end at 2^63 - 1: larger ones stand in a string
void Assigner::operator()(uint64_t* member) const {
  if (const auto* text = std::get_if<std::string>(&node_.value)) {
    uint64_t value = 0;
    const char* const end = text->data() + text->size();
    const auto [stop, code] = std::from_chars(text->data(), end, value);
    if (stop != end || code != std::errc{}) OutOfRange(node_, path_, "an integer from 0 to 2^64 - 1");
    *member = CheckedRange(value);
    return;
  }
  const auto value = CheckedRange(Get<int64_t>());
  if (value < 0) OutOfRange(node_, path_, "an integer >= 0");
  *member = static_cast<uint64_t>(value);
}

void Assigner::operator()(float* member) const {
  const double value = CheckedRange(GetNumber());
  const auto narrow = static_cast<float>(value);
  if (std::isinf(narrow) != std::isinf(value) || (narrow == 0) != (value == 0))
    OutOfRange(node_, path_, "a number of 32 bits, magnitude 1.4e-45 to 3.4e38");
  *member = narrow;
}

void Assigner::operator()(const EnumRef& member) const {
  const std::string& name = Get<std::string>();
  for (size_t i = 0; i < member.names.size(); ++i)
    if (member.names[i] == name) return member.set(member.member, i);
  const std::vector<std::string> names(member.names.begin(), member.names.end());
  const std::string nearest = core::NearestName(name, names);
  throw core::Error({.what = path_ + " has no such value",
                     .place = node_.place,
                     .found = FoundText(node_),
                     .expected = TypeText(entry_.value),
                     .hint = nearest.empty() ? "" : "did you mean " + nearest + "?"});
}

void Assigner::operator()(const OptionalRef& member) const {
  const auto* list = std::get_if<TomlList>(&node_.value);
  if (list != nullptr && list->elements.empty()) return member.reset(member.member);
  Assign(node_, {entry_.info, member.get(member.member)}, path_);
}

void Assigner::operator()(const ListRef& member) const {
  const std::vector<TomlNode>& elements = Get<TomlList>().elements;
  if (member.resize != nullptr) {
    member.resize(member.member, 0);  // rows start from their defaults, not from what stood there
    member.resize(member.member, elements.size());
  } else if (elements.size() != member.size(member.member)) {
    throw core::Error({.what = path_ + " has the wrong length",
                       .place = node_.place,
                       .found = core::Cat(elements.size(), " elements"),
                       .expected = core::Cat(member.size(member.member))});
  }
  for (size_t i = 0; i < elements.size(); ++i)
    Assign(elements[i], {entry_.info, member.at(member.member, i)}, IndexPath(path_, i));
}

void Assigner::operator()(const TableRef& member) const {
  for (const TomlNode& node : Get<TomlTable>().members) {
    const Entry entry = FindEntry(member, path_, node.key, node.key_place);
    Assign(node, entry, JoinPath(path_, node.key));
  }
}

}  // namespace

std::string JoinPath(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

std::string IndexPath(const std::string& path, size_t index) {
  return core::Cat(path, "[", index, "]");
}

Entry FindEntry(const TableRef& table, const std::string& path, const std::string& name, const core::Place& place) {
  std::vector<std::string> names;
  for (const Entry& entry : Entries(table)) {
    if (entry.info.name == name) return entry;
    names.emplace_back(entry.info.name);
  }
  const std::string nearest = core::NearestName(name, names);
  throw core::Error({.what = "unknown key " + JoinPath(path, name),
                     .place = place,
                     .expected = nearest.empty() ? "one of " + core::Join(names, ", ") : "",
                     .hint = nearest.empty() ? "" : "did you mean " + nearest + "?"});
}

void Assign(const TomlNode& node, const Entry& entry, const std::string& path) {
  std::visit(Assigner(node, entry, path), entry.value.ref);
}

}  // namespace porter::config
