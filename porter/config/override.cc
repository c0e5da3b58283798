// Settings from words of a command line: "a.b[2].c=text" and the text alone. Declared in read.h.
#include <charconv>

#include "porter/config/assign.h"
#include "porter/config/describe.h"
#include "porter/config/read.h"
#include "porter/config/toml_tree.h"
#include "porter/core/text.h"

namespace porter::config {
namespace {

bool IsWord(const Value& value) {
  return std::holds_alternative<std::string*>(value.ref) || std::holds_alternative<std::filesystem::path*>(value.ref) ||
         std::holds_alternative<EnumRef>(value.ref);
}

// beyond TOML's integers, which end at 2^63 - 1: goes as a string (assign.cc)
bool IsLargeInteger(const Value& value, std::string_view text) {
  return std::holds_alternative<uint64_t*>(value.ref) && text.size() > 18 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// the text as TOML; words may go without quotes, and what is no TOML is told as a wrong type
TomlNode ParseText(const Value& value, std::string_view text, const std::string& path, const core::Place& place) {
  const bool quoted = text.starts_with('"') || text.starts_with('\'');
  if ((IsWord(value) && !quoted) || IsLargeInteger(value, text)) return ParseTomlValue(QuoteToml(text), place);
  if (text.empty()) throw core::Error({.what = path + " has no value", .place = place, .expected = TypeText(value)});
  try {
    return ParseTomlValue(text, place);
  } catch (const core::Error&) {
    throw core::Error({.what = path + " has the wrong type",
                       .place = place,
                       .found = std::string(text),
                       .expected = TypeText(value)});
  }
}

void AssignText(const Entry& entry, std::string_view text, const std::string& path, const core::Place& place) {
  if (const auto* optional = std::get_if<OptionalRef>(&entry.value.ref); optional != nullptr && text != "[]")
    return AssignText({entry.info, optional->get(optional->member)}, text, path, place);
  const auto* list = std::get_if<ListRef>(&entry.value.ref);
  if (list == nullptr || text.starts_with('[') || text.empty())
    return Assign(ParseText(entry.value, text, path, place), entry, path);
  TomlNode node{.key = {}, .key_place = place, .place = place, .value = TomlList{}};
  const Prototype element = list->element();
  for (size_t start = 0; start <= text.size();) {
    const size_t end = std::min(text.find(',', start), text.size());
    std::get<TomlList>(node.value)
        .elements.push_back(ParseText(element.value, text.substr(start, end - start), path, place));
    start = end + 1;
  }
  Assign(node, entry, path);
}

// walks a path of names and indices
class PathWalker {
 public:
  PathWalker(const Value& settings, std::string_view path, const core::Place& place)
      : entry_{{}, settings}, rest_(path), place_(place) {}

  Entry Walk() {
    StepName();
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c != '.' && c != '[') Malformed();
      c == '.' ? StepName() : StepIndex();
    }
    return entry_;
  }
  const std::string& walked() const { return walked_; }

 private:
  [[noreturn]] void Malformed() const {
    throw core::Error({.what = "malformed key", .place = place_, .expected = "names and indices: a.b[2].c"});
  }

  std::string Take(std::string_view until) {
    const size_t end = std::min(rest_.find_first_of(until), rest_.size());
    std::string word(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return word;
  }

  void StepName() {
    const auto* table = std::get_if<TableRef>(&entry_.value.ref);
    const std::string name = Take(".[]");
    if (name.empty()) Malformed();
    if (table == nullptr)
      throw core::Error({.what = walked_ + " is no table and has no key " + name,
                         .place = place_,
                         .expected = TypeText(entry_.value)});
    entry_ = FindEntry(*table, walked_, name, place_);
    walked_ = JoinPath(walked_, name);
  }

  void StepIndex() {
    if (const auto* optional = std::get_if<OptionalRef>(&entry_.value.ref); optional && optional->has(optional->member))
      entry_.value = optional->get(optional->member);
    const auto* list = std::get_if<ListRef>(&entry_.value.ref);
    const std::string word = Take("]");
    size_t index = 0;
    const auto [stop, code] = std::from_chars(word.data(), word.data() + word.size(), index);
    if (word.empty() || stop != word.data() + word.size() || code != std::errc{} || rest_.empty()) Malformed();
    rest_.remove_prefix(1);
    const size_t size = list == nullptr ? 0 : list->size(list->member);
    if (index >= size)
      throw core::Error({.what = core::Cat(walked_, " has no element ", index),
                         .place = place_,
                         .found = list == nullptr ? TypeText(entry_.value) : core::Cat(size, " elements"),
                         .hint = "indices start at 0"});
    walked_ = IndexPath(walked_, index);
    entry_.value = list->at(list->member, index);
  }

  Entry entry_;
  std::string_view rest_;
  const core::Place& place_;
  std::string walked_;
};

}  // namespace

void AssignText(const Entry& entry, std::string_view text, const core::Place& place) {
  AssignText(entry, text, std::string(entry.info.name), place);
}

void Override(const Value& settings, std::string_view text) {
  const core::Place place{.file = "--set " + std::string(text)};
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos)
    throw core::Error({.what = "an override has no value", .place = place, .expected = "KEY=VALUE"});
  PathWalker walker(settings, text.substr(0, equals), place);
  const Entry entry = walker.Walk();
  AssignText(entry, text.substr(equals + 1), walker.walked(), place);
}

}  // namespace porter::config
