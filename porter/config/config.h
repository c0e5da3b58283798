// Settings structs from and to TOML, for every struct with Fields (field.h). A file may be whole or hold only
// differences to the defaults; `base = "other.toml"` at its top names a file that is read first (path beside the file).
// Tables merge, lists are replaced as a whole. A file may say its type: config = "ppo" (checked against kConfigName).
// An optional without a value is written as an empty list: delay = [].
// Every error is a core::Error that names file:line:col (or the override), what was found and the nearest known name;
// the struct is then left as it was.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "porter/config/binding.h"
#include "porter/config/describe.h"
#include "porter/config/read.h"
#include "porter/config/write.h"

namespace porter::config {

template <class T>
concept Settings = internal::HasFields<T>;

// reads the file at `path`, and its bases before it, over `settings`
template <Settings T>
void Load(T& settings, const std::filesystem::path& path) {
  T copy = settings;
  LoadFile(Bind(copy), path);
  settings = std::move(copy);
}

// the same from TOML text; `name` stands for the file in messages, bases are found beside it
template <Settings T>
void LoadText(T& settings, std::string_view text, const std::string& name) {
  T copy = settings;
  LoadText(Bind(copy), text, name);
  settings = std::move(copy);
}

// one override each: "a.b=0.5", "list[2].weight=3", "sizes=[1,2]" or "sizes=1,2"; strings and names need no quotes
template <Settings T>
void Override(T& settings, std::span<const std::string> overrides) {
  T copy = settings;
  for (const std::string& text : overrides) Override(Bind(copy), text);
  settings = std::move(copy);
}

// all settings as TOML that Load reads back to equal values; the same text on every machine
template <Settings T>
std::string ToToml(T settings, Comments comments = Comments::kNone) {
  return ToToml(Bind(settings), comments);
}

// 32 hexadecimal digits over ToToml
template <Settings T>
std::string Hash(T settings) {
  return Hash(Bind(settings));
}

// one row per setting of a default-made struct, nested names joined by points, rows of lists as "list[].name"
template <Settings T>
std::vector<Description> Describe(T settings = {}) {
  return Describe(Bind(settings));
}

// the settings whose values differ; a row that only one side has reads "(absent)" on the other
template <Settings T>
std::vector<Difference> Diff(T left, T right) {
  return Diff(Bind(left), Bind(right));
}

}  // namespace porter::config
