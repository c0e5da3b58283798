#include "porter/io/array_file.h"

#include <algorithm>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::io {
namespace {

constexpr size_t kMaxListed = 40;  // names in a message

}  // namespace

const ArrayView* ArrayFile::Find(std::string_view name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? nullptr : &arrays_[found->second];
}

const ArrayView& ArrayFile::At(std::string_view name) const {
  if (const ArrayView* found = Find(name)) return *found;
  std::vector<std::string> names;
  for (const ArrayView& array : arrays_) names.push_back(array.name);
  const std::string nearest = core::NearestName(name, names);
  const bool few = names.size() <= kMaxListed;
  throw core::Error({.what = core::Cat("no array '", name, "'"),
                     .place = {.file = file_},
                     .found = few && !names.empty() ? core::Join(names, ", ") : core::Cat(names.size(), " arrays"),
                     .hint = nearest.empty() ? "" : core::Cat("did you mean '", nearest, "'?")});
}

std::span<const std::byte> ArrayFile::Keep(std::vector<std::byte> bytes) {
  return memory_.emplace_back(std::move(bytes));
}

void ArrayFile::Add(ArrayView view) {
  PORTER_CHECK(view.IsWhole(), "a reader has compared shape and length");
  view.file = file_;
  if (!index_.emplace(view.name, arrays_.size()).second)
    throw core::Error({.what = core::Cat("two arrays have the name '", view.name, "'"), .place = {.file = file_}});
  if (view.shape.size() > kMaxRank) {
    throw core::Error({.what = core::Cat("array '", view.name, "' has too many dimensions"),
                       .place = {.file = file_},
                       .found = core::Cat(view.shape.size()),
                       .expected = core::Cat("at most ", kMaxRank)});
  }
  const auto is_bool = [](std::byte value) { return value <= std::byte{1}; };
  if (view.dtype == Dtype::kBool && !std::all_of(view.bytes.begin(), view.bytes.end(), is_bool)) {
    throw core::Error({.what = core::Cat("array '", view.name, "' holds no truth values"),
                       .place = {.file = file_},
                       .expected = "bytes 0 and 1"});
  }
  if (reinterpret_cast<uintptr_t>(view.bytes.data()) % ItemBytes(view.dtype) != 0)
    view.bytes = Keep({view.bytes.begin(), view.bytes.end()});
  arrays_.push_back(std::move(view));
}

}  // namespace porter::io
