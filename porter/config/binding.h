// A settings struct with its types erased: every member becomes a Value that points into the struct, so that reading,
// writing, documenting and comparing are written once, without templates (read.cc, write.cc, describe.cc).
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "porter/config/field.h"

namespace porter::config {

struct Value;
struct Entry;
struct Prototype;

struct EnumRef {
  void* member;
  size_t (*get)(const void* member);
  void (*set)(void* member, size_t index);
  std::span<const std::string_view> names;
};

struct OptionalRef {
  void* member;
  bool (*has)(const void* member);
  void (*reset)(void* member);
  Value (*get)(void* member);  // makes a default one when there is none
  Prototype (*element)();      // a default value, for documentation
};

struct ListRef {
  void* member;
  size_t (*size)(const void* member);
  void (*resize)(void* member, size_t size);  // null for std::array
  Value (*at)(void* member, size_t index);
  Prototype (*element)();  // a default element, for documentation
};

struct TableRef {
  void* object;
  std::string_view config_name;                 // of structs that are a file of their own, else ""
  std::vector<Entry> (*entries)(void* object);  // in the order of Fields; checked by Entries()
};

struct Value {
  std::variant<bool*, int*, int64_t*, uint64_t*, float*, double*, std::string*, std::filesystem::path*, EnumRef,
               OptionalRef, ListRef, TableRef>
      ref;
};

struct Entry {
  Field info;
  Value value;
};

struct Prototype {
  std::shared_ptr<void> owner;
  Value value;  // points into owner
};

// the members of a struct; aborts on a name that is malformed or there twice
std::vector<Entry> Entries(const TableRef& table);

namespace internal {

struct AnyVisitor {
  void operator()(auto&, const Field&) const {}
};

template <class T>
concept HasFields = requires(T& object) { object.Fields(AnyVisitor{}); };

template <class T>
concept HasConfigName = requires { std::string_view(T::kConfigName); };

template <class T>
concept Plain = std::same_as<T, bool> || std::same_as<T, int> || std::same_as<T, int64_t> ||
                std::same_as<T, uint64_t> || std::same_as<T, float> || std::same_as<T, double> ||
                std::same_as<T, std::string> || std::same_as<T, std::filesystem::path>;

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = !std::same_as<T, bool>;  // vector<bool> has no elements to point to

template <class T>
inline constexpr size_t kArraySize = 0;
template <class T, size_t n>
inline constexpr size_t kArraySize<std::array<T, n>> = n;

template <class T>
Value BindEnum(T& member) {
  static constexpr auto kNames = EnumNames(T{});
  return {EnumRef{&member, [](const void* at) { return static_cast<size_t>(*static_cast<const T*>(at)); },
                  [](void* at, size_t index) { *static_cast<T*>(at) = static_cast<T>(index); }, kNames}};
}

}  // namespace internal

template <class T>
Value Bind(T& member);

namespace internal {

template <class T>
Prototype MakePrototype() {
  auto owner = std::make_shared<T>();
  return {owner, Bind(*owner)};
}

template <class T>
Value BindOptional(T& member) {
  using Inner = typename T::value_type;
  static_assert(Plain<Inner> || std::is_enum_v<Inner> || kArraySize<Inner> > 0,
                "std::optional may hold a plain member, an enum or a std::array");
  return {OptionalRef{&member, [](const void* at) { return static_cast<const T*>(at)->has_value(); },
                      [](void* at) { static_cast<T*>(at)->reset(); },
                      [](void* at) {
                        T& optional = *static_cast<T*>(at);
                        return Bind(optional ? *optional : optional.emplace());
                      },
                      MakePrototype<Inner>}};
}

template <class T>
Value BindList(T& member) {
  using Element = typename T::value_type;
  ListRef list{&member, [](const void* at) { return static_cast<const T*>(at)->size(); }, nullptr,
               [](void* at, size_t index) { return Bind((*static_cast<T*>(at))[index]); }, MakePrototype<Element>};
  if constexpr (kIsVector<T>) list.resize = [](void* at, size_t size) { static_cast<T*>(at)->resize(size); };
  return {list};
}

template <class T>
Value BindTable(T& object) {
  TableRef table{
      &object, {}, [](void* at) {
        std::vector<Entry> entries;
        static_cast<T*>(at)->Fields([&](auto& member, const Field& info) { entries.push_back({info, Bind(member)}); });
        return entries;
      }};
  if constexpr (HasConfigName<T>) table.config_name = T::kConfigName;
  return {table};
}

}  // namespace internal

// a view of `member`, valid as long as `member` lives and its lists are not resized
template <class T>
Value Bind(T& member) {
  if constexpr (internal::Plain<T>) {
    return {&member};
  } else if constexpr (std::is_enum_v<T>) {
    return internal::BindEnum(member);
  } else if constexpr (internal::kIsOptional<T>) {
    return internal::BindOptional(member);
  } else if constexpr (internal::kIsVector<T> || internal::kArraySize<T> > 0) {
    return internal::BindList(member);
  } else {
    static_assert(internal::HasFields<T>, "a setting of this type is not supported: see porter/config/field.h");
    return internal::BindTable(member);
  }
}

}  // namespace porter::config
